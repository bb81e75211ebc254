//! Orders against a bank that loses answers and is killed: nothing is done twice, and nothing is said to be
//! done that was not.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

use bank::customers::{Bill, BillStatus, CardStatus, LimitKind};
use bank::http::{HttpBank, Limits};
use bank::operations::{Declined, Instruction, Order, OrderKey, Outcome, Reason};
use bank::{Bank, Error};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use sandbox_bank::SandboxBank;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tokio::runtime::Runtime;
use vocabulary::{AccountId, ContactId, CustomerRef, Money};

const TODAY: Date = date(2026, 2, 10);
const SEED: u64 = 7;
const CUSTOMERS: usize = 400;

fn order(key: u128, customer: &CustomerRef, instruction: Instruction) -> Order {
    Order {
        key: OrderKey::of(key),
        customer: customer.clone(),
        instruction,
        reason: Reason::CustomerRequest,
        contact: ContactId(1),
        by: AccountId(1),
        approved_by: None,
    }
}

async fn bills_with_interest(bank: &dyn Bank, twin: &SandboxBank) -> Vec<(CustomerRef, Bill)> {
    let mut all = Vec::new();
    for place in 0..CUSTOMERS {
        let customer = twin.credentials(place).unwrap().customer;
        let bills = bank.bills(&customer).await.unwrap().bills;
        all.extend(
            bills.into_iter().filter(|bill| bill.interest.minor > 0).map(|bill| (customer.clone(), bill)),
        );
    }
    all
}

#[tokio::test]
async fn the_bank_keeps_its_own_bounds() {
    let bank = SandboxBank::on(TODAY, SEED, CUSTOMERS);
    let (customer, bill) = bills_with_interest(&bank, &bank).await.swap_remove(0);
    let of = |minor| Instruction::AdjustInterest {
        card: bill.card.clone(),
        closed_on: bill.closed_on,
        amount: Money { minor, ..bill.interest },
    };
    let all = bill.interest.minor;
    let mut key = 0;
    let mut check = async |instruction: Instruction, expected: Result<(), Declined>| {
        key += 1;
        let outcome = bank.operate(&order(key, &customer, instruction)).await.unwrap();
        let read = match outcome {
            Outcome::Done { .. } => Ok(()),
            Outcome::Declined { why } => Err(why),
            other => panic!("{other:?}"),
        };
        assert_eq!(read, expected, "order {key}");
    };
    check(of(0), Err(Declined::NotPossible)).await;
    check(of(all + 1), Err(Declined::TooMuch)).await;
    check(of(all - 1), Ok(())).await;
    check(of(2), Err(Declined::TooMuch)).await;
    check(of(1), Ok(())).await;
    let given: i64 =
        bank.bills(&customer).await.unwrap().adjustments.iter().map(|one| one.amount.minor).sum();
    assert_eq!(given, all);

    let cards = bank.cards(&customer).await.unwrap();
    let card = cards.iter().find(|card| card.limit.is_some() && card.status == CardStatus::Active).unwrap();
    let limit = card.limit.unwrap();
    let raise = |minor, until| Instruction::RaiseLimit {
        card: card.number.clone(),
        amount: Money { minor, ..limit },
        until,
    };
    let later = date(2026, 3, 12);
    check(raise(limit.minor, later), Err(Declined::NotPossible)).await;
    check(raise(limit.minor * 2 + 1, later), Err(Declined::TooMuch)).await;
    check(raise(limit.minor + 1, date(2026, 12, 1)), Err(Declined::TooMuch)).await;
    check(raise(limit.minor + 1, TODAY.yesterday().unwrap()), Err(Declined::NotPossible)).await;
    check(raise(limit.minor + 1, TODAY), Ok(())).await;
    check(raise(limit.minor + 1, later), Ok(())).await;
    let raised = bank.limits(&customer).await.unwrap();
    let raised = raised.iter().find(|limit| limit.kind == LimitKind::TemporaryCredit).unwrap();
    assert_eq!((raised.amount.minor, raised.until), (limit.minor + 1, Some(later)));
}

