//! The four practices on Record, each with its palette, its guide and marks of all that it has.

use ratatui::buffer::Buffer;
use ratatui::style::Color;
use temoin::locale::Language;
use temoin::recorder::protocol::{MarkerFacts, State, StepFacts};
use temoin::tui::event::Event;
use temoin::tui::theme::{Background, Theme};

use crate::desk::{Desk, SESSION, text_of};
use crate::record::heard;

/// What is recorded in a practice.
pub struct Practice {
    palette: &'static str,
    title: &'static str,
    /// The how-manieth, of how many.
    number: (u32, Option<u32>),
    place: &'static str,
    /// What the other channel is called.
    other: &'static str,
    /// With their minutes; the second is on.
    steps: [(&'static str, u32); 3],
}

pub const WEB_SERIES: Practice = Practice {
    palette: include_str!("../../src/store/palettes/web-series.toml"),
    title: "Nadia, le soir",
    number: (9, Some(60)),
    place: "appel",
    other: "Nadia",
    steps: [("Comment s’est passée la journée ?", 10), ("Ce qui a été dur aujourd’hui", 10), ("Des nouvelles du père ?", 5)],
};

pub const SHOW: Practice = Practice {
    palette: include_str!("../../src/store/palettes/show.toml"),
    title: "L’émission",
    number: (2, Some(9)),
    place: "en direct",
    other: "plateau",
    steps: [("Accueil", 5), ("L’hôpital, la nuit", 20), ("Questions du public", 15)],
};

pub const EVENING: Practice = Practice {
    palette: include_str!("../../src/store/palettes/evening.toml"),
    title: "Soirée jeux",
    number: (6, None),
    place: "au coin du bar",
    other: "tables",
    steps: [("Accueil, et l’annonce", 5), ("Expliquer le jeu", 10), ("Jouer", 60)],
};

pub const INTERVISION: Practice = Practice {
    palette: include_str!("../../src/store/palettes/intervision.toml"),
    title: "Groupe 7",
    number: (2, Some(5)),
    place: "salle 3",
    other: "groupe",
    steps: [("Tour de table", 10), ("Une situation", 40), ("Ce qu’on en retient", 15)],
};

impl Practice {
    /// A take of it at 0:12:07; its second step began with 0:00:10.
    pub fn recorded(&self, desk: Desk) -> Desk {
        let mut desk = desk.with(|desk| self.plan(desk));
        let me = me(desk.model.locale.language);
        desk.status(State::Recording, |status| {
            status.levels = vec![heard(me, -18.0), heard(self.other, -27.0)];
            status.step = Some(StepFacts { number: 2, of: 3, title: self.steps[1].0.to_owned(), ..StepFacts::default() });
        });
        desk.hear(Event::Marks(marks(&desk)));
        desk
    }

    /// Its series, its session and its palette are the library's.
    fn plan(&self, desk: &Desk) {
        let library = desk.root().join("library.toml");
        let settings = std::fs::read_to_string(&library).expect("a library");
        let settings = settings.split("[[kind]]").next().unwrap_or_default();
        let place = format!("[[place]]\nid = \"here\"\nname = \"{}\"\n", self.place);
        std::fs::write(&library, format!("{settings}{place}{}", self.palette)).expect("our own library");
        let steps = self.steps.map(|(title, minutes)| format!("[[step]]\ntitle = \"{title}\"\nminutes = {minutes}\n")).concat();
        let series = format!(
            "format = 1\ntitle = \"{}\"\nstart = 2020-03-28T20:30:00\nzone = \"Europe/Brussels\"\nminutes = 45\nplace = \"here\"\n{steps}",
            self.title
        );
        std::fs::write(desk.root().join("series/practice.toml"), series).expect("our own series");
        let of = self.number.1.map_or_else(String::new, |of| format!("of = {of}\n"));
        let session = format!(
            "format = 1\ntitle = \"{}\"\nseries = \"practice\"\noccurrence = 2020-03-28T20:30:00\nzone = \"Europe/Brussels\"\nnumber = {}\n{of}",
            self.title, self.number.0
        );
        std::fs::write(desk.root().join("sessions/2020").join(SESSION).join("session.toml"), session).expect("our own session");
    }
}

/// What one's own channel is called.
pub fn me(language: Language) -> &'static str {
    match language {
        Language::French => "moi",
        Language::English => "me",
    }
}

/// Of each kind one, of each of the first themes one, and the step.
fn marks(desk: &Desk) -> Vec<MarkerFacts> {
    let palette = desk.model.library.as_ref().map(|library| library.settings.palette.clone()).unwrap_or_default();
    let kinds: Vec<&str> = palette.kinds.iter().map(|kind| kind.id.as_str()).filter(|kind| *kind != "off-record").collect();
    let themes: Vec<&str> = palette.themes.iter().map(|theme| theme.id.as_str()).take(5).collect();
    let mark = |n: usize| {
        let kind = kinds.get(n).copied().unwrap_or("touching");
        serde_json::from_value(serde_json::json!({
            "id": format!("m-01JD44000000000000000001{n:02}"), "take": "2", "frame": n * 4_800_000, "seconds": (n + 1) * 100,
            "kind": kind, "themes": themes.get(n).into_iter().collect::<Vec<_>>(),
        }))
        .expect("a mark")
    };
    let step = serde_json::from_value(serde_json::json!({
        "id": "m-01JD4400000000000000000200", "take": "2", "frame": 480_000, "seconds": 10, "kind": "step", "note": "x",
    }));
    (0..kinds.len().max(themes.len())).map(mark).chain([step.expect("a mark")]).collect()
}

fn recorded(practice: &Practice, language: Language, background: Background) -> Desk {
    practice.recorded(Desk::of(language, (80, 24), Theme { background, ..Theme::default() }))
}

fn in_french(practice: &Practice) -> Desk {
    recorded(practice, Language::French, Background::Dark)
}

/// The cells of a text on the screen, wherever it stands last.
fn cells(buffer: &Buffer, text: &str) -> Vec<Color> {
    let screen = text_of(buffer);
    let (row, line) = screen.lines().enumerate().filter(|(_, line)| line.contains(text)).last().expect("it is on the screen");
    let column = line[..line.find(text).expect("it is there")].chars().count();
    (column..column + text.chars().count()).map(|column| buffer[(column as u16, row as u16)].fg).collect()
}

#[test]
fn words_of_the_palette_stand_in_the_terminal_s_own_colour_beside_a_cell_in_theirs() {
    for background in [Background::Dark, Background::Light] {
        for (practice, words) in
            [(&EVENING, ["r rire", "i idée", "c décision"]), (&SHOW, ["v à vérifier", "t extrait", "i idée"])]
        {
            let desk = recorded(practice, Language::French, background);
            let terminal = desk.draw();
            let buffer = terminal.backend().buffer();
            for words in words {
                assert!(cells(buffer, words).iter().all(|colour| *colour == Color::Reset), "{words} on {background:?}");
            }
            assert_eq!(cells(buffer, "▐i idée")[0], Color::Green, "{background:?}");
        }
    }
}

#[test]
fn yellow_marks_nothing_on_light() {
    let desk = recorded(&EVENING, Language::French, Background::Light);
    let terminal = desk.draw();
    let yellow = terminal.backend().buffer().content.iter().filter(|cell| cell.fg == Color::Yellow);
    assert_eq!(yellow.count(), 0);
}

#[test]
fn names_that_do_not_fit_give_way_to_the_library_s_short_ones_and_groups_of_themes_are_parted() {
    let screen = in_french(&WEB_SERIES).screen();
    let row = "  l solidarité   e espoir   |  g crise   b service public   v avenir   y moyens\n";
    assert!(screen.contains(row), "{screen}");
    let screen = recorded(&WEB_SERIES, Language::English, Background::Dark).screen();
    let row = "  l solidarity   e hope   |  g crisis   b service   v future   y lack of means\n";
    assert!(screen.contains(row), "{screen}");
}

#[test]
fn each_group_has_a_row_of_its_own_where_that_costs_none() {
    let mut desk = in_french(&INTERVISION);
    desk.resize(100, 30);
    let row = "\n  b le public   g l’accompagnement   e les pratiques   l les relations   v les travailleurs\n";
    assert!(desk.screen().contains(row), "{}", desk.screen());
    let mut desk = in_french(&WEB_SERIES);
    desk.resize(160, 45);
    let row = "\n  g gestion de la crise   b service public   v avenir des soins   y manque de moyens\n";
    assert!(desk.screen().contains(row), "{}", desk.screen());
}

#[test]
fn letters_stand_closer_where_that_saves_a_row() {
    let screen = in_french(&SHOW).screen();
    assert!(screen.contains("e phrase forte ▐t extrait ▐v à vérifier ▐r à corriger ▐b sensible ▐i idée\n"), "{screen}");
}

#[test]
fn marks_without_room_are_counted_below_the_others() {
    let mut desk = in_french(&EVENING);
    assert!(desk.screen().contains("\n─ encore 2 ─"), "{}", desk.screen());
    desk.resize(80, 17);
    assert!(desk.screen().contains("─ 7 repères · encore 6 ─"), "{}", desk.screen());
    desk.resize(100, 30);
    assert!(!desk.screen().contains("encore"), "{}", desk.screen());
}

#[test]
fn a_step_that_lasts_too_long_says_by_how_much() {
    let screen = in_french(&EVENING).screen();
    assert!(screen.contains("▲ 11\u{a0}min sur 10, + 1\u{a0}min    Entrée ► 3"), "{screen}");
    assert!(in_french(&SHOW).screen().contains("  11\u{a0}min sur 20    Entrée ► 3"));
}

#[test]
fn each_practice_is_recorded_under_its_own_name() {
    for (practice, head) in [
        (&WEB_SERIES, " Nadia, le soir · 9 sur 60 · appel "),
        (&SHOW, " L’émission · 2 sur 9 · en direct "),
        (&EVENING, " Soirée jeux · n° 6 · au coin du bar "),
        (&INTERVISION, " Groupe 7 · 2 sur 5 · salle 3 "),
    ] {
        assert!(in_french(practice).screen().starts_with(head), "{}", in_french(practice).screen());
    }
}

#[test]
fn the_words_of_a_mark_never_touch_its_kind() {
    let screen = in_french(&INTERVISION).screen();
    assert!(screen.contains("innovation, les relations\n") && screen.contains("constat    les pratiques\n"), "{screen}");
}

#[test]
fn a_step_that_lasts_too_long_keeps_its_title() {
    let screen = in_french(&WEB_SERIES).screen();
    assert!(
        screen.contains("► 2 sur 3  Ce qui a été dur aujourd’hui   ▲ 11\u{a0}min sur 10, + 1\u{a0}min  Entrée ► 3\n"),
        "{screen}"
    );
}
