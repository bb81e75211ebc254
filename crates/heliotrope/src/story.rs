//! A contact's journal in plain words, for people who read it in a terminal.

use crate::why;
use std::fmt::Write as _;
use vocabulary::journal::{
    CallerWord, Entry, FlowAct, PromiseStep, Record, SecureOutcome, Unverified, VerificationCall,
    VerificationStep,
};
use vocabulary::{PromptName, SkillName, Span};

/// The journal, a record a line: when, its place, what happened.
pub fn tell(journal: &[Record]) -> String {
    let mut text = String::new();
    for record in journal {
        if let Entry::Imported { entries, .. } = &record.entry {
            for past in entries {
                let _ = writeln!(text, "{}  {:<8} {}", past.at, "log", sentence(&past.entry));
            }
        }
        // Writing to a String cannot fail.
        let _ =
            writeln!(text, "{}  {:<8} {}", record.at, record.sequence.to_string(), sentence(&record.entry));
    }
    text
}

/// Who calls, as far as anybody says.
fn caller(word: &CallerWord) -> String {
    match word {
        CallerWord::Several { customers } => {
            format!(
                "the calling number belongs to {} customers; none is shown before somebody chooses",
                customers.len()
            )
        }
        CallerWord::Identified { customer } => {
            format!("it is about {customer}, the agent says (identified, not verified)")
        }
        CallerWord::Undone { customer: Some(customer) } => {
            format!("that was taken back; {customer} owns the number")
        }
        CallerWord::Undone { customer: None } => "that was taken back; nobody knows who calls".to_owned(),
        CallerWord::ThirdParty => "the caller is not the customer, the agent says".to_owned(),
        CallerWord::Holder => "the caller is the customer after all, the agent says".to_owned(),
    }
}

/// How a call to the registered number goes.
fn called(VerificationCall { agent, step, .. }: &VerificationCall) -> String {
    match step {
        VerificationStep::Begun { customer } => {
            format!("{agent} ends the talk to call {customer} back at the registered number")
        }
        VerificationStep::Dialled { attempt, .. } => {
            format!("the registered number is called for {agent}, try {attempt}")
        }
        VerificationStep::Answered => format!("answered at the registered number, and talks with {agent}"),
        VerificationStep::Failed { cause } => {
            format!("nobody was reached at the registered number for {agent}: {}", word(cause))
        }
    }
}

