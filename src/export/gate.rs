//! What may leave: neither what is off the record, nor the words of somebody who has not agreed to the use.
//!
//! It works on what it is given, and reads no file: the caller refuses what could not be read whole.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::{Frames, Lack, Marker, OffRecord, Palette, Person, Slug, without};

/// What is known of the session and of the use.
pub struct Gate<'a> {
    pub palette: &'a Palette,
    /// Everybody of the library.
    pub people: &'a [Person],
    /// Everybody in the session: whose words a mark is that does not say so.
    pub session: &'a [Slug],
    /// `None`: the library names no uses, and nobody was asked; what was withdrawn counts all the same.
    pub usage: Option<&'a str>,
    /// The day on which it leaves.
    pub day: NaiveDate,
}

/// What has passed, and what has not.
#[derive(Debug, Default)]
pub struct Passed {
    pub marks: Vec<Marker>,
    pub kept: Kept,
}

/// What stayed here, in marks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// Off the record, whole or in part.
    pub off_record: usize,
    /// Of these, those that have left all the same: bare, and without the part that is off the record.
    pub shortened: usize,
    /// Of those who have not agreed; a mark of two of them counts for each.
    pub people: BTreeMap<Slug, (Lack, usize)>,
    /// Of all reasons, each mark once.
    pub marks: usize,
}

/// What of a mark is left beside stretches that may not leave.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Left {
    Whole,
    /// Its longest free piece, or its place.
    Piece(Frames, Option<Frames>),
    Nothing,
}

impl Kept {
    pub fn add(&mut self, other: &Kept) {
        self.off_record += other.off_record;
        self.shortened += other.shortened;
        self.marks += other.marks;
        for (person, (lack, count)) in &other.people {
            self.people.entry(person.clone()).or_insert((*lack, 0)).1 += count;
        }
    }
}

impl Gate<'_> {
    /// The marks of one take that may leave, as they may: one that only touches what is off the record without its words, and cut.
    /// `end` is that of the take.
    pub fn pass(&self, marks: &[Marker], off_record: &OffRecord, end: Frames) -> Passed {
        let mut passed = Passed::default();
        for mark in marks {
            let left = self.left(mark, off_record, end);
            passed.kept.off_record += usize::from(left != Left::Whole);
            let lacks = if left == Left::Nothing { Vec::new() } else { self.lacks(&mark.who) };
            passed.kept.shortened += usize::from(matches!(left, Left::Piece(..)) && lacks.is_empty());
            passed.kept.marks += usize::from(left != Left::Whole || !lacks.is_empty());
            passed.marks.extend(lacks.is_empty().then(|| leaving(mark, left, end)).flatten());
            for (person, lack) in lacks {
                passed.kept.people.entry(person).or_insert((lack, 0)).1 += 1;
            }
        }
        passed
    }

    /// Who of these, or of everybody where nobody is named, has not agreed, and why.
    pub fn lacks(&self, who: &[Slug]) -> Vec<(Slug, Lack)> {
        let who = if who.is_empty() { self.session } else { who };
        who.iter().filter_map(|id| Some((id.clone(), self.lack(id)?))).collect()
    }

    /// Who has not agreed of all that a take's sound may hold: of everybody in the session, and of those whom marks name that do not lie off
    /// the record.
    pub fn lacks_of_sound(&self, marks: &[Marker], off_record: &OffRecord, end: Frames) -> Vec<(Slug, Lack)> {
        let who = self.heard(marks, off_record, end);
        who.into_iter().filter_map(|id| Some((id.clone(), self.lack(&id)?))).collect()
    }

    /// Whom the sound of a take may hold, each once.
    pub fn heard(&self, marks: &[Marker], off_record: &OffRecord, end: Frames) -> Vec<Slug> {
        let open =
            marks.iter().filter(|mark| !self.palette.withholds(&mark.kind) && left_of(mark, off_record, end) != Left::Nothing);
        let who: BTreeSet<&Slug> = self.session.iter().chain(open.flat_map(|mark| &mark.who)).collect();
        who.into_iter().cloned().collect()
    }

    fn lack(&self, id: &Slug) -> Option<Lack> {
        match self.people.iter().find(|person| person.id == *id) {
            Some(person) => person.allows(self.usage, self.day).err(),
            None => self.usage.map(|_| Lack::Unknown),
        }
    }

    fn left(&self, mark: &Marker, off_record: &OffRecord, end: Frames) -> Left {
        match self.palette.withholds(&mark.kind) || off_record.was_made_in(mark) {
            true => Left::Nothing,
            false if off_record.touches(mark) => left_of(mark, off_record, end),
            false => Left::Whole,
        }
    }
}

