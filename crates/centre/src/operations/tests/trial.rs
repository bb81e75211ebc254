//! Other rules, tried on what was done.

use super::*;
use crate::operations::trial::try_rules;

#[tokio::test]
async fn other_rules_are_tried_on_what_was_done() {
    let house = House::open().await;
    house.trust.create_account("lee", Role::Supervisor).await.unwrap();
    for (key, percent) in [(1, 10), (2, 10), (3, 80)] {
        house.wish(house.raise(key, percent, 20)).await.unwrap();
    }
    house.wish(house.freeze(4)).await.unwrap();
    let orders = house.operations.0.store.orders_from(vocabulary::Time(0), None).await.unwrap();
    let teams = &house.plan.teams;
    let tried = |text: &str, orders: &[OrderRow], since| {
        try_rules(&Authority::read(text).unwrap(), teams, orders, vocabulary::Time(since))
    };
    let same = tried(Authority::BUILT_IN, &orders, 0);
    assert_eq!((same.tried, same.untold, same.changed.len()), (4, 0, 0), "{:?}", same.changed);

    let stricter = "authority 4\nrule protect\n  do freeze\n  level strong\nrule limit\n  do raise_limit\n  \
                    times 1 in 365 days\nrule two\n  do raise_limit\n  second person";
    let trial = tried(stricter, &orders, 0);
    let read = |changed: &Changed| (changed.order.key.clone(), changed.was, changed.would.decision);
    let changed: Vec<_> = trial.changed.iter().map(read).collect();
    let (second, frozen) = (OrderKey::of(2).to_string(), OrderKey::of(4).to_string());
    let expected =
        [(second, Decision::Alone, Decision::SecondPerson), (frozen, Decision::Alone, Decision::Refused)];
    assert_eq!(changed, expected, "the first raise has no past, the last took two before");
    let needs = [::conditions::Unmet::Level { needs: Level::Strong }];
    assert_eq!(trial.changed[1].would.unmet, needs);
    assert_eq!(trial.counts().values().sum::<usize>(), 2);

    // What lies before is past alone, and what does not say how it was judged is counted.
    let last = orders[3].asked_at.0;
    assert_eq!(tried(stricter, &orders, last).tried, 1);
    let untold: Vec<OrderRow> = orders.iter().map(|row| OrderRow { judged: None, ..row.clone() }).collect();
    let trial = tried(stricter, &untold, 0);
    assert_eq!((trial.tried, trial.untold), (0, 4));
}
