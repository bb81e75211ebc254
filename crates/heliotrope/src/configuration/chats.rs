//! Where chats are opened.

use serde::Deserialize;
use vocabulary::plan::ChatLine;
use vocabulary::{Language, LineName, QueueName};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileChat {
    name: LineName,
    language: Language,
    queue: QueueName,
    #[serde(default)]
    priority: u8,
}

impl FileChat {
    pub(super) fn planned(&self) -> ChatLine {
        let FileChat { name, language, queue, priority } = self.clone();
        ChatLine { name, language, queue, priority }
    }
}
