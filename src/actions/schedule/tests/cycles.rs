//! Cycles: all or none, and a person's changes stay.

use super::*;
use crate::actions::schedule::writing::put as put_down;
use crate::error::Result;
use crate::store::cycle;

/// Of the repository, as people get it.
const FILE: &str = include_str!("../../../../examples/intervisions.toml");

/// Carries `text` out as the file `intervisions.toml`, on a disk that `put` writes.
fn carry_out(desk: &Desk, text: &str, put_text: &mut dyn FnMut(&Path, Option<&str>) -> Result<()>) -> Result<Cycled> {
    let path = desk.folder.path().join("intervisions.toml");
    put(&path, text);
    let (cycle, text) = cycle::load(&path, Tz::Europe__Brussels)?;
    desk.before().cycle_through(&cycle, &text, put_text)
}

fn cycle(desk: &Desk, text: &str) -> Cycled {
    carry_out(desk, text, &mut put_down).unwrap()
}

impl Desk {
    /// In the year before the cycle.
    fn before(&self) -> Planner<'_> {
        Planner { now: "2020-12-01T12:00:00Z".parse().unwrap(), ..self.planner() }
    }

    /// Every file of series and cycles, with its text.
    fn files(&self) -> Vec<(PathBuf, String)> {
        let folders = [self.library.layout.series_dir(), self.library.layout.cycles_dir()];
        let names = folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten();
        let mut files: Vec<_> =
            names.map(|entry| entry.path()).map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect();
        files.sort();
        files
    }

    fn sessions_of(&self, id: &str) -> Vec<String> {
        let series = self.series(id);
        let plan = Plan::of(&series, &self.library.settings).unwrap();
        brief(&plan.between(at("2021-01-01 00:00"), at("2022-01-01 00:00")).unwrap())
    }
}

const G7: [&str; 5] = ["01-18 09:30 1/5", "02-08 09:30 2/5", "03-01 09:30 3/5", "03-22 09:30 4/5", "05-03 09:30 5/5"];

#[test]
fn thirty_lines_give_fifty_sessions_and_one_undo_takes_them_back() {
    let desk = Desk::new();
    let before = desk.files();
    let cycled = cycle(&desk, FILE);
    assert!(FILE.lines().count() <= 30);
    assert_eq!(french(&cycled.said.unwrap()), "Cycle intervisions : 10 séries écrites.");
    assert_eq!(cycled.series.iter().filter(|said| said.did == Did::Added).count(), 10);
    let all: usize = (1..=10).map(|n| desk.sessions_of(&format!("g{n}")).len()).sum();
    assert_eq!((all, desk.sessions_of("g7")), (50, G7.map(str::to_owned).to_vec()));
    let g7 = desk.series("g7");
    assert_eq!(
        (g7.title.as_str(), g7.people(), g7.place),
        ("Intervision, groupe 7", vec![slug("anne"), slug("bela")], Some(slug("lille")))
    );
    assert_eq!(desk.undo(), "Défait : le cycle « intervisions ».");
    assert_eq!(desk.files(), before);
    assert_eq!(desk.undo(), "nothing");
    assert_eq!(cycle(&desk, FILE).written(), 10, "what was taken back can be done again");
}

