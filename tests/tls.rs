//! TLS as others speak it: curl and OpenSSL at the API, baresip at the telephone.

use crate::harness::LIMIT;
use crate::harness::output::Output;
use crate::peers::is_waived;
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;
use tls::testing::Pair;

/// The program with a certificate, without telephones.
struct Server {
    home: TempDir,
    child: Child,
    said: Output,
    http: SocketAddr,
}

impl Server {
    fn start(pair: &Pair) -> Server {
        let home = tempfile::tempdir().unwrap();
        let (child, said) = launch(home.path(), pair);
        let http = said.wait(LIMIT, |said| {
            let line = said.lines().find(|line| line.contains("serving sip="))?;
            line.split_once("http=")?.1.split(' ').next()?.parse().ok()
        });
        let http = http.unwrap_or_else(|| panic!("it does not serve: {}", said.tail()));
        Server { home, child, said, http }
    }

    fn hang_up(&self) {
        kill_process(Pid::from_child(&self.child), Signal::HUP).unwrap();
    }

    /// Waits until it says this.
    fn says(&self, wanted: &str) {
        let said = self.said.wait(LIMIT, |said| said.contains(wanted).then_some(()));
        assert!(said.is_some(), "not {wanted}: {}", self.said.tail());
    }

    /// The certificate that it shows to OpenSSL.
    fn shows(&self) -> String {
        let mut client = Command::new("openssl");
        client.args(["s_client", "-connect", &self.http.to_string()]).stdin(Stdio::null());
        let said = String::from_utf8_lossy(&client.output().unwrap().stdout).into_owned();
        let begin = said.find("-----BEGIN").unwrap_or_else(|| panic!("no certificate: {said}"));
        let end = said.find("-----END CERTIFICATE-----\n").unwrap() + 26;
        said[begin..end].to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn launch(home: &Path, pair: &Pair) -> (Child, Output) {
    let files = pair.write(home);
    let text = format!("[tls]\ncertificate = {:?}\nkey = {:?}\n", files.certificate, files.key);
    std::fs::write(home.join("heliotrope.toml"), text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_heliotrope"));
    command.args(["serve", "--http", "127.0.0.1:0", "--sip", "127.0.0.1:0", "--data"]).arg(home.join("data"));
    command.arg("--config").arg(home.join("heliotrope.toml")).env("HELIOTROPE_LOG", "info");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let said = Output::of(child.stderr.take().unwrap());
    (child, said)
}

#[test]
fn the_certificate_is_exchanged_while_connections_stand() {
    if is_waived("openssl", "openssl") || is_waived("curl", "curl") {
        return;
    }
    let [old, new] = [2120, 2130].map(|end| Pair::new("127.0.0.1", 2020..end));
    let server = Server::start(&old);
    let authority = server.home.path().join("authority.pem");
    std::fs::write(&authority, &old.certificate).unwrap();
    let mut curl = Command::new("curl");
    curl.args(["-sSi", "--cacert"]).arg(&authority).arg(format!("https://{}/healthz", server.http));
    let said = curl.output().unwrap();
    let answer = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer} {}", String::from_utf8_lossy(&said.stderr));
    assert!(answer.contains("strict-transport-security: max-age=31536000"), "{answer}");
    let plain =
        Command::new("curl").args(["-sS", &format!("http://{}/healthz", server.http)]).output().unwrap();
    assert!(!plain.status.success(), "nothing is said in the clear");

    // One connection stands, through all that follows.
    let mut client = Command::new("openssl");
    client.args(["s_client", "-quiet", "-connect", &server.http.to_string()]);
    client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut stands = client.spawn().unwrap();
    let mut ask = stands.stdin.take().unwrap();
    let mut answers = BufReader::new(stands.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut is_answered = || {
        ask.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        // A body that ends without a line's end stands before the next answer.
        answers.any(|line| line.contains("HTTP/1.1 200"))
    };
    assert!(is_answered());
    assert_eq!(server.shows(), old.certificate);

    // A pair that is none is refused with its reason, and nothing changes; a whole one is taken, both by SIGHUP
    // and by the files alone.
    Pair { key: new.key.clone(), ..old.clone() }.write(server.home.path());
    server.hang_up();
    server.says("does not belong to the certificate");
    assert_eq!(server.shows(), old.certificate);
    // An idle connection ends after half a minute: it is asked after every step.
    assert!(is_answered());
    new.write(server.home.path());
    server.hang_up();
    server.says("there is a new certificate");
    assert_eq!(server.shows(), new.certificate);
    assert!(is_answered());
    let third = Pair::new("127.0.0.1", 2020..2140);
    third.write(server.home.path());
    let twice = |said: &str| (said.matches("there is a new certificate").count() == 2).then_some(());
    assert!(server.said.wait(LIMIT, twice).is_some(), "{}", server.said.tail());
    assert_eq!(server.shows(), third.certificate);
    assert!(is_answered(), "who was there is still there");
    stands.kill().unwrap();
    stands.wait().unwrap();
}

#[test]
fn what_nobody_would_believe_is_not_served_and_the_start_says_why() {
    let (good, other) = (Pair::new("127.0.0.1", 2020..2120), Pair::new("127.0.0.1", 2020..2120));
    for (pair, reason) in [
        (Pair::new("127.0.0.1", 2020..2021), "ended at 2021-01-01"),
        (Pair { key: other.key, ..good.clone() }, "does not belong to the certificate"),
        (Pair { key: String::new(), ..good }, "there is no private key in"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let (mut child, said) = launch(home.path(), &pair);
        assert!(said.wait_for_end(LIMIT), "it serves: {}", said.tail());
        assert!(!child.wait().unwrap().success());
        assert!(said.text().contains(reason), "not {reason}: {}", said.text());
    }
}
