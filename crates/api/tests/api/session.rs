//! Signing in and out, over HTTP.

use crate::house::{Answer, House, request, send};
use axum::body::Body;
use axum::http::{Method, header};
use serde_json::json;
use store::audit::{self, Filter, Outcome};
use trust::Role;

const CHOSEN: &str = "correct horse battery";

async fn sign_in(house: &House, body: serde_json::Value) -> Answer {
    let request = request(Method::POST, "/api/session", None)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()));
    send(&house.router, request.unwrap()).await
}

async fn asked(house: &House, method: Method, path: &str, token: &str) -> Answer {
    send(&house.router, request(method, path, Some(token)).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn people_sign_in_by_name_and_password_and_out_again() {
    let house = House::open().await;
    let account = house.account(Role::Agent);
    let given = house.trust.give_password(account, None).await.unwrap();
    for (name, password) in
        [("agent", "wrong password"), ("nobody", given.expose()), ("agent", &"x".repeat(300))]
    {
        let refused = sign_in(&house, json!({"name": name, "password": password})).await;
        assert_eq!(refused.status, 401, "{name}");
        assert!(!refused.body.contains(password), "a password came back");
    }
    let alone = sign_in(&house, json!({"name": "agent", "password": given.expose()})).await;
    assert_eq!((alone.status.as_u16(), alone.json()["field"].as_str()), (409, Some("new_password")));
    let signed_in = json!({"name": "agent", "password": given.expose(), "new_password": CHOSEN});
    let signed_in = sign_in(&house, signed_in).await.ok();
    assert_eq!((&signed_in["account"]["role"], &signed_in["idle_s"]), (&json!("agent"), &json!(600)));
    let token = signed_in["token"].as_str().unwrap();

    let listed = asked(&house, Method::GET, "/api/sessions", token).await.ok();
    assert_eq!(
        (&listed["sessions"][0]["id"], &listed["sessions"][0]["own"]),
        (&signed_in["session"], &json!(true))
    );
    let others = house.delete(Role::Supervisor, "/api/sessions/S-1").await;
    assert_eq!(others.status, 404, "of others, it is not there");
    assert_eq!(
        house.get(Role::Administrator, "/api/sessions").await.ok()["sessions"].as_array().unwrap().len(),
        1
    );

    assert_eq!(asked(&house, Method::DELETE, "/api/session", token).await.status, 204);
    assert_eq!(asked(&house, Method::GET, "/api/session", token).await.status, 401);
    assert_eq!(house.delete(Role::Agent, "/api/session").await.status, 409, "that is no session's token");

    let second = sign_in(&house, json!({"name": "agent", "password": CHOSEN, "code": null})).await.ok();
    let path = format!("/api/sessions/{}", second["session"].as_str().unwrap());
    assert_eq!(house.delete(Role::Administrator, &path).await.status, 204);
    let token = second["token"].as_str().unwrap();
    assert_eq!(asked(&house, Method::GET, "/api/session", token).await.status, 401);

    // It is on record who came in, who did not, and who was sent away.
    let filter = Filter { operation: Some("sign_in".parse().unwrap()), ..Filter::default() };
    let told = audit::list(house.store.db(), &filter).await.unwrap();
    let count = |outcome, known| {
        let is_it = |entry: &&audit::Placed| {
            entry.entry.outcome == outcome && (entry.entry.account == Some(account)) == known
        };
        told.iter().filter(is_it).count()
    };
    assert_eq!(count(Outcome::Allowed, true), 2);
    assert_eq!((count(Outcome::Refused, true), count(Outcome::Refused, false)), (1, 1));
    assert!(!format!("{told:?}").contains("horse"));
}
