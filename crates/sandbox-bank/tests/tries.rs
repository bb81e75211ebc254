//! Locks: neither many tries at the same moment nor a bank that is killed between them give more tries than the rule
//! has, and what was unlocked is unlocked after a crash.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

use bank::Bank;
use bank::customers::{Lock, LockedSecret};
use bank::http::{HttpBank, Limits};
use bank::operations::{Instruction, Order, OrderKey, Outcome, Reason};
use sandbox_bank::{Credentials, SandboxBank};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use vocabulary::voice::Verification;
use vocabulary::{AccountId, ContactId, CustomerRef, SecretDigits};

const SEED: u64 = 7;
const CUSTOMERS: usize = 40;

/// Tries at the same moment.
const CALLERS: usize = 6;

/// What a try was answered with.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Answer {
    Right,
    Wrong,
    Locked,
}

struct Program {
    child: Child,
    address: String,
    file: PathBuf,
}

impl Program {
    fn start(file: &Path) -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sandbox-bank"))
            .args(["--http", "127.0.0.1:0", "--seed", &SEED.to_string()])
            .args(["--customers", &CUSTOMERS.to_string(), "--orders"])
            .arg(file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once(" at ").unwrap().1.to_owned();
        Program { child, address, file: file.to_owned() }
    }

    /// SIGKILL, and a new start with what is on disk.
    fn kill(self) -> Program {
        let file = self.file.clone();
        drop(self);
        Program::start(&file)
    }

    fn bank(&self) -> HttpBank {
        HttpBank::new(&self.address, Limits::default()).unwrap()
    }

    async fn stands(&self, customer: &CustomerRef, secret: LockedSecret) -> Lock {
        let all = self.bank().locks(customer).await.unwrap();
        all.into_iter().find(|lock| lock.secret == secret).unwrap()
    }

    fn tried(&self, customer: &CustomerRef, secret: LockedSecret, right: bool) -> Option<Answer> {
        tried(&self.address, customer, secret, right)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Nothing when no answer came.
fn tried(address: &str, customer: &CustomerRef, secret: LockedSecret, right: bool) -> Option<Answer> {
    let body = serde_json::json!({"customer": customer, "secret": secret, "right": right}).to_string();
    let mut stream = TcpStream::connect(address.strip_prefix("http://")?).ok()?;
    let length = body.len();
    write!(
        stream,
        "POST /control/tries HTTP/1.1\r\nHost: bank\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let words = [("\"right\"", Answer::Right), ("\"wrong\"", Answer::Wrong), ("\"locked\"", Answer::Locked)];
    words.into_iter().find(|(word, _)| answer.contains(word)).map(|(_, answer)| answer)
}

/// A customer nobody has tried anything of.
fn untried() -> Credentials {
    let twin = SandboxBank::generate(SEED, CUSTOMERS);
    let is_untried = |known: &Credentials| {
        let locks = futures_util::future::FutureExt::now_or_never(twin.locks(&known.customer));
        locks.unwrap().unwrap().iter().all(|lock| lock.wrong == 0)
    };
    (0..CUSTOMERS).filter_map(|place| twin.credentials(place)).find(is_untried).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_races_nor_kills_give_more_tries_than_the_rule_has() {
    let folder = tempfile::tempdir().unwrap();
    let customer = untried().customer;
    let mut program = Program::start(&folder.path().join("bank"));
    for (secret, most) in [(LockedSecret::LoginPassword, 6), (LockedSecret::TransactionPin, 3)] {
        let mut wrong = 0;
        loop {
            // Everybody at once; with the first answer the bank is killed, whatever the others are at.
            let (tell, told) = mpsc::channel();
            for _ in 0..CALLERS {
                let (tell, address, customer) = (tell.clone(), program.address.clone(), customer.clone());
                std::thread::spawn(move || tell.send(tried(&address, &customer, secret, false)));
            }
            drop(tell);
            let first = told.recv().unwrap();
            program = program.kill();
            let answers: Vec<_> = [first].into_iter().chain(told).flatten().collect();
            wrong += answers.iter().filter(|answer| **answer == Answer::Wrong).count();
            let lock = program.stands(&customer, secret).await;
            assert!(usize::from(lock.wrong) >= wrong, "{secret:?}: an answer was given and not counted");
            assert_eq!(lock.locked, lock.wrong == most, "{secret:?}");
            if lock.locked {
                break;
            }
        }
        assert!(wrong < usize::from(most), "{secret:?}: {wrong} tries were told that there are more");
        assert_eq!(
            program.tried(&customer, secret, true),
            Some(Answer::Locked),
            "what is right opens nothing"
        );
    }
}

#[tokio::test]
async fn what_was_right_or_unlocked_before_a_kill_counts_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(&folder.path().join("bank"));
    let Credentials { customer, number, pin, .. } = untried();
    let (login, query) = (LockedSecret::LoginPassword, LockedSecret::QueryPin);
    for (right, expected) in
        [(false, Answer::Wrong), (false, Answer::Wrong), (true, Answer::Right), (false, Answer::Wrong)]
    {
        assert_eq!(program.tried(&customer, login, right), Some(expected));
        program = program.kill();
    }
    assert_eq!(program.stands(&customer, login).await.wrong, 1, "what was right began the row anew");

    let other = SecretDigits::from(if pin.expose().starts_with('1') { "234567" } else { "134567" });
    for expected in [Verification::Wrong { left: 2 }, Verification::Wrong { left: 1 }, Verification::Locked] {
        assert_eq!(program.bank().verify(&number, &other).await, Ok(expected));
        program = program.kill();
    }
    let order = Order {
        key: OrderKey::of(1),
        customer: customer.clone(),
        instruction: Instruction::Unlock { secret: query },
        reason: Reason::Forgotten,
        contact: ContactId(1),
        by: AccountId(1),
        approved_by: None,
    };
    let done = program.bank().operate(&order).await;
    assert!(matches!(done, Ok(Outcome::Done { .. })), "{done:?}");
    program = program.kill();
    assert_eq!(program.bank().outcome(&order.key).await, done);
    let lock = program.stands(&customer, query).await;
    assert_eq!((lock.wrong, lock.locked), (0, false), "what was unlocked is unlocked after a kill");
    assert_eq!(program.stands(&customer, login).await.wrong, 1, "and nothing else is");
    let right = program.bank().verify(&number, &pin).await;
    assert_eq!(right, Ok(Verification::Verified(customer)));
}
