//! The centre's side: a centre that is served, calls that are played. On standard output it says where the API is, with
//! which tokens, and which agent talks in which contact; on standard input it hears whose customer hangs up.

use crate::serving::{Failed, Served, serve};
use crate::{AGENTS, BANK_SEED, CUSTOMERS};
use bank::Bank;
use bank::http::{HttpBank, Limits};
use centre::What;
use conditions::Authority;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sandbox_bank::SandboxBank;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::time::interval;
use trust::{Role, Token, Trust};
use vocabulary::journal::Entry;
use vocabulary::voice::{Event, LegEnd, Order};
use vocabulary::{AgentId, ContactId, LegId, PhoneNumber, Span};
use voice::ToNode;

/// A caller who is matched by nobody within this calls again: the bank may just be dead.
const MATCHED_WITHIN: Duration = Duration::from_secs(2);
/// Callers who are looked for before they are needed, and lines that are heard before they are read.
const AHEAD: usize = 32;
/// Of those who call, one in so many may have no bill with interest.
const ANYBODY: u64 = 4;

/// Serves until it is killed, or told to end. Calls come in by a seed; without one (`-`) nobody calls.
pub fn run(folder: &Path, bank: &str, day: &str, seed: &str) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let limits = Limits {
            budget: Span::millis(500),
            view_budget: Span::seconds(1),
            rest: Span::millis(100),
            ..Limits::default()
        };
        let served = serve(folder, Arc::new(HttpBank::new(bank, limits)?), AGENTS).await?;
        served.centre.govern(Authority::read(&authority()).map_err(|faults| format!("{faults:?}"))?);
        for agent in 1..=AGENTS {
            let token = account(&served.trust, &format!("agent-{agent}"), Role::Agent, Some(agent)).await?;
            println!("agent {agent} {}", token.expose());
        }
        let supervisor = account(&served.trust, "supervisor", Role::Supervisor, None).await?;
        println!("supervisor {}", supervisor.expose());
        println!("api {}", served.address);
        let seed = (seed != "-").then(|| seed.parse()).transpose()?;
        let mut calls = Calls::new(served, seed.map(|seed| callers(seed, day)).transpose()?);
        calls.play().await?;
        calls.served.centre.stop().await;
        calls.served.store.close().await;
        Ok(())
    })
}

/// Everything is allowed, however often: what is proved is not the rules.
fn authority() -> String {
    format!("authority 1\n\nrule all\n  do {}\n  level matched\n", What::ALL.map(What::tag).join(", "))
}

/// An account of this name, also after a kill.
async fn account(trust: &Trust, name: &str, role: Role, agent: Option<u64>) -> Result<Token, Failed> {
    let known = trust.accounts().await?.into_iter().find(|known| known.account.name == name);
    if let Some(known) = known {
        return Ok(trust.replace_token(known.account.id).await?);
    }
    let (account, token) = trust.create_account(name, role).await?;
    if let Some(agent) = agent {
        trust.serve_as(account.id, Some(AgentId(agent))).await?;
    }
    Ok(token)
}

/// The calls that are up.
struct Calls {
    served: Served,
    /// Who calls next; nobody, where nobody is to call.
    callers: Option<mpsc::Receiver<PhoneNumber>>,
    /// Legs that called so far.
    legs: u32,
    open: HashMap<ContactId, (LegId, Instant)>,
    matched: HashSet<ContactId>,
    talking: HashMap<ContactId, AgentId>,
}

impl Calls {
    fn new(served: Served, callers: Option<mpsc::Receiver<PhoneNumber>>) -> Calls {
        let (open, matched, talking) = Default::default();
        Calls { served, callers, legs: 0, open, matched, talking }
    }

