//! The disk thread: takes blocks from the collector and makes them certain.
//!
//! Every block stays in memory until a checkpoint has confirmed it. When the disk fails, the part is given up and the take goes
//! on in the fallback folder, from memory, at the first frame that was not confirmed; nothing is tried twice. A stalled disk only
//! delays: [`WriterHandle::backlog_frames`] grows, and [`WriterHandle::try_send`] hands work back when [`room_frames`] is used up.
//!
//! It does not know about devices, levels or markers, and it never writes `session.toml`: it reports, the recorder writes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};

use super::mirror::{Mirror, MirrorNote, Outlet};
use super::peaks::Bucket;
use super::take_writer::{REFRESH, TakeWriter};
use super::wav::WavFormat;
use crate::clock::Monotonic;
use crate::domain::{Bits, Frames, Hertz, Loudness, Part, TakeId};
use crate::error::Error;
use crate::text;

/// Where and how a take is kept.
#[derive(Debug, Clone)]
pub struct TakePlan {
    /// The session's folder, which exists.
    pub folder: PathBuf,
    /// The corresponding folder elsewhere, made when `folder` fails.
    pub fallback: Option<PathBuf>,
    /// Folders to be left before they are full.
    pub nearly_full: Arc<NearlyFull>,
    pub take: TakeId,
    pub number: u32,
    /// Which of the take's inputs these files hold, from 1.
    pub input: u32,
    /// Number of the first part, normally 1; a name that is taken gets the next one.
    pub first_part: u32,
    pub rate: Hertz,
    pub channels: u16,
    pub bits: Bits,
    /// Length of a part; never above [`max_frames`](super::wav::max_frames).
    pub part_frames: Frames,
    pub checkpoint: Duration,
    /// While it is set, checkpoints come every quarter of a second: the power may go at any moment.
    pub hurry: Arc<AtomicBool>,
    /// Wall time of frame 0.
    pub started: DateTime<FixedOffset>,
}

impl TakePlan {
    pub fn format(&self) -> WavFormat {
        WavFormat { rate: self.rate, channels: self.channels, bits: self.bits }
    }
}

/// The folders whose disks are nearly full: a writer in one of them turns to its next one, where it has one.
#[derive(Debug, Default)]
pub struct NearlyFull(Mutex<BTreeSet<PathBuf>>);

impl NearlyFull {
    pub fn add(&self, folder: PathBuf) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(folder);
    }

    pub fn holds(&self, folder: &Path) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(folder)
    }
}

/// What the collector hands over.
#[derive(Debug, Clone)]
pub enum Work {
    Sound(Sound),
    /// The part ends here; the next sound opens another one at its own place.
    Gap,
    /// Close everything; nothing may follow.
    Finish,
}

/// Whole frames of a take, interleaved, full scale at ±1.0.
#[derive(Debug, Clone)]
pub struct Sound {
    /// Frame of the timeline at which it begins.
    pub at: Frames,
    /// When its first frame was captured.
    pub captured: Monotonic,
    /// Shared by the writers.
    pub samples: Arc<[f32]>,
}

/// What the writer tells.
#[derive(Debug, Clone)]
pub enum Report {
    PartOpened(Part),
    /// The timeline up to `until` is certainly on the disk. The first of these is when the lamp may go on.
    Confirmed {
        until: Frames,
        /// Bytes of the take's samples so far.
        bytes: u64,
    },
    PartClosed(Part),
    /// Blocks were dropped on the way: the part is silent there.
    Silenced {
        start: Frames,
        frames: Frames,
    },
    /// What comes from now on goes into another folder, the fallback or the second copy: since a disk failed, or, without a
    /// fault, before it is full.
    Turned {
        folder: PathBuf,
        fault: Option<Error>,
    },
    /// The folder is nearly full, and there is no other to turn to: it is filled further.
    Stays,
    /// A disk failed, and no other is left: nothing is kept any more, and the open part, which gets no `PartClosed`, is to be
    /// recovered.
    Lost(Error),
    /// How loud the take's sound was, where it could be measured; told at its end.
    Measured(Loudness),
    /// The peaks of all that was written, up to the last sound; told at the end, unless the take is too long for them.
    Gathered(Vec<Bucket>),
    /// The last of all reports.
    Finished,
}

