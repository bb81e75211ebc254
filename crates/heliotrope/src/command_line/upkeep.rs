//! Commands that keep a centre in good order.

use super::{At, Data};
use clap::{Args, Subcommand};
use std::net::IpAddr;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Bans {
    #[command(subcommand)]
    pub act: BansAct,
}

#[derive(Debug, Subcommand)]
pub enum BansAct {
    /// List them, newest first, with the reason.
    List {
        #[command(flatten)]
        at: At,
    },
    /// Answer an address again.
    Lift {
        /// The address.
        address: IpAddr,
        #[command(flatten)]
        at: At,
    },
}

/// What a backup is sealed with.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Secret {
    /// File with the key: 64 hexadecimal digits, as --make-key makes it.
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// File whose first line is a passphrase.
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Backup {
    /// The backup.
    #[arg(required_unless_present = "make_key")]
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub data: Data,
    #[command(flatten)]
    pub secret: Secret,
    /// Take none: read one that is there, and say whether it is as it was written.
    #[arg(long)]
    pub check: bool,
    /// Make the key first, in a file that is not there yet. Keep a copy of it elsewhere: without it no backup opens.
    #[arg(long, requires = "key", conflicts_with = "check")]
    pub make_key: bool,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// The backup.
    pub file: PathBuf,
    /// Where to: a folder that is not there yet, and with --database one that was just made.
    #[command(flatten)]
    pub data: Data,
    #[command(flatten)]
    pub secret: Secret,
}

#[derive(Debug, Args)]
pub struct Authority {
    #[command(subcommand)]
    pub act: AuthorityAct,
}

#[derive(Debug, Subcommand)]
pub enum AuthorityAct {
    /// List the versions that were in force, with the day on which each was first.
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Print the text of a version, to look at or to go back to.
    Show {
        /// The version.
        version: u32,
        #[command(flatten)]
        data: Data,
    },
    /// Check a text, and say which orders of the last days it would have decided otherwise. Nothing changes.
    Check {
        /// The text.
        file: PathBuf,
        /// How many days back orders are tried.
        #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=731))]
        days: u16,
        /// Check the text alone.
        #[arg(long)]
        alone: bool,
        #[command(flatten)]
        data: Data,
    },
}
