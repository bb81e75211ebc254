//! What the router says about itself, against what the naive one finds by looking at everything.

mod shares;
mod waits;

use crate::both::{Both, history};
use crate::naive::Naive;
use crate::steps::{Dice, Step, configure};
use proptest::prelude::*;
use routing::{Change, Due, Match, Outlook, Reason, Router, Waiting};
use vocabulary::journal::ChosenBy;
use vocabulary::plan::{Agent, Queue};
use vocabulary::{ContactId, Time};

/// A plan that a number means.
fn plan(number: u64) -> (Vec<Queue>, Vec<Agent>) {
    match configure(&mut Dice(number)) {
        Step::Configure(queues, agents) => (queues, agents),
        other => panic!("a plan was asked for, not {other:?}"),
    }
}

fn position(naive: &Naive, waiting: &Waiting) -> u32 {
    let line = naive.contacts_of(&waiting.queue);
    line.iter().position(|contact| *contact == waiting.contact).unwrap() as u32 + 1
}

fn is_true(reason: &Reason, waiting: &Waiting, naive: &Naive) -> bool {
    let (reached, contact) = (naive.reached(waiting), waiting.contact);
    let able = naive.able(waiting, reached).len() as u32;
    let serving = naive.serving(waiting).len() as u32;
    let nobody = naive.agent_for(waiting).is_none();
    match reason {
        Reason::Next { agent } => naive.next_match() == Some(Match { contact, agent: *agent }),
        Reason::NobodyAble { .. } => able == 0,
        Reason::NobodySignedIn { able: told, .. } => *told == able && able > 0 && serving == 0,
        Reason::AllBusy { signed_in } => {
            *signed_in == serving && serving > 0 && naive.idle(waiting, reached).is_empty()
        }
        Reason::KeptFor { agent, until } => {
            let kept = waiting.friend.filter(|friend| !friend.over);
            nobody && kept.is_some_and(|friend| (friend.agent, friend.until) == (*agent, *until))
        }
        Reason::KeptFrom { agent } => {
            nobody && waiting.not == Some(*agent) && naive.idle(waiting, reached) == [*agent]
        }
        Reason::Behind { contacts } => *contacts == position(naive, waiting) - 1,
        Reason::Widens { at, stage } => {
            let widening = naive.rules(&waiting.queue).widening;
            *stage == waiting.stage + 1
                && widening.get(usize::from(waiting.stage)).map(|next| waiting.since + next.after)
                    == Some(*at)
        }
        Reason::Overflows { at, to } => naive
            .rules(&waiting.queue)
            .overflow
            .iter()
            .any(|rule| rule.to == *to && rule.after.map(|after| waiting.joined + after) == Some(*at)),
    }
}

fn outlook(naive: &Naive, waiting: &Waiting) -> Outlook {
    let Waiting { queue, skills, .. } = waiting;
    Outlook {
        position: position(naive, waiting),
        signed_in: naive.signed_in(queue, skills, naive.reached(waiting)).len() as u32,
        widest: naive.could_serve(queue, skills) as u32,
        overflow: naive.overflow_of(waiting),
    }
}

