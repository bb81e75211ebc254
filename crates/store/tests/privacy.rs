//! What is kept of customers: for how long, until they are erased, and by what they are found. Over both engines.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::path::Path;
use store::consents::{Consent, Means, Topic};
use store::erasure::{Erased, Proof};
use store::recordings::{State, Stored};
use store::retention::{Kind, Rule};
use store::{
    Error, Keeper, NoteText, Options, Owner, Promise, PromiseState, Settled, Store, WhyNotKept, read_db,
};
use support::{appended, batch, caller, closed, customer, opened, until_stored};
use vocabulary::journal::EndReason;
use vocabulary::{AccountId, AgentId, ContactId, CustomerRef, PersonName, RecordingId, Sequence, Span, Time};

const DAY: Span = Span::seconds(86_400);
const KIM: AccountId = AccountId(1);

#[tokio::test]
async fn privacy_in_the_embedded_database() {
    for check in 0..CHECKS {
        let folder = tempfile::tempdir().unwrap();
        run(check, Options { spill_bytes: 1 << 20, ..Options::new(folder.path()) }).await;
    }
}

#[tokio::test]
async fn privacy_in_postgresql() {
    let Some(postgres) = store::testing::Postgres::start() else { return };
    for check in 0..CHECKS {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { spill_bytes: 1 << 20, ..Options::new(folder.path()) };
        run(check, options.with_database(postgres.database(&format!("privacy{check}")))).await;
    }
}

const CHECKS: u32 = 8;

async fn run(check: u32, options: Options) {
    match check {
        0 => what_was_kept_for_long_enough_goes_unless_it_is_held(options).await,
        1 => an_erasure_leaves_nothing_that_opens(options).await,
        2 => what_a_law_keeps_stays_and_is_named(options).await,
        3 => the_newest_word_of_a_customer_is_in_force(options).await,
        4 => customers_are_found_by_name_and_number_and_no_name_is_kept(options).await,
        5 => the_master_key_is_exchanged_while_all_goes_on(options).await,
        6 => what_was_taken_back_is_not_the_customers(options).await,
        7 => a_promise_is_the_customers_until_it_is_kept_or_not(options).await,
        _ => unreachable!(),
    }
}

/// An agent takes one customer for another, and takes that back: erasing the wrong one takes nothing of the contact.
async fn what_was_taken_back_is_not_the_customers(options: Options) {
    let store = Store::open(options).await.unwrap();
    let contact = ContactId(1);
    appended(&store, batch(1, 1, vec![opened(1, Some(caller(1)))]));
    until_stored(&store, Sequence(1)).await;
    store.keep_note(contact, KIM, 0, &NoteText::new("planted note")).await.unwrap();
    for (sequence, wrong) in [(2, "K-1"), (4, "K-2")] {
        appended(&store, batch(sequence, 1, vec![customer(1, wrong, false)]));
        appended(&store, batch(sequence + 1, 1, vec![store::ContactChange::NoCustomer { contact }]));
        until_stored(&store, Sequence(sequence + 1)).await;
        assert!(matches!(store.erase(&known(wrong), &[], KIM).await.unwrap(), Erased::Done(_)));
        let row = store.contact(contact).await.unwrap().unwrap();
        assert_eq!((row.customer.clone(), row.verified), (None, false));
        assert_eq!(store.unseal_caller(&row).await.unwrap(), Some(caller(1)), "{wrong}");
        assert_eq!(store.note(contact).await.unwrap().unwrap().text.expose(), "planted note", "{wrong}");
    }
    store.close().await;
}

