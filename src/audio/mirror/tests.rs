//! Two writers, each in a folder of its own.

use std::sync::mpsc::{self, Receiver};

use chrono::DateTime;

use super::*;
use crate::audio::verify::verify;
use crate::audio::wav::{WavFormat, from_int24};
use crate::audio::writer::{NearlyFull, Sound, TakePlan, spawn_mirrored};
use crate::clock::Monotonic;
use crate::domain::{Bits, Frames, Hertz, Part, TakeId};
use crate::text;

const LIMIT: Duration = Duration::from_secs(20);
const FORMAT: WavFormat = WavFormat { rate: Hertz(1000), channels: 1, bits: Bits::Int24 };

struct Desk {
    home: tempfile::TempDir,
    writer: WriterHandle,
    link: Arc<Link>,
    reports: Receiver<Report>,
    notes: Receiver<MirrorNote>,
    closed: Vec<Part>,
}

fn sound(at: u64, frames: u64) -> Work {
    let samples = (at..at + frames).map(|n| from_int24(n as i32 + 1)).collect();
    Work::Sound(Sound { at: Frames(at), captured: Monotonic::now(), samples })
}

impl Desk {
    fn new() -> Desk {
        Desk::with(|_| {}, |_| Ok(()))
    }

    /// `change` gets the plan; `prepare` runs first on the mirror's thread.
    fn with(change: impl Fn(&mut TakePlan), prepare: impl FnOnce(&Path) -> Result<()> + Send + 'static) -> Desk {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("own");
        let link = Link::new(home.path().join("card"), home.path().join("card/session"));
        std::fs::create_dir(&folder).unwrap();
        std::fs::create_dir_all(link.folder()).unwrap();
        let mut plan = TakePlan {
            folder,
            fallback: None,
            nearly_full: Arc::default(),
            take: TakeId("01JD41".into()),
            number: 1,
            input: 1,
            first_part: 1,
            rate: FORMAT.rate,
            channels: FORMAT.channels,
            bits: FORMAT.bits,
            part_frames: Frames(1000),
            checkpoint: Duration::from_millis(1),
            hurry: Arc::default(),
            started: DateTime::parse_from_rfc3339("2020-03-28T20:32:04.125+01:00").unwrap(),
        };
        change(&mut plan);
        let (tell, notes) = mpsc::channel();
        let (report, reports) = mpsc::channel();
        let folder = link.folder().to_owned();
        let mirror = Mirror {
            link: link.clone(),
            prepare: Box::new(move || prepare(&folder)),
            tell: Arc::new(move |note| drop(tell.send(note))),
        };
        let writer = spawn_mirrored(plan, mirror, move |told| drop(report.send(told))).unwrap();
        Desk { home, writer, link, reports, notes, closed: Vec::new() }
    }

    fn send(&self, work: Work) {
        let mut work = Some(work);
        while let Some(Err(back)) = work.take().map(|work| self.writer.try_send(work)) {
            work = Some(back);
            std::thread::yield_now();
        }
    }

    fn own(&self) -> PathBuf {
        self.home.path().join("own")
    }

    /// Until everything that was sent is certain.
    fn settle(&mut self) {
        while self.writer.backlog_frames().0 > 0 {
            self.hear(self.reports.recv_timeout(LIMIT).expect("the writer reports in time"));
        }
    }

    fn hear(&mut self, report: Report) -> bool {
        match report {
            Report::PartClosed(part) => self.closed.push(part),
            Report::Finished => return true,
            _ => {}
        }
        false
    }

    fn finish(&mut self) {
        self.send(Work::Finish);
        while !self.hear(self.reports.recv_timeout(LIMIT).expect("the writer reports in time")) {}
    }

    fn wait_until_it_stays(&mut self) {
        loop {
            let report = self.reports.recv_timeout(LIMIT).expect("the writer reports in time");
            if matches!(report, Report::Stays) {
                return;
            }
            self.hear(report);
        }
    }

    fn wait_for(&self, is_it: impl Fn(&MirrorNote) -> bool) {
        while !is_it(&self.notes.recv_timeout(LIMIT).expect("the mirror is told of")) {}
    }

