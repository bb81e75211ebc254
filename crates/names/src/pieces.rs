//! What a name is cut into, and what a question is.

use crate::latin;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use vocabulary::PersonName;

/// Shortest beginning of a Latin word that finds it: of one letter there are too many.
const SHORTEST: usize = 2;
/// Longest beginning that is kept.
const LONGEST: usize = 12;
/// The most pieces that a question is asked by; more say no more.
pub const MOST: usize = 8;

/// A run of characters of one sort.
enum Run {
    /// Chinese characters or Hangul: found by pairs.
    Eastern(Vec<char>),
    /// Anything else that is letters or digits: found by beginnings.
    Word(String),
}

/// The pieces that find a name.
pub fn pieces(name: &PersonName) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let whole = name.expose();
    for run in runs(&whole) {
        match run {
            Run::Eastern(characters) => {
                singles(&characters, &mut found);
                pairs(&characters, &mut found);
            }
            Run::Word(word) => beginnings(&word, &mut found),
        }
    }
    for word in latin::words(name.family(), name.given()) {
        beginnings(&word, &mut found);
    }
    found
}

/// The pieces that a name must all have to be what is asked for; nothing when too little is asked.
pub fn asked(text: &str) -> Vec<String> {
    let mut wanted = BTreeSet::new();
    for run in runs(text) {
        match run {
            Run::Eastern(characters) if characters.len() == 1 => singles(&characters, &mut wanted),
            Run::Eastern(characters) => pairs(&characters, &mut wanted),
            Run::Word(word) => {
                let beginning: String = word.chars().take(LONGEST).collect();
                if beginning.chars().count() >= SHORTEST {
                    wanted.insert(format!("b:{beginning}"));
                }
            }
        }
    }
    wanted.into_iter().take(MOST).collect()
}

fn singles(characters: &[char], found: &mut BTreeSet<String>) {
    found.extend(characters.iter().map(|one| format!("1:{one}")));
}

fn pairs(characters: &[char], found: &mut BTreeSet<String>) {
    found.extend(characters.windows(2).map(|pair| format!("2:{}{}", pair[0], pair[1])));
}

fn beginnings(word: &str, found: &mut BTreeSet<String>) {
    let characters: Vec<char> = word.chars().take(LONGEST).collect();
    for length in SHORTEST..=characters.len() {
        found.insert(format!("b:{}", characters[..length].iter().collect::<String>()));
    }
}

/// Small letters without accents, wide ones made narrow, cut where the sort of character changes.
fn runs(text: &str) -> Vec<Run> {
    // Accents go while letters are taken apart; Hangul is put together again.
    let plain: String =
        text.nfkd().filter(|c| !is_combining_mark(*c)).nfc().flat_map(char::to_lowercase).collect();
    let mut runs: Vec<Run> = Vec::new();
    let mut broken = true;
    for c in plain.chars() {
        let eastern = is_eastern(c);
        match runs.last_mut() {
            Some(Run::Eastern(run)) if eastern && !broken => run.push(c),
            Some(Run::Word(run)) if !eastern && c.is_alphanumeric() && !broken => run.push(c),
            _ if eastern => runs.push(Run::Eastern(vec![c])),
            _ if c.is_alphanumeric() => runs.push(Run::Word(c.to_string())),
            _ => {}
        }
        // O'Brien is one word; blanks and dashes part words.
        broken = !(c.is_alphanumeric() || matches!(c, '\'' | '’'));
    }
    runs
}

pub(crate) fn is_eastern(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(family: &str, given: &str, text: &str) -> bool {
        let pieces = pieces(&PersonName::new(family, given).unwrap());
        let asked = asked(text);
        !asked.is_empty() && asked.iter().all(|piece| pieces.contains(piece))
    }

    #[test]
    fn names_are_found_in_every_writing_and_in_parts() {
        for (family, given, by) in [
            ("王", "芳", &["王芳", "王", "芳", "wang fang", "Fang Wang", "wang", "wangf", "fa"][..]),
            ("欧阳", "建华", &["欧阳", "欧阳建华", "阳建", "建华", "ouyang", "jianhua", "ouyang jian"]),
            ("单", "雄信", &["shan", "单雄信", "xiongxin"]),
            (
                "김",
                "민준",
                &["김민준", "민준", "김", "준", "kim", "kim minjun", "minjun kim", "kim min jun", "gim"],
            ),
            ("이", "서연", &["lee seoyeon", "yi", "이서", "seo yeon"]),
            ("박", "준호", &["park", "bak junho", "박준호"]),
            ("최", "은", &["choi eun", "최은"]),
            ("Young", "Grace Ann", &["grace young", "you", "ann", "Grace Ann Young", "ＹＯＵＮＧ"]),
            ("O'Brien-Núñez", "José", &["jose nunez", "obrien", "o'brien", "NÚÑEZ"]),
        ] {
            for text in by {
                assert!(finds(family, given, text), "{text} does not find {given} {family}");
            }
        }
    }

    #[test]
    fn others_are_not_found_and_too_little_is_no_question() {
        for (family, given, text) in [
            ("王", "芳", "王方"),
            ("王", "芳", "李芳"),
            ("김", "민준", "김준민"),
            ("김", "민준", "kim junmin"),
            ("Young", "Grace", "oung"),
            ("Young", "Grace", "young gracie"),
        ] {
            assert!(!finds(family, given, text), "{text} finds {given} {family}");
        }
        for text in ["", " ", "a", "!?", "a b"] {
            assert!(asked(text).is_empty(), "{text}");
        }
        assert!(asked(&"한국어".repeat(40)).len() <= MOST);
    }
}
