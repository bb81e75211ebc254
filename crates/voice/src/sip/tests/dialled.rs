//! Calls that go out to agents' telephones.

use super::bench::{Bench, OURS, SDP, peer};
use crate::sip::{Event, Transport, Undialable};
use vocabulary::{LegId, Span};

const ANSWER: &str = "v=0\r\n";

#[test]
fn a_telephone_rings_and_answers() {
    let mut bench = Bench::new();
    let (leg, invite) = bench.dial(1);
    assert_eq!((invite.what.as_str(), invite.to), ("INVITE", peer(Transport::Udp, "192.0.2.50:5070")));
    assert!(
        invite.text.starts_with("INVITE sip:7@192.0.2.50:5070 SIP/2.0\r\n") && invite.text.ends_with(OURS)
    );
    assert!(invite.field("From").starts_with("<sip:+821055501234@192.0.2.9>;tag="));
    bench.hears(&invite.response(100, "", ""));
    assert!(bench.events().is_empty());
    bench.hears(&invite.response(180, "t", ""));
    bench.hears(&invite.response(180, "t", ""));
    assert_eq!(bench.events(), [Event::Ringing { leg }]);
    assert!(bench.sent_within(Span::seconds(60)).is_empty(), "a telephone that has the INVITE is left alone");
    let ok = invite.response(200, "t", ANSWER);
    bench.hears(&ok);
    let ack = bench.one();
    assert_eq!((ack.what.as_str(), ack.to), ("ACK", peer(Transport::Udp, "192.0.2.51:5071")));
    assert_eq!(bench.events(), [Event::Answered { leg, answer: ANSWER.into() }]);
    bench.hears(&ok);
    assert_eq!((bench.one().text, bench.events()), (ack.text, vec![]), "a copy of the 200 gets the same ACK");

    bench.hears(&invite.request_back("BYE", 1));
    assert_eq!((bench.whats(), bench.events()), (vec!["200 BYE".into()], vec![Event::HungUp { leg }]));
    bench.hears(&ok);
    assert_eq!(bench.whats(), ["ACK"], "even after the call");
    bench.passes(Span::seconds(33));
    assert!(bench.agent.is_idle());
}

#[test]
fn we_hang_up_on_a_telephone() {
    let mut bench = Bench::new();
    let (leg, invite) = bench.dial(1);
    bench.hears(&invite.response(200, "t", ANSWER));
    bench.sent();
    bench.agent.hang_up(bench.now, leg);
    let bye = bench.one();
    assert!(bye.text.starts_with("BYE sip:7@192.0.2.51:5071 SIP/2.0\r\n"));
    assert_eq!(bye.field("CSeq"), "2 BYE");
    bench.hears(&bye.response(200, "t", ""));
    assert!(bench.sent_within(Span::seconds(33)).is_empty() && bench.agent.is_idle());
}

#[test]
fn refusals_are_acknowledged_and_told() {
    for (status, told) in [(486, 486), (603, 603), (302, 480)] {
        let mut bench = Bench::new();
        let (leg, invite) = bench.dial(1);
        let refusal = invite.response(status, "t", "");
        bench.hears(&refusal);
        let ack = bench.one();
        // Same branch, same request URI, the refusal's To (RFC 3261 §17.1.1.3).
        assert_eq!((ack.field("Via"), ack.field("CSeq")), (invite.field("Via"), "1 ACK"));
        assert!(ack.text.starts_with("ACK sip:7@192.0.2.50:5070 ") && ack.to_tag() == ";tag=t");
        assert_eq!((bench.events(), bench.agent.calls()), (vec![Event::Refused { leg, status: told }], 0));
        bench.hears(&refusal);
        assert_eq!(bench.one().text, ack.text);
        bench.passes(Span::seconds(33));
        assert!(bench.agent.is_idle());
    }
}

