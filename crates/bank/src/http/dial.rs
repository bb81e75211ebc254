//! Connections to the adapter: plain on this machine, or with a certificate on both sides.

use hyper::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tls::Mutual;
use tower_service::Service;

/// Makes connections as they are needed.
#[derive(Clone)]
pub struct Dial {
    tcp: HttpConnector,
    mutual: Option<Mutual>,
}

impl Dial {
    pub fn new(mutual: Option<Mutual>) -> Dial {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(mutual.is_none());
        tcp.set_nodelay(true);
        Dial { tcp, mutual }
    }
}

type Failed = Box<dyn std::error::Error + Send + Sync>;
type Dialling = Pin<Box<dyn Future<Output = Result<Line, Failed>> + Send>>;

impl Service<Uri> for Dial {
    type Response = Line;
    type Error = Failed;
    type Future = Dialling;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failed>> {
        self.tcp.poll_ready(context).map_err(Failed::from)
    }

    fn call(&mut self, to: Uri) -> Dialling {
        let (mutual, host) = (self.mutual.clone(), host(&to).to_owned());
        let connecting = self.tcp.call(to);
        Box::pin(async move {
            let tcp = connecting.await?;
            Ok(match mutual {
                None => Line(Box::pin(tcp)),
                Some(mutual) => Line(Box::pin(TokioIo::new(mutual.connect(&host, tcp.into_inner()).await?))),
            })
        })
    }
}

/// Whom an address names, without the brackets of an IPv6 address.
pub fn host(address: &Uri) -> &str {
    address.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']')
}

trait Both: Read + Write + Send {}
impl<T: Read + Write + Send> Both for T {}

/// A connection that stands.
pub struct Line(Pin<Box<dyn Both>>);

impl Connection for Line {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl Read for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_read(context, into)
    }
}

impl Write for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        from: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.0.as_mut().poll_write(context, from)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_shutdown(context)
    }
}
