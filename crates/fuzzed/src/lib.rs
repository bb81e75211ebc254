//! What reads the network, and the router, given any octets.
//!
//! Each module holds the body of one fuzz target: `take` reads an input however it likes, and panics when something is
//! wrong that no input may bring about. `tests/inputs.rs` gives each a bounded number of made-up inputs in every run of
//! the tests; `cargo xtask fuzz` has libFuzzer look for others, for as long as it is told, beginning with [`seeds`].

pub mod bans;
pub mod desk;
pub mod flow;
pub mod framing;
pub mod log;
pub mod offer;
pub mod router;
pub mod rtp;
pub mod sdp;
pub mod seeds;
pub mod sip;

// The routing room's own tests: the router beside a naive one.
#[path = "../../routing/tests/both/mod.rs"]
#[allow(dead_code, clippy::unwrap_used, reason = "the routing room's tests ask for more than this does")]
mod both;
#[path = "../../routing/tests/naive/mod.rs"]
#[allow(dead_code, clippy::unwrap_used, reason = "the routing room's tests ask for more than this does")]
mod naive;
#[path = "../../routing/tests/steps/mod.rs"]
#[allow(dead_code, clippy::unwrap_used, reason = "the routing room's tests ask for more than this does")]
mod steps;

// The desk's frames are the API's own. What some of them turn into in the room below stands here by its names.
extern crate self as centre;

/// As the centre names its panels.
#[doc(hidden)]
pub enum PanelName {
    Identity,
    Accounts,
    Cards,
    Transactions,
    Bills,
    Limits,
    Applications,
    Reports,
    Production,
    Holdings,
    Points,
    Devices,
    Consents,
    Journeys,
    Locks,
    Preferences,
    LifeEvents,
    Contacts,
    Work,
}

/// A fuzz target.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// As `cargo xtask fuzz` names it.
    pub name: &'static str,
    /// Its body.
    pub take: fn(&[u8]),
    /// Real inputs to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All targets, by name.
pub const TARGETS: [Target; 10] = [
    Target { name: "bans", take: bans::take, seeds: seeds::bans },
    Target { name: "calllog", take: log::take, seeds: seeds::logs },
    Target { name: "desk", take: desk::take, seeds: seeds::frames },
    Target { name: "flow", take: flow::take, seeds: seeds::flows },
    Target { name: "framing", take: framing::take, seeds: seeds::messages },
    Target { name: "offer", take: offer::take, seeds: seeds::offers },
    Target { name: "routing", take: router::take, seeds: seeds::histories },
    Target { name: "rtp", take: rtp::take, seeds: seeds::packets },
    Target { name: "sdp", take: sdp::take, seeds: seeds::descriptions },
    Target { name: "sip", take: sip::take, seeds: seeds::calls },
];
