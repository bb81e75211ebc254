//! Announcements as the outside sees them.

use crate::problem::{Kind, Problem};
use centre::HouseView;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::str::FromStr;
use utoipa::ToSchema;
use vocabulary::{AccountId, LineName, PromptName};

/// The word for every line without an announcement of its own.
const ALL: &str = "all";

/// A line, or all of them.
#[derive(Debug)]
pub(super) struct Where(pub Option<LineName>);

impl FromStr for Where {
    type Err = vocabulary::ids::Error;
    fn from_str(text: &str) -> Result<Where, vocabulary::ids::Error> {
        if text == ALL { Ok(Where(None)) } else { text.parse().map(|line| Where(Some(line))) }
    }
}

/// All announcements, and what there is to choose from.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnnouncementList {
    announcements: Vec<Announcement>,
    /// All lines.
    #[schema(example = json!(["hotline-ko"]))]
    lines: Vec<String>,
    /// What may be announced.
    #[schema(example = json!(["bank.unavailable"]))]
    prompts: Vec<String>,
}

/// What callers hear before anything else.
#[derive(Debug, Serialize, ToSchema)]
struct Announcement {
    /// Callers of this line; null for every line without an announcement of its own.
    #[schema(example = "hotline-ko", required = true)]
    line: Option<String>,
    #[schema(example = "bank.unavailable")]
    prompt: String,
    /// Whether the call ends after it.
    instead: bool,
    #[schema(format = DateTime)]
    since: String,
    /// The name of the account that set it.
    #[schema(example = "kim", required = true)]
    by: Option<String>,
}

/// What callers are to hear.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeAnnouncement {
    /// One of those that may be announced.
    #[schema(example = "bank.unavailable")]
    prompt: String,
    /// Whether the call ends after it.
    #[serde(default)]
    instead: bool,
}

impl ChangeAnnouncement {
    pub fn read(self) -> Result<(PromptName, bool), Problem> {
        let prompt = self.prompt.parse().map_err(|why: vocabulary::ids::Error| {
            Problem::new(Kind::InvalidBody, format!("prompt: {why}")).about("prompt")
        })?;
        Ok((prompt, self.instead))
    }
}

impl AnnouncementList {
    /// With the names of the accounts that set them.
    pub fn new(house: HouseView, names: &BTreeMap<AccountId, String>) -> AnnouncementList {
        let announcements = house.announcements.into_iter().map(|set| Announcement {
            line: set.line.map(|line| line.to_string()),
            prompt: set.prompt.to_string(),
            instead: set.instead,
            since: set.since.to_string(),
            by: set.by.and_then(|by| names.get(&by).cloned()),
        });
        AnnouncementList {
            announcements: announcements.collect(),
            lines: house.lines.iter().map(ToString::to_string).collect(),
            prompts: house.prompts.iter().map(ToString::to_string).collect(),
        }
    }
}
