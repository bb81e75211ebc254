//! What is offered: all that can be done, and nothing else.

use super::*;

fn govern(house: &House) {
    let all = What::ALL.map(What::tag).join(", ");
    house.operations.govern(Authority::read(&format!("authority 9\nrule all\n  do {all}")).unwrap());
}

impl House {
    async fn offered(&self, what: What) -> Vec<OperationWish> {
        let all = self.operations.proposals(&self.plan, &self.acting).await.unwrap();
        all.into_iter().map(|one| one.wish).filter(|wish| wish.what == what).collect()
    }

    /// The fee that is offered to be given back, of a reference.
    async fn fee(&self, item: &Option<String>) -> Option<Money> {
        self.offered(What::AdjustFee).await.into_iter().find(|wish| wish.item == *item)?.amount
    }

    /// What the bank tells is looked at anew.
    async fn look_again(&self) {
        let customers = &self.operations.0.customers;
        customers.renew(self.acting.contact);
        customers.watch(self.acting.contact).unwrap().wait_for(|view| view.is_whole()).await.unwrap();
    }
}

#[tokio::test]
async fn what_was_given_before_is_not_offered_again_whoever_gave_it() {
    let house = House::charged().await;
    govern(&house);
    let whole = house.offered(What::AdjustFee).await.swap_remove(0);
    let (item, all) = (whole.item.clone(), whole.amount.unwrap());
    let of = |key, minor| OperationWish {
        key: OrderKey::of(key),
        amount: Some(Money { minor, ..all }),
        ..whole.clone()
    };
    let rest = |minor| Some(Money { minor, ..all });
    // A part is given, and the rest stays; a little more than the rest is no more there.
    let given = house.wish(of(1, all.minor - 5)).await.unwrap();
    assert_eq!(given.state, OrderState::Done);
    house.look_again().await;
    assert_eq!(house.fee(&item).await, rest(5));
    assert!(matches!(house.wish(of(2, 6)).await, Err(NotOrdered::Unfit(Unfit::Amount))));
    // What nobody knows the end of is not offered until the bank has said.
    house.bank.is_mute.store(true, Ordering::SeqCst);
    let unknown = house.wish(of(3, 2)).await.unwrap();
    assert_eq!((unknown.state, house.fee(&item).await), (OrderState::Unknown, None));
    // Whoever serves the customer sees that something is open, and then that nothing is.
    let open = |view: &crate::CustomerView| match &view.work {
        crate::Panel::Ready { value, .. } => Some(value.orders.len()),
        _ => None,
    };
    let mut view = house.operations.0.customers.watch(house.acting.contact).unwrap();
    view.wait_for(|view| open(view) == Some(1)).await.unwrap();
    assert!(matches!(house.wish(of(4, 1)).await, Err(NotOrdered::Unfit(Unfit::Unsettled))));
    house.bank.is_mute.store(false, Ordering::SeqCst);
    house.operations.ask(unknown).await;
    view.wait_for(|view| open(view) == Some(0)).await.unwrap();
    house.look_again().await;
    assert_eq!(house.fee(&item).await, rest(3));
    // Somebody in a branch gives the rest: only the bank knows.
    let number = house.bank.bank.cards(&house.acting.customer).await.unwrap();
    let number = number.into_iter().find(|card| card.number.masked() == whole.card).unwrap().number;
    let elsewhere = Order {
        key: OrderKey::of(5),
        customer: house.acting.customer.clone(),
        instruction: Instruction::AdjustFee {
            card: number,
            charge: item.clone().unwrap(),
            amount: rest(3).unwrap(),
        },
        reason: Reason::Goodwill,
        contact: ContactId(71),
        by: house.acting.account,
        approved_by: None,
    };
    assert!(matches!(house.bank.bank.operate(&elsewhere).await, Ok(Outcome::Done { .. })));
    house.look_again().await;
    assert_eq!(house.fee(&item).await, None);
    assert!(matches!(house.wish(of(6, 1)).await, Err(NotOrdered::Unfit(Unfit::NothingLeft))));
    // What was undone is there again.
    let undo = house.offered(What::Reverse).await;
    let undo = undo.into_iter().find(|wish| wish.item == given.reference).unwrap();
    house.wish(OperationWish { key: OrderKey::of(7), ..undo }).await.unwrap();
    house.look_again().await;
    assert_eq!(house.fee(&item).await, rest(all.minor - 5));
    // A purchase is disputed once, be it in part.
    let purchase = house.offered(What::Dispute).await.swap_remove(0);
    let part = Money { minor: 1, ..purchase.amount.unwrap() };
    house.wish(OperationWish { key: OrderKey::of(8), amount: Some(part), ..purchase.clone() }).await.unwrap();
    house.look_again().await;
    assert!(house.offered(What::Dispute).await.iter().all(|one| one.item != purchase.item));
    let again = house.wish(OperationWish { key: OrderKey::of(9), ..purchase }).await;
    assert!(matches!(again, Err(NotOrdered::Unfit(Unfit::Already))), "{again:?}");
}

#[tokio::test]
async fn a_panel_that_does_not_come_takes_only_what_needs_it() {
    let house = House::charged().await;
    govern(&house);
    house.bank.hides_cards.store(true, Ordering::SeqCst);
    house.look_again().await;
    // What protects goes by the cards as they were before.
    assert!(
        !house.offered(What::Freeze).await.is_empty() && !house.offered(What::ReportLoss).await.is_empty()
    );
    assert!(!house.offered(What::AdjustFee).await.is_empty());
    assert!(!house.offered(What::Unlock).await.is_empty());
    assert!(
        house.offered(What::RaiseLimit).await.is_empty() && house.offered(What::ReplaceCard).await.is_empty()
    );
    assert!(matches!(house.wish(house.raise(1, 10, 20)).await, Err(NotOrdered::NotThere(_))));
    assert_eq!(house.wish(house.freeze(2)).await.unwrap().state, OrderState::Done);
}

#[tokio::test]
async fn only_the_reasons_that_are_offered_are_taken() {
    let house = House::open().await;
    let strange = OperationWish { reason: Reason::Damaged, ..house.freeze(1) };
    assert!(matches!(house.wish(strange).await, Err(NotOrdered::Unfit(Unfit::Reason))));
    assert_eq!(house.bank.ordered.load(Ordering::SeqCst), 0);
}

/// A customer may close the way out for transfers, and have it opened again.
#[tokio::test]
async fn a_transfer_limit_of_nothing_can_be_raised_again() {
    let house = House::open().await;
    let strong = Acting { level: Level::Strong, ..house.acting.clone() };
    let wish = |wish| house.operations.wish(&house.plan, &house.actor, &strong, wish);
    let proposed = house.offered(What::SetTransferLimit).await.swap_remove(0);
    let nothing = Money { minor: 0, ..proposed.amount.unwrap() };
    let closed =
        wish(OperationWish { key: OrderKey::of(1), amount: Some(nothing), ..proposed }).await.unwrap();
    assert_eq!(closed.state, OrderState::Done);
    house.look_again().await;
    let again = house.offered(What::SetTransferLimit).await.swap_remove(0);
    assert!(again.amount.unwrap().minor > 0);
    let opened = wish(OperationWish { key: OrderKey::of(2), ..again }).await.unwrap();
    assert_eq!(opened.state, OrderState::Done);
}
