//! Over a real connection: requests, streams, and the orderly end.

use crate::house::{House, soon};
use tls::testing::Pair;
use tls::{Acceptor, Connector, Identity, Protocol};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use trust::Role;

async fn write(stream: &mut (impl AsyncWrite + Unpin), text: &str) {
    stream.write_all(text.as_bytes()).await.unwrap();
    stream.flush().await.unwrap();
}

/// Reads until `end` has come.
async fn read_until(stream: &mut (impl AsyncRead + Unpin), end: &str) -> String {
    let mut text = String::new();
    while !text.contains(end) {
        let mut piece = [0; 4096];
        let read = soon(stream.read(&mut piece)).await.unwrap();
        assert!(read > 0, "the connection ended after {text:?}");
        text += std::str::from_utf8(&piece[..read]).unwrap();
    }
    text
}

#[tokio::test]
async fn requests_are_served_and_streams_end_with_the_service() {
    let house = House::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (close, closed) = oneshot::channel::<()>();
    let server = tokio::spawn(api::serve(listener, None, house.router.clone(), async { drop(closed.await) }));

    let mut idle = TcpStream::connect(address).await.unwrap();
    for _ in 0..2 {
        write(&mut idle, "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await;
        let answer = read_until(&mut idle, "\"version\"").await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    }
    let mut events = TcpStream::connect(address).await.unwrap();
    let token = house.token(Role::Agent);
    write(
        &mut events,
        &format!("GET /api/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n"),
    )
    .await;
    read_until(&mut events, "\r\n\r\n").await;
    house.ready(1).await;
    read_until(&mut events, "agent_ready").await;

    close.send(()).unwrap();
    let end = read_until(&mut events, "event: over").await;
    assert!(end.contains("closing"), "{end}");
    soon(server).await.unwrap();
    let mut rest = Vec::new();
    assert_eq!(idle.read_to_end(&mut rest).await.unwrap(), 0, "an idle connection is closed");
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

/// Serves for as long as the test runs; where.
async fn serving(house: &House, tls: Option<Acceptor>) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(api::serve(listener, tls, house.router.clone(), std::future::pending()));
    address
}

#[tokio::test]
async fn by_tls_browsers_are_told_to_come_back_by_tls_alone() {
    let house = House::open().await;
    let folder = tempfile::tempdir().unwrap();
    let files = Pair::new("127.0.0.1", 2020..2120).write(folder.path());
    let identity = Identity::load(files.clone(), jiff::Timestamp::now().into()).unwrap();
    let address = serving(&house, Some(Acceptor::new(&identity, Protocol::Http))).await;
    // Whoever says nothing, or speaks in the clear, keeps nobody waiting.
    let _silent = TcpStream::connect(address).await.unwrap();
    let mut clear = TcpStream::connect(address).await.unwrap();
    write(&mut clear, "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let mut told = Vec::new();
    soon(clear.read_to_end(&mut told)).await.unwrap();
    assert!(!told.starts_with(b"HTTP"), "it answers in the clear");

    let connector = Connector::believing(&files.certificate).unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    let mut stream = connector.connect("127.0.0.1", stream).await.unwrap();
    for path in ["/", "/api/queues", "/healthz"] {
        write(&mut stream, &format!("HEAD {path} HTTP/1.1\r\nhost: x\r\n\r\n")).await;
        let answer = read_until(&mut stream, "\r\n\r\n").await;
        assert!(answer.contains("\r\nstrict-transport-security: max-age=31536000\r\n"), "{path}: {answer}");
    }
    let body = r#"{"name": "nobody", "password": "none at all", "cookie": true}"#;
    let length = body.len();
    let asked = format!(
        "POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    write(&mut stream, &asked).await;
    assert!(read_until(&mut stream, "\r\n\r\n").await.starts_with("HTTP/1.1 401"));
}

#[tokio::test]
async fn a_header_that_is_too_long_is_refused() {
    let house = House::open().await;
    let address = serving(&house, None).await;
    let field = |bytes: usize| format!("x: {}\r\n", "y".repeat(bytes - 5));
    for (fields, status) in [
        ("x: y\r\n".repeat(90), 200),
        ("x: y\r\n".repeat(200), 431),
        (field(8_000), 200),
        (field(8_200), 431),
        (field(4_000).repeat(4), 200),
        (field(4_000).repeat(5), 431),
        (field(4_000).repeat(10), 431),
        (field(64 * 1024), 431),
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // One that is refused while it is written may find the connection closed.
        let asked = format!("GET /healthz HTTP/1.1\r\nhost: x\r\n{fields}\r\n");
        let _ = stream.write_all(asked.as_bytes()).await;
        let answer = read_until(&mut stream, "\r\n").await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{} bytes: {answer}", fields.len());
    }
}

#[tokio::test]
async fn whoever_leaves_a_header_unfinished_is_closed() {
    let house = House::open().await;
    let address = serving(&house, None).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    write(&mut stream, "GET /healthz HTTP/1.1\r\nhost: ").await;
    // From here on, time in which nobody has anything to do passes at once.
    tokio::time::pause();
    let begun = tokio::time::Instant::now();
    let mut told = Vec::new();
    stream.read_to_end(&mut told).await.unwrap();
    let lasted = begun.elapsed().as_secs();
    assert!((25..=120).contains(&lasted), "closed after {lasted} s: {}", String::from_utf8_lossy(&told));
}
