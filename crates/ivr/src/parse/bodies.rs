//! What each kind of step takes, line by line.

use super::Block;
use super::clauses::{Clauses, Slot};
use super::words::{Line, Reader};
use crate::fault::{Fault, Reason};
use crate::flow::{
    Ask, Body, Branch, Choice, Condition, Digits, Gather, Manner, Mention, Patience, Queue, Say, Target,
    Verify,
};
use crate::run::QueueState;
use vocabulary::{PromptName, SkillName, Span};

/// Silence allowed before the first key, where the flow does not say: time to look for a card.
const FIRST_KEY: Span = Span::seconds(6);
/// Silence allowed between keys, where the flow does not say.
const NEXT_KEY: Span = Span::seconds(4);
/// No caller waits longer for a machine that waits for a key.
const MOST_SILENCE_SECONDS: u32 = 60;
/// Credit beyond this would put a contact before everybody for a whole shift.
const MOST_CREDIT_SECONDS: u32 = 120 * 60;
/// PINs that may be refused in one contact: banks lock the PIN at the third (seeds B5).
const MOST_WRONG_PINS: u8 = 3;
/// A menu choice longer than this is not dialled but remembered.
const LONGEST_CHOICE: usize = 4;

const VERBS: &str = "`greet`, `say`, `advert`, `ask`, `gather`, `verify`, `queue` or `if`";

impl Block<'_, '_> {
    /// What the step does, unless any of its lines is at fault.
    pub fn body(&self, faults: &mut Vec<Fault>) -> Option<Body> {
        let before = faults.len();
        let mut clauses = Clauses { step: &self.step, at: self.at, faults, before };
        let Some((first, rest)) = self.lines.split_first() else {
            let reason = Reason::EmptyStep { step: self.step.clone(), verbs: VERBS };
            faults.push(Fault { at: self.at, reason });
            return None;
        };
        let body = match first.opening() {
            "greet" => say(Manner::Greet, first, rest, &mut clauses),
            "say" => say(Manner::Say, first, rest, &mut clauses),
            "advert" => say(Manner::Advert, first, rest, &mut clauses),
            "ask" => ask(first, rest, &mut clauses),
            "gather" => gather(first, rest, &mut clauses),
            "verify" => verify(first, rest, &mut clauses),
            "queue" => queue(first, rest, &mut clauses),
            "if" => branch(self.lines, &mut clauses),
            found => {
                let reason = Reason::UnknownVerb { found: found.to_owned(), verbs: VERBS };
                clauses.faults.push(Fault { at: first.at(), reason });
                None
            }
        };
        clauses.done(body)
    }
}

/// The target that follows these words.
fn target(line: &Line, words: &str) -> Result<Target, Fault> {
    let mut reader = line.reader();
    reader.expect(words)?;
    reader.target()
}

/// The prompts that follow these words.
fn prompts(line: &Line, words: &str) -> Result<Vec<Mention<PromptName>>, Fault> {
    let mut reader = line.reader();
    reader.expect(words)?;
    reader.prompts()
}

fn say(manner: Manner, first: &Line, rest: &[Line], clauses: &mut Clauses) -> Option<Body> {
    let mut then = Slot::new("then go to STEP");
    let spoken = clauses.keep(prompts(first, first.opening()));
    for line in rest {
        match line.opening() {
            "then" => clauses.fill(&mut then, line.at(), target(line, "then")),
            _ => clauses.unknown(line, "say", "`then …`"),
        }
    }
    let then = clauses.need(then);
    Some(Body::Say(Say { manner, prompts: spoken?, then: then? }))
}

/// The lines about waiting for keys, which `ask` and `gather` share.
struct PatienceLines {
    first: Slot<Span>,
    between: Slot<Span>,
    invalid: Slot<Vec<Mention<PromptName>>>,
    silent: Slot<Vec<Mention<PromptName>>>,
    after: Slot<(u8, Target)>,
}

impl PatienceLines {
    fn new() -> PatienceLines {
        PatienceLines {
            first: Slot::new("first key within N seconds"),
            between: Slot::new("next key within N seconds"),
            invalid: Slot::new("invalid say PROMPT"),
            silent: Slot::new("silent say PROMPT"),
            after: Slot::new("after N tries go to STEP"),
        }
    }

