//! Prometheus' text format.

use centre::{Board, Doing, QueueView};
use std::fmt::Write as _;
use store::Health;

/// All metrics. Names of queues hold no character that a label would have to escape.
pub(super) fn write(
    board: &Board,
    health: &Health,
    lost: u64,
    accepting: bool,
    banned: (usize, u64),
) -> String {
    let mut text = String::new();
    let queue = |text: &mut String, name: &str, help: &str, value: &dyn Fn(&QueueView) -> Option<f64>| {
        head(text, name, help);
        for view in &board.queues {
            if let Some(value) = value(view) {
                // Writing to a String cannot fail.
                let _ = writeln!(text, "{name}{{queue=\"{}\"}} {value}", view.name);
            }
        }
    };
    let count = |count: u64| Some(count as f64);
    queue(&mut text, "heliotrope_queue_waiting", "Contacts that wait", &|q| Some(q.waiting as f64));
    queue(&mut text, "heliotrope_queue_longest_wait_seconds", "Longest wait of those that wait", &|q| {
        Some(q.longest_wait.as_seconds())
    });
    queue(&mut text, "heliotrope_offered_today", "Contacts that reached the queue today", &|q| {
        count(q.today.offered)
    });
    queue(&mut text, "heliotrope_answered_today", "Contacts answered today", &|q| count(q.today.answered));
    queue(&mut text, "heliotrope_answered_in_time_today", "Contacts answered within T today", &|q| {
        count(q.today.answered_in_time)
    });
    queue(&mut text, "heliotrope_abandoned_today", "Contacts that left before an answer today", &|q| {
        count(q.today.abandoned)
    });
    queue(&mut text, "heliotrope_abandoned_short_today", "Of these, within the short time", &|q| {
        count(q.today.abandoned_short)
    });
    queue(
        &mut text,
        "heliotrope_wait_answered_seconds_today",
        "Sum of the waits of answered contacts",
        &|q| Some(q.today.wait.as_seconds()),
    );
    queue(&mut text, "heliotrope_talk_seconds_today", "Sum of talk times", &|q| {
        Some(q.today.talk.as_seconds())
    });
    queue(&mut text, "heliotrope_service_level_today", "Answered within T by offered, 0 to 1", &|q| {
        q.today.service_level()
    });
    agents(&mut text, board);
    let gauge = |text: &mut String, name: &str, help: &str, value: f64| {
        head(text, name, help);
        let _ = writeln!(text, "{name} {value}");
    };
    gauge(&mut text, "heliotrope_contacts_in_flow", "Contacts in their flows", board.in_flow as f64);
    gauge(&mut text, "heliotrope_contacts_talking", "Contacts that talk with an agent", board.talking as f64);
    gauge(&mut text, "heliotrope_accepting", "Whether new calls are let in", f64::from(u8::from(accepting)));
    let writing = matches!(health, Health::Writing);
    gauge(
        &mut text,
        "heliotrope_journal_writing",
        "Whether entries reach the database",
        f64::from(u8::from(writing)),
    );
    gauge(&mut text, "heliotrope_journal_lost_entries", "Entries lost since the start", lost as f64);
    let (addresses, dropped) = banned;
    gauge(&mut text, "heliotrope_sip_banned", "Addresses that are not answered", addresses as f64);
    gauge(&mut text, "heliotrope_sip_dropped", "Messages of theirs, since the start", dropped as f64);
    text
}

fn agents(text: &mut String, board: &Board) {
    const NAME: &str = "heliotrope_agents";
    head(text, NAME, "Agents by what they do");
    let states = [
        (Doing::NotReady, "not_ready"),
        (Doing::Ready, "ready"),
        (Doing::Offered, "offered"),
        (Doing::Talking, "talking"),
        (Doing::WrapUp, "wrap_up"),
    ];
    for (doing, state) in states {
        let count = board.agents.iter().filter(|agent| agent.doing == doing).count();
        let _ = writeln!(text, "{NAME}{{state=\"{state}\"}} {count}");
    }
}

fn head(text: &mut String, name: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
}
