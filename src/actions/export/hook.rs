//! The program of the user's own that hears of each export: `on_export` of the config.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Asked, HandedOver};
use crate::config::{Config, state_folder};
use crate::error::{Error, Result};
use crate::recorder::Log;
use crate::recorder::hooks::{Facts, Runner, SoundFile};
use crate::recorder::protocol::FORMAT;
use crate::text;

/// Tells it, and waits until it has heard, 60 s at most; nothing is told of what stayed here but how much. What goes wrong in it stands in
/// the log.
///
/// Errors: there is no folder for the log, or no thread. What was handed over stays handed over.
pub fn tell(config: &Config, asked: &Asked, handed: &HandedOver) -> Result<()> {
    let Some(hook) = config.hooks.on_export.as_ref().filter(|_| !handed.files.is_empty()) else { return Ok(()) };
    let log = Log::open(&state_folder()?)?;
    let runner = Runner::spawn("on_export", hook.clone(), log);
    let runner = runner.map_err(|cause| Error::new(text!("recorder-no-thread")).because(cause))?;
    runner.tell(facts(asked, handed)); // its queue is empty: there is room
    runner.finish();
    Ok(())
}

fn facts(asked: &Asked, handed: &HandedOver) -> Facts {
    let names = vec![("session", handed.files[0].session.clone())];
    let paths: Vec<PathBuf> =
        handed.files.iter().filter(|file| file.path != Path::new("-")).map(|file| file.path.clone()).collect();
    let absolute = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
    // What left is silent already where it has to be.
    let files = move || paths.into_iter().map(|path| SoundFile { path: absolute(path), withheld: Vec::new() }).collect();
    Facts { document: document(asked, handed), names, files: Box::new(files) }
}

/// Ids and counts; `files` is added where there are some.
fn document(asked: &Asked, handed: &HandedOver) -> Value {
    let mut sessions: Vec<&str> = handed.files.iter().map(|file| file.session.as_str()).collect();
    sessions.dedup();
    let mut formats: Vec<&str> = handed.files.iter().map(|file| file.format).collect();
    formats.sort_unstable();
    formats.dedup();
    json!({
        "format": FORMAT, "event": "exported", "sessions": sessions, "as": formats, "use": asked.usage,
        "marks": handed.marks, "withheld": handed.kept,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{HandedFile, Out};
    use super::*;

    #[test]
    fn it_hears_of_sessions_formats_and_counts_and_of_no_name() {
        let file = |format, path: &str| HandedFile {
            path: path.into(),
            format,
            session: "2020-03-28-2030-nadia".into(),
            take: 1,
            marks: 2,
            blake3: "ab".into(),
        };
        let handed =
            HandedOver { files: vec![file("wav", "/out/n.wav"), file("csv", "-")], marks: 2, kept: 3, ..HandedOver::default() };
        let asked = Asked {
            sessions: vec!["last".into()],
            formats: Vec::new(),
            out: Out::Standard,
            offset: 0.0,
            leaves_out_gaps: false,
            usage: Some("film".into()),
            kinds: Vec::new(),
            recipient: Some("Paul".into()),
        };
        let Facts { document, names, files } = facts(&asked, &handed);
        let expected = json!({
            "format": 1, "event": "exported", "sessions": ["2020-03-28-2030-nadia"], "as": ["csv", "wav"], "use": "film",
            "marks": 2, "withheld": 3,
        });
        assert_eq!((document, names), (expected, vec![("session", "2020-03-28-2030-nadia".to_owned())]));
        let paths: Vec<PathBuf> = files().into_iter().map(|file| file.path).collect();
        assert_eq!(paths, [Path::new("/out/n.wav")]);
    }
}
