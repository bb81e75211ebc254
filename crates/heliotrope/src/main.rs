//! Heliotrope: a bank's customer-service centre in one program.

mod accounts;
mod archive;
mod audit;
mod authority;
mod backup;
mod bans;
mod callbacks;
mod certificates;
mod clients;
mod command_line;
mod configuration;
mod console;
mod contacts;
mod demo;
mod emergency;
mod figures;
mod keys;
mod memory;
mod plan;
mod recordings;
mod replay;
mod reports;
mod retention;
mod serve;
mod story;
mod what_if;
mod why;
mod zone;

use clap::Parser;
use command_line::{Command, CommandLine};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(CommandLine::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("heliotrope: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(options) => {
            memory::give_back()?;
            serve::run(options)
        }
        Command::Demo(options) => {
            memory::give_back()?;
            demo::run(options)
        }
        Command::Contacts(options) => contacts::list(options),
        Command::Contact(options) => contacts::show(options),
        Command::Account(options) => accounts::run(options),
        Command::Client(options) => clients::run(options),
        Command::Emergency(options) => emergency::run(options),
        Command::Audit(options) => audit::run(options),
        Command::Keys(options) => keys::run(options),
        Command::Retention(options) => retention::show(options),
        Command::Why(options) => why::tell(options),
        Command::Recordings(options) => archive::run(options),
        Command::Replay(options) => replay::run(options),
        Command::WhatIf(options) => what_if::run(*options),
        Command::Figures(options) => figures::run(options),
        Command::Callbacks(options) => callbacks::run(options),
        Command::Bans(options) => bans::run(options),
        Command::Backup(options) => backup::take(options),
        Command::Restore(options) => backup::restore(options),
        Command::Plan(options) => plan::run(options),
        Command::Authority(options) => authority::run(options),
    }
}

/// Anything a command can fail with; its text is the last thing a user reads.
type Failure = Box<dyn std::error::Error + Send + Sync>;
