//! What is turned away, and at what cost.

use super::bench::{Bench, OURS, SDP, invite, request};
use crate::sip::bans::Rules;
use crate::sip::message::LARGEST;
use crate::sip::{Accepting, Admission, Bans};
use vocabulary::Span;

#[test]
fn each_bad_request_gets_its_status_and_leaves_nothing_behind() {
    let check = |text: &str, expected: &[&str]| {
        let mut bench = Bench::new();
        bench.hears(text);
        assert_eq!(bench.whats(), expected, "{text}");
        assert!(bench.events().is_empty(), "{text}");
        bench.passes(Span::seconds(33));
        assert!(bench.sent().is_empty() && bench.agent.is_idle(), "{text} left something behind");
    };
    let unserved = invite().replace("INVITE sip:110@", "INVITE sip:119@");
    check(&unserved, &["404 INVITE"]);
    check(&invite().replace("INVITE sip:110@", "INVITE http://110@"), &["404 INVITE"]);
    check(&request("INVITE", 1, "", "Require: 100rel\r\n", SDP), &["420 INVITE"]);
    check(&request("INVITE", 1, "", "Content-Type: text/plain\r\n", SDP), &["415 INVITE"]);
    check(&invite().replace("Contact: <sip:me@192.0.2.1:5062>\r\n", ""), &["400 INVITE"]);
    check(&invite()[..invite().len() - 9], &["400 INVITE"]);
    check(&invite().replace("Content-Length: ", "Content-Length: 9"), &["400 INVITE"]);
    check(&(request("INVITE", 1, "", "", &"x".repeat(LARGEST))), &["513 INVITE"]);
    check(&request("INVITE", 1, ";tag=0123456789abcdef", "", SDP), &["481 INVITE"]);
    check(&request("BYE", 1, ";tag=0123456789abcdef", "", ""), &["481 BYE"]);
    check(&request("BYE", 1, "", "", ""), &["481 BYE"]);
    check(&request("INFO", 1, "", "", ""), &["481 INFO"]);
    check(&request("CANCEL", 1, "", "", ""), &["481 CANCEL"]);
    check(&request("ACK", 1, ";tag=0123456789abcdef", "", ""), &[]);
    check(&request("ACK", 1, "", "", &"x".repeat(9)).replace(": 9", ": 99"), &[]);
    check(&request("OPTIONS", 1, "", "", ""), &["200 OPTIONS"]);
    for other in ["REGISTER", "MESSAGE", "SUBSCRIBE", "REFER", "PRACK", "UPDATE", "XYZZY"] {
        let mut bench = Bench::new();
        bench.hears(&request(other, 1, "", "", ""));
        let refusal = bench.agent.outbox().remove(0);
        let text = String::from_utf8(refusal.bytes.to_vec()).unwrap();
        assert!(text.starts_with("SIP/2.0 405 ") && text.contains("\r\nAllow: INVITE, ACK,"), "{text}");
    }
    for unanswerable in [
        "",
        "\r\n\r\n",
        "garbage",
        "SIP/2.0 200 OK\r\n\r\n",
        &invite().replace("Call-ID: one\r\n", ""),
        &invite().replace("CSeq: 1 INVITE", "CSeq: 1 BYE"),
        &invite().replace("CSeq: 1 ", "CSeq: 4294967296 "),
        &invite().replace("branch", "br\0nch"),
        &invite().replace("Via: SIP/2.0/UDP", "Via: "),
        &invite().replace(";tag=caller", ""),
    ] {
        check(unanswerable, &[]);
    }
}

