//! The real log of a bank's January (data/anonymous_bank), by the counts that are known of it.

#![allow(clippy::unwrap_used, reason = "tests")]

use calllog::{Mapping, Oddity, Outcome, read};
use std::path::PathBuf;

/// The data that is not part of the repository, or nothing if whoever runs the tests goes without.
fn january() -> Option<Vec<u8>> {
    if std::env::var_os("HELIOTROPE_WITHOUT_DATA").is_some() {
        eprintln!("skipped: HELIOTROPE_WITHOUT_DATA is set");
        return None;
    }
    let beside_the_repository = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let data: PathBuf =
        std::env::var_os("HELIOTROPE_DATA").unwrap_or_else(|| beside_the_repository.into()).into();
    let file = data.join("anonymous_bank/january.txt");
    let bytes = std::fs::read(&file);
    Some(bytes.unwrap_or_else(|reason| {
        panic!(
            "{}: {reason}; put the data beside the repository or into HELIOTROPE_DATA, or set \
             HELIOTROPE_WITHOUT_DATA=1 to go without",
            file.display()
        )
    }))
}

#[test]
fn january_is_read_whole() {
    let Some(bytes) = january() else { return };
    let log =
        read(&bytes, &Mapping::built_in("anonymous-bank").unwrap(), jiff::civil::date(2026, 11, 26)).unwrap();
    assert_eq!((log.rows(), log.skipped.len()), (31_599, 0));
    let count = |outcome| log.calls.iter().filter(|call| call.outcome == outcome).count();
    assert_eq!(
        (count(Outcome::Answered), count(Outcome::Abandoned), count(Outcome::Phantom)),
        (27_060, 3_080, 240)
    );
    let odd = log.odd();
    for (oddity, expected) in [
        (Oddity::OverlappingService, 202),
        (Oddity::AnsweredWithoutAgent, 490),
        (Oddity::LeftWithService, 82),
        (Oddity::NegativeFlowTime, 33),
        (Oddity::OverAnHour, 4),
        (Oddity::UnknownQueue, 2),
    ] {
        assert_eq!(odd.get(&oddity), Some(&expected), "{oddity:?}");
    }
    let offered = log.calls.iter().filter(|call| call.is_offered() && call.odd.has(Oddity::NegativeFlowTime));
    assert_eq!(offered.count(), 32);
    let missing: Vec<String> = log.missing_days.iter().map(ToString::to_string).collect();
    assert_eq!(missing, ["1999-01-11", "1999-01-12"]);
    eprintln!("{odd:?}");
}
