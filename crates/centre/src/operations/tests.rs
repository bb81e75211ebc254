//! Orders against a bank that answers, loses answers, or is not asked at all.

use super::*;
use crate::customers::Deadlines;
use crate::views::zone_of;
use ::bank::customers::{
    Account, Bills, Card, CardKind, CardStatus, Identity, Limit, Lock, LockedSecret, Report, Transaction,
    TransactionKind,
};
use ::bank::{Answer, Error};
use sandbox_bank::SandboxBank;
use std::collections::{BTreeSet, HashSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use store::Options;
use trust::approvals::{Operation as Approved, State};
use trust::{Role, Token};
use vocabulary::plan::{Agent, AgentRouting, Team};
use vocabulary::voice::Verification;
use vocabulary::{PhoneNumber, SecretDigits, Span};

mod conditions;
mod force;
mod offered;
mod trial;

/// The demonstration bank, which does what it is told and says so, or does not say so.
struct Mute {
    bank: SandboxBank,
    is_mute: AtomicBool,
    ordered: AtomicUsize,
    /// Whether all bills are told to be paid, or none; none is due yet.
    pays: AtomicBool,
    /// Whether cards are told no more.
    hides_cards: AtomicBool,
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
        if self.hides_cards.load(Ordering::SeqCst) {
            return Box::pin(async { Err(Error::Unreachable("cards".to_owned())) });
        }
        self.bank.cards(customer)
    }
    fn accounts<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Account>> {
        self.bank.accounts(customer)
    }
    fn transactions<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Transaction>> {
        self.bank.transactions(customer)
    }
    fn limits<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Limit>> {
        self.bank.limits(customer)
    }
    fn bills<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Bills> {
        Box::pin(async {
            let mut told = self.bank.bills(customer).await?;
            for bill in &mut told.bills {
                bill.due_on = today().checked_add(jiff::Span::new().days(20)).unwrap();
                bill.paid.minor = if self.pays.load(Ordering::SeqCst) { bill.total.minor } else { 0 };
            }
            Ok(told)
        })
    }
    fn reports<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Report>> {
        self.bank.reports(customer)
    }
    fn locks<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Lock>> {
        self.bank.locks(customer)
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

/// The plan of these tests names no zone: the bank's is UTC.
pub(super) fn today() -> Date {
    zone_of(&Plan::default()).wall(wall()).date()
}

struct House {
    _folder: tempfile::TempDir,
    bank: Arc<Mute>,
    operations: Operations,
    trust: Arc<Trust>,
    plan: Plan,
    actor: Actor<may::OperationsOrder>,
    acting: Acting,
    card: Card,
}

const AGENTS: [AgentId; 2] = [AgentId(1), AgentId(2)];

impl House {
    /// A verified customer with a credit card in use and a transaction PIN that is locked, in the hand of an agent.
    async fn open() -> House {
        House::of(|_| true).await
    }

    /// The same, of somebody who was charged something lately.
    async fn charged() -> House {
        House::of(|booked| booked.iter().any(|one| one.kind == TransactionKind::Fee)).await
    }

    async fn of(fits_booked: impl Fn(&[Transaction]) -> bool) -> House {
        let folder = tempfile::tempdir().unwrap();
        let migrations = trust::MIGRATIONS.to_vec();
        let opening = Options { migrations, ..Options::new(folder.path()) };
        let store = Arc::new(Store::open(opening).await.unwrap());
        let trust = Arc::new(Trust::new(store.db().clone()));
        let bank = SandboxBank::on(today(), 7, 100);
        let mut found = None;
        for place in 0..100 {
            let customer = bank.credentials(place).unwrap().customer;
            let tier = bank.identity(&customer).await.unwrap().tier;
            let cards = bank.cards(&customer).await.unwrap();
            let fits = |card: &Card| card.kind == CardKind::Credit && card.status == CardStatus::Active;
            let booked = bank.transactions(&customer).await.unwrap();
            let is_fit = tier == vocabulary::Tier::Standard && fits_booked(&booked);
            if let Some(card) = cards.into_iter().find(fits).filter(|_| is_fit) {
                found = Some((customer, card));
                break;
            }
        }
        let (customer, card) = found.unwrap();
        for _ in 0..3 {
            bank.try_elsewhere(&customer, LockedSecret::TransactionPin, false).unwrap();
        }
        let bank = Arc::new(Mute {
            bank,
            is_mute: AtomicBool::new(false),
            ordered: AtomicUsize::new(0),
            pays: AtomicBool::new(false),
            hides_cards: AtomicBool::new(false),
        });
        let (floor, _) = tokio::sync::mpsc::channel(1);
        let customers = Customers::new(bank.clone(), store.clone(), floor, Deadlines::default());
        let contact = ContactId(70);
        customers.begin(contact, &customer);
        let mut view = customers.watch(contact).unwrap();
        view.wait_for(|view| view.is_whole()).await.unwrap();
        let operations = Operations::new(bank.clone(), store, trust.clone(), customers);
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
        let (kim, token) = trust.create_account("kim", Role::Agent).await.unwrap();
        let actor = actor(&trust, &token).await;
        let acting = Acting {
            contact,
            customer,
            third_party: false,
            on_the_line: true,
            level: Level::Verified,
            agent: AGENTS[0],
            account: kim.id,
        };
        House { _folder: folder, bank, operations, trust, plan, actor, acting, card }
    }

    async fn request(&self, key: u128) -> trust::approvals::Approval {
        let key = OrderKey::of(key);
        self.trust.approval_about(Approved::GiveOrder, key.as_str()).await.unwrap().unwrap()
    }

    fn freeze(&self, key: u128) -> OperationWish {
        OperationWish {
            key: OrderKey::of(key),
            what: What::Freeze,
            card: self.card.number.masked(),
            amount: None,
            until: None,
            bill: None,
            item: None,
            months: None,
            when: None,
            reason: Reason::Suspicion,
        }
    }

    /// Raises the card's limit by so many percent, for so long.
    fn raise(&self, key: u128, percent: i64, days: i64) -> OperationWish {
        let limit = self.card.limit.unwrap();
        let amount = Some(Money { minor: limit.minor + limit.minor * percent / 100, ..limit });
        let until = today().checked_add(jiff::Span::new().days(days)).ok();
        OperationWish { what: What::RaiseLimit, amount, until, reason: Reason::Travel, ..self.freeze(key) }
    }

    async fn wish(&self, wish: OperationWish) -> Result<OrderRow, NotOrdered> {
        self.operations.wish(&self.plan, &self.actor, &self.acting, wish).await
    }
}

async fn actor<P: trust::Permit>(trust: &Trust, token: &Token) -> Actor<P> {
    trust.authenticate(Some(token.expose())).await.unwrap().permit().unwrap()
}

#[tokio::test]
async fn an_order_is_given_once_however_often_it_is_sent() {
    let house = House::open().await;
    let first = house.wish(house.freeze(1)).await.unwrap();
    assert_eq!((first.state, first.rule.as_str()), (OrderState::Done, "3:protect"));
    assert!(first.reference.is_some() && first.settled_at.is_some());
    assert_eq!(house.wish(house.freeze(1)).await.unwrap(), first);
    assert_eq!(house.bank.ordered.load(Ordering::SeqCst), 1);
    let other = OperationWish { what: What::ReportLoss, ..house.freeze(1) };
    assert!(matches!(house.wish(other).await, Err(NotOrdered::KeyTaken)));
    // Nor may the same key come with another reason, or anything else that is not the same word.
    let other = OperationWish { reason: Reason::CustomerRequest, ..house.freeze(1) };
    assert!(matches!(house.wish(other).await, Err(NotOrdered::KeyTaken)));
    // What cannot be done any more is not offered, and refused before the bank is told.
    let mut view = house.operations.0.customers.watch(house.acting.contact).unwrap();
    view.wait_for(|view| !view.awaits(crate::PanelName::Cards)).await.unwrap();
    let again = house.wish(house.freeze(2)).await;
    assert!(matches!(again, Err(NotOrdered::Unfit(Unfit::Stands))), "{again:?}");
    let proposed = house.operations.proposals(&house.plan, &house.acting).await.unwrap();
    assert!(proposed.iter().all(|one| (one.wish.what, &one.wish.card) != (What::Freeze, &first.card)));
    assert_eq!(house.bank.ordered.load(Ordering::SeqCst), 1);
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
    let told = || house.bank.ordered.load(Ordering::SeqCst);
    let alone = house.wish(house.raise(1, 80, 20)).await;
    assert!(matches!(alone, Err(NotOrdered::NotAsked(NotDecided::NobodyElse(_)))), "{alone:?}");
    assert!(house.operations.of_contact(house.acting.contact).await.unwrap().is_empty());
    let (lee, token) = house.trust.create_account("lee", Role::Supervisor).await.unwrap();
    let decides: Actor<may::OperationsApprove> = actor(&house.trust, &token).await;

    let waiting = house.wish(house.raise(1, 80, 20)).await.unwrap();
    assert_eq!((waiting.state, waiting.rule.as_str()), (OrderState::Waiting, "3:limit-by-two"));
    assert_eq!(house.wish(house.raise(1, 80, 20)).await.unwrap(), waiting, "a press again asks nobody twice");
    assert_eq!((house.request(1).await.state, told()), (State::Waiting, 0), "the bank is not told");
    // Whoever is on the line by now, and the rules by now: both are looked at again.
    let anew = async |acting: &Acting| house.operations.judge_anew(&house.plan, acting, &waiting).await;
    anew(&house.acting).await.unwrap();
    for changed in [
        Acting { third_party: true, ..house.acting.clone() },
        Acting { level: Level::Matched, ..house.acting.clone() },
    ] {
        assert!(matches!(anew(&changed).await, Err(NotOrdered::NotAllowed(_))), "{changed:?}");
    }
    let gone = Acting { on_the_line: false, ..house.acting.clone() };
    assert!(matches!(anew(&gone).await, Err(NotOrdered::CallerGone)), "nobody can be asked any more");
    let asked = house.operations.wish(&house.plan, &house.actor, &gone, house.raise(9, 80, 20)).await;
    assert!(matches!(asked, Err(NotOrdered::CallerGone)), "{asked:?}");
    assert!(
        house.trust.approval_about(Approved::GiveOrder, OrderKey::of(9).as_str()).await.unwrap().is_none()
    );
    let third = Acting { third_party: true, ..house.acting.clone() };
    let shown = house.operations.proposals(&house.plan, &third).await.unwrap();
    let shown: BTreeSet<What> = shown.iter().map(|one| one.wish.what).collect();
    assert_eq!(shown, BTreeSet::from([What::ReportLoss, What::Freeze]), "the rest tells of the customer");
    let rules = house.operations.authority();
    house.operations.govern(Authority::read("authority 9\nrule all\n  do freeze\n").unwrap());
    assert!(matches!(anew(&house.acting).await, Err(NotOrdered::NotAllowed(_))), "by rules no more in force");
    house.operations.govern(Arc::unwrap_or_clone(rules));
    house.operations.waits(&OrderKey::of(1)).await.unwrap();
    let key = OrderKey::of(1);
    let (one, other) = tokio::join!(
        house.operations.give(&house.plan, &key, lee.id),
        house.operations.give(&house.plan, &key, lee.id)
    );
    let mut given: Vec<OrderRow> = [one, other].into_iter().flatten().collect();
    let (Some(given), true) = (given.pop(), given.is_empty()) else { panic!("it is given once") };
    assert_eq!((given.decided_by, told()), (Some(lee.id), 1));
    assert!(matches!(given.state, OrderState::Done | OrderState::Declined), "{given:?}");
    assert!(matches!(house.operations.waits(&key).await, Err(NotOrdered::NotWaiting)));

    house.wish(house.raise(2, 80, 20)).await.unwrap();
    house.operations.refuse(&OrderKey::of(2), lee.id).await.unwrap();
    let refused = house.operations.kept(&OrderKey::of(2)).await.unwrap().unwrap();
    assert_eq!((refused.state, refused.decided_by, told()), (OrderState::Refused, Some(lee.id), 1));

    // One that waits ends with its contact, and with its request; one that is being given does not.
    let waiting = house.wish(house.raise(3, 80, 20)).await.unwrap();
    assert!(!house.operations.end_request(waiting.clone(), false).await.unwrap());
    assert!(house.operations.end_request(waiting, true).await.unwrap());
    let gone = house.operations.kept(&OrderKey::of(3)).await.unwrap().unwrap();
    assert_eq!(gone.why.as_deref(), Some("caller_gone"));
    assert_eq!(house.request(3).await.state, State::Withdrawn);
    assert!(matches!(
        house.operations.give(&house.plan, &OrderKey::of(3), lee.id).await,
        Err(NotOrdered::NotWaiting)
    ));
    let waiting = house.wish(house.raise(4, 80, 20)).await.unwrap();
    house.trust.decide(&decides, house.request(4).await.id, false).await.unwrap();
    assert!(house.operations.end_request(waiting, false).await.unwrap());
    let waiting = house.wish(house.raise(5, 80, 20)).await.unwrap();
    let request = house.request(5).await.id;
    house.trust.decide(&decides, request, true).await.unwrap();
    house.trust.begin_run(request).await.unwrap();
    assert!(!house.operations.end_request(waiting.clone(), true).await.unwrap(), "it is being given");
    house.trust.end_run(request, false).await.unwrap();
    assert!(house.operations.end_request(waiting, false).await.unwrap());
    let failed = house.operations.kept(&OrderKey::of(5)).await.unwrap().unwrap();
    assert_eq!((failed.decided_by, failed.why.as_deref()), (Some(lee.id), Some("not_given")));
    assert_eq!(told(), 1);
}

#[tokio::test]
async fn what_nobody_may_is_refused_with_its_reasons_and_the_bank_is_not_told() {
    let house = House::open().await;
    let unverified = Acting { level: Level::Matched, ..house.acting.clone() };
    let refused = house.operations.wish(&house.plan, &house.actor, &unverified, house.raise(1, 10, 20)).await;
    let Err(NotOrdered::NotAllowed(judged)) = refused else { panic!("{refused:?}") };
    assert_eq!(judged.verdict.unmet, [::conditions::Unmet::Level { needs: Level::Verified }]);
    let strange = OperationWish { card: "990000…0000".to_owned(), ..house.freeze(2) };
    assert!(matches!(house.wish(strange).await, Err(NotOrdered::NoSuchCard)));
    assert!(matches!(house.wish(house.raise(3, 0, 20)).await, Err(NotOrdered::Unfit(_))));
    assert_eq!(house.bank.ordered.load(Ordering::SeqCst), 0);

    // What is proposed says of each whether the agent may.
    let proposed = house.operations.proposals(&house.plan, &unverified).await.unwrap();
    let of = |what: What| proposed.iter().find(|one| one.wish.what == what).unwrap().judged.verdict.decision;
    assert_eq!((of(What::Freeze), of(What::RaiseLimit)), (Decision::Alone, Decision::Refused));
}

#[tokio::test]
async fn unlocking_takes_the_strongest_proof() {
    let house = House::open().await;
    let item = Some("transaction_pin".to_owned());
    let unlock = |key| {
        let (card, reason) = (String::new(), Reason::Forgotten);
        OperationWish { what: What::Unlock, card, item: item.clone(), reason, ..house.freeze(key) }
    };
    let Err(NotOrdered::NotAllowed(judged)) = house.wish(unlock(1)).await else { panic!("a PIN suffices") };
    assert_eq!(judged.verdict.unmet, [::conditions::Unmet::Level { needs: Level::Strong }]);
    assert_eq!(house.bank.ordered.load(Ordering::SeqCst), 0);
    let strong = Acting { level: Level::Strong, ..house.acting.clone() };
    let wish = |wish| house.operations.wish(&house.plan, &house.actor, &strong, wish);
    let other = OperationWish { item: Some("login_password".to_owned()), ..unlock(2) };
    assert!(matches!(wish(other).await, Err(NotOrdered::Unfit(Unfit::NotLocked))));
    assert_eq!(wish(unlock(3)).await.unwrap().state, OrderState::Done);
    // What the bank says of its locks is asked again.
    let mut view = house.operations.0.customers.watch(strong.contact).unwrap();
    view.wait_for(|view| !view.awaits(crate::PanelName::Locks)).await.unwrap();
    assert!(matches!(wish(unlock(4)).await, Err(NotOrdered::Unfit(Unfit::NotLocked))));
}

#[tokio::test]
async fn two_at_the_same_moment_cannot_both_have_what_is_left() {
    let house = House::open().await;
    house.trust.create_account("lee", Role::Supervisor).await.unwrap();
    house.wish(house.raise(1, 10, 20)).await.unwrap();
    // Twice a year, and no more: of one nobody knows the end of, and it counts.
    house.bank.is_mute.store(true, Ordering::SeqCst);
    let (one, other) = tokio::join!(house.wish(house.raise(2, 10, 20)), house.wish(house.raise(3, 10, 20)));
    let (given, refused) = if one.is_ok() { (one, other) } else { (other, one) };
    let given = given.unwrap();
    assert_eq!((given.rule.as_str(), given.state), ("3:limit", OrderState::Unknown));
    assert!(given.state.counts());
    let Err(NotOrdered::Unfit(why)) = refused else { panic!("{refused:?}") };
    assert_eq!(why, Unfit::Unsettled, "the same again, while nobody knows");
}

#[tokio::test]
async fn each_operation_is_proposed_in_full_done_as_proposed_and_undone_where_it_can_be() {
    let house = House::open().await;
    house.operations.govern(
        Authority::read(&format!("authority 9\nrule all\n  do {}", What::ALL.map(What::tag).join(", ")))
            .unwrap(),
    );
    let proposed = house.operations.proposals(&house.plan, &house.acting).await.unwrap();
    let mut done = HashSet::new();
    // A card that is lost, frozen or raised can have less: what changes it comes last.
    for one in proposed.iter().rev().filter(|one| one.wish.what != What::ReportLoss) {
        let what = one.wish.what;
        assert!(one.reasons.first() == Some(&one.wish.reason), "{what}");
        assert_eq!(one.bounds.is_some(), one.wish.amount.is_some() && what != What::Reverse, "{what}");
        let key = OrderKey::of(100 + done.len() as u128);
        if !done.insert(what) {
            continue;
        }
        let row = house.wish(OperationWish { key, ..one.wish.clone() }).await.unwrap();
        assert_eq!(row.state, OrderState::Done, "{row:?}");
        assert_eq!((row.item.as_ref(), row.months), (one.wish.item.as_ref(), one.wish.months));
    }
    for what in [What::Freeze, What::RaiseLimit, What::SetTransferLimit, What::ReplaceCard, What::Unlock] {
        assert!(done.contains(&what), "{what} is not proposed: {done:?}");
    }
    let again = house.operations.proposals(&house.plan, &house.acting).await.unwrap();
    let undoing: Vec<_> = again.iter().filter(|one| one.wish.what == What::Reverse).collect();
    assert!(undoing.iter().any(|one| one.subject == Some(Subject::Ordered(What::Freeze))));
    for final_one in [What::ReplaceCard, What::Unlock] {
        assert!(undoing.iter().all(|one| one.subject != Some(Subject::Ordered(final_one))));
    }
    for (nth, one) in undoing.into_iter().enumerate() {
        let key = OrderKey::of(200 + nth as u128);
        let row = house.wish(OperationWish { key, ..one.wish.clone() }).await.unwrap();
        assert_eq!(row.state, OrderState::Done, "{row:?}");
        let twice =
            house.wish(OperationWish { key: OrderKey::of(300 + nth as u128), ..one.wish.clone() }).await;
        assert!(matches!(twice, Err(NotOrdered::Unfit(Unfit::NotUndoable))), "{twice:?}");
    }
    house.bank.bank.check_books(|_| ()).unwrap();
}