    fn wait_for_mirror(&self) {
        let until = Instant::now() + LIMIT;
        while !self.link.has_ended() {
            assert!(Instant::now() < until, "the mirror ends");
            std::thread::yield_now();
        }
    }

    /// The parts follow each other without a lost frame, each whole in its folder.
    fn expect_whole(&self, frames: u64) {
        let mut end = 0;
        for part in &self.closed {
            let folder = if part.elsewhere { self.link.folder().to_owned() } else { self.own() };
            assert_eq!((part.start.0, verify(&folder.join(&part.file), part, FORMAT, true).len()), (end, 0), "{:?}", self.closed);
            end += part.frames.unwrap().0;
        }
        assert_eq!(end, frames, "{:?}", self.closed);
    }
}

#[test]
fn the_second_copy_has_the_same_parts_with_the_same_digests() {
    let mut desk = Desk::new();
    for n in 0..30 {
        desk.send(sound(n * 77, 77));
    }
    desk.send(Work::Gap);
    desk.send(sound(5000, 100));
    desk.finish();
    desk.wait_for_mirror();
    assert_eq!(desk.closed.len(), 4);
    for part in &desk.closed {
        assert_eq!(verify(&desk.link.folder().join(&part.file), part, FORMAT, true).len(), 0, "{part:?}");
    }
    desk.wait_for(|note| matches!(note, MirrorNote::Kept));
}

#[test]
fn a_second_copy_that_cannot_begin_or_vanishes_is_told_and_the_take_is_whole() {
    let mut desk = Desk::with(|_| {}, |folder| Err(Error::new(text!("sound-disk-gone")).at(folder)));
    desk.send(sound(0, 500));
    desk.wait_for(|note| matches!(note, MirrorNote::Failed(_)));
    desk.finish();
    desk.expect_whole(500);

    let mut desk = Desk::new();
    desk.send(sound(0, 500));
    desk.settle();
    std::fs::remove_dir_all(desk.home.path().join("card")).unwrap();
    desk.send(sound(500, 1000));
    desk.wait_for(|note| matches!(note, MirrorNote::Failed(_)));
    desk.finish();
    desk.expect_whole(1500);
    assert!(!desk.home.path().join("card").exists(), "nothing is put where the card was");
}

#[test]
fn another_second_copy_takes_the_place_of_one_that_has_failed_and_begins_with_what_comes_then() {
    let mut desk = Desk::with(|_| {}, |folder| Err(Error::new(text!("sound-disk-gone")).at(folder)));
    desk.send(sound(0, 500));
    desk.wait_for(|note| matches!(note, MirrorNote::Failed(_)));
    assert!(desk.link.is_free());
    let again = Link::new(desk.home.path().join("card"), desk.link.folder().to_owned());
    let (tell, notes) = mpsc::channel();
    let tell = Arc::new(move |note| drop(tell.send(note)));
    desk.writer.mirror_again(Mirror { link: again.clone(), prepare: Box::new(|| Ok(())), tell });
    desk.wait_for_mirror();
    desk.send(sound(500, 300));
    assert!(matches!(notes.recv_timeout(LIMIT), Ok(MirrorNote::Kept)));
    desk.finish();
    desk.expect_whole(800);
    while !again.has_ended() {
        std::thread::yield_now();
    }
    let kept = crate::audio::read::WavReader::open(&again.folder().join("take-01-001.wav")).unwrap();
    assert_eq!(kept.frames(), Frames(300));
}

#[test]
fn a_second_copy_that_stalls_is_given_up_when_its_memory_is_used_up_and_never_the_take() {
    let (release, held) = mpsc::channel::<()>();
    let mut desk = Desk::with(
        |plan| plan.part_frames = Frames(1_000_000),
        move |_| {
            held.recv().unwrap_or_default();
            Ok(())
        },
    );
    for n in 0..80 {
        desk.send(sound(n * 1000, 1000)); // a minute is the limit
    }
    desk.wait_for(|note| matches!(note, MirrorNote::TooSlow));
    desk.finish();
    desk.expect_whole(80_000);
    drop(release);
    desk.wait_for_mirror();
}

