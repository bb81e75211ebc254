//! Wiring: from options to a running centre, and its orderly end.

use crate::Failure;
use crate::certificates::{self, Doors};
use crate::command_line::Serve;
use crate::configuration::{BankSettings, Configuration, Live, VoiceSettings};
use crate::{recordings, reports, retention};
use api::plan::{PlanFault, Plans, Proposed};
use bank::Bank;
use bank::http::{HttpBank, Limits};
use centre::Centre;
use centre::recordings::Recordings;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::audit::{Code, Entry, Kind};
use store::{Journal, Store};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::sleep;
use tracing::{info, warn};
use trust::{Role, Scope, Trust};
use vocabulary::voice::Verification;
use vocabulary::{CustomerRef, Epoch, NodeName, PhoneNumber, SecretDigits, Span};
use voice::media::Prompts;
use voice::{Accepting, Bans, Voice};

/// A running centre with everything around it.
pub struct Running {
    pub centre: Centre,
    pub voice: Voice,
    pub store: Arc<Store>,
    pub trust: Arc<Trust>,
    pub recordings: Recordings,
    /// Where the API really listens.
    pub http: SocketAddr,
    /// Whether that is by TLS.
    pub by_tls: bool,
    /// What the page shows a visitor of the demonstration.
    pub demonstration: api::demonstration::Shown,
    /// Told to end: the API, and the door for new calls.
    ending: watch::Sender<bool>,
}

/// `heliotrope serve`.
pub fn run(options: Serve) -> Result<(), Failure> {
    log_to_stderr("info");
    runtime()?.block_on(async {
        let (prompts, configuration, live) = configured(&options)?;
        let bank = connect_bank(configuration.bank.as_ref())?;
        let live = Arc::new(live);
        let running = start(&options, configuration, prompts, bank, live.clone()).await?;
        void_demonstration(&running).await?;
        first_account(&running).await?;
        let sips = running.voice.local_tls().map(|sips| sips.to_string()).unwrap_or_default();
        info!(sip = %running.voice.local(), http = %running.http, https = running.by_tls, sips, "serving");
        let wanted = tokio::select! {
            () = ended() => true,
            () = running.centre.stopped() => false,
            never = read_again(&running.centre, live) => match never {},
        };
        info!("ending: calls in progress are dropped and journalled as interrupted");
        tokio::select! {
            () = running.stop() => {}
            // Whoever asks twice does not want to wait for a slow disk.
            () = ended() => return Err(Hurried.into()),
        }
        if wanted { Ok(()) } else { Err(Broken.into()) }
    })
}

/// The floor or the voice node ended by itself. A service manager starts the program again.
#[derive(Debug, thiserror::Error)]
#[error("the centre stopped serving by itself; the log says why, and a new start goes on from the journal")]
struct Broken;

/// Asked to end a second time.
#[derive(Debug, thiserror::Error)]
#[error("ended at once, as asked; the next start completes the journal")]
struct Hurried;

/// A few threads are enough: audio has its own, and the floor is one task. On a single core a second
/// one would only pass the work to and fro.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(2);
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build()?)
}

/// Logs go to standard error; what they may not contain is never given to them.
pub fn log_to_stderr(default: &str) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("HELIOTROPE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(default));
    // Colours are for people: in a file they are rubbish between words.
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();
}

fn configured(options: &Serve) -> Result<(Arc<Prompts>, Configuration, Live), Failure> {
    let path =
        options.config.clone().or_else(|| Some(in_folder(&options.data.data)).filter(|path| path.exists()));
    let Some(path) = path else {
        warn!(
            "no configuration: no number is served yet; write {} (docs/CONFIGURATION.md) and start again",
            in_folder(&options.data.data).display()
        );
        let ((prompts, recorded), configuration) = (recordings::load(None)?, Configuration::empty());
        let live = Live::new(None, recorded, &configuration);
        return Ok((prompts, configuration, live));
    };
    // The prompts' folder stands in the file that is checked against the prompts.
    let own = Configuration::prompts_folder(&path)?;
    let (prompts, recorded) = recordings::load(own.as_deref())?;
    let configuration = Configuration::load(&path, &recorded)?;
    let live = Live::new(Some(path), recorded, &configuration);
    Ok((prompts, configuration, live))
}

