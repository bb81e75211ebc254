//! An agent's page, as far as its WebSocket goes.

use super::{Centre, LIMIT};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::net::TcpStream;
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message, WebSocket, client};

/// How often a page says that it lives.
const BEAT: Duration = Duration::from_secs(2);

/// A window of a desk. It beats while something is waited for.
pub struct Desk {
    socket: WebSocket<TcpStream>,
    next: u64,
    beaten: Instant,
    kept: VecDeque<Value>,
}

/// An account for an agent; its token.
pub fn account(centre: &Centre, name: &str, agent: u32) -> String {
    let said =
        centre.command_line(&["account", "add", name, "--role", "agent", "--agent", &agent.to_string()]);
    said.split_whitespace().find(|word| word.starts_with("hlt_")).expect("a token is shown").to_owned()
}

/// An account for a supervisor; its token.
pub fn supervisor(centre: &Centre, name: &str) -> String {
    let said = centre.command_line(&["account", "add", name, "--role", "supervisor"]);
    said.split_whitespace().find(|word| word.starts_with("hlt_")).expect("a token is shown").to_owned()
}

impl Desk {
    /// Opens one, and returns it with its welcome.
    pub fn open(centre: &Centre, token: &str) -> (Desk, Value) {
        let address = centre.http;
        let mut request = format!("ws://{address}/api/desk").into_client_request().expect("an address");
        let headers = request.headers_mut();
        let protocols = format!("heliotrope.desk.v1, bearer.{token}");
        headers.insert("sec-websocket-protocol", protocols.parse().expect("a token is text"));
        headers.insert("origin", format!("http://{address}").parse().expect("an address is text"));
        let stream = TcpStream::connect(address).expect("the centre listens");
        stream.set_read_timeout(Some(LIMIT)).expect("a socket takes a limit");
        let (socket, _) = client(request, stream).expect("the desk opens");
        // From here on it beats in between.
        let limit = socket.get_ref().set_read_timeout(Some(Duration::from_millis(500)));
        limit.expect("a socket takes a limit");
        let mut desk = Desk { socket, next: 1, beaten: Instant::now(), kept: VecDeque::new() };
        desk.send(json!({"id": 0, "type": "hello", "language": "en", "window": "desk"}));
        let welcome = desk.told("welcome");
        (desk, welcome)
    }

    /// Has something done.
    pub fn does(&mut self, mut frame: Value) {
        self.next += 1;
        frame["id"] = json!(self.next);
        let id = frame["id"].clone();
        self.send(frame.clone());
        let answer = self.frame(&format!("an answer to {frame}"), |frame| frame["id"] == id);
        assert_eq!(answer["type"], "done", "{frame} => {answer}");
    }

    /// Is refused something: why.
    pub fn refused(&mut self, mut frame: Value) -> Value {
        self.next += 1;
        frame["id"] = json!(self.next);
        let id = frame["id"].clone();
        self.send(frame.clone());
        let answer = self.frame(&format!("an answer to {frame}"), |frame| frame["id"] == id);
        assert_eq!(answer["type"], "refused", "{frame} => {answer}");
        answer["problem"].clone()
    }

    /// The next frame of a kind.
    pub fn told(&mut self, kind: &str) -> Value {
        self.frame(kind, |frame| frame["type"] == kind)
    }

    fn send(&mut self, frame: Value) {
        self.socket.send(Message::text(frame.to_string())).expect("the desk is open");
    }

    fn frame(&mut self, wanted: &str, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(place) = self.kept.iter().position(&fits) {
            return self.kept.remove(place).expect("it was just found");
        }
        let begun = Instant::now();
        while begun.elapsed() < LIMIT {
            if self.beaten.elapsed() >= BEAT {
                self.beaten = Instant::now();
                self.send(json!({"type": "beat", "n": 1, "visible": true}));
            }
            match self.socket.read() {
                Ok(Message::Text(text)) => {
                    let frame: Value = serde_json::from_str(&text).expect("frames are JSON");
                    if fits(&frame) {
                        return frame;
                    }
                    self.kept.push_back(frame);
                }
                Ok(_) => {}
                Err(Error::Io(late)) if late.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(over) => panic!("the desk closed ({over}) without {wanted}, after {:?}", self.kept),
            }
        }
        panic!("no {wanted}; instead {:?}", self.kept);
    }
}
