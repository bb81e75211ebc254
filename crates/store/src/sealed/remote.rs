//! Master keys of the bank's key service, over HTTP.
//!
//! The contract: `GET {url}/keys/{version}` answers `{"key": "64 hexadecimal digits"}`, or 404 when there is no such
//! version; `PUT {url}/keys/{version}` makes it where there is none, and answers likewise. A service with another
//! protocol (a hardware module, a cloud's key store) is put behind an agent on the same machine that speaks this
//! one: the connection carries keys, and is to be on loopback.

use super::{Error, KeyAnswer, KeyService, Secret};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, HeaderValue};
use hyper::{Method, Request, StatusCode, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::Deserialize;
use std::fmt;
use std::time::Duration;
use zeroize::Zeroizing;

/// Longest wait for an answer.
const WITHIN: Duration = Duration::from_secs(5);
/// Longest answer that is read.
const LONGEST: usize = 4_096;

/// A key service.
pub struct RemoteKeys {
    http: Client<HttpConnector, Empty<Bytes>>,
    url: String,
    authorization: HeaderValue,
}

#[derive(Deserialize)]
struct Answer {
    key: String,
}

impl RemoteKeys {
    /// At a URL, which a token opens.
    ///
    /// # Errors
    /// [`Error::KeyService`] when the URL or the token cannot be sent.
    pub fn new(url: &str, token: &str) -> Result<RemoteKeys, Error> {
        let url = url.trim_end_matches('/').to_owned();
        let known =
            url.parse::<Uri>().is_ok_and(|uri| uri.scheme_str() == Some("http") && uri.host().is_some());
        if !known {
            return Err(Error::KeyService("its address must be like http://127.0.0.1:8200/keys"));
        }
        let mut authorization = HeaderValue::try_from(format!("Bearer {}", token.trim()))
            .map_err(|_| Error::KeyService("its token has characters that no header takes"))?;
        authorization.set_sensitive(true);
        let http = Client::builder(TokioExecutor::new()).build(HttpConnector::new());
        Ok(RemoteKeys { http, url, authorization })
    }

    async fn ask(&self, method: Method, version: i64) -> Result<Option<Secret>, Error> {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}/keys/{version}", self.url))
            .header(AUTHORIZATION, self.authorization.clone())
            .body(Empty::new())
            .map_err(|_| Error::KeyService("it cannot be asked"))?;
        let answer = self.http.request(request).await;
        let answer = answer.map_err(|_| Error::KeyService("it cannot be reached"))?;
        match answer.status() {
            StatusCode::NOT_FOUND => return Ok(None),
            status if status.is_success() => {}
            _ => return Err(Error::KeyService("it refused; look into its own log")),
        }
        let body = Limited::new(answer.into_body(), LONGEST).collect().await;
        let body = body.map_err(|_| Error::KeyService("its answer breaks the contract"))?.to_bytes();
        let answer: Answer =
            serde_json::from_slice(&body).map_err(|_| Error::KeyService("its answer breaks the contract"))?;
        let key = Zeroizing::new(answer.key);
        Secret::from_hex(&key).map(Some)
    }

    async fn within(&self, method: Method, version: i64) -> Result<Option<Secret>, crate::Error> {
        let asked = tokio::time::timeout(WITHIN, self.ask(method, version)).await;
        Ok(asked.unwrap_or(Err(Error::KeyService("it did not answer within 5 s")))?)
    }
}

impl KeyService for RemoteKeys {
    fn key(&self, version: i64) -> KeyAnswer<'_, Option<Secret>> {
        Box::pin(self.within(Method::GET, version))
    }

    fn make(&self, version: i64) -> KeyAnswer<'_, Secret> {
        Box::pin(async move {
            let made = self.within(Method::PUT, version).await?;
            Ok(made.ok_or(Error::KeyService("it made no key"))?)
        })
    }
}

impl fmt::Debug for RemoteKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteKeys").field("url", &self.url).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;
    use std::sync::Mutex;
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    use tokio::net::TcpListener;

    /// A key service that speaks just enough HTTP, and wants its token.
    async fn serve(listener: TcpListener) {
        let keys: Mutex<HashMap<String, String>> = Mutex::default();
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let mut stream = BufReader::new(stream);
            loop {
                let mut lines = Vec::new();
                loop {
                    let mut line = String::new();
                    if stream.read_line(&mut line).await.unwrap_or(0) == 0 || line == "\r\n" {
                        break;
                    }
                    lines.push(line.trim().to_owned());
                }
                let Some(asked) = lines.first().cloned() else { break };
                let mut words = asked.split(' ');
                let (method, path) = (words.next().unwrap(), words.next().unwrap().to_owned());
                let known =
                    lines.iter().any(|line| line.eq_ignore_ascii_case("authorization: Bearer let-me-in"));
                let key = {
                    let mut keys = keys.lock().unwrap();
                    if method == "PUT" && known {
                        keys.entry(path.clone()).or_insert_with(|| Secret::random().to_hex().to_string());
                    }
                    keys.get(&path).cloned()
                };
                let (status, body) = match key {
                    _ if !known => ("403 Forbidden", String::new()),
                    Some(key) => ("200 OK", format!("{{\"key\":\"{key}\"}}")),
                    None => ("404 Not Found", String::new()),
                };
                let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
                stream.get_mut().write_all(answer.as_bytes()).await.unwrap();
            }
        }
    }

    #[tokio::test]
    async fn a_service_over_http_keeps_the_promises_of_the_port() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let service = tokio::spawn(serve(listener));
        let keys = RemoteKeys::new(&url, "let-me-in\n").unwrap();
        crate::testing::key_service_keeps_its_promises(&keys).await;
        assert!(!format!("{keys:?}").contains("let-me-in"));
        let strange = RemoteKeys::new(&url, "guess").unwrap();
        assert!(strange.key(1).await.is_err(), "whoever has no token gets no key");
        service.abort();
        let gone = RemoteKeys::new(&url, "let-me-in").unwrap();
        let _ = service.await;
        assert!(gone.key(1).await.is_err());
        for bad in ["", "https://key.example", "127.0.0.1:8200", "http://"] {
            assert!(RemoteKeys::new(bad, "t").is_err(), "{bad}");
        }
    }
}
