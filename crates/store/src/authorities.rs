//! The rules of authority that were in force, by their version: a version is the name of one text, for good.

use crate::{Reader, Result, Store, read_db, write_db};
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use vocabulary::Time;

/// Octets of a text's hash in its name.
const PRINT: usize = 16;

/// Versions that are told of.
const MOST: i64 = 500;

const PUT: &str =
    "INSERT INTO authorities (version, text, first_us) VALUES ($1, $2, $3) ON CONFLICT (version) DO NOTHING";
const ONE: &str = "SELECT version, text, first_us FROM authorities WHERE version = $1";
const ALL: &str = "SELECT version, text, first_us FROM authorities ORDER BY version DESC LIMIT $1";
const HIGHEST: &str = "SELECT MAX(version) FROM authorities";
const IN_FORCE: &str = "UPDATE authorities SET last_us = $2 WHERE version = $1";
const LAST: &str = "SELECT version, text, first_us FROM authorities \
                    ORDER BY COALESCE(last_us, first_us) DESC, version DESC LIMIT 1";
const PROPOSE: &str =
    "INSERT INTO authority_proposals (name, text, at_us) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING";
const PROPOSED: &str = "SELECT text FROM authority_proposals WHERE name = $1";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[PUT, ONE, ALL, HIGHEST, IN_FORCE, LAST, PROPOSE, PROPOSED];

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

    /// Notes that a version came into force: the one of the latest moment is in force.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn authority_in_force(&self, version: u32, at: Time) -> Result<()> {
        let note = async {
            write_db!(self.db(), |pool| {
                let query = sqlx::query(IN_FORCE).bind(i64::from(version)).bind(at.0);
                query.execute(pool).await.map(drop)
            })
        };
        self.reader.within(note).await
    }

    /// Keeps a text that somebody asks to be brought into force; its name, which follows from it.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn propose_authority(&self, version: u32, text: &str, at: Time) -> Result<String> {
        let print = hex::encode(&Sha256::digest(text)[..PRINT]);
        let name = format!("{version}:{print}");
        let put = async {
            write_db!(self.db(), |pool| {
                let query = sqlx::query(PROPOSE).bind(name.as_str()).bind(text).bind(at.0);
                query.execute(pool).await.map(drop)
            })
        };
        self.reader.within(put).await?;
        Ok(name)
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

    /// The lowest number above all that were used.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn free_authority(&self) -> Result<u32> {
        let highest = async {
            let highest: Option<i64> =
                read_db!(self.db(), |pool| sqlx::query_scalar(HIGHEST).fetch_one(pool).await)?;
            Ok::<_, crate::Error>(highest)
        };
        let highest = self.within(highest).await?;
        Ok(highest.map_or(1, |highest| u32::try_from(highest).unwrap_or(u32::MAX).saturating_add(1)))
    }

    /// The text that came into force last; none before the first start.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn last_authority(&self) -> Result<Option<AuthorityText>> {
        let last = async {
            let row: Option<Stored> =
                read_db!(self.db(), |pool| sqlx::query_as(LAST).fetch_optional(pool).await)?;
            Ok::<_, crate::Error>(row.map(AuthorityText::from))
        };
        self.within(last).await
    }

    /// A text that somebody asks to be brought into force, by its name.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn proposed_authority(&self, name: &str) -> Result<Option<String>> {
        let one = async {
            let text: Option<String> = read_db!(self.db(), |pool| sqlx::query_scalar(PROPOSED)
                .bind(name)
                .fetch_optional(pool)
                .await)?;
            Ok::<_, crate::Error>(text)
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
