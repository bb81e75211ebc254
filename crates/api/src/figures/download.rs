//! Figures as files for spreadsheets.

use indicators::table::{Question, Row};
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
        let figures = row.figures.into_iter().flat_map(|figure| {
            let value = figure.value.map_or(Value::Nothing, Value::Number);
            [value, Value::Number(figure.numerator), Value::Number(figure.denominator)]
        });
        [wall(row.from), wall(row.to), key].into_iter().chain(figures).collect()
    };
    Sheet {
        name: format!("figures by {}", asked.by),
        headings: headings(asked),
        rows: rows.into_iter().map(cells).collect(),
    }
}