/// Brings the configuration file into force each time a SIGHUP says that it was changed.
async fn read_again(centre: &Centre, live: Arc<Live>) -> std::convert::Infallible {
    use tokio::signal::unix::{SignalKind, signal};
    let mut asked = match signal(SignalKind::hangup()) {
        Ok(asked) => asked,
        Err(refused) => {
            warn!(%refused, "cannot listen for SIGHUP; `heliotrope plan apply` still changes the plan");
            return std::future::pending().await;
        }
    };
    loop {
        if asked.recv().await.is_none() {
            return std::future::pending().await;
        }
        let (plans, rules) = (live.clone(), live.clone());
        // Without a file of rules those in force stay.
        if let Ok(Some(read)) = tokio::task::spawn_blocking(move || rules.authority()).await {
            govern(centre, read).await;
        }
        match tokio::task::spawn_blocking(move || plans.on_file()).await {
            Ok(Some(Ok(proposed))) => apply(centre, proposed).await,
            Ok(Some(Err(faults))) => {
                warn!(
                    faults = faults.len(),
                    "the configuration does not hold together; the plan in force stays"
                );
                tell(faults);
            }
            Ok(None) | Err(_) => warn!("there is no configuration file to be read again"),
        }
    }
}

fn tell(faults: Vec<PlanFault>) {
    for PlanFault { file, line, place, key, reason } in faults {
        warn!(file, line, place, key, "{reason}");
    }
}

async fn govern(centre: &Centre, read: Result<String, Vec<PlanFault>>) {
    match read {
        Ok(text) => match centre.change_authority(&text, None).await {
            Ok((version, true)) => info!(version, "these rules of authority are in force"),
            Ok((_, false)) => {}
            Err(refused) => warn!(%refused, "the rules of authority in force stay"),
        },
        Err(faults) => {
            warn!(faults = faults.len(), "the rules of authority do not hold together; those in force stay");
            tell(faults);
        }
    }
}

async fn apply(centre: &Centre, proposed: Proposed) {
    match centre.change_plan(None, proposed.plan, None).await {
        Ok(how) => info!(version = %how.version, "the configuration was read again; this plan is in force"),
        Err(refused) => warn!(%refused, "the configuration was read again and is not in force"),
    }
    if !proposed.at_next_start.is_empty() {
        warn!(keys = proposed.at_next_start.join(", "), "takes effect at the next start");
    }
}

/// The configuration of a data folder.
pub fn in_folder(folder: &Path) -> PathBuf {
    folder.join("heliotrope.toml")
}

/// Starts everything. After a failure nothing is left running, and the data is closed.
pub async fn start(
    options: &Serve,
    configuration: Configuration,
    prompts: Arc<Prompts>,
    bank: Arc<dyn Bank>,
    plans: Arc<dyn Plans>,
) -> Result<Running, Failure> {
    let listener = TcpListener::bind(options.http)
        .await
        .map_err(|reason| NoListener { address: options.http, reason })?;
    let doors = certificates::open(configuration.tls.as_ref())?;
    let mut opening = store::Options::new(&options.data.data);
    opening.database = options.data.database.clone();
    opening.spill_bytes = configuration.spill_bytes;
    opening.audit = configuration.audit.clone();
    opening.erasures = configuration.erasures.clone();
    opening.migrations = trust::MIGRATIONS.to_vec();
    opening.sealed = trust::SEALED.to_vec();
    let store = Arc::new(Store::open(opening).await?);
    retention::erase_again(&store, &configuration.retention).await?;
    let started =
        open_doors(options.sip, configuration, prompts, bank, plans, store.clone(), (listener, doors)).await;
    if started.is_err() {
        store.close().await;
    }
    started
}

