//! What people wish: agents at their desks, supervisors about the floor.

use super::flows::queue_takes;
use super::{
    agents, callbacks, caller, chats, needed_skills, nodes, secure_entry, shifts, verification_calls,
};
use crate::hands::wrapping_up_since;
use crate::{Bridge, Contact, Phase, State, Wish};
use ivr::QueueState;
use routing::Router;
use vocabulary::journal::{CallbackOutcome, Entry};
use vocabulary::plan::{Plan, Queue};
use vocabulary::{
    AgentId, ContactId, DispositionCode, LineName, PromptName, QueueName, Sequence, Span, Time,
};

/// Why a wish is not granted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No such agent in the plan.
    #[error("there is no agent {0}; the list of agents shows who there is")]
    NoAgent(AgentId),
    /// There is no such contact, or there never was.
    #[error("there is no contact {0}; the list of contacts shows which there are")]
    NoContact(ContactId),
    /// No such queue in the plan.
    #[error("there is no queue {0}; the list of queues shows which there are")]
    NoQueue(QueueName),
    /// No such line in the plan.
    #[error("there is no line {0}; the configuration names the lines")]
    NoLine(LineName),
    /// The plan has no such disposition.
    #[error("there is no disposition {0}; choose one of those that are configured")]
    NoDisposition(DispositionCode),
    /// The plan does not let this be announced.
    #[error("{0} is not among the announcements that are configured; choose one of those")]
    NoAnnouncement(PromptName),
    /// The agent does not talk in this contact.
    #[error("{0} does not talk in {1}")]
    NotTalking(AgentId, ContactId),
    /// The chat is not offered to the agent, or no longer.
    #[error("{1} is not offered to {0}; another agent may have it by now")]
    NotOffered(AgentId, ContactId),
    /// The contact is a chat: nobody hears anything.
    #[error("{0} is a chat, which cannot be held; answer later")]
    NoCall(ContactId),
    /// The customer is on hold.
    #[error("the customer of {0} is on hold; take the customer back first")]
    OnHold(ContactId),
    /// A secret is being keyed in already.
    #[error("the customer of {0} is keying in already; wait, or stop that first")]
    Keying(ContactId),
    /// The bank is being asked about what was keyed in.
    #[error("the bank is being asked about what the customer of {0} keyed in; wait a moment")]
    Judged(ContactId),
    /// Nobody knows whose secret it should be.
    #[error("nobody knows yet who the customer of {0} is; have customer number and PIN keyed in first")]
    Unknown(ContactId),
    /// The registered number is being called already.
    #[error("the customer of {0} is being called back already; wait for the answer")]
    Calling(ContactId),
    /// Nobody knows whose registered number it would be.
    #[error("nobody knows yet who the customer of {0} is; find out, or have number and PIN keyed in")]
    NobodyToCall(ContactId),
    /// Another customer was found meanwhile.
    #[error("{0} is about another customer by now; look who, and ask again")]
    AnotherCustomer(ContactId),
    /// There is nothing left to prove.
    #[error("the customer of {0} is verified already; no call back is needed")]
    VerifiedAlready(ContactId),
    /// An answer at the customer's telephone would say nothing about who calls.
    #[error("the caller of {0} is not the customer, and is not verified by the customer's telephone")]
    NotTheHolder(ContactId),
    /// No call goes out.
    #[error("there is no trunk to call out by; have [trunk] given an address")]
    NoTrunk,
    /// The customer was called often enough.
    #[error("the registered number was called often enough for {0}; have the customer call again")]
    CalledOften(ContactId),
    /// The bank has said who it is.
    #[error("the customer of {0} is verified; who is proved is not changed by hand")]
    Verified(ContactId),
    /// Nobody was found that could be taken back.
    #[error("no customer was found by hand for {0}; there is nothing to take back")]
    NotIdentified(ContactId),
    /// The caller is not the customer.
    #[error("the caller of {0} is not the customer; nobody else keys in the customer's secret")]
    ThirdParty(ContactId),
    /// The contact is a call.
    #[error("{0} is a call; what is asked for is for chats")]
    NoChat(ContactId),
    /// The agent's telephone is away.
    #[error("the telephone of {0} is away; wait until it is back")]
    Away(AgentId),
    /// The agent does not wrap up this contact.
    #[error("{0} does not wrap up {1}")]
    NotWrappingUp(AgentId, ContactId),
    /// The queue takes nobody now.
    #[error("queue {0} is {1}; choose another queue")]
    TakesNobody(QueueName, &'static str),
    /// The queue holds contacts of another channel.
    #[error("queue {0} does not hold contacts of this kind; choose another queue")]
    OtherChannel(QueueName),
    /// Another plan came into force meanwhile.
    #[error("the plan was changed meanwhile, version {0} is in force: look at it, and try yours again")]
    OtherVersion(Sequence),
    /// Contacts of the queue's present channel wait in it.
    #[error(
        "contacts wait in queue {0}, which would hold another kind: close it and let them be served, or name a new queue"
    )]
    WaitedFor(QueueName),
    /// No place is kept for a call-back.
    #[error("{0} keeps no place for a call-back; the queue's page shows which do")]
    NoPlace(ContactId),
    /// All the time there is for a wrap-up has been given.
    #[error("the time for {0} has been extended as far as it may be")]
    NoMoreTime(ContactId),
}