#[test]
fn silence_means_unreachable() {
    let mut bench = Bench::new();
    let (leg, invite) = bench.dial(1);
    let sent: Vec<i64> = bench.sent_within(Span::seconds(5)).into_iter().map(|(at, _)| at).collect();
    assert_eq!((sent, bench.events()), (vec![500, 1500, 3500], vec![Event::Unreachable { leg }]));
    // It was only slow: the call is no longer wanted.
    bench.hears(&invite.response(180, "t", ""));
    assert_eq!((bench.whats(), bench.events()), (vec!["CANCEL".into()], vec![]));
    bench.hears(&invite.response(200, "t", ANSWER));
    assert_eq!((bench.whats(), bench.events()), (vec!["ACK".into(), "BYE".into()], vec![]));

    let mut gone = Bench::new();
    let (leg, _) = gone.dial(1);
    let (other, _) = gone.dial(2);
    gone.agent.on_unreachable(gone.now, peer(Transport::Udp, "192.0.2.50:5070"));
    assert_eq!(gone.events().len(), 2, "{leg} and {other} called the same telephone");
    gone.agent.on_unreachable(gone.now, peer(Transport::Udp, "192.0.2.50:5070"));
    gone.passes(Span::seconds(33));
    assert!(gone.events().is_empty() && gone.sent().is_empty() && gone.agent.is_idle());
}

#[test]
fn hanging_up_while_it_rings() {
    let mut bench = Bench::new();
    let (leg, invite) = bench.dial(1);
    bench.agent.hang_up(bench.now, leg);
    assert!(bench.sent_within(Span::millis(900)).is_empty(), "no CANCEL before a response (RFC 3261 §9.1)");
    bench.hears(&invite.response(100, "", ""));
    let cancel = bench.one();
    assert_eq!((cancel.what.as_str(), cancel.field("Via")), ("CANCEL", invite.field("Via")));
    assert_eq!(bench.sent_within(Span::millis(600)), [(500, "CANCEL".into())], "a lost CANCEL is sent again");
    bench.hears(&cancel.response(200, "t", ""));
    bench.hears(&invite.response(487, "t", ""));
    assert_eq!(bench.whats(), ["ACK"]);
    assert!(
        bench.sent_within(Span::seconds(33)).is_empty() && bench.events().is_empty() && bench.agent.is_idle()
    );
}

/// A telephone must hear that one call is over before it hears of the next, or it says that it is
/// busy and its agent is taken for one who refuses.
#[test]
fn the_next_call_waits_until_the_last_can_be_cancelled() {
    let mut bench = Bench::new();
    let (first, invite) = bench.dial(1);
    bench.agent.hang_up(bench.now, first);
    let second = bench.dial_quietly(2);
    assert_eq!(bench.whats(), [] as [&str; 0], "held back");
    bench.hears(&invite.response(100, "", ""));
    assert_eq!(bench.whats(), ["CANCEL", "INVITE"]);
    bench.hears(&invite.response(487, "t", ""));
    assert_eq!((bench.whats(), bench.agent.calls()), (vec!["ACK".into()], 1));
    bench.agent.hang_up(bench.now, second);

    // One that says nothing at all holds up the next call for half a second, no longer.
    let mut deaf = Bench::new();
    let (first, _) = deaf.dial(1);
    deaf.agent.hang_up(deaf.now, first);
    deaf.dial_quietly(2);
    assert_eq!(deaf.sent_within(Span::millis(900)), [(500, "INVITE".into())]);

    // A call that is not wanted any more before it was dialled is never dialled.
    let mut unwanted = Bench::new();
    let (first, invite) = unwanted.dial(1);
    unwanted.agent.hang_up(unwanted.now, first);
    let second = unwanted.dial_quietly(2);
    unwanted.agent.hang_up(unwanted.now, second);
    unwanted.hears(&invite.response(100, "", ""));
    assert_eq!(unwanted.whats(), ["CANCEL"]);
}