#[tokio::test]
async fn a_raised_limit_goes_back_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("orders");
    let (customer, card) = {
        let bank = SandboxBank::on(TODAY, SEED, CUSTOMERS);
        bank.keep_orders(&file).unwrap();
        let mut found = None;
        for place in 0..CUSTOMERS {
            let customer = bank.credentials(place).unwrap().customer;
            let cards = bank.cards(&customer).await.unwrap();
            if let Some(card) =
                cards.into_iter().find(|card| card.limit.is_some() && card.status == CardStatus::Active)
            {
                found = Some((customer, card));
                break;
            }
        }
        let (customer, card) = found.unwrap();
        let limit = card.limit.unwrap();
        let amount = Money { minor: limit.minor + 100, ..limit };
        let raise = Instruction::RaiseLimit { card: card.number.clone(), amount, until: date(2026, 3, 1) };
        assert!(matches!(bank.operate(&order(1, &customer, raise)).await, Ok(Outcome::Done { .. })));
        (customer, card)
    };
    for (day, holds) in [(date(2026, 3, 1), true), (date(2026, 3, 2), false)] {
        let bank = SandboxBank::on(day, SEED, CUSTOMERS);
        bank.keep_orders(&file).unwrap();
        let limits = bank.limits(&customer).await.unwrap();
        let ours = |limit: &&bank::customers::Limit| {
            limit.kind == LimitKind::TemporaryCredit
                && limit.on == bank::customers::Source::Card(card.number.clone())
        };
        assert_eq!(limits.iter().filter(ours).count() == 1, holds, "{day}");
    }
}

#[tokio::test]
async fn what_customers_pay_elsewhere_is_in_bills_and_books_after_a_new_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("orders");
    let is_open = |bill: &Bill| bill.paid.minor < bill.total.minor;
    let start = || {
        let bank = SandboxBank::on(TODAY, SEED, CUSTOMERS);
        bank.keep_orders(&file).unwrap();
        bank
    };
    let bank = start();
    let customers = (0..CUSTOMERS).map(|place| bank.credentials(place).unwrap().customer);
    let mut paid = BTreeMap::new();
    for customer in customers {
        let bills = bank.bills(&customer).await.unwrap().bills;
        let open = bills.iter().filter(|bill| is_open(bill)).count();
        assert_eq!(bank.pay_bills(&customer).unwrap(), open);
        if open > 0 {
            paid.insert(customer, open);
        }
    }
    assert!(paid.len() > 10);
    drop(bank);
    // As it was left, and as it is left by the first round.
    for round in 0..2 {
        let bank = start();
        for customer in paid.keys() {
            let bills = bank.bills(customer).await.unwrap().bills;
            assert!(bills.iter().all(|bill| !is_open(bill) && bill.status == BillStatus::Paid));
            assert_eq!(bank.pay_bills(customer).unwrap(), 0, "nothing is open any more");
            let limits = bank.limits(customer).await.unwrap();
            let is_fit = |limit: &bank::customers::Limit| limit.used.is_none_or(|used| used.minor >= 0);
            assert!(limits.iter().all(is_fit));
        }
        bank.check_books(|_| ()).unwrap();
        // What is paid is not paid month by month as well.
        let customer = paid.keys().next().unwrap();
        let bill = bank.bills(customer).await.unwrap().bills.swap_remove(0);
        let (card, closed_on) = (bill.card, bill.closed_on);
        let instalment = Instruction::Instalment { card, closed_on, amount: bill.total, months: 12 };
        let told = bank.operate(&order(1 + round, customer, instalment)).await;
        assert_eq!(told, Ok(Outcome::Declined { why: Declined::NotPossible }));
    }
}

struct Program {
    child: Child,
    address: String,
}

impl Program {
    fn start(file: &Path) -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sandbox-bank"))
            .args([
                "--http",
                "127.0.0.1:0",
                "--seed",
                "7",
                "--customers",
                "400",
                "--day",
                "2026-02-10",
                "--orders",
            ])
            .arg(file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once(" at ").unwrap().1.to_owned();
        Program { child, address }
    }

