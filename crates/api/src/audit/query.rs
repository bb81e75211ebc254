//! Which entries and alerts somebody asks for.

use crate::problem::Problem;
use crate::request::query::{Fields, Given};
use crate::request::values::Moment;
use store::audit::{Code, Filter, Kind, MOST, Outcome};
use utoipa::IntoParams;
use vocabulary::{AccountId, ContactId, CustomerRef, Span, Time};

/// The time that alerts are about when nobody says.
const A_DAY: Span = Span::seconds(86_400);

#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "these describe the fields; `AuditQuery` holds what was read")]
pub(super) struct AuditQuery {
    /// Only what this account did.
    #[param(value_type = Option<String>, example = "U-3")]
    account: Option<AccountId>,
    /// Only what was about this customer.
    #[param(value_type = Option<String>, example = "k-7")]
    customer: Option<CustomerRef>,
    /// Only what was about this contact.
    #[param(value_type = Option<String>, example = "C-17")]
    contact: Option<ContactId>,
    /// Only this operation.
    #[param(value_type = Option<String>, example = "read_customer")]
    operation: Option<Code>,
    /// Only this sort of act: session, look, export, change or handling.
    #[param(value_type = Option<String>, example = "look")]
    kind: Option<Kind>,
    /// Only what ended so: allowed, refused or failed.
    #[param(value_type = Option<String>, example = "refused")]
    outcome: Option<Outcome>,
    /// From this moment on.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Time>,
    /// Before this moment.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Time>,
    /// Only entries before this place.
    before: Option<u64>,
    /// 50 when it is not there.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

impl Fields for AuditQuery {
    const NAMES: &'static [&'static str] =
        &["account", "customer", "contact", "operation", "kind", "outcome", "from", "to", "before", "limit"];

    fn take(given: &Given) -> Result<AuditQuery, Problem> {
        let moment = |name| given.optional::<Moment>(name, "a moment such as 2026-03-10T09:00:00Z");
        Ok(AuditQuery {
            account: given.optional("account", "an account such as U-3")?,
            customer: given.optional("customer", "the bank's name for a customer")?,
            contact: given.optional("contact", "a contact such as C-17")?,
            operation: given.optional("operation", "an operation's name such as read_customer")?,
            kind: given.optional("kind", "session, look, export, change or handling")?,
            outcome: given.optional("outcome", "allowed, refused or failed")?,
            from: moment("from")?.map(|Moment(at)| at),
            to: moment("to")?.map(|Moment(at)| at),
            before: given.optional::<u32>("before", "the place of an entry")?.map(u64::from),
            limit: limit(given)?,
        })
    }
}

fn limit(given: &Given) -> Result<Option<u32>, Problem> {
    let expected = "a whole number from 1 to 500";
    let read: Option<std::num::NonZeroU16> = given.optional("limit", expected)?;
    match read.map(|limit| u32::from(limit.get())) {
        Some(limit) if limit > MOST => {
            let detail = format!("limit must be {expected}");
            Err(Problem::new(crate::problem::Kind::BadQuery, detail).about("limit"))
        }
        limit => Ok(limit),
    }
}

impl AuditQuery {
    pub fn filter(self) -> Filter {
        let AuditQuery { account, customer, contact, operation, kind, outcome, from, to, before, limit } =
            self;
        let limit = limit.unwrap_or_else(|| Filter::default().limit);
        Filter { before, account, customer, contact, operation, kind, outcome, from, to, limit }
    }
}

#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AlertQuery {
    /// From this moment on; a day before `to` when it is not there.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Time>,
    /// Before this moment; now when it is not there.
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Time>,
}

impl Fields for AlertQuery {
    const NAMES: &'static [&'static str] = &["from", "to"];

    fn take(given: &Given) -> Result<AlertQuery, Problem> {
        let moment = |name| given.optional::<Moment>(name, "a moment such as 2026-03-10T09:00:00Z");
        let (from, to) = (moment("from")?.map(|Moment(at)| at), moment("to")?.map(|Moment(at)| at));
        Ok(AlertQuery { from, to })
    }
}

impl AlertQuery {
    pub fn between(&self) -> (Time, Time) {
        let to = self.to.unwrap_or_else(|| jiff::Timestamp::now().into());
        (self.from.unwrap_or(Time(to.0.saturating_sub(A_DAY.0))), to)
    }
}
