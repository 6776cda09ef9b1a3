//! `plan add` and `plan edit` from outside: what words become, what is said of it, what clashes, what is refused.

#[allow(dead_code)] // it is shared with tests that need more of it
mod common;

use common::Home;

/// A call of `plan`, in a library with Nadia's sixty evenings.
fn plan(home: &Home, call: &[&str]) -> common::Answer {
    home.call(&[&["--library", "L", "plan"], call].concat())
}

#[test]
fn a_series_is_added_from_words_and_taken_back() {
    let home = Home::with_library();
    let call = ["add", "--title", "Samir", "--every", "en semaine 18h sauf le 4 juin", "--from", "2029-06-01", "--count", "12"];
    let added = plan(&home, &[&call[..], &["--guest", "s-03", "--minutes", "30 min"]].concat());
    assert_eq!(added.code, 0, "{added:?}");
    let expected = "Added: Samir.\n  Every weekday at 18:00, 12 times, from 1 June 2029, except 4 June.\n  One date is left out: 11 take place.\n  Friday 1 June 2029, 18:00\n  \
                    Tuesday 5 June 2029, 18:00\n  Wednesday 6 June 2029, 18:00\n  samir\n";
    assert_eq!(added.out, expected);
    let file = home.path().join("L/series/samir.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    for line in ["rule = \"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=12\"", "skip = [2029-06-04]", "start = 2029-06-01T18:00:00"] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let edited =
        plan(&home, &["edit", "samir", "--every", "un mardi sur deux à 14h", "--from", "2029-06-05", "--skip", "", "--json"]);
    let facts = edited.json();
    assert_eq!(facts["rule"], "Every other Tuesday at 14:00, 12 times, from 5 June 2029.");
    assert_eq!((edited.code, facts["id"].as_str(), facts["next"].as_array().unwrap().len()), (0, Some("samir"), 3));
    assert_eq!(plan(&home, &["undo"]).code, 0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    assert_eq!(plan(&home, &["undo"]).code, 0);
    assert!(!file.exists());
}

#[test]
fn a_day_that_is_no_date_of_the_series_is_told_and_not_written() {
    let home = Home::with_library();
    let call = ["add", "--title", "E", "--from", "2029-05-01", "--every", "weekday 20:30 until 19 June, except 5 May and 6 June"];
    let added = plan(&home, &call);
    assert_eq!(added.code, 0, "{added:?}");
    assert!(added.out.contains("except 6 June."), "{added:?}");
    assert!(added.out.contains("\n  Saturday 5 May 2029: no date of this series\n"), "{added:?}");
    let edited = plan(&home, &["edit", "e", "--skip", "12 May 2029", "--json"]);
    assert_eq!(edited.json()["notes"][0], "Saturday 12 May 2029: no date of this series");
    assert!(!std::fs::read_to_string(home.path().join("L/series/e.toml")).unwrap().contains("2029-05-12"));
    let all_year =
        plan(&home, &["add", "--title", "Y", "--from", "2029-04-01", "--every", "tous les jours 20h sauf du 24 au 26 décembre"]);
    assert!(all_year.out.contains("except 24 December 2029 to 26 December 2029."), "{all_year:?}");
}

#[test]
fn an_hour_that_a_clock_change_leaves_out_is_told() {
    let home = Home::with_library();
    let night = plan(&home, &["add", "--title", "N", "--every", "une fois le 25 mars 2029 à 2h30", "--zone", "Europe/Brussels"]);
    let told = "\n  Sunday 25 March 2029, 2:30 does not exist on this day: the clocks go forward\n";
    assert!(night.code == 0 && night.out.contains(told), "{night:?}");
}

#[test]
fn an_interval_counts_from_its_first_date() {
    let home = Home::with_library();
    let added = plan(&home, &["add", "--title", "G", "--every", "un mardi sur deux à 14h", "--from", "2029-06-01", "--json"]);
    let next = added.json()["next"].as_array().unwrap().clone();
    let days: Vec<&str> = next.iter().map(|start| &start.as_str().unwrap()[..16]).collect();
    assert_eq!(days, ["2029-06-05T14:00", "2029-06-19T14:00", "2029-07-03T14:00"]);
}

#[test]
fn a_clash_is_named_when_a_series_is_added_and_when_plans_are_checked() {
    let home = Home::with_library();
    let fine = plan(&home, &["check"]);
    assert!(fine.code == 0 && fine.out.starts_with("No clash"), "{fine:?}");
    let evening =
        |title: &str| plan(&home, &["add", "--title", title, "--every", "tous les jours 20h, 30 fois", "--guest", "s-03"]);
    assert_eq!(evening("A").code, 0);
    let second = evening("B");
    assert!(second.code == 3 && second.out.contains("s-03 is also in A, "), "{second:?}");
    let checked = plan(&home, &["check", "--days", "2"]);
    assert!(checked.code == 3 && checked.out.contains("s-03 is also in B, "), "{checked:?}");
    let facts = plan(&home, &["check", "--days", "5", "--json"]);
    assert!(facts.json()["clashing"].as_array().unwrap().len() >= 8, "{facts:?}");
    home.write("L/series/bad.toml", "format = 1\ntitel = \"B\"\n");
    let checked = plan(&home, &["check"]);
    assert!(checked.code == 3 && checked.err.contains("bad.toml:2"), "{checked:?}");
}

#[test]
fn words_to_be_read_aloud_may_come_from_standard_input() {
    let home = Home::with_library();
    let call = ["--library", "L", "plan", "edit", "nadia", "--announce", "-", "--quiet"];
    assert_eq!(home.call_with(&call, "Ceci est enregistré.\n".as_bytes()).code, 0);
    let text = std::fs::read_to_string(home.path().join("L/series/nadia.toml")).unwrap();
    assert!(text.contains("announce = \"Ceci est enregistré.\"") && text.contains("quiet = true"), "{text}");
}

#[test]
fn what_cannot_be_planned_is_told_with_an_example() {
    let home = Home::with_library();
    for (call, code, said) in [
        (&["add", "--title", "T"][..], 2, "--every \"weekday 20:30\""),
        (&["add", "--title", "T", "--every", "lorsque ça va"], 1, "found `lorsque`"),
        (&["add", "--title", "T", "--rule", "FREQ=DAYLY"], 1, "found `DAYLY`"),
        (&["add", "--title", "T", "--every", "daily", "--guest", "s-04"], 1, "did you mean `s-03`?"),
        (&["add", "--title", "T", "--every", "daily", "--place", "bar"], 1, "no place is called"),
        (&["add", "--title", "T", "--every", "daily", "--zone", "Bruxelles"], 2, "for example Europe/Brussels"),
        (&["add", "--title", "T", "--every", "daily", "--skip", "soon"], 1, "1 May, 8 May"),
        (&["add", "--title", "T", "--every", "daily", "--count", "0"], 1, "60 times"),
        (&["edit", "nadja", "--from", "18h"], 1, "nadia"),
        (&["add", "--title", "T", "--every", "daily", "--chain", "Bilan"], 1, "Preparation -1w 30m"),
        (&["add", "--title", "T", "--every", "daily", "--rota", "leader"], 1, "leader=lise,paul"),
        (&["add", "--title", "T", "--every", "daily", "--rota", "leader=s-04"], 1, "did you mean `s-03`?"),
        (&["edit", "nadia", "--every", "mardi"], 1, "past dates change no more"),
    ] {
        let answer = plan(&home, call);
        assert!(answer.code == code && answer.err.contains(said), "{call:?}: {answer:?}");
    }
    assert_eq!(std::fs::read_dir(home.path().join("L/series")).unwrap().count(), 1);
}

#[test]
fn what_goes_with_each_date_is_said_with_options_and_changed_by_them() {
    let home = Home::with_library();
    let call = ["add", "--title", "Show", "--every", "1er jeudi 20h", "--heavy", "--on-closed", "shift", "--rota", "leader=s-03"];
    let around = ["--chain", "Préparation -1w 30m", "--chain", "Bilan +2d", "--step", "Accueil 10 min", "--step", "Débat"];
    let added = plan(&home, &[&call[..], &around].concat());
    assert_eq!(added.code, 0, "{added:?}");
    let file = home.path().join("L/series/show.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    for line in [
        "heavy = true",
        "on_closed = \"shift\"",
        "id = \"preparation\"\ntitle = \"Préparation\"\nby = \"-P7D\"\nminutes = 30",
        "id = \"bilan\"\ntitle = \"Bilan\"\nby = \"P2D\"\nminutes = 60",
        "role = \"leader\"\npeople = [\"s-03\"]",
        "title = \"Accueil\"\nminutes = 10",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let edited = plan(&home, &["edit", "show", "--heavy=false", "--on-closed", "skip", "--rota", "", "--chain", "Bilan +3d 45m"]);
    assert_eq!(edited.code, 0, "{edited:?}");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("by = \"P3D\"\nminutes = 45") && text.contains("Accueil"), "{text}");
    for gone in ["preparation", "heavy = true", "shift", "[[rota]]"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
}

#[test]
fn a_shift_is_a_length_also_where_it_looks_like_a_time() {
    let home = Home::with_library();
    let call = ["add", "--title", "G", "--every", "mardi 14h", "--from", "2029-06-05", "--count", "3"];
    assert_eq!(plan(&home, &call).code, 0);
    assert_eq!(plan(&home, &["shift", "g#2", "--by", "1h30"]).code, 0);
    let text = std::fs::read_to_string(home.path().join("L/series/g.toml")).unwrap();
    assert!(text.contains("by = \"PT1H30M\""), "{text}");
    assert_eq!(plan(&home, &["shift", "g#2", "--by", "18:30"]).code, 2);
}

/// "From September on, on Tuesdays."
#[test]
fn a_series_that_has_begun_gets_other_days_by_another_series_that_continues_it() {
    let home = Home::with_library();
    let call = ["add", "--title", "Groupe", "--every", "lundi 14h, 500 fois", "--from", "2020-01-06", "--chain", "Bilan +1d"];
    assert_eq!(plan(&home, &[&call[..], &["--guest", "s-03"]].concat()).code, 0);
    let file = |name: &str| std::fs::read_to_string(home.path().join(format!("L/series/{name}.toml")));
    let before = file("groupe").unwrap();
    let edited = plan(&home, &["edit", "groupe", "--every", "mardi 15h", "--from", "2029-01-01"]);
    assert_eq!(edited.code, 0, "{edited:?}");
    assert!(
        edited.out.starts_with("Groupe ends; from Monday 1 January 2029 on the series `groupe-2` continues it."),
        "{edited:?}"
    );
    assert!(file("groupe").unwrap().contains("rule = \"FREQ=WEEKLY;BYDAY=MO;UNTIL=20281225\""), "{:?}", file("groupe"));
    let next = file("groupe-2").unwrap();
    for line in ["start = 2029-01-02T15:00:00", "FREQ=WEEKLY;BYDAY=TU;COUNT=31", "guests = [\"s-03\"]", "id = \"bilan\""] {
        assert!(next.contains(line), "{line}: {next}");
    }
    assert_eq!(plan(&home, &["undo"]).code, 0);
    assert!(file("groupe-2").is_err() && file("groupe").unwrap() == before);
}

/// "60 times", of which closed days take some.
#[test]
fn a_count_that_closed_days_eat_up_is_said_with_what_is_left_of_it() {
    let home = Home::with_library();
    close(&home, "\"2029-06-08\", \"2029-06-15\"");
    let call = ["add", "--title", "Jeux", "--every", "vendredi 20h, 9 fois", "--from", "2029-06-01"];
    let added = plan(&home, &call);
    for said in [
        "2 dates are left out: 7 take place.",
        "2 dates fall on closed days, and do not take place",
        "`temoin plan edit jeux --on-closed shift` moves the rest on instead, and keeps all 9",
    ] {
        assert!(added.code == 0 && added.out.contains(said), "{said}: {added:?}");
    }
    let shifted = plan(&home, &["edit", "jeux", "--on-closed", "shift"]);
    assert!(shifted.out.contains("2 dates fall on closed days; the rest moves on, and none is lost: "), "{shifted:?}");
    assert!(!shifted.out.contains("are left out") && !shifted.out.contains("moves the rest on instead"), "{shifted:?}");
    assert_eq!(plan(&home, &["edit", "jeux", "--json"]).json()["of"], 9);
}

/// A day on which nobody meets, and a series that does not care.
#[test]
fn what_takes_place_on_a_closed_day_is_seen_and_asks_for_a_look_only_where_nobody_has_said_so() {
    let home = Home::with_library();
    let tomorrow = (chrono::Utc::now() + chrono::Duration::days(3)).format("%Y-%m-%d").to_string();
    close(&home, &format!("\"{tomorrow}\""));
    let call = ["add", "--title", "K", "--every", "tous les jours 20h", "--on-closed", "keep", "--zone", "UTC"];
    assert_eq!(plan(&home, &call).code, 0);
    let agenda = home.call(&["--library", "L", "agenda", "--series", "k", "--days", "7"]);
    assert!(agenda.code == 0 && agenda.out.matches("▲ closed day").count() == 1, "{agenda:?}");
    let facts = home.call(&["--library", "L", "agenda", "--series", "k", "--days", "7", "--json"]).json();
    let closed: Vec<bool> = facts["occurrences"].as_array().unwrap().iter().map(|row| row["closed"] == true).collect();
    assert_eq!(closed.iter().filter(|closed| **closed).count(), 1);
    let checked = plan(&home, &["check"]);
    assert!(checked.code == 0 && checked.out.starts_with("K (k): takes place on closed days too"), "{checked:?}");
    let moved = plan(&home, &["add", "--title", "M", "--every", "tous les jours 21h", "--zone", "UTC"]);
    assert_eq!(moved.code, 0, "{moved:?}");
    assert_eq!(plan(&home, &["move", "m#1", "--to", &format!("{tomorrow} 19:00")]).code, 0);
    let checked = plan(&home, &["check"]);
    assert!(checked.code == 3 && checked.out.contains("  M (m@"), "{checked:?}");
}

#[test]
fn all_is_not_well_where_the_holidays_cannot_be_read() {
    let home = Home::with_library();
    close(&home, "\"holidays.ics\"");
    let checked = plan(&home, &["check"]);
    assert!(checked.code == 3 && checked.out.is_empty() && checked.err.contains("holidays.ics"), "{checked:?}");
}

#[test]
fn so_many_clashes_are_counted_when_a_series_is_added_as_plans_are_checked_with() {
    let home = Home::with_library();
    home.write("L/people/lise.toml", "format = 1\nname = \"Lise\"\n");
    let evening = |title: &str| {
        let call = ["add", "--title", title, "--every", "tous les jours 20h, 10 fois", "--zone", "UTC"];
        plan(&home, &[&call[..], &["--guest", "s-03", "--guest", "lise"]].concat())
    };
    assert_eq!(evening("A").code, 0);
    assert_eq!(plan(&home, &["edit", "a", "--heavy"]).code, 3); // eight third evenings, for two people
    let second = evening("B");
    assert!(second.out.matches(" ▲ ").count() == 5 && second.out.contains("and 15 more clashes"), "{second:?}"); // B is not heavy
    assert_eq!(plan(&home, &["edit", "a", "--heavy=false"]).code, 3);
    let first = plan(&home, &["edit", "a", "--minutes", "50"]);
    assert!(first.out.contains("and 15 more clashes: temoin plan check"), "{first:?}");
    assert_eq!(plan(&home, &["check"]).out.matches(" ▲ ").count(), 20);
}

/// Two talks at the same minute, and nobody written down.
#[test]
fn what_lies_at_the_same_time_without_people_is_no_clash_and_is_said_all_the_same() {
    let home = Home::with_library();
    let evening = |title: &str, more: &[&str]| {
        let call = ["add", "--title", title, "--every", "tous les jours 20h, 10 fois", "--zone", "UTC"];
        plan(&home, &[&call[..], more].concat())
    };
    assert!(!evening("A", &[]).out.contains("At the same time"));
    let second = evening("B", &["--guest", "s-03"]);
    assert!(second.code == 0 && second.out.contains("  At the same time as A, 10 times, first "), "{second:?}");
    assert_eq!(plan(&home, &["check"]).code, 0);
}

fn close(home: &Home, days: &str) {
    let file = home.path().join("L/library.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("\nclosed = []\n"), "{text}");
    std::fs::write(&file, text.replace("\nclosed = []\n", &format!("\nclosed = [{days}]\n"))).unwrap();
}
