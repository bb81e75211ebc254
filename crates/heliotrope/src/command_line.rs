//! The command line. Stable: scripts of banks depend on it.

mod access;
mod plan;
mod privacy;
mod upkeep;

pub use access::{Account, AccountAct, Client, ClientAct, Emergency, EmergencyAct};
pub use plan::{Plan, PlanAct, Proposal};
pub use privacy::{Keys, KeysAct, Retention};
pub use upkeep::{Authority, AuthorityAct, Backup, Bans, BansAct, Restore, Secret};

use crate::what_if;
use clap::{Args, Parser, Subcommand};
use indicators::Interval;
use indicators::table::Dimension;
use jiff::civil::Date;
use std::net::SocketAddr;
use std::path::PathBuf;
use store::audit::{Code, Kind, Outcome, PublicKey};
use trust::AccountId;
use trust::audit::Why;
use vocabulary::plan::{Choice, Discipline};
use vocabulary::{AgentId, ContactId, CustomerRef, Language, QueueName, Span};

/// A bank's customer-service centre: telephone, queue, desk, journal.
#[derive(Debug, Parser)]
#[command(name = "heliotrope", version, arg_required_else_help = true)]
pub struct CommandLine {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the centre.
    Serve(Serve),
    /// Run the centre with a demonstration bank, callers and agents on real SIP telephones.
    Demo(Demo),
    /// List contacts, newest first.
    Contacts(Contacts),
    /// Show one contact with its journal.
    Contact(Contact),
    /// List accounts, or make, link and end them: beside a running server, or without one.
    Account(Account),
    /// List programs that use the API, or make them and give them keys.
    Client(Client),
    /// Seal the emergency account, or see how it stands.
    Emergency(Emergency),
    /// Verify the record of who did what, and look into it.
    Audit(Audit),
    /// Look at the versions of the master key, or bring a new one into use.
    Keys(Keys),
    /// Show how long what is personal is kept, and what would be removed now.
    Retention(Retention),
    /// Say why a contact waits, and why it was offered to whom.
    Why(Contact),
    /// Look at recordings.
    Recordings(Recordings),
    /// Import another system's call log, and show its figures.
    Replay(Replay),
    /// Serve a call log's past again, with other staff, priorities or skills, and compare.
    WhatIf(Box<WhatIf>),
    /// Show figures of any time, or check them against the journal.
    Figures(Figures),
    /// List the call-backs that a running program has promised, or take one back.
    Callbacks(Callbacks),
    /// List addresses that a running program does not answer on the telephone, or answer one again.
    Bans(Bans),
    /// Take a backup of everything, sealed, while calls go on; or check one.
    Backup(Backup),
    /// Restore a backup, wholly or not at all.
    Restore(Restore),
    /// Check a configuration, try it on a running program, bring it into force, or go back.
    Plan(Plan),
    /// Try rules of authority on what agents did before they are in force, and look at those that were.
    Authority(Authority),
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct Data {
    /// Folder with database, keys and logs; made when it is not there.
    #[arg(long, value_name = "DIR", default_value = "heliotrope-data", global = true)]
    pub data: PathBuf,
    /// PostgreSQL in place of the built-in database: `postgres://user@host/name`.
    #[arg(long, value_name = "URL", global = true)]
    pub database: Option<String>,
}

/// Where the centre can be reached.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub data: Data,
    /// Address of the API and, later, the page.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub http: SocketAddr,
    /// Address of the trunk: SIP over UDP and TCP.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:5060")]
    pub sip: SocketAddr,
    /// Configuration file; without it, `heliotrope.toml` in the data folder.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Demo {
    #[command(flatten)]
    pub serve: Serve,
    /// What the demonstration's customers, calls and talks are drawn from.
    #[arg(long, default_value_t = 2026)]
    pub seed: u64,
    /// Simulated agents.
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub agents: u32,
    /// Calls a minute, Poisson distributed.
    #[arg(long, default_value_t = 14.0, value_parser = calls_per_minute)]
    pub calls_per_minute: f64,
    /// Seconds from the moment the agent in the browser is ready until a customer calls.
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u64).range(0..=3_600))]
    pub next_call_after: u64,
    /// Language of the board: zh, ko or en; without it, the terminal's.
    #[arg(long, value_parser = language)]
    pub language: Option<Language>,
    /// End by itself after this many seconds.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=31_536_000))]
    pub seconds: Option<u64>,
}

