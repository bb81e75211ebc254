//! Rules of the rest of a customer's view: lists are bounded and in order, figures agree with one
//! another, and what they are about is the customer's own.

use crate::customers::matters::MOST_MATTERS;
use crate::customers::movements::{MOST_BILLS, MOST_LIMITS, MOST_TRANSACTIONS};
use crate::customers::person::{MOST_LIFE_EVENTS, MOST_QUIET};
use crate::customers::wealth::MOST_HOLDINGS;
use crate::customers::{BillStatus, Bills, LimitKind, Source, Transaction};
use crate::{Answer, Bank, Error};
use std::collections::BTreeSet;
use vocabulary::CustomerRef;

/// The answer; none when the adapter does not offer the question. Asked twice at rest, it is the same.
async fn told<'a, T: PartialEq + 'a>(ask: impl Fn() -> Answer<'a, T>) -> Option<T> {
    let (once, again) = (ask().await, ask().await);
    assert!(once == again, "the same question at rest gets the same answer");
    match once {
        Err(Error::NotOffered) => None,
        Err(why) => panic!("a customer is not told about: {why}"),
        Ok(answer) => Some(answer),
    }
}

/// Puts the rest of one customer's view through the contract.
pub async fn check(bank: &dyn Bank, customer: &CustomerRef) {
    let accounts = bank.accounts(customer).await.unwrap_or_default();
    let cards = bank.cards(customer).await.unwrap_or_default();
    let of_accounts = accounts.iter().map(|account| Source::Account(account.number.clone()));
    let of_cards = cards.iter().map(|card| Source::Card(card.number.clone()));
    let owned: BTreeSet<Source> = of_accounts.chain(of_cards).collect();
    let is_owned = |on: &Source| assert!(owned.contains(on), "what is told is about the customer's own");

    if let Some(transactions) = told(|| bank.transactions(customer)).await {
        transactions.iter().for_each(|booked| is_owned(&booked.on));
        check_transactions(&transactions);
        for account in &accounts {
            let on = Source::Account(account.number.clone());
            let newest = transactions.iter().find(|booked| booked.on == on);
            let stands =
                newest.and_then(|booked| booked.balance).is_none_or(|balance| balance == account.balance);
            assert!(stands, "the newest transaction leaves what stands on the account");
        }
    }
    if let Some(bills) = told(|| bank.bills(customer)).await {
        bills.bills.iter().for_each(|bill| is_owned(&Source::Card(bill.card.clone())));
        check_bills(&bills);
    }
    if let Some(limits) = told(|| bank.limits(customer)).await {
        assert!(limits.len() <= MOST_LIMITS, "limits are bounded");
        for limit in &limits {
            is_owned(&limit.on);
            assert!(limit.amount.minor >= 0, "a limit is not negative");
            let ends = limit.kind != LimitKind::TemporaryCredit || limit.until.is_some();
            assert!(ends, "a temporary limit has a last day");
        }
    }
    if let Some(reports) = told(|| bank.reports(customer)).await {
        reports.iter().for_each(|report| is_owned(&report.on));
        assert!(reports.len() <= MOST_MATTERS, "reports are bounded");
        assert!(reports.is_sorted_by(|newer, older| newer.at >= older.at), "reports come newest first");
    }
    if let Some(events) = told(|| bank.device_events(customer)).await {
        events.iter().for_each(|event| is_owned(&event.on));
        assert!(events.len() <= MOST_MATTERS, "events of machines are bounded");
        assert!(events.is_sorted_by(|newer, older| newer.at >= older.at), "events come newest first");
    }
    if let Some(productions) = told(|| bank.productions(customer)).await {
        assert!(productions.len() <= MOST_MATTERS, "cards in the making are bounded");
    }
    if let Some(applications) = told(|| bank.applications(customer)).await {
        assert!(applications.len() <= MOST_MATTERS, "applications are bounded");
        assert!(
            applications.iter().all(|one| one.since <= one.moved),
            "an application moves after it came in"
        );
    }
    if let Some(holdings) = told(|| bank.holdings(customer)).await {
        assert!(holdings.loans.len() <= MOST_HOLDINGS, "loans are bounded");
        assert!(holdings.positions.len() <= MOST_HOLDINGS, "investments are bounded");
    }
    if let Some(points) = told(|| bank.points(customer)).await {
        assert!(points.expiring <= points.balance, "no more points run out than there are");
    }
    if let Some(consents) = told(|| bank.consents(customer)).await {
        let purposes: BTreeSet<_> = consents.iter().map(|consent| consent.purpose).collect();
        assert!(purposes.len() == consents.len(), "a purpose is agreed to or not, once");
    }
    if let Some(locks) = told(|| bank.locks(customer)).await {
        let secrets: BTreeSet<_> = locks.iter().map(|lock| lock.secret).collect();
        assert!(secrets.len() == locks.len(), "a secret stands one way");
    }
    if let Some(journeys) = told(|| bank.journeys(customer)).await {
        let back =
            |journey: &crate::customers::Journey| journey.returns.is_none_or(|day| day >= journey.leaves);
        assert!(
            journeys.len() <= MOST_HOLDINGS && journeys.iter().all(back),
            "nobody returns before leaving"
        );
    }
    if let Some(preferences) = told(|| bank.preferences(customer)).await {
        assert!(preferences.quiet.len() <= MOST_QUIET, "times without calls are bounded");
    }
    if let Some(events) = told(|| bank.life_events(customer)).await {
        assert!(events.len() <= MOST_LIFE_EVENTS, "life events are bounded");
        assert!(events.is_sorted_by(|newer, older| newer.on >= older.on), "life events come newest first");
        let kinds: BTreeSet<_> = events.iter().map(|event| (event.kind, event.on)).collect();
        assert!(kinds.len() == events.len(), "a life event is told once");
    }
}

