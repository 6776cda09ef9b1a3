//! Someone on either side of the microphone, and what they agreed to.

use chrono::NaiveDate;

use super::Slug;

/// `people/ID.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    pub id: Slug,
    /// Private: stays in the library.
    pub name: String,
    /// How exports name the person; the code where it is empty.
    pub shown: Option<String>,
    pub code: Option<String>,
    pub role: Role,
    pub consents: Vec<Consent>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    #[default]
    Guest,
    Host,
}

/// What one person allows for one use.
#[derive(Debug, Clone, PartialEq)]
pub struct Consent {
    pub usage: String,
    pub given: NaiveDate,
    pub until: Option<NaiveDate>,
    /// `spoken` or `written`.
    pub how: Option<String>,
    pub evidence: Option<String>,
    /// From then on it counts as never given.
    pub withdrawn: Option<NaiveDate>,
}
