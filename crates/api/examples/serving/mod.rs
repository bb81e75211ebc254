//! What the examples beside this folder stand on: a centre that is served over HTTP, with a voice node that is played,
//! and programs that ask it.

use api::plan::NoPlans;
use bank::Bank;
use centre::Centre;
use centre::testing::{self, PlayedNode};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};
use hyper::{Method, Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use store::{Options, Store};
use tokio::net::TcpListener;
use trust::Trust;

pub type Failed = Box<dyn std::error::Error + Send + Sync>;

/// A centre that is served.
pub struct Served {
    pub centre: Centre,
    pub node: PlayedNode,
    pub store: Arc<Store>,
    pub trust: Arc<Trust>,
    pub address: SocketAddr,
}

/// The folder with all tables that the centre asks.
pub fn opening(folder: &Path) -> Options {
    Options { migrations: trust::MIGRATIONS.to_vec(), ..Options::new(folder) }
}

/// Serves a centre over this bank, its journal in this folder, with so many agents.
///
/// # Errors
/// When something of it cannot be started.
pub async fn serve(folder: &Path, bank: Arc<dyn Bank>, agents: u64) -> Result<Served, Failed> {
    let store = Arc::new(Store::open(opening(folder)).await?);
    let (centre, node) = testing::start(&store, bank, testing::one_queue(agents)).await?;
    let trust = Arc::new(Trust::new(store.db().clone()).with_seals(store.seals()));
    // A few ask here as often as hundreds do.
    let limits =
        api::Limits { requests_at_once: 100_000, requests_per_second: 100_000.0, ..api::Limits::default() };
    let router = api::router(api::Options {
        centre: centre.clone(),
        store: store.clone(),
        trust: trust.clone(),
        demonstration: api::demonstration::Shown::default(),
        limits,
        targets: BTreeMap::new(),
        reports: Vec::new(),
        names: api::Names::default(),
        bans: voice::Bans::new(Default::default()),
        plans: Arc::new(NoPlans),
        retention: Vec::new(),
    });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(api::serve(listener, None, router, std::future::pending()));
    Ok(Served { centre, node, store, trust, address })
}

/// A program that asks the centre in somebody's name. Cheap to clone.
#[derive(Clone)]
pub struct Asker {
    client: Client<HttpConnector, Full<Bytes>>,
    base: String,
    token: String,
}

impl Asker {
    pub fn new(address: SocketAddr, token: &str) -> Asker {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Asker { client, base: format!("http://{address}"), token: token.to_owned() }
    }

    /// # Errors
    /// When no whole answer comes.
    pub async fn get(&self, path: &str) -> Result<(StatusCode, Bytes), Failed> {
        self.ask(Method::GET, path, Bytes::new()).await
    }

    /// # Errors
    /// When no whole answer comes.
    pub async fn post(&self, path: &str, body: &Value) -> Result<(StatusCode, Bytes), Failed> {
        self.ask(Method::POST, path, body.to_string().into()).await
    }

    async fn ask(&self, method: Method, path: &str, body: Bytes) -> Result<(StatusCode, Bytes), Failed> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        request = request.header(AUTHORIZATION, format!("Bearer {}", self.token));
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let response = self.client.request(request.body(Full::new(body))?).await?;
        Ok((response.status(), response.into_body().collect().await?.to_bytes()))
    }
}
