//! Certificates for tests, as PEM files.

use crate::Files;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use std::fs::{self, Permissions};
use std::ops::Range;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// A certificate that vouches for itself, with its key.
#[derive(Debug, Clone)]
pub struct Pair {
    /// In PEM.
    pub certificate: String,
    /// In PEM.
    pub key: String,
}

impl Pair {
    /// For a machine by name or IP address, in force from the first day of a year until that of another.
    ///
    /// # Panics
    /// When there is no such name.
    pub fn new(machine: &str, years: Range<i32>) -> Pair {
        let mut params = CertificateParams::new(vec![machine.to_owned()]).expect("it is a name");
        (params.not_before, params.not_after) =
            (date_time_ymd(years.start, 1, 1), date_time_ymd(years.end, 1, 1));
        let key = KeyPair::generate().expect("keys can be made");
        let certificate = params.self_signed(&key).expect("it signs itself");
        Pair {
            certificate: pem("CERTIFICATE", certificate.der()),
            key: pem("PRIVATE KEY", key.serialized_der()),
        }
    }

    /// Writes both into a folder.
    ///
    /// # Panics
    /// When it takes no files.
    pub fn write(&self, folder: &Path) -> Files {
        let files = Files { certificate: folder.join("chain.pem"), key: folder.join("key.pem") };
        fs::write(&files.certificate, &self.certificate).expect("the folder takes files");
        fs::write(&files.key, "").expect("the folder takes files");
        fs::set_permissions(&files.key, Permissions::from_mode(0o600)).expect("the file is ours");
        fs::write(&files.key, &self.key).expect("the folder takes files");
        files
    }
}

/// RFC 7468.
pub fn pem(label: &str, der: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in der.chunks(3) {
        let bits = (0..3).fold(0u32, |bits, at| bits << 8 | u32::from(group.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let digit = char::from(DIGITS[(bits >> (18 - 6 * at)) as usize & 63]);
            text.push(if at > group.len() { '=' } else { digit });
        }
    }
    let lines: Vec<String> =
        text.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}
