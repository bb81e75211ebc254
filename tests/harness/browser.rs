//! A real browser with the real page, driven by `web/e2e/driven.mjs`.

use super::Centre;
use super::output::Output;
use serde_json::{Value, json};
use std::f64::consts::TAU;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The longest wait for an answer: the driver gives up sooner and says what the page says instead. A
/// browser takes its time to start where much else is going on.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long a browser may take to end by itself.
const ENDING: Duration = Duration::from_secs(10);
/// What the microphone hears, in hertz: no prompt's tone.
pub const MICROPHONE: u16 = 2_800;
/// Samples a second of the microphone.
const RATE: u32 = 48_000;

/// Which browser.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Its microphone hears [`MICROPHONE`] in bursts: a tone that stays would be taken for noise.
    Chromium,
    /// Its microphone hears [`MICROPHONE`] without a pause, and nothing is taken for noise.
    Firefox,
}

/// A browser, whose windows go by names. It ends with its handle.
pub struct Browser {
    _folder: TempDir,
    child: Child,
    hand: Option<ChildStdin>,
    answers: Receiver<String>,
    said: Output,
}

impl Browser {
    /// Starts one.
    ///
    /// # Panics
    /// When the page, a browser or Node.js is missing; says what to do.
    pub fn start(kind: Kind) -> Browser {
        let web = web();
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let mut command = Command::new("node");
        command.current_dir(&web).arg("e2e/driven.mjs");
        match kind {
            Kind::Chromium => {
                let microphone = folder.path().join("microphone.wav");
                std::fs::write(&microphone, bursts()).expect("a temporary folder takes files");
                command.arg("chromium").arg("--microphone").arg(microphone);
            }
            Kind::Firefox => {
                command.args(["firefox", "--tone", &MICROPHONE.to_string()]);
            }
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("install Node.js: the page is driven by it");
        let said = Output::of(child.stderr.take().expect("standard error is ours"));
        let lines = BufReader::new(child.stdout.take().expect("standard output is ours")).lines();
        let (tell, answers) = channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| tell.send(line)));
        let hand = child.stdin.take();
        Browser { _folder: folder, child, hand, answers, said }
    }

    /// Opens a window on a centre's page and signs in there.
    pub fn sign_in(&mut self, name: &str, centre: &Centre, token: &str) {
        self.open(name, centre, token, false);
        self.says(name, "My work");
        self.says(name, "Line quality");
    }

    /// The same for somebody who is no agent, and sees this first.
    pub fn sign_in_as(&mut self, name: &str, centre: &Centre, token: &str, first: &str) {
        self.open(name, centre, token, false);
        self.says(name, first);
    }

    /// The same, where there is no microphone.
    pub fn sign_in_deaf(&mut self, name: &str, centre: &Centre, token: &str) {
        self.open(name, centre, token, true);
        self.says(name, "My work");
        self.says(name, "No microphone");
    }

    fn open(&mut self, name: &str, centre: &Centre, token: &str, deaf: bool) {
        let url = format!("http://{}", centre.http);
        self.does(json!({"do": "open", "name": name, "url": url, "deaf": deaf}));
        self.click(name, "English");
        self.click(name, "Sign in with an access token");
        self.does(json!({"do": "fill", "name": name, "id": "token", "words": token}));
        self.click(name, "Sign in");
    }

    /// Waits until the page says something; all that it says then.
    pub fn says(&mut self, name: &str, words: &str) -> String {
        let said = self.does(json!({"do": "says", "name": name, "words": words}));
        said.as_str().expect("a page says text").to_owned()
    }

    /// Clicks the button that says this.
    pub fn click(&mut self, name: &str, words: &str) {
        self.does(json!({"do": "click", "name": name, "words": words}));
    }

    /// Clicks the button that says this, which opens a window.
    pub fn opens(&mut self, name: &str, words: &str, window: &str) {
        self.does(json!({"do": "opens", "name": name, "words": words, "window": window}));
    }

    /// Presses keys one after another.
    pub fn press(&mut self, name: &str, keys: &[&str]) {
        self.does(json!({"do": "press", "name": name, "keys": keys}));
    }

    /// Types text, character by character.
    pub fn types(&mut self, name: &str, text: &str) {
        let keys: Vec<String> = text.chars().map(String::from).collect();
        self.does(json!({"do": "press", "name": name, "keys": keys}));
    }

    /// Waits until an expression of the page is true; what it is worth.
    pub fn until(&mut self, name: &str, expression: &str) -> Value {
        self.does(json!({"do": "until", "name": name, "expression": expression}))
    }

    /// Waits until this tone comes out of the page's telephone.
    pub fn hears(&mut self, name: &str, hertz: u16) {
        self.does(json!({"do": "hears", "name": name, "hertz": hertz}));
    }

    /// Loads the page anew.
    pub fn reload(&mut self, name: &str) {
        self.does(json!({"do": "reload", "name": name}));
    }

    /// Closes a window without a word to the page.
    pub fn close(&mut self, name: &str) {
        self.does(json!({"do": "close", "name": name}));
    }

    /// Puts a page to sleep, as browsers do with tabs that nobody looks at; or wakes it.
    pub fn freeze(&mut self, name: &str, on: bool) {
        self.does(json!({"do": "freeze", "name": name, "on": on}));
    }

    /// No console said anything it should not: no error, nothing forbidden by the policy of content.
    pub fn is_content(&mut self) {
        assert_eq!(self.does(json!({"do": "complaints"})), json!([]), "the console said so");
    }

    fn does(&mut self, what: Value) -> Value {
        let hand = self.hand.as_mut().expect("it is there until it is dropped");
        // A driver that is gone does not answer either.
        let _ = writeln!(hand, "{what}").and_then(|()| hand.flush());
        let answer = self.answers.recv_timeout(PATIENCE);
        let answer = answer.unwrap_or_else(|_| panic!("{what} got no answer: {}", self.said.tail()));
        let mut answer: Value = serde_json::from_str(&answer).expect("answers are JSON");
        match answer.get_mut("done") {
            Some(done) => done.take(),
            None => {
                panic!("{what}\n{}\n{}", answer["failed"].as_str().unwrap_or_default(), answer["complaints"])
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.hand.take());
        let told = Instant::now();
        while told.elapsed() < ENDING {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where the page is, with all that it takes to drive it.
fn web() -> PathBuf {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let built = web.join("dist/index.html").is_file() && web.join("node_modules/playwright-core").is_dir();
    assert!(built, "the page is not built: run `cargo xtask ui`");
    web
}

/// A microphone's sound as WAVE: ten seconds, 0.3 s of tone and 0.2 s of silence in turn.
fn bursts() -> Vec<u8> {
    let step = f64::from(MICROPHONE) * TAU / f64::from(RATE);
    let sample = |place: u32| {
        let sounds = place % (RATE / 2) < RATE * 3 / 10;
        if sounds { (12_000.0 * (f64::from(place) * step).sin()) as i16 } else { 0 }
    };
    let length = 2 * 10 * RATE;
    let mut wave = [&b"RIFF"[..], &(36 + length).to_le_bytes(), b"WAVEfmt "].concat();
    wave.extend([16, 0, 0, 0, 1, 0, 1, 0]);
    wave.extend(RATE.to_le_bytes());
    wave.extend((2 * RATE).to_le_bytes());
    wave.extend([2, 0, 16, 0]);
    wave.extend([&b"data"[..], &length.to_le_bytes()].concat());
    wave.extend((0..10 * RATE).flat_map(|place| sample(place).to_le_bytes()));
    wave
}
