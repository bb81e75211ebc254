//! The SQL of blinded names.

use crate::rows::many_rows;
use crate::{Conn, Db, on_conn, read_db};
use vocabulary::CustomerRef;

/// Pieces that are added by one statement; places that a name does not fill hold its last piece again.
const TOGETHER: usize = 16;
const ADD: &str = many_rows!(
    "INSERT INTO name_tokens (token, customer) VALUES ",
    2,
    16,
    " ON CONFLICT (token, customer) DO NOTHING"
);
const FORGET: &str = "DELETE FROM name_tokens WHERE customer = $1";
const PRINT: &str = "SELECT print FROM named WHERE customer = $1";
const KEEP_PRINT: &str = "INSERT INTO named (customer, print) VALUES ($1, $2) \
                          ON CONFLICT (customer) DO UPDATE SET print = excluded.print";
const FORGET_PRINT: &str = "DELETE FROM named WHERE customer = $1";
/// Places that a question does not fill hold its first piece again.
const HAVING_ALL: &str = many_rows!(
    "SELECT customer FROM name_tokens WHERE token IN ",
    8,
    1,
    " GROUP BY customer HAVING COUNT(*) = $9 ORDER BY customer LIMIT $10"
);
const HAVING_CALLED: &str = "SELECT DISTINCT customer FROM contacts WHERE caller_index = $1 \
                             AND customer IS NOT NULL ORDER BY customer LIMIT $2";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] =
    &[ADD, FORGET, PRINT, KEEP_PRINT, FORGET_PRINT, HAVING_ALL, HAVING_CALLED];

type Result<T> = std::result::Result<T, sqlx::Error>;

/// Which name a customer's tokens are of.
pub(super) async fn print(db: &Db, customer: &CustomerRef) -> Result<Option<Vec<u8>>> {
    read_db!(db, |pool| sqlx::query_scalar(PRINT).bind(customer.as_str()).fetch_optional(pool).await)
}

/// A customer's name as it is kept.
pub(super) struct Blinded<'a> {
    pub customer: &'a CustomerRef,
    pub print: Vec<u8>,
    pub tokens: Vec<Vec<u8>>,
    /// Whether there are tokens of another name.
    pub is_renamed: bool,
}

/// Puts customers' tokens in the place of those of before, all in one transaction.
pub(super) async fn replace(db: &Db, all: &[Blinded<'_>]) -> Result<()> {
    let mut tx = db.begin().await?;
    for one in all {
        if one.is_renamed {
            forget(&mut tx.conn(), one.customer).await?;
        }
        for tokens in one.tokens.chunks(TOGETHER) {
            add(&mut tx.conn(), one.customer, tokens).await?;
        }
        on_conn!(&mut tx.conn(), |c| sqlx::query(KEEP_PRINT)
            .bind(one.customer.as_str())
            .bind(one.print.as_slice())
            .execute(&mut **c)
            .await
            .map(drop))?;
    }
    tx.commit().await
}

/// Adds up to [`TOGETHER`] tokens, one at least.
async fn add(conn: &mut Conn<'_>, customer: &CustomerRef, tokens: &[Vec<u8>]) -> Result<()> {
    let last = &tokens[tokens.len() - 1];
    on_conn!(conn, |c| {
        let mut query = sqlx::query(ADD);
        for place in 0..TOGETHER {
            query = query.bind(tokens.get(place).unwrap_or(last).as_slice()).bind(customer.as_str());
        }
        query.execute(&mut **c).await.map(drop)
    })
}

/// Makes a customer impossible to find by name.
pub(crate) async fn forget(conn: &mut Conn<'_>, customer: &CustomerRef) -> Result<()> {
    for sql in [FORGET, FORGET_PRINT] {
        on_conn!(conn, |c| sqlx::query(sql).bind(customer.as_str()).execute(&mut **c).await.map(drop))?;
    }
    Ok(())
}

/// Customers that have all of these tokens, eight at the most.
pub(super) async fn having_all(db: &Db, tokens: &[Vec<u8>], limit: u32) -> Result<Vec<CustomerRef>> {
    let first = &tokens[0];
    let rows: Vec<String> = read_db!(db, |pool| {
        let mut query = sqlx::query_scalar(HAVING_ALL);
        for place in 0..::names::MOST {
            query = query.bind(tokens.get(place).unwrap_or(first).as_slice());
        }
        let wanted = i64::try_from(tokens.len()).unwrap_or(i64::MAX);
        query.bind(wanted).bind(i64::from(limit)).fetch_all(pool).await
    })?;
    Ok(refs(&rows))
}

/// Customers who called from a number.
pub(super) async fn having_called(db: &Db, index: &[u8], limit: u32) -> Result<Vec<CustomerRef>> {
    let rows: Vec<String> = read_db!(db, |pool| {
        sqlx::query_scalar(HAVING_CALLED).bind(index).bind(i64::from(limit)).fetch_all(pool).await
    })?;
    Ok(refs(&rows))
}

fn refs(rows: &[String]) -> Vec<CustomerRef> {
    rows.iter().filter_map(|customer| CustomerRef::new(customer).ok()).collect()
}
