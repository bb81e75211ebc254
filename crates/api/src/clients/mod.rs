//! Programs that use the API, and their keys.

use crate::accounts::{refusals, values};
use crate::audit::act::Act;
use crate::problem::{Kind, Problem};
use crate::request::body::Body;
use crate::request::door;
use crate::request::path::Id;
use crate::request::query::Query;
use crate::rooms::Rooms;
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use trust::clients::{ClientKey, KeyId, NoKey};
use trust::{AccountId, Actor, Listed, Permission, Role, Token, may};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) fn routes() -> OpenApiRouter<Rooms> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(give_key)).routes(routes!(revoke_key))
}

/// Programs that use the API.
#[derive(Debug, Serialize, ToSchema)]
struct ClientList {
    /// By number.
    clients: Vec<ClientView>,
}

/// A program that uses the API.
#[derive(Debug, Serialize, ToSchema)]
struct ClientView {
    #[schema(example = "U-9")]
    id: String,
    #[schema(example = "crm")]
    name: String,
    #[schema(format = DateTime, required = true)]
    ended: Option<String>,
    /// By number, those that work no more as well.
    keys: Vec<KeyView>,
}

/// A program's key.
#[derive(Debug, Serialize, ToSchema)]
struct KeyView {
    #[schema(example = "K-3")]
    id: String,
    /// How it begins.
    #[schema(example = "hlk_0123abcd")]
    prefix: String,
    #[schema(example = json!(["contacts.read", "figures.read"]))]
    permissions: Vec<&'static str>,
    /// Whose rows it reaches.
    #[schema(example = "department:cards")]
    reach: String,
    #[schema(format = DateTime)]
    made: String,
    /// By whom; null at the console.
    #[schema(example = "lee", required = true)]
    by: Option<String>,
    #[schema(format = DateTime)]
    until: String,
    /// When it was used last, to half a minute.
    #[schema(format = DateTime, required = true)]
    used: Option<String>,
    #[schema(format = DateTime, required = true)]
    revoked: Option<String>,
}

/// A program.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MakeClient {
    /// 1 to 64 characters out of a-z, A-Z, 0-9, '.', '_' and '-'.
    #[schema(example = "crm")]
    name: String,
}

/// A key to be given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MakeKey {
    #[schema(example = json!(["contacts.read", "figures.read"]))]
    permissions: Vec<String>,
    /// `team:NAME`, `department:NAME` or `all`.
    #[schema(example = "department:cards")]
    reach: String,
    /// Until when it works: 400 days from now at the most.
    #[schema(format = DateTime)]
    until: String,
}

/// A key. It prints nothing of itself.
#[derive(Serialize, ToSchema)]
struct GivenKey {
    #[schema(example = "K-3")]
    id: String,
    /// To be sent as `Authorization: Bearer …`; shown now and never again.
    #[schema(format = Password)]
    key: String,
    #[schema(format = DateTime)]
    until: String,
}

/// A program that was made.
#[derive(Debug, Serialize, ToSchema)]
struct MadeClient {
    #[schema(example = "U-9")]
    id: String,
}

impl ClientList {
    fn new(listed: &[Listed], keys: &[ClientKey]) -> ClientList {
        let names: BTreeMap<AccountId, &str> =
            listed.iter().map(|row| (row.account.id, row.account.name.as_str())).collect();
        let shown = |key: &ClientKey| KeyView {
            id: key.id.to_string(),
            prefix: key.prefix.clone(),
            permissions: key.permissions.iter().map(|permission| permission.tag()).collect(),
            reach: key.scope.to_string(),
            made: key.made.to_string(),
            by: key.made_by.and_then(|by| names.get(&by).map(|name| (*name).to_owned())),
            until: key.until.to_string(),
            used: key.used.map(|used| used.to_string()),
            revoked: key.revoked.map(|revoked| revoked.to_string()),
        };
        let client = |row: &Listed| ClientView {
            id: row.account.id.to_string(),
            name: row.account.name.clone(),
            ended: row.revoked.map(|ended| ended.to_string()),
            keys: keys.iter().filter(|key| key.account == row.account.id).map(shown).collect(),
        };
        let clients = listed.iter().filter(|row| row.account.role == Role::Client);
        ClientList { clients: clients.map(client).collect() }
    }
}

/// Programs that use the API
#[utoipa::path(
    get,
    path = "/api/clients",
    operation_id = "list_clients",
    extensions(("x-audit" = json!("none")), ("x-scope" = json!("whole"))),
    tag = "accounts",
    security(("token" = ["accounts.change"])),
    responses((status = 200, description = "Programs and their keys", body = ClientList))
)]
async fn list(
    actor: Actor<may::AccountsChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
) -> Result<Json<ClientList>, Problem> {
    rooms.list_clients(&actor).await.map(Json)
}

