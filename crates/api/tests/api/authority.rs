//! Rules of authority over HTTP: who sees them, what a trial tells, and that two bring others into force.

use crate::customers::until;
use crate::house::{Answer, House, REGISTERED};
use axum::http::Method;
use centre::CustomerView;
use serde_json::{Value, json};
use store::audit::{self, Filter, Outcome};
use trust::{Role, Scope, Token};

const PATH: &str = "/api/authority";
const TRIAL: &str = "/api/authority/trial";

/// What nobody may but freeze, by the strongest proof.
const STRICT: &str = "authority 4\n\nrule all\n  do freeze\n  level strong\n";

async fn post(house: &House, token: &str, path: &str, text: &str) -> Answer {
    house.ask(token, Method::POST, path, Some(json!({"text": text}))).await
}

async fn second(house: &House) -> Token {
    house.trust.create_account("second", Role::Supervisor).await.unwrap().1
}

/// What is asked for, and how it stands.
async fn asked(house: &House) -> Vec<(String, String)> {
    let told = house.get(Role::Engineer, PATH).await.ok();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    told["asked"].as_array().unwrap().iter().map(|one| (text(&one["text"]), text(&one["state"]))).collect()
}

async fn in_force(house: &House) -> Value {
    house.get(Role::Engineer, PATH).await.ok()["version"].clone()
}

/// A request that waits, by its path.
async fn waits(house: &House, text: &str) -> String {
    let answer = post(house, house.token(Role::Supervisor), PATH, text).await;
    assert_eq!(answer.status, 202, "{}", answer.body);
    format!("/api/approvals/{}", answer.json()["approval"].as_str().unwrap())
}

#[tokio::test]
async fn rules_are_seen_by_who_keeps_the_house_and_changed_by_who_answers_for_all_of_the_floor() {
    let house = House::open().await;
    for (role, sees, asks) in [
        (Role::Supervisor, 200, 409),
        (Role::Engineer, 200, 403),
        (Role::Agent, 403, 403),
        (Role::Viewer, 403, 403),
        (Role::PrivacyOfficer, 403, 403),
        (Role::Administrator, 403, 403),
    ] {
        assert_eq!(house.get(role, PATH).await.status, sees, "{role}");
        assert_eq!(post(&house, house.token(role), PATH, STRICT).await.status, asks, "{role}");
        let tried = post(&house, house.token(role), TRIAL, STRICT).await.status;
        assert_eq!(tried == 403, asks == 403, "{role}");
    }
    // Who leads one team changes nothing that all work by.
    let team = Scope::Team("all".to_owned());
    let (_, narrow) = house.trust.make_account("narrow", Role::Supervisor, &team, None).await.unwrap();
    for (method, path) in [(Method::GET, PATH), (Method::POST, PATH), (Method::POST, TRIAL)] {
        let body = (method == Method::POST).then(|| json!({"text": STRICT}));
        assert_eq!(house.ask(narrow.expose(), method, path, body).await.status, 403, "{path}");
    }
    let nobody = post(&house, house.token(Role::Supervisor), PATH, STRICT).await;
    assert_eq!(nobody.json()["refusal"], "nobody_else", "{}", nobody.body);
    // Nor is that a second person.
    let second = second(&house).await;
    let path = waits(&house, STRICT).await;
    for token in [narrow.expose(), house.token(Role::Supervisor), house.token(Role::Administrator)] {
        let refused = house.ask(token, Method::POST, &format!("{path}/approval"), None).await;
        assert!([403, 409].contains(&refused.status.as_u16()), "{}", refused.body);
    }
    assert_eq!(in_force(&house).await, 3);
    house.ask(second.expose(), Method::POST, &format!("{path}/refusal"), None).await.ok();
    assert_eq!(asked(&house).await, [(STRICT.to_owned(), "refused".to_owned())]);
    assert_eq!(in_force(&house).await, 3);
}

