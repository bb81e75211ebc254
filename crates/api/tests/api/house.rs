//! A small centre with its API, and a client for it.

use crate::{dossier, registry};
use api::demonstration::Shown;
use api::plan::{PlanFault, Plans, Proposed};
use api::{Limits, Names, Options};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use bank::customers::{
    Account, Application, Bills, Card, Consent, DeviceEvent, Holdings, Identity, Journey, LifeEvent, Limit,
    Lock, Points, Preferences, Production, Report, Telephone, Transaction,
};
use bank::finding::{Found, Key};
use bank::operations::{Order as BankOrder, OrderKey, Outcome};
use bank::{Answer as BankAnswer, Bank, Error};
use centre::Centre;
use centre::testing::PlayedNode;
use http_body_util::BodyExt;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use store::Store;
use trust::{AccountId, Role, Rules, Token, Trust};
use vocabulary::plan::{
    Agent, AgentRouting, CallbackTerms, Desk, FlowText, Line, Overflow, Plan, Queue, QueueRouting, Target,
    Team, Trunk,
};
use vocabulary::voice::{Event, LegEnd, Order, PAGE, Verification};
use vocabulary::{
    AgentId, ContactId, CustomerRef, FlowName, Language, LegId, LineName, PhoneNumber, PromptName, QueueName,
    SecretDigits, SkillName, Span, Texts,
};
use voice::{Bans, ToNode};

/// A token that was never given out.
pub const UNKNOWN: &str = "hlt_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// The calling number of every call that shows one.
pub const CALLER: &str = "+821055501234";

/// A calling number that [`customer`] registered with the bank.
pub const REGISTERED: &str = "+821055509999";

/// A calling number that two customers registered.
pub const SHARED: &str = "+821055508888";

/// Who shares it with [`customer`].
pub fn spouse() -> CustomerRef {
    CustomerRef::new("k-8").unwrap()
}

pub fn customer() -> CustomerRef {
    CustomerRef::new("k-7").unwrap()
}

/// Agents of the plan; they serve the queues `cards` and `loans`, and none is ready at the start.
pub const AGENTS: u64 = 3;

/// Understands a few words, and finds faults with everything else.
pub struct Reads;

impl Reads {
    /// Half a kilobyte of nothing.
    pub const LONG: &str = match std::str::from_utf8(&[b'#'; 512]) {
        Ok(long) => long,
        Err(_) => "",
    };
}

impl Plans for Reads {
    fn read(&self, text: &str, _: &BTreeMap<String, String>) -> Result<Proposed, Vec<PlanFault>> {
        let (place, key) = ("queue cards".to_owned(), "ring".to_owned());
        let reason = "rings for ever".to_owned();
        let in_plan = PlanFault { file: None, line: Some(3), place, key, reason };
        let in_flow = PlanFault {
            file: Some("flows/main.flow".to_owned()),
            line: Some(7),
            place: String::new(),
            key: String::new(),
            reason: "leads nowhere".to_owned(),
        };
        if text == "promises" {
            return Ok(Proposed { plan: promising(), at_next_start: Vec::new() });
        }
        if text != "harder" {
            return Err(vec![in_plan, in_flow]);
        }
        let mut plan = plan();
        let cards = plan.queues.iter_mut().find(|queue| queue.name.as_str() == "cards").unwrap();
        cards.capacity = 7;
        plan.agents.iter_mut().for_each(|agent| agent.skills.retain(|skill| skill.as_str() != "cards"));
        Ok(Proposed { plan, at_next_start: vec!["voice.most_calls".to_owned()] })
    }

    fn check(&self, _: &Plan) -> Result<(), Vec<PlanFault>> {
        Ok(())
    }

    fn on_file(&self) -> Option<Result<Proposed, Vec<PlanFault>>> {
        Some(Ok(Proposed { plan: plan(), at_next_start: Vec::new() }))
    }

    fn authority(&self) -> Option<Result<String, Vec<PlanFault>>> {
        None
    }
}

pub struct House {
    _folder: tempfile::TempDir,
    pub store: Arc<Store>,
    pub trust: Arc<Trust>,
    pub centre: Centre,
    pub router: Router,
    pub demonstration: Shown,
    pub node: PlayedNode,
    pub bans: Bans,
    bank: Arc<SmallBank>,
    calls: u32,
    accounts: HashMap<Role, (AccountId, Token)>,
}

impl House {
    pub async fn open() -> House {
        House::with_limits(limits()).await
    }

    pub async fn with_limits(limits: Limits) -> House {
        House::with(limits, Rules::default()).await
    }

    /// Where these roles need a second factor.
    pub async fn with_second_factor(second_factor: Vec<Role>) -> House {
        House::with_rules(Rules { second_factor, ..Rules::default() }).await
    }

