//! Roles with a reach and an end, what is lent, second factors, programs' keys, and the account under seal, over both
//! engines. Refusals first.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

mod support;

use sqlx::AssertSqlSafe;
use store::testing::Postgres;
use store::{Options, Store, read_db, write_db};
use support::{CHOSEN, DAY, actor, app, attempt, identity, now, settled, trust};
use trust::approvals::{NotDecided, Operation};
use trust::clients::NoKey;
use trust::factors::{Factor, NotConfirmed};
use trust::grants::NotGranted;
use trust::sessions::{SignInRefused, SignedIn};
use trust::{Actor, Error, Permission, Refused, Role, Rules, Scope, Trust, Within, may};
use vocabulary::{AgentId, Span};

#[tokio::test]
async fn access_in_the_embedded_database() {
    let folder = tempfile::tempdir().unwrap();
    check_engine(|name| Options::new(folder.path().join(name))).await;
}

#[tokio::test]
async fn access_in_postgresql() {
    let Some(postgres) = Postgres::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    check_engine(|name| Options::new(folder.path().join(name)).with_database(postgres.database(name))).await;
}

async fn check_engine(options: impl Fn(&str) -> Options) {
    for name in ["granted", "lent", "factor", "asked", "client", "sealed", "glass"] {
        let migrations = trust::MIGRATIONS.to_vec();
        let sealed = trust::SEALED.to_vec();
        let opening = Options { migrations, sealed, spill_bytes: 1 << 20, ..options(name) };
        let store = Store::open(opening).await.unwrap();
        match name {
            "granted" => a_role_counts_for_its_time_and_its_rows(&store).await,
            "lent" => nobody_lends_more_than_their_own(&store).await,
            "factor" => a_second_factor_is_asked_for_and_no_code_works_twice(&store).await,
            "asked" => who_needs_a_second_factor_opens_nothing_without(&store).await,
            "client" => a_key_opens_what_it_says_until_it_ends(&store).await,
            "sealed" => the_seal_breaks_once(&store).await,
            _ => broken_glass_is_looked_into_by_somebody_else(&store).await,
        }
        store.close().await;
    }
}

async fn a_role_counts_for_its_time_and_its_rows(store: &Store) {
    let trust = trust(store);
    let (kim, token) = trust.make_account("kim", Role::Agent, &Scope::Own, None).await.unwrap();
    let reads = actor::<may::ContactsRead>(&trust, &token).await;
    assert!(reads.within().is_empty() && !reads.reaches_all(), "who serves as nobody has no rows");
    trust.serve_as(kim.id, Some(AgentId(7))).await.unwrap();
    let reads = actor::<may::ContactsRead>(&trust, &token).await;
    assert_eq!(reads.within(), [Within::Agent(AgentId(7))]);
    assert!(!reads.may(Permission::FiguresRead));

    let team = Scope::Team("cards-1".to_owned());
    for (from, until) in [(now(), Some(now())), (now() - DAY, Some(now() - Span::seconds(1)))] {
        let over = trust.grant(kim.id, Role::Supervisor, team.clone(), (from, until), None).await;
        assert!(matches!(over, Err(NotGranted::Over)));
    }
    let later = (now() + DAY, None);
    trust.grant(kim.id, Role::Supervisor, Scope::All, later, None).await.unwrap();
    assert!(identity(&trust, &token).await.permit::<may::FiguresRead>().is_err(), "not yet");
    let grant =
        trust.grant(kim.id, Role::Supervisor, team.clone(), (now(), Some(now() + DAY)), None).await.unwrap();
    let figures = actor::<may::FiguresRead>(&trust, &token).await;
    assert_eq!(figures.within(), [Within::Team("cards-1".to_owned())]);
    let reads = actor::<may::ContactsRead>(&trust, &token).await;
    assert_eq!(reads.within().len(), 2, "own and the team's");
    // As if it were tomorrow.
    let until = format!("UPDATE grants SET until_us = {} WHERE id = {}", now().0 - 1, grant.id.0);
    write_db!(store.db(), |pool| sqlx::query(AssertSqlSafe(until.clone())).execute(pool).await.map(drop))
        .unwrap();
    let door = self::trust(store);
    assert!(identity(&door, &token).await.permit::<may::FiguresRead>().is_err(), "its time is over");
    assert_eq!(trust.grants(Some(kim.id)).await.unwrap().len(), 1, "the one that begins tomorrow");

    let grant = trust.grant(kim.id, Role::Viewer, Scope::All, (now(), None), None).await.unwrap();
    assert!(actor::<may::QueuesRead>(&trust, &token).await.reaches_all());
    assert!(trust.end_grant(grant.id).await.unwrap() && !trust.end_grant(grant.id).await.unwrap());
    assert!(!actor::<may::QueuesRead>(&trust, &token).await.reaches_all(), "taken back at once");

    trust.set_scope(kim.id, &team).await.unwrap();
    let reads = actor::<may::ContactsRead>(&trust, &token).await;
    assert_eq!(reads.within(), [Within::Team("cards-1".to_owned())]);
    let client = trust.create_client("crm").await.unwrap();
    let refused = trust.grant(client.id, Role::Viewer, Scope::All, (now(), None), None).await;
    assert!(matches!(refused, Err(NotGranted::NoPerson(_))));
}

