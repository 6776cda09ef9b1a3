//! The scenes: who marked what in which files, and what was left of them.

use proptest::prelude::*;
use temoin::clock::Monotonic;
use temoin::domain::{Frames, Hertz, Made, Marker, MarkerId, Palette, TakeId};
use temoin::recorder::marks::{self, Scene as Moment};
use temoin::recorder::protocol::MarkRequest;
use temoin::recorder::timeline::Timeline;

pub const RATE: Hertz = Hertz(1000);

/// Frames of the take, with its pause.
pub const END: usize = 6000;
pub const PAUSE: std::ops::Range<usize> = 2500..3000;

/// No mark of these tests reaches further.
pub const LAST: usize = 20_000;

pub const KINDS: [&str; 9] = ["touching", "thread", "note", "step", "check", "off-record", "off-record", "mask", "from-tomorrow"];
pub const PEOPLE: [&str; 2] = ["lise", "zoe"];

/// One table of a file of marks.
#[derive(Debug, Clone)]
pub struct Act {
    pub who: usize,
    /// A new mark, or another version of the one that this person made at that act.
    pub of: Option<usize>,
    pub kind: usize,
    pub start: usize,
    pub length: Option<usize>,
    pub open: bool,
    pub ago: u32,
    /// It was made there, and moved since.
    pub made: Option<usize>,
    /// The recorder has made it, of a key at `start`: a point.
    pub is_pressed: bool,
    pub deleted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sound {
    /// Two parts with a pause between them.
    Whole,
    /// And a second input.
    TwoInputs,
    /// One part that was never closed; so much of it, in thousandths, is left behind its last checkpoint.
    BrokenOff(usize),
}

#[derive(Debug, Clone)]
pub struct Scene {
    pub acts: Vec<Act>,
    pub sound: Sound,
    /// Whose file of marks is cut, and where, in thousandths.
    pub cut: Option<(usize, usize)>,
    /// Of the later half of what the second person did, every other act stands in this copy only, and the rest in another one, which is
    /// merged.
    pub is_merged: bool,
    /// Somebody has edited a file by hand, and not well.
    pub is_spoilt: bool,
    pub is_mended: bool,
    pub leaves_out_gaps: bool,
}

pub fn act() -> impl Strategy<Value = Act> {
    let length = prop::option::weighted(0.6, 1..1500_usize);
    let place = (0..KINDS.len(), 0..END + 500, length, prop::bool::weighted(0.1));
    let key = (0..4_u32, prop::option::weighted(0.2, 0..END), prop::bool::weighted(0.3));
    (0..2_usize, prop::option::weighted(0.3, 0..16_usize), place, key, prop::bool::weighted(0.1)).prop_map(
        |(who, of, (kind, start, length, open), (ago, made, is_pressed), deleted)| {
            let act = Act { who, of, kind, start, length, open, ago, made, is_pressed, deleted };
            match is_pressed && !withholds(&act) {
                true => Act { length: None, open: false, made: None, ..act },
                false => Act { is_pressed: false, ..act },
            }
        },
    )
}

impl Act {
    /// Where its mark lies.
    pub fn place(&self) -> usize {
        if self.is_pressed { self.start.saturating_sub(self.reach()) } else { self.start }
    }

    /// Where its key was pressed, as far as it was not moved.
    pub fn key(&self) -> usize {
        if self.is_pressed { self.start } else { self.start + self.reach() }
    }

    /// Where its key was pressed, wherever it lies now.
    pub fn made_at(&self) -> usize {
        self.made.unwrap_or_else(|| self.key())
    }

    pub fn reach(&self) -> usize {
        self.ago as usize * RATE.0 as usize
    }

    /// Behind its stretch; of a kind that withholds, what it hides.
    pub fn end(&self) -> usize {
        self.length.filter(|_| !self.open).map_or(LAST, |length| self.start + length)
    }

    /// Nothing of it lies where it is hidden.
    pub fn is_free(&self, hidden: &[bool]) -> bool {
        let end =
            if self.open { LAST - 1 } else { self.length.map_or(self.place(), |length| self.start + length).max(self.key()) };
        !withholds(self) && !hidden[self.place()..=end].contains(&true) && !self.made.is_some_and(|at| hidden[at])
    }