/// Starts what serves, over data that is open.
async fn open_doors(
    sip: SocketAddr,
    configuration: Configuration,
    prompts: Arc<Prompts>,
    bank: Arc<dyn Bank>,
    plans: Arc<dyn Plans>,
    store: Arc<Store>,
    (listener, doors): (TcpListener, Doors),
) -> Result<Running, Failure> {
    let (http, by_tls) = (listener.local_addr()?, doors.http.is_some());
    let trust = Trust::new(store.db().clone()).with_seals(store.seals());
    let trust = Arc::new(trust.with_rules(configuration.access.clone()));
    let accepting = Accepting::default();
    let mut voice = voice_options(sip, &configuration, prompts, accepting.clone())?;
    let recordings = Recordings::start(store.clone()).await?;
    voice.sips = doors.sips;
    voice.bans = Bans::new(configuration.bans);
    let bans = voice.bans.clone();
    voice.recordings = Some(recordings.keeper());
    let (centre, voice) = centre::start(centre::Options {
        store: store.clone(),
        trust: trust.clone(),
        bank,
        plan: configuration.plan,
        voice,
    })
    .await?;

    let (version, before) = centre.begin_authority(configuration.authority.as_deref()).await?;
    if let Some(before) = before {
        warn!(version, before, "the file's rules of authority are in force in place of those before");
    }
    let (ending, mut ended) = watch::channel(false);
    tokio::spawn(retention::carry_out(configuration.retention.clone(), centre.clone(), store.clone()));
    tokio::spawn(reports::make(configuration.reports.clone(), centre.clone(), store.clone()));
    tokio::spawn(mind_the_door(store.journal(), ending.subscribe(), accepting));
    let demonstration = api::demonstration::Shown::default();
    let router = api::router(api::Options {
        centre: centre.clone(),
        store: store.clone(),
        trust: trust.clone(),
        demonstration: demonstration.clone(),
        limits: api::Limits::default(),
        targets: configuration.targets,
        reports: configuration.reports.iter().map(|report| (report.name.clone(), report.when())).collect(),
        names: configuration.names,
        bans,
        plans,
        retention: configuration.retention,
    });
    tokio::spawn(api::serve(listener, doors.http, router, async move {
        // The sender is gone: the program ends anyway.
        let _ = ended.wait_for(|ended| *ended).await;
    }));
    Ok(Running { centre, voice, store, trust, recordings, http, by_tls, demonstration, ending })
}

impl Running {
    /// Ends in order: no new calls, the journal complete, the data closed.
    pub async fn stop(self) {
        // No receiver: all who listened have ended already.
        let _ = self.ending.send(true);
        self.centre.stop().await;
        self.voice.stop().await;
        self.recordings.stop().await;
        self.store.close().await;
    }
}

/// The API's address cannot be had.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {reason}; choose another address with --http")]
struct NoListener {
    address: SocketAddr,
    reason: std::io::Error,
}

fn voice_options(
    sip: SocketAddr,
    configuration: &Configuration,
    prompts: Arc<Prompts>,
    accepting: Accepting,
) -> Result<voice::Options, Failure> {
    let settings = &configuration.voice;
    // The epoch is set when leadership is taken.
    let mut options = voice::Options::new(NodeName::new("voice-1")?, Epoch::default(), sip, prompts);
    options.media_address = settings.media_address;
    options.media_ports = settings.media_ports.clone();
    options.admission.most_calls = most_calls(settings);
    options.admission.new_calls_per_second = settings.new_calls_per_second.into();
    options.admission.burst = settings.new_calls_per_second.into();
    options.lost_after = settings.lost_after;
    options.stations = configuration.stations.clone();
    options.accepting = accepting;
    if let Some(bank) = &configuration.bank {
        // The bank's own limit comes first.
        options.verify_within = options.verify_within.max(bank.within + Span::seconds(1));
    }
    Ok(options)
}

/// A call needs a port for the caller and one for the agent. With fewer, calls to agents would fail
/// for want of a port, and the agents would be taken for absent.
fn most_calls(settings: &VoiceSettings) -> usize {
    let room = settings.media_ports.clone().filter(|port| port.is_multiple_of(2)).count() / 2;
    if room < settings.most_calls {
        warn!(room, most_calls = settings.most_calls, "media_ports has room for fewer calls: more get 503");
    }
    room.min(settings.most_calls)
}

