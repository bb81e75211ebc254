//! The bank behind certificates on both sides: who is heard, and what an exchange does while it serves.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

use bank::http::{AddressError, HttpBank, Limits};
use bank::{Bank, Error};
use jiff::Timestamp;
use sandbox_bank::SandboxBank;
use sandbox_bank::http::{Behaviour, Server};
use std::fs;
use std::net::SocketAddr;
use std::sync::Arc;
use tempfile::TempDir;
use tls::testing::Pair;
use tls::{Identity, Mutual, Protocol};
use vocabulary::{CustomerRef, Time};

/// The first moment of 2020.
const LONG_AGO: Time = Time(1_577_836_800_000_000);

fn now() -> Time {
    Timestamp::now().into()
}

/// What one side shows and whom it believes, and where that stands.
fn side(shows: &Pair, believes: &Pair, at: Time) -> (TempDir, Mutual) {
    let folder = TempDir::new().unwrap();
    let identity = Identity::load(shows.write(folder.path()), at).unwrap();
    let authorities = folder.path().join("authorities.pem");
    fs::write(&authorities, &believes.certificate).unwrap();
    let mutual = Mutual::new(&identity, &authorities, Protocol::Http).unwrap();
    (folder, mutual)
}

/// Serves a bank that shows itself so; where.
async fn serve(mutual: Mutual) -> SocketAddr {
    let bank = Arc::new(SandboxBank::generate(7, 20));
    let server = Server::bind(([127, 0, 0, 1], 0).into(), bank, Behaviour::default()).await.unwrap();
    let address = server.address().unwrap();
    tokio::spawn(server.secured(mutual).run());
    address
}

/// Asks who the first customer is, on a connection of its own.
async fn ask(bank: SocketAddr, mutual: Mutual) -> Result<(), Error> {
    let bank = HttpBank::shown(&format!("https://{bank}"), Limits::default(), Some(mutual)).unwrap();
    bank.identity(&first()).await.map(drop)
}

fn first() -> CustomerRef {
    SandboxBank::generate(7, 20).credentials(0).unwrap().customer
}

fn pair() -> Pair {
    Pair::new("127.0.0.1", 2020..2120)
}

#[tokio::test]
async fn only_whoever_both_sides_vouch_for_is_asked_and_answered() {
    let (ours, theirs, foreign) = (pair(), pair(), pair());
    let (_folder, mutual) = side(&theirs, &ours, now());
    let bank = serve(mutual).await;
    let refused = async |shows: &Pair, believes: &Pair, at| {
        let (_folder, mutual) = side(shows, believes, at);
        let asked = ask(bank, mutual).await;
        assert!(matches!(asked, Err(Error::Unreachable(_))), "{asked:?}");
    };
    refused(&foreign, &theirs, now()).await;
    refused(&ours, &foreign, now()).await;
    // Whom the bank's file does not name, and who is out of date besides.
    refused(&Pair::new("127.0.0.1", 2019..2021), &theirs, LONG_AGO).await;

    // In clear, and so without a certificate.
    let plain = HttpBank::new(&format!("http://{bank}"), Limits::default()).unwrap();
    assert!(plain.identity(&first()).await.is_err());

    let (_folder, mutual) = side(&ours, &theirs, now());
    assert_eq!(ask(bank, mutual).await, Ok(()));
}

#[tokio::test]
async fn certificates_are_exchanged_while_it_serves() {
    let (ours, theirs, next) = (pair(), pair(), pair());
    let (_their_folder, their_mutual) = side(&theirs, &ours, now());
    let bank = serve(their_mutual.clone()).await;
    let (folder, mutual) = side(&ours, &theirs, now());
    let standing =
        HttpBank::shown(&format!("https://{bank}"), Limits::default(), Some(mutual.clone())).unwrap();
    standing.identity(&first()).await.unwrap();

    // We have a new certificate: the connection that stands goes on, a new one has to be believed first.
    next.write(folder.path());
    assert!(mutual.reload(now()).unwrap());
    standing.identity(&first()).await.unwrap();
    assert!(ask(bank, mutual.clone()).await.is_err());
    fs::write(their_mutual.authorities(), &next.certificate).unwrap();
    their_mutual.reload(now()).unwrap();
    assert_eq!(ask(bank, mutual).await, Ok(()));
}

#[test]
fn an_address_fits_what_is_shown_there() {
    let (ours, theirs) = (pair(), pair());
    let (_folder, mutual) = side(&ours, &theirs, now());
    let check = |address: &str, expected: Result<(), AddressError>| {
        let bank = HttpBank::shown(address, Limits::default(), Some(mutual.clone()));
        assert_eq!(bank.map(drop), expected, "{address}");
    };
    check("https://adapter.bank.example:8443/port", Ok(()));
    check("http://127.0.0.1:8090", Err(AddressError::NotSecured));
    check("https://a@adapter.bank.example", Err(AddressError::NotAnAddress));
}
