//! Orders against a bank that answers, loses answers, or is not asked at all.

use super::*;
use crate::PanelName;
use crate::customers::Deadlines;
use ::bank::customers::{Bills, CardKind, CardStatus, Identity, Report};
use ::bank::{Answer, Error};
use sandbox_bank::SandboxBank;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use store::Options;
use vocabulary::plan::{Agent, AgentRouting, Team};
use vocabulary::voice::Verification;
use vocabulary::{PhoneNumber, SecretDigits, Span};

/// The demonstration bank, which does what it is told and says so, or does not say so.
struct Mute {
    bank: SandboxBank,
    is_mute: AtomicBool,
    ordered: AtomicUsize,
}

impl Bank for Mute {
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
        self.bank.bills(customer)
    }
    fn reports<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Report>> {
        self.bank.reports(customer)
    }
    fn operate<'a>(&'a self, order: &'a Order) -> Answer<'a, Outcome> {
        Box::pin(async {
            self.ordered.fetch_add(1, Ordering::SeqCst);
            let done = self.bank.operate(order).await;
            if self.is_mute.load(Ordering::SeqCst) { Err(Error::Late(Span::seconds(2))) } else { done }
        })
    }
    fn outcome<'a>(&'a self, key: &'a OrderKey) -> Answer<'a, Outcome> {
        self.bank.outcome(key)
    }
}

struct House {
    _folder: tempfile::TempDir,
    bank: Arc<Mute>,
    operations: Operations,
    plan: Plan,
    acting: Acting,
    card: Card,
}

const AGENTS: [AgentId; 2] = [AgentId(1), AgentId(2)];

impl House {
    /// A verified customer with a credit card in use, in the hand of an agent.
    async fn open() -> House {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(Store::open(Options::new(folder.path())).await.unwrap());
        let bank = SandboxBank::generate(7, 100);
        let mut found = None;
        for place in 0..100 {
            let customer = bank.credentials(place).unwrap().customer;
            let tier = bank.identity(&customer).await.unwrap().tier;
            let cards = bank.cards(&customer).await.unwrap();
            let fits = |card: &Card| card.kind == CardKind::Credit && card.status == CardStatus::Active;
            if let Some(card) = cards.into_iter().find(fits).filter(|_| tier == vocabulary::Tier::Standard) {
                found = Some((customer, card));
                break;
            }
        }
        let (customer, card) = found.unwrap();
        let bank = Arc::new(Mute { bank, is_mute: AtomicBool::new(false), ordered: AtomicUsize::new(0) });
        let (floor, _) = tokio::sync::mpsc::channel(1);
        let customers = Customers::new(bank.clone(), store.clone(), floor, Deadlines::default());
        let contact = ContactId(70);
        customers.begin(contact, &customer);
        let mut view = customers.watch(contact).unwrap();
        view.wait_for(|view| {
            [PanelName::Identity, PanelName::Cards, PanelName::Bills].iter().all(|panel| !view.awaits(*panel))
        })
        .await
        .unwrap();
        let operations = Operations::new(bank.clone(), store, customers);
        let agent = |id: AgentId| Agent {
            id,
            address: "page".to_owned(),
            skills: Vec::new(),
            ready_at_start: false,
            routing: AgentRouting::default(),
        };
        let plan = Plan {
            agents: AGENTS.map(agent).to_vec(),
            teams: vec![Team { name: "cards".to_owned(), agents: AGENTS.to_vec(), department: None }],
            ..Plan::default()
        };
        let acting =
            Acting { contact, customer, level: Level::Verified, agent: AGENTS[0], account: AccountId(4) };
        House { _folder: folder, bank, operations, plan, acting, card }
    }

    fn freeze(&self, key: u128) -> OperationWish {
        OperationWish {
            key: OrderKey::of(key),
            what: What::Freeze,
            card: self.card.number.masked(),
            amount: None,
            until: None,
            bill: None,
            reason: Reason::Suspicion,
        }
    }

    /// Raises the card's limit by so many percent, for so long.
    fn raise(&self, key: u128, percent: i64, days: i64) -> OperationWish {
        let limit = self.card.limit.unwrap();
        let amount = Some(Money { minor: limit.minor + limit.minor * percent / 100, ..limit });
        // The demonstration bank's today is another than ours: far enough for both.
        let until = proposals::today().checked_add(jiff::Span::new().days(days)).ok();
        OperationWish { what: What::RaiseLimit, amount, until, reason: Reason::Travel, ..self.freeze(key) }
    }

    async fn wish(&self, wish: OperationWish) -> Result<OrderRow, NotOrdered> {
        self.operations.wish(&self.plan, &self.acting, wish).await
    }
}

