//! Over a real connection: requests, streams, and the orderly end.

use crate::house::{House, soon};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use trust::Role;

async fn write(stream: &mut TcpStream, text: &str) {
    stream.write_all(text.as_bytes()).await.unwrap();
}

/// Reads until `end` has come.
async fn read_until(stream: &mut TcpStream, end: &str) -> String {
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
    let server = tokio::spawn(api::serve(listener, house.router.clone(), async { drop(closed.await) }));

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
