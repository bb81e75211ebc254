//! The demonstration bank as a process of its own, and its twin in this one: of the same seed and the same day, so that
//! tests know what customers know, and what there is to be done for whom.

use super::output::Output;
use super::records::block_on;
use super::{LIMIT, ask_until, http};
use bank::Bank;
use bank::customers::{Bill, BillStatus, Card, CardKind, CardStatus, Source, Transaction, TransactionKind};
use conditions::Operation;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sandbox_bank::{Credentials, SandboxBank};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;
use vocabulary::{CustomerRef, Language, Money, SecretDigits, Tier};

const SEED: u64 = 7;
const CUSTOMERS: usize = 1_500;

/// A bank that serves until its handle is gone.
pub struct BankProcess {
    folder: TempDir,
    day: Date,
    child: Child,
    address: SocketAddr,
    twin: SandboxBank,
}

/// A customer with a credit card in use, alone with that telephone.
pub struct Holder {
    /// What the customer keys in, and calls from.
    pub known: Credentials,
    pub tier: Tier,
    /// The card, behind its mask, and its limit.
    pub card: String,
    pub limit: Money,
    /// What can be done for the customer.
    pub can: BTreeSet<Operation>,
    /// A fee was charged to the card, and a bill of it is not paid.
    pub waits: bool,
}

/// What the bank did, as it remembers it.
#[derive(Debug, PartialEq, Eq)]
pub struct Done {
    pub customer: CustomerRef,
    pub reference: String,
    /// What it changed, in the bank's own words.
    pub what: String,
}

