//! Which agent served which customer last.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::{AgentId, CustomerRef, Time};

/// The agents whom customers know. Bounded: beyond [`Friends::MOST`] the oldest are forgotten.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Served>", into = "Vec<Served>")]
pub(crate) struct Friends {
    of: BTreeMap<CustomerRef, (AgentId, Time)>,
    by_age: BTreeSet<(Time, CustomerRef)>,
}

/// Who served a customer last, and when.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Served {
    customer: CustomerRef,
    agent: AgentId,
    at: Time,
}

impl Friends {
    /// A few days of a large centre; about 2 MB.
    const MOST: usize = 20_000;

    pub(crate) fn served(&mut self, customer: &CustomerRef, agent: AgentId, at: Time) {
        if let Some((_, before)) = self.of.insert(customer.clone(), (agent, at)) {
            self.by_age.remove(&(before, customer.clone()));
        }
        self.by_age.insert((at, customer.clone()));
        if self.of.len() > Friends::MOST
            && let Some((_, oldest)) = self.by_age.pop_first()
        {
            self.of.remove(&oldest);
        }
    }

    pub(crate) fn of(&self, customer: &CustomerRef) -> Option<AgentId> {
        self.of.get(customer).map(|(agent, _)| *agent)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.of.is_empty()
    }
}

impl From<Vec<Served>> for Friends {
    fn from(all: Vec<Served>) -> Friends {
        let mut friends = Friends::default();
        all.iter().for_each(|served| friends.served(&served.customer, served.agent, served.at));
        friends
    }
}

impl From<Friends> for Vec<Served> {
    fn from(friends: Friends) -> Vec<Served> {
        let served = |(customer, (agent, at))| Served { customer, agent, at };
        friends.of.into_iter().map(served).collect()
    }
}
