//! What other threads ask of the telephones' thread.

use crate::agent::AgentCall;
use crate::bank::AgentsView;
use crate::behaviour::{AgentOptions, Behaviour};
use crate::engine::{Engine, Sink};
use crate::outcome::{End, Outcome, Stage};
use crate::script::Script;
use crate::timestamps;
use crate::traffic::Traffic;
use crate::watched::Watched;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// How far a call is, and its record at the end.
#[derive(Debug)]
pub struct Progress {
    /// How far.
    pub stage: Stage,
    /// The step of the script it is at, from 0.
    pub step: usize,
    /// The record.
    pub outcome: Option<Outcome>,
}

/// What the telephones themselves cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Processor time of their thread since they were started.
    pub cpu: Duration,
    /// Calls placed since then.
    pub placed: u64,
    /// Callers' calls that are up or under way.
    pub open: usize,
}

/// A place for an answer.
pub type Reply<T> = Arc<Watched<Option<T>>>;

/// What can be asked.
pub enum Command {
    /// Place a call.
    Call(Box<Script>, u64, Arc<Watched<Progress>>),
    /// Hang up a call.
    HangUp(u64),
    /// Set up agents.
    Agents(Box<AgentOptions>, Arc<Watched<AgentsView>>, Reply<Result<(usize, Vec<SocketAddr>), String>>),
    /// Change what an agent does; brings back one that vanished.
    Behave(usize, usize, Behaviour),
    /// An agent hangs up.
    AgentHangsUp(usize, usize),
    /// An agent vanishes.
    AgentVanishes(usize, usize),
    /// Hand over the records of finished calls.
    TakeRecords(usize, Reply<Vec<AgentCall>>),
    /// Run a traffic source.
    Run(Box<dyn Traffic>, Reply<usize>),
    /// Place no more calls from a source.
    StopTraffic(usize),
    /// Say what it costs.
    Cost(Reply<Cost>),
    /// Hang up all and stop.
    Stop,
}

impl Engine {
    pub(crate) fn take_commands(&mut self) {
        while let Ok(command) = self.commands.try_recv() {
            self.obey(command);
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Call(script, name, progress) => {
                self.place_call(*script, Sink::Handle(name, progress), None)
            }
            Command::HangUp(name) => {
                if let Some(&key) = self.named.get(&name) {
                    self.with_caller(key, |caller, desk| caller.leave(desk, End::Stopped));
                }
            }
            Command::Agents(options, view, reply) => {
                let opened = self.open_bank(&options, view).map_err(|error| error.to_string());
                reply.change(|reply| *reply = Some(opened));
            }
            Command::Behave(bank, place, behaviour) => {
                let agent = &mut self.banks[bank].agents[place];
                (agent.behaviour, agent.gone) = (behaviour, false);
                if agent.call.is_none() {
                    self.banks[bank].show(place, None);
                }
            }
            Command::AgentHangsUp(bank, place) => {
                if let Some(key) = self.banks[bank].agents[place].call {
                    self.with_agent(key, |leg, desk| leg.hang_up(desk));
                }
            }
            Command::AgentVanishes(bank, place) => self.vanish_agent(bank, place),
            Command::TakeRecords(bank, reply) => {
                let records = std::mem::take(&mut self.banks[bank].records);
                reply.change(|reply| *reply = Some(records));
            }
            Command::Run(traffic, reply) => {
                let place = self.run_traffic(traffic);
                reply.change(|reply| *reply = Some(place));
            }
            Command::StopTraffic(place) => self.stop_traffic(place),
            Command::Cost(reply) => {
                let cost =
                    Cost { cpu: timestamps::thread_cpu(), placed: self.placed, open: self.callers.len() };
                reply.change(|reply| *reply = Some(cost));
            }
            Command::Stop => self.stopping = true,
        }
    }

    /// Says goodbye on every call without waiting for an answer, so that the other side does not
    /// have to find out by itself.
    pub(crate) fn part_with_all(&mut self) {
        for place in 0..self.traffic.len() {
            self.stop_traffic(place);
        }
        for key in self.callers.keys() {
            self.with_caller(key, |caller, desk| {
                caller.leave(desk, End::Stopped);
                caller.state = crate::caller::State::Over;
            });
        }
        for key in self.agents.keys() {
            self.with_agent(key, |leg, desk| leg.hang_up(desk));
        }
    }
}
