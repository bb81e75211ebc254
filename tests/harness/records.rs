//! The journal as it is kept.

use std::path::Path;
use store::{LostPlaces, Reader, Store};
use vocabulary::Sequence;
use vocabulary::journal::Record;

/// Records read at a time.
const PAGE: u32 = 2_000;

/// Lets a question about stored data run.
pub fn block_on<T>(question: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("there is room for a runtime").block_on(question)
}

/// Opens the data for reading, beside a running centre or without one.
pub async fn reader(folder: &Path, database: Option<&str>) -> Reader {
    let mut options = store::Options::new(folder);
    options.database = database.map(str::to_owned);
    options.migrations = trust::MIGRATIONS.to_vec();
    Store::read_only(options).await.expect("the data can be read")
}

/// The journal with the places that were lost.
pub fn journal_and_losses(folder: &Path) -> (Vec<Record>, Vec<LostPlaces>) {
    block_on(async {
        let reader = reader(folder, None).await;
        let lost = reader.lost_places().await.expect("the losses can be read");
        let (mut records, mut next) = (Vec::new(), Sequence(1));
        loop {
            match reader.records(next, PAGE).await {
                Ok(page) if page.is_empty() => return (records, lost),
                Ok(page) => records.extend(page),
                Err(store::Error::Gap { first, last }) => {
                    assert!(
                        lost.iter().any(|lost| (lost.first, lost.last) == (first, last)),
                        "{first}, {lost:?}"
                    );
                    next = last.next();
                    continue;
                }
                Err(error) => panic!("the journal cannot be read: {error}"),
            }
            next = records.last().map_or(next, |record: &Record| record.sequence.next());
        }
    })
}

/// The whole journal.
///
/// # Panics
/// When a place is missing in it.
pub fn journal(folder: &Path, database: Option<&str>) -> Vec<Record> {
    block_on(async {
        let reader = reader(folder, database).await;
        let mut records: Vec<Record> = Vec::new();
        loop {
            let next = records.last().map_or(Sequence(1), |record| record.sequence.next());
            let page = reader.records(next, PAGE).await.expect("the journal has no gap");
            if page.is_empty() {
                assert_eq!(reader.last_sequence().await.ok(), records.last().map(|record| record.sequence));
                return records;
            }
            records.extend(page);
        }
    })
}
