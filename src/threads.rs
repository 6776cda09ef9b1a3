//! Work on many things at once, by as many threads as the machine has cores.
//!
//! A new thread often begins on the core of its maker, and short work is over before the scheduler moves it: so each is told to stay off
//! that core.

use std::panic::resume_unwind;
use std::sync::LazyLock;
use std::thread::{Builder, available_parallelism, scope};

/// Of no more items than these the work is not worth a thread.
const FEW: usize = 100;

/// Asked once: on Linux the answer stands in several files.
static CORES: LazyLock<usize> = LazyLock::new(|| available_parallelism().map_or(1, usize::from));

/// What `work` has gathered, item by item and in order, in what `begin` makes for so many items: one heap of each thread, so that nothing
/// is kept for each item.
pub fn in_threads<I: Sync, T: Send>(items: &[I], begin: impl Fn(usize) -> T + Sync, work: impl Fn(&mut T, &I) + Sync) -> Vec<T> {
    let threads = if items.len() > FEW { *CORES } else { 1 };
    let some = |items: &[I]| {
        let mut gathered = begin(items.len());
        items.iter().for_each(|item| work(&mut gathered, item));
        gathered
    };
    let elsewhere = |core, items: &[I]| {
        stay_off(core);
        some(items)
    };
    let size = items.len().div_ceil(threads).max(1);
    scope(|scope| {
        let mut chunks = items.chunks(size);
        let first = chunks.next().unwrap_or_default();
        let here = core();
        let others: Vec<_> =
            chunks.map(|items| (items, Builder::new().spawn_scoped(scope, move || elsewhere(here, items)).ok())).collect();
        let mut done = vec![some(first)];
        done.extend(others.into_iter().map(|(items, thread)| match thread {
            Some(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            None => some(items), // the system has no thread left
        }));
        done
    })
}

/// The one on which the calling thread runs.
#[cfg(target_os = "linux")]
fn core() -> usize {
    rustix::thread::sched_getcpu()
}

/// Takes the calling thread off that core, where it may run on another.
#[cfg(target_os = "linux")]
fn stay_off(core: usize) {
    let Ok(mut cores) = rustix::thread::sched_getaffinity(None) else { return };
    cores.unset(core);
    if cores.count() > 0 {
        let _refused = rustix::thread::sched_setaffinity(None, &cores); // then it runs where it is
    }
}

/// Other schedulers are left to themselves.
#[cfg(not(target_os = "linux"))]
fn core() -> usize {
    0
}

#[cfg(not(target_os = "linux"))]
fn stay_off(_: usize) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_of_many_things_is_in_their_order() {
        for count in [0, 1, FEW, FEW + 1, 10_007] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            let gathered: Vec<Vec<usize>> = in_threads(&items, Vec::with_capacity, |gathered, item| gathered.push(item * 2));
            assert_eq!(gathered.concat(), doubled);
        }
    }
}