#[test]
fn a_take_without_a_fallback_goes_on_in_the_second_copy_when_its_own_disk_fails() {
    let mut desk = Desk::new();
    desk.send(sound(0, 1500));
    desk.settle();
    std::fs::rename(desk.own(), desk.home.path().join("away")).unwrap();
    for n in 0..20 {
        desk.send(sound(1500 + n * 100, 100));
    }
    desk.finish();
    std::fs::rename(desk.home.path().join("away"), desk.own()).unwrap();
    desk.expect_whole(3500);
    assert!(desk.closed.iter().any(|part| part.elsewhere) && desk.link.has_ended(), "{:?}", desk.closed);
    assert!(desk.notes.try_iter().all(|note| matches!(note, MirrorNote::Kept)), "it was closed, it has not failed");
}

#[test]
fn a_fallback_that_fails_too_is_passed_over() {
    let mut desk = Desk::with(|plan| plan.fallback = Some(plan.folder.join("file/below")), |_| Ok(()));
    std::fs::write(desk.own().join("file"), "no folder").unwrap();
    desk.send(sound(0, 500));
    desk.settle();
    std::fs::rename(desk.own(), desk.home.path().join("away")).unwrap();
    std::fs::write(desk.own(), "no folder either").unwrap();
    desk.send(sound(500, 1000));
    desk.finish();
    std::fs::remove_file(desk.own()).unwrap();
    std::fs::rename(desk.home.path().join("away"), desk.own()).unwrap();
    desk.expect_whole(1500);
}

#[test]
fn a_folder_is_left_before_it_is_full() {
    let nearly_full: Arc<NearlyFull> = Arc::default();
    let mut desk = Desk::with(|plan| plan.nearly_full = nearly_full.clone(), |_| Ok(()));
    desk.send(sound(0, 300));
    desk.settle();
    nearly_full.add(desk.own());
    let mut told = Vec::new();
    while !told.iter().any(|report| matches!(report, Report::Turned { fault: None, .. })) {
        told.push(desk.reports.recv_timeout(LIMIT).expect("it goes on"));
    }
    assert!(!told.iter().any(|report| matches!(report, Report::Lost(_))), "{told:?}");
    let is_over = told.into_iter().any(|report| desk.hear(report));
    assert!(!is_over);
    nearly_full.add(desk.link.folder().to_owned()); // nothing is left to turn to: it stays, and says so
    desk.wait_until_it_stays();
    desk.send(sound(300, 300));
    desk.finish();
    desk.expect_whole(600);
    assert_eq!(desk.closed.iter().map(|part| part.elsewhere).collect::<Vec<_>>(), [false, true]);
}

/// It was promised that the take goes on elsewhere: where that cannot be, somebody has to be told while there is room to end well.
#[test]
fn a_folder_that_is_nearly_full_is_stayed_in_where_the_next_cannot_be_made() {
    let nearly_full: Arc<NearlyFull> = Arc::default();
    let mut desk = Desk::with(
        |plan| (plan.nearly_full, plan.fallback) = (nearly_full.clone(), Some("/proc/none/x".into())),
        |_| Err(Error::new(text!("copy-no-folder"))),
    );
    desk.send(sound(0, 300));
    nearly_full.add(desk.own());
    desk.wait_until_it_stays();
    desk.send(sound(300, 300));
    desk.finish();
    desk.expect_whole(600);
    assert!(desk.closed.iter().all(|part| !part.elsewhere), "{:?}", desk.closed);
}

#[test]
fn a_mirror_that_has_failed_is_no_place_for_a_take_whose_disk_is_only_nearly_full() {
    let nearly_full: Arc<NearlyFull> = Arc::default();
    let mut desk = Desk::with(|plan| plan.nearly_full = nearly_full.clone(), |_| Ok(()));
    desk.send(sound(0, 300));
    desk.settle();
    desk.link.fail(MirrorNote::TooSlow, &|_| {});
    nearly_full.add(desk.own());
    desk.wait_until_it_stays();
    desk.finish();
    desk.expect_whole(300);
}