impl BankProcess {
    /// Starts one, and waits until it serves.
    ///
    /// # Panics
    /// When the program is not built; says what to do.
    pub fn start() -> BankProcess {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let day = Timestamp::now().to_zoned(TimeZone::UTC).date();
        let mut command = program(day, &folder.path().join("orders"));
        command.args(["--http", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the bank can be started");
        let said = Output::of(child.stdout.take().expect("standard output is ours"));
        let Some(address) = said.wait(LIMIT, address_in) else {
            child.kill().expect("a child of ours can be killed");
            panic!("the bank does not serve: {}", said.tail());
        };
        BankProcess { twin: SandboxBank::on(day, SEED, CUSTOMERS), folder, day, child, address }
    }

    /// Its address for the configuration.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Customers who speak the language, and between them have something of everything: as few as may be.
    pub fn between_them(&self, language: Language) -> Vec<Holder> {
        let mut all: Vec<Holder> = self.holders(language).collect();
        let mut missing = BTreeSet::from(Operation::ALL);
        let mut chosen = Vec::new();
        while !missing.is_empty() {
            let gives = |holder: &Holder| holder.can.intersection(&missing).count();
            let most = (0..all.len()).rev().max_by_key(|at| gives(&all[*at])).expect("there are customers");
            let best = all.swap_remove(most);
            let before = missing.len();
            missing.retain(|what| !best.can.contains(what));
            assert!(missing.len() < before, "nobody who speaks {language} has anything of {missing:?}");
            chosen.push(best);
        }
        chosen
    }

    /// Customers who speak the language and can be told apart by their telephones.
    pub fn holders(&self, language: Language) -> impl Iterator<Item = Holder> {
        let all = (0..CUSTOMERS).filter_map(|place| self.twin.credentials(place));
        all.filter(move |known| known.language == language).filter_map(|known| block_on(self.holder(known)))
    }

    async fn holder(&self, known: Credentials) -> Option<Holder> {
        let (bank, customer) = (&self.twin, known.customer.clone());
        let cards = bank.cards(&customer).await.ok()?;
        let in_use = |card: &&Card| card.kind == CardKind::Credit && card.status == CardStatus::Active;
        let card = cards.iter().find(in_use)?;
        let (mask, limit) = (card.number.masked(), card.limit?);
        if bank.holders(&known.telephone).await.ok()?.len() != 1 {
            return None;
        }
        let bills = bank.bills(&customer).await.ok()?.bills;
        let booked = bank.transactions(&customer).await.ok()?;
        let is_on_card = |one: &&Transaction| one.amount.minor < 0 && matches!(one.on, Source::Card(_));
        let charged = |kind| booked.iter().filter(is_on_card).any(|one| one.kind == kind);
        let is_unpaid = |bill: &&Bill| bill.paid.minor < bill.total.minor;
        let there = [
            (Operation::ResendStatement, !bills.is_empty()),
            (Operation::Instalment, bills.iter().filter(is_unpaid).any(|one| one.status == BillStatus::Open)),
            (Operation::AdjustInterest, bills.iter().any(|one| one.interest.minor > 0)),
            (Operation::AdjustFee, charged(TransactionKind::Fee)),
            (Operation::AdjustAnnualFee, charged(TransactionKind::AnnualFee)),
            (Operation::Dispute, charged(TransactionKind::Purchase)),
        ];
        let absent = |what: &Operation| there.contains(&(*what, false));
        let is_fee = |one: &Transaction| {
            one.kind == TransactionKind::Fee && one.on == Source::Card(card.number.clone())
        };
        let waits =
            booked.iter().any(is_fee) && bills.iter().filter(is_unpaid).any(|bill| bill.card == card.number);
        Some(Holder {
            tier: bank.identity(&customer).await.ok()?.tier,
            card: mask,
            limit,
            can: Operation::ALL.into_iter().filter(|what| !absent(what)).collect(),
            waits,
            known,
        })
    }

    /// The first one-time code that it will send to this customer.
    pub fn code_to_come(&self, customer: &CustomerRef) -> SecretDigits {
        let other = SandboxBank::on(self.day, SEED, CUSTOMERS);
        block_on(other.send_code(customer)).expect("the bank knows its customers");
        other.code_of(customer).expect("a code was sent")
    }

    /// Somebody tries a customer's transaction PIN elsewhere until it is locked.
    pub fn locks(&self, customer: &CustomerRef) {
        let tried = json!({"customer": customer, "secret": "transaction_pin", "right": false});
        ask_until("locked", || {
            let told = self.control("POST", "tries", &tried);
            if told["outcome"] == "locked" { Ok(()) } else { Err(told.to_string()) }
        });
    }

    /// A customer pays whatever is open of bills.
    pub fn pays(&self, customer: &CustomerRef) {
        let paid = self.control("POST", "payments", &json!({"customer": customer}));
        assert!(paid["paid"].as_u64() > Some(0), "{paid}");
    }

    /// Has one of its systems err from now on; `none` has it behave again.
    pub fn errs(&self, subsystem: &str, fault: &str) {
        self.control("PUT", &format!("behaviour/{subsystem}"), &json!({"fault": fault}));
    }

    fn control(&self, method: &str, what: &str, body: &Value) -> Value {
        let answer = http::ask(self.address, method, &format!("/control/{what}"), None, Some(body));
        let answer = answer.expect("the bank answers");
        assert!((200..300).contains(&answer.status), "{}", answer.text);
        answer.json()
    }

    /// All that it did for customers, in that order.
    pub fn done(&self) -> Vec<Done> {
        let kept = std::fs::read_to_string(self.orders()).unwrap_or_default();
        // The last line may be just about to be written.
        let lines = kept.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter_map(|line| self.change(&line["change"])).collect()
    }

    fn change(&self, told: &Value) -> Option<Done> {
        let place = usize::try_from(told[0].as_u64()?).ok()?;
        let (reference, what) = (told[1]["reference"].as_str()?.to_owned(), &told[1]["what"]);
        let named = what.as_object().and_then(|what| what.keys().next());
        let what = what.as_str().or(named.map(String::as_str))?.to_owned();
        Some(Done { customer: self.twin.customer(place)?.reference, reference, what })
    }

    /// Checks all books, with what it did, by the program itself.
    pub fn checks_its_books(&self) {
        let copy = self.folder.path().join("checked");
        std::fs::copy(self.orders(), &copy).expect("a temporary folder takes files");
        let output = program(self.day, &copy).arg("--check-books").output().expect("it can be started");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(output.status.success() && said.contains("balance"), "{said}");
    }

    fn orders(&self) -> PathBuf {
        self.folder.path().join("orders")
    }
}

impl Drop for BankProcess {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The bank of these tests, by the program that was built beside the one under test.
fn program(day: Date, orders: &Path) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_heliotrope")).with_file_name("sandbox-bank");
    assert!(program.is_file(), "the demonstration bank is not built: run `cargo build -p sandbox-bank`");
    let mut command = Command::new(program);
    let (seed, customers) = (SEED.to_string(), CUSTOMERS.to_string());
    command.args(["--seed", &seed, "--customers", &customers, "--day", &day.to_string(), "--orders"]);
    command.arg(orders).stdin(Stdio::null());
    command
}

/// Where it listens, in the one line it says.
fn address_in(said: &str) -> Option<SocketAddr> {
    said.lines().find_map(|line| line.split_once(" at http://")?.1.trim().parse().ok())
}