async fn a_promise_is_the_customers_until_it_is_kept_or_not(options: Options) {
    let store = Store::open(options).await.unwrap();
    appended(&store, batch(1, 1, vec![opened(1, None), opened(2, None), opened(3, None)]));
    until_stored(&store, Sequence(1)).await;
    let (agent, team) = (Keeper::Agent(AgentId(7)), Keeper::Team("cards".to_owned()));
    for promised in [promise(1, 9, agent.clone()), promise(1, 5, team.clone()), promise(2, 7, agent.clone())]
    {
        store.promise(promised.clone()).await.unwrap();
        // Sent twice, it is promised once.
        store.promise(promised).await.unwrap();
    }
    // Somebody who has the key cannot write another contact's text over it.
    store.promise(promise(3, 9, team)).await.unwrap();
    let key = |due: u64| format!("{due:032x}");
    // Nobody's while the customer is not known, then the customer's.
    let whose = known("K-1");
    assert_eq!(store.promises_to(&whose, true).await.unwrap(), []);
    appended(&store, batch(2, 1, vec![customer(1, "K-1", false), customer(2, "K-2", false)]));
    until_stored(&store, Sequence(2)).await;
    let first = store.promise_of_key(&key(9)).await.unwrap().unwrap();
    assert_eq!(
        (first.contact, &first.keeper, first.text.expose()),
        (ContactId(1), &agent, "planted promise 9")
    );
    let told = |promises: Vec<Promise>| promises.iter().map(|one| one.due.0).collect::<Vec<_>>();
    assert_eq!(told(store.promises_to(&whose, true).await.unwrap()), [5, 9]);
    assert_eq!(told(store.promises_for(AgentId(7), &["cards".to_owned()]).await.unwrap()), [5, 7, 9]);
    assert_eq!(told(store.promises_for(AgentId(7), &[]).await.unwrap()), [7, 9]);
    assert_eq!(told(store.promises_for(AgentId(8), &["loans".to_owned()]).await.unwrap()), Vec::<i64>::new());

    let kept = Settled { kept: true, at: Time(11), by: KIM, reason: None };
    let not = Settled { kept: false, at: Time(12), by: KIM, reason: Some(WhyNotKept::Unreachable) };
    let settle = async |due, before, settled| store.settle_promise(&key(due), before, settled).await.unwrap();
    assert!(settle(5, PromiseState::Open, Some(&kept)).await);
    assert!(!settle(5, PromiseState::Open, Some(&not)).await, "somebody was faster");
    assert!(settle(9, PromiseState::Open, Some(&not)).await);
    assert_eq!(store.promises_to(&whose, true).await.unwrap(), []);
    let all = store.promises_to(&whose, false).await.unwrap();
    assert_eq!(all.iter().map(|one| one.settled.as_ref()).collect::<Vec<_>>(), [Some(&not), Some(&kept)]);
    assert!(settle(5, PromiseState::Kept, None).await);
    assert_eq!(told(store.promises_to(&whose, true).await.unwrap()), [5]);
    store.close().await;
}

fn known(name: &str) -> CustomerRef {
    name.parse().unwrap()
}

fn now() -> Time {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Time(i64::try_from(since.as_micros()).unwrap())
}

/// Promised in this contact, due in the order of `due`.
fn promise(contact: u64, due: u64, keeper: Keeper) -> Promise {
    Promise {
        key: format!("{due:032x}"),
        contact: ContactId(contact),
        by: KIM,
        at: now(),
        due: Time(due.cast_signed()),
        keeper,
        text: NoteText::new(&format!("planted promise {due}")),
        settled: None,
    }
}

/// Contacts of K-1 (odd) and K-2 (even), each with a number, two notes, a message, a promise and a recording; all old but the
/// last two, whose texts and sound are of now as all are.
async fn furnished(options: &Options) -> Store {
    let store = Store::open(options.clone()).await.unwrap();
    appended(&store, batch(1, 1, (1..=6).map(|id| opened(id, Some(caller(id)))).collect()));
    until_stored(&store, Sequence(1)).await;
    for id in 1..=6 {
        store.keep_note(ContactId(id), KIM, 0, &NoteText::new(&format!("planted note {id}"))).await.unwrap();
        store.say(ContactId(id), None, 1, &NoteText::new(&format!("planted message {id}"))).await.unwrap();
        store.promise(promise(id, id, Keeper::Agent(AgentId(7)))).await.unwrap();
    }
    let whose = |id: u64| if id % 2 == 1 { "K-1" } else { "K-2" };
    appended(&store, batch(2, 1, (1..=6).map(|id| customer(id, whose(id), true)).collect()));
    appended(&store, batch(3, 1, (1..=6).map(|id| closed(id, 1, EndReason::CustomerHungUp)).collect()));
    until_stored(&store, Sequence(3)).await;
    for id in 1..=6 {
        let key = store.blobs().key_of(Owner::Customer(known(whose(id)))).await.unwrap();
        let sound = format!("planted sound {id}");
        let archive = Stored { blob: store.blobs().write(&key, sound.as_bytes()).unwrap(), key: key.id() };
        let began = if id <= 4 { Time(0) } else { now() };
        store.recordings().begun(RecordingId(id), began, archive).await.unwrap();
        store.recordings().ready(RecordingId(id), archive, b"facts").await.unwrap();
    }
    store
}

