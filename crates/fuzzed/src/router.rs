//! Histories of a small centre: the router answers as the naive one does, and a router made of its
//! bytes goes on as it does.

use crate::both::Both;

/// Takes one input.
pub fn take(bytes: &[u8]) {
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
    let stored = serde_json::to_string(&both.router).expect("a router can be written");
    let restored: routing::Router = serde_json::from_str(&stored).expect("what was written can be read");
    assert_eq!(restored, both.router);
    assert_eq!(restored.next_match(), both.router.next_match());
}
