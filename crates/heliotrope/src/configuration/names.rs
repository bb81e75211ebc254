//! What the bank calls its queues, lines, skills and prompts, in three languages.

use super::document::Path;
use super::fault::Faults;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::Texts;
use vocabulary::plan::Plan;

/// Names, as written: by the names of the plan.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FileNames {
    queues: BTreeMap<String, Texts>,
    lines: BTreeMap<String, Texts>,
    skills: BTreeMap<String, Texts>,
    prompts: BTreeMap<String, Texts>,
}

impl FileNames {
    /// Names of what the plan does not have are mistyped.
    pub(super) fn checked(self, plan: &Plan, faults: &mut Faults<'_>) -> api::Names {
        let queues = plan.queues.iter().map(|queue| queue.name.as_str()).collect();
        let calls = plan.lines.iter().map(|line| line.name.as_str());
        let lines = calls.chain(plan.chats.iter().map(|line| line.name.as_str())).collect();
        let prompts = plan.desk.announcements.iter().map(|prompt| prompt.as_str()).collect();
        unknown("queues", &self.queues, &queues, faults);
        unknown("lines", &self.lines, &lines, faults);
        unknown("prompts", &self.prompts, &prompts, faults);
        api::Names { queues: self.queues, lines: self.lines, skills: self.skills, prompts: self.prompts }
    }
}

fn unknown(table: &str, named: &BTreeMap<String, Texts>, known: &BTreeSet<&str>, faults: &mut Faults<'_>) {
    let all = known.iter().copied().collect::<Vec<_>>().join(", ");
    for name in named.keys().filter(|name| !known.contains(name.as_str())) {
        let path: Path = ["names", table, name].map(str::to_owned).into();
        faults.add(&path, format!("is the name of nothing; there is {all}"));
    }
}