impl Refusal {
    /// Whether what was named does not exist; otherwise it exists, and things stand against it.
    pub fn is_unknown(&self) -> bool {
        use Refusal::*;
        matches!(
            self,
            NoAgent(_) | NoContact(_) | NoQueue(_) | NoLine(_) | NoDisposition(_) | NoAnnouncement(_)
        )
    }
}

/// What a wish leads to. Nothing, when things stand that way already.
///
/// # Errors
/// [`Refusal`] when it cannot be granted.
pub fn wished(state: &State, now: Time, wish: &Wish) -> Result<Vec<Entry>, Refusal> {
    match wish {
        Wish::Ready(agent) => {
            planned(state, *agent)?;
            Ok(agents::ready(state, now, *agent))
        }
        Wish::NotReady(agent, reason) => {
            state.agent(*agent).ok_or(Refusal::NoAgent(*agent))?;
            Ok(agents::not_ready(state, *agent, *reason))
        }
        Wish::Hold(_, contact) | Wish::Retrieve(_, contact) if is_chat(state, *contact) => {
            Err(Refusal::NoCall(*contact))
        }
        Wish::Hold(agent, contact) => match talk(state, *agent, *contact)? {
            Bridge::Joined => {
                let held = Entry::Held { contact: *contact, agent: *agent };
                let keyed = state.contact(*contact).and_then(secure_entry::interrupted);
                Ok(keyed.into_iter().chain([held]).collect())
            }
            Bridge::Held => Ok(Vec::new()),
            Bridge::Parted { .. } => Err(Refusal::Away(*agent)),
        },
        Wish::Retrieve(agent, contact) => match talk(state, *agent, *contact)? {
            Bridge::Held => Ok(vec![Entry::Retrieved { contact: *contact, agent: *agent }]),
            Bridge::Joined => Ok(Vec::new()),
            Bridge::Parted { .. } => Err(Refusal::Away(*agent)),
        },
        Wish::SecureEntry(agent, contact, kind) => secure_entry::ask(state, *agent, *contact, *kind),
        Wish::StopSecureEntry(agent, contact) => secure_entry::stop(state, *agent, *contact),
        Wish::CallRegistered(agent, contact, customer) => {
            verification_calls::ask(state, *agent, *contact, customer)
        }
        Wish::Identify(agent, contact, customer) => caller::identify(state, *agent, *contact, customer),
        Wish::UndoIdentify(agent, contact) => caller::undo(state, *agent, *contact),
        Wish::ThirdParty(agent, contact, is_other) => caller::third_party(state, *agent, *contact, *is_other),
        Wish::OpenChat { line, language, customer } => {
            chats::open(state, now, line, *language, customer.as_ref())
        }
        Wish::LeaveChat { contact, lost } => chats::left(state, now, *contact, *lost),
        Wish::Accept(agent, contact) => chats::accept(state, *agent, *contact),
        Wish::Decline(agent, contact) => chats::decline(state, *agent, *contact),
        Wish::EndChat(agent, contact) => chats::end(state, now, *agent, *contact),
        Wish::Transfer(agent, contact, queue) => transfer(state, now, *agent, *contact, queue),
        Wish::EndWrapUp(agent, contact) => {
            let (contact, reason) = wrap_up(state, *agent, *contact)?;
            Ok(agents::wrapped_up(state, now, contact, *agent, reason))
        }
        Wish::ExtendWrapUp(agent, contact) => extend(state, *agent, *contact),
        Wish::Dispose(contact, code) => dispose(state, *contact, code),
        Wish::Note(contact, version) => {
            was_opened(state, *contact)?;
            Ok(vec![Entry::NoteKept { contact: *contact, version: *version }])
        }
        Wish::Promise(told) => {
            was_opened(state, told.contact)?;
            Ok(vec![Entry::Promise(told.clone())])
        }
        Wish::CloseQueue { queue, flush } => {
            planned_queue(state, queue)?;
            let stands = state.closed_queues.get(queue).is_some_and(|closed| closed.flush == *flush);
            let closed = || Entry::QueueClosed { queue: queue.clone(), flush: *flush };
            Ok((!stands).then(closed).into_iter().collect())
        }
        Wish::OpenQueue(queue) => {
            planned_queue(state, queue)?;
            let stands = !state.closed_queues.contains_key(queue);
            Ok((!stands).then(|| Entry::QueueOpened { queue: queue.clone() }).into_iter().collect())
        }
        Wish::Leaves(agent, at) => {
            planned(state, *agent)?;
            Ok(shifts::leaves(state, now, *agent, *at))
        }
        Wish::CancelCallback(contact) => {
            let open = state.contact(*contact).ok_or(Refusal::NoContact(*contact))?;
            open.place().ok_or(Refusal::NoPlace(*contact))?;
            Ok(callbacks::withdrawn(state, now, open, CallbackOutcome::Cancelled, None))
        }
        Wish::Configure { over: Some(over), .. } if *over != state.in_force.version => {
            Err(Refusal::OtherVersion(state.in_force.version))
        }
        Wish::Configure { plan, .. } if **plan == state.plan => Ok(Vec::new()),
        Wish::Configure { plan, .. } => match turned_over(&state.plan, &state.router, plan) {
            Some(queue) => Err(Refusal::WaitedFor(queue.clone())),
            None => Ok(nodes::configure(state, plan)),
        },
        Wish::Announce { line, prompt, instead } => announce(state, line.as_ref(), prompt, *instead),
        Wish::Unannounce(line) => {
            let stands = set_on(state, line.as_ref())?.is_none();
            let cleared = || Entry::AnnouncementCleared { line: line.clone() };
            Ok((!stands).then(cleared).into_iter().collect())
        }
    }
}

