//! What is wanted of the floor by others than voice nodes.

use crate::callbacks::PlaceView;
use crate::desk::{DeskView, HouseView, QueueDetail};
use crate::plans::{Moment, PlanInForce};
use crate::views::{AgentView, Board, ContactView, FiguresView, QueueView, Waits};
use floor::{Refusal, Wish};
use indicators::Figures;
use tokio::sync::oneshot;
use vocabulary::journal::NotReady;
use vocabulary::plan::Desk;
use vocabulary::{AccountId, AgentId, ContactId, CustomerRef, QueueName, Sequence};

/// Something that is wanted of the floor.
pub(crate) enum Message {
    Board(oneshot::Sender<Board>),
    Queues(oneshot::Sender<Vec<QueueView>>),
    Agents(oneshot::Sender<Vec<AgentView>>),
    Contacts(oneshot::Sender<Vec<ContactView>>),
    Figures(oneshot::Sender<FiguresView>),
    Fold(oneshot::Sender<(Sequence, Figures)>),
    Contact(ContactId, oneshot::Sender<Option<ContactView>>),
    Wish(Option<AccountId>, Wish, oneshot::Sender<Result<(), Refusal>>),
    Agent(AgentId, oneshot::Sender<Option<AgentView>>),
    PageSilent(AgentId, NotReady, oneshot::Sender<()>),
    TelephoneLost(AgentId, oneshot::Sender<()>),
    Desk(AgentId, oneshot::Sender<Option<DeskView>>),
    Queue(QueueName, oneshot::Sender<Option<QueueDetail>>),
    Places(oneshot::Sender<Vec<PlaceView>>),
    House(oneshot::Sender<HouseView>),
    Settings(oneshot::Sender<Desk>),
    Routing(ContactId, oneshot::Sender<Option<Waits>>),
    Plan(oneshot::Sender<PlanInForce>),
    Waiting(oneshot::Sender<Moment>),
    Matched(ContactId, CustomerRef),
    Stop(oneshot::Sender<()>),
}
