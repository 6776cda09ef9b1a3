//! Marks that somebody made who joined a session: on a clock of their own, beside the laptop that recorded.
//!
//! Their take is none of the session's. Its id, `join-` and a ULID, holds the moment at which that clock began, to the millisecond, so that
//! every copy of the marks finds its place on the takes by itself, however the files came together. How far the two laptops' clocks differ is
//! for the store to know.

use chrono::{DateTime, FixedOffset, Utc};

use super::{Frames, Hertz, Made, Marker, Take, TakeId};

/// Frames a second of the clock of somebody who joined: those of a take without sound.
pub const JOINED: Hertz = Hertz(1000);

const HEAD: &str = "join-";

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
/// What lies outside of all takes goes to the nearest one's beginning or end. `behind`: the seconds that its clock has to be put forward.
///
/// A mark of a take comes back as it is, and so does every mark where there are no takes.
pub fn placed(marker: Marker, takes: &[Take], behind: f64) -> Vec<Marker> {
    let began = marker.take.join_began().filter(|_| !takes.iter().any(|take| take.id == marker.take));
    let Some(began) = began.filter(|_| !takes.is_empty()) else { return vec![marker] };
    let clock = began.timestamp_millis() as f64 / 1000.0 + behind;
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

    fn joined(from: f64, to: Option<f64>) -> Marker {
        let id = TakeId::of_join(began("2020-03-28T20:32:00.000+01:00"));
        let mut marker = Marker::point(id, "off-record", Frames::from_seconds(from, JOINED));
        marker.end_frame = to.map(|to| Frames::from_seconds(to, JOINED));
        marker
    }

    fn places(marker: Marker, behind: f64) -> Vec<(String, f64, Option<f64>)> {
        let seconds = |frame: Frames| frame.seconds(Hertz(48_000));
        let rows = placed(marker, &takes(), behind).into_iter();
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
        let rows = placed(open, &takes(), 0.0);
        assert!(rows.iter().all(|row| row.open && row.end_frame.is_none()) && rows.len() == 2);
    }

    #[test]
    fn its_key_comes_to_lie_where_it_was_pressed() {
        let mut moved = joined(10.125, None);
        let elsewhere = Made { take: TakeId("01Z".into()), frame: Frames(7) };
        moved.made = vec![Made { take: moved.take.clone(), frame: Frames(3_614_125) }, elsewhere.clone()];
        let placed = placed(moved, &takes(), 0.0).remove(0);
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
        let keys = |key: f64| placed(back(key), &takes, 0.0).remove(0).keys(Hertz(48_000));
        let on = |take: &str, seconds: u64| vec![Made { take: TakeId(take.into()), frame: Frames(seconds * 48_000) }];
        assert_eq!(keys(1811.125), on("01B", 1), "the mark lies at the end of the first, the key in the second");
        assert_eq!(placed(back(1811.125), &takes, 0.0)[0].take.as_str(), "01A");
        assert_eq!(keys(8.125), on("01A", 4), "back to before the first one");
        assert_eq!(placed(back(100.125), &takes, 0.0)[0].made, [], "its place tells it");
        let over = placed(Marker { ago: Some(8.0), ..joined(1784.125, Some(3614.125)) }, &takes, 0.0);
        assert_eq!(over[1].keys(Hertz(48_000)), on("01A", 1788));
    }

    #[test]
    fn what_has_a_take_or_no_take_to_go_to_stays_as_it_is() {
        let own = Marker::point(TakeId("01A".into()), "note", Frames(5));
        assert_eq!(placed(own.clone(), &takes(), 3.0), [own]);
        let alone = joined(5.0, None);
        assert_eq!(placed(alone.clone(), &[], 3.0), [alone]);
    }
}
