//! Accounts, grants, what is lent, programs' keys, second factors and the account under seal, over HTTP.

use crate::house::{Answer, House};
use axum::http::Method;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use store::audit::{self, Filter, Outcome};
use trust::{Role, Scope};

const CHOSEN: &str = "correct horse battery";
const LATER: &str = "2199-01-01T00:00:00Z";

impl House {
    async fn keeper(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.ask(self.token(Role::Administrator), method, path, body).await
    }

    /// Signs in; the session's token.
    async fn sign_in(&self, name: &str, password: &str, more: Value) -> Answer {
        let mut body = json!({"name": name, "password": password});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.ask("", Method::POST, "/api/session", Some(body)).await
    }
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("{field} in {value}"))
}

async fn on_record(house: &House, operation: &str, outcome: Outcome) -> usize {
    let filter = Filter { operation: Some(operation.parse().unwrap()), ..Filter::default() };
    let all = audit::list(house.store.db(), &filter).await.unwrap();
    all.iter().filter(|placed| placed.entry.outcome == outcome).count()
}

/// Whether an entry of this operation says exactly this of what it did.
async fn says(house: &House, operation: &str, about: &str) -> bool {
    let filter = Filter { operation: Some(operation.parse().unwrap()), ..Filter::default() };
    let all = audit::list(house.store.db(), &filter).await.unwrap();
    all.iter().any(|placed| placed.entry.about == Some(about.parse().unwrap()))
}

#[tokio::test]
async fn accounts_are_made_reached_unlocked_and_ended() {
    let house = House::open().await;
    let make = async |body: Value| house.keeper(Method::POST, "/api/accounts", Some(body)).await;
    for (body, status, field) in [
        (json!({"name": "a b", "role": "agent"}), 422, Some("name")),
        (json!({"name": "kim", "role": "emergency"}), 422, Some("role")),
        (json!({"name": "kim", "role": "agent", "reach": "everywhere"}), 422, Some("reach")),
        (json!({"name": "kim", "role": "agent", "agent": "C-1"}), 422, Some("agent")),
        (json!({"name": "agent", "role": "agent"}), 409, None),
        (json!({"name": "kim", "role": "administrator", "reach": "own"}), 422, Some("reach")),
    ] {
        let refused = make(body.clone()).await;
        assert_eq!((refused.status.as_u16(), refused.json()["field"].as_str()), (status, field), "{body}");
    }
    // An agent that is taken: nothing is left of the account.
    let taken = make(json!({"name": "lee", "role": "agent", "agent": "A-1"})).await;
    assert_eq!(taken.status, 409);
    let made = make(json!({"name": "kim", "role": "agent", "agent": "A-2"})).await.ok();
    let (id, password) = (text(&made, "account").to_owned(), text(&made, "password").to_owned());
    let listed = house.keeper(Method::GET, "/api/accounts", None).await.ok();
    let found = |listed: &Value, name: &str| {
        listed["accounts"].as_array().unwrap().iter().find(|row| row["name"] == name).cloned().unwrap()
    };
    let kim = found(&listed, "kim");
    assert_eq!((&kim["reach"], &kim["agent"], &kim["ended"]), (&json!("own"), &json!("A-2"), &Value::Null));
    assert!(found(&listed, "lee")["ended"].is_string());
    assert!(!listed.to_string().contains(&password));

    let signed_in = house.sign_in("kim", &password, json!({"new_password": CHOSEN})).await.ok();
    let token = text(&signed_in, "token");
    let session = house.ask(token, Method::GET, "/api/session", None).await.ok();
    assert_eq!(
        (&session["reach"], &session["bond"], &session["idle_s"]),
        (&json!("own"), &Value::Null, &json!(600))
    );
    let reach = format!("/api/accounts/{id}/reach");
    assert_eq!(house.keeper(Method::PUT, &reach, Some(json!({"reach": "team:x"}))).await.status, 204);
    let session = house.ask(token, Method::GET, "/api/session", None).await.ok();
    assert_eq!(session["reach"], "team:x");

    for _ in 0..6 {
        assert_eq!(house.sign_in("kim", "wrong password", json!({})).await.status, 401);
    }
    assert_eq!(house.sign_in("kim", CHOSEN, json!({})).await.status, 401);
    let listed = house.keeper(Method::GET, "/api/accounts", None).await.ok();
    assert_eq!(found(&listed, "kim")["locked"], true);
    assert_eq!(house.keeper(Method::POST, &format!("/api/accounts/{id}/unlock"), None).await.status, 204);
    house.sign_in("kim", CHOSEN, json!({})).await.ok();

    let again = house.keeper(Method::POST, &format!("/api/accounts/{id}/password"), None).await.ok();
    assert_eq!(house.ask(token, Method::GET, "/api/session", None).await.status, 401, "its sessions end");
    house.sign_in("kim", text(&again, "password"), json!({"new_password": CHOSEN})).await.ok();
    assert_eq!(house.keeper(Method::DELETE, &format!("/api/accounts/{id}"), None).await.status, 204);
    assert_eq!(house.sign_in("kim", CHOSEN, json!({})).await.status, 401);
    assert_eq!(house.keeper(Method::DELETE, &format!("/api/accounts/{id}"), None).await.status, 404);
    assert_eq!(
        on_record(&house, "end_account", Outcome::Allowed).await,
        2,
        "a change is told before it is known"
    );
}