    /// Takes the line if it is one of these.
    fn take(&mut self, line: &Line, clauses: &mut Clauses) -> bool {
        let at = line.at();
        match line.opening() {
            "first" => clauses.fill(&mut self.first, at, silence(line, "first key within")),
            "next" => clauses.fill(&mut self.between, at, silence(line, "next key within")),
            "invalid" => clauses.fill(&mut self.invalid, at, prompts(line, "invalid say")),
            "silent" => clauses.fill(&mut self.silent, at, prompts(line, "silent say")),
            "after" => clauses.fill(&mut self.after, at, after_tries(line)),
            _ => return false,
        }
        true
    }

    fn finish(self, clauses: &mut Clauses) -> Option<Patience> {
        let invalid = clauses.need(self.invalid);
        let silent = clauses.need(self.silent);
        let (tries, exhausted) = clauses.need(self.after)?;
        let first = self.first.value.unwrap_or(FIRST_KEY);
        let between = self.between.value.unwrap_or(NEXT_KEY);
        Some(Patience { first, between, invalid: invalid?, silent: silent?, tries, exhausted })
    }
}

fn silence(line: &Line, words: &str) -> Result<Span, Fault> {
    let mut reader = line.reader();
    reader.expect(words)?;
    let span = reader.span("the time to wait for a key", 1, MOST_SILENCE_SECONDS)?;
    reader.end()?;
    Ok(span)
}

fn after_tries(line: &Line) -> Result<(u8, Target), Fault> {
    let mut reader = line.reader();
    reader.expect("after")?;
    let tries = reader.count("the number of tries", 1..=9)?;
    if !reader.accept("try") && !reader.accept("tries") {
        return Err(reader.unlike("`tries`"));
    }
    Ok((tries, reader.target()?))
}

fn ask(first: &Line, rest: &[Line], clauses: &mut Clauses) -> Option<Body> {
    let mut patience = PatienceLines::new();
    let mut choices = Slot::new("key K go to STEP");
    let spoken = clauses.keep(prompts(first, "ask"));
    for line in rest {
        if line.opening() == "key" {
            choices.given = true;
            let known = choices.value.get_or_insert_with(Vec::new);
            if let Some(more) = clauses.keep(choice(line, known)) {
                known.extend(more);
            }
        } else if !patience.take(line, clauses) {
            let known = "`key …`, `first key within …`, `next key within …`, `invalid say …`, `silent say …` and `after N tries …`";
            clauses.unknown(line, "ask", known);
        }
    }
    let choices = clauses.need(choices);
    let patience = patience.finish(clauses);
    Some(Body::Ask(Ask { prompts: spoken?, choices: choices?, patience: patience? }))
}

/// `key 1 go to STEP`; several keys may lead to one place: `key 9 or * go to STEP`.
fn choice(line: &Line, known: &[Choice]) -> Result<Vec<Choice>, Fault> {
    let mut reader = line.reader();
    reader.expect("key")?;
    let mut all: Vec<String> = Vec::new();
    while !matches!(reader.peek(), None | Some("go" | "hang")) {
        let at = reader.at();
        let keys = keys(&mut reader)?;
        let fault = |reason| Err(Fault { at, reason });
        let mut taken = known.iter().map(|choice| &choice.keys).chain(&all);
        if taken.clone().any(|other| *other == keys) {
            return fault(Reason::DuplicateKey { key: keys });
        }
        if taken.next().is_some_and(|other| other.len() != keys.len()) {
            return fault(Reason::UnevenKey { key: keys });
        }
        all.push(keys);
        reader.accept("or");
    }
    if all.is_empty() {
        return Err(reader.unlike("a key: 0-9, * or #"));
    }
    let target = reader.target()?;
    Ok(all.into_iter().map(|keys| Choice { keys, target: target.clone() }).collect())
}

fn keys(reader: &mut Reader) -> Result<String, Fault> {
    let at = reader.at();
    let word = reader.take().unwrap_or_default();
    let fits = (1..=LONGEST_CHOICE).contains(&word.len())
        && word.bytes().all(|key| key.is_ascii_digit() || matches!(key, b'*' | b'#'));
    if fits {
        Ok(word.to_owned())
    } else {
        Err(Fault { at, reason: Reason::BadKey { found: word.to_owned() } })
    }
}

