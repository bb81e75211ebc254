//! Where the contacts behind a figure are listed: the same conditions, as a query of the list.

use super::query::Asked;
use crate::request::values::ShortRule;
use indicators::catalogue::Definition;
use indicators::table::{Dimension, Row};
use serde::Serialize;
use utoipa::ToSchema;
use vocabulary::{AgentId, Time};

/// Lists of the contacts behind a figure. Reading them takes the permission to see contacts.
#[derive(Debug, Default, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct Links {
    /// Those above the line; null when they cannot be listed.
    #[schema(example = "/api/contacts?indicator=answered&part=numerator&queue=cards", required = true)]
    numerator: Option<String>,
    /// Those below it; null when they cannot be listed.
    #[schema(required = true)]
    denominator: Option<String>,
}

impl Links {
    /// No list.
    pub const NONE: Links = Links { numerator: None, denominator: None };

    /// The ultra-short services of one agent.
    pub fn of_agent(asked: &Asked, agent: AgentId) -> Option<String> {
        let mut link = Link::new(asked.from, asked.to);
        link.about(asked);
        link.add("agent", agent);
        Some(whole("under_10s", "numerator", &link.0))
    }
}

/// What all links of a row have in common.
pub(crate) struct RowLinks {
    /// The conditions of the row; none when no list can tell them.
    about: Option<String>,
}

impl RowLinks {
    pub fn new(asked: &Asked, row: &Row) -> RowLinks {
        let mut link = Link::new(row.from, row.to);
        link.about(asked);
        let told = link.key(asked.by, row.key.as_deref());
        RowLinks { about: told.map(|()| link.0) }
    }

    /// The contacts behind one figure of the row.
    pub fn of(&self, definition: &Definition) -> Links {
        let (numerator, denominator) = definition.formula.members();
        let link = |part: &str| Some(whole(definition.key, part, self.about.as_deref()?));
        Links {
            numerator: numerator.and_then(|_| link("numerator")),
            denominator: denominator.and_then(|_| link("denominator")),
        }
    }
}

fn whole(indicator: &str, part: &str, about: &str) -> String {
    ["/api/contacts?indicator=", indicator, "&part=", part, about].concat()
}

/// The conditions of a query being written. Names of queues, agents, lines, skills and indicators need no escaping;
/// ranks are escaped.
struct Link(String);

impl Link {
    fn new(from: Time, to: Time) -> Link {
        let mut link = Link(String::new());
        link.add("from", moment(from));
        link.add("to", moment(to));
        link
    }

    fn add(&mut self, field: &str, value: impl std::fmt::Display) {
        let start = format!("&{field}=");
        // One value a field: what the row says is narrower than what the question says.
        if !self.0.contains(&start) {
            self.0.push_str(&start);
            self.0.push_str(&value.to_string());
        }
    }

    /// What a row is about; none when no list can say so.
    fn key(&mut self, by: Dimension, key: Option<&str>) -> Option<()> {
        match (by, key) {
            (Dimension::Total, _) => {}
            // What the question says of them is narrower than that there are none.
            (by, None) if self.0.contains(&format!("&{by}=")) => return None,
            (by, None) => self.add("without", by),
            (Dimension::Team, Some(team)) => self.add("team", escaped(team)),
            (Dimension::Tier, Some(tier)) => self.add("tier", escaped(tier)),
            (Dimension::Queue | Dimension::Agent | Dimension::Skill | Dimension::Channel, Some(key)) => {
                if self.0.contains(&format!("&{by}=")) && !self.0.contains(&format!("&{by}={key}")) {
                    return None;
                }
                self.add(by.tag(), key);
            }
        }
        Some(())
    }

    fn about(&mut self, asked: &Asked) {
        let about = &asked.about;
        about.queue.iter().for_each(|queue| self.add("queue", queue));
        about.agent.iter().for_each(|agent| self.add("agent", agent));
        about.line.iter().for_each(|line| self.add("line", line));
        about.skill.iter().for_each(|skill| self.add("skill", skill));
        about.tier.iter().for_each(|tier| self.add("tier", escaped(tier)));
        about.imported.iter().for_each(|imported| self.add("imported", imported));
        about.channel.iter().for_each(|channel| self.add("channel", channel.tag()));
        let short = ShortRule(asked.short);
        if short != ShortRule::default() {
            self.add("short", short);
        }
    }
}

/// A moment whole to the microsecond: an interval's end must not move by a thousandth of a second.
fn moment(at: Time) -> String {
    jiff::Timestamp::from(at).to_string()
}

/// Percent-encoding of all but plain letters and digits (RFC 3986 §2.1).
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
