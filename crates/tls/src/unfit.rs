//! Why a certificate, a key or a list of authorities is not taken.

use std::io;
use std::path::PathBuf;

/// Why what stands in the files is not taken. Nothing of a key is in it.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// The file is not to be read.
    #[error("cannot read {file}: {reason}; it has to be a PEM file that this program's user may read", file = file.display())]
    Unreadable {
        /// Which.
        file: PathBuf,
        /// The system's word.
        reason: io::Error,
    },
    /// Everybody on the machine may read the key.
    #[error("everybody on this machine may read the key in {file}; take that away with `chmod o= {file}`, and replace the key if it stood so for long", file = file.display())]
    Exposed {
        /// The key's file.
        file: PathBuf,
    },
    /// There is nothing of the kind in it.
    #[error("there is no {wanted} in {file}; it has to be in PEM, as `-----BEGIN ...`", file = file.display())]
    Missing {
        /// Which file.
        file: PathBuf,
        /// What should be there.
        wanted: &'static str,
    },
    /// What is there cannot be understood, or is of a kind that is not taken.
    #[error("the {what} in {file} is not usable: {reason}", file = file.display())]
    Unusable {
        /// Which file.
        file: PathBuf,
        /// What of it.
        what: &'static str,
        /// Why.
        reason: String,
    },
    /// The key is another certificate's.
    #[error(
        "the key in {key} does not belong to the certificate in {certificate}; replace both, the certificate's own first in its file",
        key = key.display(),
        certificate = certificate.display()
    )]
    Mismatch {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
    },
    /// Its time is over.
    #[error("the certificate in {file} ended at {ended}; nobody would believe it: have a new one made", file = file.display())]
    Expired {
        /// Which file.
        file: PathBuf,
        /// When.
        ended: String,
    },
    /// Its time has not come.
    #[error("the certificate in {file} counts only from {begins} on; check this machine's clock, or wait", file = file.display())]
    Early {
        /// Which file.
        file: PathBuf,
        /// From when on.
        begins: String,
    },
}
