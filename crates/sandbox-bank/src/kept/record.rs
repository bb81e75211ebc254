//! A line of the books as forty bytes, little-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 0 to 7 | the reference's number |
//! | 8 to 15 | the amount, in smallest units of the customer's own currency |
//! | 16 to 23 | what stood on the account afterwards; 0 of a card's |
//! | 24 to 27 | seconds since 2000 |
//! | 28 to 31 | the other side: 0 nobody, a word's place and 1, or [`PERSON`] and the person's place; of a bill that was paid, the card and the month |
//! | 32 | the reference's form |
//! | 33 | 0 for the account, a card's place among its holder's and 1 |
//! | 34, 35 | the kind, the bank's own account |
//! | 36 to 39 | a sum over what stands before, whose record it is, and which: neither a changed nor a moved one passes |

use super::sum::sum;
use crate::customers::Registry;
use crate::holdings::own;
use crate::ledger::{Against, Line};
use bank::customers::{Account, Card, Party, Source, Transaction, TransactionKind};
use jiff::Timestamp;
use vocabulary::{Language, Money};

/// Bytes of a record.
pub const BYTES: usize = 40;

/// The first moment there is: 2000-01-01, in seconds of the epoch.
const FIRST: i64 = 946_684_800;

/// Marks a person's place.
const PERSON: u32 = 1 << 31;
/// Bits of a month; a card's place stands above them.
const MONTH_BITS: u32 = 24;

const KINDS: [TransactionKind; 11] = [
    TransactionKind::Purchase,
    TransactionKind::Withdrawal,
    TransactionKind::Deposit,
    TransactionKind::TransferIn,
    TransactionKind::TransferOut,
    TransactionKind::Salary,
    TransactionKind::BillPayment,
    TransactionKind::Fee,
    TransactionKind::AnnualFee,
    TransactionKind::Interest,
    TransactionKind::Refund,
];

const ACCOUNTS: [Against; 7] = [
    Against::Merchants,
    Against::Employers,
    Against::Cash,
    Against::OtherBanks,
    Against::OwnCustomers,
    Against::Cards,
    Against::CardFees,
];

/// Whose records they are, and what their short forms stand for.
pub struct Owner<'a> {
    pub place: usize,
    pub language: Language,
    pub account: &'a Account,
    pub cards: &'a [Card],
    pub registry: &'a Registry,
    pub words: &'a [String],
}

/// How a reference is spelt.
enum Reference {
    /// `T0123456789abcdef`
    Drawn(u64),
    /// `Bcdef-1-24312`: of a bill of a card and a month.
    OfBill(u64, u32),
}

impl Reference {
    fn of(text: &str) -> Option<Reference> {
        if let Some(digits) = text.strip_prefix('T').filter(|digits| digits.len() == 16) {
            return u64::from_str_radix(digits, 16).ok().map(Reference::Drawn);
        }
        let mut parts = text.strip_prefix('B')?.split('-');
        let number = u64::from_str_radix(parts.next()?, 16).ok()?;
        let (nth, month): (u32, u32) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let fits = nth < 1 << (u32::BITS - MONTH_BITS) && month < 1 << MONTH_BITS && parts.next().is_none();
        fits.then_some(Reference::OfBill(number, nth << MONTH_BITS | month))
    }
}

