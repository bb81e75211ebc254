//! The demonstration bank as a process of its own, to be killed at will.

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use sandbox_bank::http::{Behaviour, Server};
use sandbox_bank::{MOST_CUSTOMERS, SandboxBank};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tls::{Files, Identity, Mutual, Protocol};
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::timeout;
use vocabulary::Time;

/// How far something has come is told this often.
const SAYS_EVERY: Duration = Duration::from_secs(2);

/// A demonstration bank that speaks the bank port's HTTP contract.
///
/// Change its behaviour while it runs:
/// curl -X PUT -H 'content-type: application/json' -d '{"fault":"hang"}' http://ADDR/control/behaviour
/// or that of one subsystem (verifications, holders, finding, identity, accounts, cards, transactions, bills, limits,
/// applications, reports, production, holdings, points, devices, consents, journeys, locks, preferences,
/// life-events, operations, outcomes, proofs, codes, telephones):
/// curl -X PUT -H 'content-type: application/json' -d '{"latency_ms":3000}' http://ADDR/control/behaviour/cards
/// Try a secret as a customer does in another channel (login_password, transaction_pin, query_pin):
/// curl -H 'content-type: application/json' -d '{"customer":"cst-…","secret":"login_password","right":false}' http://ADDR/control/tries
/// Pay whatever is open of a customer's bills:
/// curl -H 'content-type: application/json' -d '{"customer":"cst-…"}' http://ADDR/control/payments
#[derive(Parser)]
#[command(name = "sandbox-bank", version)]
struct Options {
    /// Address to listen on, on this machine; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8090")]
    http: SocketAddr,
    /// Seed everything follows from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many customers the bank has
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=MOST_CUSTOMERS as u64))]
    customers: u64,
    /// The bank's today, such as 2026-01-01; left out, this machine's
    #[arg(long, value_name = "DAY")]
    day: Option<Date>,
    /// File in which orders and wrong tries are remembered, so that a bank that is killed knows what it did and
    /// counted; left out, they are forgotten at its end
    #[arg(long, value_name = "FILE")]
    orders: Option<PathBuf>,
    /// Generate this bank, with everybody's transactions and the index of names, into a folder that is not there
    /// yet, instead of serving
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["check_books", "orders"])]
    generate: Option<PathBuf>,
    /// Folder of a bank that was generated: its seed, its customers and its day hold
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["generate", "seed", "customers", "day"])]
    books: Option<PathBuf>,
    /// Make, or read, and check everybody's books instead of serving
    #[arg(long)]
    check_books: bool,
    #[command(flatten)]
    certificates: Certificates,
    #[command(flatten)]
    behaviour: Behaviour,
}

/// What the bank shows by TLS, and whom it believes; all three, or none and plain http. SIGHUP has them read
/// again.
#[derive(clap::Args)]
struct Certificates {
    /// File with the bank's own certificate, in PEM
    #[arg(long, value_name = "FILE", requires_all = ["key", "authorities"])]
    certificate: Option<PathBuf>,
    /// File with its key, in PEM
    #[arg(long, value_name = "FILE", requires = "certificate")]
    key: Option<PathBuf>,
    /// File with the authorities of those who may ask, in PEM
    #[arg(long, value_name = "FILE", requires = "certificate")]
    authorities: Option<PathBuf>,
}

impl Certificates {
    fn mutual(self) -> io::Result<Option<Mutual>> {
        let (Some(certificate), Some(key), Some(authorities)) =
            (self.certificate, self.key, self.authorities)
        else {
            return Ok(None);
        };
        let identity = Identity::load(Files { certificate, key }, now()).map_err(io::Error::other)?;
        Mutual::new(&identity, &authorities, Protocol::Http).map(Some).map_err(io::Error::other)
    }
}

fn now() -> Time {
    Timestamp::now().into()
}

