//! The past that is served again: a log's, or a data folder's own.

use crate::command_line::{Data, WhatIf};
use crate::figures::{EndsBeforeItBegins, opening};
use crate::replay::{Progress, mapping, read_log};
use crate::{Failure, zone};
use calllog::{Log, Name, Outcome};
use indicators::{Fact, Zone};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};
use store::{Reader, Store};
use vocabulary::journal::Entry;
use vocabulary::plan::{Channel, Plan, Queue};
use vocabulary::{AgentId, ContactId, QueueName, Sequence, Span, Time};
use workforce::duty::{Duties, Duty};
use workforce::past::{Past, PastCall, Service};

/// Skipped rows that are named; `heliotrope replay --json` names all.
const NAMED: usize = 5;
/// Records of the journal read at a time.
const PAGE: u32 = 4_096;

/// A past, and where it comes from.
pub struct Source {
    pub past: Past,
    /// The wall clock it happened by.
    pub zone: Zone,
    /// In words.
    pub name: String,
    /// Rows that could not be read.
    pub skipped: usize,
}

impl Source {
    /// Reads what was asked for.
    pub fn read(options: &WhatIf, progress: &mut Progress) -> Result<Source, Failure> {
        match (&options.file, &options.mapping, &options.data) {
            (Some(file), Some(name), None) => {
                let mapping = mapping(name)?;
                let log = read_log(file, &mapping, progress)?;
                tell_skipped(&log);
                let zone = Zone::new(mapping.zone().iana_name().unwrap_or("UTC"))?;
                let name = format!("{} by the mapping {}", file.display(), mapping.name());
                Ok(Source { past: of_log(&log), zone, name, skipped: log.skipped.len() })
            }
            (None, _, Some(folder)) => {
                let data = Data { data: folder.clone(), database: options.database.clone() };
                let runtime =
                    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
                runtime.block_on(of_data(&data, options, progress))
            }
            _ => Err(NoPast.into()),
        }
    }
}

/// Nothing says which past is meant.
#[derive(Debug, thiserror::Error)]
#[error("say which past: --mapping NAME FILE for a log, or --data DIR for a data folder's own")]
struct NoPast;

/// A day lies beyond the calendar.
#[derive(Debug, thiserror::Error)]
#[error("{0} lies beyond the calendar; give another day")]
struct Beyond(Date);

fn tell_skipped(log: &Log) {
    for skipped in log.skipped.iter().take(NAMED) {
        eprintln!("skipped {skipped}");
    }
    if log.skipped.len() > NAMED {
        eprintln!(
            "… and {} more rows skipped; `heliotrope replay --json` names all",
            log.skipped.len() - NAMED
        );
    }
}

/// The calls that reached a queue. Agents are numbered as they come up, for this run only: nothing
/// of their names is printed or kept.
fn of_log(log: &Log) -> Past {
    let mut agents: HashMap<&Name, AgentId> = HashMap::new();
    let mut number = |name| {
        let next = AgentId(agents.len() as u64 + 1);
        *agents.entry(name).or_insert(next)
    };
    let calls = log.calls.iter().filter(|call| call.is_offered()).map(|call| PastCall {
        at: call.queued,
        queue: call.queue.clone(),
        tier: call.tier.as_ref().map(|tier| tier.name.clone()),
        credit: call.tier.as_ref().map_or(Span::ZERO, |tier| tier.credit),
        waited: call.waited,
        service: (call.outcome == Outcome::Answered)
            .then(|| Service::of(call.agent.as_ref().map(&mut number), call.talked)),
    });
    Past::new(calls.collect())
}

