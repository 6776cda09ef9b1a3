//! The waveform of a take: looked at once, kept in the cache folder, drawn again at once. Of a take that was recorded here the recorder has
//! kept it already.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::listen::Listening;
use crate::audio::peaks::{self, Bucket, Entry, Peaks};
use crate::audio::wav::WavFormat;
use crate::domain::{Part, Take};
use crate::error::Error;

/// Hands over the buckets of `take`, one of `listening`'s, in their order, to be given to [`Peaks::extend`]: all at once where they
/// are kept in `cache`, else chunk by chunk. Keeps those of a closed take whose files are all whole.
///
/// Gives what is wrong with the files, each told once. `stop` ends it early.
pub fn waveform(
    listening: &Listening,
    take: &Take,
    cache: Option<&Path>,
    stop: &AtomicBool,
    mut hand_over: impl FnMut(&[Bucket]),
) -> Vec<Error> {
    let place_of = |part: &Part| listening.homes.path_of(part);
    let entry = cache.filter(|_| !take.is_open()).map(|cache| Entry::of(take, cache, place_of));
    if let Some(kept) = entry.as_ref().and_then(|entry| entry.read(take)) {
        hand_over(kept.buckets());
        return Vec::new();
    }
    let mut found = Peaks::of(take);
    let faults = peaks::scan(
        take,
        |part| (place_of(part), WavFormat::of(take, part.input)),
        stop,
        |buckets| {
            found.extend(buckets);
            hand_over(buckets);
        },
    );
    let Some(faults) = faults else { return Vec::new() };
    if let Some(entry) = entry.filter(|_| faults.is_empty()) {
        entry.keep(&found);
    }
    faults
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::path::PathBuf;

    use proptest::prelude::*;

    use super::*;
    use crate::actions::listen;
    use crate::copies::Elsewhere;
    use crate::domain::{Bits, Frames, Hertz};
    use crate::store::{Library, samples, sessions};

    /// A library with a session of two seconds, half of them in the fallback folder, and a cache.
    struct Desk {
        folder: tempfile::TempDir,
        library: Library,
    }

    impl Desk {
        fn new() -> Desk {
            let (folder, layout) = samples::library();
            let session = sessions::create(&layout, "2020-03-28T20:30:00".parse().unwrap(), &samples::slug("nadia")).unwrap();
            let mut take = Take { rate: Hertz(1000), bits: Bits::Int16, gaps: Vec::new(), ..samples::take("01A", 1) };
            take.frames = Some(Frames(2000));
            take.parts[0].frames = Some(Frames(1000));
            let second = Part { file: "take-01-002.wav".into(), start: Frames(1000), elsewhere: true, ..take.parts[0].clone() };
            take.parts.push(second);
            sessions::save(&session, &samples::session(vec![take])).unwrap();
            let library = Library::open(layout.root()).unwrap();
            let desk = Desk { folder, library };
            let spare = desk.listening().homes.fallback.unwrap();
            std::fs::create_dir_all(&spare).unwrap();
            write(&session.join("take-01-001.wav"), 1000);
            write(&spare.join("take-01-002.wav"), 8000);
            desk
        }

        fn listening(&self) -> Listening {
            let spare = Elsewhere { fallback: Some(self.folder.path().join("spare")), second_copy: None };
            listen::open(&self.library, &spare, "last").unwrap()
        }

        fn cache(&self) -> PathBuf {
            self.folder.path().join("cache")
        }

        fn kept(&self) -> Vec<PathBuf> {
            let entries = std::fs::read_dir(self.cache().join("peaks")).into_iter().flatten();
            entries.map(|entry| entry.unwrap().path()).collect()
        }

        /// The amplitudes of the first and the last bucket, what was told, and whether it came from the cache.
        fn look(&self) -> (Vec<Bucket>, usize, bool) {
            let listening = self.listening();
            let take = &listening.entry.session.takes[0];
            let mut found = Peaks::of(take);
            let is_kept = self.kept().iter().any(|path| {
                let bytes = std::fs::read(path).unwrap();
                Entry::of(take, &self.cache(), |part| listening.homes.path_of(part)).path() == *path
                    && bytes.len() == peaks::length(&found)
            });
            let stop = AtomicBool::new(false);
            let faults = waveform(&listening, take, Some(&self.cache()), &stop, |buckets| found.extend(buckets));
            assert!(found.is_whole());
            (vec![found.buckets()[0], *found.buckets().last().unwrap()], faults.len(), is_kept)
        }
    }

    fn write(path: &Path, amplitude: i16) {
        let spec =
            hound::WavSpec { channels: 1, sample_rate: 1000, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
        let mut writer = hound::WavWriter::create(path, spec).unwrap();
        (0..1000).for_each(|_| writer.write_sample(amplitude).unwrap());
        writer.finalize().unwrap();
    }

    const BOTH: [Bucket; 2] = [Bucket::Sound(1000), Bucket::Sound(8000)];

    #[test]
    fn a_take_is_looked_at_once_and_drawn_from_the_cache_then() {
        let desk = Desk::new();
        assert_eq!(desk.look(), (BOTH.to_vec(), 0, false));
        assert_eq!(desk.look(), (BOTH.to_vec(), 0, true));
        assert_eq!(desk.kept().len(), 1);
        let inside = std::fs::read_dir(desk.library.layout.root()).unwrap().count();
        assert_eq!(inside, 2, "nothing in the library but its settings and sessions");
    }

    #[test]
    fn a_changed_file_is_looked_at_anew_and_a_missing_one_is_told_each_time() {
        let desk = Desk::new();
        desk.look();
        let second = desk.listening().homes.fallback.unwrap().join("take-01-002.wav");
        write(&second, 500);
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
        std::fs::File::options().write(true).open(&second).unwrap().set_modified(later).unwrap();
        assert_eq!(desk.look().0, [Bucket::Sound(1000), Bucket::Sound(500)]);
        std::fs::remove_file(&second).unwrap();
        for _ in 0..2 {
            assert_eq!(desk.look(), (vec![Bucket::Sound(1000), Bucket::NotThere], 1, false));
        }
    }

    #[test]
    fn a_take_that_runs_and_one_that_was_left_are_not_kept() {
        let desk = Desk::new();
        let mut listening = desk.listening();
        let take = listening.entry.session.takes[0].clone();
        let stop = AtomicBool::new(false);
        let chunks = Cell::new(0);
        let look = |listening: &Listening, take: &Take| {
            waveform(listening, take, Some(&desk.cache()), &stop, |_| chunks.set(chunks.get() + 1));
        };
        listening.entry.session.takes[0].frames = None;
        let open = listening.entry.session.takes[0].clone();
        look(&listening, &open);
        assert_eq!((chunks.get(), desk.kept().len()), (1, 0));
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        look(&listening, &take);
        assert_eq!((chunks.get(), desk.kept().len()), (1, 0));
    }

    #[test]
    fn without_a_cache_that_can_be_written_it_is_drawn_all_the_same() {
        let desk = Desk::new();
        std::fs::write(desk.cache(), "a file where a folder should be").unwrap();
        assert_eq!(desk.look(), (BOTH.to_vec(), 0, false));
        let (listening, mut found) = (desk.listening(), 0);
        let take = &listening.entry.session.takes[0];
        waveform(&listening, take, None, &AtomicBool::new(false), |buckets| found += buckets.len());
        assert_eq!(found, 40);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn junk_in_the_cache_is_passed_over_and_replaced(junk in proptest::collection::vec(any::<u8>(), 0..400)) {
            let desk = Desk::new();
            desk.look();
            let [entry] = &desk.kept()[..] else { panic!("one entry") };
            let good = std::fs::read(entry).unwrap();
            std::fs::write(entry, &junk).unwrap();
            prop_assert_eq!(desk.look().0, BOTH);
            prop_assert_eq!(std::fs::read(entry).unwrap(), good);
        }
    }
}
