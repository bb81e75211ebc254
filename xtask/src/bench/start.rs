//! How long the centre takes to be there, and what it holds while nobody calls.

use super::process::{Running, cores, pin, until};
use super::{Bar, Bench, Report, released};
use crate::failure::{Failure, Outcome, because};
use crate::making::Kind;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

pub const BENCH: Bench =
    Bench { name: "start", about: "from exec of `heliotrope serve` to healthz, and memory at idle", run };

/// Starts on a folder that is there already, of which the median counts.
const STARTS: usize = 9;
/// A start that takes longer has failed.
const LIMIT: Duration = Duration::from_secs(60);
/// After the start, what was needed for it alone is given back.
const SETTLING: Duration = Duration::from_secs(3);

fn run(report: &mut Report) -> Outcome {
    let program = released("heliotrope", "heliotrope", Kind::Binary)?;
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder can be made: {error}"))?;
    let (first, server) = started(&program, folder.path())?;
    report.figure("exec to healthz 200, new data folder", milliseconds(first), "ms", Bar::AtMost(250.0));
    thread::sleep(SETTLING);
    let before = server.cpu()?;
    thread::sleep(SETTLING);
    let idle = (server.cpu()? - before).as_secs_f64() / SETTLING.as_secs_f64();
    report.figure(
        "resident memory at idle",
        server.resident()? as f64 / f64::from(1 << 20),
        "MiB",
        Bar::None,
    );
    report.figure("processor at idle", idle * 100.0, "% of a core", Bar::None);
    server.end(LIMIT)?;

    let mut times = Vec::new();
    for _ in 0..STARTS {
        let (time, server) = started(&program, folder.path())?;
        times.push(time);
        server.end(LIMIT)?;
    }
    times.sort();
    report.figure(
        "exec to healthz 200, data folder there, median",
        milliseconds(times[STARTS / 2]),
        "ms",
        Bar::AtMost(250.0),
    );
    Ok(())
}

fn milliseconds(span: Duration) -> f64 {
    span.as_secs_f64() * 1000.0
}

/// Starts the centre and waits until it is healthy.
fn started(program: &Path, folder: &Path) -> Outcome<(Duration, Running)> {
    let http = free_address()?;
    let mut command = Command::new(program);
    command.arg("serve").arg("--data").arg(folder);
    command.args(["--http", &http.to_string(), "--sip", "127.0.0.1:0"]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // One core for the centre, as in all benches; who watches it does not take it away.
    pin(&mut command, &cores()?[..1]);
    let begun = Instant::now();
    let mut server = Running::start(&mut command)?;
    let healthy = until(LIMIT, Duration::from_millis(1), || match server.ended()? {
        Some(status) => because(format!("heliotrope serve ended with {status}: run it by hand to see why")),
        None => Ok(is_healthy(http)),
    })?;
    if healthy { Ok((begun.elapsed(), server)) } else { because("heliotrope serve does not become healthy") }
}

/// An address nobody listens on now.
pub fn free_address() -> Outcome<SocketAddr> {
    let told = |error: std::io::Error| Failure::Because(format!("no port can be had: {error}"));
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).map_err(told)
}

/// Whether the centre that listens there says that it is healthy.
pub fn is_healthy(http: SocketAddr) -> bool {
    let ask = || -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect_timeout(&http, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut status = vec![0; "HTTP/1.1 200".len()];
        stream.read_exact(&mut status)?;
        Ok(status)
    };
    ask().is_ok_and(|status| status == b"HTTP/1.1 200")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_200_is_healthy() {
        for (answer, healthy) in [
            ("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", true),
            ("HTTP/1.1 503 Service Unavailable\r\n\r\n", false),
            ("HTTP", false),
        ] {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let address = listener.local_addr().unwrap();
            let server = thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                stream.read_exact(&mut [0; 4]).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
            });
            assert_eq!(is_healthy(address), healthy, "{answer}");
            server.join().unwrap();
        }
        assert!(!is_healthy(free_address().unwrap()));
    }
}
