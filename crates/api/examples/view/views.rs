//! Whole views of contacts that come in, over HTTP.

use crate::asked::Timed;
use crate::{CUSTOMERS, Drawn, Failed, SEED, at};
use api::plan::NoPlans;
use bank::Bank;
use bank::http::{HttpBank, Limits};
use centre::{Centre, CustomerView, PanelName, testing};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::header::AUTHORIZATION;
use hyper::{Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use sandbox_bank::SandboxBank;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Options, Store};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};
use trust::{Role, Trust};
use vocabulary::journal::Entry;
use vocabulary::plan::{Agent, AgentRouting, FlowText, Line, Plan, Queue, QueueRouting};
use vocabulary::voice::{Event, LegEnd};
use vocabulary::{
    AgentId, ContactId, CustomerRef, FlowName, Language, LegId, LineName, PromptName, QueueName, SkillName,
    Span,
};

/// A view that takes longer has failed.
const LIMIT: Duration = Duration::from_secs(5);
/// Contacts are open this long.
const STAY: Duration = Duration::from_secs(2);

/// A centre whose API is served, and a supervisor who looks.
struct House {
    centre: Centre,
    bank: Arc<Timed>,
    client: Client<HttpConnector, Empty<Bytes>>,
    address: SocketAddr,
    token: String,
    is_hanging: bool,
}

/// How long a view took, and how much of it beyond its slowest panel.
struct Took {
    whole: Duration,
    beyond: Duration,
}

/// `rate` contacts a second for `seconds`, over the bank that `bank` says.
pub async fn measure(rate: u32, seconds: u32, bank: &str) -> Result<String, Failed> {
    let folder = tempfile::tempdir()?;
    let mut options = Options::new(folder.path());
    options.migrations = trust::MIGRATIONS.to_vec();
    let store = Arc::new(Store::open(options).await?);
    let twin = SandboxBank::generate(SEED, CUSTOMERS);
    let asked: Arc<dyn Bank> = match bank {
        "local" | "hang" => Arc::new(SandboxBank::generate(SEED, CUSTOMERS)),
        address => Arc::new(HttpBank::new(address, Limits::default())?),
    };
    let bank = Arc::new(Timed::new(asked, bank == "hang"));
    let (centre, mut node) = testing::start(&store, bank.clone(), plan()?).await?;
    let house = Arc::new(serve(&store, centre.clone(), bank).await?);
    let mut records = centre.watch();
    let mut calling = interval(Duration::from_secs(1) / rate);
    calling.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let (mut calls, mut looks, most) = (0, 0, rate * seconds);
    let (mut leaving, mut looking) = (VecDeque::new(), JoinSet::new());
    // Every twentieth customer shares a telephone with the one before, and is matched by nobody.
    let mut callers = Drawn(2).filter(|place| place % 20 < 18).filter_map(|place| twin.credentials(place));
    while looks < most {
        tokio::select! {
            _ = calling.tick(), if calls < most => {
                calls += 1;
                let leg = LegId::arrived(node.epoch(), calls);
                let caller = callers.next().map(|customer| customer.telephone);
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
                if let Entry::CustomerMatched { contact, customer } = &record?.entry {
                    looks += 1;
                    looking.spawn(house.clone().look(*contact, customer.clone(), Instant::now()));
                }
            }
        }
    }
    let (mut whole, mut beyond, mut failed) = (Vec::new(), Vec::new(), 0);
    while let Some(looked) = looking.join_next().await {
        match looked? {
            Some(took) => {
                whole.push(took.whole);
                beyond.push(took.beyond);
            }
            None => failed += 1,
        }
    }
    centre.stop().await;
    store.close().await;
    whole.sort();
    beyond.sort();
    Ok(format!(
        "{{\"views\":{},\"failed\":{failed},\"p50_ms\":{:.4},\"p95_ms\":{:.4},\"p99_ms\":{:.4},\"most_ms\":{:.4},\
         \"beyond_p50_ms\":{:.4},\"beyond_p99_ms\":{:.4}}}",
        whole.len(),
        at(&whole, 0.50),
        at(&whole, 0.95),
        at(&whole, 0.99),
        at(&whole, 1.0),
        at(&beyond, 0.50),
        at(&beyond, 0.99)
    ))
}

async fn serve(store: &Arc<Store>, centre: Centre, bank: Arc<Timed>) -> Result<House, Failed> {
    let trust = Arc::new(Trust::new(store.db().clone()).with_seals(store.seals()));
    let (_account, token) = trust.create_account("supervisor", Role::Supervisor).await?;
    // One person looks here as often as hundreds do.
    let limits =
        api::Limits { requests_at_once: 100_000, requests_per_second: 100_000.0, ..api::Limits::default() };
    let router = api::router(api::Options {
        centre: centre.clone(),
        store: store.clone(),
        trust,
        demonstration: api::demonstration::Shown::default(),
        limits,
        targets: std::collections::BTreeMap::new(),
        reports: Vec::new(),
        names: api::Names::default(),
        bans: voice::Bans::new(Default::default()),
        plans: Arc::new(NoPlans),
        retention: Vec::new(),
    });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(api::serve(listener, None, router, std::future::pending()));
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let client = Client::builder(TokioExecutor::new()).build(connector);
    let (token, is_hanging) = (token.expose().to_owned(), bank.is_hanging());
    Ok(House { centre, bank, client, address, token, is_hanging })
}

impl House {
    /// From the moment a customer was matched until the whole view is read; with accounts that hang, everything
    /// else.
    async fn look(
        self: Arc<House>,
        contact: ContactId,
        customer: CustomerRef,
        from: Instant,
    ) -> Option<Took> {
        let mut view = self.centre.watch_customer(contact)?;
        let is_there = |view: &CustomerView| {
            let mut panels = PanelName::ALL.iter();
            panels.all(|panel| !view.awaits(*panel) || self.is_hanging && *panel == PanelName::Accounts)
        };
        timeout(LIMIT, view.wait_for(is_there)).await.ok()?.ok()?;
        let shown = timeout(LIMIT, self.read(contact)).await.ok()?.ok()?;
        let whole = from.elapsed();
        let panels: serde_json::Value = serde_json::from_slice(&shown).ok()?;
        let is_ready = |panel: &&PanelName| panels[panel.tag()]["state"] == "ready";
        let ready = PanelName::ALL.iter().filter(is_ready).count();
        let wanted = PanelName::ALL.len() - usize::from(self.is_hanging);
        (ready == wanted).then(|| Took { whole, beyond: whole.saturating_sub(self.bank.slowest(&customer)) })
    }

    async fn read(&self, contact: ContactId) -> Result<Bytes, Failed> {
        let request = Request::get(format!("http://{}/api/contacts/{contact}/customer", self.address))
            .header(AUTHORIZATION, format!("Bearer {}", self.token))
            .body(Empty::new())?;
        let response = self.client.request(request).await?;
        match response.status() {
            StatusCode::OK => Ok(response.into_body().collect().await?.to_bytes()),
            other => Err(format!("the view was not given: {other}").into()),
        }
    }
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
