//! Values in clear, out of what the bank said and what is on record.

use super::Rooms;
use crate::accounts::refusals;
use crate::problem::{Kind, Problem};
use crate::unmaskings::Wanted;
use bank::customers::{Account, Card, Identity};
use centre::{CustomerView, Panel};
use store::{Owner, sealed};
use trust::unmaskings::{NotUnmasked, Unmask, UnmaskingId, reason_place};
use trust::{Actor, Permit};
use vocabulary::{ContactId, CustomerRef, Personal, PersonalField};
use zeroize::Zeroizing;

/// A value with its mask.
type Candidate = (String, Zeroizing<String>);

impl Rooms {
    /// A field in clear. That it is shown is kept before it is.
    pub async fn unmask<P: Permit>(
        &self,
        actor: &Actor<P>,
        wanted: Wanted,
    ) -> Result<(UnmaskingId, Zeroizing<String>), Problem> {
        if wanted.field != PersonalField::Caller && self.is_third_party(wanted.contact).await? {
            let detail = "the caller is not the customer; nothing of the customer is said to anybody else";
            return Err(Problem::new(Kind::Conflict, detail));
        }
        let (customer, candidates) = self.candidates(wanted.contact, wanted.field).await?;
        let value = choose(candidates, wanted.shown.as_deref())?;
        let owner = customer.clone().map_or(Owner::Contact(wanted.contact), Owner::Customer);
        let key = self.0.store.blobs().key_of(owner).await?;
        let unmask = Unmask {
            contact: wanted.contact,
            customer,
            field: wanted.field,
            purpose: wanted.purpose,
            reason: key.seal(&reason_place(wanted.contact), wanted.reason.as_bytes()),
            reason_key: key.id(),
            broke_glass: wanted.broke_glass,
        };
        let id = self.trust().note_unmasking(actor, &unmask).await;
        Ok((id.map_err(|why| not_unmasked(&why))?, value))
    }

    /// Why something was unmasked; `None` once the customer is erased.
    pub async fn reason_of(&self, unmask: &Unmask) -> Result<Option<String>, Problem> {
        let key = match self.0.store.blobs().key(unmask.reason_key).await {
            Err(store::Error::Sealed(sealed::Error::Erased)) => return Ok(None),
            key => key?,
        };
        let text = key.open(&reason_place(unmask.contact), &unmask.reason).map_err(store::Error::from)?;
        Ok(std::str::from_utf8(&text).ok().map(str::to_owned))
    }

    /// All values of a field that a contact's customer has, and who that is.
    async fn candidates(
        &self,
        contact: ContactId,
        field: PersonalField,
    ) -> Result<(Option<CustomerRef>, Vec<Candidate>), Problem> {
        if field == PersonalField::Caller {
            return self.caller_in_clear(contact).await;
        }
        let view = self.0.centre.customer_view(contact);
        let view = view.ok_or_else(|| super::no_view(centre::NoView(contact)))?;
        let customer = view.customer.clone();
        Ok((Some(customer), of_view(view, field)?))
    }

    async fn caller_in_clear(
        &self,
        contact: ContactId,
    ) -> Result<(Option<CustomerRef>, Vec<Candidate>), Problem> {
        self.catch_up().await?;
        let row = self.0.store.contact(contact).await?;
        let row = row.ok_or_else(|| crate::contacts::no_contact(contact))?;
        let caller = match self.0.store.unseal_caller(&row).await {
            Err(store::Error::Sealed(sealed::Error::Erased)) => None,
            caller => caller?,
        };
        Ok((row.customer, caller.iter().map(candidate).collect()))
    }
}

fn not_unmasked(why: &NotUnmasked) -> Problem {
    match why {
        NotUnmasked::Paced { wait, .. } => {
            let seconds = u32::try_from(wait.0 / 1_000_000).unwrap_or(0).saturating_add(1);
            Problem::new(Kind::Paced, why.to_string()).after(seconds)
        }
        NotUnmasked::Account(error) => refusals::account(error),
    }
}

fn candidate(value: &impl Personal) -> Candidate {
    (value.mask(), value.in_clear())
}

fn of_view(view: CustomerView, field: PersonalField) -> Result<Vec<Candidate>, Problem> {
    Ok(match field {
        PersonalField::Account => all(view.accounts, |account: &Account| candidate(&account.number))?,
        PersonalField::Card => all(view.cards, |card: &Card| candidate(&card.number))?,
        field => {
            let Panel::Ready { value, .. } = view.identity else { return Err(not_there()) };
            let Identity { name, birthday, document, .. } = &*value;
            match field {
                PersonalField::Name => vec![candidate(name)],
                PersonalField::Birthday => birthday.iter().map(candidate).collect(),
                PersonalField::Document => document.iter().map(|it| candidate(&it.number)).collect(),
                // Class C1 has no mask, and class C3 is nowhere.
                _ => Vec::new(),
            }
        }
    })
}

fn all<T>(panel: Panel<Vec<T>>, candidate: impl Fn(&T) -> Candidate) -> Result<Vec<Candidate>, Problem> {
    match panel {
        Panel::Ready { value, .. } => Ok(value.iter().map(candidate).collect()),
        _ => Err(not_there()),
    }
}

/// The value behind a mask: what is shown may have changed since.
fn choose(candidates: Vec<Candidate>, shown: Option<&str>) -> Result<Zeroizing<String>, Problem> {
    let mut fitting = candidates.into_iter().filter(|(mask, _)| shown.is_none_or(|shown| mask == shown));
    match (fitting.next(), fitting.next()) {
        (Some((_, value)), None) => Ok(value),
        (None, _) => Err(not_there()),
        (Some(_), Some(_)) => {
            let detail = "more than one value has this mask; look at the bank's own system for which it is";
            Err(Problem::new(Kind::Conflict, detail))
        }
    }
}

fn not_there() -> Problem {
    Problem::new(Kind::Conflict, "there is no such value now; look at the customer again")
}
