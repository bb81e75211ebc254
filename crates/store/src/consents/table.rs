//! The SQL of consents.

use super::{Consent, Topic};
use crate::{Db, read_db, write_db};
use sqlx::FromRow;
use vocabulary::{AccountId, ContactId, CustomerRef, Time};

const NOTE: &str = "INSERT INTO consents (id, customer, topic, agreed, at_us, account, contact, means, wording) \
     SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8 FROM consents";
const OF_CUSTOMER: &str = "SELECT customer, topic, agreed, at_us, account, contact, means, wording FROM consents \
     WHERE customer = $1 ORDER BY id DESC LIMIT 500";
const IN_FORCE: &str =
    "SELECT agreed FROM consents WHERE customer = $1 AND topic = $2 ORDER BY id DESC LIMIT 1";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[NOTE, OF_CUSTOMER, IN_FORCE];

/// Two noted at the same moment may reach for the same number; one of them tries again.
const TRIES: usize = 5;

type Result<T> = std::result::Result<T, sqlx::Error>;

#[derive(FromRow)]
struct Row {
    customer: String,
    topic: String,
    agreed: i64,
    at_us: i64,
    account: i64,
    contact: Option<i64>,
    means: String,
    wording: String,
}

impl Row {
    fn read(self) -> Option<Consent> {
        Some(Consent {
            customer: CustomerRef::new(&self.customer).ok()?,
            topic: self.topic.parse().ok()?,
            agreed: self.agreed != 0,
            at: Time(self.at_us),
            by: AccountId(self.account.unsigned_abs()),
            contact: self.contact.map(|contact| ContactId(contact.cast_unsigned())),
            means: self.means.parse().ok()?,
            wording: self.wording,
        })
    }
}

/// Notes a word.
pub(super) async fn note(db: &Db, consent: &Consent) -> Result<()> {
    let mut left = TRIES;
    loop {
        left -= 1;
        let noted = write_db!(db, |pool| {
            sqlx::query(NOTE)
                .bind(consent.customer.as_str())
                .bind(consent.topic.tag())
                .bind(i64::from(consent.agreed))
                .bind(consent.at.0)
                .bind(consent.by.0.cast_signed())
                .bind(consent.contact.map(|contact| contact.0.cast_signed()))
                .bind(consent.means.tag())
                .bind(consent.wording.as_str())
                .execute(pool)
                .await
                .map(drop)
        });
        match noted {
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() && left > 0 => {}
            noted => return noted,
        }
    }
}

/// All that a customer said, newest first.
pub(super) async fn of_customer(db: &Db, customer: &CustomerRef) -> Result<Vec<Consent>> {
    let rows: Vec<Row> =
        read_db!(db, |pool| { sqlx::query_as(OF_CUSTOMER).bind(customer.as_str()).fetch_all(pool).await })?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}

/// The word in force.
pub(super) async fn in_force(db: &Db, customer: &CustomerRef, topic: Topic) -> Result<Option<bool>> {
    let agreed: Option<i64> = read_db!(db, |pool| {
        let asked = sqlx::query_scalar(IN_FORCE).bind(customer.as_str()).bind(topic.tag());
        asked.fetch_optional(pool).await
    })?;
    Ok(agreed.map(|agreed| agreed != 0))
}
