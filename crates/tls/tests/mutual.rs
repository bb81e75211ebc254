//! Connections of which both ends show a certificate: who is refused, and what an exchange does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tempfile::TempDir;
use tls::testing::Pair;
use tls::{Connector, Identity, Mutual, Protocol, Unfit};
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use vocabulary::Time;

fn now() -> Time {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    Time(since.as_micros() as i64)
}

/// The first moment of 2020.
const LONG_AGO: Time = Time(1_577_836_800_000_000);

/// One end: a folder with what it shows and whom it believes.
struct End {
    folder: TempDir,
    mutual: Mutual,
}

impl End {
    fn new(shows: &Pair, believes: &Pair) -> End {
        End::that_began(shows, believes, now())
    }

    fn that_began(shows: &Pair, believes: &Pair, at: Time) -> End {
        let folder = TempDir::new().unwrap();
        let identity = Identity::load(shows.write(folder.path()), at).unwrap();
        let authorities = believe(folder.path(), believes);
        let mutual = Mutual::new(&identity, &authorities, Protocol::Http).unwrap();
        End { folder, mutual }
    }
}

fn believe(folder: &Path, whom: &Pair) -> PathBuf {
    let file = folder.join("authorities.pem");
    fs::write(&file, &whom.certificate).unwrap();
    file
}

/// Whether a word gets from the end that calls to the one that is called, and back.
async fn meet(calls: &Mutual, called: &Mutual) -> io::Result<()> {
    let (near, far) = duplex(64 * 1024);
    let asks = async {
        let mut stream = calls.connect("adapter.example", near).await?;
        stream.write_all(b"asked").await?;
        stream.flush().await?;
        let mut heard = [0; 4];
        stream.read_exact(&mut heard).await?;
        assert_eq!(&heard, b"told");
        Ok(())
    };
    let tells = async {
        let mut stream = called.accept(far).await?;
        let mut heard = [0; 5];
        stream.read_exact(&mut heard).await?;
        assert_eq!(&heard, b"asked");
        stream.write_all(b"told").await?;
        stream.flush().await
    };
    tokio::try_join!(asks, tells).map(drop)
}

fn pair(machine: &str) -> Pair {
    Pair::new(machine, 2020..2120)
}

#[tokio::test]
async fn whoever_shows_nothing_or_something_foreign_or_old_is_refused() {
    let (ours, theirs, foreign) = (pair("centre.example"), pair("adapter.example"), pair("adapter.example"));
    let called = End::new(&theirs, &ours);

    // Without a certificate.
    let (near, far) = duplex(64 * 1024);
    let trusts = TempDir::new().unwrap();
    let silent = Connector::believing(&believe(trusts.path(), &theirs)).unwrap();
    let asks = async {
        let mut stream = silent.connect("adapter.example", near).await?;
        stream.read_u8().await
    };
    let (asked, accepted) = tokio::join!(asks, called.mutual.accept(far));
    assert!(asked.is_err() && accepted.is_err());

    // Of a foreign authority, on either side.
    assert!(meet(&End::new(&foreign, &theirs).mutual, &called.mutual).await.is_err());
    assert!(meet(&End::new(&ours, &foreign).mutual, &called.mutual).await.is_err());

    // One that ended, on either side: each side judges the other's by the clock.
    let (old_ours, old_theirs) =
        (Pair::new("centre.example", 2019..2021), Pair::new("adapter.example", 2019..2021));
    let caller = End::that_began(&old_ours, &theirs, LONG_AGO);
    assert!(meet(&caller.mutual, &End::new(&theirs, &old_ours).mutual).await.is_err());
    let ended = End::that_began(&old_theirs, &ours, LONG_AGO);
    assert!(meet(&End::new(&ours, &old_theirs).mutual, &ended.mutual).await.is_err());

    // Of another machine's name.
    let other = pair("other.example");
    assert!(meet(&End::new(&ours, &other).mutual, &End::new(&other, &ours).mutual).await.is_err());

    meet(&End::new(&ours, &theirs).mutual, &called.mutual).await.unwrap();
}

#[tokio::test]
async fn certificates_and_authorities_are_exchanged_while_they_serve() {
    let (ours, theirs, next) = (pair("centre.example"), pair("adapter.example"), pair("centre.example"));
    let (caller, called) = (End::new(&ours, &theirs), End::new(&theirs, &ours));
    meet(&caller.mutual, &called.mutual).await.unwrap();

    // The caller has a new certificate, of which the other side has not heard.
    next.write(caller.folder.path());
    assert!(caller.mutual.reload(now()).unwrap());
    assert!(meet(&caller.mutual, &called.mutual).await.is_err());
    believe(called.folder.path(), &next);
    assert!(!called.mutual.reload(now()).unwrap(), "what it shows is the same");
    meet(&caller.mutual, &called.mutual).await.unwrap();

    // What is not fit changes nothing.
    fs::write(called.mutual.authorities(), "").unwrap();
    assert!(matches!(called.mutual.reload(now()), Err(Unfit::Missing { .. })));
    meet(&caller.mutual, &called.mutual).await.unwrap();
}
