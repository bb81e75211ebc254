//! Orders: from state to state, and read by their state.

use store::{Options, OrderRow, OrderState, Store, Whose};
use vocabulary::{AccountId, AgentId, ContactId, CustomerRef, Money, Time};

pub async fn move_from_state_to_state(options: Options) {
    let store = Store::open(options.clone()).await.unwrap();
    let customer = || CustomerRef::new("k-7").unwrap();
    let amount = Money { minor: 70, currency: "KRW".to_owned().try_into().unwrap() };
    let order = OrderRow {
        key: "a1".to_owned(),
        contact: ContactId(3),
        customer: customer(),
        agent: AgentId(1),
        account: AccountId(4),
        operation: "raise_limit".to_owned(),
        card: "990012…4564".to_owned(),
        amount: Some(amount),
        counted_minor: Some(20),
        until: Some("2026-03-01".to_owned()),
        item: Some("T-9".to_owned()),
        months: Some(12),
        paid_bill: Some("2026-02-28".to_owned()),
        due: Some("2026-03-20".to_owned()),
        attempt: 0,
        judged: Some(r#"{"level":"verified"}"#.to_owned()),
        bill: None,
        reason: "travel".to_owned(),
        rule: "1:limit".to_owned(),
        state: OrderState::Waiting,
        reference: None,
        why: None,
        asked_at: Time(1_000),
        decided_by: None,
        settled_at: None,
    };
    assert!(store.put_order(&order).await.unwrap());
    let same_key = OrderRow { contact: ContactId(9), ..order.clone() };
    assert!(!store.put_order(&same_key).await.unwrap(), "a key names one order");
    assert_eq!(store.order("a1").await.unwrap(), Some(order.clone()));

    let approved = OrderRow { state: OrderState::Unknown, decided_by: Some(AccountId(5)), ..order.clone() };
    assert!(store.move_order(&approved, &order).await.unwrap());
    assert!(!store.move_order(&approved, &order).await.unwrap(), "it waits no more");
    let (reference, settled_at) = (Some("OP-1".to_owned()), Some(Time(2_000)));
    let done = OrderRow { state: OrderState::Done, reference, settled_at, ..approved.clone() };
    let stale = OrderRow { attempt: 1, ..approved.clone() };
    assert!(!store.move_order(&done, &stale).await.unwrap(), "it is another attempt");
    assert!(store.move_order(&done, &approved).await.unwrap());
    let later = OrderRow { key: "b2".to_owned(), asked_at: Time(3_000), agent: AgentId(2), ..order.clone() };
    assert!(store.put_order(&later).await.unwrap());

    assert_eq!(store.orders_of_contact(ContactId(3)).await.unwrap(), [later.clone(), done.clone()]);
    assert_eq!(store.orders_in(OrderState::Waiting, None).await.unwrap(), std::slice::from_ref(&later));
    let lapsed = |key: &str, settled_at| {
        let (key, contact, agent, state) = (key.to_owned(), ContactId(5), AgentId(3), OrderState::Lapsed);
        let (operation, settled_at) = ("adjust_fee".to_owned(), Some(Time(settled_at)));
        OrderRow { key, contact, agent, state, settled_at, operation, ..order.clone() }
    };
    let (old, late) = (lapsed("c3", 10), lapsed("c4", 20));
    for row in [&old, &late] {
        assert!(store.put_order(row).await.unwrap());
    }
    assert_eq!(store.lapsed_orders(Time(10)).await.unwrap(), [late.clone(), old]);
    assert_eq!(store.lapsed_orders(Time(11)).await.unwrap(), [late]);
    let keys = |rows: Vec<OrderRow>| rows.into_iter().map(|row| row.key).collect::<Vec<_>>();
    let from = store.orders_from(Time(0), None).await.unwrap();
    let second = from[1].clone();
    assert_eq!(keys(from), ["a1", "c3", "c4", "b2"]);
    assert_eq!(keys(store.orders_from(Time(0), Some(&second)).await.unwrap()), ["c4", "b2"]);
    assert_eq!(keys(store.orders_from(Time(1_001), None).await.unwrap()), ["b2"]);
    let since = |at, whose| store.orders_since("raise_limit", Time(at), whose);
    assert_eq!(since(0, Whose::Agent(AgentId(1))).await.unwrap(), [done]);
    assert_eq!(since(2_000, Whose::Customer(&customer())).await.unwrap(), [later]);
    assert_eq!(store.orders_since("freeze", Time(0), Whose::Agent(AgentId(1))).await.unwrap(), []);

    // More than are told in one go, some of them of the same moment: each comes once, the oldest first.
    let many: Vec<OrderRow> = (0..230)
        .map(|nth| {
            let (key, asked_at) = (format!("n{nth:03}"), Time(10_000 + nth / 150));
            OrderRow { key, asked_at, state: OrderState::Pending, ..order.clone() }
        })
        .collect();
    for row in many.iter().rev() {
        assert!(store.put_order(row).await.unwrap());
    }
    let mut told: Vec<OrderRow> = Vec::new();
    loop {
        let portion = store.orders_in(OrderState::Pending, told.last()).await.unwrap();
        if portion.is_empty() {
            break;
        }
        told.extend(portion);
    }
    assert_eq!(told, many);
    store.close().await;
}
