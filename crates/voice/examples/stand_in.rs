//! A node under load, to be measured: one program serves with the simplest of floors, another one
//! calls. Pin each to a core of its own:
//!
//! ```text
//! taskset -c 0 stand_in serve 127.0.0.1:5060 127.0.0.1:6100 300
//! taskset -c 1 stand_in load 127.0.0.1:5060 127.0.0.1:6100 300 250 20
//! ```
//!
//! `load` takes calls a second and seconds; a caller talks for 0.8 s. Both print their figures.

#[path = "../tests/support/floor.rs"]
#[allow(dead_code)]
mod floor;

use floor::Floor;
use phones::{AgentOptions, Arrivals, Outcome, Phones, Script, Step, Traffic};
use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::mpsc;
use vocabulary::voice::{Event, Order};
use vocabulary::{LegId, Span};
use voice::Admission;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["serve", sip, agents, count] => serve(sip, agents, count.parse().expect("a count")),
        ["load", sip, agents, count, rate, seconds] => load(
            sip.parse().expect("an address"),
            agents.parse().expect("an address"),
            count.parse().expect("a count"),
            Arrivals::Even {
                rate: rate.parse().expect("calls a second"),
                lasting: Span::seconds(seconds.parse().expect("seconds")),
            },
        ),
        _ => eprintln!("usage: stand_in serve SIP AGENTS COUNT | load SIP AGENTS COUNT RATE SECONDS"),
    }
}

/// First come, first served: who waits longest gets the agent who is free longest.
#[derive(Default)]
struct Desks {
    free: VecDeque<usize>,
    waiting: VecDeque<LegId>,
    partner: BTreeMap<LegId, LegId>,
    desk: BTreeMap<LegId, usize>,
    dialled: u64,
    served: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn serve(sip: &str, agents: &str, count: usize) {
    let mut options = floor::options();
    options.sip = sip.parse().expect("an address");
    options.media_ports = 20_000..=40_000;
    options.admission = Admission { new_calls_per_second: 5_000.0, burst: 5_000.0, ..Admission::default() };
    let (voice, mut floor) = floor::start(options).await;
    let mut desks = Desks { free: (1..=count).collect(), ..Desks::default() };
    let mut ticks = tokio::time::interval(std::time::Duration::from_secs(5));
    let mut before = (0, cpu_ms());
    loop {
        tokio::select! {
            event = floor.next_whenever() => desks.on_event(event, agents, &mut floor).await,
            _ = ticks.tick() => {
                let now = (desks.served, cpu_ms());
                let calls = now.0 - before.0;
                let each = (now.1 - before.1) as f64 / calls.max(1) as f64;
                println!("{calls} calls, {each:.3} ms CPU each, {} kB, {:?}", rss_kb(), voice.stats().sip);
                before = now;
            }
        }
    }
}

impl Desks {
    async fn on_event(&mut self, event: Event, agents: &str, floor: &mut Floor) {
        match event {
            Event::Arrived { leg, .. } => {
                floor.order(Order::Answer { leg }).await;
                self.waiting.push_back(leg);
            }
            Event::Answered { leg } => {
                if let Some(caller) = self.partner.get(&leg) {
                    floor.order(Order::Join { a: *caller, b: leg }).await;
                }
            }
            Event::Ended { leg, .. } => {
                self.waiting.retain(|waiting| *waiting != leg);
                self.free.extend(self.desk.remove(&leg));
                if let Some(other) = self.partner.remove(&leg) {
                    self.served += u64::from(self.partner.remove(&other).is_some());
                    floor.order(Order::HangUp { leg: other }).await;
                }
            }
            _ => {}
        }
        while !self.free.is_empty()
            && let Some(caller) = self.waiting.pop_front()
            && let Some(desk) = self.free.pop_front()
        {
            self.dialled += 1;
            let leg = LegId::dialled(self.dialled);
            self.desk.insert(leg, desk);
            self.partner.insert(leg, caller);
            self.partner.insert(caller, leg);
            let to = format!("sip:a{desk}@{agents}");
            floor.order(Order::Dial { leg, to, agent: None, on_behalf_of: Some(caller) }).await;
        }
    }
}

/// Calls at set times; reports when all are over.
struct Callers {
    moments: VecDeque<Span>,
    server: SocketAddr,
    outcomes: Vec<Outcome>,
    done: mpsc::Sender<Vec<Outcome>>,
}

impl Traffic for Callers {
    fn next_call(&mut self) -> Option<(Span, Script)> {
        let steps = [Step::HearAgent { patience: Span::seconds(30) }, Step::Wait(Span::millis(800))];
        Some((self.moments.pop_front()?, Script::new(self.server, floor::CALLED).steps(steps)))
    }

    fn call_ended(&mut self, _number: u64, outcome: Outcome) {
        self.outcomes.push(outcome);
    }

    fn finished(&mut self) {
        let _ = self.done.send(std::mem::take(&mut self.outcomes));
    }
}

fn load(server: SocketAddr, agents: SocketAddr, count: u32, arrivals: Arrivals) {
    let phones = Phones::start(phones::Options::default()).expect("the telephones start");
    let options = AgentOptions { address: agents, ..AgentOptions::new(count) };
    let _agents = phones.agents(options).expect("the agents' telephones start");
    let (done, finished) = mpsc::channel();
    let moments = arrivals.moments().into();
    let traffic = phones.run(Box::new(Callers { moments, server, outcomes: Vec::new(), done }));
    let _traffic = traffic.expect("calls are placed");
    let outcomes = finished.recv().expect("calls end");
    let mut waits: Vec<i64> = outcomes.iter().filter_map(Outcome::to_agent).map(|wait| wait.0).collect();
    waits.sort_unstable();
    let at = |share: f64| waits.get((waits.len() as f64 * share) as usize).map_or(0.0, |us| *us as f64 / 1e3);
    println!(
        "{} calls, {} heard an agent: p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms",
        outcomes.len(),
        waits.len(),
        at(0.5),
        at(0.95),
        at(0.99)
    );
}

/// CPU time of this process so far.
fn cpu_ms() -> u64 {
    // SAFETY: all-zero is a valid value of this plain C structure, and the call only writes to it.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut usage);
        usage
    };
    let ms = |time: libc::timeval| (time.tv_sec * 1000 + time.tv_usec / 1000) as u64;
    ms(usage.ru_utime) + ms(usage.ru_stime)
}

fn rss_kb() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or_default() * 4
}
