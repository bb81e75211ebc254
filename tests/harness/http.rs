//! A client for the centre's HTTP API, as plain as HTTP/1.0: one request a connection, the body
//! ends with it.

use super::LIMIT;
use serde_json::Value;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};

/// An answer.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The whole answer, header and body, as text.
    pub text: String,
}

impl Answer {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        let body = self.text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        serde_json::from_str(body).unwrap_or_default()
    }
}

/// Asks, and reads the answer to its end.
pub fn ask(
    address: SocketAddr,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Option<&Value>,
) -> io::Result<Answer> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut header = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    if !body.is_empty() {
        header += &format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
    }
    let mut text = String::new();
    open(address, &format!("{method} {path}"), &header, &body)?.read_to_string(&mut text)?;
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "no HTTP answer"))?;
    Ok(Answer { status, text })
}

/// Asks for octets; header and body of the answer.
pub fn fetch(address: SocketAddr, path: &str, header: &str) -> io::Result<(String, Vec<u8>)> {
    let mut octets = Vec::new();
    open(address, &format!("GET {path}"), header, "")?.read_to_end(&mut octets)?;
    let end = octets.windows(4).position(|window| window == b"\r\n\r\n").map_or(octets.len(), |at| at + 4);
    let body = octets.split_off(end);
    Ok((String::from_utf8_lossy(&octets).into_owned(), body))
}

/// Asks for the live events after a place of the journal, and leaves them to be read.
pub fn open_events(address: SocketAddr, token: &str, after: u64) -> io::Result<TcpStream> {
    let header = format!("Authorization: Bearer {token}\r\nLast-Event-ID: J-{after}\r\n");
    open(address, "GET /api/events", &header, "")
}

/// Asks. Reading the answer ends with an error when nothing comes for long.
fn open(address: SocketAddr, what: &str, header: &str, body: &str) -> io::Result<TcpStream> {
    let mut stream = TcpStream::connect_timeout(&address, LIMIT)?;
    stream.set_read_timeout(Some(LIMIT))?;
    stream.write_all(format!("{what} HTTP/1.0\r\nHost: {address}\r\n{header}\r\n{body}").as_bytes())?;
    Ok(stream)
}
