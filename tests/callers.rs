//! Who is on the line, with real telephones: a number that is withheld, one that two customers share, and a caller
//! who is not the holder. What is shown and what may be done follows from it.

use crate::harness::desk::{Desk, account};
use crate::harness::http::{Answer, ask};
use crate::harness::plan::{agents, line, queue, straight_to};
use crate::harness::{Centre, DemoBank, Setup, ask_until, caller, hear};
use phones::{AgentOptions, Keys, KeysBy, Options, Phones, Script, Step};
use serde_json::{Value, json};
use vocabulary::{Language, PhoneNumber, Span};

/// An agent's desk with a caller on the line.
struct Served<'a> {
    centre: &'a Centre,
    token: &'a str,
    desk: Desk,
    contact: String,
}

impl Served<'_> {
    fn post(&self, path: &str, body: &Value) -> Answer {
        let path = format!("/api/contacts/{}/{path}", self.contact);
        ask(self.centre.http, "POST", &path, Some(self.token), Some(body)).unwrap()
    }

    fn get(&self, path: &str) -> Answer {
        let path = format!("/api/contacts/{}/{path}", self.contact);
        ask(self.centre.http, "GET", &path, Some(self.token), None).unwrap()
    }

    fn does(&mut self, mut frame: Value) {
        frame["contact"] = json!(self.contact);
        self.desk.does(frame);
    }

    /// Waits until so much is known of who calls.
    fn known(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let level = self.desk.told("level");
            if fits(&level) {
                return level;
            }
        }
    }

    /// What can be done now, by its name: how it is decided, and what is missing.
    fn proposals(&self) -> Vec<(String, String, Vec<Value>)> {
        let proposed = || {
            let told = self.get("operations").json();
            let all = told["proposals"].as_array().cloned().unwrap_or_default();
            if all.is_empty() { Err(told.to_string()) } else { Ok(all) }
        };
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let told = |one: &Value| {
            (text(&one["operation"]), text(&one["decision"]), one["unmet"].as_array().unwrap().clone())
        };
        ask_until("proposals", proposed).iter().map(told).collect()
    }
}

/// Calls from a number, and tells the story at the desk while the caller keeps to the steps.
fn serve(
    bank: &DemoBank,
    from: Option<&PhoneNumber>,
    steps: Vec<Step>,
    story: impl FnOnce(&mut Served<'_>, Value),
) {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(1)).unwrap();
    let plan = line("line", "100", "en", "straight")
        + &queue("cards", "wrap_up = \"0s\"\nannounce_every = \"0s\"")
        + &agents(&desks, &["cards", "lang.en"]);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    let centre = Centre::start(Setup { plan, flows, bank: Some(bank.url()), ..Setup::default() });
    let token = account(&centre, "kim", 1);
    let (mut desk, _) = Desk::open(&centre, &token);
    let script = caller(&centre, "100", steps);
    let script = match from {
        Some(number) => script.from(number.clone()),
        None => script,
    };
    let call = phones.call(Script { limit: Span::seconds(150), ..script }).unwrap();
    let ring = desk.told("ring")["contact"].clone();
    desk.told("connected");
    let contact = ring["id"].as_str().unwrap().to_owned();
    story(&mut Served { centre: &centre, token: &token, desk, contact }, ring);
    call.hang_up().unwrap();
}

fn stays() -> Vec<Step> {
    vec![Step::AwaitHangUp { within: Span::seconds(120) }]
}

#[test]
fn who_withholds_the_number_is_found_identified_and_verified() {
    let bank = DemoBank::open();
    let known = bank.customer(Language::Chinese, 0);
    let (identity, _, cards) = bank.about(&known.customer);
    let mut steps = vec![hear("pin.ask"), Step::Press(Keys::new(known.pin.clone(), KeysBy::Rtp))];
    steps.extend(stays());
    serve(&bank, None, steps, |served, ring| {
        assert_eq!(
            (&ring["caller"], &ring["level"], &ring["view"]),
            (&Value::Null, &json!("unknown"), &Value::Null)
        );
        let document = identity.document.as_ref().unwrap().number.expose().to_owned();
        let born = identity.birthday.unwrap().expose().to_string();
        for body in [
            json!({"by": "telephone", "number": known.telephone.expose()}),
            json!({"by": "document", "number": document}),
            json!({"by": "card", "number": cards[0].number.expose()}),
            json!({"by": "name", "text": identity.name.expose(), "born": born}),
        ] {
            let answer = served.post("customers/find", &body);
            assert_eq!(answer.status, 200, "{}", body["by"]);
            let found = answer.json()["customers"].as_array().unwrap().clone();
            assert!(found.iter().any(|one| one["customer"] == known.customer.as_str()), "{}", body["by"]);
            assert!(
                !answer.text.contains(identity.name.expose().as_str()) && !answer.text.contains(&document)
            );
        }
        served.does(json!({"type": "identify", "customer": known.customer.as_str()}));
        assert_eq!(served.known(|told| told["level"] == "identified")["known"]["how"], "agent");
        served.does(json!({"type": "secure_entry", "what": "pin"}));
        assert_eq!(served.known(|told| told["level"] == "verified")["known"]["how"], "secure_entry");
    });
}

#[test]
fn of_two_who_share_a_number_none_is_shown_before_one_is_chosen() {
    let bank = DemoBank::open();
    let (number, mut holders) = bank.shared();
    serve(&bank, Some(&number), stays(), |served, _| {
        // Whose number it is may be known a moment later than it rings.
        let mut told: Vec<String> = ask_until("both of them", || {
            let found = served.post("customers/find", &json!({"by": "caller"})).json();
            let all = found["customers"].as_array().cloned().unwrap_or_default();
            let names = all.iter().map(|one| one["customer"].as_str().unwrap().to_owned());
            if all.len() == 2 { Ok(names.collect()) } else { Err(format!("{} of them", all.len())) }
        });
        assert_eq!(served.get("customer").status, 404, "nothing of either is shown");
        told.sort();
        holders.sort();
        assert_eq!(told, holders);
        served.does(json!({"type": "identify", "customer": holders[1]}));
        served.known(|told| told["level"] == "identified");
        assert_eq!(served.get("customer").json()["customer"], holders[1]);
        served.does(json!({"type": "undo_identify"}));
        served.known(|told| told["level"] == "unknown");
        assert_eq!(served.get("customer").status, 404);
    });
}

#[test]
fn for_somebody_else_only_what_protects_is_done() {
    let bank = DemoBank::open();
    let known = bank.customer(Language::Korean, 1);
    serve(&bank, Some(&known.telephone), stays(), |served, _| {
        let before = served.proposals();
        assert!(before.iter().all(|(_, _, unmet)| !unmet.contains(&json!({"condition": "holder"}))));
        served.does(json!({"type": "third_party", "is": true}));
        served.known(|told| told["known"]["third_party"] == true);
        let view = served.get("customer").json();
        assert_eq!(
            (&view["accounts"], &view["transactions"]),
            (&json!({"state": "withheld"}), &json!({"state": "withheld"}))
        );
        for (what, decision, unmet) in served.proposals() {
            let protects = ["report_loss", "freeze"].contains(&what.as_str());
            assert_eq!(
                (decision == "alone", unmet.contains(&json!({"condition": "holder"}))),
                (protects, !protects),
                "{what}"
            );
        }
        served.does(json!({"type": "third_party", "is": false}));
        served.known(|told| told["known"]["third_party"] == false);
        assert_ne!(served.get("customer").json()["accounts"]["state"], "withheld");
    });
}
