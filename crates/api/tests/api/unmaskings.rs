//! Masked fields in clear: for whom, one at a time, kept, on record, and looked into.

use crate::customers::until;
use crate::house::{CALLER, House, REGISTERED, soon};
use crate::registry::HIDDEN;
use axum::http::Method;
use centre::{CustomerView, PanelName};
use serde_json::{Value, json};
use store::audit::{self, Filter, Kind, Outcome};
use trust::{Role, Rules, Scope};
use vocabulary::{AgentId, ContactId};

const UNMASK: &str = "/api/contacts/C-1/unmasking";
const BREAK: &str = "/api/unmaskings/broken-glass";
const REASON: &str = "the customer reads it out, 민준 himself";

fn asked(field: &str, shown: &str) -> Value {
    json!({"field": field, "shown": shown, "purpose": "identification", "reason": REASON})
}

async fn serving(agent: u64) -> House {
    serving_by(agent, Rules::default()).await
}

async fn serving_by(agent: u64, rules: Rules) -> House {
    let mut house = House::with_rules(rules).await;
    house.ready(agent).await;
    house.call("cards-line", Some(REGISTERED)).await;
    until(&house, 1, CustomerView::is_whole).await;
    house.post(Role::Supervisor, "/api/contacts/C-1/customer/cards/retry").await.ok();
    until(&house, 1, |view| !view.awaits(PanelName::Cards)).await;
    house.settled().await;
    house
}

#[tokio::test]
async fn who_serves_sees_one_field_for_a_purpose_and_nobody_else_does() {
    let house = serving(1).await;
    let agent = house.token(Role::Agent);
    let unmask = async |token: &str, body: Value| house.ask(token, Method::POST, UNMASK, Some(body)).await;
    // Refusals first: who does not serve, what has no purpose, what is no such value, what nobody ever sees.
    let (other, token) = house.trust.make_account("other", Role::Agent, &Scope::Own, None).await.unwrap();
    house.trust.serve_as(other.id, Some(AgentId(2))).await.unwrap();
    let answer = unmask(token.expose(), asked("card", "990012…4564")).await;
    assert_eq!(answer.status, 404, "{}", answer.body);
    for (body, status) in [
        (json!({"field": "card", "shown": "990012…4564", "reason": REASON}), 422),
        (json!({"field": "card", "shown": "990012…4564", "purpose": "curiosity", "reason": REASON}), 422),
        (json!({"field": "card", "shown": "990012…4564", "purpose": "fraud", "reason": "  so  "}), 422),
        (json!({"field": "pin", "shown": "", "purpose": "fraud", "reason": REASON}), 422),
        (asked("card", "990012…0000"), 409),
        (asked("document", "990012…4564"), 409),
    ] {
        let answer = unmask(agent, body).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
        assert!(HIDDEN.iter().all(|hidden| !answer.body.contains(hidden)), "{}", answer.body);
    }
    for (field, shown, clear) in [
        ("card", "990012…4564", "9900120001234564"),
        ("account", "…4821", "110200484821"),
        ("name", "김**", "김민준"),
        ("birthday", "1985-**-**", "1985-05-12"),
        ("document", "M…8", "M12345678"),
        ("caller", "+82…9999", REGISTERED),
    ] {
        let shown = unmask(agent, asked(field, shown)).await.ok();
        assert_eq!(
            (&shown["field"], &shown["value"], &shown["shown_s"]),
            (&json!(field), &json!(clear), &json!(30))
        );
    }

    // Each is kept with purpose and reason, and on record without the reason.
    let kept = house.get(Role::PrivacyOfficer, "/api/unmaskings?limit=1").await.ok();
    let last = &kept["unmaskings"][0];
    let expected = json!({"field": "caller", "purpose": "identification", "reason": REASON, "customer": "k-7",
        "contact": "C-1", "name": "agent", "broke_glass": false, "review": null, "yours": false});
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&last[key], value, "{key}");
    }
    let filter = Filter { operation: Some("unmask".parse().unwrap()), limit: 500, ..Filter::default() };
    let told = audit::list(house.store.db(), &filter).await.unwrap();
    let shown: Vec<_> = told.iter().filter(|placed| placed.entry.outcome == Outcome::Allowed).collect();
    assert_eq!(shown.len(), 6);
    let entry = &shown[5].entry;
    assert_eq!((entry.kind, entry.contact), (Kind::Look, Some(ContactId(1))));
    assert_eq!(entry.customer.as_ref().unwrap().as_str(), "k-7");
    assert_eq!(entry.about.as_ref().unwrap().as_str(), "field:card");
    assert_eq!(entry.purpose.as_ref().unwrap().as_str(), "identification");
    assert!(!format!("{told:?}").contains("민준"), "a reason is in the audit");
}

