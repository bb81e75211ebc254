//! Customers at whom looks are unusual: of everybody, or of one account.

use sqlx::FromRow;
use std::collections::BTreeSet;
use std::str::FromStr;
use store::{Db, read_db, write_db};
use vocabulary::{AccountId, CustomerRef};

const LIST: &str = "SELECT customer, reason, account FROM audit_watched ORDER BY customer, reason, account";
const ADD: &str = "INSERT INTO audit_watched (customer, reason, account) VALUES ($1, $2, $3) \
                   ON CONFLICT (customer, reason, account) DO NOTHING";
const REMOVE: &str = "DELETE FROM audit_watched WHERE customer = $1 AND reason = $2 AND account = $3";

/// Every statement of this file, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[LIST, ADD, REMOVE];

/// Why a look is unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The customer is one of few whom everybody would like to know about.
    Vip,
    /// The customer is close to whoever looks.
    Relative,
}

impl Why {
    /// The name in the database and in commands.
    pub fn tag(self) -> &'static str {
        match self {
            Why::Vip => "vip",
            Why::Relative => "relative",
        }
    }
}

impl FromStr for Why {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Why, &'static str> {
        [Why::Vip, Why::Relative].into_iter().find(|why| why.tag() == text).ok_or("it is vip or relative")
    }
}

/// Who is on the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watched {
    vips: BTreeSet<CustomerRef>,
    relatives: BTreeSet<(AccountId, CustomerRef)>,
}

#[derive(FromRow)]
struct Row {
    customer: String,
    reason: String,
    account: i64,
}

impl Watched {
    /// The list.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn read(db: &Db) -> Result<Watched, sqlx::Error> {
        let rows: Vec<Row> = read_db!(db, |pool| sqlx::query_as(LIST).fetch_all(pool).await)?;
        let mut watched = Watched::default();
        for row in rows {
            if let (Ok(customer), Ok(why)) = (CustomerRef::new(&row.customer), row.reason.parse()) {
                watched.put(why, customer, AccountId(row.account.unsigned_abs()));
            }
        }
        Ok(watched)
    }

    /// Puts a customer on the list: a relative of an account, or a VIP of everybody's.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn add(
        db: &Db,
        why: Why,
        customer: &CustomerRef,
        account: Option<AccountId>,
    ) -> Result<(), sqlx::Error> {
        change(db, ADD, why, customer, account).await.map(drop)
    }

    /// Takes a customer off the list. Says whether it was there.
    ///
    /// # Errors
    /// When the database does not answer or refuses.
    pub async fn remove(
        db: &Db,
        why: Why,
        customer: &CustomerRef,
        account: Option<AccountId>,
    ) -> Result<bool, sqlx::Error> {
        Ok(change(db, REMOVE, why, customer, account).await? > 0)
    }

    pub(super) fn put(&mut self, why: Why, customer: CustomerRef, account: AccountId) {
        match why {
            Why::Vip => drop(self.vips.insert(customer)),
            Why::Relative => drop(self.relatives.insert((account, customer))),
        }
    }

    /// Whether looks of anybody are unusual.
    pub fn is_vip(&self, customer: &CustomerRef) -> bool {
        self.vips.contains(customer)
    }

    /// Whether looks of this account are.
    pub fn is_relative(&self, account: AccountId, customer: &CustomerRef) -> bool {
        self.relatives.contains(&(account, customer.clone()))
    }

    /// All of it: customer, why, and of whom.
    pub fn all(&self) -> impl Iterator<Item = (&CustomerRef, Why, Option<AccountId>)> {
        let vips = self.vips.iter().map(|customer| (customer, Why::Vip, None));
        vips.chain(self.relatives.iter().map(|(account, customer)| (customer, Why::Relative, Some(*account))))
    }
}

async fn change(
    db: &Db,
    sql: &'static str,
    why: Why,
    customer: &CustomerRef,
    account: Option<AccountId>,
) -> Result<u64, sqlx::Error> {
    let account = account.map_or(0, |account| account.0.cast_signed());
    write_db!(db, |pool| {
        let query = sqlx::query(sql).bind(customer.as_str()).bind(why.tag()).bind(account);
        query.execute(pool).await.map(|done| done.rows_affected())
    })
}