    /// Plays customers, agents' telephones and the node.
    async fn play(&mut self) -> Result<(), Failed> {
        let mut records = self.served.centre.watch();
        let mut told = heard();
        let mut looks = interval(Duration::from_millis(100));
        for _ in 0..AGENTS {
            self.call_in().await;
        }
        loop {
            tokio::select! {
                order = self.served.node.orders.recv() => match order {
                    Some(ToNode::Command(command)) => {
                        if let Order::Dial { leg, .. } = command.order {
                            self.served.node.report(Event::Ringing { leg }).await;
                            self.served.node.report(Event::Answered { leg }).await;
                        }
                    }
                    Some(ToNode::Alive) => {}
                    None => return Err("the floor has ended".into()),
                },
                record = records.recv() => self.follow(&record?.entry).await,
                line = told.recv() => match line.as_deref() {
                    None | Some("end") => return Ok(()),
                    Some(line) => {
                        let contact = line.strip_prefix("over ").and_then(|contact| contact.parse().ok());
                        if let Some((leg, _)) = contact.and_then(|contact: ContactId| self.open.get(&contact)) {
                            let leg = *leg;
                            self.hang_up(leg).await;
                        }
                    }
                },
                _ = looks.tick() => self.give_up().await,
            }
        }
    }

    async fn follow(&mut self, entry: &Entry) {
        match entry {
            Entry::ContactOpened { contact, leg, .. } => {
                self.open.insert(*contact, (*leg, Instant::now()));
            }
            Entry::CustomerMatched { contact, .. } => {
                self.matched.insert(*contact);
                self.announce(*contact);
            }
            Entry::Connected { contact, agent } => {
                self.talking.insert(*contact, *agent);
                self.announce(*contact);
            }
            Entry::ContactClosed { contact, .. } => {
                let was_ours = self.open.remove(contact).is_some();
                self.matched.remove(contact);
                self.talking.remove(contact);
                if was_ours {
                    self.call_in().await;
                }
            }
            _ => {}
        }
    }

    /// Says who talks with whom, once it is known with whom.
    fn announce(&self, contact: ContactId) {
        if let Some(agent) = self.talking.get(&contact).filter(|_| self.matched.contains(&contact)) {
            println!("serves {} {contact}", agent.0);
        }
    }

    /// Those whom the bank did not match try again.
    async fn give_up(&mut self) {
        let is_unknown = |(contact, (_, since)): &(&ContactId, &(LegId, Instant))| {
            !self.matched.contains(contact) && since.elapsed() > MATCHED_WITHIN
        };
        let unknown: Vec<LegId> = self.open.iter().filter(is_unknown).map(|(_, (leg, _))| *leg).collect();
        for leg in unknown {
            self.hang_up(leg).await;
        }
    }

    async fn hang_up(&mut self, leg: LegId) {
        self.served.node.report(Event::Ended { leg, cause: LegEnd::HungUp }).await;
    }

    async fn call_in(&mut self) {
        let Some(callers) = &mut self.callers else { return };
        let caller = callers.recv().await;
        self.legs += 1;
        let leg = LegId::arrived(self.served.node.epoch(), self.legs);
        self.served.node.report(Event::Arrived { leg, called: "100".to_owned(), caller }).await;
    }
}

/// What comes on standard input, line by line.
fn heard() -> mpsc::Receiver<String> {
    let (tell, lines) = mpsc::channel(AHEAD);
    thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            if tell.blocking_send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// Customers with credit cards, most of them with a bill that bears interest, as a thread of their own draws them.
fn callers(seed: u64, day: &str) -> Result<mpsc::Receiver<PhoneNumber>, Failed> {
    let (tell, callers) = mpsc::channel(AHEAD);
    let bank = SandboxBank::on(day.parse()?, BANK_SEED, CUSTOMERS);
    thread::spawn(move || {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        loop {
            // Two of twenty share a telephone, and are matched by nobody.
            let place =
                (random.next_u64() as usize % (CUSTOMERS / 20)) * 20 + random.next_u64() as usize % 18;
            let Some(who) = bank.credentials(place) else { continue };
            let bills = futures_util::future::FutureExt::now_or_never(bank.bills(&who.customer));
            let bills = bills.and_then(Result::ok).map(|bills| bills.bills).unwrap_or_default();
            let bears = bills.iter().any(|bill| bill.interest.minor > 0);
            let is_wanted = bears || (!bills.is_empty() && random.next_u64().is_multiple_of(ANYBODY));
            if is_wanted && tell.blocking_send(who.telephone).is_err() {
                return;
            }
        }
    });
    Ok(callers)
}
