//! What leaves as a file: tables for spreadsheets (CSV and XLSX), and archives.
//!
//! A spreadsheet runs a text that begins like a formula. Names in a table come from logs and
//! customers, so such a text gets an apostrophe before it in CSV (OWASP, CSV injection); in XLSX it
//! is a cell of type text, which nothing runs, and stands as it is.

pub mod archive;

use rust_xlsxwriter::{DocProperties, Format, Workbook, XlsxError};
use std::fmt::Write;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
    /// Nothing: no data, or nothing to divide by.
    Nothing,
}

/// A table: a row of headings, and rows as long as it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// What it is called.
    pub name: String,
    /// What its columns are called.
    pub headings: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Value>>,
    /// Who had it made, and when: in the last line of a CSV, on a page of its own and in the properties of a workbook.
    pub mark: Option<String>,
}

/// The workbook cannot be made: more rows than a sheet has, say.
#[derive(Debug, thiserror::Error)]
#[error("no workbook can be made of this: {0}; ask for a shorter time or fewer indicators")]
pub struct Unwritable(String);

impl From<XlsxError> for Unwritable {
    fn from(error: XlsxError) -> Unwritable {
        Unwritable(error.to_string())
    }
}

/// The page of a workbook that says who had it made.
const MARKED: &str = "export";

/// Begins text that a spreadsheet would run.
const RUN: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// RFC 4180, in UTF-8 with its mark, by which spreadsheets know it.
pub fn csv(sheet: &Sheet) -> String {
    let mut text = String::from("\u{feff}");
    for (place, heading) in sheet.headings.iter().enumerate() {
        separate(&mut text, place);
        push_text(&mut text, heading);
    }
    text.push_str("\r\n");
    for row in &sheet.rows {
        for (place, value) in row.iter().enumerate() {
            separate(&mut text, place);
            push(&mut text, value);
        }
        text.push_str("\r\n");
    }
    if let Some(mark) = &sheet.mark {
        push_text(&mut text, &format!("# {mark}"));
        text.push_str("\r\n");
    }
    text
}

fn separate(text: &mut String, place: usize) {
    if place > 0 {
        text.push(',');
    }
}

fn push(text: &mut String, value: &Value) {
    match value {
        Value::Text(field) => push_text(text, field),
        // Writing to a String cannot fail.
        Value::Number(number) => drop(write!(text, "{number}")),
        Value::Nothing => {}
    }
}

fn push_text(text: &mut String, field: &str) {
    let tame = if field.trim_start().starts_with(RUN) || field.starts_with(RUN) { "'" } else { "" };
    if field.contains([',', '"', '\n', '\r']) {
        text.extend(["\"", tame, &field.replace('"', "\"\""), "\""]);
    } else {
        text.extend([tame, field]);
    }
}

/// An Office Open XML workbook of one sheet.
///
/// # Errors
/// [`Unwritable`]: more than a million rows.
pub fn xlsx(sheet: &Sheet) -> Result<Vec<u8>, Unwritable> {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet();
    page.set_name(name(&sheet.name))?;
    let bold = Format::new().set_bold();
    for (column, heading) in (0..).zip(&sheet.headings) {
        page.write_string_with_format(0, column, heading, &bold)?;
    }
    for (line, row) in (1..).zip(&sheet.rows) {
        for (column, value) in (0..).zip(row) {
            match value {
                Value::Text(text) => drop(page.write_string(line, column, text)?),
                Value::Number(number) => drop(page.write_number(line, column, *number)?),
                Value::Nothing => {}
            }
        }
    }
    page.set_freeze_panes(1, 0)?;
    if let Some(mark) = &sheet.mark {
        page.set_footer(format!("&L{}", mark.replace('&', "&&")));
        workbook.add_worksheet().set_name(MARKED)?.write_string(0, 0, mark)?;
        workbook.set_properties(&DocProperties::new().set_comment(mark));
    }
    Ok(workbook.save_to_buffer()?)
}

