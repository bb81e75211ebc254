//! The connector against servers that break down in every way a server can.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

use bank::http::{AddressError, HttpBank, Limits};
use bank::{Bank, Error, Subsystem};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use vocabulary::voice::Verification;
use vocabulary::{CustomerRef, PhoneNumber, SecretDigits, Span};

const NUMBER: &str = "20481632";
const PIN: &str = "135790";
const TELEPHONE: &str = "+15550001234";

/// What the server does with each connection.
#[derive(Clone)]
enum Server {
    /// Reads one request, sends these bytes, closes.
    Sends(Vec<u8>),
    /// Closes the first connection unanswered, then sends these bytes.
    FailsOnce(Vec<u8>),
    /// Reads and never answers.
    Hangs,
}

/// A server on a free port, its count of requests, and the requests it read.
struct Running {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
    seen: tokio::sync::mpsc::UnboundedReceiver<String>,
}

async fn start(server: Server) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let requests = Arc::new(AtomicUsize::new(0));
    let (tell, seen) = tokio::sync::mpsc::unbounded_channel();
    let counter = requests.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (server, tell, counter) = (server.clone(), tell.clone(), counter.clone());
            tokio::spawn(async move {
                let request = read_request(&mut stream).await;
                let number = counter.fetch_add(1, Ordering::SeqCst);
                let _ = tell.send(request);
                match server {
                    Server::Sends(bytes) => drop(stream.write_all(&bytes).await),
                    Server::FailsOnce(_) if number == 0 => {}
                    Server::FailsOnce(bytes) => drop(stream.write_all(&bytes).await),
                    Server::Hangs => std::future::pending().await,
                }
            });
        }
    });
    Running { address, requests, seen }
}

/// Head and body, by its Content-Length.
async fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut part = [0; 1024];
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                .map_or(0, |(_, value)| value.trim().parse().unwrap());
            if body.len() >= length {
                return text;
            }
        }
        match stream.read(&mut part).await {
            Ok(0) | Err(_) => return text,
            Ok(read) => request.extend_from_slice(&part[..read]),
        }
    }
}

fn response(status: &str, kind: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
        .into_bytes()
}

fn answers(body: &str) -> Vec<u8> {
    response("200 OK", "application/json", body)
}

fn connector(address: SocketAddr, limits: Limits) -> HttpBank {
    HttpBank::new(&format!("http://{address}"), limits).unwrap()
}

async fn verify(bank: &HttpBank) -> Result<Verification, Error> {
    bank.verify(&SecretDigits::from(NUMBER), &SecretDigits::from(PIN)).await
}

async fn holders(bank: &HttpBank) -> Result<Vec<CustomerRef>, Error> {
    bank.holders(&PhoneNumber::new(TELEPHONE).unwrap()).await
}

/// What is asked about a customer, all of it; the errors.
async fn about_a_customer(bank: &HttpBank) -> [Error; 3] {
    let customer = CustomerRef::new("cst-1").unwrap();
    [
        bank.identity(&customer).await.unwrap_err(),
        bank.accounts(&customer).await.unwrap_err(),
        bank.cards(&customer).await.unwrap_err(),
    ]
}

/// Asks all questions of a server that sends these bytes; gives the errors, checked to hold nothing
/// personal of question or answer.
async fn faults(bytes: Vec<u8>) -> [Error; 5] {
    let server = start(Server::Sends(bytes)).await;
    let bank = connector(server.address, Limits::default());
    let [identity, accounts, cards] = about_a_customer(&bank).await;
    let errors =
        [verify(&bank).await.unwrap_err(), holders(&bank).await.unwrap_err(), identity, accounts, cards];
    for error in &errors {
        let text = format!("{error} {error:?}");
        for personal in [NUMBER, PIN, TELEPHONE, "1555000", "planted"] {
            assert!(!text.contains(personal), "an error tells something personal");
        }
    }
    errors
}

