//! The lines below a step's first: which are there, which twice, which not at all.

use super::words::Line;
use crate::fault::{Fault, Place, Reason};
use crate::flow::Body;
use vocabulary::StepName;

/// A line that a step takes at most once.
pub(super) struct Slot<T> {
    clause: &'static str,
    pub given: bool,
    pub value: Option<T>,
}

impl<T> Slot<T> {
    pub fn new(clause: &'static str) -> Slot<T> {
        Slot { clause, given: false, value: None }
    }
}

/// Collects a step's lines and the faults of each.
pub(super) struct Clauses<'b, 'f> {
    pub step: &'b StepName,
    pub at: Place,
    pub faults: &'f mut Vec<Fault>,
    /// The faults there were before this step.
    pub before: usize,
}

impl Clauses<'_, '_> {
    pub fn fill<T>(&mut self, slot: &mut Slot<T>, at: Place, parsed: Result<T, Fault>) {
        if slot.given {
            let reason = Reason::DuplicateClause { step: self.step.clone(), clause: slot.clause };
            self.faults.push(Fault { at, reason });
        }
        slot.given = true;
        slot.value = self.keep(parsed);
    }

    /// The value, or its fault noted.
    pub fn keep<T>(&mut self, parsed: Result<T, Fault>) -> Option<T> {
        parsed.map_err(|fault| self.faults.push(fault)).ok()
    }

    /// What a line said that must be there. A faulty line is not called missing as well.
    pub fn need<T>(&mut self, slot: Slot<T>) -> Option<T> {
        if !slot.given {
            let reason = Reason::MissingClause { step: self.step.clone(), clause: slot.clause };
            self.faults.push(Fault { at: self.at, reason });
        }
        slot.value
    }

    pub fn unknown(&mut self, line: &Line, verb: &'static str, clauses: &'static str) {
        let reason = Reason::UnknownClause { found: line.opening().to_owned(), verb, clauses };
        self.faults.push(Fault { at: line.at(), reason });
    }

    /// The step's body, unless any line of the step was at fault.
    pub fn done(self, body: Option<Body>) -> Option<Body> {
        body.filter(|_| self.faults.len() == self.before)
    }
}