fn language(tag: &str) -> Result<Language, String> {
    let known = Language::ALL.into_iter().find(|language| language.tag() == tag);
    known.ok_or_else(|| "the languages are zh, ko and en".to_owned())
}

fn calls_per_minute(text: &str) -> Result<f64, String> {
    let known = text.parse().ok().filter(|rate| (0.1..=6_000.0).contains(rate));
    known.ok_or_else(|| "give a number from 0.1 to 6000".to_owned())
}

#[derive(Debug, Args)]
pub struct Contacts {
    #[command(flatten)]
    pub data: Data,
    /// Only contacts that are open.
    #[arg(long)]
    pub open: bool,
    /// Only contacts of this queue.
    #[arg(long)]
    pub queue: Option<QueueName>,
    /// Only contacts this agent served.
    #[arg(long)]
    pub agent: Option<AgentId>,
    /// Only contacts older than this one.
    #[arg(long, value_name = "ID")]
    pub before: Option<ContactId>,
    /// How many at the most.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub limit: u32,
}

#[derive(Debug, Args)]
pub struct Contact {
    /// The contact: `C-17` or `17`.
    pub id: ContactId,
    #[command(flatten)]
    pub data: Data,
}

#[derive(Debug, Args)]
pub struct Audit {
    #[command(flatten)]
    pub data: Data,
    #[command(subcommand)]
    pub act: AuditAct,
}

#[derive(Debug, Subcommand)]
pub enum AuditAct {
    /// Find out whether any entry was changed, removed or reordered; fail and name it if one was.
    Verify(AuditVerify),
    /// List entries, newest first.
    List(AuditList),
    /// Show what was unusual in the last day.
    Alerts,
    /// List customers at whom looks are unusual.
    Watched,
    /// Have looks at a customer told: of everybody at a VIP, of an account at a relative.
    Watch(AuditWatch),
    /// Take a customer off that list.
    Unwatch(AuditWatch),
}

#[derive(Debug, Args)]
pub struct AuditVerify {
    /// Checkpoints that have left the machine: any file with their lines, such as a system's log. Without it,
    /// audit-checkpoints.log in the data folder.
    #[arg(long, value_name = "FILE")]
    pub checkpoints: Option<PathBuf>,
    /// The audit's public key, in hexadecimal digits; without it, keys/audit.pub in the data folder.
    #[arg(long, value_name = "KEY", value_parser = public_key)]
    pub public_key: Option<PublicKey>,
}

#[derive(Debug, Args)]
pub struct AuditList {
    /// Only what this account did.
    #[arg(long)]
    pub account: Option<AccountId>,
    /// Only what was about this customer.
    #[arg(long)]
    pub customer: Option<CustomerRef>,
    /// Only what was about this contact.
    #[arg(long)]
    pub contact: Option<ContactId>,
    /// Only this operation: `read_customer`, `cli:account.add`.
    #[arg(long)]
    pub operation: Option<Code>,
    /// Only session, look, export, change, handling or none.
    #[arg(long, value_parser = kind)]
    pub kind: Option<Kind>,
    /// Only allowed, refused or failed.
    #[arg(long, value_parser = outcome)]
    pub outcome: Option<Outcome>,
    /// From this moment on: `2026-03-10T09:00:00Z`.
    #[arg(long, value_name = "MOMENT")]
    pub from: Option<jiff::Timestamp>,
    /// Before this moment.
    #[arg(long, value_name = "MOMENT")]
    pub to: Option<jiff::Timestamp>,
    /// Only entries before this place.
    #[arg(long, value_name = "PLACE")]
    pub before: Option<u64>,
    /// How many at the most.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub limit: u32,
}

