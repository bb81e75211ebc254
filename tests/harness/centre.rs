//! The program as a process.

use super::entries::{Entries, Entry};
use super::http::{self, Answer};
use super::output::Output;
use super::{LIMIT, prompts, records};
use serde_json::{Value, json};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use vocabulary::journal::Record;

/// Pause between two questions about the same.
const ASK_AGAIN: Duration = Duration::from_millis(20);

const PROGRAM: &str = env!("CARGO_BIN_EXE_heliotrope");

/// How a centre is set up. Ports are free ones, prompts are tones ([`prompts`]).
#[derive(Default)]
pub struct Setup<'a> {
    /// Lines, queues, agents and calendars, in TOML.
    pub plan: String,
    /// Keys of the table `voice`.
    pub voice: &'a str,
    /// Flows beside the configuration, by name.
    pub flows: Vec<(&'a str, String)>,
    /// The bank's address.
    pub bank: Option<String>,
    /// Prompts that sound as they are in the program.
    pub as_built_in: &'a [&'a str],
    /// PostgreSQL in place of SQLite.
    pub database: Option<String>,
    /// A data folder on a disk of the test's own.
    pub folder: Option<PathBuf>,
    /// What is logged, when not the usual.
    pub log: Option<&'a str>,
}

/// A centre. It ends with its handle.
pub struct Centre {
    /// Configuration, flows, prompts, and the data unless these have a folder of their own.
    _home: TempDir,
    config: PathBuf,
    data: PathBuf,
    database: Option<String>,
    log: Option<String>,
    child: Child,
    /// What it says on standard error and on standard output.
    pub said: [Output; 2],
    /// Where it speaks SIP.
    pub sip: SocketAddr,
    /// Where its API is.
    pub http: SocketAddr,
    token: String,
    /// The journal from its beginning.
    pub entries: Entries,
}

impl Centre {
    /// Starts one, and waits until it serves.
    pub fn start(setup: Setup<'_>) -> Centre {
        let home = tempfile::tempdir().expect("a temporary folder can be made");
        let config = write_configuration(home.path(), &setup);
        let data = setup.folder.unwrap_or_else(|| home.path().join("data"));
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let log = setup.log.map(str::to_owned);
        let started = launch(&config, &data, setup.database.as_deref(), log.as_deref(), (any, any));
        let (child, said, (sip, http)) = started;
        let database = setup.database;
        let token = supervisor(&data, database.as_deref());
        let entries = Entries::follow(http, &token);
        Centre { _home: home, config, data, database, log, child, said, sip, http, token, entries }
    }

    /// Where the data is.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Kills it without a word, as the system does when memory runs out.
    pub fn kill(&mut self) {
        self.child.kill().expect("a child of ours can be killed");
        self.child.wait().expect("a child of ours can be waited for");
    }

    /// Tells it to end, and waits until it has.
    pub fn stop(&mut self) -> ExitStatus {
        let process = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(process, rustix::process::Signal::TERM)
            .expect("a child of ours can be told to end");
        assert!(self.said[0].wait_for_end(LIMIT), "it does not end: {}", self.said[0].tail());
        self.child.wait().expect("a child of ours can be waited for")
    }

    /// Starts it again on the same data and the same ports.
    pub fn restart(&mut self) {
        let started = launch(
            &self.config,
            &self.data,
            self.database.as_deref(),
            self.log.as_deref(),
            (self.sip, self.http),
        );
        (self.child, self.said, _) = started;
        self.entries = Entries::follow(self.http, &self.token);
    }

    /// Starts it again on the data of another folder, with the same ports.
    pub fn go_on_from(&mut self, folder: PathBuf) {
        self.data = folder;
        self.restart();
    }

    /// Tries to start a second one on the same data; returns what it says and how it ended.
    pub fn start_a_second_one(&self) -> (ExitStatus, String) {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut second =
            command(&self.config, &self.data, self.database.as_deref(), self.log.as_deref(), (any, any));
        let mut child = second.spawn().expect("the program can be started");
        let said = Output::of(child.stderr.take().expect("standard error is ours"));
        if !said.wait_for_end(LIMIT) {
            // It serves, where it should have refused to.
            child.kill().expect("a child of ours can be killed");
        }
        (child.wait().expect("a child of ours can be waited for"), said.text())
    }

