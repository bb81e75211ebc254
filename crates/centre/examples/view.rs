//! What `cargo xtask bench view` runs: a centre over a demonstration bank in the same process, whose
//! callers are played. Times each contact from the moment its customer is matched to the whole view,
//! and prints one line of JSON.
//!
//! `view RATE SECONDS [hang]`: contacts a second, for how long, and whether the accounts hang.

use bank::customers::{
    Account, Application, Bills, Card, Consent, DeviceEvent, Holdings, Identity, Journey, Limit, Points,
    Production, Report, Transaction,
};
use bank::{Answer, Bank};
use centre::{CustomerView, PanelName, testing};
use sandbox_bank::SandboxBank;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Options, Store};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};
use vocabulary::journal::Entry;
use vocabulary::plan::{Agent, AgentRouting, FlowText, Line, Plan, Queue, QueueRouting};
use vocabulary::voice::{Event, LegEnd, Verification};
use vocabulary::{
    AgentId, ContactId, CustomerRef, FlowName, Language, LegId, LineName, PhoneNumber, PromptName, QueueName,
    SecretDigits, SkillName, Span,
};

/// Customers of the bank.
const CUSTOMERS: usize = 1_000_000;
/// A view that takes longer has failed.
const LIMIT: Duration = Duration::from_secs(5);
/// Contacts are open this long.
const STAY: Duration = Duration::from_secs(2);

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// The demonstration bank, whose accounts hang when they are told to.
struct Local {
    bank: SandboxBank,
    is_hanging: bool,
}

/// What is told as the demonstration bank tells it.
macro_rules! told {
    ($($question:ident: $answer:ty;)+) => {
        $(
            fn $question<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, $answer> {
                self.bank.$question(customer)
            }
        )+
    };
}

impl Bank for Local {
    fn verify<'a>(&'a self, number: &'a SecretDigits, pin: &'a SecretDigits) -> Answer<'a, Verification> {
        self.bank.verify(number, pin)
    }
    fn holders<'a>(&'a self, telephone: &'a PhoneNumber) -> Answer<'a, Vec<CustomerRef>> {
        self.bank.holders(telephone)
    }
    fn accounts<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Account>> {
        if self.is_hanging { Box::pin(std::future::pending()) } else { self.bank.accounts(customer) }
    }
    told! {
        identity: Identity;
        cards: Vec<Card>;
        transactions: Vec<Transaction>;
        bills: Bills;
        limits: Vec<Limit>;
        applications: Vec<Application>;
        reports: Vec<Report>;
        productions: Vec<Production>;
        holdings: Holdings;
        points: Points;
        device_events: Vec<DeviceEvent>;
        consents: Vec<Consent>;
        journeys: Vec<Journey>;
    }
}

