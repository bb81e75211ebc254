//! The bank behind the port's HTTP contract (`docs/bank-port.openapi.yaml`), with faults on demand.
//!
//! `PUT /control/behaviour` changes how it behaves while it runs, `PUT /control/behaviour/cards` how one
//! of its subsystems does ([`bank::Subsystem`]); `GET` tells. All of it is for this machine alone: other
//! listeners than loopback are refused. With certificates, nobody is heard who shows none that is believed.

mod finding;
mod orders;
mod panels;
mod secured;
mod wire;

use crate::SandboxBank;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post, put};
use axum::{Json, Router};
use bank::customers::LockedSecret;
use bank::{Bank, Subsystem};
use secured::Secured;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tls::Mutual;
use tokio::net::TcpListener;
use vocabulary::voice::{SecretKind, Verification};
use vocabulary::{CustomerRef, PhoneNumber, SecretDigits};

/// No question of the contract is longer, in bytes.
const LONGEST_QUESTION: usize = 1024;

/// More than the contract lets an answer have, in bytes.
const OVERSIZE: usize = 20_000;

/// What the bank does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// Answers 503: the systems behind are down.
    OutOfService,
    /// Closes the connection instead of answering.
    Drop,
    /// Never answers.
    Hang,
    /// Answers 500, which the contract does not know.
    WrongStatus,
    /// Answers something that is not JSON.
    Garbage,
    /// Answers more than the contract allows.
    Oversize,
    /// Answers, and then answers the same again in the same body.
    Duplicate,
    /// Does what is asked, and closes the connection instead of answering.
    LoseAnswer,
}

/// How the bank behaves. It answers properly, and at once, unless told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::Args)]
#[serde(deny_unknown_fields, default)]
pub struct Behaviour {
    /// Milliseconds for which each answer is held back
    #[arg(long, default_value_t = 0)]
    pub latency_ms: u32,
    /// What goes wrong
    #[arg(long, value_enum, default_value_t = Fault::None)]
    pub fault: Fault,
    /// Share of questions it goes wrong with, in percent, evenly spread
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u8).range(..=100))]
    pub fault_percent: u8,
}

impl Default for Behaviour {
    fn default() -> Behaviour {
        Behaviour { latency_ms: 0, fault: Fault::None, fault_percent: 100 }
    }
}

/// The behaviour in force, and how far the spread has come.
#[derive(Default)]
struct Switch {
    behaviour: Behaviour,
    /// Percents gathered since the last fault; 100 make the next one.
    due: u8,
}

impl Switch {
    /// What to do with the next question.
    fn next(&mut self) -> Behaviour {
        self.due += self.behaviour.fault_percent;
        let fault = if self.due >= 100 { self.behaviour.fault } else { Fault::None };
        self.due %= 100;
        Behaviour { fault, ..self.behaviour }
    }
}

/// One switch a subsystem.
type Switches = BTreeMap<Subsystem, Switch>;

#[derive(Clone)]
struct Adapter {
    bank: Arc<SandboxBank>,
    switches: Arc<Mutex<Switches>>,
}

impl Adapter {
    fn switches(&self) -> MutexGuard<'_, Switches> {
        self.switches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The bank, listening.
pub struct Server {
    listener: TcpListener,
    mutual: Option<Mutual>,
    routes: Router,
}

impl Server {
    /// Listens at an address of this machine; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address is not on the loopback interface, or is taken.
    pub async fn bind(
        address: SocketAddr,
        bank: Arc<SandboxBank>,
        behaviour: Behaviour,
    ) -> io::Result<Server> {
        if !address.ip().is_loopback() {
            let reason =
                "the demonstration bank listens on this machine only; choose an address like 127.0.0.1:8090";
            return Err(io::Error::new(io::ErrorKind::AddrNotAvailable, reason));
        }
        let listener = TcpListener::bind(address).await?;
        Ok(Server { listener, mutual: None, routes: routes(bank, behaviour) })
    }

    /// Speaks TLS alone, with whom these certificates say.
    pub fn secured(self, mutual: Mutual) -> Server {
        Server { mutual: Some(mutual), ..self }
    }

