//! `hotkey`: the desktop is a program of the test's own, which keeps what it is told in a file.

#[allow(dead_code)] // other tests use the rest
mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use common::{Answer, Home};

/// Keeps `PLACE KEY` and the value, a file for each, and knows what `list-recursively` says from a file.
const GSETTINGS: &str = r#"#!/bin/sh
store="$HOME/gsettings"
mkdir -p "$store"
case "$1" in
    get) file="$store/$(printf '%s %s' "$2" "$3" | tr / _)"; if [ -e "$file" ]; then cat "$file"; else echo "@as []"; fi ;;
    set) printf '%s' "$4" > "$store/$(printf '%s %s' "$2" "$3" | tr / _)" ;;
    reset-recursively) rm -f "$store/$(printf '%s' "$2" | tr / _)"* ;;
    list-recursively) cat "$HOME/others" 2>/dev/null || true ;;
esac
"#;

/// Keeps properties as `xfconf-query` lists them: one a line.
const XFCONF: &str = r#"#!/bin/sh
shift 2
store="$HOME/xfconf"
touch "$store"
case "$*" in
    "-l -v") cat "$store" ;;
    *" -r") grep -vF "$2 " "$store" > "$store.new"; mv "$store.new" "$store" ;;
    *) for last; do :; done; grep -vF "$2 " "$store" > "$store.new"; printf '%s    %s\n' "$2" "$last" >> "$store.new"; mv "$store.new" "$store" ;;
esac
"#;

const KEYS: &str = "org.gnome.settings-daemon.plugins.media-keys";
const OURS: &str = "/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings/temoin-mark/";

fn home() -> Home {
    let home = Home::new();
    for (name, script) in [("gsettings", GSETTINGS), ("xfconf-query", XFCONF)] {
        let program = home.write(&format!("bin/{name}"), script);
        fs::set_permissions(program, fs::Permissions::from_mode(0o755)).unwrap();
    }
    home
}

fn call(home: &Home, desktop: &str, arguments: &[&str]) -> Answer {
    let mut command = home.command(arguments);
    let path = format!("{}:/usr/bin:/bin", home.path().join("bin").display());
    Answer::of(command.env("PATH", path).env("XDG_CURRENT_DESKTOP", desktop).output().unwrap())
}

/// What the desktop was told of a key of a place.
fn kept(home: &Home, place: &str, key: &str) -> Option<String> {
    fs::read_to_string(home.path().join("gsettings").join(format!("{place} {key}").replace('/', "_"))).ok()
}

fn keep(home: &Home, place: &str, key: &str, value: &str) {
    home.write(&format!("gsettings/{}", format!("{place} {key}").replace('/', "_")), value);
}

#[test]
fn gnome_gets_the_shortcut_beside_those_that_are_there_and_gives_it_back() {
    let home = home();
    let other = "/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings/custom0/";
    keep(&home, KEYS, "custom-keybindings", &format!("['{other}']"));
    keep(&home, &format!("{KEYS}.custom-keybinding:{other}"), "binding", "'<Super>t'");
    for _ in ["once", "twice makes no second one"] {
        let bound = call(&home, "ubuntu:GNOME", &["hotkey"]);
        assert!(
            bound.code == 0 && bound.out.contains("Ctrl+Alt+M") && bound.out.trim_end().ends_with("temoin mark"),
            "{bound:?}"
        );
        assert_eq!(kept(&home, KEYS, "custom-keybindings"), Some(format!("['{other}', '{OURS}']")));
    }
    let ours = format!("{KEYS}.custom-keybinding:{OURS}");
    assert_eq!(kept(&home, &ours, "binding").as_deref(), Some("'<Control><Alt>m'"));
    let command = kept(&home, &ours, "command").unwrap();
    assert!(command.starts_with("'/") && command.ends_with("temoin mark'"), "{command}");
    assert_eq!(call(&home, "ubuntu:GNOME", &["hotkey", "--remove"]).code, 0);
    assert_eq!(kept(&home, KEYS, "custom-keybindings"), Some(format!("['{other}']")));
    assert_eq!((kept(&home, &ours, "command"), kept(&home, &ours, "binding")), (None, None));
    let again = call(&home, "ubuntu:GNOME", &["hotkey", "--remove"]);
    assert!(again.code == 0 && again.out.contains("nothing to take away"), "{again:?}");
}

