//! Orders through schedules of faults that are made up: nothing is done twice, nothing is said to be done that was
//! not, and what the bank gave is what is on record. Processes that are killed are in `tests/operations.rs`.

use super::tests::today;
use super::*;
use crate::PanelName;
use crate::customers::Deadlines;
use ::bank::customers::{Bill, Bills, Card, Identity};
use ::bank::operations::Declined;
use ::bank::{Answer, Error};
use jiff::ToSpan;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sandbox_bank::SandboxBank;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use store::Options;
use tokio::runtime::Runtime;
use vocabulary::voice::Verification;
use vocabulary::{Currency, PhoneNumber, SecretDigits, Span};

mod conditions;

/// Bills are due in so many days.
const DUE_IN: i64 = 20;

/// What becomes of a question to the bank.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Answered,
    /// It never arrives.
    Lost,
    /// It arrives, and the answer does not.
    Mute,
    /// It arrives, and what comes back is not to be read.
    Garbled,
    /// It arrives later, when nobody waits any more.
    Delayed,
    /// It was not even sent.
    Busy,
}

#[derive(Debug, Clone)]
enum Step {
    /// Somebody wants so many smallest units of a bill's interest back; the first press has this fate.
    Wish(i64, Fate),
    /// The last press once more.
    Again,
    /// The job asks after whatever is open; each question has this fate.
    Job(Fate),
    /// What was delayed arrives.
    Arrive,
    /// The centre is started anew, with what it wrote down.
    Restart,
}

/// A bank at the end of a line that loses things.
struct Lossy {
    bank: SandboxBank,
    fate: Guarded<Fate>,
    delayed: Guarded<Vec<Order>>,
    /// Whether bills are told to be paid; none is due yet.
    pays: AtomicBool,
}

impl Lossy {
    fn meet(&self, fate: Fate) {
        *self.fate.lock().unwrap() = fate;
    }

    async fn through(&self, asked: impl Future<Output = Result<Outcome, Error>>) -> Result<Outcome, Error> {
        let fate = *self.fate.lock().unwrap();
        match fate {
            Fate::Answered => asked.await,
            Fate::Lost => Err(Error::Unreachable("no connection".to_owned())),
            Fate::Busy => Err(Error::Busy),
            Fate::Garbled => asked.await.and(Err(Error::Malformed("not JSON".to_owned()))),
            Fate::Mute | Fate::Delayed => asked.await.and(Err(Error::Late(Span::seconds(2)))),
        }
    }
}

impl Bank for Lossy {
    fn verify<'a>(&'a self, number: &'a SecretDigits, pin: &'a SecretDigits) -> Answer<'a, Verification> {
        self.bank.verify(number, pin)
    }
    fn holders<'a>(&'a self, telephone: &'a PhoneNumber) -> Answer<'a, Vec<CustomerRef>> {
        self.bank.holders(telephone)
    }
    fn identity<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Identity> {
        self.bank.identity(customer)
    }
    fn cards<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Card>> {
        self.bank.cards(customer)
    }
    fn bills<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Bills> {
        Box::pin(async {
            let mut told = self.bank.bills(customer).await?;
            for bill in &mut told.bills {
                bill.due_on = today().checked_add(DUE_IN.days()).unwrap();
                bill.paid.minor = if self.pays.load(Ordering::SeqCst) { bill.total.minor } else { 0 };
            }
            Ok(told)
        })
    }
    fn operate<'a>(&'a self, order: &'a Order) -> Answer<'a, Outcome> {
        if *self.fate.lock().unwrap() == Fate::Delayed {
            self.delayed.lock().unwrap().push(order.clone());
            return Box::pin(async { Err(Error::Late(Span::seconds(2))) });
        }
        Box::pin(self.through(self.bank.operate(order)))
    }
    fn outcome<'a>(&'a self, key: &'a OrderKey) -> Answer<'a, Outcome> {
        Box::pin(self.through(self.bank.outcome(key)))
    }
}

struct House {
    _folder: tempfile::TempDir,
    bank: Arc<Lossy>,
    store: Arc<Store>,
    trust: Arc<Trust>,
    customers: Customers,
    actor: Actor<may::OperationsOrder>,
    acting: Acting,
    bill: Bill,
    keys: AtomicU64,
}