    /// Where it listens.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until the task is dropped.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn run(self) -> io::Result<()> {
        match self.mutual {
            None => axum::serve(self.listener, self.routes).await,
            Some(mutual) => axum::serve(Secured::new(self.listener, mutual)?, self.routes).await,
        }
    }
}

fn routes(bank: Arc<SandboxBank>, behaviour: Behaviour) -> Router {
    let switches = Subsystem::ALL.map(|subsystem| (subsystem, Switch { behaviour, due: 0 }));
    let adapter = Adapter { bank, switches: Arc::new(Mutex::new(switches.into())) };
    let asked = |subsystem: Subsystem, answer: MethodRouter<Adapter>| {
        let misbehaving = middleware::from_fn_with_state((adapter.clone(), subsystem), misbehave);
        Router::new().route(&format!("/{}", subsystem.path()), answer.layer(misbehaving))
    };
    Router::new()
        .merge(asked(Subsystem::Verifications, post(verifications)))
        .merge(asked(Subsystem::Proofs, post(proofs)))
        .merge(asked(Subsystem::Codes, post(codes)))
        .merge(asked(Subsystem::Holders, post(holder_searches)))
        .merge(asked(Subsystem::Telephones, post(registered_telephones)))
        .merge(asked(Subsystem::Finding, post(finding::customer_searches)))
        .merge(asked(Subsystem::Identity, post(identities)))
        .merge(asked(Subsystem::Accounts, post(account_lists)))
        .merge(asked(Subsystem::Cards, post(card_lists)))
        .merge(asked(Subsystem::Transactions, post(transaction_lists)))
        .merge(asked(Subsystem::Bills, post(bill_lists)))
        .merge(asked(Subsystem::Limits, post(limit_lists)))
        .merge(asked(Subsystem::Applications, post(application_lists)))
        .merge(asked(Subsystem::Reports, post(report_lists)))
        .merge(asked(Subsystem::Production, post(production_lists)))
        .merge(asked(Subsystem::Holdings, post(holding_lists)))
        .merge(asked(Subsystem::Points, post(point_balances)))
        .merge(asked(Subsystem::Devices, post(device_event_lists)))
        .merge(asked(Subsystem::Consents, post(consent_lists)))
        .merge(asked(Subsystem::Journeys, post(journey_lists)))
        .merge(asked(Subsystem::Locks, post(lock_lists)))
        .merge(asked(Subsystem::Preferences, post(preferences)))
        .merge(asked(Subsystem::LifeEvents, post(life_event_lists)))
        .merge(asked(Subsystem::Operations, post(orders::orders)))
        .merge(asked(Subsystem::Outcomes, post(orders::order_outcomes)))
        .route("/control/tries", post(tries))
        .route("/control/payments", post(payments))
        .route("/control/behaviour", get(tell_behaviour).put(change_behaviour))
        .route("/control/behaviour/{subsystem}", put(change_subsystem))
        .layer(DefaultBodyLimit::max(LONGEST_QUESTION))
        .with_state(adapter)
}

/// A try in another channel of the bank's: whether it was right is for who plays the customer to say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TryElsewhere {
    customer: CustomerRef,
    secret: LockedSecret,
    right: bool,
}

async fn tries(State(adapter): State<Adapter>, Json(tried): Json<TryElsewhere>) -> Response {
    told(adapter.bank.try_elsewhere(&tried.customer, tried.secret, tried.right).and_then(proof))
}

/// A customer pays whatever is open of bills.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PaidElsewhere {
    customer: CustomerRef,
}

async fn payments(State(adapter): State<Adapter>, Json(paid): Json<PaidElsewhere>) -> Response {
    told(adapter.bank.pay_bills(&paid.customer).map(|bills| json!({"paid": bills})))
}

fn proof(verification: Verification) -> Result<Value, bank::Error> {
    match verification {
        Verification::Verified(_) => Ok(json!({"outcome": "right"})),
        Verification::Wrong { left } => Ok(json!({"outcome": "wrong", "tries_left": left})),
        Verification::Locked => Ok(json!({"outcome": "locked"})),
        Verification::Unavailable => Err(bank::Error::Busy),
    }
}

