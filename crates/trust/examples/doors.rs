//! Measures trust: a permission checked, a sealed value opened, audit entries made durable a second, and verified a
//! second. For `cargo xtask bench trust`.
//!
//! Arguments: entries, and a folder for the data. Prints one line of JSON.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on has failed")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;
use store::audit::{self, Audit, Code, Entry, Kind, PublicKey};
use store::{Batch, ContactChange, Options, Store};
use trust::{Role, Trust, may};
use vocabulary::{AccountId, ContactId, CustomerRef, Language, PhoneNumber, Time};

/// Requests that are answered at the same time, each waiting for its entry.
const AT_ONCE: u64 = 1_000;
/// Permission checks.
const CHECKS: u32 = 200_000;
/// Sealed values that are opened.
const OPENED: u32 = 10_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, entries, folder] = arguments.as_slice() else { panic!("give entries and a folder") };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    println!("{}", runtime.block_on(measure(entries.parse().unwrap(), Path::new(folder))));
}

async fn measure(entries: u64, folder: &Path) -> String {
    let options = || Options { migrations: trust::MIGRATIONS.to_vec(), ..Options::new(folder) };
    let store = Store::open(options()).await.unwrap();
    let permission_ns = permission(&Trust::new(store.db().clone())).await;
    let unsealed_us = unsealed(&store).await;
    let begun = Instant::now();
    let lots = (0..AT_ONCE).map(|lot| tokio::spawn(record(store.audit().clone(), lot, entries / AT_ONCE)));
    for lot in lots.collect::<Vec<_>>() {
        lot.await.unwrap();
    }
    let written = entries as f64 / begun.elapsed().as_secs_f64();
    store.close().await;

    let db = Store::beside(options()).await.unwrap();
    let begun = Instant::now();
    let verified = audit::verify(&db, PublicKey::of_folder(folder).unwrap(), &[]).await.unwrap();
    let rate = verified.entries as f64 / begun.elapsed().as_secs_f64();
    assert!(verified.findings.is_empty() && verified.entries >= entries / AT_ONCE * AT_ONCE);
    format!(
        "{{\"entries\":{},\"permission_ns\":{permission_ns},\"unsealed_us\":{unsealed_us},\"written\":{written},\"verified\":{rate}}}",
        verified.entries
    )
}

/// A token that is known, looked up, and asked for a permission, as for each request.
async fn permission(trust: &Trust) -> f64 {
    let (_, token) = trust.create_account("kim", Role::Supervisor).await.unwrap();
    trust.authenticate(Some(token.expose())).await.unwrap();
    let begun = Instant::now();
    for _ in 0..CHECKS {
        let identity = trust.authenticate(Some(black_box(token.expose()))).await.unwrap();
        black_box(identity.permit::<may::ContactsRead>().unwrap());
    }
    begun.elapsed().as_nanos() as f64 / f64::from(CHECKS)
}

/// A caller's number, opened as a customer's view shows it: its key is read and unwrapped each time, for what is erased
/// must not open from memory.
async fn unsealed(store: &Store) -> f64 {
    let contact = ContactId(1);
    let opened = ContactChange::Opened {
        contact,
        at: Time(1),
        line: "line".parse().unwrap(),
        language: Language::English,
        caller: Some(PhoneNumber::new("+821055501234").unwrap()),
    };
    store.journal().append(Batch { records: Vec::new(), changes: vec![opened] }).unwrap();
    let row = loop {
        match store.contact(contact).await.unwrap() {
            Some(row) => break row,
            None => tokio::task::yield_now().await,
        }
    };
    let begun = Instant::now();
    for _ in 0..OPENED {
        black_box(store.unseal_caller(black_box(&row)).await.unwrap().unwrap());
    }
    begun.elapsed().as_secs_f64() * 1e6 / f64::from(OPENED)
}

/// Looks at customers, one after the other.
async fn record(audit: Audit, lot: u64, count: u64) {
    for n in 0..count {
        let mut entry =
            Entry::new(Time((lot + n) as i64), Code::of("read_customer"), Kind::Look, Code::of("10.0.0.7"));
        entry.account = Some(AccountId(lot));
        entry.contact = Some(ContactId(n));
        entry.customer = Some(CustomerRef::new(&format!("customer-{}", lot * count + n)).unwrap());
        audit.record(entry).await.unwrap();
    }
}