#[derive(Debug, Args)]
pub struct AuditWatch {
    /// The customer, as the bank names it.
    pub customer: CustomerRef,
    /// vip or relative.
    #[arg(long = "as", value_name = "WHY")]
    pub why: Why,
    /// The account whose relative it is: `U-3` or `3`.
    #[arg(long, required_if_eq("why", "relative"))]
    pub of: Option<AccountId>,
}

fn public_key(text: &str) -> Result<PublicKey, String> {
    text.parse().map_err(|()| "it has 64 hexadecimal digits".to_owned())
}

fn kind(text: &str) -> Result<Kind, String> {
    text.parse().map_err(|()| "it is session, look, export, change, handling or none".to_owned())
}

fn outcome(text: &str) -> Result<Outcome, String> {
    text.parse().map_err(|()| "it is allowed, refused or failed".to_owned())
}

#[derive(Debug, Args)]
pub struct Callbacks {
    #[command(subcommand)]
    pub act: CallbacksAct,
}

#[derive(Debug, Subcommand)]
pub enum CallbacksAct {
    /// List the places that are kept, oldest first, and how each stands.
    List {
        #[command(flatten)]
        at: At,
    },
    /// Take a place away: the customer is not called (any more).
    Cancel {
        /// The contact that keeps it: `C-17` or `17`.
        contact: ContactId,
        #[command(flatten)]
        at: At,
    },
}

/// The running program. The token is read from HELIOTROPE_TOKEN.
#[derive(Debug, Args)]
pub struct At {
    /// Address of its API.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    pub url: String,
    /// A file with the token, in place of HELIOTROPE_TOKEN.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// For https: certificates of those who vouch for the program, in PEM.
    #[arg(long, value_name = "FILE", default_value = "/etc/ssl/certs/ca-certificates.crt")]
    pub authorities: PathBuf,
}

#[derive(Debug, Args)]
pub struct Recordings {
    #[command(subcommand)]
    pub command: RecordingsCommand,
}

#[derive(Debug, Subcommand)]
pub enum RecordingsCommand {
    /// List recordings and what became of them, newest first.
    List {
        #[command(flatten)]
        data: Data,
        /// How many at the most.
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
    },
    /// Decode every recording that should be playable, and fail if one is not.
    Verify {
        #[command(flatten)]
        data: Data,
    },
    /// Count recordings: due, playable, failed.
    Figures {
        #[command(flatten)]
        data: Data,
    },
}

