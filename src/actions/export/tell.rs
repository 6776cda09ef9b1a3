//! What of a session passes the gate, as it is told outside: moved to its place in the file, and without names.

use super::sound::{Sound, Why};
use super::{Asked, Desk};
use crate::actions::listen::Listening;
use crate::domain::{Frames, HOLE, Marker, RESERVED_KINDS, Slug, Take, Veil, sanitize};
use crate::error::Result;
use crate::export::gate::{Gate, Kept};
use crate::export::{Moment, Theme, Timeline, Told};
use crate::locale::Text;
use crate::store::sessions::SessionEntry;
use crate::text;

/// A session that is told.
pub struct Telling {
    pub takes: Vec<TakeTold>,
    pub kept: Kept,
    /// Marks that the formats of text could not place.
    pub dropped: usize,
    pub remark: Option<Text>,
}

/// A take that is told.
pub struct TakeTold {
    pub told: Told,
    /// Whose words its marks are.
    pub speaking: Vec<Slug>,
    /// Where it was asked for.
    pub sound: Option<std::result::Result<Sound, Why>>,
}

/// A take with its marks, on its way out.
pub struct Leaving<'a> {
    pub listening: &'a Listening,
    pub take: &'a Take,
    /// All that stand in the take.
    pub marks: Vec<Marker>,
    /// Those of them that may leave.
    pub passed: Vec<Marker>,
}

/// What hides names in the texts of a session.
pub struct Veils {
    texts: Veil,
    ids: Veil,
}

impl Desk<'_> {
    pub(super) fn tell(&self, entry: &SessionEntry, asked: &Asked) -> Result<Telling> {
        let listening = self.open(entry)?;
        let session = &entry.session;
        let veils = Veils { texts: self.callers.veil(&session.people), ids: self.callers.veil_of_ids() };
        let is_asked = session.people.is_empty() && self.usage.is_some();
        let remark = is_asked.then(|| text!("export-unnamed", session = entry.id.as_str()));
        let mut telling = Telling { takes: Vec::new(), kept: Kept::default(), dropped: 0, remark };
        for take in &session.takes {
            let all = listening.marks.iter().map(|filed| &filed.marker);
            let marks: Vec<Marker> = all.filter(|mark| mark.take == take.id).cloned().collect();
            let chosen: Vec<Marker> = marks.iter().filter(|mark| self.is_chosen(mark)).cloned().collect();
            let passed = self.gate(&session.people).pass(&chosen, &listening.off_record, take.end());
            telling.kept.add(&passed.kept);
            let leaving = Leaving { listening: &listening, take, marks, passed: passed.marks };
            let told = self.take_told(&leaving, asked, &veils)?;
            let has_texts = asked.formats.iter().any(|format| !format.is_sound());
            telling.dropped += if has_texts { leaving.passed.len() - told.told.marks.len() } else { 0 };
            telling.takes.push(told);
        }
        Ok(telling)
    }

    fn take_told(&self, leaving: &Leaving, asked: &Asked, veils: &Veils) -> Result<TakeTold> {
        let timeline = Timeline::new(leaving.take, asked.leaves_out_gaps, asked.offset);
        let is_placed = |mark: &&Marker| timeline.place(mark.frame, mark.end_frame).is_some();
        let people = &leaving.listening.entry.session.people;
        let whose = |mark: &Marker| if mark.who.is_empty() { people.clone() } else { mark.who.clone() };
        let wants_sound = asked.formats.iter().any(|format| format.is_sound());
        Ok(TakeTold {
            told: self.told(leaving, &timeline, veils),
            speaking: leaving.passed.iter().filter(is_placed).flat_map(whose).collect(),
            sound: if wants_sound { Some(self.sound(leaving, asked, veils)?) } else { None },
        })
    }

    pub(super) fn gate<'g>(&'g self, session: &'g [Slug]) -> Gate<'g> {
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

    /// The take with what may leave of its marks, each at its place on `timeline`.
    pub(super) fn told(&self, leaving: &Leaving, timeline: &Timeline, veils: &Veils) -> Told {
        let (entry, take) = (&leaving.listening.entry, leaving.take);
        let placed = leaving.passed.iter().filter_map(|mark| {
            let (start, end) = timeline.place(mark.frame, mark.end_frame)?;
            Some(self.moment(mark, start, end, veils))
        });
        let mut marks: Vec<Moment> = placed.collect();
        marks.sort_by_key(|moment| moment.start);
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
        let id = |id: &str| if RESERVED_KINDS.contains(&id) { id.to_owned() } else { veils.id(id) };
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

impl Veils {
    /// An id that a person may have written by hand, without the names in it.
    pub fn id(&self, id: &str) -> String {
        sanitize(&self.ids.over(id))
    }
}
