//! Telephones that others wrote: SIPp and baresip, as customers and as agents.
//!
//! All of them send back what they hear. So whoever talks with one proves both ways at once: an
//! agent that says its marker has to hear it again, and so has a customer.

mod baresip;
mod sipp;

use crate::harness::output::Output;
use crate::harness::plan::{agent, agent_at, line, queue};
use crate::harness::telephones::agent_calls;
use crate::harness::{Centre, LIMIT, Setup, caller, hear, press};
use phones::{
    AgentEnd, AgentOptions, Agents, Behaviour, End, InCall, KeysBy, Length, OnRing, Options, Phones, Step,
    Voice,
};
use std::net::UdpSocket;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use vocabulary::Span;

/// Pause between two looks at a peer.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// What the customer says, where the peer is the agent.
const CUSTOMER: u32 = 77;

/// A peer in the role of a customer calls `100`, presses key 1, and is hung up by the agent.
fn customer(place: impl FnOnce(&Centre) -> Box<dyn Peer>) {
    customer_of("", place);
}

/// The same at a centre with more tables in its configuration.
fn customer_of(tables: &str, place: impl FnOnce(&Centre) -> Box<dyn Peer>) {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = desks(&phones);
    let centre = centre(agent(&desks, 1, &["cards", "lang.en"]) + tables);
    let mut peer = place(&centre);
    let contact = centre.contact("line", 1);
    peer.at_menu(&centre, contact);
    let expected = [
        "contact_opened",
        "flow_moved welcome",
        "flow_moved menu",
        "flow_moved queue",
        "queued",
        "offered A-1",
        "agent_ringing",
        "connected A-1",
        "recording_started",
        "recording_ended complete",
        "contact_ended agent_hung_up",
        "contact_closed agent_hung_up",
    ];
    assert_eq!(centre.story(contact), expected, "{}", peer.said());
    let call = &agent_calls(&desks, 1)[0];
    assert_eq!(call.end, AgentEnd::HungUp);
    let heard: Vec<u32> = call.received.markers.iter().map(|(number, _)| *number).collect();
    assert_eq!(heard, [1], "the agent's own voice comes back: {}", peer.said());
    peer.end();
}

/// A peer in the role of an agent at `address` answers; the customer hangs up.
fn agents_telephone(address: &str, peer: Box<dyn Peer>) {
    agents_telephone_of("", address, peer);
}

/// The same at a centre with more tables in its configuration.
fn agents_telephone_of(tables: &str, address: &str, mut peer: Box<dyn Peer>) {
    let phones = Phones::start(Options::default()).unwrap();
    let centre = centre(agent_at(1, address, &["cards", "lang.en"]) + tables);
    let steps = [
        hear("menu"),
        press("1", KeysBy::Rtp),
        Step::HearAgent { patience: Span::seconds(30) },
        Step::Wait(Span::millis(300)),
    ];
    let call = phones.call(caller(&centre, "100", steps).saying(Voice::marker(CUSTOMER))).unwrap();
    let outcome = call.wait().unwrap();
    assert_eq!((outcome.end, outcome.agent()), (End::HungUp, Some(CUSTOMER)), "{}", peer.said());
    let story = centre.story(centre.contact("line", 1));
    assert!(story.contains(&"agent_ringing".to_owned()) && story.contains(&"connected A-1".to_owned()));
    assert_eq!(story.last().map(String::as_str), Some("contact_closed customer_hung_up"));
    peer.end();
}

/// A telephone that is a process.
trait Peer {
    /// It is at the menu: it presses 1, unless it does so by itself.
    fn at_menu(&mut self, centre: &Centre, contact: u64);
    /// Makes sure that it is content and gone.
    fn end(&mut self);
    /// What it said, for a test that fails.
    fn said(&self) -> String;
}

fn desks(phones: &Phones) -> Agents {
    let behaviour = Behaviour {
        on_ring: OnRing::Answer(Length::Fixed(Span::millis(100))),
        in_call: InCall::HangUpAfter(Length::Fixed(Span::seconds(1))),
    };
    phones.agents(AgentOptions { behaviour, ..AgentOptions::new(1) }).unwrap()
}

fn centre(agents: String) -> Centre {
    let menu = "flow menu\n\nstep welcome\n  greet greeting\n  then go to menu\n\nstep menu\n  ask menu\n  \
                first key within 20 seconds\n  key 1 go to queue\n  invalid say key.unused\n  \
                silent say key.none\n  after 3 tries hang up\n\nstep queue\n  queue cards\n  \
                closed hang up as closed\n  full hang up as full\n  unstaffed hang up as unstaffed\n";
    let plan = line("line", "100", "en", "menu")
        + &queue("cards", "wrap_up = \"0s\"\nannounce_every = \"0s\"")
        + &agents;
    Centre::start(Setup { plan, flows: vec![("menu", menu.to_owned())], ..Setup::default() })
}

/// A port that nobody has, with the next three free as well: peers take those for themselves. Below
/// the ports that the system hands out, lest somebody gets it before the peer does, and not the same
/// for tests that run side by side.
fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    for _ in 0..2_500 {
        let turn = std::process::id().wrapping_mul(3).wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = 10_000 + 4 * (turn % 2_500) as u16;
        let is_free = |port: u16| UdpSocket::bind(("127.0.0.1", port)).is_ok();
        if (port..port + 4).all(is_free) {
            return port;
        }
    }
    panic!("there are no free ports");
}

/// Waits until a peer has taken its port. To try the port would be to take it from the peer.
fn wait_until_taken(port: u16, said: &Output) {
    let begun = Instant::now();
    let local = format!(":{port:04X} ");
    while !std::fs::read_to_string("/proc/net/udp").unwrap().contains(&local) {
        let is_gone = said.wait_for_end(LOOK_AGAIN);
        assert!(!is_gone && begun.elapsed() < LIMIT, "the peer takes no calls: {}", said.tail());
    }
}

/// Whether a peer is waived by name; when it is neither there nor waived, the test fails and says what
/// to install.
pub fn is_waived(program: &str, package: &str) -> bool {
    let waiver = format!("HELIOTROPE_WITHOUT_{}", program.to_uppercase());
    if std::env::var_os(&waiver).is_some() {
        return true;
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let there = std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    assert!(
        there,
        "{program} is not installed: install the package `{package}`, or set {waiver}=1 to do without"
    );
    false
}
