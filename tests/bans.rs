//! Somebody who scans for numbers is not answered any more, and nobody else notices.

use crate::harness::plan::{agents, line, queue, straight_to};
use crate::harness::{Centre, LIMIT, Setup, caller};
use phones::{AgentOptions, End, Options, Phones, Step};
use std::net::UdpSocket;
use std::time::{Duration, Instant};
use vocabulary::Span;

/// Where the scanner is; telephones are at 127.0.0.1, which the plan spares.
const SCANNER: &str = "127.0.0.2";

/// Asks whether a number is there; whether that was answered.
fn tries(socket: &UdpSocket, centre: &Centre, number: u32) -> bool {
    let from = socket.local_addr().unwrap();
    let to = centre.sip;
    let invite = format!(
        "INVITE sip:9{number}@{to} SIP/2.0\r\nVia: SIP/2.0/UDP {from};branch=z9hG4bKscan{number}\r\n\
         From: <sip:x@{from}>;tag=s{number}\r\nTo: <sip:9{number}@{to}>\r\nCall-ID: scan-{number}\r\n\
         CSeq: 1 INVITE\r\nContact: <sip:x@{from}>\r\nContent-Length: 0\r\n\r\n"
    );
    socket.send_to(invite.as_bytes(), to).unwrap();
    socket.recv(&mut [0; 2048]).is_ok()
}

#[test]
fn a_scanner_is_not_answered_until_somebody_lifts_its_ban() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(1)).unwrap();
    let plan = line("line", "100", "en", "straight")
        + &queue("cards", "")
        + &agents(&desks, &["cards", "lang.en"])
        + "[bans]\noffences = 5\nwithin = \"600s\"\n";
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    let centre = Centre::start(Setup { plan, flows, ..Setup::default() });
    let socket = UdpSocket::bind((SCANNER, 0)).unwrap();
    socket.set_read_timeout(Some(LIMIT)).unwrap();
    // The sixth is answered, and is one too many.
    let mut number = 0;
    for _ in 0..6 {
        number += 1;
        assert!(tries(&socket, &centre, number), "not answered after {number}: {}", centre.said[0].tail());
    }
    socket.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    assert!(!tries(&socket, &centre, 100), "it is answered");
    let bans = centre.get("/api/bans").json();
    let [ban] = bans["bans"].as_array().unwrap().as_slice() else { panic!("{bans}") };
    assert_eq!((&ban["address"], &ban["offence"]), (&SCANNER.into(), &"unknown_number".into()));
    assert_eq!(ban["only_udp"], true);
    let metrics = centre.get("/metrics").text;
    assert!(metrics.contains("\nheliotrope_sip_banned 1\n"), "{metrics}");
    let said = centre.said[0].text();
    assert!(said.contains("is not answered for a while") && said.contains("address=127.0.0.2"), "{said}");
    assert!(!said.contains("sip:9"), "numbers are in the log");

    let talk = [Step::HearAgent { patience: Span::seconds(30) }];
    let served = phones.call(caller(&centre, "100", talk)).unwrap().wait().unwrap();
    assert_eq!(served.end, End::HungUp);

    let lifted = centre.bans(&["lift", SCANNER]);
    assert_eq!(lifted, (true, format!("{SCANNER} is answered again\n")));
    assert_eq!(centre.bans(&["list"]), (true, "nobody is banned\n".to_owned()));
    socket.set_read_timeout(Some(LIMIT)).unwrap();
    let begun = Instant::now();
    while !tries(&socket, &centre, 101) {
        assert!(begun.elapsed() < LIMIT, "it is not answered again");
    }
    let on_record = centre.command_line(&["audit", "list", "--operation", "lift_ban"]);
    assert!(on_record.contains(SCANNER), "{on_record}");
}