fn gather(first: &Line, rest: &[Line], clauses: &mut Clauses) -> Option<Body> {
    let mut patience = PatienceLines::new();
    let mut length = Slot::new("digits N");
    let mut then = Slot::new("then go to STEP");
    let opening = clauses.keep(gather_line(first));
    // Without knowing which digits they are, their number cannot be judged: the widest will do.
    let digits = opening.as_ref().map_or(Digits::Number, |(digits, _)| *digits);
    for line in rest {
        match line.opening() {
            "digits" => clauses.fill(&mut length, line.at(), digit_count(line, digits)),
            "then" => clauses.fill(&mut then, line.at(), target(line, "then")),
            _ if patience.take(line, clauses) => {}
            _ => {
                let known = "`digits …`, `then …`, `first key within …`, `next key within …`, `invalid say …`, `silent say …` and `after N tries …`";
                clauses.unknown(line, "gather", known);
            }
        }
    }
    let length = clauses.need(length);
    let then = clauses.need(then);
    let patience = patience.finish(clauses);
    let (digits, prompts) = opening?;
    let (least, most) = length?;
    Some(Body::Gather(Gather { digits, prompts, least, most, then: then?, patience: patience? }))
}

fn gather_line(line: &Line) -> Result<(Digits, Vec<Mention<PromptName>>), Fault> {
    let mut reader = line.reader();
    reader.expect("gather")?;
    let digits = if reader.accept("number") {
        Digits::Number
    } else if reader.accept("pin") {
        Digits::Pin
    } else {
        return Err(reader.unlike("`number` or `pin`"));
    };
    Ok((digits, reader.prompts()?))
}

/// `digits 6 to 12` of a number, `digits 6` of either. A PIN has one length: nobody should learn
/// from the system how long it may be.
fn digit_count(line: &Line, digits: Digits) -> Result<(u8, u8), Fault> {
    let mut reader = line.reader();
    reader.expect("digits")?;
    let (what, range) = match digits {
        Digits::Number => ("the length of a customer number", 6..=12),
        Digits::Pin => ("the length of a PIN", 4..=12),
    };
    let end = *range.end();
    let least = reader.count(what, range)?;
    let most = if digits == Digits::Number && reader.accept("to") {
        reader.count(what, least..=end)?
    } else {
        least
    };
    reader.end()?;
    Ok((least, most))
}

fn verify(first: &Line, rest: &[Line], clauses: &mut Clauses) -> Option<Body> {
    let mut verified = Slot::new("verified go to STEP");
    let mut wrong = Slot::new("wrong go to STEP");
    let mut after = Slot::new("after 3 wrong go to STEP");
    let mut locked = Slot::new("locked go to STEP");
    let mut unavailable = Slot::new("unavailable go to STEP");
    let mut reader = first.reader();
    clauses.keep(reader.expect("verify").and_then(|()| reader.end()));
    for line in rest {
        let at = line.at();
        match line.opening() {
            word @ "verified" => clauses.fill(&mut verified, at, target(line, word)),
            word @ "wrong" => clauses.fill(&mut wrong, at, target(line, word)),
            "after" => clauses.fill(&mut after, at, after_wrong(line)),
            word @ "locked" => clauses.fill(&mut locked, at, target(line, word)),
            word @ "unavailable" => clauses.fill(&mut unavailable, at, target(line, word)),
            _ => {
                let known = "`verified …`, `wrong …`, `after N wrong …`, `locked …` and `unavailable …`";
                clauses.unknown(line, "verify", known);
            }
        }
    }
    let verified = clauses.need(verified);
    let wrong = clauses.need(wrong);
    let after = clauses.need(after);
    let locked = clauses.need(locked);
    let unavailable = clauses.need(unavailable);
    let (tries, exhausted) = after?;
    Some(Body::Verify(Verify {
        verified: verified?,
        wrong: wrong?,
        tries,
        exhausted,
        locked: locked?,
        unavailable: unavailable?,
    }))
}

