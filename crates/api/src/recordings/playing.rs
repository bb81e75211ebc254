//! How often a ticket's recording is played: an audio element asks for part after part of one playing, and each that is
//! no continuation of the one before is on record like the first.

use std::time::{Duration, Instant};

/// A player that asked for nothing for so long begins anew. What it holds in advance lasts for less.
const PAUSE: Duration = Duration::from_secs(5 * 60);

/// Playings of a ticket that is bound to no session: as often as somebody who listens goes back to the beginning.
pub(crate) const MOST_UNBOUND: u32 = 8;

/// What a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It begins a playing.
    Begins,
    /// It belongs to the one that is going on.
    GoesOn,
}

/// The playing that is going on, and how many there were.
#[derive(Debug, Default)]
pub(crate) struct Playing {
    begun: u32,
    /// Octets of it that have left.
    delivered: u64,
    last: Option<Instant>,
}

impl Playing {
    /// What a request is that begins at an octet of a recording this long. One from the first octet, when something was
    /// heard already, begins anew, and so does any when all of it, taken together, was heard or the last is long ago.
    pub fn turn(&self, from: u64, length: u64, now: Instant) -> Turn {
        let is_late = self.last.is_none_or(|last| now.saturating_duration_since(last) >= PAUSE);
        let is_anew = self.delivered > 0 && (from == 0 || self.delivered >= length);
        if is_late || is_anew { Turn::Begins } else { Turn::GoesOn }
    }

    /// How many there were, this one included.
    pub fn begun(&self) -> u32 {
        self.begun
    }

    /// One begins, and is on record.
    pub fn begin(&mut self, now: Instant) {
        *self = Playing { begun: self.begun.saturating_add(1), delivered: 0, last: Some(now) };
    }

    /// It goes on: so many octets leave.
    pub fn deliver(&mut self, octets: u64, now: Instant) {
        self.delivered = self.delivered.saturating_add(octets);
        self.last = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Turn::{Begins, GoesOn};

    #[test]
    fn what_goes_on_is_told_from_what_begins() {
        // Requests as (second, first octet, octets that leave) of a recording of a thousand octets.
        let check = |requests: &[(u64, u64, u64, Turn)]| {
            let (mut playing, start) = (Playing::default(), Instant::now());
            for (second, from, octets, expected) in requests {
                let now = start + Duration::from_secs(*second);
                let turn = playing.turn(*from, 1_000, now);
                assert_eq!(turn, *expected, "{second} in {requests:?}");
                if turn == Begins {
                    playing.begin(now);
                }
                playing.deliver(*octets, now);
            }
        };
        // Looks at the head and at the end, then plays on; goes forth and back.
        check(&[
            (0, 0, 0, Begins),
            (0, 0, 100, GoesOn),
            (1, 900, 100, GoesOn),
            (2, 100, 300, GoesOn),
            (60, 50, 100, GoesOn),
        ]);
        // Once more from the beginning.
        check(&[(0, 0, 1_000, Begins), (1, 0, 1_000, Begins), (2, 0, 10, Begins), (3, 0, 10, Begins)]);
        // Once more from just behind the beginning.
        check(&[(0, 0, 1_000, Begins), (1, 1, 999, Begins), (2, 1, 1, GoesOn), (3, 1, 999, Begins)]);
        // After a pause.
        check(&[
            (0, 0, 100, Begins),
            (299, 100, 100, GoesOn),
            (599, 200, 100, Begins),
            (600, 300, 100, GoesOn),
        ]);
    }
}
