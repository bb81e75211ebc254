//! What the bank calls its queues, lines, skills and prompts, in the languages of the page.

use crate::contacts::transfer::Texts;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Names for people, by the names of the plan. What has none is called as the plan calls it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    pub queues: BTreeMap<String, vocabulary::Texts>,
    pub lines: BTreeMap<String, vocabulary::Texts>,
    pub skills: BTreeMap<String, vocabulary::Texts>,
    /// What announcements say.
    pub prompts: BTreeMap<String, vocabulary::Texts>,
}

/// What a page needs in order to speak of the house.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HouseNames {
    /// The bank's own time zone, by its IANA name: days and hours are counted in it.
    #[schema(example = "Asia/Shanghai")]
    zone: String,
    queues: BTreeMap<String, Texts>,
    lines: BTreeMap<String, Texts>,
    skills: BTreeMap<String, Texts>,
    /// What announcements say.
    prompts: BTreeMap<String, Texts>,
}

impl HouseNames {
    pub fn new(zone: &str, names: &Names) -> HouseNames {
        let told = |named: &BTreeMap<String, vocabulary::Texts>| {
            named.iter().map(|(name, texts)| (name.clone(), Texts::from(texts.clone()))).collect()
        };
        HouseNames {
            zone: zone.to_owned(),
            queues: told(&names.queues),
            lines: told(&names.lines),
            skills: told(&names.skills),
            prompts: told(&names.prompts),
        }
    }
}
