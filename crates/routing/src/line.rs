//! A line of waiting contacts in order of service.

use std::collections::VecDeque;
use vocabulary::{ContactId, Time};

/// Where a contact stands: sorts in order of service among those whom nothing else tells apart.
///
/// Two numbers, because lines are long and searched often: priority (highest first), the front before
/// the others, and the moment since when it waits less its credit, packed into one; then the contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) order: u64,
    pub(crate) contact: ContactId,
}

/// Bits of a place's order that hold the moment: more than a thousand years in microseconds, 1970 in
/// the middle. Moments beyond stand at the ends.
const MOMENT: u32 = 55;

impl Place {
    pub(crate) fn new(level: u8, front: bool, credited_since: Time, contact: ContactId) -> Place {
        let rank = u64::from(u8::MAX - level) * 2 + u64::from(!front);
        let half = 1i64 << (MOMENT - 1);
        let moment = credited_since.0.clamp(-half, half - 1) + half;
        Place { order: rank << MOMENT | moment.unsigned_abs(), contact }
    }

    /// Priority and front alone, least first.
    pub(crate) fn rank(self) -> u16 {
        (self.order >> MOMENT) as u16
    }

    pub(crate) fn is_front(self) -> bool {
        self.rank().is_multiple_of(2)
    }
}

/// Places in order, in chunks: a line of any length is changed by moving a chunk's part at the most,
/// and a contact's rank is counted chunk by chunk. Contacts mostly join at the end and leave at the
/// beginning, where a deque moves nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// The first chunk; empty only when the line is.
    head: VecDeque<Place>,
    /// The others, none empty.
    rest: Vec<VecDeque<Place>>,
    /// The last place of each of those, close together: a place is looked for here.
    lasts: Vec<Place>,
    len: usize,
}

/// A chunk that grows beyond this is halved: half a KiB, so that few cache lines are touched where
/// somebody leaves in the middle.
const CHUNK: usize = 32;

impl Line {
    pub(crate) fn join(&mut self, place: Place) {
        let number = self.chunk_for(place);
        let chunk = self.chunk(number);
        // Nearly all come to the end.
        let at_end = chunk.back().is_none_or(|last| *last < place);
        let Err(at) = (if at_end { Err(chunk.len()) } else { chunk.binary_search(&place) }) else { return };
        if at_end && chunk.len() >= CHUNK {
            // A line that grows at its end has full chunks: room for one is asked for at once.
            let mut chunk = VecDeque::with_capacity(CHUNK);
            chunk.push_back(place);
            self.put_in(number, chunk);
        } else {
            chunk.insert(at, place);
            if chunk.len() > CHUNK {
                let back = chunk.split_off(CHUNK / 2);
                self.put_in(number, back);
            }
            self.take_note(number);
        }
        self.len += 1;
    }

    pub(crate) fn leave(&mut self, place: Place) {
        let number = self.chunk_for(place);
        let chunk = self.chunk(number);
        // Most leave from the beginning.
        let at_front = chunk.front() == Some(&place);
        let Ok(at) = (if at_front { Ok(0) } else { chunk.binary_search(&place) }) else { return };
        chunk.remove(at);
        let left = chunk.len();
        self.len -= 1;
        // What follows is taken in while both fit well, so that chunks never get many and small.
        if left < CHUNK / 4 && self.rest.get(number).is_some_and(|next| left + next.len() <= CHUNK / 2) {
            let mut next = self.take_out(number);
            self.chunk(number).append(&mut next);
        } else if left == 0 && number > 0 {
            self.take_out(number - 1);
            return;
        } else if left == 0 && !self.rest.is_empty() {
            self.head = self.take_out(0);
            return;
        }
        self.take_note(number);
    }

    /// Puts a chunk in behind those of `number`.
    fn put_in(&mut self, number: usize, chunk: VecDeque<Place>) {
        self.lasts.insert(number, *chunk.back().expect("no chunk but the first is empty"));
        self.rest.insert(number, chunk);
    }

    fn take_out(&mut self, place: usize) -> VecDeque<Place> {
        self.lasts.remove(place);
        self.rest.remove(place)
    }

    /// Keeps at hand where a chunk ends.
    fn take_note(&mut self, number: usize) {
        if number > 0 {
            let last = self.rest[number - 1].back();
            self.lasts[number - 1] = *last.expect("no chunk but the first is empty");
        }
    }

    /// Takes out the first.
    pub(crate) fn take_first(&mut self) -> Option<Place> {
        let first = self.first()?;
        self.leave(first);
        Some(first)
    }

    /// How many stand ahead of a place.
    pub(crate) fn rank(&self, place: Place) -> usize {
        let number = self.chunk_for(place);
        let chunks = std::iter::once(&self.head).chain(&self.rest);
        let before: usize = chunks.clone().take(number).map(VecDeque::len).sum();
        let chunk = chunks.clone().nth(number).expect("a chunk's number");
        before + chunk.partition_point(|other| *other < place)
    }

    pub(crate) fn first(&self) -> Option<Place> {
        self.head.front().copied()
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn contacts(&self) -> impl Iterator<Item = ContactId> {
        std::iter::once(&self.head).chain(&self.rest).flatten().map(|place| place.contact)
    }

    /// The chunk that holds a place or would take it: 0 is the head.
    fn chunk_for(&self, place: Place) -> usize {
        let Some(end) = self.lasts.last() else { return 0 };
        if *end < place {
            return self.lasts.len();
        }
        if self.head.back().is_some_and(|last| *last >= place) {
            return 0;
        }
        self.lasts.partition_point(|last| *last < place) + 1
    }

    fn chunk(&mut self, number: usize) -> &mut VecDeque<Place> {
        match number {
            0 => &mut self.head,
            _ => &mut self.rest[number - 1],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn a_line_is_a_sorted_set_with_ranks(steps in proptest::collection::vec((0i64..400, any::<bool>()), 0..3_000)) {
            let (mut line, mut set) = (Line::default(), BTreeSet::new());
            for (since, joins) in steps {
                let place = Place::new(0, since % 7 == 0, Time(since / 3), ContactId(since as u64));
                if joins {
                    line.join(place);
                    set.insert(place);
                } else {
                    line.leave(place);
                    set.remove(&place);
                }
                prop_assert_eq!(line.first(), set.first().copied());
                prop_assert_eq!(line.len(), set.len());
                prop_assert_eq!(line.rank(place), set.range(..place).count());
            }
            let contacts: Vec<ContactId> = set.iter().map(|place| place.contact).collect();
            prop_assert_eq!(line.contacts().collect::<Vec<_>>(), contacts);
            prop_assert!(line.rest.iter().all(|chunk| !chunk.is_empty() && chunk.len() <= CHUNK));
            prop_assert!(line.rest.iter().map(VecDeque::back).eq(line.lasts.iter().map(Some)));
        }
    }
}
