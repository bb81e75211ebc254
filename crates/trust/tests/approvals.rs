//! Four eyes over both engines: who is somebody else, and that what is approved runs once. Refusals first.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

mod support;

use sqlx::AssertSqlSafe;
use store::testing::Postgres;
use store::{Options, Store, write_db};
use support::{CHOSEN, DAY, actor, app, attempt, now, settled, trust};
use trust::approvals::{NotDecided, Operation, State};
use trust::{Actor, Permission, Role, Scope, may};
use vocabulary::Span;

#[tokio::test]
async fn four_eyes_in_the_embedded_database() {
    let folder = tempfile::tempdir().unwrap();
    check_engine(|name| Options::new(folder.path().join(name))).await;
}

#[tokio::test]
async fn four_eyes_in_postgresql() {
    let Some(postgres) = Postgres::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    check_engine(|name| Options::new(folder.path().join(name)).with_database(postgres.database(name))).await;
}

async fn check_engine(options: impl Fn(&str) -> Options) {
    for name in ["own", "hands", "order", "rules", "once"] {
        let migrations = trust::MIGRATIONS.to_vec();
        let sealed = trust::SEALED.to_vec();
        let opening = Options { migrations, sealed, spill_bytes: 1 << 20, ..options(name) };
        let store = Store::open(opening).await.unwrap();
        match name {
            "own" => nobody_approves_their_own(&store).await,
            "hands" => four_eyes_are_not_bred(&store).await,
            "rules" => rules_are_asked_for_and_approved_by_who_reaches_everybody(&store).await,
            "order" => an_order_is_asked_for_by_one_and_approved_by_another(&store).await,
            _ => what_is_approved_runs_once(&store).await,
        }
        store.close().await;
    }
}

async fn nobody_approves_their_own(store: &Store) {
    let trust = trust(store);
    let (_, kims) = settled(&trust, "kim", Role::Administrator).await;
    let kim = actor::<may::SessionRead>(&trust, &kims.token).await;
    let make = Operation::MakeAdministrator;
    let alone = trust.ask_approval(&kim, make, "ann").await;
    assert!(matches!(alone, Err(NotDecided::NobodyElse(_))));
    let (lee_account, lees) = settled(&trust, "lee", Role::Administrator).await;
    let (max_account, maxs) = settled(&trust, "max", Role::Supervisor).await;
    let lee = actor::<may::SessionRead>(&trust, &lees.token).await;
    let max = actor::<may::SessionRead>(&trust, &maxs.token).await;
    assert!(matches!(trust.ask_approval(&max, make, "ann").await, Err(NotDecided::NotPermitted(_))));
    let asked = trust.ask_approval(&kim, make, "ann").await.unwrap();
    assert_eq!(asked.state, State::Waiting);
    assert!(matches!(trust.ask_approval(&lee, make, "ann").await, Err(NotDecided::AskedAlready(_))));

    assert!(matches!(trust.decide(&kim, asked.id, true).await, Err(NotDecided::SamePerson)));
    assert!(matches!(trust.decide(&max, asked.id, true).await, Err(NotDecided::NotPermitted(_))));
    assert!(matches!(trust.begin_run(asked.id).await, Err(NotDecided::NotWaiting(_, State::Waiting))));
    // One person with two accounts has two eyes: what is lent does not count.
    let lent = vec![Permission::AccountsChange];
    trust.lend(&kim, max_account.id, lent, now() - Span::seconds(1), now() + DAY).await.unwrap();
    let max = actor::<may::SessionRead>(&trust, &maxs.token).await;
    assert!(max.may(Permission::AccountsChange));
    assert!(matches!(trust.decide(&max, asked.id, true).await, Err(NotDecided::NotPermitted(_))));
    assert!(matches!(trust.ask_approval(&max, make, "eve").await, Err(NotDecided::NotPermitted(_))));

    let refused = trust.decide(&lee, asked.id, false).await.unwrap();
    assert_eq!((refused.state, refused.decided.unwrap().0), (State::Refused, lee_account.id));
    assert!(matches!(
        trust.decide(&lee, asked.id, true).await,
        Err(NotDecided::NotWaiting(_, State::Refused))
    ));

    let asked = trust.ask_approval(&kim, make, "ann").await.unwrap();
    let later = format!("UPDATE approvals SET expires_us = {} WHERE id = {}", now().0, asked.id.0);
    write_db!(store.db(), |pool| sqlx::query(AssertSqlSafe(later.clone())).execute(pool).await.map(drop))
        .unwrap();
    assert!(matches!(
        trust.decide(&lee, asked.id, true).await,
        Err(NotDecided::NotWaiting(_, State::Expired))
    ));
    let asked = trust.ask_approval(&kim, make, "ann").await.unwrap();
    assert!(trust.withdraw(&lee, asked.id).await.is_err(), "it is another's");
    trust.withdraw(&kim, asked.id).await.unwrap();
    assert!(matches!(
        trust.decide(&lee, asked.id, true).await,
        Err(NotDecided::NotWaiting(_, State::Withdrawn))
    ));
}

