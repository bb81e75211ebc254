//! What is wanted of the floor by others than voice nodes.

use crate::views::{AgentView, Board, ContactView, QueueView};
use tokio::sync::oneshot;
use vocabulary::journal::NotReady;
use vocabulary::{AgentId, ContactId, CustomerRef};

/// Something that is wanted of the floor.
pub(crate) enum Message {
    Board(oneshot::Sender<Board>),
    Queues(oneshot::Sender<Vec<QueueView>>),
    Agents(oneshot::Sender<Vec<AgentView>>),
    Contacts(oneshot::Sender<Vec<ContactView>>),
    Contact(ContactId, oneshot::Sender<Option<ContactView>>),
    SetAgent(AgentId, Option<NotReady>, oneshot::Sender<Option<AgentView>>),
    Matched(ContactId, CustomerRef),
    Stop(oneshot::Sender<()>),
}
