//! One instance a PostgreSQL database.
//!
//! The journal is written over one connection, and that connection holds an advisory lock of the
//! database: a commit on it therefore proves the lock. When the connection is lost the lock is lost
//! with it; before the next connection writes it takes the lock again and looks whether the row
//! still bears this instance's token. If another has been here, this instance never writes again.

use crate::Error;
use rand::Rng;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, PgConnection};
use std::time::Duration;

/// The advisory lock's number: any that nobody else takes in this database.
const NUMBER: i64 = 0x4865_6c69_6f74_726f;
/// How long a starting instance waits for one that just died: the server needs a moment to notice.
const WAIT: Duration = Duration::from_secs(2);
/// How often it looks.
const LOOK_EVERY: Duration = Duration::from_millis(50);

const LOCK: &str = "SELECT pg_try_advisory_lock($1)";
const HOLDER: &str = "SELECT host, pid, token FROM lease WHERE id = 1";
const HOLD: &str = "INSERT INTO lease (id, host, pid, token) VALUES (1, $1, $2, $3) \
                    ON CONFLICT (id) DO UPDATE SET host = excluded.host, pid = excluded.pid, token = excluded.token";

/// Statements of this file that both engines read.
pub(crate) const STATEMENTS: &[&str] = &[HOLDER, HOLD];
/// Statements of this file that only PostgreSQL knows.
pub(crate) const POSTGRES_STATEMENTS: &[&str] = &[LOCK];

/// The right to write a PostgreSQL database.
pub(crate) struct Lease {
    connect: PgConnectOptions,
    connect_timeout: Duration,
    token: String,
}

impl Lease {
    /// Takes the database's lock, before its schema is touched.
    ///
    /// # Errors
    /// [`Error::DatabaseHeld`] when another instance has it.
    pub(crate) async fn take(
        connect: PgConnectOptions,
        connect_timeout: Duration,
    ) -> Result<(Lease, PgConnection), Error> {
        let mut token = [0; 16];
        rand::rng().fill_bytes(&mut token);
        let lease = Lease { connect, connect_timeout, token: hex::encode(token) };
        let mut conn = lease.connect().await?;
        let started = tokio::time::Instant::now();
        while !lock(&mut conn).await? {
            if started.elapsed() > WAIT {
                return Err(held_by_another(&mut conn).await);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok((lease, conn))
    }

    /// Puts this instance's name on the lease, once the schema has its table.
    pub(crate) async fn sign(&self, conn: &mut PgConnection) -> Result<(), Error> {
        let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
        let pid = i64::from(std::process::id());
        sqlx::query(HOLD).bind(host).bind(pid).bind(&self.token).execute(conn).await?;
        Ok(())
    }

    /// A new connection that may write, after the old one was lost.
    ///
    /// # Errors
    /// [`Error::DatabaseHeld`] when another instance has the lock, or had it in between.
    pub(crate) async fn renew(&self) -> Result<PgConnection, Error> {
        let mut conn = self.connect().await?;
        if lock(&mut conn).await? && self.is_ours(&mut conn).await? {
            return Ok(conn);
        }
        Err(held_by_another(&mut conn).await)
    }

    async fn is_ours(&self, conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
        let row: Option<(String, i64, String)> = sqlx::query_as(HOLDER).fetch_optional(conn).await?;
        Ok(row.is_some_and(|(_, _, token)| token == self.token))
    }

    async fn connect(&self) -> Result<PgConnection, Error> {
        match tokio::time::timeout(self.connect_timeout, self.connect.connect()).await {
            Ok(connected) => Ok(connected?),
            Err(_) => Err(Error::Silent),
        }
    }
}

async fn lock(conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(LOCK).bind(NUMBER).fetch_one(conn).await
}

/// Says who holds the database. A database so new that the row is not yet there tells nothing.
async fn held_by_another(conn: &mut PgConnection) -> Error {
    let row: Result<Option<(String, i64, String)>, _> = sqlx::query_as(HOLDER).fetch_optional(conn).await;
    match row {
        Ok(Some((host, pid, _))) => Error::DatabaseHeld { host, pid: pid.to_string() },
        _ => Error::DatabaseHeld { host: "unknown".into(), pid: "unknown".into() },
    }
}