/// A sheet's name has at most 31 characters and none that addresses use.
fn name(wanted: &str) -> String {
    let tame: String = wanted.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
    if tame.is_empty() { "figures".to_owned() } else { tame }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
    use std::io::Cursor;

    fn sheet(cells: &[&str]) -> Sheet {
        Sheet {
            name: "a/b".to_owned(),
            headings: vec!["name".to_owned(); cells.len()],
            rows: vec![cells.iter().map(|cell| Value::Text((*cell).to_owned())).collect()],
            mark: None,
        }
    }

    #[test]
    fn text_that_would_run_is_tamed_and_numbers_stay() {
        let check = |cell: &str, expected: &str| {
            let text = csv(&sheet(&[cell]));
            assert_eq!(text, format!("\u{feff}name\r\n{expected}\r\n"), "{cell}");
        };
        check("cards", "cards");
        check("A-7", "A-7");
        check("=1+1", "'=1+1");
        check("+1", "'+1");
        check("-1", "'-1");
        check("@SUM(A1)", "'@SUM(A1)");
        check("\t=1", "'\t=1");
        check("  =1", "'  =1");
        check("=cmd|' /C calc'!A0,\"x\"", "\"'=cmd|' /C calc'!A0,\"\"x\"\"\"");
        check("카드, \"VIP\"", "\"카드, \"\"VIP\"\"\"");
        let numbers = Sheet { rows: vec![vec![Value::Number(-1.5), Value::Nothing]], ..sheet(&["a", "b"]) };
        assert!(csv(&numbers).ends_with("\r\n-1.5,\r\n"));
    }

    #[test]
    fn a_file_says_who_had_it_made() {
        let marked = Sheet { mark: Some("made by kim, R&D".to_owned()), ..sheet(&["cards"]) };
        assert!(csv(&marked).ends_with("cards\r\n\"# made by kim, R&D\"\r\n"));
        let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(xlsx(&marked).unwrap())).unwrap();
        assert_eq!(workbook.sheet_names(), ["ab", "export"]);
        let mark = workbook.worksheet_range("export").unwrap();
        assert_eq!(mark.get_value((0, 0)), Some(&Data::String("made by kim, R&D".to_owned())));
        assert_eq!(workbook.worksheet_range("ab").unwrap().rows().count(), 2, "the table is as it was");
    }

    /// Read by a reader of spreadsheets that is not ours.
    #[test]
    fn a_workbook_reads_back_as_it_was_and_holds_no_formula() {
        let texts = ["=1+1", "@x", "카드, \"VIP\"", "1e5", " blank ", "信用卡\n二"];
        let mut written = sheet(&texts);
        let numbers = [0.5151, -1.5, 29_966.0, 1e-9];
        written.headings.extend(["share".to_owned(), "none".to_owned()]);
        for number in numbers {
            let mut row: Vec<Value> = texts.iter().map(|text| Value::Text((*text).to_owned())).collect();
            row.extend([Value::Number(number), Value::Nothing]);
            written.rows.push(row);
        }
        let bytes = xlsx(&written).unwrap();
        let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(workbook.sheet_names(), ["ab"]);
        assert!(workbook.worksheet_formula("ab").unwrap().is_empty());
        let read = workbook.worksheet_range("ab").unwrap();
        let heading = read.rows().next().unwrap();
        assert_eq!(heading[texts.len()], Data::String("share".to_owned()));
        assert_eq!(read.rows().count(), 2 + numbers.len());
        for (row, number) in read.rows().skip(2).zip(numbers) {
            let expected: Vec<Data> = texts.iter().map(|text| Data::String((*text).to_owned())).collect();
            assert_eq!(row[..texts.len()], expected);
            assert_eq!(row[texts.len()], Data::Float(number));
            assert!(row.get(texts.len() + 1).is_none_or(|cell| *cell == Data::Empty));
        }
    }
}
