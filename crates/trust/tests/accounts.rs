//! Accounts and tokens over both engines. Refusals first.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

use sqlx::{Executor, SqlSafeStr};
use std::collections::BTreeSet;
use std::path::Path;
use store::testing::Postgres;
use store::{Db, Options, Store, read_db};
use trust::{AccountId, Error, Permission, Refused, Role, Trust, may};

const NEVER_GIVEN: &str = "hlt_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

#[tokio::test]
async fn accounts_in_the_embedded_database() {
    check_engine(|folder| Options::new(folder)).await;
}

#[tokio::test]
async fn accounts_in_postgresql() {
    let Some(postgres) = Postgres::start() else { return };
    check_engine(|folder| {
        let name = folder.file_name().unwrap().to_str().unwrap();
        Options::new(folder).with_database(postgres.database(name))
    })
    .await;
}

async fn check_engine(options: impl Fn(&Path) -> Options) {
    let folder = tempfile::tempdir().unwrap();
    let fresh = async |name: &str| {
        let options = options(&folder.path().join(name));
        Store::open(Options { migrations: trust::MIGRATIONS.to_vec(), spill_bytes: 1 << 20, ..options })
            .await
            .unwrap()
    };
    checked(fresh("refused").await, whoever_has_no_valid_token_is_refused).await;
    checked(fresh("void").await, revoked_and_replaced_tokens_are_void_at_once).await;
    checked(fresh("permitted").await, the_role_decides_what_is_permitted).await;
    checked(fresh("listed").await, accounts_are_numbered_listed_and_keep_their_names).await;
    checked(fresh("numbered").await, accounts_made_at_the_same_moment_get_different_numbers).await;
    checked(fresh("known").await, a_known_token_needs_no_database_and_an_unknown_one_says_so).await;
    checked(fresh("hashed").await, tokens_are_stored_as_hashes_only).await;
    checked(fresh("prepared").await, every_statement_prepares).await;
}

async fn checked(store: Store, check: impl AsyncFnOnce(&Store)) {
    check(&store).await;
    store.close().await;
}

async fn whoever_has_no_valid_token_is_refused(store: &Store) {
    let trust = Trust::new(store.db().clone());
    for (token, expected) in [
        (None, Refused::NoToken),
        (Some(""), Refused::NoToken),
        (Some("hlt_"), Refused::InvalidToken),
        (Some("' OR 1=1 --"), Refused::InvalidToken),
        (Some(NEVER_GIVEN), Refused::InvalidToken),
    ] {
        assert_eq!(trust.authenticate(token).await.unwrap_err(), expected, "{token:?}");
    }
}

async fn revoked_and_replaced_tokens_are_void_at_once(store: &Store) {
    let trust = Trust::new(store.db().clone());
    let (kim, token) = trust.create_account("kim", Role::Supervisor).await.unwrap();
    let actor = trust.authenticate(Some(token.expose())).await.unwrap().permit::<may::EventsRead>().unwrap();
    assert_eq!(trust.confirm(&actor).await.unwrap().account(), &kim);

    let newer = trust.replace_token(kim.id).await.unwrap();
    assert_eq!(trust.authenticate(Some(token.expose())).await.unwrap_err(), Refused::InvalidToken);
    assert_eq!(trust.authenticate(Some(newer.expose())).await.unwrap().account(), &kim);

    trust.revoke(kim.id).await.unwrap();
    assert_eq!(trust.authenticate(Some(newer.expose())).await.unwrap_err(), Refused::InvalidToken);
    assert_eq!(trust.confirm(&actor).await.unwrap_err(), Refused::InvalidToken, "a stream ends, too");
    for gone in [kim.id, AccountId(99), AccountId(u64::MAX)] {
        assert!(matches!(trust.revoke(gone).await, Err(Error::NoAccount(id)) if id == gone));
        assert!(matches!(trust.replace_token(gone).await, Err(Error::NoAccount(id)) if id == gone));
    }
}