/// The contacts of a data folder that were answered or left between two days.
async fn of_data(data: &Data, options: &WhatIf, progress: &mut Progress) -> Result<Source, Failure> {
    let reader = Store::read_only(opening(data)).await?;
    let kept = centre::replay(&reader).await?;
    if options.from >= options.to {
        return Err(EndsBeforeItBegins { from: options.from, to: options.to }.into());
    }
    let chosen = zone::choose(options.zone.as_deref(), kept.state.plan(), &reader, options.to).await?;
    if chosen.is_guess {
        eprintln!("{}", zone::Chosen::ADVICE);
    }
    eprintln!("{}", chosen.told());
    let zone = chosen.zone;
    let edge = |day: Date| zone.begin(day).ok_or(Beyond(day));
    let (from, to) = (edge(options.from)?, edge(options.to)?);
    let facts = reader.facts(from, to).await?;
    let told = Told::read(&reader, progress).await?;
    let mut agents: HashMap<AgentId, AgentId> = HashMap::new();
    let mut number = |agent| {
        let next = AgentId(agents.len() as u64 + 1);
        *agents.entry(agent).or_insert(next)
    };
    let call = |fact: &Fact| {
        let answered = fact.outcome == indicators::Outcome::Answered;
        let left = fact.outcome == indicators::Outcome::Abandoned;
        // Whoever chats serves several at a time, which the simulation does not know.
        ((answered || left) && fact.channel == Channel::Voice).then_some(())?;
        let service = Service {
            // Another system's log says nothing of the work after a call.
            after: (!fact.imported).then_some(fact.wrapped_up),
            rang: told.duties.rang(fact.contact).min(fact.waited),
            ..Service::of(fact.agent.map(&mut number), fact.talked + fact.held)
        };
        Some(PastCall {
            at: fact.counted_at,
            queue: fact.queue.clone()?,
            tier: fact.tier.clone(),
            credit: told.credits.get(&fact.contact).copied().unwrap_or(Span::ZERO),
            waited: fact.waited,
            service: answered.then_some(service),
        })
    };
    let calls: Vec<PastCall> = facts.iter().filter_map(call).collect();
    let queues: BTreeSet<QueueName> = calls.iter().map(|call| call.queue.clone()).collect();
    let plan = kept.state.plan();
    let duty = |(agent, duty): (AgentId, Duty)| {
        (number(agent), Duty { serves: &serves(plan, agent) & &queues, ..duty })
    };
    // Who is there and has none of these queues changes nothing.
    let duties = told.duties.spells(from, to).into_iter().map(duty);
    let past = Past::new(calls).with_duties(duties.collect());
    let name = format!("{} from {} to {}", data.data.display(), options.from, options.to);
    Ok(Source { past, zone, name, skipped: 0 })
}

/// Queues for calls all of whose skills an agent has.
fn serves(plan: &Plan, agent: AgentId) -> BTreeSet<QueueName> {
    let Some(agent) = plan.agents.iter().find(|planned| planned.id == agent) else { return BTreeSet::new() };
    let can = |queue: &&Queue| {
        queue.routing.channel == Channel::Voice
            && queue.skills.iter().all(|skill| agent.skills.contains(skill))
    };
    plan.queues.iter().filter(can).map(|queue| queue.name.clone()).collect()
}

/// What only the journal tells.
#[derive(Default)]
struct Told {
    /// Time in queue that contacts were credited with when they first queued.
    credits: HashMap<ContactId, Span>,
    /// Who was there, and how long telephones rang.
    duties: Duties,
}

impl Told {
    async fn read(reader: &Reader, progress: &mut Progress) -> Result<Told, Failure> {
        let mut told = Told::default();
        let mut next = Sequence(1);
        loop {
            let page = match reader.records(next, PAGE).await {
                Ok(page) => page,
                Err(store::Error::Gap { last, .. }) => {
                    next = last.next();
                    continue;
                }
                Err(failed) => return Err(failed.into()),
            };
            let Some(last) = page.last() else { break };
            next = last.sequence.next();
            for record in &page {
                match &record.entry {
                    Entry::Imported { entries, .. } => {
                        entries.iter().for_each(|past| told.credit(&past.entry))
                    }
                    entry => {
                        told.credit(entry);
                        told.duties.take(record.at, entry);
                    }
                }
            }
            progress.tell("read", next.0 - 1);
        }
        told.credits.retain(|_, credit| *credit > Span::ZERO);
        Ok(told)
    }

    fn credit(&mut self, entry: &Entry) {
        if let Entry::Queued { contact, credit, .. } = entry {
            self.credits.entry(*contact).or_insert(*credit);
        }
    }
}

/// Hours of the wall clock on every day of a past: from the first one on, and before the second.
pub fn hours(past: &Past, zone: &Zone, (from, to): (u8, u8)) -> Vec<(Time, Time)> {
    let (Some(first), Some(last)) = (past.calls().first(), past.calls().last()) else { return Vec::new() };
    // A service may go on into the day after the last call.
    let last = zone.wall(last.at).date().tomorrow().unwrap_or(Date::MAX);
    let at = |day: Date, hour: u8| {
        let midnight =
            if hour == 24 { day.tomorrow().ok()?.at(0, 0, 0, 0) } else { day.at(hour as i8, 0, 0, 0) };
        zone.at(midnight)
    };
    let days = zone.wall(first.at).date().series(1.day()).take_while(|day| *day <= last);
    days.filter_map(|day| Some((at(day, from)?, at(day, to)?))).collect()
}
