//! SIPp: scenarios in XML, audio by echo.

use super::{Peer, agents_telephone, customer, free_port, is_waived, wait_until_taken};
use crate::harness::output::Output;
use crate::harness::{Centre, LIMIT};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A SIPp process.
struct Sipp {
    child: Child,
    said: Output,
}

impl Sipp {
    /// Runs a scenario once, at a port; `to` is the server of a customer.
    fn run(scenario: &str, port: u16, to: &[String]) -> Sipp {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/peers").join(scenario);
        let mut command = Command::new("sipp");
        command.arg("-sf").arg(file).args(["-m", "1", "-i", "127.0.0.1", "-mi", "127.0.0.1", "-rtp_echo"]);
        command.args(["-p", &port.to_string(), "-mp", &free_port().to_string()]);
        command.args(["-nostdin", "-timeout", "60s", "-timeout_error"]).args(to);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let said = Output::of(child.stderr.take().unwrap());
        Sipp { child, said }
    }
}

impl Peer for Sipp {
    /// The scenario presses by itself.
    fn at_menu(&mut self, _: &Centre, _: u64) {}

    fn end(&mut self) {
        assert!(self.said.wait_for_end(LIMIT), "SIPp does not end");
        assert!(self.child.wait().unwrap().success(), "SIPp is not content: {}", self.said());
    }

    fn said(&self) -> String {
        self.said.tail()
    }
}

impl Drop for Sipp {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn sipp_calls_as_a_customer() {
    if is_waived("sipp", "sip-tester") {
        return;
    }
    customer(|centre: &Centre| {
        let to = ["-s".to_owned(), "100".to_owned(), centre.sip.to_string()];
        Box::new(Sipp::run("caller.xml", free_port(), &to))
    });
}

#[test]
fn sipp_answers_as_an_agent() {
    if is_waived("sipp", "sip-tester") {
        return;
    }
    let port = free_port();
    let sipp = Sipp::run("agent.xml", port, &[]);
    wait_until_taken(port, &sipp.said);
    agents_telephone(&format!("sip:agent@127.0.0.1:{port}"), Box::new(sipp));
}
