//! Histories of a small centre: a step is read from one number, so that a history shrinks to few and
//! small numbers.

use routing::{Friend, Waiting};
use std::collections::BTreeMap;
use vocabulary::plan::{
    Agent, AgentRouting, Channel, Choice, Discipline, Novice, Overflow, Queue, QueueRouting, Target, Widening,
};
use vocabulary::{AgentId, ContactId, PromptName, QueueName, SkillName, Span, Time};

pub const AGENTS: u64 = 7;
pub const CONTACTS: u64 = 12;
pub const QUEUES: [&str; 4] = ["cards", "loans", "vip", "chat"];
/// In order, so that a set drawn from them is sorted.
pub const SKILLS: [&str; 5] = ["cards", "expert", "lang.ko", "lang.zh", "loans"];

#[derive(Debug, Clone)]
pub enum Step {
    Configure(Vec<Queue>, Vec<Agent>),
    Wait(Waiting),
    Leave(ContactId),
    HandOver(ContactId, ContactId),
    Ready(AgentId, Time),
    Busy(AgentId),
    SignedOut(AgentId),
    ChatOver(AgentId),
    Finishes(AgentId, bool),
    LastOffer(AgentId, Option<Time>),
    Answered(QueueName),
    Handled(QueueName, Span),
    /// Offer the next match; whether it is turned down.
    Offer(bool),
    /// Time passes, and what falls due is carried out.
    Pass(Span),
}

/// Reads small numbers out of a large one, and goes on for ever.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub fn below(&mut self, sides: u64) -> u64 {
        let side = self.0 % sides;
        self.0 /= sides;
        if self.0 < 1 << 20 {
            // Spread what is left over all bits again: an odd multiplier and a shift (Weyl, xorshift).
            let mixed = (self.0 ^ 0x9E37_79B9).wrapping_mul(0xD6E8_FEB8_6659_FD93);
            self.0 = mixed ^ mixed >> 32;
        }
        side
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.below(sides) == sides - 1
    }

    fn of<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len() as u64) as usize]
    }

    fn some<T: Copy>(&mut self, among: &[T], one_in: u64) -> Vec<T> {
        among.iter().copied().filter(|_| self.one_in(one_in)).collect()
    }

    fn seconds(&mut self, most: u64, grain: u64) -> Span {
        Span::seconds((self.below(most / grain + 1) * grain) as i64)
    }

    fn agent(&mut self) -> AgentId {
        AgentId(self.below(AGENTS) + 1)
    }

    fn contact(&mut self) -> ContactId {
        ContactId(self.below(CONTACTS) + 1)
    }
}

pub fn queue_name(name: &str) -> QueueName {
    QueueName::new(name).unwrap()
}

pub fn skills(names: &[&str]) -> Vec<SkillName> {
    names.iter().map(|name| SkillName::new(name).unwrap()).collect()
}

fn levels(dice: &mut Dice, skills: &[SkillName], one_in: u64) -> BTreeMap<SkillName, u8> {
    let level = |skill: &SkillName| dice.one_in(one_in).then(|| (skill.clone(), dice.below(10) as u8 + 1));
    skills.iter().filter_map(level).collect()
}

fn widening(dice: &mut Dice, number: u64, prefers: &[SkillName]) -> Widening {
    Widening {
        after: Span::seconds(15 * (number as i64 + 1)),
        lower: dice.below(4) as u8,
        drop: prefers.iter().filter(|_| dice.one_in(2)).cloned().collect(),
        also: if dice.one_in(3) { skills(&[dice.of(&SKILLS)]) } else { Vec::new() },
        agents: if dice.one_in(5) { vec![dice.agent()] } else { Vec::new() },
    }
}

fn overflow(dice: &mut Dice) -> Overflow {
    Overflow {
        after: (!dice.one_in(3)).then(|| dice.seconds(60, 15)),
        length: dice.one_in(2).then(|| dice.below(4) as u32),
        to: Target::Queue(queue_name(dice.of(&QUEUES))),
    }
}

