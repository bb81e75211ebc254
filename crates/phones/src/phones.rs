//! The handles by which others use the telephones.

use crate::Error;
use crate::agent::AgentCall;
use crate::bank::{AgentsView, Doing};
use crate::behaviour::{AgentOptions, Behaviour};
use crate::command::{Command, Cost, Progress, Reply};
use crate::engine::Engine;
use crate::outcome::{Outcome, Stage};
use crate::script::Script;
use crate::timestamps;
use crate::traffic::Traffic;
use crate::watched::Watched;
use mio::{Poll, Token, Waker};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use vocabulary::Span;

/// Commands that may wait for the thread; one more is refused with [`Error::Busy`].
const MOST_COMMANDS: usize = 4_096;
/// The thread looks at commands at least twice a second; not answering for this long means it is gone.
const ANSWER: Duration = Duration::from_secs(10);
/// File descriptors asked for, where the system's own ceiling allows.
const DESCRIPTORS: u64 = 65_536;

/// How to set up the telephones.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Where callers take SIP and all telephones take RTP; port 0 for any that is free.
    pub address: SocketAddr,
    /// Callers' calls that may be up at once. One more ends as
    /// [`End::NotPlaced`](crate::End::NotPlaced).
    pub most_calls: usize,
    /// How long the other side gets to answer a BYE, a CANCEL or a refusal before the call counts as
    /// over all the same.
    pub linger: Span,
}

impl Default for Options {
    /// A free port of 127.0.0.1, 5,000 calls, 4 seconds for a last word.
    fn default() -> Options {
        Options {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            most_calls: 5_000,
            linger: Span::seconds(4),
        }
    }
}

/// Telephones on a thread of their own. Dropping the last handle hangs up all calls.
#[derive(Clone)]
pub struct Phones {
    shared: Arc<Shared>,
}

struct Shared {
    commands: SyncSender<Command>,
    waker: Waker,
    thread: Mutex<Option<JoinHandle<()>>>,
    address: SocketAddr,
    calls: AtomicU64,
}

impl Phones {
    /// Starts the thread.
    ///
    /// # Errors
    /// [`Error::Sockets`] when the system does not give the sockets or the thread.
    pub fn start(options: Options) -> Result<Phones, Error> {
        raise_descriptor_limit();
        timestamps::settle()?;
        let poll = Poll::new()?;
        let waker = Waker::new(poll.registry(), Token(0))?;
        let (commands, inbox) = sync_channel(MOST_COMMANDS);
        let engine = Engine::new(poll, options, inbox)?;
        let address = engine.callers_address();
        let thread = std::thread::Builder::new().name("phones".into()).spawn(move || engine.run())?;
        let (thread, calls) = (Mutex::new(Some(thread)), AtomicU64::new(0));
        Ok(Phones { shared: Arc::new(Shared { commands, waker, thread, address, calls }) })
    }

    /// Where callers take SIP.
    pub fn address(&self) -> SocketAddr {
        self.shared.address
    }

    /// Places a call.
    ///
    /// # Errors
    /// [`Error::Busy`] or [`Error::Gone`].
    pub fn call(&self, script: Script) -> Result<CallHandle, Error> {
        let name = self.shared.calls.fetch_add(1, Ordering::Relaxed);
        let progress = Arc::new(Watched::new(Progress { stage: Stage::Calling, step: 0, outcome: None }));
        // Whatever happens to the thread, its end comes after the script's limit, in bounded time.
        let patience = script.limit.to_std() + ANSWER;
        self.shared.send(Command::Call(Box::new(script), name, Arc::clone(&progress)))?;
        Ok(CallHandle { shared: Arc::clone(&self.shared), name, progress, patience })
    }

    /// Sets up agents' telephones.
    ///
    /// # Errors
    /// [`Error::Agents`] when their sockets cannot be opened; [`Error::Busy`] or [`Error::Gone`].
    pub fn agents(&self, options: AgentOptions) -> Result<Agents, Error> {
        let (count, first) = (options.count, options.first);
        let view = Arc::new(Watched::new(AgentsView::default()));
        let shown = Arc::clone(&view);
        let opened = self.shared.ask(|reply| Command::Agents(Box::new(options), shown, reply))?;
        let (bank, addresses) = opened.map_err(Error::Agents)?;
        Ok(Agents { shared: Arc::clone(&self.shared), bank, count, first, addresses, view })
    }

