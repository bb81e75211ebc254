//! Who is there, serving what, when agents are added or taken away.

use crate::change::{Change, Error, Staffing, Training, Whose};
use crate::past::{STAND_INS, Staff};
use crate::simulation::{Pause, Presence};
use crate::terms::{Able, Book, House};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::{AgentId, QueueName, Span, Time};

/// Staff with a change.
pub(crate) struct Roster {
    pub able: BTreeMap<AgentId, Able>,
    pub presences: Vec<Presence>,
    pub pauses: Vec<Pause>,
}

/// A stretch of time that an agent is there.
type Spell = (Time, Time);

/// The staff as inferred, changed.
///
/// # Errors
/// When more agents are to go than serve.
pub(crate) fn changed(house: &House, staff: &Staff, book: &Book, change: &Change) -> Result<Roster, Error> {
    let Staff { presences, pauses, .. } = staff.clone();
    let mut roster = Roster { able: book.able(house, staff), presences, pauses };
    for staffing in &change.agents {
        if staffing.number < 0 {
            roster.take_away(staffing, book)?;
        } else {
            roster.add(staffing, book);
        }
    }
    for (has, learns) in &change.learn {
        for able in roster.able.values_mut().filter(|able| book.serves(able, has)) {
            book.teach(able, learns);
        }
    }
    change.skills.iter().for_each(|training| roster.train(training, house, book));
    roster.presences.sort_unstable();
    roster.pauses.sort_unstable();
    Ok(roster)
}

impl Roster {
    /// Those who serve a queue, or anybody.
    fn colleagues(&self, queue: Option<&QueueName>, book: &Book) -> BTreeSet<AgentId> {
        let serve = |able: &Able| queue.is_none_or(|queue| book.serves(able, queue));
        self.able.iter().filter(|(_, able)| serve(able)).map(|(agent, _)| *agent).collect()
    }

    fn train(&mut self, training: &Training, house: &House, book: &Book) {
        let whose = match &training.whose {
            Whose::All => self.colleagues(None, book),
            Whose::Agent(agent) => BTreeSet::from([*agent]),
            Whose::Team(team) => house.teams.get(team).cloned().unwrap_or_default(),
            Whose::Serving(queue) => self.colleagues(Some(queue), book),
        };
        for (_, able) in self.able.iter_mut().filter(|(agent, _)| whose.contains(agent)) {
            if training.given {
                able.learn(&training.skill, book.least(&training.skill));
            } else {
                able.skills.remove(&training.skill);
            }
        }
    }

    /// Those go who have the most time there, so that a whole agent goes and not a stand-in's hour.
    fn take_away(&mut self, staffing: &Staffing, book: &Book) -> Result<(), Error> {
        let asked = staffing.number.unsigned_abs() as usize;
        let colleagues = self.colleagues(staffing.queue.as_ref(), book);
        let mut by_time: Vec<(Span, AgentId)> = colleagues
            .into_iter()
            .filter(|agent| agent.0 < STAND_INS)
            .map(|agent| (Span(self.spells(agent).iter().map(|(from, to)| to.0 - from.0).sum()), agent))
            .collect();
        by_time.sort_unstable();
        if by_time.len() < asked {
            return Err(Error::Agents { asked, there: by_time.len() });
        }
        for (_, agent) in by_time.into_iter().rev().take(asked) {
            let rest = match &staffing.hours {
                None => Vec::new(),
                Some(hours) => without(&self.spells(agent), hours),
            };
            self.presences.retain(|presence| presence.agent != agent);
            self.come(agent, &rest);
        }
        Ok(())
    }

    /// New agents are there whenever any of those they join is, and pause as these do: at any moment as
    /// the colleague in whose place they are.
    fn add(&mut self, staffing: &Staffing, book: &Book) {
        let of_colleagues: Vec<(Spell, AgentId)> = self
            .colleagues(staffing.queue.as_ref(), book)
            .into_iter()
            .flat_map(|agent| self.spells(agent).into_iter().map(move |spell| (spell, agent)))
            .collect();
        let places = cover(of_colleagues);
        let spells: Vec<Spell> = joined(&places);
        let spells = staffing.hours.as_ref().map_or(spells.clone(), |hours| within(&spells, hours));
        let pauses: Vec<Pause> = self
            .pauses
            .iter()
            .filter(|pause| {
                places
                    .iter()
                    .any(|((from, to), agent)| *agent == pause.agent && (*from..*to).contains(&pause.at))
            })
            .copied()
            .collect();
        for _ in 0..staffing.number {
            let agent = AgentId(self.able.keys().next_back().map_or(1, |last| last.0 + 1));
            let mut able = Able::in_every_language();
            let taught =
                book.0.keys().filter(|queue| staffing.queue.as_ref().is_none_or(|one| one == *queue));
            taught.for_each(|queue| book.teach(&mut able, queue));
            self.able.insert(agent, able);
            self.come(agent, &spells);
            self.pauses.extend(pauses.iter().map(|pause| Pause { agent, ..*pause }));
        }
    }