/// Borrowed from the body, so that no further copy of a PIN is made. Digits have no escapes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerificationQuestion<'a> {
    number: &'a str,
    pin: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProofQuestion<'a> {
    customer: &'a str,
    kind: SecretKind,
    secret: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HoldersQuestion<'a> {
    telephone: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CustomerQuestion<'a> {
    #[serde(borrow)]
    customer: &'a str,
}

async fn verifications(State(adapter): State<Adapter>, body: Result<Bytes, BytesRejection>) -> Response {
    let Some(question) = read::<VerificationQuestion>(&body) else { return refused() };
    let (number, pin) = (SecretDigits::from(question.number), SecretDigits::from(question.pin));
    match adapter.bank.verify(&number, &pin).await {
        Ok(Verification::Verified(customer)) => {
            Json(json!({"outcome": "verified", "customer": customer})).into_response()
        }
        Ok(Verification::Wrong { left }) => {
            Json(json!({"outcome": "wrong", "tries_left": left})).into_response()
        }
        Ok(Verification::Locked) => Json(json!({"outcome": "locked"})).into_response(),
        Ok(Verification::Unavailable) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(error) => status_of(&error).into_response(),
    }
}

async fn proofs(State(adapter): State<Adapter>, body: Result<Bytes, BytesRejection>) -> Response {
    let Some(ProofQuestion { customer, kind, secret }) = read(&body) else { return refused() };
    let Ok(customer) = CustomerRef::new(customer) else { return refused() };
    let judged = adapter.bank.prove(&customer, kind, &SecretDigits::from(secret)).await;
    told(judged.and_then(proof))
}

async fn codes(State(adapter): State<Adapter>, body: Result<Bytes, BytesRejection>) -> Response {
    let Some(customer) = customer(&body) else { return refused() };
    told(adapter.bank.send_code(&customer).await.map(|()| json!({"outcome": "sent"})))
}

async fn holder_searches(State(adapter): State<Adapter>, body: Result<Bytes, BytesRejection>) -> Response {
    let telephone =
        read::<HoldersQuestion>(&body).and_then(|question| PhoneNumber::new(question.telephone).ok());
    let Some(telephone) = telephone else { return refused() };
    match adapter.bank.holders(&telephone).await {
        Ok(customers) => Json(json!({ "customers": customers })).into_response(),
        Err(error) => status_of(&error).into_response(),
    }
}

/// Handlers of questions about one customer: the bank's answer, as the contract writes it.
macro_rules! about_a_customer {
    ($($handler:ident: $question:ident, $write:path;)+) => {
        $(
            async fn $handler(State(adapter): State<Adapter>, body: Result<Bytes, BytesRejection>) -> Response {
                let Some(customer) = customer(&body) else { return refused() };
                told(adapter.bank.$question(&customer).await.map(|answer| $write(&answer)))
            }
        )+
    };
}

about_a_customer! {
    identities: identity, wire::identity;
    registered_telephones: telephone, wire::telephone;
    account_lists: accounts, wire::accounts;
    card_lists: cards, wire::cards;
    transaction_lists: transactions, panels::transactions;
    bill_lists: bills, panels::bills;
    limit_lists: limits, panels::limits;
    application_lists: applications, panels::applications;
    report_lists: reports, panels::reports;
    production_lists: productions, panels::productions;
    holding_lists: holdings, panels::holdings;
    point_balances: points, panels::points;
    device_event_lists: device_events, panels::device_events;
    consent_lists: consents, panels::consents;
    journey_lists: journeys, panels::journeys;
    lock_lists: locks, panels::locks;
    preferences: preferences, panels::preferences;
    life_event_lists: life_events, panels::life_events;
}

/// Whom a question is about.
fn customer(body: &Result<Bytes, BytesRejection>) -> Option<CustomerRef> {
    read::<CustomerQuestion>(body).and_then(|question| CustomerRef::new(question.customer).ok())
}

