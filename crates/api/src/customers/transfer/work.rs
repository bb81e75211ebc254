//! What is open for a customer.

use super::movements::Amount;
use crate::promises::transfer::PromiseView;
use crate::words::{ContactChannel, OrderState};
use serde::Serialize;
use std::collections::BTreeMap;
use store::OrderRow;
use utoipa::ToSchema;

/// What is open for the customer at this moment, with whom and since when.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpenWork {
    /// Contacts beside this one, oldest first.
    contacts: Vec<OpenContact>,
    /// Orders to the bank that have not come to their end, and raised limits that go back; newest first.
    operations: Vec<OpenOperation>,
    /// What was promised, what is due first.
    promises: Vec<PromiseView>,
}

/// A contact of the customer's that is open.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpenContact {
    #[schema(example = "C-18")]
    id: String,
    channel: ContactChannel,
    /// Where it stands, as in the list of contacts.
    #[schema(example = "waiting")]
    phase: &'static str,
    #[schema(format = DateTime)]
    opened: String,
    #[schema(example = "cards", required = true)]
    queue: Option<String>,
    /// Who serves it.
    #[schema(example = "A-7", required = true)]
    agent: Option<String>,
    /// Whether the customer is called back.
    callback: bool,
}

/// Something at the bank that is open.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpenOperation {
    #[schema(example = "C-17")]
    contact: String,
    /// What, as operations are called.
    #[schema(example = "raise_limit")]
    operation: String,
    /// The card's or account's number behind its mask.
    #[schema(example = "990011…9021")]
    card: String,
    #[schema(required = true)]
    amount: Option<Amount>,
    /// The last day of a raised limit.
    #[schema(format = Date, required = true)]
    until: Option<String>,
    state: OrderState,
    #[schema(format = DateTime)]
    asked: String,
    #[schema(example = "A-7")]
    agent: String,
}

impl From<&centre::Work> for OpenWork {
    fn from(work: &centre::Work) -> OpenWork {
        // Accounts' names are the list of promises' to tell.
        let names = BTreeMap::new();
        OpenWork {
            contacts: work.contacts.iter().map(OpenContact::from).collect(),
            operations: work.orders.iter().map(OpenOperation::from).collect(),
            promises: PromiseView::all(&work.promises, &names),
        }
    }
}

impl From<&centre::ContactView> for OpenContact {
    fn from(open: &centre::ContactView) -> OpenContact {
        OpenContact {
            id: open.id.to_string(),
            channel: open.channel.into(),
            phase: open.phase,
            opened: open.opened.to_string(),
            queue: open.queue.as_ref().map(ToString::to_string),
            agent: open.agent.map(|agent| agent.to_string()),
            callback: open.callback,
        }
    }
}

impl From<&OrderRow> for OpenOperation {
    fn from(row: &OrderRow) -> OpenOperation {
        OpenOperation {
            contact: row.contact.to_string(),
            operation: row.operation.clone(),
            card: row.card.clone(),
            amount: row.amount.map(Amount::from),
            until: row.until.clone(),
            state: row.state.into(),
            asked: row.asked_at.to_string(),
            agent: row.agent.to_string(),
        }
    }
}