    fn behave(&self, fault: &str) {
        let mut stream = TcpStream::connect(self.address.strip_prefix("http://").unwrap()).unwrap();
        let body = format!(r#"{{"fault":"{fault}"}}"#);
        let length = body.len();
        let path = "/control/behaviour/operations";
        write!(stream, "PUT {path} HTTP/1.1\r\nHost: b\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        BufReader::new(stream).read_line(&mut answer).unwrap();
        assert!(answer.contains("204"), "{answer}");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What goes wrong with an order.
#[derive(Debug, Clone, Copy)]
enum Trouble {
    None,
    /// The order never arrives.
    Drop,
    /// It is carried out, and nobody hears.
    LoseAnswer,
    /// The bank is killed after it.
    Kill,
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// Each step gives back one smallest unit of a bill's interest; what the bank gave back in the end is what
    /// the orders said was done, to the unit, whatever went wrong on the way.
    #[test]
    fn nothing_is_done_twice_and_nothing_is_said_that_was_not_done(
        steps in prop::collection::vec((0_usize..4, prop_oneof![
            3 => Just(Trouble::None), 2 => Just(Trouble::Drop), 2 => Just(Trouble::LoseAnswer), 1 => Just(Trouble::Kill),
        ]), 1..14)
    ) {
        Runtime::new().unwrap().block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("orders");
            let twin = SandboxBank::on(TODAY, SEED, CUSTOMERS);
            let bills = bills_with_interest(&twin, &twin).await;
            let mut program = Program::start(&file);
            let mut done: BTreeMap<usize, i64> = BTreeMap::new();
            for (number, (which, trouble)) in steps.into_iter().enumerate() {
                let (customer, bill) = &bills[which];
                let amount = Money { minor: 1, ..bill.interest };
                let instruction = Instruction::AdjustInterest { card: bill.card.clone(), closed_on: bill.closed_on, amount };
                let order = order(number as u128 + 1, customer, instruction);
                match trouble {
                    Trouble::Drop => program.behave("drop"),
                    Trouble::LoseAnswer => program.behave("lose-answer"),
                    Trouble::None | Trouble::Kill => program.behave("none"),
                }
                let bank = HttpBank::new(&program.address, Limits::default()).unwrap();
                let mut outcome = bank.operate(&order).await;
                if matches!(trouble, Trouble::Kill) {
                    drop(program);
                    program = Program::start(&file);
                    // Whoever was not answered, or forgot the answer, looks it up.
                    outcome = Err(Error::Unreachable(String::new()));
                }
                let bank = HttpBank::new(&program.address, Limits::default()).unwrap();
                if outcome.is_err() {
                    outcome = bank.outcome(&order.key).await;
                }
                match (trouble, outcome.unwrap()) {
                    (Trouble::Drop, Outcome::Never) => {
                        // It arrives after all, too late.
                        program.behave("none");
                        let late = bank.operate(&order).await;
                        assert_eq!(late, Ok(Outcome::Declined { why: Declined::Closed }));
                    }
                    (Trouble::None | Trouble::LoseAnswer | Trouble::Kill, Outcome::Done { .. }) => {
                        *done.entry(which).or_default() += 1;
                    }
                    (trouble, outcome) => panic!("{trouble:?} ends as {outcome:?}"),
                }
            }
            program.behave("none");
            let bank = HttpBank::new(&program.address, Limits::default()).unwrap();
            for (which, (customer, bill)) in bills.iter().take(4).enumerate() {
                let adjusted = bank.bills(customer).await.unwrap().adjustments;
                let of_card = adjusted.iter().filter(|one| one.card == bill.card);
                let given: i64 = of_card.map(|one| one.amount.minor).sum();
                let same = bills.iter().take(4).enumerate().filter(|(_, (_, other))| other.card == bill.card);
                let expected: i64 = same.map(|(which, _)| done.get(&which).copied().unwrap_or_default()).sum();
                // A list tells the newest dozen.
                assert!(given == expected.min(12), "bill {which}: {given} of {expected}");
            }
        });
    }
}
