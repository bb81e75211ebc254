//! Connections of which both ends show a certificate, and each believes the authorities of one file and nobody
//! else: for a peer that we know by name, such as the bank's adapter.

use crate::ends::within;
use crate::identity::certificates;
use crate::{Identity, Protocol, Stream, Unfit, provider};
use rustls::client::Resumption;
use rustls::pki_types::ServerName;
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::{TlsAcceptor, TlsConnector};
use vocabulary::Time;

/// What one end shows and whom it believes. Clones are one: what is read again counts for all of them, from the
/// next handshake on. No session is resumed: whoever is believed no more does not come back by an old ticket.
#[derive(Clone)]
pub struct Mutual {
    identity: Identity,
    authorities: PathBuf,
    protocol: Protocol,
    in_force: Arc<RwLock<InForce>>,
}

#[derive(Clone)]
struct InForce {
    client: Arc<ClientConfig>,
    server: Arc<ServerConfig>,
}

impl Mutual {
    /// Shows this identity to whom the authorities in this file vouch for, in PEM.
    ///
    /// # Errors
    /// [`Unfit`], when there is no authority in it.
    pub fn new(identity: &Identity, authorities: &Path, protocol: Protocol) -> Result<Mutual, Unfit> {
        let in_force = Arc::new(RwLock::new(read(identity, authorities, protocol)?));
        Ok(Mutual { identity: identity.clone(), authorities: authorities.to_owned(), protocol, in_force })
    }

    /// Reads certificate, key and authorities again; whether another certificate is shown than before.
    ///
    /// # Errors
    /// [`Unfit`]; then what is in force stays.
    pub fn reload(&self, now: Time) -> Result<bool, Unfit> {
        let read = read(&self.identity, &self.authorities, self.protocol)?;
        let is_another = self.identity.reload(now)?;
        *self.in_force.write().unwrap_or_else(PoisonError::into_inner) = read;
        Ok(is_another)
    }

    /// What is shown.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Where those stand who are believed.
    pub fn authorities(&self) -> &Path {
        &self.authorities
    }

    /// Shakes hands as the end that was called.
    ///
    /// # Errors
    /// When the peer shows no certificate, or one that is not believed or not in force, or is not done within
    /// [`crate::HANDSHAKE_WITHIN`].
    pub async fn accept<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: S) -> io::Result<Stream<S>> {
        let acceptor = TlsAcceptor::from(self.in_force().server);
        within(acceptor.accept(stream)).await.map(Stream::Server)
    }

    /// Shakes hands as the end that calls, with whoever is to be `host`: a name, or an IP address.
    ///
    /// # Errors
    /// When it is not believed, or not done within [`crate::HANDSHAKE_WITHIN`]. That it does not believe us is
    /// learnt from the first reading (RFC 8446 §2).
    pub async fn connect<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        host: &str,
        stream: S,
    ) -> io::Result<Stream<S>> {
        let host = ServerName::try_from(host.to_owned())
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "this is no name of a machine"))?;
        let connector = TlsConnector::from(self.in_force().client);
        within(connector.connect(host, stream)).await.map(Stream::Client)
    }

    fn in_force(&self) -> InForce {
        self.in_force.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl fmt::Debug for Mutual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mutual")
    }
}

fn read(identity: &Identity, authorities: &Path, protocol: Protocol) -> Result<InForce, Unfit> {
    let nobody = || Unfit::Missing { file: authorities.to_owned(), wanted: "authority's certificate" };
    let mut roots = RootCertStore::empty();
    let (taken, _of_others) = roots.add_parsable_certificates(certificates(authorities)?);
    if taken == 0 {
        return Err(nobody());
    }
    let roots = Arc::new(roots);
    let versions = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .expect("ring has suites for both versions");
    let mut client =
        versions.with_root_certificates(roots.clone()).with_client_cert_resolver(identity.shown_to_servers());
    client.resumption = Resumption::disabled();
    let verifier =
        WebPkiClientVerifier::builder_with_provider(roots, provider()).build().map_err(|_| nobody())?;
    let versions = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .expect("ring has suites for both versions");
    let mut server = versions.with_client_cert_verifier(verifier).with_cert_resolver(identity.resolver());
    server.session_storage = Arc::new(NoServerSessionStorage {});
    server.send_tls13_tickets = 0;
    if protocol == Protocol::Http {
        let http = b"http/1.1".to_vec();
        (client.alpn_protocols, server.alpn_protocols) = (vec![http.clone()], vec![http]);
    }
    Ok(InForce { client: Arc::new(client), server: Arc::new(server) })
}