fn queue(dice: &mut Dice, name: &str) -> Queue {
    let needs = skills(&dice.some(&SKILLS, 3));
    let prefers = skills(&dice.some(&SKILLS, 5));
    let choices =
        [Choice::LongestIdle, Choice::LowestOccupancy, Choice::LeastVersatile, Choice::HighestProficiency];
    let discipline = match dice.below(4) {
        0 | 1 => Discipline::Time,
        2 => Discipline::Priority,
        _ => Discipline::Weighted { weight: dice.below(4) as u8 + 1 },
    };
    let mut asked = needs.clone();
    asked.extend(prefers.iter().cloned());
    let routing = QueueRouting {
        channel: if name == "chat" { Channel::Chat } else { Channel::Voice },
        priority: u8::from(name == "vip"),
        discipline,
        proficiency: levels(dice, &asked, 3),
        widening: (0..dice.below(4)).map(|number| widening(dice, number, &prefers)).collect(),
        prefers,
        choice: if dice.one_in(2) { dice.of(&choices) } else { Choice::LongestIdle },
        old_friend: Span::ZERO,
        overflow: (0..dice.below(3)).map(|_| overflow(dice)).collect(),
        ..QueueRouting::default()
    };
    Queue {
        name: queue_name(name),
        calendar: None,
        skills: needs,
        capacity: 100,
        ring: Span::seconds(20),
        wrap_up: Span::ZERO,
        announce_every: Span::ZERO,
        music: PromptName::new("music").unwrap(),
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing,
        record: false,
    }
}

fn agent(dice: &mut Dice, id: u64) -> Agent {
    let can = skills(&dice.some(&SKILLS, 2));
    let novice =
        dice.one_in(4).then(|| Novice { mentor: dice.agent(), share: dice.of(&[50, 100, 150, 300]) });
    let routing = AgentRouting {
        proficiency: levels(dice, &can, 2),
        chats: dice.below(4) as u8,
        chats_before_call: dice.below(2) as u8,
        chats_during_call: dice.below(2) as u8,
        novice: novice.filter(|novice| novice.mentor != AgentId(id)),
        ..AgentRouting::default()
    };
    // Against the order in which the router keeps them.
    let skills = can.into_iter().rev().collect();
    Agent { id: AgentId(id), address: String::new(), skills, ready_at_start: false, routing }
}

pub fn configure(dice: &mut Dice) -> Step {
    let queues: Vec<&str> = QUEUES.into_iter().filter(|_| !dice.one_in(5)).collect();
    let queues = queues.into_iter().map(|name| queue(dice, name)).collect();
    let agents: Vec<u64> = (1..=AGENTS).filter(|_| !dice.one_in(6)).collect();
    Step::Configure(queues, agents.into_iter().map(|id| agent(dice, id)).collect())
}

fn waiting(dice: &mut Dice, now: Time) -> Waiting {
    let friend = dice.one_in(4).then(|| Friend {
        agent: dice.agent(),
        until: now + dice.seconds(60, 20),
        over: dice.one_in(6),
    });
    Waiting {
        credit: if dice.one_in(4) { Span::seconds(90) } else { Span::ZERO },
        front: dice.one_in(6),
        not: dice.one_in(4).then(|| dice.agent()),
        priority: if dice.one_in(3) { dice.below(3) as u8 } else { 0 },
        joined: now,
        stage: if dice.one_in(5) { dice.below(3) as u8 } else { 0 },
        tried: 0,
        friend,
        ..Waiting::new(
            dice.contact(),
            queue_name(dice.of(&QUEUES)),
            now - dice.seconds(40, 20),
            skills(&dice.some(&SKILLS, 4)),
        )
    }
}

/// The step that a number means.
pub fn step(number: u64, now: Time) -> Step {
    let dice = &mut Dice(number);
    match dice.below(64) {
        0 => configure(dice),
        1..=16 => Step::Wait(waiting(dice, now)),
        17 => Step::Finishes(dice.agent(), dice.one_in(2)),
        18..=20 => Step::Leave(dice.contact()),
        21 => Step::HandOver(dice.contact(), dice.contact()),
        22..=33 => Step::Ready(dice.agent(), now - dice.seconds(20, 10)),
        34..=36 => Step::Busy(dice.agent()),
        37..=39 => Step::SignedOut(dice.agent()),
        40..=41 => Step::ChatOver(dice.agent()),
        42..=43 => Step::LastOffer(dice.agent(), (!dice.one_in(3)).then(|| now + dice.seconds(40, 20))),
        44..=55 => Step::Offer(dice.one_in(3)),
        56 => Step::Answered(queue_name(dice.of(&QUEUES))),
        57 => Step::Handled(queue_name(dice.of(&QUEUES)), dice.seconds(300, 10)),
        _ => Step::Pass(dice.seconds(30, 5)),
    }
}
