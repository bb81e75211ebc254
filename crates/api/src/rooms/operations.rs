//! What agents do at the bank: for the customers they serve, and nobody else.

use super::Rooms;
use crate::accounts::refusals;
use crate::approvals;
use crate::audit::act::Act;
use crate::operations::transfer::{ConditionalOperations, ContactOperations, Operation, WaitingOperations};
use crate::problem::{Kind, Problem};
use bank::operations::OrderKey;
use centre::{Acting, ContactView, NotOrdered, OperationWish, Unfit};
use store::OrderRow;
use trust::approvals::Approval;
use trust::approvals::Operation::GiveOrder;
use trust::audit::listed::Row;
use trust::{Actor, Permission, Permit, may};
use vocabulary::{AgentId, ContactId};

impl Rooms {
    /// What was ordered in a contact; to who serves it, what can be. While nobody knows whose it is, that is nothing.
    pub(crate) async fn operations_of(
        &self,
        actor: &Actor<may::CustomersRead>,
        contact: ContactId,
    ) -> Result<ContactOperations, Problem> {
        let served = self.served(actor, contact).await?;
        let leads = actor.may(Permission::OperationsApprove);
        if served.is_none() && !leads {
            return Err(not_served(contact));
        }
        let acting = served.and_then(|(agent, open)| Acting::of(&open, agent, actor.account().id));
        if acting.is_none() && !leads {
            return Ok(ContactOperations { orders: Vec::new(), proposals: Vec::new() });
        }
        let is_narrow = acting.as_ref().is_some_and(|acting| acting.third_party);
        let mut orders = self.0.centre.orders(contact).await?;
        // Whoever is not the customer is told of nothing that has an amount, or names a purchase.
        orders.retain(|row| !is_narrow || (row.amount.is_none() && row.item.is_none()));
        let proposals = match acting.filter(|_| actor.may(Permission::OperationsOrder)) {
            Some(acting) => self.0.centre.proposals(&acting).await?.map_err(|why| not_ordered(&why))?,
            None => Vec::new(),
        };
        let reader = actor.account().id;
        Ok(ContactOperations {
            orders: orders.iter().map(|row| Operation::new(row, reader)).collect(),
            proposals: proposals.into_iter().map(Into::into).collect(),
        })
    }

    pub(crate) async fn order_operation(
        &self,
        actor: &Actor<may::OperationsOrder>,
        contact: ContactId,
        wish: OperationWish,
    ) -> Result<Operation, Problem> {
        let acting = self.acting(actor, contact).await?.ok_or_else(|| not_served(contact))?;
        let row = self.0.centre.order(actor, &acting, wish).await?.map_err(|why| not_ordered(&why))?;
        Ok(Operation::new(&row, actor.account().id))
    }

    /// Of contacts out of reach nothing is there. Whose rows are shown counts as looked at.
    pub(crate) async fn waiting_operations(
        &self,
        actor: &Actor<may::OperationsApprove>,
        act: &Act,
    ) -> Result<WaitingOperations, Problem> {
        let reached = self.reached(actor).await?;
        let rows = self.0.centre.waiting_orders().await?;
        let within: Vec<&OrderRow> = rows.iter().filter(|row| reached.agent(row.agent)).collect();
        self.note_listed(actor, act, within.iter().map(|row| Row::of(row.contact, Some(&row.customer))));
        let reader = actor.account().id;
        let orders = within.into_iter().map(|row| Operation::new(row, reader));
        Ok(WaitingOperations { orders: orders.collect() })
    }

    /// Of contacts out of reach nothing is there.
    pub(crate) async fn conditional_operations(
        &self,
        actor: &Actor<may::CustomersRead>,
    ) -> Result<ConditionalOperations, Problem> {
        let reached = self.reached(actor).await?;
        let rows = self.0.centre.promised_orders().await?;
        let within = rows.iter().filter(|row| reached.agent(row.agent));
        let reader = actor.account().id;
        Ok(ConditionalOperations { orders: within.map(|row| Operation::new(row, reader)).collect() })
    }

    /// Who promised takes it back, or who leads: another agent who reaches the contact does not, however wide that reach
    /// is.
    pub(crate) async fn withdraw_operation(
        &self,
        actor: &Actor<may::OperationsWithdraw>,
        contact: ContactId,
        order: &OrderKey,
    ) -> Result<Operation, Problem> {
        let promised = self.order_of(contact, order).await?;
        let is_own = actor.account().agent == Some(promised.agent);
        if !is_own && !actor.may(Permission::OperationsApprove) {
            let detail =
                format!("{} promised this; it is taken back by them, or by a supervisor", promised.agent);
            return Err(Problem::new(Kind::NotPermitted, detail).refused("not_yours", Vec::new()));
        }
        let row = self.0.centre.withdraw_order(contact, order).await.map_err(|why| not_ordered(&why))?;
        Ok(Operation::new(&row, actor.account().id))
    }