#[tokio::test]
async fn broken_glass_shows_raises_an_alarm_and_is_looked_into_by_somebody_else() {
    let house = serving(2).await;
    // Who serves nobody may not unmask, and breaks the glass.
    let agent = house.token(Role::Agent);
    let refused = house.ask(agent, Method::POST, UNMASK, Some(asked("card", "990012…4564"))).await;
    assert_eq!(refused.status, 404);
    let body = |field: &str, shown: Value| json!({"contact": "C-1", "field": field, "shown": shown, "purpose": "fraud", "reason": REASON});
    let ambiguous = house.ask(agent, Method::POST, BREAK, Some(body("card", Value::Null))).await;
    assert_eq!(ambiguous.status, 409, "two cards: {}", ambiguous.body);
    let shown = house.ask(agent, Method::POST, BREAK, Some(body("name", Value::Null))).await.ok();
    assert_eq!(shown["value"], "김민준");
    let id = shown["unmasking"].as_str().unwrap();

    for role in [Role::PrivacyOfficer, Role::Supervisor, Role::Administrator] {
        assert_eq!(house.get(role, "/api/unmaskings/to-review").await.ok()["waiting"], 1, "{role}");
    }
    let alerts = house.get(Role::PrivacyOfficer, "/api/audit/alerts").await.ok();
    let alert = alerts["alerts"].as_array().unwrap().iter().find(|alert| alert["kind"] == "broken_glass");
    assert_eq!(alert.unwrap()["customer"], "k-7");

    let waiting = house.get(Role::PrivacyOfficer, "/api/unmaskings?to_review=true").await.ok();
    assert_eq!(
        (&waiting["unmaskings"][0]["id"], &waiting["unmaskings"][0]["yours"]),
        (&json!(id), &json!(true))
    );
    let review = format!("/api/unmaskings/{id}/review");
    let verdict = Some(json!({"verdict": "unjustified"}));
    let officer = house.token(Role::PrivacyOfficer);
    let reviewed = house.ask(officer, Method::POST, &review, verdict.clone()).await.ok();
    assert_eq!((&reviewed["review"]["verdict"], &reviewed["yours"]), (&json!("unjustified"), &json!(false)));
    let again = house.ask(officer, Method::POST, &review, verdict).await;
    assert_eq!(again.status, 409, "{}", again.body);
    assert_eq!(house.get(Role::Supervisor, "/api/unmaskings/to-review").await.ok()["waiting"], 0);
}

#[tokio::test]
async fn a_reason_that_nobody_can_go_by_is_refused() {
    let house = serving(1).await;
    let privacy = house.token(Role::PrivacyOfficer);
    let because = |field: &str, text: String| {
        let mut body = match field {
            "reason" => json!({"contact": "C-1", "field": "name", "shown": "김**", "purpose": "fraud"}),
            _ => json!({"customer": "k-7"}),
        };
        body[field] = json!(text);
        body
    };
    for text in [
        "",
        "        ",
        "!!!!!!!!",
        "zzzzzzzz",
        "the \u{202e}customer",
        "\u{2066}the customer\u{2069}",
        "the\ncustomer",
        "the \u{0}customer",
    ] {
        let mut unmask = because("reason", text.to_owned());
        unmask.as_object_mut().unwrap().remove("contact");
        for (token, path, field, body) in [
            (house.token(Role::Agent), UNMASK, "reason", unmask),
            (house.token(Role::Agent), BREAK, "reason", because("reason", text.to_owned())),
            (privacy, "/api/privacy/holds", "matter", because("matter", text.to_owned())),
        ] {
            let refused = house.ask(token, Method::POST, path, Some(body)).await;
            assert_eq!(refused.status, 422, "{path} {text:?}: {}", refused.body);
            let problem = refused.json();
            assert_eq!(problem["field"], field, "{path} {text:?}");
            assert!(problem["detail"].as_str().unwrap().starts_with(&format!("{field}: ")), "{problem}");
        }
    }
    let document = house.get(Role::Viewer, "/openapi.json").await.ok();
    for (of, field, length) in
        [("Unmask", "reason", [5, 500]), ("BreakGlass", "reason", [5, 500]), ("Place", "matter", [3, 120])]
    {
        let schema = &document["components"]["schemas"][of]["properties"][field];
        assert_eq!(json!([schema["minLength"], schema["maxLength"]]), json!(length), "{of}: {schema}");
    }
}

