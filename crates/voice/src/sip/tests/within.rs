//! What may be asked within a call.

use super::bench::{Bench, OURS, SDP, request};
use crate::sip::Event;
use vocabulary::Span;

#[test]
fn renegotiation() {
    let mut bench = Bench::new();
    let (leg, answer) = bench.up();
    let tag = answer.to_tag();
    bench.hears(&request("INVITE", 2, &tag, "", SDP));
    assert_eq!(bench.events(), [Event::Reoffered { leg, offer: Some(SDP.into()) }]);
    bench.agent.answer_reoffer(bench.now, leg, OURS);
    let second = bench.one();
    assert_eq!((second.what.as_str(), second.field("Contact")), ("200 INVITE", "<sip:192.0.2.9:5060>"));
    bench.hears(&request("INVITE", 3, &tag, "", SDP));
    assert_eq!(bench.whats(), ["500 INVITE"], "one at a time");
    assert_eq!(bench.sent_within(Span::millis(600)), [(500, "200 INVITE".into())]);
    bench.hears(&second.ack());
    assert!(bench.events().is_empty() && bench.sent_within(Span::seconds(40)).is_empty());

    bench.hears(&request("INVITE", 4, &tag, "", "").replace("5062>", "5063>"));
    assert_eq!(bench.events(), [Event::Reoffered { leg, offer: None }]);
    bench.agent.answer_reoffer(bench.now, leg, OURS);
    let third = bench.one();
    bench.hears(&request("ACK", 4, &third.to_tag(), "", SDP));
    assert_eq!(bench.events(), [Event::Acknowledged { leg, answer: Some(SDP.into()) }]);

    bench.hears(&request("INVITE", 5, &tag, "", SDP));
    bench.agent.refuse_reoffer(bench.now, leg, 488);
    let refusal = bench.one();
    assert_eq!(bench.sent_within(Span::millis(600)), [(500, "488 INVITE".into())]);
    bench.hears(&refusal.ack_of_refusal());
    bench.events();
    assert_eq!(bench.sent_within(Span::seconds(40)), []);
    bench.agent.hang_up(bench.now, leg);
    let bye = bench.one();
    assert!(
        bye.text.starts_with("BYE sip:me@192.0.2.1:5063 "),
        "moved by what was accepted only: {}",
        bye.text
    );
}

#[test]
fn a_renegotiation_without_ack_ends_the_call_unless_it_was_refused() {
    for refused in [false, true] {
        let mut bench = Bench::new();
        let (leg, answer) = bench.up();
        bench.hears(&request("INVITE", 2, &answer.to_tag(), "", SDP));
        bench.events();
        if refused {
            bench.agent.refuse_reoffer(bench.now, leg, 488);
        } else {
            bench.agent.answer_reoffer(bench.now, leg, OURS);
        }
        bench.passes(Span::seconds(33));
        let ended = bench.events() == [Event::Broken { leg }];
        assert_eq!((ended, bench.agent.calls()), (!refused, usize::from(refused)));
    }
}

#[test]
fn keys_by_info() {
    let mut bench = Bench::new();
    let (leg, answer) = bench.up();
    let mut sequence = 1;
    let mut check = |kind: &str, body: &str, status: &str, key: Option<char>| {
        sequence += 1;
        let info = request("INFO", sequence, &answer.to_tag(), &format!("Content-Type: {kind}\r\n"), body);
        bench.hears(&info);
        bench.hears(&info);
        assert_eq!(bench.whats(), [status, status], "{kind} {body:?}");
        let expected: Vec<Event> = key.map(|key| Event::Key { leg, key }).into_iter().collect();
        assert!(bench.events() == expected, "{kind} {body:?}: a copy counts once");
    };
    check("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", "200 INFO", Some('5'));
    check("Application/DTMF-Relay; x=y", "Duration=100\nsignal = #\n", "200 INFO", Some('#'));
    check("application/dtmf-relay", "Signal=10\r\n", "200 INFO", Some('*'));
    check("application/dtmf", "9", "200 INFO", Some('9'));
    check("application/dtmf", "55", "200 INFO", None);
    check("application/dtmf-relay", "nonsense", "200 INFO", None);
    check("application/json", "{}", "415 INFO", None);
}

#[test]
fn order_and_strangers() {
    let mut bench = Bench::new();
    let (leg, answer) = bench.up();
    let tag = answer.to_tag();
    bench.hears(&request("OPTIONS", 9, &tag, "", ""));
    bench.hears(&request("BYE", 8, &tag, "", ""));
    bench.hears(&request("UPDATE", 10, &tag, "", "").replace("UPDATE", "XUPDATE"));
    assert_eq!(bench.agent.outbox().len(), 3);
    let first_lines: Vec<String> = bench
        .agent
        .outbox()
        .drain(..)
        .map(|sent| String::from_utf8_lossy(&sent.bytes[..11]).into_owned())
        .collect();
    assert_eq!(first_lines, ["SIP/2.0 200", "SIP/2.0 500", "SIP/2.0 405"]);
    // Our tag alone is not enough: the dialog is also the Call-ID and the other side's tag.
    for (was, is) in [("Call-ID: one", "Call-ID: two"), ("tag=caller", "tag=stranger")] {
        bench.hears(&request("BYE", 11, &tag, "", "").replace(was, is));
        assert_eq!(bench.whats(), ["481 BYE"]);
    }
    assert!(bench.events().is_empty());
    bench.hears(&request("BYE", 12, &tag, "", ""));
    assert_eq!(bench.events(), [Event::HungUp { leg }]);
}

#[test]
fn bye_before_the_ack_ends_the_call() {
    let mut bench = Bench::new();
    let leg = bench.rung(&super::bench::invite());
    bench.agent.answer(bench.now, leg, OURS);
    let answer = bench.one();
    bench.hears(&request("BYE", 2, &answer.to_tag(), "", ""));
    assert_eq!((bench.whats(), bench.events()), (vec!["200 BYE".into()], vec![Event::HungUp { leg }]));
    assert!(bench.sent_within(Span::seconds(40)).is_empty() && bench.agent.is_idle());
}
