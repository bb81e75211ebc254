//! The register of erasures: a file outside the data, a line each, so that whoever was erased stays erased when a
//! backup of before is restored.
//!
//! A line is written before anything is destroyed: an erasure that is not in the register is not begun. It holds
//! the bank's own reference of the customer, and no name.

use super::table;
use crate::audit::{Code, Entry, Kind as Act};
use crate::error::file_error;
use crate::retention::Rule;
use crate::{Error, Result, Store, now};
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use vocabulary::{AccountId, CustomerRef, Time};

/// An erasure as the register tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    pub customer: CustomerRef,
    pub at_us: i64,
    pub account: u64,
}

/// What came of giving the register's erasures to the data again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Customers who had come back, and were erased again.
    pub again: u64,
    /// Customers who came back and are held: nothing of theirs was touched.
    pub held: u64,
}

/// Adds a line and has the disk confirm it.
pub(super) async fn add(path: &Path, line: Line) -> Result<()> {
    let path = path.to_owned();
    let written = tokio::task::spawn_blocking(move || {
        let mut text = serde_json::to_string(&line).expect("texts and numbers are JSON");
        text.push('\n');
        let file = OpenOptions::new().create(true).read(true).append(true).mode(0o600).open(&path);
        let added = file.and_then(|mut file| {
            cut(&mut file)?;
            file.write_all(text.as_bytes())?;
            file.sync_data()
        });
        added.map_err(file_error("write", &path))
    });
    written.await.unwrap_or(Err(Error::Silent))
}

/// Takes away what a crash left of a line: what was in it was not begun.
fn cut(file: &mut std::fs::File) -> std::io::Result<()> {
    let mut all = Vec::new();
    file.read_to_end(&mut all)?;
    let whole = all.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
    if whole < all.len() { file.set_len(whole as u64) } else { Ok(()) }
}

/// Every whole line. A register that is not there yet is empty.
fn read(path: &Path) -> Result<Vec<Line>> {
    let text = match std::fs::read_to_string(path) {
        Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        read => read.map_err(file_error("read", path))?,
    };
    let whole = &text[..text.rfind('\n').map_or(0, |last| last + 1)];
    let read = |(at, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|reason| Error::Register {
            path: path.to_owned(),
            line: at + 1,
            reason: reason.to_string(),
        })
    };
    whole.lines().enumerate().map(read).collect()
}

impl Store {
    /// Erases anew whoever the register says was erased and the data does not: it was restored from a backup of
    /// before. Without a register nobody.
    ///
    /// # Errors
    /// [`Error::Register`] with the line that cannot be read, before anything is done; those of
    /// [`Store::erase`]. What was done by then stays done.
    pub async fn replay_erasures(&self, rules: &[Rule]) -> Result<Replayed> {
        let mut replayed = Replayed::default();
        let Some(path) = self.register.clone() else { return Ok(replayed) };
        let lines = tokio::task::spawn_blocking(move || read(&path)).await.unwrap_or(Err(Error::Silent))?;
        for Line { customer, at_us, account } in lines {
            if self.within(table::is_erased_since(self.db(), &customer, Time(at_us))).await? {
                continue;
            }
            if self.holds_of(&customer).await?.is_empty() {
                let entry = Entry::new(now(), Code::of("erasure.again"), Act::Change, Code::of("program"));
                self.audit().record(Entry { customer: Some(customer.clone()), ..entry }).await?;
                self.destroy(&customer, rules, AccountId(account)).await?;
                replayed.again += 1;
            } else {
                replayed.held += 1;
            }
        }
        Ok(replayed)
    }
}
