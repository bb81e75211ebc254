//! Frames of an agent's page, as they come over its WebSocket.
#![no_main]
#![allow(dead_code, reason = "the page's frames are taken apart here and used elsewhere")]

// The frames are the API's own. What some of them turn into in the room above stands below by its names.
extern crate self as centre;

#[path = "../../crates/api/src/desk/asked.rs"]
mod asked;

use asked::{Asked, Numbered};
use libfuzzer_sys::fuzz_target;

/// As the centre names its panels.
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
    Contacts,
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(Numbered { asked, .. }) = serde_json::from_str(text) else { return };
    if let Asked::Answer { contact } = asked {
        assert_eq!(contact.0.to_string().parse(), Ok(contact.0), "an id is another one when it is read again");
    }
});