async fn the_role_decides_what_is_permitted(store: &Store) {
    let trust = Trust::new(store.db().clone());
    let (_, token) = trust.create_account("wall.board", Role::Viewer).await.unwrap();
    let viewer = trust.authenticate(Some(token.expose())).await.unwrap();
    assert!(viewer.permit::<may::QueuesRead>().is_ok());
    let expected = Refused::NotPermitted { role: Role::Viewer, permission: Permission::ContactsRead };
    assert_eq!(viewer.permit::<may::ContactsRead>().unwrap_err(), expected);
}

async fn accounts_are_numbered_listed_and_keep_their_names(store: &Store) {
    let trust = Trust::new(store.db().clone());
    for (name, role) in [("kim", Role::Agent), ("li", Role::Engineer)] {
        trust.create_account(name, role).await.unwrap();
    }
    trust.revoke(AccountId(1)).await.unwrap();
    assert!(matches!(trust.create_account("kim", Role::Agent).await, Err(Error::NameTaken)));
    for bad in ["", "two words", "김", &"x".repeat(65)] {
        assert!(matches!(trust.create_account(bad, Role::Agent).await, Err(Error::BadName)));
    }
    let listed = trust.accounts().await.unwrap();
    let read: Vec<_> = listed
        .iter()
        .map(|row| (row.account.id.0, row.account.name.as_str(), row.account.role, row.revoked.is_some()))
        .collect();
    assert_eq!(read, [(1, "kim", Role::Agent, true), (2, "li", Role::Engineer, false)]);
    assert!(listed[0].revoked >= Some(listed[0].created));
}

async fn accounts_made_at_the_same_moment_get_different_numbers(store: &Store) {
    let trust = Trust::new(store.db().clone());
    let made = tokio::join!(
        trust.create_account("a", Role::Agent),
        trust.create_account("b", Role::Agent),
        trust.create_account("c", Role::Agent),
        trust.create_account("d", Role::Agent),
    );
    let ids = [made.0, made.1, made.2, made.3].map(|made| made.unwrap().0.id);
    assert_eq!(BTreeSet::from(ids).len(), 4);
}

async fn a_known_token_needs_no_database_and_an_unknown_one_says_so(store: &Store) {
    let trust = Trust::new(store.db().clone());
    let (kim, token) = trust.create_account("kim", Role::Agent).await.unwrap();
    trust.authenticate(Some(token.expose())).await.unwrap();
    store.close().await;
    assert_eq!(trust.authenticate(Some(token.expose())).await.unwrap().account(), &kim);
    assert_eq!(trust.authenticate(Some(NEVER_GIVEN)).await.unwrap_err(), Refused::Unavailable);
}

async fn tokens_are_stored_as_hashes_only(store: &Store) {
    let trust = Trust::new(store.db().clone());
    let (_, token) = trust.create_account("kim", Role::Agent).await.unwrap();
    let stored: Vec<Vec<u8>> =
        read_db!(store.db(), |pool| sqlx::query_scalar("SELECT token_hash FROM accounts")
            .fetch_all(pool)
            .await)
        .unwrap();
    let clear = token.expose().trim_start_matches("hlt_");
    assert_eq!(stored.len(), 1);
    assert!(stored[0].len() == 32 && stored[0] != token.expose().as_bytes()[..32]);
    assert_ne!(stored[0].iter().map(|byte| format!("{byte:02x}")).collect::<String>(), clear);
}

async fn every_statement_prepares(store: &Store) {
    for sql in trust::STATEMENTS.iter().copied().flatten() {
        let prepared = match store.db() {
            Db::Sqlite { write, .. } => {
                write.acquire().await.unwrap().prepare((*sql).into_sql_str()).await.map(drop)
            }
            Db::Postgres(pool) => {
                pool.acquire().await.unwrap().prepare((*sql).into_sql_str()).await.map(drop)
            }
        };
        prepared.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}
