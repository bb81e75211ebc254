//! Load for measurements: calls placed at their planned times whatever becomes of the earlier ones
//! (open loop), with a record of each.

use crate::agent::AgentCall;
use crate::measure::{Occupancy, Percentiles, dispatches, occupancy, overtakers};
use crate::outcome::{End, Outcome};
use crate::phones::{Phones, TrafficHandle};
use crate::script::{Script, Step};
use crate::traffic::{Arrivals, Traffic};
use crate::voice::Voice;
use crate::watched::Watched;
use crate::{Error, timestamps};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use vocabulary::Span;

/// Waiting for a report goes on this much longer than the last call may last.
const MARGIN: Duration = Duration::from_secs(15);

/// A plan of calls.
pub struct Load {
    /// When they come.
    pub arrivals: Arrivals,
    /// Each by its number, from 0.
    pub script: Box<dyn FnMut(u64) -> Script + Send>,
    /// No call lasts longer than this, whatever its script says.
    pub limit: Span,
}

impl Load {
    /// Calls that wait for an agent, talk for `talk` and hang up. Each says its number as a
    /// [marker](crate::marker), so that agents' records tell whom they served.
    pub fn to_agents(server: SocketAddr, to: &str, arrivals: Arrivals, talk: Span, patience: Span) -> Load {
        let to = to.to_owned();
        let script = move |number: u64| {
            let steps = [Step::HearAgent { patience }, Step::Wait(talk)];
            Script::new(server, &to).saying(Voice::marker(number as u32)).steps(steps)
        };
        Load { arrivals, script: Box::new(script), limit: patience + talk + Span::seconds(10) }
    }

    /// Calls that wait for an answer with something to hear, stay for `hold` and hang up.
    pub fn to_prompt(server: SocketAddr, to: &str, arrivals: Arrivals, hold: Span) -> Load {
        let to = to.to_owned();
        let script = move |_| {
            let steps = [Step::HearAudio { within: Span::seconds(10) }, Step::Wait(hold)];
            Script::new(server, &to).steps(steps)
        };
        Load { arrivals, script: Box::new(script), limit: hold + Span::seconds(20) }
    }
}

/// What became of a load.
#[derive(Debug, Clone, Default)]
pub struct LoadReport {
    /// Each call, in the order they were sent.
    pub calls: Vec<Outcome>,
    /// Processor time of the telephones' thread while it lasted, agents' work included.
    pub cpu: Duration,
}

impl LoadReport {
    /// Calls that ended so.
    pub fn ended(&self, end: End) -> usize {
        self.calls.iter().filter(|call| call.end == end).count()
    }

    /// How the calls ended that did not go through their script to its end, with their number.
    pub fn failures(&self) -> Vec<(End, usize)> {
        let mut kinds: Vec<(End, usize)> = Vec::new();
        for call in self.calls.iter().filter(|call| call.end != End::HungUp) {
            match kinds.iter_mut().find(|(end, _)| *end == call.end) {
                Some((_, count)) => *count += 1,
                None => kinds.push((call.end, 1)),
            }
        }
        kinds
    }

    /// Calls whose received line of packets was broken somewhere.
    pub fn broken_audio(&self) -> usize {
        self.calls.iter().filter(|call| !call.received.is_unbroken()).count()
    }

    /// From INVITE to the first RTP of an agent.
    pub fn to_agent(&self) -> Percentiles {
        Percentiles::of(self.calls.iter().filter_map(Outcome::to_agent))
    }

    /// From INVITE to the first RTP of any kind.
    pub fn to_first_audio(&self) -> Percentiles {
        Percentiles::of(self.calls.iter().filter_map(Outcome::to_first_audio))
    }

    /// How late calls were sent, by the plan: when this is not small, it was the generator that
    /// could not keep up.
    pub fn lag(&self) -> Percentiles {
        Percentiles::of(
            self.calls.iter().filter_map(|call| Some(call.moments.invited - call.moments.planned?)),
        )
    }