    /// Asks the API as a supervisor.
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, None)
    }

    /// Asks the API for something to be done, as a supervisor.
    pub fn post(&self, path: &str) -> Answer {
        self.ask("POST", path, None)
    }

    /// What is known of an open contact's customer, once every panel is there or has failed.
    pub fn whole_view(&self, contact: u64) -> String {
        ask_until(&format!("a whole view of C-{contact}'s customer"), || {
            let told = self.get(&format!("/api/contacts/C-{contact}/customer"));
            let is_whole = told.status == 200 && !told.text.contains("\"state\":\"late\"");
            if is_whole { Ok(told.text) } else { Err(told.text) }
        })
    }

    /// Makes an agent ready or not.
    pub fn set_ready(&self, agent: u32, ready: bool) {
        let wish = if ready { json!({"ready": true}) } else { json!({"ready": false, "reason": "pause"}) };
        let answer = self.ask("PUT", &format!("/api/agents/A-{agent}/state"), Some(&wish));
        assert_eq!(answer.status, 200, "{}", answer.text);
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        http::ask(self.http, method, path, Some(&self.token), body).expect("the API answers")
    }

    /// Waits until a contact's recording is in this state; what the API tells of it.
    pub fn recording(&self, contact: u64, state: &str) -> Value {
        ask_until(&format!("a {state} recording of C-{contact}"), || {
            let told = self.get(&format!("/api/contacts/C-{contact}/recording")).json();
            if told["state"] == state { Ok(told) } else { Err(told.to_string()) }
        })
    }

    /// The sound of a contact's recording.
    pub fn sound(&self, contact: u64) -> Vec<u8> {
        let ticket = self.ask("POST", &format!("/api/contacts/C-{contact}/recording/ticket"), None);
        assert_eq!(ticket.status, 200, "{}", ticket.text);
        let ticket = ticket.json();
        let url = ticket["url"].as_str().expect("a ticket has an address");
        http::fetch(self.http, url, "").expect("the API answers").1
    }

    /// Runs a command of the program on this centre's data; what it prints.
    pub fn command_line(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("the program prints UTF-8")
    }

    /// Runs a command that must fail; all that it prints.
    pub fn refused_command(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).expect("the program prints UTF-8");
        assert!(!output.status.success(), "{said}");
        said
    }

    fn run(&self, arguments: &[&str]) -> std::process::Output {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).arg("--data").arg(&self.data);
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        command.output().expect("the program can be started")
    }

    /// The configuration file.
    pub fn config(&self) -> &Path {
        &self.config
    }

    /// The configuration file's text.
    pub fn configuration(&self) -> String {
        fs::read_to_string(&self.config).expect("it was written")
    }

    /// Writes a configuration, with its flows, beside the one that serves; where it is.
    pub fn propose(&self, text: &str, flows: &[(&str, String)]) -> PathBuf {
        let folder = self._home.path().join("proposed");
        fs::create_dir_all(folder.join("flows")).expect("a temporary folder takes folders");
        for (name, text) in flows {
            fs::write(folder.join("flows").join(format!("{name}.flow")), text).expect("it takes files, too");
        }
        let file = folder.join("heliotrope.toml");
        fs::write(&file, text).expect("it takes files");
        file
    }

    /// Writes a file beside the configuration; where it is.
    pub fn beside(&self, name: &str, text: &str) -> PathBuf {
        let file = self.config.with_file_name(name);
        fs::write(&file, text).expect("a temporary folder takes files");
        file
    }

    /// Writes rules of authority beside the configuration, and says that they were changed.
    pub fn govern(&self, text: &str) {
        self.beside("authority.txt", text);
        self.read_again();
    }

    /// Writes another configuration over the one that serves, and says that it was changed.
    pub fn reconfigure(&self, text: &str) {
        fs::write(&self.config, text).expect("it was written before");
        self.read_again();
    }

    /// Says that its files were changed.
    fn read_again(&self) {
        let process = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(process, rustix::process::Signal::HUP)
            .expect("a child of ours can be told something");
    }

    /// Runs `heliotrope bans` on it; whether that went well, and what it says.
    pub fn bans(&self, arguments: &[&str]) -> (bool, String) {
        self.ask_by_command("bans", arguments)
    }

    /// Runs `heliotrope plan` on it; whether that went well, and what it says.
    pub fn plan(&self, arguments: &[&str]) -> (bool, String) {
        self.ask_by_command("plan", arguments)
    }

    fn ask_by_command(&self, name: &str, arguments: &[&str]) -> (bool, String) {
        let mut command = Command::new(PROGRAM);
        command.arg(name).args(arguments).env("HELIOTROPE_TOKEN", &self.token);
        if arguments[0] != "check" {
            command.arg("--url").arg(format!("http://{}", self.http));
        }
        let output = command.output().expect("the program can be started");
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).expect("the program prints UTF-8"))
    }

    /// Waits until something wanted is found in the journal.
    ///
    /// # Panics
    /// When it is not found in time, with the end of the journal and of what the centre said.
    pub fn wait<T>(&self, wanted: &str, find: impl Fn(&[Entry]) -> Option<T>) -> T {
        self.entries.wait(LIMIT, find).unwrap_or_else(|| {
            let all = self.entries.all();
            let last: Vec<String> =
                all[all.len().saturating_sub(40)..].iter().map(|entry| entry.0.to_string()).collect();
            panic!("no {wanted}.\nThe journal:\n{}\nThe centre:\n{}", last.join("\n"), self.said[0].tail())
        })
    }

    /// Waits for the first entry of a kind about a contact.
    pub fn entry(&self, contact: u64, kind: &str) -> Entry {
        self.nth_entry(contact, kind, 1)
    }

    /// Waits for the `nth` entry of a kind about a contact, counted from 1.
    pub fn nth_entry(&self, contact: u64, kind: &str, nth: usize) -> Entry {
        self.wait(&format!("{kind} of C-{contact}"), |all| {
            let mut fitting =
                all.iter().filter(|entry| entry.contact() == Some(contact) && entry.kind() == kind);
            fitting.nth(nth - 1).cloned()
        })
    }

    /// Waits for the `nth` contact on a line, counted from 1.
    pub fn contact(&self, line: &str, nth: usize) -> u64 {
        self.wait(&format!("contact {nth} on {line}"), |all| {
            let mut opened =
                all.iter().filter(|entry| entry.kind() == "contact_opened" && entry.text("line") == line);
            opened.nth(nth - 1).and_then(Entry::contact)
        })
    }

    /// Waits until a contact is closed; its story in a few words an entry.
    ///
    /// Whose number called, and what rank that is, is left out: the bank's answer may come between any two
    /// entries.
    pub fn story(&self, contact: u64) -> Vec<String> {
        self.entry(contact, "contact_closed");
        let all = self.entries.all();
        let own = all.iter().filter(|entry| entry.contact() == Some(contact));
        let told = own.filter(|entry| !matches!(entry.kind(), "customer_matched" | "customer_ranked"));
        told.map(Entry::words).collect()
    }

    /// The places of all entries so far about a contact.
    pub fn places(&self, contact: u64) -> Vec<String> {
        let all = self.entries.all();
        let own = all.iter().filter(|entry| entry.contact() == Some(contact));
        own.map(|entry| format!("J-{}", entry.place())).collect()
    }

    /// The entries so far of a kind, by their contacts.
    pub fn contacts_by(&self, kind: &str) -> Vec<u64> {
        let all = self.entries.all();
        all.iter().filter(|entry| entry.kind() == kind).filter_map(Entry::contact).collect()
    }

    /// The journal as it is kept.
    ///
    /// # Panics
    /// When a place is missing in it.
    pub fn journal(&self) -> Vec<Record> {
        records::journal(&self.data, self.database.as_deref())
    }

    /// How the centre fares, and the status that says so.
    pub fn health(&self) -> (u16, Value) {
        let answer = http::ask(self.http, "GET", "/healthz", None, None).expect("the API answers");
        (answer.status, answer.json())
    }

    /// Asks for the health again and again until it is as wanted.
    ///
    /// # Panics
    /// When it is not in time.
    pub fn wait_for_health(&self, wanted: &str, fits: impl Fn(u16, &Value) -> bool) {
        ask_until(wanted, || {
            let (status, health) = self.health();
            if fits(status, &health) { Ok(()) } else { Err(format!("{status} {health}")) }
        });
    }

    /// A closed contact as the API tells it, once its end has reached the database.
    pub fn closed(&self, contact: u64) -> Value {
        ask_until(&format!("an end of C-{contact}"), || {
            let told = self.get(&format!("/api/contacts/C-{contact}")).json();
            if told["closed_at"].is_string() { Ok(told) } else { Err(told.to_string()) }
        })
    }

    /// Its resident memory in bytes.
    pub fn memory(&self) -> u64 {
        let file = format!("/proc/{}/statm", self.child.id());
        let pages = fs::read_to_string(file).expect("the process is there");
        let resident = pages.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok());
        resident.expect("the second figure is resident pages") * rustix::param::page_size() as u64
    }
}

