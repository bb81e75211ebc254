use super::*;
use crate::sip::Transport;
use proptest::prelude::*;
use vocabulary::Span;

const RULES: fn() -> Rules = || Rules {
    offences: 10,
    within: Span::seconds(10),
    banned_for: Span::seconds(100),
    spared: vec!["10.0.0.0/8".parse().unwrap()],
};
const START: Time = Time(1_000_000_000);

fn peer(transport: Transport, ip: &str) -> Peer {
    Peer { transport, address: (ip.parse::<IpAddr>().unwrap(), 5060).into() }
}

fn udp(ip: &str) -> Peer {
    peer(Transport::Udp, ip)
}

/// Blames somebody so often at one moment; whether that was too often.
fn blamed(bans: &Bans, now: Time, peer: Peer, times: usize) -> bool {
    (0..times).filter_map(|_| bans.blame(now, peer, Offence::UnknownNumber)).count() > 0
}

#[test]
fn too_many_offences_are_answered_by_silence_for_a_while() {
    let bans = Bans::new(RULES());
    let scanner = udp("192.0.2.1");
    assert!(!blamed(&bans, START, scanner, 10) && !bans.holds(START, scanner));
    // One a second is forgotten.
    let later = START + Span::seconds(3);
    assert!(!blamed(&bans, later, scanner, 3));
    let ban = bans.blame(later, scanner, Offence::Malformed).unwrap();
    assert_eq!((ban.offence, ban.until), (Offence::Malformed, later + Span::seconds(100)));
    assert!(bans.holds(later, scanner) && bans.list(later) == [ban]);
    assert!(!bans.holds(later, udp("192.0.2.2")));
    assert!(bans.holds(ban.until - Span::millis(1), scanner));
    assert!(!bans.holds(ban.until, scanner) && bans.list(ban.until).is_empty());
    // It begins anew.
    assert!(!blamed(&bans, ban.until, scanner, 10));

    let named = udp("192.0.2.3");
    assert_eq!(bans.blame(START, named, Offence::Scanner), None);
    assert_eq!(bans.blame(START, named, Offence::Scanner), None);
    assert!(bans.blame(START, named, Offence::Scanner).is_some());
}

#[test]
fn nobody_is_shut_out_by_somebody_else() {
    let bans = Bans::new(RULES());
    // Datagrams in its name ban datagrams alone.
    assert!(blamed(&bans, START, udp("192.0.2.1"), 11));
    for stream in [Transport::Tcp, Transport::Tls] {
        assert!(!bans.holds(START, peer(stream, "192.0.2.1")));
    }
    assert!(blamed(&bans, START, peer(Transport::Tls, "192.0.2.1"), 11));
    assert!(bans.holds(START, peer(Transport::Tcp, "192.0.2.1")), "TCP and TLS are one way");
    // The spared, by the rules and by the plan; whoever is spared from now on is answered again.
    assert!(!blamed(&bans, START, udp("10.200.0.1"), 1_000));
    assert!(!blamed(&bans, START, udp("::ffff:10.0.0.1"), 1_000));
    assert!(blamed(&bans, START, udp("192.0.2.3"), 11));
    bans.spare(["192.0.2.3".parse().unwrap()]);
    assert!(!bans.holds(START, udp("192.0.2.3")) && !blamed(&bans, START, udp("192.0.2.3"), 1_000));
    bans.spare([]);
    assert!(blamed(&bans, START, udp("192.0.2.3"), 11), "the plan spares it no more");
}

#[test]
fn a_network_of_ipv6_counts_as_one_and_bans_are_lifted_by_hand() {
    let bans = Bans::new(RULES());
    for last in 0..11 {
        bans.blame(START, udp(&format!("2001:db8::{last:x}")), Offence::Malformed);
    }
    assert!(bans.holds(START, udp("2001:db8::ffff")) && !bans.holds(START, udp("2001:db8:0:1::1")));
    assert_eq!(bans.list(START)[0].address, "2001:db8::".parse::<IpAddr>().unwrap());
    assert!(bans.lift(START, "2001:db8::7".parse().unwrap()));
    assert!(!bans.lift(START, "2001:db8::7".parse().unwrap()));
    assert!(!bans.holds(START, udp("2001:db8::ffff")));
    let nobody = Bans::default();
    assert!(!blamed(&nobody, START, udp("192.0.2.1"), 1_000), "the default bans nobody");
}

#[test]
fn networks_and_names() {
    for (text, holds, not) in [
        ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
        ("192.0.2.0/31", "192.0.2.1", "192.0.2.2"),
        ("0.0.0.0/0", "255.255.255.255", "::1"),
        ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"),
    ] {
        let network: Network = text.parse().unwrap();
        let [holds, not] = [holds, not].map(|ip| network.holds(ip.parse().unwrap()));
        assert!(holds && !not, "{text}");
    }
    for bad in ["", "10.0.0.0/33", "::/129", "a/8", "10.0.0.0/", "10/8"] {
        assert_eq!(bad.parse::<Network>(), Err(NoNetwork), "{bad}");
    }
    assert!(is_scanner("Friendly-Scanner") && is_scanner("x sipvicious/1") && !is_scanner("baresip v1"));
    assert!(is_sign_of_life(b"\r\n\r\n") && is_sign_of_life(b"jaK") && !is_sign_of_life(b"hello"));
    assert!(!is_sign_of_life(&[0; 9]));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// However many addresses come, the table stays bounded, and nobody below the rate is ever banned.
    #[test]
    fn the_table_is_bounded_and_fair(sources in prop::collection::vec((any::<u32>(), 0u8..4), 1..400)) {
        let mut table = Table::new(RULES());
        let mut now = START;
        let quiet = udp("198.51.100.1");
        for (at, (source, repeats)) in sources.into_iter().enumerate() {
            for _ in 0..repeats * 4 {
                table.blame(now, udp(&std::net::Ipv4Addr::from_bits(source).to_string()), Offence::Malformed);
            }
            if at % 10 == 0 {
                table.blame(now, quiet, Offence::UnknownNumber);
                prop_assert!(!table.holds(now, quiet));
                now = now + Span::seconds(1);
            }
        }
        for n in 0..6_000u32 {
            for _ in 0..11 {
                table.blame(now, udp(&std::net::Ipv4Addr::from_bits(0xC633_0000 | n).to_string()), Offence::Malformed);
            }
        }
        prop_assert!(table.list(now).len() <= MOST_BANNED);
    }
}
