//! SIPp: scenarios in XML, audio by echo.

use super::{Peer, agents_telephone, centre, customer, free_port, is_waived, wait_until_taken};
use crate::harness::output::Output;
use crate::harness::plan::{agent, agent_at, line};
use crate::harness::{Centre, LIMIT, Setup, caller, hear, press};
use phones::{AgentOptions, End, KeysBy, Options, Phones, Step};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;
use vocabulary::Span;

/// Where it writes what it counts.
const STATISTICS: &str = "statistics.csv";

/// A SIPp process.
struct Sipp {
    home: TempDir,
    child: Child,
    said: Output,
}

impl Sipp {
    /// Runs a scenario once, at a port; `to` is the server of a customer.
    fn run(scenario: &str, port: u16, to: &[String]) -> Sipp {
        Sipp::run_often(1, scenario, port, to)
    }

    /// Runs a scenario so many times.
    fn run_often(times: usize, scenario: &str, port: u16, to: &[String]) -> Sipp {
        let home = tempfile::tempdir().unwrap();
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/peers").join(scenario);
        let mut command = Command::new("sipp");
        command.current_dir(home.path()).args(["-trace_stat", "-stf", STATISTICS]);
        command.arg("-sf").arg(file).args(["-m", &times.to_string()]);
        command.args(["-i", "127.0.0.1", "-mi", "127.0.0.1", "-rtp_echo"]);
        command.args(["-p", &port.to_string(), "-mp", &free_port().to_string()]);
        command.args(["-nostdin", "-timeout", "60s", "-timeout_error"]).args(to);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let said = Output::of(child.stderr.take().unwrap());
        Sipp { home, child, said }
    }

    /// What it has counted at its end: calls that went as the scenario says, and all others.
    fn counted(&self) -> [usize; 2] {
        let table = fs::read_to_string(self.home.path().join(STATISTICS)).unwrap();
        let (names, sums) = table.lines().next().zip(table.lines().last()).expect("a table has lines");
        ["SuccessfulCall(C)", "FailedCall(C)"].map(|wanted| {
            let place = names.split(';').position(|name| name == wanted).expect("it counts this");
            sums.split(';').nth(place).and_then(|sum| sum.parse().ok()).expect("sums are numbers")
        })
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

/// Calls that are hung up amidst a prompt, several at a time: by UDP, by one connection for all of them,
/// and by a connection a call.
#[test]
fn sipp_listens_to_a_prompt_and_hangs_up() {
    const CALLS: usize = 8;
    if is_waived("sipp", "sip-tester") {
        return;
    }
    let transports = ["u1", "t1", "tn"];
    let plan = transports.map(|transport| line(transport, transport, "en", "prompt")).concat();
    let centre = Centre::start(Setup { plan, as_built_in: &["welcome"], ..Setup::default() });
    for transport in transports {
        let how =
            ["-t", transport, "-max_socket", "64", "-r", "20", "-s", transport, &centre.sip.to_string()];
        let mut sipp = Sipp::run_often(CALLS, "listener.xml", free_port(), &how.map(str::to_owned));
        sipp.end();
        assert_eq!(sipp.counted(), [CALLS, 0], "{transport}");
        for nth in 1..=CALLS {
            let expected = [
                "contact_opened",
                "flow_moved welcome",
                "contact_ended left_in_flow",
                "contact_closed left_in_flow",
            ];
            assert_eq!(centre.story(centre.contact(transport, nth)), expected, "{transport}");
        }
    }
}

/// An agent's telephone refuses; the next agent gets the call.
#[test]
fn sipp_refuses_as_an_agent() {
    if is_waived("sipp", "sip-tester") {
        return;
    }
    let port = free_port();
    let mut sipp = Sipp::run("busy_agent.xml", port, &[]);
    wait_until_taken(port, &sipp.said);
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions { first: 2, ..AgentOptions::new(1) }).unwrap();
    let skills = ["cards", "lang.en"];
    let centre =
        centre(agent_at(1, &format!("sip:agent@127.0.0.1:{port}"), &skills) + &agent(&desks, 2, &skills));
    let steps = [hear("menu"), press("1", KeysBy::Rtp), Step::HearAgent { patience: Span::seconds(30) }];
    let outcome = phones.call(caller(&centre, "100", steps)).unwrap().wait().unwrap();
    assert_eq!((outcome.end, outcome.agent()), (End::HungUp, Some(2)), "{}", sipp.said());
    let story = centre.story(centre.contact("line", 1));
    let offers = ["offered A-1", "offer_failed rejected", "offered A-2", "connected A-2"];
    assert_eq!(story[5..9], offers);
    sipp.end();
    assert_eq!(sipp.counted(), [1, 0]);
}
