//! On a disk that runs full, and is freed again.

use crate::harness::plan::{agents, line, queue, straight_to};
use crate::harness::records::journal_and_losses;
use crate::harness::{Centre, LIMIT, Setup, caller};
use phones::{AgentOptions, CallHandle, End, Options, Phones, Stage, Step};
use std::collections::BTreeMap;
use store::testing::SmallDisk;
use vocabulary::Span;

/// Room for database and spill log.
const DISK: u64 = 24 * 1024 * 1024;

fn hear_agent() -> Step {
    Step::HearAgent { patience: Span::seconds(30) }
}

/// Many calls at a time to a desk that is closed.
fn closed_desk(call: &impl Fn(&str, Vec<Step>) -> CallHandle) -> Vec<End> {
    let calls: Vec<_> =
        (0..25).map(|_| call("101", vec![Step::AwaitHangUp { within: Span::seconds(20) }])).collect();
    calls.into_iter().map(|call| call.wait().unwrap().end).collect()
}

fn closed(centre: &Centre) -> usize {
    centre.contacts_by("contact_closed").len()
}

/// Calls go on while the disk is full: their entries wait in the spill log. When that is full, too, new
/// calls are refused, and those that are up go on. Freed, everything that could be kept is in the
/// database, and what could not is counted.
#[test]
fn calls_go_on_while_the_disk_is_full() {
    let Some(disk) = SmallDisk::mount(DISK).unwrap() else {
        return eprintln!("not tested: only root may mount the small disk that this fills");
    };
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(2)).unwrap();
    let plan = line("line", "100", "en", "straight")
        + &line("closed", "101", "en", "nobody")
        + "[[calendar]]\nname = \"never\"\nzone = \"Asia/Seoul\"\n"
        + &queue("cards", "wrap_up = \"0s\"\nannounce_every = \"0s\"")
        + &queue("nobody", "calendar = \"never\"")
        + &agents(&desks, &["cards", "nobody", "lang.en"]);
    let flows = vec![
        ("straight", straight_to("straight", "cards", "")),
        ("nobody", straight_to("nobody", "nobody", "")),
    ];
    let voice = "new_calls_per_second = 2000";
    let folder = Some(disk.path().join("data"));
    let mut centre = Centre::start(Setup { plan, flows, voice, folder, ..Setup::default() });
    // Who follows from before the disk is full sees every entry live; who comes later waits for the database.
    centre.wait("voice node", |all| all.iter().any(|entry| entry.kind() == "node_joined").then_some(()));
    let call = |called: &str, steps: Vec<Step>| phones.call(caller(&centre, called, steps)).unwrap();
    let through = call("100", vec![hear_agent(), Step::AwaitHangUp { within: Span::seconds(110) }]);
    assert!(through.wait_until(Stage::WithAgent, LIMIT));

    disk.fill().unwrap();
    for _ in 0..5 {
        assert_eq!(call("100", vec![hear_agent()]).wait().unwrap().end, End::HungUp);
    }
    // The database's log is written over while there is room in it; what no longer finds any is spilled.
    let is_spilling = || centre.health().1["journal"]["state"] == "spilling";
    for _ in 0..40 {
        if is_spilling() {
            break;
        }
        closed_desk(&call);
    }
    centre.wait_for_health("spilling", |status, health| {
        status == 200 && health["journal"]["state"] == "spilling"
    });
    // Not before the call that is up had something to record, and no place for it.
    let contact = centre.contact("line", 1);
    assert_eq!(centre.entry(contact, "recording_ended").text("outcome"), "failed");
    disk.free().unwrap();
    centre.wait_for_health("writing again", |status, health| status == 200 && health["status"] == "ok");
    let kept = centre.journal().len();
    let told = centre.entries.all().len();
    assert!(kept >= told, "{kept} of {told} entries are in the database");

    // Full again, until the spill log is as well: calls to a closed desk, many at a time.
    disk.fill().unwrap();
    let mut refused = None;
    for _ in 0..200 {
        refused = closed_desk(&call).into_iter().find(|end| matches!(end, End::Refused(_)));
        if refused.is_some() {
            break;
        }
    }
    assert_eq!(refused, Some(End::Refused(503)), "after {} calls", closed(&centre));
    let (status, health) = centre.health();
    assert_eq!(
        (status, &health["status"], &health["journal"]["state"]),
        (503, &"refusing".into(), &"losing".into())
    );
    assert_eq!(call("100", vec![hear_agent()]).wait().unwrap().end, End::Refused(503));

    disk.free().unwrap();
    centre.wait_for_health("serving again", |status, health| status == 200 && health["status"] == "ok");
    assert_eq!(call("100", vec![hear_agent()]).wait().unwrap().end, End::HungUp);
    through.hang_up().unwrap();
    let through = through.wait().unwrap();
    assert!(through.received.is_unbroken() && through.bye_answered, "the call that was up was harmed");
    // What was said while the disk was full could not be recorded: that is told, with its reason.
    assert_eq!(centre.recording(contact, "failed")["reason"], "the disk is full");
    let figures = centre.get("/api/recordings/success").json();
    assert!(figures["failed"].as_array().is_some_and(|failed| !failed.is_empty()), "{figures}");
    let counted = centre.health().1["journal"]["lost"].as_u64();
    let told = centre.entries.all();
    assert!(centre.stop().success());

    let (journal, lost) = journal_and_losses(centre.data());
    let gone: u64 = lost.iter().map(|lost| lost.last.0 + 1 - lost.first.0).sum();
    assert_eq!((Some(gone), gone > 0), (counted, true), "{lost:?}");
    let kept: BTreeMap<u64, _> = journal.iter().map(|record| (record.sequence.0, &record.entry)).collect();
    for entry in told {
        let is_lost = lost.iter().any(|lost| (lost.first.0..=lost.last.0).contains(&entry.place()));
        let kind = kept.get(&entry.place()).map(|kept| serde_json::to_value(kept).unwrap()["kind"].clone());
        assert_eq!(kind, (!is_lost).then(|| entry.kind().into()), "{}", entry.0);
    }
}
