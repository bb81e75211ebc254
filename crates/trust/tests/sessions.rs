//! Passwords and sessions over both engines. Refusals first.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

use sqlx::AssertSqlSafe;
use store::testing::Postgres;
use store::{Options, Store, write_db};
use trust::sessions::{Credentials, ERRORS, Password, SignInRefused, SignedIn};
use trust::{Account, Refused, Role, Trust, may};

const CHOSEN: &str = "correct horse battery";

#[tokio::test]
async fn sessions_in_the_embedded_database() {
    let folder = tempfile::tempdir().unwrap();
    check_engine(|name| Options::new(folder.path().join(name))).await;
}

#[tokio::test]
async fn sessions_in_postgresql() {
    let Some(postgres) = Postgres::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    check_engine(|name| Options::new(folder.path().join(name)).with_database(postgres.database(name))).await;
}

async fn check_engine(options: impl Fn(&str) -> Options) {
    for name in ["wrong", "expired", "locked", "raced", "idle"] {
        let migrations = trust::MIGRATIONS.to_vec();
        let store = Store::open(Options { migrations, spill_bytes: 1 << 20, ..options(name) }).await.unwrap();
        match name {
            "wrong" => a_password_that_was_given_out_works_once(&store).await,
            "expired" => a_password_that_was_given_out_expires(&store).await,
            "locked" => six_errors_in_a_row_lock_and_a_restart_does_not_unlock(&store).await,
            "raced" => many_at_once_get_no_more_attempts(&store).await,
            _ => a_session_ends_when_nobody_uses_it(&store).await,
        }
        store.close().await;
    }
}

async fn kim(trust: &Trust) -> (Account, String) {
    let (kim, _) = trust.create_account("kim", Role::Supervisor).await.unwrap();
    let given = trust.give_password(kim.id, None).await.unwrap();
    (kim, given.expose().to_owned())
}

async fn sign_in(trust: &Trust, password: &str, new: Option<&str>) -> Result<SignedIn, SignInRefused> {
    let password = Password::typed(password.to_owned()).unwrap();
    let (name, new_password) = ("kim".to_owned(), new.map(str::to_owned));
    trust.sign_in(Credentials { name, password, new_password, code: None }, "10.0.0.7").await
}

/// An account with a password of its own.
async fn settled(trust: &Trust) -> (Account, SignedIn) {
    let (kim, given) = kim(trust).await;
    (kim, sign_in(trust, &given, Some(CHOSEN)).await.unwrap())
}

async fn a_password_that_was_given_out_works_once(store: &Store) {
    let trust = Trust::new(store.db().clone());
    let nobody = Password::typed(CHOSEN.to_owned()).unwrap();
    let nobody = Credentials { name: "nobody".into(), password: nobody, new_password: None, code: None };
    let refused = trust.sign_in(nobody, "10.0.0.7").await;
    assert!(matches!(refused, Err(SignInRefused::Wrong(None))), "nobody has that name");

    let (kim, given) = kim(&trust).await;
    assert!(
        matches!(sign_in(&trust, CHOSEN, None).await, Err(SignInRefused::Wrong(Some(id))) if id == kim.id)
    );
    let alone = sign_in(&trust, &given, None).await;
    assert!(matches!(alone, Err(SignInRefused::NewPasswordNeeded(id)) if id == kim.id));
    assert!(matches!(sign_in(&trust, &given, Some("short")).await, Err(SignInRefused::Unfit(_))));
    // Of several who know it at the same moment, one exchanges it, and is alone in.
    let others = ["another long passphrase", "a third long passphrase", "a fourth long passphrase"];
    let [one, two, three] = others.map(|new| sign_in(&trust, &given, Some(new)));
    let (one, two, three) = tokio::join!(one, two, three);
    let in_by: Vec<usize> = [one, two, three]
        .into_iter()
        .enumerate()
        .filter_map(|(at, came)| came.is_ok().then_some(at))
        .collect();
    let [in_by] = in_by[..] else { panic!("{} came in with one password", in_by.len()) };
    let signed_in = sign_in(&trust, others[in_by], Some(CHOSEN)).await.unwrap();
    assert_eq!(signed_in.account, kim);
    assert!(matches!(sign_in(&trust, &given, None).await, Err(SignInRefused::Wrong(_))), "it worked once");

    let actor = trust.authenticate(Some(signed_in.token.expose())).await.unwrap();
    let actor = actor.permit::<may::ContactsRead>().unwrap();
    assert_eq!((actor.account(), actor.session()), (&kim, Some(signed_in.session)));

    let other = sign_in(&trust, CHOSEN, None).await.unwrap();
    let listed: Vec<_> = trust.sessions(Some(kim.id)).await.unwrap();
    assert_eq!(
        listed.iter().map(|session| session.id).collect::<Vec<_>>(),
        [signed_in.session, other.session]
    );
    assert!(!trust.end_session(other.session, Some(trust::AccountId(99))).await.unwrap(), "it is not theirs");
    assert!(trust.end_session(other.session, Some(kim.id)).await.unwrap());
    let ended = trust.authenticate(Some(other.token.expose())).await;
    assert_eq!(ended.unwrap_err(), Refused::InvalidToken, "at once");

    let again = trust.give_password(kim.id, None).await.unwrap();
    let void = trust.authenticate(Some(signed_in.token.expose())).await;
    assert_eq!(void.unwrap_err(), Refused::InvalidToken, "another password ends what the old one began");
    let signed_in = sign_in(&trust, again.expose(), Some(CHOSEN)).await.unwrap();
    trust.revoke(kim.id).await.unwrap();
    let void = trust.authenticate(Some(signed_in.token.expose())).await;
    assert_eq!(void.unwrap_err(), Refused::InvalidToken, "an account that has ended has no sessions");
}

