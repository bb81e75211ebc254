//! The connector that speaks the port's HTTP contract (`docs/bank-port.openapi.yaml`).
//!
//! A verification is asked once, because the bank counts tries, and so is an order. A look-up may be asked a
//! second time when the first came to nothing, after a moment that is drawn. The budget covers everything: the wait
//! for a turn, the connection, both askings and the moment between. Each subsystem has turns and a [`breaker`] of its own, so that one of the
//! bank's that hangs takes none of the others', and is left alone when it fails again and again.

mod breaker;
mod dial;

use crate::customers::{
    Account, Application, Bills, Card, Consent, DeviceEvent, Holdings, Identity, Journey, LifeEvent, Limit,
    Lock, Points, Preferences, Production, Report, Telephone, Transaction,
};
use crate::finding::{Found, Key};
use crate::operations::{Order, OrderKey, Outcome};
use crate::wire::{customers as about, finding, operations, panels};
use crate::{Answer, Bank, Error, Subsystem, provable, well_formed, wire};
use breaker::Breaker;
use dial::{Dial, host};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{ACCEPT, CONTENT_TYPE};
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tls::Mutual;
use tokio::sync::Semaphore;
use vocabulary::voice::{SecretKind, Verification};
use vocabulary::{CustomerRef, PhoneNumber, SecretDigits, Span};
use zeroize::Zeroizing;

/// An idle connection is given up before a bank's server does so: a question on a connection that
/// is just being closed is lost, and a verification may not be asked twice.
const IDLE: Duration = Duration::from_secs(20);

/// No question is asked a second time later than this after the first came to nothing.
const LONGEST_BEFORE_AGAIN: Duration = Duration::from_millis(100);

/// Why an address cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is not an address of the kind asked for.
    #[error(
        "the bank's address must look like http://127.0.0.1:8090 or https://adapter.bank.example:8443, with \
         nothing after the port but a path"
    )]
    NotAnAddress,
    /// PINs would cross a network in clear.
    #[error(
        "the bank's address must be on this machine: plain http carries PINs in clear; elsewhere take https, with \
         certificates on both sides"
    )]
    NotLoopback,
    /// Nobody is to be asked by somebody who cannot show who he is, nor without knowing whom.
    #[error(
        "an https address of the bank needs our certificate and key, and the authorities of the adapter's"
    )]
    NoIdentity,
    /// A certificate would be shown to nobody.
    #[error("certificates for the bank are given, and its address is plain http; write https")]
    NotSecured,
}

/// Limits of the connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Longest time from question to answer while a caller waits: verifications, holders, orders.
    pub budget: Span,
    /// Longest time from question to answer where nobody waits: what a customer's view is made of.
    pub view_budget: Span,
    /// The same for single subsystems, in place of the two above.
    pub budgets: BTreeMap<Subsystem, Span>,
    /// For how long a subsystem is left alone that failed five times in a row.
    pub rest: Span,
    /// Questions of one kind with the bank at the same time, at least 1. Further ones wait for their
    /// turn.
    pub running: usize,
    /// Questions of one kind that wait for their turn. Further ones are [`Error::Busy`] at once.
    pub waiting: usize,
}

impl Default for Limits {
    /// 2 s, and 10 s for views; 5 s of rest; 64 at a time, 256 waiting.
    fn default() -> Limits {
        Limits {
            budget: Span::seconds(2),
            view_budget: Span::seconds(10),
            budgets: BTreeMap::new(),
            rest: Span::seconds(5),
            running: 64,
            waiting: 256,
        }
    }
}

impl Limits {
    /// How long a subsystem may take.
    fn budget(&self, subsystem: Subsystem) -> Span {
        let usual = if subsystem.is_waited_for() { self.budget } else { self.view_budget };
        self.budgets.get(&subsystem).copied().unwrap_or(usual)
    }
}

/// A bank behind HTTP.
pub struct HttpBank {
    client: Client<Dial, Full<Bytes>>,
    /// In the order of [`Subsystem::ALL`].
    counters: Vec<Counter>,
}

