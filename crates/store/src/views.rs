//! Lists that somebody looks at again and again: saved filters by name, each account's own.

use crate::{Db, Result, Store, read_db, write_db};
use sqlx::FromRow;
use vocabulary::AccountId;

/// Views one account may have.
const MOST: i64 = 50;

const LIST: &str = "SELECT name, page, query FROM saved_views WHERE account = $1 ORDER BY name";
const COUNT_OTHERS: &str = "SELECT COUNT(*) FROM saved_views WHERE account = $1 AND name <> $2";
const PUT: &str = "INSERT INTO saved_views (account, name, page, query) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (account, name) DO UPDATE SET page = excluded.page, query = excluded.query";
const REMOVE: &str = "DELETE FROM saved_views WHERE account = $1 AND name = $2";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[LIST, COUNT_OTHERS, PUT, REMOVE];

/// A list that somebody looks at again and again.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SavedView {
    /// Its name, as its owner wrote it.
    pub name: String,
    /// The page it is of.
    pub page: String,
    /// The page's query.
    pub query: String,
}

impl Store {
    /// An account's views, by name.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn views(&self, account: AccountId) -> Result<Vec<SavedView>> {
        self.reader.within(list(self.reader.db(), account)).await
    }

    /// Keeps a view, in place of one of the same name. `false` when the account has as many as it
    /// may, and nothing was kept.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn put_view(&self, account: AccountId, view: &SavedView) -> Result<bool> {
        self.reader.within(put(self.reader.db(), account, view)).await
    }

    /// Removes a view. `false` when there was none.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn remove_view(&self, account: AccountId, name: &str) -> Result<bool> {
        self.reader.within(remove(self.reader.db(), account, name)).await
    }
}

async fn list(db: &Db, account: AccountId) -> Result<Vec<SavedView>> {
    let account = account.0.cast_signed();
    Ok(read_db!(db, |pool| sqlx::query_as(LIST).bind(account).fetch_all(pool).await)?)
}

async fn put(db: &Db, account: AccountId, view: &SavedView) -> Result<bool> {
    let (account, name) = (account.0.cast_signed(), view.name.as_str());
    let others: i64 = read_db!(db, |pool| {
        sqlx::query_scalar(COUNT_OTHERS).bind(account).bind(name).fetch_one(pool).await
    })?;
    if others >= MOST {
        return Ok(false);
    }
    write_db!(db, |pool| {
        sqlx::query(PUT)
            .bind(account)
            .bind(name)
            .bind(view.page.as_str())
            .bind(view.query.as_str())
            .execute(pool)
            .await
            .map(drop)
    })?;
    Ok(true)
}

async fn remove(db: &Db, account: AccountId, name: &str) -> Result<bool> {
    let account = account.0.cast_signed();
    let removed = write_db!(db, |pool| {
        sqlx::query(REMOVE).bind(account).bind(name).execute(pool).await.map(|done| done.rows_affected())
    })?;
    Ok(removed > 0)
}
