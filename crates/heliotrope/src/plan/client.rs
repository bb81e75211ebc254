//! Asking the API of a running program.

use crate::Failure;
use crate::command_line::At;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, IF_MATCH};
use hyper::http::uri::Scheme;
use hyper::{Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::fmt::Write as _;
use std::time::Duration;
use tls::Connector;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// The longest wait for an answer.
const WITHIN: Duration = Duration::from_secs(30);

/// The longest answer that is read.
const LONGEST: usize = 16 * 1024 * 1024;

/// The environment variable with the token: on the command line all could see it.
const TOKEN: &str = "HELIOTROPE_TOKEN";

pub struct Client {
    base: String,
    /// For `https:`.
    tls: Option<Connector>,
    authorization: HeaderValue,
}

impl Client {
    pub fn new(at: At) -> Result<Client, Failure> {
        let token = match at.token_file {
            Some(file) => std::fs::read_to_string(&file)
                .map_err(|reason| NoToken(format!("cannot read {}: {reason}", file.display())))?,
            None => std::env::var(TOKEN).map_err(|_| {
                NoToken(format!("this needs a token: put it into {TOKEN}, or name a file with --token-file"))
            })?,
        };
        let mut authorization = HeaderValue::try_from(format!("Bearer {}", token.trim()))
            .map_err(|_| NoToken("the token holds characters that no token has".to_owned()))?;
        authorization.set_sensitive(true);
        let by_tls = at.url.parse::<Uri>()?.scheme() == Some(&Scheme::HTTPS);
        let tls = by_tls.then(|| Connector::believing(&at.authorities)).transpose()?;
        Ok(Client { base: at.url.trim_end_matches('/').to_owned(), tls, authorization })
    }

    pub async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.ask("GET", path, None, Bytes::new()).await
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        over: Option<&str>,
        body: &Value,
    ) -> Result<Value, Failure> {
        self.ask(method, path, over, Bytes::from(body.to_string())).await
    }

    async fn ask(&self, method: &str, path: &str, over: Option<&str>, body: Bytes) -> Result<Value, Failure> {
        let uri: Uri = format!("{}{path}", self.base).parse()?;
        let whole = uri.path_and_query().map_or("/", |whole| whole.as_str());
        let mut request = Request::builder().method(method).uri(whole).body(Full::new(body))?;
        let headers = request.headers_mut();
        headers
            .insert(HOST, HeaderValue::try_from(uri.authority().map_or("", |authority| authority.as_str()))?);
        headers.insert(AUTHORIZATION, self.authorization.clone());
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(over) = over {
            headers.insert(IF_MATCH, HeaderValue::try_from(format!("\"{over}\""))?);
        }
        let asked = async {
            let answer = self.exchange(&uri, request).await?;
            let status = answer.status();
            let body = Limited::new(answer.into_body(), LONGEST).collect().await?.to_bytes();
            // What is done and has nothing to tell is answered without a body.
            let answer = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body)? };
            Ok::<_, Failure>((status, answer))
        };
        let (status, answer) = tokio::time::timeout(WITHIN, asked)
            .await
            .map_err(|_| Silent)?
            .map_err(|reason| Unreachable { base: self.base.clone(), reason })?;
        if status.is_success() { Ok(answer) } else { Err(Refused(told(status, &answer)).into()) }
    }

    /// One question on a connection of its own.
    async fn exchange(&self, to: &Uri, request: Request<Full<Bytes>>) -> Result<Response<Incoming>, Failure> {
        let host = to.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        let usual = if self.tls.is_some() { 443 } else { 80 };
        let stream = TcpStream::connect((host, to.port_u16().unwrap_or(usual))).await?;
        match &self.tls {
            Some(tls) => ask_on(tls.connect(host, stream).await?, request).await,
            None => ask_on(stream, request).await,
        }
    }
}

async fn ask_on(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    request: Request<Full<Bytes>>,
) -> Result<Response<Incoming>, Failure> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // It ends with the answer; what went wrong is told by the answer that does not come.
    tokio::spawn(connection);
    Ok(sender.send_request(request).await?)
}

/// A refusal, and all the faults it names.
fn told(status: StatusCode, problem: &Value) -> String {
    let mut text = problem["detail"].as_str().map_or_else(|| status.to_string(), str::to_owned);
    for fault in problem["faults"].as_array().into_iter().flatten() {
        text.push_str("\n  ");
        let word = |key: &str| fault[key].as_str().unwrap_or_default();
        if let Some(file) = fault["file"].as_str() {
            // Writing to a String cannot fail.
            let _ = write!(text, "{file} ");
        }
        if let Some(line) = fault["line"].as_u64() {
            let _ = write!(text, "line {line}: ");
        }
        let about = [word("place"), word("key")].into_iter().filter(|word| !word.is_empty());
        let about = about.collect::<Vec<_>>().join(", ");
        let _ = if about.is_empty() { Ok(()) } else { write!(text, "{about}: ") };
        text.push_str(word("reason"));
    }
    text
}

/// Without a token nothing is told.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct NoToken(String);

/// The program does not want it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Refused(String);

/// No answer.
#[derive(Debug, thiserror::Error)]
#[error("the program did not answer within {} s; is it very busy?", WITHIN.as_secs())]
struct Silent;

/// Nobody there, or nobody who speaks like this program.
#[derive(Debug, thiserror::Error)]
#[error("cannot ask {base}: {reason}; name the running program's address with --url")]
struct Unreachable {
    base: String,
    reason: Failure,
}
