//! What is done at the console is on record, too: before it is done, or it is not done.

use crate::Failure;
use crate::command_line::Data;
use store::audit::{self, Code, Entry, Kind, Outcome};
use store::{Db, Store};

/// The data beside a running server, or without one.
pub async fn beside(data: &Data) -> Result<Db, Failure> {
    let mut opening = store::Options::new(&data.data);
    opening.database.clone_from(&data.database);
    opening.migrations = trust::MIGRATIONS.to_vec();
    Ok(Store::beside(opening).await?)
}

/// An act of whoever sits at this machine, named by the system's user.
pub fn act(operation: &'static str, kind: Kind) -> Entry {
    let user = rustix::process::getuid().as_raw();
    let origin = format!("console:{user}").parse().unwrap_or_else(|_| Code::of("console"));
    Entry::new(jiff::Timestamp::now().into(), Code::of(operation), kind, origin)
}

/// Puts an act on record.
pub async fn record(db: &Db, entry: Entry) -> Result<(), Failure> {
    Ok(audit::record_beside(db, entry).await?)
}

/// Puts an act on record, does it, and tells if it failed.
pub async fn on_record<T>(
    db: &Db,
    entry: Entry,
    done: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    record(db, entry.clone()).await?;
    let outcome = done.await;
    if outcome.is_err() {
        record(db, Entry { outcome: Outcome::Failed, ..entry }).await?;
    }
    outcome
}