/// Works that may wait for the writer, besides the limit in frames.
const QUEUE: usize = 8192;

/// Frames that may wait in memory: 60 s or 32 MiB, whichever is less.
pub fn room_frames(rate: Hertz, channels: u16) -> Frames {
    let frame_bytes = u64::from(channels.max(1)) * size_of::<f32>() as u64;
    Frames((60 * u64::from(rate.0)).min((32 << 20) / frame_bytes))
}

/// The collector's end.
pub struct WriterHandle {
    queue: SyncSender<Work>,
    backlog: Arc<AtomicU64>,
    room: u64,
    channels: usize,
    thread: JoinHandle<()>,
    mirror: Outlet,
    plan: TakePlan,
}

/// Starts the disk thread. The first part is created when the first sound arrives. `report` is called on that thread and must not
/// wait for it.
pub fn spawn(plan: TakePlan, report: impl Fn(Report) + Send + 'static) -> std::io::Result<WriterHandle> {
    start(&plan.clone(), "writer", move |backlog, queue| run(TakeWriter::new(plan, None, report, backlog), queue, || false))
}

/// As [`spawn`], with a second writer beside it that gets the same sound. Where no thread can be had for it, it has failed.
pub fn spawn_mirrored(plan: TakePlan, mirror: Mirror, report: impl Fn(Report) + Send + 'static) -> std::io::Result<WriterHandle> {
    let link = mirror.link.clone();
    let outlet = start_mirror(&plan, mirror);
    let writer = start(&plan.clone(), "writer", move |backlog, queue| {
        run(TakeWriter::new(plan, Some(link), report, backlog), queue, || false)
    })?;
    Ok(WriterHandle { mirror: outlet, ..writer })
}

/// The second writer, which begins with the sound that comes next.
fn start_mirror(plan: &TakePlan, mirror: Mirror) -> Outlet {
    let Mirror { link, prepare, tell } = mirror;
    let copy = TakePlan { folder: link.folder().to_owned(), fallback: None, nearly_full: Arc::default(), ..plan.clone() };
    let (own, hears) = (link.clone(), tell.clone());
    let second = start(plan, "second copy", move |backlog, queue| {
        let prepared = prepare();
        let hear = |report| own.hear(report, &*hears);
        let mut take = TakeWriter::new(copy, None, hear, backlog);
        if let Err(error) = prepared {
            own.refuse();
            take.refuse(error);
        }
        run(take, queue, || own.stops());
    });
    match second {
        Ok(writer) => Outlet::of(writer, link, tell),
        Err(cause) => {
            tell(MirrorNote::Failed(Error::new(text!("sound-no-thread")).because(cause)));
            Outlet::none()
        }
    }
}

fn start(
    plan: &TakePlan,
    name: &str,
    work: impl FnOnce(Arc<AtomicU64>, &Receiver<Work>) + Send + 'static,
) -> std::io::Result<WriterHandle> {
    let (queue, works) = sync_channel(QUEUE);
    let backlog = Arc::new(AtomicU64::new(0));
    let room = room_frames(plan.rate, plan.channels).0;
    let channels = usize::from(plan.channels.max(1));
    let thread = std::thread::Builder::new().name(name.into()).spawn({
        let backlog = backlog.clone();
        move || work(backlog, &works)
    })?;
    Ok(WriterHandle { queue, backlog, room, channels, thread, mirror: Outlet::none(), plan: plan.clone() })
}

impl WriterHandle {
    /// Never waits. Sound that finds no room comes back, to be offered again; so does anything when the thread is gone
    /// (see [`WriterHandle::is_over`]). A single block larger than the room is taken when nothing else waits.
    pub fn try_send(&self, work: Work) -> Result<(), Work> {
        let frames = self.frames_of(&work);
        let waiting = self.backlog.load(Ordering::Acquire);
        if frames > 0 && waiting > 0 && waiting + frames > self.room {
            return Err(work);
        }
        self.backlog.fetch_add(frames, Ordering::AcqRel);
        let same = self.mirror.is_open().then(|| work.clone());
        match self.queue.try_send(work) {
            Ok(()) => {
                same.into_iter().for_each(|work| self.mirror.send(work));
                Ok(())
            }
            Err(TrySendError::Full(work) | TrySendError::Disconnected(work)) => {
                self.backlog.fetch_sub(frames, Ordering::AcqRel);
                Err(work)
            }
        }
    }

