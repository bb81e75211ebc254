//! What voice nodes are to do about an entry. Derived, never decided: the same journal always
//! gives the same orders.

use crate::{Bridge, Contact, State};
use crate::{secure_entry, verification_calls};
use vocabulary::journal::{CallbackFailure, EndReason, Entry, FlowAct, OfferFailure};
use vocabulary::voice::{GatherRule, Keep, Order, Stamp};
use vocabulary::{LegId, NodeName, PromptName, QueueName, Sequence, Span};

/// Seconds a refused caller is asked to stay away (RFC 3261 §20.33).
const RETRY_AFTER: u16 = 5;

/// How long a caller may think before saying once more that a call-back is wanted.
const TO_CONFIRM: Span = Span::seconds(8);

/// The orders of one entry, given the state *before* it is applied.
pub fn orders(state: &State, entry: &Entry) -> Vec<(NodeName, Order)> {
    let mut orders = Vec::new();
    ask(state, Sequence(0), entry, &mut orders);
    orders.into_iter().map(|(node, _, order)| (node, order)).collect()
}

/// Adds the orders of one entry in its place. Most entries ask for nothing, and an order is large: each is
/// made where it is to stand.
pub(crate) fn ask(
    state: &State,
    sequence: Sequence,
    entry: &Entry,
    orders: &mut Vec<(NodeName, Stamp, Order)>,
) {
    match entry {
        Entry::ContactOpened { node, leg, .. } => {
            Asked::of(node, sequence, orders).push(Order::Answer { leg: *leg });
        }
        Entry::CallRefused { node, leg, status } => {
            let retry_after = (*status == 503).then_some(RETRY_AFTER);
            Asked::of(node, sequence, orders).push(Order::Reject { leg: *leg, status: *status, retry_after });
        }
        _ => {
            let Some(contact) = entry.contact().and_then(|id| state.contact(id)) else { return };
            // A chat is on no node.
            let (Some(node), Some(leg)) = (&contact.node, contact.leg) else { return };
            contact_orders(state, contact, leg, entry, &mut Asked::of(node, sequence, orders));
        }
    }
}

/// Where the orders of one entry go.
struct Asked<'a> {
    node: &'a NodeName,
    stamp: Stamp,
    orders: &'a mut Vec<(NodeName, Stamp, Order)>,
}

impl<'a> Asked<'a> {
    fn of(
        node: &'a NodeName,
        sequence: Sequence,
        orders: &'a mut Vec<(NodeName, Stamp, Order)>,
    ) -> Asked<'a> {
        Asked { node, stamp: Stamp { sequence, k: 0 }, orders }
    }

    fn push(&mut self, order: Order) {
        self.orders.push((self.node.clone(), self.stamp, order));
        self.stamp.k += 1;
    }

    fn hang_up(&mut self, leg: Option<LegId>) {
        self.extend(leg.map(|leg| Order::HangUp { leg }));
    }
}

impl Extend<Order> for Asked<'_> {
    fn extend<I: IntoIterator<Item = Order>>(&mut self, orders: I) {
        orders.into_iter().for_each(|order| self.push(order));
    }
}

fn contact_orders(state: &State, contact: &Contact, leg: LegId, entry: &Entry, asked: &mut Asked<'_>) {
    let (next, language) = (contact.acts + 1, contact.language);
    let play = |prompts, repeat| Order::Play { leg, play: next, prompts, language, repeat };
    match entry {
        Entry::FlowMoved { act, .. } => asked.extend(flow_order(contact, leg, act)),
        Entry::Queued { queue, .. } => asked.extend(music(state, contact, queue)),
        Entry::Announced { prompt, .. } => asked.push(play(vec![prompt.clone()], false)),
        Entry::AgentLost { .. } => match contact.bridge() {
            // The leg is still there, for the page that did not come back; the music plays already.
            Some(Bridge::Parted { .. }) => asked.hang_up(contact.agent_leg()),
            Some(Bridge::Held) => {}
            _ => asked.extend(waiting_music(state, contact)),
        },
        Entry::AgentParted { .. } if contact.bridge() == Some(Bridge::Joined) => {
            asked.extend(waiting_music(state, contact));
        }
        Entry::Held { .. } => {
            asked.extend(waiting_music(state, contact));
            asked.extend(contact.agent_leg().map(|leg| silence(contact, leg)));
        }
        Entry::AgentReturned { .. } if contact.bridge() == Some(Bridge::Parted { held: true }) => {}
        Entry::Transferred { .. } => asked.hang_up(contact.agent_leg()),
        Entry::PositionTold { prompts, .. } => {
            let music = contact.wanted.as_ref().and_then(|wanted| state.promise(&wanted.queue));
            let mut prompts = prompts.clone();
            prompts.extend(music.map(|queue| queue.music.clone()));
            asked.push(play(prompts, true));
        }
        Entry::Offered { agent, leg: Some(agent_leg), .. } => {
            let on_behalf_of = (!contact.is_away()).then_some(leg);
            let dial = |to: &str| Order::Dial {
                leg: *agent_leg,
                to: to.to_owned(),
                agent: Some(*agent),
                on_behalf_of,
            };
            asked.extend(state.planned(*agent).map(|planned| dial(&planned.address)));
        }
        Entry::CallbackOffered { .. } => {
            let Some(wanted) = &contact.wanted else { return };
            let every = state.promise(&wanted.queue).map_or(Span::ZERO, |queue| queue.announce_every);
            // The next telling asks anew, and in good time.
            let rule = key(every + Span::seconds(10));
            asked.push(Order::Gather { leg, gather: next, prompts: Vec::new(), language, rule });
        }
        Entry::CallbackAsked { prompts, .. } => {
            let (prompts, rule) = (prompts.clone(), key(TO_CONFIRM));
            asked.push(Order::Gather { leg, gather: next, prompts, language, rule });
        }
        Entry::CallbackDeclined { .. } => asked.extend(waiting_music(state, contact)),
        Entry::CallbackPromised { prompts, .. } => asked.push(play(prompts.clone(), false)),
        Entry::PlaceKept { release: true, .. } => asked.hang_up(Some(leg)),
        Entry::CallbackDialled { leg, .. } => {
            let to = Outside { leg: *leg, registered: false };
            let agent = contact.agent_leg();
            asked.extend(agent.into_iter().flat_map(|agent| dial_out(state, contact, agent, to)));
        }
        Entry::CallbackFailed { cause, .. } => {
            let customer_rings = matches!(
                cause,
                CallbackFailure::NoAnswer
                    | CallbackFailure::AgentLeft
                    | CallbackFailure::CalledAgain
                    | CallbackFailure::Cancelled
            );
            let is_up = *cause != CallbackFailure::Interrupted;
            asked.hang_up(customer_rings.then_some(leg));
            asked.hang_up(contact.agent_leg().filter(|_| is_up));
        }
        Entry::OfferFailed { cause: OfferFailure::NoAnswer | OfferFailure::CallerLeft, .. } => {
            asked.hang_up(contact.agent_leg());
        }
        Entry::Connected { .. } | Entry::Retrieved { .. } | Entry::AgentReturned { .. } => {
            asked.extend(contact.agent_leg().map(|b| Order::Join { a: leg, b }));
        }
        Entry::SecureEntryAsked { .. } | Entry::SecureEntryKeyed { .. } | Entry::SecureEntryOver { .. } => {
            asked.extend(secure_entry::order(state, contact, leg, entry));
        }
        Entry::VerificationCall(call) => {
            asked.extend(verification_calls::orders(state, contact, leg, call));
        }
        Entry::RecordingStarted { recording, .. } => {
            asked.push(Order::Record { leg, recording: *recording });
        }
        Entry::ContactEnded { reason, .. } => {
            legs_left(contact, *reason).into_iter().for_each(|left| asked.hang_up(left));
        }
        _ => {}
    }
}

