//! Certificates from files: which are taken, which are refused and why, and what an exchange does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::SystemTime;
use tempfile::TempDir;
use tls::testing::{Pair, pem};
use tls::{Acceptor, Connector, Files, Identity, Protocol, Unfit};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use vocabulary::{Span, Time};

fn now() -> Time {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    Time(since.as_micros() as i64)
}

/// A certificate for "centre.example", in force for these years, and its key.
fn pair(from: i32, to: i32) -> Pair {
    Pair::new("centre.example", from..to)
}

#[test]
fn only_a_pair_in_force_is_taken_and_each_refusal_says_what_to_do() {
    let folder = TempDir::new().unwrap();
    let (good, other) = (pair(2020, 2120), pair(2020, 2120));
    let check = |given: &Pair, expected: fn(&Unfit) -> bool, says: &str| {
        let refused = Identity::load(given.write(folder.path()), now()).unwrap_err();
        assert!(expected(&refused) && refused.to_string().contains(says), "{refused}");
        let told = refused.to_string();
        assert!(!given.key.lines().skip(1).any(|secret| told.contains(secret)), "a key is told");
    };
    let with =
        |certificate: &str, key: &str| Pair { certificate: certificate.to_owned(), key: key.to_owned() };
    check(
        &with(&good.certificate, &other.key),
        |why| matches!(why, Unfit::Mismatch { .. }),
        "does not belong",
    );
    check(&pair(2020, 2021), |why| matches!(why, Unfit::Expired { .. }), "2021-01-01");
    check(&pair(2110, 2120), |why| matches!(why, Unfit::Early { .. }), "2110-01-01");
    check(&with("", &good.key), |why| matches!(why, Unfit::Missing { .. }), "no certificate in");
    check(&with(&good.certificate, ""), |why| matches!(why, Unfit::Missing { .. }), "no private key in");
    check(&with(&good.key, &good.key), |why| matches!(why, Unfit::Missing { .. }), "no certificate in");
    check(
        &with(&good.certificate, &good.certificate),
        |why| matches!(why, Unfit::Missing { .. }),
        "no private key in",
    );
    let hollow = pem("CERTIFICATE", &[0x30, 0x00]);
    check(&with(&hollow, &good.key), |why| matches!(why, Unfit::Unusable { .. }), "not usable");
    let hollow = pem("PRIVATE KEY", &[0x30, 0x00]);
    check(&with(&good.certificate, &hollow), |why| matches!(why, Unfit::Unusable { .. }), "not usable");

    let ends = Identity::load(good.write(folder.path()), now()).unwrap().ends();
    assert!(ends > now() + Span::seconds(80 * 365 * 86_400));
    let files = good.write(folder.path());
    fs::set_permissions(&files.key, fs::Permissions::from_mode(0o644)).unwrap();
    let refused = Identity::load(files.clone(), now()).unwrap_err();
    assert!(matches!(refused, Unfit::Exposed { .. }), "{refused}");
    fs::set_permissions(&files.key, fs::Permissions::from_mode(0o640)).unwrap();
    Identity::load(files, now()).expect("a group may read it");
    let gone = Files { key: folder.path().join("gone.pem"), ..good.write(folder.path()) };
    let refused = Identity::load(gone, now()).unwrap_err();
    assert!(matches!(refused, Unfit::Unreadable { .. }), "{refused}");
}

/// Shakes hands with whoever believes what this folder's certificate says.
async fn meet(acceptor: &Acceptor, believes: &Path) -> std::io::Result<(Ends, Ends)> {
    let (ours, theirs) = duplex(64 * 1024);
    let connector = Connector::believing(believes).unwrap();
    tokio::try_join!(acceptor.accept(ours), connector.connect("centre.example", theirs))
}

type Ends = tls::Stream<DuplexStream>;

#[tokio::test]
async fn new_handshakes_show_the_new_certificate_and_connections_go_on() {
    let folder = TempDir::new().unwrap();
    let [old, new] = [pair(2020, 2120), pair(2020, 2130)];
    let identity = Identity::load(old.write(folder.path()), now()).unwrap();
    let acceptor = Acceptor::new(&identity, Protocol::Http);
    let [trusts_old, trusts_new] = [("old.pem", &old), ("new.pem", &new)].map(|(name, pair)| {
        fs::write(folder.path().join(name), &pair.certificate).unwrap();
        folder.path().join(name)
    });
    let (mut ours, mut theirs) = meet(&acceptor, &trusts_old).await.unwrap();

    // Half of an exchange is no pair yet: the old one stays.
    fs::write(&identity.files().certificate, &new.certificate).unwrap();
    assert!(matches!(identity.reload(now()), Err(Unfit::Mismatch { .. })));
    meet(&acceptor, &trusts_old).await.unwrap();
    fs::write(&identity.files().key, &new.key).unwrap();
    assert!(identity.reload(now()).unwrap());
    assert!(!identity.reload(now()).unwrap(), "it is the same now");

    meet(&acceptor, &trusts_new).await.unwrap();
    assert!(meet(&acceptor, &trusts_old).await.is_err());
    theirs.write_all(b"still here").await.unwrap();
    theirs.flush().await.unwrap();
    let mut heard = [0; 10];
    ours.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"still here");
}

#[tokio::test(start_paused = true)]
async fn whoever_says_nothing_is_given_up() {
    let folder = TempDir::new().unwrap();
    let identity = Identity::load(pair(2020, 2120).write(folder.path()), now()).unwrap();
    let (ours, _theirs) = duplex(1024);
    let refused = Acceptor::new(&identity, Protocol::Sip).accept(ours).await.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::TimedOut);
}
