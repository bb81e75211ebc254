//! The journal as it comes: the centre's live events.

use super::http;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Pause before a stream that ended is taken up again.
const COME_AGAIN: Duration = Duration::from_millis(50);

/// An entry as the API tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry(pub Value);

impl Entry {
    /// What it is: `queued`.
    pub fn kind(&self) -> &str {
        self.text("kind")
    }

    /// A field's text, or nothing.
    pub fn text(&self, field: &str) -> &str {
        self.0[field].as_str().unwrap_or_default()
    }

    /// The contact's number.
    pub fn contact(&self) -> Option<u64> {
        number(self.text("contact"))
    }

    /// The agent's number.
    pub fn agent(&self) -> Option<u64> {
        number(self.text("agent"))
    }

    /// Its place in the journal.
    pub fn place(&self) -> u64 {
        number(self.text("sequence")).unwrap_or_default()
    }

    /// What it says, in a few words: `flow_moved menu`, `contact_closed abandoned`.
    pub fn words(&self) -> String {
        let about = match self.kind() {
            "flow_moved" => self.text("step").to_owned(),
            "verification_failed" => self.text("why").to_owned(),
            "offered" | "connected" | "callback_dialled" => self.text("agent").to_owned(),
            "offer_failed" | "agent_lost" | "callback_failed" => self.text("cause").to_owned(),
            "verification_call" => self.text("step").to_owned(),
            "recording_ended" => self.text("outcome").to_owned(),
            "contact_ended" | "contact_closed" => self.text("reason").to_owned(),
            _ => String::new(),
        };
        format!("{} {about}", self.kind()).trim_end().to_owned()
    }
}

fn number(id: &str) -> Option<u64> {
    id.split_once('-')?.1.parse().ok()
}

/// All entries from the first one on, followed in the background.
#[derive(Clone, Default)]
pub struct Entries(Arc<(Mutex<Vec<Entry>>, Condvar)>);

impl Entries {
    /// Follows the events of a centre from the journal's beginning, for as long as this is kept. A
    /// stream that ends, as when the database is away, is taken up again where it ended.
    pub fn follow(http: SocketAddr, token: &str) -> Entries {
        let entries = Entries::default();
        let (own, token) = (Arc::downgrade(&entries.0), token.to_owned());
        std::thread::spawn(move || {
            while let Some(own) = own.upgrade().map(Entries) {
                let last = own.all().last().map_or(0, Entry::place);
                if let Ok(stream) = http::open_events(http, &token, last) {
                    own.read(stream);
                }
                drop(own);
                std::thread::sleep(COME_AGAIN);
            }
        });
        entries
    }

    fn read(&self, stream: TcpStream) {
        let mut event = String::new();
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            match line.split_once(": ") {
                Some(("event", name)) => name.clone_into(&mut event),
                Some(("data", data)) if event == "entry" => self.take(data),
                _ => {}
            }
        }
    }

    fn take(&self, data: &str) {
        let entry = Entry(serde_json::from_str(data).expect("an event's data is JSON"));
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
        self.0.1.notify_all();
    }

    /// All so far.
    pub fn all(&self) -> Vec<Entry> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until something wanted is found among them; `None` when the time is up.
    pub fn wait<T>(&self, limit: Duration, find: impl Fn(&[Entry]) -> Option<T>) -> Option<T> {
        let guard = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = |all: &mut Vec<Entry>| find(all).is_none();
        let (all, _) =
            self.0.1.wait_timeout_while(guard, limit, waiting).unwrap_or_else(PoisonError::into_inner);
        find(&all)
    }
}