#[tokio::test]
async fn answers_that_break_the_contract_are_malformed() {
    let planted = r#"{"outcome":"verified","customer":"cst-planted","customers":["cst-planted"]}"#;
    let oversize = format!(r#"{{"outcome":"locked","customers":[],"planted":"{}"}}"#, "x".repeat(20_000));
    let unsized_body =
        format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{oversize}").into_bytes();
    for bytes in [
        answers("planted garbage"),
        answers(r#"{"outcome":"planted","customers":"planted"}"#),
        answers(&oversize),
        unsized_body,
        response("200 OK", "text/html", planted),
        response("201 Created", "application/json", planted),
        response("302 Found\r\nLocation: http://127.0.0.1:1/planted", "application/json", planted),
        response("404 Not Found", "application/json", planted),
        response("500 planted", "application/json", planted),
        b"planted garbage\r\n\r\n".to_vec(),
        format!("HTTP/1.1 200 OK\r\nX-Planted: {}\r\n\r\n", "x".repeat(1_000_000)).into_bytes(),
    ] {
        let errors = faults(bytes).await;
        assert!(errors.iter().all(|error| matches!(error, Error::Malformed(_))), "{errors:?}");
    }
}

#[tokio::test]
async fn connections_that_fail_are_unreachable() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let bank = connector(gone, Limits::default());
    let [identity, accounts, cards] = about_a_customer(&bank).await;
    let refused =
        [verify(&bank).await.unwrap_err(), holders(&bank).await.unwrap_err(), identity, accounts, cards];
    let cut =
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"outc".to_vec();
    for errors in [
        refused,
        faults(Vec::new()).await,
        faults(cut).await,
        faults(response("503 Service Unavailable", "text/plain", "planted")).await,
    ] {
        assert!(errors.iter().all(|error| matches!(error, Error::Unreachable(_))), "{errors:?}");
    }
}

#[tokio::test]
async fn a_bank_that_hangs_is_late() {
    let server = start(Server::Hangs).await;
    let budget = Span::millis(40);
    let view_budget = Span::millis(30);
    let bank = connector(server.address, Limits { budget, view_budget, ..Limits::default() });
    assert_eq!(verify(&bank).await, Err(Error::Late(budget)));
    assert_eq!(holders(&bank).await, Err(Error::Late(budget)));
    assert_eq!(about_a_customer(&bank).await, [(); 3].map(|()| Error::Late(view_budget)));
}

#[tokio::test]
async fn a_system_may_have_a_time_of_its_own() {
    let server = start(Server::Hangs).await;
    let (view_budget, own) = (Span::millis(30), Span::millis(20));
    let budgets = [(Subsystem::Cards, own)].into();
    let bank = connector(server.address, Limits { view_budget, budgets, ..Limits::default() });
    let expected = [view_budget, view_budget, own].map(Error::Late);
    assert_eq!(about_a_customer(&bank).await, expected);
}

#[tokio::test]
async fn a_verification_is_asked_once_and_a_look_up_twice() {
    let mut server = start(Server::Sends(Vec::new())).await;
    let bank = connector(server.address, Limits::default());
    assert!(verify(&bank).await.is_err());
    assert_eq!(server.requests.load(Ordering::SeqCst), 1);
    let asked = server.seen.recv().await.unwrap();
    let (head, body) = asked.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /v1/verifications HTTP/1.1\r\n") && !head.contains(PIN));
    assert!(body.contains(PIN), "the PIN travels in the body");

    assert!(holders(&bank).await.is_err());
    assert_eq!(server.requests.load(Ordering::SeqCst), 3);

    let server = start(Server::FailsOnce(answers(r#"{"customers":["cst-1"]}"#))).await;
    let bank = connector(server.address, Limits::default());
    assert_eq!(holders(&bank).await, Ok(vec![CustomerRef::new("cst-1").unwrap()]));
}

#[tokio::test]
async fn questions_beyond_the_limits_are_turned_away() {
    let server = start(Server::Hangs).await;
    let limits = Limits { budget: Span::millis(100), running: 2, waiting: 1, ..Limits::default() };
    let bank = connector(server.address, limits.clone());
    // Polled in this order: the first three find a place, the fourth finds none.
    let (first, second, third, fourth) =
        tokio::join!(holders(&bank), holders(&bank), holders(&bank), holders(&bank));
    assert_eq!([first, second, third], [(); 3].map(|()| Err(Error::Late(limits.budget))));
    assert_eq!(fourth, Err(Error::Busy));
    assert!(server.requests.load(Ordering::SeqCst) <= 2, "the third never got its turn");
}

#[tokio::test]
async fn a_subsystem_that_hangs_takes_no_turn_of_another() {
    let mut server = start(Server::Hangs).await;
    let limits = Limits { view_budget: Span::seconds(60), running: 1, waiting: 0, ..Limits::default() };
    let bank = Arc::new(connector(server.address, limits));
    let customer = CustomerRef::new("cst-1").unwrap();
    let (asker, about) = (bank.clone(), customer.clone());
    let accounts = tokio::spawn(async move { asker.accounts(&about).await });
    assert!(server.seen.recv().await.unwrap().starts_with("POST /v1/account-lists "));
    assert_eq!(bank.accounts(&customer).await, Err(Error::Busy), "the only turn is taken");
    let cards = tokio::spawn(async move { bank.cards(&customer).await });
    assert!(server.seen.recv().await.unwrap().starts_with("POST /v1/card-lists "));
    assert!(!accounts.is_finished() && !cards.is_finished());
}

#[tokio::test]
async fn a_bank_need_not_offer_everything() {
    let server = start(Server::Sends(response("501 Not Implemented", "text/plain", "planted"))).await;
    let bank = connector(server.address, Limits::default());
    assert_eq!(about_a_customer(&bank).await, [(); 3].map(|()| Error::NotOffered));
}

#[tokio::test]
async fn what_the_bank_refuses_is_refused_and_what_is_malformed_is_not_sent() {
    let server = start(Server::Sends(response("422 Unprocessable Content", "text/plain", "planted"))).await;
    let bank = connector(server.address, Limits::default());
    assert_eq!(verify(&bank).await, Err(Error::Refused));
    let star = SecretDigits::from("13*790");
    assert_eq!(bank.verify(&SecretDigits::from(NUMBER), &star).await, Err(Error::Refused));
    assert_eq!(server.requests.load(Ordering::SeqCst), 1);
}

#[test]
fn addresses_are_checked() {
    let check = |address: &str, expected: Result<(), AddressError>| {
        assert_eq!(HttpBank::new(address, Limits::default()).map(drop), expected, "{address}");
    };
    for good in ["http://127.0.0.1:8090", "http://localhost:8090/adapter/", "http://[::1]:8090"] {
        check(good, Ok(()));
    }
    for bad in [
        "",
        "127.0.0.1:8090",
        "https://a@127.0.0.1",
        "http://a@127.0.0.1",
        "http://127.0.0.1/?a=b",
        "ftp://x",
    ] {
        check(bad, Err(AddressError::NotAnAddress));
    }
    check("https://127.0.0.1:8090", Err(AddressError::NoIdentity));
    for far in ["http://192.0.2.7:8090", "http://bank.example", "http://127.0.0.1.example"] {
        check(far, Err(AddressError::NotLoopback));
    }
}
