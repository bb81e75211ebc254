//! What a plan says to the voice node's door.

use vocabulary::plan::Plan;
use voice::sip::fields::Uri;
use voice::{Bans, ServedNumbers};

/// Which calls are let in, and who is never shut out. The voice node looks at the same.
#[derive(Debug, Clone, Default)]
pub struct Door {
    /// The numbers that calls are let in for.
    pub numbers: ServedNumbers,
    /// Who is not answered.
    pub bans: Bans,
}

impl Door {
    /// From now on this plan holds: its numbers are served; its trunk and its telephones are never banned.
    pub fn planned(&self, plan: &Plan) {
        self.numbers.replace(plan.lines.iter().map(|line| line.called.as_str()));
        let of_agents = plan.agents.iter().map(|agent| agent.address.as_str());
        let known = of_agents.chain(plan.trunk.address.as_deref());
        self.bans.spare(known.filter_map(|address| Some(Uri::read(address)?.peer()?.address.ip())));
    }
}
