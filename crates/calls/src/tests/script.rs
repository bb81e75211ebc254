//! The language of the stories. A line that begins with `>` is an input, the lines after it are
//! the outputs it must have, no more and no less.
//!
//! ```text
//! > @1.5 sip 2 incoming 1588      time in seconds since the start, kept until another is given
//!   report 1 arrived 2 1588
//! > floor answer 2                a command with the next stamp
//! > floor[2:7<5] answer 2         a command of epoch 2, entry 7, sent after entry 5
//! > keys 2 12#                    keys one after the other
//! ```

use crate::{Input, MediaAct, MediaEvent, Node, Output, Outside, Settings, SipAct, SipEvent};
use vocabulary::voice::{
    Command, Event, GatherRule, Gathered, Keep, Order, PAGE, Report, SecretKind, Stamp, Verification,
};
use vocabulary::{
    AgentId, ContactId, CustomerRef, Epoch, Handle, Language, LegId, NodeName, PhoneNumber, PromptName,
    RecordingId, Sequence, Span, Time,
};

/// Runs a story on a node for at most two callers and compares what it says.
pub(super) fn check(story: &str) -> Node {
    let mut player = Player::new();
    let mut told = String::new();
    for line in story.lines().map(str::trim).filter(|line| line.starts_with('>')) {
        told += &format!("{line}\n");
        for output in player.play(line.trim_start_matches("> ")) {
            told += &format!("  {}\n", show(&output).trim_end());
        }
    }
    let wanted: String = story
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| if line.starts_with('>') { format!("{line}\n") } else { format!("  {line}\n") })
        .collect();
    assert!(told == wanted, "the story went otherwise:\n{told}\nwanted:\n{wanted}");
    player.node
}

struct Player {
    node: Node,
    now: Time,
    epoch: Epoch,
    last: Stamp,
}

impl Player {
    fn new() -> Player {
        let settings = Settings { most_callers: 2, ..Settings::default() };
        let node = Node::new(NodeName::new("voice-1").unwrap(), Epoch(1), settings);
        Player { node, now: Time(0), epoch: Epoch(1), last: Stamp::default() }
    }

    fn play(&mut self, line: &str) -> Vec<Output> {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        if let Some(seconds) = words[0].strip_prefix('@') {
            self.now = Time((seconds.parse::<f64>().unwrap() * 1e6) as i64);
            words.remove(0);
        }
        let mut out = Vec::new();
        for input in self.inputs(&words) {
            self.node.step(self.now, input, &mut out);
        }
        out
    }

    fn inputs(&mut self, words: &[&str]) -> Vec<Input> {
        match words {
            ["tick"] => vec![Input::Tick],
            ["alive"] => vec![Input::FloorAlive],
            ["sip", id, event @ ..] => vec![Input::Sip { leg: leg(id), event: sip_event(event) }],
            ["keys", id, keys] => {
                let press = |key| Input::Media { leg: leg(id), event: MediaEvent::Key(key) };
                keys.chars().map(press).collect()
            }
            ["played", id, play] => {
                let event = MediaEvent::Played { play: play.parse().unwrap() };
                vec![Input::Media { leg: leg(id), event }]
            }
            ["parted", id] => vec![Input::Media { leg: leg(id), event: MediaEvent::Parted }],
            ["returned", id] => vec![Input::Media { leg: leg(id), event: MediaEvent::Returned }],
            ["recording-failed", id, recording] => {
                let event = MediaEvent::RecordingFailed(RecordingId(recording.parse().unwrap()));
                vec![Input::Media { leg: leg(id), event }]
            }
            ["lost", id] => vec![Input::Media { leg: leg(id), event: MediaEvent::Lost }],
            ["bank", id, attempt, word] => {
                let attempt = attempt.parse().unwrap();
                vec![Input::Redeemed { leg: leg(id), attempt, outcome: verification(word) }]
            }
            [floor, words @ ..] if floor.starts_with("floor") => vec![self.command(floor, words)],
            other => panic!("no such line: {other:?}"),
        }
    }

    fn command(&mut self, floor: &str, words: &[&str]) -> Input {
        let given = floor.strip_prefix("floor[").map(|rest| rest.trim_end_matches(']'));
        let (epoch, entry, after) = match given {
            Some(given) => {
                let numbers: Vec<u64> = given.split([':', '<']).map(|n| n.parse().unwrap()).collect();
                (Epoch(numbers[0]), numbers[1], stamp(numbers[2]))
            }
            None => (self.epoch, self.last.sequence.0 + 1, self.last),
        };
        if given.is_none() {
            self.last = stamp(entry);
        }
        Input::Command(Command { epoch, stamp: stamp(entry), after, order: order(words) })
    }
}