async fn nobody_lends_more_than_their_own(store: &Store) {
    let trust = trust(store);
    let (lee, lees) =
        trust.make_account("lee", Role::Supervisor, &Scope::Team("cards-1".to_owned()), None).await.unwrap();
    let (kim, kims) = trust.make_account("kim", Role::Viewer, &Scope::All, None).await.unwrap();
    let (ann, anns) = trust.make_account("ann", Role::Viewer, &Scope::All, None).await.unwrap();
    let lender = actor::<may::SessionRead>(&trust, &lees).await;
    let (from, until) = (now() - Span::seconds(1), now() + DAY);
    let lend = async |to, what: &[Permission], from, until| {
        trust.lend(&lender, to, what.to_vec(), from, until).await
    };
    for not_own in [Permission::AccountsChange, Permission::SessionRead, Permission::DeskServe] {
        let refused = lend(kim.id, &[Permission::FiguresRead, not_own], from, until).await;
        assert!(matches!(refused, Err(NotGranted::NotOwn(missing)) if missing == not_own));
    }
    assert!(matches!(
        lend(lee.id, &[Permission::FiguresRead], from, until).await,
        Err(NotGranted::ToOneself)
    ));
    assert!(matches!(lend(kim.id, &[], from, until).await, Err(NotGranted::Nothing)));
    assert!(matches!(lend(kim.id, &[Permission::FiguresRead], until, from).await, Err(NotGranted::Over)));
    let for_ever = lend(kim.id, &[Permission::FiguresRead], from, now() + Span::seconds(93 * 86_400)).await;
    assert!(matches!(for_ever, Err(NotGranted::TooLong)));

    let loan = lend(kim.id, &[Permission::ContactsRead], from, until).await.unwrap();
    let borrowed = actor::<may::ContactsRead>(&trust, &kims).await;
    assert_eq!(borrowed.within(), [Within::Team("cards-1".to_owned())], "the lender's rows, and no others");
    assert!(!borrowed.may(Permission::FiguresRead) && borrowed.account().id == kim.id);
    let on = trust
        .lend(
            &actor::<may::SessionRead>(&trust, &kims).await,
            ann.id,
            vec![Permission::ContactsRead],
            from,
            until,
        )
        .await;
    assert!(matches!(on, Err(NotGranted::NotOwn(_))), "what is borrowed is not lent on");
    assert!(identity(&trust, &anns).await.permit::<may::ContactsRead>().is_err());

    assert_eq!(trust.delegations(Some(kim.id)).await.unwrap(), std::slice::from_ref(&loan));
    assert!(!trust.end_delegation(loan.id, Some(ann.id)).await.unwrap(), "others do not take it back");
    assert!(trust.end_delegation(loan.id, Some(lee.id)).await.unwrap());
    assert!(identity(&trust, &kims).await.permit::<may::ContactsRead>().is_err());
    let tomorrow = lend(kim.id, &[Permission::ContactsRead], now() + DAY, until + DAY).await.unwrap();
    assert!(identity(&trust, &kims).await.permit::<may::ContactsRead>().is_err(), "not yet");
    trust.end_delegation(tomorrow.id, None).await.unwrap();
    lend(kim.id, &[Permission::ContactsRead], from, until).await.unwrap();
    trust.revoke(lee.id).await.unwrap();
    assert!(identity(&trust, &kims).await.permit::<may::ContactsRead>().is_err(), "the lender has gone");
}

