//! Heliotrope: a bank's customer-service centre in one program.

mod command_line;
mod configuration;
mod contacts;
mod demo;
mod recordings;
mod serve;
mod story;

use clap::Parser;
use command_line::{Command, CommandLine};
use std::process::ExitCode;

/// Short-lived allocations of tens of thousands of calls an hour go back to the system: measured
/// against the system allocator in docs/PERFORMANCE.md.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let line = CommandLine::parse();
    let done = match line.command {
        Command::Serve(options) => serve::run(options),
        Command::Demo(options) => demo::run(options),
        Command::Contacts(options) => contacts::list(options),
        Command::Contact(options) => contacts::show(options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("heliotrope: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Anything a command can fail with; its text is the last thing a user reads.
type Failure = Box<dyn std::error::Error + Send + Sync>;
