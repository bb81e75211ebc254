//! From a text to lines of words, and a reader that takes the words of one line in turn.

use crate::fault::{Fault, Place, Reason};
use crate::flow::{Mention, Target};
use std::ops::RangeInclusive;
use std::str::FromStr;
use vocabulary::journal::EndReason;
use vocabulary::{PromptName, Span, StepName, ids};

/// A line that says something, without its remark.
pub(super) struct Line<'t> {
    words: Vec<(Place, &'t str)>,
    end: Place,
}

/// The lines of a text that say something. A word that begins with `//` begins a remark.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    // Editors on Windows may put a byte order mark first.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    (1..)
        .zip(text.lines())
        .map(|(number, line)| split(number, line))
        .filter(|line| !line.words.is_empty())
        .collect()
}

fn split(number: u32, line: &str) -> Line<'_> {
    let mut words = Vec::new();
    let mut end = Place { line: number, column: 1 };
    let mut column = 1;
    // Cut after every space: a piece is a word and the space behind it.
    for piece in line.split_inclusive(char::is_whitespace) {
        let at = Place { line: number, column };
        let word = piece.trim_end();
        if word.starts_with("//") {
            break;
        }
        column += u32::try_from(piece.chars().count()).unwrap_or(u32::MAX - column);
        if !word.is_empty() {
            words.push((at, word));
            end =
                Place { line: number, column: at.column + u32::try_from(word.chars().count()).unwrap_or(0) };
        }
    }
    Line { words, end }
}

impl<'t> Line<'t> {
    pub fn reader(&self) -> Reader<'_, 't> {
        Reader { line: self, next: 0 }
    }

    /// Where the line's first word stands.
    pub fn at(&self) -> Place {
        self.words.first().map_or(self.end, |(at, _)| *at)
    }

    /// The step a line leads to: the name after its last words `go to`.
    pub fn target_name(&self) -> Option<Mention<StepName>> {
        match self.words.as_slice() {
            [.., (_, "go"), (_, "to"), (at, name)] => Some(Mention { name: name.parse().ok()?, at: *at }),
            _ => None,
        }
    }

    /// The line's first word.
    pub fn opening(&self) -> &'t str {
        self.words.first().map_or("", |(_, word)| word)
    }
}

/// Takes the words of a line in turn.
pub(super) struct Reader<'l, 't> {
    line: &'l Line<'t>,
    next: usize,
}

impl<'t> Reader<'_, 't> {
    pub fn peek(&self) -> Option<&'t str> {
        self.line.words.get(self.next).map(|(_, word)| *word)
    }

    /// Where the next word stands, or the line ends.
    pub fn at(&self) -> Place {
        self.line.words.get(self.next).map_or(self.line.end, |(at, _)| *at)
    }

    pub fn take(&mut self) -> Option<&'t str> {
        let word = self.peek()?;
        self.next += 1;
        Some(word)
    }

    /// Takes the next word if it is this one.
    pub fn accept(&mut self, word: &str) -> bool {
        let fits = self.peek() == Some(word);
        self.next += usize::from(fits);
        fits
    }

    /// Takes exactly these words, one after the other.
    pub fn expect(&mut self, words: &str) -> Result<(), Fault> {
        for word in words.split(' ') {
            if !self.accept(word) {
                return Err(self.unlike(format!("`{word}`")));
            }
        }
        Ok(())
    }

    /// The fault of the next word: something else belongs there.
    pub fn unlike(&self, expected: impl Into<String>) -> Fault {
        let expected = expected.into();
        let reason = match self.peek() {
            Some(found) => Reason::Expected { expected, found: found.to_owned() },
            None => Reason::Incomplete { expected },
        };
        Fault { at: self.at(), reason }
    }

    /// The line must be at its end.
    pub fn end(&self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(found) => Err(Fault { at: self.at(), reason: Reason::Surplus { found: found.to_owned() } }),
        }
    }

    pub fn name<T: FromStr<Err = ids::Error>>(&mut self, what: &str) -> Result<Mention<T>, Fault> {
        let at = self.at();
        let Some(word) = self.take() else { return Err(self.unlike(what)) };
        match word.parse() {
            Ok(name) => Ok(Mention { name, at }),
            Err(source) => Err(Fault { at, reason: Reason::BadName { found: word.to_owned(), source } }),
        }
    }

    /// One or more names, to the end of the line.
    pub fn names<T: FromStr<Err = ids::Error>>(&mut self, what: &str) -> Result<Vec<Mention<T>>, Fault> {
        let mut names = vec![self.name(what)?];
        while self.peek().is_some() {
            names.push(self.name(what)?);
        }
        Ok(names)
    }

    /// One or more prompts, to the end of the line.
    pub fn prompts(&mut self) -> Result<Vec<Mention<PromptName>>, Fault> {
        self.names("the name of a prompt")
    }

    pub fn number(&mut self, what: &'static str, range: RangeInclusive<u32>) -> Result<u32, Fault> {
        let at = self.at();
        let Some(word) = self.take() else { return Err(self.unlike(what)) };
        match word.parse() {
            Ok(number) if range.contains(&number) => Ok(number),
            _ => {
                let reason = Reason::BadNumber {
                    found: word.to_owned(),
                    what,
                    least: *range.start(),
                    most: *range.end(),
                };
                Err(Fault { at, reason })
            }
        }
    }

    /// As [`Reader::number`], for small counts.
    pub fn count(&mut self, what: &'static str, range: RangeInclusive<u8>) -> Result<u8, Fault> {
        let number = self.number(what, u32::from(*range.start())..=u32::from(*range.end()))?;
        Ok(u8::try_from(number).expect("the range ends below 256"))
    }

    /// `6 seconds`, `1 second`, `2 minutes`: a number from `least` on, and at most so many seconds
    /// in all.
    pub fn span(&mut self, what: &'static str, least: u32, most_seconds: u32) -> Result<Span, Fault> {
        let (at, found) = (self.at(), self.peek().unwrap_or_default());
        let number = self.number(what, least..=most_seconds)?;
        let unit = match self.peek() {
            Some("second" | "seconds") => 1,
            Some("minute" | "minutes") => 60,
            _ => return Err(self.unlike("`seconds` or `minutes`")),
        };
        self.next += 1;
        let most = most_seconds / unit;
        if number > most {
            return Err(Fault {
                at,
                reason: Reason::BadNumber { found: found.to_owned(), what, least, most },
            });
        }
        Ok(Span::seconds(i64::from(number * unit)))
    }

    /// `go to STEP` or `hang up`, with or without `as REASON`; then the line ends.
    pub fn target(&mut self) -> Result<Target, Fault> {
        let target = match self.peek() {
            Some("go") => {
                self.expect("go to")?;
                Target::Step(self.name("the name of a step")?)
            }
            Some("hang") => {
                self.expect("hang up")?;
                Target::HangUp(self.end_reason()?)
            }
            _ => return Err(self.unlike("`go to STEP` or `hang up`")),
        };
        self.end()?;
        Ok(target)
    }

    fn end_reason(&mut self) -> Result<EndReason, Fault> {
        if !self.accept("as") {
            return Ok(EndReason::FlowEnded);
        }
        let reason = match self.peek() {
            Some("closed") => EndReason::Closed,
            Some("full") => EndReason::Full,
            Some("unstaffed") => EndReason::Unstaffed,
            _ => return Err(self.unlike("`closed`, `full` or `unstaffed`")),
        };
        self.next += 1;
        Ok(reason)
    }
}
