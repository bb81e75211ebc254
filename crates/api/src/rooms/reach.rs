//! Whose rows somebody reaches: their own, those of teams and departments of the plan, or everybody's.

use super::Rooms;
use crate::audit::About;
use crate::audit::act::Act;
use crate::contacts::no_contact;
use crate::problem::Problem;
use crate::request::door::out_of_reach;
use std::collections::HashSet;
use trust::{Actor, Permit, Within};
use vocabulary::journal::Entry;
use vocabulary::plan::Team;
use vocabulary::{AgentId, ContactId};

/// The agents whose rows somebody reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reached {
    /// Everybody's.
    All,
    /// Those of these agents.
    Of(HashSet<AgentId>),
}

impl Reached {
    fn new(within: &[Within], teams: &[Team]) -> Reached {
        let mut agents = HashSet::new();
        for within in within {
            match within {
                Within::All => return Reached::All,
                Within::Agent(agent) => drop(agents.insert(*agent)),
                Within::Team(name) => {
                    agents
                        .extend(teams.iter().filter(|team| team.name == *name).flat_map(|team| &team.agents));
                }
                Within::Department(name) => {
                    let of_it = |team: &&Team| team.department.as_ref() == Some(name);
                    agents.extend(teams.iter().filter(of_it).flat_map(|team| &team.agents));
                }
            }
        }
        Reached::Of(agents)
    }

    /// Whether an agent's rows are within reach.
    pub fn agent(&self, agent: AgentId) -> bool {
        match self {
            Reached::All => true,
            Reached::Of(agents) => agents.contains(&agent),
        }
    }

    /// Whether the rows of any of these are.
    pub fn any(&self, agents: impl IntoIterator<Item = Option<AgentId>>) -> bool {
        *self == Reached::All || agents.into_iter().flatten().any(|agent| self.agent(agent))
    }

    /// The agents, when it is not everybody.
    pub fn agents(&self) -> Option<Vec<AgentId>> {
        match self {
            Reached::All => None,
            Reached::Of(agents) => Some(agents.iter().copied().collect()),
        }
    }
}

impl Rooms {
    /// Whom an actor reaches, by the plan in force.
    pub async fn reached<P: Permit>(&self, actor: &Actor<P>) -> Result<Reached, Problem> {
        let of_teams = |within: &Within| matches!(within, Within::Team(_) | Within::Department(_));
        let teams = if actor.within().iter().any(of_teams) {
            self.0.centre.plan().await?.plan.teams
        } else {
            Vec::new()
        };
        Ok(Reached::new(actor.within(), &teams))
    }

    /// Keeps out who does not reach those whom a request is about. Of what lies out of reach, it is not there.
    pub async fn check_reach<P: Permit>(&self, act: &Act, actor: &Actor<P>) -> Result<(), Problem> {
        if actor.reaches_all() {
            return Ok(());
        }
        match act.whose() {
            About::Nobody | About::Own | About::Contacts | About::Agents | About::Entries => Ok(()),
            About::Whole => Err(out_of_reach(P::PERMISSION)),
            // Without an id in the path the handler refuses it, and says why.
            About::Contact => match act.entry().contact {
                Some(contact) => self.check_contact(actor, contact).await,
                None => Ok(()),
            },
            About::Agent => match act.agent() {
                Some(agent) if !self.reached(actor).await?.agent(agent) => Err(Problem::not_found(format!(
                    "there is no agent {agent}; the list of agents shows who there is"
                ))),
                _ => Ok(()),
            },
        }
    }

    /// A contact is within reach when one of the agents is who is offered it, serves it, or served it.
    pub async fn check_contact<P: Permit>(
        &self,
        actor: &Actor<P>,
        contact: ContactId,
    ) -> Result<(), Problem> {
        let reached = self.reached(actor).await?;
        if reached == Reached::All || self.is_reached(&reached, contact).await? {
            return Ok(());
        }
        Err(no_contact(contact))
    }

    /// Whether a contact is within reach.
    pub async fn is_reached(&self, reached: &Reached, contact: ContactId) -> Result<bool, Problem> {
        if let Some(open) = self.0.centre.contact(contact).await?
            && reached.any([open.agent, open.last_agent])
        {
            return Ok(true);
        }
        if self.0.store.contact(contact).await?.is_some_and(|row| reached.any([row.agent])) {
            return Ok(true);
        }
        let journal = self.0.store.contact_journal(contact).await?;
        Ok(journal.iter().any(|record| match record.entry {
            Entry::Connected { agent, .. } => reached.agent(agent),
            _ => false,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn teams_and_departments_are_those_of_the_plan() {
        let team = |name: &str, agents: &[u64], department: Option<&str>| Team {
            name: name.to_owned(),
            agents: agents.iter().copied().map(AgentId).collect(),
            department: department.map(str::to_owned),
        };
        let teams =
            [team("a", &[1, 2], Some("cards")), team("b", &[3], Some("cards")), team("c", &[4], None)];
        let check = |within: &[Within], expected: &[u64]| {
            let reached = Reached::new(within, &teams);
            for agent in 1..=5 {
                assert_eq!(reached.agent(AgentId(agent)), expected.contains(&agent), "{within:?} A-{agent}");
            }
        };
        let (of_a, cards) = (Within::Team("a".to_owned()), Within::Department("cards".to_owned()));
        check(&[], &[]);
        check(&[Within::Agent(AgentId(5))], &[5]);
        check(std::slice::from_ref(&of_a), &[1, 2]);
        check(std::slice::from_ref(&cards), &[1, 2, 3]);
        check(&[of_a, Within::Agent(AgentId(4))], &[1, 2, 4]);
        check(&[Within::Team("gone".to_owned()), Within::Department("gone".to_owned())], &[]);
        check(&[cards, Within::All], &[1, 2, 3, 4, 5]);
        assert!(!Reached::new(&[], &teams).any([None]) && Reached::All.any([None]));
    }
}