    /// By the bank's own rules.
    pub async fn with_rules(rules: Rules) -> House {
        House::with(limits(), rules).await
    }

    async fn with(limits: Limits, rules: Rules) -> House {
        let folder = tempfile::tempdir().unwrap();
        let mut options = store::Options::new(folder.path());
        options.migrations = trust::MIGRATIONS.to_vec();
        options.spill_bytes = 1024 * 1024;
        let store = Arc::new(Store::open(options).await.unwrap());
        let trust = Trust::new(store.db().clone()).with_seals(store.seals());
        let trust = Arc::new(trust.with_rules(rules));
        let bank = Arc::new(SmallBank::default());
        let (centre, node) = centre::testing::start(&store, bank.clone(), plan()).await.unwrap();
        let mut accounts = HashMap::new();
        for role in Role::ALL {
            let (account, token) = trust.create_account(role.tag(), role).await.unwrap();
            accounts.insert(role, (account.id, token));
        }
        // The account of the role `agent` serves as the first agent, in the browser.
        trust.serve_as(accounts[&Role::Agent].0, Some(AgentId(1))).await.unwrap();
        let demonstration = Shown::default();
        let bans = Bans::new(Default::default());
        let options = Options {
            centre: centre.clone(),
            store: store.clone(),
            trust: trust.clone(),
            demonstration: demonstration.clone(),
            limits,
            targets: std::collections::BTreeMap::new(),
            reports: vec![("daily".to_owned(), "every day at 06:00".to_owned())],
            names: names(),
            bans: bans.clone(),
            plans: Arc::new(Reads),
            retention: retention(),
        };
        let router = api::router(options);
        let (_folder, calls) = (folder, 0);
        House { _folder, store, trust, centre, router, demonstration, node, bans, bank, calls, accounts }
    }

    pub fn token(&self, role: Role) -> &str {
        self.accounts[&role].1.expose()
    }

    /// How many orders the bank was told.
    pub fn ordered(&self) -> usize {
        self.bank.ordered.load(Ordering::SeqCst)
    }

    /// By which telephone the bank says that customers are reached.
    pub fn reached_by(&self, told: Result<Option<Telephone>, Error>) {
        *self.bank.telephone.lock().unwrap() = Some(told);
    }

    pub fn account(&self, role: Role) -> AccountId {
        self.accounts[&role].0
    }

    /// Asks with any token, and a body if there is one.
    pub async fn ask(&self, token: &str, method: Method, path: &str, body: Option<Value>) -> Answer {
        let asked = request(method, path, Some(token));
        let asked = match body {
            Some(body) => {
                asked.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()))
            }
            None => asked.body(Body::empty()),
        };
        send(&self.router, asked.unwrap()).await
    }

    pub async fn get(&self, role: Role, path: &str) -> Answer {
        let request = request(Method::GET, path, Some(self.token(role))).body(Body::empty()).unwrap();
        send(&self.router, request).await
    }

    pub async fn post(&self, role: Role, path: &str) -> Answer {
        let request = request(Method::POST, path, Some(self.token(role))).body(Body::empty()).unwrap();
        send(&self.router, request).await
    }

    pub async fn put(&self, role: Role, path: &str, body: &str) -> Answer {
        let request = request(Method::PUT, path, Some(self.token(role)))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_owned()))
            .unwrap();
        send(&self.router, request).await
    }

    /// Calls a line, whose flow leads straight to its queue.
    pub async fn call(&mut self, line: &str, caller: Option<&str>) -> Call {
        self.calls += 1;
        let leg = LegId::arrived(self.node.epoch(), self.calls);
        let caller = caller.map(|caller| PhoneNumber::new(caller).unwrap());
        let called = called(line).to_owned();
        self.node.report(Event::Arrived { leg, called, caller }).await;
        Call { contact: ContactId(u64::from(self.calls)), leg }
    }

    /// The agent who is being called answers.
    pub async fn pick_up(&mut self) {
        let leg = self.dialled().await;
        self.node.report(Event::Ringing { leg }).await;
        self.node.report(Event::Answered { leg }).await;
    }

    pub async fn delete(&self, role: Role, path: &str) -> Answer {
        let request = request(Method::DELETE, path, Some(self.token(role))).body(Body::empty()).unwrap();
        send(&self.router, request).await
    }

    pub async fn ready(&self, agent: u64) {
        self.centre.set_agent(None, AgentId(agent), None).await.unwrap();
    }

    pub async fn hang_up(&mut self, call: &Call) {
        self.node.report(Event::Ended { leg: call.leg, cause: LegEnd::HungUp }).await;
    }

    /// Returns when everything that has happened so far stands in the database.
    pub async fn settled(&self) {
        let last = self.centre.board().await.unwrap().sequence;
        self.store.journal().durable().wait_for(|durable| *durable >= last).await.unwrap();
        // On a busy machine the last entries may stand in the spill log first.
        let stored = async {
            while self.store.last_sequence().await.unwrap() < last {
                tokio::task::yield_now().await;
            }
        };
        soon(stored).await;
    }

    pub async fn dialled(&mut self) -> LegId {
        loop {
            let order = soon(self.node.orders.recv()).await.expect("the floor runs");
            if let ToNode::Command(command) = order
                && let Order::Dial { leg, .. } = command.order
            {
                return leg;
            }
        }
    }
}

