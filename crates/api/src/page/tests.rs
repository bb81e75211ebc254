use super::*;

/// A page as it would be built; its hashes are easy to recognise.
fn built(name: &str) -> Option<File> {
    let content = match name {
        "index.html" => "<!doctype html>",
        "index.html.gz" => "packed page",
        "assets/app-1a2b.js" => "run()",
        "assets/app-1a2b.js.gz" => "packed script",
        "mark.svg" => "<svg/>",
        _ => return None,
    };
    Some(File { content: Bytes::from_static(content.as_bytes()), hash: name.replace('/', "-") })
}

fn unbuilt(_: &str) -> Option<File> {
    None
}

fn headers(given: &[(HeaderName, &'static str)]) -> HeaderMap {
    given.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
}

async fn body(response: Response) -> String {
    use http_body_util::BodyExt;
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn header_of(response: &Response, name: HeaderName) -> &str {
    response.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

#[tokio::test]
async fn the_page_answers_at_its_own_addresses_and_files_at_theirs() {
    for (path, kind, cache, content) in [
        ("/", "text/html; charset=utf-8", "no-cache", "<!doctype html>"),
        ("/index.html", "text/html; charset=utf-8", "no-cache", "<!doctype html>"),
        ("/contacts/C-17", "text/html; charset=utf-8", "no-cache", "<!doctype html>"),
        ("/apian", "text/html; charset=utf-8", "no-cache", "<!doctype html>"),
        ("/index.html.gz", "text/html; charset=utf-8", "no-cache", "<!doctype html>"),
        ("/mark.svg", "image/svg+xml", "no-cache", "<svg/>"),
        (
            "/assets/app-1a2b.js",
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
            "run()",
        ),
    ] {
        let response = answer(built, &Method::GET, path, &HeaderMap::new()).unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(header_of(&response, header::CONTENT_TYPE), kind, "{path}");
        assert_eq!(header_of(&response, header::CACHE_CONTROL), cache, "{path}");
        assert_eq!(header_of(&response, header::CONTENT_SECURITY_POLICY), POLICY, "{path}");
        assert_eq!(body(response).await, content, "{path}");
    }
}

#[test]
fn what_is_missing_is_not_answered_with_a_page() {
    for path in ["/api", "/api/", "/api/nothing", "/assets/app-0000.js", "/assets/app-1a2b.js.gz", "/assets/"]
    {
        let problem = answer(built, &Method::GET, path, &HeaderMap::new()).unwrap_err();
        assert_eq!(problem.into_response().status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_page_can_only_be_read() {
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let response = answer(built, &method, "/", &HeaderMap::new()).unwrap();
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(header_of(&response, header::ALLOW), "GET,HEAD", "{method}");
    }
    let response = answer(built, &Method::HEAD, "/", &HeaderMap::new()).unwrap();
    assert_eq!(header_of(&response, header::CONTENT_LENGTH), "15");
    assert_eq!(body(response).await, "");
}

#[tokio::test]
async fn what_the_client_has_is_not_sent_again() {
    for (known, status) in [
        ("\"index.html\"", StatusCode::NOT_MODIFIED),
        ("W/\"index.html\"", StatusCode::NOT_MODIFIED),
        ("\"other\", \"index.html\"", StatusCode::NOT_MODIFIED),
        ("*", StatusCode::NOT_MODIFIED),
        ("\"other\"", StatusCode::OK),
        ("index.html", StatusCode::OK),
    ] {
        let headers = headers(&[(header::IF_NONE_MATCH, known)]);
        let response = answer(built, &Method::GET, "/", &headers).unwrap();
        assert_eq!(response.status(), status, "{known}");
        assert_eq!(header_of(&response, header::ETAG), "\"index.html\"", "{known}");
        assert_eq!(header_of(&response, header::CONTENT_SECURITY_POLICY), POLICY, "{known}");
        assert_eq!(body(response).await.is_empty(), status == StatusCode::NOT_MODIFIED, "{known}");
    }
}

#[tokio::test]
async fn packed_files_go_to_those_who_take_them() {
    for (path, takes, coding, content) in [
        ("/", "gzip, deflate, br", "gzip", "packed page"),
        ("/assets/app-1a2b.js", "br;q=1.0, GZIP;q=0.5", "gzip", "packed script"),
        ("/mark.svg", "gzip", "", "<svg/>"),
        ("/", "gzip;q=0", "", "<!doctype html>"),
        ("/", "br", "", "<!doctype html>"),
    ] {
        let headers = headers(&[(header::ACCEPT_ENCODING, takes)]);
        let response = answer(built, &Method::GET, path, &headers).unwrap();
        assert_eq!(header_of(&response, header::CONTENT_ENCODING), coding, "{takes}");
        assert_eq!(header_of(&response, header::VARY), "accept-encoding", "{takes}");
        assert_eq!(body(response).await, content, "{takes}");
    }
}

#[tokio::test]
async fn without_a_built_page_it_says_in_three_languages_how_to_build_it() {
    for path in ["/", "/contacts"] {
        let response = answer(unbuilt, &Method::GET, path, &HeaderMap::new()).unwrap();
        assert_eq!(header_of(&response, header::CACHE_CONTROL), "", "the API's no-store stands");
        let page = body(response).await;
        assert_eq!(page.matches("cargo xtask ui").count(), 3);
        for language in ["zh-CN", "ko", "en"] {
            assert!(page.contains(&format!("<p lang=\"{language}\">")), "{language}");
        }
    }
}