/// A customer's telephone that is to be called.
#[derive(Clone, Copy)]
pub(crate) struct Outside {
    /// The leg to it.
    pub leg: LegId,
    /// Whether by the number that the bank has on record.
    pub registered: bool,
}

/// The customer is called, and the agent hears that it rings.
pub(crate) fn dial_out(state: &State, contact: &Contact, agent: LegId, to: Outside) -> Vec<Order> {
    let Some(trunk) = state.plan.trunk.address.clone() else { return Vec::new() };
    let dial = Order::DialOut {
        leg: to.leg,
        contact: contact.id,
        registered: to.registered,
        number: None,
        trunk,
        shown: state.line(&contact.line).map(|line| line.called.clone()).unwrap_or_default(),
        on_behalf_of: agent,
    };
    let prompts = vec![PromptName::new("ringing").expect("a word is a prompt name")];
    let (play, language) = (contact.acts, contact.language);
    vec![dial, Order::Play { leg: agent, play, prompts, language, repeat: true }]
}

/// One key, within so long.
fn key(first: Span) -> GatherRule {
    GatherRule { least: 1, most: 1, terminator: None, first, between: Span::seconds(1), keep: Keep::Open }
}

fn flow_order(contact: &Contact, leg: LegId, act: &FlowAct) -> Option<Order> {
    let (language, number) = (contact.language, contact.acts + 1);
    match act {
        FlowAct::Say { prompts } => {
            Some(Order::Play { leg, play: number, prompts: prompts.clone(), language, repeat: false })
        }
        FlowAct::Ask { prompts, rule } => Some(Order::Gather {
            leg,
            gather: number,
            prompts: prompts.clone(),
            language,
            rule: rule.clone(),
        }),
        FlowAct::Verify { number: customer, pin } => {
            Some(Order::Redeem { leg, attempt: number, number: *customer, pin: *pin })
        }
        FlowAct::Queue { .. } | FlowAct::HangUp { .. } => None,
    }
}

/// The music of the queue that a contact came from.
fn waiting_music(state: &State, contact: &Contact) -> Option<Order> {
    music(state, contact, &contact.wanted.as_ref()?.queue)
}

/// A leg hears nothing.
pub(crate) fn silence(contact: &Contact, leg: LegId) -> Order {
    Order::Play { leg, play: 0, prompts: Vec::new(), language: contact.language, repeat: true }
}

fn music(state: &State, contact: &Contact, queue: &QueueName) -> Option<Order> {
    let prompts = vec![state.promise(queue)?.music.clone()];
    Some(Order::Play {
        leg: contact.leg?,
        play: contact.acts,
        prompts,
        language: contact.language,
        repeat: true,
    })
}

/// The legs that are still up when a contact ends for this reason.
fn legs_left(contact: &Contact, reason: EndReason) -> [Option<LegId>; 2] {
    use EndReason::*;
    let customer_is_gone = contact.is_away()
        || contact.is_alone()
        || matches!(reason, CustomerHungUp | Abandoned | LeftInFlow | CustomerLost | Interrupted);
    let agent_is_gone = matches!(reason, AgentHungUp | Interrupted);
    let customer = contact.leg.filter(|_| !customer_is_gone);
    let agent = contact.agent_leg().filter(|_| !agent_is_gone);
    [customer, agent]
}