fn rule(kind: Kind, keep: Option<Span>, at_least: Span) -> Rule {
    Rule { kind, keep, at_least, source: format!("rule of {kind}") }
}

fn files(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("blobs")).unwrap().count()
}

async fn what_was_kept_for_long_enough_goes_unless_it_is_held(options: Options) {
    let store = furnished(&options).await;
    let hold = store.place_hold(&known("K-2"), "court 2026/17", KIM).await.unwrap();
    // Contacts closed in 1970: their numbers are due; notes and messages are of now.
    let rules = [
        rule(Kind::Recordings, Some(Span::seconds(365 * 86_400)), Span::ZERO),
        rule(Kind::Notes, Some(DAY), Span::ZERO),
        rule(Kind::Messages, None, Span::ZERO),
        rule(Kind::Callers, Some(Span::ZERO), DAY),
        rule(Kind::Promises, Some(DAY), Span::ZERO),
    ];
    let due = store.retention_due(&rules).await.unwrap();
    let counts: Vec<(u64, u64)> = due.iter().map(|due| (due.due, due.held)).collect();
    assert_eq!(counts, [(2, 2), (0, 0), (0, 0), (3, 3), (0, 0)], "{due:?}");
    assert_eq!(store.retention_runs(10).await.unwrap(), [], "a look removes nothing");
    assert_eq!(files(&options.folder), 6);

    let runs = store.carry_out_retention(&rules).await.unwrap();
    let removed: Vec<(Kind, u64, u64)> = runs.iter().map(|run| (run.kind, run.removed, run.held)).collect();
    assert_eq!(removed, [(Kind::Recordings, 2, 2), (Kind::Callers, 3, 3)]);
    assert_eq!(files(&options.folder), 4, "files of what went are gone");
    for id in 1..=6 {
        let row = store.contact(ContactId(id)).await.unwrap().unwrap();
        assert_eq!(store.unseal_caller(&row).await.unwrap(), (id % 2 == 0).then(|| caller(id)), "{id}");
        let state = store.recordings().find(RecordingId(id)).await.unwrap().unwrap().state;
        assert_eq!(state, if [1, 3].contains(&id) { State::Erased } else { State::Ready }, "{id}");
        assert!(store.note(ContactId(id)).await.unwrap().is_some(), "{id}");
    }
    let filter = store::audit::Filter {
        operation: Some("retention.remove".parse().unwrap()),
        ..store::audit::Filter::default()
    };
    let told = store::audit::list(store.db(), &filter).await.unwrap();
    let told: Vec<(String, u32)> = told
        .iter()
        .map(|placed| (placed.entry.about.as_ref().unwrap().to_string(), placed.entry.times))
        .collect();
    assert_eq!(told, [("callers".to_owned(), 3), ("recordings".to_owned(), 2)], "newest first");
    assert_eq!(store.carry_out_retention(&rules).await.unwrap(), [], "once is enough");

    // A hold that is lifted keeps nothing any more.
    assert!(store.lift_hold(hold, KIM).await.unwrap() && !store.lift_hold(hold, KIM).await.unwrap());
    assert!(store.holds().await.unwrap()[0].lifted.is_some());
    let rules =
        [Kind::Notes, Kind::Messages, Kind::Promises].map(|kind| rule(kind, Some(Span::ZERO), Span::ZERO));
    let runs = store.carry_out_retention(&rules).await.unwrap();
    assert_eq!(runs.iter().map(|run| run.removed).collect::<Vec<_>>(), [6, 6, 6]);
    assert_eq!(store.note(ContactId(2)).await.unwrap(), None, "nor is it remembered");
    assert_eq!(store.messages(ContactId(2), 0).await.unwrap(), []);
    assert_eq!(store.promises_in(ContactId(2)).await.unwrap(), []);
    store.close().await;
}

fn opens(proof: &Proof) -> Vec<(&'static str, u64, u64)> {
    proof.tried.iter().map(|tried| (tried.what, tried.found, tried.opens)).collect()
}

