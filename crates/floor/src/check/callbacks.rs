//! What is set about the trunk, and about queues that call back over it.

use super::{About, Faults, Recorded};
use core::net::{IpAddr, SocketAddr};
use vocabulary::plan::{CallbackTerms, Queue, Trunk};
use vocabulary::{PromptName, Span};

/// A try is some telephones' work: nobody is called every few seconds.
const LEAST_AGAIN: Span = Span::seconds(10);

/// Shorter, nobody picks up; longer, an agent listens to nothing.
const RING: std::ops::RangeInclusive<Span> = Span::seconds(5)..=Span::seconds(120);

/// What a caller and an agent hear of a call-back.
const PROMPTS: [&str; 4] = ["callback.offer", "callback.confirm", "callback.promised", "ringing"];

pub(super) fn check(recorded: &Recorded, faults: &mut Faults<'_>) {
    let plan = faults.plan;
    check_trunk(&plan.trunk, faults);
    for (place, queue) in plan.queues.iter().enumerate() {
        if let Some(terms) = &queue.routing.callback {
            let about = About::Queue(place);
            check_means(queue, about, recorded, faults);
            check_terms(terms, about, faults);
        }
    }
}

fn check_trunk(trunk: &Trunk, faults: &mut Faults<'_>) {
    if let Some(address) = trunk.address.as_ref().filter(|address| !is_dialable(address)) {
        let reason = format!(
            "is at \"{address}\", which cannot be dialled; write \"sip:10.0.0.5:5060\", with ;transport=tcp for TCP"
        );
        faults.add(About::Trunk, &["address"], reason);
    }
    for (key, list) in [("numbers", &trunk.numbers), ("except", &trunk.except)] {
        for begins in list.iter().filter(|begins| !begins_a_number(begins)) {
            let reason = format!("\"{begins}\" begins no number; write digits, with a + before them or not");
            faults.add(About::Trunk, &[key, begins], reason);
        }
    }
}

/// `sip:HOST:PORT`, an IP address, and nothing that would end up in the user part.
fn is_dialable(address: &str) -> bool {
    let Some(place) = address.strip_prefix("sip:").and_then(|rest| rest.split(';').next()) else {
        return false;
    };
    let host = place.trim_start_matches('[').trim_end_matches(']');
    place.parse::<SocketAddr>().is_ok() || host.parse::<IpAddr>().is_ok()
}

fn begins_a_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the queue can do what it offers.
fn check_means(queue: &Queue, about: About, recorded: &Recorded, faults: &mut Faults<'_>) {
    let trunk = &faults.plan.trunk;
    if trunk.address.is_none() {
        let reason = "offers call-backs, and there is no trunk to make them by; give [trunk] an address";
        faults.add(about, &["callback"], reason);
    } else if trunk.numbers.is_empty() {
        let reason = "offers call-backs, and no number may be called; give [trunk] numbers = [\"010\"], say: \
                      how those begin that may";
        faults.add(about, &["callback"], reason);
    }
    if queue.announce_every <= Span::ZERO {
        let reason = "offers call-backs with the position, and never tells it; give it \"30s\", say";
        faults.add(about, &["announce_every"], reason);
    }
    let said = PROMPTS.map(|name| PromptName::new(name).expect("words and a dot make a prompt name"));
    for missing in said.iter().filter(|prompt| !recorded.prompts.contains(*prompt)) {
        let reason = format!("offers call-backs, and \"{missing}\" is not recorded");
        faults.add(about, &["callback"], reason);
    }
}

fn check_terms(terms: &CallbackTerms, about: About, faults: &mut Faults<'_>) {
    let calendars = &faults.plan.calendars;
    if let Some(name) = terms.hours.as_ref().filter(|name| calendars.iter().all(|known| known.name != **name))
    {
        let reason = format!("makes call-backs in the hours of \"{name}\", which is no calendar of the file");
        faults.add(about, &["callback", "hours"], reason);
    }
    if terms.most == 0 {
        faults.add(about, &["callback", "most"], "keeps no place at all; give it a number above zero");
    }
    if !(1..=9).contains(&terms.tries) {
        let reason = format!("calls {} times; give 1 to 9 tries", terms.tries);
        faults.add(about, &["callback", "tries"], reason);
    }
    if terms.again < LEAST_AGAIN {
        let reason = format!("calls again after {}; give {LEAST_AGAIN} or more", terms.again);
        faults.add(about, &["callback", "again"], reason);
    }
    if !RING.contains(&terms.ring) {
        let reason = format!("rings for {}; give {} to {}", terms.ring, RING.start(), RING.end());
        faults.add(about, &["callback", "ring"], reason);
    }
}
