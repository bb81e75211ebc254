//! Entries and orders in a few words.

use std::collections::BTreeMap;
use vocabulary::journal::{CallerWord, Entry, FlowAct, VerificationCall, VerificationStep};
use vocabulary::plan::Target;
use vocabulary::voice::Order;
use vocabulary::{ContactId, LegId, PromptName};

/// What happened; `None` for what says nothing to a reader of stories.
pub fn entry(entry: &Entry) -> Option<String> {
    let c = entry.contact().map_or(0, |id| id.0);
    let a = entry.agent().map_or(0, |id| id.0);
    Some(match entry {
        Entry::LeadershipTaken { .. } => "led anew".to_owned(),
        Entry::Configured { .. } => "configured".to_owned(),
        Entry::NodeJoined { .. } => "node joined".to_owned(),
        Entry::NodeLost { .. } => "node lost".to_owned(),
        Entry::AgentReady { .. } => format!("A{a} ready"),
        Entry::AgentNotReady { reason, .. } => format!("A{a} not ready: {reason:?}"),
        Entry::ContactOpened { .. } | Entry::ChatOpened { .. } => format!("C{c} opened"),
        Entry::Imported { .. } => format!("C{c} imported"),
        Entry::CallRefused { status, .. } => format!("refused with {status}"),
        Entry::CustomerMatched { customer, .. } => format!("C{c} matched {customer}"),
        Entry::CustomerRanked { tier, .. } => format!("C{c} ranked {tier}"),
        Entry::CustomerVerified { customer, .. } => format!("C{c} verified {customer}"),
        Entry::CallerTold { word, .. } => match word {
            CallerWord::Several { customers } => {
                let names: Vec<&str> = customers.iter().map(|customer| customer.as_str()).collect();
                format!("C{c} of {}", names.join(" or "))
            }
            CallerWord::Identified { customer } => format!("C{c} identified {customer} by A{a}"),
            CallerWord::Undone { customer: Some(customer) } => format!("C{c} undone to {customer} by A{a}"),
            CallerWord::Undone { customer: None } => format!("C{c} undone by A{a}"),
            CallerWord::ThirdParty => format!("C{c} is another by A{a}"),
            CallerWord::Holder => format!("C{c} is the holder by A{a}"),
        },
        Entry::VerificationFailed { why, .. } => format!("C{c} unverified: {why:?}"),
        // Told by what follows: the order, or the queue, or the end.
        Entry::FlowMoved { act: FlowAct::HangUp { .. } | FlowAct::Queue { .. }, .. } => return None,
        Entry::FlowMoved { position, .. } => format!("C{c} at {}", position.step),
        Entry::Queued { queue, .. } => format!("C{c} in {queue}"),
        Entry::PositionTold { position, wait, .. } => match wait {
            Some(wait) => format!("C{c} told {position} and {} s", wait.as_millis() / 1000),
            None => format!("C{c} told {position}"),
        },
        Entry::CallerReachable { same: None, .. } => format!("C{c} reachable"),
        Entry::CallerReachable { same: Some(same), .. } => format!("C{c} reachable as C{}", same.0),
        Entry::CallbackOffered { .. } => format!("C{c} offered a call-back"),
        Entry::CallbackAsked { .. } => format!("C{c} asks for a call-back"),
        Entry::CallbackDeclined { .. } => format!("C{c} waits on"),
        Entry::CallbackPromised { .. } => format!("C{c} promised"),
        Entry::PlaceKept { .. } => format!("C{c} kept"),
        Entry::PlaceResumed { until, .. } => match until {
            Some(until) => format!("C{c} in line until {}", (*until - super::BEGIN).as_millis() / 1_000),
            None => format!("C{c} in line"),
        },
        Entry::PlaceRested { until, why, .. } => match until {
            Some(until) => {
                format!("C{c} rests until {}: {why:?}", (*until - super::BEGIN).as_millis() / 1_000)
            }
            None => format!("C{c} rests: {why:?}"),
        },
        Entry::CallbackDialled { attempt, .. } => format!("C{c} called back {attempt} for A{a}"),
        Entry::CallbackFailed { cause, .. } => format!("C{c} not reached for A{a}: {cause:?}"),
        Entry::CallbackOver { outcome, taken_by, .. } => match taken_by {
            Some(other) => format!("C{c} over: {outcome:?} by C{}", other.0),
            None => format!("C{c} over: {outcome:?}"),
        },
        Entry::Widened { stage, .. } => format!("C{c} widens to {stage}"),
        Entry::KeptNoLonger { .. } => format!("C{c} kept for A{a} no longer"),
        Entry::Overflowed { from, to, .. } => format!("C{c} from {from} to {}", target(to)),
        Entry::Stayed { to, .. } => format!("C{c} not to {}", target(to)),
        Entry::ShiftSet { last_offer: Some(at), .. } => {
            format!("A{a} until {}", (*at - super::BEGIN).as_millis() / 1_000)
        }
        Entry::ShiftSet { .. } => format!("A{a} without end"),
        Entry::LastOfferPassed { .. } => format!("A{a} offered nothing new"),
        Entry::Offered { .. } => format!("C{c} offered A{a}"),
        Entry::AgentRinging { .. } => format!("A{a} rings"),
        Entry::OfferFailed { cause, .. } => format!("C{c} not by A{a}: {cause:?}"),
        Entry::Connected { .. } => format!("C{c} with A{a}"),
        Entry::AgentLost { .. } => format!("C{c} lost A{a}"),
        Entry::RecordingStarted { .. } => format!("C{c} recorded"),
        Entry::RecordingEnded { outcome, .. } => format!("C{c} recording {outcome:?}"),
        Entry::ContactEnded { reason, .. } => format!("C{c} ended: {reason:?}"),
        Entry::WrapUpStarted { .. } => format!("A{a} wraps up"),
        Entry::WrapUpEnded { .. } => format!("A{a} wrapped up"),
        Entry::QueueClosed { queue, flush: false } => format!("{queue} closed"),
        Entry::QueueClosed { queue, flush: true } => format!("{queue} closed and flushed"),
        // Told by what follows when the time has come.
        Entry::ClosingSet { .. } => return None,
        Entry::QueueOpened { queue } => format!("{queue} opened"),
        Entry::AnnouncementSet { line, prompt, instead } => {
            let whose = line.as_ref().map_or("all".to_owned(), ToString::to_string);
            format!("{whose} to hear {prompt}{}", if *instead { " and no more" } else { "" })
        }
        Entry::AnnouncementCleared { line } => {
            format!("{} to hear nothing", line.as_ref().map_or("all".to_owned(), ToString::to_string))
        }
        Entry::Announced { .. } => format!("C{c} announced to"),
        Entry::Held { .. } => format!("C{c} held by A{a}"),
        Entry::Retrieved { .. } => format!("C{c} retrieved by A{a}"),
        Entry::SecureEntryAsked { part, .. } => format!("C{c} to key {part:?}"),
        Entry::SecureEntryKeyed { what, .. } => format!("C{c} keyed {}", what.tag()),
        Entry::SecureEntryOver { what, outcome, .. } => format!("C{c} {}: {outcome:?}", what.tag()),
        Entry::VerificationCall(VerificationCall { step, .. }) => match step {
            VerificationStep::Begun { customer } => format!("C{c} to be called at {customer}'s by A{a}"),
            VerificationStep::Dialled { attempt, .. } => format!("C{c} called {attempt}"),
            VerificationStep::Answered => format!("C{c} answered A{a}"),
            VerificationStep::Failed { cause } => format!("C{c} not reached: {cause:?}"),
        },
        Entry::AgentParted { .. } => format!("C{c} parted from A{a}"),
        Entry::AgentReturned { .. } => format!("C{c} has A{a} again"),
        Entry::Transferred { queue, .. } => format!("C{c} sent by A{a} to {queue}"),
        Entry::WrapUpExtended { .. } => format!("A{a} wraps up longer"),
        Entry::DispositionSet { code, .. } => format!("C{c} was {code}"),
        Entry::NoteKept { version, .. } => format!("C{c} noted {version}"),
        Entry::Promise(told) => format!("C{c} promise {:?}", told.step),
        Entry::ContactClosed { wait, talk, .. } => {
            let seconds = |what, span: &Option<vocabulary::Span>| {
                span.map_or(String::new(), |span| format!(" {what} {}", span.as_seconds()))
            };
            format!("C{c} closed{}{}", seconds("wait", wait), seconds("talk", talk))
        }
    })
}

