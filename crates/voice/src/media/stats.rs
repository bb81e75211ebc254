//! What the media thread counts. It alone writes, anybody reads.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A number with one writer: it needs no atomic addition, and so costs no more than a plain one.
#[derive(Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub fn add(&self, more: u64) {
        self.0.store(self.0.load(Relaxed).wrapping_add(more), Relaxed);
    }

    pub fn set(&self, value: u64) {
        self.0.store(value, Relaxed);
    }

    pub fn raise_to(&self, value: u64) {
        if value > self.0.load(Relaxed) {
            self.set(value);
        }
    }
}

macro_rules! stats {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// The live counters.
        #[derive(Default)]
        pub(super) struct Counters {
            $(pub $name: Counter,)*
        }

        /// The media thread's figures since it started.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct Stats {
            $($(#[$doc])* pub $name: u64,)*
        }

        impl Counters {
            pub fn read(&self) -> Stats {
                Stats { $($name: self.$name.0.load(Relaxed),)* }
            }
        }
    };
}

stats! {
    /// Legs with an open port, now.
    legs,
    /// Stations of browsers, now.
    stations,
    /// Datagrams received.
    received,
    /// Packets sent: prompts and relayed ones.
    sent,
    /// Of these, packets of another leg.
    relayed,
    /// Dropped: no RTP packet.
    not_rtp,
    /// Dropped: from an address that is not the leg's telephone.
    stranger,
    /// Dropped: a payload type that was not agreed on.
    unknown_payload,
    /// Dropped: nobody listens to the leg, or who listens has not been answered yet.
    unheard,
    /// Dropped: the leg is gated.
    gated,
    /// Dropped: telephone events for a telephone that does not take them.
    keys_not_taken,
    /// Dropped: overtaken so far that its place was taken.
    late_packets,
    /// Dropped: the network interface had no room, or no way there.
    unsent,
    /// Dropped: waiting in the socket from before the leg was answered.
    early,
    /// Prompt packets sent more than 5 ms late.
    late_ticks,
    /// Longest time the thread worked between two sleeps, in microseconds.
    longest_work,
    /// Reports that waited because the channel to the node was full.
    reports_delayed,
    /// Reports lost because even the waiting room was full. Not 0: the node stood still for long.
    reports_lost,
    /// Times the thread woke up.
    wakes,
}
