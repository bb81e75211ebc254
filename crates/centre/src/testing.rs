//! A running centre without a voice node: the test plays the node.

use crate::door::Door;
use crate::start::prepare;
use crate::{Answer, Centre, Connected, Link, NotConnected, StationState, Telephones, Unavailable};
use bank::Bank;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use store::Store;
use tokio::sync::{mpsc, watch};
use trust::Trust;
use vocabulary::plan::{Agent, AgentRouting, FlowText, Line, Plan, Queue, QueueRouting};
use vocabulary::voice::{Event, Report};
use vocabulary::{
    AgentId, Epoch, FlowName, Language, LegId, LineName, NodeName, PromptName, QueueName, SkillName, Span,
};
use voice::ToNode;

/// The voice node's side of a centre. It takes no calls by itself: what it reports is what the test
/// says. Orders that nobody reads wait in their channel.
pub struct PlayedNode {
    name: NodeName,
    epoch: Epoch,
    last_report: u64,
    reports: mpsc::Sender<Report>,
    /// What the floor orders.
    pub orders: mpsc::Receiver<ToNode>,
    /// What agents do at their browser telephones.
    pub acts: mpsc::UnboundedReceiver<Act>,
    /// How they are connected, all of them alike: they are, until the test says otherwise.
    pub telephones: watch::Sender<StationState>,
}

/// What an agent does at a browser telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Offers a connection.
    Connect(AgentId, String),
    /// Picks up.
    Answer(AgentId, LegId),
    /// Does not want the call.
    Refuse(AgentId, LegId),
    /// Hangs up.
    HangUp(AgentId, LegId),
    /// Hears itself, or not.
    Test(AgentId, bool),
    /// Has its telephone no more.
    Disconnect(AgentId),
}

/// Browser telephones that take everything but garbled offers, and tell the test.
struct PlayedTelephones(mpsc::UnboundedSender<Act>, watch::Sender<StationState>);

impl PlayedTelephones {
    fn new() -> (PlayedTelephones, mpsc::UnboundedReceiver<Act>) {
        let (told, acts) = mpsc::unbounded_channel();
        let connected = StationState { link: Link::Connected, ..StationState::default() };
        (PlayedTelephones(told, watch::Sender::new(connected)), acts)
    }

    fn tell(&self, act: Act) -> Result<(), Unavailable> {
        self.0.send(act).map_err(|_| Unavailable("the test is over".to_owned()))
    }
}

impl Telephones for PlayedTelephones {
    fn connect<'a>(&'a self, agent: AgentId, offer: &'a str) -> Answer<'a> {
        let connected = if offer.starts_with("v=0") {
            let told = self.tell(Act::Connect(agent, offer.to_owned()));
            told.map(|()| Connected { answer: "v=0 played".to_owned() })
                .map_err(|why| NotConnected::Full(why.to_string()))
        } else {
            Err(NotConnected::Offer("offer a session description".to_owned()))
        };
        Box::pin(async move { connected })
    }
    fn ringing(&self, _: AgentId, _: LegId) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(std::future::ready(()))
    }
    fn answer(&self, agent: AgentId, leg: LegId) -> Result<(), Unavailable> {
        self.tell(Act::Answer(agent, leg))
    }
    fn refuse(&self, agent: AgentId, leg: LegId) -> Result<(), Unavailable> {
        self.tell(Act::Refuse(agent, leg))
    }
    fn hang_up(&self, agent: AgentId, leg: LegId) -> Result<(), Unavailable> {
        self.tell(Act::HangUp(agent, leg))
    }
    fn test(&self, agent: AgentId, on: bool) {
        drop(self.tell(Act::Test(agent, on)));
    }
    fn disconnect(&self, agent: AgentId) {
        drop(self.tell(Act::Disconnect(agent)));
    }
    fn watch(&self, _: AgentId) -> watch::Receiver<StationState> {
        self.1.subscribe()
    }
}

/// A plan of one line, called 100, that leads straight to one queue, with so many agents who are ready from the start and
/// have telephones of their own.
pub fn one_queue(agents: u64) -> Plan {
    let line = Line {
        name: LineName::new("hotline").expect("a plain word names a line"),
        called: "100".to_owned(),
        language: Language::English,
        flow: FlowName::new("direct").expect("a plain word names a flow"),
        announce_recording: false,
        priority: 0,
    };
    let queue = Queue {
        name: QueueName::new("cards").expect("a plain word names a queue"),
        calendar: None,
        skills: Vec::new(),
        capacity: 100_000,
        ring: Span::seconds(20),
        wrap_up: Span::ZERO,
        announce_every: Span::ZERO,
        music: PromptName::new("music").expect("a plain word names a prompt"),
        record: false,
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing: QueueRouting::default(),
    };
    let agent = |id| Agent {
        id: AgentId(id),
        address: format!("sip:a{id}@127.0.0.1:7000"),
        skills: vec![SkillName::new("lang.en").expect("two plain words name a skill")],
        ready_at_start: true,
        routing: AgentRouting::default(),
    };
    let direct =
        "flow direct\nstep queue\n queue cards\n closed hang up\n full hang up\n unstaffed hang up\n";
    let flow = FlowText { name: line.flow.clone(), text: direct.to_owned() };
    Plan {
        lines: vec![line],
        queues: vec![queue],
        agents: (1..=agents).map(agent).collect(),
        flows: vec![flow],
        ..Plan::default()
    }
}

/// Starts a centre whose voice node `voice-1` is played by the test.
///
/// # Errors
/// When the journal cannot be read.
pub async fn start(
    store: &Arc<Store>,
    bank: Arc<dyn Bank>,
    plan: Plan,
) -> Result<(Centre, PlayedNode), store::Error> {
    let name = NodeName::new("voice-1").expect("a plain word is a node name");
    let trust = Arc::new(Trust::new(store.db().clone()));
    let prepared = prepare(store, trust, bank, plan, name.clone(), Door::default()).await?;
    tokio::spawn(prepared.floor.run(prepared.asked, prepared.reports));
    let mut centre = prepared.centre;
    let (telephones, acts) = PlayedTelephones::new();
    let connected = telephones.1.clone();
    centre.telephones = Some(Arc::new(telephones));
    tokio::spawn(centre.desks.clone().keep(centre.clone()));
    tokio::spawn(centre.chats.clone().keep(centre.clone()));
    let node = PlayedNode {
        name,
        epoch: prepared.epoch,
        last_report: 0,
        reports: prepared.reported,
        orders: prepared.ordered,
        acts,
        telephones: connected,
    };
    Ok((centre, node))
}

impl PlayedNode {
    /// Reports an event to the floor, which takes it before any question asked of it later.
    pub async fn report(&mut self, event: Event) {
        self.last_report += 1;
        let report = Report { epoch: self.epoch, node: self.name.clone(), number: self.last_report, event };
        self.reports.send(report).await.expect("the floor runs as long as its centre");
    }

    /// The term of leadership it serves.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }
}
