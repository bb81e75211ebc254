//! The page stands beside the API and takes nothing from it. What it serves is tested where it is
//! made; here it may be built or not.

use crate::house::{House, request, send};
use axum::body::Body;
use axum::http::Method;

#[tokio::test]
async fn the_page_is_open_to_everybody_under_a_policy_of_its_own() {
    let house = House::open().await;
    for path in ["/", "/contacts/C-17"] {
        let answer = send(&house.router, request(Method::GET, path, None).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'self';"), "{path}: {policy}");
        assert!(policy.contains("require-trusted-types-for 'script'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
    }
}