    /// Runs a source of calls until it has no more, or is stopped.
    ///
    /// # Errors
    /// [`Error::Busy`] or [`Error::Gone`].
    pub fn run(&self, traffic: Box<dyn Traffic>) -> Result<TrafficHandle, Error> {
        let place = self.shared.ask(|reply| Command::Run(traffic, reply))?;
        Ok(TrafficHandle { shared: Arc::clone(&self.shared), place })
    }

    /// What the telephones cost so far.
    ///
    /// # Errors
    /// [`Error::Busy`] or [`Error::Gone`].
    pub fn cost(&self) -> Result<Cost, Error> {
        self.shared.ask(Command::Cost)
    }
}

impl Shared {
    fn send(&self, command: Command) -> Result<(), Error> {
        use std::sync::mpsc::TrySendError::{Disconnected, Full};
        self.commands.try_send(command).map_err(|error| match error {
            Full(_) => Error::Busy,
            Disconnected(_) => Error::Gone,
        })?;
        self.waker.wake().map_err(Error::Sockets)
    }

    fn ask<T>(&self, command: impl FnOnce(Reply<T>) -> Command) -> Result<T, Error> {
        let reply: Reply<T> = Arc::new(Watched::new(None));
        self.send(command(Arc::clone(&reply)))?;
        reply.wait(ANSWER, Option::take).ok_or(Error::Gone)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let thread = self.thread.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        // The last handle may be dropped on the thread itself, by a traffic source.
        let is_own = thread.as_ref().is_some_and(|t| t.thread().id() == std::thread::current().id());
        if self.commands.send(Command::Stop).is_ok()
            && self.waker.wake().is_ok()
            && !is_own
            && let Some(thread) = thread
        {
            // A panic of the thread has been reported by its own hook.
            let _ = thread.join();
        }
    }
}

/// More sockets than the usual 1,024, as far as the system's ceiling allows. Where it does not,
/// calls for which there is no socket end as not placed.
fn raise_descriptor_limit() {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(DESCRIPTORS, |most| most.min(DESCRIPTORS));
    if limit.current.is_some_and(|current| current < wanted) {
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum });
    }
}

/// A call under way.
pub struct CallHandle {
    shared: Arc<Shared>,
    name: u64,
    progress: Arc<Watched<Progress>>,
    patience: Duration,
}

impl CallHandle {
    /// Waits in a task for the record. It comes at the latest a few seconds after the script's
    /// limit.
    pub async fn finished(self) -> Outcome {
        self.progress.until(|progress| progress.outcome.take()).await
    }

    /// Waits for the record, blocking the thread.
    ///
    /// # Errors
    /// [`Error::Gone`] when it has not come a few seconds after the script's limit.
    pub fn wait(self) -> Result<Outcome, Error> {
        self.progress.wait(self.patience, |progress| progress.outcome.take()).ok_or(Error::Gone)
    }

    /// Waits in a task until the call is this far; `false` when it ended before.
    pub async fn reached(&self, stage: Stage) -> bool {
        self.progress.until(|progress| (progress.stage >= stage).then_some(progress.stage)).await
            != Stage::Over
            || stage == Stage::Over
    }

    /// Waits until the call is this far, blocking the thread; `false` when it ended before, or
    /// has not come so far within `limit`.
    pub fn wait_until(&self, stage: Stage, limit: Duration) -> bool {
        let found = self.progress.wait(limit, |p| (p.stage >= stage).then_some(p.stage));
        found.is_some_and(|found| found != Stage::Over || stage == Stage::Over)
    }

    /// Waits until the script's step of this number, from 0, is behind the call, blocking the thread;
    /// `false` when the call ended before, or the step has not passed within `limit`.
    pub fn passes(&self, step: usize, limit: Duration) -> bool {
        let over = |p: &mut Progress| (p.step > step || p.stage == Stage::Over).then_some(p.step > step);
        self.progress.wait(limit, over) == Some(true)
    }

