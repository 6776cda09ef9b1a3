//! Reminders: what of the library is to be told now, and by whom. Told is told: also after a restart, also by another process.
//!
//! `notice` is the door to the desktop's notifications, `autostart` the file with which the desktop starts the reminders.

pub mod autostart;
pub mod notice;
mod teller;
mod traces;

pub use teller::{Round, Teller};

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, FixedOffset, SecondsFormat, Utc};
use serde_json::json;

use super::agenda::Plans;
use super::today;
use crate::config::{Config, state_folder};
use crate::error::{Error, Result};
use crate::locale::{Locale, Text};
use crate::plan::{Look, Occasion, Planned, Reminder, Telling, Window, look};
use crate::recorder::Log;
use crate::recorder::hooks::{Facts, Runner};
use crate::recorder::protocol::FORMAT;
use crate::store::Library;
use crate::store::told::Told;
use crate::text;

/// Plans are read so far ahead, and back to what is late …
const AHEAD: Duration = Duration::days(2);
/// … and again after so long, although no file has changed.
const FRESH: Duration = Duration::hours(12);

/// Looks at one library again and again, and reads it only where it has changed.
pub struct Reminders {
    root: PathBuf,
    /// What other processes, and those before this one, have told.
    pub memory: Told,
    /// What this process has been given to tell.
    told: BTreeSet<Telling>,
    known: Option<Known>,
}

/// What was read, and what the files looked like then.
struct Known {
    traces: u64,
    /// Those that close days. Where they are others than before, the next look has other traces, and reads again.
    calendars: Vec<PathBuf>,
    at: DateTime<Utc>,
    planned: Vec<Planned>,
    /// When the latest session began.
    latest: Option<DateTime<FixedOffset>>,
}

impl Reminders {
    pub fn of(library: &Library, state: &Path) -> Reminders {
        let memory = Told::of(state, &library.settings.id);
        Reminders { root: library.layout.root().to_owned(), memory, told: BTreeSet::new(), known: None }
    }

    /// What this process has not told yet. Nothing is told late by a clock that says less than when a session began: Today asks whether it
    /// is right. Faults are those of a library that was read just now; one that cannot be read at all is remembered as it was.
    pub fn look(&mut self, now: DateTime<Utc>) -> (Look, Vec<Error>) {
        let faults = self.read(now);
        let planned = self.known.as_ref().map_or(&[][..], |known| &known.planned);
        let latest = self.known.as_ref().and_then(|known| known.latest);
        let mut found = look(planned, &self.told, now);
        if latest.is_some_and(|latest| today::is_before(now, latest)) {
            found.tell.retain(|reminder| reminder.occasion != Occasion::Late);
        }
        self.told.extend(found.tell.iter().map(Reminder::telling));
        (found, faults)
    }

    /// Those that nobody else has told: they are this process's to tell. Where the memory cannot be kept, all of them are.
    pub fn claim(&self, reminders: Vec<Reminder>) -> (Vec<Reminder>, Option<Error>) {
        if reminders.is_empty() {
            return (reminders, None);
        }
        match self.memory.claim(&reminders.iter().map(Reminder::telling).collect()) {
            Ok(new) => (reminders.into_iter().filter(|reminder| new.contains(&reminder.telling())).collect(), None),
            Err(error) => (reminders, Some(error)),
        }
    }

    fn read(&mut self, now: DateTime<Utc>) -> Vec<Error> {
        let traces = traces::of(&self.root, self.known.as_ref().map_or(&[][..], |known| &known.calendars));
        let is_fresh = |known: &Known| known.traces == traces && (now - known.at).abs() < FRESH;
        if self.known.as_ref().is_some_and(is_fresh) {
            return Vec::new();
        }
        match Library::open(&self.root) {
            Ok(library) => {
                let plans = Plans::of(&library);
                let (planned, faults) = planned(&library, &plans, now);
                let latest = today::latest_session(&plans);
                drop(plans);
                self.known = Some(Known { traces, calendars: library.calendars, at: now, planned, latest });
                faults
            }
            Err(error) => {
                let was = self.known.take();
                let (planned, latest, calendars) =
                    was.map_or_else(Default::default, |known| (known.planned, known.latest, known.calendars));
                self.known = Some(Known { traces, calendars, at: now, planned, latest });
                vec![error]
            }
        }
    }
}

