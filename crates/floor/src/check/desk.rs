//! What is set about desks.

use super::{About, Faults, Recorded};
use std::collections::BTreeSet;
use vocabulary::Span;
use vocabulary::plan::{Desk, SecureEntry};

/// Longer than this, nobody waits for a page to come back.
const LONGEST_PARTED: Span = Span::seconds(60);

pub(super) fn check(recorded: &Recorded, faults: &mut Faults<'_>) {
    let desk = &faults.plan.desk;
    if !(Span::ZERO..=LONGEST_PARTED).contains(&desk.parted) {
        let reason = format!("waits {} for a page that is gone; give it 0s to 60s", desk.parted);
        faults.add(About::Desk, &["parted"], reason);
    }
    if desk.wrap_up_more < Span::ZERO || desk.wrap_up_most < desk.wrap_up_more {
        let reason =
            "extends wrap-up by more than it may at the most; raise wrap_up_most, or give 0s for never";
        faults.add(About::Desk, &["wrap_up_more"], reason);
    }
    for prompt in desk.announcements.iter().filter(|prompt| !recorded.prompts.contains(*prompt)) {
        let reason = format!("may announce \"{prompt}\", which is not recorded");
        faults.add(About::Desk, &["announcements", prompt.as_str()], reason);
    }
    check_secure_entry(desk, faults);
    check_dispositions(desk, faults);
    check_scripts(desk, faults);
}

/// The bank takes no others.
fn check_secure_entry(desk: &Desk, faults: &mut Faults<'_>) {
    let SecureEntry { pin_digits, one_time_code_digits, card_code_digits } = desk.secure_entry;
    for (key, digits, may) in [
        ("pin_digits", pin_digits, 4..=12),
        ("one_time_code_digits", one_time_code_digits, 4..=8),
        ("card_code_digits", card_code_digits, 3..=4),
    ] {
        if !may.contains(&digits) {
            let reason = format!("asks for {digits} digits; give it {} to {}", may.start(), may.end());
            faults.add(About::Desk, &["secure_entry", key], reason);
        }
    }
}

fn check_dispositions(desk: &Desk, faults: &mut Faults<'_>) {
    let mut codes = BTreeSet::new();
    for (number, disposition) in (1..).zip(&desk.dispositions) {
        if !codes.insert(&disposition.code) {
            let (number, code) = (number.to_string(), &disposition.code);
            let reason = format!("disposition \"{code}\" is there twice; remove one or rename it");
            faults.add(About::Desk, &["disposition", &number, "code"], reason);
        }
    }
}

fn check_scripts(desk: &Desk, faults: &mut Faults<'_>) {
    let plan = faults.plan;
    for (number, script) in (1..).zip(&desk.scripts) {
        let number = number.to_string();
        if let Some(queue) = &script.queue
            && !plan.queues.iter().any(|known| known.name == *queue)
        {
            let reason = format!("has a script for queue \"{queue}\", which is not defined");
            faults.add(About::Desk, &["script", &number, "queue"], reason);
        }
        if let Some(line) = &script.line
            && !plan.lines.iter().any(|known| known.name == *line)
        {
            let reason = format!("has a script for line \"{line}\", which is not defined");
            faults.add(About::Desk, &["script", &number, "line"], reason);
        }
    }
}
