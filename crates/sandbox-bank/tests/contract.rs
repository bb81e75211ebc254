//! The port's contract and the bank's faults: in-process, and in a process of its own behind the
//! HTTP connector.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

use bank::contract::{Known, Sample, check_bank};
use bank::http::{HttpBank, Limits};
use bank::{Bank, Error};
use jiff::civil::{Date, date};
use sandbox_bank::{Customer, SandboxBank};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use vocabulary::voice::Verification;
use vocabulary::{CustomerRef, PhoneNumber, SecretDigits, Span};

const SEED: u64 = 7;
const CUSTOMERS: usize = 200;
/// The day of [`SandboxBank::generate`].
const TODAY: Date = date(2026, 1, 1);

fn known(bank: &SandboxBank, place: usize) -> Known {
    let credentials = bank.credentials(place).unwrap();
    Known { number: credentials.number, pin: credentials.pin, customer: credentials.customer }
}

fn person(customer: Customer) -> (CustomerRef, String) {
    let family = customer.name.family().to_owned();
    (customer.reference, family)
}

fn sample(bank: &SandboxBank) -> Sample {
    let single = bank.credentials(0).unwrap();
    let household = [18, 19].map(|place| bank.credentials(place).unwrap());
    Sample {
        errs: known(bank, 1),
        locks: known(bank, 2),
        // No check digit fits: customer numbers begin with 1 to 9.
        unknown: SecretDigits::from("00000000"),
        nobody: PhoneNumber::new("+15559999999").unwrap(),
        one: (single.telephone, single.customer),
        several: (household[0].telephone.clone(), household.map(|member| member.customer).to_vec()),
        stranger: CustomerRef::new("cst-0000000000000000").unwrap(),
        keys: 1 << 100,
        people: (0..CUSTOMERS).map(|place| bank.customer(place).unwrap()).map(person).collect(),
        today: TODAY,
        not_done: Vec::new(),
    }
}

/// The program, killed at the end of the test.
struct Program {
    child: Child,
    address: String,
}

impl Program {
    fn start(options: &[&str]) -> Program {
        let (seed, customers) = (SEED.to_string(), CUSTOMERS.to_string());
        let mut child = Command::new(env!("CARGO_BIN_EXE_sandbox-bank"))
            .args([
                "--http",
                "127.0.0.1:0",
                "--seed",
                &seed,
                "--customers",
                &customers,
                "--day",
                "2026-01-01",
            ])
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once(" at ").unwrap().1.to_owned();
        Program { child, address }
    }

    fn connector(&self, limits: Limits) -> HttpBank {
        HttpBank::new(&self.address, limits).unwrap()
    }

    /// Sends a request, gives the status line.
    fn request(&self, method: &str, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(self.address.strip_prefix("http://").unwrap()).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: bank\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response.lines().next().unwrap().to_owned()
    }

