//! Figures as files for spreadsheets.

use super::transfer::divided;
use indicators::table::{Figure, Question, Row};
use sheets::{Sheet, Value};

/// Columns of each indicator: its value, and what it was divided from.
fn headings(asked: &Question<'_>) -> Vec<String> {
    let own = ["from", "to", asked.by.tag()].map(str::to_owned);
    let of_indicators = asked.indicators.iter().flat_map(|definition| {
        let key = definition.key;
        [key.to_owned(), format!("{key} numerator"), format!("{key} denominator")]
    });
    own.into_iter().chain(of_indicators).collect()
}

/// All rows of an answer, on the wall clock of its zone, with its offset: where the clocks go back, two hours
/// read alike.
pub fn sheet(asked: &Question<'_>, rows: Vec<Row>) -> Sheet {
    let wall = |at| Value::Text(asked.zone.wall(at).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
    let cells = |row: Row| {
        let key = row.key.map_or(Value::Nothing, Value::Text);
        let figures = asked.indicators.iter().zip(row.figures).flat_map(|(defined, figure)| {
            let Figure { numerator, denominator, value } = figure;
            // Where there is no data yet, or nothing was counted, a sheet has empty cells.
            let is_there = value.is_some() || numerator != 0.0 || denominator != 0.0;
            let number = |wanted: bool, number| if wanted { Value::Number(number) } else { Value::Nothing };
            [
                value.map_or(Value::Nothing, Value::Number),
                number(is_there, numerator),
                number(is_there && divided(defined), denominator),
            ]
        });
        [wall(row.from), wall(row.to), key].into_iter().chain(figures).collect()
    };
    Sheet {
        name: format!("figures by {}", asked.by),
        headings: headings(asked),
        rows: rows.into_iter().map(cells).collect(),
        mark: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use indicators::table::{About, Dimension, Short};
    use indicators::{Interval, Zone};
    use vocabulary::Span;

    #[test]
    fn no_two_rows_read_alike_when_the_clocks_change() {
        let zone = Zone::new("Asia/Jerusalem").unwrap();
        let check = |day: &str, hours: i64, expected: &[&str]| {
            let from = zone.begin(day.parse().unwrap()).unwrap();
            let row = |hour| Row {
                from: from + Span::seconds(hour * 3_600),
                to: from + Span::seconds((hour + 1) * 3_600),
                key: None,
                figures: Vec::new(),
            };
            let asked = Question {
                indicators: Vec::new(),
                from,
                to: from + Span::seconds(hours * 3_600),
                interval: Interval::Hour,
                zone: &zone,
                by: Dimension::Total,
                about: About::default(),
                short: Short::Counted,
                teams: &[],
            };
            let csv = sheets::csv(&sheet(&asked, (0..hours).map(row).collect()));
            let starts: Vec<&str> = csv.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
            assert_eq!(starts[..4], *expected, "{day}");
            let different: std::collections::BTreeSet<_> = starts.iter().collect();
            assert_eq!(different.len(), starts.len(), "{day}");
        };
        check(
            "1999-09-03",
            25,
            &[
                "1999-09-03T00:00:00+03:00",
                "1999-09-03T01:00:00+03:00",
                "1999-09-03T01:00:00+02:00",
                "1999-09-03T02:00:00+02:00",
            ],
        );
        check(
            "1999-04-02",
            23,
            &[
                "1999-04-02T00:00:00+02:00",
                "1999-04-02T01:00:00+02:00",
                "1999-04-02T03:00:00+03:00",
                "1999-04-02T04:00:00+03:00",
            ],
        );
    }
}
