//! What is kept: the journal leads to the state the centre held, and survives the centre.

use crate::harness::bank::another_pin;
use crate::harness::plan::{agent, agents, line, main_queues, queue, straight_to};
use crate::harness::records::{block_on, reader};
use crate::harness::{Centre, DemoBank, LIMIT, Setup, caller, hear, press};
use centre::Kept;
use floor::{AgentState, Phase, State};
use phones::{AgentOptions, Agents, Behaviour, Doing, KeysBy, Options, Phones, Stage, Step};
use std::time::{SystemTime, UNIX_EPOCH};
use vocabulary::journal::{EndReason, Entry, Record};
use vocabulary::{ContactId, Language, Sequence, Span, Time};

fn hear_agent() -> Step {
    Step::HearAgent { patience: Span::seconds(40) }
}

fn stay() -> Step {
    Step::AwaitHangUp { within: Span::seconds(100) }
}

/// A centre with the main flow on one line and a straight way to the desk on another.
fn two_lines(bank: &DemoBank, desks: &Agents, wrap_up: &str) -> Centre {
    let plan = line("main", "100", "en", "main")
        + &line("direct", "101", "en", "straight")
        + &main_queues(&format!("wrap_up = \"{wrap_up}\"\nring = \"1s\"\nannounce_every = \"30s\""))
        + &agents(desks, &["cards", "loans", "lost", "lang.en"]);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    Centre::start(Setup { plan, flows, bank: Some(bank.url()), ..Setup::default() })
}

/// A dozen calls that end in different ways, one after the other begun.
fn mixed_calls(centre: &Centre, bank: &DemoBank, phones: &Phones) {
    let customer = bank.customer(Language::English, 0);
    let number = format!("{}#", customer.number.expose());
    let identify = |pins: &[&str]| {
        let mut steps = vec![hear("menu"), press("1", KeysBy::Rtp), hear("number.ask")];
        steps.push(press(number.as_str(), KeysBy::Info));
        for pin in pins {
            steps.extend([hear("pin.ask"), press(*pin, KeysBy::Rtp)]);
        }
        steps.push(hear_agent());
        steps
    };
    let (right, wrong) = (customer.pin.expose(), another_pin(&customer.pin));
    let scripts = [
        vec![hear_agent()],
        vec![hear("menu"), press("0", KeysBy::Rtp), hear_agent()],
        identify(&[right]),
        identify(&[wrong.expose(), right]),
        vec![hear("menu"), press("8", KeysBy::Rtp), hear("menu")],
        vec![hear("menu"), press("3", KeysBy::Info), hear_agent()],
        vec![hear("greeting")],
        vec![],
        vec![Step::HearAgent { patience: Span::millis(100) }],
        vec![hear_agent(), Step::Reinvite, Step::Wait(Span::millis(100))],
        vec![hear("menu"), press("777", KeysBy::Rtp), stay()],
        identify(&[right]),
    ];
    let direct = [0, 8, 9];
    let calls = scripts.into_iter().enumerate().map(|(n, steps)| {
        let called = if direct.contains(&n) { "101" } else { "100" };
        phones.call(caller(centre, called, steps).from(customer.telephone.clone())).unwrap()
    });
    let calls: Vec<_> = calls.collect();
    for call in calls {
        call.wait().unwrap();
    }
}

fn bytes(state: &State) -> Vec<u8> {
    serde_json::to_vec(state).unwrap()
}

fn replay(records: &[Record]) -> State {
    let mut state = State::default();
    records.iter().for_each(|record| floor::apply(&mut state, record));
    state
}

