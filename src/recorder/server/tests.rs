//! Requests are handed on at once and answered in order, whoever answers late.

use std::sync::mpsc::channel;

use super::super::protocol::Stamp;
use super::*;

/// A door behind which nobody answers by themselves, and a client inside.
struct House {
    _folder: tempfile::TempDir,
    _door: Door,
    asked: Receiver<Asked>,
    client: BufReader<UnixStream>,
}

impl House {
    fn new() -> House {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("door.sock");
        let (asks, asked) = channel();
        let door = open(&path, Language::English, Watchers::default(), move |asked| drop(asks.send(asked))).unwrap();
        let client = BufReader::new(UnixStream::connect(&path).unwrap());
        House { _folder: folder, _door: door, asked, client }
    }

    fn says(&mut self, lines: &str) {
        self.client.get_mut().write_all(lines.as_bytes()).unwrap();
    }

    fn hears(&mut self) -> Reply {
        let mut line = String::new();
        self.client.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

#[test]
fn a_request_that_waits_for_its_answer_holds_up_no_later_one_and_the_answers_keep_their_order() {
    let mut house = House::new();
    house.says("{\"do\":\"mark\"}\n{\"do\":\"pause\"}\nnonsense\n{\"do\":\"stop\"}\n");
    let asked: Vec<Asked> = house.asked.iter().take(3).collect();
    assert!(matches!(asked[0].request, Request::Mark(_)) && asked[1].request == Request::Pause(Stamp::default()));
    for (number, asked) in asked.into_iter().enumerate().rev() {
        asked.answer.give(Reply { marks: Some(number as u32), ..Reply::done() });
    }
    let heard: Vec<Option<u32>> = (0..4).map(|_| house.hears().marks).collect();
    assert_eq!(heard, [Some(0), Some(1), None, Some(2)]);
}

#[test]
fn what_was_asked_is_handed_on_although_the_client_has_left() {
    let mut house = House::new();
    house.says("{\"do\":\"mark\"}\n{\"do\":\"pause\"}\n");
    let House { client, asked, .. } = house;
    drop(client);
    assert_eq!(asked.iter().take(2).count(), 2);
}
