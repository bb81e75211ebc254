//! The router and the naive one, through the same history.

use crate::naive::Naive;
use crate::steps::{QUEUES, Step, queue_name, step};
use proptest::collection::vec;
use proptest::prelude::*;
use routing::{Match, Router, Waiting};
use vocabulary::{ContactId, Span, Time};

/// The router and the naive one, through the same history.
#[derive(Clone, Default)]
pub struct Both {
    pub router: Router,
    pub naive: Naive,
    offers: Vec<Match>,
}

impl Both {
    pub fn new() -> Both {
        let mut both = Both::default();
        // Far from zero, so that times before it can be told apart from none.
        both.naive.now = Time(0) + Span::seconds(1_000);
        both
    }

    pub fn play(numbers: &[u64]) -> Both {
        let mut both = Both::new();
        numbers.iter().for_each(|number| both.take(*number));
        both
    }

    pub fn take(&mut self, number: u64) {
        let step = step(number, self.naive.now);
        match step {
            Step::Offer(turned_down) => self.offer(turned_down),
            Step::Pass(span) => {
                self.naive.now = self.naive.now + span;
                while let Some(due) = self.router.due(self.naive.now) {
                    self.router.carry_out(&due);
                    self.naive.carry_out(&due);
                }
            }
            step => self.tell(step),
        }
    }

    pub fn tell(&mut self, step: Step) {
        self.naive.take(&step);
        let router = &mut self.router;
        match step {
            Step::Configure(queues, agents) => router.configure(&queues, &agents),
            Step::Wait(waiting) => router.wait(waiting),
            Step::Leave(contact) => drop(router.leave(contact)),
            Step::HandOver(from, to) => drop(router.hand_over(from, to)),
            Step::Ready(agent, since) => router.ready(agent, since),
            Step::Busy(agent) => router.busy(agent),
            Step::SignedOut(agent) => router.signed_out(agent),
            Step::ChatOver(agent) => router.chat_over(agent, self.naive.now),
            Step::Finishes(agent, finishes) => router.finishes(agent, finishes),
            Step::LastOffer(agent, at) => router.last_offer(agent, at),
            Step::Answered(queue) => router.answered(&queue, self.naive.now),
            Step::Handled(queue, handle) => router.handled(&queue, handle),
            Step::Offer(_) | Step::Pass(_) => unreachable!("played by `take`"),
        }
    }

    pub fn offer(&mut self, turned_down: bool) {
        let Some(found) = self.naive.next_match() else { return };
        self.offers.push(found);
        let waiting = self.naive.offer(found);
        let left = self.router.offer(found.contact, found.agent, self.naive.now);
        assert_eq!(left.map(without_estimate).as_ref(), Some(&waiting));
        if turned_down {
            self.tell(Step::Wait(Waiting { front: true, not: Some(found.agent), ..waiting }));
        }
    }

    /// Everything that can be asked, asked of both.
    pub fn agree(&self) -> Result<(), TestCaseError> {
        let Both { router, naive, .. } = self;
        prop_assert_eq!(router.next_match(), naive.next_match());
        prop_assert_eq!(router.next_due(), naive.next_due());
        prop_assert_eq!(router.due(naive.now), naive.due());
        for queue in QUEUES.map(queue_name) {
            let expected = naive.contacts_of(&queue);
            let found: Vec<ContactId> = router.in_order(&queue).map(|waiting| waiting.contact).collect();
            prop_assert_eq!(router.queue_length(&queue), expected.len());
            for (ahead, contact) in expected.iter().enumerate() {
                prop_assert_eq!(router.position(*contact), Some(ahead as u32 + 1));
            }
            prop_assert_eq!(found, expected);
        }
        for waiting in &naive.waiting {
            let found = router.waiting(waiting.contact).cloned().map(without_estimate);
            prop_assert_eq!(found.as_ref(), Some(waiting));
            let Waiting { queue, skills, .. } = waiting;
            prop_assert_eq!(router.could_serve(queue, skills), naive.could_serve(queue, skills));
            prop_assert_eq!(router.can_serve(skills), naive.can_serve(skills));
        }
        Ok(())
    }
}

/// What the router alone sees to is not in question.
fn without_estimate(waiting: Waiting) -> Waiting {
    Waiting { expected: None, ..waiting }
}

/// A plan first, then anything.
pub fn history(steps: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u64>> {
    // Multiples of the number of kinds of steps are plans.
    (any::<u64>(), vec(any::<u64>(), steps)).prop_map(|(plan, mut numbers)| {
        numbers.insert(0, plan - plan % 64);
        numbers
    })
}
