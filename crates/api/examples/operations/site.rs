//! The centre's process as the proof sees it: started, spoken to, killed.

use crate::banking::end;
use crate::serving::Failed;
use crate::{AGENTS, serving::Asker};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;
use tokio::sync::mpsc as signals;
use vocabulary::ContactId;

/// A centre starts within this, however long its journal is.
const STARTED_WITHIN: Duration = Duration::from_secs(120);

/// Contacts of one agent that wait to be taken up: there is one at a time.
const WAITING: usize = 64;

/// The centre's process.
pub struct Site {
    child: Child,
    /// Hears until the end, and then says in which contacts agents talked.
    ears: thread::JoinHandle<BTreeSet<ContactId>>,
    pub line: Line,
    /// What each agent's program needs, by agent from 1 on.
    pub seats: Vec<Seat>,
    /// Somebody who sees the orders of all contacts.
    pub supervisor: Asker,
}

/// What an agent's program works with.
pub struct Seat {
    pub asker: Asker,
    /// Contacts that the agent talks in, as they come.
    pub contacts: signals::Receiver<ContactId>,
}

/// The way to tell the centre's side what customers do. Cheap to clone.
#[derive(Clone)]
pub struct Line(Arc<Mutex<ChildStdin>>);

impl Line {
    /// The customer hangs up. A side that is gone has no customers.
    pub fn hang_up(&self, contact: ContactId) {
        self.say(&format!("over {contact}"));
    }

    fn say(&self, words: &str) {
        let mut line = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _gone = writeln!(line, "{words}").and_then(|()| line.flush());
    }
}

/// What the side says before anybody calls.
#[derive(Default)]
struct Access {
    address: Option<SocketAddr>,
    tokens: HashMap<u64, String>,
    supervisor: Option<String>,
}

impl Site {
    /// Starts the centre over these folders; `seed` says who calls, and nobody does without one.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(
        program: &Path,
        store: &Path,
        (bank, day): (&str, Date),
        seed: Option<u64>,
    ) -> Result<Site, Failed> {
        let mut command = Command::new(program);
        let seed = seed.map_or_else(|| "-".to_owned(), |seed| seed.to_string());
        command.arg("side").arg(store).args([bank, &day.to_string(), &seed]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let out = child.stdout.take().ok_or("the centre's side has no voice")?;
        let line = Line(Arc::new(Mutex::new(child.stdin.take().ok_or("the centre's side has no ears")?)));
        let (tell, heard) = mpsc::channel();
        let (connected, contacts): (Vec<_>, Vec<_>) = (0..AGENTS).map(|_| signals::channel(WAITING)).unzip();
        let ears = thread::spawn(move || {
            let (mut access, mut served) = (Access::default(), BTreeSet::new());
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                served.extend(access.hear(&line, &connected));
                if access.is_whole() {
                    // Nobody waits for it twice.
                    let _started = tell.send(std::mem::take(&mut access));
                }
            }
            served
        });
        let Ok(access) = heard.recv_timeout(STARTED_WITHIN) else {
            end(&mut child)?;
            return Err("the centre's side did not start: see above".into());
        };
        let (Some(address), Some(supervisor)) = (access.address, access.supervisor) else {
            return Err("the centre's side does not say where it is".into());
        };
        let seat = |(contacts, agent): (_, u64)| {
            let token = access.tokens.get(&agent).map_or("", String::as_str);
            Seat { asker: Asker::new(address, token), contacts }
        };
        let seats = contacts.into_iter().zip(1..).map(seat).collect();
        Ok(Site { child, ears, line, seats, supervisor: Asker::new(address, &supervisor) })
    }

    /// Ends it as a power cut would, as far as a process can tell; in which contacts agents talked.
    pub fn kill(mut self) -> Result<BTreeSet<ContactId>, Failed> {
        end(&mut self.child)?;
        self.ears.join().map_err(|_| "what the centre's side said was not heard".into())
    }

    /// Ends it in order.
    pub fn stop(mut self) -> Result<(), Failed> {
        self.line.say("end");
        match self.child.wait()?.success() {
            true => Ok(()),
            false => Err("the centre's side did not end in order: see above".into()),
        }
    }
}

impl Access {
    /// Takes in a line; the contact it names, if it is about one.
    fn hear(&mut self, line: &str, connected: &[signals::Sender<ContactId>]) -> Option<ContactId> {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["api", address] => self.address = address.parse().ok(),
            ["agent", agent, token] => {
                self.tokens.extend(agent.parse().ok().map(|agent: u64| (agent, (*token).to_owned())));
            }
            ["supervisor", token] => self.supervisor = Some((*token).to_owned()),
            ["serves", agent, contact] => {
                let (agent, contact) = (agent.parse::<usize>().ok()?, contact.parse().ok()?);
                // A program that has ended takes no contact up any more.
                let _ended = connected.get(agent.checked_sub(1)?)?.blocking_send(contact);
                return Some(contact);
            }
            _ => {}
        }
        None
    }

    fn is_whole(&self) -> bool {
        self.address.is_some() && self.supervisor.is_some() && self.tokens.len() as u64 == AGENTS
    }
}
