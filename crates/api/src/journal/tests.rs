use super::*;
use serde_json::json;
use vocabulary::journal::{Entry as Inside, FlowAct, FlowPosition, PromiseStep, PromiseTold, Unverified};
use vocabulary::{AgentId, CustomerRef, FlowName, Handle, Sequence, Span, StepName, Time};

const ALL: Sight = Sight { journal: true, contacts: true, agents: true };
const ENGINEER: Sight = Sight { journal: true, contacts: false, agents: true };
const OUTLINE: Sight = Sight { journal: false, contacts: true, agents: true };
const LEAST: Sight = Sight { journal: false, contacts: false, agents: false };

fn check(entry: Inside, sight: Sight, expected: Value) {
    let record = Record { sequence: Sequence(7), at: Time(0), cause: None, by: None, entry };
    let mut whole = json!({"sequence": "J-7", "at": "1970-01-01T00:00:00.000Z"});
    let fields = whole.as_object_mut().unwrap();
    fields.extend(expected.as_object().unwrap().clone());
    assert_eq!(event(&record, sight), whole);
}

#[test]
fn ids_are_strings_and_spans_are_seconds() {
    let closed = Inside::ContactClosed {
        contact: ContactId(17),
        reason: vocabulary::journal::EndReason::AgentHungUp,
        queue: None,
        agent: Some(AgentId(3)),
        wait: Some(Span::millis(1_500)),
        talk: Some(Span::seconds(60)),
    };
    let expected = json!({
        "kind": "contact_closed", "contact": "C-17", "reason": "agent_hung_up", "queue": null,
        "agent": "A-3", "wait": 1.5, "talk": 60.0,
    });
    check(closed, ALL, expected);
    let failed = Inside::VerificationFailed { contact: ContactId(17), why: Unverified::Wrong { left: 2 } };
    let expected = json!({"kind": "verification_failed", "contact": "C-17", "why": "wrong", "tries_left": 2});
    check(failed, ALL, expected);
}

#[test]
fn a_promise_is_told_without_what_was_promised() {
    let told = |step| Inside::Promise(PromiseTold { contact: ContactId(17), step });
    let made = told(PromiseStep::Made { due: Time(0) });
    check(
        made,
        ALL,
        json!({"kind": "promise", "contact": "C-17", "step": "made", "due": "1970-01-01T00:00:00.000Z"}),
    );
    for (step, tag) in
        [(PromiseStep::Kept, "kept"), (PromiseStep::NotKept, "not_kept"), (PromiseStep::Reopened, "reopened")]
    {
        check(told(step), ALL, json!({"kind": "promise", "contact": "C-17", "step": tag, "due": null}));
    }
}

#[test]
fn handles_of_kept_digits_stay_inside() {
    let position = FlowPosition {
        flow: FlowName::new("main").unwrap(),
        step: StepName::new("verify").unwrap(),
        tries: 1,
        number: Some(Handle(5)),
        pin: Some(Handle(6)),
        refused: 0,
        given_up: false,
    };
    let act = FlowAct::Verify { number: Handle(5), pin: Handle(6) };
    let expected = json!({
        "kind": "flow_moved", "contact": "C-1", "flow": "main", "step": "verify", "tries": 1,
        "act": {"do": "verify"},
    });
    check(Inside::FlowMoved { contact: ContactId(1), position, act }, ALL, expected);
}

#[test]
fn an_event_tells_no_more_than_its_reader_could_look_up() {
    let matched =
        || Inside::CustomerMatched { contact: ContactId(1), customer: CustomerRef::new("k-1").unwrap() };
    check(matched(), ALL, json!({"kind": "customer_matched", "contact": "C-1", "customer": "k-1"}));
    check(matched(), ENGINEER, json!({"kind": "customer_matched", "contact": "C-1", "customer": null}));
    check(matched(), OUTLINE, json!({"kind": "customer_matched", "contact": "C-1"}));
    check(matched(), LEAST, json!({"kind": "customer_matched"}));

    let connected = || Inside::Connected { contact: ContactId(1), agent: AgentId(2) };
    check(connected(), OUTLINE, json!({"kind": "connected", "contact": "C-1", "agent": "A-2"}));
    check(connected(), LEAST, json!({"kind": "connected"}));
}
