//! `heliotrope why ID`: why a contact waits, or why it was offered to whom, beside a running server or
//! without one.

use crate::Failure;
use crate::command_line;
use crate::contacts::{NotThere, blocking, open, record_look, say};
use crate::story;
use floor::{Contact, Phase};
use routing::{Estimate, Explanation, Needed, Reason};
use std::fmt::Write as _;
use vocabulary::journal::{Chosen, ChosenBy, EndReason, Entry, Record};
use vocabulary::plan::{Discipline, Target};
use vocabulary::{ContactId, Span, Time};

/// Says why.
pub fn tell(options: command_line::Contact) -> Result<(), Failure> {
    blocking(async {
        record_look(&options.data, "cli:why", Some(options.id)).await?;
        let reader = open(options.data).await?;
        let Some(row) = reader.contact(options.id).await? else {
            return Err(NotThere(options.id).into());
        };
        let floor = centre::replay(&reader).await?.state;
        let journal = reader.contact_journal(options.id).await?;
        let stands = match (floor.router().explain(options.id), floor.contact(options.id)) {
            (Some(waits), _) => waiting(&waits) + &expected(floor.router().estimate(options.id)),
            (None, Some(open)) => standing(open),
            (None, None) => closed(options.id, row.reason.as_ref(), row.closed_at),
        };
        say(&format!("{stands}{}", offers(&journal)))
    })
}

/// Why it waits, a reason a line.
fn waiting(explanation: &Explanation) -> String {
    let Explanation { contact, queue, position, stage, discipline, level, reasons } = explanation;
    let mut text = format!("{contact} waits in queue {queue}, place {position}");
    if *stage > 0 {
        // Writing to a String cannot fail.
        let _ = write!(text, ", after widening {stage}");
    }
    text.push('\n');
    let _ = writeln!(text, "  {}", order(*discipline, *level));
    for reason in reasons {
        let _ = writeln!(text, "  {}", sentence(reason));
    }
    text
}

/// How long it will probably wait from now on, and with what error.
fn expected(estimate: Option<Estimate>) -> String {
    let minutes = |span: Span| format!("{:.1} min", span.as_seconds() / 60.0);
    match estimate {
        Some(Estimate { expected, nine_in_ten }) => {
            let (expected, nine_in_ten) = (minutes(expected), minutes(nine_in_ten));
            format!(
                "  about {expected} more are expected; of ten such waits nine stay within {nine_in_ten}\n"
            )
        }
        None => "  how long it will wait cannot be said yet\n".to_owned(),
    }
}

/// What becomes of an open contact that does not wait.
fn standing(contact: &Contact) -> String {
    let id = contact.id;
    let sent_on = match &contact.wanted {
        Some(wanted) if contact.wait.is_none() => format!(", sent on from queue {}", wanted.queue),
        _ => String::new(),
    };
    match &contact.phase {
        Phase::Opened | Phase::Announced { .. } => format!("{id} hears an announcement before its flow\n"),
        Phase::Flow { position, .. } => {
            let (flow, step) = (&position.flow, &position.step);
            format!("{id} is in flow {flow} at step {step}{sent_on}: it waits for nobody\n")
        }
        Phase::Waiting => format!("{id} waits\n"),
        Phase::Resting { why } => {
            let until = contact.due.map_or_else(String::new, |due| format!(" until {due}"));
            format!("{id} keeps its place for a call-back, and rests{until}: {}\n", story::word(why))
        }
        Phase::CallingBack { agent, .. } => format!("{id} is being called back for {agent}\n"),
        Phase::Verifying { agent, .. } => {
            format!("{id} is being called back by {agent} at the registered number\n")
        }
        Phase::Offered { agent, .. } => format!("{id} is being offered to {agent}\n"),
        Phase::Talking { agent, since, .. } => format!("{id} has been talking with {agent} since {since}\n"),
        Phase::WrapUp { agent, .. } => format!("{id} is over, and {agent} wraps it up\n"),
        Phase::Ended { .. } => format!("{id} is over\n"),
    }
}