#[tokio::test]
async fn what_two_ask_for_comes_into_force_and_agents_act_by_it() {
    let mut house = House::open().await;
    house.ready(1).await;
    let _call = house.call("cards-line", Some(REGISTERED)).await;
    until(&house, 1, CustomerView::is_whole).await;
    house.post(Role::Agent, "/api/contacts/C-1/customer/cards/retry").await.ok();
    until(&house, 1, CustomerView::is_whole).await;
    house.centre.begin_authority(None).await.unwrap();
    let decided = async || {
        let told = house.get(Role::Agent, "/api/contacts/C-1/operations").await.ok();
        let all = told["proposals"].as_array().unwrap().clone();
        all.iter().find(|one| one["operation"] == "freeze").unwrap()["decision"].clone()
    };
    assert_eq!(decided().await, "alone");
    let second = second(&house).await;
    let path = waits(&house, STRICT).await;
    let again = post(&house, house.token(Role::Supervisor), PATH, STRICT).await;
    assert_eq!(again.json()["refusal"], "asked_already", "{}", again.body);
    let shown = house.ask(second.expose(), Method::GET, PATH, None).await.ok();
    assert_eq!(
        (
            &shown["version"],
            &shown["free"],
            &shown["file"],
            &shown["asked"][0]["text"],
            &shown["asked"][0]["own"]
        ),
        (&json!(3), &json!(4), &json!("none"), &json!(STRICT), &json!(false))
    );
    assert_eq!((decided().await, &shown["asked"][0]["asked_by"]), (json!("alone"), &json!("supervisor")));
    let approve = format!("{path}/approval");
    let approved = house.ask(second.expose(), Method::POST, &approve, None).await.ok();
    assert_eq!(approved["state"], "done");
    assert_eq!(house.ask(second.expose(), Method::POST, &approve, None).await.status, 409, "it runs once");
    assert_eq!((decided().await, in_force(&house).await), (json!("refused"), json!(4)));
    assert_eq!(asked(&house).await, [], "what was done is a version");
    let listed = house.get(Role::Engineer, PATH).await.ok();
    let versions: Vec<&Value> =
        listed["versions"].as_array().unwrap().iter().map(|one| &one["version"]).collect();
    assert_eq!(versions, [&json!(4), &json!(3)]);
    assert_eq!(house.get(Role::Engineer, "/api/authority/4").await.ok()["text"], STRICT);
    assert_eq!(house.get(Role::Engineer, "/api/authority/9").await.status, 404);

    // Going back is asking for an earlier text.
    let text = house.get(Role::Engineer, "/api/authority/3").await.ok()["text"].as_str().unwrap().to_owned();
    let same = post(&house, house.token(Role::Supervisor), PATH, STRICT).await;
    assert_eq!(same.status, 409, "it is in force: {}", same.body);
    let path = waits(&house, &text).await;
    house.ask(second.expose(), Method::POST, &format!("{path}/approval"), None).await.ok();
    assert_eq!((decided().await, in_force(&house).await), (json!("alone"), json!(3)));

    // Who asked, who approved, and what came into force stand on record.
    let filter = Filter { operation: Some("authority.change".parse().unwrap()), ..Filter::default() };
    let told = audit::list(house.store.db(), &filter).await.unwrap();
    let allowed = told.iter().filter(|placed| placed.entry.outcome == Outcome::Allowed);
    let mut about: Vec<String> =
        allowed.filter_map(|placed| placed.entry.about.as_ref()).map(ToString::to_string).collect();
    about.sort();
    assert_eq!(about.len(), 4, "{about:?}");
    assert!(about[0].starts_with("F-1:4:") && about[1].starts_with("F-2:3:"), "{about:?}");
    assert_eq!(about[2..], ["authority:3", "authority:4"]);
    let by =
        told.iter().find(|placed| placed.entry.about.as_ref().is_some_and(|it| it.as_str() == "authority:4"));
    assert_eq!(by.unwrap().entry.account, Some(house.account(Role::Supervisor)));
}

#[tokio::test]
async fn faults_are_told_by_line_and_a_number_that_was_used_is_one() {
    let house = House::open().await;
    let second = second(&house).await;
    house.centre.begin_authority(None).await.unwrap();
    let chief = house.token(Role::Supervisor);
    let faulty = "authority 4\nrule all\n  do fly\n  level sure\n";
    let used = "# Ours.\nauthority 3\nrule all\n  do freeze\n";
    for path in [PATH, TRIAL] {
        for (text, lines) in [(faulty, vec![3, 4]), (used, vec![2])] {
            let refused = post(&house, chief, path, text).await;
            let told = refused.json();
            assert_eq!((refused.status.as_u16(), &told["field"]), (422, &json!("text")), "{}", refused.body);
            let at: Vec<_> =
                told["faults"].as_array().unwrap().iter().map(|fault| fault["line"].clone()).collect();
            assert_eq!(at, lines, "{}", refused.body);
        }
    }
    let told = post(&house, chief, PATH, used).await;
    assert!(told.body.contains("authority 4"), "the number that is free: {}", told.body);
    // What waits is checked anew once it is approved: meanwhile somebody used its number.
    let path = waits(&house, STRICT).await;
    house.centre.change_authority("authority 4\nrule all\n  do freeze\n", None).await.unwrap();
    let approved = house.ask(second.expose(), Method::POST, &format!("{path}/approval"), None).await;
    assert_eq!(approved.status, 422, "{}", approved.body);
    assert_eq!(asked(&house).await, [(STRICT.to_owned(), "failed".to_owned())]);
    assert_eq!(
        house.centre.authority().text(),
        "authority 4\nrule all\n  do freeze\n",
        "what is in force stays"
    );
}

#[tokio::test]
async fn a_trial_tells_what_other_rules_would_have_decided() {
    let mut house = House::open().await;
    house.ready(1).await;
    let _call = house.call("cards-line", Some(REGISTERED)).await;
    until(&house, 1, CustomerView::is_whole).await;
    house.post(Role::Agent, "/api/contacts/C-1/customer/cards/retry").await.ok();
    until(&house, 1, CustomerView::is_whole).await;
    let chief = house.token(Role::Supervisor);
    let none = post(&house, chief, TRIAL, STRICT).await.ok();
    assert_eq!((&none["tried"], &none["rules"], &none["days"]), (&json!(0), &json!(1), &json!(30)));
    let freeze =
        json!({"key": "a".repeat(32), "operation": "freeze", "card": "990012…4564", "reason": "suspicion"});
    let token = house.token(Role::Agent);
    house.ask(token, Method::POST, "/api/contacts/C-1/operations", Some(freeze)).await.ok();
    let same = post(&house, chief, TRIAL, "authority 4\nrule all\n  do freeze\n").await.ok();
    assert_eq!((&same["tried"], &same["changed"]), (&json!(1), &json!([])));
    let told = post(&house, chief, TRIAL, STRICT).await.ok();
    let counts = json!([{"operation": "freeze", "was": "alone", "would": "refused", "orders": 1}]);
    assert_eq!((&told["tried"], &told["counts"]), (&json!(1), &counts));
    let changed = &told["changed"][0];
    assert_eq!(
        (&changed["contact"], &changed["was_by"], &changed["would_by"], &changed["unmet"]),
        (
            &json!("C-1"),
            &json!("3:protect"),
            &Value::Null,
            &json!([{"condition": "level", "needs": "strong"}])
        )
    );
    assert_eq!(in_force(&house).await, 3, "it changes nothing");
}
