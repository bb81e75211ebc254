//! Whole-system tests: the program as a process, telephones and peers over real sockets.
//!
//! Each file tells one story. What they share stands in [`harness`]: the process under test, the
//! bank, prompts that tell by ear which one is played, and the journal as it comes. Nothing here
//! sleeps to let something happen: tests wait for entries of the journal, for tones, for states of
//! telephones, each wait with a limit.

// A helper that cannot set the scene fails its test.
#![allow(clippy::unwrap_used)]

mod harness;

mod access;
mod agents;
mod audit;
mod authority;
mod backup;
mod bans;
mod callbacks;
mod callers;
mod database;
mod desk;
mod disk;
mod finder;
mod flood;
mod journal;
mod operations;
mod peers;
mod plan;
mod recordings;
mod replay;
mod secrets;
mod secure_entry;
mod softphone;
mod the_call;
mod tls;
mod verification_calls;
mod what_if;
