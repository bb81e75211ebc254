//! The proof: runs both sides, has the bank err and kills either of them, as a seed draws it, until enough was
//! done; then lets them settle and has the books compared.

use crate::audit::{self, Shown};
use crate::banking::{Banking, Program, end};
use crate::{BANK_SEED, CUSTOMERS, Failed};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// Nothing is shown for so long only when something hangs.
const SILENCE: Duration = Duration::from_secs(60);
/// Troubles in a proof, whatever its length.
const TROUBLES: u64 = 120;
/// And between two of them at least so many operations.
const FEWEST_BETWEEN: u64 = 12;

pub struct Proof {
    /// The bank.
    pub bank: Program,
    /// This program.
    pub side: PathBuf,
    /// How many orders the bank is to settle, as done or declined.
    pub operations: u64,
    pub seed: u64,
}

/// What was proved.
pub struct Proved {
    seed: u64,
    settled: u64,
    faults: u64,
    bank_killed: u64,
    centre_killed: u64,
    took: Duration,
    books: audit::Books,
}

/// What goes wrong next.
enum Trouble {
    /// A system of the bank's errs, in so many of a hundred questions.
    Fault(&'static str, &'static str, u8),
    KillBank,
    KillCentre,
    KillBoth,
}

impl Proof {
    /// # Errors
    /// When a process cannot be run, hangs, or the books do not agree.
    pub fn run(&self) -> Result<Proved, Failed> {
        let began = Instant::now();
        let folder = tempfile::tempdir()?;
        let (orders, store) = (folder.path().join("orders"), folder.path().join("centre"));
        std::fs::create_dir(&store)?;
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        let mut bank = Banking::open(self.bank.clone(), &orders)?;
        let (tell, shown) = mpsc::channel();
        let mut side = Side::start(&self.side, &store, &bank.address(), random.next_u64(), tell.clone())?;
        let mut proved = Proved {
            seed: self.seed,
            settled: 0,
            faults: 0,
            bank_killed: 0,
            centre_killed: 0,
            took: Duration::ZERO,
            books: audit::Books::default(),
        };
        let mut all = Vec::new();
        let between = (self.operations / TROUBLES).max(FEWEST_BETWEEN);
        let mut next = between;
        while proved.settled < self.operations {
            let Some(one) = Shown::next(&shown, SILENCE)? else { continue };
            proved.settled += u64::from(one.is_settled());
            all.push(one);
            if proved.settled < next {
                continue;
            }
            next = proved.settled + 1 + random.next_u64() % (2 * between);
            match trouble(&mut random) {
                Trouble::Fault(subsystem, fault, percent) => {
                    proved.faults += 1;
                    bank.behave("outcomes", "none", 100)?;
                    bank.behave(subsystem, fault, percent)?;
                }
                Trouble::KillBank => {
                    proved.bank_killed += 1;
                    bank.kill()?;
                }
                Trouble::KillCentre => {
                    proved.centre_killed += 1;
                    side.kill()?;
                    side = Side::start(&self.side, &store, &bank.address(), random.next_u64(), tell.clone())?;
                }
                Trouble::KillBoth => {
                    (proved.bank_killed, proved.centre_killed) =
                        (proved.bank_killed + 1, proved.centre_killed + 1);
                    side.kill()?;
                    bank.kill()?;
                    side = Side::start(&self.side, &store, &bank.address(), random.next_u64(), tell.clone())?;
                }
            }
            eprintln!(
                "{} of {} settled, {} faults, the bank killed {} times, the centre {} times, {} s",
                proved.settled,
                self.operations,
                proved.faults,
                proved.bank_killed,
                proved.centre_killed,
                began.elapsed().as_secs()
            );
        }
        // In mid-order, both.
        side.kill()?;
        bank.kill()?;
        drop(tell);
        all.extend(shown.iter().filter_map(|line| Shown::read(&line)));
        settle(&self.side, &store, &bank.address())?;
        drop(bank);
        proved.books = audit::compare(&store, &orders, (BANK_SEED, CUSTOMERS), &all)?;
        proved.took = began.elapsed();
        Ok(proved)
    }
}

fn trouble(random: &mut ChaCha8Rng) -> Trouble {
    let percent = [10, 30, 60][random.next_u64() as usize % 3];
    match random.next_u64() % 24 {
        0..3 => Trouble::Fault("operations", "drop", percent),
        3..6 => Trouble::Fault("operations", "lose-answer", percent),
        6 => Trouble::Fault("operations", "garbage", percent),
        7 => Trouble::Fault("operations", "duplicate", percent),
        8 => Trouble::Fault("operations", "wrong-status", percent),
        9 => Trouble::Fault("operations", "out-of-service", percent),
        10 => Trouble::Fault("operations", "hang", 10),
        11 => Trouble::Fault("outcomes", "lose-answer", percent),
        12 => Trouble::Fault("outcomes", "hang", percent),
        13..15 => Trouble::Fault("operations", "none", 100),
        15..19 => Trouble::KillBank,
        19..23 => Trouble::KillCentre,
        _ => Trouble::KillBoth,
    }
}

/// The centre's side, and the thread that hears what it shows.
struct Side {
    child: Child,
    ears: thread::JoinHandle<()>,
}

impl Side {
    fn start(
        program: &Path,
        store: &Path,
        address: &str,
        seed: u64,
        tell: Sender<String>,
    ) -> Result<Side, Failed> {
        let mut command = Command::new(program);
        command.arg("side").arg(store).args([address, "order", &seed.to_string()]);
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let out = child.stdout.take().ok_or("the centre's side has no voice")?;
        let ears = thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Side { child, ears })
    }

    /// What was printed before is heard to its end.
    fn kill(mut self) -> Result<(), Failed> {
        end(&mut self.child)?;
        self.ears.join().map_err(|_| "what the centre showed was not heard".into())
    }
}

/// Whoever started last asks after what nobody answered.
fn settle(program: &Path, store: &Path, address: &str) -> Result<(), Failed> {
    let status = Command::new(program).arg("side").arg(store).args([address, "settle"]).status()?;
    if status.success() { Ok(()) } else { Err("orders without an outcome could not be settled".into()) }
}

impl Shown {
    fn next(lines: &Receiver<String>, within: Duration) -> Result<Option<Shown>, Failed> {
        match lines.recv_timeout(within) {
            Ok(line) => Ok(Shown::read(&line)),
            Err(_) => Err("nothing was shown any more: the centre's side ended or hangs".into()),
        }
    }
}

impl fmt::Display for Proved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "seed {}: {} operations settled in front of agents in {} s, through {} faults, {} kills of the bank \
             and {} of the centre",
            self.seed,
            self.settled,
            self.took.as_secs(),
            self.faults,
            self.bank_killed,
            self.centre_killed
        )?;
        write!(f, "{}", self.books)
    }
}
