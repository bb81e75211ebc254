//! A line of waiting contacts in order of service.

use crate::Waiting;
use std::collections::VecDeque;
use vocabulary::{ContactId, Time};

/// Where a contact stands: sorts in order of service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    behind_front: bool,
    credited_since: Time,
    pub(crate) contact: ContactId,
}

impl Place {
    pub(crate) fn of(waiting: &Waiting) -> Place {
        Place {
            behind_front: !waiting.front,
            credited_since: waiting.since - waiting.credit,
            contact: waiting.contact,
        }
    }
}

/// Places in order. Contacts mostly join at the end and leave at the beginning, and a deque moves
/// only the shorter part: this is a few steps where a tree would chase pointers, and it tells a
/// contact's rank at once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    places: VecDeque<Place>,
}

impl Line {
    pub(crate) fn join(&mut self, place: Place) {
        if let Err(rank) = self.places.binary_search(&place) {
            self.places.insert(rank, place);
        }
    }

    pub(crate) fn leave(&mut self, place: Place) {
        if let Ok(rank) = self.places.binary_search(&place) {
            self.places.remove(rank);
        }
    }

    /// How many stand ahead of a place.
    pub(crate) fn rank(&self, place: Place) -> usize {
        self.places.partition_point(|other| *other < place)
    }

    pub(crate) fn first(&self) -> Option<Place> {
        self.places.front().copied()
    }

    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub(crate) fn contacts(&self) -> impl Iterator<Item = ContactId> {
        self.places.iter().map(|place| place.contact)
    }
}
