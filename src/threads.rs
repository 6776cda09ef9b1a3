//! Work on many things at once, by as many threads as the machine has cores.

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
    let size = items.len().div_ceil(threads).max(1);
    scope(|scope| {
        let mut chunks = items.chunks(size);
        let first = chunks.next().unwrap_or_default();
        let others: Vec<_> = chunks.map(|items| (items, Builder::new().spawn_scoped(scope, move || some(items)).ok())).collect();
        let mut done = vec![some(first)];
        done.extend(others.into_iter().map(|(items, thread)| match thread {
            Some(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            None => some(items), // the system has no thread left
        }));
        done
    })
}

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