    /// Another second writer instead of one that has failed; it begins with the sound that comes next.
    pub fn mirror_again(&self, mirror: Mirror) {
        self.mirror.replace(start_mirror(&self.plan, mirror));
    }

    fn frames_of(&self, work: &Work) -> u64 {
        match work {
            Work::Sound(sound) => (sound.samples.len() / self.channels) as u64,
            Work::Gap | Work::Finish => 0,
        }
    }

    /// Frames that were handed over and are not yet certain.
    pub fn backlog_frames(&self) -> Frames {
        Frames(self.backlog.load(Ordering::Acquire))
    }

    /// The thread has ended, after `Finished` or by a fault of the program.
    pub fn is_over(&self) -> bool {
        self.thread.is_finished()
    }

    /// Waits for the end of the thread; finishes first, should that have been forgotten. `Err` when it panicked.
    pub fn join(self) -> std::thread::Result<()> {
        drop(self.queue);
        self.thread.join()
    }
}

/// A collector that vanishes without `Finish` ends the take in order as well; so does `stops`.
fn run<R: Fn(Report)>(mut take: TakeWriter<R>, queue: &Receiver<Work>, stops: impl Fn() -> bool) {
    let mut next_refresh = Instant::now() + REFRESH;
    loop {
        if stops() {
            return take.finish();
        }
        match queue.recv_timeout(next_refresh.saturating_duration_since(Instant::now())) {
            Ok(Work::Sound(sound)) => take.sound(sound),
            Ok(Work::Gap) => take.gap(),
            Ok(Work::Finish) | Err(RecvTimeoutError::Disconnected) => return take.finish(),
            Err(RecvTimeoutError::Timeout) => {}
        }
        let now = Instant::now();
        if now >= next_refresh {
            take.tick(now);
            next_refresh = now + REFRESH;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::mpsc;

    use super::*;
    use crate::audio::ballast::BALLAST;
    use crate::audio::peaks::{Peaks, scan};
    use crate::audio::read::WavReader;
    use crate::audio::verify::verify;
    use crate::audio::wav::from_int24;
    use crate::domain::{Channel, Take};
    use crate::store::samples;

    const LIMIT: Duration = Duration::from_secs(20);

    /// A writer at work in a temporary folder: 1000 frames a second, stereo, 24 bit, parts of 1000 frames.
    struct Desk {
        folder: tempfile::TempDir,
        handle: WriterHandle,
        reports: mpsc::Receiver<Report>,
        told: Vec<Report>,
    }

    /// Each sample of the take is told from every other.
    fn sample(at: u64, channel: u64) -> f32 {
        from_int24(((at * 2 + channel) % 8_000_000) as i32 + 1)
    }

    fn sound(at: u64, frames: u64) -> Work {
        let samples = (at..at + frames).flat_map(|at| [sample(at, 0), sample(at, 1)]).collect();
        Work::Sound(Sound { at: Frames(at), captured: Monotonic::now(), samples })
    }

    fn plan_in(folder: &Path) -> TakePlan {
        TakePlan {
            folder: folder.to_owned(),
            fallback: None,
            nearly_full: Arc::default(),
            take: TakeId("01JD41".into()),
            number: 1,
            input: 1,
            first_part: 1,
            rate: Hertz(1000),
            channels: 2,
            bits: Bits::Int24,
            part_frames: Frames(1000),
            checkpoint: Duration::from_millis(1),
            hurry: Default::default(),
            started: DateTime::parse_from_rfc3339("2020-03-28T20:32:04.125+01:00").unwrap(),
        }
    }

    impl Desk {
        fn new() -> Desk {
            Desk::with(|_, _| {})
        }

        /// `change` gets the folder and the plan, before anything is started.
        fn with(change: impl Fn(&Path, &mut TakePlan)) -> Desk {
            let folder = tempfile::tempdir().unwrap();
            let mut plan = plan_in(folder.path());
            change(folder.path(), &mut plan);
            let (tell, reports) = mpsc::channel();
            let handle = spawn(plan, move |report| tell.send(report).unwrap()).unwrap();
            Desk { folder, handle, reports, told: Vec::new() }
        }

        fn send(&mut self, works: impl IntoIterator<Item = Work>) -> &mut Desk {
            for work in works {
                self.handle.try_send(work).unwrap();
            }
            self
        }

        fn wait(&mut self, last: impl Fn(&Report) -> bool) -> &mut Desk {
            loop {
                let report = self.reports.recv_timeout(LIMIT).expect("the writer reports in time");
                self.told.push(report.clone());
                if last(&report) {
                    return self;
                }
            }
        }

        fn finish(&mut self) -> &mut Desk {
            self.send([Work::Finish]).wait(|report| matches!(report, Report::Finished))
        }

        fn closed(&self) -> Vec<Part> {
            self.told
                .iter()
                .filter_map(|report| if let Report::PartClosed(part) = report { Some(part.clone()) } else { None })
                .collect()
        }

        /// Start and length of each closed part.
        fn spans(&self) -> Vec<(u64, u64)> {
            self.closed().iter().map(|part| (part.start.0, part.frames.unwrap().0)).collect()
        }

        fn path(&self, part: &Part) -> PathBuf {
            self.folder.path().join(if part.elsewhere { "elsewhere/deep" } else { "" }).join(&part.file)
        }

        /// Every closed part holds, and hound reads from it the samples of its place; `silent` frames of the timeline are 0.
        fn check(&self, silent: std::ops::Range<u64>) -> &Desk {
            let format = WavFormat { rate: Hertz(1000), channels: 2, bits: Bits::Int24 };
            for part in self.closed() {
                let path = self.path(&part);
                assert_eq!(verify(&path, &part, format, true).iter().map(Error::to_string).collect::<Vec<_>>(), [""; 0]);
                let read: Vec<i32> = hound::WavReader::open(&path).unwrap().into_samples().map(Result::unwrap).collect();
                let (start, end) = (part.start.0, part.start.0 + part.frames.unwrap().0);
                let expected = (start..end).flat_map(|at| {
                    let heard = !silent.contains(&at);
                    [0, 1].map(|channel| if heard { (sample(at, channel) * 8_388_608.0) as i32 } else { 0 })
                });
                assert!(read.into_iter().eq(expected), "{part:?}");
            }
            self
        }
    }

    #[test]
    fn what_was_gathered_on_the_way_is_what_the_files_hold() {
        let mut desk = Desk::new();
        desk.send([sound(0, 700), sound(700, 621), Work::Gap, sound(2500, 300), sound(2850, 10)]).finish();
        let gathered = desk.told.iter().find_map(|report| if let Report::Gathered(found) = report { Some(found) } else { None });
        let channels = vec![Channel { name: "voix".into(), input: 1 }; 2];
        let (rate, frames, parts) = (Hertz(1000), Some(Frames(3000)), desk.closed());
        let take = Take { rate, frames, parts, channels, ..samples::take("01JD41", 1) };
        let (format, mut read) = (WavFormat::of(&take, 1), Peaks::of(&take));
        scan(&take, |part| (desk.path(part), format), &AtomicBool::new(false), |buckets| read.extend(buckets)).unwrap();
        assert_eq!(Peaks::of_inputs(&take, &[gathered.unwrap()]), Some(read));
    }

    #[test]
    fn a_take_comes_back_one_for_one_in_parts_that_end_to_the_frame() {
        let mut desk = Desk::new();
        desk.send((0..35).map(|n| sound(n * 77, 77))).finish().check(0..0);
        assert_eq!(desk.spans(), [(0, 1000), (1000, 1000), (2000, 695)]);
        let files: Vec<String> = desk.closed().into_iter().map(|part| part.file).collect();
        assert_eq!(files, ["take-01-001.wav", "take-01-002.wav", "take-01-003.wav"]);
        assert_eq!(desk.handle.backlog_frames(), Frames(0));
        assert!(!desk.folder.path().join(BALLAST).exists());
    }

    #[test]
    fn a_block_of_several_parts_is_one_part_after_the_other() {
        let mut desk = Desk::new();
        desk.send([sound(5, 3500)]).finish().check(0..0);
        assert_eq!(desk.spans(), [(5, 1000), (1005, 1000), (2005, 1000), (3005, 500)]);
    }

    #[test]
    fn while_the_power_may_go_the_disk_confirms_at_once_whatever_the_config_says() {
        let hurry = Arc::new(AtomicBool::new(true));
        let mut desk = Desk::with(|_, plan| (plan.checkpoint, plan.hurry) = (Duration::from_secs(3600), Arc::clone(&hurry)));
        for n in 0..3 {
            let is_there = |report: &Report| matches!(report, Report::Confirmed { until, .. } if until.0 == (n + 1) * 100);
            desk.send([sound(n * 100, 100)]).wait(is_there);
        }
    }

    #[test]
    fn the_first_confirmation_comes_when_sound_lies_on_the_disk() {
        let mut desk = Desk::new();
        desk.send([sound(0, 300)]).wait(|report| matches!(report, Report::Confirmed { .. }));
        assert!(matches!(&desk.told[0], Report::PartOpened(part) if part.frames.is_none() && part.blake3.is_none()));
        let Report::Confirmed { until, bytes } = desk.told[1] else { panic!("{:?}", desk.told) };
        assert_eq!((until, bytes), (Frames(300), 1800));
        assert_eq!(WavReader::open(&desk.folder.path().join("take-01-001.wav")).unwrap().frames(), Frames(300));
        assert!(desk.folder.path().join(BALLAST).exists());
        desk.finish();
    }

    #[test]
    fn dropped_blocks_are_silence_of_their_length_and_are_told_once() {
        let mut desk = Desk::new();
        desk.send([sound(0, 100), sound(150, 100)]).finish().check(100..150);
        assert_eq!(desk.spans(), [(0, 250)]);
        let silenced: Vec<_> = desk.told.iter().filter(|report| matches!(report, Report::Silenced { .. })).collect();
        assert!(matches!(silenced[..], [Report::Silenced { start: Frames(100), frames: Frames(50) }]), "{silenced:?}");
    }

    #[test]
    fn a_take_is_measured_once_over_all_its_parts_and_not_where_nothing_is_kept() {
        let mut desk = Desk::with(|_, plan| (plan.rate, plan.part_frames) = (Hertz(8000), Frames(8000)));
        let tone: Arc<[f32]> = (0..1600).map(|n| 0.5 * ((n / 2) as f32 * std::f32::consts::FRAC_PI_4).sin()).collect();
        let works =
            (0..40).map(|n| Work::Sound(Sound { at: Frames(n * 800), captured: Monotonic::now(), samples: tone.clone() }));
        desk.send(works).finish();
        assert_eq!(desk.spans().len(), 4);
        let measured: Vec<_> = desk.told.iter().filter(|report| matches!(report, Report::Measured(_))).collect();
        let [Report::Measured(loudness)] = measured[..] else { panic!("{measured:?}") };
        assert!((loudness.true_peak + 6.0).abs() < 0.3 && loudness.range < 0.2, "{loudness:?}");
        assert!((-7.0..-4.0).contains(&loudness.integrated), "{loudness:?}");
    }

    #[test]
    fn blocks_dropped_at_the_end_of_a_part_are_silence_in_the_next() {
        let mut desk = Desk::new();
        desk.send([sound(0, 1000), sound(1050, 100)]).finish().check(1000..1050);
        assert_eq!(desk.spans(), [(0, 1000), (1000, 150)]);
        assert!(desk.told.iter().any(|report| matches!(report, Report::Silenced { start: Frames(1000), frames: Frames(50) })));
    }

    #[test]
    fn a_gap_ends_the_part_and_is_in_none() {
        let mut desk = Desk::new();
        desk.send([sound(0, 100), Work::Gap, Work::Gap, sound(900, 100)]).finish().check(0..0);
        assert_eq!(desk.spans(), [(0, 100), (900, 100)]);
    }

    #[test]
    fn a_hole_that_is_too_long_for_silence_ends_the_part() {
        let mut desk = Desk::with(|_, plan| plan.part_frames = Frames(100_000));
        desk.send([sound(0, 100), sound(60_101, 100)]).finish().check(0..0);
        assert_eq!(desk.spans(), [(0, 100), (60_101, 100)]);
    }

    #[test]
    fn what_was_written_already_is_not_written_twice() {
        let mut desk = Desk::new();
        desk.send([sound(0, 100), sound(50, 100), sound(20, 10), sound(150, 0)]).finish().check(0..0);
        assert_eq!(desk.spans(), [(0, 150)]);
    }

    #[test]
    fn a_name_that_is_taken_gets_the_next_number() {
        let mut desk = Desk::with(|folder, _| {
            std::fs::write(folder.join("take-01-001.wav"), "somebody’s").unwrap();
            std::fs::write(folder.join("take-01-002.crc"), "somebody’s").unwrap();
        });
        desk.send([sound(0, 100)]).finish().check(0..0);
        assert_eq!(desk.closed()[0].file, "take-01-003.wav");
        assert_eq!(std::fs::read(desk.folder.path().join("take-01-001.wav")).unwrap(), "somebody’s".as_bytes());
    }

    #[test]
    fn a_take_whose_folder_is_gone_goes_on_elsewhere_from_its_first_frame() {
        let mut desk = Desk::with(|folder, plan| {
            plan.folder = folder.join("gone");
            plan.fallback = Some(folder.join("elsewhere/deep"));
        });
        desk.send([sound(0, 100), sound(100, 100)]).finish().check(0..0);
        assert_eq!(desk.spans(), [(0, 200)]);
        assert!(desk.closed()[0].elsewhere);
        let Report::Turned { fault: Some(error), .. } = &desk.told[0] else { panic!("{:?}", desk.told) };
        assert!(error.to_string().contains("it is not there any more"), "{error}");
    }

    #[test]
    fn a_take_without_any_disk_says_so_and_still_ends_in_order() {
        let mut desk = Desk::with(|folder, plan| plan.folder = folder.join("gone"));
        desk.send([sound(0, 100), sound(100, 100), Work::Gap, sound(300, 100)]).finish();
        assert!(matches!(desk.told[..], [Report::Lost(_), Report::Finished]), "{:?}", desk.told);
        assert_eq!(desk.handle.backlog_frames(), Frames(0));
    }

    #[test]
    fn sound_that_finds_no_room_comes_back() {
        let (queue, _work) = sync_channel(QUEUE);
        let thread = std::thread::spawn(|| {});
        let mirror = Outlet::none();
        let plan = plan_in(Path::new("nowhere"));
        let handle = WriterHandle { queue, backlog: Arc::default(), room: 250, channels: 2, thread, mirror, plan };
        handle.try_send(sound(0, 400)).unwrap();
        let Err(Work::Sound(back)) = handle.try_send(sound(400, 1)) else { panic!("there is no room") };
        assert_eq!((back.at, back.samples.len()), (Frames(400), 2));
        handle.try_send(Work::Gap).unwrap();
        assert_eq!(handle.backlog_frames(), Frames(400));
    }

    #[test]
    fn the_room_is_a_minute_or_32_mib() {
        assert_eq!(room_frames(Hertz(48_000), 2), Frames(60 * 48_000));
        assert_eq!(room_frames(Hertz(48_000), 8), Frames(1 << 20));
    }

    #[test]
    fn a_collector_that_vanishes_ends_the_take_in_order() {
        let mut desk = Desk::new();
        desk.send([sound(0, 100)]);
        let Desk { handle, reports, folder, .. } = desk;
        handle.join().unwrap();
        let told: Vec<Report> = reports.try_iter().collect();
        assert!(matches!(told[..], [.., Report::PartClosed(_), Report::Gathered(_), Report::Finished]), "{told:?}");
        assert_eq!(WavReader::open(&folder.path().join("take-01-001.wav")).unwrap().frames(), Frames(100));
    }
}
