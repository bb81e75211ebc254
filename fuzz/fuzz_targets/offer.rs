//! Offers of browser telephones: whatever is read is answered or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use std::time::Instant;
use vocabulary::Time;
use voice::stations::{Identity, Offer, Prefer, Station};

static IDENTITY: LazyLock<Identity> = LazyLock::new(|| Identity::new().expect("there are random numbers"));

fuzz_target!(|text: &str| {
    let local = "127.0.0.1:20000".parse().expect("it is an address");
    let Ok(offer) = Offer::read(text) else { return };
    for prefer in [Prefer::Plain, Prefer::Opus] {
        let _ = Station::answer(&IDENTITY, &offer, prefer, local, (Instant::now(), Time(0)));
    }
});
