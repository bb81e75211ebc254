//! From bytes to lines and from lines to fields.

use std::borrow::Cow;

const UTF8_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];
const UTF16_LITTLE: &[u8] = &[0xFF, 0xFE];
const UTF16_BIG: &[u8] = &[0xFE, 0xFF];

/// A file's bytes without byte order marks, UTF-16 turned into UTF-8.
pub fn decode(bytes: &[u8]) -> Cow<'_, [u8]> {
    if let Some(rest) = bytes.strip_prefix(UTF16_LITTLE) {
        Cow::Owned(narrow(rest, u16::from_le_bytes))
    } else if let Some(rest) = bytes.strip_prefix(UTF16_BIG) {
        Cow::Owned(narrow(rest, u16::from_be_bytes))
    } else {
        match unmarked_utf16(bytes) {
            Some(unit) => Cow::Owned(narrow(bytes, unit)),
            None => Cow::Borrowed(without_marks(bytes)),
        }
    }
}

type Unit = fn([u8; 2]) -> u16;

fn narrow(wide: &[u8], unit: Unit) -> Vec<u8> {
    let units = wide.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    without_marks(text.as_bytes()).to_vec()
}

/// Latin letters in UTF-16 have a zero byte in every second place, and no other text begins so.
fn unmarked_utf16(bytes: &[u8]) -> Option<Unit> {
    match bytes.first_chunk::<4>()?.map(|byte| byte == 0) {
        [false, true, false, true] => Some(u16::from_le_bytes),
        [true, false, true, false] => Some(u16::from_be_bytes),
        _ => None,
    }
}

/// Programs that copy a marked file often mark the copy once more.
fn without_marks(mut text: &[u8]) -> &[u8] {
    while let Some(rest) = text.strip_prefix(UTF8_MARK) {
        text = rest;
    }
    text
}

/// The lines of a text with their numbers from 1. They end with LF or CR LF, or with CR where the
/// text has no LF at all. A file that was appended to another one may begin with its mark.
pub(crate) fn lines(text: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let end = if text.contains(&b'\n') { b'\n' } else { b'\r' };
    let text = text.strip_suffix(&[end]).unwrap_or(text);
    let lines = text.split(move |byte| *byte == end);
    (1..).zip(lines.map(|line| without_marks(line.strip_suffix(b"\r").unwrap_or(line))))
}

/// The fields of a line, trimmed of blanks. Where fields may be quoted, quotes that do not close are
/// letters like others.
pub(crate) fn split<'t>(line: &'t [u8], separator: u8, quoted: bool) -> Vec<Cow<'t, [u8]>> {
    let in_quotes = if quoted && line.contains(&b'"') { split_quoted(line, separator) } else { None };
    in_quotes.unwrap_or_else(|| {
        line.split(|byte| *byte == separator).map(|field| Cow::Borrowed(trim(field))).collect()
    })
}

/// RFC 4180 §2: a field may stand in double quotes, and a double quote inside is written twice. A
/// quote that is not the field's first letter opens nothing. None when one is left open.
fn split_quoted<'t>(line: &'t [u8], separator: u8) -> Option<Vec<Cow<'t, [u8]>>> {
    let mut fields = Vec::new();
    let mut field = Vec::new();
    let mut inside = false;
    let mut bytes = line.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if inside && bytes.peek() == Some(&b'"') => {
                field.push(b'"');
                bytes.next();
            }
            b'"' if inside => inside = false,
            b'"' if trim(&field).is_empty() => inside = true,
            _ if byte == separator && !inside => fields.push(Cow::Owned(take_trimmed(&mut field))),
            _ => field.push(byte),
        }
    }
    fields.push(Cow::Owned(take_trimmed(&mut field)));
    (!inside).then_some(fields)
}

/// Blanks that are not ASCII: no-break space, ideographic space.
const WIDE_BLANKS: [&[u8]; 2] = [&[0xC2, 0xA0], &[0xE3, 0x80, 0x80]];

fn trim(field: &[u8]) -> &[u8] {
    let mut field = field.trim_ascii();
    loop {
        let wide =
            WIDE_BLANKS.iter().find_map(|blank| field.strip_prefix(*blank).or(field.strip_suffix(*blank)));
        match wide {
            Some(rest) => field = rest.trim_ascii(),
            None => return field,
        }
    }
}

fn take_trimmed(field: &mut Vec<u8>) -> Vec<u8> {
    trim(&std::mem::take(field)).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_wide_text_narrows() {
        let wide = |unit: fn(u16) -> [u8; 2], mark: u16| -> Vec<u8> {
            std::iter::once(mark).chain("a\t카".encode_utf16()).flat_map(unit).collect()
        };
        let narrow = "a\t카".as_bytes();
        for bytes in [
            narrow.to_vec(),
            [UTF8_MARK, narrow].concat(),
            [UTF8_MARK, UTF8_MARK, narrow].concat(),
            wide(u16::to_le_bytes, 0xFEFF)[2..].to_vec(),
            wide(u16::to_be_bytes, 0xFEFF)[2..].to_vec(),
            wide(u16::to_le_bytes, 0xFEFF),
            wide(u16::to_be_bytes, 0xFEFF),
        ] {
            assert_eq!(decode(&bytes), narrow);
        }
    }

    #[test]
    fn lines_end_as_their_system_ends_them() {
        for text in ["a\nb\n", "a\r\nb\r\n", "a\rb", "a\nb", "a\rb\r"] {
            let found: Vec<_> = lines(text.as_bytes()).collect();
            assert_eq!(found, [(1, &b"a"[..]), (2, &b"b"[..])], "{text:?}");
        }
        assert_eq!(lines("a\n\u{feff}b".as_bytes()).map(|(_, line)| line).collect::<Vec<_>>(), [b"a", b"b"]);
        assert_eq!(lines(b"a\n\nb").map(|(number, _)| number).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn fields_may_stand_in_quotes() {
        let check = |line: &str, expected: &[&str]| {
            let fields = split(line.as_bytes(), b',', true);
            let fields: Vec<_> = fields.iter().map(|field| std::str::from_utf8(field).unwrap()).collect();
            assert_eq!(fields, expected, "{line}");
        };
        check("a, b ,", &["a", "b", ""]);
        check("\"a,b\",c", &["a,b", "c"]);
        check("\"say \"\"no\"\"\",c", &["say \"no\"", "c"]);
        check("\"open,c", &["\"open", "c"]);
        check("O\"Neil,c", &["O\"Neil", "c"]);
        check("5\" pipe,\"a,b\"", &["5\" pipe", "a,b"]);
        check("\u{a0}a\u{3000},b", &["a", "b"]);
    }
}
