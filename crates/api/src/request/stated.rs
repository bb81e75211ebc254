//! What somebody states in a few words: why a field is shown in clear, which matter a hold is for, what a view is called.
//! Somebody else reads it later and has to be able to go by it, so that what would not be seen, would turn the words
//! around it, or says nothing, is refused.

use crate::problem::{Kind, Problem};
use std::ops::RangeInclusive;

/// Takes a reason: words of this length, in characters, of which not all are the same.
///
/// # Errors
/// A problem about the field that says what is wrong with it.
pub(crate) fn reason<'t>(
    field: &'static str,
    text: &'t str,
    length: RangeInclusive<usize>,
) -> Result<&'t str, Problem> {
    let text = label(field, text, length)?;
    let mut said = text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase);
    let first = said.next();
    if first.is_none() || said.all(|letter| Some(letter) == first) {
        return Err(refused(field, "say it in words; one character alone, or signs, tell nobody anything"));
    }
    Ok(text)
}

/// Takes a label: characters that are seen, as many as this.
///
/// # Errors
/// A problem about the field that says what is wrong with it.
pub(crate) fn label<'t>(
    field: &'static str,
    text: &'t str,
    length: RangeInclusive<usize>,
) -> Result<&'t str, Problem> {
    if let Some(unseen) = unseen(text) {
        let detail =
            format!("leave out U+{:04X}: it is not seen, or turns what is written around", u32::from(unseen));
        return Err(refused(field, &detail));
    }
    let text = text.trim();
    if !length.contains(&text.chars().count()) {
        let (shortest, longest) = (length.start(), length.end());
        return Err(refused(field, &format!("say it in {shortest} to {longest} characters")));
    }
    Ok(text)
}

/// The first character that nobody sees: controls, line ends, marks of direction (Unicode UAX #9), blanks without width, tags. What
/// joins letters in some scripts (U+200C, U+200D) stays.
pub(crate) fn unseen(text: &str) -> Option<char> {
    let is_unseen = |letter: char| {
        letter.is_control()
            || matches!(letter,
                '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
                | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}')
    };
    text.chars().find(|letter| is_unseen(*letter))
}

fn refused(field: &'static str, detail: &str) -> Problem {
    Problem::new(Kind::InvalidBody, format!("{field}: {detail}")).about(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_words_that_are_seen() {
        let check = |text: &str, taken: Option<&str>| {
            assert_eq!(reason("reason", text, 5..=20).ok(), taken, "{text:?}");
        };
        for sound in [
            "the customer asks",
            "客户要求核对卡号",
            "고객이 번호를 확인",
            "court 2026/17",
            "نامه\u{200c}ای رسید",
        ] {
            check(sound, Some(sound));
        }
        check("  in time  ", Some("in time"));
        for odd in [
            "",
            "     ",
            "\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}",
            "why",
            "aaaaaaa",
            "AaAaAa",
            "a a a a a",
            "......",
            "-----!",
            "查查查查查查",
            "more than twenty characters",
        ] {
            check(odd, None);
        }
        for unseen in [
            "\0",
            "\u{1b}",
            "\n",
            "\u{7f}",
            "\u{85}",
            "\u{202a}",
            "\u{202e}",
            "\u{2066}",
            "\u{2069}",
            "\u{200b}",
            "\u{200f}",
            "\u{2028}",
            "\u{feff}",
            "\u{e0041}",
        ] {
            for text in [
                format!("the {unseen}customer"),
                format!("{unseen}the customer"),
                format!("the customer{unseen}"),
            ] {
                check(&text, None);
            }
        }
        assert_eq!(label("wording", " 7 ", 1..=64).ok(), Some("7"), "a label may be short");
    }
}
