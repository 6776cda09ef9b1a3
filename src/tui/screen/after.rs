//! After a take: what is noted at its end.

use crate::tui::event::Effect;
use crate::tui::model::Model;
use crate::tui::screen::record::Ended;

/// A take has ended. The lamp says so, and what was kept stands below it.
pub fn begin(model: &mut Model, ended: &Ended) -> Vec<Effect> {
    debug_assert!(model.record.ended.as_ref().is_some_and(|known| known.session == ended.session));
    Vec::new()
}
