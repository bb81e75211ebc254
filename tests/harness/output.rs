//! What a process says, line by line, as it says it.

use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Everything a stream of a process has said so far.
#[derive(Clone, Default)]
pub struct Output(Arc<(Mutex<Said>, Condvar)>);

#[derive(Default)]
struct Said {
    text: String,
    over: bool,
}

impl Output {
    /// Listens until the stream ends.
    pub fn of(stream: impl Read + Send + 'static) -> Output {
        let output = Output::default();
        let own = output.clone();
        std::thread::spawn(move || {
            let mut lines = BufReader::new(stream);
            let mut line = Vec::new();
            while lines.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
                own.change(|said| said.text.push_str(&String::from_utf8_lossy(&line)));
                line.clear();
            }
            own.change(|said| said.over = true);
        });
        output
    }

    /// All of it so far.
    pub fn text(&self) -> String {
        self.said().text.clone()
    }

    /// The last few lines, for a test that fails.
    pub fn tail(&self) -> String {
        let said = self.said();
        let lines: Vec<&str> = said.text.lines().collect();
        lines[lines.len().saturating_sub(25)..].join("\n")
    }

    /// Waits until something wanted is found in it; `None` when the stream ended, or the time was
    /// up, before.
    pub fn wait<T>(&self, limit: Duration, find: impl Fn(&str) -> Option<T>) -> Option<T> {
        let waiting = |said: &mut Said| !said.over && find(&said.text).is_none();
        let (said, _) =
            self.0.1.wait_timeout_while(self.said(), limit, waiting).unwrap_or_else(PoisonError::into_inner);
        find(&said.text)
    }

    /// Waits for its end: the process is gone. False when the time is up first.
    pub fn wait_for_end(&self, limit: Duration) -> bool {
        let (said, _) = self
            .0
            .1
            .wait_timeout_while(self.said(), limit, |said| !said.over)
            .unwrap_or_else(PoisonError::into_inner);
        said.over
    }

    fn said(&self) -> MutexGuard<'_, Said> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Said)) {
        change(&mut self.said());
        self.0.1.notify_all();
    }
}
