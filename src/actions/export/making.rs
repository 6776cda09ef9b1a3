//! The files of a session, before they are put anywhere.

use super::sound::{Refused, Sound};
use super::tell::{TakeTold, Telling};
use super::{HandedOver, Why};
use crate::audio::export_wav::Whole;
use crate::copies::Homes;
use crate::export::{Format, Making, Told, Written};
use crate::locale::Text;
use crate::store::register::Entry;

/// A file before it is put anywhere.
pub struct Made {
    pub session: String,
    /// What it is to be called, without its ending.
    pub name: String,
    pub take: u32,
    pub format: &'static Format,
    /// How many stand in it.
    pub marks: usize,
    pub remarks: Vec<Text>,
    pub content: Content,
}

pub enum Content {
    Text(String),
    /// With the folders in which its parts lie.
    Sound(Box<Whole>, Homes),
}

/// What is made of a session. Whose words are in it stands in `entry` then, which sound stays here in `handed`.
pub fn make(
    session: &str,
    telling: Telling,
    formats: &[&'static Format],
    handed: &mut HandedOver,
    entry: &mut Entry,
) -> Vec<Made> {
    let has_several = telling.takes.len() > 1;
    let mut made = Vec::new();
    for TakeTold { told, speaking, sound } in telling.takes {
        let mut files = texts(session, &told, formats);
        if !files.is_empty() {
            entry.people.extend(speaking);
        }
        match sound {
            Some(Ok(sound)) => {
                entry.people.extend(sound.speaking.iter().cloned());
                files.extend(of_sound(session, &told, formats, sound));
            }
            Some(Err(why)) => handed.refused.push(refused(session, &told, why)),
            None => {}
        }
        let name = if has_several { told.name() } else { told.session.clone() };
        handed.marks += files.iter().map(|file| file.marks).max().unwrap_or_default();
        made.extend(files.into_iter().map(|file| Made { name: name.clone(), ..file }));
    }
    if !made.is_empty() {
        entry.sessions.push(session.to_owned());
    }
    made
}

fn texts(session: &str, told: &Told, formats: &[&'static Format]) -> Vec<Made> {
    let text = |format: &&'static Format| match format.making {
        Making::Text(write) => {
            let Written { text, marks, remarks } = write(told);
            Some(Made { marks, remarks, ..blank(session, told, format, Content::Text(text)) })
        }
        Making::Sound => None,
    };
    formats.iter().filter_map(text).collect()
}

fn of_sound(session: &str, told: &Told, formats: &[&'static Format], sound: Sound) -> Option<Made> {
    let format = formats.iter().find(|format| format.is_sound())?;
    let content = Content::Sound(Box::new(sound.whole), sound.homes);
    Some(Made { marks: sound.cues.marks, remarks: sound.cues.remarks, ..blank(session, told, format, content) })
}

fn blank(session: &str, told: &Told, format: &'static Format, content: Content) -> Made {
    Made { session: session.to_owned(), name: String::new(), take: told.take, format, marks: 0, remarks: Vec::new(), content }
}

fn refused(session: &str, told: &Told, why: Why) -> Refused {
    Refused { session: session.to_owned(), called: told.session.clone(), take: told.take, why }
}
