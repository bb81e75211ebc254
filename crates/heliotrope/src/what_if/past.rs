//! The past that is served again: a log's, or a data folder's own.

use crate::command_line::{Data, WhatIf};
use crate::figures::{EndsBeforeItBegins, opening};
use crate::replay::{Progress, mapping, read_log};
use crate::{Failure, zone};
use calllog::{Log, Name, Outcome};
use indicators::{Fact, Zone};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::HashMap;
use store::{Reader, Store};
use vocabulary::journal::Entry;
use vocabulary::plan::{Agent, AgentRouting, Channel, Plan, Queue, Team};
use vocabulary::{AgentId, ContactId, Language, QueueName, Sequence, SkillName, Span, Time};
use workforce::duty::Duties;
use workforce::past::{Past, PastCall, Service};
use workforce::terms::{Able, House, Need, Terms};

/// Skipped rows that are named; `heliotrope replay --json` names all.
const NAMED: usize = 5;
/// Records of the journal read at a time.
const PAGE: u32 = 4_096;

/// A past, and where it comes from.
pub struct Source {
    pub past: Past,
    /// The numbers that the past has a centre's own agents under.
    pub agents: HashMap<AgentId, AgentId>,
    /// The wall clock it happened by.
    pub zone: Zone,
    /// In words.
    pub name: String,
    /// Rows that could not be read.
    pub skipped: usize,
    /// What of this past the simulation leaves out, in words.
    pub left_out: Vec<String>,
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
                let (agents, left_out) = (HashMap::new(), Vec::new());
                Ok(Source { past: of_log(&log), agents, zone, name, skipped: log.skipped.len(), left_out })
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
        need: Need::default(),
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
    let plan = kept.state.plan();
    let mut numbers = Numbers::default();
    let calls = facts.iter().filter_map(|fact| call(fact, &told, plan, &mut numbers)).collect();
    let left_out = left_out(&facts, plan);
    // Who is there and has none of these queues changes nothing.
    let duties = told.duties.spells(from, to);
    let duties = duties.into_iter().map(|(agent, duty)| (numbers.of(agent), duty)).collect();
    let past = Past::new(calls).with_duties(duties).with_house(house(plan, &mut numbers));
    let name = format!("{} from {} to {}", data.data.display(), options.from, options.to);
    Ok(Source { past, agents: numbers.0, zone, name, skipped: 0, left_out })
}

/// Agents are numbered as they come up: the simulation keeps them by number.
#[derive(Default)]
struct Numbers(HashMap<AgentId, AgentId>);

impl Numbers {
    fn of(&mut self, agent: AgentId) -> AgentId {
        let next = AgentId(self.0.len() as u64 + 1);
        *self.0.entry(agent).or_insert(next)
    }
}

/// A contact as a past call; `None` for one that is left out.
fn call(fact: &Fact, told: &Told, plan: &Plan, numbers: &mut Numbers) -> Option<PastCall> {
    let answered = fact.outcome == indicators::Outcome::Answered;
    let left = fact.outcome == indicators::Outcome::Abandoned;
    // Whoever chats serves several at a time, which the simulation does not know.
    ((answered || left) && fact.channel == Channel::Voice).then_some(())?;
    let service = Service {
        // Another system's log says nothing of the work after a call.
        after: (!fact.imported).then_some(fact.wrapped_up),
        rang: told.duties.rang(fact.contact).min(fact.waited),
        ..Service::of(fact.agent.map(|agent| numbers.of(agent)), fact.talked + fact.held)
    };
    let joined = told.joined.get(&fact.contact);
    let line = plan.lines.iter().find(|line| line.name == fact.line);
    let need = |joined: &Joined| Need {
        priority: line.map_or(0, |line| line.priority),
        language: joined.language.unwrap_or(Need::default().language),
        skills: joined.skills.clone(),
    };
    Some(PastCall {
        at: fact.counted_at,
        queue: fact.queue.clone()?,
        tier: fact.tier.clone(),
        credit: joined.map_or(Span::ZERO, |joined| joined.credit),
        need: joined.map(need).unwrap_or_default(),
        waited: fact.waited,
        service: answered.then_some(service),
    })
}