async fn a_second_factor_is_asked_for_and_no_code_works_twice(store: &Store) {
    let trust = trust(store);
    let (kim, signed_in) = settled(&trust, "kim", Role::Supervisor).await;
    let own = actor::<may::SessionRead>(&trust, &signed_in.token).await;
    assert_eq!(trust.factor(kim.id).await.unwrap(), Factor::None);
    assert!(matches!(trust.confirm_factor(&own, "000000").await, Err(NotConfirmed::Absent)));
    let first = trust.begin_factor(&own).await.unwrap();
    let secret = trust.begin_factor(&own).await.unwrap();
    assert_ne!(first.expose(), secret.expose(), "one that was not confirmed gives way");
    assert!(matches!(trust.confirm_factor(&own, &app(&first, now())).await, Err(NotConfirmed::Wrong)));
    // Until it is confirmed, nobody is asked for it.
    attempt(&trust, "kim", CHOSEN, None, None).await.unwrap();

    let at = now();
    let codes = trust.confirm_factor(&own, &app(&secret, at)).await.unwrap();
    assert!(matches!(trust.begin_factor(&own).await, Err(NotConfirmed::Present)));
    assert!(matches!(trust.factor(kim.id).await.unwrap(), Factor::Confirmed { codes_left: 10, .. }));
    assert!(matches!(attempt(&trust, "kim", CHOSEN, None, None).await, Err(SignInRefused::CodeNeeded(_))));
    // An exchange of the master key wraps the secret anew, and it goes on working.
    store.exchange_master_key().await.unwrap();
    while store.key_status().await.unwrap().goes_on() {
        tokio::task::yield_now().await;
    }
    let sealed: Vec<Vec<u8>> = read_db!(store.db(), |pool| {
        sqlx::query_scalar("SELECT secret FROM second_factors").fetch_all(pool).await.unwrap()
    });
    assert!(sealed.len() == 1 && sealed[0][0] == 2, "it is still under the first version");
    let replayed = attempt(&trust, "kim", CHOSEN, None, Some(&app(&secret, at))).await;
    assert!(matches!(replayed, Err(SignInRefused::WrongCode(_))), "it was used to enrol");
    let next = app(&secret, at + Span::seconds(30));
    attempt(&trust, "kim", CHOSEN, None, Some(&next)).await.unwrap();
    let again = attempt(&trust, "kim", CHOSEN, None, Some(&next)).await;
    assert!(matches!(again, Err(SignInRefused::WrongCode(_))), "no code works twice");
    attempt(&trust, "kim", CHOSEN, None, Some(codes[0].expose())).await.unwrap();
    let again = attempt(&trust, "kim", CHOSEN, None, Some(codes[0].expose())).await;
    assert!(matches!(again, Err(SignInRefused::WrongCode(_))), "nor does a recovery code");
    let wrong = attempt(&trust, "kim", "wrong password", None, Some(codes[1].expose())).await;
    assert!(matches!(wrong, Err(SignInRefused::Wrong(_))));
    attempt(&trust, "kim", CHOSEN, None, Some(codes[1].expose())).await.unwrap();

    // Errors of the code count as those of the password; asking without one neither counts nor forgives.
    for _ in 0..6 {
        assert!(matches!(
            attempt(&trust, "kim", CHOSEN, None, None).await,
            Err(SignInRefused::CodeNeeded(_))
        ));
        assert!(attempt(&trust, "kim", CHOSEN, None, Some("000000")).await.is_err());
    }
    assert_eq!(trust.locked().await.unwrap(), [kim.id]);
    assert!(attempt(&trust, "kim", CHOSEN, None, Some(codes[2].expose())).await.is_err(), "too late");
    trust.unlock(kim.id).await.unwrap();
    attempt(&trust, "kim", CHOSEN, None, Some(codes[2].expose())).await.unwrap();

    // Guessing at its removal counts as well, and ends what a thief may hold.
    for _ in 0..6 {
        assert!(matches!(trust.remove_factor(&own, "000000").await, Err(NotConfirmed::Wrong)));
    }
    assert_eq!(trust.locked().await.unwrap(), [kim.id]);
    assert_eq!(trust.sessions(Some(kim.id)).await.unwrap(), []);
    assert!(
        matches!(trust.remove_factor(&own, codes[3].expose()).await, Err(NotConfirmed::Wrong)),
        "too late"
    );
    trust.unlock(kim.id).await.unwrap();
    let signed_in = attempt(&trust, "kim", CHOSEN, None, Some(codes[4].expose())).await.unwrap();
    let own = actor::<may::SessionRead>(&trust, &signed_in.token).await;

    assert!(matches!(trust.remove_factor(&own, codes[2].expose()).await, Err(NotConfirmed::Wrong)));
    trust.remove_factor(&own, codes[3].expose()).await.unwrap();
    attempt(&trust, "kim", CHOSEN, None, None).await.unwrap();
    assert!(!trust.reset_factor(kim.id, None).await.unwrap());

    trust.begin_factor(&own).await.unwrap();
    let stored: Vec<Vec<u8>> = store::read_db!(store.db(), |pool| {
        sqlx::query_scalar("SELECT secret FROM second_factors").fetch_all(pool).await
    })
    .unwrap();
    assert!(stored.len() == 1 && stored[0].len() > 60, "sealed");
    let console = Trust::new(store.db().clone());
    let own = actor::<may::SessionRead>(&console, &signed_in.token).await;
    assert!(matches!(console.begin_factor(&own).await, Err(NotConfirmed::NoKey)));
}