fn stamp(entry: u64) -> Stamp {
    Stamp { sequence: Sequence(entry), k: 0 }
}

fn leg(word: &str) -> LegId {
    LegId(word.parse().unwrap())
}

fn sip_event(words: &[&str]) -> SipEvent {
    match words {
        ["incoming", called] => SipEvent::Incoming { called: called.to_string(), caller: None },
        ["incoming", called, caller] => {
            SipEvent::Incoming { called: called.to_string(), caller: Some(PhoneNumber::new(caller).unwrap()) }
        }
        ["ringing"] => SipEvent::Ringing,
        ["answered"] => SipEvent::Answered,
        ["refused", status] => SipEvent::Refused(status.parse().unwrap()),
        ["unreachable"] => SipEvent::Unreachable,
        ["hung-up"] => SipEvent::HungUp,
        ["unusable"] => SipEvent::Unusable,
        ["held"] => SipEvent::Held,
        ["resumed"] => SipEvent::Resumed,
        other => panic!("no such SIP event: {other:?}"),
    }
}

fn verification(word: &str) -> Verification {
    match word {
        "verified" => Verification::Verified(CustomerRef::new("cust-7").unwrap()),
        "wrong" => Verification::Wrong { left: 2 },
        "unavailable" => Verification::Unavailable,
        other => panic!("the bank says no such thing: {other}"),
    }
}

fn prompts(list: &str) -> Vec<PromptName> {
    list.split(',').filter(|name| *name != "-").map(|name| PromptName::new(name).unwrap()).collect()
}

fn language(tag: &str) -> Language {
    Language::ALL.into_iter().find(|language| language.tag() == tag).unwrap()
}

fn order(words: &[&str]) -> Order {
    match words {
        ["reject", id, status] => {
            Order::Reject { leg: leg(id), status: status.parse().unwrap(), retry_after: None }
        }
        ["answer", id] => Order::Answer { leg: leg(id) },
        ["play", id, play, list, tag, repeat @ ..] => Order::Play {
            leg: leg(id),
            play: play.parse().unwrap(),
            prompts: prompts(list),
            language: language(tag),
            repeat: repeat == ["repeat"],
        },
        ["gather", id, gather, list, tag, rule @ ..] => Order::Gather {
            leg: leg(id),
            gather: gather.parse().unwrap(),
            prompts: prompts(list),
            language: language(tag),
            rule: gather_rule(rule),
        },
        ["redeem", id, attempt, number, pin] => Order::Redeem {
            leg: leg(id),
            attempt: attempt.parse().unwrap(),
            number: number.parse().unwrap(),
            pin: pin.parse::<Handle>().unwrap(),
        },
        ["prove", id, attempt, kind, secret] => Order::Prove {
            leg: leg(id),
            attempt: attempt.parse().unwrap(),
            customer: CustomerRef::new("cust-7").unwrap(),
            kind: SecretKind::ALL.into_iter().find(|known| known.tag() == *kind).unwrap(),
            secret: secret.parse::<Handle>().unwrap(),
        },
        ["stop-gather", id] => Order::StopGather { leg: leg(id) },
        ["dial", id, to, "for", caller] => {
            Order::Dial { leg: leg(id), to: to.to_string(), agent: None, on_behalf_of: Some(leg(caller)) }
        }
        ["dial", id, to, "for-nobody"] => {
            Order::Dial { leg: leg(id), to: to.to_string(), agent: None, on_behalf_of: None }
        }
        ["dial-out", id, number, "for", agent] => Order::DialOut {
            leg: leg(id),
            contact: ContactId(1),
            registered: false,
            number: PhoneNumber::new(number).ok(),
            trunk: "sip:trunk".to_owned(),
            shown: "1588".to_owned(),
            on_behalf_of: leg(agent),
        },
        ["dial", id, "page", "of", agent, "for", caller] => Order::Dial {
            leg: leg(id),
            to: PAGE.to_owned(),
            agent: Some(AgentId(agent.parse().unwrap())),
            on_behalf_of: Some(leg(caller)),
        },
        ["join", a, b] => Order::Join { a: leg(a), b: leg(b) },
        ["record", id, recording] => {
            Order::Record { leg: leg(id), recording: RecordingId(recording.parse().unwrap()) }
        }
        ["hand-recording", from, to] => Order::HandRecording { from: leg(from), to: leg(to) },
        ["hang-up", id] => Order::HangUp { leg: leg(id) },
        other => panic!("no such order: {other:?}"),
    }
}

