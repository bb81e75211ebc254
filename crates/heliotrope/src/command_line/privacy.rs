//! Commands about what is kept of customers, and under which keys.

use super::Data;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Keys {
    #[command(flatten)]
    pub data: Data,
    #[command(subcommand)]
    pub act: KeysAct,
}

#[derive(Debug, Args)]
pub struct Retention {
    #[command(flatten)]
    pub data: Data,
    /// Configuration file; without it, `heliotrope.toml` in the data folder.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum KeysAct {
    /// Show the versions of the master key, what each wraps, and which old backups need.
    Status,
    /// Make a new version, and wrap everything by it: beside a running server, or without one.
    Rotate,
}
