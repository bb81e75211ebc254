//! Rows that are numbered 1, 2, 3 … by the statement that inserts them.

/// Two rows made at the same moment may reach for the same number; one of them tries again.
pub(crate) const TRIES: usize = 5;

/// Inserts a row by an expression that waits for the database, again when another took its number meanwhile.
macro_rules! numbered {
    ($insert:expr) => {{
        let mut left = $crate::numbering::TRIES;
        loop {
            left -= 1;
            match $insert {
                Err(sqlx::Error::Database(error)) if error.is_unique_violation() && left > 0 => {}
                inserted => break inserted,
            }
        }
    }};
}
pub(crate) use numbered;
