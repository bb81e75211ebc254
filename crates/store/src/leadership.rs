//! The term of floor leadership: each start takes the next one, so that voice nodes can refuse
//! orders of an older.

use crate::{Db, write_db};
use vocabulary::Epoch;

const TAKE: &str = "UPDATE leadership SET epoch = epoch + 1 WHERE id = 1 RETURNING epoch";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[TAKE];

/// Begins the next term.
pub(crate) async fn take(db: &Db) -> Result<Epoch, sqlx::Error> {
    let epoch: i64 = write_db!(db, |pool| sqlx::query_scalar(TAKE).fetch_one(pool).await)?;
    Ok(Epoch(epoch.cast_unsigned()))
}
