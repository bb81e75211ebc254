//! Commands about what is kept of customers, and under which keys.

use super::Data;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub struct Keys {
    #[command(flatten)]
    pub data: Data,
    #[command(subcommand)]
    pub act: KeysAct,
}

#[derive(Debug, Subcommand)]
pub enum KeysAct {
    /// Show the versions of the master key, what each wraps, and which old backups need.
    Status,
    /// Make a new version, and wrap everything by it: beside a running server, or without one.
    Rotate,
}
