//! The SQL of grants and delegations.

use super::{Delegation, DelegationId, Grant, GrantId};
use crate::numbering::numbered;
use crate::permissions::{Permission, Role};
use sqlx::FromRow;
use store::{Db, read_db, write_db};
use vocabulary::{AccountId, Time};

const GRANT: &str = "INSERT INTO grants (id, account, role, scope, from_us, until_us, made_us, made_by) \
     SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7 FROM grants RETURNING id";
/// All that are not over, begun or not.
const GRANTS: &str = "SELECT id, account, role, scope, from_us, until_us, made_by FROM grants \
     WHERE ended_us IS NULL AND (until_us IS NULL OR until_us > $2) \
     AND (account = $1 OR CAST($1 AS BIGINT) IS NULL) ORDER BY id";
/// Those that somebody made since a moment and that are not over.
const GRANTED_SINCE: &str = "SELECT account, made_by, role FROM grants WHERE made_us > $1 \
     AND made_by IS NOT NULL AND ended_us IS NULL AND (until_us IS NULL OR until_us > $2)";
const END_GRANT: &str = "UPDATE grants SET ended_us = $2 WHERE id = $1 AND ended_us IS NULL RETURNING id";

const LEND: &str = "INSERT INTO delegations (id, lender, holder, permissions, from_us, until_us, made_us) \
     SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, $6 FROM delegations RETURNING id";
/// All that are not over, of whom they concern.
const LENT: &str = "SELECT id, lender, holder, permissions, from_us, until_us FROM delegations \
     WHERE ended_us IS NULL AND until_us > $2 \
     AND (lender = $1 OR holder = $1 OR CAST($1 AS BIGINT) IS NULL) ORDER BY id";
const BORROWED: &str = "SELECT id, lender, holder, permissions, from_us, until_us FROM delegations \
     WHERE ended_us IS NULL AND holder = $1 AND from_us <= $2 AND until_us > $2 ORDER BY id";
const END_LOAN: &str = "UPDATE delegations SET ended_us = $2 WHERE id = $1 AND ended_us IS NULL \
     AND (lender = $3 OR CAST($3 AS BIGINT) IS NULL) RETURNING id";

/// Every statement of this file, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[GRANT, GRANTS, GRANTED_SINCE, END_GRANT, LEND, LENT, BORROWED, END_LOAN];

type Result<T> = std::result::Result<T, sqlx::Error>;

#[derive(FromRow)]
struct GrantRow {
    id: i64,
    account: i64,
    role: String,
    scope: String,
    from_us: i64,
    until_us: Option<i64>,
    made_by: Option<i64>,
}

impl GrantRow {
    /// `None` for one of a role or a scope that this release does not know: it grants nothing.
    fn read(self) -> Option<Grant> {
        Some(Grant {
            id: GrantId(self.id.unsigned_abs()),
            account: AccountId(self.account.unsigned_abs()),
            role: Role::stored(&self.role)?,
            scope: self.scope.parse().ok()?,
            from: Time(self.from_us),
            until: self.until_us.map(Time),
            made_by: self.made_by.map(|by| AccountId(by.unsigned_abs())),
        })
    }
}

#[derive(FromRow)]
struct LoanRow {
    id: i64,
    lender: i64,
    holder: i64,
    permissions: String,
    from_us: i64,
    until_us: i64,
}

impl From<LoanRow> for Delegation {
    fn from(row: LoanRow) -> Delegation {
        Delegation {
            id: DelegationId(row.id.unsigned_abs()),
            lender: AccountId(row.lender.unsigned_abs()),
            holder: AccountId(row.holder.unsigned_abs()),
            permissions: permissions(&row.permissions),
            from: Time(row.from_us),
            until: Time(row.until_us),
        }
    }
}

/// Permissions as a row holds them; one that this release does not know is none.
pub(crate) fn permissions(text: &str) -> Vec<Permission> {
    text.split(' ').filter_map(|tag| tag.parse().ok()).collect()
}

/// The same in a row.
pub(crate) fn tags(permissions: &[Permission]) -> String {
    permissions.iter().map(|permission| permission.tag()).collect::<Vec<_>>().join(" ")
}

