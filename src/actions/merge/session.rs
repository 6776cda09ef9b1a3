//! What two copies say of one session: what it is, and what was noted of it.
//!
//! What is said in one copy only is said in both; where the two differ, ours stays, and theirs is for somebody to look at. Takes are not for
//! here.

use crate::actions::after::BESIDE;
use crate::domain::{After, Roles, Session, Slug};
use crate::store::sessions::{SessionEntry, is_made_up};

/// Ours with what theirs says besides, and whether theirs says something else in the same place. Of a session that recovery has made up
/// from its sound, all that the other one knows.
pub fn together(ours: &SessionEntry, theirs: &SessionEntry) -> (Session, bool) {
    let (own, other) = (&ours.session, &theirs.session);
    if is_made_up(ours) && !is_made_up(theirs) {
        return (Session { takes: own.takes.clone(), ..other.clone() }, false);
    }
    if is_made_up(theirs) {
        return (own.clone(), false);
    }
    let (roles, roles_differ) = roles(&own.roles, &other.roles);
    let both = Session {
        title: if own.title.is_empty() { other.title.clone() } else { own.title.clone() },
        series: own.series.clone().or(other.series.clone()),
        occurrence: own.occurrence.or(other.occurrence),
        chain: own.chain.clone().or(other.chain.clone()),
        zone: own.zone,
        number: own.number.or(other.number),
        of: own.of.or(other.of),
        people: people(&own.people, &other.people),
        roles,
        takes: own.takes.clone(),
        after: after(&own.after, &other.after),
    };
    let is_other = |theirs: &Session| {
        let title = !theirs.title.is_empty() && theirs.title != both.title;
        let plan = (&theirs.series, theirs.occurrence, &theirs.chain);
        title || (theirs.occurrence.is_some() && plan != (&both.series, both.occurrence, &both.chain)) || theirs.zone != both.zone
    };
    let differs = roles_differ || is_other(other);
    (both, differs)
}

/// Everybody whom one of them names: whose word is asked before anything leaves.
pub fn people(ours: &[Slug], theirs: &[Slug]) -> Vec<Slug> {
    let new = theirs.iter().filter(|id| !ours.contains(id));
    ours.iter().chain(new).cloned().collect()
}

fn roles(ours: &Roles, theirs: &Roles) -> (Roles, bool) {
    let mut both = theirs.clone();
    both.extend(ours.clone());
    let differ = theirs.iter().any(|(role, person)| both.get(role) != Some(person));
    (both, differ)
}

fn after(ours: &After, theirs: &After) -> After {
    After { mood: said(&ours.mood, &theirs.mood), gist: said(&ours.gist, &theirs.gist), heavy: ours.heavy.max(theirs.heavy) }
}

/// All that was said, once, in the same order in both copies.
fn said(ours: &Option<String>, theirs: &Option<String>) -> Option<String> {
    let (Some(own), Some(other)) = (ours, theirs) else { return ours.as_ref().or(theirs.as_ref()).cloned() };
    let parts = |text: &String| text.split(BESIDE).map(|part| part.trim().to_owned()).collect::<Vec<_>>();
    let (own_parts, other_parts) = (parts(own), parts(other));
    let holds = |one: &[String], all: &[String]| one.iter().all(|part| all.contains(part));
    match (holds(&other_parts, &own_parts), holds(&own_parts, &other_parts)) {
        (true, true) => Some(own.min(other).clone()),
        (true, false) => Some(own.clone()),
        (false, true) => Some(other.clone()),
        (false, false) => {
            let mut all = [own_parts, other_parts].concat();
            all.sort();
            all.dedup();
            Some(all.join(BESIDE))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{self, slug, take};

    fn entry(session: Session) -> SessionEntry {
        SessionEntry { id: "2020-03-28-2030-nadia".into(), folder: "/l".into(), session }
    }

    fn nadia(change: impl FnOnce(&mut Session)) -> SessionEntry {
        let mut session = samples::session(Vec::new());
        change(&mut session);
        entry(session)
    }

    #[test]
    fn what_one_copy_says_both_say_and_nobody_is_forgotten() {
        let ours = nadia(|session| session.after = After { mood: Some("calme".into()), gist: None, heavy: None });
        let theirs = nadia(|session| {
            session.people = vec![slug("paul"), slug("s-03")];
            session.after = After { mood: Some("fatiguée".into()), gist: Some("la mère".into()), heavy: Some(true) };
        });
        let (one, differs) = together(&ours, &theirs);
        let (other, _) = together(&theirs, &ours);
        assert!(!differs && one.after == other.after);
        assert_eq!(
            (one.after.mood.as_deref(), one.after.gist.as_deref(), one.after.heavy),
            (Some("calme · fatiguée"), Some("la mère"), Some(true))
        );
        assert_eq!(one.people.len(), 3);
        assert_eq!(together(&entry(one.clone()), &theirs).0, one, "twice is as once");
    }

    #[test]
    fn what_differs_stays_ours_and_is_told() {
        let theirs = nadia(|session| session.title = "Nadia, le matin".into());
        let (both, differs) = together(&nadia(|_| {}), &theirs);
        assert!(differs && both == nadia(|_| {}).session);
        let theirs = nadia(|session| session.roles = Roles::from([(slug("leader"), slug("paul"))]));
        assert!(together(&nadia(|_| {}), &theirs).1);
    }

    #[test]
    fn a_session_that_was_made_up_from_its_sound_gets_its_name_back() {
        let mut made_up = nadia(|session| {
            *session = Session {
                title: "2020-03-28-2030-nadia".into(),
                series: None,
                people: Vec::new(),
                roles: Roles::new(),
                after: After::default(),
                ..session.clone()
            };
            session.takes = vec![take("01A", 1)];
            session.takes[0].inputs = vec!["none".into()];
        });
        let (both, differs) = together(&made_up, &nadia(|_| {}));
        assert!(!differs && both.title == "Nadia, le soir" && both.takes == made_up.session.takes);
        made_up.session.takes.clear();
        assert_eq!(together(&nadia(|_| {}), &made_up), (nadia(|_| {}).session, false));
    }
}
