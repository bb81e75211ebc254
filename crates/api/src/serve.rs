//! Listening: connections with limits, and an orderly end.

use crate::audit::act::Peer;
use crate::newcomers::{Newcomer, Newcomers};
use crate::request::head;
use axum::http::Request;
use axum::{Extension, Router};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use socket2::SockRef;
use std::future::pending;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tls::Acceptor;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

/// Connections at once: one and a half for each of 5,000 seats. Further ones wait in the system's own queue until one
/// ends.
const CONNECTIONS: usize = 8_192;

/// Longest time from a connection's beginning, or from the end of an answer, to the end of the next
/// request's header. Idle connections end by it, and those that dribble.
const HEADER_WITHIN: Duration = Duration::from_secs(30);

/// A peer that takes nothing for this long is gone (RFC 5482); otherwise an unread stream of events
/// would hold its place for ever.
const TAKEN_WITHIN: Duration = Duration::from_secs(30);

/// How long requests may take to end after the word to close.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);

/// Wait after the system refuses a connection, as when files run out: trying again at once would
/// only burn the processor.
const ACCEPT_AGAIN: Duration = Duration::from_millis(250);

/// Tells streams that the service closes. Without a server around, it never does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Closing(Option<watch::Receiver<bool>>);

impl Closing {
    /// Returns when the service closes.
    pub async fn wait(&mut self) {
        match &mut self.0 {
            // An error means that the server is gone altogether.
            Some(closing) => drop(closing.wait_for(|closing| *closing).await),
            None => pending().await,
        }
    }
}

/// Set on each request that came by TLS.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ByTls;

/// Serves until `shutdown` is ready; then takes no more connections, ends streams of events, and
/// gives requests 5 s to end.
///
/// With `tls`, nothing but TLS is spoken; a handshake that fails costs its connection and nobody else.
///
/// At most 8,192 connections are served at once; further ones wait in the system's queue. Of those that have not asked
/// for anything yet, one address has 64 at the most; further ones are closed.
pub async fn serve(
    listener: TcpListener,
    tls: Option<Acceptor>,
    router: Router,
    shutdown: impl Future<Output = ()>,
) {
    let (close, closing) = watch::channel(false);
    let router = router.layer(Extension(Closing(Some(closing.clone()))));
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let newcomers = Newcomers::default();
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            biased;
            () = &mut shutdown => break,
            Some(_) = connections.join_next() => {}
            (stream, peer, place) = accept(&listener, &places) => {
                let Some(newcomer) = newcomers.take_in(peer.0.ip()) else { continue };
                let closing = Closing(Some(closing.clone()));
                let held = Held { _place: place, newcomer };
                connections.spawn(come_in(stream, peer, tls.clone(), router.clone(), closing, held));
            }
        }
    }
    drop(listener);
    // Nobody listens any more: there is no connection.
    let _ = close.send(true);
    let ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(CLOSE_WITHIN, ended).await.is_err() {
        tracing::warn!(connections = connections.len(), "requests were cut off: they did not end in time");
    }
}

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> (TcpStream, Peer, OwnedSemaphorePermit) {
    let place = places.clone().acquire_owned().await.expect("nobody closes the semaphore");
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, Peer(peer), place),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(ACCEPT_AGAIN).await;
            }
        }
    }
}

/// What a connection holds as long as it lasts, and until it asks for something.
struct Held {
    _place: OwnedSemaphorePermit,
    newcomer: Newcomer,
}

/// One connection, from its handshake to its end.
async fn come_in(
    stream: TcpStream,
    peer: Peer,
    tls: Option<Acceptor>,
    router: Router,
    closing: Closing,
    held: Held,
) {
    set_up(&stream);
    let Some(tls) = tls else { return converse(stream, peer, router, closing, held).await };
    match tls.accept(stream).await {
        Ok(stream) => converse(stream, peer, router.layer(Extension(ByTls)), closing, held).await,
        Err(error) => tracing::debug!(%error, "a handshake failed"),
    }
}

/// What is said on a connection, to its end.
async fn converse(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    peer: Peer,
    router: Router,
    mut closing: Closing,
    held: Held,
) {
    let Held { _place, newcomer } = held;
    // Whoever has asked for something is none any more.
    let newcomer = Mutex::new(Some(newcomer));
    let mut http = http1::Builder::new();
    // What is still without an end when the buffer is full, or has more than a hundred fields, is refused with 431.
    http.timer(TokioTimer::new()).header_read_timeout(HEADER_WITHIN).max_buf_size(head::LONGEST);
    let service = TowerToHyperService::new(router);
    let from_here = service_fn(move |mut request: Request<Incoming>| {
        drop(newcomer.lock().unwrap_or_else(PoisonError::into_inner).take());
        request.extensions_mut().insert(peer);
        service.call(request)
    });
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), from_here).with_upgrades());
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = closing.wait() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// A refusal only means that the connection is gone already, or slower.
fn set_up(stream: &TcpStream) {
    let socket = SockRef::from(stream);
    let _ = stream.set_nodelay(true);
    let _ = socket.set_tcp_user_timeout(Some(TAKEN_WITHIN));
}
