//! What the whole-system tests share.

pub mod bank;
pub mod banking;
pub mod browser;
pub mod centre;
pub mod desk;
pub mod entries;
pub mod http;
pub mod output;
pub mod plan;
pub mod prompts;
pub mod records;
pub mod telephones;

pub use bank::DemoBank;
pub use centre::{Centre, Setup, ask_until};
pub use telephones::{caller, hear, press};

use std::time::Duration;

/// The longest wait for anything that should happen within a moment. Generous: the machine may
/// have much else to do.
pub const LIMIT: Duration = Duration::from_secs(40);
