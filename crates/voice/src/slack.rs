//! When a collection should give back room that a busy hour left behind.

/// Room for this many entries is kept: what it takes is not worth asking for again.
const KEPT: usize = 64;

/// Whether less than an eighth of a collection's room is in use. After giving back, it takes a
/// multiple of what it holds before that can be so again.
pub fn is_loose(length: usize, capacity: usize) -> bool {
    capacity > KEPT && length < capacity / 8
}
