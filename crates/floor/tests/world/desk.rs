//! What people wish at their desks.

use floor::{State, Wish};
use rand::{Rng, RngExt};
use vocabulary::voice::SecretKind;
use vocabulary::{
    AgentId, ContactId, CustomerRef, DispositionCode, LineName, PromptName, QueueName, Span, Time,
};

/// What somebody who has a contact in hand wishes, sensible or not. Nobody has one: nothing.
pub fn wish(floor: &State, rng: &mut impl Rng) -> Option<Wish> {
    let busy: Vec<(AgentId, ContactId)> = floor
        .agents()
        .flat_map(|agent| agent.in_hand().map(|contact| (agent.id, contact)).collect::<Vec<_>>())
        .collect();
    if busy.is_empty() {
        return None;
    }
    let (agent, contact) = busy[rng.random_range(0..busy.len())];
    Some(match rng.random_range(0..20) {
        0..3 => Wish::Hold(agent, contact),
        3..5 => Wish::Retrieve(agent, contact),
        5 => Wish::Transfer(agent, contact, queue(rng)),
        6 => Wish::EndWrapUp(agent, contact),
        7 => Wish::ExtendWrapUp(agent, contact),
        8..12 => Wish::SecureEntry(agent, contact, SecretKind::ALL[rng.random_range(0..3)]),
        12 => Wish::StopSecureEntry(agent, contact),
        13..15 => Wish::Identify(agent, contact, found(contact)),
        15 => Wish::ThirdParty(agent, contact, rng.random_bool(0.5)),
        16..19 => call_registered(floor, agent, contact, rng),
        _ => Wish::Dispose(contact, DispositionCode::new("enquiry").unwrap()),
    })
}

/// Whom an agent finds for a contact: another one for each.
fn found(contact: ContactId) -> CustomerRef {
    CustomerRef::new(&format!("cst-of-{}", contact.0)).unwrap()
}

/// The registered number of whom the contact is about; now and then of somebody else.
fn call_registered(floor: &State, agent: AgentId, contact: ContactId, rng: &mut impl Rng) -> Wish {
    let known = floor.contact(contact).and_then(|open| open.customer.clone());
    let customer = known.filter(|_| rng.random_bool(0.9)).unwrap_or_else(|| found(contact));
    Wish::CallRegistered(agent, contact, customer)
}

/// What supervisors wish of the whole house in some histories, and when.
pub fn of_the_house(rng: &mut impl Rng) -> Vec<(Span, Wish)> {
    let mut wishes = Vec::new();
    if rng.random_bool(0.15) {
        let (queue, flush) = (queue(rng), rng.random_bool(0.7));
        let closes = Span::millis(rng.random_range(0..150_000));
        wishes.push((closes, Wish::CloseQueue { queue: queue.clone(), flush }));
        wishes.push((closes + Span::seconds(40), Wish::OpenQueue(queue)));
    }
    if rng.random_bool(0.15) {
        let line = rng.random_bool(0.5).then(|| LineName::new("hotline").unwrap());
        let (prompt, instead) = (PromptName::new("full").unwrap(), rng.random_bool(0.3));
        let set = Span::millis(rng.random_range(0..150_000));
        wishes.push((set, Wish::Announce { line: line.clone(), prompt, instead }));
        wishes.push((set + Span::seconds(40), Wish::Unannounce(line)));
    }
    if rng.random_bool(0.1) {
        // Whichever it is: most keep no place.
        let contact = ContactId(rng.random_range(1..8));
        wishes.push((Span::millis(rng.random_range(0..150_000)), Wish::CancelCallback(contact)));
    }
    if rng.random_bool(0.3) {
        let agent = AgentId(rng.random_range(1..5));
        let said = Span::millis(rng.random_range(0..100_000));
        wishes.push((said, Wish::Leaves(agent, Some(BEGIN + said + Span::seconds(rng.random_range(0..40))))));
        wishes.push((said + Span::seconds(60), Wish::Leaves(agent, None)));
    }
    wishes
}

/// When every history begins.
const BEGIN: Time = Time(1_800_000_000_000_000);

fn queue(rng: &mut impl Rng) -> QueueName {
    QueueName::new(if rng.random_bool(0.6) { "cards" } else { "lost" }).unwrap()
}
