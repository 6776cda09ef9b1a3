//! Ids for new series.

use std::collections::BTreeSet;

use crate::domain::Slug;
use crate::error::{Error, Result};
use crate::store::{Layout, series, sessions, trash};
use crate::text;

/// No title gives more ids than these: more than a calendar has events.
const MOST: u32 = 10_000;

/// The ids that series have, or had while sessions or the trash remember them. Reads each folder once.
pub(super) struct TakenIds<'l> {
    layout: &'l Layout,
    taken: BTreeSet<Slug>,
}

impl TakenIds<'_> {
    pub fn of(layout: &Layout) -> TakenIds<'_> {
        let remembered = sessions::list(layout).rows.into_iter().filter_map(|entry| entry.session.series);
        let is_series = |from: &str| Slug::parse(from.strip_prefix("series/")?.strip_suffix(".toml")?);
        let trashed = trash::list(layout).rows.into_iter().filter_map(|entry| is_series(&entry.from));
        TakenIds { layout, taken: series::ids(layout).into_iter().chain(remembered).chain(trashed).collect() }
    }

    /// An id after a title that nothing has; from then on it is taken.
    pub fn take(&mut self, title: &str) -> Result<Slug> {
        let slug = Slug::of(title).map_or("series".to_owned(), |slug| slug.to_string());
        let free = (1..MOST).filter_map(|number| numbered(&slug, number)).find(|id| !self.taken.contains(id));
        let taken = || Error::new(text!("schedule-names-taken", id = &slug)).at(self.layout.series_dir());
        let id = free.ok_or_else(taken)?;
        self.taken.insert(id.clone());
        Ok(id)
    }
}

/// `nadia`, `nadia-2`, `nadia-3` …, cut so that the number has room.
fn numbered(slug: &str, number: u32) -> Option<Slug> {
    if number == 1 {
        return Slug::parse(slug);
    }
    let room = slug.len().min(Slug::MAX - format!("-{number}").len());
    Slug::parse(&format!("{}-{number}", slug[..room].trim_end_matches('-')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::library;

    #[test]
    fn as_many_series_as_a_calendar_may_hold_can_have_one_title() {
        let (_folder, layout) = library();
        let mut ids = TakenIds::of(&layout);
        let all: BTreeSet<Slug> = (0..2_000).map(|_| ids.take("Réunion").unwrap()).collect();
        assert_eq!(all.len(), 2_000);
        assert!(all.contains(&Slug::parse("reunion-2000").unwrap()), "{:?}", all.last());
    }
}
