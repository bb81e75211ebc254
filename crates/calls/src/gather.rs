//! One entry of keys: what is collected, how long to wait, when it is over.

use vocabulary::voice::{GatherRule, Keep};
use vocabulary::{SecretDigits, Span};

/// An unanswered gather.
#[derive(Debug, Clone)]
pub(crate) struct Gather {
    /// The floor's number for it.
    pub(crate) number: u32,
    rule: GatherRule,
    digits: SecretDigits,
}

/// Whether an entry goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// More keys may come.
    Open,
    /// The entry is complete.
    Complete,
}

/// Why an entry is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    /// The last key, or the terminator.
    Key,
    /// Silence for longer than allowed.
    Silence,
}

/// What an entry came to.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// No key in time.
    Silent,
    /// Too few keys.
    TooFew,
    /// An answer.
    Entry(SecretDigits),
}

/// Whether a character is a key that callers have. `A`–`D` (RFC 4733 §2.3) are not on telephones.
pub(crate) fn is_key(key: char) -> bool {
    matches!(key, '0'..='9' | '*' | '#')
}

impl Gather {
    /// A gather that has just been ordered. A rule that no entry could meet is bent into one that
    /// can be: at least one key may be given, and no more are asked for than may be given.
    pub(crate) fn new(number: u32, mut rule: GatherRule) -> Gather {
        rule.most = rule.most.max(1);
        rule.least = rule.least.min(rule.most);
        let digits = SecretDigits::with_room(usize::from(rule.most));
        Gather { number, rule, digits }
    }

    /// What is to happen to the digits.
    pub(crate) fn keep(&self) -> Keep {
        self.rule.keep
    }

    /// Whether nobody may hear the digits.
    pub(crate) fn is_hidden(&self) -> bool {
        self.rule.keep != Keep::Open
    }

    /// How many digits there are so far; more than 255 are told as 255.
    pub(crate) fn keys(&self) -> u8 {
        u8::try_from(self.digits.len()).unwrap_or(u8::MAX)
    }

    /// How long silence may last from now on.
    pub(crate) fn patience(&self) -> Span {
        let patience = if self.digits.is_empty() { self.rule.first } else { self.rule.between };
        patience.max(Span::ZERO)
    }

    /// Takes a key ([`is_key`]).
    pub(crate) fn press(&mut self, key: char) -> Progress {
        if self.rule.terminator == Some(key) {
            return Progress::Complete;
        }
        self.digits.push(key);
        if self.digits.len() >= usize::from(self.rule.most) { Progress::Complete } else { Progress::Open }
    }

    /// What the entry came to.
    pub(crate) fn verdict(self, over: Over) -> Verdict {
        if over == Over::Silence && self.digits.is_empty() {
            return Verdict::Silent;
        }
        if self.digits.len() < usize::from(self.rule.least) {
            return Verdict::TooFew;
        }
        Verdict::Entry(self.digits)
    }
}