/// Reads certificates again each time a SIGHUP says so; those that are not fit change nothing.
async fn exchange(mutual: Mutual) -> io::Result<()> {
    let mut asked = signal(SignalKind::hangup())?;
    while asked.recv().await.is_some() {
        match mutual.reload(now()) {
            Ok(_) => eprintln!("sandbox-bank: certificates were read again"),
            Err(unfit) => eprintln!("sandbox-bank: {unfit}; what is in force stays"),
        }
    }
    Ok(())
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sandbox-bank: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Says where it listens in one line, on standard output, as soon as it does.
async fn run(options: Options) -> io::Result<()> {
    let began = Instant::now();
    if let Some(folder) = &options.generate {
        return generate(folder, &options);
    }
    let bank = match &options.books {
        Some(folder) => SandboxBank::open(folder).map_err(io::Error::other)?,
        None => SandboxBank::on(day(&options), options.seed, options.customers as usize),
    };
    let bank = Arc::new(bank);
    if let Some(file) = &options.orders {
        bank.keep_orders(file)?;
    }
    if options.check_books {
        return check_books(&bank);
    }
    let mut server = Server::bind(options.http, bank.clone(), options.behaviour).await?;
    let (address, mutual) = (server.address()?, options.certificates.mutual()?);
    let scheme = if mutual.is_some() { "https" } else { "http" };
    if let Some(mutual) = mutual {
        tokio::spawn(exchange(mutual.clone()));
        server = server.secured(mutual);
    }
    let of = match &options.books {
        Some(folder) => format!("in {}", folder.display()),
        None => format!("of seed {}", options.seed),
    };
    writeln!(io::stdout(), "sandbox-bank: {} customers {of} at {scheme}://{address}", bank.customers())?;
    eprintln!("sandbox-bank: ready after {:.1} ms, {}", began.elapsed().as_secs_f64() * 1_000.0, resident());
    tokio::spawn(get_ready(bank, began));
    server.run().await
}

/// The bank's today.
fn day(options: &Options) -> Date {
    options.day.unwrap_or_else(|| Zoned::now().date())
}

/// Says how far the index has come, and when names and documents can be found.
async fn get_ready(bank: Arc<SandboxBank>, began: Instant) {
    while timeout(SAYS_EVERY, bank.ready()).await.is_err() {
        eprintln!("sandbox-bank: {} % of all customers can be found by name", bank.findable_percent());
    }
    let took = began.elapsed().as_secs_f64();
    eprintln!("sandbox-bank: names and documents can be found after {took:.1} s, {}", resident());
}

/// What it takes of memory, as the system says.
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.map_or_else(|| "memory unknown".to_owned(), |kib| format!("{} resident", kib.trim()))
}

/// How far something has come: drawn where a person looks on, told now and then elsewhere.
struct Shown {
    bar: ProgressBar,
    began: Instant,
    told: Instant,
}

impl Shown {
    fn of(customers: usize) -> io::Result<Shown> {
        let style = "{bar:40} {pos}/{len} customers, {elapsed} gone, {eta} left";
        let bar = ProgressBar::new(customers as u64);
        bar.set_style(ProgressStyle::with_template(style).map_err(io::Error::other)?);
        Ok(Shown { bar, began: Instant::now(), told: Instant::now() })
    }

    fn done(&mut self, customers: usize) {
        self.bar.set_position(customers as u64);
        if self.bar.is_hidden() && self.told.elapsed() >= SAYS_EVERY {
            self.told = Instant::now();
            let (of, gone) = (self.bar.length().unwrap_or_default(), self.began.elapsed().as_secs());
            eprintln!("sandbox-bank: {customers} of {of} customers, {gone} s gone");
        }
    }

    /// Seconds that it took.
    fn end(self) -> f64 {
        self.bar.finish_and_clear();
        self.began.elapsed().as_secs_f64()
    }
}

/// Writes the bank down, and says in one line what was written.
fn generate(folder: &Path, options: &Options) -> io::Result<()> {
    let customers = options.customers as usize;
    let mut shown = Shown::of(customers)?;
    let of = (options.seed, customers, day(options));
    let made = sandbox_bank::generate(folder, of, |done| shown.done(done)).map_err(io::Error::other)?;
    let (folder, took) = (folder.display(), shown.end());
    writeln!(
        io::stdout(),
        "sandbox-bank: generated {} customers with {} transactions into {folder} in {took:.1} s",
        made.customers,
        made.transactions,
    )
}

/// Says what was found in one line.
fn check_books(bank: &SandboxBank) -> io::Result<()> {
    let mut shown = Shown::of(bank.customers())?;
    let found = bank.check_books(|done| shown.done(done)).map_err(io::Error::other)?;
    writeln!(
        io::stdout(),
        "sandbox-bank: the books of {} customers balance: {} transactions, {} bills, checked in {:.1} s",
        found.customers,
        found.transactions,
        found.bills,
        shown.end()
    )
}
