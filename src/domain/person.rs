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

/// Why somebody's words may not leave for a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Nobody knows who that is: there is no file of this person.
    Unknown,
    /// No consent is noted.
    Never,
    /// It is given from this day on.
    NotBefore(NaiveDate),
    /// This was its last day.
    Ended(NaiveDate),
    Withdrawn(NaiveDate),
}

impl Person {
    /// Whether this person's words may leave on `day` for `usage`. Without a use, only what was withdrawn from any holds them back. A host
    /// needs no consent, and may withdraw all the same.
    pub fn allows(&self, usage: Option<&str>, day: NaiveDate) -> Result<(), Lack> {
        match usage {
            Some(usage) => self.allows_use(usage, day),
            None => {
                let lacks = self.consents.iter().filter_map(|consent| self.allows_use(&consent.usage, day).err());
                lacks.filter(|lack| matches!(lack, Lack::Withdrawn(_))).map(Err).next().unwrap_or(Ok(()))
            }
        }
    }

    /// This person with what another copy of the file says, and whether that says something else in the same place: then ours stays. Of what
    /// holds words back the stricter counts: what was withdrawn in one copy is withdrawn, a consent ends on the earlier day, a guest is one.
    pub fn with(&self, theirs: &Person) -> (Person, bool) {
        let mut both = self.clone();
        both.shown = self.shown.clone().or(theirs.shown.clone());
        both.code = self.code.clone().or(theirs.code.clone());
        both.role = if [self.role, theirs.role].contains(&Role::Guest) { Role::Guest } else { Role::Host };
        for consent in &theirs.consents {
            let is_it = |own: &&mut Consent| (&own.usage, own.given) == (&consent.usage, consent.given);
            match both.consents.iter_mut().find(is_it) {
                Some(own) => {
                    let later = own.take_in(consent).filter(|later| !both.consents.contains(later));
                    both.consents.extend(later);
                }
                None => both.consents.push(consent.clone()),
            }
        }
        let is_other = |ours: &Option<String>, theirs: &Option<String>| theirs.is_some() && ours != theirs;
        let differs = self.name != theirs.name || is_other(&both.shown, &theirs.shown) || is_other(&both.code, &theirs.code);
        (both, differs)
    }

    /// A withdrawal ends every consent for that use that was given until then; a later one counts anew.
    fn allows_use(&self, usage: &str, day: NaiveDate) -> Result<(), Lack> {
        let given = || self.consents.iter().filter(|consent| consent.usage == usage);
        let withdrawn = given().filter_map(|consent| consent.withdrawn).filter(|withdrawn| *withdrawn <= day).max();
        let stands = |consent: &Consent| withdrawn.is_none_or(|withdrawn| withdrawn < consent.given);
        let lasts = |consent: &Consent| consent.given <= day && consent.until.is_none_or(|until| day <= until);
        if given().any(|consent| stands(consent) && lasts(consent)) {
            return Ok(());
        }
        let ended = given().filter_map(|consent| consent.until).filter(|until| *until < day).max();
        let begins = given().map(|consent| consent.given).filter(|given| day < *given).min();
        match (withdrawn, self.role, begins, ended) {
            (Some(withdrawn), ..) => Err(Lack::Withdrawn(withdrawn)),
            (None, Role::Host, ..) => Ok(()),
            (None, Role::Guest, Some(begins), _) => Err(Lack::NotBefore(begins)),
            (None, Role::Guest, None, Some(ended)) => Err(Lack::Ended(ended)),
            (None, Role::Guest, None, None) => Err(Lack::Never),
        }
    }
}

