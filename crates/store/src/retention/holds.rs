//! Legal holds: what keeps a customer's things whatever the rules say. Each bears the name of its matter.

use crate::{Db, Result, Store, now, read_db, write_db};
use sqlx::FromRow;
use std::fmt;
use std::str::FromStr;
use vocabulary::{AccountId, CustomerRef, Time};

const PLACE: &str = "INSERT INTO legal_holds (id, customer, matter, placed_us, placed_by) \
     SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4 FROM legal_holds RETURNING id";
const LIFT: &str = "UPDATE legal_holds SET lifted_us = $2, lifted_by = $3 WHERE id = $1 AND lifted_us IS NULL \
     RETURNING id";
const ALL: &str = "SELECT id, customer, matter, placed_us, placed_by, lifted_us, lifted_by FROM legal_holds \
     ORDER BY CASE WHEN lifted_us IS NULL THEN 0 ELSE 1 END, id DESC LIMIT 500";
const OF_CUSTOMER: &str = "SELECT id, customer, matter, placed_us, placed_by, lifted_us, lifted_by \
     FROM legal_holds WHERE customer = $1 AND lifted_us IS NULL ORDER BY id";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[PLACE, LIFT, ALL, OF_CUSTOMER];

/// Two at the same moment may reach for the same number; one of them tries again.
const TRIES: usize = 5;

/// Names a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HoldId(pub u64);

impl fmt::Display for HoldId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Y-{}", self.0)
    }
}

impl FromStr for HoldId {
    type Err = &'static str;
    fn from_str(text: &str) -> std::result::Result<HoldId, &'static str> {
        let number = text.strip_prefix("Y-").unwrap_or(text);
        number.parse().map(HoldId).map_err(|_| "expected an id like Y-3 or its number alone")
    }
}

/// A hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Its name.
    pub id: HoldId,
    /// Whose things it keeps.
    pub customer: CustomerRef,
    /// The matter it is for: a file number of a court, an authority, or the bank's own.
    pub matter: String,
    /// When it was placed, and by whom.
    pub placed: (Time, AccountId),
    /// When it was lifted, and by whom; none while it is in force.
    pub lifted: Option<(Time, AccountId)>,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    customer: String,
    matter: String,
    placed_us: i64,
    placed_by: i64,
    lifted_us: Option<i64>,
    lifted_by: Option<i64>,
}

impl Row {
    fn read(self) -> Option<Hold> {
        let account = |number: i64| AccountId(number.unsigned_abs());
        Some(Hold {
            id: HoldId(self.id.unsigned_abs()),
            customer: CustomerRef::new(&self.customer).ok()?,
            matter: self.matter,
            placed: (Time(self.placed_us), account(self.placed_by)),
            lifted: self.lifted_us.zip(self.lifted_by).map(|(at, by)| (Time(at), account(by))),
        })
    }
}

impl Store {
    /// Places a hold on all that is kept of a customer.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn place_hold(&self, customer: &CustomerRef, matter: &str, by: AccountId) -> Result<HoldId> {
        self.within(place(self.db(), customer, matter, by)).await
    }

    /// Lifts a hold. Says whether it was in force.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn lift_hold(&self, hold: HoldId, by: AccountId) -> Result<bool> {
        let lift = async {
            let lifted: std::result::Result<Option<i64>, sqlx::Error> = write_db!(self.db(), |pool| {
                let lift = sqlx::query_scalar(LIFT).bind(hold.0.cast_signed()).bind(now().0);
                lift.bind(by.0.cast_signed()).fetch_optional(pool).await
            });
            lifted.map(|lifted| lifted.is_some())
        };
        self.within(lift).await
    }

    /// All holds, those in force first; 500 at the most.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn holds(&self) -> Result<Vec<Hold>> {
        let read = async {
            let rows: Vec<Row> = read_db!(self.db(), |pool| sqlx::query_as(ALL).fetch_all(pool).await)?;
            Ok::<_, sqlx::Error>(rows.into_iter().filter_map(Row::read).collect())
        };
        self.within(read).await
    }

    /// Those in force that keep a customer's things.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn holds_of(&self, customer: &CustomerRef) -> Result<Vec<Hold>> {
        let read = async {
            let rows: Vec<Row> = read_db!(self.db(), |pool| {
                sqlx::query_as(OF_CUSTOMER).bind(customer.as_str()).fetch_all(pool).await
            })?;
            Ok::<_, sqlx::Error>(rows.into_iter().filter_map(Row::read).collect())
        };
        self.within(read).await
    }
}

async fn place(
    db: &Db,
    customer: &CustomerRef,
    matter: &str,
    by: AccountId,
) -> std::result::Result<HoldId, sqlx::Error> {
    let mut left = TRIES;
    loop {
        left -= 1;
        let placed: std::result::Result<i64, sqlx::Error> = write_db!(db, |pool| {
            let place = sqlx::query_scalar(PLACE).bind(customer.as_str()).bind(matter);
            place.bind(now().0).bind(by.0.cast_signed()).fetch_one(pool).await
        });
        match placed {
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() && left > 0 => {}
            placed => return placed.map(|id| HoldId(id.unsigned_abs())),
        }
    }
}