#[tokio::test]
async fn roles_are_granted_for_a_time_and_lent_while_away() {
    let house = House::open().await;
    let (viewer, supervisor) = (house.account(Role::Viewer), house.account(Role::Supervisor));
    let path = format!("/api/accounts/{viewer}/grants");
    let grant = async |body: Value| house.keeper(Method::POST, &path, Some(body)).await;
    for (body, field) in [
        (json!({"role": "administrator", "reach": "all"}), "role"),
        (json!({"role": "supervisor", "reach": "x"}), "reach"),
        (json!({"role": "supervisor", "reach": "all", "until": "tomorrow"}), "until"),
        (json!({"role": "supervisor", "reach": "all", "until": "2001-01-01T00:00:00Z"}), "until"),
    ] {
        let refused = grant(body.clone()).await;
        assert_eq!((refused.status.as_u16(), refused.json()["field"].as_str()), (422, Some(field)), "{body}");
    }
    assert_eq!(house.get(Role::Viewer, "/api/contacts").await.status, 403);
    let granted = grant(json!({"role": "supervisor", "reach": "all", "until": LATER})).await.ok();
    house.get(Role::Viewer, "/api/contacts").await.ok();
    assert!(says(&house, "grant_role", &format!("{viewer}:supervisor:all")).await, "whose role, and which");
    let ended = house.keeper(Method::DELETE, &format!("/api/grants/{}", text(&granted, "id")), None).await;
    assert_eq!(ended.status, 204);
    assert_eq!(house.get(Role::Viewer, "/api/contacts").await.status, 403, "taken back at once");

    let lend = async |body: Value| {
        house.ask(house.token(Role::Supervisor), Method::POST, "/api/delegations", Some(body)).await
    };
    let (from, until) = ("2020-01-01T00:00:00Z", "2020-03-01T00:00:00Z");
    let now: vocabulary::Time = jiff::Timestamp::now().into();
    let tomorrow = (now + vocabulary::Span::seconds(86_400)).to_string();
    let today = (now - vocabulary::Span::seconds(1)).to_string();
    for (body, field) in [
        (json!({"to": "nobody", "permissions": ["contacts.read"], "from": today, "until": tomorrow}), "to"),
        (
            json!({"to": "supervisor", "permissions": ["contacts.read"], "from": today, "until": tomorrow}),
            "to",
        ),
        (
            json!({"to": "viewer", "permissions": ["contacts.fly"], "from": today, "until": tomorrow}),
            "permissions",
        ),
        (
            json!({"to": "viewer", "permissions": ["accounts.change"], "from": today, "until": tomorrow}),
            "permissions",
        ),
        (json!({"to": "viewer", "permissions": ["contacts.read"], "from": from, "until": until}), "until"),
        (json!({"to": "viewer", "permissions": ["contacts.read"], "from": today, "until": LATER}), "until"),
    ] {
        let refused = lend(body.clone()).await;
        assert_eq!((refused.status.as_u16(), refused.json()["field"].as_str()), (422, Some(field)), "{body}");
    }
    let lent =
        lend(json!({"to": "viewer", "permissions": ["contacts.read"], "from": today, "until": tomorrow}))
            .await
            .ok();
    house.get(Role::Viewer, "/api/contacts").await.ok();
    assert!(says(&house, "lend", &format!("{viewer}:contacts.read")).await, "what was lent to whom");
    assert_eq!(house.get(Role::Viewer, "/api/figures/extent").await.status, 403, "only what was lent");
    let listed = house.get(Role::Viewer, "/api/delegations").await.ok();
    assert_eq!(
        (&listed["delegations"][0]["lender"], &listed["delegations"][0]["own"]),
        (&json!("supervisor"), &json!(false))
    );
    assert_eq!(house.get(Role::Engineer, "/api/delegations").await.ok()["delegations"], json!([]));
    let path = format!("/api/delegations/{}", text(&lent, "id"));
    assert_eq!(house.delete(Role::Viewer, &path).await.status, 404, "who borrows does not end it");
    assert_eq!(house.delete(Role::Supervisor, &path).await.status, 204);
    assert_eq!(house.get(Role::Viewer, "/api/contacts").await.status, 403);
    assert_ne!(viewer, supervisor);
}

