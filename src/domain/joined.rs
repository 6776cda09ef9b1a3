//! Marks that somebody made who joined a session: on a clock of their own, beside the laptop that recorded.
//!
//! Their take is none of the session's. Its id, `join-` and a ULID, holds the moment at which that clock began, to the millisecond, so that
//! every copy of the marks finds its place on the takes by itself, however the files came together. How far the two laptops' clocks differ
//! is a [`Clock`]; as long as that is in doubt, what is off the record is so at every place where it may lie.

use chrono::{DateTime, FixedOffset, Utc};

use super::{Frames, Hertz, Made, Marker, Palette, Take, TakeId};

/// Frames a second of the clock of somebody who joined: those of a take without sound.
pub const JOINED: Hertz = Hertz(1000);

const HEAD: &str = "join-";

/// By how many seconds the clock of somebody who joined has to be put forward to be that of the laptop that recorded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Clock {
    pub behind: f64,
    /// What it may be instead; empty: it is known.
    pub doubt: Vec<f64>,
    /// How many times somebody has said it; 0: it was found. Of two copies the one that was said later counts.
    pub said: u32,
}

impl Clock {
    /// As somebody says, who knew of `before`.
    pub fn said(behind: f64, before: Option<&Clock>) -> Clock {
        Clock { behind, doubt: Vec::new(), said: before.map_or(0, |clock| clock.said).saturating_add(1) }
    }

    /// As the marks tell: the clocks may agree as well.
    pub fn found(behind: f64) -> Clock {
        Clock { behind, doubt: vec![0.0], said: 0 }
    }

    /// What two copies say together, the same both ways: what was said later, else either may be true.
    pub fn together(one: &Clock, other: &Clock) -> Clock {
        if one.said != other.said {
            return if one.said > other.said { one.clone() } else { other.clone() };
        }
        let nearest = |a: &f64, b: &f64| (a.abs(), *a).partial_cmp(&(b.abs(), *b)).expect("they are numbers");
        let behind = if nearest(&one.behind, &other.behind).is_le() { one.behind } else { other.behind };
        let all = [one, other].into_iter().flat_map(|clock| clock.doubt.iter().chain([&clock.behind]));
        let mut doubt: Vec<f64> = all.copied().filter(|may_be| *may_be != behind).collect();
        doubt.sort_by(nearest);
        doubt.dedup();
        Clock { behind, doubt, said: one.said }
    }
}

/// When the key of a mark was pressed, in seconds of the Unix clock: by the clock of whoever joined, as it went, or by that of the take.
pub fn pressed(marker: &Marker, takes: &[Take]) -> Option<f64> {
    match (marker.take.join_began(), takes.iter().find(|take| take.id == marker.take)) {
        (_, Some(take)) => Some(start_of(take) + marker.key(take.rate).seconds(take.rate)),
        (Some(began), None) => Some(seconds_of(began) + marker.key(JOINED).seconds(JOINED)),
        (None, None) => None,
    }
}

impl TakeId {
    /// Of a clock that began then.
    pub fn of_join(began: DateTime<FixedOffset>) -> TakeId {
        let milliseconds = u64::try_from(began.timestamp_millis()).unwrap_or_default();
        TakeId(format!("{HEAD}{}", ulid::Ulid::from_parts(milliseconds, ulid::Ulid::generate().random())))
    }

    /// When that clock began; `None` for the id of a take.
    pub fn join_began(&self) -> Option<DateTime<Utc>> {
        let ulid = ulid::Ulid::from_string(self.as_str().strip_prefix(HEAD)?).ok()?;
        DateTime::from_timestamp_millis(i64::try_from(ulid.timestamp_ms()).ok()?)
    }
}

