//! Views while panels come, hang, fail and are asked for again.

use super::*;
use bank::customers::{Account, Card, Identity, Lock, LockedSecret};
use bank::{Answer, Error};
use sandbox_bank::SandboxBank;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{Batch, ContactChange, Options};
use tokio::sync::Semaphore;
use vocabulary::journal::{EndReason, Unverified};
use vocabulary::voice::{SecretKind, Verification};
use vocabulary::{Language, PhoneNumber, SecretDigits, Sequence, Time};

/// The demonstration bank, whose accounts answer only while they are allowed to, and whose cards are
/// out of service at every other question, the first one included.
struct Troubled {
    bank: SandboxBank,
    accounts: Semaphore,
    cards_asked: AtomicUsize,
}

impl Bank for Troubled {
    fn verify<'a>(&'a self, number: &'a SecretDigits, pin: &'a SecretDigits) -> Answer<'a, Verification> {
        self.bank.verify(number, pin)
    }
    fn holders<'a>(&'a self, telephone: &'a PhoneNumber) -> Answer<'a, Vec<CustomerRef>> {
        self.bank.holders(telephone)
    }
    fn identity<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Identity> {
        self.bank.identity(customer)
    }
    fn locks<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Lock>> {
        self.bank.locks(customer)
    }
    fn accounts<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Account>> {
        Box::pin(async {
            self.accounts.acquire().await.unwrap().forget();
            self.bank.accounts(customer).await
        })
    }
    fn cards<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Card>> {
        Box::pin(async {
            match self.cards_asked.fetch_add(1, Ordering::SeqCst) {
                asked if asked % 2 == 0 => {
                    Err(Error::Unreachable("it says that it is out of service".to_owned()))
                }
                _ => self.bank.cards(customer).await,
            }
        })
    }
}

/// How the query PIN stands, if it is told.
fn query_pin(view: &CustomerView) -> Option<u8> {
    let Panel::Ready { value, .. } = &view.locks else { return None };
    value.iter().find(|lock| lock.secret == LockedSecret::QueryPin).map(|lock| lock.wrong)
}

struct House {
    _folder: tempfile::TempDir,
    bank: Arc<Troubled>,
    store: Arc<Store>,
    customers: Customers,
    /// What the floor is told.
    told: mpsc::Receiver<Message>,
}

const CONTACT: ContactId = ContactId(70);

impl House {
    async fn open() -> House {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(Store::open(Options::new(folder.path())).await.unwrap());
        let bank = SandboxBank::generate(7, 100);
        let accounts = Semaphore::new(0);
        let bank = Arc::new(Troubled { bank, accounts, cards_asked: AtomicUsize::new(0) });
        // Late at once: what comes, comes late.
        let everything = PanelName::ALL.into_iter();
        let deadlines = everything
            .fold(Deadlines::default(), |all, panel| all.with(panel, LONGEST))
            .with(PanelName::Accounts, Span::ZERO);
        let (floor, told) = mpsc::channel(1_000);
        let customers = Customers::new(bank.clone(), store.clone(), floor, deadlines);
        House { _folder: folder, bank, store, customers, told }
    }

    fn customer(&self, place: usize) -> CustomerRef {
        self.bank.bank.credentials(place).unwrap().customer
    }

    fn note(&self, entry: Entry) {
        self.customers.note(&Record { sequence: Sequence(1), at: Time(0), cause: None, by: None, entry });
    }

    fn matched(&self, place: usize) {
        self.note(Entry::CustomerMatched { contact: CONTACT, customer: self.customer(place) });
    }

    /// The view once it is as wanted.
    async fn until(&self, wanted: impl FnMut(&CustomerView) -> bool) -> CustomerView {
        let mut watched = self.customers.watch(CONTACT).expect("there is a view");
        let limit = std::time::Duration::from_secs(60);
        let seen = tokio::time::timeout(limit, watched.wait_for(wanted)).await.expect("it never comes");
        seen.expect("the contact is open").clone()
    }
}