async fn four_eyes_are_not_bred(store: &Store) {
    let trust = trust(store);
    let admin = Role::Administrator;
    let session = async |name: &str| {
        let (account, signed_in) = settled(&trust, name, admin).await;
        (account.id, actor::<may::SessionRead>(&trust, &signed_in.token).await)
    };
    let made = async |name: &str, by| {
        let (account, token) = trust.make_account(name, admin, &Scope::All, Some(by)).await.unwrap();
        (account.id, actor::<may::SessionRead>(&trust, &token).await)
    };
    let (kim_id, kim) = session("kim").await;
    let (lee_id, lee) = made("lee", kim_id).await;
    let (max_id, max) = made("max", kim_id).await;
    let (_, eve) = made("eve", lee_id).await;
    let make = Operation::MakeAdministrator;
    // All are of one hand: nobody can be asked.
    for asker in [&kim, &lee, &max, &eve] {
        let refused = trust.ask_approval(asker, make, "ann").await;
        assert!(matches!(refused, Err(NotDecided::OneHandForAll(_))), "{refused:?}");
    }
    let (ann_id, ann) = session("ann").await;
    let hold = async |asker: &Actor<_>, decider: &Actor<_>, approved: bool| {
        let asked = trust.ask_approval(asker, make, "new").await.unwrap();
        let refused = trust.decide(decider, asked.id, true).await;
        if approved {
            assert_eq!(refused.unwrap().state, State::Approved);
        } else {
            assert!(matches!(refused, Err(NotDecided::OneHand)), "{refused:?}");
            assert_eq!(trust.decide(decider, asked.id, false).await.unwrap().state, State::Refused);
        }
        drop(trust.withdraw(asker, asked.id).await);
    };
    // Neither for its maker, nor the other way round, nor through a third, nor two of one maker.
    for (one, other) in [(&kim, &lee), (&lee, &max), (&kim, &eve), (&eve, &max)] {
        hold(one, other, false).await;
        hold(other, one, false).await;
        hold(one, &ann, true).await;
        hold(&ann, one, true).await;
    }
    // A password, a second factor and a role that were given count as well, and what the console gives does not.
    trust.give_password(ann_id, None).await.unwrap();
    let ann = {
        let given = trust.give_password(ann_id, Some(max_id)).await.unwrap();
        let signed_in = attempt(&trust, "ann", given.expose(), Some(CHOSEN), None).await.unwrap();
        actor::<may::SessionRead>(&trust, &signed_in.token).await
    };
    assert!(matches!(trust.ask_approval(&max, make, "new").await, Err(NotDecided::OneHandForAll(_))));
    let (bob_id, bob) = session("bob").await;
    hold(&ann, &max, false).await;
    hold(&ann, &bob, true).await;
    assert!(!trust.reset_factor(bob_id, Some(max_id)).await.unwrap(), "there was none to be taken off");
    hold(&bob, &max, true).await;
    let secret = trust.begin_factor(&bob).await.unwrap();
    trust.confirm_factor(&bob, &app(&secret, now())).await.unwrap();
    assert!(trust.reset_factor(bob_id, Some(max_id)).await.unwrap());
    hold(&ann, &session("zoe").await.1, true).await;
    hold(&bob, &max, false).await;
    let (joe, joes) = settled(&trust, "joe", Role::Viewer).await;
    let grant = trust.grant(joe.id, admin, Scope::All, (now(), None), Some(max_id)).await.unwrap();
    let granted = actor::<may::SessionRead>(&trust, &joes.token).await;
    hold(&max, &granted, false).await;
    trust.end_grant(grant.id).await.unwrap();
    trust.grant(joe.id, admin, Scope::All, (now(), None), None).await.unwrap();
    hold(&max, &actor::<may::SessionRead>(&trust, &joes.token).await, true).await;
    // After 90 days they are two.
    let long_ago = (now() - Span::seconds(90 * 86_400)).0;
    let aged = format!("UPDATE account_keepers SET at_us = {long_ago}");
    write_db!(store.db(), |pool| sqlx::query(AssertSqlSafe(aged.clone())).execute(pool).await.map(drop))
        .unwrap();
    hold(&kim, &lee, true).await;
    hold(&bob, &max, true).await;
}

