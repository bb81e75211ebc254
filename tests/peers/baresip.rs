//! baresip: a telephone of its own, without a screen; its audio player feeds its microphone.

use super::{
    CUSTOMER, LOOK_AGAIN, Peer, agents_telephone, agents_telephone_of, customer, customer_of, free_port,
    is_waived, wait_until_taken,
};
use crate::harness::output::Output;
use crate::harness::plan::{agent_at, line, queue, straight_to};
use crate::harness::{Centre, LIMIT, Setup, caller};
use phones::{End, Options, Phones, Stage, Step, Voice};
use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use tempfile::TempDir;
use tls::Files;
use tls::testing::Pair;
use vocabulary::Span;

/// Where Debian's package puts the modules, below the machine's libraries.
const MODULES: [&str; 2] = ["/usr/lib/baresip/modules", "/usr/local/lib/baresip/modules"];

/// A baresip process.
struct Baresip {
    _home: TempDir,
    child: Child,
    said: Output,
    control: TcpStream,
}

impl Baresip {
    /// Starts one that takes SIP at a port and answers at once when it is called.
    fn start(port: u16) -> Baresip {
        Baresip::start_answering(port, "auto")
    }

    /// One that speaks TLS at the port after this one, shows this certificate, and believes nobody but who shows
    /// the same.
    fn start_by_tls(port: u16, pair: &Pair) -> Baresip {
        let certificates = tempfile::tempdir().unwrap();
        let [shown, believed] = ["shown.pem", "believed.pem"].map(|name| certificates.path().join(name));
        fs::write(&shown, format!("{}{}", pair.key, pair.certificate)).unwrap();
        fs::write(&believed, &pair.certificate).unwrap();
        let keys = format!(
            "sip_certificate {}\nsip_cafile {}\nsip_verify_server yes\n",
            shown.display(),
            believed.display()
        );
        Baresip::run(port, "auto", &keys, certificates)
    }

    /// Starts one that answers at once (`auto`), or rings until somebody answers (`manual`).
    fn start_answering(port: u16, mode: &str) -> Baresip {
        Baresip::run(port, mode, "", tempfile::tempdir().unwrap())
    }

    fn run(port: u16, mode: &str, keys: &str, home: TempDir) -> Baresip {
        let control = free_port();
        let modules = MODULES.iter().find(|folder| Path::new(folder).is_dir()).expect("baresip has modules");
        let config = format!(
            "sip_listen 127.0.0.1:{port}\nmodule_path {modules}\nmodule g711.so\nmodule aubridge.so\n\
             module_app account.so\nmodule_app menu.so\nmodule_app ctrl_tcp.so\n\
             ctrl_tcp_listen 127.0.0.1:{control}\naudio_source aubridge,echo\naudio_player aubridge,echo\n\
             audio_alert aubridge,alert\nausrc_srate 8000\nauplay_srate 8000\nausrc_channels 1\n\
             auplay_channels 1\n{keys}"
        );
        fs::write(home.path().join("config"), config).unwrap();
        let account = format!("<sip:agent@127.0.0.1:{port}>;regint=0;answermode={mode};dtmfmode=info\n");
        fs::write(home.path().join("accounts"), account).unwrap();
        fs::write(home.path().join("contacts"), "").unwrap();
        let mut command = Command::new("baresip");
        // On loopback alone: otherwise it asks for audio at another of the machine's addresses.
        command.args(["-4", "-n", "127.0.0.1", "-f"]).arg(home.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let said = Output::of(child.stdout.take().unwrap());
        wait_until_taken(port, &said);
        let control = connect(control, &said);
        Baresip { _home: home, child, said, control }
    }

    /// Gives a command over its control connection: JSON in a netstring.
    fn command(&mut self, command: &str, parameters: &str) {
        let text = format!("{{\"command\":\"{command}\",\"params\":\"{parameters}\"}}");
        self.control.write_all(format!("{}:{text},", text.len()).as_bytes()).unwrap();
    }
}

fn connect(port: u16, said: &Output) -> TcpStream {
    let begun = Instant::now();
    loop {
        if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) {
            return stream;
        }
        let is_gone = said.wait_for_end(LOOK_AGAIN);
        assert!(!is_gone && begun.elapsed() < LIMIT, "baresip takes no commands: {}", said.tail());
    }
}

impl Peer for Baresip {
    fn at_menu(&mut self, centre: &Centre, contact: u64) {
        centre.nth_entry(contact, "flow_moved", 2);
        self.command("sndcode", "1");
    }

    fn end(&mut self) {
        self.command("quit", "");
        assert!(self.said.wait_for_end(LIMIT), "baresip does not end");
    }

