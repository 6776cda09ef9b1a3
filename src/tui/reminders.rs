//! What became due or late while the interface is open: a line on any screen, and a notification by the terminal where the keyboard is
//! elsewhere. A line waits until the message before it has been there long enough.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};

use super::event::Effect;
use super::model::Model;
use super::view::title_of;
use crate::actions::remind;
use crate::locale::Text;
use crate::plan::{Occasion, Reminder, State as Stand, state};

/// Those that the person has not been told yet.
#[derive(Debug, Default)]
pub struct State {
    waiting: VecDeque<Reminder>,
}

/// Something is due or late. Outside it `is_told` where another process reminds of this library.
pub fn told(model: &mut Model, reminder: Reminder, is_told: bool) -> Vec<Effect> {
    let words = remind::plain_words(&reminder, model.now.wall, &model.locale);
    let notify = (!is_told && !model.has_focus).then_some(Effect::Notify(words));
    model.reminders.waiting.push_back(reminder);
    say_next(model);
    notify.into_iter().collect()
}

/// Says the next one that still holds, where no message stands.
pub fn say_next(model: &mut Model) {
    if model.message.is_some() {
        return;
    }
    let now = model.now.wall;
    while let Some(reminder) = model.reminders.waiting.pop_front() {
        if holds(&reminder, now) {
            return model.remind(reminder);
        }
    }
}

/// The clock says what it said when it was due or late; it may have been set meanwhile.
fn holds(reminder: &Reminder, now: DateTime<Utc>) -> bool {
    match state(&reminder.occurrence, false, now) {
        Stand::Due => reminder.occasion == Occasion::Due,
        Stand::Late => reminder.occasion == Occasion::Late,
        Stand::Planned | Stand::Missed | Stand::Done | Stand::Cancelled => false,
    }
}

/// How far away it is now.
pub fn words(model: &Model, reminder: &Reminder) -> Text {
    let called = title_of(model, &reminder.occurrence);
    remind::words(reminder, called, model.now.wall, &model.locale)
}