/// A queue in which somebody waits, and whose channel would be another: nobody could be served there any more.
pub fn turned_over<'a>(before: &Plan, router: &Router, after: &'a Plan) -> Option<&'a QueueName> {
    let now = |name: &QueueName| before.queues.iter().find(|queue| queue.name == *name);
    let is_other =
        |queue: &&Queue| now(&queue.name).is_some_and(|now| now.routing.channel != queue.routing.channel);
    let waited_for = |queue: &&Queue| router.queue_length(&queue.name) > 0;
    after.queues.iter().filter(is_other).find(waited_for).map(|queue| &queue.name)
}

fn planned(state: &State, agent: AgentId) -> Result<(), Refusal> {
    state.planned(agent).map(drop).ok_or(Refusal::NoAgent(agent))
}

fn planned_queue<'a>(state: &'a State, queue: &QueueName) -> Result<&'a Queue, Refusal> {
    state.queue(queue).ok_or_else(|| Refusal::NoQueue(queue.clone()))
}

fn is_chat(state: &State, contact: ContactId) -> bool {
    state.contact(contact).is_some_and(Contact::is_chat)
}

/// How customer and agent are joined.
fn talk(state: &State, agent: AgentId, contact: ContactId) -> Result<Bridge, Refusal> {
    match state.contact(contact).map(|contact| &contact.phase) {
        Some(Phase::Talking { agent: talks, bridge, .. }) if *talks == agent => Ok(*bridge),
        _ => Err(Refusal::NotTalking(agent, contact)),
    }
}

