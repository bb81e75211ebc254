//! Who is on the line: customers found, bound to a contact in hand, and taken back.

use super::Rooms;
use crate::audit::act::Act;
use crate::customers::finding::Wanted;
use crate::problem::{Kind, Problem};
use bank::finding::Found;
use centre::{ContactView, NotSought, Sought, Wish};
use store::OrderState;
use store::audit::Code;
use trust::{Actor, Permission, Permit, may};
use vocabulary::{AgentId, ContactId, CustomerRef};

impl Rooms {
    /// Looks for the customer of a contact in the actor's own hand. Whom it shows is on record before the answer leaves,
    /// each by itself, so that they count as looked at.
    pub(crate) async fn find_customer(
        &self,
        actor: &Actor<may::CustomersFind>,
        act: &Act,
        contact: ContactId,
        wanted: Wanted,
    ) -> Result<Found, Problem> {
        let open = self.talks(actor, contact).await?;
        let by = wanted.tag();
        let sought = match wanted {
            Wanted::Said(key) => Sought::Said(key),
            Wanted::Caller => Sought::Calling(callers(open)),
        };
        let found = self.0.centre.find_customer(contact, &sought).await.map_err(not_sought)?;
        let count = match &found {
            Found::These(all) => all.len().to_string(),
            Found::TooMany { .. } => "many".to_owned(),
        };
        let about = format!("by_{by}:{count}").parse::<Code>().ok();
        if let Some(about) = about {
            act.concerns(about);
        }
        if let Found::These(all) = &found {
            act.shows(all.iter().map(|shown| shown.customer.clone()));
        }
        Ok(found)
    }

    /// Binds a customer who was found for the contact to it.
    pub(crate) async fn identify(
        &self,
        actor: &Actor<may::DeskServe>,
        agent: AgentId,
        contact: ContactId,
        customer: CustomerRef,
    ) -> Result<(), Problem> {
        if !actor.may(Permission::CustomersFind) {
            let detail = "your role does not include finding customers (customers.find)";
            return Err(Problem::new(Kind::NotPermitted, detail));
        }
        let open = self.talks(actor, contact).await?;
        if !self.0.centre.was_found(contact, &customer) {
            let detail = format!("this customer was not found for {contact}; find the customer first");
            return Err(Problem::new(Kind::Conflict, detail));
        }
        if open.caller.identified && open.customer.as_ref() != Some(&customer) {
            self.nothing_was_done(&open).await?;
        }
        self.wish_at_desk(actor, Wish::Identify(agent, contact, customer)).await
    }

    /// Takes that back, unless something was done for the customer since.
    pub(crate) async fn undo_identify(
        &self,
        actor: &Actor<may::DeskServe>,
        agent: AgentId,
        contact: ContactId,
    ) -> Result<(), Problem> {
        let open = self.talks(actor, contact).await?;
        self.nothing_was_done(&open).await?;
        self.wish_at_desk(actor, Wish::UndoIdentify(agent, contact)).await
    }

    /// Whether the bank was told, or is to be told, of something for the contact's customer.
    async fn nothing_was_done(&self, open: &ContactView) -> Result<(), Problem> {
        let orders = self.0.centre.orders(open.id).await?;
        let stands = |state: OrderState| state.counts();
        let done =
            orders.iter().any(|row| Some(&row.customer) == open.customer.as_ref() && stands(row.state));
        if !done {
            return Ok(());
        }
        let detail = "something was done for this customer in this contact; it stays the customer's";
        Err(Problem::new(Kind::Conflict, detail))
    }

    /// Says whether the caller is somebody else than the customer.
    pub(crate) async fn third_party(
        &self,
        actor: &Actor<may::DeskServe>,
        agent: AgentId,
        contact: ContactId,
        is_other: bool,
    ) -> Result<(), Problem> {
        self.wish_at_desk(actor, Wish::ThirdParty(agent, contact, is_other)).await
    }

    /// An open contact in the actor's own hand, with its customer on the line.
    async fn talks<P: Permit>(&self, actor: &Actor<P>, contact: ContactId) -> Result<ContactView, Problem> {
        let own = actor.account().agent;
        let serves = |open: &ContactView| own.is_some() && open.agent == own && open.phase == "talking";
        self.0.centre.contact(contact).await?.filter(serves).ok_or_else(|| {
            Problem::not_found(format!("{contact} is not a contact whose customer you talk with now"))
        })
    }

    /// Whether whoever calls is not the customer: then little of the customer is shown.
    pub(crate) async fn is_third_party(&self, contact: ContactId) -> Result<bool, Problem> {
        Ok(self.0.centre.contact(contact).await?.is_some_and(|open| open.caller.third_party))
    }
}

/// Whose the calling number is.
fn callers(open: ContactView) -> Vec<CustomerRef> {
    let one = open.customer.filter(|_| !open.caller.identified && !open.verified);
    if open.caller.holders.is_empty() { one.into_iter().collect() } else { open.caller.holders }
}

/// What is only late is told with how far it has come.
fn not_sought(why: NotSought) -> Problem {
    if let NotSought::Bank(bank::Error::NotReady { percent }) = why {
        return Problem::new(Kind::Unavailable, why.to_string()).not_ready(percent);
    }
    let kind = match why {
        NotSought::TooLittle => return Problem::new(Kind::InvalidBody, why.to_string()).about("text"),
        NotSought::NotOffered => Kind::Conflict,
        NotSought::Bank(_) | NotSought::Database => Kind::Unavailable,
    };
    Problem::new(kind, why.to_string())
}