#[derive(Debug, Args)]
pub struct Replay {
    /// How to read the log: a mapping that is built in (anonymous-bank), or a file of your own.
    #[arg(long, value_name = "NAME|FILE")]
    pub mapping: String,
    #[command(flatten)]
    pub data: Data,
    /// The log.
    pub file: PathBuf,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct WhatIf {
    /// How to read the log: a mapping that is built in (anonymous-bank), or a file of your own.
    #[arg(long, value_name = "NAME|FILE", requires = "file")]
    pub mapping: Option<String>,
    /// The log.
    #[arg(requires = "mapping", conflicts_with = "data")]
    pub file: Option<PathBuf>,
    /// A data folder, whose own past is meant: contacts it served, and those it imported.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// PostgreSQL in place of the folder's own database.
    #[arg(long, value_name = "URL", requires = "data")]
    pub database: Option<String>,
    /// From this day on: `1999-01-01`.
    #[arg(long, value_name = "DAY", default_value = "1970-01-01", requires = "data")]
    pub from: Date,
    /// Up to, but not including, this day.
    #[arg(long, value_name = "DAY", default_value = "2200-01-01", requires = "data")]
    pub to: Date,
    /// The time zone of those days; the bank's own, when there is none.
    #[arg(long, value_name = "ZONE", requires = "data")]
    pub zone: Option<String>,
    /// Agents more or fewer, for one queue or, with none named, for all; always, or in some hours of the
    /// day: `cards=+2`, `-1`, `+2@9-17`.
    #[arg(long, value_name = "[QUEUE=]±N[@H-H]", allow_hyphen_values = true, value_parser = what_if::agents)]
    pub agents: Vec<what_if::Agents>,
    /// A change in a file (TOML); what stands beside it on the command line comes on top.
    #[arg(long, value_name = "FILE")]
    pub change: Option<PathBuf>,
    /// Priority of a queue: those of a higher one come first, whatever others have waited: `cards=1`.
    #[arg(long, value_name = "QUEUE=LEVEL", value_parser = what_if::priority)]
    pub priority: Vec<(QueueName, u8)>,
    /// The order in which contacts of a queue are served: `cards=time`, `cards=priority`, `cards=weighted:3`.
    #[arg(long, value_name = "QUEUE=ORDER", value_parser = what_if::discipline)]
    pub discipline: Vec<(QueueName, Discipline)>,
    /// Which of several idle agents is offered a contact of a queue: `cards=least_versatile`.
    #[arg(long, value_name = "QUEUE=CHOICE", value_parser = what_if::choice)]
    pub choice: Vec<(QueueName, Choice)>,
    /// Time in queue that all contacts of a queue are credited with besides: `cards=60`.
    #[arg(long, value_name = "QUEUE=SECONDS", value_parser = what_if::queue_credit)]
    pub queue_credit: Vec<(QueueName, Span)>,
    /// Time in queue that callers of a tier are credited with: `high=180`.
    #[arg(long, value_name = "TIER=SECONDS", value_parser = what_if::credit)]
    pub credit: Vec<(String, Span)>,
    /// Whoever serves the first queue serves the second as well.
    #[arg(long, visible_alias = "skills", value_name = "QUEUE=QUEUE", value_parser = what_if::learn)]
    pub learn: Vec<(QueueName, QueueName)>,
    /// Gives a skill to agents: `A-7=cards`, `team:north=cards`, `queue:loans=cards` (whoever serves it),
    /// `all=cards`. Of a log, each queue is a skill.
    #[arg(long, value_name = "WHO=SKILL", value_parser = what_if::skill)]
    pub give: Vec<what_if::Skill>,
    /// Takes a skill from agents, after all that is given.
    #[arg(long, value_name = "WHO=SKILL", value_parser = what_if::skill)]
    pub take: Vec<what_if::Skill>,
    /// Another middle time of work after a call, each so much longer or shorter: `30s`.
    #[arg(long, value_name = "SECONDS", value_parser = what_if::seconds_of)]
    pub wrap_up: Option<Span>,
    /// Simulated runs of either side; the more, the narrower the intervals.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(2..=1_000))]
    pub runs: u32,
    /// What patience and unknown service times are drawn from.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Figures {
    #[command(subcommand)]
    pub command: Option<FiguresCommand>,
    #[command(flatten)]
    pub data: Data,
    /// From this day on: `1999-01-01`.
    #[arg(long, value_name = "DAY", default_value = "1970-01-01")]
    pub from: Date,
    /// Up to, but not including, this day.
    #[arg(long, value_name = "DAY", default_value = "2200-01-01")]
    pub to: Date,
    /// Keys of indicators with commas between; all that the journal gives, when there is none.
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    pub indicators: Vec<String>,
    /// By total, queue, agent, team, skill, tier or channel.
    #[arg(long, default_value = "total", value_parser = dimension)]
    pub by: Dimension,
    /// Cut into quarter hours, hours, days, months, or one whole.
    #[arg(long, default_value = "whole", value_parser = interval)]
    pub interval: Interval,
    /// Another time zone than the plan's: `Asia/Seoul`.
    #[arg(long)]
    pub zone: Option<String>,
    /// Leave short abandons out of numerator and denominator.
    #[arg(long)]
    pub without_short: bool,
    /// Print CSV.
    #[arg(long)]
    pub csv: bool,
}

#[derive(Debug, Subcommand)]
pub enum FiguresCommand {
    /// Fold the journal anew and compare it with what is kept.
    Check(Check),
}

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub data: Data,
    /// Write the journal's facts over those that differ; no centre may run on the folder.
    #[arg(long)]
    pub mend: bool,
}

fn dimension(text: &str) -> Result<Dimension, String> {
    text.parse().map_err(|()| "it is total, queue, agent, team, skill, tier or channel".to_owned())
}

