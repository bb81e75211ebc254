//! From bytes to lines and from lines to fields.

use std::borrow::Cow;

const UTF8_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];
const UTF16_LITTLE: &[u8] = &[0xFF, 0xFE];
const UTF16_BIG: &[u8] = &[0xFE, 0xFF];

/// A file's bytes without byte order mark, UTF-16 turned into UTF-8.
pub fn decode(bytes: &[u8]) -> Cow<'_, [u8]> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = rest.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
        let text: String =
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        Cow::Owned(text.into_bytes())
    };
    if let Some(rest) = bytes.strip_prefix(UTF8_MARK) {
        Cow::Borrowed(rest)
    } else if let Some(rest) = bytes.strip_prefix(UTF16_LITTLE) {
        wide(rest, u16::from_le_bytes)
    } else if let Some(rest) = bytes.strip_prefix(UTF16_BIG) {
        wide(rest, u16::from_be_bytes)
    } else {
        Cow::Borrowed(bytes)
    }
}

/// The lines of a text with their numbers from 1. They end with LF or CR LF, or with CR where the
/// text has no LF at all.
pub(crate) fn lines(text: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let end = if text.contains(&b'\n') { b'\n' } else { b'\r' };
    let text = text.strip_suffix(&[end]).unwrap_or(text);
    let lines = text.split(move |byte| *byte == end);
    (1..).zip(lines.map(|line| line.strip_suffix(b"\r").unwrap_or(line)))
}

/// The fields of a line, trimmed of blanks.
pub(crate) fn split<'t>(line: &'t [u8], separator: u8, quoted: bool) -> Vec<Cow<'t, [u8]>> {
    if quoted && line.contains(&b'"') {
        return split_quoted(line, separator);
    }
    line.split(|byte| *byte == separator).map(|field| Cow::Borrowed(field.trim_ascii())).collect()
}

/// RFC 4180 §2: a field may stand in double quotes, and a double quote inside is written twice.
fn split_quoted<'t>(line: &'t [u8], separator: u8) -> Vec<Cow<'t, [u8]>> {
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
            b'"' => inside = !inside,
            _ if byte == separator && !inside => fields.push(Cow::Owned(take_trimmed(&mut field))),
            _ => field.push(byte),
        }
    }
    fields.push(Cow::Owned(take_trimmed(&mut field)));
    fields
}

fn take_trimmed(field: &mut Vec<u8>) -> Vec<u8> {
    std::mem::take(field).trim_ascii().to_vec()
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
        check("\"open,c", &["open,c"]);
    }
}
