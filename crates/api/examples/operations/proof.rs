//! The proof: runs the centre and the bank, has the bank err and kills either of them, as a seed draws it, until enough was
//! done; then lets them settle and has the books compared.

use crate::audit;
use crate::banking::{Banking, Program as Bank};
use crate::programs::{Program, look};
use crate::serving::Failed;
use crate::shown::Shown;
use crate::site::Site;
use jiff::civil::Date;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use vocabulary::ContactId;

/// Nothing is shown for so long only when something hangs.
const SILENCE: Duration = Duration::from_secs(120);
/// All orders come to their end within this, once nobody orders.
const SETTLED_WITHIN: Duration = Duration::from_secs(300);
/// Troubles in a proof, whatever its length.
const TROUBLES: u64 = 120;
/// And between two of them at least so many operations.
const FEWEST_BETWEEN: u64 = 12;

pub struct Proof {
    /// The bank.
    pub bank: Bank,
    /// This program.
    pub side: PathBuf,
    /// The bank's.
    pub day: Date,
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

/// What runs, and what it runs on.
struct Run<'a> {
    proof: &'a Proof,
    runtime: Runtime,
    random: ChaCha8Rng,
    store: PathBuf,
    bank: Banking,
    /// Always there, but while it is started anew.
    centre: Option<Centre>,
    /// All in which agents talked.
    contacts: BTreeSet<ContactId>,
    tell: Sender<Shown>,
}

/// A centre that serves, and the programs that ask it.
struct Centre {
    site: Site,
    programs: JoinSet<()>,
}

impl Proof {
    /// # Errors
    /// When a process cannot be run, hangs, or the books do not agree.
    pub fn run(&self) -> Result<Proved, Failed> {
        let began = Instant::now();
        let folder = tempfile::tempdir()?;
        let (orders, store) = (folder.path().join("orders"), folder.path().join("centre"));
        std::fs::create_dir(&store)?;
        let (tell, shown) = mpsc::channel();
        let bank = Banking::open(self.bank.clone(), self.day, &orders)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let random = ChaCha8Rng::seed_from_u64(self.seed);
        let (centre, contacts) = (None, BTreeSet::new());
        let mut run =
            Run { proof: self, runtime, random, store: store.clone(), bank, centre, contacts, tell };
        run.start()?;
        let mut proved = Proved::of(self.seed);
        let mut all = run.trouble(&mut proved, &shown, began)?;
        // In mid-order, both.
        run.kill_centre()?;
        run.bank.kill()?;
        all.extend(shown.try_iter());
        all.extend(run.settle()?);
        // Nobody writes any more.
        drop(run);
        proved.books = audit::compare(&store, &orders, self.day, &all)?;
        proved.took = began.elapsed();
        Ok(proved)
    }
}

impl Run<'_> {
    /// Starts the centre, with callers, and the agents' programs.
    fn start(&mut self) -> Result<(), Failed> {
        let bank = self.bank.address();
        let seed = Some(self.random.next_u64());
        let mut site = Site::start(&self.proof.side, &self.store, (&bank, self.proof.day), seed)?;
        let mut programs = JoinSet::new();
        for seat in std::mem::take(&mut site.seats) {
            let program = Program::new(seat, site.line.clone(), self.random.next_u64(), self.tell.clone());
            programs.spawn_on(program.run(), self.runtime.handle());
        }
        self.centre = Some(Centre { site, programs });
        Ok(())
    }

    /// What its programs were shown before is heard to its end.
    fn kill_centre(&mut self) -> Result<(), Failed> {
        let Some(Centre { site, mut programs }) = self.centre.take() else { return Ok(()) };
        self.contacts.extend(site.kill()?);
        self.runtime.block_on(async { while programs.join_next().await.is_some() {} });
        Ok(())
    }

    /// Lets agents order, and things go wrong, until enough is settled.
    fn trouble(
        &mut self,
        proved: &mut Proved,
        shown: &Receiver<Shown>,
        began: Instant,
    ) -> Result<Vec<Shown>, Failed> {
        let mut all = Vec::new();
        let operations = self.proof.operations;
        let between = (operations / TROUBLES).max(FEWEST_BETWEEN);
        let mut next = between;
        while proved.settled < operations {
            let one = shown
                .recv_timeout(SILENCE)
                .map_err(|_| "nothing was shown any more: the centre's side ended or hangs")?;
            proved.settled += u64::from(one.is_first && one.is_settled());
            all.push(one);
            if proved.settled < next {
                continue;
            }
            next = proved.settled + 1 + self.random.next_u64() % (2 * between);
            self.befall(proved)?;
            eprintln!(
                "{} of {operations} settled, {} faults, the bank killed {} times, the centre {} times, {} s",
                proved.settled,
                proved.faults,
                proved.bank_killed,
                proved.centre_killed,
                began.elapsed().as_secs()
            );
        }
        Ok(all)
    }

    /// Something goes wrong.
    fn befall(&mut self, proved: &mut Proved) -> Result<(), Failed> {
        let (mut kills_bank, mut kills_centre) = (false, false);
        match drawn(&mut self.random) {
            Trouble::Fault(subsystem, fault, percent) => {
                proved.faults += 1;
                self.bank.behave("outcomes", "none", 100)?;
                self.bank.behave(subsystem, fault, percent)?;
            }
            Trouble::KillBank => kills_bank = true,
            Trouble::KillCentre => kills_centre = true,
            Trouble::KillBoth => (kills_bank, kills_centre) = (true, true),
        }
        if kills_centre {
            proved.centre_killed += 1;
            self.kill_centre()?;
        }
        if kills_bank {
            proved.bank_killed += 1;
            self.bank.kill()?;
        }
        if kills_centre { self.start() } else { Ok(()) }
    }

    /// Whoever started last asks after what nobody answered. Returns, once no order is without an outcome, how all of
    /// them are shown.
    fn settle(&self) -> Result<Vec<Shown>, Failed> {
        let bank = self.bank.address();
        let site = Site::start(&self.proof.side, &self.store, (&bank, self.proof.day), None)?;
        let began = Instant::now();
        let (mut settled, mut open) = (Vec::new(), self.contacts.clone());
        while !open.is_empty() {
            let mut left = BTreeSet::new();
            for contact in open {
                let shown = self.runtime.block_on(look(&site.supervisor, contact))?;
                if !shown.iter().all(Shown::is_over) {
                    left.insert(contact);
                }
                settled.extend(shown);
            }
            open = left;
            if !open.is_empty() && began.elapsed() > SETTLED_WITHIN {
                return Err(format!("orders of {} contacts never came to an end", open.len()).into());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        site.stop()?;
        Ok(settled)
    }
}

fn drawn(random: &mut ChaCha8Rng) -> Trouble {
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

impl Proved {
    fn of(seed: u64) -> Proved {
        let (settled, faults, bank_killed, centre_killed) = Default::default();
        let (took, books) = (Duration::ZERO, audit::Books::default());
        Proved { seed, settled, faults, bank_killed, centre_killed, took, books }
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