    /// A second person decides, as about everything that takes one; what is approved is ordered at once.
    pub(crate) async fn decide_operation(
        &self,
        actor: &Actor<may::OperationsApprove>,
        act: &Act,
        contact: ContactId,
        order: &OrderKey,
        approve: bool,
    ) -> Result<Operation, Problem> {
        // The door looked at the contact of the path: it has to be the order's.
        self.order_of(contact, order).await?;
        let request = self.trust().approval_about(GiveOrder, order.as_str()).await;
        let request = request.map_err(|error| refusals::account(&error))?;
        let request = request.ok_or_else(|| not_ordered(&NotOrdered::NotWaiting))?;
        let by = actor.account().id;
        if approve {
            // What could not be done now waits on: it is not to be approved for nothing.
            self.0.centre.check_order(order).await.map_err(|why| not_ordered(&why))?;
            self.approve(actor, act, request.id).await?;
        } else {
            self.decide(actor, request.id, false).await?;
            self.0.centre.refuse_order(order, by).await.map_err(|why| not_ordered(&why))?;
        }
        Ok(Operation::new(&self.order_of(contact, order).await?, by))
    }

    async fn order_of(&self, contact: ContactId, order: &OrderKey) -> Result<OrderRow, Problem> {
        let orders = self.0.centre.orders(contact).await?;
        let found = orders.into_iter().find(|row| row.key == order.as_str());
        found.ok_or_else(|| Problem::not_found(format!("{contact} has no such order")))
    }

    /// Has the bank told what a second person has approved.
    pub(crate) async fn give_order(&self, approval: &Approval) -> Result<(), Problem> {
        let key = OrderKey::new(&approval.subject).map_err(|_| Problem::internal())?;
        let (by, _) = approval.decided.ok_or_else(Problem::internal)?;
        let given = self.0.centre.give_order(&key, by).await;
        given.map(drop).map_err(|why| not_ordered(&why))
    }

    /// Who acts, if the contact is in the actor's own hand and its customer is known.
    async fn acting<P: Permit>(
        &self,
        actor: &Actor<P>,
        contact: ContactId,
    ) -> Result<Option<Acting>, Problem> {
        let served = self.served(actor, contact).await?;
        Ok(served.and_then(|(agent, open)| Acting::of(&open, agent, actor.account().id)))
    }

    /// A contact in the reader's own hand, and by which agent.
    async fn served<P: Permit>(
        &self,
        actor: &Actor<P>,
        contact: ContactId,
    ) -> Result<Option<(AgentId, ContactView)>, Problem> {
        let Some(agent) = actor.account().agent else { return Ok(None) };
        let open = self.0.centre.contact(contact).await?.filter(|open| open.agent == Some(agent));
        Ok(open.map(|open| (agent, open)))
    }
}

fn not_served(contact: ContactId) -> Problem {
    let detail =
        format!("{contact} is not a contact that you serve with a customer who is known; ask a supervisor");
    Problem::not_found(detail)
}

fn not_ordered(why: &NotOrdered) -> Problem {
    let kind = match why {
        NotOrdered::NotKept => Kind::Unavailable,
        NotOrdered::NotAsked(why) => return approvals::refused(why),
        _ => Kind::Conflict,
    };
    let unmet = match why {
        NotOrdered::NotAllowed(judged) => judged.verdict.unmet.clone(),
        _ => Vec::new(),
    };
    Problem::new(kind, why.to_string()).refused(refusal(why), unmet)
}

/// The name of a refusal, which pages have texts for.
fn refusal(why: &NotOrdered) -> &'static str {
    match why {
        NotOrdered::NotThere(_) => "not_there",
        NotOrdered::NoSuchCard => "no_such_card",
        NotOrdered::Unfit(Unfit::NoLimit) => "no_limit",
        NotOrdered::Unfit(Unfit::NotAbove) => "not_above",
        NotOrdered::Unfit(Unfit::Missing) => "missing",
        NotOrdered::Unfit(Unfit::Amount) => "amount",
        NotOrdered::Unfit(Unfit::NoSuchBill) => "no_such_bill",
        NotOrdered::Unfit(Unfit::NoSuchItem) => "no_such_item",
        NotOrdered::Unfit(Unfit::Same) => "same",
        NotOrdered::Unfit(Unfit::NoCondition) => "no_condition",
        NotOrdered::Unfit(Unfit::NotLocked) => "not_locked",
        NotOrdered::Unfit(Unfit::NotUndoable) => "not_undoable",
        NotOrdered::Unfit(Unfit::Unsettled) => "unsettled",
        NotOrdered::Unfit(Unfit::Past) => "past",
        NotOrdered::Unfit(Unfit::Stands) => "stands",
        NotOrdered::Unfit(Unfit::Already) => "already",
        NotOrdered::Unfit(Unfit::NothingLeft) => "nothing_left",
        NotOrdered::Unfit(Unfit::Reason) => "reason",
        NotOrdered::NotAllowed(_) => "not_allowed",
        NotOrdered::KeyTaken => "key_taken",
        NotOrdered::NotWaiting => "not_waiting",
        NotOrdered::CallerGone => "caller_gone",
        NotOrdered::NotAsked(_) => "not_asked",
        NotOrdered::NotKept => "not_kept",
    }
}