    fn said(&self) -> String {
        self.said.tail()
    }
}

impl Drop for Baresip {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn baresip_calls_as_a_customer() {
    if is_waived("baresip", "baresip") {
        return;
    }
    customer(|centre: &Centre| {
        let mut baresip = Baresip::start(free_port());
        baresip.command("dial", &format!("sip:100@{}", centre.sip));
        Box::new(baresip)
    });
}

#[test]
fn baresip_answers_as_an_agent() {
    if is_waived("baresip", "baresip") {
        return;
    }
    let port = free_port();
    let baresip = Baresip::start(port);
    agents_telephone(&format!("sip:agent@127.0.0.1:{port}"), Box::new(baresip));
}

#[test]
fn baresip_calls_by_tcp_as_a_customer() {
    if is_waived("baresip", "baresip") {
        return;
    }
    customer(|centre: &Centre| {
        let mut baresip = Baresip::start(free_port());
        baresip.command("dial", &format!("sip:100@{};transport=tcp", centre.sip));
        Box::new(baresip)
    });
}

/// A centre that speaks SIP by TLS, and the certificate of all.
fn by_tls() -> (TempDir, Pair, String) {
    let home = tempfile::tempdir().unwrap();
    let pair = Pair::new("127.0.0.1", 2020..2120);
    let Files { certificate, key } = pair.write(home.path());
    let table = format!(
        "[tls]\ncertificate = {certificate:?}\nkey = {key:?}\nauthorities = {certificate:?}\nhttp = false\n\
         sip = \"127.0.0.1:0\"\n"
    );
    (home, pair, table)
}

#[test]
fn baresip_calls_by_tls_as_a_customer() {
    if is_waived("baresip", "baresip") {
        return;
    }
    let (_home, pair, table) = by_tls();
    customer_of(&table, |centre: &Centre| {
        let said = centre.said[0].text();
        let sips = said.split_once("sips=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap();
        let mut baresip = Baresip::start_by_tls(free_port(), &pair);
        baresip.command("dial", &format!("sip:100@{sips};transport=tls"));
        Box::new(baresip)
    });
}

#[test]
fn baresip_answers_by_tls_as_an_agent() {
    if is_waived("baresip", "baresip") {
        return;
    }
    let (_home, pair, table) = by_tls();
    let port = free_port();
    let baresip = Baresip::start_by_tls(port, &pair);
    let address = format!("sip:agent@127.0.0.1:{};transport=tls", port + 1);
    agents_telephone_of(&table, &address, Box::new(baresip));
}

/// The first agent's telephone rings in vain and is cancelled; the second answers, and hangs up.
#[test]
fn baresip_rings_in_vain_and_hangs_up_as_an_agent() {
    if is_waived("baresip", "baresip") {
        return;
    }
    let first = free_port();
    let mut rings = Baresip::start_answering(first, "manual");
    let second = free_port();
    let mut answers = Baresip::start(second);
    let skills = ["cards", "lang.en"];
    let plan = line("line", "100", "en", "straight")
        + &queue("cards", "ring = \"1s\"\nwrap_up = \"0s\"")
        + &agent_at(1, &format!("sip:agent@127.0.0.1:{first}"), &skills)
        + &agent_at(2, &format!("sip:agent@127.0.0.1:{second}"), &skills);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    let centre = Centre::start(Setup { plan, flows, ..Setup::default() });
    let phones = Phones::start(Options::default()).unwrap();
    let stay = Step::AwaitHangUp { within: Span::seconds(60) };
    let steps = [Step::HearAgent { patience: Span::seconds(30) }, stay];
    let call = phones.call(caller(&centre, "100", steps).saying(Voice::marker(CUSTOMER))).unwrap();
    assert!(call.wait_until(Stage::WithAgent, LIMIT), "{}", answers.said());
    answers.command("hangup", "");
    let outcome = call.wait().unwrap();
    assert_eq!((outcome.end, outcome.agent()), (End::FarHungUp { step: 1 }, Some(CUSTOMER)));
    let expected = [
        "contact_opened",
        "flow_moved queue",
        "queued",
        "offered A-1",
        "agent_ringing",
        "offer_failed no_answer",
        "offered A-2",
        "agent_ringing",
        "connected A-2",
        "recording_started",
        "recording_ended complete",
        "contact_ended agent_hung_up",
        "contact_closed agent_hung_up",
    ];
    assert_eq!(centre.story(centre.contact("line", 1)), expected);
    let cancelled = rings.said.wait(LIMIT, |said| said.contains("session closed").then_some(()));
    assert!(cancelled.is_some(), "it rings on: {}", rings.said());
    rings.end();
    answers.end();
}
