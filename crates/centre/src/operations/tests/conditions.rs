//! What is agreed on a condition.

use super::*;
use store::audit::{self, Filter};

/// What gives something back once a bill of the card is paid.
async fn promise(house: &House) -> OperationWish {
    let proposed = house.operations.proposals(&house.plan, &house.acting).await.unwrap();
    let one = proposed.into_iter().find(|one| !one.conditions.is_empty()).unwrap();
    OperationWish { when: one.conditions.first().copied(), ..one.wish }
}

/// All of what a wish is about but the smallest unit, or that.
fn part(wish: &OperationWish, is_rest: bool) -> Option<Money> {
    wish.amount.map(|all| Money { minor: if is_rest { 1 } else { all.minor - 1 }, ..all })
}

fn govern(house: &House, also: &str) {
    let text = format!("authority 9\nrule all\n  do adjust_fee, adjust_annual_fee, adjust_interest\n{also}");
    house.operations.govern(Authority::read(&text).unwrap());
}

async fn stands(house: &House, key: u128) -> OrderRow {
    house.operations.kept(&OrderKey::of(key)).await.unwrap().unwrap()
}

#[tokio::test]
async fn what_is_agreed_on_a_condition_goes_ahead_once_when_it_is_met() {
    let house = House::charged().await;
    govern(&house, "");
    let wish = promise(&house).await;
    let by = wish.when.unwrap().by;
    let of =
        |key, is_rest| OperationWish { key: OrderKey::of(key), amount: part(&wish, is_rest), ..wish.clone() };
    let told = || house.bank.ordered.load(Ordering::SeqCst);
    let agreed = house.wish(of(100, false)).await.unwrap();
    assert_eq!(
        (agreed.state, agreed.due.as_deref()),
        (OrderState::Conditional, Some(by.to_string().as_str()))
    );
    house.operations.look_at_conditions(by).await;
    assert_eq!(told(), 0, "the bill is not paid");
    house.wish(of(200, true)).await.unwrap();
    // What is agreed is not given to anybody else meanwhile.
    let more = house.wish(of(201, true)).await;
    assert!(matches!(more, Err(NotOrdered::Unfit(Unfit::NothingLeft))), "{more:?}");
    house.operations.withdraw(house.acting.contact, &OrderKey::of(200)).await.unwrap();
    let listed = house.operations.promised().await.unwrap();
    assert_eq!(listed.iter().map(|row| row.key.as_str()).collect::<Vec<_>>(), [agreed.key.as_str()]);

    house.bank.pays.store(true, Ordering::SeqCst);
    // Two rounds at the same moment: one of them is first.
    tokio::join!(house.operations.look_at_conditions(by), house.operations.look_at_conditions(by));
    assert_eq!(told(), 1);
    assert_eq!(stands(&house, 100).await.state, OrderState::Done);
    assert_eq!(stands(&house, 200).await.state, OrderState::Withdrawn);
    assert!(house.operations.promised().await.unwrap().is_empty());

    // Nobody told the bank: the centre was killed in between. It waits on, and goes ahead.
    let killed = OrderRow { key: OrderKey::of(300).to_string(), state: OrderState::Unknown, ..agreed };
    assert!(house.operations.0.store.put_order(&killed).await.unwrap());
    house.operations.ask(killed).await;
    let waits = stands(&house, 300).await;
    assert_eq!((waits.state, waits.attempt), (OrderState::Conditional, 1));
    house.operations.look_at_conditions(by).await;
    assert_eq!(told(), 2);
    // What was given back already the bank declines to give again.
    assert_eq!(stands(&house, 300).await.state, OrderState::Declined);
    let met = Filter { operation: Some("order.condition_met".parse().unwrap()), ..Filter::default() };
    let recorded = audit::list(house.operations.0.store.db(), &met).await.unwrap();
    assert!(recorded.len() >= 2, "what goes ahead by itself is on record");
}

#[tokio::test]
async fn what_is_not_paid_in_time_lapses_and_nothing_waits_for_what_cannot_come() {
    let house = House::charged().await;
    govern(&house, "");
    let wish = promise(&house).await;
    let when = wish.when.unwrap();
    let today = today();
    let cannot = [
        Condition { by: today.yesterday().unwrap(), ..when },
        Condition { by: today.checked_add(jiff::Span::new().days(61)).unwrap(), ..when },
        Condition { bill: Date::constant(2001, 1, 31), ..when },
    ];
    for when in cannot {
        let refused =
            house.wish(OperationWish { key: OrderKey::of(1), when: Some(when), ..wish.clone() }).await;
        assert!(matches!(refused, Err(NotOrdered::Unfit(Unfit::NoCondition))), "{refused:?}");
    }
    let freeze = OperationWish { when: Some(when), ..house.freeze(1) };
    house.operations.govern(Authority::default());
    assert!(matches!(house.wish(freeze).await, Err(NotOrdered::Unfit(Unfit::NoCondition))));

    govern(&house, "");
    for (key, is_rest) in [(100, false), (200, true)] {
        let amount = part(&wish, is_rest);
        house.wish(OperationWish { key: OrderKey::of(key), amount, ..wish.clone() }).await.unwrap();
    }
    house.operations.look_at_conditions(when.by).await;
    assert_eq!(stands(&house, 100).await.state, OrderState::Conditional, "the last day is not over");
    house.operations.look_at_conditions(when.by.tomorrow().unwrap()).await;
    let lapsed = stands(&house, 100).await;
    assert_eq!((lapsed.state, lapsed.state.counts()), (OrderState::Lapsed, false));
    assert_eq!(house.operations.promised().await.unwrap().len(), 2, "somebody has to call the customer");
    house.bank.pays.store(true, Ordering::SeqCst);
    house.operations.look_at_conditions(when.by.tomorrow().unwrap()).await;
    assert_eq!(house.bank.ordered.load(Ordering::SeqCst), 0, "what lapsed goes ahead no more");
}

#[tokio::test]
async fn what_takes_a_second_person_waits_for_both() {
    let house = House::charged().await;
    govern(&house, "  second person\n");
    let (lee, _) = house.trust.create_account("lee", Role::Supervisor).await.unwrap();
    let wish = promise(&house).await;
    let (by, key) = (wish.when.unwrap().by, OrderKey::of(100));
    house.bank.pays.store(false, Ordering::SeqCst);
    let waiting = house.wish(OperationWish { key: key.clone(), ..wish }).await.unwrap();
    assert_eq!(waiting.state, OrderState::Waiting);
    house.bank.pays.store(true, Ordering::SeqCst);
    house.operations.look_at_conditions(by).await;
    assert_eq!(stands(&house, 100).await.state, OrderState::Waiting, "nobody has approved it");
    let given = house.operations.give(&house.plan, &key, lee.id).await.unwrap();
    assert_eq!((given.state, given.decided_by), (OrderState::Conditional, Some(lee.id)));
    house.operations.look_at_conditions(by).await;
    assert_eq!(stands(&house, 100).await.state, OrderState::Done);
}
