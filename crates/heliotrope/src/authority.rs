//! `heliotrope authority check FILE`: rules of authority before they are in force, tried on what was done by those that
//! are. Beside a running server or without one.

use crate::Failure;
use crate::command_line::{self, AuthorityAct, Data};
use crate::contacts::{blocking, open, record_look, say};
use centre::operations::{Changed, NotInForce, Trial, read_rules, try_authority};
use conditions::{Authority, Decision, Fault};
use std::fmt::{self, Write as _};
use std::path::Path;
use store::Reader;
use vocabulary::{Span, Time};

/// Seconds.
const DAY: i64 = 24 * 60 * 60;

/// So many orders that would be decided otherwise are named.
const NAMED: usize = 50;

/// Does what is asked.
pub fn run(options: command_line::Authority) -> Result<(), Failure> {
    match options.act {
        AuthorityAct::List { data } => blocking(async {
            let reader = looked_at(data, "cli:authority.list").await?;
            let mut text = String::new();
            for kept in reader.authorities().await? {
                // Writing to a String cannot fail.
                let _ = writeln!(text, "{:>6}  first in force {}", kept.version, kept.first);
            }
            say(&text)
        }),
        AuthorityAct::Show { version, data } => blocking(async {
            let reader = looked_at(data, "cli:authority.show").await?;
            let kept = reader.authority(version).await?;
            let kept = kept.ok_or_else(|| {
                format!("version {version} was never in force here; `heliotrope authority list` lists those that were")
            })?;
            say(&kept.text)
        }),
        AuthorityAct::Check { file, days, alone, data } => check(&file, days, alone, data),
    }
}

fn check(file: &Path, days: u16, alone: bool, data: Data) -> Result<(), Failure> {
    let (text, authority) = read(file)?;
    let sound = format!("authority {} is sound: {} rules\n", authority.version(), authority.rules());
    if alone {
        return say(&sound);
    }
    blocking(async {
        let reader = looked_at(data, "cli:authority.check").await?;
        // A number that names another text is a fault as any other: the text would be refused.
        read_rules(&reader, &text).await.map_err(|why| not_free(file, &text, why))?;
        say(&sound)?;
        let now = Time::from(jiff::Timestamp::now());
        let since = now - Span::seconds(i64::from(days) * DAY);
        let teams = centre::replay(&reader).await?.state.plan().teams.clone();
        let trial = try_authority(&reader, &authority, &teams, since, usize::MAX).await?;
        say(&told(&trial, days))
    })
}

/// Why a sound text would not come into force, at the line that says so.
fn not_free(file: &Path, text: &str, why: NotInForce) -> Failure {
    match why {
        NotInForce::OtherText { .. } => {
            let fault = Fault { line: Authority::version_line(text), what: why.to_string() };
            Unsound(file.display().to_string(), vec![fault]).into()
        }
        why => why.into(),
    }
}

async fn looked_at(data: Data, operation: &'static str) -> Result<Reader, Failure> {
    record_look(&data, operation, None).await?;
    open(data).await
}

/// The text is not fit to be rules.
#[derive(Debug)]
struct Unsound(String, Vec<Fault>);

impl std::error::Error for Unsound {}

impl fmt::Display for Unsound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "these are no rules of authority")?;
        self.1.iter().try_for_each(|Fault { line, what }| write!(f, "\n{}:{line}: {what}", self.0))
    }
}

fn read(file: &Path) -> Result<(String, Authority), Failure> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|reason| format!("{name} cannot be read: {reason}"))?;
    let authority = Authority::read(&text).map_err(|faults| Unsound(name, faults))?;
    Ok((text, authority))
}

fn told(trial: &Trial, days: u16) -> String {
    let same = trial.tried - trial.changed.len();
    let mut text = format!(
        "of {} orders of the last {days} days {same} would be decided the same way; what was refused has no order\n",
        trial.tried + trial.untold
    );
    if trial.untold > 0 {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "  {} do not say what they were judged as: they are of an earlier release",
            trial.untold
        );
    }
    for ((operation, was, would), count) in trial.counts() {
        let _ =
            writeln!(text, "  {operation:<20} {count:>6} {} in place of {}", decided(would), decided(was));
    }
    for changed in trial.changed.iter().take(NAMED) {
        let _ = writeln!(text, "{}", line(changed));
    }
    match trial.changed.len().saturating_sub(NAMED) {
        0 => {}
        more => {
            let _ = writeln!(text, "and {more} more");
        }
    }
    text
}

fn line(Changed { order, was, would }: &Changed) -> String {
    let amount =
        order.amount.map(|amount| format!(" {} {}", amount.currency, amount.minor)).unwrap_or_default();
    let why: Vec<String> = would.unmet.iter().map(ToString::to_string).collect();
    let rule = would.rule.as_deref().map(|rule| format!(" by {rule}")).unwrap_or_default();
    let why = if why.is_empty() { rule } else { format!("{rule}: {}", why.join("; ")) };
    format!(
        "{} {} {} {}{amount} ({}) {} in place of {}{why}",
        order.asked_at,
        order.contact,
        order.agent,
        order.operation,
        order.rule,
        decided(would.decision),
        decided(*was)
    )
}

fn decided(decision: Decision) -> &'static str {
    match decision {
        Decision::Alone => "alone",
        Decision::SecondPerson => "by two",
        Decision::Refused => "refused",
    }
}