async fn a_password_that_was_given_out_expires(store: &Store) {
    let trust = Trust::new(store.db().clone());
    let (kim, given) = kim(&trust).await;
    let day = 24 * 3_600 * 1_000_000_i64;
    let sql = format!("UPDATE passwords SET expires_us = expires_us - {day}");
    write_db!(store.db(), |pool| sqlx::query(AssertSqlSafe(sql.clone())).execute(pool).await.map(drop))
        .unwrap();
    let late = sign_in(&trust, &given, Some(CHOSEN)).await;
    assert!(matches!(late, Err(SignInRefused::Expired(id)) if id == kim.id), "{late:?}");
    let wrong = sign_in(&trust, "wrong password", Some(CHOSEN)).await;
    assert!(matches!(wrong, Err(SignInRefused::Wrong(_))), "only who knows it is told that it is over");
    // Another one works, and what somebody chose does not end.
    let again = trust.give_password(kim.id, None).await.unwrap();
    sign_in(&trust, again.expose(), Some(CHOSEN)).await.unwrap();
    write_db!(store.db(), |pool| sqlx::query(AssertSqlSafe(sql.clone())).execute(pool).await.map(drop))
        .unwrap();
    sign_in(&trust, CHOSEN, None).await.unwrap();
}

async fn six_errors_in_a_row_lock_and_a_restart_does_not_unlock(store: &Store) {
    let trust = Trust::new(store.db().clone());
    let (kim, _) = settled(&trust).await;
    for _ in 1..ERRORS {
        assert!(sign_in(&trust, "wrong password", None).await.is_err());
    }
    sign_in(&trust, CHOSEN, None).await.unwrap();
    for _ in 0..ERRORS {
        assert_eq!(trust.locked().await.unwrap(), [], "only errors in a row count");
        assert!(sign_in(&trust, "wrong password", None).await.is_err());
    }
    assert_eq!(trust.locked().await.unwrap(), [kim.id]);
    assert!(sign_in(&trust, CHOSEN, None).await.is_err(), "the right one is too late");

    let restarted = Trust::new(store.db().clone());
    assert!(sign_in(&restarted, CHOSEN, None).await.is_err());
    restarted.unlock(kim.id).await.unwrap();
    sign_in(&trust, CHOSEN, None).await.unwrap();
}

async fn many_at_once_get_no_more_attempts(store: &Store) {
    let doors = [Trust::new(store.db().clone()), Trust::new(store.db().clone())];
    let (kim, _) = settled(&doors[0]).await;
    let attempts = (0..10).map(|n| sign_in(&doors[n % 2], "wrong password", None));
    let refused = futures_util::future::join_all(attempts).await;
    assert!(refused.iter().all(Result::is_err));
    let errors: Vec<i64> = store::read_db!(store.db(), |pool| {
        sqlx::query_scalar("SELECT errors FROM passwords").fetch_all(pool).await
    })
    .unwrap();
    assert_eq!(errors, [i64::from(ERRORS)]);
    assert_eq!(doors[1].locked().await.unwrap(), [kim.id]);
}

async fn a_session_ends_when_nobody_uses_it(store: &Store) {
    let trust = Trust::new(store.db().clone());
    let (kim, signed_in) = settled(&trust).await;
    let token = signed_in.token.expose();
    // As if it were later.
    let later = async |minutes: i64| {
        let sql = AssertSqlSafe(format!("UPDATE sessions SET used_us = used_us - {}", minutes * 60_000_000));
        write_db!(store.db(), |pool| sqlx::query(sql).execute(pool).await.map(drop)).unwrap();
    };
    later(9).await;
    let door = Trust::new(store.db().clone());
    let actor = door.authenticate(Some(token)).await.unwrap().permit::<may::EventsRead>().unwrap();
    later(9).await;
    let door = Trust::new(store.db().clone());
    let waits = door.confirm(&actor).await.unwrap();
    later(2).await;
    let door = Trust::new(store.db().clone());
    assert_eq!(
        door.confirm(&waits).await.unwrap_err(),
        Refused::InvalidToken,
        "waiting for news is no use of it"
    );
    assert_eq!(door.authenticate(Some(token)).await.unwrap_err(), Refused::InvalidToken);
    assert_eq!(door.sessions(Some(kim.id)).await.unwrap(), []);

    // Used all the time, it ends with the longest shift.
    let again = sign_in(&trust, CHOSEN, None).await.unwrap();
    for (hours, lasts) in [(11, true), (1, false)] {
        let sql =
            AssertSqlSafe(format!("UPDATE sessions SET begun_us = begun_us - {}", hours * 3_600_000_000_i64));
        write_db!(store.db(), |pool| sqlx::query(sql).execute(pool).await.map(drop)).unwrap();
        let door = Trust::new(store.db().clone());
        assert_eq!(door.authenticate(Some(again.token.expose())).await.is_ok(), lasts, "{hours}");
        assert_eq!(door.sessions(Some(kim.id)).await.unwrap().len(), usize::from(lasts));
    }

    let passwords: Vec<String> = store::read_db!(store.db(), |pool| {
        sqlx::query_scalar("SELECT hash FROM passwords").fetch_all(pool).await
    })
    .unwrap();
    assert!(passwords.len() == 1 && passwords[0].starts_with("argon2id$") && !passwords[0].contains("horse"));
}
