//! What is wanted of the floor by others than voice nodes.

use crate::callbacks::PlaceView;
use crate::chats::ChatView;
use crate::desk::{DeskView, HouseView, QueueDetail};
use crate::plans::{Moment, PlanInForce};
use crate::verification_calls::NotCalled;
use crate::views::{AgentView, Board, ContactView, FiguresView, QueueView, Waits};
use floor::{Refusal, Wish};
use indicators::Figures;
use tokio::sync::oneshot;
use vocabulary::journal::{EndReason, NotReady};
use vocabulary::plan::Desk;
use vocabulary::{
    AccountId, AgentId, ContactId, CustomerRef, LineName, PhoneNumber, QueueName, Sequence, Tier,
};

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
    /// Whether a wish would be granted now.
    Would(Wish, oneshot::Sender<Result<(), Refusal>>),
    /// A wish to call the registered number, and the number.
    CallRegistered(Option<AccountId>, Wish, PhoneNumber, oneshot::Sender<Result<(), NotCalled>>),
    Agent(AgentId, oneshot::Sender<Option<AgentView>>),
    PageSilent(AgentId, NotReady, oneshot::Sender<()>),
    PageBack(AgentId, oneshot::Sender<()>),
    TelephoneLost(AgentId, oneshot::Sender<()>),
    Desk(AgentId, oneshot::Sender<Option<DeskView>>),
    Queue(QueueName, oneshot::Sender<Option<QueueDetail>>),
    Places(oneshot::Sender<Vec<PlaceView>>),
    House(oneshot::Sender<HouseView>),
    Settings(oneshot::Sender<Desk>),
    Routing(ContactId, oneshot::Sender<Option<Waits>>),
    Plan(oneshot::Sender<PlanInForce>),
    Waiting(oneshot::Sender<Moment>),
    /// A wish that opens a chat.
    OpenChat(Wish, oneshot::Sender<Result<(ContactId, Option<EndReason>), Refusal>>),
    ChatLine(LineName, oneshot::Sender<bool>),
    Chat(ContactId, oneshot::Sender<ChatView>),
    /// The chats that are not over.
    Chats(oneshot::Sender<Vec<ContactId>>),
    TalksInChat(AgentId, ContactId, oneshot::Sender<bool>),
    /// Who registered the number that calls: one or more.
    Matched(ContactId, Vec<CustomerRef>),
    Ranked(ContactId, CustomerRef, Tier),
    Stop(oneshot::Sender<()>),
}