fn main() -> ExitCode {
    let mut asked = std::env::args().skip(1);
    let rate = asked.next().and_then(|rate| rate.parse().ok()).filter(|rate| *rate > 0);
    let seconds = asked.next().and_then(|seconds| seconds.parse().ok());
    let (Some(rate), Some(seconds)) = (rate, seconds) else {
        eprintln!("view RATE SECONDS [hang]");
        return ExitCode::FAILURE;
    };
    let is_hanging = asked.next().as_deref() == Some("hang");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let measured = runtime
        .map_err(Failed::from)
        .and_then(|runtime| runtime.block_on(measure(rate, seconds, is_hanging)));
    match measured {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(failed) => {
            eprintln!("view: {failed}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(rate: u32, seconds: u32, is_hanging: bool) -> Result<String, Failed> {
    let folder = tempfile::tempdir()?;
    let store = Arc::new(Store::open(Options::new(folder.path())).await?);
    let bank = Arc::new(Local { bank: SandboxBank::generate(1, CUSTOMERS), is_hanging });
    let (centre, mut node) = testing::start(&store, bank.clone(), plan()?).await?;
    let mut records = centre.watch();
    let mut calling = interval(Duration::from_secs(1) / rate);
    calling.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let (mut calls, most) = (0, rate * seconds);
    let (mut leaving, mut looking) = (std::collections::VecDeque::new(), JoinSet::new());
    let mut looks = 0;
    while looks < most {
        tokio::select! {
            _ = calling.tick(), if calls < most => {
                calls += 1;
                let leg = LegId::arrived(node.epoch(), calls);
                // Every twentieth customer shares a telephone, and is matched by nobody.
                let place = (calls as usize * 19) % CUSTOMERS / 20 * 20;
                let caller = bank.bank.credentials(place).map(|customer| customer.telephone);
                node.report(Event::Arrived { leg, called: "100".to_owned(), caller }).await;
                leaving.push_back((Instant::now() + STAY, leg));
                while let Some((when, leg)) = leaving.front().copied()
                    && when <= Instant::now()
                {
                    leaving.pop_front();
                    node.report(Event::Ended { leg, cause: LegEnd::HungUp }).await;
                }
            }
            // Orders are for a node; this one obeys none.
            _ = node.orders.recv() => {}
            record = records.recv() => {
                if let Entry::CustomerMatched { contact, .. } = record?.entry {
                    looks += 1;
                    looking.spawn(look(centre.clone(), contact, is_hanging, Instant::now()));
                }
            }
        }
    }
    let mut times = Vec::new();
    let mut failed = 0;
    while let Some(looked) = looking.join_next().await {
        match looked? {
            Some(took) => times.push(took),
            None => failed += 1,
        }
    }
    centre.stop().await;
    store.close().await;
    times.sort();
    let at = |share: f64| {
        let place = ((times.len() as f64 * share).ceil() as usize).saturating_sub(1);
        times.get(place).map_or(f64::NAN, |took| took.as_secs_f64() * 1000.0)
    };
    Ok(format!(
        "{{\"views\":{},\"failed\":{failed},\"p50_ms\":{:.4},\"p95_ms\":{:.4},\"p99_ms\":{:.4},\"most_ms\":{:.4}}}",
        times.len(),
        at(0.50),
        at(0.95),
        at(0.99),
        at(1.0)
    ))
}

/// From here until the view is whole; with accounts that hang, until everything else is there.
async fn look(
    centre: centre::Centre,
    contact: ContactId,
    is_hanging: bool,
    from: Instant,
) -> Option<Duration> {
    let mut view = centre.watch_customer(contact)?;
    let is_there = |view: &CustomerView| {
        PanelName::ALL.iter().all(|panel| !view.awaits(*panel) || is_hanging && *panel == PanelName::Accounts)
    };
    timeout(LIMIT, view.wait_for(is_there)).await.ok()?.ok()?;
    Some(from.elapsed())
}

fn plan() -> Result<Plan, Failed> {
    let line = Line {
        name: LineName::new("hotline")?,
        called: "100".to_owned(),
        language: Language::English,
        flow: FlowName::new("direct")?,
        announce_recording: false,
        priority: 0,
    };
    let queue = Queue {
        name: QueueName::new("cards")?,
        calendar: None,
        skills: Vec::new(),
        capacity: 100_000,
        ring: Span::seconds(20),
        wrap_up: Span::ZERO,
        announce_every: Span::ZERO,
        music: PromptName::new("music")?,
        record: false,
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing: QueueRouting::default(),
    };
    let direct =
        "flow direct\nstep queue\n queue cards\n closed hang up\n full hang up\n unstaffed hang up\n";
    // Never answers; but without an agent nobody would be let into the queue.
    let agent = Agent {
        id: AgentId(1),
        address: "sip:a1@127.0.0.1:7000".to_owned(),
        skills: vec![SkillName::new("lang.en")?],
        ready_at_start: true,
        routing: AgentRouting::default(),
    };
    Ok(Plan {
        lines: vec![line],
        queues: vec![queue],
        agents: vec![agent],
        flows: vec![FlowText { name: FlowName::new("direct")?, text: direct.to_owned() }],
        ..Plan::default()
    })
}
