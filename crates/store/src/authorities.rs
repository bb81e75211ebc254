//! The rules of authority that were in force, by their version: a version is the name of one text, for good.

use crate::{Reader, Result, Store, read_db, write_db};
use sqlx::FromRow;
use vocabulary::Time;

/// Versions that are told of.
const MOST: i64 = 500;

const PUT: &str =
    "INSERT INTO authorities (version, text, first_us) VALUES ($1, $2, $3) ON CONFLICT (version) DO NOTHING";
const ONE: &str = "SELECT version, text, first_us FROM authorities WHERE version = $1";
const ALL: &str = "SELECT version, text, first_us FROM authorities ORDER BY version DESC LIMIT $1";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[PUT, ONE, ALL];

/// A text that was in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityText {
    /// The number the text gives itself.
    pub version: u32,
    /// The text.
    pub text: String,
    /// When it first was in force.
    pub first: Time,
}

#[derive(FromRow)]
struct Stored {
    version: i64,
    text: String,
    first_us: i64,
}

impl From<Stored> for AuthorityText {
    fn from(row: Stored) -> AuthorityText {
        let version = u32::try_from(row.version).unwrap_or_default();
        AuthorityText { version, text: row.text, first: Time(row.first_us) }
    }
}

impl Store {
    /// Keeps a text under its version; what is kept under it now: another text, when there was one before.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn keep_authority(&self, wanted: &AuthorityText) -> Result<AuthorityText> {
        let put = async {
            write_db!(self.db(), |pool| {
                sqlx::query(PUT)
                    .bind(i64::from(wanted.version))
                    .bind(wanted.text.as_str())
                    .bind(wanted.first.0)
                    .execute(pool)
                    .await
                    .map(drop)
            })
        };
        self.reader.within(put).await?;
        Ok(self.authority(wanted.version).await?.unwrap_or_else(|| wanted.clone()))
    }
}

impl Reader {
    /// The text of a version, if it was ever in force.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn authority(&self, version: u32) -> Result<Option<AuthorityText>> {
        let version = i64::from(version);
        let one = async {
            let row: Option<Stored> =
                read_db!(self.db(), |pool| sqlx::query_as(ONE).bind(version).fetch_optional(pool).await)?;
            Ok::<_, crate::Error>(row.map(AuthorityText::from))
        };
        self.within(one).await
    }

    /// All that were in force, the highest version first; 500 at the most.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn authorities(&self) -> Result<Vec<AuthorityText>> {
        let all = async {
            let rows: Vec<Stored> =
                read_db!(self.db(), |pool| sqlx::query_as(ALL).bind(MOST).fetch_all(pool).await)?;
            Ok::<_, crate::Error>(rows.into_iter().map(AuthorityText::from).collect())
        };
        self.within(all).await
    }
}
