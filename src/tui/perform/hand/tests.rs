//! What the keys ask reaches a recorder that answers late, or not at all.

use std::io::{BufRead, BufReader, Lines, Write};
use std::os::unix::net::{UnixListener, UnixStream};

use super::*;
use crate::recorder::protocol::{MarkRequest, Reply, Stamp};
use crate::store::Layout;
use crate::store::lock::{RecorderLock, Running};
use crate::tui::queue::{Inbox, Waiting, queue};

/// A hand, and a stand-in for the recorder, which answers when the test says so.
struct Scene {
    _folder: tempfile::TempDir,
    _lock: RecorderLock,
    listener: UnixListener,
    hand: Sender<Task>,
    told: Waiting,
}

impl Scene {
    fn new() -> Scene {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("stand-in.sock");
        let mut lock = RecorderLock::take(&Layout::new(folder.path())).unwrap();
        lock.announce(&Running { pid: 1, session: None, socket: socket.clone(), fault: None }).unwrap();
        let listener = UnixListener::bind(&socket).unwrap();
        let ((queue, told), (hand, tasks)) = (queue(), channel());
        start(Arc::new(Place::of_test(folder.path())), Outbox::new(queue, 1), tasks).unwrap();
        Scene { _folder: folder, _lock: lock, listener, hand, told }
    }

    fn ask(&self, act: Act, request: Request) {
        self.hand.send(Task::Ask(act, Box::new(request))).unwrap();
    }

    /// The next connection of the hand, and the lines on it.
    fn let_in(&self) -> (UnixStream, Lines<BufReader<UnixStream>>) {
        let (stream, _) = self.listener.accept().unwrap();
        let lines = BufReader::new(stream.try_clone().unwrap()).lines();
        (stream, lines)
    }

    fn next(&self) -> (Act, Result<Box<Reply>>) {
        loop {
            if let Some(Inbox::Event(_, Event::Answered(act, answer))) = self.told.take_within(std::time::Duration::from_secs(1))
            {
                return (act, answer);
            }
        }
    }
}

fn mark() -> Request {
    Request::Mark(Box::new(MarkRequest { kind: Some("off-record".into()), ..MarkRequest::default() }))
}

#[test]
fn a_mark_that_waits_holds_up_no_later_key_and_the_answers_come_in_order() {
    let scene = Scene::new();
    scene.ask(Act::Mark, mark());
    scene.ask(Act::Pause, Request::Pause(Stamp::default()));
    scene.ask(Act::Stop, Request::Stop(Stamp::default()));
    let (mut stream, lines) = scene.let_in();
    let asked: Vec<String> = lines.take(3).map(|line| line.unwrap()).collect();
    assert!(asked[0].contains("off-record") && asked[1].contains("pause") && asked[2].contains("stop"), "{asked:?}");
    stream.write_all(b"{\"ok\":true}\n{\"ok\":true,\"already\":true}\n{\"ok\":true}\n").unwrap();
    let answers = [scene.next(), scene.next(), scene.next()].map(|(act, answer)| (act, answer.unwrap().already));
    assert_eq!(answers, [(Act::Mark, false), (Act::Pause, true), (Act::Stop, false)]);
}

#[test]
fn keys_that_a_lost_recorder_has_not_answered_are_said_to_be_lost_and_the_next_one_goes_to_the_next_recorder() {
    let scene = Scene::new();
    scene.ask(Act::Mark, mark());
    let (stream, mut lines) = scene.let_in();
    lines.next().unwrap().unwrap();
    drop((stream, lines));
    assert!(matches!(scene.next(), (Act::Mark, Err(_))));
    scene.ask(Act::Mark, mark());
    let (mut stream, mut lines) = scene.let_in();
    lines.next().unwrap().unwrap();
    stream.write_all(b"{\"ok\":true}\n").unwrap();
    assert!(matches!(scene.next(), (Act::Mark, Ok(_))));
}

#[test]
fn what_was_asked_has_reached_the_recorder_when_the_interface_goes() {
    let scene = Scene::new();
    scene.ask(Act::Mark, mark());
    scene.ask(Act::Mark, mark());
    crate::tui::perform::finish(scene.hand.clone(), Task::Finish);
    let (_stream, lines) = scene.let_in();
    assert_eq!(lines.take(2).count(), 2);
}
