//! Where the frames of a counting microphone came to lie: its numbers are the clock of the air, the parts' starts that of the take.

use serde_json::Value;

use super::machine::Machine;
use super::microphone::{RATE, counted};
use super::sound::{expect_counting, read_counts};

/// Numbers of a counting microphone before it begins anew.
const ROUND: i64 = (1 << 23) - 1;

/// Clock minus frames, in frames: 20 ms.
pub const TOLERANCE: u64 = RATE / 50;

/// One closed part of a take.
pub struct Heard {
    /// Its first frame, on the take's timeline.
    pub start: u64,
    pub counts: Vec<i32>,
}

/// The closed parts of one input, from 1, by their places.
pub fn parts(machine: &Machine, take: &Value, input: u64) -> Vec<Heard> {
    let parts = take["part"].as_array().expect("parts").iter().filter(|part| part["input"] == input);
    let file = |part: &Value| machine.session().join(part["file"].as_str().expect("a name"));
    let heard = |part: &Value| Heard { start: part["start"].as_u64().expect("a start"), counts: read_counts(&file(part)) };
    let mut parts: Vec<Heard> = parts.map(heard).filter(|part| !part.counts.is_empty()).collect();
    parts.sort_by_key(|part| part.start);
    parts
}

/// Asserts that within each part no frame is lost, doubled or of another source; gives, in frames, by how much the worst place of any
/// part differs from where the first frame of all and the clock of the air put it.
#[track_caller]
pub fn worst_place(parts: &[Heard]) -> u64 {
    let mut worst = 0;
    for part in parts {
        expect_counting(&part.counts);
        for at in [0, part.counts.len() - 1] {
            worst = worst.max(distance(part, at, &parts[0]).unsigned_abs());
        }
    }
    worst
}

/// Takes away from each part's end what is of another source; gives the most that one of them had of it, in frames.
pub fn cut_off_foreign(parts: &mut [Heard]) -> u64 {
    let mut most = 0;
    for part in parts {
        let follows = |pair: &[i32]| pair[1] == counted(pair[0] as u64);
        let own = part.counts.windows(2).take_while(|pair| follows(pair)).count() + 1;
        most = most.max((part.counts.len() - own) as u64);
        part.counts.truncate(own);
    }
    most
}

/// Frames in all parts.
pub fn frames(parts: &[Heard]) -> u64 {
    parts.iter().map(|part| part.counts.len() as u64).sum()
}

pub fn milliseconds(frames: u64) -> f64 {
    frames as f64 * 1_000.0 / RATE as f64
}

/// The air's clock minus the take's, at frame `at` of the part; as far as it has changed since the first frame of `first`.
fn distance(part: &Heard, at: usize, first: &Heard) -> i64 {
    let apart = |part: &Heard, at: usize| i64::from(part.counts[at]) - part.start as i64 - at as i64;
    let turns = (apart(part, at) - apart(first, 0)).rem_euclid(ROUND);
    if turns > ROUND / 2 { turns - ROUND } else { turns }
}

#[test]
fn a_hole_that_is_too_short_is_seen_also_when_the_numbers_begin_anew() {
    let part = |start: u64, air: u64| Heard { start, counts: (air..air + 1_000).map(counted).collect() };
    let near_the_turn = ROUND as u64 - 500;
    assert_eq!(worst_place(&[part(0, near_the_turn), part(5_000, near_the_turn + 5_000)]), 0);
    assert_eq!(worst_place(&[part(0, near_the_turn), part(5_000, near_the_turn + 5_700)]), 700);
}
