//! Reminds again and again: tells the hook, says what else is to be told, and when to look again. For `temoin remind` and the interface.

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Reminders, facts, hook};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::plan::Reminder;
use crate::recorder::hooks::Runner;
use crate::store::Library;

/// It looks again after so long, whatever is planned: files change, laptops sleep, clocks are set.
const MINUTE: Duration = Duration::from_secs(60);

/// Who reminds of the sessions of one library.
pub struct Teller {
    pub reminders: Reminders,
    pub hook: Option<Runner>,
}

/// What one look has found.
pub struct Round {
    /// Due or late, and not told by this process before.
    pub found: Vec<Reminder>,
    /// Those of them that nobody else has told; the hook has them.
    pub mine: Vec<Reminder>,
    pub faults: Vec<Error>,
    /// How long nothing needs to be looked at.
    pub patience: Duration,
}

impl Teller {
    /// Errors: as of [`hook`].
    pub fn of(library: &Library, config: &Config, state: &Path) -> Result<Teller> {
        Ok(Teller { reminders: Reminders::of(library, state), hook: hook(config)? })
    }

    /// Looks once. Another process that reminds has the telling: then nothing is this one's.
    pub fn look(&mut self, now: DateTime<Utc>, another_tells: bool) -> Round {
        let (look, mut faults) = self.reminders.look(now);
        let (mine, unkept) = if another_tells { (Vec::new(), None) } else { self.reminders.claim(look.tell.clone()) };
        faults.extend(unkept);
        for (hook, reminder) in mine.iter().filter_map(|reminder| Some((self.hook.as_ref()?, reminder))) {
            hook.tell(facts(reminder, now)); // a queue that is full of older ones has no room for more
        }
        Round { found: look.tell, mine, faults, patience: patience(look.next, now) }
    }
}

fn patience(next: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Duration {
    let until = next.and_then(|next| (next - now).to_std().ok()).unwrap_or(MINUTE);
    until.min(MINUTE) + Duration::from_millis(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sleeps_until_the_next_moment_and_a_minute_at_most() {
        let now = DateTime::parse_from_rfc3339("2020-03-28T19:14:58Z").unwrap().to_utc();
        let soon = |seconds| Some(now + chrono::Duration::seconds(seconds));
        for (next, seconds) in [(soon(2), 2.01), (soon(3600), 60.01), (None, 60.01), (soon(-5), 60.01)] {
            assert!((patience(next, now).as_secs_f64() - seconds).abs() < 1e-6, "{next:?}");
        }
    }
}