const AUTHORITY: &str = "authority 1\n\nrule all\n  do adjust_interest\n  level verified\n";

impl House {
    /// A customer of whose bills one bears much interest.
    async fn open() -> House {
        let folder = tempfile::tempdir().unwrap();
        let migrations = trust::MIGRATIONS.to_vec();
        let opening = Options { migrations, ..Options::new(folder.path()) };
        let store = Arc::new(Store::open(opening).await.unwrap());
        let trust = Arc::new(Trust::new(store.db().clone()));
        let (kim, token) = trust.create_account("kim", trust::Role::Agent).await.unwrap();
        let actor = trust.authenticate(Some(token.expose())).await.unwrap().permit().unwrap();
        let bank = SandboxBank::generate(7, 400);
        let mut found: Option<(CustomerRef, Bill)> = None;
        for place in 0..400 {
            let customer = bank.credentials(place).unwrap().customer;
            for bill in bank.bills(&customer).await.unwrap().bills {
                if found.as_ref().is_none_or(|(_, most)| bill.interest.minor > most.interest.minor) {
                    found = Some((customer.clone(), bill));
                }
            }
        }
        let (customer, bill) = found.unwrap();
        let (fate, delayed) = (Guarded::new(Fate::Answered), Guarded::default());
        let bank = Arc::new(Lossy { bank, fate, delayed, pays: AtomicBool::new(false) });
        let (floor, _) = tokio::sync::mpsc::channel(1);
        let customers = Customers::new(bank.clone(), store.clone(), floor, Deadlines::default());
        let contact = ContactId(70);
        customers.begin(contact, &customer);
        let acting = Acting {
            contact,
            customer,
            third_party: false,
            on_the_line: true,
            level: Level::Verified,
            agent: AgentId(1),
            account: kim.id,
        };
        let (_folder, keys) = (folder, AtomicU64::new(0));
        House { _folder, bank, store, trust, customers, actor, acting, bill, keys }
    }

    fn operations(&self) -> Operations {
        let (store, trust) = (self.store.clone(), self.trust.clone());
        let operations = Operations::new(self.bank.clone(), store, trust, self.customers.clone());
        operations.govern(Authority::read(AUTHORITY).unwrap());
        operations
    }

    fn wish(&self, minor: i64) -> OperationWish {
        OperationWish {
            // The keys that follow one are the same order's.
            key: OrderKey::of(u128::from(self.keys.fetch_add(1, Ordering::Relaxed)) << 32),
            what: What::AdjustInterest,
            card: self.bill.card.masked(),
            amount: Some(Money { minor, ..self.bill.interest }),
            until: None,
            bill: Some(self.bill.closed_on),
            item: None,
            months: None,
            when: None,
            reason: Reason::FirstMissed,
        }
    }

    async fn press(&self, operations: &Operations, wish: OperationWish) -> Result<OrderRow, NotOrdered> {
        let told = |view: &crate::CustomerView| {
            [PanelName::Cards, PanelName::Bills].iter().all(|panel| !view.awaits(*panel))
        };
        self.customers.watch(self.acting.contact).unwrap().wait_for(told).await.unwrap();
        operations.wish(&Plan::default(), &self.actor, &self.acting, wish).await
    }

    async fn open_rows(&self) -> Vec<OrderRow> {
        let mut rows = self.store.orders_in(OrderState::Unknown, None).await.unwrap();
        rows.extend(self.store.orders_in(OrderState::Pending, None).await.unwrap());
        rows
    }

    /// What was delayed arrives; whatever was closed meanwhile is declined.
    async fn arrive(&self) {
        let delayed = std::mem::take(&mut *self.bank.delayed.lock().unwrap());
        for order in delayed {
            let before = self.given();
            let outcome = self.bank.bank.operate(&order).await.unwrap();
            let is_closed = outcome == Outcome::Declined { why: Declined::Closed };
            assert!(!is_closed || before == self.given(), "what was closed has an effect");
        }
    }

    fn given(&self) -> BTreeMap<Currency, i64> {
        self.bank.bank.given_back().unwrap()
    }

