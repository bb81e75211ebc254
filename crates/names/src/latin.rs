//! Chinese and Korean names in Latin letters, in every way they are commonly written.

use crate::pieces::is_eastern;
use pinyin::ToPinyinMulti;

/// Initial, medial and final sounds of Hangul in the Revised Romanization of Korean (2000), in Unicode's order.
const INITIALS: [&str; 19] =
    ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
const MEDIALS: [&str; 21] = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi",
    "yu", "eu", "ui", "i",
];
const FINALS: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t",
    "ng", "t", "t", "k", "t", "p", "t",
];

/// Family names that nearly everybody writes otherwise than the rule has it.
const FAMILIES: [(&str, &[&str]); 20] = [
    ("김", &["kim"]),
    ("이", &["lee", "yi", "rhee"]),
    ("박", &["park", "pak"]),
    ("최", &["choi", "choe"]),
    ("정", &["jung", "chung"]),
    ("강", &["kang"]),
    ("조", &["cho"]),
    ("윤", &["yoon", "yun"]),
    ("장", &["chang"]),
    ("임", &["lim", "rim"]),
    ("오", &["oh"]),
    ("신", &["shin"]),
    ("권", &["kwon"]),
    ("황", &["hwang"]),
    ("안", &["ahn"]),
    ("류", &["ryu", "yoo"]),
    ("유", &["yoo", "yu"]),
    ("노", &["roh", "noh"]),
    ("문", &["moon"]),
    ("우", &["woo"]),
];

/// The most ways in which one part of a name is written.
const MOST: usize = 64;

/// How a name may be written: each part as one word and syllable by syllable, and all of it as one word. Nothing
/// for one that is not eastern.
pub(crate) fn words(family: &str, given: &str) -> Vec<String> {
    let (families, givens) = (wholes(family), wholes(given));
    let together =
        families.iter().flat_map(|first| givens.iter().map(move |second| format!("{first}{second}")));
    let together: Vec<String> = together.take(MOST).collect();
    let syllables = family.chars().chain(given.chars()).flat_map(readings);
    let mut found: Vec<String> =
        syllables.chain(families.clone()).chain(givens.clone()).chain(together).collect();
    found.sort();
    found.dedup();
    found
}

/// How a part is written as one word.
fn wholes(part: &str) -> Vec<String> {
    if part.is_empty() || !part.chars().all(is_eastern) {
        return Vec::new();
    }
    let mut wholes = vec![String::new()];
    for c in part.chars() {
        let readings = readings(c);
        let longer =
            wholes.iter().flat_map(|whole| readings.iter().map(move |next| format!("{whole}{next}")));
        wholes = longer.take(MOST).collect();
    }
    let usual = FAMILIES.iter().find(|(family, _)| *family == part);
    wholes.extend(usual.into_iter().flat_map(|(_, ways)| ways.iter().map(|way| (*way).to_owned())));
    wholes
}

/// How one character is read.
fn readings(c: char) -> Vec<String> {
    if let Some(syllable) = u32::from(c).checked_sub(0xac00).filter(|syllable| *syllable < 11_172) {
        let [initial, medial, last] =
            [syllable / 588, syllable % 588 / 28, syllable % 28].map(|n| n as usize);
        return vec![format!("{}{}{}", INITIALS[initial], MEDIALS[medial], FINALS[last])];
    }
    let all = c.to_pinyin_multi().into_iter().flatten();
    // The sound without its tone; ü is keyed as v or u.
    let mut readings: Vec<String> = all.map(|reading| reading.plain().replace('ü', "v")).collect();
    let with_u: Vec<String> = readings
        .iter()
        .filter(|reading| reading.contains('v'))
        .map(|reading| reading.replace('v', "u"))
        .collect();
    readings.extend(with_u);
    readings.sort();
    readings.dedup();
    readings
}
