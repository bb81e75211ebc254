//! The record of who did what.

use super::Rooms;
use crate::audit::Declared;
use crate::audit::act::Act;
use crate::problem::Problem;
use std::time::Instant;
use store::audit::{self, Code, Entry, Filter, Head, Health, Kind, MOST, Placed};
use trust::audit::alerts::{SHOWN_AT_DESK, alerts};
use trust::audit::listed::{self, Row};
use trust::audit::{Alert, OnRecord, Watched};
use trust::{Actor, Permit, may};
use vocabulary::{AccountId, ContactId, CustomerRef, Time};

/// The most entries that alerts are looked for in.
const MOST_FOLDED: usize = 200_000;

impl Rooms {
    /// Puts on record what exactly is done, beside the entry of the request that has it done: whose role, which
    /// permission.
    pub(crate) async fn put_in_detail(&self, act: &Act, what: &[String]) -> Result<(), Problem> {
        let text: String =
            what.join(":").chars().map(|c| if is_of_a_code(c) { c } else { '_' }).take(64).collect();
        let about = text.parse().ok();
        Ok(self.on_record().record(Entry { about, ..act.entry() }).await?)
    }

    /// The way onto the record.
    pub fn on_record(&self) -> &OnRecord {
        &self.0.on_record
    }

    /// What each operation is.
    pub fn declared(&self) -> &Declared {
        &self.0.declared
    }

    /// Notes how many rows a list shows that its reader was not shown within the hour, so that paging through customers
    /// is as unusual as opening them one by one.
    pub fn note_listed<P: Permit>(&self, actor: &Actor<P>, act: &Act, rows: impl IntoIterator<Item = Row>) {
        act.concerns(listed::code(self.0.listed.take(actor.account().id, rows, Instant::now())));
    }

    /// Notes whose contact an act is about, as far as that is known.
    pub async fn name_customer(&self, act: &Act) {
        let Entry { contact: Some(contact), customer: None, .. } = act.entry() else { return };
        if let Some(customer) = self.customer_behind(contact).await {
            act.concerns_customer(customer);
        }
    }

    pub(super) async fn customer_behind(&self, contact: ContactId) -> Option<CustomerRef> {
        if let Ok(Some(open)) = self.0.centre.contact(contact).await {
            return open.customer;
        }
        self.0.store.contact(contact).await.ok().flatten()?.customer
    }

    /// Puts on record that an agent's page shows the customer who is on the line. It never waits: calls
    /// go on while no audit can be written.
    pub fn note_shown(&self, account: AccountId, origin: Code, contact: ContactId, customer: CustomerRef) {
        let entry = Entry::new(jiff::Timestamp::now().into(), Code::of(SHOWN_AT_DESK), Kind::Look, origin);
        let (account, contact, customer) = (Some(account), Some(contact), Some(customer));
        self.0.on_record.note(Entry { account, contact, customer, ..entry });
    }

    /// Entries that a filter lets through, newest first.
    pub async fn audit_entries(
        &self,
        _: &Actor<may::AuditRead>,
        filter: &Filter,
    ) -> Result<Vec<Placed>, Problem> {
        Ok(audit::list(self.0.store.db(), filter).await?)
    }

    /// What is unusual between two moments; of a busy time, in the last 200,000 entries.
    pub async fn audit_alerts(
        &self,
        actor: &Actor<may::AuditRead>,
        from: Time,
        to: Time,
    ) -> Result<Vec<Alert>, Problem> {
        let watched = Watched::read(self.0.store.db()).await.map_err(store::Error::from)?;
        let mut entries: Vec<Placed> = Vec::new();
        let mut before = None;
        while entries.len() < MOST_FOLDED {
            let filter = Filter { before, from: Some(from), to: Some(to), limit: MOST, ..Filter::default() };
            let page = self.audit_entries(actor, &filter).await?;
            let Some(last) = page.last() else { break };
            before = Some(last.place);
            entries.extend(page);
        }
        Ok(alerts(entries.iter().rev(), &watched, self.trust().unusual()))
    }

    /// How far the chain has come, and how it fares.
    pub async fn audit_state(&self, _: &Actor<may::AuditRead>) -> Result<(Head, Health), Problem> {
        Ok((audit::head(self.0.store.db()).await?, self.0.on_record.health()))
    }
}

fn is_of_a_code(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | ':')
}
