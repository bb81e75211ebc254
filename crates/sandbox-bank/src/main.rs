//! The demonstration bank as a process of its own, to be killed at will.

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Zoned;
use jiff::civil::Date;
use sandbox_bank::http::{Behaviour, Server};
use sandbox_bank::{MOST_CUSTOMERS, SandboxBank};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// A demonstration bank that speaks the bank port's HTTP contract.
///
/// Change its behaviour while it runs:
/// curl -X PUT -H 'content-type: application/json' -d '{"fault":"hang"}' http://ADDR/control/behaviour
/// or that of one subsystem (verifications, holders, finding, identity, accounts, cards, transactions, bills, limits,
/// applications, reports, production, holdings, points, devices, consents, journeys,
/// operations, outcomes):
/// curl -X PUT -H 'content-type: application/json' -d '{"latency_ms":3000}' http://ADDR/control/behaviour/cards
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
    /// File in which orders are remembered, so that a bank that is killed knows what it did; left out,
    /// orders are forgotten at its end
    #[arg(long, value_name = "FILE")]
    orders: Option<PathBuf>,
    /// Make and check everybody's books instead of serving
    #[arg(long)]
    check_books: bool,
    #[command(flatten)]
    behaviour: Behaviour,
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
    let day = options.day.unwrap_or_else(|| Zoned::now().date());
    let bank = Arc::new(SandboxBank::on(day, options.seed, options.customers as usize));
    if let Some(file) = &options.orders {
        bank.keep_orders(file)?;
    }
    if options.check_books {
        return check_books(&bank);
    }
    let server = Server::bind(options.http, bank.clone(), options.behaviour).await?;
    let address = server.address()?;
    writeln!(
        io::stdout(),
        "sandbox-bank: {} customers of seed {} at http://{address}",
        bank.customers(),
        options.seed
    )?;
    // Whoever looks for somebody by name waits for it no longer than it takes.
    std::thread::spawn(move || bank.make_ready());
    server.run().await
}

/// Says what was found in one line; how far it has come stands on the error output, if a person looks on.
fn check_books(bank: &SandboxBank) -> io::Result<()> {
    let style = "{bar:40} {pos}/{len} customers, {elapsed} gone, {eta} left";
    let bar = ProgressBar::new(bank.customers() as u64);
    bar.set_style(ProgressStyle::with_template(style).map_err(io::Error::other)?);
    let began = Instant::now();
    let found = bank.check_books(|done| bar.set_position(done as u64)).map_err(io::Error::other)?;
    bar.finish_and_clear();
    writeln!(
        io::stdout(),
        "sandbox-bank: the books of {} customers balance: {} transactions, {} bills, made and checked in {:.1} s",
        found.customers,
        found.transactions,
        found.bills,
        began.elapsed().as_secs_f64()
    )
}