/// What all work by is for those who reach everybody, on either side.
async fn rules_are_asked_for_and_approved_by_who_reaches_everybody(store: &Store) {
    let trust = trust(store);
    let rules = Operation::ChangeAuthority;
    let needs = Permission::AuthorityChange;
    let (_, kims) = trust.create_account("kim", Role::Supervisor).await.unwrap();
    let kim = actor::<may::AuthorityChange>(&trust, &kims).await;
    let team = Scope::Team("north".to_owned());
    let (lee_account, lees) = trust.make_account("lee", Role::Supervisor, &team, None).await.unwrap();
    let lee = actor::<may::AuthorityChange>(&trust, &lees).await;
    let refused = trust.ask_approval(&lee, rules, "4:a").await;
    assert!(matches!(refused, Err(NotDecided::NotPermitted(found)) if found == needs), "{refused:?}");
    let nobody = trust.ask_approval(&kim, rules, "4:a").await;
    assert!(matches!(nobody, Err(NotDecided::NobodyElse(found)) if found == needs), "{nobody:?}");
    let (_, maxs) = trust.create_account("max", Role::Supervisor).await.unwrap();
    let max = actor::<may::SessionRead>(&trust, &maxs).await;
    let asked = trust.ask_approval(&kim, rules, "4:a").await.unwrap();
    assert_eq!(trust.approvals().await.unwrap(), std::slice::from_ref(&asked));
    assert!(matches!(trust.decide(&lee, asked.id, true).await, Err(NotDecided::NotPermitted(_))));
    assert!(matches!(trust.decide(&kim, asked.id, true).await, Err(NotDecided::SamePerson)));
    let (_, viewers) = trust.create_account("eve", Role::Engineer).await.unwrap();
    let eve = actor::<may::AuthorityRead>(&trust, &viewers).await;
    assert!(matches!(trust.decide(&eve, asked.id, true).await, Err(NotDecided::NotPermitted(_))));
    assert_eq!(trust.decide(&max, asked.id, true).await.unwrap().state, State::Approved);
    assert!(!rules.gives_secret(), "it runs at once");
    trust.begin_run(asked.id).await.unwrap();
    trust.end_run(asked.id, true).await.unwrap();
    // A role that was granted for everybody counts; one for a team does not.
    trust.grant(lee_account.id, Role::Supervisor, Scope::All, (now(), None), None).await.unwrap();
    let lee = actor::<may::SessionRead>(&trust, &lees).await;
    let asked = trust.ask_approval(&kim, rules, "5:b").await.unwrap();
    assert_eq!(trust.decide(&lee, asked.id, true).await.unwrap().state, State::Approved);
}

