//! Who and what a call is here. All ids follow from the log's own words and this folder's key, so
//! that the same log gives the same ids here, and nobody learns the words from the ids.

use calllog::{Call, Ids, Mapping, Name};
use std::collections::HashMap;
use store::{FIRST_IMPORTED, Store};
use vocabulary::{AgentId, ContactId, CustomerRef};

/// Imported agents' numbers have twelve digits, far above those of a plan.
const FIRST_AGENT: u64 = 100_000_000_000;
const AGENTS: u64 = 900_000_000_000;

/// Makes ids, and remembers names that come again.
pub struct Pseudonyms<'s> {
    store: &'s Store,
    mapping: &'s Mapping,
    agents: HashMap<Name, AgentId>,
    customers: HashMap<Name, CustomerRef>,
}

impl<'s> Pseudonyms<'s> {
    pub fn new(store: &'s Store, mapping: &'s Mapping) -> Pseudonyms<'s> {
        Pseudonyms { store, mapping, agents: HashMap::new(), customers: HashMap::new() }
    }

    /// The ids of a call.
    pub fn of(&mut self, call: &Call) -> Ids {
        Ids { contact: self.contact(call), agent: self.agent(call), customer: self.customer(call) }
    }

    /// 52 bits of the key's pseudonym: of a million contacts, two are one by chance once in 9,000
    /// imports.
    fn contact(&self, call: &Call) -> ContactId {
        let named = [self.mapping.name().as_str().as_bytes(), b"\n", &call.key].concat();
        let number = number(&self.store.pseudonym("contact", &named));
        ContactId(FIRST_IMPORTED.0 + number % FIRST_IMPORTED.0)
    }

    fn agent(&mut self, call: &Call) -> Option<AgentId> {
        let name = call.agent.as_ref()?;
        let make = || number(&self.store.pseudonym("agent", name.expose()));
        Some(*self.agents.entry(name.clone()).or_insert_with(|| AgentId(FIRST_AGENT + make() % AGENTS)))
    }

    fn customer(&mut self, call: &Call) -> Option<CustomerRef> {
        let name = call.customer.as_ref()?;
        let make = || {
            let hex: String = self
                .store
                .pseudonym("customer", name.expose())
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            CustomerRef::new(&format!("log.{hex}")).expect("hexadecimal digits make a name")
        };
        Some(self.customers.entry(name.clone()).or_insert_with(make).clone())
    }
}

fn number(pseudonym: &[u8; 16]) -> u64 {
    let mut half = [0; 8];
    half.copy_from_slice(&pseudonym[..8]);
    u64::from_be_bytes(half)
}
