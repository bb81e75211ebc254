//! What the door counted: for the health page and the measurements.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// Running counts, shared between the node and whoever looks at them.
        #[derive(Debug, Default)]
        pub struct Counters {
            $($(#[$doc])* pub $name: Counter,)*
        }

        /// The counts at one moment.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct Counts {
            $($(#[$doc])* pub $name: u64,)*
        }

        impl Counters {
            /// Reads all counts.
            pub fn read(&self) -> Counts {
                Counts { $($name: self.$name.0.load(Ordering::Relaxed),)* }
            }
        }
    };
}

counters! {
    /// SIP messages that came in, readable or not.
    received,
    /// SIP messages sent.
    sent,
    /// Dropped: no SIP message, or one that no response could be addressed for.
    unreadable,
    /// Answered 400: mandatory fields missing or unreadable, or the body cut short.
    flawed,
    /// Answered 513: larger than is taken.
    oversize,
    /// Answered 404: the called number is not served.
    unknown_number,
    /// Answered 503: over the cap, over the rate, or the door was shut.
    busy,
    /// Requests for dialogs that are not there, answered 481.
    strays,
    /// Not answered at all: from somebody who is banned, or whose tool names itself a scanner.
    dropped,
    /// Calls let in.
    admitted,
    /// Telephones dialled.
    dialled,
    /// Calls whose 200 was never acknowledged.
    unacknowledged,
    /// TCP connections turned away or closed for breaking a limit.
    connections_closed,
    /// TCP connections now.
    connections,
    /// TLS connections now.
    tls_connections,
    /// TLS connections whose handshake failed: no TLS, none that we do, nobody we believe, or too slow.
    handshakes_failed,
    /// Messages that could not be handed to the network.
    undelivered,
    /// Calls that are kept now, those that are being seen off included.
    calls,
}

/// One number: a running count, or how many there are now.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Counts one more.
    pub fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// Shows how many there are now.
    pub fn set(&self, now: usize) {
        self.0.store(now as u64, Ordering::Relaxed);
    }
}