#[tokio::test]
async fn programs_have_keys_of_their_own() {
    let house = House::open().await;
    let made = house.keeper(Method::POST, "/api/clients", Some(json!({"name": "crm"}))).await.ok();
    let path = format!("/api/clients/{}/keys", text(&made, "id"));
    let give = async |body: Value| house.keeper(Method::POST, &path, Some(body)).await;
    let now: vocabulary::Time = jiff::Timestamp::now().into();
    let until = (now + vocabulary::Span::seconds(86_400)).to_string();
    for (permissions, reach, until, field) in [
        (json!([]), "all", &*until, "permissions"),
        (json!(["accounts.change"]), "all", &until, "permissions"),
        (json!(["contacts.read"]), "own", &until, "reach"),
        (json!(["contacts.read"]), "all", LATER, "until"),
    ] {
        let refused = give(json!({"permissions": permissions, "reach": reach, "until": until})).await;
        assert_eq!(
            (refused.status.as_u16(), refused.json()["field"].as_str()),
            (422, Some(field)),
            "{permissions}"
        );
    }
    let given = give(json!({"permissions": ["contacts.read"], "reach": "all", "until": until})).await.ok();
    let key = text(&given, "key").to_owned();
    house.ask(&key, Method::GET, "/api/contacts", None).await.ok();
    assert_eq!(house.ask(&key, Method::GET, "/api/queues", None).await.status, 403);
    let listed = house.keeper(Method::GET, "/api/clients", None).await.ok();
    let shown = &listed["clients"][0]["keys"][0];
    assert!(
        key.starts_with(text(shown, "prefix"))
            && shown["used"].is_string()
            && !listed.to_string().contains(&key)
    );
    assert_eq!(shown["by"], "administrator");
    assert_eq!(
        house.keeper(Method::DELETE, &format!("/api/keys/{}", text(&given, "id")), None).await.status,
        204
    );
    assert_eq!(house.ask(&key, Method::GET, "/api/contacts", None).await.status, 401);

    // What a program did is on record as the program's.
    let filter = Filter { operation: Some("list_contacts".parse().unwrap()), ..Filter::default() };
    let told = audit::list(house.store.db(), &filter).await.unwrap();
    let client = made["id"].as_str().unwrap();
    assert!(told.iter().any(|placed| placed.entry.account.is_some_and(|by| by.to_string() == client)));
}

/// A telephone's app: RFC 6238, by no code of ours.
fn app(secret: &str, steps: i64) -> String {
    let places = secret.bytes().map(|letter| if letter >= b'A' { letter - b'A' } else { letter - b'2' + 26 });
    let bits: Vec<u8> = places.flat_map(|place| (0..5).rev().map(move |bit| place >> bit & 1)).collect();
    let key: Vec<u8> =
        bits.chunks_exact(8).map(|octet| octet.iter().fold(0, |sum, bit| sum << 1 | bit)).collect();
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&key).unwrap();
    mac.update(&(jiff::Timestamp::now().as_second() / 30 + steps).to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(hash[19] & 15);
    let word = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}

