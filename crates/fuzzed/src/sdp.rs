//! Session descriptions, as offers and as answers to ours: whatever is read can be dealt with.

use voice::media::sdp::{Offer, Session};

/// Takes one input.
pub fn take(bytes: &[u8]) {
    let local = "127.0.0.1:20000".parse().expect("it is an address");
    let mut session = Session::new(local, 7);
    if let Ok(offer) = Offer::parse(bytes)
        && let Ok((answer, _)) = session.answer(&offer)
    {
        // A stream that the offer holds at port 0 is answered so, and is no audio to talk over.
        let _ = Offer::parse(answer.as_bytes());
    }
    let _ = session.accept_answer(bytes);
}