/// What of its place or its stretch lies outside of what is off the record, wherever it was made.
fn left_of(mark: &Marker, off_record: &OffRecord, end: Frames) -> Left {
    match end_of(mark, end).filter(|end| mark.frame < *end) {
        None if off_record.holds(&mark.take, mark.frame) => Left::Nothing,
        None => Left::Piece(mark.frame, None),
        Some(end) => {
            let pieces = without(mark.frame, end, off_record.ranges(&mark.take));
            let longest = pieces.into_iter().rev().max_by_key(|(from, to)| *to - *from);
            longest.map_or(Left::Nothing, |(from, to)| Left::Piece(from, Some(to)))
        }
    }
}

/// Where a range ends; one that is still open at the end of its take.
fn end_of(mark: &Marker, end: Frames) -> Option<Frames> {
    if mark.open { Some(end.max(mark.frame)) } else { mark.end_frame }
}

/// Of one that touches what is off the record only its kind and its place are left.
fn leaving(mark: &Marker, left: Left, end: Frames) -> Option<Marker> {
    match left {
        Left::Nothing => None,
        Left::Whole => Some(Marker { end_frame: end_of(mark, end), open: false, ..mark.clone() }),
        Left::Piece(from, to) => {
            let bare = Marker::point(mark.take.clone(), &mark.kind, from);
            Some(Marker { id: mark.id.clone(), end_frame: to, who: mark.who.clone(), ..bare })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Consent, Hertz, Made, Role, Take, TakeId};
    use crate::store::samples;

    const END: Frames = Frames(100);

    fn slug(id: &str) -> Slug {
        Slug::parse(id).unwrap()
    }

    fn person(id: &str, role: Role, usage: &str, withdrawn: Option<&str>) -> Person {
        let withdrawn = withdrawn.map(|day| day.parse().unwrap());
        let given = "2020-03-20".parse().unwrap();
        let consent = Consent { usage: usage.into(), given, until: None, how: None, evidence: None, withdrawn };
        Person { id: slug(id), name: id.into(), shown: None, code: None, role, consents: vec![consent] }
    }

    fn mark(kind: &str, frame: u64, end: Option<u64>, who: &[&str]) -> Marker {
        let mut mark = Marker::point(TakeId("t".into()), kind, Frames(frame));
        (mark.end_frame, mark.who) = (end.map(Frames), who.iter().map(|id| slug(id)).collect());
        (mark.note, mark.strength) = (Some("ses mots".into()), Some(2));
        mark
    }

    /// From 40 to 60 of the take `t`, one frame a second; nothing of another one, `before`.
    fn off_record() -> OffRecord {
        let takes = ["t", "before"].map(|id| Take { rate: Hertz(1), ..samples::take(id, 1) });
        OffRecord::of(&takes, &[mark("off-record", 40, Some(60), &[])], &Palette::default())
    }

    /// What passes of `marks` beside an off-record stretch from 40 to 60, and what stays.
    fn passed(marks: &[Marker], usage: Option<&str>) -> Passed {
        let people = [
            person("s-01", Role::Guest, "film", None),
            person("s-02", Role::Guest, "film", Some("2020-06-01")),
            person("h", Role::Host, "archive", None),
        ];
        let gate = Gate {
            palette: &Palette::default(),
            people: &people,
            session: &[slug("s-01"), slug("h")],
            usage,
            day: "2020-06-10".parse().unwrap(),
        };
        gate.pass(marks, &off_record(), END)
    }

    /// `frame end words` of what passes.
    fn places(marks: &[Marker]) -> Vec<String> {
        let passed = passed(marks, Some("film"));
        assert_eq!(passed.kept.marks, passed.kept.off_record);
        let end = |mark: &Marker| mark.end_frame.map(|end| end.0.to_string()).unwrap_or_default();
        let words = |mark: &Marker| mark.note.is_some() && mark.strength.is_some();
        passed.marks.iter().map(|mark| format!("{} {} {}", mark.frame.0, end(mark), words(mark))).collect()
    }

    #[test]
    fn what_lies_off_the_record_is_absent_and_what_touches_it_is_cut_and_says_nothing() {
        let at = |frame, end| mark("touching", frame, end, &[]);
        assert_eq!(places(&[at(39, None), at(60, None), at(10, Some(39))]), ["39  true", "60  true", "10 39 true"]);
        assert_eq!(places(&[at(40, None), at(59, None), at(45, Some(55)), at(40, Some(60))]), [""; 0]);
        assert_eq!(places(&[at(10, Some(50))]), ["10 40 false"]);
        assert_eq!(passed(&[at(10, Some(50)), at(40, None), at(60, None)], Some("film")).kept.shortened, 1);
        assert_eq!(places(&[at(50, Some(99))]), [""; 0], "begun while off the record");
        assert_eq!(
            places(&[Marker { ago: Some(30.0), ..at(50, Some(99)) }]),
            ["60 99 false"],
            "begun behind it, and reached back"
        );
        assert_eq!(places(&[at(10, Some(70))]), ["10 40 false"], "the longest free piece");
        assert_eq!(places(&[at(30, Some(40))]), ["30 40 false"], "its end was marked off the record");
        assert_eq!(places(&[Marker { open: true, ..at(10, None) }]), ["60 100 false"]);
        assert_eq!(places(&[Marker { open: true, ..at(70, None) }]), ["70 100 true"]);
    }

    #[test]
    fn the_key_counts_wherever_the_mark_was_taken_back_to() {
        let back = |frame, ago| Marker { ago: Some(ago), ..mark("touching", frame, None, &[]) };
        assert_eq!(places(&[back(35, 4.0)]), ["35  true"]);
        assert_eq!(places(&[back(35, 8.0)]), [""; 0], "made while off the record");
        assert_eq!(places(&[back(35, 30.0)]), ["35  false"], "what lies between was off the record");
    }

    #[test]
    fn a_question_that_was_asked_off_the_record_stays_here_though_it_was_taken_later() {
        let asked = |key: u64| Marker {
            made: vec![Made { take: TakeId("t".into()), frame: Frames(key) }],
            ..mark("question", 70, Some(80), &[])
        };
        assert_eq!(places(&[asked(45)]), [""; 0]);
        assert_eq!(places(&[asked(35), asked(60)]), ["70 80 true"; 2]);
        let elsewhere = |take: &str| Marker { made: vec![Made { take: TakeId(take.into()), frame: Frames(45) }], ..asked(35) };
        assert_eq!(places(&[elsewhere("before"), elsewhere("gone")]), ["70 80 true"], "where it is not known, it may have been");
    }

    #[test]
    fn withheld_and_unknown_kinds_never_pass() {
        let kinds = ["off-record", "mask", "whisper"].map(|kind| mark(kind, 5, Some(6), &[]));
        assert_eq!(places(&kinds), [""; 0]);
        assert_eq!(passed(&kinds, None).kept.off_record, 3);
    }

    #[test]
    fn everybody_who_speaks_must_have_agreed_and_unknown_is_everybody() {
        let who = |who: &[&str]| passed(&[mark("touching", 5, None, who)], Some("film"));
        for (speaking, passes) in
            [(&[][..], true), (&["s-01"], true), (&["h"], true), (&["s-01", "s-02"], false), (&["s-09"], false)]
        {
            let passed = who(speaking);
            assert_eq!((passed.marks.len(), passed.kept.marks), (usize::from(passes), usize::from(!passes)), "{speaking:?}");
        }
        let withdrawn = Lack::Withdrawn("2020-06-01".parse().unwrap());
        assert_eq!(who(&["s-02"]).kept.people, [(slug("s-02"), (withdrawn, 1))].into());
        assert_eq!(who(&["s-09"]).kept.people, [(slug("s-09"), (Lack::Unknown, 1))].into());
        let archive = passed(&[mark("touching", 5, None, &[])], Some("archive"));
        assert_eq!(archive.kept.people, [(slug("s-01"), (Lack::Never, 1))].into());
    }

    #[test]
    fn sound_needs_everybody_and_whoever_a_mark_names() {
        let lacking = |session: &[&str], marks: &[Marker], usage| {
            let people = [
                person("s-01", Role::Guest, "film", None),
                person("s-02", Role::Guest, "film", Some("2020-06-01")),
                person("h", Role::Host, "archive", None),
            ];
            let session: Vec<Slug> = session.iter().map(|id| slug(id)).collect();
            let day = "2020-06-10".parse().unwrap();
            let gate = Gate { palette: &Palette::default(), people: &people, session: &session, usage, day };
            let lacks = gate.lacks_of_sound(marks, &off_record(), END);
            lacks.into_iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>()
        };
        let of = |frame| mark("touching", frame, None, &["s-02"]);
        assert_eq!(lacking(&["s-01", "h"], &[mark("touching", 5, None, &["s-01"])], Some("film")), [""; 0]);
        assert_eq!(lacking(&["s-01", "s-02", "h"], &[], Some("film")), ["s-02"]);
        assert_eq!(lacking(&["s-01"], &[of(5)], Some("film")), ["s-02"], "who speaks is there, whoever was planned");
        assert_eq!(
            lacking(&["s-01"], &[of(45), mark("mask", 5, Some(9), &["s-02"])], Some("film")),
            [""; 0],
            "it is silent there"
        );
        let reached_back = Marker { ago: Some(10.0), ..of(35) };
        assert_eq!(
            lacking(&["s-01"], &[reached_back], Some("film")),
            ["s-02"],
            "it is heard there, whenever that was said of it"
        );
        assert_eq!(lacking(&["s-01", "s-09"], &[], Some("podcast")), ["s-01", "s-09"]);
        assert_eq!(lacking(&["s-01", "s-09"], &[of(5)], None), ["s-02"], "what was withdrawn counts without a use too");
    }

    #[test]
    fn without_a_use_only_what_was_withdrawn_stays() {
        let marks = ["s-01", "s-02", "s-09"].map(|who| mark("touching", 5, None, &[who]));
        let passed = passed(&marks, None);
        assert_eq!((passed.marks.len(), passed.kept.people.len()), (2, 1));
    }
}
