//! Where the board is drawn: the whole terminal, or, when there is none, a line now and then.

use super::board::{self, Glance, percent};
use super::words::Words;
use crossterm::event::{self, Event, KeyCode, KeyModifiers};
use ratatui::DefaultTerminal;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};
use vocabulary::Language;

/// How often a line is printed when there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// The board's place.
pub struct Screen {
    words: Words,
    place: Place,
}

enum Place {
    Terminal(DefaultTerminal),
    Lines { printed: Option<Instant>, introduced: bool, served: bool },
}

impl Screen {
    /// Takes the terminal over, if there is one.
    pub fn open(language: Language) -> io::Result<Screen> {
        let place = if io::stdout().is_terminal() && io::stdin().is_terminal() {
            Place::Terminal(ratatui::try_init()?)
        } else {
            Place::Lines { printed: None, introduced: false, served: false }
        };
        Ok(Screen { words: Words::of(language), place })
    }

    /// Whether `q`, Escape or Ctrl-C was pressed since the last time. In a terminal that was taken
    /// over, Ctrl-C is a key like others.
    pub fn wants_to_quit(&self) -> io::Result<bool> {
        if matches!(self.place, Place::Lines { .. }) {
            return Ok(false);
        }
        while event::poll(Duration::ZERO)? {
            if let Event::Key(key) = event::read()? {
                let interrupt =
                    key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
                if interrupt || matches!(key.code, KeyCode::Char('q') | KeyCode::Esc) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Draws the board, or prints a line if it is time for one.
    pub fn draw(&mut self, glance: &Glance) -> io::Result<()> {
        let words = &self.words;
        match &mut self.place {
            Place::Terminal(terminal) => {
                terminal.draw(|frame| board::draw(frame, glance, words))?;
            }
            Place::Lines { printed, introduced, served } => {
                if !std::mem::replace(introduced, true) {
                    introduce(glance, words);
                }
                if let Some(after) = glance.first_served
                    && !std::mem::replace(served, true)
                {
                    println!("{} {:.1} s", words.first_served, after.as_seconds());
                }
                if printed.is_none_or(|at| at.elapsed() >= LINE_EVERY) {
                    *printed = Some(Instant::now());
                    print_line(glance, words);
                }
            }
        }
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if matches!(self.place, Place::Terminal(_)) {
            ratatui::restore();
        }
    }
}

fn introduce(glance: &Glance, words: &Words) {
    println!("{}", words.title);
    for (language, called) in &glance.numbers {
        println!("SIP {}  {language}  {called}", glance.sip);
    }
    println!("HTTP http://{}", glance.http);
    println!("{}  {}", words.token, glance.tokens[0]);
    println!("{}  {}", words.agent_token, glance.tokens[1]);
}

fn print_line(glance: &Glance, words: &Words) {
    let Some(board) = &glance.board else { return };
    let today = &board.today;
    println!(
        "{} {}  {} {}  {} {}  {} {}/{}  {} {}  {} {}",
        words.in_flow,
        board.in_flow,
        words.waiting,
        board.waiting,
        words.talking,
        board.talking,
        words.answered,
        today.answered,
        today.offered,
        words.service_level,
        percent(today.service_level()),
        words.abandonment,
        percent(today.abandonment()),
    );
}