#[tokio::test]
async fn an_account_unmasks_so_many_fields_an_hour_and_whoever_wants_more_is_told_of() {
    let house = serving_by(1, Rules { unmaskings_an_hour: 3, ..Rules::default() }).await;
    let ask = async |role: Role, path: &str, body: Value| {
        house.ask(house.token(role), Method::POST, path, Some(body)).await
    };
    let broken = json!({"contact": "C-1", "field": "name", "purpose": "fraud", "reason": REASON});
    // What is refused for another reason is not counted; what broke the glass is.
    assert_eq!(ask(Role::Agent, UNMASK, asked("card", "990012…0000")).await.status, 409);
    ask(Role::Agent, BREAK, broken.clone()).await.ok();
    ask(Role::Agent, UNMASK, asked("name", "김**")).await.ok();
    // Of those who ask at the same moment no more get it than one after the other.
    let together: Vec<_> = (0..4).map(|_| ask(Role::Agent, UNMASK, asked("card", "990012…4564"))).collect();
    let answers = futures_util::future::join_all(together).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    for refused in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(refused.status, 429, "{}", refused.body);
        let after: u64 = refused.header("retry-after").parse().unwrap();
        assert!((3_500..=3_601).contains(&after), "the hour's first is an hour away: {after}");
        let (told, problem) = (jiff::Timestamp::now(), refused.json());
        let again = problem["detail"].as_str().unwrap().rsplit(' ').next().unwrap();
        let wait = again.parse::<jiff::Timestamp>().unwrap().duration_since(told).as_secs();
        assert!((3_500..=3_600).contains(&wait), "{problem}");
        assert!(HIDDEN.iter().all(|hidden| !refused.body.contains(hidden)), "{}", refused.body);
    }
    assert_eq!(ask(Role::Agent, BREAK, broken).await.status, 429, "nor by breaking the glass");
    ask(Role::Supervisor, UNMASK, asked("card", "990012…4564")).await.ok();

    let alert = async {
        loop {
            let told = house.get(Role::PrivacyOfficer, "/api/audit/alerts").await.ok();
            let alerts = told["alerts"].as_array().unwrap();
            if let Some(alert) = alerts.iter().find(|alert| alert["kind"] == "many_unmaskings") {
                return alert.clone();
            }
            tokio::task::yield_now().await;
        }
    };
    let alert = soon(alert).await;
    assert_eq!(alert["who"]["account"], house.account(Role::Agent).to_string());
    let filter = Filter { operation: Some("unmask".parse().unwrap()), limit: 500, ..Filter::default() };
    let told = audit::list(house.store.db(), &filter).await.unwrap();
    let paced = |reason: &store::audit::Code| reason.as_str() == "paced";
    assert!(told.iter().any(|placed| placed.entry.reason.as_ref().is_some_and(paced)));
}

#[tokio::test]
async fn the_number_of_a_caller_nobody_knows_is_unmasked_as_well() {
    let mut house = House::open().await;
    house.ready(1).await;
    house.call("cards-line", Some(CALLER)).await;
    house.settled().await;
    let shown =
        house.ask(house.token(Role::Supervisor), Method::POST, UNMASK, Some(asked("caller", "+82…1234")));
    assert_eq!(shown.await.ok()["value"], CALLER);
    let nobody =
        house.ask(house.token(Role::Supervisor), Method::POST, UNMASK, Some(asked("name", "김**"))).await;
    assert_eq!(nobody.status, 404, "{}", nobody.body);
}
