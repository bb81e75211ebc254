//! Rules of finding: by whatever somebody has, and by nothing else.

use super::Sample;
use crate::finding::{Found, Key, MOST_FOUND, Match, NameText};
use crate::{Bank, Error};
use std::time::{Duration, Instant};
use vocabulary::{CustomerRef, DocumentNumber};

/// A bank gets ready within this, and is asked so often meanwhile.
const READY_WITHIN: Duration = Duration::from_secs(300);
const AGAIN_AFTER: Duration = Duration::from_millis(100);

/// Puts finding through the contract. An adapter that does not offer it passes.
pub async fn check(bank: &dyn Bank, sample: &Sample) {
    if find(bank, &Key::Telephone(sample.nobody.clone())).await == Err(Error::NotOffered) {
        return;
    }
    let these = |found| match found {
        Ok(Found::These(all)) => all,
        other => panic!("whole numbers find people: {other:?}"),
    };
    let nobody = these(find(bank, &Key::Telephone(sample.nobody.clone())).await);
    assert!(nobody.is_empty(), "a number nobody registered finds nobody");
    let (telephone, mut expected) = sample.several.clone();
    let mut found: Vec<CustomerRef> =
        these(find(bank, &Key::Telephone(telephone)).await).into_iter().map(who).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "a shared number finds all who share it");
    for (customer, _) in &sample.people {
        let identity = bank.identity(customer).await.expect("a customer who is found has an identity");
        let told = |all: Vec<Match>| {
            let own = all.iter().find(|found| found.customer == *customer);
            assert!(
                own.is_some_and(|own| own.identity == identity),
                "a customer is found as the registry says"
            );
        };
        if let Some(document) = &identity.document {
            told(these(find(bank, &Key::Document(document.number.clone())).await));
        }
        for card in bank.cards(customer).await.unwrap_or_default() {
            let found = these(find(bank, &Key::Card(card.number)).await);
            assert!(found.len() == 1, "a card is one customer's");
            told(found);
        }
        let text = NameText::new(&identity.name.expose()).expect("a name can be looked for");
        told(these(find(bank, &Key::Name { text: text.clone(), born: identity.birthday }).await));
        match find(bank, &Key::Name { text, born: None }).await {
            Ok(Found::These(all)) => told(all),
            Ok(Found::TooMany { count }) => {
                assert!(count as usize > MOST_FOUND, "a few are told about");
            }
            Err(why) => panic!("a whole name is looked for: {why}"),
        }
    }
    let never = DocumentNumber::new("NOBODY0NOBODY0").expect("letters and digits");
    assert!(these(find(bank, &Key::Document(never)).await).is_empty(), "a document nobody has finds nobody");
}

/// Whom it finds, once the bank is ready to look.
async fn find(bank: &dyn Bank, key: &Key) -> Result<Found, Error> {
    let began = Instant::now();
    loop {
        match bank.find(key).await {
            Err(Error::NotReady { percent }) => {
                assert!(percent < 100, "what is done in full is ready");
                assert!(
                    began.elapsed() < READY_WITHIN,
                    "the bank is not ready to look for anybody: {percent} %"
                );
                tokio::time::sleep(AGAIN_AFTER).await;
            }
            answered => return answered,
        }
    }
}

fn who(found: Match) -> CustomerRef {
    found.customer
}