async fn who_needs_a_second_factor_opens_nothing_without(store: &Store) {
    let trust = trust(store).with_rules(Rules { second_factor: vec![Role::Supervisor], ..Rules::default() });
    let (kim, token) = trust.create_account("kim", Role::Supervisor).await.unwrap();
    let refused = identity(&trust, &token).await.permit::<may::ContactsRead>().unwrap_err();
    assert_eq!(refused, Refused::SecondFactorNeeded, "a token is no way around it");
    let given = trust.give_password(kim.id, None).await.unwrap();
    let signed_in = attempt(&trust, "kim", given.expose(), Some(CHOSEN), None).await.unwrap();
    assert!(signed_in.is_to_enrol);
    let refused = identity(&trust, &signed_in.token).await.permit::<may::ContactsRead>().unwrap_err();
    assert_eq!(refused, Refused::SecondFactorNeeded);
    let own = actor::<may::SessionRead>(&trust, &signed_in.token).await;
    let secret = trust.begin_factor(&own).await.unwrap();
    trust.confirm_factor(&own, &app(&secret, now())).await.unwrap();
    actor::<may::ContactsRead>(&trust, &signed_in.token).await;
    assert!(identity(&trust, &token).await.permit::<may::ContactsRead>().is_err());
    let (lee, other) = trust.create_account("lee", Role::Viewer).await.unwrap();
    actor::<may::QueuesRead>(&trust, &other).await;
    // A role that is granted asks for it as well.
    let grant = trust.grant(lee.id, Role::Supervisor, Scope::All, (now(), None), None).await.unwrap();
    let refused = identity(&trust, &other).await.permit::<may::QueuesRead>().unwrap_err();
    assert_eq!(refused, Refused::SecondFactorNeeded);
    trust.end_grant(grant.id).await.unwrap();
    actor::<may::QueuesRead>(&trust, &other).await;
    let lends = vec![Permission::ContactsRead];
    trust.lend(&own, lee.id, lends, now() - Span::seconds(1), now() + DAY).await.unwrap();
    // What is lent by somebody who needs one is withheld from who has none, and nothing of one's own is.
    assert!(identity(&trust, &other).await.permit::<may::ContactsRead>().is_err());
    actor::<may::QueuesRead>(&trust, &other).await;
    let given = trust.give_password(lee.id, None).await.unwrap();
    let by_password = attempt(&trust, "lee", given.expose(), Some(CHOSEN), None).await.unwrap();
    assert!(!by_password.is_to_enrol);
    assert!(identity(&trust, &by_password.token).await.permit::<may::ContactsRead>().is_err());
    let of_lee = actor::<may::SessionRead>(&trust, &by_password.token).await;
    let secret = trust.begin_factor(&of_lee).await.unwrap();
    trust.confirm_factor(&of_lee, &app(&secret, now())).await.unwrap();
    actor::<may::ContactsRead>(&trust, &by_password.token).await;
    assert!(identity(&trust, &other).await.permit::<may::ContactsRead>().is_err(), "a token shows none");
}