fn check_transactions(all: &[Transaction]) {
    assert!(all.len() <= MOST_TRANSACTIONS, "transactions are bounded");
    assert!(all.is_sorted_by(|newer, older| newer.at >= older.at), "transactions come newest first");
    let accounts: BTreeSet<&Source> = all.iter().map(|booked| &booked.on).collect();
    for on in accounts {
        let of_one: Vec<&Transaction> = all.iter().filter(|booked| booked.on == *on).collect();
        for pair in of_one.windows(2) {
            let (Some(newer), Some(older)) = (pair[0].balance, pair[1].balance) else { continue };
            let follows = newer.minor - pair[0].amount.minor == older.minor;
            assert!(follows, "a balance follows from the one before and the amount between");
        }
    }
}

fn check_bills(all: &Bills) {
    assert!(all.bills.len() <= MOST_BILLS && all.adjustments.len() <= MOST_BILLS, "bills are bounded");
    assert!(
        all.bills.is_sorted_by(|newer, older| newer.closed_on >= older.closed_on),
        "bills come newest first"
    );
    for bill in &all.bills {
        assert!(bill.closed_on < bill.due_on, "a bill is due after it is closed");
        assert!(bill.interest.minor <= bill.total.minor, "interest is part of what is owed");
        let (paid, minimum, total) = (bill.paid.minor, bill.minimum.minor, bill.total.minor);
        let stands = match bill.status {
            BillStatus::Open => true,
            BillStatus::Paid => paid >= total,
            BillStatus::Partial => paid >= minimum && paid < total,
            BillStatus::Missed => paid < minimum,
        };
        assert!(stands, "a bill stands as what was paid of it says");
    }
}

/// A reference nobody has is said to be unknown, whatever is asked.
pub async fn check_stranger(bank: &dyn Bank, stranger: &CustomerRef) {
    let answers = [
        bank.transactions(stranger).await.map(drop),
        bank.bills(stranger).await.map(drop),
        bank.limits(stranger).await.map(drop),
        bank.applications(stranger).await.map(drop),
        bank.reports(stranger).await.map(drop),
        bank.productions(stranger).await.map(drop),
        bank.holdings(stranger).await.map(drop),
        bank.points(stranger).await.map(drop),
        bank.device_events(stranger).await.map(drop),
        bank.consents(stranger).await.map(drop),
        bank.journeys(stranger).await.map(drop),
        bank.locks(stranger).await.map(drop),
        bank.preferences(stranger).await.map(drop),
        bank.life_events(stranger).await.map(drop),
    ];
    let is_unknown =
        |answer: &Result<(), Error>| matches!(answer, Err(Error::UnknownCustomer | Error::NotOffered));
    assert!(answers.iter().all(is_unknown), "a reference nobody has is said to be unknown");
}
