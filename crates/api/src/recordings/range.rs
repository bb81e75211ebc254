//! Which part of the sound is asked for (RFC 9110 §14).

use std::ops::Range;

/// What a request's `Range` means for a value of this many octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it: no range, or one that is not understood (§14.2 lets it be ignored).
    Whole,
    /// One stretch.
    Of(Range<u64>),
    /// A stretch that is not there: 416.
    Unsatisfiable,
}

/// Reads the header's value. Of several ranges none is taken: no player asks for that.
pub(super) fn part(range: Option<&str>, length: u64) -> Part {
    let spec = range.and_then(|range| range.trim().strip_prefix("bytes="));
    let Some((first, last)) = spec.and_then(|spec| spec.split_once('-')) else { return Part::Whole };
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
        // More than any length: as good as the end.
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let found = match (number(first.trim()), number(last.trim())) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Some(first), None) if last.trim().is_empty() => first..length,
        // The last so many.
        (None, Some(count)) if first.trim().is_empty() => length.saturating_sub(count)..length,
        _ => return Part::Whole,
    };
    if found.start < found.end { Part::Of(found) } else { Part::Unsatisfiable }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_rfc_has_them() {
        let check = |range: &str, expected: Part| assert_eq!(part(Some(range), 1_000), expected, "{range}");
        assert_eq!(part(None, 1_000), Part::Whole);
        check("bytes=0-", Part::Of(0..1_000));
        check("bytes=0-0", Part::Of(0..1));
        check("bytes=10-19", Part::Of(10..20));
        check("bytes=990-99999999999999999999", Part::Of(990..1_000));
        check("bytes=-10", Part::Of(990..1_000));
        check("bytes=-5000", Part::Of(0..1_000));
        check("bytes=1000-", Part::Unsatisfiable);
        check("bytes=5000-6000", Part::Unsatisfiable);
        check("bytes=-0", Part::Unsatisfiable);
        for ignored in [
            "bytes=",
            "bytes=-",
            "bytes=9-1",
            "bytes=a-b",
            "bytes=0-1,5-6",
            "samples=0-1",
            "0-1",
            "bytes=+1-2",
        ] {
            check(ignored, Part::Whole);
        }
        assert_eq!(part(Some("bytes=0-"), 0), Part::Unsatisfiable);
    }
}