/// A contact that is over.
fn closed(id: ContactId, reason: Option<&EndReason>, at: Option<Time>) -> String {
    match (reason, at) {
        (Some(reason), Some(at)) => {
            format!("{id} was closed at {at}: {}\n", story::word(reason))
        }
        // The row is written a moment later than the journal.
        _ => format!("{id} is closed\n"),
    }
}

/// To whom it was offered, and why.
fn offers(journal: &[Record]) -> String {
    let mut text = String::new();
    for record in journal {
        if let Entry::Offered { agent, why, .. } = &record.entry {
            let why = why.map_or_else(|| "the reason is not on record".to_owned(), chosen);
            let _ = writeln!(text, "{}  offered to {agent}: {why}", record.at);
        }
    }
    let queued = journal.iter().any(|record| matches!(record.entry, Entry::Queued { .. }));
    match (text.is_empty(), queued) {
        (false, _) => text,
        (true, true) => "it has not been offered to anybody\n".to_owned(),
        (true, false) => "it has never asked for an agent\n".to_owned(),
    }
}

/// In which order its queue's contacts are served.
fn order(discipline: Discipline, level: u8) -> String {
    let order = match discipline {
        Discipline::Time => "its queue is served by time in queue, credit counting as time waited".to_owned(),
        Discipline::Priority => {
            "its queue is served by priority, and by time in queue among equals".to_owned()
        }
        Discipline::Weighted { weight } => {
            format!(
                "its queue is a line of its own, by time in queue, with a share of {weight} of the offers"
            )
        }
    };
    match level {
        0 => order,
        level => format!("{order}; it has priority {level}"),
    }
}

fn sentence(reason: &Reason) -> String {
    match reason {
        Reason::Next { agent } => format!("is offered to {agent} next"),
        Reason::NobodyAble { needs } => {
            format!("no agent of the plan can do what it needs: {}", needed(needs))
        }
        Reason::NobodySignedIn { able, needs } => {
            format!("{able} agents could serve it and none is signed in: {}", needed(needs))
        }
        Reason::AllBusy { signed_in } => {
            format!("all {signed_in} agents who could serve it have their hands full")
        }
        Reason::KeptFor { agent, until } => {
            format!("is kept for {agent}, who knows the customer, until {until}")
        }
        Reason::KeptFrom { agent } => {
            format!("is not offered again to {agent}, who turned it down, while others are there")
        }
        Reason::Behind { contacts } => format!("{contacts} of its queue come before it"),
        Reason::Widens { at, stage } => format!("widening {stage} takes place at {at}"),
        Reason::Overflows { at, to } => format!("goes to {} at {at}, if there is room", target(to)),
    }
}

fn needed(needs: &[Vec<Needed>]) -> String {
    let one = |Needed { skill, at_least }: &Needed| match at_least {
        0 | 1 => skill.to_string(),
        level => format!("{skill} at {level} or better"),
    };
    let all = |skills: &Vec<Needed>| skills.iter().map(one).collect::<Vec<_>>().join(", ");
    needs.iter().map(all).collect::<Vec<_>>().join("; or ")
}

/// Why an agent was chosen.
pub fn chosen(chosen: Chosen) -> String {
    let by = match chosen.by {
        ChosenBy::OldFriend => "knows the customer",
        ChosenBy::Newcomer => "a newcomer whose share was not reached",
        ChosenBy::Load => "had the fewest contacts in hand",
        ChosenBy::LongestIdle => "had been idle longest",
        ChosenBy::LowestOccupancy => "had been occupied least",
        ChosenBy::LeastVersatile => "can do the fewest things",
        ChosenBy::HighestProficiency => "is best at what is needed",
        ChosenBy::OnlyOne => "nobody else was idle",
    };
    let mut text = by.to_owned();
    if chosen.idle > 1 {
        let _ = write!(text, " of {} idle", chosen.idle);
    }
    if chosen.stage > 0 {
        let _ = write!(text, ", admitted by widening {}", chosen.stage);
    }
    if chosen.again {
        text.push_str(", once more, for want of anybody else");
    }
    text
}

