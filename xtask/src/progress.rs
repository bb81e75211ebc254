//! Progress of long work: a bar on a terminal, a line every few seconds elsewhere.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Between two lines where there is no terminal.
const EVERY: Duration = Duration::from_secs(5);

/// Shown until dropped. Goes to standard error, so that standard output stays clean.
pub enum Progress {
    Bar(ProgressBar),
    Lines(Lines),
}

/// The form for logs.
pub struct Lines {
    state: Arc<Mutex<State>>,
    /// Dropped to end the printer.
    end: Option<Sender<()>>,
    printer: Option<JoinHandle<()>>,
}

struct State {
    title: String,
    begun: Instant,
    done: u64,
    /// In the unit of `done`; 0 while unknown.
    total: u64,
    unit: &'static str,
    now: String,
}

impl Progress {
    /// `total` in `unit`s, 0 when it is not known.
    pub fn new(title: &str, total: u64, unit: &'static str) -> Progress {
        if std::io::stderr().is_terminal() {
            return Progress::Bar(bar(title, total, unit));
        }
        let state = State {
            title: title.to_owned(),
            begun: Instant::now(),
            done: 0,
            total,
            unit,
            now: "starting".to_owned(),
        };
        eprintln!("{}", state.line());
        Progress::Lines(Lines::new(state))
    }

    /// `done` of the total, and what is being done now.
    pub fn set(&self, done: u64, now: &str) {
        match self {
            Progress::Bar(bar) => {
                // An estimate that was too low must not show more than all.
                if bar.length().is_some_and(|total| total < done) {
                    bar.set_length(done);
                }
                bar.set_position(done);
                bar.set_message(now.to_owned());
            }
            Progress::Lines(lines) => {
                let mut state = lines.state.lock().unwrap_or_else(PoisonError::into_inner);
                state.done = done;
                now.clone_into(&mut state.now);
                if state.total > 0 {
                    state.total = state.total.max(done);
                }
            }
        }
    }

    /// A line of its own, beside the bar.
    pub fn say(&self, line: &str) {
        match self {
            Progress::Bar(bar) => bar.suspend(|| eprintln!("{line}")),
            Progress::Lines(_) => eprintln!("{line}"),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        match self {
            Progress::Bar(bar) => bar.finish_and_clear(),
            Progress::Lines(lines) => lines.stop(),
        }
    }
}

impl Lines {
    fn new(state: State) -> Lines {
        let state = Arc::new(Mutex::new(state));
        let (end, ended) = mpsc::channel();
        let shown = state.clone();
        let printer = std::thread::spawn(move || {
            while ended.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                eprintln!("{}", shown.lock().unwrap_or_else(PoisonError::into_inner).line());
            }
        });
        Lines { state, end: Some(end), printer: Some(printer) }
    }

    fn stop(&mut self) {
        drop(self.end.take());
        if let Some(printer) = self.printer.take() {
            // A printer that panicked has nothing left to print.
            let _ = printer.join();
        }
    }
}

impl State {
    fn line(&self) -> String {
        let State { title, done, total, unit, now, .. } = self;
        let elapsed = elapsed(self.begun.elapsed());
        match total {
            0 if *done == 0 => format!("{title}: {elapsed}, {now}"),
            0 => format!("{title}: {done} {unit}, {elapsed}, {now}"),
            _ => format!("{title}: {done} of {total} {unit}, {elapsed}, {now}"),
        }
    }
}

fn bar(title: &str, total: u64, unit: &'static str) -> ProgressBar {
    let (bar, template) = match total {
        0 => (ProgressBar::new_spinner(), "{spinner} {prefix} {pos} {unit} {elapsed} {wide_msg:.dim}"),
        _ => (ProgressBar::new(total), "{prefix} {bar:24} {pos}/{len} {unit} {elapsed} {wide_msg:.dim}"),
    };
    let style = ProgressStyle::with_template(&template.replace("{unit}", unit))
        .expect("the templates above are well formed")
        .progress_chars("━╸─");
    bar.set_style(style);
    bar.set_prefix(title.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// `7 s`, `3 min 05 s`.
pub fn elapsed(span: Duration) -> String {
    let seconds = span.as_secs();
    match seconds / 60 {
        0 => format!("{seconds} s"),
        minutes => format!("{minutes} min {:02} s", seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_and_what_now() {
        let line = |done, total| {
            let (title, now) = ("building".to_owned(), "syn".to_owned());
            State { title, begun: Instant::now(), done, total, unit: "crates", now }.line()
        };
        assert_eq!(line(7, 40), "building: 7 of 40 crates, 0 s, syn");
        assert_eq!(line(7, 0), "building: 7 crates, 0 s, syn");
        assert_eq!(line(0, 0), "building: 0 s, syn");
    }

    #[test]
    fn time_is_said_in_minutes_and_seconds() {
        for (seconds, said) in [(0, "0 s"), (59, "59 s"), (60, "1 min 00 s"), (605, "10 min 05 s")] {
            assert_eq!(elapsed(Duration::from_secs(seconds)), said);
        }
    }
}
