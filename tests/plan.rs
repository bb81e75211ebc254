//! The plan is changed while calls wait and talks go on.

use crate::harness::plan::{agent, line, queue, straight_to};
use crate::harness::{Centre, LIMIT, Setup, caller};
use phones::{
    AgentOptions, Agents, Behaviour, CallHandle, End, InCall, Length, OnRing, Options, Phones, Step,
};
use vocabulary::Span;

const STAYS: Behaviour =
    Behaviour { on_ring: OnRing::Answer(Length::Fixed(Span::millis(100))), in_call: InCall::Stay };

/// A call that waits for an agent and stays; returns when it has come to a queue.
fn place(centre: &Centre, phones: &Phones, called: &str) -> (u64, CallHandle) {
    let before = centre.contacts_by("queued").len();
    let steps =
        [Step::HearAgent { patience: Span::seconds(60) }, Step::AwaitHangUp { within: Span::seconds(60) }];
    let call = phones.call(caller(centre, called, steps)).unwrap();
    let contact = centre.wait("a call in a queue", |all| {
        all.iter().filter(|entry| entry.kind() == "queued").nth(before)?.contact()
    });
    (contact, call)
}

fn flows() -> Vec<(&'static str, String)> {
    ["cards", "loans", "golf"].map(|name| (name, straight_to(name, name, ""))).into()
}

fn before(desks: &Agents) -> String {
    line("cards", "100", "en", "cards")
        + &line("loans", "200", "en", "loans")
        + &queue("cards", "wrap_up = \"0s\"")
        + &queue("loans", "wrap_up = \"0s\"")
        + &agent(desks, 1, &["cards", "lang.en"])
        + &agent(desks, 2, &["loans", "lang.en"])
}

/// Loans are struck, golf is new, agent 3 is new, agent 2 learns cards.
fn after(desks: &Agents) -> String {
    line("cards", "100", "en", "cards")
        + &line("golf", "300", "en", "golf")
        + &queue("cards", "wrap_up = \"0s\"")
        + &queue("golf", "wrap_up = \"0s\"")
        + &agent(desks, 1, &["cards", "golf", "lang.en"])
        + &agent(desks, 2, &["cards", "loans", "lang.en"])
        + &agent(desks, 3, &["cards", "lang.en"])
}

