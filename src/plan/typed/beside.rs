//! What goes with each date of a series, in one line each: steps, sessions that hang on it, roles that go round.

use chrono::Duration;

use super::{minutes, refused};
use crate::domain::{Chain, Rota, Slug, Step, parse_duration};
use crate::error::Result;
use crate::text;

/// Of a chain that says no length, in minutes.
const USUAL: u32 = 60;

/// Steps are parted by `;`; the words of one may end with its length.
pub fn steps(typed: &str) -> Vec<Step> {
    typed.split(';').map(str::trim).filter(|words| !words.is_empty()).map(step).collect()
}

/// The longest end that is a length with a unit is the length; the words `Acte 2` have none.
fn step(words: &str) -> Step {
    let begins = words.char_indices().filter(|(_, letter)| letter.is_whitespace()).map(|(at, _)| at);
    let mut ends = begins.map(|at| (words[..at].trim(), words[at..].trim()));
    let found = ends.find_map(|(title, end)| {
        let has_unit = end.starts_with(|c: char| c.is_ascii_digit()) && end.contains(|c: char| c.is_alphabetic());
        Some((title, minutes(end).ok().filter(|_| has_unit)?))
    });
    match found {
        Some((title, minutes)) => Step { title: title.to_owned(), minutes: Some(minutes) },
        None => Step { title: words.to_owned(), minutes: None },
    }
}

/// `Préparation -1w 30m`: a title, how long before or after each date, and how long it lasts, an hour where that is not said. A title
/// that one of `known` has keeps its id.
pub fn chain(typed: &str, known: &[Chain]) -> Result<Chain> {
    let fault = || refused(text!("schedule-a-chain"), typed).hint(text!("schedule-a-chain-hint"));
    let (title, by, minutes) = chain_words(typed).ok_or_else(fault)?;
    let id = known.iter().find(|chain| chain.title == title).map(|chain| chain.id.clone());
    Ok(Chain { id: id.or_else(|| Slug::of(&title)).ok_or_else(fault)?, title, by, minutes })
}

fn chain_words(typed: &str) -> Option<(String, Duration, u32)> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let is_sign =
        |word: &&str| word.strip_prefix(['-', '+', '−']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let at = words.iter().position(is_sign).filter(|at| *at > 0)?;
    let by = |end: usize| parse_duration(words[at..end].concat().trim_start_matches(['-', '+', '−']));
    let (end, by) = (at + 1..=words.len()).find_map(|end| Some((end, by(end)?)))?;
    let length = match words[end..].is_empty() {
        true => USUAL,
        false => minutes(&words[end..].join(" ")).ok()?,
    };
    Some((words[..at].join(" "), if words[at].starts_with('+') { by } else { -by }, length))
}

/// `leader=lise,paul`: a role and who has it in turn, by their ids.
pub fn rota(typed: &str) -> Result<Rota> {
    let fault = || refused(text!("schedule-a-rota"), typed).hint(text!("schedule-a-rota-hint"));
    let (role, people) = typed.split_once('=').ok_or_else(fault)?;
    let people: Option<Vec<Slug>> = people.split(',').map(|id| Slug::parse(id.trim())).collect();
    Ok(Rota { role: Slug::parse(role.trim()).ok_or_else(fault)?, people: people.ok_or_else(fault)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_a_title_a_distance_and_a_length() {
        for (typed, expected) in [
            ("Préparation -1w 30m", Some(("preparation", -7 * 1440, 30))),
            ("Essai technique -1 jour 45 min", Some(("essai-technique", -1440, 45))),
            ("Bilan +2d", Some(("bilan", 2 * 1440, 60))),
            ("Acte 2 +1h30 1h", Some(("acte-2", 90, 60))),
            ("Bilan", None),
            ("-1w 30m", None),
            ("Bilan +2d long", None),
        ] {
            let found = chain(typed, &[]).ok();
            let found = found.as_ref().map(|chain| (chain.id.as_str(), chain.by.num_minutes(), chain.minutes));
            assert_eq!(found, expected, "{typed}");
        }
        let known = Chain { id: Slug::parse("prep").unwrap(), title: "Préparation".into(), by: Duration::zero(), minutes: 10 };
        assert_eq!(chain("Préparation -2d", &[known]).unwrap().id.as_str(), "prep");
        assert!(chain("Bilan", &[]).unwrap_err().to_string().contains("“Preparation -1w 30m”"));
    }

    #[test]
    fn a_rota_is_a_role_and_people() {
        let found = rota("leader=lise, paul").unwrap();
        assert_eq!((found.role.as_str(), found.people.len()), ("leader", 2));
        for typed in ["leader", "leader=", "=lise", "leader=Lise Martin"] {
            assert!(rota(typed).unwrap_err().to_string().contains("leader=lise,paul"), "{typed}");
        }
    }
}
