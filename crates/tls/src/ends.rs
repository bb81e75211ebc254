//! The two ends of a connection.

use crate::identity::certificates;
use crate::{Identity, Unfit, provider};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_rustls::{TlsAcceptor, TlsConnector};

/// Longest time from a connection's beginning to the end of its handshake.
pub const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);

/// A connection after its handshake.
pub type Stream<S> = tokio_rustls::TlsStream<S>;

/// What is spoken inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// HTTP/1.1, said by ALPN (RFC 7301).
    Http,
    /// SIP, which has no name there that telephones say.
    Sip,
}

/// Our end of connections that come in.
#[derive(Clone)]
pub struct Acceptor(TlsAcceptor);

impl Acceptor {
    /// Shows this identity, as it is at each handshake.
    pub fn new(identity: &Identity, protocol: Protocol) -> Acceptor {
        let versions = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .expect("ring has suites for both versions");
        let mut config = versions.with_no_client_auth().with_cert_resolver(identity.resolver());
        if protocol == Protocol::Http {
            config.alpn_protocols = vec![b"http/1.1".to_vec()];
        }
        Acceptor(TlsAcceptor::from(Arc::new(config)))
    }

    /// Shakes hands.
    ///
    /// # Errors
    /// When the peer speaks no TLS, or none that we do, or is not done within [`HANDSHAKE_WITHIN`].
    pub async fn accept<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: S) -> io::Result<Stream<S>> {
        within(self.0.accept(stream)).await.map(Stream::Server)
    }
}

impl fmt::Debug for Acceptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Acceptor")
    }
}

/// Our end of connections that go out.
#[derive(Clone)]
pub struct Connector(TlsConnector);

impl Connector {
    /// Believes those whom the authorities in this file vouch for, in PEM.
    ///
    /// # Errors
    /// [`Unfit`], when there is none in it.
    pub fn believing(authorities: &Path) -> Result<Connector, Unfit> {
        let mut roots = RootCertStore::empty();
        let (taken, _of_others) = roots.add_parsable_certificates(certificates(authorities)?);
        if taken == 0 {
            return Err(Unfit::Missing { file: authorities.to_owned(), wanted: "authority's certificate" });
        }
        let versions = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .expect("ring has suites for both versions");
        let config = versions.with_root_certificates(roots).with_no_client_auth();
        Ok(Connector(TlsConnector::from(Arc::new(config))))
    }

    /// Shakes hands with whoever is to be `host`: a name, or an IP address.
    ///
    /// # Errors
    /// When it is not believed, `host` is neither, or it is not done within [`HANDSHAKE_WITHIN`].
    pub async fn connect<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        host: &str,
        stream: S,
    ) -> io::Result<Stream<S>> {
        let host = ServerName::try_from(host.to_owned())
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "this is no name of a machine"))?;
        within(self.0.connect(host, stream)).await.map(Stream::Client)
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connector")
    }
}

pub(crate) async fn within<T>(handshake: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    timeout(HANDSHAKE_WITHIN, handshake).await.map_err(|_| io::ErrorKind::TimedOut)?
}
