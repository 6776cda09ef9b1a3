//! What runs in the sound card's thread takes no memory and gives none back.
//!
//! A binary of its own, since it installs an allocator that counts. Locks and system calls are not seen here: `Capture` holds
//! no lock, and `strace -c` on the thread shows only those of the sound server's library.

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use temoin::audio::capture::{Capture, Format, Listener, ring};
use temoin::audio::meter::DeviceError;
use temoin::clock::Monotonic;
use temoin::domain::{Frames, Hertz};

#[global_allocator]
static COUNTING: AllocDisabler = AllocDisabler;

const STEREO: Format = Format { rate: Hertz(48_000), channels: 2 };

/// A ring of one second, and deliveries into it that must not touch the allocator, which would abort the process.
fn deliver(deliveries: impl FnOnce(&mut Capture)) -> Listener {
    let (mut capture, listener) = ring(STEREO, 1);
    assert_no_alloc(|| deliveries(&mut capture));
    listener
}

#[test]
fn the_allocator_of_this_test_counts() {
    let outcome = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "an_allocation_aborts"])
        .output()
        .unwrap();
    assert!(!outcome.status.success(), "an allocation went through unseen");
}

#[test]
#[ignore = "aborts; run by the_allocator_of_this_test_counts"]
fn an_allocation_aborts() {
    assert_no_alloc(|| drop(std::hint::black_box(vec![0.0_f32; 960])));
}

#[test]
fn a_block_with_room_allocates_nothing() {
    let sound = [0.25; 960];
    let mut listener = deliver(|capture| {
        for n in 0..50 {
            capture.block(&sound, Monotonic(n * 10_000_000));
        }
    });
    assert_eq!(listener.by_ref().map(|block| block.samples.len()).sum::<usize>(), 50 * 960);
    assert_eq!(listener.meter().dropped_frames(), Frames(0));
}

#[test]
fn a_full_ring_allocates_nothing() {
    let sound = [0.25; 9600];
    let listener = deliver(|capture| {
        for _ in 0..20 {
            capture.block(&sound, Monotonic::now());
        }
    });
    assert_eq!(listener.meter().dropped_frames(), Frames(10 * 4800));
    assert_eq!(listener.count(), 10);
}

#[test]
fn odd_and_oversized_deliveries_allocate_nothing() {
    let sound = vec![0.5_f32; 100_000];
    let sizes = [0, 1, 2, 3, 127, 4801, 9601, 60_001, 100_000];
    let mut listener = deliver(|capture| {
        for size in sizes {
            capture.block(&sound[..size], Monotonic::now());
        }
    });
    let heard: u64 = listener.by_ref().map(|block| block.frames(STEREO).0).sum();
    let delivered: u64 = sizes.iter().map(|size| size / 2).sum::<usize>() as u64;
    assert_eq!(heard + listener.meter().dropped_frames().0, delivered);
}

#[test]
fn samples_of_any_type_allocate_nothing() {
    let (int16, int32, byte) = ([i16::MAX; 960], [i32::MIN; 960], [128_u8; 960]);
    let mut listener = deliver(|capture| {
        capture.block_of(&int16, Monotonic(1), |sample| f32::from(sample) / 32_768.0);
        capture.block_of(&int32, Monotonic(2), |sample| sample as f32 / 2_147_483_648.0);
        capture.block_of(&byte, Monotonic(3), |sample| (f32::from(sample) - 128.0) / 128.0);
    });
    let firsts: Vec<f32> = listener.by_ref().map(|block| block.samples[0]).collect();
    assert_eq!(firsts, [f32::from(i16::MAX) / 32_768.0, -1.0, 0.0]);
}

#[test]
fn a_flood_of_faults_and_the_readings_for_it_allocate_nothing() {
    let listener = deliver(|capture| {
        for _ in 0..1_000_000 {
            capture.meter().report(DeviceError::Lost);
        }
        assert!(capture.room_frames() > 0);
    });
    assert_eq!(listener.meter().last_error(), Some(DeviceError::Lost));
}
