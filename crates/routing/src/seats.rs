//! The contacts that wait, and where each stands.

use crate::facts::Waiting;
use crate::hash::Map;
use crate::line::Place;
use crate::pools::ClassNo;
use crate::router::QueueNo;
use crate::ways::Way;
use vocabulary::{ContactId, Time};

/// The number of a seat. When its contact has left, another is given it.
pub(crate) type SeatNo = u32;

/// All seats, found by contact.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seats {
    numbers: Map<ContactId, SeatNo>,
    /// In pieces of [`PIECE`], so that nothing is moved and little is kept in vain as they grow.
    rows: Vec<Vec<Option<Seat>>>,
    /// By number, who sits there and when something is due: every timer is asked whether it holds, so
    /// they lie closer together than the rest.
    dues: Vec<(ContactId, Option<Time>)>,
    /// The last one left is taken first: it is the likeliest to be in the cache.
    vacant: Vec<SeatNo>,
}

/// Seats that lie together.
const PIECE: usize = 64;

/// Room for fewer seats than this is not worth giving back.
const FEW_SEATS: usize = 1_024;

/// A waiting contact, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Seat {
    pub(crate) waiting: Waiting,
    pub(crate) stand: Stand,
}

/// Where a contact stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stand {
    pub(crate) queue: QueueNo,
    pub(crate) way: Way,
    pub(crate) class: ClassNo,
    pub(crate) place: Place,
}

impl Seats {
    pub(crate) fn get(&self, contact: ContactId) -> Option<&Seat> {
        let no = *self.numbers.get(&contact)? as usize;
        self.rows[no / PIECE][no % PIECE].as_ref()
    }

    /// A contact's seat with its number.
    pub(crate) fn get_mut(&mut self, contact: ContactId) -> Option<(SeatNo, &mut Seat)> {
        let no = *self.numbers.get(&contact)?;
        self.row(no).as_mut().map(|seat| (no, seat))
    }

    pub(crate) fn contains(&self, contact: ContactId) -> bool {
        self.numbers.contains_key(&contact)
    }

    /// Takes a seat for a contact that has none; nothing is due.
    pub(crate) fn take(&mut self, waiting: Waiting, stand: Stand) -> SeatNo {
        let contact = waiting.contact;
        let no = self.vacant.pop().unwrap_or_else(|| self.add());
        *self.row(no) = Some(Seat { waiting, stand });
        self.dues[no as usize] = (contact, None);
        self.numbers.insert(contact, no);
        no
    }

    /// A contact is looked for here no longer. What is in its seat is there until it is [emptied].
    ///
    /// [emptied]: Seats::empty
    pub(crate) fn leave(&mut self, contact: ContactId) -> Option<(SeatNo, &Seat)> {
        let no = self.numbers.remove(&contact)?;
        self.row(no).as_ref().map(|seat| (no, seat))
    }

    /// Takes out what is in a seat that was left; another may take it now. After a rush the memory goes
    /// back, as soon as nobody waits.
    pub(crate) fn empty(&mut self, no: SeatNo) -> Option<Waiting> {
        self.vacant.push(no);
        let waiting = self.row(no).take().map(|seat| seat.waiting);
        if self.vacant.len() == self.dues.len() && self.dues.len() > FEW_SEATS {
            *self = Seats::default();
        }
        waiting
    }

    /// Sets when something is due, and tells when it was before.
    pub(crate) fn set_due(&mut self, no: SeatNo, due: Option<Time>) -> Option<Time> {
        std::mem::replace(&mut self.dues[no as usize].1, due)
    }

    /// Whether this is what is due for a contact, which sat there once.
    pub(crate) fn holds(&self, no: SeatNo, contact: ContactId, at: Time) -> bool {
        self.dues.get(no as usize) == Some(&(contact, Some(at)))
    }

    /// All contacts, in no order.
    pub(crate) fn contacts(&self) -> impl Iterator<Item = ContactId> {
        self.iter().map(|seat| seat.waiting.contact)
    }

    /// All seats that are taken, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Seat> {
        self.rows.iter().flatten().flatten()
    }

    fn row(&mut self, no: SeatNo) -> &mut Option<Seat> {
        &mut self.rows[no as usize / PIECE][no as usize % PIECE]
    }

    /// Adds a seat.
    fn add(&mut self) -> SeatNo {
        let no = self.dues.len();
        if no.is_multiple_of(PIECE) {
            self.rows.push(Vec::with_capacity(PIECE));
        }
        self.rows[no / PIECE].push(None);
        self.dues.push((NOBODY, None));
        no as SeatNo
    }
}

/// Who sits where nobody sat yet.
const NOBODY: ContactId = ContactId(u64::MAX);
