//! Telephones scripted to the byte, over UDP and TCP.

use super::floor::{CALLED, PATIENCE};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use voice::sip::message::{Framing, Message, Start, frame};

/// A way to the node.
enum Way {
    Udp(UdpSocket),
    Tcp(TcpStream, Vec<u8>),
}

/// One call's telephone.
pub struct Telephone {
    way: Way,
    pub local: SocketAddr,
    node: SocketAddr,
    call_id: String,
    /// The port named in its descriptions.
    pub audio: UdpSocket,
}

/// A message of the node's.
#[derive(Debug, Clone)]
pub struct Heard {
    /// `200 INVITE`, or `BYE`.
    pub what: String,
    /// All of it.
    pub text: String,
}

impl Heard {
    fn read(bytes: &[u8]) -> Heard {
        Heard::try_read(bytes).expect("it is SIP")
    }

    /// Reads a message of the node's; `None` when it echoes what is no SIP.
    pub fn try_read(bytes: &[u8]) -> Option<Heard> {
        let text = String::from_utf8(bytes.to_vec()).ok()?;
        let message = Message::read(bytes).ok()?;
        let heard = Heard { what: String::new(), text };
        let method = heard.field("CSeq").split_once([' ', '\t'])?.1.to_owned();
        let what = match message.start {
            Start::Response { status } => format!("{status} {method}"),
            Start::Request { .. } => method,
        };
        Some(Heard { what, ..heard })
    }

    /// The value of a header field.
    pub fn field(&self, name: &str) -> &str {
        let start = format!("{name}: ");
        self.text.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default()
    }

    /// `;tag=…` of To.
    pub fn to_tag(&self) -> &str {
        let to = self.field("To");
        to.find(";tag=").map_or("", |at| &to[at..])
    }

    /// The lines that a response copies.
    pub fn copied(&self) -> String {
        let lines =
            ["Via", "From", "Call-ID", "CSeq"].map(|name| format!("{name}: {}\r\n", self.field(name)));
        lines.concat()
    }

    /// Where the node wants its audio.
    pub fn audio_port(&self) -> u16 {
        let line = self.text.lines().find_map(|line| line.strip_prefix("m=audio ")).expect("there is audio");
        line.split(' ').next().and_then(|port| port.parse().ok()).expect("it has a port")
    }
}

impl Telephone {
    /// A telephone that speaks UDP.
    pub async fn udp(node: SocketAddr) -> Telephone {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a free port");
        let local = socket.local_addr().expect("it is bound");
        Telephone::new(Way::Udp(socket), local, node).await
    }

    /// A telephone that speaks TCP.
    pub async fn tcp(node: SocketAddr) -> Telephone {
        let stream = TcpStream::connect(node).await.expect("the node listens");
        let local = stream.local_addr().expect("it is connected");
        Telephone::new(Way::Tcp(stream, Vec::new()), local, node).await
    }

    /// A telephone at the other end of this connection.
    pub async fn on(stream: TcpStream) -> Telephone {
        let local = stream.local_addr().expect("it is connected");
        let node = stream.peer_addr().expect("it is connected");
        Telephone::new(Way::Tcp(stream, Vec::new()), local, node).await
    }

    async fn new(way: Way, local: SocketAddr, node: SocketAddr) -> Telephone {
        let audio = UdpSocket::bind("127.0.0.1:0").await.expect("a free port");
        Telephone { way, local, node, call_id: format!("call-{}", local.port()), audio }
    }

    /// SIP URI of this telephone.
    pub fn uri(&self) -> String {
        let transport = if matches!(self.way, Way::Tcp(..)) { ";transport=tcp" } else { "" };
        format!("sip:desk@{}{transport}", self.local)
    }

    /// Another call from the same telephone.
    pub fn begin_call(&mut self, name: &str) {
        self.call_id = format!("call-{}-{name}", self.local.port());
    }

    /// A session description with these payload types, and a direction: `sendrecv`, `sendonly`.
    pub fn sdp(&self, payloads: &str, direction: &str) -> String {
        let port = self.audio.local_addr().expect("it is bound").port();
        format!(
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n\
             m=audio {port} RTP/AVP {payloads} 101\r\na=rtpmap:101 telephone-event/8000\r\na={direction}\r\n"
        )
    }