/// `open 1-4 #`: what to keep, least and most, and the terminator. 5 s for the first key, 2 s
/// between keys.
fn gather_rule(words: &[&str]) -> GatherRule {
    let (least, most) = words[1].split_once('-').unwrap();
    GatherRule {
        least: least.parse().unwrap(),
        most: most.parse().unwrap(),
        terminator: words.get(2).and_then(|word| word.chars().next()),
        first: Span::seconds(5),
        between: Span::seconds(2),
        keep: match words[0] {
            "open" => Keep::Open,
            "private" => Keep::Private,
            "secret" => Keep::Secret,
            other => panic!("no such way to keep digits: {other}"),
        },
    }
}

fn show(output: &Output) -> String {
    match output {
        Output::Sip { leg, act } => format!("sip {} {}", leg.0, show_sip(act)),
        Output::Media { leg, act } => format!("media {} {}", leg.0, show_media(act)),
        Output::Redeem { leg, attempt, number, pin } => {
            format!("redeem {} {attempt} number {} pin {}", leg.0, number.expose(), pin.expose())
        }
        Output::Prove { leg, attempt, customer, kind, secret } => {
            format!("prove {} {attempt} {} of {customer} {}", leg.0, kind.tag(), secret.expose())
        }
        Output::Report(report) => show_report(report),
    }
}

fn show_sip(act: &SipAct) -> String {
    match act {
        SipAct::Reject { status, retry_after: None } => format!("reject {status}"),
        SipAct::Reject { status, retry_after: Some(seconds) } => format!("reject {status} retry {seconds}"),
        SipAct::Answer => "answer".to_owned(),
        SipAct::Dial { to, on_behalf_of: None, .. } => format!("dial {to} for nobody"),
        SipAct::Dial { to, agent: None, on_behalf_of: Some(other) } => format!("dial {to} for {}", other.0),
        SipAct::Dial { to, agent: Some(agent), on_behalf_of: Some(other) } => {
            format!("dial {to} of {} for {}", agent.0, other.0)
        }
        SipAct::DialOut { to: Outside { number, trunk, shown }, on_behalf_of } => {
            format!("dial out {number} by {trunk} as {shown} for {}", on_behalf_of.0)
        }
        SipAct::HangUp => "hang-up".to_owned(),
    }
}

fn show_media(act: &MediaAct) -> String {
    match act {
        MediaAct::Play { play, prompts, language, repeat } => {
            let names: Vec<&str> = prompts.iter().map(PromptName::as_str).collect();
            let repeat = if *repeat { " repeat" } else { "" };
            format!("play {play} {} {language}{repeat}", names.join(","))
        }
        MediaAct::Hear(other) => format!("hear {}", other.0),
        MediaAct::Silence => "silence".to_owned(),
        MediaAct::Gate(shut) => format!("gate {}", if *shut { "shut" } else { "open" }),
        MediaAct::Watch(on) => format!("watch {}", if *on { "on" } else { "off" }),
        MediaAct::Record(recording) => format!("record {recording}"),
        MediaAct::HandRecording(to) => format!("hand recording to {}", to.0),
        MediaAct::Close => "close".to_owned(),
    }
}

fn show_report(report: &Report) -> String {
    let told = match &report.event {
        Event::Arrived { leg, called, caller: None } => format!("arrived {} {called}", leg.0),
        Event::Arrived { leg, called, caller: Some(caller) } => {
            format!("arrived {} {called} {}", leg.0, caller.expose())
        }
        Event::Ringing { leg } => format!("ringing {}", leg.0),
        Event::Answered { leg } => format!("answered {}", leg.0),
        Event::Parted { leg } => format!("parted {}", leg.0),
        Event::Returned { leg } => format!("returned {}", leg.0),
        Event::Ended { leg, cause } => format!("ended {} {cause:?}", leg.0),
        Event::RecordingFailed { leg, recording } => format!("recording-failed {} {recording}", leg.0),
        Event::Played { leg, play } => format!("played {} {play}", leg.0),
        Event::Keyed { leg, gather, keys } => format!("keyed {} {gather} {keys}", leg.0),
        Event::Gathered { leg, gather, outcome } => {
            let outcome = match outcome {
                Gathered::Digits(digits) => format!("digits {digits}"),
                Gathered::Kept(handle) => format!("kept {handle}"),
                Gathered::Silent => "silent".to_owned(),
                Gathered::TooFew => "too-few".to_owned(),
            };
            format!("gathered {} {gather} {outcome}", leg.0)
        }
        Event::Redeemed { leg, attempt, outcome } => {
            let outcome = match outcome {
                Verification::Verified(customer) => format!("verified {customer}"),
                Verification::Wrong { left } => format!("wrong {left} left"),
                Verification::Locked => "locked".to_owned(),
                Verification::Unavailable => "unavailable".to_owned(),
            };
            format!("redeemed {} {attempt} {outcome}", leg.0)
        }
    };
    format!("report {} {told}", report.number)
}
