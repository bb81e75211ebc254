//! What the node's task knows of a leg: its media session, who calls, and its latest key.

use crate::media::sdp::{self, Agreed, Direction, KEYS_PAYLOAD, Offer, Session};
use crate::media::{Codec, MediaOrder};
use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use vocabulary::{AgentId, LegId, PhoneNumber, Span, Time};

/// One press may come twice, as a telephone event and by INFO, but not further apart than this.
const SAME_PRESS: Span = Span::millis(200);

/// Presses that are remembered for so long; nobody presses more.
const PRESSES: usize = 8;

/// How a key press came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyBy {
    /// RFC 4733.
    Rtp,
    /// SIP INFO.
    Info,
}

/// A key press that may come the other way, too.
#[derive(Debug, Clone, Copy)]
struct Press {
    key: char,
    by: KeyBy,
    at: Time,
}

/// One leg: what was agreed about its media, and by whom it is.
pub struct Leg {
    session: Session,
    /// Who calls.
    pub caller: Option<PhoneNumber>,
    /// Whose page it is at, if it is at a page.
    pub page: Option<AgentId>,
    /// The answer to an INVITE with an offer, until it is sent.
    answer: Option<String>,
    agreed: Option<Agreed>,
    /// Presses of late that have come one way only, oldest first.
    presses: Vec<Press>,
}

/// All legs.
pub type Legs = HashMap<LegId, Leg>;

impl Leg {
    /// A leg without an agreement.
    pub fn new(session: Session, caller: Option<PhoneNumber>) -> Leg {
        Leg { session, caller, page: None, answer: None, agreed: None, presses: Vec::new() }
    }

    /// A leg at an agent's page that speaks `codec`. Nothing is negotiated: a station takes either
    /// law, and is not told by its address.
    pub fn at_page(agent: AgentId, codec: Codec) -> Leg {
        let nowhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
        let agreed = Agreed {
            remote: nowhere,
            codec,
            payload: codec.static_payload(),
            keys: Some(KEYS_PAYLOAD),
            direction: Direction::SendReceive,
        };
        let session = Session::new(nowhere, 0);
        Leg { page: Some(agent), agreed: Some(agreed), ..Leg::new(session, None) }
    }

    /// Takes the offer of an INVITE; the answer is kept until [`Leg::description`].
    pub fn take_offer(&mut self, offer: &Offer) -> Result<(), sdp::Error> {
        let (answer, agreed) = self.session.answer(offer)?;
        self.answer = Some(answer);
        self.agreed = Some(agreed);
        Ok(())
    }

    /// The description for our 200: the answer, or our offer when the INVITE brought none.
    pub fn description(&mut self) -> String {
        self.answer.take().unwrap_or_else(|| self.offer(self.codec()))
    }

    /// Our offer.
    pub fn offer(&mut self, preferred: Codec) -> String {
        self.session.offer(preferred)
    }

    /// The codec in use, or the one that telephone networks outside North America and Japan prefer.
    pub fn codec(&self) -> Codec {
        self.agreed.as_ref().map_or(Codec::Alaw, |agreed| agreed.codec)
    }

    /// How the media thread is to talk, as agreed.
    pub fn talk(&self) -> Option<MediaOrder> {
        self.agreed.as_ref().map(MediaOrder::from)
    }

    /// Takes the answer to our offer. True when it changed whether the other side holds us.
    pub fn take_answer(&mut self, body: &[u8]) -> Result<bool, sdp::Error> {
        let agreed = self.session.accept_answer(body)?;
        Ok(self.settle(agreed))
    }

    /// Answers a renegotiation, with our description and whether holding changed.
    pub fn renegotiate(&mut self, body: &[u8]) -> Result<(String, bool), sdp::Error> {
        let (answer, agreed) = self.session.answer(&Offer::parse(body)?)?;
        Ok((answer, self.settle(agreed)))
    }

    /// Whether the other side wants to hear nothing: it put us on hold (RFC 3264 §8.4).
    pub fn is_held(&self) -> bool {
        self.agreed.as_ref().is_some_and(|agreed| !agreed.direction.sends())
    }

    fn settle(&mut self, agreed: Agreed) -> bool {
        let before = self.is_held();
        self.agreed = Some(agreed);
        self.is_held() != before
    }

    /// Whether a key press is a new one, not the same press signalled the other way. Of keys pressed quickly
    /// one way may be behind the other by more than a key.
    pub fn is_new_press(&mut self, now: Time, key: char, by: KeyBy) -> bool {
        self.presses.retain(|press| now - press.at <= SAME_PRESS);
        let same = |press: &Press| press.key == key && press.by != by;
        if let Some(place) = self.presses.iter().position(same) {
            // A press that was taken for the same one is used up: the next is new again.
            self.presses.remove(place);
            return false;
        }
        if self.presses.len() == PRESSES {
            self.presses.remove(0);
        }
        self.presses.push(Press { key, by, at: now });
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_signalled_twice_counts_once() {
        let check = |presses: &[(char, KeyBy, i64)], expected: &[bool]| {
            let mut leg = Leg::new(Session::new("127.0.0.1:4000".parse().unwrap(), 1), None);
            let new: Vec<bool> =
                presses.iter().map(|(key, by, at)| leg.is_new_press(Time(at * 1000), *key, *by)).collect();
            assert_eq!(new, expected, "{:?}", presses.iter().map(|(_, by, at)| (by, at)).collect::<Vec<_>>());
        };
        use KeyBy::{Info, Rtp};
        check(&[('1', Rtp, 0), ('1', Info, 200)], &[true, false]);
        check(&[('1', Info, 0), ('1', Rtp, 201)], &[true, true]);
        check(&[('1', Rtp, 0), ('1', Rtp, 100)], &[true, true]);
        check(&[('1', Rtp, 0), ('2', Info, 50)], &[true, true]);
        // One way is behind the other by more than a key.
        check(
            &[('1', Info, 0), ('2', Info, 90), ('1', Rtp, 95), ('2', Rtp, 150)],
            &[true, true, false, false],
        );
        check(
            &[('1', Info, 0), ('1', Info, 90), ('1', Rtp, 95), ('1', Rtp, 150)],
            &[true, true, false, false],
        );
        check(
            &[('1', Rtp, 0), ('1', Info, 50), ('1', Rtp, 150), ('1', Info, 180)],
            &[true, false, true, false],
        );
    }
}