/// How often the journal is asked whether it loses entries. A writer that is stuck says nothing.
const ASK_JOURNAL_EVERY: Duration = Duration::from_millis(200);

/// New calls get 503 while journal entries are being lost (a call that leaves no trace must not be),
/// and from when the program is to end.
async fn mind_the_door(journal: Journal, mut ending: watch::Receiver<bool>, accepting: Accepting) {
    let mut health = journal.health();
    loop {
        let is_ending = *ending.borrow_and_update();
        accepting.set(journal.accepting() && !is_ending);
        if is_ending {
            return;
        }
        tokio::select! {
            changed = ending.changed() => if changed.is_err() { return },
            // The writer is gone: then the journal loses, and is asked on.
            Ok(()) = health.changed() => {}
            () = sleep(ASK_JOURNAL_EVERY) => {}
        }
    }
}

/// Whoever starts the program first: the name of the account that is made then.
const FIRST: &str = "first-administrator";

/// The first start makes one administrator, whose secret is shown once, on the terminal: it works once, for a
/// day, and is exchanged at the first sign-in. When that day passes unused, `heliotrope account password` gives
/// another. There is no other way in that nobody chose.
async fn first_account(running: &Running) -> Result<(), Failure> {
    let trust = &running.trust;
    if trust.accounts().await?.is_empty() {
        record(running, "account.first").await?;
        let (account, _token) = trust.make_account(FIRST, Role::Administrator, &Scope::All, None).await?;
        let secret = trust.give_password(account.id, None).await?;
        eprintln!(
            "Account \"{}\" was made. Its password is shown only now; it works once, within 24 hours:\n  {}",
            account.name,
            secret.expose()
        );
    }
    Ok(())
}

/// Accounts of demonstrations begin so.
pub const DEMONSTRATION: &str = "demonstration-";

/// A demonstration shows the tokens of its accounts to everybody. On data that served one, they open nothing
/// here.
async fn void_demonstration(running: &Running) -> Result<(), Failure> {
    for listed in running.trust.accounts().await? {
        if listed.account.name.starts_with(DEMONSTRATION) && listed.revoked.is_none() {
            record(running, "account.void_demonstration").await?;
            // Nobody is told the new one.
            drop(running.trust.replace_token(listed.account.id).await?);
        }
    }
    Ok(())
}

async fn record(running: &Running, operation: &'static str) -> Result<(), Failure> {
    let now = jiff::Timestamp::now().into();
    let entry = Entry::new(now, Code::of(operation), Kind::Change, Code::of("program"));
    Ok(running.store.audit().record(entry).await?)
}

fn connect_bank(settings: Option<&BankSettings>) -> Result<Arc<dyn Bank>, Failure> {
    let Some(settings) = settings else {
        warn!("no bank is configured: nobody can be verified");
        return Ok(Arc::new(NoBank));
    };
    let limits = Limits {
        budget: settings.within,
        view_budget: settings.view_within,
        budgets: settings.budgets.clone(),
        rest: settings.rest,
        ..Limits::default()
    };
    let mutual = certificates::for_the_bank(settings.certificates.as_ref())?;
    Ok(Arc::new(HttpBank::shown(&settings.url, limits, mutual)?))
}

/// In place of a bank when none is configured: knows nobody, verifies nobody.
struct NoBank;

impl Bank for NoBank {
    fn verify<'a>(&'a self, _: &'a SecretDigits, _: &'a SecretDigits) -> bank::Answer<'a, Verification> {
        Box::pin(async { Ok(Verification::Unavailable) })
    }

    fn holders<'a>(&'a self, _: &'a PhoneNumber) -> bank::Answer<'a, Vec<CustomerRef>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

/// Waits for the wish to end: Ctrl-C or a service manager's SIGTERM.
pub async fn ended() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(refused) => {
            warn!(%refused, "cannot listen for SIGTERM; Ctrl-C still ends the program");
            // When even that is refused there is nothing to wait for but the process's end.
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}
