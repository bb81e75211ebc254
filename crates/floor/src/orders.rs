//! What voice nodes are to do about an entry. Derived, never decided: the same journal always
//! gives the same orders.

use crate::{Bridge, Contact, State};
use vocabulary::journal::{EndReason, Entry, FlowAct, OfferFailure};
use vocabulary::voice::Order;
use vocabulary::{LegId, NodeName, QueueName};

/// Seconds a refused caller is asked to stay away (RFC 3261 §20.33).
const RETRY_AFTER: u16 = 5;

/// The orders of one entry, given the state *before* it is applied.
pub fn orders(state: &State, entry: &Entry) -> Vec<(NodeName, Order)> {
    let to_node = |contact: &Contact, order: Order| (contact.node.clone(), order);
    match entry {
        Entry::ContactOpened { node, leg, .. } => vec![(node.clone(), Order::Answer { leg: *leg })],
        Entry::CallRefused { node, leg, status } => {
            let retry_after = (*status == 503).then_some(RETRY_AFTER);
            vec![(node.clone(), Order::Reject { leg: *leg, status: *status, retry_after })]
        }
        _ => {
            let Some(contact) = entry.contact().and_then(|id| state.contact(id)) else { return Vec::new() };
            contact_orders(state, contact, entry).into_iter().map(|order| to_node(contact, order)).collect()
        }
    }
}

fn contact_orders(state: &State, contact: &Contact, entry: &Entry) -> Vec<Order> {
    let leg = contact.leg;
    match entry {
        Entry::FlowMoved { act, .. } => flow_order(contact, act).into_iter().collect(),
        Entry::Queued { queue, .. } => music(state, contact, queue).into_iter().collect(),
        Entry::Announced { prompt, .. } => {
            let (play, prompts) = (contact.acts + 1, vec![prompt.clone()]);
            vec![Order::Play { leg, play, prompts, language: contact.language, repeat: false }]
        }
        Entry::AgentLost { .. } => match contact.bridge() {
            // The leg is still there, for the page that did not come back; the music plays already.
            Some(Bridge::Parted { .. }) => {
                contact.agent_leg().map(|leg| Order::HangUp { leg }).into_iter().collect()
            }
            Some(Bridge::Held) => Vec::new(),
            _ => waiting_music(state, contact).into_iter().collect(),
        },
        Entry::AgentParted { .. } => match contact.bridge() {
            Some(Bridge::Joined) => waiting_music(state, contact).into_iter().collect(),
            _ => Vec::new(),
        },
        Entry::Held { .. } => {
            let silence = contact.agent_leg().map(|leg| silence(contact, leg));
            waiting_music(state, contact).into_iter().chain(silence).collect()
        }
        Entry::AgentReturned { .. } if contact.bridge() == Some(Bridge::Parted { held: true }) => Vec::new(),
        Entry::Transferred { .. } => {
            contact.agent_leg().map(|leg| Order::HangUp { leg }).into_iter().collect()
        }
        Entry::PositionTold { prompts, .. } => {
            let music = contact.wanted.as_ref().and_then(|wanted| state.promise(&wanted.queue));
            let mut prompts = prompts.clone();
            prompts.extend(music.map(|queue| queue.music.clone()));
            let play = contact.acts + 1;
            vec![Order::Play { leg, play, prompts, language: contact.language, repeat: true }]
        }
        Entry::Offered { agent, leg: agent_leg, .. } => {
            let dial = |to: &str| Order::Dial {
                leg: *agent_leg,
                to: to.to_owned(),
                agent: Some(*agent),
                on_behalf_of: leg,
            };
            state.planned(*agent).map(|planned| dial(&planned.address)).into_iter().collect()
        }
        Entry::OfferFailed { cause: OfferFailure::NoAnswer | OfferFailure::CallerLeft, .. } => {
            contact.agent_leg().map(|leg| Order::HangUp { leg }).into_iter().collect()
        }
        Entry::Connected { .. } | Entry::Retrieved { .. } | Entry::AgentReturned { .. } => {
            contact.agent_leg().map(|b| Order::Join { a: leg, b }).into_iter().collect()
        }
        Entry::RecordingStarted { recording, .. } => vec![Order::Record { leg, recording: *recording }],
        Entry::ContactEnded { reason, .. } => {
            legs_left(contact, *reason).map(|leg| Order::HangUp { leg }).collect()
        }
        _ => Vec::new(),
    }
}

fn flow_order(contact: &Contact, act: &FlowAct) -> Option<Order> {
    let (leg, language, number) = (contact.leg, contact.language, contact.acts + 1);
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
fn silence(contact: &Contact, leg: LegId) -> Order {
    Order::Play { leg, play: 0, prompts: Vec::new(), language: contact.language, repeat: true }
}

fn music(state: &State, contact: &Contact, queue: &QueueName) -> Option<Order> {
    let prompts = vec![state.promise(queue)?.music.clone()];
    Some(Order::Play {
        leg: contact.leg,
        play: contact.acts,
        prompts,
        language: contact.language,
        repeat: true,
    })
}

/// The legs that are still up when a contact ends for this reason.
fn legs_left(contact: &Contact, reason: EndReason) -> impl Iterator<Item = LegId> {
    use EndReason::*;
    let customer_is_gone =
        matches!(reason, CustomerHungUp | Abandoned | LeftInFlow | CustomerLost | Interrupted);
    let agent_is_gone = matches!(reason, AgentHungUp | Interrupted);
    let customer = (!customer_is_gone).then_some(contact.leg);
    let agent = contact.agent_leg().filter(|_| !agent_is_gone);
    customer.into_iter().chain(agent)
}
