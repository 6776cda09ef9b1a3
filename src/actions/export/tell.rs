//! What of a session passes the gate, as it is told outside: moved to its place in the file, and without names.

use super::{Asked, Desk};
use crate::domain::{Frames, HOLE, Marker, RESERVED_KINDS, Slug, Take, Veil, sanitize};
use crate::error::Result;
use crate::export::gate::{Gate, Kept};
use crate::export::{Moment, Theme, Timeline, Told};
use crate::locale::Text;
use crate::store::sessions::SessionEntry;
use crate::text;

/// A session that is told.
pub struct Telling {
    pub takes: Vec<Told>,
    pub kept: Kept,
    /// Whose words are in it.
    pub speaking: Vec<Slug>,
    pub dropped: usize,
    pub remark: Option<Text>,
}

/// What hides names in the texts of a session.
struct Veils {
    texts: Veil,
    ids: Veil,
}

impl Desk<'_> {
    pub(super) fn tell(&self, entry: &SessionEntry, asked: &Asked) -> Result<Telling> {
        let listening = self.open(entry)?;
        let session = &entry.session;
        let marks: Vec<Marker> = listening.marks.iter().map(|filed| filed.marker.clone()).collect();
        let veils = Veils { texts: self.callers.veil(&session.people), ids: self.callers.veil_of_ids() };
        let is_asked = session.people.is_empty() && self.usage.is_some();
        let remark = is_asked.then(|| text!("export-unnamed", session = entry.id.as_str()));
        let mut telling = Telling { takes: Vec::new(), kept: Kept::default(), speaking: Vec::new(), dropped: 0, remark };
        for (take, withheld) in session.takes.iter().zip(&listening.withheld) {
            let timeline = Timeline::new(take, asked.leaves_out_gaps, asked.offset);
            let chosen: Vec<Marker> = marks.iter().filter(|mark| mark.take == take.id && self.is_chosen(mark)).cloned().collect();
            let passed = self.gate(&session.people).pass(&chosen, withheld, take.end(), take.rate);
            telling.kept.add(&passed.kept);
            let placed = passed.marks.iter().filter_map(|mark| {
                let (start, end) = timeline.place(mark.frame, mark.end_frame)?;
                telling.speaking.extend(if mark.who.is_empty() { session.people.clone() } else { mark.who.clone() });
                Some(self.moment(mark, start, end, &veils))
            });
            let mut moments: Vec<Moment> = placed.collect();
            telling.dropped += passed.marks.len() - moments.len();
            moments.sort_by_key(|moment| moment.start);
            telling.takes.push(self.told(entry, take, &timeline, moments, &veils));
        }
        Ok(telling)
    }

    fn gate<'g>(&'g self, session: &'g [Slug]) -> Gate<'g> {
        Gate {
            palette: &self.library.settings.palette,
            people: &self.people,
            session,
            usage: self.usage.as_deref(),
            day: self.now.with_timezone(&self.library.settings.zone).date_naive(),
        }
    }

    fn is_chosen(&self, mark: &Marker) -> bool {
        if self.kinds.is_empty() { mark.kind != HOLE } else { self.kinds.contains(&mark.kind) }
    }

    fn told(&self, entry: &SessionEntry, take: &Take, timeline: &Timeline, marks: Vec<Moment>, veils: &Veils) -> Told {
        let people = self.callers.names(&entry.session.people);
        let name = Slug::of(&veils.ids.over(&entry.id)).unwrap_or_else(Slug::session);
        Told {
            session: name.to_string(),
            title: self.title(entry, &people, veils),
            people: people.iter().map(|name| sanitize(name)).collect(),
            usage: self.usage.clone(),
            take: take.number,
            started: take.started,
            rate: take.rate,
            end: timeline.place(take.end(), None).unwrap_or_default().0,
            marks,
            is_chosen: !self.kinds.is_empty(),
        }
    }

    /// With codes alone, or without a title, those who are there.
    fn title(&self, entry: &SessionEntry, people: &[String], veils: &Veils) -> String {
        let title = sanitize(&veils.texts.over(&entry.session.title));
        match (title.trim().is_empty() || self.callers.hides_titles(), people.is_empty()) {
            (false, _) => title,
            (true, false) => sanitize(&people.join(", ")),
            (true, true) => self.locale.say(&text!("today-some-session")),
        }
    }

    fn moment(&self, mark: &Marker, start: Frames, end: Option<Frames>, veils: &Veils) -> Moment {
        let palette = &self.library.settings.palette;
        let id = |id: &str| if RESERVED_KINDS.contains(&id) { id.to_owned() } else { sanitize(&veils.ids.over(id)) };
        let text = |text: &str| sanitize(&veils.texts.over(text));
        let theme = |theme: &Slug| Theme { id: id(theme.as_str()), name: text(&self.locale.theme_name(theme.as_str(), palette)) };
        Moment {
            id: id(mark.id.as_str()),
            start,
            end,
            kind: id(&mark.kind),
            name: text(&self.locale.kind_name(&mark.kind, palette)),
            themes: mark.themes.iter().map(theme).collect(),
            strength: mark.strength,
            who: self.callers.names(&mark.who).iter().map(|name| sanitize(name)).collect(),
            note: mark.note.as_deref().map(|note| veils.texts.over(note)),
            done: mark.done,
        }
    }
}
