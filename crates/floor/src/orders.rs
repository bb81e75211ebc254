//! What voice nodes are to do about an entry. Derived, never decided: the same journal always
//! gives the same orders.

use crate::secure_entry;
use crate::{Bridge, Contact, State};
use vocabulary::journal::{CallbackFailure, EndReason, Entry, FlowAct, OfferFailure};
use vocabulary::voice::{GatherRule, Keep, Order};
use vocabulary::{LegId, NodeName, PromptName, QueueName, Span};

/// Seconds a refused caller is asked to stay away (RFC 3261 §20.33).
const RETRY_AFTER: u16 = 5;

/// How long a caller may think before saying once more that a call-back is wanted.
const TO_CONFIRM: Span = Span::seconds(8);

/// The orders of one entry, given the state *before* it is applied.
pub fn orders(state: &State, entry: &Entry) -> Vec<(NodeName, Order)> {
    let Some((node, asked)) = asked(state, entry) else { return Vec::new() };
    asked.into_iter().flatten().map(|order| (node.clone(), order)).collect()
}

/// What one entry asks for: no entry asks for more, and most for nothing.
pub(crate) type Few = [Option<Order>; 2];

/// The orders of one entry, and the node they are for.
pub(crate) fn asked<'a>(state: &'a State, entry: &'a Entry) -> Option<(&'a NodeName, Few)> {
    match entry {
        Entry::ContactOpened { node, leg, .. } => Some((node, one(Some(Order::Answer { leg: *leg })))),
        Entry::CallRefused { node, leg, status } => {
            let retry_after = (*status == 503).then_some(RETRY_AFTER);
            Some((node, one(Some(Order::Reject { leg: *leg, status: *status, retry_after }))))
        }
        _ => {
            // A chat is on no node.
            let contact = entry.contact().and_then(|id| state.contact(id))?;
            Some((contact.node.as_ref()?, contact_orders(state, contact, contact.leg?, entry)))
        }
    }
}

fn one(order: Option<Order>) -> Few {
    [order, None]
}

