//! The table about TLS.

use super::fault::Faults;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::PathBuf;
use tls::Files;
use vocabulary::plan::Plan;

/// What is spoken by TLS, and with which certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsSettings {
    /// What is shown.
    pub files: Files,
    /// Whether the API and the page are.
    pub http: bool,
    /// Where SIP is, on a port of its own.
    pub sip: Option<SocketAddr>,
    /// Who vouches for telephones and trunks that are called by it.
    pub authorities: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileTls {
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    http: Option<bool>,
    sip: Option<SocketAddr>,
    authorities: Option<PathBuf>,
}

impl FileTls {
    /// The settings; without the table there is no TLS, and nobody may be called by it.
    pub(super) fn settings(
        given: Option<FileTls>,
        plan: &Plan,
        faults: &mut Faults<'_>,
    ) -> Option<TlsSettings> {
        let by_tls = |address: &str| address.to_ascii_lowercase().contains("transport=tls");
        let of_agents = plan.agents.iter().map(|agent| agent.address.as_str());
        let dialled = of_agents.chain(plan.trunk.address.as_deref()).any(by_tls);
        let can_dial = given.as_ref().is_some_and(|tls| tls.sip.is_some() && tls.authorities.is_some());
        if dialled && !can_dial {
            let reason = "somebody is to be called by TLS; give \"sip\" an address of ours, 0.0.0.0:5061 say, and \
                          \"authorities\" the file of those who vouch for telephones and trunk";
            faults.add(&key("sip"), reason);
        }
        let given = given?;
        let mut needed = |file: Option<PathBuf>, name: &str| {
            if file.is_none() {
                faults.add(&key(name), "is missing; name the file, in PEM");
            }
            file
        };
        let (certificate, key) = (needed(given.certificate, "certificate"), needed(given.key, "key"));
        let files = Files { certificate: certificate?, key: key? };
        let http = given.http.unwrap_or(true);
        Some(TlsSettings { files, http, sip: given.sip, authorities: given.authorities })
    }
}

fn key(key: &str) -> [String; 2] {
    ["tls", key].map(str::to_owned)
}