#[test]
fn an_answer_that_crosses_the_cancel_is_taken_and_hung_up() {
    let mut bench = Bench::new();
    let (leg, invite) = bench.dial(1);
    bench.hears(&invite.response(180, "t", ""));
    bench.events();
    bench.agent.hang_up(bench.now, leg);
    bench.agent.hang_up(bench.now, leg);
    assert_eq!(bench.whats(), ["CANCEL"]);
    bench.hears(&invite.response(200, "t", ANSWER));
    assert_eq!(
        (bench.whats(), bench.events(), bench.agent.calls()),
        (vec!["ACK".into(), "BYE".into()], vec![], 0)
    );

    let mut deaf = Bench::new();
    let (leg, invite) = deaf.dial(1);
    deaf.hears(&invite.response(180, "t", ""));
    deaf.agent.hang_up(deaf.now, leg);
    deaf.passes(Span::seconds(65));
    assert!(deaf.agent.is_idle(), "a telephone that never answers the CANCEL is given up");
}

#[test]
fn a_second_telephone_that_answers_is_hung_up() {
    let mut bench = Bench::new();
    let (leg, invite) = bench.dial(1);
    bench.hears(&invite.response(200, "first", ANSWER));
    bench.sent();
    bench.hears(&invite.response(200, "second", ANSWER));
    let sent = bench.sent();
    assert_eq!(sent.iter().map(|s| s.what.as_str()).collect::<Vec<_>>(), ["ACK", "BYE"]);
    assert!(sent.iter().all(|s| s.to_tag() == ";tag=second"));
    assert_eq!(bench.events(), [Event::Answered { leg, answer: ANSWER.into() }]);
}

#[test]
fn it_does_not_ring_for_ever() {
    let mut bench = Bench::new();
    let (leg, invite) = bench.dial(1);
    bench.hears(&invite.response(180, "t", ""));
    bench.events();
    bench.passes(Span::seconds(180));
    assert_eq!((bench.whats(), bench.events()), (vec!["CANCEL".into()], vec![Event::Unreachable { leg }]));
}

#[test]
fn forged_and_foreign_responses_change_nothing() {
    let mut bench = Bench::new();
    let (_, invite) = bench.dial(1);
    bench.hears(&invite.response(200, "t", SDP).replace("z9hG4bK", "z9hG4bKx"));
    bench.hears(&invite.response(200, "t", SDP).replace("branch=z9hG4bK", "branch="));
    bench.hears(&invite.response(200, "", SDP));
    bench.hears(&invite.response(486, "t", "").replace("Content-Length: 0", "Content-Length: 9"));
    assert!(bench.events().is_empty() && bench.sent().is_empty());
}

#[test]
fn addresses_that_lead_nowhere() {
    let mut bench = Bench::new();
    for to in [
        "",
        "7",
        "tel:7",
        "sip:7@desk.example",
        "sip:7@192.0.2.1 ",
        "sip:7@192.0.2.1\r\nX: y",
        "<sip:7@192.0.2.1>",
    ] {
        assert_eq!(bench.agent.dial(bench.now, LegId::dialled(1), to, None, OURS), Err(Undialable), "{to:?}");
    }
    bench.agent.dial(bench.now, LegId::dialled(1), "sip:7@[2001:db8::1];transport=tcp", None, OURS).unwrap();
    let invite = bench.one();
    assert_eq!(invite.to, peer(Transport::Tcp, "[2001:db8::1]:5060"));
    assert!(invite.field("From").contains("anonymous.invalid"));
    assert!(bench.sent_within(Span::seconds(3)).is_empty(), "nothing is repeated over TCP");
    for (to, contact) in [
        ("sip:7@192.0.2.8;transport=tls", "<sip:192.0.2.9:5061;transport=tls>"),
        ("sips:7@192.0.2.8", "<sips:192.0.2.9:5061>"),
    ] {
        let mut bench = Bench::new();
        bench.agent.dial(bench.now, LegId::dialled(1), to, None, OURS).unwrap();
        let invite = bench.one();
        assert_eq!(invite.to, peer(Transport::Tls, "192.0.2.8:5061"));
        assert!(invite.field("Via").starts_with("SIP/2.0/TLS 192.0.2.9:5061;"), "{}", invite.field("Via"));
        assert_eq!(invite.field("Contact"), contact);
        assert!(bench.sent_within(Span::seconds(3)).is_empty(), "nothing is repeated over TLS");
    }
}
