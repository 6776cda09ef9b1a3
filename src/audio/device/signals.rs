//! Keeps signals away from the threads of the sound.
//!
//! The PulseAudio client that cpal uses gives up its connection when its thread is interrupted in `epoll_wait`, by whatever signal,
//! also one that is ignored: the end of a child (a hook) while another thread is being made cut 4 of 18 recordings off at their
//! first block. A thread has the mask of the one that made it, so everything that may make one goes through [`without`].

/// Runs `work` with all signals blocked in this thread, and in those that it makes for as long as they live.
#[cfg(unix)]
pub fn without<T>(work: impl FnOnce() -> T) -> T {
    use nix::sys::signal::{SigSet, SigmaskHow};
    let swapped = "pthread_sigmask refuses only an unknown way of changing the mask";
    let before = SigSet::all().thread_swap_mask(SigmaskHow::SIG_SETMASK).expect(swapped);
    let outcome = work();
    before.thread_set_mask().expect(swapped);
    outcome
}

#[cfg(not(unix))]
pub fn without<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[cfg(all(test, unix))]
mod tests {
    use nix::sys::signal::{SigSet, Signal};

    use super::*;

    fn is_blocked() -> bool {
        SigSet::thread_get_mask().unwrap().contains(Signal::SIGCHLD)
    }

    #[test]
    fn threads_made_inside_get_no_signals_and_the_maker_has_its_own_back() {
        let inside = without(|| std::thread::spawn(is_blocked).join().unwrap());
        assert!(inside);
        assert!(!is_blocked());
    }
}
