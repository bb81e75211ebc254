//! Frames of an agent's page, as they come over its WebSocket.

// The frames are the API's own.
#[path = "../../api/src/desk/asked.rs"]
#[allow(dead_code, reason = "the page's frames are taken apart here and used elsewhere")]
mod asked;

use asked::{Asked, Numbered};

/// Takes one input.
pub fn take(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(Numbered { asked, .. }) = serde_json::from_str(text) else { return };
    if let Asked::Answer { contact } = asked {
        assert_eq!(
            contact.0.to_string().parse(),
            Ok(contact.0),
            "an id is another one when it is read again"
        );
    }
}
