//! Putting the centre together: replay, take the lead, start the voice node, serve.

use crate::callbacks::Numbers;
use crate::chats::Chats;
use crate::clock::Clock;
use crate::customers::{Customers, Deadlines};
use crate::desk::Desks;
use crate::door::Door;
use crate::floor_task::FloorTask;
use crate::keeper;
use crate::matching::Matching;
use crate::message::Message;
use crate::operations::Operations;
use crate::outbox::Outbox;
use crate::snapshots::{Kept, Snapshots, replay};
use crate::{Centre, WAITING, WATCHED};
use bank::Bank;
use floor::Input;
use std::collections::HashMap;
use std::sync::Arc;
use store::Store;
use tokio::sync::{broadcast, mpsc};
use trust::Trust;
use vocabulary::journal::NotReady;
use vocabulary::plan::Plan;
use vocabulary::voice::{PAGE, Report};
use vocabulary::{AgentId, ContactId, Epoch, NodeName, Sequence};
use voice::{ToNode, Voice};

/// Orders and reports that may be under way between floor and voice node. The floor never waits
/// for room (its outbox holds what does not fit); the node waits, which slows new calls first.
const UNDER_WAY: usize = 8_192;

/// What a centre is made of.
pub struct Options {
    /// Where the journal is.
    pub store: Arc<Store>,
    /// Who may be a second person, over the same database.
    pub trust: Arc<Trust>,
    /// The bank.
    pub bank: Arc<dyn Bank>,
    /// The plan to bring into force, checked.
    pub plan: Plan,
    /// The voice node's settings; epoch, name and numbers are filled in here.
    pub voice: voice::Options,
}

/// Why the centre could not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The voice node failed.
    #[error(transparent)]
    Voice(#[from] voice::Error),
}

/// Starts serving.
///
/// # Errors
/// [`Error`]: the journal cannot be read, or the voice node's ports cannot be had.
pub async fn start(options: Options) -> Result<(Centre, Voice), Error> {
    let Options { store, trust, bank, plan, mut voice } = options;
    let door = Door { numbers: voice.numbers.clone(), bans: voice.bans.clone() };
    let prepared = prepare(&store, trust, bank.clone(), plan, voice.name.clone(), door).await?;
    voice.epoch = prepared.epoch;
    let running = voice::start(voice, bank, prepared.ordered, prepared.reported).await?;
    tokio::spawn(prepared.floor.run(prepared.asked, prepared.reports));
    let mut centre = prepared.centre;
    centre.telephones = Some(Arc::new(running.stations()));
    tokio::spawn(centre.desks.clone().keep(centre.clone()));
    tokio::spawn(centre.chats.clone().keep(centre.clone()));
    tokio::spawn(keeper::keep(centre.clone(), store));
    Ok((centre, running))
}

/// A floor that leads and waits for its voice node, and the ends of its channels.
pub(crate) struct Prepared {
    pub centre: Centre,
    pub floor: FloorTask,
    pub epoch: Epoch,
    pub asked: mpsc::Receiver<Message>,
    pub reports: mpsc::Receiver<Report>,
    /// For the voice node.
    pub ordered: mpsc::Receiver<ToNode>,
    /// For the voice node.
    pub reported: mpsc::Sender<Report>,
}

/// Everything up to the voice node.
pub(crate) async fn prepare(
    store: &Arc<Store>,
    trust: Arc<Trust>,
    bank: Arc<dyn Bank>,
    plan: Plan,
    node: NodeName,
    door: Door,
) -> Result<Prepared, store::Error> {
    let Kept { state, figures } = replay(store).await?;
    let epoch = store.take_leadership().await?;
    let callbacks = Numbers::of_places(&state, store).await;
    let (commands, ordered) = mpsc::channel(UNDER_WAY);
    let (reported, reports) = mpsc::channel(UNDER_WAY);
    let (messages, asked) = mpsc::channel(WAITING);
    let watched = broadcast::Sender::new(WATCHED);
    let keyed = crate::desk::secure_entry::channel();
    let customers = Customers::new(bank.clone(), store.clone(), messages.clone(), Deadlines::default());
    let asks = bank.clone();
    let mut floor = FloorTask {
        clock: Clock::start(state.now()),
        state,
        figures,
        journal: store.journal(),
        losing: false,
        snapshots: Snapshots::new(store.clone()),
        outbox: Outbox::new(epoch),
        node: node.clone(),
        commands,
        matching: Matching::new(bank, messages.clone()),
        customers: customers.clone(),
        watched: watched.clone(),
        keyed: keyed.clone(),
        callers: HashMap::new(),
        callbacks,
        door,
    };
    take_up_places(&mut floor);
    take_over(&mut floor, epoch, node, plan);
    let (desks, chats) = (Desks::default(), Chats::new(store.clone()));
    let operations = Operations::new(asks, store.clone(), trust, customers.clone());
    let centre = Centre { messages, watched, keyed, customers, desks, chats, operations, telephones: None };
    tokio::spawn(centre.operations.clone().keep(centre.clone()));
    tokio::spawn(centre.operations.clone().keep_conditions(centre.clone()));
    Ok(Prepared { centre, floor, epoch, asked, reports, ordered, reported })
}

/// Places that were kept before: their callers' masked numbers and their customers' views are for whoever
/// is called for them.
fn take_up_places(floor: &mut FloorTask) {
    for contact in floor.state.places() {
        if let Some(number) = floor.callbacks.get(contact.id) {
            floor.callers.insert(contact.id, number.to_string());
        }
        if let Some(customer) = &contact.customer {
            floor.customers.begin(contact.id, customer);
        }
    }
}

/// A place whose number is not to be had is given up: nobody can be called.
fn give_up_places_without_numbers(floor: &mut FloorTask) {
    let unknown = |contact: &ContactId| floor.callbacks.get(*contact).is_none();
    let gone: Vec<ContactId> = floor.state.places().map(|contact| contact.id).filter(unknown).collect();
    gone.into_iter().for_each(|contact| floor.take(Input::NumberGone(contact), None));
}

/// A voice node in this process went down with it: whatever was open then is interrupted. A node
/// of another name in the journal (a renamed one) is gone as well. So are all telephones in browsers:
/// their agents are not ready until they are back.
fn take_over(floor: &mut FloorTask, epoch: Epoch, node: NodeName, plan: Plan) {
    let replayed = floor.state.sequence();
    floor.take(Input::Lead { epoch }, None);
    let gone: Vec<NodeName> = floor.state.nodes().cloned().collect();
    for lost in gone {
        floor.take(Input::NodeLost(lost), None);
    }
    let (before, replaced) = (floor.state.in_force(), *floor.state.plan() != plan);
    // An unchanged plan is no new version: then its numbers are told here.
    floor.door.planned(&plan);
    floor.take(Input::Configure(Box::new(plan)), None);
    give_up_places_without_numbers(floor);
    if let Some(by) = before.by.filter(|_| replaced) {
        tracing::warn!(
            version = %before.version, %by, "the configuration file is in force; the plan that was applied before \
             differs from it, and can be brought back with `heliotrope plan apply --again {}`", before.version
        );
    }
    floor.take(Input::NodeJoined(node), None);
    let at_page = |id| floor.state.planned(id).is_some_and(|agent| agent.address == PAGE);
    let pages: Vec<AgentId> = floor.state.agents().map(|agent| agent.id).filter(|id| at_page(*id)).collect();
    for agent in pages {
        floor.page_silent(agent, NotReady::Interrupted);
    }
    if replayed > Sequence(0) {
        tracing::info!(replayed = replayed.0, %epoch, "took the floor over");
    }
}