/// What a plan says of queues for calls and of agents. Where contacts go instead, for whom they are kept and
/// call-backs are left out, and so are hands beside the one at the telephone.
fn house(plan: &Plan, numbers: &mut Numbers) -> House {
    let terms = |queue: &Queue, numbers: &mut Numbers| {
        let mut routing = queue.routing.clone();
        (routing.overflow, routing.callback, routing.old_friend) = (Vec::new(), None, Span::ZERO);
        for agent in routing.widening.iter_mut().flat_map(|step| &mut step.agents) {
            *agent = numbers.of(*agent);
        }
        Terms { skills: queue.skills.clone(), routing }
    };
    let for_calls = plan.queues.iter().filter(|queue| queue.routing.channel == Channel::Voice);
    let queues = for_calls.map(|queue| (queue.name.clone(), terms(queue, numbers))).collect();
    let able = |agent: &Agent| {
        let proficiency = agent.routing.proficiency.clone();
        Able {
            skills: agent.skills.iter().cloned().collect(),
            routing: AgentRouting { proficiency, ..AgentRouting::default() },
        }
    };
    let agents = plan.agents.iter().map(|agent| (numbers.of(agent.id), able(agent))).collect();
    let mut led =
        |team: &Team| (team.name.clone(), team.agents.iter().map(|agent| numbers.of(*agent)).collect());
    let teams = plan.teams.iter().map(&mut led).collect();
    House { queues, agents, teams }
}

/// What of a past is not simulated, as far as there is any of it.
fn left_out(facts: &[Fact], plan: &Plan) -> Vec<String> {
    let chats = facts.iter().filter(|fact| fact.channel == Channel::Chat).count();
    let called_back = facts.iter().filter(|fact| fact.callback.is_some()).count();
    let planned = |is_there: fn(&Queue) -> bool| plan.queues.iter().any(is_there);
    let mut told = Vec::new();
    if chats > 0 {
        told.push(format!("{chats} chats: whoever chats serves several at a time"));
    }
    if called_back > 0 {
        told.push(format!("call-backs: {called_back} contacts that were promised one wait on the line"));
    }
    if planned(|queue| !queue.routing.overflow.is_empty()) {
        told.push("overflow: contacts stay in the queue that they reached first".to_owned());
    }
    if planned(|queue| queue.routing.old_friend > Span::ZERO) {
        told.push("keeping contacts for the agent who knows the customer".to_owned());
    }
    if plan.agents.iter().any(|agent| agent.routing.novice.is_some()) {
        told.push("newcomers' shares beside a mentor".to_owned());
    }
    told
}

/// How a contact first queued.
#[derive(Debug, Clone, Default)]
struct Joined {
    /// Time in queue that it was credited with.
    credit: Span,
    language: Option<Language>,
    /// What it needs beside language and what its queue asked for then.
    skills: Vec<SkillName>,
}

/// What only the journal tells.
#[derive(Default)]
struct Told {
    joined: HashMap<ContactId, Joined>,
    /// What queues ask for, by the plan in force.
    asked: HashMap<QueueName, Vec<SkillName>>,
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
                    Entry::Imported { entries, .. } => entries.iter().for_each(|past| told.take(&past.entry)),
                    entry => {
                        told.take(entry);
                        told.duties.take(record.at, entry);
                    }
                }
            }
            progress.tell("read", next.0 - 1);
        }
        Ok(told)
    }

    fn take(&mut self, entry: &Entry) {
        match entry {
            Entry::Configured { plan } => {
                self.asked =
                    plan.queues.iter().map(|queue| (queue.name.clone(), queue.skills.clone())).collect();
            }
            Entry::Queued { contact, queue, credit, skills, .. } => {
                let asked = self.asked.get(queue).map(Vec::as_slice).unwrap_or_default();
                let language = skills.iter().find_map(language_of);
                let own =
                    skills.iter().filter(|skill| !asked.contains(skill) && language_of(skill).is_none());
                let joined = || Joined { credit: *credit, language, skills: own.cloned().collect() };
                self.joined.entry(*contact).or_insert_with(joined);
            }
            _ => {}
        }
    }
}

/// The language that a skill is about: `lang.ko`.
fn language_of(skill: &SkillName) -> Option<Language> {
    let tag = skill.as_str().strip_prefix("lang.")?;
    Language::ALL.into_iter().find(|language| language.tag() == tag)
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
