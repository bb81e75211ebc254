//! A bounded memory of what was used lately.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem;

/// Keeps at least the last `room` and at most twice as many entries: two halves, of which the older
/// is dropped whole when the newer is full. Constant time, no lists to keep in order.
pub(crate) struct Recent<K, V> {
    room: usize,
    newer: HashMap<K, V>,
    older: HashMap<K, V>,
}

impl<K: Hash + Eq, V> Recent<K, V> {
    /// An empty memory.
    pub(crate) fn new(room: usize) -> Self {
        Recent { room, newer: HashMap::new(), older: HashMap::new() }
    }

    /// Looks up, and counts as a use.
    pub(crate) fn get(&mut self, key: &K) -> Option<&V> {
        if let Some((key, value)) = self.older.remove_entry(key) {
            self.put(key, value);
        }
        self.newer.get(key)
    }

    /// Adds or replaces.
    pub(crate) fn put(&mut self, key: K, value: V) {
        if self.newer.len() >= self.room && !self.newer.contains_key(&key) {
            self.older = mem::take(&mut self.newer);
        }
        self.older.remove(&key);
        self.newer.insert(key, value);
    }

    /// Forgets one.
    pub(crate) fn remove(&mut self, key: &K) {
        self.newer.remove(key);
        self.older.remove(key);
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.newer.clear();
        self.older.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ones_stay_and_the_rest_is_bounded() {
        let mut recent = Recent::new(3);
        for n in 0..100 {
            recent.put(n, n * 10);
            assert_eq!(recent.get(&0), Some(&0), "used at every step, gone at {n}");
        }
        assert_eq!(recent.get(&99), Some(&990));
        assert!(recent.newer.len() + recent.older.len() <= 6);
        recent.remove(&0);
        assert_eq!(recent.get(&0), None);
    }
}
