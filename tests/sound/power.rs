//! A power cut: the file system stops between two instants, and what was not synced is gone.
//!
//! An ext4 on a file is shut down by `EXT4_IOC_SHUTDOWN` without flushing (argument 2), its page cache is dropped with the mount,
//! and the journal is replayed by the next one. Needs root for the mounts, hence only in `make faults`.

use std::fs;
use std::path::Path;

use crate::rig::machine::{Answer, entries};
use crate::rig::sound::{expect_counting, read_counts, write_counting};
use crate::rig::{Dice, Machine, is_long};

const RATE: u64 = 48_000;
const TRIES: u64 = 20;

/// `$0`: the program, `$1`: a folder of this try, `$2`: the source, `$3`: seconds until the cut. Leaves the library as the next
/// boot finds it in `$1/after`, the acknowledged notes in `$1/notes`, and when the power was cut in `$1/cut`.
const CUT: &str = r#"
set -e
cd "$1"
truncate -s 96M disk
mkfs.ext4 -q -F disk
mkdir mount after
mount -o loop disk mount
export TEMOIN_LIBRARY="$1/mount/library"
"$0" init "$TEMOIN_LIBRARY" >&2
"$0" record --detach --input "file:$2" --set limits.disk_minutes=0 >&2
date +%s.%N > started
pid=$("$0" status --json | sed -n 's/.*"pid": *\([0-9]*\).*/\1/p')
end=$(date -d "$3 seconds" +%s%N)
number=0
while [ "$(date +%s%N)" -lt "$end" ]; do
    if "$0" mark --ago 0s --note "mark $number" >&2; then echo "mark $number" >> notes; fi
    number=$((number + 1))
done
perl -e 'open(my $f, "<", $ARGV[0]) or die; my $how = pack("L", 2); ioctl($f, 0x8004587D, $how) or die "ioctl: $!"' "$1/mount"
date +%s.%N > cut
kill -9 "$pid"
umount mount || umount -l mount
mount -o loop disk mount
cp -a mount/library after/
umount mount
rm disk
"#;

#[test]
fn a_power_cut_costs_at_most_a_second_and_no_acknowledged_mark() {
    if !is_long() {
        return; // Needs root: in `make faults`.
    }
    let shared = tempfile::tempdir().expect("a temporary folder");
    let source = shared.path().join("counting.wav");
    write_counting(&source, 60, RATE as u32, 1);
    for number in 0..TRIES {
        cut_once(&source, number);
    }
}

fn cut_once(source: &Path, number: u64) {
    let machine = Machine::without_library();
    let after = Dice(number + 0xC07).between(300, 6_000) as f64 / 1_000.0;
    let mut cut = machine.command("unshare");
    cut.args(["-m", "--propagation", "private", "sh", "-c", CUT, env!("CARGO_BIN_EXE_temoin")]);
    let cut = cut.arg(machine.path("")).arg(source).arg(after.to_string());
    Answer::of(cut).expect_code(0);
    fs::rename(machine.path("after/library"), machine.library()).expect("what is left");

    let found = machine.run(["recover"]);
    assert!(matches!(found.code, Some(0 | 3)), "what is unverified needs a look: {found:#?}");
    let clock = |name: &str| fs::read_to_string(machine.path(name)).expect("a time").trim().parse::<f64>().expect("seconds");
    let lit = clock("cut") - clock("started");
    let counts = read_counts(&machine.parts()[0]);
    // Behind what was synced, zeros or nothing may stand; recovery keeps them and says so.
    let whole = counts.iter().rposition(|&count| count != 0).map_or(0, |last| last + 1);
    expect_counting(&counts[..whole]);
    let lost = lit - whole as f64 / RATE as f64;
    println!("power cut {number} after {lit:.3} s: {lost:.3} s lost");
    assert!(lost < 1.5, "{lost} s of {lit}");
    expect_marks(&machine);
    machine.run(["recover"]).expect_code(0);
}

fn expect_marks(machine: &Machine) {
    let files = entries(&machine.session()).into_iter().filter(|path| path.to_string_lossy().contains("markers-"));
    let text: String = files.map(|path| fs::read_to_string(path).expect("text")).collect();
    let notes = fs::read_to_string(machine.path("notes")).unwrap_or_default();
    for note in notes.lines() {
        assert_eq!(text.matches(&format!("note = \"{note}\"\n")).count(), 1, "{note} in {text}");
    }
}
