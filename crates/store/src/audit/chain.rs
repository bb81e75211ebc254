//! The chain: each entry's hash covers its place, all it says, and the hash before it.
//!
//! SHA-256 (FIPS 180-4) over a form that is the same on every machine and engine, and in which no two
//! different entries have the same octets: every field stands in a fixed order, numbers as eight octets,
//! texts behind their length, an absent field as an octet of its own.

use super::entry::Entry;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// The form. Another one gets another name, so that neither is taken for the other.
const FORM: &[u8] = b"heliotrope audit 1";

/// A link of the chain.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash(pub(crate) [u8; 32]);

impl Hash {
    /// What stands before the first entry.
    pub const FIRST: Hash = Hash([0; 32]);

    /// The octets.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Hash {
    type Err = ();
    fn from_str(text: &str) -> Result<Hash, ()> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(drop)?;
        Ok(Hash(bytes))
    }
}

/// How far a chain has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The last entry's place; 0 before the first.
    pub place: u64,
    /// Its hash.
    pub hash: Hash,
}

impl Head {
    /// Before the first entry.
    pub const START: Head = Head { place: 0, hash: Hash::FIRST };

    /// The chain with one more entry.
    pub fn then(self, entry: &Entry) -> Head {
        let place = self.place + 1;
        Head { place, hash: link(self.hash, place, entry) }
    }
}

/// The hash of an entry at a place, after the hash before it.
pub fn link(before: Hash, place: u64, entry: &Entry) -> Hash {
    // Most entries have some 150 octets.
    let mut form = Vec::with_capacity(256);
    form.extend_from_slice(FORM);
    form.extend_from_slice(&before.0);
    number(&mut form, place);
    number(&mut form, entry.at.0.cast_unsigned());
    optional(&mut form, entry.account, |form, account| number(form, account.0));
    text(&mut form, entry.operation.as_str());
    text(&mut form, entry.kind.tag());
    optional(&mut form, entry.contact, |form, contact| number(form, contact.0));
    optional(&mut form, entry.customer.as_ref(), |form, customer| text(form, customer.as_str()));
    optional(&mut form, entry.about.as_ref(), |form, about| text(form, about.as_str()));
    text(&mut form, entry.outcome.tag());
    optional(&mut form, entry.reason.as_ref(), |form, reason| text(form, reason.as_str()));
    optional(&mut form, entry.purpose.as_ref(), |form, purpose| text(form, purpose.as_str()));
    text(&mut form, entry.origin.as_str());
    number(&mut form, entry.times.into());
    Hash(Sha256::digest(&form).into())
}

fn number(form: &mut Vec<u8>, number: u64) {
    form.extend_from_slice(&number.to_be_bytes());
}

fn text(form: &mut Vec<u8>, text: &str) {
    number(form, text.len() as u64);
    form.extend_from_slice(text.as_bytes());
}

fn optional<T>(form: &mut Vec<u8>, value: Option<T>, put: impl FnOnce(&mut Vec<u8>, T)) {
    form.push(u8::from(value.is_some()));
    if let Some(value) = value {
        put(form, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::entry::{Code, Kind, Outcome};
    use vocabulary::{AccountId, ContactId, CustomerRef, Time};

    fn entry() -> Entry {
        Entry::new(Time(7), Code::of("read_customer"), Kind::Look, Code::of("127.0.0.1"))
    }

    #[test]
    fn the_form_never_changes() {
        // Kept chains are verified by it for ever: a new form needs a new name.
        let first = Head::START.then(&entry());
        assert_eq!(first.place, 1);
        assert_eq!(
            first.hash.to_string(),
            "d40ac8c8957c2554a4d60a2f4def2f4a25202b6923b1c62cefd65d5a76e891f9"
        );
    }

    #[test]
    fn whatever_an_entry_says_is_in_its_hash() {
        let plain = link(Hash::FIRST, 1, &entry());
        let changes: [fn(&mut Entry); 12] = [
            |entry| entry.at = Time(8),
            |entry| entry.account = Some(AccountId(0)),
            |entry| entry.operation = Code::of("read_contact"),
            |entry| entry.kind = Kind::Change,
            |entry| entry.contact = Some(ContactId(1)),
            |entry| entry.customer = Some(CustomerRef::new("k-7").unwrap()),
            |entry| entry.about = Some(Code::of("k-7")),
            |entry| entry.outcome = Outcome::Refused,
            |entry| entry.reason = Some(Code::of("k-7")),
            |entry| entry.purpose = Some(Code::of("k-7")),
            |entry| entry.origin = Code::of("127.0.0.2"),
            |entry| entry.times = 2,
        ];
        let mut hashes: Vec<Hash> = changes
            .iter()
            .map(|change| {
                let mut changed = entry();
                change(&mut changed);
                link(Hash::FIRST, 1, &changed)
            })
            .collect();
        hashes.extend([plain, link(Hash::FIRST, 2, &entry()), link(plain, 1, &entry())]);
        let different: std::collections::HashSet<_> = hashes.iter().collect();
        assert_eq!(different.len(), hashes.len());
    }
}