    /// A request of this telephone. `to_tag` as `;tag=…`; a CANCEL shares its INVITE's branch.
    pub fn request(&self, method: &str, sequence: u32, to_tag: &str, fields: &str, body: &str) -> String {
        let transport = if matches!(self.way, Way::Tcp(..)) { "TCP" } else { "UDP" };
        let branch_of = if method == "CANCEL" { "INVITE" } else { method };
        let kind = match (body, fields.contains("Content-Type")) {
            ("", _) | (_, true) => "",
            _ => "Content-Type: application/sdp\r\n",
        };
        let (local, call_id) = (self.local, &self.call_id);
        format!(
            "{method} sip:{CALLED}@{} SIP/2.0\r\n\
             Via: SIP/2.0/{transport} {local};branch=z9hG4bK-{call_id}-{branch_of}-{sequence}\r\n\
             From: <sip:+821055501234@{local}>;tag=from\r\nTo: <sip:{CALLED}@{}>{to_tag}\r\n\
             Call-ID: {call_id}\r\nCSeq: {sequence} {method}\r\nContact: <{}>\r\nMax-Forwards: 70\r\n\
             {fields}{kind}Content-Length: {}\r\n\r\n{body}",
            self.node,
            self.node,
            self.uri(),
            body.len()
        )
    }

    /// An INVITE that offers PCMU.
    pub fn invite(&self) -> String {
        self.request("INVITE", 1, "", "", &self.sdp("0", "sendrecv"))
    }

    /// The ACK to a refusal: it has the INVITE's branch.
    pub fn ack_of_refusal(&self, refusal: &Heard) -> String {
        self.request("ACK", 1, refusal.to_tag(), "", "").replace("-ACK-1", "-INVITE-1")
    }

    /// A response of this telephone to a request of the node's.
    pub fn response(&self, request: &Heard, status: u16, fields: &str, body: &str) -> String {
        let kind = if body.is_empty() { "" } else { "Content-Type: application/sdp\r\n" };
        let tag = if request.to_tag().is_empty() { ";tag=desk" } else { "" };
        format!(
            "SIP/2.0 {status} Whatever\r\n{}To: {}{tag}\r\nContact: <{}>\r\n{fields}{kind}Content-Length: {}\r\n\r\n{body}",
            request.copied(),
            request.field("To"),
            self.uri(),
            body.len()
        )
    }

    /// Sends bytes as they are.
    pub async fn says(&mut self, bytes: impl AsRef<[u8]>) {
        match &mut self.way {
            Way::Udp(socket) => {
                socket.send_to(bytes.as_ref(), self.node).await.expect("it is sent");
            }
            Way::Tcp(stream, _) => stream.write_all(bytes.as_ref()).await.expect("it is sent"),
        }
    }

    /// The next message.
    pub async fn next(&mut self) -> Heard {
        tokio::time::timeout(PATIENCE, self.receive())
            .await
            .expect("a message comes in time")
            .expect("connected")
    }

    /// Whether the node has closed the connection.
    pub async fn is_hung_up_on(&mut self) -> bool {
        tokio::time::timeout(PATIENCE, self.receive()).await.expect("something comes in time").is_none()
    }

    async fn receive(&mut self) -> Option<Heard> {
        match &mut self.way {
            Way::Udp(socket) => {
                let mut bytes = vec![0; 9_000];
                let (length, _) = socket.recv_from(&mut bytes).await.expect("it receives");
                Some(Heard::read(&bytes[..length]))
            }
            Way::Tcp(stream, bytes) => loop {
                if let Framing::Complete(end) = frame(bytes) {
                    let rest = bytes.split_off(end);
                    let message = std::mem::replace(bytes, rest);
                    return Some(Heard::read(&message));
                }
                if !matches!(stream.read_buf(bytes).await, Ok(1..)) {
                    return None;
                }
            },
        }
    }

    /// The next message that is this one; copies of others may come before.
    pub async fn hears(&mut self, what: &str) -> Heard {
        loop {
            let heard = self.next().await;
            if heard.what == what {
                return heard;
            }
            assert!(is_repeatable(&heard.what), "instead of {what}: {}", heard.text);
        }
    }

    /// Calls, and is answered: the 200, acknowledged.
    pub async fn calls(&mut self) -> Heard {
        let invite = self.invite();
        self.says(invite).await;
        let answer = self.hears("200 INVITE").await;
        self.says(self.request("ACK", 1, answer.to_tag(), "", "")).await;
        answer
    }
}

/// What a node under load may say before, or say twice.
fn is_repeatable(what: &str) -> bool {
    matches!(
        what,
        "100 INVITE" | "200 INVITE" | "INVITE" | "ACK" | "200 CANCEL" | "CANCEL" | "200 INFO" | "BYE"
    )
}