async fn a_key_opens_what_it_says_until_it_ends(store: &Store) {
    let trust = trust(store);
    let (person, _) = trust.create_account("kim", Role::Supervisor).await.unwrap();
    let client = trust.create_client("crm").await.unwrap();
    assert!(matches!(trust.create_client("kim").await, Err(Error::NameTaken)));
    let reads = vec![Permission::ContactsRead];
    let give =
        async |to, what: Vec<Permission>, scope, until| trust.give_key(to, what, scope, until, None).await;
    let team = Scope::Team("cards-1".to_owned());
    assert!(matches!(give(person.id, reads.clone(), Scope::All, now() + DAY).await, Err(NoKey::NoClient(_))));
    assert!(matches!(give(client.id, vec![], Scope::All, now() + DAY).await, Err(NoKey::Nothing)));
    assert!(matches!(give(client.id, reads.clone(), Scope::Own, now() + DAY).await, Err(NoKey::NoRows)));
    for until in [now(), now() + Span::seconds(401 * 86_400)] {
        assert!(matches!(give(client.id, reads.clone(), Scope::All, until).await, Err(NoKey::Validity)));
    }
    for personal in [Permission::AccountsChange, Permission::DeskServe] {
        let refused = give(client.id, vec![personal], Scope::All, now() + DAY).await;
        assert!(matches!(refused, Err(NoKey::NotForPrograms(_))));
    }

    let (key, token) = give(client.id, reads.clone(), team.clone(), now() + DAY).await.unwrap();
    let (other, second) =
        give(client.id, vec![Permission::MetricsRead], Scope::All, now() + DAY).await.unwrap();
    assert!(token.expose().starts_with("hlk_") && token.expose().starts_with(&key.prefix));
    let shows = actor::<may::ContactsRead>(&trust, &token).await;
    assert_eq!(shows.within(), [Within::Team("cards-1".to_owned())]);
    assert!(identity(&trust, &token).await.permit::<may::MetricsRead>().is_err(), "each key its own");
    actor::<may::MetricsRead>(&trust, &second).await;
    let listed = trust.client_keys().await.unwrap();
    assert!(listed.len() == 2 && listed.iter().all(|key| key.used.is_some() && key.account == client.id));
    assert!(!format!("{listed:?}").contains(&token.expose()[12..]));

    assert!(trust.revoke_key(key.id).await.unwrap() && !trust.revoke_key(key.id).await.unwrap());
    assert_eq!(trust.authenticate(Some(token.expose())).await.unwrap_err(), Refused::InvalidToken);
    let end = format!("UPDATE client_keys SET until_us = {} WHERE id = {}", now().0, other.id.0);
    write_db!(store.db(), |pool| sqlx::query(AssertSqlSafe(end.clone())).execute(pool).await.map(drop))
        .unwrap();
    let door = self::trust(store);
    assert_eq!(door.authenticate(Some(second.expose())).await.unwrap_err(), Refused::InvalidToken);
    let (_, third) = give(client.id, reads, Scope::All, now() + DAY).await.unwrap();
    trust.revoke(client.id).await.unwrap();
    assert_eq!(trust.authenticate(Some(third.expose())).await.unwrap_err(), Refused::InvalidToken);
    let hashes: Vec<Vec<u8>> = store::read_db!(store.db(), |pool| {
        sqlx::query_scalar("SELECT key_hash FROM client_keys").fetch_all(pool).await
    })
    .unwrap();
    assert!(hashes.iter().all(|hash| hash.len() == 32));
}

