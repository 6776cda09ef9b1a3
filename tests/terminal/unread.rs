//! A terminal that takes nothing any more holds nobody up.

use std::fs::{File, OpenOptions};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use crate::rig::machine::Recorder;
use crate::rig::{Machine, wait_for};

#[test]
fn a_signal_to_end_ends_the_interface_of_a_full_terminal_that_nobody_reads() {
    let machine = Machine::speaking("en");
    let (master, terminal) = bare_terminal();
    let copy = || terminal.try_clone().expect("another handle");
    let mut interface = machine.temoin::<&str>([]).stdin(copy()).stdout(copy()).stderr(copy()).spawn().expect("the program");
    let pid = Pid::from_child(&interface);
    wait_for("raw keys", Duration::from_secs(20), || is_raw(&terminal).then_some(()));
    let mut width = 80;
    wait_for("a full terminal", Duration::from_secs(60), || {
        width = if width == 80 { 200 } else { 80 };
        tcsetwinsize(&master, Winsize { ws_row: 50, ws_col: width, ws_xpixel: 0, ws_ypixel: 0 }).expect("a size");
        kill_process(pid, Signal::WINCH).expect("the interface lives");
        (!takes_more(&terminal)).then_some(())
    });
    kill_process(pid, Signal::TERM).expect("the interface lives");
    Recorder { pid }.wait_for_end();
    interface.wait().expect("our own child");
    assert!(!is_raw(&terminal), "keys are as they were");
}

fn bare_terminal() -> (File, File) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&master).and_then(|()| unlockpt(&master)).expect("our own terminal");
    let name = ptsname(&master, Vec::new()).expect("a name");
    let terminal = OpenOptions::new().read(true).write(true).open(name.to_str().expect("ASCII")).expect("our own terminal");
    (File::from(master), terminal)
}

fn is_raw(terminal: &File) -> bool {
    !tcgetattr(terminal).expect("a terminal").local_modes.contains(LocalModes::ICANON)
}

fn takes_more(terminal: &File) -> bool {
    let mut ready = [PollFd::new(terminal, PollFlags::OUT)];
    poll(&mut ready, Some(&Timespec::default())).expect("our own terminal");
    ready[0].revents().contains(PollFlags::OUT)
}
