//! `heliotrope why ID`: why a contact waits, or why it was offered to whom, beside a running server or
//! without one.

use crate::Failure;
use crate::command_line::Contact;
use crate::contacts::{NotThere, blocking, open, record_look, say};
use routing::{Explanation, Needed, Reason};
use std::fmt::Write as _;
use vocabulary::journal::{Chosen, ChosenBy, Entry, Record};
use vocabulary::plan::Target;

/// Says why.
pub fn tell(options: Contact) -> Result<(), Failure> {
    blocking(async {
        record_look(&options.data, "cli:why", Some(options.id)).await?;
        let reader = open(options.data).await?;
        if reader.contact(options.id).await?.is_none() {
            return Err(NotThere(options.id).into());
        }
        let floor = centre::replay(&reader).await?.state;
        let journal = reader.contact_journal(options.id).await?;
        let waits = floor.router().explain(options.id);
        say(&format!("{}{}", waits.as_ref().map(waiting).unwrap_or_default(), offers(&journal)))
    })
}

/// Why it waits, a reason a line.
fn waiting(explanation: &Explanation) -> String {
    let Explanation { contact, queue, position, stage, reasons } = explanation;
    let mut text = format!("{contact} waits in queue {queue}, place {position}");
    if *stage > 0 {
        // Writing to a String cannot fail.
        let _ = write!(text, ", after widening {stage}");
    }
    text.push('\n');
    for reason in reasons {
        let _ = writeln!(text, "  {}", sentence(reason));
    }
    text
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
    if text.is_empty() { "it has not been offered to anybody\n".to_owned() } else { text }
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
    use vocabulary::{AgentId, ContactId, QueueName, SkillName, Time};

    #[test]
    fn reasons_are_told_in_sentences() {
        let skill = SkillName::new("cards").unwrap();
        let needs = vec![vec![Needed { skill, at_least: 4 }]];
        let explanation = Explanation {
            contact: ContactId(17),
            queue: QueueName::new("cards").unwrap(),
            position: 3,
            stage: 1,
            reasons: vec![
                Reason::NobodySignedIn { able: 2, needs },
                Reason::Behind { contacts: 2 },
                Reason::Widens { at: Time(0), stage: 2 },
            ],
        };
        assert_eq!(
            waiting(&explanation),
            "C-17 waits in queue cards, place 3, after widening 1\n  \
             2 agents could serve it and none is signed in: cards at 4 or better\n  \
             2 of its queue come before it\n  \
             widening 2 takes place at 1970-01-01T00:00:00.000Z\n"
        );
        let friend = Chosen { by: ChosenBy::OldFriend, idle: 3, stage: 0, again: false };
        assert_eq!(chosen(friend), "knows the customer of 3 idle");
        let kept = Reason::KeptFor { agent: AgentId(7), until: Time(0) };
        assert!(sentence(&kept).starts_with("is kept for A-7"));
    }
}
