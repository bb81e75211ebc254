//! Rules of authority as whoever keeps the house changes them: at the console, by a file and SIGHUP, while a customer is
//! on the line.

use crate::harness::desk::{Desk, account};
use crate::harness::http::ask;
use crate::harness::plan::{agents, line, queue, straight_to};
use crate::harness::{Centre, DemoBank, LIMIT, Setup, ask_until, caller};
use phones::{AgentOptions, Options, Phones, Script, Step};
use serde_json::Value;
use vocabulary::{Language, Span};

const BUILT_IN: &str = include_str!("../crates/conditions/authority.txt");

/// Nobody may but freeze, by the strongest proof.
const STRICT: &str = "authority 7\n\nrule protect\n  do freeze\n  level strong\n";

/// What the desk says of a freeze: how it is decided, and what is missing.
fn freezing(centre: &Centre, token: &str, contact: &str) -> (String, Value) {
    ask_until("a proposal to freeze", || {
        let path = format!("/api/contacts/{contact}/operations");
        let told = ask(centre.http, "GET", &path, Some(token), None).expect("the API answers").json();
        let all = told["proposals"].as_array().cloned().unwrap_or_default();
        let freeze =
            all.into_iter().find(|one| one["operation"] == "freeze").ok_or_else(|| told.to_string())?;
        Ok((freeze["decision"].as_str().unwrap().to_owned(), freeze["unmet"].clone()))
    })
}

fn said(centre: &Centre, words: &[&str]) {
    let found = centre.said[0].wait(LIMIT, |said| {
        said.lines().any(|line| words.iter().all(|words| line.contains(words))).then_some(())
    });
    assert!(found.is_some(), "{words:?} was not said: {}", centre.said[0].tail());
}

#[test]
fn rules_are_checked_come_into_force_are_refused_and_brought_back() {
    let bank = DemoBank::open();
    let known = bank.customer(Language::Korean, 1);
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(1)).unwrap();
    let plan = line("line", "100", "en", "straight")
        + &queue("cards", "wrap_up = \"0s\"\nannounce_every = \"0s\"")
        + &agents(&desks, &["cards", "lang.en"]);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    let centre = Centre::start(Setup { plan, flows, bank: Some(bank.url()), ..Setup::default() });
    let token = account(&centre, "kim", 1);
    let (mut desk, _) = Desk::open(&centre, &token);
    let script = caller(&centre, "100", [Step::AwaitHangUp { within: Span::seconds(120) }]);
    let script = script.from(known.telephone.clone());
    let call = phones.call(Script { limit: Span::seconds(150), ..script }).unwrap();
    let contact = desk.told("ring")["contact"]["id"].as_str().unwrap().to_owned();
    desk.told("connected");
    assert_eq!(freezing(&centre, &token, &contact).0, "alone");

    // What is there, and whether a text would be taken.
    let listed = centre.command_line(&["authority", "list"]);
    assert!(listed.lines().count() == 1 && listed.trim_start().starts_with("3 "), "{listed}");
    assert_eq!(centre.command_line(&["authority", "show", "3"]), BUILT_IN);
    let file = |text: &str| centre.beside("proposed.txt", text).to_str().unwrap().to_owned();
    let checked = centre.command_line(&["authority", "check", &file(STRICT)]);
    assert!(checked.contains("authority 7 is sound: 1 rules"), "{checked}");
    let refused = centre.refused_command(&["authority", "check", &file("authority 9\nrule all\n  do fly\n")]);
    assert!(refused.contains("proposed.txt:3: fly is unknown"), "{refused}");
    let taken = file("# Ours.\nauthority 3\nrule all\n  do freeze\n");
    let refused = centre.refused_command(&["authority", "check", &taken]);
    assert!(refused.contains("proposed.txt:2:") && refused.contains("authority 4"), "{refused}");
    assert!(!refused.contains("is sound"), "{refused}");
    centre.command_line(&["authority", "check", "--alone", &taken]);
    assert_eq!(freezing(&centre, &token, &contact).0, "alone", "nothing has changed");

    centre.govern(STRICT);
    said(&centre, &["these rules of authority are in force", "version=7"]);
    let (decision, unmet) = freezing(&centre, &token, &contact);
    assert_eq!((decision.as_str(), &unmet[0]["needs"]), ("refused", &Value::from("strong")));
    let told = centre.get("/api/authority").json();
    assert_eq!((&told["version"], &told["text"], &told["file"]), (&7.into(), &STRICT.into(), &"same".into()));
    let audit = centre.command_line(&["audit", "list", "--operation", "authority.change"]);
    let change = audit.lines().find(|line| line.contains("authority.change"));
    assert!(change.is_some_and(|line| line.contains("authority:7")), "{audit}");

    // What is no text of rules, and what comes under a used number, changes nothing.
    centre.govern("authority 8\nrule all\n  do fly\n");
    said(&centre, &["fly is unknown", "line=3"]);
    said(&centre, &["do not hold together; those in force stay"]);
    centre.govern("authority 7\nrule all\n  do freeze\n");
    said(&centre, &["names another text", "authority 8"]);
    assert_eq!(freezing(&centre, &token, &contact).0, "refused");
    assert_eq!(centre.command_line(&["authority", "list"]).lines().count(), 2);
    assert_eq!(centre.get("/api/authority").json()["file"], "differs");

    // Going back is bringing an earlier text into force again.
    centre.govern(&centre.command_line(&["authority", "show", "3"]));
    said(&centre, &["these rules of authority are in force", "version=3"]);
    assert_eq!(freezing(&centre, &token, &contact).0, "alone");
    assert_eq!(centre.command_line(&["authority", "show", "7"]), STRICT, "it is kept");
    call.hang_up().unwrap();
}
