//! The trunk, and the terms on which a queue calls back.

use super::spans::Written;
use serde::Deserialize;
use vocabulary::plan::{AfterHours, CallbackTerms, Trunk};

/// How telephones outside are called.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileTrunk {
    address: Option<String>,
    #[serde(default)]
    numbers: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
}

impl FileTrunk {
    pub(super) fn planned(&self) -> Trunk {
        Trunk { address: self.address.clone(), numbers: self.numbers.clone(), except: self.except.clone() }
    }
}

/// The terms; what is left out is as built in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileCallback {
    from: Option<Written>,
    most: Option<u32>,
    hours: Option<String>,
    #[serde(default)]
    after_hours: AfterHours,
    tries: Option<u8>,
    again: Option<Written>,
    ring: Option<Written>,
}

impl FileCallback {
    pub(super) fn planned(self) -> CallbackTerms {
        let built_in = CallbackTerms::default();
        let or = |written: Option<Written>, usual| written.map_or(usual, |written| written.0);
        CallbackTerms {
            from: or(self.from, built_in.from),
            most: self.most.unwrap_or(built_in.most),
            hours: self.hours,
            after_hours: self.after_hours,
            tries: self.tries.unwrap_or(built_in.tries),
            again: or(self.again, built_in.again),
            ring: or(self.ring, built_in.ring),
        }
    }
}
