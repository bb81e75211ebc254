//! The tables about agents' desks.

use super::spans::Written;
use serde::Deserialize;
use vocabulary::plan::{Desk, Disposition, Script, SecureEntry};
use vocabulary::{DispositionCode, LineName, PromptName, QueueName, Texts};

/// What is set about agents' desks. Lists that are given take the place of the built-in ones.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileDesk {
    parted: Option<Written>,
    wrap_up_more: Option<Written>,
    wrap_up_most: Option<Written>,
    last_offer: Option<Written>,
    #[serde(default)]
    secure_entry: FileSecureEntry,
    #[serde(default)]
    announcements: Vec<PromptName>,
    #[serde(default, rename = "disposition")]
    dispositions: Vec<FileDisposition>,
    #[serde(default, rename = "script")]
    scripts: Vec<FileScript>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSecureEntry {
    pin_digits: Option<u8>,
    one_time_code_digits: Option<u8>,
    card_code_digits: Option<u8>,
}

impl FileSecureEntry {
    fn planned(&self) -> SecureEntry {
        let usual = SecureEntry::default();
        SecureEntry {
            pin_digits: self.pin_digits.unwrap_or(usual.pin_digits),
            one_time_code_digits: self.one_time_code_digits.unwrap_or(usual.one_time_code_digits),
            card_code_digits: self.card_code_digits.unwrap_or(usual.card_code_digits),
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileDisposition {
    code: DispositionCode,
    zh: String,
    ko: String,
    en: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileScript {
    queue: Option<QueueName>,
    line: Option<LineName>,
    title: Texts,
    text: Texts,
}

impl FileDesk {
    pub(super) fn planned(&self) -> Desk {
        let built_in = Desk::default();
        let or = |written: &Option<Written>, usual| written.as_ref().map_or(usual, |written| written.0);
        let disposition = |given: &FileDisposition| Disposition {
            code: given.code.clone(),
            texts: Texts { zh: given.zh.clone(), ko: given.ko.clone(), en: given.en.clone() },
        };
        let script = |given: &FileScript| Script {
            queue: given.queue.clone(),
            line: given.line.clone(),
            title: given.title.clone(),
            text: given.text.clone(),
        };
        let dispositions: Vec<Disposition> = self.dispositions.iter().map(disposition).collect();
        // The bank's own go first: of equals, the first that is written is chosen.
        let scripts = self.scripts.iter().map(script).chain(built_in.scripts).collect();
        Desk {
            parted: or(&self.parted, built_in.parted),
            wrap_up_more: or(&self.wrap_up_more, built_in.wrap_up_more),
            wrap_up_most: or(&self.wrap_up_most, built_in.wrap_up_most),
            last_offer: or(&self.last_offer, built_in.last_offer),
            secure_entry: self.secure_entry.planned(),
            dispositions: if dispositions.is_empty() { built_in.dispositions } else { dispositions },
            scripts,
            announcements: self.announcements.clone(),
        }
    }
}