/// Where an overflow leads.
pub fn target(to: &Target) -> String {
    match to {
        Target::Queue(queue) => format!("queue {queue}"),
        Target::Flow(flow) => format!("flow {flow}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::{AgentId, QueueName, SkillName};

    #[test]
    fn reasons_are_told_in_sentences() {
        let skill = SkillName::new("cards").unwrap();
        let needs = vec![vec![Needed { skill, at_least: 4 }]];
        let explanation = Explanation {
            contact: ContactId(17),
            queue: QueueName::new("cards").unwrap(),
            position: 3,
            stage: 1,
            discipline: Discipline::Weighted { weight: 3 },
            level: 2,
            reasons: vec![
                Reason::NobodySignedIn { able: 2, needs },
                Reason::Behind { contacts: 2 },
                Reason::Widens { at: Time(0), stage: 2 },
            ],
        };
        assert_eq!(
            waiting(&explanation),
            "C-17 waits in queue cards, place 3, after widening 1\n  \
             its queue is a line of its own, by time in queue, with a share of 3 of the offers; it has priority 2\n  \
             2 agents could serve it and none is signed in: cards at 4 or better\n  \
             2 of its queue come before it\n  \
             widening 2 takes place at 1970-01-01T00:00:00.000Z\n"
        );
        let friend = Chosen { by: ChosenBy::OldFriend, idle: 3, stage: 0, again: false };
        assert_eq!(chosen(friend), "knows the customer of 3 idle");
        let kept = Reason::KeptFor { agent: AgentId(7), until: Time(0) };
        assert!(sentence(&kept).starts_with("is kept for A-7"));
        let minutes = |minutes: i64| Span::seconds(60 * minutes);
        assert_eq!(
            expected(Some(Estimate { expected: minutes(2), nine_in_ten: minutes(5) })),
            "  about 2.0 min more are expected; of ten such waits nine stay within 5.0 min\n"
        );
    }

    #[test]
    fn whoever_does_not_wait_is_not_said_to() {
        use vocabulary::{FlowName, Language, LegId, LineName, NodeName, StepName};
        let position = vocabulary::journal::FlowPosition {
            flow: FlowName::new("main").unwrap(),
            step: StepName::new("greet").unwrap(),
            tries: 0,
            number: None,
            pin: None,
            refused: 0,
            given_up: false,
        };
        let open = |phase| Contact {
            id: ContactId(17),
            opened: Time(0),
            channel: vocabulary::plan::Channel::Voice,
            node: Some(NodeName::new("voice-1").unwrap()),
            leg: Some(LegId::dialled(1)),
            line: LineName::new("hotline").unwrap(),
            language: Language::Korean,
            customer: None,
            verified: false,
            tier: None,
            strong: false,
            wanted: None,
            agent: None,
            wait: None,
            talk: None,
            acts: 0,
            queued_at: None,
            disposition: None,
            recording: floor::Recording::NotYet,
            keying: None,
            callback: None,
            registered_tries: 0,
            caller: None,
            since: Time(0),
            due: None,
            phase,
        };
        let agent = AgentId(7);
        let cases = [
            (Phase::Flow { position, act: 1 }, "C-17 is in flow main at step greet: it waits for nobody\n"),
            (Phase::Offered { agent, leg: Some(LegId::dialled(2)) }, "C-17 is being offered to A-7\n"),
            (Phase::WrapUp { agent, reason: EndReason::AgentHungUp }, "C-17 is over, and A-7 wraps it up\n"),
        ];
        for (phase, said) in cases {
            assert_eq!(standing(&open(phase)), said);
        }
        assert_eq!(offers(&[]), "it has never asked for an agent\n");
        let ended = closed(ContactId(17), Some(&EndReason::LeftInFlow), Some(Time(0)));
        assert_eq!(ended, "C-17 was closed at 1970-01-01T00:00:00.000Z: left in flow\n");
    }
}
