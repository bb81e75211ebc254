//! Numbered places that are used again; a key of an earlier tenant finds nothing.

/// Names one tenant of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    place: u32,
    tenancy: u32,
}

/// The places.
#[derive(Debug)]
pub struct Slab<T> {
    places: Vec<(u32, Option<T>)>,
    free: Vec<u32>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Slab { places: Vec::new(), free: Vec::new() }
    }
}

impl<T> Slab<T> {
    /// The key the next tenant will get.
    pub fn next_key(&self) -> Key {
        match self.free.last() {
            Some(&place) => Key { place, tenancy: self.places[place as usize].0 + 1 },
            None => Key { place: self.places.len() as u32, tenancy: 1 },
        }
    }

    /// Lets a tenant in.
    pub fn insert(&mut self, tenant: T) -> Key {
        let key = self.next_key();
        if self.free.pop().is_none() {
            self.places.push((0, None));
        }
        self.places[key.place as usize] = (key.tenancy, Some(tenant));
        key
    }

    /// The tenant of a key, if it is still there.
    pub fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        let (tenancy, tenant) = self.places.get_mut(key.place as usize)?;
        tenant.as_mut().filter(|_| *tenancy == key.tenancy)
    }

    /// Turns a tenant out.
    pub fn remove(&mut self, key: Key) -> Option<T> {
        self.get_mut(key)?;
        self.free.push(key.place);
        self.places[key.place as usize].1.take()
    }

    /// How many tenants there are.
    pub fn len(&self) -> usize {
        self.places.len() - self.free.len()
    }

    /// All keys in use.
    pub fn keys(&self) -> Vec<Key> {
        let tenants = self.places.iter().enumerate().filter(|(_, (_, tenant))| tenant.is_some());
        tenants.map(|(place, (tenancy, _))| Key { place: place as u32, tenancy: *tenancy }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_never_finds_the_next_tenant() {
        let mut slab = Slab::default();
        let first = slab.insert("first");
        assert_eq!((slab.remove(first), slab.remove(first)), (Some("first"), None));
        let promised = slab.next_key();
        let second = slab.insert("second");
        assert_eq!(second, promised);
        assert_eq!(slab.get_mut(first), None);
        assert_eq!(slab.get_mut(second), Some(&mut "second"));
        assert_eq!((slab.len(), slab.keys()), (1, vec![second]));
    }
}
