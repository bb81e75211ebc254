//! The three languages the product speaks.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A language of prompts and pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Simplified Chinese.
    #[serde(rename = "zh")]
    Chinese,
    /// Korean.
    #[serde(rename = "ko")]
    Korean,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// All of them, in the order they are listed everywhere.
    pub const ALL: [Language; 3] = [Language::Chinese, Language::Korean, Language::English];

    /// Short tag: folder name of prompts, value in configuration.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Chinese => "zh",
            Language::Korean => "ko",
            Language::English => "en",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}
