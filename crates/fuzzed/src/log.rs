//! Another system's call log, of any octets, and a mapping of any text: what cannot be understood is told, and every
//! row is either a call or skipped.

use calllog::Mapping;
use jiff::civil::date;

/// Takes one input.
pub fn take(bytes: &[u8]) {
    let mapping = Mapping::built_in("anonymous-bank").expect("it is built in");
    let today = date(2026, 11, 26);
    if let Ok(log) = calllog::read(bytes, &mapping, today) {
        assert_eq!(log.rows(), log.calls.len() + log.skipped.len());
    }
    // The first half as a mapping for the second.
    let (written, log) = bytes.split_at(bytes.len() / 2);
    if let Ok(mapping) = Mapping::parse(&String::from_utf8_lossy(written)) {
        let _ = calllog::read(log, &mapping, today);
    }
}
