//! What agents have in hand, and who of them is idle.

use crate::Router;
use crate::facts::{Hands, Presence};
use crate::staff::AgentNo;
use vocabulary::plan::Channel;
use vocabulary::{AgentId, ContactId, Time};

impl Router {
    /// An agent has no call in hand and can be offered one; idle time counts from `since`, which
    /// replaces an earlier one.
    pub fn ready(&mut self, agent: AgentId, since: Time) {
        self.change_hands(agent, |hands| hands.ready(since));
    }

    /// An agent is signed in and has a call in hand: one is being offered, served, or wrapped up.
    pub fn busy(&mut self, agent: AgentId) {
        self.change_hands(agent, |hands| hands.presence = Presence::Busy);
    }

    /// An agent is not there: signed out, or not ready.
    pub fn signed_out(&mut self, agent: AgentId) {
        self.change_hands(agent, Hands::sign_out);
    }

    /// A chat is over, or was not accepted; idle time counts from `since`.
    pub fn chat_over(&mut self, agent: AgentId, since: Time) {
        self.change_hands(agent, |hands| {
            hands.chats = hands.chats.saturating_sub(1);
            hands.since = since;
        });
    }

    /// An agent has so many chats in hand, whatever was said before: entries had been lost.
    pub fn has_chats(&mut self, agent: AgentId, chats: usize) {
        let chats = u8::try_from(chats).unwrap_or(u8::MAX);
        self.change_hands(agent, |hands| hands.chats = chats);
    }

    /// How many chats an agent has in hand: offered, going on, or being wrapped up.
    pub fn chats(&self, agent: AgentId) -> usize {
        self.staff.number(agent).map_or(0, |no| self.staff.agent(no).hands.chats.into())
    }

    /// Whether an agent only finishes what is in hand and is not ready after it: nothing new is
    /// offered meanwhile, though a hand were free.
    pub fn finishes(&mut self, agent: AgentId, finishes: bool) {
        self.change_hands(agent, |hands| hands.finishing = finishes);
    }

    /// From when an agent is offered nothing new, because the shift is about to end; `None` for no
    /// such moment. Whoever was past it can be offered contacts again.
    pub fn last_offer(&mut self, agent: AgentId, at: Option<Time>) {
        let no = self.staff.number_or_stranger(agent);
        let hands = self.staff.agent(no).hands;
        let before = hands.last_offer.filter(|_| !hands.closing);
        self.timers.change_agent(agent, before, at);
        self.change_hands(agent, |hands| (hands.last_offer, hands.closing) = (at, false));
    }

    /// What was last said about an agent.
    pub fn presence(&self, agent: AgentId) -> Presence {
        self.staff.number(agent).map(|no| self.staff.agent(no).hands.presence).unwrap_or_default()
    }

    /// The moment of the last offer has come.
    pub(crate) fn close(&mut self, agent: AgentId) {
        let Some(no) = self.staff.number(agent) else { return };
        self.timers.change_agent(agent, self.staff.agent(no).hands.last_offer, None);
        self.change_hands(agent, |hands| hands.closing = hands.last_offer.is_some());
    }

    /// An agent is offered a contact of a channel.
    pub(crate) fn take(&mut self, agent: AgentId, channel: Channel, at: Time) {
        let no = self.staff.number_or_stranger(agent);
        let is_mentored = self.staff.mentor_is_there(no);
        self.change_hands_of(no, |hands| {
            match channel {
                Channel::Voice => hands.take_call(at),
                Channel::Chat => {
                    hands.chats = hands.chats.saturating_add(1);
                    hands.since = at;
                }
            }
            hands.turns += u32::from(is_mentored);
        });
        for novice in self.novices_of(no) {
            let hands = &mut self.staff.agent_mut(novice).hands;
            if hands.is_there() {
                hands.mentor_turns += 1;
                self.stand(novice);
            }
        }
    }

    /// The newcomers whom an agent mentors.
    fn novices_of(&self, no: AgentNo) -> Vec<AgentNo> {
        let agent = self.staff.agent(no);
        if agent.is_mentor { agent.profile.novices.clone() } else { Vec::new() }
    }

    fn change_hands(&mut self, agent: AgentId, change: impl FnOnce(&mut Hands)) {
        let no = self.staff.number_or_stranger(agent);
        self.change_hands_of(no, change);
    }

    fn change_hands_of(&mut self, no: AgentNo, change: impl FnOnce(&mut Hands)) {
        let hands = &mut self.staff.agent_mut(no).hands;
        let before = *hands;
        change(hands);
        let after = *hands;
        if before == after {
            return;
        }
        if before.serves() != after.serves() {
            self.pools.change_signed_in(no, after.serves(), &self.staff);
        }
        self.stand(no);
        if before.is_there() != after.is_there() {
            for novice in self.novices_of(no) {
                let hands = &mut self.staff.agent_mut(novice).hands;
                (hands.turns, hands.mentor_turns) = (0, 0);
                self.stand(novice);
            }
        }
        if before.serves() && !after.serves() {
            self.kept_for(no).into_iter().for_each(|contact| self.keep_no_longer(contact));
        }
    }

    /// The contacts that are kept for an agent.
    fn kept_for(&self, no: AgentNo) -> Vec<ContactId> {
        let pools = self.staff.agent(no).profile.kept_in.iter().map(|pool| self.pools.pool(*pool));
        let classes = pools.flat_map(|pool| &pool.classes);
        classes.flat_map(|class| self.pools.contacts(*class)).collect()
    }

    /// Puts an agent among the idle as the agent now stands.
    fn stand(&mut self, no: AgentNo) {
        let standings = Channel::ALL.map(|channel| self.staff.standing(no, channel));
        let agent = self.staff.agent(no);
        if agent.standings == standings {
            return;
        }
        let was_idle = agent.standings.iter().any(Option::is_some);
        if was_idle && agent.indexed {
            self.show(no, false);
        }
        let agent = self.staff.agent_mut(no);
        agent.standings = standings;
        let idle = standings.iter().any(Option::is_some);
        agent.indexed = !idle;
        if idle && self.fresh != Some(no) {
            self.know_fresh();
            self.fresh = Some(no);
        } else if !idle && self.fresh == Some(no) {
            self.fresh = None;
        }
    }

    /// Tells the pools about the agent of whom none knows yet.
    pub(crate) fn know_fresh(&mut self) {
        if let Some(no) = self.fresh.take() {
            self.staff.agent_mut(no).indexed = true;
            self.show(no, true);
        }
    }

    /// Puts an agent into the pools' orders, or takes the agent out.
    fn show(&mut self, no: AgentNo, comes: bool) {
        for channel in Channel::ALL {
            if let Some(standing) = self.staff.agent(no).standings[channel as usize] {
                self.pools.change_idle(no, channel, standing, comes, &self.staff);
            }
        }
    }
}
