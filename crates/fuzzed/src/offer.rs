//! Offers of browser telephones: whatever is read is answered or refused.

use std::sync::LazyLock;
use std::time::Instant;
use vocabulary::Time;
use voice::stations::{Identity, Offer, Prefer, Station};

static IDENTITY: LazyLock<Identity> = LazyLock::new(|| Identity::new().expect("there are random numbers"));

/// Takes one input.
pub fn take(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let local = "127.0.0.1:20000".parse().expect("it is an address");
    let Ok(offer) = Offer::read(text) else { return };
    for prefer in [Prefer::Plain, Prefer::Opus] {
        let _ = Station::answer(&IDENTITY, &offer, prefer, local, (Instant::now(), Time(0)));
    }
}
