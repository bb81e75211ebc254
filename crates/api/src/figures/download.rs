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

/// All rows of an answer, on the wall clock of its zone.
pub fn sheet(asked: &Question<'_>, rows: Vec<Row>) -> Sheet {
    let wall = |at| Value::Text(asked.zone.wall(at).strftime("%Y-%m-%d %H:%M:%S").to_string());
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
    }
}
