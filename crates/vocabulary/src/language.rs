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

/// One text in the three languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// Simplified Chinese.
    pub zh: String,
    /// Korean.
    pub ko: String,
    /// English.
    pub en: String,
}

impl Texts {
    /// From the three.
    pub fn new(zh: &str, ko: &str, en: &str) -> Texts {
        Texts { zh: zh.to_owned(), ko: ko.to_owned(), en: en.to_owned() }
    }

    /// The text in one language.
    pub fn say(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::Korean => &self.ko,
            Language::English => &self.en,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}