/// Where the questions of one subsystem are asked.
struct Counter {
    resource: Uri,
    breaker: Mutex<Breaker>,
    budget: Span,
    /// One place for each question, running or waiting.
    places: Semaphore,
    /// One turn for each question that runs.
    turns: Semaphore,
}

impl Counter {
    fn new(resource: Uri, budget: Span, limits: &Limits) -> Counter {
        let running = limits.running.clamp(1, Semaphore::MAX_PERMITS / 2);
        let waiting = limits.waiting.min(Semaphore::MAX_PERMITS / 2);
        Counter {
            resource,
            breaker: Mutex::new(Breaker::new(limits.rest.to_std(), budget.to_std())),
            budget,
            places: Semaphore::new(running + waiting),
            turns: Semaphore::new(running),
        }
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long until a question is asked a second time: drawn, so that those who failed together do not come back
/// together, and a tenth of the budget at the most.
fn before_again(budget: Span) -> Duration {
    let drawn = RandomState::new().hash_one(()) % 1_000;
    budget.to_std().min(LONGEST_BEFORE_AGAIN * 10) / 10_000 * u32::try_from(drawn).unwrap_or_default()
}

impl HttpBank {
    /// A connector to the bank at `address`, on this machine. Connections are made when they are needed.
    ///
    /// # Errors
    /// When the address is not `http://HOST:PORT[/PATH]`, or the host is not this machine.
    pub fn new(address: &str, limits: Limits) -> Result<HttpBank, AddressError> {
        HttpBank::shown(address, limits, None)
    }

    /// A connector to the bank at `address`, which may be anywhere when each side shows a certificate.
    ///
    /// # Errors
    /// As [`HttpBank::new`]; with certificates, when the address is not `https://HOST:PORT[/PATH]`.
    pub fn shown(address: &str, limits: Limits, mutual: Option<Mutual>) -> Result<HttpBank, AddressError> {
        let base = checked(address, mutual.is_some())?;
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(limits.running)
            .build(Dial::new(mutual));
        let counter = |subsystem: Subsystem| {
            Ok(Counter::new(resource(&base, subsystem.path())?, limits.budget(subsystem), &limits))
        };
        let counters = Subsystem::ALL.into_iter().map(counter).collect::<Result<_, _>>()?;
        Ok(HttpBank { client, counters })
    }

    /// Asks within the budget, unless the subsystem is left alone; `askings` is 2 where asking again does
    /// no harm.
    async fn ask(&self, of: Subsystem, question: Zeroizing<Vec<u8>>, askings: u8) -> Result<Bytes, Error> {
        let at = &self.counters[of as usize];
        let _place = at.places.try_acquire().map_err(|_| Error::Busy)?;
        if !at.breaker().lets_through(Instant::now()) {
            return Err(Error::Resting);
        }
        let answer = self.ask_at(at, question, askings).await;
        match &answer {
            Err(Error::Late(_) | Error::Unreachable(_)) => at.breaker().failed(Instant::now()),
            _ => at.breaker().succeeded(),
        }
        answer
    }

    async fn ask_at(&self, at: &Counter, question: Zeroizing<Vec<u8>>, askings: u8) -> Result<Bytes, Error> {
        let question = Bytes::from_owner(question);
        let began = Instant::now();
        let asked = async {
            let _turn = at.turns.acquire().await.map_err(|_| Error::Busy)?;
            // A turn that comes when the time is over is no use to anybody: nothing is sent any more.
            if began.elapsed() >= at.budget.to_std() {
                return Err(Error::Late(at.budget));
            }
            let mut left = askings;
            loop {
                left -= 1;
                match self.exchange(&at.resource, question.clone()).await {
                    // What is down is not asked by all at the same moment again.
                    Err(Error::Unreachable(_)) if left > 0 => {
                        tokio::time::sleep(before_again(at.budget)).await
                    }
                    answered => return answered,
                }
            }
        };
        tokio::time::timeout(at.budget.to_std(), asked).await.map_err(|_| Error::Late(at.budget))?
    }

    /// Asks about a customer, and reads what comes.
    async fn ask_about<T>(
        &self,
        of: Subsystem,
        customer: &CustomerRef,
        read: fn(&[u8]) -> Result<T, Error>,
    ) -> Result<T, Error> {
        read(&self.ask(of, about::customer_question(customer), 2).await?)
    }

    /// One question, one answer.
    async fn exchange(&self, resource: &Uri, question: Bytes) -> Result<Bytes, Error> {
        let mut request = Request::new(Full::new(question));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = resource.clone();
        let json = hyper::header::HeaderValue::from_static("application/json");
        request.headers_mut().insert(CONTENT_TYPE, json.clone());
        request.headers_mut().insert(ACCEPT, json);
        let response = self.client.request(request).await.map_err(no_response)?;
        check_head(&response)?;
        let body = Limited::new(response.into_body(), wire::MOST_BYTES).collect().await.map_err(no_body)?;
        Ok(body.to_bytes())
    }
}

impl Bank for HttpBank {
    fn verify<'a>(&'a self, number: &'a SecretDigits, pin: &'a SecretDigits) -> Answer<'a, Verification> {
        Box::pin(async move {
            if !well_formed(number, pin) {
                return Err(Error::Refused);
            }
            let question = wire::verification_question(number, pin);
            wire::verification(&self.ask(Subsystem::Verifications, question, 1).await?)
        })
    }

