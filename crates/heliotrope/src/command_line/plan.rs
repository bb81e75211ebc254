//! Commands about the plan.

use super::At;
use clap::{Args, Subcommand};
use std::path::PathBuf;
use vocabulary::Sequence;

#[derive(Debug, Args)]
pub struct Plan {
    #[command(subcommand)]
    pub act: PlanAct,
}

#[derive(Debug, Subcommand)]
pub enum PlanAct {
    /// Say all that is wrong with a configuration file, line by line.
    Check {
        /// The configuration.
        file: PathBuf,
    },
    /// Say which plan is in force, since when, and by whom.
    Show {
        #[command(flatten)]
        at: At,
    },
    /// List the plans that came into force, newest first, and what each changed.
    Versions {
        #[command(flatten)]
        at: At,
    },
    /// Say what a plan would change now, and for whom of those who wait. Changes nothing.
    DryRun {
        #[command(flatten)]
        proposal: Proposal,
        #[command(flatten)]
        at: At,
    },
    /// Bring the plan back that was in force before the one that is now.
    Undo {
        #[command(flatten)]
        at: At,
    },
    /// Bring a plan into force. Nobody who waits is lost.
    Apply {
        #[command(flatten)]
        proposal: Proposal,
        /// Only over this version; without it, over the one in force when this begins.
        #[arg(long, value_name = "VERSION")]
        over: Option<Sequence>,
        #[command(flatten)]
        at: At,
    },
}

/// A plan to be tried or applied.
#[derive(Debug, Args)]
pub struct Proposal {
    /// The configuration; flows are those beside it.
    pub file: Option<PathBuf>,
    /// An earlier version in place of a file: `J-17`.
    #[arg(long, value_name = "VERSION", conflicts_with = "file")]
    pub again: Option<Sequence>,
}