#[test]
fn the_same_file_again_is_nothing_to_do_and_moves_survive() {
    let desk = Desk::new();
    cycle(&desk, FILE);
    desk.before().shift_following(&id("g7@2021-02-08T09:30"), Duration::weeks(1)).unwrap();
    desk.before().cancel(&id("g1@2021-01-11T09:30")).unwrap();
    let by_hand = desk.text("g2").replace("place = \"lille\"", "place = \"tournai\" # travaux");
    put(&desk.path("g2"), &by_hand);
    let moved = desk.files();
    let again = cycle(&desk, FILE);
    assert_eq!((again.said, desk.files()), (None, moved.clone()));
    let changed = cycle(
        &desk,
        &FILE.replace("minutes = 180", "minutes = 150").replace(
            "[\"anne\", \"bela\"],   place = \"lille\" },\n  { id = \"g8\"",
            "[\"anne\", \"dina\"],   place = \"lille\" },\n  { id = \"g8\"",
        ),
    );
    assert_eq!(changed.written(), 10);
    assert_eq!((desk.series("g7").minutes, desk.series("g7").hosts), (150, vec![slug("anne"), slug("dina")]));
    assert_eq!(desk.sessions_of("g7")[1..3], ["02-15 09:30 2/5", "03-08 09:30 3/5"]);
    assert_eq!(desk.text("g2"), by_hand.replace("minutes = 180", "minutes = 150"));
    desk.undo();
    assert_eq!(desk.files(), moved);
}

#[test]
fn a_changed_file_changes_only_the_groups_that_it_changes() {
    let desk = Desk::new();
    cycle(&desk, FILE);
    let did = |cycled: &Cycled, did: Did| -> Vec<String> {
        cycled.series.iter().filter(|said| said.did == did).map(|said| said.id.to_string()).collect()
    };
    let other = FILE.replace("2021-01-18T09:30:00", "2021-01-18T10:00:00");
    let changed = cycle(&desk, &other);
    assert_eq!((did(&changed, Did::Changed), did(&changed, Did::Nothing).len()), (vec!["g7".to_owned()], 9));
    let without: String = FILE.lines().filter(|line| !line.contains("\"g10\"")).map(|line| format!("{line}\n")).collect();
    assert_eq!(did(&cycle(&desk, &without), Did::NoMoreNamed), ["g10"]);
    assert!(desk.path("g10").exists());
    desk.before().remove_series(&slug("g4")).unwrap();
    assert_eq!(did(&cycle(&desk, &without), Did::InTrash), ["g4"]);
    assert!(!desk.path("g4").exists());
}

#[test]
fn a_series_of_another_origin_is_never_written_over() {
    let desk = Desk::new();
    let before = desk.files();
    let fault = carry_out(&desk, &FILE.replace("\"g9\"", "\"nadia\""), &mut put_down).unwrap_err().to_string();
    assert!(
        fault.contains("nadia.toml: `nadia` is the id of a group, but also of a series that this cycle has not made"),
        "{fault}"
    );
    assert_eq!(desk.files(), before);
}

#[test]
fn a_cycle_that_has_begun_keeps_its_past() {
    let desk = Desk::new();
    cycle(&desk, FILE);
    let before = desk.files();
    let path = desk.folder.path().join("intervisions.toml");
    put(&path, FILE.replace("P3W", "P2W"));
    let (cycle, text) = cycle::load(&path, Tz::Europe__Brussels).unwrap();
    let later = Planner { now: "2021-02-20T12:00:00Z".parse().unwrap(), ..desk.planner() };
    let fault = later.cycle(&cycle, &text).unwrap_err().to_string();
    assert!(fault.contains("g1.toml: this series has begun"), "{fault}");
    assert_eq!(desk.files(), before);
}

/// The disk refuses one write, and takes the others.
#[test]
fn a_write_that_fails_leaves_nothing_behind() {
    for nth in 1..=11 {
        let desk = Desk::new();
        let before = desk.files();
        let mut writes = 0;
        let fault = carry_out(&desk, FILE, &mut |path, text| {
            writes += 1;
            if writes == nth { Err(Error::new(text!("files-disk-full")).at(path)) } else { put_down(path, text) }
        });
        assert!(fault.unwrap_err().to_string().contains("the disk is full"));
        assert_eq!((desk.files(), desk.undo().as_str()), (before, "nothing"), "write {nth}");
    }
}