    fn prove<'a>(
        &'a self,
        customer: &'a CustomerRef,
        kind: SecretKind,
        secret: &'a SecretDigits,
    ) -> Answer<'a, Verification> {
        Box::pin(async move {
            if !provable(kind, secret) {
                return Err(Error::Refused);
            }
            let question = wire::proof_question(customer, kind, secret);
            wire::proof(&self.ask(Subsystem::Proofs, question, 1).await?, customer)
        })
    }

    /// Asked once: a second code would make the first, which the customer may be reading, void.
    fn send_code<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, ()> {
        Box::pin(async move {
            wire::code_sent(&self.ask(Subsystem::Codes, about::customer_question(customer), 1).await?)
        })
    }

    fn holders<'a>(&'a self, telephone: &'a PhoneNumber) -> Answer<'a, Vec<CustomerRef>> {
        Box::pin(async move {
            let question = wire::holders_question(telephone);
            wire::holders(&self.ask(Subsystem::Holders, question, 2).await?)
        })
    }

    fn telephone<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Option<Telephone>> {
        Box::pin(self.ask_about(Subsystem::Telephones, customer, about::telephone))
    }

    fn find<'a>(&'a self, key: &'a Key) -> Answer<'a, Found> {
        Box::pin(
            async move { finding::found(&self.ask(Subsystem::Finding, finding::question(key), 2).await?) },
        )
    }

    fn identity<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Identity> {
        Box::pin(self.ask_about(Subsystem::Identity, customer, about::identity))
    }

    fn accounts<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Account>> {
        Box::pin(self.ask_about(Subsystem::Accounts, customer, about::accounts))
    }

    fn cards<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Card>> {
        Box::pin(self.ask_about(Subsystem::Cards, customer, about::cards))
    }

    fn transactions<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Transaction>> {
        Box::pin(self.ask_about(Subsystem::Transactions, customer, panels::transactions))
    }

    fn bills<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Bills> {
        Box::pin(self.ask_about(Subsystem::Bills, customer, panels::bills))
    }

    fn limits<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Limit>> {
        Box::pin(self.ask_about(Subsystem::Limits, customer, panels::limits))
    }

    fn applications<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Application>> {
        Box::pin(self.ask_about(Subsystem::Applications, customer, panels::applications))
    }

    fn reports<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Report>> {
        Box::pin(self.ask_about(Subsystem::Reports, customer, panels::reports))
    }

    fn productions<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Production>> {
        Box::pin(self.ask_about(Subsystem::Production, customer, panels::productions))
    }

    fn holdings<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Holdings> {
        Box::pin(self.ask_about(Subsystem::Holdings, customer, panels::holdings))
    }

    fn points<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Points> {
        Box::pin(self.ask_about(Subsystem::Points, customer, panels::points))
    }

    fn device_events<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<DeviceEvent>> {
        Box::pin(self.ask_about(Subsystem::Devices, customer, panels::device_events))
    }

    fn consents<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Consent>> {
        Box::pin(self.ask_about(Subsystem::Consents, customer, panels::consents))
    }

    fn journeys<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Journey>> {
        Box::pin(self.ask_about(Subsystem::Journeys, customer, panels::journeys))
    }

    fn locks<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<Lock>> {
        Box::pin(self.ask_about(Subsystem::Locks, customer, panels::locks))
    }

    fn preferences<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Preferences> {
        Box::pin(self.ask_about(Subsystem::Preferences, customer, panels::preferences))
    }

    fn life_events<'a>(&'a self, customer: &'a CustomerRef) -> Answer<'a, Vec<LifeEvent>> {
        Box::pin(self.ask_about(Subsystem::LifeEvents, customer, panels::life_events))
    }

    /// Asked once: what is lost is looked for by [`Bank::outcome`], by whoever ordered.
    fn operate<'a>(&'a self, order: &'a Order) -> Answer<'a, Outcome> {
        Box::pin(async move {
            operations::outcome(&self.ask(Subsystem::Operations, operations::order(order), 1).await?)
        })
    }

    fn outcome<'a>(&'a self, key: &'a OrderKey) -> Answer<'a, Outcome> {
        Box::pin(async move {
            operations::outcome(&self.ask(Subsystem::Outcomes, operations::outcome_question(key), 2).await?)
        })
    }
}