/// The mark on the take that ran at its moment; a range on each that it reaches, so that nothing of what is off the record is heard in any.
/// What lies outside of all takes goes to the nearest one's beginning or end. While its clock is in doubt, what may be withheld lies at every
/// place where it may belong; whatever else lies at one. Each counts as made at all of them.
///
/// A mark of a take comes back as it is, and so does every mark where there are no takes.
pub fn placed(marker: Marker, takes: &[Take], clock: &Clock) -> Vec<Marker> {
    let began = marker.take.join_began().filter(|_| !takes.iter().any(|take| take.id == marker.take));
    let Some(began) = began.filter(|_| !takes.is_empty()) else { return vec![marker] };
    let at = |behind: f64| placed_at(marker.clone(), takes, seconds_of(began) + behind);
    let mut rows = at(clock.behind);
    let mut others: Vec<Marker> = clock.doubt.iter().flat_map(|behind| at(*behind)).collect();
    others.retain(|row| !rows.contains(row));
    if others.is_empty() {
        return rows;
    }
    let made: Vec<Made> = rows.iter().chain(&others).flat_map(|row| ends_and_keys(row, takes)).collect();
    // A kind that only the library knows may be one that it withholds, and so may every stretch.
    if marker.is_range() || Palette::default().withholds(&marker.kind) {
        rows.append(&mut others);
    }
    for key in made {
        let lacks = |row: &&mut Marker| !row.made.contains(&key);
        rows.iter_mut().filter(lacks).for_each(|row| row.made.push(key.clone()));
    }
    rows
}

fn ends_and_keys(row: &Marker, takes: &[Take]) -> Vec<Made> {
    let at = |frame| Made { take: row.take.clone(), frame };
    row.keys(rate_of(&row.take, takes)).into_iter().chain([at(row.frame)]).chain(row.end_frame.map(at)).collect()
}

fn rate_of(id: &TakeId, takes: &[Take]) -> Hertz {
    takes.iter().find(|take| take.id == *id).map_or(JOINED, |take| take.rate)
}

/// `clock`: when that of the mark began, in seconds of the Unix clock of the takes.
fn placed_at(marker: Marker, takes: &[Take], clock: f64) -> Vec<Marker> {
    let span = Span::of(&marker, clock);
    let keys: Vec<Made> = marker.keys(JOINED).iter().map(|key| placed_key(key, &marker.take, takes, clock)).collect();
    let on = |take: &Take| {
        let placed = span.on(take, &marker);
        let is_told = placed.made.is_empty() && tells(&placed, &keys, take.rate);
        Marker { made: if is_told { Vec::new() } else { keys.clone() }, ..placed }
    };
    span.reached(takes, marker.is_range()).into_iter().map(on).collect()
}

/// Whether the place on the take says, to the frame, where its key lies: not where that came in another take, or between two.
fn tells(placed: &Marker, keys: &[Made], rate: Hertz) -> bool {
    let is_there = |key: &Made| key.take == placed.take && key.frame.0.abs_diff(placed.key(rate).0) <= 1;
    keys.iter().all(is_there)
}

/// Where a key was pressed, by the same clock: what was off the record there makes the mark so, wherever it lies.
fn placed_key(made: &Made, clock_id: &TakeId, takes: &[Take], clock: f64) -> Made {
    let at = clock + made.frame.seconds(JOINED);
    let span = Span { from: at, to: at };
    let on = |take: &Take| Made { take: take.id.clone(), frame: span.frame(at, take) };
    let own = span.reached(takes, false).first().map(|take| on(take)).filter(|_| made.take == *clock_id);
    own.unwrap_or_else(|| made.clone())
}

/// Where a mark begins and ends, in seconds of the Unix clock.
struct Span {
    from: f64,
    to: f64,
}

impl Span {
    fn of(marker: &Marker, began: f64) -> Span {
        let at = |frame: Frames| began + frame.seconds(JOINED);
        let to = if marker.open { f64::INFINITY } else { at(marker.end_frame.unwrap_or(marker.frame).max(marker.frame)) };
        Span { from: at(marker.frame), to }
    }

