//! On PostgreSQL, which is stopped in the middle of calls and comes back.

use crate::harness::plan::{agents, line, queue, straight_to};
use crate::harness::{Centre, LIMIT, Setup, caller, hear, press};
use phones::{AgentOptions, End, KeysBy, Options, Phones, Stage, Step};
use store::testing::Postgres;
use vocabulary::Span;
use vocabulary::journal::Entry;

/// How long the database is away.
const AWAY: Span = Span::seconds(10);

fn hear_agent() -> Step {
    Step::HearAgent { patience: Span::seconds(30) }
}

/// Calls go on while the database is away, new ones are served, and afterwards nothing is missing.
#[test]
fn calls_go_on_while_postgres_is_away() {
    let Some(mut postgres) = Postgres::start() else { return };
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(4)).unwrap();
    let menu = "flow menu\n\nstep welcome\n  greet greeting\n  then go to menu\n\nstep menu\n  ask menu\n  \
                key 1 go to queue\n  invalid say key.unused\n  silent say key.none\n  after 3 tries hang up\n\n\
                step queue\n  queue cards\n  closed hang up as closed\n  full hang up as full\n  \
                unstaffed hang up as unstaffed\n";
    let plan = line("line", "100", "en", "straight")
        + &line("menu", "101", "en", "menu")
        + &queue("cards", "wrap_up = \"0s\"\nannounce_every = \"0s\"")
        + &agents(&desks, &["cards", "lang.en"]);
    let flows = vec![("straight", straight_to("straight", "cards", "")), ("menu", menu.to_owned())];
    let database = Some(postgres.database("away"));
    let mut centre = Centre::start(Setup { plan, flows, database, ..Setup::default() });
    let call = |called: &str, steps: Vec<Step>| phones.call(caller(&centre, called, steps)).unwrap();

    let before = call("100", vec![hear_agent()]).wait().unwrap();
    assert_eq!(before.end, End::HungUp);
    let through = call("100", vec![hear_agent(), Step::Wait(AWAY + Span::seconds(2))]);
    assert!(through.wait_until(Stage::WithAgent, LIMIT));

    postgres.stop_service();
    // As long as the database is away this call lasts: from the menu to the agent and on.
    let during = call("101", vec![hear("menu"), press("1", KeysBy::Rtp), hear_agent(), Step::Wait(AWAY)]);
    assert_eq!(call("100", vec![hear_agent()]).wait().unwrap().end, End::HungUp);
    centre.wait_for_health("spilling", |status, health| {
        status == 200 && health["journal"]["state"] == "spilling"
    });
    let more: Vec<_> = (0..4).map(|_| call("100", vec![hear_agent()])).collect();
    assert!(more.into_iter().all(|call| call.wait().unwrap().end == End::HungUp));
    let during = during.wait().unwrap();
    assert_eq!((during.end, during.received.lost), (End::HungUp, 0));
    let through = through.wait().unwrap();
    assert!(through.end == End::HungUp && through.received.is_unbroken());
    let waiting = call("100", vec![hear_agent(), Step::AwaitHangUp { within: Span::seconds(60) }]);
    assert!(waiting.wait_until(Stage::WithAgent, LIMIT));

    postgres.resume_service();
    centre.wait_for_health("writing again", |status, health| {
        status == 200 && health["status"] == "ok" && health["journal"]["lost"] == 0
    });
    waiting.hang_up().unwrap();
    assert_eq!(call("100", vec![hear_agent()]).wait().unwrap().end, End::HungUp);
    centre.wait("an end of every call", |all| {
        (all.iter().filter(|entry| entry.kind() == "contact_closed").count() == 10).then_some(())
    });
    let told = centre.entries.all();
    assert!(centre.stop().success());
    let journal = centre.journal();
    let closed = journal.iter().filter(|record| matches!(record.entry, Entry::ContactClosed { .. }));
    assert_eq!(closed.count(), 10);
    for (entry, record) in told.iter().zip(&journal) {
        assert_eq!(serde_json::to_value(&record.entry).unwrap()["kind"], entry.kind());
    }
    assert!(journal.len() >= told.len());
}
