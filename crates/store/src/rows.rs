//! Texts of statements that insert many rows, made while compiling: a statement of a few hundred
//! parameters costs hardly more than one of ten, but must stand as a constant like every other.

/// How parameters are written.
#[derive(Clone, Copy)]
pub(crate) enum Parameters {
    /// `$1`, `$2`: both engines read them. The driver asks SQLite for each one's name, and SQLite looks
    /// through all names for it: beyond a few hundred parameters a statement gets slower by the row.
    Numbered,
    /// `?`, in order: SQLite alone, which has no name to look for.
    Plain,
}

/// Length of what [`text`] makes.
pub(crate) const fn length(
    head: &str,
    columns: usize,
    rows: usize,
    tail: &str,
    parameters: Parameters,
) -> usize {
    let mut total = head.len() + tail.len();
    let mut number = 1;
    while number <= columns * rows {
        // "$" and the digits, or "?"; and "," or ")" behind.
        total += match parameters {
            Parameters::Numbered => 2 + digits(number),
            Parameters::Plain => 2,
        };
        number += 1;
    }
    // "(" before each row and "," between rows.
    total + rows + (rows - 1)
}

/// `head`, then `rows` bracketed groups of `columns` parameters, then `tail`.
pub(crate) const fn text<const N: usize>(
    head: &str,
    columns: usize,
    rows: usize,
    tail: &str,
    parameters: Parameters,
) -> [u8; N] {
    let (mut out, mut at) = put([0; N], 0, head.as_bytes());
    let mut number = 1;
    while number <= columns * rows {
        if number % columns == 1 || columns == 1 {
            (out, at) = put(out, at, if number == 1 { b"(" } else { b",(" });
        }
        (out, at) = match parameters {
            Parameters::Numbered => {
                let (out, at) = put(out, at, b"$");
                put_number(out, at, number)
            }
            Parameters::Plain => put(out, at, b"?"),
        };
        (out, at) = put(out, at, if number.is_multiple_of(columns) { b")" } else { b"," });
        number += 1;
    }
    put(out, at, tail.as_bytes()).0
}

const fn digits(number: usize) -> usize {
    let (mut count, mut rest) = (1, number / 10);
    while rest > 0 {
        count += 1;
        rest /= 10;
    }
    count
}

const fn put<const N: usize>(mut out: [u8; N], at: usize, bytes: &[u8]) -> ([u8; N], usize) {
    let mut i = 0;
    while i < bytes.len() {
        out[at + i] = bytes[i];
        i += 1;
    }
    (out, at + i)
}

const fn put_number<const N: usize>(mut out: [u8; N], at: usize, number: usize) -> ([u8; N], usize) {
    let end = at + digits(number);
    let (mut place, mut rest) = (end, number);
    while place > at {
        place -= 1;
        out[place] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    (out, end)
}

/// The text of a statement with `$rows` rows of `$columns` parameters, as a constant. The parameters are
/// numbered, unless a fifth word says [`Parameters::Plain`].
macro_rules! many_rows {
    ($head:expr, $columns:expr, $rows:expr, $tail:expr) => {
        many_rows!($head, $columns, $rows, $tail, Numbered)
    };
    ($head:expr, $columns:expr, $rows:expr, $tail:expr, $parameters:ident) => {{
        const PARAMETERS: $crate::rows::Parameters = $crate::rows::Parameters::$parameters;
        const LENGTH: usize = $crate::rows::length($head, $columns, $rows, $tail, PARAMETERS);
        const BYTES: [u8; LENGTH] = $crate::rows::text($head, $columns, $rows, $tail, PARAMETERS);
        match std::str::from_utf8(&BYTES) {
            Ok(text) => text,
            Err(_) => panic!("head and tail are UTF-8"),
        }
    }};
}
pub(crate) use many_rows;

#[cfg(test)]
mod tests {
    #[test]
    fn rows_are_numbered_through() {
        const TWO: &str = many_rows!("INSERT INTO t VALUES ", 3, 2, " RETURNING a");
        assert_eq!(TWO, "INSERT INTO t VALUES ($1,$2,$3),($4,$5,$6) RETURNING a");
        const PLAIN: &str = many_rows!("INSERT INTO t VALUES ", 3, 2, " RETURNING a", Plain);
        assert_eq!(PLAIN, "INSERT INTO t VALUES (?,?,?),(?,?,?) RETURNING a");
        const TEN: &str = many_rows!("", 1, 10, "");
        assert_eq!(TEN, "($1),($2),($3),($4),($5),($6),($7),($8),($9),($10)");
    }
}
