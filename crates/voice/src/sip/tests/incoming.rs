//! Calls that come in.

use super::bench::{Bench, OURS, SDP, invite, peer, request};
use crate::sip::{Event, Transport};
use vocabulary::Span;

#[test]
fn a_call_from_first_word_to_last() {
    let mut bench = Bench::new();
    bench.hears(&invite());
    let events = bench.events();
    let [Event::Incoming { leg, called, caller, offer }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((called.as_str(), offer.as_deref()), ("110", Some(SDP.as_bytes())));
    assert_eq!(caller.as_ref().map(|number| number.expose()), Some("+821055501234"));
    assert!(bench.sent().is_empty(), "nothing is said before the floor decides");

    bench.agent.answer(bench.now, *leg, OURS);
    let answer = bench.one();
    assert_eq!((answer.what.as_str(), answer.to), ("200 INVITE", bench.caller));
    assert_eq!(answer.field("Contact"), "<sip:192.0.2.9:5060>");
    assert!(answer.field("Allow").contains("INFO") && answer.text.ends_with(OURS));
    bench.hears(&answer.ack());
    assert_eq!(bench.events(), [Event::Acknowledged { leg: *leg, answer: None }]);
    bench.hears(&answer.ack());
    bench.passes(Span::seconds(40));
    assert!(bench.sent().is_empty() && bench.events().is_empty(), "an acknowledged call is quiet");

    let bye = request("BYE", 2, &answer.to_tag(), "", "");
    bench.hears(&bye);
    assert_eq!((bench.whats(), bench.events()), (vec!["200 BYE".into()], vec![Event::HungUp { leg: *leg }]));
    bench.hears(&bye);
    assert_eq!((bench.whats(), bench.events()), (vec!["200 BYE".into()], vec![]), "a copy is answered again");
    bench.hears(&request("BYE", 3, &answer.to_tag(), "", ""));
    assert_eq!(bench.whats(), ["481 BYE"]);
    bench.passes(Span::seconds(33));
    assert!(bench.agent.is_idle());
}

#[test]
fn we_hang_up() {
    let mut bench = Bench::new();
    let (leg, answer) = bench.up();
    bench.agent.hang_up(bench.now, leg);
    let bye = bench.one();
    assert_eq!((bye.what.as_str(), bye.to), ("BYE", bench.caller));
    assert!(bye.text.starts_with("BYE sip:me@192.0.2.1:5062 SIP/2.0\r\n"), "{}", bye.text);
    assert_eq!((bye.field("From"), bye.field("To")), (answer.field("To"), answer.field("From")));
    // Nobody answers: T1, doubling up to T2, until 64·T1 (RFC 3261 §17.1.2.2).
    let times: Vec<i64> = bench.sent_within(Span::seconds(40)).into_iter().map(|(at, _)| at).collect();
    assert_eq!(times, [500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500]);
    assert!(bench.events().is_empty() && bench.agent.is_idle());
}

#[test]
fn a_copy_of_the_invite_is_no_second_call() {
    let mut bench = Bench::new();
    let leg = bench.rung(&invite());
    assert_eq!(bench.sent_within(Span::millis(200)), [(150, "100 INVITE".into())]);
    bench.hears(&invite());
    assert_eq!((bench.whats(), bench.events()), (vec!["100 INVITE".into()], vec![]));
    bench.agent.answer(bench.now, leg, OURS);
    let answer = bench.one();
    bench.hears(&invite());
    bench.hears(&answer.ack());
    bench.events();
    bench.hears(&invite());
    bench.agent.hang_up(bench.now, leg);
    bench.sent();
    bench.hears(&invite());
    assert_eq!(
        (bench.whats(), bench.events(), bench.agent.calls()),
        (vec![], vec![], 0),
        "absorbed for 64·T1"
    );
}

#[test]
fn no_ack_ends_the_call() {
    for transport in [Transport::Udp, Transport::Tcp, Transport::Tls] {
        let mut bench = Bench::new();
        bench.caller = peer(transport, "192.0.2.1:5062");
        let leg = bench.rung(&invite());
        bench.agent.answer(bench.now, leg, OURS);
        bench.one();
        let sent = bench.sent_within(Span::millis(32_000));
        let answers: Vec<i64> =
            sent.iter().filter(|(_, what)| what == "200 INVITE").map(|(at, _)| *at).collect();
        // A 2xx is repeated over TCP as well (RFC 3261 §13.3.1.4).
        assert_eq!(answers, [500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500]);
        assert_eq!(sent.last(), Some(&(32_000, "BYE".into())));
        assert_eq!((bench.events(), bench.agent.calls()), (vec![Event::Broken { leg }], 0));
        assert_eq!(bench.counters.read().unacknowledged, 1);
    }
}

#[test]
fn no_bye_before_the_ack() {
    let mut bench = Bench::new();
    let leg = bench.rung(&invite());
    bench.agent.answer(bench.now, leg, OURS);
    let answer = bench.one();
    bench.agent.hang_up(bench.now, leg);
    assert!(bench.sent().is_empty(), "RFC 3261 §15");
    bench.hears(&answer.ack());
    assert_eq!((bench.whats(), bench.events()), (vec!["BYE".into()], vec![]));

    let mut bench = Bench::new();
    let leg = bench.rung(&invite());
    bench.agent.answer(bench.now, leg, OURS);
    bench.agent.hang_up(bench.now, leg);
    let sent = bench.sent_within(Span::seconds(32));
    assert_eq!((sent.last(), bench.events()), (Some(&(32_000, "BYE".into())), vec![]));
}

#[test]
fn cancel_before_the_answer() {
    let mut bench = Bench::new();
    let leg = bench.rung(&invite());
    let cancel = request("CANCEL", 1, "", "", "");
    bench.hears(&cancel);
    let sent = bench.sent();
    assert_eq!(sent.iter().map(|s| s.what.as_str()).collect::<Vec<_>>(), ["200 CANCEL", "487 INVITE"]);
    assert_eq!(sent[0].to_tag(), sent[1].to_tag(), "RFC 3261 §9.2");
    assert_eq!(bench.events(), [Event::HungUp { leg }]);
    // Too late for everything else.
    bench.agent.answer(bench.now, leg, OURS);
    bench.agent.refuse(bench.now, leg, 486, None);
    bench.agent.hang_up(bench.now, leg);
    assert!(bench.sent().is_empty());
    assert_eq!(bench.sent_within(Span::millis(600)), [(500, "487 INVITE".into())]);
    bench.hears(&sent[1].ack_of_refusal());
    assert_eq!(bench.agent.calls(), 0);
    bench.hears(&cancel);
    assert_eq!(bench.whats(), ["200 CANCEL"], "a late copy");
    bench.passes(Span::seconds(33));
    assert!(bench.sent().is_empty() && bench.agent.is_idle());
}

#[test]
fn cancel_that_crosses_the_answer_changes_nothing() {
    let mut bench = Bench::new();
    let leg = bench.rung(&invite());
    bench.agent.answer(bench.now, leg, OURS);
    let answer = bench.one();
    bench.hears(&request("CANCEL", 1, "", "", ""));
    assert_eq!((bench.whats(), bench.events()), (vec!["200 CANCEL".into()], vec![]));
    bench.hears(&answer.ack());
    assert_eq!(bench.events(), [Event::Acknowledged { leg, answer: None }]);
    bench.hears(&request("BYE", 2, &answer.to_tag(), "", ""));
    assert_eq!(bench.events(), [Event::HungUp { leg }]);
    let mut empty = Bench::new();
    empty.hears(&request("CANCEL", 1, "", "", ""));
    assert_eq!(empty.whats(), ["481 CANCEL"]);
}

#[test]
fn a_refusal_is_repeated_until_it_is_acknowledged() {
    let mut bench = Bench::new();
    let leg = bench.rung(&invite());
    bench.agent.refuse(bench.now, leg, 503, Some(7));
    let refusal = bench.one();
    assert_eq!((refusal.what.as_str(), refusal.field("Retry-After")), ("503 INVITE", "7"));
    assert_eq!(refusal.field("Contact"), "");
    bench.hears(&invite());
    assert_eq!(bench.whats(), ["503 INVITE"]);
    assert_eq!(bench.sent_within(Span::seconds(2)).len(), 2);
    bench.hears(&refusal.ack_of_refusal());
    assert_eq!((bench.agent.calls(), bench.sent_within(Span::seconds(40))), (0, vec![]));
    assert!(bench.events().is_empty());

    let mut silent = Bench::new();
    let leg = silent.rung(&invite());
    silent.agent.refuse(silent.now, leg, 488, None);
    silent.passes(Span::seconds(32));
    assert_eq!(silent.agent.calls(), 0, "given up without an ACK");

    let mut stream = Bench::new();
    stream.caller = peer(Transport::Tcp, "192.0.2.1:5062");
    let leg = stream.rung(&invite());
    stream.agent.hang_up(stream.now, leg);
    assert_eq!(stream.whats(), ["480 INVITE"]);
    assert!(stream.sent_within(Span::seconds(40)).is_empty(), "TCP loses nothing");
}

#[test]
fn an_offer_of_ours_is_answered_in_the_ack() {
    let mut bench = Bench::new();
    bench.hears(&request("INVITE", 1, "", "", ""));
    let events = bench.events();
    let [Event::Incoming { leg, offer: None, .. }] = events.as_slice() else { panic!("{events:?}") };
    bench.agent.answer(bench.now, *leg, OURS);
    let answer = bench.one();
    bench.hears(&request("ACK", 1, &answer.to_tag(), "", SDP));
    assert_eq!(bench.events(), [Event::Acknowledged { leg: *leg, answer: Some(SDP.into()) }]);
}

#[test]
fn routes_are_recorded_and_followed() {
    let mut bench = Bench::new();
    let recorded = "Record-Route: <sip:192.0.2.77:5066;lr>, <sip:192.0.2.78;lr>\r\n";
    let leg = bench.rung(&request("INVITE", 1, "", recorded, SDP));
    bench.agent.answer(bench.now, leg, OURS);
    let answer = bench.one();
    assert_eq!(answer.field("Record-Route"), "<sip:192.0.2.77:5066;lr>, <sip:192.0.2.78;lr>");
    bench.hears(&answer.ack());
    bench.agent.hang_up(bench.now, leg);
    let bye = bench.one();
    assert_eq!(
        (bye.to, bye.field("Route")),
        (peer(Transport::Udp, "192.0.2.77:5066"), answer.field("Record-Route"))
    );
}

#[test]
fn who_calls() {
    let check = |fields: &str, from: &str, source: &str, expected: Option<&str>| {
        let mut bench = Bench::new();
        bench.caller = peer(Transport::Udp, source);
        bench.hears(&request("INVITE", 1, "", fields, SDP).replace("<sip:+821055501234@192.0.2.1>", from));
        let events = bench.events();
        let [Event::Incoming { caller, .. }] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!(caller.as_ref().map(|number| number.expose()), expected, "{fields} {from}");
    };
    let trunk = "192.0.2.1:5062";
    let asserted = "P-Asserted-Identity: <sip:anyone@bank>, <tel:+8613800138000>\r\n";
    check("", "<sip:010-5550-1234@x>", trunk, Some("01055501234"));
    check("", "sip:%2B82105550@x", trunk, Some("+82105550"));
    check("", "\"Anonymous\" <sip:anonymous@anonymous.invalid>", trunk, None);
    check("", "<sip:alice@x>", trunk, None);
    check(asserted, "<sip:15880000@x>", trunk, Some("+8613800138000"));
    check(asserted, "<sip:15880000@x>", "192.0.2.66:5060", Some("15880000"));
    check(&format!("{asserted}Privacy: id;critical\r\n"), "<sip:15880000@x>", trunk, None);
    check(&format!("{asserted}Privacy: none\r\n"), "<sip:15880000@x>", trunk, Some("+8613800138000"));
}
