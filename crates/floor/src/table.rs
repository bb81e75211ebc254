//! Rows found by number: every step looks for a contact, an agent or a leg some dozen times.

use routing::Map;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::hash::Hash;

/// Found by hash; walked, which is rare, in order of the keys. Serialises as a map in that order.
#[derive(Debug, Clone)]
pub(crate) struct Table<K, V>(Map<K, V>);

impl<K: Copy + Ord + Hash, V> Table<K, V> {
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.0.get(key)
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.0.get_mut(key)
    }

    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.0.insert(key, value)
    }

    pub(crate) fn get_or_insert(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        self.0.entry(key).or_insert_with(make)
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        let removed = self.0.remove(key);
        // After a rush the memory goes back; a quarter keeps the next small rush from making it anew.
        if self.0.capacity() > FEW_ROWS && self.0.len() < self.0.capacity() / 4 {
            self.0.shrink_to(self.0.capacity() / 2);
        }
        removed
    }

    pub(crate) fn contains_key(&self, key: &K) -> bool {
        self.0.contains_key(key)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// All rows, in order of their keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        let mut rows: Vec<(K, &V)> = self.0.iter().map(|(key, value)| (*key, value)).collect();
        rows.sort_unstable_by_key(|(key, _)| *key);
        rows.into_iter()
    }

    /// All keys, in order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = K> {
        self.iter().map(|(key, _)| key)
    }

    /// All values, in order of their keys.
    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }
}

/// Room for fewer rows than this is not worth giving back.
const FEW_ROWS: usize = 1_024;

impl<K, V> Default for Table<K, V> {
    fn default() -> Table<K, V> {
        Table(Map::default())
    }
}

impl<K: Copy + Ord + Hash, V> FromIterator<(K, V)> for Table<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(rows: I) -> Table<K, V> {
        Table(rows.into_iter().collect())
    }
}

impl<K: Copy + Ord + Hash + Serialize, V: Serialize> Serialize for Table<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, K: Copy + Ord + Hash + Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for Table<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Table<K, V>, D::Error> {
        Map::deserialize(deserializer).map(Table)
    }
}