async fn an_erasure_leaves_nothing_that_opens(options: Options) {
    let store = furnished(&options).await;
    let (one, two) = (known("K-1"), known("K-2"));
    store.know_name(&one, &PersonName::new("王", "芳").unwrap()).await.unwrap();
    let before = store.try_customer(&one).await.unwrap();
    let all = |tried: &(&str, u64, u64)| tried.1 > 0 && tried.1 == tried.2;
    assert!(opens(&before).iter().all(all), "{before:?}");
    assert!(!before.holds(&[]));
    let other = opens(&store.try_customer(&two).await.unwrap());
    // The wrapped keys, as whoever copies the disk would find them.
    let wrapped: Vec<Vec<u8>> = read_db!(store.db(), |pool| {
        let all = "SELECT wrapped FROM data_keys WHERE owner = 'K-1' UNION ALL SELECT wrapped FROM blob_keys WHERE owner = 'K-1'";
        sqlx::query_scalar(all).fetch_all(pool).await.unwrap()
    });
    assert_eq!(wrapped.len(), 2);

    let hold = store.place_hold(&one, "court 2026/17", KIM).await.unwrap();
    let Erased::Held(holds) = store.erase(&one, &[], KIM).await.unwrap() else { panic!("a hold gave way") };
    assert_eq!((holds.len(), holds[0].matter.as_str()), (1, "court 2026/17"));
    assert!(opens(&store.try_customer(&one).await.unwrap()).iter().all(all), "what is held is whole");
    store.lift_hold(hold, KIM).await.unwrap();

    let Erased::Done(erasure) = store.erase(&one, &[], KIM).await.unwrap() else {
        panic!("nothing holds it")
    };
    assert_eq!((erasure.kept.as_slice(), erasure.by), (&[][..], KIM));
    assert_eq!(store.erasures().await.unwrap(), std::slice::from_ref(&erasure));
    let proof = store.try_customer(&one).await.unwrap();
    assert!(proof.holds(&[]), "{proof:?}");
    assert!(opens(&proof).iter().all(|(_, _, opens)| *opens == 0));
    // Nothing is left in memory, nothing is found, and no key is left on the disk.
    for id in [1, 3, 5] {
        assert_eq!(store.note(ContactId(id)).await.unwrap(), None, "{id}");
        assert!(
            store.messages(ContactId(id), 0).await.unwrap().iter().all(|said| said.text.expose().is_empty())
        );
        assert_eq!(store.customers_by_number(&caller(id)).await.unwrap(), []);
        assert_eq!(store.promises_in(ContactId(id)).await.unwrap(), []);
    }
    let left = store.promises_for(AgentId(7), &[]).await.unwrap();
    assert_eq!(left.iter().map(|promise| promise.contact.0).collect::<Vec<_>>(), [2, 4, 6]);
    assert_eq!(store.customers_by_name("王芳").await.unwrap(), []);
    assert_eq!(files(&options.folder), 3);
    if options.database.is_none() {
        for file in std::fs::read_dir(&options.folder)
            .unwrap()
            .map(|file| file.unwrap().path())
            .filter(|path| path.is_file())
        {
            let bytes = std::fs::read(&file).unwrap();
            for key in &wrapped {
                assert!(
                    !bytes.windows(key.len()).any(|part| part == key),
                    "a destroyed key stands in {}",
                    file.display()
                );
            }
        }
    }
    // Nobody else has lost anything.
    assert_eq!(opens(&store.try_customer(&two).await.unwrap()), other);
    store.close().await;
}

async fn what_a_law_keeps_stays_and_is_named(options: Options) {
    let store = furnished(&options).await;
    let one = known("K-1");
    // Recording 5 is of now: a law keeps the sound for a year. Notes are kept for a day by one, messages by none.
    let rules = [
        rule(Kind::Recordings, None, Span::seconds(365 * 86_400)),
        rule(Kind::Notes, None, DAY),
        rule(Kind::Messages, None, Span::ZERO),
        rule(Kind::Callers, None, DAY),
        rule(Kind::Promises, None, Span::ZERO),
    ];
    let Erased::Done(erasure) = store.erase(&one, &rules, KIM).await.unwrap() else {
        panic!("nothing holds it")
    };
    let kept: Vec<(&str, &str)> =
        erasure.kept.iter().map(|kept| (kept.kind.as_str(), kept.source.as_str())).collect();
    assert_eq!(kept, [("recordings", "rule of recordings"), ("notes", "rule of notes")]);
    assert!(erasure.kept.iter().all(|kept| Time(kept.until_us) > now()));
    let proof = store.try_customer(&one).await.unwrap();
    let left: Vec<(&str, u64)> = proof.tried.iter().map(|tried| (tried.what, tried.opens)).collect();
    assert_eq!(
        left[..6],
        [("notes", 3), ("messages", 0), ("callers", 0), ("promises", 0), ("recordings", 3), ("look_ups", 0)]
    );
    assert!(proof.holds(&erasure.kept) && !proof.holds(&[]));

    // When the term is over, what is asked for again is done.
    let Erased::Done(again) = store.erase(&one, &[], KIM).await.unwrap() else { panic!("nothing holds it") };
    assert!(store.try_customer(&one).await.unwrap().holds(&again.kept) && again.kept.is_empty());
    assert_eq!(store.erasures().await.unwrap(), [again.clone(), erasure.clone()]);
    assert_eq!(store.erasure(erasure.id).await.unwrap(), Some(erasure));
    store.close().await;
}