/// What one entry says.
fn sentence(entry: &Entry) -> String {
    match entry {
        Entry::LeadershipTaken { epoch } => format!("{epoch}: this process leads the floor"),
        Entry::Configured { plan } => {
            format!(
                "a plan with {} queues and {} agents came into force",
                plan.queues.len(),
                plan.agents.len()
            )
        }
        Entry::NodeJoined { node } => format!("voice node {node} joined"),
        Entry::NodeLost { node } => format!("voice node {node} was lost"),
        Entry::AgentReady { agent } => format!("{agent} is ready"),
        Entry::AgentNotReady { agent, reason } => format!("{agent} is not ready: {}", word(reason)),
        Entry::ContactOpened { line, language, node, .. } => {
            format!("a call on {line} was answered in {language} at {node}")
        }
        Entry::ChatOpened { line, language, .. } => format!("a chat was opened at {line} in {language}"),
        Entry::CallRefused { status, .. } => format!("a call was refused with {status}"),
        Entry::CustomerMatched { customer, .. } => {
            format!("the calling number belongs to {customer} (matched, not verified)")
        }
        Entry::CustomerRanked { tier, .. } => format!("the bank ranks the customer {tier}"),
        Entry::CustomerVerified { customer, .. } => format!("{customer} is verified"),
        Entry::CallerTold { word, .. } => caller(word),
        Entry::VerificationFailed { why, .. } => match why {
            Unverified::Wrong { left } => {
                format!("number and PIN do not belong together; tries left: {left}")
            }
            Unverified::Locked => "the PIN is locked".to_owned(),
            Unverified::Unavailable => "the bank could not verify".to_owned(),
        },
        Entry::FlowMoved { position, act, .. } => {
            format!("flow {} at {}: {}", position.flow, position.step, doing(act))
        }
        Entry::Queued { queue, credit, skills, front, .. } => {
            let credit =
                if *credit > Span::ZERO { format!(", credited {}", seconds(*credit)) } else { String::new() };
            let front = if *front { ", at the front" } else { "" };
            format!("joined queue {queue}{credit}{front}; needs {}", list(skills, SkillName::as_str))
        }
        Entry::PositionTold { position, wait, .. } => {
            let wait =
                wait.map_or_else(|| "no estimate yet".to_owned(), |wait| format!("about {}", seconds(wait)));
            format!("was told: position {position}, wait {wait}")
        }
        Entry::CallerReachable { same: None, .. } => "the calling number may be called back".to_owned(),
        Entry::CallerReachable { same: Some(same), .. } => {
            format!("the calling number may be called back; {same} came from it as well")
        }
        Entry::CallbackOffered { .. } => "a call-back was offered".to_owned(),
        Entry::CallbackAsked { .. } => "asked for a call-back".to_owned(),
        Entry::CallbackDeclined { .. } => "waits on without a call-back".to_owned(),
        Entry::CallbackPromised { by: Some(by), .. } => {
            format!("a call-back was promised, probably by {by}")
        }
        Entry::CallbackPromised { by: None, .. } => "a call-back was promised".to_owned(),
        Entry::PlaceKept { .. } => "the call is over; the place is kept".to_owned(),
        Entry::PlaceResumed { until: Some(until), .. } => {
            format!("the place is in the line; call-backs are made until {until}")
        }
        Entry::PlaceResumed { until: None, .. } => "the place is in the line".to_owned(),
        Entry::PlaceRested { until, why, .. } => {
            let until = until.map_or_else(String::new, |until| format!(" until {until}"));
            format!("the place rests{until}: {}", word(why))
        }
        Entry::CallbackDialled { agent, attempt, .. } => {
            format!("{agent} has picked up; the customer is called, try {attempt}")
        }
        Entry::CallbackFailed { agent, cause, .. } => {
            format!("the customer was not reached for {agent}: {}", word(cause))
        }
        Entry::CallbackOver { outcome, taken_by, .. } => {
            let taken = taken_by.map_or_else(String::new, |other| format!("; {other} has it now"));
            format!("the place is kept no longer: {}{taken}", word(outcome))
        }
        Entry::Widened { stage, .. } => format!("has waited long enough: widening {stage} takes place"),
        Entry::KeptNoLonger { agent, .. } => format!("is kept for {agent} no longer"),
        Entry::Overflowed { from, to, .. } => format!("goes from queue {from} to {}", why::target(to)),
        Entry::Stayed { to, .. } => format!("stays: {} takes nobody now", why::target(to)),
        Entry::ShiftSet { agent, last_offer: Some(at), .. } => {
            format!("{agent} is offered nothing new from {at} on")
        }
        Entry::ShiftSet { agent, .. } => format!("{agent} is offered contacts without end"),
        Entry::ClosingSet { queue, at: Some(at) } => format!("queue {queue} closes at {at}"),
        Entry::ClosingSet { queue, at: None } => format!("queue {queue} has nobody left to send on"),
        Entry::LastOfferPassed { agent } => {
            format!("{agent} is offered nothing new: the shift is about to end")
        }
        Entry::Offered { agent, why: Some(why), .. } => format!("offered to {agent}: {}", why::chosen(*why)),
        Entry::Offered { agent, why: None, .. } => format!("offered to {agent}"),
        Entry::AgentRinging { agent, .. } => format!("{agent}'s telephone rings"),
        Entry::OfferFailed { agent, cause, .. } => format!("the offer to {agent} failed: {}", word(cause)),
        Entry::Connected { agent, .. } => format!("connected with {agent}"),
        Entry::QueueClosed { queue, flush: false } => format!("queue {queue} was closed by hand"),
        Entry::QueueClosed { queue, flush: true } => {
            format!("queue {queue} was closed by hand, and those who waited were sent on")
        }
        Entry::QueueOpened { queue } => format!("queue {queue} follows its calendar again"),
        Entry::AnnouncementSet { line, prompt, instead } => {
            let whose = line.as_ref().map_or_else(|| "all lines".to_owned(), ToString::to_string);
            let then = if *instead { ", and no more" } else { "" };
            format!("callers of {whose} hear {prompt} first{then}")
        }
        Entry::AnnouncementCleared { line } => {
            let whose = line.as_ref().map_or_else(|| "all lines".to_owned(), ToString::to_string);
            format!("callers of {whose} hear no announcement any more")
        }
        Entry::Announced { prompt, .. } => format!("heard the announcement {prompt}"),
        Entry::Held { agent, .. } => format!("put on hold by {agent}"),
        Entry::Retrieved { agent, .. } => format!("taken back from hold by {agent}"),
        Entry::SecureEntryAsked { agent, what, part, .. } => {
            format!("{agent} has the customer key in {} for {}", word(part), word(what))
        }
        Entry::SecureEntryKeyed { what, .. } => format!("{} was keyed in; the bank is asked", word(what)),
        Entry::SecureEntryOver { what, outcome: SecureOutcome::Wrong { left }, .. } => {
            format!("{}: wrong, {left} tries left", word(what))
        }
        Entry::SecureEntryOver { what, outcome, .. } => format!("{}: {}", word(what), word(outcome)),
        Entry::VerificationCall(call) => called(call),
        Entry::AgentParted { agent, until, .. } => {
            format!("{agent}'s page is gone; music until {until} at the latest")
        }
        Entry::AgentReturned { agent, .. } => format!("{agent}'s page is back"),
        Entry::Transferred { agent, queue, .. } => format!("sent by {agent} to queue {queue}"),
        Entry::WrapUpExtended { agent, until, .. } => {
            format!("{agent} wraps up longer, until {until} at the latest")
        }
        Entry::DispositionSet { code, .. } => format!("the matter was: {code}"),
        Entry::NoteKept { version, .. } => format!("a note was kept, version {version}"),
        Entry::Promise(told) => match told.step {
            PromiseStep::Made { due } => format!("something was promised, by {due}"),
            PromiseStep::Kept => "what was promised was kept".to_owned(),
            PromiseStep::NotKept => "what was promised was not kept".to_owned(),
            PromiseStep::Reopened => "what was promised is to be kept after all".to_owned(),
        },
        Entry::AgentLost { agent, .. } => {
            format!("{agent}'s telephone was lost; back to the front of the queue")
        }
        Entry::RecordingStarted { .. } => "the recording begins".to_owned(),
        Entry::RecordingEnded { outcome, .. } => format!("the recording ends: {}", word(outcome)),
        Entry::ContactEnded { reason, .. } => format!("ended: {}", word(reason)),
        Entry::WrapUpStarted { agent, until, .. } => format!("{agent} wraps up, until {until} at the latest"),
        Entry::WrapUpEnded { agent, .. } => format!("{agent} has wrapped up"),
        Entry::ContactClosed { reason, wait, talk, .. } => {
            let spent = |what: &str, span: &Option<Span>| {
                span.map_or_else(String::new, |span| format!(", {what} {}", seconds(span)))
            };
            format!("closed: {}{}{}", word(reason), spent("waited", wait), spent("talked", talk))
        }
        Entry::Imported { source, odd, .. } if odd.is_empty() => format!("imported from {source}"),
        Entry::Imported { source, odd, .. } => {
            format!("imported from {source}; odd: {}", list(odd, String::as_str))
        }
    }
}