#[tokio::test]
async fn an_order_is_given_once_however_often_it_is_sent() {
    let house = House::open().await;
    let first = house.wish(house.freeze(1)).await.unwrap();
    assert_eq!((first.state, first.rule.as_str()), (OrderState::Done, "1:protect"));
    assert!(first.reference.is_some() && first.settled_at.is_some());
    assert_eq!(house.wish(house.freeze(1)).await.unwrap(), first);
    assert_eq!(house.bank.ordered.load(Ordering::SeqCst), 1);
    let other = OperationWish { what: What::ReportLoss, ..house.freeze(1) };
    assert_eq!(house.wish(other).await, Err(NotOrdered::KeyTaken));
    let declined = house.wish(house.freeze(2)).await.unwrap();
    assert_eq!((declined.state, declined.why.as_deref()), (OrderState::Declined, Some("not_possible")));
    assert_eq!(house.operations.of_contact(house.acting.contact).await.unwrap().len(), 2);
}

#[tokio::test]
async fn an_answer_that_is_lost_is_looked_for_and_nothing_is_ordered_again() {
    let house = House::open().await;
    house.bank.is_mute.store(true, Ordering::SeqCst);
    let unknown = house.wish(house.freeze(1)).await.unwrap();
    assert_eq!((unknown.state, unknown.reference.as_ref()), (OrderState::Unknown, None));
    // Another press of the same button changes nothing: nobody knows yet.
    assert_eq!(house.wish(house.freeze(1)).await.unwrap(), unknown);
    assert!(house.operations.ask(unknown.clone()).await, "the bank knows");
    let done = house.operations.of_contact(house.acting.contact).await.unwrap().remove(0);
    assert_eq!(done.state, OrderState::Done);
    assert_eq!(house.bank.ordered.load(Ordering::SeqCst), 1);
    // One that the bank never had is closed: it may be ordered anew, under another key.
    let lost = OrderRow { key: OrderKey::of(9).to_string(), ..unknown };
    assert!(house.operations.0.store.put_order(&lost).await.unwrap());
    assert!(house.operations.ask(lost).await);
    let rows = house.operations.of_contact(house.acting.contact).await.unwrap();
    assert!(rows.iter().any(|row| row.state == OrderState::Never));
}

#[tokio::test]
async fn what_is_beyond_an_agent_waits_for_somebody_else() {
    let house = House::open().await;
    let waiting = house.wish(house.raise(1, 80, 20)).await.unwrap();
    assert_eq!((waiting.state, waiting.rule.as_str()), (OrderState::Waiting, "1:limit-by-two"));
    assert_eq!(house.bank.ordered.load(Ordering::SeqCst), 0, "the bank is not told");
    let key = OrderKey::of(1);
    assert_eq!(house.operations.decide(&key, AccountId(4), true).await, Err(NotOrdered::SamePerson));
    let decided = house.operations.decide(&key, AccountId(5), true).await.unwrap();
    assert_eq!(decided.decided_by, Some(AccountId(5)));
    assert!(matches!(decided.state, OrderState::Done | OrderState::Declined), "{decided:?}");
    assert_eq!(house.operations.decide(&key, AccountId(5), true).await, Err(NotOrdered::NotWaiting));

    let refused = house.wish(house.raise(2, 80, 20)).await.unwrap();
    assert_eq!(refused.state, OrderState::Waiting);
    let refused = house.operations.decide(&OrderKey::of(2), AccountId(5), false).await.unwrap();
    assert_eq!(refused.state, OrderState::Refused);
    assert_eq!(house.bank.ordered.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_nobody_may_is_refused_with_its_reasons_and_the_bank_is_not_told() {
    let house = House::open().await;
    let unverified = Acting { level: Level::Matched, ..house.acting.clone() };
    let refused = house.operations.wish(&house.plan, &unverified, house.raise(1, 10, 20)).await;
    let Err(NotOrdered::NotAllowed(judged)) = refused else { panic!("{refused:?}") };
    assert_eq!(judged.verdict.unmet, [::conditions::Unmet::Level { needs: Level::Verified }]);
    let strange = OperationWish { card: "990000…0000".to_owned(), ..house.freeze(2) };
    assert_eq!(house.wish(strange).await, Err(NotOrdered::NoSuchCard));
    assert!(matches!(house.wish(house.raise(3, 0, 20)).await, Err(NotOrdered::Unfit(_))));
    assert_eq!(house.bank.ordered.load(Ordering::SeqCst), 0);

    // What is proposed says of each whether the agent may.
    let proposed = house.operations.proposals(&house.plan, &unverified).await.unwrap();
    let of = |what: What| proposed.iter().find(|one| one.wish.what == what).unwrap().judged.verdict.decision;
    assert_eq!((of(What::Freeze), of(What::RaiseLimit)), (Decision::Alone, Decision::Refused));
}

#[tokio::test]
async fn two_at_the_same_moment_cannot_both_have_what_is_left() {
    let house = House::open().await;
    // Orders nobody knows the end of count, too.
    house.bank.is_mute.store(true, Ordering::SeqCst);
    house.wish(house.raise(1, 10, 20)).await.unwrap();
    let (one, other) = tokio::join!(house.wish(house.raise(2, 10, 20)), house.wish(house.raise(3, 10, 20)));
    let rules = [one.unwrap().rule, other.unwrap().rule];
    let alone = rules.iter().filter(|rule| *rule == "1:limit").count();
    assert_eq!(alone, 1, "twice a year, and no more: {rules:?}");
}