#[tokio::test]
async fn who_needs_a_second_factor_enrols_one_first() {
    let house = House::with_second_factor(vec![Role::Supervisor]).await;
    assert_eq!(house.get(Role::Supervisor, "/api/contacts").await.status, 403, "a token is no way around");
    let given = house.trust.give_password(house.account(Role::Supervisor)).await.unwrap();
    let signed_in = house.sign_in("supervisor", given.expose(), json!({"new_password": CHOSEN})).await.ok();
    assert_eq!(signed_in["account"]["to_enrol"], true);
    assert_eq!(signed_in["account"]["permissions"], json!(["session.read"]));
    let token = text(&signed_in, "token");
    let refused = house.ask(token, Method::GET, "/api/contacts", None).await;
    assert!(refused.status == 403 && text(&refused.json(), "detail").contains("second factor"));

    const FACTOR: &str = "/api/session/factor";
    let factor = async |method, body| house.ask(token, method, FACTOR, body).await;
    let state = factor(Method::GET, None).await.ok();
    assert_eq!((&state["state"], &state["required"]), (&json!("none"), &json!(true)));
    let begun = factor(Method::POST, None).await.ok();
    let secret = text(&begun, "secret").to_owned();
    let picture = begun["picture"].as_array().unwrap();
    let is_square = picture.iter().all(|row| row.as_str().unwrap().len() == picture.len());
    assert!(is_square && picture.len() > 20 && text(&begun, "address").contains(&secret));
    let wrong = factor(Method::PUT, Some(json!({"code": "000000"}))).await;
    assert_eq!((wrong.status.as_u16(), wrong.json()["field"].as_str()), (422, Some("code")));
    let confirmed = factor(Method::PUT, Some(json!({"code": app(&secret, 0)}))).await.ok();
    assert_eq!(confirmed["codes"].as_array().unwrap().len(), 10);
    assert_eq!(factor(Method::POST, None).await.status, 409);
    house.ask(token, Method::GET, "/api/contacts", None).await.ok();

    let alone = house.sign_in("supervisor", CHOSEN, json!({})).await;
    assert_eq!((alone.status.as_u16(), alone.json()["field"].as_str()), (409, Some("code")));
    let wrong = house.sign_in("supervisor", CHOSEN, json!({"code": app(&secret, 0)})).await;
    assert_eq!((wrong.status.as_u16(), wrong.json()["field"].as_str()), (401, Some("code")), "it was used");
    house.sign_in("supervisor", CHOSEN, json!({"code": app(&secret, 1)})).await.ok();
    house.sign_in("supervisor", CHOSEN, json!({"code": confirmed["codes"][0]})).await.ok();
    let left = factor(Method::GET, None).await.ok();
    assert_eq!((&left["state"], &left["codes_left"]), (&json!("confirmed"), &json!(9)));

    let removal = async |code: &Value| {
        house.ask(token, Method::POST, "/api/session/factor/removal", Some(json!({"code": code}))).await
    };
    assert_eq!(removal(&confirmed["codes"][0]).await.status, 422);
    assert_eq!(removal(&confirmed["codes"][1]).await.status, 204);
    assert_eq!(house.ask(token, Method::GET, "/api/contacts", None).await.status, 403, "it is needed again");
    assert_eq!(house.post(Role::Viewer, FACTOR).await.status, 409, "a script enrols nobody");
    let told = format!(
        "{:?}",
        audit::list(house.store.db(), &Filter { limit: 500, ..Filter::default() }).await.unwrap()
    );
    assert!(!told.contains(&secret) && !told.contains(confirmed["codes"][2].as_str().unwrap()));
}

