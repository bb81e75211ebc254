//! Pages that sign in: a cookie instead of a token, and what stands against those who would borrow it.

use crate::house::{Answer, House, limits, request, send};
use crate::screens::Served;
use api::Limits;
use axum::body::Body;
use axum::http::{Method, header};
use serde_json::{Value, json};
use trust::Role;

const CHOSEN: &str = "correct horse battery";
const HERE: &str = "https://bank.example";

/// A request as a browser sends it.
pub async fn browse(
    house: &House,
    method: Method,
    path: &str,
    more: &[(&str, &str)],
    body: Option<Value>,
) -> Answer {
    let mut asked = request(method, path, None).header(header::HOST, "bank.example");
    for (name, value) in more {
        asked = asked.header(*name, *value);
    }
    let asked = match body {
        Some(body) => {
            asked.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()))
        }
        None => asked.body(Body::empty()),
    };
    send(&house.router, asked.unwrap()).await
}

/// Somebody who signed in at the page: the cookie, and the bond.
pub async fn signed_in(house: &House, role: Role) -> (String, String) {
    let given = house.trust.give_password(house.account(role), None).await.unwrap();
    let body =
        json!({"name": role.tag(), "password": given.expose(), "new_password": CHOSEN, "cookie": true});
    let answer = browse(house, Method::POST, "/api/session", &[("origin", HERE)], Some(body)).await;
    let told = answer.ok();
    assert_eq!(told["token"], Value::Null, "no script is shown the token");
    let set = answer.header("set-cookie");
    for part in ["__Host-heliotrope=hlt_", "HttpOnly", "SameSite=Strict", "Secure", "Path=/"] {
        assert!(set.contains(part), "{set} lacks {part}");
    }
    let cookie = set.split(';').next().unwrap().to_owned();
    assert!(!answer.body.contains(cookie.split_once('=').unwrap().1));
    (cookie, told["account"]["bond"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_cookie_counts_for_our_own_page_only() {
    let house = House::open().await;
    let (cookie, bond) = signed_in(&house, Role::Supervisor).await;
    let cookie = ("cookie", cookie.as_str());
    let bond = ("x-heliotrope-bond", bond.as_str());
    let save = "/api/views/mine";
    let view = || Some(json!({"page": "contacts", "query": ""}));
    let put = async |more: &[(&str, &str)]| browse(&house, Method::PUT, save, more, view()).await;

    assert_eq!(put(&[]).await.status, 401);
    for foreign in [
        &[cookie][..],
        &[cookie, ("x-heliotrope-bond", "guessed")],
        &[cookie, ("origin", HERE)],
        &[cookie, bond, ("origin", "https://evil.example")],
        &[cookie, bond, ("origin", "null")],
        &[cookie, bond, ("sec-fetch-site", "same-site")],
        &[cookie, bond, ("sec-fetch-site", "cross-site"), ("origin", HERE)],
    ] {
        let refused = put(foreign).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.json()["type"]),
            (403, &json!("urn:heliotrope:problem:wrong-page")),
            "{foreign:?}"
        );
    }
    assert_eq!(
        house.get(Role::Supervisor, "/api/views").await.ok()["views"],
        json!([]),
        "nothing came of it"
    );
    assert_eq!(put(&[cookie, bond, ("origin", HERE), ("sec-fetch-site", "same-origin")]).await.status, 200);

    // Reading takes no bond, but not another session's: in another tab somebody else has signed in.
    let read = async |more: &[(&str, &str)]| browse(&house, Method::GET, "/api/session", more, None).await;
    let told = read(&[cookie]).await.ok();
    assert_eq!(told["bond"], bond.1);
    assert_eq!(read(&[cookie, ("x-heliotrope-bond", "another")]).await.status, 403);
    assert_eq!(read(&[cookie, ("sec-fetch-site", "cross-site")]).await.status, 403);
    let twice = format!("{}; {}", cookie.1, cookie.1);
    assert_eq!(read(&[("cookie", &twice)]).await.status, 401, "of two neither counts");
    // A token in the header is a token, whatever the cookie.
    let token = format!("Bearer {}", house.token(Role::Viewer));
    assert_eq!(read(&[cookie, ("authorization", &token)]).await.ok()["role"], "viewer");

    let out = browse(&house, Method::DELETE, "/api/session", &[cookie, bond, ("origin", HERE)], None).await;
    assert_eq!(out.status, 204);
    let gone: Vec<&str> =
        out.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(gone.len() == 2 && gone.iter().all(|value| value.contains("Max-Age=0")), "{gone:?}");
    assert_eq!(read(&[cookie]).await.status, 401);
}

#[tokio::test]
async fn foreign_pages_sign_nobody_in_and_errors_run_out() {
    let house =
        House::with_limits(Limits { sign_in_errors_at_once: 3, sign_in_errors_per_second: 0.0, ..limits() })
            .await;
    let given = house.trust.give_password(house.account(Role::Viewer), None).await.unwrap();
    let body = |password: &str| {
        Some(json!({"name": "viewer", "password": password, "new_password": CHOSEN, "cookie": true}))
    };
    let sign_in = async |origin: &str, password: &str| {
        browse(&house, Method::POST, "/api/session", &[("origin", origin)], body(password)).await
    };
    assert_eq!(sign_in("https://evil.example", given.expose()).await.status, 403);
    // Without TLS, the cookie says nothing of it: a browser would not keep it.
    let plain = sign_in("http://bank.example", given.expose()).await;
    let set = plain.header("set-cookie");
    assert!(plain.status == 200 && set.starts_with("heliotrope=") && !set.contains("Secure"), "{set}");
    for _ in 0..3 {
        assert_eq!(sign_in(HERE, "wrong password").await.status, 401);
    }
    let late = sign_in(HERE, CHOSEN).await;
    assert_eq!((late.status.as_u16(), late.header("retry-after").is_empty()), (429, false));
}

#[tokio::test]
async fn one_account_asks_only_so_much() {
    let house =
        House::with_limits(Limits { requests_at_once: 5, requests_per_second: 0.0, ..limits() }).await;
    for _ in 0..5 {
        house.get(Role::Viewer, "/api/queues").await.ok();
    }
    assert_eq!(house.get(Role::Viewer, "/api/queues").await.status, 429);
    house.get(Role::Supervisor, "/api/queues").await.ok();
}

#[tokio::test]
async fn a_page_that_nobody_sits_at_keeps_no_session_alive() {
    let house = House::open().await;
    let (cookie, _) = signed_in(&house, Role::Supervisor).await;
    let used = async || -> i64 {
        store::read_db!(house.store.db(), |pool| {
            sqlx::query_scalar("SELECT used_us FROM sessions").fetch_one(pool).await
        })
        .unwrap()
    };
    let begun = used().await;
    let unattended = [("cookie", cookie.as_str()), ("x-heliotrope-unattended", "true")];
    assert_eq!(browse(&house, Method::GET, "/api/queues", &unattended, None).await.status, 200);
    assert_eq!(used().await, begun);
    assert_eq!(browse(&house, Method::GET, "/api/queues", &unattended[..1], None).await.status, 200);
    assert!(used().await > begun);
}

#[tokio::test]
async fn a_desk_opens_by_cookie_with_its_bond() {
    let house = House::open().await;
    house.trust.serve_as(house.account(Role::Agent), Some(vocabulary::AgentId(1))).await.unwrap();
    let (cookie, bond) = signed_in(&house, Role::Agent).await;
    let served = Served::open(&house).await;
    let origin = format!("http://{}", served.address);
    for (protocol, origin, expected) in [
        (None, origin.as_str(), 403),
        (Some("bond.guessed"), &origin, 403),
        (Some(&*format!("bond.{bond}")), "http://evil.example", 403),
    ] {
        assert_eq!(
            served.knock_with_cookie(&cookie, protocol, origin).await.err(),
            Some(expected),
            "{protocol:?}"
        );
    }
    let mine = format!("bond.{bond}");
    assert!(served.knock_with_cookie(&cookie, Some(&mine), &origin).await.is_ok());
    served.close().await;
}