fn after_wrong(line: &Line) -> Result<(u8, Target), Fault> {
    let mut reader = line.reader();
    reader.expect("after")?;
    let tries = reader.count("the number of wrong PINs", 1..=MOST_WRONG_PINS)?;
    reader.expect("wrong")?;
    Ok((tries, reader.target()?))
}

fn queue(first: &Line, rest: &[Line], clauses: &mut Clauses) -> Option<Body> {
    let mut skills = Slot::new("skills SKILL");
    let mut credit = Slot::new("credit N seconds");
    let mut closed = Slot::new("closed go to STEP");
    let mut full = Slot::new("full go to STEP");
    let mut unstaffed = Slot::new("unstaffed go to STEP");
    let mut reader = first.reader();
    let name = reader.expect("queue").and_then(|()| reader.name("the name of a queue"));
    let name = clauses.keep(name.and_then(|name| reader.end().map(|()| name)));
    for line in rest {
        let at = line.at();
        match line.opening() {
            "skills" => clauses.fill(&mut skills, at, skill_names(line)),
            "credit" => clauses.fill(&mut credit, at, credited(line)),
            word @ "closed" => clauses.fill(&mut closed, at, target(line, word)),
            word @ "full" => clauses.fill(&mut full, at, target(line, word)),
            word @ "unstaffed" => clauses.fill(&mut unstaffed, at, target(line, word)),
            _ => {
                let known = "`skills …`, `credit …`, `closed …`, `full …` and `unstaffed …`";
                clauses.unknown(line, "queue", known);
            }
        }
    }
    let closed = clauses.need(closed);
    let full = clauses.need(full);
    let unstaffed = clauses.need(unstaffed);
    Some(Body::Queue(Queue {
        queue: name?,
        skills: skills.value.unwrap_or_default(),
        credit: credit.value.unwrap_or(Span::ZERO),
        closed: closed?,
        full: full?,
        unstaffed: unstaffed?,
    }))
}

fn skill_names(line: &Line) -> Result<Vec<Mention<SkillName>>, Fault> {
    let mut reader = line.reader();
    reader.expect("skills")?;
    reader.names("the name of a skill")
}

fn credited(line: &Line) -> Result<Span, Fault> {
    let mut reader = line.reader();
    reader.expect("credit")?;
    let span = reader.span("the credit", 0, MOST_CREDIT_SECONDS)?;
    reader.end()?;
    Ok(span)
}

fn branch(lines: &[Line], clauses: &mut Clauses) -> Option<Body> {
    let mut cases = Vec::new();
    let mut otherwise = Slot::new("otherwise go to STEP");
    for line in lines {
        match line.opening() {
            "if" if otherwise.given => {
                clauses.faults.push(Fault { at: line.at(), reason: Reason::AfterOtherwise })
            }
            "if" => cases.extend(clauses.keep(case(line))),
            word @ "otherwise" => clauses.fill(&mut otherwise, line.at(), target(line, word)),
            _ => clauses.unknown(line, "if", "`if …` and `otherwise …`"),
        }
    }
    let otherwise = clauses.need(otherwise);
    Some(Body::Branch(Branch { cases, otherwise: otherwise? }))
}

fn case(line: &Line) -> Result<(Condition, Target), Fault> {
    let mut reader = line.reader();
    reader.expect("if")?;
    let condition = match reader.peek() {
        Some("line") => {
            reader.expect("line announces recording").map(|()| Condition::LineAnnouncesRecording)?
        }
        Some("verified") => reader.expect("verified").map(|()| Condition::Verified)?,
        Some("queue") => queue_condition(&mut reader)?,
        _ => return Err(reader.unlike("`line announces recording`, `verified` or `queue NAME is …`")),
    };
    Ok((condition, reader.target()?))
}

fn queue_condition(reader: &mut Reader) -> Result<Condition, Fault> {
    reader.expect("queue")?;
    let queue = reader.name("the name of a queue")?;
    reader.expect("is")?;
    let state = match reader.peek() {
        Some("open") => QueueState::Open,
        Some("closed") => QueueState::Closed,
        Some("full") => QueueState::Full,
        Some("unstaffed") => QueueState::Unstaffed,
        _ => return Err(reader.unlike("`open`, `closed`, `full` or `unstaffed`")),
    };
    reader.take();
    Ok(Condition::QueueIs(queue, state))
}