/// The power goes with a write: nothing after it is done, not even what would take it back.
#[test]
fn a_power_cut_at_any_write_is_completed_by_the_next_call_and_taken_back_at_once() {
    for nth in 1..=11 {
        let desk = Desk::new();
        let before = desk.files();
        let mut writes = 0;
        let cut = carry_out(&desk, FILE, &mut |path, text| {
            writes += 1;
            if writes >= nth { Err(Error::new(text!("files-unwritten")).at(path)) } else { put_down(path, text) }
        });
        assert!(cut.is_err());
        assert_eq!(desk.files().len(), before.len() + nth - 1, "half of it stands there");
        cycle(&desk, FILE);
        let all: usize = (1..=10).map(|n| desk.sessions_of(&format!("g{n}")).len()).sum();
        assert_eq!(all, 50, "write {nth}");
        assert_eq!(desk.undo(), "Défait : le cycle « intervisions ».");
        assert_eq!((desk.files(), desk.undo().as_str()), (before, "nothing"), "write {nth}");
    }
}

#[test]
fn a_power_cut_in_a_changed_file_is_completed_too() {
    let other = FILE.replace("minutes = 180", "minutes = 150");
    for nth in 1..=11 {
        let desk = Desk::new();
        cycle(&desk, FILE);
        let before = desk.files();
        let mut writes = 0;
        let cut = carry_out(&desk, &other, &mut |path, text| {
            writes += 1;
            if writes >= nth { Err(Error::new(text!("files-unwritten")).at(path)) } else { put_down(path, text) }
        });
        assert!(cut.is_err());
        cycle(&desk, &other);
        assert!((1..=10).all(|n| desk.series(&format!("g{n}")).minutes == 150), "write {nth}");
        desk.undo();
        assert_eq!(desk.files(), before, "write {nth}");
    }
}

#[test]
fn half_a_cycle_can_be_taken_back_without_being_completed() {
    let desk = Desk::new();
    let before = desk.files();
    let mut writes = 0;
    let cut = carry_out(&desk, FILE, &mut |path, text| {
        writes += 1;
        if writes >= 5 { Err(Error::new(text!("files-unwritten")).at(path)) } else { put_down(path, text) }
    });
    assert!(cut.is_err());
    assert_eq!(desk.undo(), "Défait : le cycle « intervisions ».");
    assert_eq!(desk.files(), before);
}

/// `cycles/` is a link that leads out of the library.
#[test]
fn a_folder_that_leads_out_of_the_library_is_refused_before_anything_is_written() {
    let (desk, elsewhere) = (Desk::new(), tempfile::tempdir().unwrap());
    let before = desk.files();
    std::os::unix::fs::symlink(elsewhere.path(), desk.library.layout.cycles_dir()).unwrap();
    let fault = carry_out(&desk, FILE, &mut put_down).unwrap_err().to_string();
    assert!(fault.contains("cycles/intervisions.toml"), "{fault}");
    assert_eq!((desk.files(), desk.undo().as_str()), (before, "nothing"));
    let first = FileChange { file: "series/nadia.toml".into(), before: None, after: Some("format = 1\n".into()) };
    let outside = FileChange { file: "cycles/x.toml".into(), ..first.clone() };
    let planner = desk.planner();
    let done = planner.carry_out(vec![first, outside], Act::Removed { title: "X".into() }, None, &mut put_down);
    assert!(done.unwrap_err().to_string().contains("cycles/x.toml"));
    assert_eq!((desk.text("nadia").as_str(), desk.undo().as_str()), (NADIA, "nothing"));
}

#[test]
fn what_lies_outside_the_library_by_now_does_not_stop_an_undo() {
    let (desk, elsewhere) = (Desk::new(), tempfile::tempdir().unwrap());
    let before = desk.files();
    cycle(&desk, FILE);
    std::fs::remove_dir_all(desk.library.layout.cycles_dir()).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), desk.library.layout.cycles_dir()).unwrap();
    assert_eq!(desk.undo(), "Défait : le cycle « intervisions ».");
    assert_eq!((desk.files(), desk.undo().as_str()), (before, "nothing"));
}