fn interval(text: &str) -> Result<Interval, String> {
    text.parse().map_err(|()| "it is quarter, hour, day, month or whole".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn the_promised_forms_are_understood() {
        let lines = [
            "heliotrope serve --data d --http 127.0.0.1:1 --sip 127.0.0.1:2 --database postgres://x --config f",
            "heliotrope demo --data d --http 127.0.0.1:1 --sip 127.0.0.1:2",
            "heliotrope contacts",
            "heliotrope contact C-17",
            "heliotrope why C-17",
            "heliotrope contact 17 --data d",
            "heliotrope account --data d list",
            "heliotrope account add kim --role agent --agent A-7 --data d",
            "heliotrope account add lee --role supervisor --reach team:cards-1",
            "heliotrope account reach U-3 department:cards",
            "heliotrope account grant U-3 --role supervisor --reach all --until 2026-12-24T18:00:00Z",
            "heliotrope account ungrant G-3",
            "heliotrope account grants",
            "heliotrope account delegations",
            "heliotrope account take-back D-3",
            "heliotrope account reset-factor U-3",
            "heliotrope account sessions --of U-3",
            "heliotrope account sign-out S-3",
            "heliotrope client add crm --data d",
            "heliotrope client key U-9 --permission contacts.read --permission figures.read --reach all --days 90",
            "heliotrope client list",
            "heliotrope client revoke K-3",
            "heliotrope emergency seal",
            "heliotrope emergency state --data d",
            "heliotrope account serve U-3 --agent 7",
            "heliotrope account serve U-3",
            "heliotrope account token 3",
            "heliotrope account password U-3",
            "heliotrope account unlock 3",
            "heliotrope account revoke U-3",
            "heliotrope audit --data d verify --checkpoints f",
            "heliotrope audit verify --database postgres://x",
            "heliotrope audit list --account U-3 --customer k-7 --operation read_customer --kind look --limit 5",
            "heliotrope audit list --from 2026-03-10T09:00:00Z --outcome refused --before 17",
            "heliotrope audit alerts",
            "heliotrope audit watch k-7 --as relative --of U-3",
            "heliotrope audit unwatch k-7 --as vip",
            "heliotrope recordings list --limit 5",
            "heliotrope recordings verify --data d",
            "heliotrope recordings figures --database postgres://x",
            "heliotrope replay --mapping anonymous-bank --data d january.txt --json",
            "heliotrope what-if --mapping anonymous-bank --agents cards=+2 --agents -1 --credit high=90 --learn a=b \
             --wrap-up 30s --runs 20 --seed 7 --json january.txt",
            "heliotrope figures --data d --from 1999-01-01 --to 1999-02-01 --by queue --interval day --csv",
            "heliotrope figures check --data d --mend",
            "heliotrope callbacks list --url http://127.0.0.1:8080",
            "heliotrope callbacks cancel C-17 --token-file t",
            "heliotrope bans list",
            "heliotrope bans lift 192.0.2.66 --url https://127.0.0.1:8080 --authorities f",
            "heliotrope backup b --key k --data d --database postgres://x",
            "heliotrope backup --make-key --key k",
            "heliotrope backup b --passphrase-file p --check",
            "heliotrope restore b --key k --data d",
            "heliotrope plan check heliotrope.toml",
            "heliotrope plan show --url http://127.0.0.1:8080 --token-file t",
            "heliotrope plan versions",
            "heliotrope plan dry-run heliotrope.toml",
            "heliotrope plan apply heliotrope.toml --over J-17",
            "heliotrope plan apply --again J-12",
        ];
        for line in lines {
            assert!(CommandLine::try_parse_from(line.split(' ')).is_ok(), "{line}");
        }
        assert!(CommandLine::try_parse_from(["heliotrope", "contact", "A-17"]).is_err());
    }

    #[test]
    fn what_no_demonstration_could_do_is_refused() {
        let lines = [
            "heliotrope demo --calls-per-minute 0",
            "heliotrope demo --calls-per-minute -3",
            "heliotrope demo --calls-per-minute NaN",
            "heliotrope demo --calls-per-minute inf",
            "heliotrope demo --seconds 0",
            "heliotrope demo --seconds 18446744073709551615",
            "heliotrope demo --agents 0",
        ];
        for line in lines {
            assert!(CommandLine::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }
}
