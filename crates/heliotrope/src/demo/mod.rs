//! `heliotrope demo`: the centre as `serve` runs it, with a demonstration bank, customers and
//! agents on real SIP telephones over loopback, and a live board in the terminal.

mod board;
mod callers;
mod screen;
mod trunk;
mod visitor;
mod words;

use crate::Failure;
use crate::command_line::{Demo, Serve};
use crate::configuration::{Configuration, Live};
use crate::recordings;
use crate::serve::{self, Running};
use api::demonstration::{Demonstration, Number, SignIn};
use board::Glance;
use jiff::Zoned;
use phones::{AgentOptions, Agents, Behaviour, CrowdHandle, InCall, Length, OnRing, Options, Phones, Voice};
use sandbox_bank::SandboxBank;
use screen::Screen;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::broadcast::error::RecvError;
use trust::{Role, Token};
use visitor::Visitor;
use vocabulary::plan::{Agent, AgentRouting, Line, Plan};
use vocabulary::{AgentId, Language, SkillName, Span, Time};
use voice::media::Prompts;

/// Customers of the demonstration bank.
const CUSTOMERS: usize = 10_000;
/// How often the board is drawn.
const DRAWN_EVERY: Duration = Duration::from_millis(250);
/// What the caller of `cargo xtask demo` started to wait at, in microseconds since 1970.
const STARTED_AT: &str = "HELIOTROPE_STARTED_AT";

/// Everything that calls and is called.
struct Simulation {
    _agents: Agents,
    _outside: Agents,
    crowd: CrowdHandle,
    /// Last, so that the telephones outlive their handles.
    phones: Phones,
}

/// Runs the demonstration until it is told to end.
pub fn run(options: Demo) -> Result<(), Failure> {
    check(&options.serve)?;
    // The board owns the terminal; only what went wrong may interrupt it.
    serve::log_to_stderr("error");
    serve::runtime()?.block_on(demonstrate(options))
}

/// Why a demonstration is not given.
#[derive(Debug, PartialEq, thiserror::Error)]
enum Refused {
    /// On a network it would answer strangers with made-up customers. Its telephones speak IPv4.
    #[error("the demonstration listens on loopback only; give --http and --sip addresses of 127.0.0.1")]
    NotLoopback,
    /// It would be passed over in silence.
    #[error(
        "the demonstration has a configuration of its own; leave --config out, or use `heliotrope serve`"
    )]
    Configured,
    /// Made-up calls do not belong in a real centre's journal.
    #[error("{} belongs to a real centre: it holds a heliotrope.toml; give the demonstration another --data folder", .0.display())]
    RealCentre(PathBuf),
}

fn check(options: &Serve) -> Result<(), Refused> {
    if !options.http.ip().is_loopback() || !options.sip.ip().is_loopback() || !options.sip.is_ipv4() {
        return Err(Refused::NotLoopback);
    }
    if options.config.is_some() {
        return Err(Refused::Configured);
    }
    let folder = &options.data.data;
    if serve::in_folder(folder).exists() { Err(Refused::RealCentre(folder.clone())) } else { Ok(()) }
}

async fn demonstrate(options: Demo) -> Result<(), Failure> {
    let asked = asked_at();
    let (prompts, recorded) = recordings::load(None)?;
    let mut configuration = Configuration::parse(
        include_str!("demo.toml"),
        "the demonstration's configuration",
        &recorded,
        &|flow| Ok(flow_text(flow)),
    )?;
    let phones = Phones::start(Options::default())?;
    let agents = phones.agents(agent_phones(&options, &prompts))?;
    let outside = phones.agents(trunk::telephones(prompts.clone(), options.seed))?;
    configuration.plan.trunk = trunk::planned(&outside);
    configuration.plan.agents = planned_agents(&agents);
    configuration.plan.agents.push(visitor::planned());
    let plan = configuration.plan.clone();
    let bank = Arc::new(SandboxBank::on(Zoned::now().date(), options.seed, CUSTOMERS));

    let live = Arc::new(Live::new(None, recorded, &configuration));
    let running = serve::start(&options.serve, configuration, prompts.clone(), bank.clone(), live).await?;
    let tokens = [supervisor(&running).await?, visitor::sign_in(&running).await?];
    let glance = Glance::new(asked, &plan, &running, &tokens);
    invite(&running, &plan, tokens);
    let crowd = callers::crowd(
        running.voice.local(),
        &plan.lines,
        bank.clone(),
        prompts.clone(),
        options.calls_per_minute,
        options.seed,
    );
    let simulation = Simulation { crowd: phones.crowd(crowd)?, _agents: agents, _outside: outside, phones };
    let language = language(&options);
    let called_after = Duration::from_secs(options.next_call_after);
    let visitor =
        Visitor::new(running.voice.local(), &plan.lines, bank, prompts, language).called_after(called_after);
    let watched = watch(&options, &running, glance, &simulation, visitor).await;
    // Already over: then there is nothing left to stop.
    let _ = simulation.crowd.stop();
    running.stop().await;
    watched
}

/// A flow of the demonstration: the visitor's own, or one that is built in.
pub fn flow_text(flow: &str) -> Option<String> {
    let built_in = || crate::configuration::built_in_flow(flow).map(str::to_owned);
    visitor::flow_text(flow).or_else(built_in)
}

