//! The thread's care for agents' telephones.

use crate::agent::{AgentLeg, Invitation, Telephone};
use crate::bank::{AgentsView, Bank};
use crate::behaviour::{AgentOptions, OnRing};
use crate::dialog::Desk;
use crate::engine::Engine;
use crate::net::{Leg, Owner};
use crate::sip::{self, Start};
use crate::slab::Key;
use crate::watched::Watched;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

impl Engine {
    /// Sets up a bank of telephones: its place and their addresses.
    ///
    /// # Errors
    /// What the operating system says about sockets.
    pub(crate) fn open_bank(
        &mut self,
        options: &AgentOptions,
        view: Arc<Watched<AgentsView>>,
    ) -> io::Result<(usize, Vec<SocketAddr>)> {
        let bank = self.banks.len();
        let sockets = if options.own_sockets { options.count.max(1) } else { 1 };
        let mut addresses = Vec::new();
        for place in 0..sockets as usize {
            let owner = if options.own_sockets { Owner::Agent(bank, place) } else { Owner::Bank(bank) };
            let port = self.net.open_port(options.address, owner)?;
            addresses.push(self.net.ports[port].address);
        }
        self.banks.push(Bank::new(options, &addresses, view));
        Ok((bank, addresses))
    }

    /// A request to a telephone that is not part of a call it has.
    pub(crate) fn on_agent_request(
        &mut self,
        bank: usize,
        place: Option<usize>,
        method: &str,
        call_id: &str,
        invitation: &Invitation<'_>,
    ) {
        let status = match place.map(|place| &self.banks[bank].agents[place]) {
            Some(agent) if agent.gone || agent.behaviour.on_ring == OnRing::Dead => return,
            None if method == "INVITE" => 404,
            _ if method == "OPTIONS" => 200,
            Some(_) if method == "INVITE" && is_new_call(invitation) => {
                return self.ring(bank, place.unwrap_or_default(), call_id, invitation);
            }
            _ => 481,
        };
        self.respond(invitation.path, invitation.source, invitation.message, method, status);
    }

    fn ring(&mut self, bank: usize, place: usize, call_id: &str, invitation: &Invitation<'_>) {
        let own = &mut self.banks[bank];
        let is_taken = own.agents[place].call.is_some();
        own.view.change(|view| {
            view.offered += 1;
            view.clashes += u64::from(is_taken);
        });
        if is_taken {
            return self.respond(invitation.path, invitation.source, invitation.message, "INVITE", 486);
        }
        let random = own.random();
        let agent = &own.agents[place];
        let at_number = own.voice_at.as_ref().map(|voice_at| voice_at(called(invitation)));
        let telephone = Telephone {
            bank,
            place,
            number: agent.number,
            address: agent.address,
            behaviour: agent.behaviour,
            voice: at_number.as_ref().unwrap_or(&agent.voice),
            listening: &own.listening,
            random,
        };
        let key = self.agents.next_key();
        let mut desk =
            Desk { net: &mut self.net, timers: &mut self.timers, leg: Leg::Agent(key), now: self.now };
        let Some(leg) = AgentLeg::ring(&mut desk, telephone, invitation) else {
            return self.respond(invitation.path, invitation.source, invitation.message, "INVITE", 480);
        };
        self.agents.insert(leg);
        let own = &mut self.banks[bank];
        own.calls.insert(call_id.to_owned(), key);
        own.agents[place].call = Some(key);
        self.with_agent(key, |_, _| {});
    }

    /// Lets a telephone act, shows what it does, and puts the call away when it is through.
    pub(crate) fn with_agent(&mut self, key: Key, act: impl FnOnce(&mut AgentLeg, &mut Desk<'_>)) {
        let Some(leg) = self.agents.get_mut(key) else { return };
        let before = leg.state;
        let mut desk =
            Desk { net: &mut self.net, timers: &mut self.timers, leg: Leg::Agent(key), now: self.now };
        act(leg, &mut desk);
        let (bank, place, state) = (leg.bank, leg.place, leg.state);
        let own = &mut self.banks[bank];
        if own.agents[place].call == Some(key) {
            if !leg.occupies() {
                own.agents[place].call = None;
            }
            own.show(place, Some(state));
        }
        if state == crate::agent::State::Over && before != state {
            self.finish_agent(key);
        }
    }

    fn finish_agent(&mut self, key: Key) {
        let Some(leg) = self.agents.remove(key) else { return };
        let own = &mut self.banks[leg.bank];
        own.calls.remove(&leg.dialog.call_id);
        own.keep(leg.into_record(&mut self.net, self.now));
    }

    /// A telephone stops everything without a word.
    pub(crate) fn vanish_agent(&mut self, bank: usize, place: usize) {
        self.banks[bank].agents[place].gone = true;
        if let Some(key) = self.banks[bank].agents[place].call {
            self.with_agent(key, |leg, _| leg.vanish());
        }
        self.banks[bank].show(place, None);
    }
}

/// The number that is called, or the name.
fn called<'a>(invitation: &Invitation<'a>) -> &'a str {
    match invitation.message.start {
        Start::Request { uri, .. } => sip::user(uri),
        _ => "",
    }
}

fn is_new_call(invitation: &Invitation<'_>) -> bool {
    let to = invitation.message.header("To").unwrap_or_default();
    sip::parameter(to, "tag").is_none()
}