/// What a plan changes, found by bringing it into force.
fn changes(naive: &Naive, queues: &[Queue], agents: &[Agent]) -> Vec<Change> {
    let mut then = naive.clone();
    then.take(&Step::Configure(queues.to_vec(), agents.to_vec()));
    let mut changes: Vec<Change> = naive
        .waiting
        .iter()
        .map(|waiting| {
            let (before, after) = (outlook(naive, waiting), outlook(&then, waiting));
            let stranded = before.widest > 0 && after.widest == 0;
            let Waiting { contact, queue, .. } = waiting.clone();
            Change { contact, queue, before, after, offered: None, stranded }
        })
        .collect();
    while let Some(found) = then.next_match() {
        then.offer(found);
        let change = changes.iter_mut().find(|change| change.contact == found.contact).unwrap();
        change.offered = Some(found.agent);
    }
    changes.retain(|change| change.before != change.after || change.offered.is_some());
    changes.sort_unstable_by_key(|change| change.contact);
    changes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_reason_stated_is_true(numbers in history(5..60)) {
        let Both { router, naive, .. } = Both::play(&numbers);
        for waiting in &naive.waiting {
            let told = router.explain(waiting.contact).unwrap();
            prop_assert_eq!(told.position, position(&naive, waiting));
            prop_assert_eq!(told.discipline, naive.rules(&waiting.queue).discipline);
            prop_assert_eq!(told.level, naive.level(waiting));
            for reason in &told.reasons {
                prop_assert!(is_true(reason, waiting, &naive), "{:?} of {:?}", reason, waiting);
            }
            let hindered = !matches!(
                told.reasons.first(),
                None | Some(Reason::Next { .. } | Reason::Behind { .. } | Reason::Widens { .. } | Reason::Overflows { .. })
            );
            prop_assert_eq!(hindered, naive.agent_for(waiting).is_none(), "{:?}", told);
            let widens = told.reasons.iter().any(|reason| matches!(reason, Reason::Widens { .. }));
            prop_assert_eq!(widens, usize::from(waiting.stage) < naive.rules(&waiting.queue).widening.len());
            let overflows = told.reasons.iter().any(|reason| matches!(reason, Reason::Overflows { .. }));
            let is_due = matches!(naive.next_of(waiting), Some((.., Due::Overflow { .. })));
            prop_assert!(overflows || !is_due);
        }
        prop_assert_eq!(router.explain(ContactId(u64::MAX)), None);
    }

    #[test]
    fn what_tipped_the_scales_is_told(numbers in history(5..60)) {
        let Both { router, naive, .. } = Both::play(&numbers);
        let Some(found) = naive.next_match() else { return Ok(()) };
        let waiting = naive.waiting.iter().find(|waiting| waiting.contact == found.contact).unwrap();
        let why = router.why(found).unwrap();
        let reached = naive.reached(waiting);
        prop_assert_eq!(why.idle as usize, naive.idle(waiting, reached).len());
        prop_assert_eq!(why.again, waiting.not == Some(found.agent));
        let is_friend = waiting.friend.is_some_and(|friend| friend.agent == found.agent);
        prop_assert_eq!(why.by == ChosenBy::OldFriend, is_friend);
        if !is_friend {
            let ranked = (0..=reached).map(|stage| naive.ranked(waiting, stage));
            let (stage, ranked) = ranked.enumerate().find(|(_, ranked)| !ranked.is_empty()).unwrap();
            prop_assert_eq!(usize::from(why.stage), stage);
            let expected = match ranked.as_slice() {
                [_] => ChosenBy::OnlyOne,
                [first, second, ..] if first.0 < second.0 => ChosenBy::Newcomer,
                [first, second, ..] if first.1 < second.1 => ChosenBy::Load,
                _ => naive.rules(&waiting.queue).choice.into(),
            };
            prop_assert_eq!(why.by, expected);
        }
    }

    /// Nor does it change anything; and whoever nobody could serve any more is named, whether the plan
    /// checks or not.
    #[test]
    fn a_dry_run_tells_what_then_happens(numbers in history(5..60), number in any::<u64>()) {
        let Both { router, naive, .. } = Both::play(&numbers);
        let (queues, agents) = plan(number);
        let before = serde_json::to_string(&router).unwrap();
        let told = router.dry_run(&queues, &agents, naive.now);
        prop_assert_eq!(serde_json::to_string(&router).unwrap(), before);
        prop_assert_eq!(told.waiting as usize, naive.waiting.len());
        prop_assert_eq!(&told.changes, &changes(&naive, &queues, &agents));

        let mut then = router;
        then.configure(&queues, &agents);
        for change in told.changes.iter().filter(|change| change.stranded) {
            let reasons = then.explain(change.contact).unwrap().reasons;
            let says_so = matches!(reasons[0], Reason::NobodyAble { .. } | Reason::NobodySignedIn { .. });
            prop_assert!(says_so, "{:?}", reasons);
        }
    }

    /// A plan changed in mid-history leaves no trace but the facts: the router goes on as one that was
    /// built anew from them.
    #[test]
    fn a_plan_in_mid_history_is_a_router_built_anew(
        first in history(5..40),
        number in any::<u64>(),
        rest in history(5..40),
    ) {
        let mut live = Both::play(&first);
        let (queues, agents) = plan(number);
        live.tell(Step::Configure(queues, agents));
        let facts = serde_json::to_string(&live.router).unwrap();
        let mut anew = live.clone();
        anew.router = serde_json::from_str(&facts).unwrap();
        // The first of them would be another plan.
        for number in rest.into_iter().skip(1) {
            live.take(number);
            anew.take(number);
            prop_assert_eq!(live.router.next_match(), anew.router.next_match());
            prop_assert_eq!(live.router.next_due(), anew.router.next_due());
        }
        live.agree()?;
        prop_assert_eq!(&live.router, &anew.router);
    }
}

/// The moment a test begins at.
fn noon() -> Time {
    Both::new().naive.now
}

fn ready(router: &mut Router, agents: &[Agent]) {
    agents.iter().for_each(|agent| router.ready(agent.id, noon()));
}