#[tokio::test]
async fn who_broke_the_seal_gives_nobody_what_outlives_it() {
    let house = House::open().await;
    let client = house.trust.create_client("reports").await.unwrap().id;
    let (kim, _) = house.trust.make_account("kim", Role::Viewer, &Scope::All).await.unwrap();
    house.trust.give_password(kim.id).await.unwrap();
    let secret = house.trust.seal_emergency(None).await.unwrap();
    let opened = house.sign_in("emergency", secret.expose(), json!({})).await.ok();
    let ask = async |method: Method, path: &str, body: Value| {
        house.ask(text(&opened, "token"), method, path, Some(body)).await
    };
    let (soon, later) =
        ("2026-01-01T00:00:00Z", jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24));
    let until = later.to_string();
    let listed = async || {
        let (accounts, clients) = (
            house.get(Role::Administrator, "/api/accounts").await.ok(),
            house.get(Role::Administrator, "/api/clients").await.ok(),
        );
        (accounts, clients)
    };
    let before = listed().await;
    let kim = kim.id;
    for (method, path, body) in [
        (
            Method::POST,
            format!("/api/clients/{client}/keys"),
            json!({"permissions": ["audit.read"], "reach": "all", "until": until}),
        ),
        (Method::POST, "/api/clients".to_owned(), json!({"name": "backdoor"})),
        (Method::POST, "/api/accounts".to_owned(), json!({"name": "lee", "role": "supervisor"})),
        (Method::POST, format!("/api/accounts/{kim}/password"), Value::Null),
        (Method::PUT, format!("/api/accounts/{kim}/reach"), json!({"reach": "own"})),
        (Method::POST, format!("/api/accounts/{kim}/grants"), json!({"role": "engineer", "reach": "all"})),
    ] {
        let refused = ask(method, &path, body).await;
        assert_eq!(refused.status, 403, "{path}: {}", refused.body);
        let detail = refused.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("outlives"), "{path}: {detail}");
    }
    // Nor is what it opened lent: of a loan counts what the lender has without it.
    let loan = json!({"to": "kim", "permissions": ["contacts.read"], "from": soon, "until": until});
    let lent = ask(Method::POST, "/api/delegations", loan).await;
    assert!(lent.status.is_client_error(), "{}", lent.body);
    assert_eq!(listed().await, before, "nothing was made");

    // What it is there for: letting those in again who have a way in, and shutting others out. Of administrators it asks
    // no second person, who could take that for an administrator's wish.
    assert_eq!(ask(Method::POST, &format!("/api/accounts/{kim}/unlock"), Value::Null).await.status, 204);
    assert_eq!(
        ask(Method::POST, "/api/accounts", json!({"name": "lee", "role": "administrator"})).await.status,
        403
    );
    assert_eq!(ask(Method::DELETE, &format!("/api/accounts/{kim}"), Value::Null).await.status, 204);
}

#[tokio::test]
async fn breaking_the_seal_raises_an_alarm() {
    let house = House::open().await;
    let state = async || house.get(Role::Supervisor, "/api/emergency").await.ok();
    assert_eq!(state().await["state"], "never");
    let secret = house.trust.seal_emergency(None).await.unwrap();
    assert_eq!(state().await["state"], "sealed");
    assert_eq!(house.sign_in("emergency", "not the secret", json!({})).await.status, 401);
    let opened = house.sign_in("emergency", secret.expose(), json!({})).await.ok();
    assert_eq!(house.sign_in("emergency", secret.expose(), json!({})).await.status, 401, "it opens once");
    let token = text(&opened, "token");
    house.ask(token, Method::GET, "/api/contacts", None).await.ok();
    house.ask(token, Method::GET, "/api/accounts", None).await.ok();
    assert_eq!(house.ask(token, Method::GET, "/api/audit", None).await.status, 403);
    for role in [Role::Supervisor, Role::PrivacyOfficer, Role::Administrator] {
        let told = house.get(role, "/api/emergency").await.ok();
        assert_eq!((&told["state"], &told["in_use"]), (&json!("open"), &json!(true)), "{role}");
    }
    let alerts = house.get(Role::PrivacyOfficer, "/api/audit/alerts").await.ok();
    assert!(
        alerts["alerts"].as_array().unwrap().iter().any(|alert| alert["kind"] == "emergency"),
        "{alerts}"
    );
    house.trust.seal_emergency(None).await.unwrap();
    assert_eq!(house.ask(token, Method::GET, "/api/contacts", None).await.status, 401, "sealing ends it");
    assert_eq!(state().await["state"], "sealed");

    // What cannot be on record lets nobody in.
    let secret = house.trust.seal_emergency(None).await.unwrap();
    let drop = "ALTER TABLE audit RENAME TO gone";
    store::write_db!(house.store.db(), |pool| sqlx::query(drop).execute(pool).await.map(|_| ())).unwrap();
    assert_eq!(house.sign_in("emergency", secret.expose(), json!({})).await.status, 503);
    let left = house.trust.sessions(None).await.unwrap();
    assert_eq!(left, [], "nobody is in");
}