impl Consent {
    /// The stricter of two copies of one consent. Where it was withdrawn on two days, the second withdrawal stands for itself, as another
    /// entry: it also ends what was given between the two.
    fn take_in(&mut self, theirs: &Consent) -> Option<Consent> {
        let earlier = |one: Option<NaiveDate>, other: Option<NaiveDate>| [one, other].into_iter().flatten().min();
        let later = self.withdrawn.zip(theirs.withdrawn).filter(|(one, other)| one != other).map(|(one, other)| one.max(other));
        self.until = earlier(self.until, theirs.until);
        self.withdrawn = earlier(self.withdrawn, theirs.withdrawn);
        self.how = self.how.clone().or(theirs.how.clone());
        self.evidence = self.evidence.clone().or(theirs.evidence.clone());
        later.map(|later| Consent { withdrawn: Some(later), ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// `USE GIVEN UNTIL WITHDRAWN`, the last two may be `-`.
    fn consent(text: &str) -> Consent {
        let fields: Vec<&str> = text.split(' ').collect();
        Consent {
            usage: fields[0].into(),
            given: day(fields[1]),
            until: fields[2].parse().ok(),
            how: None,
            evidence: None,
            withdrawn: fields[3].parse().ok(),
        }
    }

    fn person(role: Role, consents: &[&str]) -> Person {
        let consents = consents.iter().map(|text| consent(text)).collect();
        Person { id: Slug::parse("s-03").unwrap(), name: "Nadia G.".into(), shown: None, code: None, role, consents }
    }

    #[test]
    fn a_consent_holds_from_its_first_day_to_its_last_unless_it_was_withdrawn() {
        let june = || Err(Lack::Withdrawn(day("2020-06-01")));
        for (consents, expected) in [
            (&[][..], Err(Lack::Never)),
            (&["archive 2020-01-01 - -"], Err(Lack::Never)),
            (&["film 2020-06-10 - -"], Ok(())),
            (&["film 2020-06-11 - -"], Err(Lack::NotBefore(day("2020-06-11")))),
            (&["film 2020-01-01 2020-06-10 -"], Ok(())),
            (&["film 2020-01-01 2020-06-09 -"], Err(Lack::Ended(day("2020-06-09")))),
            (&["film 2020-01-01 - 2020-06-01"], june()),
            (&["film 2020-01-01 - 2020-06-11"], Ok(())),
            (&["film 2020-01-01 - 2020-06-01", "film 2020-02-01 - -"], june()),
            (&["film 2020-01-01 - 2020-06-01", "film 2020-06-01 - -"], june()),
            (&["film 2020-01-01 - 2020-06-01", "film 2020-06-02 - -"], Ok(())),
            (&["archive 2020-01-01 - 2020-06-01", "film 2020-01-01 - -"], Ok(())),
        ] {
            assert_eq!(person(Role::Guest, consents).allows(Some("film"), day("2020-06-10")), expected, "{consents:?}");
        }
    }

    #[test]
    fn of_two_copies_the_stricter_counts_both_ways() {
        let june = day("2020-06-10");
        for (one, other, expected) in [
            (&["film 2020-01-01 - -"][..], &["film 2020-01-01 - 2020-06-01"][..], false),
            (&["film 2020-01-02 - -"], &["film 2020-01-01 - 2020-06-01"], false),
            (&["film 2020-01-01 - -"], &["film 2020-01-01 2020-06-01 -"], false),
            (&[], &["film 2020-01-01 - -"], true),
            (&["film 2020-01-01 - 2020-02-01"], &["film 2020-03-01 - -"], true),
            (&["film 2020-03-20 - 2020-06-09", "film 2020-06-05 - -"], &["film 2020-03-20 - 2020-06-01"], false),
            (&["film 2020-03-20 - 2020-06-01", "film 2020-06-05 - -"], &["film 2020-03-20 - 2020-06-01"], true),
        ] {
            let [one, other] = [one, other].map(|consents| person(Role::Guest, consents));
            for (ours, theirs) in [(&one, &other), (&other, &one)] {
                let (both, differs) = ours.with(theirs);
                assert_eq!((both.allows(Some("film"), june).is_ok(), differs), (expected, false), "{both:?}");
                assert_eq!(both.with(theirs), (both.clone(), false));
            }
        }
        let host = Person { name: "Nadia".into(), code: Some("S-03".into()), ..person(Role::Host, &[]) };
        let (both, differs) = person(Role::Guest, &[]).with(&host);
        assert_eq!((both.role, both.code.as_deref(), both.name.as_str(), differs), (Role::Guest, Some("S-03"), "Nadia G.", true));
    }

    #[test]
    fn a_host_needs_none_and_may_withdraw_and_without_a_use_only_what_was_withdrawn_counts() {
        let today = day("2020-06-10");
        let june = Err(Lack::Withdrawn(day("2020-06-01")));
        assert_eq!(person(Role::Host, &[]).allows(Some("film"), today), Ok(()));
        assert_eq!(person(Role::Host, &["film 2020-01-01 2020-02-01 -"]).allows(Some("film"), today), Ok(()));
        assert_eq!(person(Role::Host, &["film 2020-01-01 - 2020-06-01"]).allows(Some("film"), today), june);
        assert_eq!(person(Role::Guest, &[]).allows(None, today), Ok(()));
        assert_eq!(person(Role::Guest, &["film 2020-01-01 2020-02-01 -"]).allows(None, today), Ok(()));
        assert_eq!(person(Role::Guest, &["archive 2020-01-01 - -", "film 2020-01-01 - 2020-06-01"]).allows(None, today), june);
    }
}
