//! The demonstration's customers: who calls, what is chosen, how patient each one is.

use super::visitor::is_own;
use phones::{Choice, Clip, Crowd, CrowdLine, Customer, Length, Transport, Voice};
use rand::RngExt;
use sandbox_bank::SandboxBank;
use std::net::SocketAddr;
use std::sync::Arc;
use vocabulary::plan::Line;
use vocabulary::{Language, PromptName, SecretDigits, Span};
use voice::media::{Codec, Prompts};

/// Prompts heard before the menu of the main flow.
const BEFORE_THE_MENU: [&str; 2] = ["greeting", "recording"];

/// A crowd of the bank's customers that calls these lines.
pub fn crowd(
    server: SocketAddr,
    lines: &[Line],
    bank: Arc<SandboxBank>,
    prompts: Arc<Prompts>,
    calls_per_minute: f64,
    seed: u64,
) -> Crowd {
    let spoken = prompts.clone();
    let mut said = 0_u32;
    Crowd {
        server,
        transport: Transport::Udp,
        rate: calls_per_minute / 60.0,
        seed,
        // Most wait for their turn, some do not (seeds A5).
        patience: Length::Exponential(Span::seconds(90)),
        talk: Length::Exponential(Span::seconds(35)),
        lines: lines.iter().filter(|line| !is_own(line)).map(|line| crowd_line(line, &prompts)).collect(),
        number_end: "#",
        pin_end: "",
        customer: Box::new(move |random| customer(&bank, random.random_range(0..bank.customers().max(1)))),
        voice: Box::new(move |language| {
            said += 1;
            let clip = speech(&spoken, &format!("demo.caller.{}", 1 + said % 3), language);
            clip.map_or_else(Voice::silence, |clip| Voice::speech(&clip))
        }),
        unused_key: '7',
        asked_again_after: length(&prompts, "pin.wrong", Language::Korean) + Span::seconds(1),
        silent: 0.05,
        wrong_key: 0.08,
        wrong_pin: 0.1,
    }
}

fn crowd_line(line: &Line, prompts: &Prompts) -> CrowdLine {
    let choice = |keys: &str, weight, verifies| Choice { keys: keys.to_owned(), weight, verifies };
    let menu_after = BEFORE_THE_MENU.iter().map(|name| length(prompts, name, line.language));
    CrowdLine {
        called: line.called.clone(),
        language: line.language,
        weight: 1,
        menu_after: menu_after.fold(Span::ZERO, |sum, one| sum + one),
        choices: vec![
            choice("1", 40, true),
            choice("2", 15, true),
            choice("3", 15, false),
            choice("0", 30, false),
        ],
    }
}

fn customer(bank: &SandboxBank, place: usize) -> Customer {
    match bank.credentials(place) {
        Some(known) => Customer { from: Some(known.telephone), number: known.number, pin: known.pin },
        // A bank without customers: a caller nobody knows.
        None => Customer { from: None, number: SecretDigits::default(), pin: SecretDigits::default() },
    }
}

fn length(prompts: &Prompts, name: &str, language: Language) -> Span {
    let name = PromptName::new(name).expect("the flow's prompts have names");
    let octets = prompts.clip(&name, language).map_or(0, |clip| clip.octets(Codec::Ulaw).len());
    // 8,000 octets a second.
    Span::millis(octets as i64 / 8)
}

/// A recording as the telephones take it.
pub fn speech(prompts: &Prompts, name: &str, language: Language) -> Option<Clip> {
    let clip = prompts.clip(&PromptName::new(name).ok()?, language)?;
    let samples = clip.octets(Codec::Ulaw).iter().map(|&octet| phones::Codec::Pcmu.decode(octet)).collect();
    Some(Clip::from_samples(samples))
}
