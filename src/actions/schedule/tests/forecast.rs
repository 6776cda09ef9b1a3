//! What a form shows of a series before it is kept is what the agenda holds afterwards, or the same refusal.

use super::*;
use crate::actions::agenda::Plans;
use crate::actions::calendar::calendar;
use crate::config::ShowNames;
use crate::plan::{Closed, Repeat, next_dates};

/// So many dates are compared.
const MOST: usize = 12;

/// One date of a series: its id, where it lies, whether it is cancelled.
type Dates = Vec<(String, String, bool)>;

#[test]
fn the_dates_that_a_form_shows_are_the_dates_that_it_writes() {
    let (mut kept, mut refused) = (0, 0);
    for series in ["nadia", "samir", "jeux", "bal"] {
        for recorded in [&[][..], &["2020-03-27"], &["2020-03-27", "2020-03-28"]] {
            for (name, change) in drafts() {
                let desk = desk(recorded);
                let mut draft = SeriesDraft::of(&desk.series(series));
                change(&mut draft);
                let shown = shown(&desk, series, &draft);
                let written = desk.planner().change(&slug(series), &draft).map_err(|fault| fault.to_string());
                match &written {
                    Ok(_) => kept += 1,
                    Err(_) => refused += 1,
                }
                let expected = written.map(|_| held(&desk, series));
                assert_eq!(shown, expected, "{name} of {series}, recorded {recorded:?}");
            }
        }
    }
    assert!(kept > 60 && refused > 20, "{kept} kept, {refused} refused: the table has lost its meaning");
}

/// Evenings that have begun, a weekly series that has begun and was shifted, one to come with a moved date, and one to come as it is.
fn desk(recorded: &[&str]) -> Desk {
    let desk = Desk::new();
    let put_series = |id: &str, start: &str, more: &str| {
        let text = format!("format = 1\ntitle = \"{id}\"\nstart = {start}\nzone = \"Europe/Brussels\"\n{more}");
        put(&desk.path(id), text);
    };
    let cancelled = "\n[[change]]\nof = 2020-04-05T20:30:00\ncancelled = true\n";
    put(&desk.path("nadia"), NADIA.to_owned() + cancelled);
    let shifted = "[[change]]\nof = 2020-04-07T18:00:00\nby = \"PT1H\"\nfollowing = true\n";
    put_series("samir", "2020-03-10T18:00:00", &format!("rule = \"FREQ=WEEKLY;UNTIL=20200701\"\nskip = [2020-04-14]\n{shifted}"));
    let moved = "[[change]]\nof = 2020-04-10T20:00:00\nto = 2020-04-11T16:00:00\n";
    put_series("jeux", "2020-04-03T20:00:00", &format!("rule = \"FREQ=WEEKLY;COUNT=9\"\n{moved}"));
    put_series("bal", "2020-04-04T20:00:00", "rule = \"FREQ=WEEKLY;BYDAY=SA\"\n");
    recorded.iter().for_each(|date| desk.record(date));
    desk
}

type Draft = (&'static str, fn(&mut SeriesDraft));

fn drafts() -> Vec<Draft> {
    fn weekly(weekday: Weekday) -> Repeat {
        repeat(&format!("FREQ=WEEKLY;BYDAY={}", &weekday.to_string().to_uppercase()[..2]))
    }
    fn hour(draft: &mut SeriesDraft, time: &str) {
        draft.time = at(&format!("2020-04-02 {time}")).time();
    }
    vec![
        ("nothing", |_| ()),
        ("daily", |draft| draft.repeat = repeat("FREQ=DAILY")),
        ("each other day", |draft| draft.repeat = repeat("FREQ=DAILY;INTERVAL=2")),
        ("weekly", |draft| draft.repeat = weekly(draft.first.weekday())),
        ("another weekday", |draft| draft.repeat = weekly(Weekday::Thu)),
        ("once", |draft| (draft.repeat, draft.span) = (Repeat::Once, Span::Endless)),
        ("an earlier hour", |draft| hour(draft, "09:15")),
        ("a later hour", |draft| hour(draft, "23:30")),
        ("the hour in the gap", |draft| hour(draft, "02:30")),
        ("COUNT", |draft| draft.span = Span::Count(30)),
        ("a COUNT that cuts", |draft| draft.span = Span::Count(2)),
        ("UNTIL", |draft| draft.span = Span::Until(day("2020-05-19"))),
        ("an UNTIL that cuts", |draft| draft.span = Span::Until(day("2020-04-01"))),
        ("without end", |draft| draft.span = Span::Endless),
        ("a later first day", |draft| draft.first = draft.first.succ_opt().unwrap()),
        ("another zone", |draft| draft.zone = Tz::America__Montreal),
        ("weekly, at another hour, COUNT", |draft| {
            (draft.repeat, draft.span) = (weekly(draft.first.weekday()), Span::Count(40));
            hour(draft, "18:30");
        }),
        ("daily, at another hour, UNTIL", |draft| {
            (draft.repeat, draft.span) = (repeat("FREQ=DAILY"), Span::Until(day("2020-06-01")));
            hour(draft, "07:00");
        }),
        ("another first day, at another hour", |draft| {
            draft.first = day("2020-04-20");
            hour(draft, "19:00");
        }),
    ]
}

/// What the form shows of the library as it is now.
fn shown(desk: &Desk, series: &str, draft: &SeriesDraft) -> std::result::Result<Dates, String> {
    let now = desk.planner().now;
    let calendar = calendar(&desk.library, (day("2020-03-23"), day("2020-04-30")), now, ShowNames::Name);
    let drafted = calendar.drafted(draft, Some(&slug(series)), now).map_err(|fault| fault.to_string())?;
    let found = next_dates(&drafted, &calendar.beside(now), MOST).unwrap();
    Ok(found.into_iter().filter(|one| one.closed != Some(Closed::LeftOut)).map(|one| one.occurrence).map(named).collect())
}

/// What the agenda holds of the files as they are now.
fn held(desk: &Desk, series: &str) -> Dates {
    let now = desk.planner().now;
    let agenda = Plans::of(&desk.library).within(Window { from: now, to: now + Duration::days(400) }, now);
    let own = agenda.rows.into_iter().map(|row| row.occurrence).filter(|found| found.series.as_str() == series);
    own.take(MOST).map(named).collect()
}

fn named(found: Occurrence) -> (String, String, bool) {
    (found.id.to_string(), found.start.to_string(), found.cancelled)
}