fn planned(library: &Library, plans: &Plans, now: DateTime<Utc>) -> (Vec<Planned>, Vec<Error>) {
    let agenda = plans.within(Window { from: now - plans.longest_wait() - FRESH, to: now + AHEAD }, now);
    let rows = agenda.rows.into_iter();
    let planned = rows.map(|row| Planned { has_session: row.session.is_some(), occurrence: row.occurrence }).collect();
    (planned, library.settings_faults.iter().cloned().chain(agenda.faults).collect())
}

/// The program that the config's `on_due` names, ready to be told; `None` where it names none.
///
/// Errors: there is no folder for the log, or no thread.
pub fn hook(config: &Config) -> Result<Option<Runner>> {
    let Some(hook) = &config.hooks.on_due else { return Ok(None) };
    let log = Log::open(&state_folder()?)?;
    let runner = Runner::spawn("on_due", hook.clone(), log);
    runner.map(Some).map_err(|error| Error::new(text!("recorder-no-thread")).because(error))
}

/// What the hook is told: ids and times, no title and no name.
pub fn facts(reminder: &Reminder, now: DateTime<Utc>) -> Facts {
    let occurrence = &reminder.occurrence;
    let time = |at: DateTime<chrono_tz::Tz>| at.to_rfc3339_opts(SecondsFormat::AutoSi, false);
    let document = json!({
        "format": FORMAT,
        "event": "due",
        "state": reminder.occasion,
        "occurrence": occurrence.id,
        "series": occurrence.series,
        "chain": occurrence.chain,
        "start": time(occurrence.start),
        "end": time(occurrence.end),
        "zone": occurrence.start.timezone().name(),
        "minutes": reminder.minutes(now),
    });
    Facts { document, names: vec![("occurrence", occurrence.id.to_string())], files: Box::new(Vec::new) }
}

/// `Dans 15 min : …`, of an occurrence that is called so.
pub fn words(reminder: &Reminder, called: String, now: DateTime<Utc>, locale: &Locale) -> Text {
    let minutes = reminder.minutes(now);
    let length = locale.length((minutes.abs() * 60) as f64);
    match reminder.occasion {
        Occasion::Late => text!("remind-late", length = length, what = called),
        Occasion::Due if minutes > 0 => text!("remind-in", length = length, what = called),
        Occasion::Due if minutes == 0 => text!("remind-now", what = called),
        Occasion::Due => text!("remind-since", length = length, what = called),
    }
}

