//! One line that is written over, for people who watch a terminal.

use std::io::IsTerminal;

/// How often the line changes.
const EVERY: u64 = 5_000;

/// The line.
pub struct Progress {
    shown: bool,
    terminal: bool,
}

impl Progress {
    pub fn new() -> Progress {
        Progress { shown: false, terminal: std::io::stderr().is_terminal() }
    }

    /// So many rows so far.
    pub fn tell(&mut self, what: &str, count: u64) {
        if self.terminal && count.is_multiple_of(EVERY) {
            eprint!("\r{what} {count:>9} rows ");
            self.shown = true;
        }
    }

    /// So many of so many, each of them worth telling.
    pub fn say(&mut self, what: &str, done: u32, of: u32) {
        if self.terminal {
            eprint!("\r{what} {done} of {of}          ");
            self.shown = true;
        }
    }

    pub fn end(&self) {
        if self.shown {
            eprint!("\r{:40}\r", "");
        }
    }
}