fn told(answer: Result<Value, bank::Error>) -> Response {
    match answer {
        Ok(found) => Json(found).into_response(),
        Err(bank::Error::UnknownCustomer) => Json(json!({"outcome": "unknown"})).into_response(),
        Err(error) => status_of(&error).into_response(),
    }
}

fn read<'a, T: Deserialize<'a>>(body: &'a Result<Bytes, BytesRejection>) -> Option<T> {
    serde_json::from_slice(body.as_ref().ok()?).ok()
}

fn refused() -> Response {
    StatusCode::UNPROCESSABLE_ENTITY.into_response()
}

fn status_of(error: &bank::Error) -> StatusCode {
    match error {
        bank::Error::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Stands before every question of the contract.
async fn misbehave(
    State((adapter, subsystem)): State<(Adapter, Subsystem)>,
    request: Request,
    next: Next,
) -> Response {
    let behaviour = adapter.switches().entry(subsystem).or_default().next();
    if behaviour.latency_ms > 0 {
        tokio::time::sleep(Duration::from_millis(behaviour.latency_ms.into())).await;
    }
    let json = [(header::CONTENT_TYPE, "application/json")];
    match behaviour.fault {
        Fault::None => next.run(request).await,
        Fault::OutOfService => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Fault::Drop => Body::from_stream(broken()).into_response(),
        Fault::Hang => std::future::pending().await,
        Fault::WrongStatus => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Fault::Garbage => (json, "{\"outcome\":").into_response(),
        Fault::LoseAnswer => {
            drop(next.run(request).await);
            Body::from_stream(broken()).into_response()
        }
        Fault::Duplicate => twice(next.run(request).await).await,
        Fault::Oversize => {
            (json, format!("{{\"customers\":[],\"filler\":\"{}\"}}", "x".repeat(OVERSIZE))).into_response()
        }
    }
}

/// The answer with its body written two times.
async fn twice(answer: Response) -> Response {
    let (mut head, body) = answer.into_parts();
    head.headers.remove(header::CONTENT_LENGTH);
    match axum::body::to_bytes(body, OVERSIZE).await {
        Ok(once) => Response::from_parts(head, Body::from([once.clone(), once].concat())),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A body that fails, whereupon the connection is closed.
fn broken() -> impl futures_util::Stream<Item = io::Result<Bytes>> + Send {
    futures_util::stream::once(std::future::ready(Err(io::ErrorKind::ConnectionAborted.into())))
}

async fn tell_behaviour(State(adapter): State<Adapter>) -> Json<BTreeMap<Subsystem, Behaviour>> {
    Json(adapter.switches().iter().map(|(subsystem, switch)| (*subsystem, switch.behaviour)).collect())
}

async fn change_behaviour(State(adapter): State<Adapter>, Json(behaviour): Json<Behaviour>) -> StatusCode {
    change(&adapter, &Subsystem::ALL, behaviour)
}

async fn change_subsystem(
    State(adapter): State<Adapter>,
    Path(subsystem): Path<Subsystem>,
    Json(behaviour): Json<Behaviour>,
) -> StatusCode {
    change(&adapter, &[subsystem], behaviour)
}

fn change(adapter: &Adapter, which: &[Subsystem], behaviour: Behaviour) -> StatusCode {
    if behaviour.fault_percent > 100 {
        return StatusCode::UNPROCESSABLE_ENTITY;
    }
    let mut switches = adapter.switches();
    for subsystem in which {
        switches.insert(*subsystem, Switch { behaviour, due: 0 });
    }
    StatusCode::NO_CONTENT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_spread_evenly() {
        let check = |fault_percent, expected: [bool; 8]| {
            let behaviour = Behaviour { fault: Fault::Drop, fault_percent, ..Behaviour::default() };
            let mut switch = Switch { behaviour, due: 0 };
            assert_eq!([(); 8].map(|()| switch.next().fault == Fault::Drop), expected, "{fault_percent} %");
        };
        check(0, [false; 8]);
        check(25, [false, false, false, true, false, false, false, true]);
        check(100, [true; 8]);
    }
}
