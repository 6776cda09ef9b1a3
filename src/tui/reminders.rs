//! What became due or late while the interface is open: a line on any screen, and a notification by the terminal where the keyboard is
//! elsewhere. A line waits until the message before it has been there long enough.

use std::collections::VecDeque;

use super::event::Effect;
use super::model::Model;
use super::view::title_of;
use crate::actions::remind;
use crate::plan::Reminder;

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

/// Says the next one, where no message stands.
pub fn say_next(model: &mut Model) {
    if model.message.is_some() {
        return;
    }
    if let Some(reminder) = model.reminders.waiting.pop_front() {
        let called = title_of(model, &reminder.occurrence);
        model.say(remind::words(&reminder, called, model.now.wall, &model.locale));
    }
}
