//! The floor's side of a node, played by hand.

use bank::{Answer, Bank};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use vocabulary::voice::{Command, Event, Order, Report, Stamp, Verification};
use vocabulary::{CustomerRef, Epoch, LegId, NodeName, PhoneNumber, SecretDigits, Sequence, Span};
use voice::media::Prompts;
use voice::{Options, ToNode, Voice};

/// Longest wait for anything; far beyond what a loaded machine needs.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// The number that tests call.
pub const CALLED: &str = "15880000";

/// A bank that knows one customer.
pub struct OneCustomer;

impl Bank for OneCustomer {
    fn verify<'a>(&'a self, number: &'a SecretDigits, pin: &'a SecretDigits) -> Answer<'a, Verification> {
        let right = number.expose() == "1001" && pin.expose() == "2580";
        let customer = CustomerRef::new("customer-1").expect("it is a name");
        let outcome = if right { Verification::Verified(customer) } else { Verification::Wrong { left: 2 } };
        Box::pin(std::future::ready(Ok(outcome)))
    }

    fn holders<'a>(&'a self, _telephone: &'a PhoneNumber) -> Answer<'a, Vec<CustomerRef>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }
}

/// The floor of one node.
pub struct Floor {
    commands: mpsc::Sender<ToNode>,
    reports: mpsc::Receiver<Report>,
    latest: Stamp,
}

/// Settings for a node on the loopback, on free ports.
pub fn options() -> Options {
    let name = NodeName::new("voice-1").expect("it is a name");
    let at = "127.0.0.1:0".parse().expect("it is an address");
    let mut options = Options::new(name, Epoch(1), at, Arc::new(Prompts::default()));
    options.numbers.replace([CALLED]);
    options.media_ports = 10_000..=32_000;
    // Tests take the time they need; the node is not to act alone meanwhile.
    options.floor_silence = Span::seconds(600);
    options
}

/// Starts a node and its floor.
pub async fn start(options: Options) -> (Voice, Floor) {
    start_with_room(options, 4_096).await
}

/// The same with room for so many reports.
pub async fn start_with_room(options: Options, room: usize) -> (Voice, Floor) {
    let (commands, inbox) = mpsc::channel(4_096);
    let (outbox, reports) = mpsc::channel(room);
    let voice = voice::start(options, Arc::new(OneCustomer), inbox, outbox).await.expect("the node starts");
    (voice, Floor { commands, reports, latest: Stamp::default() })
}

impl Floor {
    /// Gives an order.
    pub async fn order(&mut self, order: Order) {
        let stamp = Stamp { sequence: Sequence(self.latest.sequence.0 + 1), k: 0 };
        let command = Command { epoch: Epoch(1), stamp, after: self.latest, order };
        self.latest = stamp;
        self.commands.send(ToNode::Command(command)).await.expect("the node lives");
    }

    /// The next report.
    pub async fn next(&mut self) -> Event {
        let next = tokio::time::timeout(PATIENCE, self.reports.recv()).await;
        next.expect("a report comes in time").expect("the node lives").event
    }

    /// The next report, whenever it comes.
    pub async fn next_whenever(&mut self) -> Event {
        self.reports.recv().await.expect("the node lives").event
    }

    /// The next report, if there is one already.
    pub fn next_at_once(&mut self) -> Option<Event> {
        self.reports.try_recv().ok().map(|report| report.event)
    }

    /// A call comes in.
    pub async fn arrival(&mut self) -> LegId {
        match self.next().await {
            Event::Arrived { leg, .. } => leg,
            other => panic!("instead of an arrival: {other:?}"),
        }
    }

    /// A call comes in and is answered.
    pub async fn answers(&mut self) -> LegId {
        let leg = self.arrival().await;
        self.order(Order::Answer { leg }).await;
        leg
    }

    /// The next report is this one.
    pub async fn hears(&mut self, event: Event) {
        assert_eq!(self.next().await, event);
    }
}