#[test]
fn a_flood_is_refused_without_being_kept_and_calls_go_on() {
    let admission = Admission { most_calls: 2, new_calls_per_second: 1.0, burst: 1000.0, retry_after: 9 };
    let mut bench = Bench::with(admission, Accepting::default());
    let (_, answer) = bench.up();
    let other = |n: usize| invite().replace("Call-ID: one", &format!("Call-ID: other{n}"));
    bench.rung(&other(0));
    let before = bench.agent.calls();
    for n in 1..2_000 {
        bench.hears(&other(n));
    }
    let refusals = bench.sent();
    assert_eq!(refusals.len(), 1_999);
    assert!(refusals.iter().all(|sent| sent.what == "503 INVITE" && sent.field("Retry-After") == "9"));
    assert_eq!((bench.agent.calls(), bench.events().len()), (before, 0));
    // The ACKs to all those refusals are nobody's.
    bench.hears(&other(5).replace("INVITE", "ACK"));
    bench.hears(&other(5));
    assert_eq!(bench.one().to_tag(), refusals[4].to_tag(), "copies get the same tag (RFC 3261 §8.2.7)");
    bench.hears(&request("INFO", 2, &answer.to_tag(), "", ""));
    bench.hears(&request("BYE", 3, &answer.to_tag(), "", ""));
    assert_eq!(bench.whats(), ["200 INFO", "200 BYE"]);
    assert_eq!(bench.counters.read().busy, 2_000);
}

#[test]
fn a_shut_door_turns_new_calls_away_only() {
    let accepting = Accepting::default();
    let mut bench = Bench::with(Admission::default(), accepting.clone());
    let leg = bench.rung(&invite());
    accepting.set(false);
    bench.hears(&invite());
    bench.agent.answer(bench.now, leg, OURS);
    assert_eq!(bench.whats(), ["100 INVITE", "200 INVITE"]);
    bench.hears(&invite().replace("Call-ID: one", "Call-ID: two"));
    assert_eq!(bench.whats(), ["503 INVITE"]);
    accepting.set(true);
    bench.agent.set_congested(true);
    bench.hears(&invite().replace("Call-ID: one", "Call-ID: two"));
    assert_eq!(bench.whats(), ["503 INVITE"]);
}

#[test]
fn whoever_scans_is_not_answered_and_a_caller_beside_it_is() {
    let check = |text: &str, answer: &str| {
        let bans = Bans::new(Rules { offences: 3, ..Rules::default() });
        let mut bench = Bench::banning(Admission::default(), Accepting::default(), bans.clone());
        let caller = bench.caller;
        bench.caller.address = "198.51.100.66:5060".parse().unwrap();
        for _ in 0..4 {
            bench.hears(text);
        }
        assert!(bench.whats().iter().all(|what| what == answer), "{text}");
        assert_eq!(bans.list(bench.now).len(), 1, "{text}");
        for more in [text, &request("OPTIONS", 1, "", "", ""), &request("REGISTER", 1, "", "", ""), "garbage"]
        {
            bench.hears(more);
        }
        assert_eq!((bench.whats(), bench.events()), (Vec::new(), Vec::new()), "silence after {text}");
        assert!(bench.counters.read().dropped >= 4);
        // The source of datagrams can be forged: a call to a number that is served is let in.
        let another = invite().replace("INVITE-1", "INVITE-9").replace("Call-ID: one", "Call-ID: nine");
        let leg = bench.rung(&another);
        bench.agent.hang_up(bench.now, leg);
        bench.whats();
        bench.caller = caller;
        let leg = bench.rung(&invite());
        bench.agent.hang_up(bench.now, leg);
    };
    check(&invite().replace("INVITE sip:110@", "INVITE sip:119@"), "404 INVITE");
    check(&request("REGISTER", 1, "", "", ""), "405 REGISTER");
    check(&request("OPTIONS", 1, "", "User-Agent: friendly-scanner\r\n", ""), "nothing");
    check("garbage", "nothing");
    check(&request("INVITE", 1, "", "", &"x".repeat(LARGEST)), "513 INVITE");
    check(&invite().replace("Contact: <sip:me@192.0.2.1:5062>\r\n", ""), "400 INVITE");

    // Signs of life, strays after a restart, and calls that are refused for want of room are nobody's fault.
    let bans = Bans::new(Rules { offences: 3, ..Rules::default() });
    let full = Admission { most_calls: 0, ..Admission::default() };
    let mut bench = Bench::banning(full, Accepting::default(), bans.clone());
    for innocent in [&invite(), "\r\n\r\n", &request("BYE", 1, ";tag=0123456789abcdef", "", "")] {
        for _ in 0..50 {
            bench.hears(innocent);
        }
    }
    assert_eq!(bans.list(bench.now), []);
}
