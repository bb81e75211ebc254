//! Durations as people write them: `20s`, `1500ms`, `2m`.

use serde::{Deserialize, Deserializer};
use vocabulary::Span;

/// A duration in the configuration file.
#[derive(Debug, Clone, Copy)]
pub struct Written(pub Span);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Written, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text).map(Written).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "\"{text}\" is not a duration; write \"1500ms\", \"20s\" or \"2m\""
            ))
        })
    }
}

fn parse(text: &str) -> Option<Span> {
    let units = [("ms", 1), ("s", 1_000), ("m", 60_000)];
    let (digits, millis) =
        units.iter().find_map(|(unit, millis)| Some((text.strip_suffix(unit)?, *millis)))?;
    let number: u32 = digits.parse().ok()?;
    Some(Span::millis(i64::from(number) * millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_written() {
        let cases = [
            ("20s", Some(Span::seconds(20))),
            ("1500ms", Some(Span::millis(1500))),
            ("2m", Some(Span::seconds(120))),
            ("0s", Some(Span::ZERO)),
            ("20", None),
            ("-1s", None),
            ("s", None),
            ("99999999999s", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}