#[test]
fn a_key_that_something_else_has_stays_with_it() {
    let home = home();
    let other = "/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings/custom0/";
    keep(&home, KEYS, "custom-keybindings", &format!("['{other}']"));
    keep(&home, &format!("{KEYS}.custom-keybinding:{other}"), "binding", "'<Primary><Alt>m'");
    keep(&home, &format!("{KEYS}.custom-keybinding:{other}"), "name", "'Mail'");
    let refused = call(&home, "GNOME", &["hotkey"]);
    assert!(refused.code == 1 && refused.err.contains("Ctrl+Alt+M is in use: Mail\n  hint: "), "{refused:?}");
    assert_eq!(kept(&home, KEYS, "custom-keybindings"), Some(format!("['{other}']")));
    keep(&home, KEYS, "custom-keybindings", "@as []");
    home.write("others", "org.gnome.desktop.wm.keybindings minimize ['<Super>h', '<Control><Alt>m']\n");
    let refused = call(&home, "GNOME", &["hotkey"]);
    assert!(refused.code == 1 && refused.err.contains("wm.keybindings minimize"), "{refused:?}");
    keep(&home, KEYS, "custom-keybindings", "nothing of the kind");
    let unread = call(&home, "GNOME", &["hotkey"]);
    assert!(unread.code == 1 && unread.err.contains("nothing of the kind"), "{unread:?}");
    assert_eq!(kept(&home, KEYS, "custom-keybindings").as_deref(), Some("nothing of the kind"));
}

#[test]
fn xfce_gets_the_shortcut_and_keeps_what_is_somebody_else_s() {
    let home = home();
    home.write("xfconf", "/commands/custom/<Alt>F2    xfce4-appfinder\n");
    let library = home.path().join("à moi");
    fs::create_dir(&library).unwrap();
    let bound = call(&home, "XFCE", &["--library", "à moi", "hotkey"]);
    assert_eq!(bound.code, 0, "{bound:?}");
    let text = fs::read_to_string(home.path().join("xfconf")).unwrap();
    let whole = library.canonicalize().unwrap();
    assert!(
        text.contains(&format!("temoin --library '{}' mark\n", whole.display())) && text.starts_with("/commands/custom/<Alt>F2"),
        "{text}"
    );
    assert_eq!(call(&home, "XFCE", &["hotkey", "--remove"]).code, 0);
    assert_eq!(fs::read_to_string(home.path().join("xfconf")).unwrap(), "/commands/custom/<Alt>F2    xfce4-appfinder\n");
    home.write("xfconf", "/commands/custom/<Primary><Alt>m    thunderbird\n");
    let refused = call(&home, "XFCE", &["hotkey"]);
    assert!(refused.code == 1 && refused.err.contains("thunderbird"), "{refused:?}");
    assert!(call(&home, "XFCE", &["hotkey", "--remove"]).out.contains("nothing to take away"));
    assert_eq!(fs::read_to_string(home.path().join("xfconf")).unwrap(), "/commands/custom/<Primary><Alt>m    thunderbird\n");
}

/// As one whose settings daemon hangs.
#[test]
fn a_program_of_the_desktop_that_does_not_answer_is_ended_and_told_of() {
    let home = home();
    home.write("bin/gsettings", "#!/bin/sh\necho $$ > \"$HOME/pid\"\nexec sleep 1000\n");
    let silent = call(&home, "GNOME", &["hotkey"]);
    assert!(silent.code == 1 && silent.err.contains("gsettings has not answered"), "{silent:?}");
    let pid = fs::read_to_string(home.path().join("pid")).unwrap();
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    assert!(stat.is_empty() || stat.contains(") Z "), "{stat}");
}

#[test]
fn of_other_desktops_it_is_told_what_to_write_there() {
    let home = home();
    let told = |desktop: &str| call(&home, desktop, &["--set", "language=fr", "hotkey"]);
    let (sway, none) = (told("sway"), told(""));
    assert!(sway.code == 3 && sway.out.contains("bindsym Ctrl+Mod1+m exec /"), "{sway:?}");
    assert!(none.code == 3 && none.out.contains("réglages du clavier") && none.out.contains("temoin mark"), "{none:?}");
    assert_eq!(call(&home, "KDE", &["hotkey", "--remove"]).code, 3);
    let mut bare = home.command(&["hotkey"]);
    let without = Answer::of(bare.env("PATH", "/nowhere").env("XDG_CURRENT_DESKTOP", "GNOME").output().unwrap());
    assert_eq!(without.code, 3, "GNOME without its program: {without:?}");
}
