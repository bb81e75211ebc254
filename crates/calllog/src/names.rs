//! A log's words for queues and tiers, as names here.

use std::fmt;
use vocabulary::QueueName;

/// The longest name there is.
const LONGEST: usize = 64;
/// Digits of the hash: of a hundred queues, two share a hash by chance once in 3,000 logs.
const DIGITS: usize = 6;

/// What a word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    /// A queue.
    Queue,
    /// A customer's rank.
    Tier,
}

impl Named {
    /// The key in reports.
    pub fn key(self) -> &'static str {
        match self {
            Named::Queue => "queue",
            Named::Tier => "tier",
        }
    }
}

/// A word that could not be taken as it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Renamed {
    /// What it names.
    pub what: Named,
    /// The log's word. Bytes that are no text in UTF-8 are shown by a mark.
    pub word: String,
    /// The name here.
    pub name: String,
}

impl fmt::Display for Renamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} is {} here", self.what.key(), self.word, self.name)
    }
}

/// A word as a name, and what to tell of it when it is not the word itself.
///
/// Words are the same in any case, here as everywhere in a log. One that holds what a name cannot gets
/// a hash behind what is left of it, so that words that differ do not become one.
pub(crate) fn name(what: Named, word: &[u8]) -> (QueueName, Option<Renamed>) {
    let word = word.trim_ascii().to_ascii_lowercase();
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let text = if word.is_empty() {
        "unnamed".to_owned()
    } else if word.len() <= LONGEST && word.iter().all(is_plain) {
        String::from_utf8_lossy(&word).into_owned()
    } else {
        format!("{}-{}", stem(&word), hash(&word))
    };
    let renamed = (text.as_bytes() != word).then(|| Renamed {
        what,
        word: String::from_utf8_lossy(&word).into_owned(),
        name: text.clone(),
    });
    (QueueName::new(&text).expect("a plain word is a name"), renamed)
}

/// What can be read of a word: its letters and digits, with single dashes between. `x` when nothing can.
fn stem(word: &[u8]) -> String {
    let mut stem = String::new();
    for byte in word {
        match byte {
            byte if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') => {
                stem.push(char::from(*byte))
            }
            _ if stem.is_empty() || stem.ends_with('-') => {}
            _ => stem.push('-'),
        }
    }
    stem.truncate(LONGEST - 1 - DIGITS);
    let stem = stem.trim_end_matches('-');
    if stem.is_empty() { "x".to_owned() } else { stem.to_owned() }
}

/// FNV-1a, the last digits: it must stay what it is, for names are kept in journals.
fn hash(word: &[u8]) -> String {
    const BASIS: u64 = 0xCBF2_9CE4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01B3;
    let hash = word.iter().fold(BASIS, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME));
    // The upper half is folded in: the lowest bits alone depend on little.
    let folded = hash ^ hash >> 32;
    format!("{:0DIGITS$x}", folded & 0xFF_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_differ_stay_different() {
        let check = |word: &str, expected: &str, told: bool| {
            let (name, renamed) = name(Named::Queue, word.as_bytes());
            assert_eq!((name.as_str(), renamed.is_some()), (expected, told), "{word}");
        };
        check("cards", "cards", false);
        check("CARDS", "cards", false);
        check("cards-a", "cards-a", false);
        check("lang.ko_2", "lang.ko_2", false);
        check("", "unnamed", true);
        // Kept in journals: these never change.
        check("cards a", "cards-a-03dad2", true);
        check(" CARDS A ", "cards-a-03dad2", true);
        check("信用卡", "x-de49ec", true);
        check("住房贷", "x-eb22bf", true);
        check("카드 gold", "gold-63af48", true);
        check(&"a".repeat(64), &"a".repeat(64), false);
        check(&"a".repeat(65), &format!("{}-7f48e4", "a".repeat(57)), true);
        let other = name(Named::Queue, (("a".repeat(64)) + "b").as_bytes()).0;
        assert_ne!(other, name(Named::Queue, "a".repeat(65).as_bytes()).0);
    }
}