    /// The sum of what is on record as done.
    async fn on_record(&self) -> i64 {
        let rows =
            self.store.orders_since("adjust_interest", vocabulary::Time(0), store::Whose::Agent(AgentId(1)));
        let done = rows.await.unwrap().into_iter().filter(|row| row.state == OrderState::Done);
        done.map(|row| row.amount.unwrap().minor).sum()
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let fate = || {
        prop_oneof![
            3 => Just(Fate::Answered), 2 => Just(Fate::Lost), 2 => Just(Fate::Mute), 1 => Just(Fate::Garbled),
            2 => Just(Fate::Delayed), 1 => Just(Fate::Busy),
        ]
    };
    let step = prop_oneof![
        5 => (1..4_i64, fate()).prop_map(|(minor, fate)| Step::Wish(minor, fate)),
        2 => Just(Step::Again),
        2 => fate().prop_map(Step::Job),
        2 => Just(Step::Arrive),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(step, 1..12)
}

#[test]
fn nothing_is_done_twice_and_nothing_is_said_to_be_done_that_was_not() {
    let runtime = Runtime::new().unwrap();
    let house = runtime.block_on(House::open());
    let mut runner = TestRunner::new(Config { cases: 64, failure_persistence: None, ..Config::default() });
    let held = runner.run(&steps(), |steps| {
        runtime.block_on(schedule(&house, steps));
        Ok(())
    });
    held.unwrap();
}

async fn schedule(house: &House, steps: Vec<Step>) {
    let mut operations = house.operations();
    let mut last = None;
    for step in steps {
        match step {
            Step::Wish(minor, fate) => {
                house.bank.meet(fate);
                let wish = house.wish(minor);
                let (is_open, before) = (!house.open_rows().await.is_empty(), house.given());
                let shown = house.press(&operations, wish.clone()).await;
                if is_open {
                    assert!(matches!(shown, Err(NotOrdered::Unfit(Unfit::Unsettled))), "{shown:?}");
                    assert_eq!(house.given(), before, "what nobody knows the end of was given again");
                    continue;
                }
                let shown = shown.unwrap();
                let nobody_knows = !matches!(fate, Fate::Answered | Fate::Busy);
                assert_eq!(shown.state == OrderState::Unknown, nobody_knows, "{fate:?}");
                last = Some(wish);
            }
            Step::Again => {
                house.bank.meet(Fate::Answered);
                if let Some(wish) = last.clone() {
                    let before = house.given();
                    house.press(&operations, wish).await.unwrap();
                    assert_eq!(house.given(), before, "a press again orders nothing");
                }
            }
            Step::Job(fate) => {
                house.bank.meet(fate);
                for row in house.open_rows().await {
                    operations.ask(row).await;
                }
            }
            Step::Arrive => house.arrive().await,
            Step::Restart => operations = house.operations(),
        }
        let given = house.given().values().sum::<i64>();
        assert!(house.on_record().await <= given, "more is said to be done than was");
    }
    house.bank.meet(Fate::Answered);
    for row in house.open_rows().await {
        assert!(operations.ask(row).await, "the bank knows");
    }
    house.arrive().await;
    assert!(house.open_rows().await.is_empty());
    assert_eq!(house.on_record().await, house.given().values().sum::<i64>());
}

/// Else the job would have the bank close a key that is about to be used.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_is_on_its_way_is_not_asked_after() {
    let house = Arc::new(House::open().await);
    let operations = house.operations();
    let (looking, all) = (house.clone(), operations.clone());
    let looks = tokio::spawn(async move {
        loop {
            for row in looking.open_rows().await {
                let is_told = all.0.under_way().contains_key(&row.key);
                let now = looking.store.order(&row.key).await.unwrap().unwrap();
                assert!(is_told || now.state != OrderState::Unknown, "nobody tells the bank of it");
            }
        }
    });
    for _ in 0..30 {
        assert_eq!(house.press(&operations, house.wish(1)).await.unwrap().state, OrderState::Done);
    }
    assert!(!looks.is_finished(), "{:?}", looks.await);
    looks.abort();
}