    fn come(&mut self, agent: AgentId, spells: &[Spell]) {
        for (from, to) in spells {
            self.presences.push(Presence { at: *from, agent, there: true });
            self.presences.push(Presence { at: *to, agent, there: false });
        }
    }

    fn spells(&self, agent: AgentId) -> Vec<Spell> {
        let mut own: Vec<&Presence> = self.presences.iter().filter(|there| there.agent == agent).collect();
        own.sort_unstable();
        own.chunks_exact(2).map(|pair| (pair[0].at, pair[1].at)).collect()
    }
}

/// Whose place somebody takes who is there whenever anybody is: of those who are there, the one who
/// stays longest, until that one goes.
fn cover(mut spells: Vec<(Spell, AgentId)>) -> Vec<(Spell, AgentId)> {
    spells.sort_unstable();
    let mut places: Vec<(Spell, AgentId)> = Vec::new();
    let mut next = spells.into_iter().peekable();
    let mut until = Time(i64::MIN);
    while let Some(((begin, _), _)) = next.peek().copied() {
        let from = until.max(begin);
        let mut longest: Option<(Time, AgentId)> = None;
        while let Some(((_, to), agent)) = next.next_if(|((begin, _), _)| *begin <= from) {
            longest = longest.max(Some((to, agent)));
        }
        if let Some((to, agent)) = longest.filter(|(to, _)| *to > from) {
            places.push(((from, to), agent));
            until = to;
        }
    }
    places
}

/// Stretches that touch, as one.
fn joined(places: &[(Spell, AgentId)]) -> Vec<Spell> {
    let mut spells: Vec<Spell> = Vec::new();
    for ((from, to), _) in places {
        match spells.last_mut() {
            Some((_, end)) if *end == *from => *end = *to,
            _ => spells.push((*from, *to)),
        }
    }
    spells
}

/// What of some stretches lies within others.
fn within(spells: &[Spell], hours: &[Spell]) -> Vec<Spell> {
    let parts = spells
        .iter()
        .flat_map(|(from, to)| hours.iter().map(|(begin, end)| ((*from).max(*begin), (*to).min(*end))));
    parts.filter(|(from, to)| from < to).collect()
}

/// What of some stretches lies outside others, which are in order.
fn without(spells: &[Spell], hours: &[Spell]) -> Vec<Spell> {
    let mut rest = Vec::new();
    for (from, to) in spells {
        let mut since = *from;
        for (begin, end) in hours.iter().filter(|(begin, end)| begin < to && end > from) {
            if since < *begin {
                rest.push((since, *begin));
            }
            since = since.max(*end);
        }
        if since < *to {
            rest.push((since, *to));
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spells(list: &[(i64, i64)]) -> Vec<Spell> {
        list.iter().map(|(from, to)| (Time(*from), Time(*to))).collect()
    }

    #[test]
    fn hours_cut_stretches() {
        let day = spells(&[(0, 10), (20, 30)]);
        assert_eq!(within(&day, &spells(&[(5, 25)])), spells(&[(5, 10), (20, 25)]));
        assert_eq!(without(&day, &spells(&[(5, 25)])), spells(&[(0, 5), (25, 30)]));
        assert_eq!(without(&day, &spells(&[(2, 3), (4, 5)])), spells(&[(0, 2), (3, 4), (5, 10), (20, 30)]));
        assert_eq!(without(&day, &spells(&[(-5, 50)])), spells(&[]));
    }

    #[test]
    fn a_new_agent_takes_one_place_after_the_other() {
        let of = |from, to, agent| ((Time(from), Time(to)), AgentId(agent));
        let places = cover(vec![of(0, 10, 1), of(5, 20, 2), of(8, 12, 3), of(30, 40, 1)]);
        assert_eq!(places, [of(0, 10, 1), of(10, 20, 2), of(30, 40, 1)]);
        assert_eq!(joined(&places), spells(&[(0, 20), (30, 40)]));
    }
}