/// The journal of a real run leads, byte for byte, to the state that the running centre held: taken
/// from the snapshot it left when it was told to stop, and compared with what it told before.
#[test]
fn the_journal_leads_to_the_state_the_centre_held() {
    let bank = DemoBank::open();
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(3)).unwrap();
    desks.behave(1, Behaviour::NOBODY_THERE).unwrap();
    let mut centre = two_lines(&bank, &desks, "0s");
    mixed_calls(&centre, &bank, &phones);
    // Two stay: they talk. A third waits.
    let open: Vec<_> =
        (0..3).map(|_| phones.call(caller(&centre, "101", [hear_agent(), stay()])).unwrap()).collect();
    let waiting = centre.wait("two talks and one who waits, told so", |all| {
        let open: Vec<u64> = all
            .iter()
            .filter(|e| e.kind() == "contact_opened")
            .filter_map(|e| e.contact())
            .skip(12)
            .collect();
        let told = all
            .iter()
            .find(|entry| entry.kind() == "position_told" && open.contains(&entry.contact().unwrap_or(0)));
        told.and_then(|entry| entry.contact()).filter(|_| open.len() == 3)
    });
    let told_agents = centre.get("/api/agents").json();
    let told_contacts = centre.get("/api/contacts?open=true").json();
    check_listed(&centre, &told_contacts);
    let live = centre.entries.all();
    assert!(centre.stop().success());
    drop(open);

    let journal = centre.journal();
    let kinds = |entries: &[Record]| {
        entries.iter().map(|r| serde_json::to_value(&r.entry).unwrap()["kind"].clone()).collect::<Vec<_>>()
    };
    let live_kinds: Vec<serde_json::Value> = live.iter().map(|entry| entry.kind().into()).collect();
    assert_eq!(kinds(&journal[..live.len()]), live_kinds, "live events and journal differ");

    check_view(&replay(&journal[..live.len()]), &told_agents, &told_contacts, ContactId(waiting));
    check_snapshot(&centre, &journal);
    check_halves(&journal);
}

/// The command line lists the same open contacts beside the running centre, and those of a queue.
fn check_listed(centre: &Centre, told: &serde_json::Value) {
    let told = told["contacts"].as_array().unwrap();
    let listed = centre.command_line(&["contacts", "--open"]);
    let of = |phase: &str| listed.matches(phase).count();
    assert_eq!((of("open: talking"), of("open: waiting")), (2, 1), "{listed}");
    let queue = told[0]["queue"].as_str().unwrap();
    let of_queue = told.iter().filter(|contact| contact["queue"] == queue).count();
    let listed = centre.command_line(&["contacts", "--open", "--queue", queue]);
    assert_eq!(listed.lines().count(), 1 + of_queue, "{listed}");
}