    /// All of it lies in the take, and its place where that has sound.
    pub fn is_on_sound(&self) -> bool {
        let end = self.length.map_or(self.key(), |_| self.end().max(self.key()));
        !self.open && end < END && !PAUSE.contains(&self.place())
    }
}

pub fn scene() -> impl Strategy<Value = Scene> {
    let sound = prop_oneof![Just(Sound::Whole), Just(Sound::TwoInputs), (0..1000_usize).prop_map(Sound::BrokenOff)];
    let cut = prop::option::weighted(0.5, (0..2_usize, 0..1000_usize));
    let rest = (prop::bool::weighted(0.05), prop::bool::weighted(0.6), any::<bool>());
    (prop::collection::vec(act(), 1..16), sound, cut, rest).prop_map(
        |(acts, sound, cut, (is_spoilt, is_mended, leaves_out_gaps))| Scene {
            acts,
            sound,
            cut,
            is_merged: false,
            is_spoilt,
            is_mended,
            leaves_out_gaps,
        },
    )
}

/// One in which nothing else is wrong.
pub fn merged_scene() -> impl Strategy<Value = Scene> {
    let sound = prop_oneof![Just(Sound::Whole), Just(Sound::TwoInputs)];
    (prop::collection::vec(act(), 2..16), sound, any::<bool>(), any::<bool>()).prop_map(
        |(acts, sound, is_mended, leaves_out_gaps)| Scene {
            acts,
            sound,
            cut: None,
            is_merged: true,
            is_spoilt: false,
            is_mended,
            leaves_out_gaps,
        },
    )
}

impl Scene {
    /// The acts of the second person that this copy has, or the other one.
    pub fn stands_in(&self, n: usize, is_here: bool) -> bool {
        !self.is_merged || self.acts[n].who == 0 || n < self.acts.len() / 2 || n.is_multiple_of(2) == is_here
    }
}

/// The act whose mark an act is about.
pub fn first(scene: &Scene, n: usize) -> usize {
    let same = |of: &usize| *of < n && scene.acts[*of].who == scene.acts[n].who;
    scene.acts[n].of.filter(same).map_or(n, |of| first(scene, of))
}

pub fn marker(scene: &Scene, n: usize) -> Marker {
    let act = &scene.acts[n];
    let made = if act.is_pressed { pressed(act) } else { written(act) };
    Marker {
        id: MarkerId(format!("m-{}", first(scene, n))),
        open: act.open,
        end_frame: act.length.filter(|_| !act.open).map(|length| Frames((act.start + length) as u64)),
        deleted: act.deleted,
        note: Some(format!("mot{n}fin")),
        ..made
    }
}

pub fn written(act: &Act) -> Marker {
    let ago = (act.ago > 0).then(|| f64::from(act.ago));
    let made = act.made.map(|at| Made { take: take(), frame: Frames(at as u64) }).into_iter().collect();
    Marker { ago, made, ..Marker::point(take(), KINDS[act.kind], Frames(act.start as u64)) }
}

/// As the recorder makes it of a key.
pub fn pressed(act: &Act) -> Marker {
    let origin = Monotonic(1_000_000_000_000);
    let (take, timeline) = (take(), Timeline::new(RATE, origin));
    let palette = Palette::default();
    let scene = Moment { take: &take, palette: &palette, reaction: 8.0, timeline: &timeline, clock: None, open: &[] };
    let (kind, ago, note) = (Some(KINDS[act.kind].to_owned()), Some(f64::from(act.ago)), Some("mot".to_owned()));
    let request = MarkRequest { kind, ago, note, ..MarkRequest::default() };
    let key = Monotonic(origin.0 + act.start as u64 * 1_000_000);
    marks::make(&request, key, "2020-03-28T20:32:04+01:00".parse().unwrap(), &scene).unwrap()
}

pub fn take() -> TakeId {
    TakeId("01JD41".into())
}

pub fn is_withheld(act: &Act) -> bool {
    withholds(act) && !act.deleted
}

pub fn withholds(act: &Act) -> bool {
    matches!(KINDS[act.kind], "off-record" | "mask" | "from-tomorrow")
}
