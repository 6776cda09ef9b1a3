//! The same fault many times, each time at another moment that a number, the seed, determines.
//!
//! `TEMOIN_SEED=17` runs the one try of that seed again; `TEMOIN_TRIES=20` runs so many instead of those that a test wants.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// After so many failures the rest would only tell the same again.
const ENOUGH: usize = 10;

/// Runs `one` for each seed from 0 on, `hands` at a time, and gives what they measured. All are run though some fail; then the test fails, and
/// names the seeds.
#[track_caller]
pub fn each_seed<T: Send>(tries: u64, hands: usize, one: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let seeds = seeds(tries);
    let (next, measured, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let run = || {
        while let Some(&seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
            match catch_unwind(AssertUnwindSafe(|| one(seed))) {
                Ok(value) => measured.lock().expect("nobody panics with it").push(value),
                Err(_) => {
                    let mut failed = failed.lock().expect("nobody panics with it");
                    println!("seed {seed} failed: TEMOIN_SEED={seed} runs it again");
                    failed.push(seed);
                    if failed.len() >= ENOUGH {
                        next.store(seeds.len(), Ordering::Relaxed);
                    }
                }
            }
        }
    };
    std::thread::scope(|scope| (0..hands).for_each(|_| drop(scope.spawn(run))));
    let failed = failed.into_inner().expect("nobody panics with it");
    let measured = measured.into_inner().expect("nobody panics with it");
    assert!(failed.is_empty(), "seeds {failed:?} failed, {} held; TEMOIN_SEED=N runs one again", measured.len());
    measured
}

/// Whether one try is run again for a look.
pub fn is_one_seed() -> bool {
    std::env::var_os("TEMOIN_SEED").is_some()
}

fn seeds(tries: u64) -> Vec<u64> {
    let given = |name: &str| std::env::var(name).ok().map(|value| value.parse::<u64>().expect("a number"));
    match (given("TEMOIN_SEED"), given("TEMOIN_TRIES")) {
        (Some(seed), _) => vec![seed],
        (None, tries_given) => (0..tries_given.unwrap_or(tries)).collect(),
    }
}

#[test]
fn all_seeds_are_run_and_those_that_fail_are_named() {
    let failed = catch_unwind(|| each_seed(12, 3, |seed| assert!(seed % 5 != 4, "seed {seed}"))).expect_err("two have failed");
    let words = failed.downcast_ref::<String>().expect("words");
    assert!(words.contains("10 held") && words.contains('4') && words.contains('9'), "{words}");
    let mut all = each_seed(12, 3, |seed| seed);
    all.sort_unstable();
    assert_eq!(all, (0..12).collect::<Vec<_>>());
}
