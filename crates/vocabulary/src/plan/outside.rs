//! Calls that the centre makes: over which trunk, to which numbers, and on what terms a queue calls
//! back whoever would rather not wait on the telephone (virtual hold).

use crate::{PhoneNumber, Span};
use serde::{Deserialize, Serialize};

/// How telephones outside are called.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Trunk {
    /// Where calls go out: `sip:HOST:PORT`, an IP address, with `;transport=tcp` for TCP. Without it
    /// nobody outside is called.
    pub address: Option<String>,
    /// How numbers begin that may be called: no others are, whoever asks. A call-back goes to the number
    /// that called, and a calling number can be forged.
    pub numbers: Vec<String>,
    /// How numbers begin that are not called although they begin as above: premium services, say.
    pub except: Vec<String>,
}

impl Trunk {
    /// Whether a number may be called.
    pub fn may_call(&self, number: &PhoneNumber) -> bool {
        let begins = |with: &String| number.expose().starts_with(with.as_str());
        self.address.is_some() && self.numbers.iter().any(begins) && !self.except.iter().any(begins)
    }

    /// The SIP URI of a number behind the trunk.
    pub fn uri(address: &str, number: &PhoneNumber) -> String {
        let place = address.strip_prefix("sip:").unwrap_or(address);
        format!("sip:{}@{place}", number.expose())
    }
}

/// On what terms a queue calls back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CallbackTerms {
    /// A call-back is offered from this expected wait on; at zero always, whether anybody can tell the
    /// wait or not.
    pub from: Span,
    /// Places that are kept at once; at so many nobody is offered one.
    pub most: u32,
    /// The calendar in whose hours call-backs are made; the queue's own without one.
    pub hours: Option<String>,
    /// What becomes of places when those hours end.
    pub after_hours: AfterHours,
    /// How often the customer is called before the place is given up, 1 to 9.
    pub tries: u8,
    /// The time from a try that failed to the next one.
    pub again: Span,
    /// How long the customer's telephone rings.
    pub ring: Span,
}

impl Default for CallbackTerms {
    fn default() -> CallbackTerms {
        CallbackTerms {
            from: Span::seconds(180),
            most: 50,
            hours: None,
            after_hours: AfterHours::Keep,
            tries: 3,
            again: Span::seconds(600),
            ring: Span::seconds(30),
        }
    }
}

/// What becomes of places when the hours end in which call-backs are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterHours {
    /// They are kept, and called when the hours begin again.
    #[default]
    Keep,
    /// They are given up.
    End,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_that_begin_as_allowed_are_called() {
        let list = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        let trunk = Trunk {
            address: Some("sip:10.0.0.5:5060;transport=tcp".to_owned()),
            numbers: list(&["010", "0"]),
            except: list(&["060"]),
        };
        for (number, may) in
            [("01055501234", true), ("021234", true), ("0601234", false), ("+8210555", false)]
        {
            let number = PhoneNumber::new(number).unwrap();
            assert_eq!(trunk.may_call(&number), may, "{number}");
        }
        let number = PhoneNumber::new("01055501234").unwrap();
        let uri = Trunk::uri("sip:10.0.0.5:5060;transport=tcp", &number);
        assert_eq!(uri, "sip:01055501234@10.0.0.5:5060;transport=tcp");
        assert!(!Trunk { address: None, ..trunk }.may_call(&number), "there is no trunk");
    }
}