    /// Hangs up, or gives up an unanswered call.
    ///
    /// # Errors
    /// [`Error::Busy`] or [`Error::Gone`].
    pub fn hang_up(&self) -> Result<(), Error> {
        self.shared.send(Command::HangUp(self.name))
    }
}

/// A bank of agents' telephones.
pub struct Agents {
    shared: Arc<Shared>,
    bank: usize,
    count: u32,
    first: u32,
    addresses: Vec<SocketAddr>,
    view: Arc<Watched<AgentsView>>,
}

impl Agents {
    /// The SIP URI of an agent's telephone, by its number.
    pub fn uri(&self, number: u32) -> String {
        format!("sip:a{number}@{}", self.address(number))
    }

    /// Where an agent's telephone takes SIP, by its number.
    pub fn address(&self, number: u32) -> SocketAddr {
        self.addresses[number.wrapping_sub(self.first) as usize % self.addresses.len()]
    }

    /// All numbers.
    pub fn numbers(&self) -> std::ops::Range<u32> {
        self.first..self.first + self.count
    }

    /// The telephones as they are now.
    pub fn view(&self) -> AgentsView {
        self.view.look().clone()
    }

    /// Waits until the telephones are as wanted, blocking the thread; `None` when they were not
    /// within `limit`.
    pub fn wait_for(&self, limit: Duration, wanted: impl Fn(&AgentsView) -> bool) -> Option<AgentsView> {
        self.view.wait(limit, |view| wanted(view).then(|| view.clone()))
    }

    /// Waits in a task until the telephones are as wanted.
    pub async fn until(&self, wanted: impl Fn(&AgentsView) -> bool) -> AgentsView {
        self.view.until(|view| wanted(view).then(|| view.clone())).await
    }

    /// What an agent is doing.
    pub fn doing(&self, number: u32) -> Option<Doing> {
        let place = number.checked_sub(self.first)?;
        self.view.look().doing.get(place as usize).copied()
    }

    /// Changes what an agent does from its next call on; brings back one that vanished.
    ///
    /// # Errors
    /// [`Error::NoSuchAgent`], [`Error::Busy`] or [`Error::Gone`].
    pub fn behave(&self, number: u32, behaviour: Behaviour) -> Result<(), Error> {
        self.shared.send(Command::Behave(self.bank, self.place(number)?, behaviour))
    }

    /// An agent hangs up, or refuses a call that rings.
    ///
    /// # Errors
    /// [`Error::NoSuchAgent`], [`Error::Busy`] or [`Error::Gone`].
    pub fn hang_up(&self, number: u32) -> Result<(), Error> {
        self.shared.send(Command::AgentHangsUp(self.bank, self.place(number)?))
    }

    /// An agent's telephone stops everything without a word, until [`Agents::behave`] brings it back.
    ///
    /// # Errors
    /// [`Error::NoSuchAgent`], [`Error::Busy`] or [`Error::Gone`].
    pub fn vanish(&self, number: u32) -> Result<(), Error> {
        self.shared.send(Command::AgentVanishes(self.bank, self.place(number)?))
    }

    /// Records of calls finished since the last time; blocks for a moment.
    ///
    /// # Errors
    /// [`Error::Busy`] or [`Error::Gone`].
    pub fn take_records(&self) -> Result<Vec<AgentCall>, Error> {
        self.shared.ask(|reply| Command::TakeRecords(self.bank, reply))
    }

    fn place(&self, number: u32) -> Result<usize, Error> {
        let place = number.checked_sub(self.first).filter(|place| *place < self.count);
        place.map(|place| place as usize).ok_or(Error::NoSuchAgent)
    }
}

/// A source of calls at work.
pub struct TrafficHandle {
    shared: Arc<Shared>,
    place: usize,
}

impl TrafficHandle {
    /// Places no more calls. Those under way go on.
    ///
    /// # Errors
    /// [`Error::Busy`] or [`Error::Gone`].
    pub fn stop(&self) -> Result<(), Error> {
        self.shared.send(Command::StopTraffic(self.place))
    }
}
