//! The microphone test: a station hears itself a second later.

use std::collections::VecDeque;
use vocabulary::{Span, Time};

/// How much later: long enough to have finished a word.
const LATER: Span = Span::seconds(1);
/// Packets held at most: twice what a second takes in packets of 20 ms. More are dropped.
const MOST: usize = 100;

/// Packets on their way back.
#[derive(Default)]
pub struct Echo {
    held: VecDeque<(Time, Vec<u8>)>,
}

impl Echo {
    /// Takes a packet in.
    pub fn take(&mut self, now: Time, packet: &[u8]) {
        if self.held.len() < MOST {
            self.held.push_back((now + LATER, packet.to_vec()));
        }
    }

    /// The next packet that is due.
    pub fn due(&mut self, now: Time) -> Option<Vec<u8>> {
        self.held.pop_front_if(|(due, _)| *due <= now).map(|(_, packet)| packet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_come_back_in_order_a_second_later_and_no_more_than_there_is_room_for() {
        let mut echo = Echo::default();
        for place in 0..200u8 {
            echo.take(Time(0) + Span::millis(5 * i64::from(place)), &[place]);
        }
        assert_eq!(echo.due(Time(0) + Span::millis(999)), None);
        assert_eq!(echo.due(Time(0) + Span::seconds(1)), Some(vec![0]));
        assert_eq!(echo.due(Time(0) + Span::seconds(1)), None);
        let rest: Vec<_> = std::iter::from_fn(|| echo.due(Time(0) + Span::seconds(9))).collect();
        assert_eq!(rest.len(), MOST - 1);
        assert!(rest.iter().is_sorted());
    }
}