impl Owner<'_> {
    /// Writes the `nth` line; `None` when it has something that a record has no place for.
    pub fn write(&self, line: &Line, nth: u32, out: &mut Vec<u8>) -> Option<()> {
        let Transaction { reference, at, kind, amount, balance, party, .. } = &line.told;
        if amount.currency != own(self.language) || balance.is_some() == line.card.is_some() {
            return None;
        }
        let (form, drawn, of_bill) = match Reference::of(reference)? {
            Reference::Drawn(drawn) => (0_u8, drawn, None),
            Reference::OfBill(drawn, bill) => (1, drawn, Some(bill)),
        };
        let other = match (party, of_bill) {
            (None, bill) => bill.unwrap_or_default(),
            (Some(Party::Business(name)), None) => {
                u32::try_from(self.words.iter().position(|word| word == name)? + 1).ok()?
            }
            (Some(Party::Person(name)), None) => {
                let neighbour = self.place ^ 1;
                let is_it = self.registry.person(neighbour).name == *name;
                PERSON | u32::try_from(neighbour).ok().filter(|_| is_it)?
            }
            (Some(_), Some(_)) => return None,
        };
        let seconds = u32::try_from(at.as_second() - FIRST).ok().filter(|_| at.subsec_nanosecond() == 0)?;
        let begin = out.len();
        out.extend_from_slice(&drawn.to_le_bytes());
        out.extend_from_slice(&amount.minor.to_le_bytes());
        out.extend_from_slice(&balance.map_or(0, |balance| balance.minor).to_le_bytes());
        out.extend_from_slice(&seconds.to_le_bytes());
        out.extend_from_slice(&other.to_le_bytes());
        out.push(form);
        out.push(u8::try_from(line.card.map_or(0, |nth| nth + 1)).ok()?);
        out.push(place_in(&KINDS, kind)?);
        out.push(place_in(&ACCOUNTS, &line.against)?);
        let check = self.check(&out[begin..], nth);
        out.extend_from_slice(&check.to_le_bytes());
        Some(())
    }

    /// Reads the `nth` line; `None` when the record was damaged, or is another one.
    pub fn read(&self, record: &[u8], nth: u32) -> Option<Line> {
        let (body, tail) = record.split_at_checked(BYTES - 4)?;
        if u32::from_le_bytes(tail.try_into().ok()?) != self.check(body, nth) {
            return None;
        }
        let long = |at: usize| Some(u64::from_le_bytes(body.get(at..at + 8)?.try_into().ok()?));
        let short = |at: usize| Some(u32::from_le_bytes(body.get(at..at + 4)?.try_into().ok()?));
        let (drawn, other) = (long(0)?, short(28)?);
        let money = |minor: u64| Money { minor: minor.cast_signed(), currency: own(self.language) };
        let card = usize::from(body[33]).checked_sub(1);
        let (reference, party) = match body[32] {
            0 => (format!("T{drawn:016x}"), self.other_side(other)?),
            1 => {
                let (nth, month) = (other >> MONTH_BITS, other & ((1 << MONTH_BITS) - 1));
                (format!("B{drawn:x}-{nth}-{month}"), None)
            }
            _ => return None,
        };
        let on = match card {
            None => Source::Account(self.account.number.clone()),
            Some(nth) => Source::Card(self.cards.get(nth)?.number.clone()),
        };
        let told = Transaction {
            reference,
            at: Timestamp::from_second(FIRST + i64::from(short(24)?)).ok()?,
            on,
            kind: *KINDS.get(usize::from(body[34]))?,
            amount: money(long(8)?),
            balance: if card.is_none() { Some(money(long(16)?)) } else { None },
            party,
        };
        Some(Line { told, card, against: *ACCOUNTS.get(usize::from(body[35]))? })
    }

    fn check(&self, body: &[u8], nth: u32) -> u32 {
        let which = (self.place as u64) << 32 | u64::from(nth);
        let sum = sum(sum(0, body), &which.to_le_bytes());
        (sum ^ (sum >> 32)) as u32
    }

    fn other_side(&self, other: u32) -> Option<Option<Party>> {
        match other {
            0 => Some(None),
            person if person & PERSON != 0 => {
                let place = usize::try_from(person & !PERSON).ok()?;
                Some(Some(Party::Person(self.registry.person(place).name)))
            }
            word => Some(Some(Party::Business(self.words.get(word as usize - 1)?.clone()))),
        }
    }
}

fn place_in<T: PartialEq>(all: &[T], one: &T) -> Option<u8> {
    all.iter().position(|known| known == one).and_then(|place| u8::try_from(place).ok())
}
