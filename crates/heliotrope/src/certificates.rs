//! The certificates that are shown, kept as their files say while the program serves.

use crate::configuration::{BankCertificates, TlsSettings};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tls::{Acceptor, Connector, Identity, Mutual, Protocol, Unfit};
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
    tokio::spawn(keep(Kept::Doors(identity)));
    Ok(Doors { http, sips })
}

/// Reads what is shown to the bank, and whom we believe there, and keeps both up to date from then on.
///
/// # Errors
/// [`Unfit`], as [`open`].
pub fn for_the_bank(named: Option<&BankCertificates>) -> Result<Option<Mutual>, Unfit> {
    let Some(named) = named else { return Ok(None) };
    let identity = Identity::load(named.files.clone(), now())?;
    let mutual = Mutual::new(&identity, &named.authorities, Protocol::Http)?;
    tokio::spawn(keep(Kept::Bank(mutual.clone())));
    Ok(Some(mutual))
}

/// What is kept up to date.
enum Kept {
    /// What is shown to whoever comes.
    Doors(Identity),
    /// What is shown to the bank's adapter, and who vouches for it.
    Bank(Mutual),
}

impl Kept {
    fn identity(&self) -> &Identity {
        match self {
            Kept::Doors(identity) => identity,
            Kept::Bank(mutual) => mutual.identity(),
        }
    }

    fn stamp(&self) -> Stamp {
        let files = self.identity().files();
        let mut all = vec![files.certificate.clone(), files.key.clone()];
        if let Kept::Bank(mutual) = self {
            all.push(mutual.authorities().to_owned());
        }
        Stamp::of(&all)
    }

    fn reload(&self) -> Result<bool, Unfit> {
        match self {
            Kept::Doors(identity) => identity.reload(now()),
            Kept::Bank(mutual) => mutual.reload(now()),
        }
    }
}

/// Reads the files again whenever they have changed or a SIGHUP says so. What is not fit is told and changes
/// nothing: a key and a certificate that are replaced one after the other are no pair for a moment.
async fn keep(kept: Kept) {
    use tokio::signal::unix::{SignalKind, signal};
    let mut asked = signal(SignalKind::hangup()).ok();
    let mut seen = kept.stamp();
    let mut warned = None;
    loop {
        warned = warn_of_its_end(kept.identity(), warned);
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
        let stamp = kept.stamp();
        if is_asked || stamp != seen {
            seen = stamp;
            read_again(&kept);
        }
    }
}

fn read_again(kept: &Kept) {
    match kept.reload() {
        Ok(true) => {
            info!(
                days = days_left(kept.identity()),
                "there is a new certificate; new connections are shown it"
            )
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
struct Stamp(Vec<Option<(SystemTime, u64, u64)>>);

impl Stamp {
    fn of(files: &[PathBuf]) -> Stamp {
        use std::os::unix::fs::MetadataExt;
        let stamp = |file: &Path| {
            let about = std::fs::metadata(file).ok()?;
            Some((about.modified().ok()?, about.len(), about.ino()))
        };
        Stamp(files.iter().map(|file| stamp(file)).collect())
    }
}

fn now() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
