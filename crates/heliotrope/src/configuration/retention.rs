//! The table about how long what is personal is kept. What it does not say stands in `retention.toml`, with the
//! source of each figure.

use super::fault::Faults;
use serde::Deserialize;
use std::collections::BTreeMap;
use store::retention::{Kind, Rule};
use vocabulary::Span;

/// The rules of a bank that has set none.
const USUAL: &str = include_str!("retention.toml");

/// The longest that can be said, in days: a century.
const MOST_DAYS: i64 = 36_525;

/// Rules by kind.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct FileRetention(BTreeMap<String, FileRule>);

/// What is said of a kind.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRule {
    keep: Option<String>,
    at_least: Option<String>,
    source: Option<String>,
}

impl FileRetention {
    /// One rule a kind.
    pub(super) fn rules(&self, faults: &mut Faults<'_>) -> Vec<Rule> {
        for unknown in self.0.keys().filter(|key| key.parse::<Kind>().is_err()) {
            let reason = "there is no such kind; it is recordings, notes, messages, callers or promises";
            faults.add(&key(unknown, None), reason);
        }
        let usual: FileRetention = toml::from_str(USUAL).expect("a test reads the usual rules");
        let mut fault = |key: Vec<String>, reason: String| faults.add(&key, reason);
        Kind::ALL.into_iter().map(|kind| self.rule(kind, &usual, &mut fault)).collect()
    }

    fn rule(&self, kind: Kind, usual: &FileRetention, fault: &mut dyn FnMut(Vec<String>, String)) -> Rule {
        let (own, usual) = (self.of(kind), usual.of(kind));
        let mut read = |name: &str, own: Option<&String>, usual: Option<&String>| {
            let text = own.or(usual).map_or("never", String::as_str);
            span(text).unwrap_or_else(|| {
                let reason = format!("\"{text}\" is not 0d to {MOST_DAYS}d, or never");
                fault(key(kind.tag(), Some(name)), reason);
                None
            })
        };
        let keep = read("keep", own.keep.as_ref(), usual.keep.as_ref());
        let at_least = read("at_least", own.at_least.as_ref(), usual.at_least.as_ref()).unwrap_or_default();
        if keep.is_some_and(|keep| keep < at_least) {
            let reason = "is shorter than at_least: what a law wants kept is not removed";
            fault(key(kind.tag(), Some("keep")), reason.to_owned());
        }
        let says_span = own.keep.is_some() || own.at_least.is_some();
        let source = match own.source {
            Some(source) => source,
            None if says_span => "the bank's own configuration".to_owned(),
            None => usual.source.unwrap_or_default(),
        };
        Rule { kind, keep, at_least, source }
    }

    fn of(&self, kind: Kind) -> FileRule {
        self.0.get(kind.tag()).cloned().unwrap_or_default()
    }
}

/// The rules where nobody has said otherwise.
pub(super) fn usual() -> Vec<Rule> {
    let nothing = FileRetention::default();
    let usual: FileRetention = toml::from_str(USUAL).expect("a test reads the usual rules");
    Kind::ALL
        .into_iter()
        .map(|kind| nothing.rule(kind, &usual, &mut |_, reason| unreachable!("{reason}")))
        .collect()
}

/// Days, or `never`; the outer `None` is neither.
fn span(text: &str) -> Option<Option<Span>> {
    if text == "never" {
        return Some(None);
    }
    let days: i64 = text.strip_suffix('d')?.parse().ok()?;
    (0..=MOST_DAYS).contains(&days).then(|| Some(Span::seconds(days * 86_400)))
}

fn key(kind: &str, name: Option<&str>) -> Vec<String> {
    ["retention", kind].into_iter().chain(name).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SOUND, check, parsed};
    use super::*;

    #[test]
    fn the_usual_rules_name_their_sources() {
        let rules = usual();
        assert_eq!(rules.iter().map(|rule| rule.kind).collect::<Vec<_>>(), Kind::ALL);
        assert!(rules.iter().all(|rule| rule.keep.is_some() && rule.source.starts_with('[')));
    }

    #[test]
    fn spans_are_days_or_never() {
        let day = Span::seconds(86_400);
        for (text, expected) in [
            ("0d", Some(Some(Span::ZERO))),
            ("1d", Some(Some(day))),
            ("never", Some(None)),
            ("36526d", None),
            ("-1d", None),
            ("1y", None),
            ("", None),
        ] {
            assert_eq!(span(text), expected, "{text}");
        }
    }

    #[test]
    fn rules_of_retention_are_days_and_bear_their_source() {
        check(
            r#"
[retention.recordings]
keep = "3y"                                 #! retention recordings keep never
[retention.notes]
keep = "10d"                                #! retention notes keep shorter than at_least
at_least = "20d"
[retention.faxes]                           #! retention faxes no such kind
keep = "1d"
"#,
        );
        let text = "\n[retention.recordings]\nkeep = \"1825d\"\nat_least = \"365d\"\n[retention.callers]\nkeep = \"never\"\n";
        let rules = parsed(&format!("{SOUND}{text}")).unwrap().retention;
        let days = |days: i64| Span::seconds(days * 86_400);
        assert_eq!((rules[0].keep, rules[0].at_least), (Some(days(1_825)), days(365)));
        assert_eq!(rules[0].source, "the bank's own configuration");
        assert_eq!((rules[1].keep, rules[3].keep), (Some(days(1_095)), None));
        assert!(rules[1].source.starts_with("[?]"), "{}", rules[1].source);
    }
}
