//! Who is banned, through histories of offences and lifted bans: the table stays bounded, whoever is spared is
//! never banned, and datagrams never ban a stream.

use std::net::{IpAddr, Ipv4Addr};
use vocabulary::{Span, Time};
use voice::Bans;
use voice::sip::bans::{MOST_BANNED, Rules};
use voice::sip::{Offence, Peer, Transport};

/// Takes one input.
pub fn take(bytes: &[u8]) {
    let spared: IpAddr = Ipv4Addr::new(192, 0, 2, 0).into();
    let bans = Bans::new(Rules { offences: 5, ..Rules::default() });
    bans.spare([spared]);
    let mut now = Time(1_000_000);
    let mut on_streams = [false; 256];
    for act in bytes.chunks_exact(3) {
        let address: IpAddr = Ipv4Addr::new(192, 0, 2, act[1]).into();
        let transport = [Transport::Udp, Transport::Tcp, Transport::Tls][usize::from(act[2] % 3)];
        let peer = Peer { transport, address: (address, 5060).into() };
        match act[0] % 5 {
            0 => _ = bans.blame(now, peer, Offence::UnknownNumber),
            1 => _ = bans.blame(now, peer, Offence::Scanner),
            2 => _ = bans.lift(now, address),
            3 => now = now + Span::seconds(i64::from(act[2])),
            _ => _ = bans.holds(now, peer),
        }
        on_streams[usize::from(act[1])] |= transport != Transport::Udp && act[0] % 5 < 2;
        let tcp = Peer { transport: Transport::Tcp, ..peer };
        assert!(on_streams[usize::from(act[1])] || !bans.holds(now, tcp), "datagrams ban a stream");
        for transport in [Transport::Udp, Transport::Tcp] {
            let safe = Peer { transport, address: (spared, 5060).into() };
            assert!(!bans.holds(now, safe), "somebody who is spared is banned");
        }
    }
    assert!(bans.list(now).len() <= MOST_BANNED);
}
