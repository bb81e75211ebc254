//! What agents do at the bank, and what waits for a second person.

use crate::customers::until;
use crate::house::{Answer, Call, House, REGISTERED, request, send, soon};
use crate::registry::HIDDEN;
use axum::body::Body;
use axum::http::{Method, header};
use centre::CustomerView;
use conditions::Authority;
use serde_json::{Value, json};
use store::OrderState;
use store::audit::{self, Filter};
use trust::approvals::{Operation as Approved, State};
use trust::{Permission, Role, Scope, may};
use vocabulary::{AgentId, ContactId, Span, Time};

const PATH: &str = "/api/contacts/C-1/operations";

/// A customer whose number is known, offered to the agent.
async fn served() -> (House, Call) {
    served_on("cards-line").await
}

async fn served_on(line: &str) -> (House, Call) {
    let mut house = House::open().await;
    house.ready(1).await;
    let call = house.call(line, Some(REGISTERED)).await;
    until(&house, 1, CustomerView::is_whole).await;
    house.post(Role::Agent, "/api/contacts/C-1/customer/cards/retry").await.ok();
    until(&house, 1, CustomerView::is_whole).await;
    (house, call)
}

fn asked(key: &str, operation: &str) -> Value {
    let reason = match operation {
        "report_loss" | "replace_card" => "lost",
        _ => "customer_request",
    };
    json!({"key": key.repeat(32), "operation": operation, "card": "990012…4564", "reason": reason})
}

async fn order(house: &House, body: Value) -> Answer {
    let asked = request(Method::POST, PATH, Some(house.token(Role::Agent)))
        .header(header::CONTENT_TYPE, "application/json");
    send(&house.router, asked.body(Body::from(body.to_string())).unwrap()).await
}

#[tokio::test]
async fn an_agent_does_what_the_rules_allow_and_is_told_why_not() {
    let (house, _) = served().await;
    let told = house.get(Role::Agent, PATH).await;
    let shown = told.ok();
    assert_eq!(shown["orders"], json!([]));
    let of = |operation: &str| {
        let proposals = shown["proposals"].as_array().unwrap();
        proposals
            .iter()
            .find(|one| one["operation"] == operation && one["card"] == "990012…4564")
            .unwrap()
            .clone()
    };
    let loss = of("report_loss");
    assert_eq!(
        (&loss["decision"], &loss["rule"], &loss["unmet"]),
        (&json!("alone"), &json!("protect"), &json!([]))
    );
    let raise = of("raise_limit");
    assert_eq!((&raise["decision"], &raise["rule"]), (&json!("refused"), &Value::Null));
    assert!(
        raise["unmet"].as_array().unwrap().contains(&json!({"condition": "level", "needs": "verified"})),
        "{raise}"
    );
    for hidden in HIDDEN {
        assert!(!told.body.contains(hidden), "what a mask hides is shown");
    }

    let done = order(&house, asked("a", "report_loss")).await.ok();
    assert_eq!(
        (&done["state"], &done["reference"], &done["rule"]),
        (&json!("done"), &json!("OP-1"), &json!("3:protect"))
    );
    let again = order(&house, asked("a", "report_loss")).await.ok();
    assert_eq!(again, done, "the same key is the same order");
    let other = order(&house, asked("a", "freeze")).await;
    assert_eq!(other.status, 409, "{}", other.body);
    let mut raise = asked("b", "raise_limit");
    raise["amount_minor"] = json!(6_000_000);
    raise["currency"] = json!("KRW");
    raise["until"] = json!("2099-01-01");
    let refused = order(&house, raise).await;
    assert_eq!(refused.status, 409);
    let told = refused.json();
    assert!(told["detail"].as_str().unwrap().contains("version 3"), "{}", refused.body);
    assert_eq!(told["refusal"], "not_allowed", "{}", refused.body);
    let unmet = told["unmet"].as_array().unwrap();
    assert!(unmet.contains(&json!({"condition": "level", "needs": "verified"})), "{}", refused.body);
    let told = house.get(Role::Supervisor, PATH).await.ok();
    assert_eq!((told["orders"].as_array().unwrap().len(), &told["proposals"]), (1, &json!([])));
}

/// A customer is served, and whatever is frozen takes two.
async fn by_two() -> (House, Call) {
    let (house, call) = served().await;
    house.centre.govern(
        Authority::read("authority 2\nrule both\n  do freeze\n  second person\n  level matched").unwrap(),
    );
    (house, call)
}

fn decision(key: &str, how: &str) -> String {
    format!("{PATH}/{}/{how}", key.repeat(32))
}