    /// The takes that it reaches, a point one of them; the nearest where it reaches none.
    fn reached<'t>(&self, takes: &'t [Take], is_range: bool) -> Vec<&'t Take> {
        let mut reached: Vec<&Take> = takes.iter().filter(|take| self.away_from(take) <= 0.0).collect();
        reached.truncate(if is_range { reached.len() } else { 1 });
        if reached.is_empty() {
            reached.extend(takes.iter().min_by(|a, b| self.away_from(a).total_cmp(&self.away_from(b))));
        }
        reached
    }

    /// How many seconds lie between it and the take; 0 or less where it reaches it.
    fn away_from(&self, take: &Take) -> f64 {
        let (start, end) = (start_of(take), start_of(take) + length_of(take));
        (start - self.to).max(self.from - end)
    }

    fn on(&self, take: &Take, marker: &Marker) -> Marker {
        let end_frame = marker.end_frame.map(|_| self.frame(self.to, take)).filter(|_| !marker.open);
        Marker { take: take.id.clone(), frame: self.frame(self.from, take), end_frame, ..marker.clone() }
    }

    /// Within the take, at its end at most.
    fn frame(&self, at: f64, take: &Take) -> Frames {
        let end = if take.is_open() { Frames(i64::MAX as u64) } else { take.end() };
        Frames::from_seconds(at - start_of(take), take.rate).min(end)
    }
}

fn seconds_of(moment: DateTime<Utc>) -> f64 {
    moment.timestamp_millis() as f64 / 1e3
}

fn start_of(take: &Take) -> f64 {
    take.started.timestamp_micros() as f64 / 1e6
}