async fn the_seal_breaks_once(store: &Store) {
    let trust = trust(store);
    assert_eq!(trust.emergency().await.unwrap(), None);
    assert!(matches!(trust.create_account("emergency", Role::Viewer).await, Err(Error::NameTaken)));
    assert!(matches!(
        attempt(&trust, "emergency", CHOSEN, None, None).await,
        Err(SignInRefused::Wrong(None))
    ));
    let first = trust.seal_emergency(None).await.unwrap();
    let secret = trust.seal_emergency(None).await.unwrap();
    for wrong in [CHOSEN, first.expose()] {
        assert!(matches!(
            attempt(&trust, "emergency", wrong, None, None).await,
            Err(SignInRefused::Wrong(_))
        ));
    }
    let sealed = trust.emergency().await.unwrap().unwrap();
    assert_eq!(sealed.opened, None, "errors neither open nor lock it");

    let tries = (0..4).map(|_| attempt(&trust, "emergency", secret.expose(), None, None));
    let all = futures_util::future::join_all(tries).await;
    let mut opened: Vec<SignedIn> = all.into_iter().flatten().collect();
    let (Some(opened), true) = (opened.pop(), opened.is_empty()) else { panic!("it opens once") };
    assert!(opened.is_emergency);
    let acts = actor::<may::AccountsChange>(&trust, &opened.token).await;
    assert!(acts.reaches_all() && acts.may(Permission::PlanChange) && !acts.may(Permission::AuditRead));
    let (_, from) = trust.emergency().await.unwrap().unwrap().opened.unwrap();
    assert_eq!(from, "10.0.0.7");
    // What breaking the seal opened is not lent on, and is no second pair of eyes.
    let (_, kims) = settled(&trust, "kim", Role::Administrator).await;
    let (lee, _) = trust.create_account("lee", Role::Viewer).await.unwrap();
    let lent = vec![Permission::AccountsChange];
    let own = actor::<may::SessionRead>(&trust, &opened.token).await;
    let refused = trust.lend(&own, lee.id, lent, now() - Span::seconds(1), now() + DAY).await;
    assert!(matches!(refused, Err(NotGranted::NoLender)));
    let asks = actor::<may::SessionRead>(&trust, &kims.token).await;
    let alone = trust.ask_approval(&asks, Operation::MakeAdministrator, "ann").await;
    assert!(matches!(alone, Err(NotDecided::NobodyElse(Permission::AccountsChange))));
    let refused = trust.ask_approval(&own, Operation::MakeAdministrator, "ann").await;
    assert!(matches!(refused, Err(NotDecided::NotPermitted(_))));
    let password = trust.give_password(opened.account.id, None).await;
    assert!(matches!(password, Err(Error::NoAccount(_))), "there is no way in beside the seal");

    let secret = trust.seal_emergency(Some(opened.account.id)).await.unwrap();
    let ended = trust.authenticate(Some(opened.token.expose())).await;
    assert_eq!(ended.unwrap_err(), Refused::InvalidToken, "sealing signs it out");
    attempt(&trust, "emergency", secret.expose(), None, None).await.unwrap();
}