#[tokio::test]
async fn what_is_beyond_an_agent_is_decided_by_a_second_person() {
    let (house, _) = by_two().await;
    let waiting = order(&house, asked("c", "freeze")).await.ok();
    assert_eq!((&waiting["state"], &waiting["rule"]), (&json!("waiting"), &json!("2:both")));
    let listed = house.get(Role::Supervisor, "/api/operations").await.ok();
    assert_eq!((&listed["orders"][0]["key"], &listed["orders"][0]["own"]), (&waiting["key"], &json!(false)));
    // Whose rows the list shows is counted, as in all lists.
    let filter = Filter { operation: Some("list_waiting_operations".parse().unwrap()), ..Filter::default() };
    let looks = audit::list(house.store.db(), &filter).await.unwrap();
    let counted: Vec<&str> =
        looks.iter().filter_map(|look| Some(look.entry.about.as_ref()?.as_str())).collect();
    assert_eq!(counted, ["listed:1"]);
    // It stands in one list alone, and is decided there alone: by whoever reaches the contact.
    for role in [Role::Agent, Role::Supervisor, Role::Administrator] {
        assert_eq!(house.get(role, "/api/approvals").await.ok()["approvals"], json!([]), "{role}");
        assert_eq!(house.post(role, "/api/approvals/F-1/approval").await.status, 404, "{role}");
        let withdrawn = house.ask(house.token(role), Method::DELETE, "/api/approvals/F-1", None).await;
        assert_eq!(withdrawn.status, 404, "{role}");
    }
    let elsewhere = format!("/api/contacts/C-2/operations/{}/approval", "c".repeat(32));
    assert_eq!(house.post(Role::Supervisor, &elsewhere).await.status, 404);
    // Neither who asked, not even with a supervisor's role, nor whoever is at both ends by a loan or a key.
    let agent = house.account(Role::Agent);
    let approve = decision("c", "approval");
    assert_eq!(house.post(Role::Agent, &approve).await.status, 403);
    let now: Time = jiff::Timestamp::now().into();
    let lends = house.trust.authenticate(Some(house.token(Role::Supervisor))).await.unwrap();
    let lent = (vec![Permission::OperationsApprove], now, now + Span::seconds(3_600));
    let lender = lends.permit::<may::SessionRead>().unwrap();
    let viewer = house.account(Role::Viewer);
    house.trust.lend(&lender, viewer, lent.0, lent.1, lent.2).await.unwrap();
    let borrowed = house.post(Role::Viewer, &approve).await;
    assert_eq!(borrowed.status, 403, "{}", borrowed.body);
    let client = house.trust.create_client("crm").await.unwrap();
    let until = now + Span::seconds(86_400);
    let approves = vec![Permission::OperationsApprove];
    let (_, key) = house.trust.give_key(client.id, approves, Scope::All, until, None).await.unwrap();
    let program = house.ask(key.expose(), Method::POST, &approve, None).await;
    assert_eq!(program.status, 403, "{}", program.body);
    house.trust.grant(agent, Role::Supervisor, Scope::All, (now, None), None).await.unwrap();
    let own = house.post(Role::Agent, &approve).await;
    assert_eq!(own.status, 409, "{}", own.body);
    assert!(own.json()["detail"].as_str().unwrap().contains("a second person"), "{}", own.body);
    assert_eq!(own.json()["refusal"], "same_person", "pages say it in the reader's language");
    let bred = house.trust.make_account("bred", Role::Supervisor, &Scope::All, Some(agent)).await.unwrap().1;
    let refused = house.ask(bred.expose(), Method::POST, &approve, None).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.json()["detail"].as_str().unwrap().contains("within 90 days"), "{}", refused.body);
    assert_eq!(refused.json()["refusal"], "one_hand");

    let decided = house.post(Role::Supervisor, &approve).await.ok();
    assert_eq!(decided["state"], "done");
    assert!(decided["decided_by"].as_str().unwrap().starts_with("U-"));
    let late = house.post(Role::Supervisor, &decision("c", "refusal")).await;
    assert_eq!(late.status, 409, "{}", late.body);
    assert_eq!(house.get(Role::Supervisor, "/api/operations").await.ok()["orders"], json!([]));
    // That it was done is on record, beside who had it done.
    let filter = Filter { operation: Some("order.give".parse().unwrap()), ..Filter::default() };
    let told = audit::list(house.store.db(), &filter).await.unwrap();
    let entry = &told[0].entry;
    assert_eq!((told.len(), entry.contact), (1, Some(ContactId(1))));
    assert_eq!(entry.about.as_ref().unwrap().as_str(), format!("F-1:{}", "c".repeat(32)));
    assert_eq!(entry.account, Some(house.account(Role::Supervisor)));

    order(&house, asked("d", "freeze")).await.ok();
    assert_eq!(house.post(Role::Supervisor, &decision("d", "refusal")).await.ok()["state"], "refused");
    assert_eq!(house.post(Role::Supervisor, &decision("d", "approval")).await.status, 409);
}

