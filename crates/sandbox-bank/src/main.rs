//! The demonstration bank as a process of its own, to be killed at will.

use clap::Parser;
use sandbox_bank::http::{Behaviour, Server};
use sandbox_bank::{MOST_CUSTOMERS, SandboxBank};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

/// A demonstration bank that speaks the bank port's HTTP contract.
///
/// Change its behaviour while it runs:
/// curl -X PUT -H 'content-type: application/json' -d '{"fault":"hang"}' http://ADDR/control/behaviour
/// or that of one subsystem (verifications, holders, identity, accounts, cards):
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
    let bank = Arc::new(SandboxBank::generate(options.seed, options.customers as usize));
    let server = Server::bind(options.http, bank.clone(), options.behaviour).await?;
    let address = server.address()?;
    writeln!(
        io::stdout(),
        "sandbox-bank: {} customers of seed {} at http://{address}",
        bank.customers(),
        options.seed
    )?;
    server.run().await
}
