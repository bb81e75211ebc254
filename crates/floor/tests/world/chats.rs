//! How customers who write behave, and agents who have chats in hand.

use super::{Happening, World, chance};
use floor::{Input, Phase, Wish};
use rand::RngExt;
use vocabulary::journal::{Entry, NotReady, Record};
use vocabulary::{AccountId, AgentId, ContactId, LineName, QueueName, Span};

/// What somebody does about a chat, possible or not by then.
#[derive(Debug, Clone)]
pub enum Move {
    /// A customer opens one.
    Open,
    /// The customer ends it, or is lost.
    Leave(ContactId, bool),
    /// The agent takes it, or does not.
    Answer(AgentId, ContactId, bool),
    /// The agent ends it.
    End(AgentId, ContactId),
    /// The agent sends it on.
    Send(AgentId, ContactId),
    /// The agent is through with it, or needs more time.
    Finish(AgentId, ContactId, bool),
    /// The agent's page is away, and comes back.
    Sleep(AgentId),
    Wake(AgentId),
    /// The agent is ready again after all.
    Resume(AgentId),
}

pub fn play(world: &mut World, step: Move) {
    let wish = |wish| Input::Wish { by: Some(AccountId(3)), wish };
    let input = match step {
        Move::Open => {
            wish(Wish::OpenChat { line: LineName::new("web").unwrap(), language: None, customer: None })
        }
        Move::Leave(contact, lost) => wish(Wish::LeaveChat { contact, lost }),
        Move::Answer(agent, contact, true) => wish(Wish::Accept(agent, contact)),
        Move::Answer(agent, contact, false) => wish(Wish::Decline(agent, contact)),
        Move::End(agent, contact) => wish(Wish::EndChat(agent, contact)),
        Move::Send(agent, contact) => {
            let queue = if world.rng.random_bool(0.8) { "forms" } else { "cards" };
            wish(Wish::Transfer(agent, contact, QueueName::new(queue).unwrap()))
        }
        Move::Finish(agent, contact, true) => wish(Wish::EndWrapUp(agent, contact)),
        Move::Finish(agent, contact, false) => wish(Wish::ExtendWrapUp(agent, contact)),
        Move::Sleep(agent) => Input::PageAway(agent, NotReady::PageFrozen),
        Move::Wake(agent) => Input::PageBack(agent),
        Move::Resume(agent) => wish(Wish::Ready(agent)),
    };
    world.tell_floor(input);
}

/// What people do about what has just been decided.
pub fn react(world: &mut World, records: &[Record]) {
    for record in records {
        match record.entry {
            Entry::ChatOpened { contact, .. } => {
                let lost = chance(&mut world.rng, 0.2);
                later(world, 180_000, Move::Leave(contact, lost));
            }
            Entry::Offered { contact, agent, leg: None, .. } => match world.rng.random_range(0..8) {
                0 => {}
                1 => later(world, 6_000, Move::Answer(agent, contact, false)),
                _ => later(world, 12_500, Move::Answer(agent, contact, true)),
            },
            Entry::Connected { contact, agent } if is_chat(world, contact) => {
                match world.rng.random_range(0..8) {
                    0 | 1 => later(world, 60_000, Move::End(agent, contact)),
                    2 => later(world, 20_000, Move::Send(agent, contact)),
                    3 => {
                        let sleeps = world.rng.random_range(0..40_000);
                        world.plan(Span::millis(sleeps), Happening::Chat(Move::Sleep(agent)));
                        let wakes = sleeps + world.rng.random_range(0..20_000);
                        world.plan(Span::millis(wakes), Happening::Chat(Move::Wake(agent)));
                        world.plan(Span::millis(wakes), Happening::Chat(Move::Resume(agent)));
                    }
                    _ => {}
                }
            }
            Entry::WrapUpStarted { contact, agent, .. } if is_chat(world, contact) => {
                let through = chance(&mut world.rng, 0.7);
                later(world, 8_000, Move::Finish(agent, contact, through));
            }
            _ => {}
        }
    }
}

fn later(world: &mut World, within: i64, step: Move) {
    let after = Span::millis(world.rng.random_range(0..within));
    world.plan(after, Happening::Chat(step));
}

fn is_chat(world: &World, contact: ContactId) -> bool {
    world.floor.contact(contact).is_some_and(|contact| contact.is_chat() && contact.phase != Phase::Waiting)
}
