//! The table about the audit.

use super::fault::Faults;
use super::spans::Written;
use serde::Deserialize;
use std::path::PathBuf;
use std::time::Duration;
use store::audit::Settings;
use vocabulary::Span;

/// How often checkpoints are signed, and where to they leave.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileAudit {
    checkpoint_every: Option<u32>,
    checkpoint_within: Option<Written>,
    checkpoint_file: Option<PathBuf>,
    syslog: Option<String>,
}

impl FileAudit {
    pub(super) fn settings(&self, faults: &mut Faults<'_>) -> Settings {
        let usual = Settings::default();
        let every = self.checkpoint_every.unwrap_or(usual.every);
        if every == 0 {
            faults.add(&key("checkpoint_every"), "signs nothing; give a number above 0");
        }
        let within = self.checkpoint_within.map_or(usual.within, |Written(within)| {
            if !(Span::seconds(1)..=Span::seconds(86_400)).contains(&within) {
                faults.add(&key("checkpoint_within"), format!("{within} is not 1s to a day"));
            }
            Duration::from_micros(within.0.unsigned_abs())
        });
        let syslog = self.syslog.as_deref().and_then(|text| match text.parse() {
            Ok(syslog) => Some(syslog),
            Err(expected) => {
                faults.add(&key("syslog"), format!("\"{text}\": {expected}"));
                None
            }
        });
        Settings { every, within, file: self.checkpoint_file.clone(), syslog }
    }
}

fn key(key: &str) -> [String; 2] {
    ["audit", key].map(str::to_owned)
}
