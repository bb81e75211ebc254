//! Reports on their way to the node.

use super::stats::Counters;
use super::{MediaEvent, MediaReport};
use std::collections::VecDeque;
use tokio::sync::mpsc::{self, error::TrySendError};
use vocabulary::LegId;

/// Reports that may wait while the channel is full: some of every leg there can be. They take
/// memory only when it comes to that.
const MOST_WAITING: usize = 65_536;

/// The channel to the node, and what waits for room in it.
pub(super) struct Reports {
    channel: mpsc::Sender<MediaReport>,
    waiting: VecDeque<MediaReport>,
}

impl Reports {
    pub fn new(channel: mpsc::Sender<MediaReport>) -> Reports {
        Reports { channel, waiting: VecDeque::new() }
    }

    /// Reports an event; when the channel is full it waits, behind those that wait already.
    pub fn tell(&mut self, counters: &Counters, leg: LegId, event: MediaEvent) {
        let report = (leg, event);
        if !self.waiting.is_empty() || !self.fits(report) {
            if self.waiting.len() >= MOST_WAITING {
                counters.reports_lost.add(1);
                return;
            }
            counters.reports_delayed.add(1);
            self.waiting.push_back(report);
        }
    }

    /// Reports an event that will be true later, too. `false`: there was no room.
    pub fn tell_now_or_later(&mut self, leg: LegId, event: MediaEvent) -> bool {
        self.waiting.is_empty() && self.fits((leg, event))
    }

    /// Sends what waits, as far as there is room.
    pub fn catch_up(&mut self) {
        while let Some(report) = self.waiting.front() {
            if !self.fits(*report) {
                return;
            }
            self.waiting.pop_front();
        }
    }

    /// Whether something waits.
    pub fn is_behind(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Sends a report if there is room. Without a node there is nobody to tell: it counts as sent.
    fn fits(&self, report: MediaReport) -> bool {
        !matches!(self.channel.try_send(report), Err(TrySendError::Full(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_wait_in_order_and_losses_are_told_later() {
        let (channel, mut node) = mpsc::channel(2);
        let (mut reports, counters, leg) = (Reports::new(channel), Counters::default(), LegId(4));
        for key in "12345".chars() {
            reports.tell(&counters, leg, MediaEvent::Key(key));
        }
        assert!(!reports.tell_now_or_later(leg, MediaEvent::Lost));
        let mut heard = String::new();
        let Ok((_, MediaEvent::Key(first))) = node.try_recv() else { panic!("no key") };
        heard.push(first);
        reports.tell(&counters, leg, MediaEvent::Key('6'));
        reports.catch_up();
        while let Ok((_, event)) = node.try_recv() {
            let MediaEvent::Key(key) = event else { panic!("not a key") };
            heard.push(key);
            reports.catch_up();
        }
        assert_eq!((heard.as_str(), reports.is_behind()), ("123456", false));
        assert!(reports.tell_now_or_later(leg, MediaEvent::Lost));
        assert_eq!(counters.read().reports_delayed, 4);
    }

    #[test]
    fn the_waiting_room_has_an_end_that_is_counted() {
        let (channel, _node) = mpsc::channel(1);
        let (mut reports, counters) = (Reports::new(channel), Counters::default());
        for play in 0..MOST_WAITING as u32 + 3 {
            reports.tell(&counters, LegId(4), MediaEvent::Played { play });
        }
        assert_eq!(counters.read().reports_lost, 2);
    }
}