impl Drop for Centre {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("The centre said at last:\n{}", self.said[0].tail());
        }
    }
}

/// Asks until the answer is what is wanted; an error is what was answered instead.
pub fn ask_until<T>(wanted: &str, ask: impl Fn() -> Result<T, String>) -> T {
    let begun = Instant::now();
    loop {
        match ask() {
            Ok(answer) => return answer,
            Err(instead) => assert!(begun.elapsed() < LIMIT, "not {wanted}: {instead}"),
        }
        // A pause, so that the asking is no load.
        std::thread::sleep(ASK_AGAIN);
    }
}

fn write_configuration(home: &Path, setup: &Setup<'_>) -> PathBuf {
    prompts::write(&home.join("prompts"), setup.as_built_in);
    fs::create_dir(home.join("flows")).expect("a temporary folder takes folders");
    for (name, text) in &setup.flows {
        fs::write(home.join("flows").join(format!("{name}.flow")), text).expect("it takes files, too");
    }
    let bank = setup.bank.as_ref().map(|url| format!("[bank]\nurl = \"{url}\"\n")).unwrap_or_default();
    let text = format!(
        "prompts = \"prompts\"\n\n[voice]\n{}\n\n[store]\nspill_mib = 1\n\n{bank}\n{}",
        setup.voice, setup.plan
    );
    let config = home.join("heliotrope.toml");
    fs::write(&config, text).expect("it takes files");
    config
}