/// Callers on real telephones wait while skills change, a queue is struck, one is added and an agent
/// comes: nobody is lost, whoever can be served now is rung for at once, and the change can be undone.
#[test]
fn a_plan_changes_while_callers_wait_and_nobody_is_lost() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions { behaviour: STAYS, ..AgentOptions::new(3) }).unwrap();
    let centre = Centre::start(Setup { plan: before(&desks), flows: flows(), ..Setup::default() });
    let served = [place(&centre, &phones, "100"), place(&centre, &phones, "200")];
    for (contact, _) in &served {
        centre.entry(*contact, "connected");
    }
    let cards = [place(&centre, &phones, "100"), place(&centre, &phones, "100")];
    let loans = place(&centre, &phones, "200");

    let text = centre.configuration().replace(&before(&desks), &after(&desks));
    let file = centre.propose(&text, &flows());
    let file = file.to_str().unwrap();
    assert!(centre.plan(&["check", centre.config().to_str().unwrap()]).0);
    let (tried, said) = centre.plan(&["dry-run", file]);
    assert!(tried, "{said}");
    let offered = format!("C-{} in cards: place 1 then 1, agents 1 then 3", cards[0].0);
    for words in [&offered, "would be offered to A-3 at once", "queue loans struck", "line golf added"] {
        assert!(said.contains(words), "{words:?} is not in {said}");
    }
    let version = centre.get("/api/plan").json()["version"].as_str().unwrap().to_owned();

    // A faulty plan is refused with all its faults, and changes nothing.
    let faulty = text.replace("skills = [\"golf\"]", "skills = [\"golf\"]\nring = 7\ncapacity = 0");
    let (taken, said) = centre.plan(&["apply", centre.propose(&faulty, &flows()).to_str().unwrap()]);
    assert!(!taken && said.contains("ring") && said.contains("capacity") && said.contains("line "), "{said}");
    assert_eq!(centre.get("/api/plan").json()["version"], version);

    centre.propose(&text, &flows());
    let (taken, said) = centre.plan(&["apply", file, "--over", &version]);
    assert!(taken && said.contains("by first-supervisor") && said.contains("otherwise"), "{said}");
    // The new agent is rung for the first who waits: no reload, no other event.
    assert_eq!(centre.entry(cards[0].0, "connected").agent(), Some(3));
    // The number is new on the trunk as well, and the queue serves.
    let golf = place(&centre, &phones, "300");
    // Somebody else was faster.
    assert!(!centre.plan(&["apply", file, "--over", &version]).0);

    let [(_, on_cards), (_, on_loans)] = served;
    on_loans.hang_up().unwrap();
    let next = centre.wait("a talk of agent 2", |all| {
        let own =
            |entry: &&crate::harness::entries::Entry| entry.kind() == "connected" && entry.agent() == Some(2);
        all.iter().filter(own).nth(1)?.contact()
    });
    assert!([cards[1].0, loans.0].contains(&next));
    on_cards.hang_up().unwrap();
    for (contact, call) in cards.into_iter().chain([loans, golf]) {
        centre.entry(contact, "connected");
        call.hang_up().unwrap();
        assert_eq!(call.wait().unwrap().end, End::Stopped, "it was there until the end");
    }

    // Back again, by the version's name; a later start follows the file and says so.
    let (taken, said) = centre.plan(&["apply", "--again", &version]);
    assert!(taken && said.contains("says the same"), "{said}");
    let (_, versions) = centre.plan(&["versions"]);
    assert_eq!(versions.lines().count(), 3, "{versions}");
    assert!(versions.lines().nth(1).unwrap().contains("queue golf added"), "{versions}");

    // Undone, and the undoing undone.
    for file_says in ["otherwise", "the same"] {
        let (taken, said) = centre.plan(&["undo"]);
        assert!(taken && said.contains(file_says), "{said}");
    }
}

/// SIGHUP reads the file again; a faulty file changes nothing; what a start alone changes is named; a
/// start follows the file and says what it differs from.
#[test]
fn a_changed_file_is_read_again_when_told() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions { behaviour: STAYS, ..AgentOptions::new(3) }).unwrap();
    let mut centre = Centre::start(Setup { plan: before(&desks), flows: flows(), ..Setup::default() });
    let first = centre.configuration();
    let said = |centre: &Centre, words: &str| {
        let found = centre.said[0].wait(LIMIT, |said| said.contains(words).then_some(()));
        assert!(found.is_some(), "{words:?} was not said: {}", centre.said[0].tail());
    };
    centre.reconfigure(&first.replacen("[[queue]]", "[[queue]]\ncapacity = 0", 1));
    said(&centre, "has room for nobody");
    let second =
        first.replace(&before(&desks), &after(&desks)).replacen("[voice]", "[voice]\nmost_calls = 3", 1);
    centre.reconfigure(&second);
    said(&centre, "takes effect at the next start");
    said(&centre, "voice.most_calls");
    let told = centre.get("/api/plan").json();
    assert_eq!((&told["file"], &told["by"]), (&"same".into(), &serde_json::Value::Null), "{told}");
    let (contact, call) = place(&centre, &phones, "300");
    assert_eq!(centre.entry(contact, "connected").agent(), Some(1));
    call.hang_up().unwrap();
    centre.entry(contact, "contact_closed");

    let file = centre.propose(&first, &flows());
    let (taken, text) = centre.plan(&["apply", file.to_str().unwrap()]);
    assert!(taken, "{text}");
    centre.stop();
    centre.restart();
    said(&centre, "differs from it, and can be brought back");
    assert_eq!(centre.get("/api/plan").json()["file"], "same");
}