fn checked(address: &str, has_identity: bool) -> Result<Uri, AddressError> {
    let uri: Uri = address.parse().map_err(|_| AddressError::NotAnAddress)?;
    let is_bare =
        uri.query().is_none() && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
    let is_local = host(&uri) == "localhost" || host(&uri).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    match (uri.scheme_str(), has_identity) {
        (Some("https"), true) if is_bare => Ok(uri),
        (Some("https"), false) if is_bare => Err(AddressError::NoIdentity),
        (Some("http"), true) if is_bare => Err(AddressError::NotSecured),
        (Some("http"), false) if is_bare && is_local => Ok(uri),
        (Some("http"), false) if is_bare => Err(AddressError::NotLoopback),
        _ => Err(AddressError::NotAnAddress),
    }
}

fn resource(base: &Uri, path: &str) -> Result<Uri, AddressError> {
    format!("{}/{path}", base.to_string().trim_end_matches('/'))
        .parse()
        .map_err(|_| AddressError::NotAnAddress)
}

/// The contract knows four statuses; the body counts only under the first.
fn check_head(response: &Response<Incoming>) -> Result<(), Error> {
    match response.status() {
        StatusCode::OK => {}
        StatusCode::UNPROCESSABLE_ENTITY => return Err(Error::Refused),
        StatusCode::NOT_IMPLEMENTED => return Err(Error::NotOffered),
        StatusCode::SERVICE_UNAVAILABLE => {
            return Err(Error::Unreachable("it says that it is out of service".to_owned()));
        }
        other => {
            return Err(Error::Malformed(format!("status {} is not in it", other.as_u16())));
        }
    }
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(Error::Malformed("the answer is not labelled application/json".to_owned()))
    }
}

/// Own words for every failure: a library's words may hold what was sent or received.
fn no_response(error: legacy::Error) -> Error {
    if error.is_connect() {
        return Error::Unreachable("no connection".to_owned());
    }
    broken_off(&error)
}

fn no_body(error: Box<dyn StdError + Send + Sync>) -> Error {
    if error.is::<LengthLimitError>() {
        return Error::Malformed(format!("the answer is longer than {} bytes", wire::MOST_BYTES));
    }
    broken_off(error.as_ref())
}

/// What came was either no HTTP, or ended too soon.
fn broken_off(error: &(dyn StdError + 'static)) -> Error {
    let mut causes = std::iter::successors(Some(error), |&cause| cause.source());
    if causes.any(|cause| cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse)) {
        Error::Malformed("it is not HTTP/1.1".to_owned())
    } else {
        Error::Unreachable("the connection broke off".to_owned())
    }
}