/// The customer who is being called, and on which leg.
pub fn dialled(entry: &Entry) -> Option<(ContactId, LegId)> {
    match entry {
        Entry::CallbackDialled { contact, leg, .. } => Some((*contact, *leg)),
        Entry::VerificationCall(VerificationCall {
            contact,
            step: VerificationStep::Dialled { leg, .. },
            ..
        }) => Some((*contact, *leg)),
        _ => None,
    }
}

/// What a voice node is to do; legs by their names.
pub fn order(order: &Order, names: &BTreeMap<LegId, String>) -> String {
    let name = |leg: &LegId| names.get(leg).cloned().unwrap_or_else(|| leg.to_string());
    match order {
        Order::Reject { status, .. } => format!("reject {status}"),
        Order::Answer { leg } => format!("answer {}", name(leg)),
        Order::Play { leg, prompts, .. } if prompts.is_empty() => format!("{} hears nothing", name(leg)),
        Order::Play { leg, prompts, repeat, .. } => {
            let ever = if *repeat { " ever" } else { "" };
            format!("{} hears {}{ever}", name(leg), list(prompts))
        }
        Order::Gather { leg, prompts, .. } if prompts.is_empty() => format!("heed {}", name(leg)),
        Order::Gather { leg, prompts, .. } => format!("ask {} of {}", list(prompts), name(leg)),
        Order::Redeem { leg, .. } => format!("verify {}", name(leg)),
        Order::Prove { leg, customer, kind, .. } => {
            format!("verify {} of {customer} by {}", kind.tag(), name(leg))
        }
        Order::StopGather { leg } => format!("heed {} no more", name(leg)),
        Order::Dial { leg, to, .. } if to.is_empty() => format!("dial nobody as {}", name(leg)),
        Order::Dial { leg, .. } => format!("dial {}", name(leg)),
        Order::DialOut { leg, shown, registered, .. } => {
            let home = if *registered { " at home" } else { "" };
            format!("dial out to {}{home} from {shown}", name(leg))
        }
        Order::Join { a, b } => format!("join {} {}", name(a), name(b)),
        Order::Record { leg, .. } => format!("record {}", name(leg)),
        Order::HandRecording { from, to } => {
            format!("keep the recording of {} with {}", name(from), name(to))
        }
        Order::HangUp { leg } => format!("hang up {}", name(leg)),
    }
}

fn target(to: &Target) -> &str {
    match to {
        Target::Queue(queue) => queue.as_str(),
        Target::Flow(flow) => flow.as_str(),
    }
}

fn list(prompts: &[PromptName]) -> String {
    prompts.iter().map(PromptName::as_str).collect::<Vec<_>>().join("+")
}