async fn the_newest_word_of_a_customer_is_in_force(options: Options) {
    let store = Store::open(options).await.unwrap();
    let (one, two) = (known("K-1"), known("K-2"));
    assert_eq!(store.agrees(&one, Topic::Recording).await.unwrap(), None, "nobody has asked");
    let said = |topic, agreed, wording| {
        Consent::now(known("K-1"), (topic, agreed), KIM, Some(ContactId(7)), (Means::Call, wording))
    };
    for consent in [
        said(Topic::Recording, true, "2026-01"),
        said(Topic::Marketing, true, "2026-01"),
        said(Topic::Recording, false, "2026-02"),
    ] {
        store.note_consent(&consent).await.unwrap();
    }
    assert_eq!(store.agrees(&one, Topic::Recording).await.unwrap(), Some(false));
    assert_eq!(store.agrees(&one, Topic::Marketing).await.unwrap(), Some(true));
    assert_eq!(store.agrees(&two, Topic::Marketing).await.unwrap(), None);
    let all = store.consents(&one).await.unwrap();
    let told: Vec<(Topic, bool, &str)> =
        all.iter().map(|said| (said.topic, said.agreed, said.wording.as_str())).collect();
    assert_eq!(
        told,
        [
            (Topic::Recording, false, "2026-02"),
            (Topic::Marketing, true, "2026-01"),
            (Topic::Recording, true, "2026-01")
        ]
    );
    assert_eq!((all[0].contact, all[0].means, all[0].by), (Some(ContactId(7)), Means::Call, KIM));
    store.close().await;
}

async fn customers_are_found_by_name_and_number_and_no_name_is_kept(options: Options) {
    let store = furnished(&options).await;
    let named =
        [("K-1", "王", "芳"), ("K-2", "김", "민준"), ("K-3", "Young", "Grace"), ("K-4", "김", "민서")];
    for (customer, family, given) in named {
        let name = PersonName::new(family, given).unwrap();
        store.know_name(&known(customer), &name).await.unwrap();
        store.know_name(&known(customer), &name).await.unwrap();
    }
    for (text, expected) in [
        ("王芳", &["K-1"][..]),
        ("wang", &["K-1"]),
        ("김", &["K-2", "K-4"]),
        ("김민", &["K-2", "K-4"]),
        ("kim min", &["K-2", "K-4"]),
        ("민준", &["K-2"]),
        ("minseo", &["K-4"]),
        ("grace y", &["K-3"]),
        ("grac", &["K-3"]),
        ("nobody", &[]),
        ("", &[]),
    ] {
        let found = store.customers_by_name(text).await.unwrap();
        assert_eq!(found.iter().map(CustomerRef::as_str).collect::<Vec<_>>(), expected, "{text}");
    }
    let found = store.customers_by_number(&caller(3)).await.unwrap();
    assert_eq!(found, [known("K-1")]);
    assert_eq!(store.customers_by_number(&caller(99)).await.unwrap(), []);
    // Whoever marries is found by the new name only.
    let names =
        [("K-3", "Stone", "Grace"), ("K-5", "Featherstonehaugh-Cholmondeley", "Marjoribanks Beauchamp")];
    let names =
        names.map(|(customer, family, given)| (known(customer), PersonName::new(family, given).unwrap()));
    store.know_names(&names).await.unwrap();
    assert_eq!(store.customers_by_name("marjoribanks").await.unwrap(), [known("K-5")], "long as it is");
    assert_eq!(store.customers_by_name("young").await.unwrap(), []);
    assert_eq!(store.customers_by_name("stone grace").await.unwrap(), [known("K-3")]);
    store.close().await;
    if options.database.is_none() {
        for file in std::fs::read_dir(&options.folder)
            .unwrap()
            .map(|file| file.unwrap().path())
            .filter(|path| path.is_file())
        {
            let bytes = std::fs::read(&file).unwrap();
            for clear in ["王芳", "민준", "minjun", "grace", "stone", "planted note", "planted message"] {
                let found = bytes.windows(clear.len()).any(|part| part == clear.as_bytes());
                assert!(!found, "{clear} stands in {}", file.display());
            }
        }
    }
    let damaged = Error::Sealed(store::sealed::Error::Damaged);
    assert!(damaged.to_string().contains("backup"));
}

