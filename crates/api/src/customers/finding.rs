//! Finding the customer of a contact in hand, by what the caller says. What is looked for comes in a body, and is
//! in no address, log, error or record.

use super::transfer::Identity;
use crate::audit::act::Act;
use crate::problem::{Kind, Problem};
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::extract::State;
use axum::{Extension, Json};
use bank::finding::{Found, Key, Match, NameText};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use trust::{Actor, may};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::{Birthday, CardNumber, ContactId, DocumentNumber, PhoneNumber};

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(find))
}

/// What a customer is looked for by.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum FindAsked {
    /// A telephone number, whole.
    Telephone {
        #[schema(example = "+15550001234")]
        number: String,
    },
    /// A name or parts of one, in its own writing or in Latin letters; with a birthday where many share it.
    Name {
        #[schema(example = "wang fang")]
        text: String,
        #[schema(format = Date)]
        born: Option<String>,
    },
    /// The number of an identity document, whole.
    Document {
        #[schema(example = "00000019850512001X")]
        number: String,
    },
    /// The number of a card, whole: its check digit is looked at before anybody is asked.
    Card {
        #[schema(example = "9900010000001231")]
        number: String,
    },
    /// Whoever registered the number that calls.
    Caller,
}

/// What somebody is looked for by, checked.
pub(crate) enum Wanted {
    Said(Key),
    Caller,
}

impl Wanted {
    /// The field of the request, for the record.
    pub fn tag(&self) -> &'static str {
        match self {
            Wanted::Caller => "caller",
            Wanted::Said(Key::Telephone(_)) => "telephone",
            Wanted::Said(Key::Name { .. }) => "name",
            Wanted::Said(Key::Document(_)) => "document",
            Wanted::Said(Key::Card(_)) => "card",
        }
    }
}

impl FindAsked {
    /// A problem names the field and says why, and repeats nothing.
    fn wanted(self) -> Result<Wanted, Problem> {
        let wrong = |field: &'static str, why: &dyn std::fmt::Display| {
            Problem::new(Kind::InvalidBody, format!("{field}: {why}")).about(field)
        };
        let key = match self {
            FindAsked::Caller => return Ok(Wanted::Caller),
            FindAsked::Telephone { number } => {
                Key::Telephone(PhoneNumber::new(&number).map_err(|why| wrong("number", &why))?)
            }
            FindAsked::Document { number } => {
                Key::Document(DocumentNumber::new(&number).map_err(|why| wrong("number", &why))?)
            }
            FindAsked::Card { number } => {
                Key::Card(CardNumber::new(&number).map_err(|why| wrong("number", &why))?)
            }
            FindAsked::Name { text, born } => {
                let day = born.filter(|text| !text.is_empty()).map(|text| text.parse()).transpose();
                let born = day.map_err(|_| wrong("born", &"a day is written like 1985-05-12"))?;
                let text = NameText::new(&text).map_err(|why| wrong("text", &why))?;
                Key::Name { text, born: born.map(Birthday::new) }
            }
        };
        Ok(Wanted::Said(key))
    }
}

/// Who was found, behind masks.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundCustomers {
    /// How many fit.
    #[schema(example = 1)]
    count: u32,
    /// All who fit; when more than 20 do, nobody: more has to be said then.
    customers: Vec<FoundCustomer>,
}

/// Somebody who fits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundCustomer {
    /// The bank's pseudonymous key of the customer.
    #[schema(example = "cst-7f3a9c0d52")]
    customer: String,
    identity: Identity,
}

impl From<Found> for FoundCustomers {
    fn from(found: Found) -> FoundCustomers {
        let shown = |found: &Match| FoundCustomer {
            customer: found.customer.to_string(),
            identity: Identity::masked(&found.identity),
        };
        match found {
            Found::TooMany { count } => FoundCustomers { count, customers: Vec::new() },
            Found::These(all) => FoundCustomers {
                count: u32::try_from(all.len()).unwrap_or(u32::MAX),
                customers: all.iter().map(shown).collect(),
            },
        }
    }
}

/// Find the customer of a contact in hand
///
/// For an agent who talks with somebody whom the number does not name. Each customer who is shown counts as looked at.
/// Who is found may be bound to the contact by the frame `identify` of the desk.
#[utoipa::path(
    post,
    path = "/api/contacts/{id}/customers/find",
    operation_id = "find_customer",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contact"))),
    tag = "customers",
    security(("token" = ["customers.find"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    request_body = FindAsked,
    responses((status = 200, description = "Who was found", body = FoundCustomers))
)]
async fn find(
    actor: Actor<may::CustomersFind>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
    Extension(act): Extension<Act>,
    Body(asked): Body<Value>,
) -> Result<Json<FoundCustomers>, Problem> {
    // A reader's own words may repeat a number.
    let unread = |_| {
        let detail = "by: say telephone, name, document, card or caller, with the fields that go with it";
        Problem::new(Kind::InvalidBody, detail).about("by")
    };
    let wanted = serde_json::from_value::<FindAsked>(asked).map_err(unread)?.wanted()?;
    Ok(Json(rooms.find_customer(&actor, &act, contact, wanted).await?.into()))
}
