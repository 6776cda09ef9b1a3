//! Rotas: who has which role on which evening. Pure.
//!
//! For each role whoever has had it least often is proposed, of these whoever had it longest ago or never, then the order of the list;
//! each date counts those before it. Nobody gets two roles of one evening while somebody else is on the list: the roles choose in the
//! order of the file. What was set by hand stands, and counts; a cancelled evening takes no turn.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{OccurrenceId, Roles, Series, Slug};

/// One evening of a series; they are looked at in their order in time.
#[derive(Debug, Clone, PartialEq)]
pub struct Evening {
    pub id: OccurrenceId,
    /// Who had which role, where it took place; `None` where it is still to come.
    pub held: Option<Roles>,
}

/// How often somebody has had a role, and on which evening last, from 1; `(0, 0)` is never.
type Turns = BTreeMap<(Slug, Slug), (u32, usize)>;

/// The roles of each evening that is to come.
pub fn proposed(series: &Series, evenings: &[Evening]) -> BTreeMap<OccurrenceId, Roles> {
    let (mut turns, mut found) = (Turns::new(), BTreeMap::new());
    for (n, evening) in evenings.iter().enumerate() {
        let roles = evening.held.clone().unwrap_or_else(|| chosen(series, &evening.id, &turns));
        for (role, person) in &roles {
            let (count, last) = turns.entry((role.clone(), person.clone())).or_default();
            (*count, *last) = (*count + 1, n + 1);
        }
        if evening.held.is_none() {
            found.insert(evening.id.clone(), roles);
        }
    }
    found
}

fn chosen(series: &Series, id: &OccurrenceId, turns: &Turns) -> Roles {
    let by_hand = series.turns.iter().filter(|turn| OccurrenceId::new(series.id.clone(), None, turn.of) == *id);
    let mut roles: Roles = by_hand.map(|turn| (turn.role.clone(), turn.person.clone())).collect();
    for rota in &series.rotas {
        if roles.contains_key(&rota.role) {
            continue;
        }
        let busy: BTreeSet<&Slug> = roles.values().collect();
        let is_free = |person: &&Slug| !busy.contains(person) || rota.people.iter().all(|one| busy.contains(one));
        let so_far = |person: &&Slug| turns.get(&(rota.role.clone(), (*person).clone())).copied().unwrap_or_default();
        if let Some(person) = rota.people.iter().filter(is_free).min_by_key(so_far).cloned() {
            roles.insert(rota.role.clone(), person);
        }
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Rota, Turn};
    use crate::plan::examples::{at, series, slug};

    fn games(people: &[&str]) -> Series {
        let mut games = series("jeux", "2020-04-03 20:00", "FREQ=WEEKLY");
        games.rotas = vec![rota("leader", people)];
        games
    }

    fn rota(role: &str, people: &[&str]) -> Rota {
        Rota { role: slug(role), people: people.iter().map(|id| slug(id)).collect() }
    }

    fn id(n: usize) -> OccurrenceId {
        OccurrenceId::new(slug("jeux"), None, at("2020-04-03 20:00") + chrono::Duration::weeks(n as i64))
    }

    /// Evenings of which the first ones were led by `held`, and the others are to come.
    fn evenings(held: &[&str], coming: usize) -> Vec<Evening> {
        let led = |person: &&str| Roles::from([(slug("leader"), slug(person))]);
        let held = held.iter().map(|person| Some(led(person)));
        let all = held.chain(std::iter::repeat_n(None, coming));
        all.enumerate().map(|(n, held)| Evening { id: id(n), held }).collect()
    }

    /// Who is proposed as leader, in order.
    fn leaders(series: &Series, evenings: &[Evening]) -> Vec<String> {
        proposed(series, evenings).values().map(|roles| roles[&slug("leader")].to_string()).collect()
    }

    #[test]
    fn who_has_never_led_comes_first_and_then_whoever_led_longest_ago() {
        let games = games(&["a", "b", "c"]);
        assert_eq!(leaders(&games, &evenings(&["b", "a"], 5)), ["c", "b", "a", "c", "b"]);
        assert_eq!(leaders(&games, &evenings(&["a", "a", "a"], 6)), ["b", "c", "b", "c", "b", "c"]);
        assert_eq!(leaders(&games, &evenings(&[], 4)), ["a", "b", "c", "a"]);
    }

    #[test]
    fn turns_are_fair_over_any_number_of_evenings() {
        let games = games(&["a", "b", "c", "d", "e"]);
        for coming in 1..40 {
            let led = leaders(&games, &evenings(&["c", "e"], coming));
            let all: Vec<&str> = led.iter().map(String::as_str).chain(["c", "e"]).collect();
            let counts = ["a", "b", "c", "d", "e"].map(|who| all.iter().filter(|one| **one == who).count());
            assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1, "{coming}: {counts:?}");
        }
    }

    #[test]
    fn a_turn_set_by_hand_stands_and_counts() {
        let mut games = games(&["a", "b", "c"]);
        games.turns = vec![Turn { of: id(1).at, role: slug("leader"), person: slug("a") }];
        assert_eq!(leaders(&games, &evenings(&[], 5)), ["a", "a", "b", "c", "b"]);
        games.turns = vec![Turn { of: id(0).at, role: slug("leader"), person: slug("guest") }];
        assert_eq!(leaders(&games, &evenings(&[], 3)), ["guest", "a", "b"]);
    }

    #[test]
    fn somebody_taken_off_the_list_is_not_proposed_and_the_others_keep_their_turns() {
        let games = games(&["a", "c"]);
        assert_eq!(leaders(&games, &evenings(&["a", "b", "b"], 3)), ["c", "a", "c"]);
        assert!(proposed(&self::games(&[]), &evenings(&[], 1)).values().all(Roles::is_empty));
    }

    #[test]
    fn a_date_that_is_left_out_takes_no_turn() {
        let games = games(&["a", "b", "c"]);
        let mut evenings = evenings(&[], 4);
        evenings.remove(1);
        assert_eq!(leaders(&games, &evenings), ["a", "b", "c"]);
    }

    #[test]
    fn nobody_has_two_roles_of_one_evening_while_somebody_else_is_there() {
        let mut games = games(&["a", "b"]);
        games.rotas.push(rota("helper", &["a", "b"]));
        let found = proposed(&games, &evenings(&[], 3));
        let both: Vec<String> =
            found.values().map(|roles| format!("{} {}", roles[&slug("leader")], roles[&slug("helper")])).collect();
        assert_eq!(both, ["a b", "b a", "a b"]);
        games.rotas[1].people.pop();
        games.turns = vec![Turn { of: id(0).at, role: slug("leader"), person: slug("a") }];
        assert_eq!(proposed(&games, &evenings(&[], 1))[&id(0)].values().filter(|who| **who == slug("a")).count(), 2);
    }
}