async fn an_order_is_asked_for_by_one_and_approved_by_another(store: &Store) {
    let trust = trust(store);
    let order = Operation::GiveOrder;
    let (_, kims) = trust.make_account("kim", Role::Agent, &Scope::Own, None).await.unwrap();
    let kim = actor::<may::OperationsOrder>(&trust, &kims).await;
    let nobody = trust.ask_approval(&kim, order, "1").await;
    assert!(matches!(nobody, Err(NotDecided::NobodyElse(Permission::OperationsApprove))), "{nobody:?}");
    let (_, admins) = trust.create_account("ann", Role::Administrator).await.unwrap();
    let admin = trust.accounts().await.unwrap().pop().unwrap().account.id;
    // One administrator makes a whole floor: its people are people.
    let supervisor = trust.make_account("lee", Role::Supervisor, &Scope::All, Some(admin)).await.unwrap();
    let lee = actor::<may::SessionRead>(&trust, &supervisor.1).await;
    let (max_account, maxs) = trust.make_account("max", Role::Agent, &Scope::Own, Some(admin)).await.unwrap();
    let max = actor::<may::OperationsOrder>(&trust, &maxs).await;
    let admin = actor::<may::SessionRead>(&trust, &admins).await;
    for refused in [trust.ask_approval(&lee, order, "1").await, trust.ask_approval(&admin, order, "1").await]
    {
        assert!(matches!(refused, Err(NotDecided::NotPermitted(Permission::OperationsOrder))), "{refused:?}");
    }
    let asked = trust.ask_approval(&max, order, "1").await.unwrap();
    assert_eq!(asked.expires - asked.asked, Span::seconds(15 * 60), "a caller is on the line");
    assert!(trust.approvals().await.unwrap().is_empty(), "it is shown beside its contact");
    assert_eq!(trust.approval_about(order, "1").await.unwrap().unwrap(), asked);
    for refused in [trust.decide(&kim, asked.id, true).await, trust.decide(&admin, asked.id, true).await] {
        assert!(
            matches!(refused, Err(NotDecided::NotPermitted(Permission::OperationsApprove))),
            "{refused:?}"
        );
    }
    // What is lent counts on neither side.
    let lent = vec![Permission::OperationsApprove];
    let (from, until) = (now() - Span::seconds(1), now() + DAY);
    let loan = trust.lend(&lee, max_account.id, lent, from, until).await.unwrap();
    let borrower = actor::<may::OperationsApprove>(&trust, &maxs).await;
    let refused = trust.decide(&borrower, asked.id, true).await;
    assert!(matches!(refused, Err(NotDecided::NotPermitted(_))), "{refused:?}");
    trust.end_delegation(loan.id, None).await.unwrap();
    // Not even with a role of one's own.
    trust.grant(max_account.id, Role::Supervisor, Scope::All, (now(), None), None).await.unwrap();
    let both = actor::<may::OperationsApprove>(&trust, &maxs).await;
    assert!(matches!(trust.decide(&both, asked.id, true).await, Err(NotDecided::SamePerson)));

    assert_eq!(trust.decide(&lee, asked.id, true).await.unwrap().state, State::Approved);
    let runs = futures_util::future::join_all((0..5).map(|_| trust.begin_run(asked.id))).await;
    assert_eq!(runs.iter().filter(|run| run.is_ok()).count(), 1, "{runs:?}");
    assert!(!trust.abandon(asked.id).await.unwrap(), "it runs");
    trust.end_run(asked.id, true).await.unwrap();

    let asked = trust.ask_approval(&max, order, "2").await.unwrap();
    assert!(trust.abandon(asked.id).await.unwrap() && !trust.abandon(asked.id).await.unwrap());
    let late = trust.decide(&lee, asked.id, true).await;
    assert!(matches!(late, Err(NotDecided::NotWaiting(_, State::Withdrawn))), "{late:?}");
    // Who was made supervisor by the agent's own hand decides for others alone.
    let bred = trust.make_account("zoe", Role::Supervisor, &Scope::All, Some(max_account.id)).await.unwrap();
    let zoe = actor::<may::SessionRead>(&trust, &bred.1).await;
    let asked = trust.ask_approval(&max, order, "3").await.unwrap();
    assert!(matches!(trust.decide(&zoe, asked.id, true).await, Err(NotDecided::OneHand)));
}

async fn what_is_approved_runs_once(store: &Store) {
    let trust = trust(store);
    let (kim_account, kims) = settled(&trust, "kim", Role::Administrator).await;
    let (_, lees) = settled(&trust, "lee", Role::Administrator).await;
    let kim = actor::<may::SessionRead>(&trust, &kims.token).await;
    let lee = actor::<may::SessionRead>(&trust, &lees.token).await;
    let asked = trust.ask_approval(&kim, Operation::SealEmergency, "emergency").await.unwrap();
    assert_eq!(trust.decide(&lee, asked.id, true).await.unwrap().state, State::Approved);
    let runs = futures_util::future::join_all((0..5).map(|_| trust.begin_run(asked.id))).await;
    assert_eq!(runs.iter().filter(|run| run.is_ok()).count(), 1, "{runs:?}");
    trust.end_run(asked.id, true).await.unwrap();
    assert_eq!(trust.approval(asked.id).await.unwrap().state, State::Done);
    assert!(trust.begin_run(asked.id).await.is_err() && trust.withdraw(&kim, asked.id).await.is_err());

    let asked = trust.ask_approval(&kim, Operation::SealEmergency, "emergency").await.unwrap();
    trust.decide(&lee, asked.id, true).await.unwrap();
    let (_, anns) = settled(&trust, "ann", Role::Administrator).await;
    drop(anns);
    trust.revoke(kim_account.id).await.unwrap();
    assert!(matches!(trust.begin_run(asked.id).await, Err(NotDecided::AskerGone)), "who asked has gone");
}
