//! Connections by TLS, to whoever shows a certificate that is believed.

use axum::serve::Listener;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tls::{Mutual, Stream};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

/// Handshakes at the same time; further connections wait in the system's queue.
const SHAKING: usize = 64;
/// Connections that wait to be served; while it is full, no further handshake ends.
const SHAKEN: usize = 16;
/// A listener that fails, for want of file descriptors say, is asked again after this.
const AGAIN: Duration = Duration::from_millis(100);

/// A listener whose connections have shaken hands. One that does not costs the others nothing.
pub struct Secured {
    address: SocketAddr,
    shaken: mpsc::Receiver<(Stream<TcpStream>, SocketAddr)>,
    /// Ends with the listener.
    _accepting: JoinSet<()>,
}

impl Secured {
    pub fn new(listener: TcpListener, mutual: Mutual) -> io::Result<Secured> {
        let (tell, shaken) = mpsc::channel(SHAKEN);
        let address = listener.local_addr()?;
        let mut accepting = JoinSet::new();
        accepting.spawn(accept(listener, mutual, tell));
        Ok(Secured { address, shaken, _accepting: accepting })
    }
}

async fn accept(listener: TcpListener, mutual: Mutual, tell: mpsc::Sender<(Stream<TcpStream>, SocketAddr)>) {
    let places = Arc::new(Semaphore::new(SHAKING));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let Ok((stream, peer)) = listener.accept().await else {
            tokio::time::sleep(AGAIN).await;
            continue;
        };
        let (mutual, tell) = (mutual.clone(), tell.clone());
        tokio::spawn(async move {
            let _place = place;
            if let Ok(stream) = mutual.accept(stream).await {
                // The server has ended: nobody is served any more.
                let _ = tell.send((stream, peer)).await;
            }
        });
    }
}

impl Listener for Secured {
    type Io = Stream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.shaken.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