/// What the customer waited for the first agent counts in the next queue as credit.
fn transfer(
    state: &State,
    now: Time,
    agent: AgentId,
    id: ContactId,
    queue: &QueueName,
) -> Result<Vec<Entry>, Refusal> {
    if let Bridge::Parted { .. } = talk(state, agent, id)? {
        return Err(Refusal::Away(agent));
    }
    let to = planned_queue(state, queue)?;
    let contact = state.contact(id).ok_or(Refusal::NoContact(id))?;
    if to.routing.channel != contact.channel {
        return Err(Refusal::OtherChannel(queue.clone()));
    }
    let refused = |why| Err(Refusal::TakesNobody(queue.clone(), why));
    match queue_takes(state, now, queue, &[], contact.language, contact.channel) {
        QueueState::Open => {}
        QueueState::Closed => return refused("closed"),
        QueueState::Full => return refused("full"),
        QueueState::Unstaffed => return refused("without anybody who could serve"),
    }
    let before = contact.wanted.as_ref().map_or(Span::ZERO, |wanted| wanted.credit);
    let queued = Entry::Queued {
        contact: id,
        queue: queue.clone(),
        since: now,
        credit: before + contact.wait.unwrap_or_default(),
        skills: needed_skills(state, queue, &[], contact.language),
        front: false,
    };
    let mut entries: Vec<Entry> = secure_entry::interrupted(contact).into_iter().collect();
    entries.extend([Entry::Transferred { contact: id, agent, queue: queue.clone() }, queued]);
    entries.extend(agents::wish(state, agent, id));
    Ok(entries)
}

fn wrap_up(
    state: &State,
    agent: AgentId,
    id: ContactId,
) -> Result<(&Contact, vocabulary::journal::EndReason), Refusal> {
    let contact = state.contact(id);
    match contact.map(|contact| (contact, &contact.phase)) {
        Some((contact, Phase::WrapUp { agent: wraps_up, reason })) if *wraps_up == agent => {
            Ok((contact, *reason))
        }
        _ => Err(Refusal::NotWrappingUp(agent, id)),
    }
}

fn extend(state: &State, id: AgentId, contact: ContactId) -> Result<Vec<Entry>, Refusal> {
    let (contact, _) = wrap_up(state, id, contact)?;
    let since = wrapping_up_since(state, contact).ok_or(Refusal::NotWrappingUp(id, contact.id))?;
    let desk = &state.plan.desk;
    let queue = contact.wanted.as_ref().and_then(|wanted| state.promise(&wanted.queue));
    let latest = since + queue.map_or(Span::ZERO, |queue| queue.wrap_up) + desk.wrap_up_most;
    let due = contact.due.unwrap_or(latest);
    let until = (due + desk.wrap_up_more).min(latest);
    if until <= due {
        return Err(Refusal::NoMoreTime(contact.id));
    }
    Ok(vec![Entry::WrapUpExtended { contact: contact.id, agent: id, until }])
}

pub(super) fn was_opened(state: &State, contact: ContactId) -> Result<(), Refusal> {
    let was = (1..=state.last_contact.0).contains(&contact.0);
    if was { Ok(()) } else { Err(Refusal::NoContact(contact)) }
}

fn dispose(state: &State, contact: ContactId, code: &DispositionCode) -> Result<Vec<Entry>, Refusal> {
    was_opened(state, contact)?;
    if !state.plan.desk.dispositions.iter().any(|known| known.code == *code) {
        return Err(Refusal::NoDisposition(code.clone()));
    }
    let stands = state.contact(contact).is_some_and(|open| open.disposition.as_ref() == Some(code));
    let set = || Entry::DispositionSet { contact, code: code.clone() };
    Ok((!stands).then(set).into_iter().collect())
}

/// What is announced on a line, or on all of them.
fn set_on<'a>(state: &'a State, line: Option<&LineName>) -> Result<Option<&'a crate::Announcement>, Refusal> {
    match line {
        None => Ok(state.announcement.as_ref()),
        Some(line) if state.line(line).is_none() => Err(Refusal::NoLine(line.clone())),
        Some(line) => Ok(state.line_announcements.get(line)),
    }
}

fn announce(
    state: &State,
    line: Option<&LineName>,
    prompt: &PromptName,
    instead: bool,
) -> Result<Vec<Entry>, Refusal> {
    let set = set_on(state, line)?;
    if !state.plan.desk.announcements.contains(prompt) {
        return Err(Refusal::NoAnnouncement(prompt.clone()));
    }
    if set.is_some_and(|set| set.prompt == *prompt && set.instead == instead) {
        return Ok(Vec::new());
    }
    Ok(vec![Entry::AnnouncementSet { line: line.cloned(), prompt: prompt.clone(), instead }])
}
