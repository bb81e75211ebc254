//! The table about those who are not answered on the telephone for a while.

use super::fault::Faults;
use super::spans::Written;
use serde::Deserialize;
use vocabulary::Span;
use voice::sip::bans::Rules;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileBans {
    offences: Option<u32>,
    within: Option<Written>,
    banned_for: Option<Written>,
    #[serde(default)]
    spared: Vec<String>,
}

impl FileBans {
    pub(super) fn rules(&self, faults: &mut Faults<'_>) -> Rules {
        let usual = Rules::default();
        let or = |written: Option<Written>, usual| written.map_or(usual, |Written(written)| written);
        let mut spared = Vec::new();
        for text in &self.spared {
            match text.parse() {
                Ok(network) => spared.push(network),
                Err(why) => faults.add(&key("spared"), format!("\"{text}\" {why}")),
            }
        }
        let rules = Rules {
            offences: self.offences.unwrap_or(usual.offences),
            within: or(self.within, usual.within),
            banned_for: or(self.banned_for, usual.banned_for),
            spared,
        };
        if rules.offences < LEAST_OFFENCES {
            faults.add(&key("offences"), format!("bans for a slip; give {LEAST_OFFENCES} or more"));
        }
        if rules.within < Span::seconds(1) {
            faults.add(&key("within"), format!("{} is no time to offend in; give 1s or more", rules.within));
        }
        if rules.banned_for < Span::ZERO || rules.banned_for > Span::seconds(86_400) {
            faults.add(&key("banned_for"), format!("{} is not 0s to a day", rules.banned_for));
        }
        rules
    }
}

/// Fewer would shut out a telephone that is set up wrongly before anybody can look at it.
const LEAST_OFFENCES: u32 = 5;

fn key(key: &str) -> [String; 2] {
    ["bans", key].map(str::to_owned)
}
