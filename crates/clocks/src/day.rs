//! The opening hours of one day, in minutes of the local wall clock.

use crate::Fault;

/// Minutes of the longest wall-clock day: `24:00`.
const MIDNIGHT: u16 = 24 * 60;

/// The spans of one day: in order, none overlapping, each from its first minute up to, but not
/// including, its last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Day {
    spans: Vec<(u16, u16)>,
}

impl Day {
    /// Reads `HH:MM-HH:MM` spans. The error comes with the text at fault.
    pub(crate) fn parse(texts: &[String]) -> Result<Day, (String, Fault)> {
        let mut spans = Vec::with_capacity(texts.len());
        let mut earliest = 0;
        for text in texts {
            let span = parse_span(text)
                .and_then(|span| if span.0 < earliest { Err(Fault::Overlapping) } else { Ok(span) })
                .map_err(|fault| (text.clone(), fault))?;
            earliest = span.1;
            spans.push(span);
        }
        Ok(Day { spans })
    }

    /// Whether the day is open during a minute of 0 … 1439.
    pub(crate) fn is_open(&self, minute: u16) -> bool {
        self.spans.iter().any(|(from, to)| (*from..*to).contains(&minute))
    }

    /// The minutes at which the answer may change, ascending: the day's first, which follows
    /// another day, and each span's ends. A `24:00` is the next day's first minute.
    pub(crate) fn boundaries(&self) -> impl Iterator<Item = u16> {
        let ends = self.spans.iter().flat_map(|(from, to)| [*from, *to]);
        std::iter::once(0).chain(ends.filter(|minute| *minute < MIDNIGHT))
    }
}

fn parse_span(text: &str) -> Result<(u16, u16), Fault> {
    let (from, to) = text.split_once('-').ok_or(Fault::Malformed)?;
    let (from, to) = (parse_minute(from)?, parse_minute(to)?);
    if from < to { Ok((from, to)) } else { Err(Fault::Backwards) }
}

/// `HH:MM` as a minute of the day, `24:00` included: a span that began there would end there too.
fn parse_minute(text: &str) -> Result<u16, Fault> {
    let two_digits = |text: &str| {
        let fits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        if fits { text.parse::<u16>().ok() } else { None }
    };
    let (hours, minutes) = text.split_once(':').ok_or(Fault::Malformed)?;
    match (two_digits(hours), two_digits(minutes)) {
        (Some(hours), Some(minutes)) if minutes < 60 && hours * 60 + minutes <= MIDNIGHT => {
            Ok(hours * 60 + minutes)
        }
        _ => Err(Fault::Malformed),
    }
}
