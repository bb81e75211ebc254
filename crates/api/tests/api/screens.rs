//! A client of the desk's WebSocket, over a real connection.

use crate::house::{House, soon};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::net::SocketAddr;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// A house that listens.
pub struct Served {
    pub address: SocketAddr,
    close: oneshot::Sender<()>,
    server: tokio::task::JoinHandle<()>,
}

impl Served {
    pub async fn open(house: &House) -> Served {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (close, closed) = oneshot::channel::<()>();
        let router = house.router.clone();
        let server = tokio::spawn(api::serve(listener, None, router, async { drop(closed.await) }));
        Served { address, close, server }
    }

    pub async fn close(self) {
        self.close.send(()).unwrap();
        soon(self.server).await.unwrap();
    }

    /// Knocks at the desk's door; the status when it stays shut.
    pub async fn knock(&self, token: Option<&str>, origin: Option<&str>) -> Result<Page, u16> {
        let mut request = format!("ws://{}/api/desk", self.address).into_client_request().unwrap();
        let headers = request.headers_mut();
        let protocols = token
            .map_or("heliotrope.desk.v1".to_owned(), |token| format!("heliotrope.desk.v1, bearer.{token}"));
        headers.insert("sec-websocket-protocol", protocols.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert("origin", origin.parse().unwrap());
        }
        Served::open_socket(request).await
    }

    /// The same, by the cookie of a page that signed in.
    pub async fn knock_with_cookie(
        &self,
        cookie: &str,
        protocol: Option<&str>,
        origin: &str,
    ) -> Result<Page, u16> {
        let mut request = format!("ws://{}/api/desk", self.address).into_client_request().unwrap();
        let headers = request.headers_mut();
        let protocols = ["heliotrope.desk.v1"].into_iter().chain(protocol).collect::<Vec<_>>().join(", ");
        headers.insert("sec-websocket-protocol", protocols.parse().unwrap());
        headers.insert("cookie", cookie.parse().unwrap());
        headers.insert("origin", origin.parse().unwrap());
        Served::open_socket(request).await
    }

    async fn open_socket(
        request: tokio_tungstenite::tungstenite::handshake::client::Request,
    ) -> Result<Page, u16> {
        match soon(connect_async(request)).await {
            Ok((socket, answer)) => {
                let chosen = &answer.headers()["sec-websocket-protocol"];
                assert_eq!(chosen, "heliotrope.desk.v1", "the token is never sent back");
                Ok(Page { socket, next: 1, kept: VecDeque::new() })
            }
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(other) => panic!("{other}"),
        }
    }

    /// A window that has said hello, and its welcome.
    pub async fn window(&self, token: &str, window: &str) -> (Page, Value) {
        let origin = format!("http://{}", self.address);
        let mut page = self.knock(Some(token), Some(&origin)).await.unwrap();
        page.send(json!({"id": 0, "type": "hello", "language": "en", "window": window})).await;
        let welcome = page.told("welcome").await;
        (page, welcome)
    }
}

/// An agent's page.
pub struct Page {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    next: u64,
    /// Frames that came while another one was waited for.
    kept: VecDeque<Value>,
}

impl Page {
    pub async fn send(&mut self, frame: Value) {
        self.text(frame.to_string()).await;
    }

    /// A text frame of these octets, be they text or not.
    pub async fn octets(&mut self, octets: Vec<u8>) {
        let frame = Frame::message(octets, OpCode::Data(Data::Text), true);
        self.socket.send(Message::Frame(frame)).await.unwrap();
    }

    pub async fn text(&mut self, text: String) {
        soon(self.socket.send(Message::Text(text.into()))).await.unwrap();
    }

    /// Asks for something; the answer.
    pub async fn ask(&mut self, mut frame: Value) -> Value {
        self.next += 1;
        frame["id"] = json!(self.next);
        let id = frame["id"].clone();
        self.send(frame).await;
        self.frame(|frame| frame["id"] == id).await
    }

    /// Asks for something that is done.
    pub async fn does(&mut self, frame: Value) {
        let answer = self.ask(frame.clone()).await;
        assert_eq!(answer["type"], "done", "{frame} => {answer}");
    }

    /// Asks for something that is refused; the problem's code.
    pub async fn is_refused(&mut self, frame: Value) -> String {
        let answer = self.ask(frame.clone()).await;
        assert_eq!(answer["type"], "refused", "{frame} => {answer}");
        answer["problem"]["code"].as_str().unwrap().to_owned()
    }

    /// The next frame of a kind.
    pub async fn told(&mut self, kind: &str) -> Value {
        self.frame(|frame| frame["type"] == kind).await
    }

    /// The next frame that says that the agent is in a state.
    pub async fn is(&mut self, state: &str) -> Value {
        self.frame(|frame| frame["type"] == "state" && frame["state"] == state).await
    }

    /// The code with which the connection ends, whatever comes before.
    pub async fn ends(&mut self) -> u16 {
        while let Some(Ok(message)) = soon(self.socket.next()).await {
            if let Message::Close(close) = message {
                return close.map_or(1005, |close| close.code.into());
            }
        }
        1006
    }

    async fn frame(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(place) = self.kept.iter().position(&fits) {
            return self.kept.remove(place).unwrap();
        }
        loop {
            let message = soon(self.socket.next()).await;
            let Some(Ok(Message::Text(text))) = message else {
                panic!("the connection ended ({message:?}) after {:?}", self.kept);
            };
            let frame: Value = serde_json::from_str(&text).unwrap();
            if fits(&frame) {
                return frame;
            }
            self.kept.push_back(frame);
        }
    }
}