fn closed(contact: ContactId) -> Entry {
    Entry::ContactClosed {
        contact,
        reason: EndReason::Abandoned,
        queue: None,
        agent: None,
        wait: None,
        talk: None,
    }
}

#[tokio::test]
async fn a_panel_that_hangs_or_fails_costs_the_others_nothing_and_comes_late() {
    let mut house = House::open().await;
    house.matched(0);
    let view = house
        .until(|view| {
            let overdue = matches!(view.accounts, Panel::Late { overdue: true, .. });
            let others = PanelName::ALL.into_iter().filter(|panel| *panel != PanelName::Accounts);
            overdue && { others }.all(|panel| !view.awaits(panel))
        })
        .await;
    assert_eq!(view.customer, house.customer(0));
    let Panel::Ready { value, as_of } = &view.identity else { panic!("{:?}", view.identity) };
    assert!(**value == house.bank.bank.identity(&view.customer).await.unwrap());
    assert!(*as_of > Time(1_700_000_000_000_000));
    assert!(matches!(view.cards, Panel::Failed { why: Failure::Unreachable, .. }));
    assert!(matches!(view.bills, Panel::Failed { why: Failure::NotOffered, .. }));
    assert!(matches!(&view.contacts, Panel::Ready { value, .. } if value.is_empty()));
    assert!(!view.is_whole());
    let Some(Message::Ranked(CONTACT, customer, tier)) = house.told.recv().await else {
        panic!("the floor is not told the customer's rank")
    };
    assert_eq!((customer, tier), (view.customer.clone(), value.tier));

    // What is awaited is not asked for twice, what failed is asked for again.
    assert_eq!(house.customers.ask_again(CONTACT, PanelName::Accounts).unwrap().accounts, view.accounts);
    let asked = house.customers.ask_again(CONTACT, PanelName::Cards).unwrap();
    assert_eq!(asked.changes(&view), [PanelName::Cards]);
    house.bank.accounts.add_permits(1);
    let whole = house.until(CustomerView::is_whole).await;
    assert_eq!(whole.changes(&view), [PanelName::Accounts, PanelName::Cards]);
    assert!(matches!(&whole.cards, Panel::Ready { value, .. } if !value.is_empty()));
    assert!(matches!(&whole.accounts, Panel::Ready { value, .. } if !value.is_empty()));
    assert_eq!(house.bank.cards_asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn the_last_good_answer_is_shown_as_stale_while_a_contact_of_the_customer_is_open() {
    let house = House::open().await;
    house.matched(0);
    house.bank.accounts.add_permits(1);
    house.until(CustomerView::is_whole).await;
    house.customers.ask_again(CONTACT, PanelName::Cards).unwrap();
    let view = house.until(CustomerView::is_whole).await;
    let Panel::Ready { value: cards, as_of } = &view.cards else { panic!("{:?}", view.cards) };
    let last = Some(Stale { as_of: *as_of, value: cards.clone() });

    // Asked again, late and failed it is still there; what the bank never offered has nothing to show.
    let asked = house.customers.ask_again(CONTACT, PanelName::Cards).unwrap();
    assert!(matches!(&asked.cards, Panel::Late { stale, .. } if *stale == last), "{:?}", asked.cards);
    let view = house.until(CustomerView::is_whole).await;
    assert!(matches!(&view.cards, Panel::Failed { stale, .. } if *stale == last), "{:?}", view.cards);
    assert!(matches!(&view.bills, Panel::Failed { stale: None, .. }));

    // A second contact of the same customer sees it as well, one of another customer does not.
    let begin = |contact, place| {
        house.note(Entry::CustomerMatched { contact, customer: house.customer(place) });
        house.customers.view(contact).expect("there is a view")
    };
    let beside = begin(ContactId(71), 0);
    assert!(matches!(&beside.cards, Panel::Late { stale, .. } if *stale == last), "{:?}", beside.cards);
    assert!(matches!(&begin(ContactId(72), 1).cards, Panel::Late { stale: None, .. }));

    // With the last of them it is gone: the next contact finds nothing.
    for contact in [CONTACT, ContactId(71)] {
        house.note(closed(contact));
    }
    assert!(matches!(&begin(ContactId(73), 0).cards, Panel::Late { stale: None, .. }));
}

#[tokio::test]
async fn what_is_open_for_a_customer_is_seen_by_all_who_serve_the_customer() {
    let mut house = House::open().await;
    let [first, chat] = [CONTACT, ContactId(71)];
    let [customer, other] = [0, 1].map(|place| house.customer(place));
    let opened = |contact| ContactChange::Opened {
        contact,
        at: Time(1),
        line: "hotline".parse().unwrap(),
        language: Language::Korean,
        caller: None,
    };
    let known = |contact, customer| ContactChange::Customer { contact, customer, verified: false };
    let changes =
        vec![opened(first), known(first, customer.clone()), opened(ContactId(2)), known(ContactId(2), other)];
    let record = Record { sequence: Sequence(1), at: Time(0), cause: None, by: None, entry: closed(first) };
    house.store.journal().append(Batch { records: vec![record], changes }).unwrap();
    for (contact, key) in [(first, "1"), (ContactId(2), "2")] {
        house.store.promise(promise(contact, key)).await.unwrap();
    }
    while house.store.last_sequence().await.unwrap() < Sequence(1)
        || house.store.promise_of_key("2").await.unwrap().is_none()
    {
        tokio::task::yield_now().await;
    }
    house.matched(0);
    let ready = |view: &CustomerView| matches!(view.work, Panel::Ready { .. });
    let Panel::Ready { value: work, .. } = house.until(ready).await.work else { unreachable!() };
    assert_eq!(
        (work.contacts.len(), work.orders.len(), work.promises.as_slice()),
        (0, 0, &[promise(first, "1")][..])
    );

    // The customer writes as well: whoever has the call is told without asking, and again when that is over.
    house.note(Entry::CustomerMatched { contact: chat, customer: customer.clone() });
    let view = loop {
        if let Message::Contact(asked, answer) = house.told.recv().await.unwrap() {
            // Of who asks it is not asked.
            let _gone = answer.send(Some(open_contact(asked, &customer)));
            let view = house.customers.view(first).unwrap();
            if asked == chat {
                break view;
            }
        }
    };
    assert!(matches!(&view.work, Panel::Late { stale: Some(_), .. } | Panel::Ready { .. }));
    let sees_chat = |view: &CustomerView| match &view.work {
        Panel::Ready { value, .. } => value.contacts.iter().map(|open| open.id).eq([chat]),
        _ => false,
    };
    house.until(sees_chat).await;
    house.note(closed(chat));
    house.until(|view| matches!(&view.work, Panel::Ready { value, .. } if value.contacts.is_empty())).await;
}

fn promise(contact: ContactId, key: &str) -> store::Promise {
    store::Promise {
        key: key.to_owned(),
        contact,
        by: vocabulary::AccountId(1),
        at: Time(2),
        due: Time(3),
        keeper: store::Keeper::Team("cards".to_owned()),
        text: store::NoteText::new("calls back with the rate"),
        settled: None,
    }
}

fn open_contact(id: ContactId, customer: &CustomerRef) -> crate::ContactView {
    crate::ContactView {
        id,
        opened: Time(1),
        line: "hotline".parse().unwrap(),
        language: Language::Korean,
        channel: vocabulary::plan::Channel::Chat,
        node: None,
        customer: Some(customer.clone()),
        verified: false,
        strong: false,
        caller: crate::CallerView::default(),
        phase: "talking",
        queue: None,
        agent: None,
        last_agent: None,
        disposition: None,
        callback: false,
    }
}

/// Waits until so many questions are under way: each holds on to what it asks.
async fn until_under_way(house: &House, questions: usize) {
    while Arc::strong_count(&house.customers.asking) > 1 + questions {
        tokio::task::yield_now().await;
    }
    assert_eq!(Arc::strong_count(&house.customers.asking), 1 + questions);
}

#[tokio::test]
async fn a_view_is_one_customers_and_goes_with_its_contact() {
    let house = House::open().await;
    assert!(house.customers.view(CONTACT).is_none());
    assert_eq!(house.customers.ask_again(CONTACT, PanelName::Cards), Err(NoView(CONTACT)));
    house.matched(0);
    house.bank.accounts.add_permits(1);
    let first = house.until(CustomerView::is_whole).await;

    // Verified as who was matched: the view stays. As another: it is asked for anew.
    house.note(Entry::CustomerVerified { contact: CONTACT, customer: house.customer(0) });
    let verified = house.until(CustomerView::is_whole).await;
    assert_eq!(verified.changes(&first), [PanelName::Locks], "the bank has counted");
    let mut before = house.customers.watch(CONTACT).unwrap();
    house.note(Entry::CustomerVerified { contact: CONTACT, customer: house.customer(1) });
    assert!(before.changed().await.is_err(), "who watches learns that it is another's");
    let second = house.until(|view| !view.awaits(PanelName::Identity)).await;
    assert_eq!(second.customer, house.customer(1));
    assert!(second.awaits(PanelName::Accounts));

    // Closed with a question under way: nobody waits for the answer any more.
    until_under_way(&house, 1).await;
    assert!(house.customers.view(CONTACT).unwrap().awaits(PanelName::Accounts));
    house.note(closed(CONTACT));
    assert!(house.customers.view(CONTACT).is_none());
    until_under_way(&house, 0).await;
    house.note(closed(ContactId(71)));
    assert!(house.customers.kept().is_empty());
}

#[tokio::test]
async fn earlier_contacts_are_the_customers_own_newest_first() {
    let house = House::open().await;
    let mut changes = Vec::new();
    for contact in (1..=80).map(ContactId) {
        changes.push(ContactChange::Opened {
            contact,
            at: Time(contact.0 as i64),
            line: "hotline".parse().unwrap(),
            language: Language::Korean,
            caller: None,
        });
        let customer = house.customer((contact.0 % 2) as usize);
        changes.push(ContactChange::Customer { contact, customer, verified: true });
    }
    let record = Record { sequence: Sequence(1), at: Time(0), cause: None, by: None, entry: closed(CONTACT) };
    house.store.journal().append(Batch { records: vec![record], changes }).unwrap();
    house.store.journal().durable().wait_for(|place| *place >= Sequence(1)).await.unwrap();
    // On a busy machine it may stand in the spill log first, where nobody looks for contacts.
    while house.store.last_sequence().await.unwrap() < Sequence(1) {
        tokio::task::yield_now().await;
    }
    house.matched(0);
    let view = house.until(|view| !view.awaits(PanelName::Contacts)).await;
    let Panel::Ready { value, .. } = view.contacts else { panic!("{:?}", view.contacts) };
    let ids: Vec<u64> = value.iter().map(|row| row.contact.0).collect();
    assert_eq!(ids, [68, 66, 64, 62, 60, 58, 56, 54, 52, 50]);
}

#[tokio::test]
async fn locks_are_looked_at_again_when_a_secret_was_tried() {
    let house = House::open().await;
    house.matched(0);
    house.until(|view| query_pin(view) == Some(0)).await;
    let customer = house.customer(0);
    let right = house.bank.bank.credentials(0).unwrap().pin;
    let wrong = SecretDigits::from(if right.expose().starts_with('1') { "234567" } else { "134567" });
    let tried = house.bank.bank.prove(&customer, SecretKind::Pin, &wrong).await;
    assert_eq!(tried, Ok(Verification::Wrong { left: 2 }));
    house.note(Entry::VerificationFailed { contact: CONTACT, why: Unverified::Wrong { left: 2 } });
    house.until(|view| query_pin(view) == Some(1)).await;
    house.bank.bank.prove(&customer, SecretKind::Pin, &right).await.unwrap();
    house.note(Entry::CustomerVerified { contact: CONTACT, customer });
    house.until(|view| query_pin(view) == Some(0)).await;
}