#[tokio::test]
async fn what_waits_for_its_condition_is_told_to_those_in_reach_and_taken_back() {
    const LIST: &str = "/api/operations/conditional";
    let (house, _) = served().await;
    house
        .centre
        .govern(Authority::read("authority 2\nrule all\n  do adjust_interest\n  level matched").unwrap());
    let told = house.get(Role::Agent, PATH).await.ok();
    let proposals = told["proposals"].as_array().unwrap();
    let interest = proposals.iter().find(|one| one["operation"] == "adjust_interest").unwrap();
    let when = interest["conditions"][0].clone();
    assert_eq!(when["bill"], "2026-03-01");
    let body = |key: &str, when: Value| {
        let bill = &interest["bill"];
        json!({"key": key.repeat(32), "operation": "adjust_interest", "card": "990012…4564", "reason": "goodwill",
            "amount_minor": 9, "currency": "KRW", "bill": bill, "when": when})
    };
    let listed = order(&house, body("a", json!(["2026-03-01", "2026-03-21"]))).await;
    assert_eq!((listed.status.as_u16(), &listed.json()["field"]), (422, &json!("when")), "{}", listed.body);
    let never = order(&house, body("a", json!({"bill": "2026-03-01", "by": "soon"}))).await;
    assert_eq!(never.status, 422, "{}", never.body);
    let past = order(&house, body("a", json!({"bill": "2026-03-01", "by": "2026-03-21"}))).await;
    assert_eq!(
        (past.status.as_u16(), &past.json()["refusal"]),
        (409, &json!("no_condition")),
        "{}",
        past.body
    );
    let agreed = order(&house, body("a", when.clone())).await.ok();
    assert_eq!((&agreed["state"], &agreed["when"], house.ordered()), (&json!("conditional"), &when, 0));
    for role in [Role::Agent, Role::Supervisor] {
        assert_eq!(house.get(role, LIST).await.ok()["orders"][0]["key"], agreed["key"], "{role}");
    }
    // Somebody who serves others sees none of it.
    let (_, other) = house.trust.make_account("other", Role::Agent, &Scope::Own, None).await.unwrap();
    let listed = house.ask(other.expose(), Method::GET, LIST, None).await.ok();
    assert_eq!(listed["orders"], json!([]));
    let withdraw = decision("a", "withdrawal");
    assert_eq!(house.ask(other.expose(), Method::POST, &withdraw, None).await.status, 404);
    // Nor does another agent take it back, who reaches everybody.
    let (wide_account, wide) =
        house.trust.make_account("wide", Role::Agent, &Scope::All, None).await.unwrap();
    house.trust.serve_as(wide_account.id, Some(AgentId(2))).await.unwrap();
    let refused = house.ask(wide.expose(), Method::POST, &withdraw, None).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json()["refusal"]),
        (403, &json!("not_yours")),
        "{}",
        refused.body
    );
    let listed = house.ask(wide.expose(), Method::GET, LIST, None).await.ok();
    assert_eq!(listed["orders"][0]["state"], "conditional", "it waits on");
    assert_eq!(house.post(Role::Supervisor, &withdraw).await.ok()["state"], "withdrawn");
    assert_eq!(house.post(Role::Agent, &withdraw).await.status, 409);
    assert_eq!(house.get(Role::Supervisor, LIST).await.ok()["orders"], json!([]));
    assert_eq!(house.ordered(), 0, "the bank was told nothing");
}

#[tokio::test]
async fn of_two_who_approve_one_has_it_done() {
    let (house, _) = by_two().await;
    order(&house, asked("c", "freeze")).await.ok();
    let (_, second) = house.trust.create_account("second", Role::Supervisor).await.unwrap();
    let approve = decision("c", "approval");
    let tokens = [house.token(Role::Supervisor), second.expose(), house.token(Role::Supervisor)];
    let [one, other, third] = tokens.map(|token| house.ask(token, Method::POST, &approve, None));
    let (one, other, third) = tokio::join!(one, other, third);
    let mut how: Vec<u16> = [one, other, third].iter().map(|answer| answer.status.as_u16()).collect();
    how.sort_unstable();
    assert_eq!(how, [200, 409, 409]);
    assert_eq!(house.ordered(), 1, "the bank is told once");
}