async fn exchanged(store: &Store) -> store::rotation::KeyStatus {
    loop {
        let status = store.key_status().await.unwrap();
        if !status.goes_on() {
            return status;
        }
        tokio::task::yield_now().await;
    }
}

async fn the_master_key_is_exchanged_while_all_goes_on(options: Options) {
    let key_file = |name: &str| options.folder.join("keys").join(name);
    let keys = options.folder.join("keys");
    let store = Store::open(options.clone()).await.unwrap();
    let opening = (1..=300).map(|id| opened(id, Some(caller(id)))).collect();
    appended(&store, batch(1, 300, opening));
    appended(&store, batch(301, 1, (1..=300).step_by(2).map(|id| customer(id, "K-7", true)).collect()));
    until_stored(&store, Sequence(301)).await;
    let file_key = store.blobs().key_of(Owner::Customer("K-7".parse().unwrap())).await.unwrap();
    let blob = store.blobs().write(&file_key, b"sound").unwrap();
    let index = store.contact(ContactId(2)).await.unwrap().unwrap();

    // Begun, and cut off: the next start goes on with it. What is erased meanwhile stays erased.
    assert_eq!(store.exchange_master_key().await.unwrap(), 2);
    assert!(matches!(store.exchange_master_key().await, Err(Error::ExchangeGoesOn { version: 2 })));
    store.erase_customer("K-7".parse().unwrap()).await.unwrap();
    appended(&store, batch(302, 1, vec![opened(301, Some(caller(301)))]));
    store.close().await;
    // As long as something is under the first version, it is asked for.
    std::fs::rename(key_file("master.key"), keys.join("away")).unwrap();
    let status = Store::read_only(options.clone()).await;
    if let Ok(reader) = &status {
        assert_eq!(reader.key_status().await.unwrap().left, 0, "the first version is missing, and in use");
    }
    drop(status);
    std::fs::rename(keys.join("away"), key_file("master.key")).unwrap();

    let store = Store::open(options.clone()).await.unwrap();
    let status = exchanged(&store).await;
    assert_eq!((status.left, status.versions.len()), (0, 2));
    assert!(status.versions[0].needed_for_backups_before.is_some() && status.versions[0].wraps == 0);
    assert!(status.versions[1].needed_for_backups_before.is_none() && status.all > 150);
    store.close().await;

    // Now the first version is needed for old backups only.
    std::fs::remove_file(key_file("master.key")).unwrap();
    let store = Store::open(options.clone()).await.unwrap();
    for id in 1..=301 {
        let row = store.contact(ContactId(id)).await.unwrap().unwrap();
        let shown = store.unseal_caller(&row).await;
        if id % 2 == 1 && id < 301 {
            assert!(matches!(shown, Err(Error::Sealed(store::sealed::Error::Erased))), "{id}: {shown:?}");
        } else {
            assert_eq!(shown.unwrap(), Some(caller(id)), "caller of {id}");
        }
    }
    let same = store.contact(ContactId(2)).await.unwrap().unwrap();
    assert!(same.caller == index.caller, "an exchange touches keys, and nothing that they seal");
    assert!(store.blobs().key(file_key.id()).await.is_err() && store.blobs().open(blob, &file_key).is_ok());

    // Again, beside the server, which notices.
    assert_eq!(store::rotation::begin_beside(&options).await.unwrap(), 3);
    let status = exchanged(&store).await;
    assert_eq!((status.versions.len(), status.left), (3, 0));
    appended(&store, batch(303, 1, vec![opened(302, Some(caller(302)))]));
    until_stored(&store, Sequence(303)).await;
    let status = store.key_status().await.unwrap();
    assert_eq!((status.left, status.versions[2].wraps), (0, status.all));
    store.close().await;
    std::fs::remove_file(key_file("master.3.key")).unwrap();
    let refused = Store::open(options).await.err().unwrap();
    assert!(matches!(refused, Error::Sealed(store::sealed::Error::MasterKeyMissing)), "{refused}");
}
