//! What is set about agents' telephones in browsers.

use super::fault::Faults;
use super::file::{FIRST_MEDIA_PORT, even_ports};
use super::spans::Written;
use serde::Deserialize;
use std::net::IpAddr;
use vocabulary::Span;
use voice::stations::{Prefer, Settings};

/// Browsers send audio every 20 ms, and may be late by much more than that.
const LEAST_VANISHED_AFTER: Span = Span::millis(500);

/// A handshake takes some round trips, over a slow network too.
const LEAST_CONNECT_WITHIN: Span = Span::seconds(1);

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileStations {
    address: Option<IpAddr>,
    ports: Option<[u16; 2]>,
    most: Option<usize>,
    prefer: Option<FilePrefer>,
    vanished_after: Option<Written>,
    connect_within: Option<Written>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum FilePrefer {
    G711,
    Opus,
}

impl FileStations {
    pub(super) fn settings(&self, faults: &mut Faults<'_>) -> Settings {
        let built_in = Settings::default();
        let or = |written: Option<Written>, usual| written.map_or(usual, |written| written.0);
        let settings = Settings {
            address: self.address,
            ports: self.ports.map(|[first, last]| first..=last),
            most: self.most.unwrap_or(built_in.most),
            prefer: match self.prefer {
                Some(FilePrefer::G711) => Prefer::Plain,
                Some(FilePrefer::Opus) => Prefer::Opus,
                None => built_in.prefer,
            },
            vanished_after: or(self.vanished_after, built_in.vanished_after),
            connect_within: or(self.connect_within, built_in.connect_within),
        };
        check(&settings, faults);
        settings
    }
}

fn check(settings: &Settings, faults: &mut Faults<'_>) {
    let mut refuse = |fault: bool, key: &str, reason: String| {
        if fault {
            faults.add(&["stations", key].map(str::to_owned), reason);
        }
    };
    if let Some(address) = settings.address {
        let reason = format!("{address} is no address that browsers can send to; give this machine's own");
        refuse(address.is_unspecified(), "address", reason);
    }
    if let Some((first, last)) = settings.ports.as_ref().map(|ports| (*ports.start(), *ports.end())) {
        refuse(
            first < FIRST_MEDIA_PORT || even_ports(first, last) == 0,
            "ports",
            format!(
                "[{first}, {last}] has no room for a browser; give the first and the last port, from \
                 {FIRST_MEDIA_PORT} up, with an even one"
            ),
        );
    }
    refuse(settings.most == 0, "most", "connects nobody; give a number above 0".to_owned());
    for (key, given, least) in [
        ("vanished_after", settings.vanished_after, LEAST_VANISHED_AFTER),
        ("connect_within", settings.connect_within, LEAST_CONNECT_WITHIN),
    ] {
        refuse(given < least, key, format!("{given} is too short for a network; give {least} or more"));
    }
}