#[tokio::test]
async fn what_waits_is_withdrawn_when_the_caller_has_gone() {
    let (mut house, call) = by_two().await;
    let nobody = house.account(Role::Supervisor);
    house.trust.revoke(nobody).await.unwrap();
    let alone = order(&house, asked("b", "freeze")).await;
    assert_eq!(alone.status, 409, "nobody could approve it: {}", alone.body);
    assert_eq!(house.get(Role::Agent, PATH).await.ok()["orders"], json!([]));
    let (_, second) = house.trust.create_account("second", Role::Supervisor).await.unwrap();
    order(&house, asked("c", "freeze")).await.ok();
    house.hang_up(&call).await;
    house.settled().await;
    let key = "c".repeat(32);
    soon(async {
        loop {
            let request = house.trust.approval_about(Approved::GiveOrder, &key).await.unwrap().unwrap();
            let row = house.store.order(&key).await.unwrap().unwrap();
            if request.state == State::Withdrawn && row.state == OrderState::Refused {
                return;
            }
            tokio::task::yield_now().await;
        }
    })
    .await;
    let late = house.ask(second.expose(), Method::POST, &decision("c", "approval"), None).await;
    assert_eq!(late.status, 409, "{}", late.body);
    assert_eq!(house.ordered(), 0);
}

#[tokio::test]
async fn in_wrap_up_nothing_is_approved_nor_asked_for() {
    // The queue with time for wrap-up.
    let (mut house, call) = served_on("loans-line").await;
    let rules = "authority 2\nrule both\n  do freeze\n  second person\n  level matched\n\
                 rule alone\n  do report_loss\n  level matched";
    house.centre.govern(Authority::read(rules).unwrap());
    house.pick_up().await;
    let in_phase = async |house: &House, phase: &str| {
        soon(async {
            while house.centre.contact(call.contact).await.unwrap().unwrap().phase != phase {
                tokio::task::yield_now().await;
            }
        })
        .await;
    };
    in_phase(&house, "talking").await;
    order(&house, asked("c", "freeze")).await.ok();
    house.hang_up(&call).await;
    in_phase(&house, "wrap_up").await;
    // Before the job has come round as after it.
    let late = house.post(Role::Supervisor, &decision("c", "approval")).await;
    assert_eq!(late.status, 409, "{}", late.body);
    let key = "c".repeat(32);
    soon(async {
        while house.store.order(&key).await.unwrap().unwrap().state != OrderState::Refused {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let request = house.trust.approval_about(Approved::GiveOrder, &key).await.unwrap().unwrap();
    assert_eq!(request.state, State::Withdrawn);
    let asked_late = order(&house, asked("d", "freeze")).await;
    assert_eq!((asked_late.status.as_u16(), &asked_late.json()["refusal"]), (409, &json!("caller_gone")));
    assert_eq!(house.ordered(), 0);
    // What takes nobody else is done as long as the matter is in hand.
    assert_eq!(order(&house, asked("e", "report_loss")).await.ok()["state"], "done");
}

#[tokio::test]
async fn nobody_acts_for_customers_of_others_and_fields_are_checked() {
    let mut house = House::open().await;
    house.ready(2).await;
    house.call("cards-line", Some(REGISTERED)).await;
    until(&house, 1, CustomerView::is_whole).await;
    for answer in [house.get(Role::Agent, PATH).await, order(&house, asked("e", "freeze")).await] {
        assert_eq!(answer.status, 404, "{}", answer.body);
    }
    let check = async |field: &str, value: Value| {
        let mut body = asked("f", "freeze");
        body[field] = value;
        let answer = order(&house, body).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["field"]),
            (422, &json!(field)),
            "{}",
            answer.body
        );
    };
    check("key", json!("short")).await;
    check("operation", json!("fly")).await;
    check("until", json!("tomorrow")).await;
    check("amount_minor", json!(-1)).await;
    check("reason", json!("because")).await;
    // A secret is on no card, and what names no field means nothing.
    let of_a_card = order(&house, asked("f", "unlock")).await;
    assert_eq!(
        (of_a_card.status.as_u16(), &of_a_card.json()["field"]),
        (422, &json!("card")),
        "{}",
        of_a_card.body
    );
    let listed: Vec<Value> = asked("f", "freeze").as_object().unwrap().values().cloned().collect();
    assert_eq!(order(&house, Value::Array(listed)).await.status, 422);
}
