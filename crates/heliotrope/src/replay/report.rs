//! What `heliotrope replay` says: as text for people, as JSON for programs.

use super::import::Counts;
use crate::figures;
use calllog::{Log, Mapping, Oddity, Renamed, Skipped};
use indicators::table::Figure;
use indicators::{Fact, catalogue, month, quality};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::path::Path;
use vocabulary::Span;

/// Skipped rows a text names; JSON names all.
const NAMED: usize = 20;
/// Odd rows JSON names: every row of a log may be odd, and the report is read in one piece.
const ODD_NAMED: usize = 1_000;
/// Without abandons up to these waits, in seconds.
const SHORT: [i64; 2] = [5, 10];

/// All there is to say.
pub struct Report<'l> {
    file: String,
    mapping: &'l Mapping,
    log: &'l Log,
    counts: Counts,
    figures: Vec<(String, &'static str, Figure)>,
    alarm: quality::Alarm,
}

impl<'l> Report<'l> {
    pub fn new(
        file: &Path,
        mapping: &'l Mapping,
        log: &'l Log,
        (counts, facts): (Counts, Vec<Fact>),
    ) -> Report<'l> {
        let mut figures: Vec<_> =
            month::all(&facts).into_iter().map(|(key, figure)| (key.to_owned(), key, figure)).collect();
        for short in SHORT {
            let without = month::without_short(&facts, Span::seconds(short));
            figures.extend(
                without
                    .into_iter()
                    .map(|(key, figure)| (format!("{key}_without_short_{short}"), key, figure)),
            );
        }
        let alarm = quality::ultra_short(&facts);
        Report { file: file.display().to_string(), mapping, log, counts, figures, alarm }
    }

    /// One object. Shares are 0 to 1, times are seconds, unrounded; `shown` has them as printed.
    pub fn json(&self) -> String {
        let mut object = Map::new();
        let mut shown = Map::new();
        for (key, indicator, figure) in &self.figures {
            let is_count =
                catalogue::find(indicator).is_some_and(|found| found.unit == catalogue::Unit::Count);
            let value = match figure.value {
                Some(value) if is_count => json!(value as u64),
                value => json!(value),
            };
            object.insert(key.clone(), value);
            shown.insert(key.clone(), json!(print(indicator, figure)));
        }
        let odd: Map<String, Value> = self
            .log
            .odd()
            .into_iter()
            .map(|(oddity, count)| (oddity.key().to_owned(), json!(count)))
            .collect();
        let skipped = |row: &Skipped| json!({"line": row.line, "column": row.column, "reason": row.reason});
        let renamed = |word: &Renamed| json!({"what": word.what.key(), "word": word.word, "name": word.name});
        let missing: Vec<String> = self.log.missing_days.iter().map(ToString::to_string).collect();
        let rest = json!({
            "file": self.file,
            "mapping": self.mapping.name(),
            "zone": self.mapping.zone().iana_name(),
            "rows": self.log.rows(),
            "skipped": self.log.skipped.len(),
            "skipped_rows": self.log.skipped.iter().map(skipped).collect::<Vec<_>>(),
            "renamed": self.log.renamed.iter().map(renamed).collect::<Vec<_>>(),
            "odd": odd,
            "odd_rows": self.odd_rows(),
            "odd_lines": self.odd_lines(),
            "odd_lines_left_out": self.odd_rows().saturating_sub(ODD_NAMED),
            "missing_days": missing,
            "imported": self.counts.imported,
            "there_already": self.counts.there_already,
            "changed_since": self.counts.changed.len(),
            "changed_lines": self.counts.changed,
            "shown": shown,
            "alarm": {
                "median_under_10s": self.alarm.median,
                "without_agent": self.alarm.without_agent,
                "standing_out": self.alarm.standing_out.iter().map(|share| json!({
                    "agent": share.agent.to_string(),
                    "services": share.services,
                    "under_10s": share.under_10s,
                    "share": share.value(),
                    "at_least": share.at_least,
                })).collect::<Vec<_>>(),
            },
        });
        if let Value::Object(rest) = rest {
            object.extend(rest);
        }
        let text = serde_json::to_string_pretty(&object).expect("text and finite numbers are JSON");
        text + "\n"
    }

    fn odd_rows(&self) -> usize {
        self.log.calls.iter().filter(|call| !call.odd.is_empty()).count()
    }

    /// Where the odd rows stand, and what is odd about each; the first of them.
    fn odd_lines(&self) -> Vec<Value> {
        let odd = self.log.calls.iter().filter(|call| !call.odd.is_empty()).take(ODD_NAMED);
        odd.map(|call| {
            let ways: Vec<&str> = call.odd.iter().map(Oddity::key).collect();
            json!({"line": call.line, "odd": ways})
        })
        .collect()
    }

    /// A page for a terminal.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let Report { log, counts, .. } = self;
        writeln!(text, "{} by the mapping {}", self.file, self.mapping.name())?;
        writeln!(
            text,
            "{} rows: {} imported, {} there already, {} changed since, {} skipped, {} odd",
            log.rows(),
            counts.imported,
            counts.there_already,
            counts.changed.len(),
            log.skipped.len(),
            self.odd_rows()
        )?;
        for skipped in log.skipped.iter().take(NAMED) {
            writeln!(text, "  skipped {skipped}")?;
        }
        if log.skipped.len() > NAMED {
            writeln!(text, "  … and {} more; --json names all", log.skipped.len() - NAMED)?;
        }
        self.write_changed(text)?;
        for renamed in log.renamed.iter().take(NAMED) {
            writeln!(text, "  {renamed}")?;
        }
        if log.renamed.len() > NAMED {
            writeln!(text, "  … and {} more names; --json has all", log.renamed.len() - NAMED)?;
        }
        for (oddity, count) in log.odd() {
            writeln!(text, "  {count:>7} {}", oddity.key().replace('_', " "))?;
        }
        if !log.missing_days.is_empty() {
            let days: Vec<String> = log.missing_days.iter().take(NAMED).map(ToString::to_string).collect();
            let more = if log.missing_days.len() > NAMED { " …" } else { "" };
            writeln!(text, "  {:>7} days missing: {}{more}", log.missing_days.len(), days.join(", "))?;
        }
        writeln!(text)?;
        for (key, indicator, figure) in &self.figures {
            writeln!(text, "{key:40} {:>12}", print(indicator, figure))?;
        }
        self.write_alarm(text)
    }

    fn write_changed(&self, text: &mut String) -> std::fmt::Result {
        let lines = &self.counts.changed;
        if lines.is_empty() {
            return Ok(());
        }
        let named: Vec<String> = lines.iter().take(NAMED).map(ToString::to_string).collect();
        let more = if lines.len() > NAMED { " …" } else { "" };
        writeln!(
            text,
            "  changed since they were imported, and taken as they are now: line {}{more}",
            named.join(", ")
        )
    }

    fn write_alarm(&self, text: &mut String) -> std::fmt::Result {
        let Some(median) = self.alarm.median else { return Ok(()) };
        writeln!(text, "\nservices under 10 s: the median agent has {:.2} %", median * 100.0)?;
        for share in &self.alarm.standing_out {
            writeln!(
                text,
                "  {} stands out: {} of {} ({:.2} %, above {:.2} % with 99.9 % confidence)",
                share.agent,
                share.under_10s,
                share.services,
                share.value() * 100.0,
                share.at_least * 100.0
            )?;
        }
        if self.alarm.without_agent > 0 {
            writeln!(
                text,
                "  {} answered contacts name no agent: a defect of the log",
                self.alarm.without_agent
            )?;
        }
        Ok(())
    }
}

/// A figure as people read it.
fn print(indicator: &str, figure: &Figure) -> String {
    catalogue::find(indicator).map_or_else(String::new, |definition| figures::print(definition, figure))
}