/// What the API told at a moment is what the journal led to at that moment.
fn check_view(state: &State, agents: &serde_json::Value, contacts: &serde_json::Value, waiting: ContactId) {
    for (told, agent) in agents["agents"].as_array().unwrap().iter().zip(state.agents()) {
        let doing = match agent.state {
            AgentState::NotReady(_) => "not_ready",
            AgentState::Ready => "ready",
            AgentState::Offered(_) => "offered",
            AgentState::Talking(_) => "talking",
            AgentState::WrapUp(_) => "wrap_up",
        };
        assert_eq!((&told["state"], &told["since"]), (&doing.into(), &agent.since.to_string().into()));
        let contact = agent.state.contact().map(|contact| contact.to_string());
        assert_eq!(told["contact"].as_str(), contact.as_deref(), "{}", agent.id);
    }
    let told: Vec<&str> = contacts["contacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|contact| contact["id"].as_str().unwrap())
        .collect();
    let mut held: Vec<String> = state.contacts().map(|contact| contact.id.to_string()).collect();
    held.reverse();
    assert_eq!((told.len(), &held), (3, &told.iter().map(|&id| id.to_owned()).collect()));
    assert_eq!(state.contact(waiting).map(|contact| &contact.phase), Some(&Phase::Waiting));
}

/// The snapshot of the orderly stop is the running centre's own word about its state.
fn check_snapshot(centre: &Centre, journal: &[Record]) {
    let snapshots = block_on(async { reader(centre.data(), None).await.snapshots().await }).unwrap();
    let (sequence, held) = &snapshots[0];
    assert_eq!(Some(*sequence), journal.last().map(|record| record.sequence));
    let mut kept = Kept::default();
    for record in journal {
        floor::apply(&mut kept.state, record);
        kept.figures.apply(record);
    }
    // Not printed when they differ: they are long.
    assert!(kept.encode() == *held, "the journal leads to another state than the centre held");
}

/// Stopping anywhere and going on from what was stored comes to the same bytes.
fn check_halves(journal: &[Record]) {
    let whole = bytes(&replay(journal));
    for cut in [1, journal.len() / 3, journal.len() / 2, journal.len() - 1] {
        let half = bytes(&replay(&journal[..cut]));
        let mut state = State::restore(serde_json::from_slice(&half).unwrap());
        assert!(bytes(&state) == half, "a state stored at {cut} is another when it is read");
        journal[cut..].iter().for_each(|record| floor::apply(&mut state, record));
        assert!(bytes(&state) == whole, "going on from {cut} leads elsewhere");
    }
}

/// Killed in the middle of calls and started again: nothing that was told is gone, what was open is
/// closed as interrupted, the agents are ready, and the next call goes through.
#[test]
fn a_killed_centre_comes_back_whole() {
    let bank = DemoBank::open();
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(2)).unwrap();
    let mut centre = two_lines(&bank, &desks, "2s");
    mixed_calls(&centre, &bank, &phones);
    let talking: Vec<_> =
        (0..2).map(|_| phones.call(caller(&centre, "101", [hear_agent(), stay()])).unwrap()).collect();
    assert!(talking.iter().all(|call| call.wait_until(Stage::WithAgent, LIMIT)));
    let waiting = phones.call(caller(&centre, "101", [hear_agent(), stay()])).unwrap();
    let in_flow = phones.call(caller(&centre, "100", [hear("menu"), stay()])).unwrap();
    centre.wait("four open contacts, one waiting, one at the menu", |all| {
        let last = all.iter().rev().find(|entry| entry.kind() == "contact_opened")?.contact();
        let at_menu =
            |entry: &&crate::harness::entries::Entry| entry.text("step") == "menu" && entry.contact() == last;
        (all.iter().filter(|entry| entry.kind() == "contact_opened").count() == 16
            && all.iter().any(|entry| at_menu(&entry)))
        .then_some(())
    });
    // All this is to be on disk by now, but for what happened within the last moments.
    let told = centre.entries.all();
    let killed_at = now();
    centre.kill();
    for number in desks.numbers() {
        // To the agents it is a line gone dead: they hang up.
        desks.hang_up(number).unwrap();
    }
    desks.wait_for(LIMIT, |view| view.doing.iter().all(|doing| *doing == Doing::Idle)).unwrap();
    drop((talking, waiting, in_flow));
    centre.restart();

    let next = phones.call(caller(&centre, "101", [hear_agent()])).unwrap().wait().unwrap();
    assert!(next.agent().is_some(), "{:?}", next.end);
    centre.wait("the end of the next call", |all| {
        let closed = |entry: &&crate::harness::entries::Entry| entry.kind() == "contact_closed";
        (all.iter().filter(closed).count() == 17).then_some(())
    });
    let ready = centre.get("/api/agents").json();
    assert!(ready["agents"].as_array().unwrap().iter().all(|agent| agent["state"] != "not_ready"), "{ready}");
    assert!(centre.stop().success());

    let journal = centre.journal();
    for entry in &told {
        let kept = journal.get(entry.place() as usize - 1);
        let due = kept.is_some_and(|kept| serde_json::to_value(&kept.entry).unwrap()["kind"] == entry.kind());
        let recent = entry.text("at") > (killed_at - Span::seconds(1)).to_string().as_str();
        assert!(due || recent, "{} was told and is not kept", entry.0);
    }
    let interrupted = journal
        .iter()
        .filter(|record| matches!(record.entry, Entry::ContactClosed { reason: EndReason::Interrupted, .. }));
    assert_eq!(interrupted.count(), 4);
    assert!(replay(&journal).contacts().next().is_none());
    let lost = block_on(async { reader(centre.data(), None).await.lost_places().await }).unwrap();
    assert!(lost.is_empty(), "{lost:?}");
    assert_eq!(journal[0].sequence, Sequence(1));
}

/// The system's clock.
fn now() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Time(since.as_micros() as i64)
}

/// A second instance on the same data says who has it, and leaves the first alone.
#[test]
fn a_second_instance_names_the_first() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(1)).unwrap();
    let plan = line("line", "100", "en", "straight")
        + &queue("cards", "")
        + &agent(&desks, 1, &["cards", "lang.en"]);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    let centre = Centre::start(Setup { plan, flows, ..Setup::default() });
    let (status, said) = centre.start_a_second_one();
    assert!(!status.success());
    assert!(said.contains(&format!("in use by process {};", centre.process())), "{said}");
    let call = phones.call(caller(&centre, "100", [hear_agent()])).unwrap();
    assert_eq!(call.wait().unwrap().agent(), Some(1));
}