/// Make a program an account
///
/// Nobody signs in as it; it may do what its keys say.
#[utoipa::path(
    post,
    path = "/api/clients",
    operation_id = "make_client",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "accounts",
    security(("token" = ["accounts.change"])),
    request_body = MakeClient,
    responses(
        (status = 200, description = "Its account", body = MadeClient),
        (status = 409, description = "The name is taken", content_type = "application/problem+json", body = crate::problem::ProblemDetails),
    )
)]
async fn make(
    actor: Actor<may::AccountsChange>,
    State(rooms): State<Rooms>,
    _: Query<()>,
    Body(MakeClient { name }): Body<MakeClient>,
) -> Result<Json<MadeClient>, Problem> {
    door::lasting(&actor)?;
    rooms.make_client(&actor, &name).await.map(Json)
}

/// Give a program a key
///
/// Shown now and never again. Earlier ones go on working, so that the program can change over.
#[utoipa::path(
    post,
    path = "/api/clients/{id}/keys",
    operation_id = "give_key",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "accounts",
    security(("token" = ["accounts.change"])),
    params(("id" = String, Path, description = "The program's account", example = "U-9")),
    request_body = MakeKey,
    responses((status = 200, description = "The key", body = GivenKey))
)]
async fn give_key(
    actor: Actor<may::AccountsChange>,
    State(rooms): State<Rooms>,
    Id(client): Id<AccountId>,
    _: Query<()>,
    Extension(act): Extension<Act>,
    Body(wanted): Body<MakeKey>,
) -> Result<Json<GivenKey>, Problem> {
    door::lasting(&actor)?;
    let (key, token) = rooms.give_key(&actor, &act, client, &wanted).await?;
    let (id, until) = (key.id.to_string(), key.until.to_string());
    Ok(Json(GivenKey { id, key: token.expose().to_owned(), until }))
}

/// Revoke a program's key
#[utoipa::path(
    delete,
    path = "/api/keys/{id}",
    operation_id = "revoke_key",
    extensions(("x-audit" = json!("change")), ("x-scope" = json!("whole"))),
    tag = "accounts",
    security(("token" = ["accounts.change"])),
    params(("id" = String, Path, description = "The key", example = "K-3")),
    responses((status = 204, description = "It works no more"))
)]
async fn revoke_key(
    actor: Actor<may::AccountsChange>,
    State(rooms): State<Rooms>,
    Id(key): Id<KeyId>,
    _: Query<()>,
) -> Result<StatusCode, Problem> {
    rooms.revoke_key(&actor, key).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl Rooms {
    async fn list_clients(&self, _: &Actor<may::AccountsChange>) -> Result<ClientList, Problem> {
        let read = async {
            let (listed, keys) = (self.trust().accounts().await?, self.trust().client_keys().await?);
            Ok(ClientList::new(&listed, &keys))
        };
        read.await.map_err(|error| refusals::account(&error))
    }

    async fn make_client(&self, _: &Actor<may::AccountsChange>, name: &str) -> Result<MadeClient, Problem> {
        let made = self.trust().create_client(name).await.map_err(|error| refusals::account(&error))?;
        Ok(MadeClient { id: made.id.to_string() })
    }

    async fn give_key(
        &self,
        actor: &Actor<may::AccountsChange>,
        act: &Act,
        client: AccountId,
        wanted: &MakeKey,
    ) -> Result<(ClientKey, Token), Problem> {
        let permissions: Vec<Permission> = values::permissions(&wanted.permissions)?;
        let reach = values::read("reach", &wanted.reach, "team:NAME, department:NAME or all")?;
        let until = values::moment("until", &wanted.until)?;
        let by = Some(actor.account().id);
        for permission in &permissions {
            self.put_in_detail(act, &[client.to_string(), permission.to_string()]).await?;
        }
        let given = self.trust().give_key(client, permissions, reach, until, by).await;
        given.map_err(|why| {
            let field = match &why {
                NoKey::NoClient(_) => return Problem::new(Kind::Conflict, why.to_string()),
                NoKey::Nothing | NoKey::NotForPrograms(_) => "permissions",
                NoKey::NoRows => "reach",
                NoKey::Validity => "until",
                NoKey::Account(error) => return refusals::account(error),
            };
            Problem::new(Kind::InvalidBody, why.to_string()).about(field)
        })
    }

    async fn revoke_key(&self, _: &Actor<may::AccountsChange>, key: KeyId) -> Result<(), Problem> {
        let revoked = self.trust().revoke_key(key).await.map_err(|error| refusals::account(&error))?;
        let none =
            || Problem::not_found(format!("there is no key {key} in force; the list of clients shows all"));
        if revoked { Ok(()) } else { Err(none()) }
    }
}