fn command(
    config: &Path,
    data: &Path,
    database: Option<&str>,
    log: Option<&str>,
    (sip, http): (SocketAddr, SocketAddr),
) -> Command {
    let mut command = Command::new(PROGRAM);
    command.arg("serve").arg("--data").arg(data).arg("--config").arg(config);
    command.args(["--sip", &sip.to_string(), "--http", &http.to_string()]);
    if let Some(url) = database {
        command.args(["--database", url]);
    }
    command.env("HELIOTROPE_LOG", log.unwrap_or("info"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn launch(
    config: &Path,
    data: &Path,
    database: Option<&str>,
    log: Option<&str>,
    addresses: (SocketAddr, SocketAddr),
) -> (Child, [Output; 2], (SocketAddr, SocketAddr)) {
    let mut child =
        command(config, data, database, log, addresses).spawn().expect("the program can be started");
    let error = Output::of(child.stderr.take().expect("standard error is ours"));
    let output = Output::of(child.stdout.take().expect("standard output is ours"));
    let Some(serving) = error.wait(LIMIT, addresses_in) else {
        child.kill().expect("a child of ours can be killed");
        panic!("the centre does not serve: {}", error.tail());
    };
    (child, [error, output], serving)
}

/// Where it serves: the line that says so names both addresses.
fn addresses_in(said: &str) -> Option<(SocketAddr, SocketAddr)> {
    let line = said.lines().find(|line| line.contains("serving sip="))?;
    let address = |name: &str| line.split_once(name)?.1.split(' ').next()?.trim().parse().ok();
    Some((address("sip=")?, address("http=")?))
}

/// Makes a supervisor at the console; its token.
fn supervisor(data: &Path, database: Option<&str>) -> String {
    let mut command = Command::new(PROGRAM);
    command.args(["account", "add", "first-supervisor", "--role", "supervisor", "--data"]).arg(data);
    if let Some(url) = database {
        command.args(["--database", url]);
    }
    let output = command.output().expect("the program can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).expect("the program prints UTF-8");
    token_in(&said).expect("the console tells a token")
}

/// The token, on the line after the one that says what it is.
fn token_in(said: &str) -> Option<String> {
    let mut lines = said.lines().skip_while(|line| !line.contains("Its token is shown only now"));
    lines.nth(1).map(|token| token.trim().to_owned())
}
