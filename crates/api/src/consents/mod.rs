//! What the customer of a contact has agreed to: shown, and noted.

use crate::problem::Problem;
use crate::request::body::Body;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::request::stated;
use crate::rooms::Rooms;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::consents::{Consent, Means, Topic};
use trust::{AccountId, Actor, may};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vocabulary::ContactId;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(read, note))
}

/// The longest name of a text's version, in characters.
const WORDING: std::ops::RangeInclusive<usize> = 1..=64;

/// What a customer has agreed to.
#[derive(Debug, Serialize, ToSchema)]
struct ConsentList {
    /// The bank's name for the customer.
    #[schema(example = "k-7")]
    customer: String,
    /// What is in force, one a topic; of what nobody asked there is none.
    in_force: Vec<ConsentView>,
    /// All that was ever said, newest first.
    said: Vec<ConsentView>,
}

/// A customer's word.
#[derive(Debug, Serialize, ToSchema)]
struct ConsentView {
    topic: TopicWord,
    agreed: bool,
    #[schema(format = DateTime)]
    at: String,
    /// Who noted it.
    #[schema(example = "kim", required = true)]
    by: Option<String>,
    /// In which contact it was said.
    #[schema(example = "C-17", required = true)]
    contact: Option<String>,
    means: MeansWord,
    /// Which version of the text the customer was told.
    #[schema(example = "2026-01")]
    wording: String,
}

/// What the customer says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Said {
    topic: TopicWord,
    agreed: bool,
    means: MeansWord,
    /// Which version of the text the customer was told: 1 to 64 characters.
    #[schema(example = "2026-01", min_length = 1, max_length = 64)]
    wording: String,
}

/// What somebody agrees to.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum TopicWord {
    /// That conversations are recorded.
    Recording,
    /// That the bank offers its products.
    Marketing,
    /// That sensitive data is used.
    Sensitive,
}

/// By what means it was said.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum MeansWord {
    Call,
    Chat,
    Branch,
    Writing,
    Online,
}

impl From<Topic> for TopicWord {
    fn from(topic: Topic) -> TopicWord {
        match topic {
            Topic::Recording => TopicWord::Recording,
            Topic::Marketing => TopicWord::Marketing,
            Topic::Sensitive => TopicWord::Sensitive,
        }
    }
}

impl From<TopicWord> for Topic {
    fn from(word: TopicWord) -> Topic {
        match word {
            TopicWord::Recording => Topic::Recording,
            TopicWord::Marketing => Topic::Marketing,
            TopicWord::Sensitive => Topic::Sensitive,
        }
    }
}

impl From<Means> for MeansWord {
    fn from(means: Means) -> MeansWord {
        match means {
            Means::Call => MeansWord::Call,
            Means::Chat => MeansWord::Chat,
            Means::Branch => MeansWord::Branch,
            Means::Writing => MeansWord::Writing,
            Means::Online => MeansWord::Online,
        }
    }
}

impl From<MeansWord> for Means {
    fn from(word: MeansWord) -> Means {
        match word {
            MeansWord::Call => Means::Call,
            MeansWord::Chat => Means::Chat,
            MeansWord::Branch => Means::Branch,
            MeansWord::Writing => Means::Writing,
            MeansWord::Online => Means::Online,
        }
    }
}

impl ConsentList {
    fn new(customer: String, said: &[Consent], names: &BTreeMap<AccountId, String>) -> ConsentList {
        let view = |consent: &Consent| ConsentView {
            topic: consent.topic.into(),
            agreed: consent.agreed,
            at: consent.at.to_string(),
            by: names.get(&consent.by).cloned(),
            contact: consent.contact.map(|contact| contact.to_string()),
            means: consent.means.into(),
            wording: consent.wording.clone(),
        };
        let newest = |topic: &Topic| said.iter().find(|consent| consent.topic == *topic);
        ConsentList {
            customer,
            in_force: Topic::ALL.iter().filter_map(newest).map(view).collect(),
            said: said.iter().map(view).collect(),
        }
    }
}

/// What the customer of a contact has agreed to
#[utoipa::path(
    get,
    path = "/api/contacts/{id}/consents",
    operation_id = "read_consents",
    extensions(("x-audit" = json!("look")), ("x-scope" = json!("contact"))),
    tag = "consents",
    security(("token" = ["consents.read"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    responses((status = 200, description = "What was said", body = ConsentList))
)]
async fn read(
    actor: Actor<may::ConsentsRead>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
) -> Result<Json<ConsentList>, Problem> {
    let (customer, said) = rooms.consents(&actor, contact).await?;
    Ok(Json(ConsentList::new(customer.to_string(), &said, &rooms.account_names().await)))
}

/// Note what the customer of a contact agrees to, or does not
///
/// The newest word is in force. Who refuses recording is not recorded from then on, and what was recorded of the
/// contact goes.
#[utoipa::path(
    post,
    path = "/api/contacts/{id}/consents",
    operation_id = "note_consent",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("contact"))),
    tag = "consents",
    security(("token" = ["consents.change"])),
    params(("id" = String, Path, description = "The contact", example = "C-17")),
    request_body = Said,
    responses((status = 200, description = "What was said, this included", body = ConsentList))
)]
async fn note(
    actor: Actor<may::ConsentsChange>,
    State(rooms): State<Rooms>,
    Id(contact): Id<ContactId>,
    _: Query<()>,
    Body(said): Body<Said>,
) -> Result<Json<ConsentList>, Problem> {
    let Said { topic, agreed, means, wording } = said;
    let wording = stated::label("wording", &wording, WORDING)?;
    let (topic, means) = ((topic.into(), agreed), (means.into(), wording));
    let (customer, said) = rooms.note_consent(&actor, contact, topic, means).await?;
    Ok(Json(ConsentList::new(customer.to_string(), &said, &rooms.account_names().await)))
}