async fn broken_glass_is_looked_into_by_somebody_else(store: &Store) {
    use store::Owner;
    use trust::unmaskings::{NotReviewed, Unmask, UnmaskingId, Verdict, reason_place};
    use vocabulary::{ContactId, CustomerRef, PersonalField, Purpose};

    let trust = trust(store);
    let mut officers = Vec::new();
    for name in ["kim", "lee"] {
        officers.push(trust.create_account(name, Role::PrivacyOfficer).await.unwrap().1);
    }
    let (_, agent) = trust.create_account("park", Role::Agent).await.unwrap();
    let agent: Actor<may::CustomersBreakGlass> = actor(&trust, &agent).await;
    let [kim, lee]: [Actor<may::PrivacyChange>; 2] =
        [actor(&trust, &officers[0]).await, actor(&trust, &officers[1]).await];
    let (reader, alarms) = (actor(&trust, &officers[0]).await, actor(&trust, &officers[0]).await);

    let (contact, customer) = (ContactId(17), CustomerRef::new("k-7").unwrap());
    let key = store.blobs().key_of(Owner::Customer(customer.clone())).await.unwrap();
    let unmask = |broke_glass| Unmask {
        contact,
        customer: Some(customer.clone()),
        field: PersonalField::Card,
        purpose: Purpose::Fraud,
        reason: key.seal(&reason_place(contact), b"the card is being used"),
        reason_key: key.id(),
        broke_glass,
    };
    // An officer may be an agent's stand-in: whoever did it does not look into it.
    let own = trust.note_unmasking(&kim, &unmask(true)).await.unwrap();
    let permitted = trust.note_unmasking(&agent, &unmask(false)).await.unwrap();
    let broken = trust.note_unmasking(&agent, &unmask(true)).await.unwrap();
    assert_eq!(trust.unmaskings_to_review(&alarms).await.unwrap(), 2);
    let waiting = trust.unmaskings(&reader, true, None, 10).await.unwrap();
    assert_eq!(waiting.iter().map(|one| one.id).collect::<Vec<_>>(), [broken, own]);
    let all = trust.unmaskings(&reader, false, Some(broken), 10).await.unwrap();
    assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [permitted, own]);
    let opened = key.open(&reason_place(contact), &waiting[0].what.reason).unwrap();
    assert_eq!(opened.as_slice(), b"the card is being used");

    let refused = trust.review_unmasking(&kim, own, Verdict::Justified).await;
    assert!(matches!(refused, Err(NotReviewed::SamePerson)), "{refused:?}");
    let refused = trust.review_unmasking(&kim, permitted, Verdict::Justified).await;
    assert!(matches!(refused, Err(NotReviewed::NotWaiting(_))), "{refused:?}");
    let refused = trust.review_unmasking(&kim, UnmaskingId(99), Verdict::Justified).await;
    assert!(matches!(refused, Err(NotReviewed::None(_))), "{refused:?}");
    let reviewed = trust.review_unmasking(&kim, broken, Verdict::Unjustified).await.unwrap();
    assert_eq!(reviewed.review.unwrap().verdict, Verdict::Unjustified);
    let again = trust.review_unmasking(&lee, broken, Verdict::Justified).await;
    assert!(matches!(again, Err(NotReviewed::NotWaiting(_))), "decided once: {again:?}");
    trust.review_unmasking(&lee, own, Verdict::Justified).await.unwrap();
    assert_eq!(trust.unmaskings_to_review(&alarms).await.unwrap(), 0);

    // What was said about why goes with the customer.
    store.erase_customer(customer.clone()).await.unwrap();
    let kept = trust.unmaskings_of(&customer).await.unwrap();
    assert_eq!(kept.len(), 3);
    assert!(store.blobs().key(kept[0].what.reason_key).await.is_err(), "a reason outlives its customer");
}