fn doing(act: &FlowAct) -> String {
    match act {
        FlowAct::Say { prompts } => format!("say {}", list(prompts, PromptName::as_str)),
        FlowAct::Ask { prompts, .. } => format!("ask {}", list(prompts, PromptName::as_str)),
        FlowAct::Verify { .. } => "verify number and PIN at the bank".to_owned(),
        FlowAct::Queue { queue, .. } => format!("queue {queue}"),
        FlowAct::HangUp { reason } => format!("hang up as {}", word(reason)),
    }
}

fn list<T>(names: &[T], text: impl Fn(&T) -> &str) -> String {
    names.iter().map(text).collect::<Vec<_>>().join(", ")
}

fn seconds(span: Span) -> String {
    format!("{:.1} s", span.as_seconds())
}

/// A snake-case word of the journal as people read it.
pub fn word(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_value(value).ok();
    text.as_ref().and_then(|text| text.as_str()).unwrap_or("?").replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::journal::EndReason;
    use vocabulary::{AgentId, ContactId, QueueName, Sequence, Time};

    #[test]
    fn a_journal_reads_as_a_story() {
        let contact = ContactId(1);
        let queue = QueueName::new("cards").unwrap();
        let entries = [
            Entry::Queued {
                contact,
                queue: queue.clone(),
                since: Time(0),
                credit: Span::seconds(90),
                skills: vec![SkillName::new("cards").unwrap()].into(),
                front: false,
            },
            Entry::Connected { contact, agent: AgentId(4) },
            Entry::ContactClosed {
                contact,
                reason: EndReason::CustomerHungUp,
                queue: Some(queue),
                agent: Some(AgentId(4)),
                wait: Some(Span::millis(2_500)),
                talk: Some(Span::seconds(30)),
            },
        ];
        let records = entries.into_iter().zip(1..).map(|(entry, place)| Record {
            sequence: Sequence(place),
            at: Time(place as i64 * 1_000_000),
            cause: None,
            by: None,
            entry,
        });
        assert_eq!(
            tell(&records.collect::<Vec<_>>()),
            "1970-01-01T00:00:01.000Z  J-1      joined queue cards, credited 90.0 s; needs cards\n\
             1970-01-01T00:00:02.000Z  J-2      connected with A-4\n\
             1970-01-01T00:00:03.000Z  J-3      closed: customer hung up, waited 2.5 s, talked 30.0 s\n"
        );
    }
}