    /// Calls a second from the first INVITE to the last.
    pub fn rate(&self) -> f64 {
        let moments = || self.calls.iter().map(|call| call.moments.invited);
        match (moments().min(), moments().max()) {
            (Some(first), Some(last)) if last > first => {
                (self.calls.len() - 1) as f64 / (last - first).as_seconds()
            }
            _ => 0.0,
        }
    }

    /// Calls that heard an agent before one that was sent earlier.
    pub fn overtakers_by_audio(&self) -> usize {
        let served = |call: &Outcome| Some((call.moments.invited, call.received.first_marker()?.1));
        overtakers(self.calls.iter().filter_map(served))
    }

    /// Calls for which an agent was called before one that was sent earlier; `agents` are the
    /// records of all agents. This is the server's own order.
    pub fn overtakers_by_dispatch(&self, agents: &[AgentCall]) -> usize {
        overtakers(dispatches(&self.calls, agents))
    }

    /// How busy `count` agents were while anyone waited longer than `grace`.
    pub fn occupancy(&self, agents: &[AgentCall], count: usize, grace: Span) -> Occupancy {
        occupancy(&self.calls, agents, count, grace)
    }
}

type Report = Arc<Watched<Option<LoadReport>>>;

struct Source {
    moments: std::iter::Enumerate<std::vec::IntoIter<Span>>,
    script: Box<dyn FnMut(u64) -> Script + Send>,
    limit: Span,
    outcomes: Vec<Option<Outcome>>,
    cpu_before: Option<Duration>,
    report: Report,
}

impl Traffic for Source {
    fn next_call(&mut self) -> Option<(Span, Script)> {
        self.cpu_before.get_or_insert_with(timestamps::thread_cpu);
        let (number, moment) = self.moments.next()?;
        Some((moment, Script { limit: self.limit, ..(self.script)(number as u64) }))
    }

    fn call_ended(&mut self, number: u64, outcome: Outcome) {
        let place = number as usize;
        if self.outcomes.len() <= place {
            self.outcomes.resize(place + 1, None);
        }
        self.outcomes[place] = Some(outcome);
    }

    fn finished(&mut self) {
        let calls = std::mem::take(&mut self.outcomes).into_iter().flatten().collect();
        let cpu = timestamps::thread_cpu().saturating_sub(self.cpu_before.unwrap_or_default());
        self.report.change(|report| *report = Some(LoadReport { calls, cpu }));
    }
}

/// A load under way.
pub struct LoadHandle {
    report: Report,
    traffic: TrafficHandle,
    patience: Duration,
}

impl LoadHandle {
    /// Waits in a task for the report.
    pub async fn finished(self) -> LoadReport {
        self.report.until(Option::take).await
    }

    /// Waits for the report, blocking the thread.
    ///
    /// # Errors
    /// [`Error::Gone`] when it has not come after the longest time all calls could take.
    pub fn wait(self) -> Result<LoadReport, Error> {
        self.report.wait(self.patience, Option::take).ok_or(Error::Gone)
    }

    /// Places no more calls; the report follows when those under way are over.
    ///
    /// # Errors
    /// [`Error::Busy`] or [`Error::Gone`].
    pub fn stop(&self) -> Result<(), Error> {
        self.traffic.stop()
    }
}

impl Phones {
    /// Starts a load.
    ///
    /// # Errors
    /// [`Error::Busy`] or [`Error::Gone`].
    pub fn load(&self, load: Load) -> Result<LoadHandle, Error> {
        let moments = load.arrivals.moments();
        let longest = load.limit + moments.last().copied().unwrap_or_default();
        let report = Report::default();
        let source = Source {
            outcomes: Vec::with_capacity(moments.len()),
            moments: moments.into_iter().enumerate(),
            script: load.script,
            limit: load.limit,
            cpu_before: None,
            report: Arc::clone(&report),
        };
        let traffic = self.run(Box::new(source))?;
        Ok(LoadHandle { report, traffic, patience: longest.to_std() + MARGIN })
    }
}
