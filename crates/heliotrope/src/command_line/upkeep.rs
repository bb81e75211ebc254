//! Commands that keep a centre in good order.

use super::At;
use clap::{Args, Subcommand};
use std::net::IpAddr;

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
