//! The certificate that is shown, kept as its files say while the program serves.

use crate::configuration::TlsSettings;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tls::{Acceptor, Connector, Files, Identity, Protocol, Unfit};
use tokio::time::sleep;
use tracing::{info, warn};
use vocabulary::{Span, Time};
use voice::Sips;
use voice::sip::tcp::Secured;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// From when on the log says, once a day, that the certificate ends soon.
const WARN_BEFORE: Span = Span::seconds(30 * 86_400);
const WARN_EVERY: Span = Span::seconds(86_400);

/// Both doors that TLS stands before.
#[derive(Default)]
pub struct Doors {
    pub http: Option<Acceptor>,
    pub sips: Option<Sips>,
}

/// Reads what the settings name, and keeps it up to date from then on.
///
/// # Errors
/// [`Unfit`]: nothing is served under a certificate that nobody would believe.
pub fn open(settings: Option<&TlsSettings>) -> Result<Doors, Unfit> {
    let Some(settings) = settings else { return Ok(Doors::default()) };
    let identity = Identity::load(settings.files.clone(), now())?;
    let connector = settings.authorities.as_deref().map(Connector::believing).transpose()?;
    let sips = settings.sip.map(|address| {
        let acceptor = Acceptor::new(&identity, Protocol::Sip);
        Sips { address, secured: Secured { acceptor, connector } }
    });
    let http = settings.http.then(|| Acceptor::new(&identity, Protocol::Http));
    tokio::spawn(keep(identity));
    Ok(Doors { http, sips })
}

/// Reads the files again whenever they have changed or a SIGHUP says so. What is not fit is told and changes
/// nothing: a key and a certificate that are replaced one after the other are no pair for a moment.
async fn keep(identity: Identity) {
    use tokio::signal::unix::{SignalKind, signal};
    let mut asked = signal(SignalKind::hangup()).ok();
    let mut seen = Stamp::of(identity.files());
    let mut warned = None;
    loop {
        warned = warn_of_its_end(&identity, warned);
        let by_hand = async {
            match &mut asked {
                Some(asked) => asked.recv().await,
                None => std::future::pending().await,
            }
        };
        let is_asked = tokio::select! {
            _ = by_hand => true,
            () = sleep(LOOK_EVERY) => false,
        };
        let stamp = Stamp::of(identity.files());
        if is_asked || stamp != seen {
            seen = stamp;
            read_again(&identity);
        }
    }
}

fn read_again(identity: &Identity) {
    match identity.reload(now()) {
        Ok(true) => {
            info!(days = days_left(identity), "there is a new certificate; new connections are shown it")
        }
        Ok(false) => {}
        Err(unfit) => warn!(%unfit, "the certificate in force stays"),
    }
}

/// Says that the certificate ends soon, unless it was said lately; when it was said last.
fn warn_of_its_end(identity: &Identity, warned: Option<Time>) -> Option<Time> {
    let now = now();
    let is_due = warned.is_none_or(|last| last + WARN_EVERY <= now);
    if identity.ends() > now + WARN_BEFORE || !is_due {
        return warned;
    }
    let file = identity.files().certificate.display().to_string();
    warn!(file, days = days_left(identity), "the certificate ends soon; have a new one made");
    Some(now)
}

fn days_left(identity: &Identity) -> i64 {
    (identity.ends() - now()).0 / Span::seconds(86_400).0
}

/// What tells that a file was written anew.
#[derive(PartialEq, Eq)]
struct Stamp([Option<(SystemTime, u64, u64)>; 2]);

impl Stamp {
    fn of(files: &Files) -> Stamp {
        use std::os::unix::fs::MetadataExt;
        let stamp = |file: &Path| {
            let about = std::fs::metadata(file).ok()?;
            Some((about.modified().ok()?, about.len(), about.ino()))
        };
        Stamp([stamp(&files.certificate), stamp(&files.key)])
    }
}

fn now() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