/// A call that was made.
pub struct Call {
    pub contact: ContactId,
    pub leg: LegId,
}

/// The usual limits, with figures of the health page that are never old.
pub fn limits() -> Limits {
    Limits { health_age: std::time::Duration::ZERO, ..Limits::default() }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The transfer object of a success.
    pub fn ok(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        self.json()
    }
}

pub fn request(method: Method, path: &str, token: Option<&str>) -> axum::http::request::Builder {
    let builder = Request::builder().method(method).uri(path);
    match token {
        Some(token) => builder.header(header::AUTHORIZATION, format!("Bearer {token}")),
        None => builder,
    }
}

pub async fn begin(router: &Router, request: Request<Body>) -> axum::response::Response {
    TowerToHyperService::new(router.clone()).call(request).await.unwrap()
}

pub async fn send(router: &Router, request: Request<Body>) -> Answer {
    let (parts, body) = begin(router, request).await.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

/// What should have come long before.
pub async fn soon<T>(coming: impl Future<Output = T>) -> T {
    tokio::time::timeout(std::time::Duration::from_secs(60), coming).await.expect("it never came")
}

fn called(line: &str) -> &'static str {
    match line {
        "cards-line" => "1001",
        "loans-line" => "1002",
        _ => panic!("the plan has no line {line}"),
    }
}

/// The same, with more promised to who waits for `cards`.
fn promising() -> Plan {
    let mut plan = plan();
    plan.trunk = Trunk {
        address: Some("sip:127.0.0.1:5099".to_owned()),
        numbers: vec!["+82".to_owned()],
        except: Vec::new(),
    };
    let cards = plan.queues.iter_mut().find(|queue| queue.name.as_str() == "cards").unwrap();
    cards.ring = Span::seconds(15);
    cards.routing.callback = Some(CallbackTerms { from: Span::seconds(90), ..CallbackTerms::default() });
    let to = Target::Queue(QueueName::new("loans").unwrap());
    cards.routing.overflow = vec![Overflow { after: Some(Span::seconds(3_600)), length: None, to }];
    plan
}

pub fn plan() -> Plan {
    let line = |name: &str, flow: &str| Line {
        name: LineName::new(name).unwrap(),
        called: called(name).to_owned(),
        language: Language::Korean,
        flow: FlowName::new(flow).unwrap(),
        announce_recording: false,
        priority: 0,
    };
    let queue = |name: &str| Queue {
        name: QueueName::new(name).unwrap(),
        calendar: None,
        skills: vec![SkillName::new(name).unwrap()],
        capacity: 100,
        ring: Span::seconds(60),
        wrap_up: if name == "loans" { Span::seconds(600) } else { Span::ZERO },
        announce_every: Span::ZERO,
        music: PromptName::new("music").unwrap(),
        service_level: Span::seconds(15),
        short_abandon: Span::ZERO,
        routing: QueueRouting::default(),
        record: name == "cards",
    };
    let agent = |number: u64| Agent {
        id: AgentId(number),
        address: if number == 1 { PAGE.to_owned() } else { format!("sip:agent{number}@127.0.0.1:5070") },
        skills: ["cards", "loans", "lang.ko"].map(|skill| SkillName::new(skill).unwrap()).to_vec(),
        ready_at_start: false,
        routing: AgentRouting::default(),
    };
    let team = |name: &str, agents: &[u64]| Team {
        name: name.to_owned(),
        department: None,
        agents: agents.iter().map(|number| AgentId(*number)).collect(),
    };
    let flow = |name: &str| FlowText {
        name: FlowName::new(name).unwrap(),
        text: format!(
            "flow {name}\n\nstep queue\n  queue {name}\n  closed hang up as closed\n  full hang up as full\n  unstaffed hang up as unstaffed\n"
        ),
    };
    Plan {
        lines: vec![line("cards-line", "cards"), line("loans-line", "loans")],
        queues: vec![queue("cards"), queue("loans")],
        agents: (1..=AGENTS).map(agent).collect(),
        calendars: Vec::new(),
        desk: Desk {
            parted: Span::millis(300),
            announcements: vec![PromptName::new("outage").unwrap()],
            ..Desk::default()
        },
        flows: vec![flow("cards"), flow("loans")],
        teams: vec![team("early & late", &[1]), team("all", &[1, 2])],
        ..Plan::default()
    }
}

