//! What we show: a certificate with its key, from files.

use crate::{Unfit, provider};
use rustls::client::ResolvesClientCert;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{Error, InconsistentKeys, SignatureScheme};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use vocabulary::Time;
use x509_cert::Certificate;
use x509_cert::der::{DateTime, Decode};

/// Where certificate and key are. One file may hold both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The certificate, and after it those that lead to its authority, in PEM.
    pub certificate: PathBuf,
    /// Its key in PEM: PKCS#8, PKCS#1 or SEC1, without a passphrase.
    pub key: PathBuf,
}

/// A certificate with its key, as they are in force. Clones show the same, also after an exchange.
#[derive(Debug, Clone)]
pub struct Identity {
    files: Files,
    shown: Arc<Shown>,
}

#[derive(Debug)]
struct Shown(RwLock<InForce>);

#[derive(Debug, Clone)]
struct InForce {
    pair: Arc<CertifiedKey>,
    ends: Time,
}

impl Identity {
    /// Reads both files.
    ///
    /// # Errors
    /// [`Unfit`], when they cannot be read, are no pair, or are not in force at `now`.
    pub fn load(files: Files, now: Time) -> Result<Identity, Unfit> {
        let shown = Arc::new(Shown(RwLock::new(read(&files, now)?)));
        Ok(Identity { files, shown })
    }

    /// Reads both files again; what they hold is shown from the next handshake on. Whether that is another
    /// certificate than before.
    ///
    /// # Errors
    /// As [`Identity::load`]; then the pair in force stays.
    pub fn reload(&self, now: Time) -> Result<bool, Unfit> {
        let read = read(&self.files, now)?;
        let mut in_force = self.shown.0.write().unwrap_or_else(PoisonError::into_inner);
        let is_another = in_force.pair.cert != read.pair.cert;
        *in_force = read;
        Ok(is_another)
    }

    /// When the certificate that is shown ends.
    pub fn ends(&self) -> Time {
        self.shown.in_force().ends
    }

    /// Where it is from.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// As the end that calls.
    pub(crate) fn shown_to_servers(&self) -> Arc<dyn ResolvesClientCert> {
        self.shown.clone()
    }

    /// As the end that is called.
    pub(crate) fn resolver(&self) -> Arc<dyn ResolvesServerCert> {
        self.shown.clone()
    }
}

impl Shown {
    fn in_force(&self) -> InForce {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.in_force().pair)
    }
}

impl ResolvesClientCert for Shown {
    /// There is one certificate: a server that hints at other authorities is shown it, too, and refuses it with
    /// a reason that its log has.
    fn resolve(&self, _hints: &[&[u8]], _schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(self.in_force().pair)
    }

    fn has_certs(&self) -> bool {
        true
    }
}

/// The pair in the files, checked whole.
fn read(files: &Files, now: Time) -> Result<InForce, Unfit> {
    let file = &files.certificate;
    let chain = certificates(file)?;
    let text = contents(&files.key)?;
    check_hidden(&files.key)?;
    let key = PrivateKeyDer::from_pem_slice(&text).map_err(|_| missing(&files.key, "private key"))?;
    let unusable =
        |what, file: &Path, reason: String| Unfit::Unusable { file: file.to_owned(), what, reason };
    let key = provider()
        .key_provider
        .load_private_key(key)
        .map_err(|error| unusable("private key", &files.key, error.to_string()))?;
    let ends = check_validity(file, &chain[0], now)?;
    let pair = CertifiedKey::new(chain, key);
    pair.keys_match().map_err(|error| match error {
        Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
            Unfit::Mismatch { certificate: file.clone(), key: files.key.clone() }
        }
        other => unusable("certificate", file, other.to_string()),
    })?;
    Ok(InForce { pair: Arc::new(pair), ends })
}

/// All certificates of a file, in its order; at least one.
pub(crate) fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, Unfit> {
    let text = contents(file)?;
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    let all = all.map_err(|_| missing(file, "certificate"))?;
    if all.is_empty() { Err(missing(file, "certificate")) } else { Ok(all) }
}

fn contents(file: &Path) -> Result<Vec<u8>, Unfit> {
    fs::read(file).map_err(|reason| Unfit::Unreadable { file: file.to_owned(), reason })
}

/// A key that everybody may read is nobody's proof. A group may read it: certificates are often kept for one.
fn check_hidden(key: &Path) -> Result<(), Unfit> {
    let about = fs::metadata(key).map_err(|reason| Unfit::Unreadable { file: key.to_owned(), reason })?;
    match about.permissions().mode() & 0o007 {
        0 => Ok(()),
        _ => Err(Unfit::Exposed { file: key.to_owned() }),
    }
}

fn missing(file: &Path, wanted: &'static str) -> Unfit {
    Unfit::Missing { file: file.to_owned(), wanted }
}

/// Its last moment, if it is in force now.
fn check_validity(file: &Path, certificate: &CertificateDer<'_>, now: Time) -> Result<Time, Unfit> {
    let read = Certificate::from_der(certificate).map_err(|error| Unfit::Unusable {
        file: file.to_owned(),
        what: "certificate",
        reason: error.to_string(),
    })?;
    let validity = read.tbs_certificate.validity;
    let (begins, ends) = (validity.not_before.to_date_time(), validity.not_after.to_date_time());
    if moment(begins) > now {
        return Err(Unfit::Early { file: file.to_owned(), begins: begins.to_string() });
    }
    if moment(ends) < now {
        return Err(Unfit::Expired { file: file.to_owned(), ended: ends.to_string() });
    }
    Ok(moment(ends))
}

fn moment(date: DateTime) -> Time {
    Time(i64::try_from(date.unix_duration().as_micros()).unwrap_or(i64::MAX))
}
