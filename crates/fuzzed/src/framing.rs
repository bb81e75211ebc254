//! A stream cut into messages, and each message read: the cut falls where the message says.

use voice::sip::message::{Framing, LARGEST, Message, frame};

/// Takes one input.
pub fn take(bytes: &[u8]) {
    if let Framing::Complete(end) = frame(bytes) {
        assert!(end <= bytes.len() && end <= LARGEST);
        let message = Message::read(&bytes[..end]).expect("a frame is a message");
        assert!(message.body().is_ok());
        assert_eq!(frame(&bytes[..end]), Framing::Complete(end));
    }
    if let Ok(message) = Message::read(bytes) {
        let _ = (message.identity(), message.body());
    }
}
