//! What is kept of customers, for how long, and under which keys.

use super::Rooms;
use crate::accounts::refusals;
use crate::audit::act::Act;
use crate::problem::{Kind, Problem};
use axum::response::Response;
use store::audit::Entry;
use store::consents::{Consent, Means, Topic};
use store::erasure::{Erased, Erasure, Proof};
use store::retention::{Due, Hold, HoldId, NotRun, Rule, Run};
use store::rotation::KeyStatus;
use trust::approvals::Operation;
use trust::{AccountId, Actor, may};
use vocabulary::{ContactId, CustomerRef};

/// Runs that are shown.
const RUNS_SHOWN: u32 = 100;

impl Rooms {
    /// Versions of the master key.
    pub async fn master_keys(&self, _: &Actor<may::KeysChange>) -> Result<KeyStatus, Problem> {
        Ok(self.0.store.key_status().await?)
    }

    /// Brings a new one into use.
    pub async fn exchange_master_key(&self, actor: &Actor<may::KeysChange>) -> Result<(), Problem> {
        let version = self.0.store.exchange_master_key().await.map_err(crate::master_keys::refused)?;
        tracing::info!(account = %actor.account().id, version, "an exchange of the master key was begun");
        Ok(())
    }

    /// How long what is kept.
    pub fn rules(&self) -> &[Rule] {
        &self.0.retention
    }

    /// What is due by the rules, in their order, and what went before.
    pub async fn retention(&self, _: &Actor<may::PrivacyRead>) -> Result<(Vec<Due>, Vec<Run>), Problem> {
        let store = &self.0.store;
        Ok((store.retention_due(self.rules()).await?, store.retention_runs(RUNS_SHOWN).await?))
    }

    /// Removes what is due.
    pub async fn carry_out_retention(&self, _: &Actor<may::PrivacyChange>) -> Result<Vec<Run>, Problem> {
        self.0.store.carry_out_retention(self.rules()).await.map_err(|why| match why {
            NotRun::NotOnRecord(why) => why.into(),
            NotRun::Store(error) => error.into(),
        })
    }

    /// What is held.
    pub async fn holds(&self, _: &Actor<may::PrivacyRead>) -> Result<Vec<Hold>, Problem> {
        Ok(self.0.store.holds().await?)
    }

    /// Holds all that is kept of a customer, who is named on record.
    pub async fn place_hold(
        &self,
        actor: &Actor<may::PrivacyChange>,
        act: &Act,
        customer: &CustomerRef,
        matter: &str,
    ) -> Result<Vec<Hold>, Problem> {
        let hold = self.0.store.place_hold(customer, matter, actor.account().id).await?;
        let about = hold.to_string().parse().ok();
        self.on_record().record(Entry { about, customer: Some(customer.clone()), ..act.entry() }).await?;
        Ok(self.0.store.holds().await?)
    }

    /// Lifts a hold.
    pub async fn lift_hold(&self, actor: &Actor<may::PrivacyChange>, hold: HoldId) -> Result<(), Problem> {
        let lifted = self.0.store.lift_hold(hold, actor.account().id).await?;
        let none = || {
            Problem::not_found(format!("there is no hold {hold} in force; the list shows which there are"))
        };
        if lifted { Ok(()) } else { Err(none()) }
    }

    /// Erasures of before.
    pub async fn erasures(&self, _: &Actor<may::PrivacyRead>) -> Result<Vec<Erasure>, Problem> {
        Ok(self.0.store.erasures().await?)
    }

    /// Asks a second person to have a customer erased. What cannot be done is told at once.
    pub async fn ask_erasure(
        &self,
        actor: &Actor<may::PrivacyChange>,
        customer: &CustomerRef,
    ) -> Result<Response, Problem> {
        self.may_be_erased(customer).await?;
        self.ask_approval(actor, Operation::EraseCustomer, customer.as_str()).await
    }

    async fn may_be_erased(&self, customer: &CustomerRef) -> Result<(), Problem> {
        let on_line = self.0.centre.contacts().await?;
        if on_line.iter().any(|open| open.customer.as_ref() == Some(customer)) {
            let detail = "the customer has a contact that is open; erase them when it is closed";
            return Err(Problem::new(Kind::Conflict, detail));
        }
        held(&self.0.store.holds_of(customer).await?)
    }

    /// Erases a customer: what a second person has approved.
    pub async fn erase(&self, customer: &CustomerRef, by: AccountId) -> Result<(), Problem> {
        self.may_be_erased(customer).await?;
        match self.0.store.erase(customer, self.rules(), by).await? {
            Erased::Done(_) => Ok(()),
            Erased::Held(holds) => held(&holds),
        }
    }

    /// Tries whether anything of an erased customer opens; and how many reasons there are, and can be read.
    pub async fn prove_erasure(
        &self,
        _: &Actor<may::PrivacyRead>,
        id: u64,
    ) -> Result<(Erasure, Proof, (u64, u64)), Problem> {
        let none = || Problem::not_found(format!("there is no erasure {id}; the list shows which there are"));
        let erasure = self.0.store.erasure(id).await?.ok_or_else(none)?;
        let proof = self.0.store.try_customer(&erasure.customer).await?;
        let unmaskings = self.trust().unmaskings_of(&erasure.customer).await;
        let unmaskings = unmaskings.map_err(|error| refusals::account(&error))?;
        let mut readable = 0;
        for unmasking in &unmaskings {
            readable += u64::from(self.reason_of(&unmasking.what).await?.is_some());
        }
        Ok((erasure, proof, (unmaskings.len() as u64, readable)))
    }

    /// What the customer of a contact has agreed to.
    pub async fn consents(
        &self,
        _: &Actor<may::ConsentsRead>,
        contact: ContactId,
    ) -> Result<(CustomerRef, Vec<Consent>), Problem> {
        let customer = self.whose(contact).await?;
        let said = self.0.store.consents(&customer).await?;
        Ok((customer, said))
    }

    /// Notes what the customer of a contact says.
    pub async fn note_consent(
        &self,
        actor: &Actor<may::ConsentsChange>,
        contact: ContactId,
        (topic, agreed): (Topic, bool),
        means: (Means, &str),
    ) -> Result<(CustomerRef, Vec<Consent>), Problem> {
        let customer = self.whose(contact).await?;
        let by = actor.account().id;
        let consent = Consent::now(customer.clone(), (topic, agreed), by, Some(contact), means);
        self.0.store.note_consent(&consent).await?;
        let said = self.0.store.consents(&customer).await?;
        Ok((customer, said))
    }

    async fn whose(&self, contact: ContactId) -> Result<CustomerRef, Problem> {
        let unknown = || Problem::not_found(format!("nobody knows whose contact {contact} is"));
        self.customer_behind(contact).await.ok_or_else(unknown)
    }
}

/// A hold is named, so that somebody can see to it.
fn held(holds: &[Hold]) -> Result<(), Problem> {
    let Some(hold) = holds.first() else { return Ok(()) };
    let detail =
        format!("{} holds what is kept of the customer, for \"{}\"; lift it first", hold.id, hold.matter);
    Err(Problem::new(Kind::Conflict, detail))
}