fn contact_orders(state: &State, contact: &Contact, leg: LegId, entry: &Entry) -> Few {
    match entry {
        Entry::FlowMoved { act, .. } => one(flow_order(contact, leg, act)),
        Entry::Queued { queue, .. } => one(music(state, contact, queue)),
        Entry::Announced { prompt, .. } => {
            let (play, prompts) = (contact.acts + 1, vec![prompt.clone()]);
            one(Some(Order::Play { leg, play, prompts, language: contact.language, repeat: false }))
        }
        Entry::AgentLost { .. } => match contact.bridge() {
            // The leg is still there, for the page that did not come back; the music plays already.
            Some(Bridge::Parted { .. }) => one(contact.agent_leg().map(|leg| Order::HangUp { leg })),
            Some(Bridge::Held) => one(None),
            _ => one(waiting_music(state, contact)),
        },
        Entry::AgentParted { .. } => match contact.bridge() {
            Some(Bridge::Joined) => one(waiting_music(state, contact)),
            _ => one(None),
        },
        Entry::Held { .. } => {
            let silence = contact.agent_leg().map(|leg| silence(contact, leg));
            [waiting_music(state, contact), silence]
        }
        Entry::AgentReturned { .. } if contact.bridge() == Some(Bridge::Parted { held: true }) => one(None),
        Entry::Transferred { .. } => one(contact.agent_leg().map(|leg| Order::HangUp { leg })),
        Entry::PositionTold { prompts, .. } => {
            let music = contact.wanted.as_ref().and_then(|wanted| state.promise(&wanted.queue));
            let mut prompts = prompts.clone();
            prompts.extend(music.map(|queue| queue.music.clone()));
            let play = contact.acts + 1;
            one(Some(Order::Play { leg, play, prompts, language: contact.language, repeat: true }))
        }
        Entry::Offered { agent, leg: Some(agent_leg), .. } => {
            let dial = |to: &str| Order::Dial {
                leg: *agent_leg,
                to: to.to_owned(),
                agent: Some(*agent),
                on_behalf_of: (!contact.is_away()).then_some(leg),
            };
            one(state.planned(*agent).map(|planned| dial(&planned.address)))
        }
        Entry::CallbackOffered { .. } => one(contact.wanted.as_ref().map(|wanted| {
            let every = state.promise(&wanted.queue).map_or(Span::ZERO, |queue| queue.announce_every);
            // The next telling asks anew, and in good time.
            let rule = key(every + Span::seconds(10));
            let (gather, language) = (contact.acts + 1, contact.language);
            Order::Gather { leg, gather, prompts: Vec::new(), language, rule }
        })),
        Entry::CallbackAsked { prompts, .. } => {
            let (gather, prompts, language) = (contact.acts + 1, prompts.clone(), contact.language);
            one(Some(Order::Gather { leg, gather, prompts, language, rule: key(TO_CONFIRM) }))
        }
        Entry::CallbackDeclined { .. } => one(waiting_music(state, contact)),
        Entry::CallbackPromised { prompts, .. } => {
            let (play, prompts, language) = (contact.acts + 1, prompts.clone(), contact.language);
            one(Some(Order::Play { leg, play, prompts, language, repeat: false }))
        }
        Entry::PlaceKept { release: true, .. } => one(Some(Order::HangUp { leg })),
        Entry::CallbackDialled { leg, .. } => called_back(state, contact, *leg),
        Entry::CallbackFailed { cause, .. } => {
            let customer_rings = matches!(
                cause,
                CallbackFailure::NoAnswer
                    | CallbackFailure::AgentLeft
                    | CallbackFailure::CalledAgain
                    | CallbackFailure::Cancelled
            );
            let is_up = *cause != CallbackFailure::Interrupted;
            let customer = customer_rings.then_some(leg);
            let agent = contact.agent_leg().filter(|_| is_up);
            [customer, agent].map(|leg| leg.map(|leg| Order::HangUp { leg }))
        }
        Entry::OfferFailed { cause: OfferFailure::NoAnswer | OfferFailure::CallerLeft, .. } => {
            one(contact.agent_leg().map(|leg| Order::HangUp { leg }))
        }
        Entry::Connected { .. } | Entry::Retrieved { .. } | Entry::AgentReturned { .. } => {
            one(contact.agent_leg().map(|b| Order::Join { a: leg, b }))
        }
        Entry::SecureEntryAsked { .. } | Entry::SecureEntryKeyed { .. } | Entry::SecureEntryOver { .. } => {
            one(secure_entry::order(state, contact, leg, entry))
        }
        Entry::RecordingStarted { recording, .. } => one(Some(Order::Record { leg, recording: *recording })),
        Entry::ContactEnded { reason, .. } => {
            legs_left(contact, *reason).map(|left| left.map(|leg| Order::HangUp { leg }))
        }
        _ => one(None),
    }
}

/// The customer is called, and the agent hears that it rings.
fn called_back(state: &State, contact: &Contact, customer: LegId) -> Few {
    let (Some(agent), Some(trunk)) = (contact.agent_leg(), &state.plan.trunk.address) else {
        return one(None);
    };
    let dial = Order::DialOut {
        leg: customer,
        contact: contact.id,
        number: None,
        trunk: trunk.clone(),
        shown: state.line(&contact.line).map(|line| line.called.clone()).unwrap_or_default(),
        on_behalf_of: agent,
    };
    let ringing = vec![PromptName::new("ringing").expect("a word is a prompt name")];
    let (play, language) = (contact.acts, contact.language);
    [Some(dial), Some(Order::Play { leg: agent, play, prompts: ringing, language, repeat: true })]
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
fn silence(contact: &Contact, leg: LegId) -> Order {
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
        || matches!(reason, CustomerHungUp | Abandoned | LeftInFlow | CustomerLost | Interrupted);
    let agent_is_gone = matches!(reason, AgentHungUp | Interrupted);
    let customer = contact.leg.filter(|_| !customer_is_gone);
    let agent = contact.agent_leg().filter(|_| !agent_is_gone);
    [customer, agent]
}