/// The same for where others may see it: without its title.
pub fn plain_words(reminder: &Reminder, now: DateTime<Utc>, locale: &Locale) -> String {
    locale.say(&words(reminder, locale.say(&text!("today-some-session")), now, locale))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    const NADIA: &str = "format = 1\ntitle = \"Nadia, le soir\"\nstart = 2020-03-20T20:30:00\nzone = \"Europe/Brussels\"\n\
                         minutes = 45\nrule = \"FREQ=DAILY;COUNT=60\"\n";

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_changed_file_is_noticed_and_a_library_that_is_gone_is_remembered() {
        let (folder, layout) = samples::library();
        let library = Library::open(layout.root()).unwrap();
        let mut reminders = Reminders::of(&library, &folder.path().join("state"));
        let now = at("2020-03-28T19:16:00Z");
        let mut told = |now| reminders.look(now).0.tell.iter().map(|one| one.occurrence.id.to_string()).collect::<Vec<_>>();
        assert_eq!(told(now), Vec::<String>::new());
        samples::put(&layout.root().join("series/nadia.toml"), NADIA);
        assert_eq!(told(now), ["nadia@2020-03-28T20:30"]);
        samples::put(&layout.root().join("series/nadia.toml"), NADIA.replace("T20:30:00", "T20:25:00 # earlier"));
        assert_eq!(told(now), ["nadia@2020-03-28T20:25"]);
        std::fs::rename(layout.root(), folder.path().join("gone")).unwrap();
        assert_eq!(told(at("2020-03-28T19:40:00Z")), ["nadia@2020-03-28T20:25"], "late, as far as anybody knows");
        let (look, faults) = reminders.look(at("2020-03-28T19:41:00Z"));
        assert_eq!((look.tell.len(), faults.len()), (0, 0), "it is told once that it is gone");
    }

    #[test]
    fn a_calendar_of_closed_days_in_a_folder_is_noticed() {
        let (folder, layout) = samples::library();
        let holiday = |day: u32| {
            format!(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20200101T000000Z\r\n\
                 DTSTART;VALUE=DATE:202003{day}\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
            )
        };
        samples::put(
            &layout.settings_file(),
            "format = 1\nid = \"x\"\nzone = \"Europe/Brussels\"\nclosed = [\"holidays/be.ics\"]\n",
        );
        samples::put(&layout.root().join("holidays/be.ics"), holiday(28));
        samples::put(&layout.root().join("series/nadia.toml"), NADIA);
        let mut reminders = Reminders::of(&Library::open(layout.root()).unwrap(), &folder.path().join("state"));
        let mut told = |now| reminders.look(at(now)).0.tell.len();
        assert_eq!([told("2020-03-28T19:16:00Z"), told("2020-03-28T19:17:00Z")], [0, 0]);
        samples::put(&layout.root().join("holidays/be.ics"), holiday(29) + "\r\n");
        assert_eq!(told("2020-03-28T19:18:00Z"), 1);
    }

    #[test]
    fn a_talk_of_days_is_told_as_late_to_whoever_was_away_for_days() {
        let (folder, layout) = samples::library();
        let days = NADIA.replace("minutes = 45", "minutes = 7200").replace("COUNT=60", "COUNT=1");
        samples::put(&layout.root().join("series/nadia.toml"), days);
        let mut reminders = Reminders::of(&Library::open(layout.root()).unwrap(), folder.path());
        let told = |look: Look| look.tell.iter().map(|one| one.occasion).collect::<Vec<_>>();
        assert_eq!(told(reminders.look(at("2020-03-25T12:00:00Z")).0), [Occasion::Late]);
        assert_eq!(told(reminders.look(at("2020-03-26T12:00:00Z")).0), []);
    }

    #[test]
    fn a_clock_that_was_set_back_tells_nothing_late_until_it_is_right() {
        let (folder, layout) = samples::library();
        samples::put(&layout.root().join("series/nadia.toml"), NADIA);
        let session = "format = 1\ntitle = \"Nadia\"\nzone = \"Europe/Brussels\"\n[[take]]\nid = \"01JXN0QF60RJV8WDTFKZ6HNQX3\"\nnumber = 1\n\
                       started = 2020-05-02T20:30:12+02:00\nended = 2020-05-02T20:31:12+02:00\nrate = 48000\nformat = \"float32\"\n\
                       channels = [{ name = \"mono\", input = 1 }]\ninputs = [\"voice\"]\nframes = 2880000\n";
        let file = layout.root().join("sessions/2020/2020-05-02-2030-nadia/session.toml");
        samples::put(&file, session);
        let mut reminders = Reminders::of(&Library::open(layout.root()).unwrap(), &folder.path().join("state"));
        let mut told = |now| reminders.look(at(now)).0.tell.iter().map(|one| one.occasion).collect::<Vec<_>>();
        assert_eq!(told("2020-03-28T19:16:00Z"), [Occasion::Due]);
        assert_eq!(told("2020-03-28T19:45:00Z"), []);
        std::fs::remove_file(&file).unwrap();
        assert_eq!(told("2020-03-28T19:46:00Z"), [Occasion::Late]);
    }

    #[test]
    fn what_a_hook_hears_has_ids_and_times_and_no_title() {
        let (folder, layout) = samples::library();
        samples::put(&layout.root().join("series/nadia.toml"), NADIA);
        let mut reminders = Reminders::of(&Library::open(layout.root()).unwrap(), folder.path());
        let now = at("2020-03-28T19:41:00Z");
        let tell = reminders.look(now).0.tell;
        let (mine, error) = reminders.claim(tell.clone());
        assert!(error.is_none() && reminders.claim(tell).0.is_empty());
        let expected = json!({
            "format": 1, "event": "due", "state": "late", "occurrence": "nadia@2020-03-28T20:30", "series": "nadia",
            "chain": null, "start": "2020-03-28T20:30:00+01:00", "end": "2020-03-28T21:15:00+01:00",
            "zone": "Europe/Brussels", "minutes": -11,
        });
        assert_eq!(facts(&mine[0], now).document, expected);
    }
}