    fn behave(&self, behaviour: &str) {
        let status = self.request("PUT", "/control/behaviour", behaviour);
        assert_eq!(status, "HTTP/1.1 204 No Content", "{behaviour}");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn in_process_it_keeps_the_contract() {
    let bank = SandboxBank::generate(SEED, CUSTOMERS);
    check_bank(&bank, &sample(&bank)).await;
}

/// An instruction that nobody of the sample can have is no proof of anything.
#[tokio::test]
#[should_panic(expected = "adjust_interest: no customer of the sample can have this")]
async fn a_sample_that_leaves_something_untried_is_turned_away() {
    let bank = SandboxBank::generate(SEED, CUSTOMERS);
    let mut sample = sample(&bank);
    let mut poor = Vec::new();
    for (customer, family) in sample.people {
        let bills = bank.bills(&customer).await.unwrap().bills;
        if bills.iter().all(|bill| bill.interest.minor == 0) {
            poor.push((customer, family));
        }
    }
    sample.people = poor;
    check_bank(&bank, &sample).await;
}

#[tokio::test]
async fn over_http_it_keeps_the_contract_until_it_is_killed() {
    let mut program = Program::start(&[]);
    let bank = program.connector(Limits::default());
    let sample = sample(&SandboxBank::generate(SEED, CUSTOMERS));
    check_bank(&bank, &sample).await;

    program.child.kill().unwrap();
    program.child.wait().unwrap();
    let verified = bank.verify(&sample.errs.number, &sample.errs.pin).await;
    let found = bank.holders(&sample.nobody).await;
    assert!(matches!((&verified, &found), (Err(Error::Unreachable(_)), Err(Error::Unreachable(_)))));
}

#[tokio::test]
async fn it_breaks_down_as_told() {
    let program = Program::start(&["--fault", "drop"]);
    let limits = Limits { budget: Span::millis(100), view_budget: Span::millis(100), ..Limits::default() };
    let bank = program.connector(limits.clone());
    let known = known(&SandboxBank::generate(SEED, CUSTOMERS), 0);
    let verify = || bank.verify(&known.number, &known.pin);
    assert!(matches!(verify().await, Err(Error::Unreachable(_))));
    for behaviour in [r#"{"fault":"hang"}"#, r#"{"latency_ms":60000}"#] {
        program.behave(behaviour);
        assert_eq!(verify().await, Err(Error::Late(limits.budget)), "{behaviour}");
    }

    let patient = program.connector(Limits::default());
    let verify = || patient.verify(&known.number, &known.pin);
    program.behave(r#"{"fault":"out-of-service"}"#);
    assert!(matches!(verify().await, Err(Error::Unreachable(_))));
    for fault in ["wrong-status", "garbage", "oversize"] {
        program.behave(&format!(r#"{{"fault":"{fault}"}}"#));
        assert!(matches!(verify().await, Err(Error::Malformed(_))), "{fault}");
    }
    // Every other question fails: a look-up is asked again, and never shows it.
    program.behave(r#"{"fault":"drop","fault_percent":50}"#);
    for _ in 0..3 {
        assert_eq!(patient.holders(&PhoneNumber::new("110").unwrap()).await, Ok(vec![]));
    }
    program.behave("{}");
    assert_eq!(verify().await, Ok(Verification::Verified(known.customer.clone())));
}

/// Whatever a view is made of, each with how it is asked for and told.
type Panels = Vec<(&'static str, Result<String, Error>)>;

/// Values do not print, so that equality stands for them.
async fn panels(bank: &dyn Bank, twin: &dyn Bank, customer: &CustomerRef) -> Panels {
    macro_rules! ask {
        ($($name:literal $question:ident),+ $(,)?) => {
            vec![$(($name, match bank.$question(customer).await {
                Ok(told) if Ok(&told) == twin.$question(customer).await.as_ref() => Ok("the same".to_owned()),
                Ok(_) => Ok("something else".to_owned()),
                Err(why) => Err(why),
            })),+]
        };
    }
    ask!(
        "identity" identity, "accounts" accounts, "cards" cards, "transactions" transactions, "bills" bills,
        "limits" limits, "applications" applications, "reports" reports, "production" productions,
        "holdings" holdings, "points" points, "devices" device_events, "consents" consents,
        "journeys" journeys, "locks" locks, "preferences" preferences, "life-events" life_events,
    )
}

#[tokio::test]
async fn a_subsystem_breaks_down_alone() {
    let program = Program::start(&[]);
    let limits = Limits { view_budget: Span::millis(500), ..Limits::default() };
    let bank = program.connector(limits);
    let twin = SandboxBank::generate(SEED, CUSTOMERS);
    let customer = twin.credentials(0).unwrap().customer;
    let expect = |broken: Option<(&str, &str)>, told: Panels| {
        for (name, answer) in told {
            let fails = broken.filter(|(silent, _)| *silent == name);
            match (fails.map(|(_, fault)| fault), answer) {
                (None, Ok(same)) => assert_eq!(same, "the same", "{name} is told otherwise over HTTP"),
                (Some("hang"), Err(Error::Late(_))) | (Some("duplicate"), Err(Error::Malformed(_))) => {}
                (fault, answer) => panic!("{name}: {answer:?} with {fault:?}"),
            }
        }
    };
    let whole = panels(&bank, &twin, &customer).await;
    let names: Vec<&str> = whole.iter().map(|(name, _)| *name).collect();
    expect(None, whole);
    for silent in names {
        let path = format!("/control/behaviour/{silent}");
        let fault = if silent == "cards" { "hang" } else { "duplicate" };
        let status = program.request("PUT", &path, &format!(r#"{{"fault":"{fault}"}}"#));
        assert_eq!(status, "HTTP/1.1 204 No Content", "{silent}");
        expect(Some((silent, fault)), panels(&bank, &twin, &customer).await);
        assert_eq!(bank.holders(&PhoneNumber::new("110").unwrap()).await, Ok(vec![]));
        program.behave("{}");
    }
}

#[tokio::test]
async fn a_subsystem_that_fails_again_and_again_is_left_alone() {
    let program = Program::start(&["--fault", "out-of-service"]);
    let bank = program.connector(Limits::default());
    let customer = CustomerRef::new("cst-1").unwrap();
    for _ in 0..5 {
        assert!(matches!(bank.cards(&customer).await, Err(Error::Unreachable(_))));
    }
    program.behave("{}");
    assert_eq!(bank.cards(&customer).await, Err(Error::Resting));
    assert_eq!(bank.accounts(&customer).await, Err(Error::UnknownCustomer), "the others are asked");
}

#[test]
fn malformed_questions_and_orders_are_refused() {
    let program = Program::start(&[]);
    let check = |method: &str, path: &str, body: &str, expected: u16| {
        let status = program.request(method, path, body);
        assert!(status.starts_with(&format!("HTTP/1.1 {expected} ")), "{method} {path} {body}: {status}");
    };
    let long = format!(r#"{{"number":"12345678","pin":"{}"}}"#, "1".repeat(5_000));
    for body in [
        "",
        "[]",
        r#"{"number":"12345678"}"#,
        r#"{"number":12345678,"pin":"123456"}"#,
        r#"{"number":"12345678","pin":"12345*"}"#,
        r#"{"number":"12345678","pin":"123456","more":1}"#,
        &long,
    ] {
        check("POST", "/v1/verifications", body, 422);
    }
    for body in ["", r#"{"telephone":"anonymous"}"#, r#"{"telephone":""}"#, r#"{"telephone":["110"]}"#] {
        check("POST", "/v1/holder-searches", body, 422);
    }
    use bank::Subsystem;
    let asked = Subsystem::ALL
        .into_iter()
        .filter(|one| !matches!(one, Subsystem::Verifications | Subsystem::Holders));
    for path in asked.map(|subsystem| format!("/{}", subsystem.path())) {
        for body in ["", "{}", r#"{"customer":""}"#, r#"{"customer":7}"#, r#"{"customer":"cst-1","more":1}"#]
        {
            check("POST", &path, body, 422);
        }
    }
    check("GET", "/v1/verifications", "", 405);
    check("PUT", "/control/behaviour/unheard-of", "{}", 400);
    check("GET", "/control/behaviour", "", 200);
    check("PUT", "/control/behaviour", r#"{"fault":"unheard-of"}"#, 422);
    check("PUT", "/control/behaviour", r#"{"fault_percent":101}"#, 422);
}

#[test]
fn it_checks_its_books_and_says_what_it_found() {
    let program = Command::new(env!("CARGO_BIN_EXE_sandbox-bank"));
    let output = { program }.args(["--check-books", "--customers", "300"]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && said.contains("300 customers") && said.contains("balance"), "{said}");
}

#[test]
fn it_listens_on_this_machine_only() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_sandbox-bank")).args(["--http", "0.0.0.0:0"]).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("this machine only"));
}
