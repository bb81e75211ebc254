//! `heliotrope replay`: another system's call log into a data folder, and its figures.

mod ids;
mod import;
mod progress;
mod report;

use crate::Failure;
use crate::command_line::Replay;
use calllog::{Log, Mapping};
use import::{Counts, import};
use indicators::Fact;
pub use progress::Progress;
use report::Report;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use store::Store;
use vocabulary::Time;

/// Imports and prints.
pub fn run(options: Replay) -> Result<(), Failure> {
    let mapping = mapping(&options.mapping)?;
    let mut progress = Progress::new();
    let log = read_log(&options.file, &mapping, &mut progress)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let report = runtime.block_on(async {
        let mut opening = store::Options::new(&options.data.data).in_bulk();
        opening.database = options.data.database.clone();
        opening.migrations = trust::MIGRATIONS.to_vec();
        let store = Arc::new(Store::open(opening).await?);
        let imported = async {
            if let Some(zone) = mapping.zone().iana_name() {
                store.keep_imported_zone(zone).await?;
            }
            import(&store, &mapping, &log, &mut progress).await
        };
        let report = match imported.await {
            Ok(counts) => read_back(&store, counts).await,
            Err(failed) => Err(failed),
        };
        store.close().await;
        report
    })?;
    progress.end();
    let report = Report::new(&options.file, &mapping, &log, report);
    let text = if options.json { report.json() } else { report.text() };
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

/// Reads a log, with progress for people who watch.
pub fn read_log(file: &Path, mapping: &Mapping, progress: &mut Progress) -> Result<Log, Failure> {
    let path = || file.display().to_string();
    let bytes = std::fs::read(file).map_err(|reason| Unreadable { path: path(), reason })?;
    let today = jiff::Timestamp::now().to_zoned(mapping.zone().clone()).date();
    let read = calllog::read_watched(&bytes, mapping, today, &mut |line| progress.tell("read", line));
    Ok(read.map_err(|reason| NoLog { path: path(), reason })?)
}

/// A mapping that comes with the program, or one of the bank's own in a file.
pub fn mapping(name: &str) -> Result<Mapping, Failure> {
    if let Some(mapping) = Mapping::built_in(name) {
        return Ok(mapping);
    }
    let path = Path::new(name);
    let text = std::fs::read_to_string(path).map_err(|reason| NoMapping { name: name.to_owned(), reason })?;
    Ok(Mapping::parse(&text).map_err(|reason| BadMapping { name: name.to_owned(), reason })?)
}

/// The file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}: {reason}")]
struct Unreadable {
    path: String,
    reason: std::io::Error,
}

/// The file can be read, and is no log by this mapping.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {reason}")]
struct NoLog {
    path: String,
    reason: calllog::Error,
}

/// There is no such mapping.
#[derive(Debug, thiserror::Error)]
#[error(
    "there is no mapping {name}: {reason}; give one that is built in ({}) or the file of your own \
     (docs/INDICATORS.md)",
    Mapping::BUILT_IN.join(", ")
)]
struct NoMapping {
    name: String,
    reason: std::io::Error,
}

/// The mapping's file does not hold together.
#[derive(Debug, thiserror::Error)]
#[error("{name} does not hold together:{}", .reason.to_string().lines().map(|fault| format!("\n  {fault}")).collect::<String>())]
struct BadMapping {
    name: String,
    reason: calllog::MappingError,
}

/// The log's facts as the data folder has them now.
async fn read_back(store: &Store, counts: Counts) -> Result<(Counts, Vec<Fact>), Failure> {
    let Some((first, last)) = counts.span else { return Ok((counts, Vec::new())) };
    let mut facts = store.facts(first, Time(last.0 + 1)).await?;
    facts.retain(|fact| counts.contacts.contains(&fact.contact));
    Ok((counts, facts))
}