/// Makes a grant; its `id` is not looked at.
pub async fn grant(db: &Db, grant: &Grant, now: Time) -> Result<GrantId> {
    let (account, by) = (number(grant.account), grant.made_by.map(number));
    let id: i64 = numbered!({
        write_db!(db, |pool| {
            sqlx::query_scalar(GRANT)
                .bind(account)
                .bind(grant.role.tag())
                .bind(grant.scope.to_string())
                .bind(grant.from.0)
                .bind(grant.until.map(|until| until.0))
                .bind(now.0)
                .bind(by)
                .fetch_one(pool)
                .await
        })
    })?;
    Ok(GrantId(id.unsigned_abs()))
}

/// Grants that are not over, of one account or of all.
pub async fn grants(db: &Db, of: Option<AccountId>, now: Time) -> Result<Vec<Grant>> {
    let of = of.map(number);
    let rows: Vec<GrantRow> =
        read_db!(db, |pool| sqlx::query_as(GRANTS).bind(of).bind(now.0).fetch_all(pool).await)?;
    Ok(rows.into_iter().filter_map(GrantRow::read).collect())
}

/// What people were granted since a moment and hold still: to whom, by whom, and which role.
pub async fn granted_since(db: &Db, since: Time, now: Time) -> Result<Vec<(AccountId, AccountId, Role)>> {
    let rows: Vec<(i64, i64, String)> = read_db!(db, |pool| {
        sqlx::query_as(GRANTED_SINCE).bind(since.0).bind(now.0).fetch_all(pool).await
    })?;
    let read = |(account, by, role): (i64, i64, String)| {
        Some((AccountId(account.unsigned_abs()), AccountId(by.unsigned_abs()), Role::stored(&role)?))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Ends a grant; `false` when there is none.
pub async fn end_grant(db: &Db, id: GrantId, now: Time) -> Result<bool> {
    let Ok(id) = i64::try_from(id.0) else { return Ok(false) };
    let done: Option<i64> =
        write_db!(db, |pool| sqlx::query_scalar(END_GRANT).bind(id).bind(now.0).fetch_optional(pool).await)?;
    Ok(done.is_some())
}

/// Makes a delegation; its `id` is not looked at.
pub async fn lend(db: &Db, loan: &Delegation, now: Time) -> Result<DelegationId> {
    let tags = tags(&loan.permissions);
    let id: i64 = numbered!({
        write_db!(db, |pool| {
            sqlx::query_scalar(LEND)
                .bind(number(loan.lender))
                .bind(number(loan.holder))
                .bind(&tags)
                .bind(loan.from.0)
                .bind(loan.until.0)
                .bind(now.0)
                .fetch_one(pool)
                .await
        })
    })?;
    Ok(DelegationId(id.unsigned_abs()))
}

/// Delegations that are not over, of whom they concern or of all.
pub async fn lent(db: &Db, of: Option<AccountId>, now: Time) -> Result<Vec<Delegation>> {
    let of = of.map(number);
    let rows: Vec<LoanRow> =
        read_db!(db, |pool| sqlx::query_as(LENT).bind(of).bind(now.0).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(Delegation::from).collect())
}

/// What an account borrows at this moment.
pub async fn borrowed(db: &Db, holder: AccountId, now: Time) -> Result<Vec<Delegation>> {
    let rows: Vec<LoanRow> = read_db!(db, |pool| {
        sqlx::query_as(BORROWED).bind(number(holder)).bind(now.0).fetch_all(pool).await
    })?;
    Ok(rows.into_iter().map(Delegation::from).collect())
}

/// Ends a delegation, of one lender or of anybody; `false` when there is none.
pub async fn end_loan(db: &Db, id: DelegationId, of: Option<AccountId>, now: Time) -> Result<bool> {
    let Ok(id) = i64::try_from(id.0) else { return Ok(false) };
    let of = of.map(number);
    let done: Option<i64> = write_db!(db, |pool| {
        sqlx::query_scalar(END_LOAN).bind(id).bind(now.0).bind(of).fetch_optional(pool).await
    })?;
    Ok(done.is_some())
}

fn number(account: AccountId) -> i64 {
    account.0.cast_signed()
}
