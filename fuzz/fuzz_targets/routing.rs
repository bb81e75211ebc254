//! Histories of a small centre: the router answers as the naive one does, and a router made of its
//! bytes goes on as it does.
#![no_main]
#![allow(dead_code, reason = "the routing room's tests ask for more than this does")]
#![allow(clippy::unwrap_used, reason = "a fuzz target that cannot go on should stop there")]

#[path = "../../crates/routing/tests/both/mod.rs"]
mod both;
#[path = "../../crates/routing/tests/naive/mod.rs"]
mod naive;
#[path = "../../crates/routing/tests/steps/mod.rs"]
mod steps;

use both::Both;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let numbers = bytes.chunks(8).map(|some| {
        let mut number = [0; 8];
        number[..some.len()].copy_from_slice(some);
        u64::from_le_bytes(number)
    });
    let mut both = Both::new();
    for (place, number) in numbers.enumerate() {
        // A plan first: see `both::history`.
        both.take(if place == 0 { number - number % 64 } else { number });
        if let Err(disagreement) = both.agree() {
            panic!("{disagreement}");
        }
    }
    let stored = serde_json::to_string(&both.router).unwrap();
    let restored: routing::Router = serde_json::from_str(&stored).unwrap();
    assert_eq!(restored, both.router);
    assert_eq!(restored.next_match(), both.router.next_match());
});