/// Rules by which nothing is due.
fn retention() -> Vec<store::retention::Rule> {
    let rule = |kind| store::retention::Rule {
        kind,
        keep: Some(Span::seconds(1_095 * 86_400)),
        at_least: Span::ZERO,
        source: "a rule of the test".to_owned(),
    };
    store::retention::Kind::ALL.map(rule).to_vec()
}

/// What the bank calls one of its queues; the other has no name.
fn names() -> Names {
    let cards = ("cards".to_owned(), Texts::new("信用卡", "카드", "Cards"));
    Names { queues: [cards].into(), ..Names::default() }
}

/// A bank that knows one number, and whose cards are out of service when they are first asked for.
#[derive(Default)]
struct SmallBank {
    cards_asked: AtomicBool,
    ordered: AtomicUsize,
    /// By which telephone customers are reached; nobody is told unless a test says so.
    telephone: Mutex<Option<Result<Option<Telephone>, Error>>>,
}

impl Bank for SmallBank {
    fn verify<'a>(&'a self, _: &'a SecretDigits, _: &'a SecretDigits) -> BankAnswer<'a, Verification> {
        Box::pin(async { Ok(Verification::Unavailable) })
    }

    fn holders<'a>(&'a self, number: &'a PhoneNumber) -> BankAnswer<'a, Vec<CustomerRef>> {
        let holders = match number.expose() {
            REGISTERED => vec![customer()],
            SHARED => vec![customer(), spouse()],
            _ => Vec::new(),
        };
        Box::pin(async { Ok(holders) })
    }

    fn telephone<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Option<Telephone>> {
        let told = self.telephone.lock().unwrap().clone().unwrap_or(Err(Error::NotOffered));
        Box::pin(async { told })
    }

    fn find<'a>(&'a self, key: &'a Key) -> BankAnswer<'a, Found> {
        Box::pin(async move { registry::find(key) })
    }

    fn identity<'a>(&'a self, customer: &'a CustomerRef) -> BankAnswer<'a, Identity> {
        let known =
            if customer.as_str() == "123" { Err(Error::UnknownCustomer) } else { Ok(registry::identity()) };
        Box::pin(async { known })
    }

    fn accounts<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Vec<Account>> {
        Box::pin(async { Ok(registry::accounts()) })
    }

    fn cards<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Vec<Card>> {
        Box::pin(async {
            match self.cards_asked.swap(true, Ordering::SeqCst) {
                false => Err(Error::Unreachable("it says that it is out of service".to_owned())),
                true => Ok(registry::cards()),
            }
        })
    }

    fn transactions<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Vec<Transaction>> {
        Box::pin(async { Ok(dossier::transactions()) })
    }

    fn bills<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Bills> {
        Box::pin(async { Ok(dossier::bills()) })
    }

    fn limits<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Vec<Limit>> {
        Box::pin(async { Ok(dossier::limits()) })
    }

    fn applications<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Vec<Application>> {
        Box::pin(async { Ok(dossier::applications()) })
    }

    fn reports<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Vec<Report>> {
        Box::pin(async { Ok(dossier::reports()) })
    }

    fn productions<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Vec<Production>> {
        Box::pin(async { Ok(dossier::productions()) })
    }

    fn holdings<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Holdings> {
        Box::pin(async { Ok(dossier::holdings()) })
    }

    fn points<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Points> {
        Box::pin(async { Ok(dossier::points()) })
    }

    fn device_events<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Vec<DeviceEvent>> {
        Box::pin(async { Ok(dossier::device_events()) })
    }

    fn consents<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Vec<Consent>> {
        Box::pin(async { Ok(dossier::consents()) })
    }

    fn locks<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Vec<Lock>> {
        Box::pin(async { Ok(dossier::locks()) })
    }

    fn journeys<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Vec<Journey>> {
        Box::pin(async { Ok(dossier::journeys()) })
    }

    fn preferences<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Preferences> {
        Box::pin(async { Ok(dossier::preferences()) })
    }

    fn life_events<'a>(&'a self, _: &'a CustomerRef) -> BankAnswer<'a, Vec<LifeEvent>> {
        Box::pin(async { Ok(dossier::life_events()) })
    }

    fn operate<'a>(&'a self, _: &'a BankOrder) -> BankAnswer<'a, Outcome> {
        let number = self.ordered.fetch_add(1, Ordering::SeqCst) + 1;
        Box::pin(async move { Ok(Outcome::Done { reference: format!("OP-{number}") }) })
    }

    fn outcome<'a>(&'a self, _: &'a OrderKey) -> BankAnswer<'a, Outcome> {
        Box::pin(async { Ok(Outcome::Never) })
    }
}