fn agent_phones(options: &Demo, prompts: &Arc<Prompts>) -> AgentOptions {
    let prompts = prompts.clone();
    AgentOptions {
        behaviour: Behaviour {
            on_ring: OnRing::Answer(Length::Between(Span::millis(600), Span::millis(3_500))),
            in_call: InCall::HangUpAfter(Length::Between(Span::seconds(40), Span::seconds(90))),
        },
        voice: Box::new(move |number| {
            let name = format!("demo.agent.{}", 1 + number % 3);
            let clip = callers::speech(&prompts, &name, languages(number)[0]);
            clip.map_or_else(|| Voice::marker(number), |clip| Voice::marked_speech(&clip, number))
        }),
        seed: options.seed,
        ..AgentOptions::new(options.agents)
    }
}

/// The languages an agent speaks, the best first.
fn languages(number: u32) -> &'static [Language] {
    match number % 3 {
        0 => &[Language::Chinese, Language::English],
        1 => &[Language::Korean, Language::English],
        _ => &[Language::English, Language::Chinese, Language::Korean],
    }
}

fn planned_agents(phones: &Agents) -> Vec<Agent> {
    let planned = |number: u32| {
        let spoken = languages(number).iter().map(|language| format!("lang.{language}"));
        let trades = ["cards", "lost"].into_iter().chain(number.is_multiple_of(2).then_some("loans"));
        let skills = trades.map(str::to_owned).chain(spoken);
        Agent {
            id: AgentId(number.into()),
            address: phones.uri(number),
            skills: skills.map(|skill| SkillName::new(&skill).expect("letters and a dot")).collect(),
            ready_at_start: true,
            routing: AgentRouting::default(),
        }
    };
    phones.numbers().map(planned).collect()
}

/// A token for this run; one of an earlier run is worthless from now on.
async fn supervisor(running: &Running) -> Result<Token, Failure> {
    const NAME: &str = "demonstration-supervisor";
    let accounts = running.trust.accounts().await?;
    match accounts.iter().find(|listed| listed.account.name == NAME) {
        Some(known) => Ok(running.trust.replace_token(known.account.id).await?),
        None => Ok(running.trust.create_account(NAME, Role::Supervisor).await?.1),
    }
}

/// Shows on the page how to sign in and what to call.
fn invite(running: &Running, plan: &Plan, [supervisor, agent]: [Token; 2]) {
    let sip = running.voice.local();
    let number = |line: &Line| Number {
        called: line.called.clone(),
        address: format!("sip:{}@{sip}", line.called),
        language: line.language,
    };
    let sign_ins = vec![
        SignIn {
            role: Role::Agent,
            agent: Some(visitor::AGENT),
            languages: Language::ALL.to_vec(),
            token: agent,
        },
        SignIn { role: Role::Supervisor, agent: None, languages: Vec::new(), token: supervisor },
    ];
    let shown = Demonstration { sign_ins, numbers: plan.lines.iter().map(number).collect() };
    running.demonstration.set(shown).expect("nobody invites a second time");
}

/// Draws the board until the time is up, `q` is pressed, or the process is told to end.
async fn watch(
    options: &Demo,
    running: &Running,
    mut glance: Glance,
    simulation: &Simulation,
    mut visitor: Visitor,
) -> Result<(), Failure> {
    let mut screen = Screen::open(language(options))?;
    let mut records = running.centre.watch();
    let mut drawn = tokio::time::interval(DRAWN_EVERY);
    let end = options.seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let ended = serve::ended();
    tokio::pin!(ended);
    loop {
        tokio::select! {
            () = &mut ended => return Ok(()),
            record = records.recv() => match record {
                Ok(record) => {
                    glance.note(&record);
                    visitor.note(&record);
                }
                // The board shows the latest only; what it missed is in the journal.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return Ok(()),
            },
            _ = drawn.tick() => {
                if screen.wants_to_quit()? || end.is_some_and(|end| Instant::now() >= end) {
                    return Ok(());
                }
                visitor.call(&simulation.phones)?;
                glance.board = Some(running.centre.board().await?);
                glance.refused = simulation.crowd.stats().refused;
                screen.draw(&glance)?;
            }
        }
    }
}

/// The board's language.
fn language(options: &Demo) -> Language {
    let locale = std::env::var("LC_ALL").or_else(|_| std::env::var("LANG")).unwrap_or_default();
    options.language.unwrap_or_else(|| words::of_terminal(&locale))
}

/// When the user asked for the demonstration: building included when xtask built it.
fn asked_at() -> Time {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_micros() as i64;
    let told = std::env::var(STARTED_AT).ok().and_then(|at| at.parse().ok());
    Time(told.unwrap_or_else(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command_line::{Command, CommandLine};
    use clap::Parser;

    #[test]
    fn a_demonstration_keeps_to_itself() {
        let folder = tempfile::tempdir().unwrap();
        let asked = |more: &str| {
            let line = format!("heliotrope demo --data {} {more}", folder.path().display());
            match CommandLine::parse_from(line.split_whitespace()).command {
                Command::Demo(options) => check(&options.serve),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(asked(""), Ok(()));
        for address in ["--http 10.0.0.1:8080", "--sip 0.0.0.0:5060", "--sip [::1]:5060"] {
            assert_eq!(asked(address), Err(Refused::NotLoopback), "{address}");
        }
        assert_eq!(asked("--config own.toml"), Err(Refused::Configured));
        std::fs::write(folder.path().join("heliotrope.toml"), "").unwrap();
        assert_eq!(asked(""), Err(Refused::RealCentre(folder.path().to_owned())));
    }
}