/// Of one that is still open the end is not known yet.
fn length_of(take: &Take) -> f64 {
    if take.is_open() { f64::INFINITY } else { take.end().seconds(take.rate) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::take;

    fn began(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    /// Of a clock that began 4.125 s before take 1, which is 1802 s long, and of one behind it that begins an hour later.
    fn takes() -> Vec<Take> {
        let mut second = take("01B", 2);
        second.started = began("2020-03-28T21:32:04.125+01:00");
        vec![take("01A", 1), second]
    }

    fn said(behind: f64) -> Clock {
        Clock::said(behind, None)
    }

    fn joined(from: f64, to: Option<f64>) -> Marker {
        let id = TakeId::of_join(began("2020-03-28T20:32:00.000+01:00"));
        let mut marker = Marker::point(id, "off-record", Frames::from_seconds(from, JOINED));
        marker.end_frame = to.map(|to| Frames::from_seconds(to, JOINED));
        marker
    }

    fn places(marker: Marker, behind: f64) -> Vec<(String, f64, Option<f64>)> {
        let seconds = |frame: Frames| frame.seconds(Hertz(48_000));
        let rows = placed(marker, &takes(), &said(behind)).into_iter();
        rows.map(|mark| (mark.take.0, seconds(mark.frame), mark.end_frame.map(seconds))).collect()
    }

    #[test]
    fn a_clock_s_beginning_is_read_from_its_id() {
        let at = began("2020-03-28T20:32:04.125+01:00");
        assert_eq!(TakeId::of_join(at).join_began(), Some(at.to_utc()));
        assert_ne!(TakeId::of_join(at), TakeId::of_join(at));
        for none in ["01A", "join-", "join-x", "join-\u{e9}"] {
            assert_eq!(TakeId(none.into()).join_began(), None, "{none}");
        }
    }

    #[test]
    fn a_mark_lies_on_the_take_that_ran_at_its_moment() {
        let on = |take: &str, from, to| vec![(take.to_owned(), from, to)];
        assert_eq!(places(joined(10.125, None), 0.0), on("01A", 6.0, None));
        assert_eq!(places(joined(10.125, None), 2.5), on("01A", 8.5, None));
        assert_eq!(places(joined(3614.125, Some(3624.125)), 0.0), on("01B", 10.0, Some(20.0)));
        assert_eq!(places(joined(1.0, None), 0.0), on("01A", 0.0, None), "before all takes");
        assert_eq!(places(joined(1900.0, Some(1901.0)), 0.0), on("01A", 1802.0, Some(1802.0)), "between them");
    }

    #[test]
    fn a_stretch_over_several_takes_lies_on_each() {
        let over = places(joined(1784.125, Some(3614.125)), 0.0);
        assert_eq!(over, [("01A".into(), 1780.0, Some(1802.0)), ("01B".into(), 0.0, Some(10.0))]);
        let mut open = joined(1784.125, None);
        open.open = true;
        let rows = placed(open, &takes(), &said(0.0));
        assert!(rows.iter().all(|row| row.open && row.end_frame.is_none()) && rows.len() == 2);
    }

    #[test]
    fn its_key_comes_to_lie_where_it_was_pressed() {
        let mut moved = joined(10.125, None);
        let elsewhere = Made { take: TakeId("01Z".into()), frame: Frames(7) };
        moved.made = vec![Made { take: moved.take.clone(), frame: Frames(3_614_125) }, elsewhere.clone()];
        let placed = placed(moved, &takes(), &said(0.0)).remove(0);
        assert_eq!(
            (placed.take.as_str(), placed.made),
            ("01A", vec![Made { take: TakeId("01B".into()), frame: Frames(480_000) }, elsewhere])
        );
    }

    /// One take ends at 1802 s, the next one begins 4 s later: the key comes in its first second, and takes eight off.
    #[test]
    fn a_key_that_came_in_another_take_than_its_mark_lies_in_is_known() {
        let mut takes = takes();
        takes[1].started = began("2020-03-28T21:02:10.125+01:00");
        let back = |key: f64| Marker { ago: Some(8.0), ..joined(key - 8.0, None) };
        let keys = |key: f64| placed(back(key), &takes, &said(0.0)).remove(0).keys(Hertz(48_000));
        let on = |take: &str, seconds: u64| vec![Made { take: TakeId(take.into()), frame: Frames(seconds * 48_000) }];
        assert_eq!(keys(1811.125), on("01B", 1), "the mark lies at the end of the first, the key in the second");
        assert_eq!(placed(back(1811.125), &takes, &said(0.0))[0].take.as_str(), "01A");
        assert_eq!(keys(8.125), on("01A", 4), "back to before the first one");
        assert_eq!(placed(back(100.125), &takes, &said(0.0))[0].made, [], "its place tells it");
        let over = placed(Marker { ago: Some(8.0), ..joined(1784.125, Some(3614.125)) }, &takes, &said(0.0));
        assert_eq!(over[1].keys(Hertz(48_000)), on("01A", 1788));
    }

    #[test]
    fn what_has_a_take_or_no_take_to_go_to_stays_as_it_is() {
        let own = Marker::point(TakeId("01A".into()), "note", Frames(5));
        assert_eq!(placed(own.clone(), &takes(), &said(3.0)), [own]);
        let alone = joined(5.0, None);
        assert_eq!(placed(alone.clone(), &[], &said(3.0)), [alone]);
    }

    #[test]
    fn while_its_clock_is_in_doubt_a_mark_is_off_the_record_wherever_it_may_lie() {
        let frames = |marker: Marker| {
            let rows = placed(marker, &takes(), &Clock::found(100.0));
            let made = rows[0].made.iter().map(|key| key.frame.0 / 48_000).collect::<Vec<_>>();
            (rows.iter().map(|row| row.frame.0 / 48_000).collect::<Vec<_>>(), made)
        };
        assert_eq!(frames(joined(10.125, Some(20.125))).0, [106, 6]);
        let note = Marker { kind: "note".into(), ..joined(10.125, None) };
        assert_eq!(frames(note.clone()), (vec![106], vec![106, 6]));
        assert_eq!(frames(Marker { kind: "whisper".into(), ..note }).0, [106, 6], "it may be one that a library withholds");
    }

    #[test]
    fn of_two_clocks_the_one_that_was_said_later_counts_and_else_either_may_be_true() {
        let both = |one: &Clock, other: &Clock| {
            let both = Clock::together(one, other);
            assert_eq!(Clock::together(other, one), both);
            assert_eq!((Clock::together(&both, one), Clock::together(&both, other)), (both.clone(), both.clone()));
            both
        };
        let (two, five) = (said(2.0), said(5.0));
        assert_eq!(both(&Clock::found(9.0), &two), two);
        let differ = both(&two, &five);
        assert_eq!(differ, Clock { behind: 2.0, doubt: vec![5.0], said: 1 });
        assert_eq!(both(&differ, &Clock::said(5.0, Some(&differ))), Clock { behind: 5.0, doubt: Vec::new(), said: 2 });
        assert_eq!(both(&Clock::found(9.0), &Clock::found(-4.0)), Clock { behind: -4.0, doubt: vec![0.0, 9.0], said: 0 });
    }
}
