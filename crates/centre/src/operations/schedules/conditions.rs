//! Orders that wait for a condition, through the same faults: each is done once, and only when its bill is paid.

use super::*;
use jiff::civil::Date;

#[derive(Debug, Clone)]
enum Step {
    /// So many smallest units are promised, once the bill is paid.
    Promise(i64),
    /// The customer pays.
    Pay,
    /// The job looks at conditions; what it tells the bank has this fate.
    Look(Fate),
    /// The job looks at them on the day after the last.
    LookTooLate,
    /// The centre is killed when it has written down that it will tell the bank, and has not told it.
    Killed,
    /// One of those that wait is taken back.
    Withdraw(usize),
    /// The job asks after whatever is open; each question has this fate.
    Job(Fate),
    /// What was delayed arrives.
    Arrive,
    /// The centre is started anew.
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let fate = || {
        prop_oneof![
            3 => Just(Fate::Answered), 2 => Just(Fate::Lost), 2 => Just(Fate::Mute), 1 => Just(Fate::Garbled),
            2 => Just(Fate::Delayed), 1 => Just(Fate::Busy),
        ]
    };
    let step = prop_oneof![
        5 => (1..4_i64).prop_map(Step::Promise),
        2 => Just(Step::Pay),
        4 => fate().prop_map(Step::Look),
        1 => Just(Step::LookTooLate),
        2 => Just(Step::Killed),
        1 => (0..3_usize).prop_map(Step::Withdraw),
        2 => fate().prop_map(Step::Job),
        2 => Just(Step::Arrive),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(step, 1..16)
}

fn due() -> Date {
    today().checked_add(DUE_IN.days()).unwrap()
}

impl House {
    fn is_paid(&self) -> bool {
        self.bank.pays.load(Ordering::SeqCst)
    }

    async fn waiting(&self) -> Vec<OrderRow> {
        self.store.orders_in(OrderState::Conditional, None).await.unwrap()
    }

    async fn promise(&self, operations: &Operations, minor: i64) -> Option<OrderRow> {
        let when = Some(Condition { bill: self.bill.closed_on, by: due() });
        let wish = OperationWish { when, ..self.wish(minor) };
        // What the bank says of bills is looked at anew.
        self.customers.renew(self.acting.contact);
        let told = |view: &crate::CustomerView| {
            [PanelName::Cards, PanelName::Bills].iter().all(|panel| !view.awaits(*panel))
        };
        self.customers.watch(self.acting.contact).unwrap().wait_for(told).await.unwrap();
        match operations.wish(&Plan::default(), &self.actor, &self.acting, wish).await {
            Ok(row) => Some(row),
            Err(NotOrdered::Unfit(Unfit::NoCondition)) => None,
            Err(other) => panic!("{other:?}"),
        }
    }

    /// How orders that were promised stand.
    async fn rows(&self, keys: &[String]) -> Vec<OrderRow> {
        let mut rows = Vec::new();
        for key in keys {
            rows.push(self.store.order(key).await.unwrap().unwrap());
        }
        rows
    }
}

#[test]
fn what_is_promised_is_done_once_when_its_condition_is_met_and_never_otherwise() {
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
    house.bank.pays.store(false, Ordering::SeqCst);
    let mut operations = house.operations();
    let before = house.given();
    let (mut promised, mut ended) = (Vec::new(), Vec::new());
    for step in steps {
        match step {
            Step::Promise(minor) => {
                let row = house.promise(&operations, minor).await;
                assert_eq!(row.is_none(), house.is_paid(), "nothing waits for what has come about");
                if let Some(row) = row {
                    assert_eq!((row.state, row.attempt), (OrderState::Conditional, 0));
                    promised.push(row.key);
                }
            }
            Step::Pay => house.bank.pays.store(true, Ordering::SeqCst),
            Step::Look(fate) => {
                house.bank.meet(fate);
                operations.look_at_conditions(due()).await;
            }
            Step::LookTooLate => {
                house.bank.meet(Fate::Answered);
                operations.look_at_conditions(due().tomorrow().unwrap()).await;
                assert!(house.waiting().await.is_empty(), "the day after decides");
            }
            Step::Killed if house.is_paid() => {
                for row in house.waiting().await.into_iter().take(1) {
                    let told = OrderRow { state: OrderState::Unknown, ..row.clone() };
                    assert!(house.store.move_order(&told, &row).await.unwrap());
                }
                operations = house.operations();
            }
            Step::Withdraw(nth) => {
                if let Some(row) = house.waiting().await.get(nth) {
                    let key = OrderKey::new(&row.key).unwrap();
                    operations.withdraw(row.contact, &key).await.unwrap();
                    let again = operations.withdraw(row.contact, &key).await;
                    assert!(matches!(again, Err(NotOrdered::NotWaiting)), "{again:?}");
                }
            }
            Step::Job(fate) => {
                house.bank.meet(fate);
                for row in house.open_rows().await {
                    operations.ask(row).await;
                }
            }
            Step::Arrive => house.arrive().await,
            Step::Killed | Step::Restart => operations = house.operations(),
        }
        assert!(house.is_paid() || house.given() == before, "something was done before its bill was paid");
        assert!(house.on_record().await <= house.given().values().sum::<i64>(), "more is said than was done");
        let rows = house.rows(&promised).await;
        for (key, state) in &ended {
            assert!(rows.iter().any(|row| row.key == *key && row.state == *state), "what has ended goes on");
        }
        let has_ended = |row: &&OrderRow| {
            matches!(row.state, OrderState::Withdrawn | OrderState::Lapsed | OrderState::Done)
        };
        ended = rows.iter().filter(has_ended).map(|row| (row.key.clone(), row.state)).collect();
    }
    // In the end the customer pays, nothing is lost any more, and whatever waits is done.
    house.bank.meet(Fate::Answered);
    house.bank.pays.store(true, Ordering::SeqCst);
    for row in house.open_rows().await {
        operations.ask(row).await;
    }
    operations.look_at_conditions(due()).await;
    house.arrive().await;
    let stands =
        |row: &OrderRow| matches!(row.state, OrderState::Withdrawn | OrderState::Lapsed | OrderState::Done);
    let rows = house.rows(&promised).await;
    assert!(rows.iter().all(stands), "{rows:?}");
    assert_eq!(house.on_record().await, house.given().values().sum::<i64>());
}
