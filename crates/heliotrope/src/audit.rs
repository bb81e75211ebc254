//! `heliotrope audit`: whether the record is as it was written, what stands in it, and what is unusual.

use crate::Failure;
use crate::command_line::{Audit, AuditAct, AuditList, AuditVerify, AuditWatch, Data};
use crate::console;
use crate::contacts::{blocking, say};
use std::fmt::Write as _;
use std::path::Path;
use store::Db;
use store::audit::{self, Checkpoint, Filter, Kind, Placed, PublicKey, Verified};
use trust::audit::alerts::alerts;
use trust::audit::{Alert, Rules, Watched};
use vocabulary::{Span, Time};

/// The time that alerts are about.
const A_DAY: Span = Span::seconds(86_400);

/// Does what was asked.
pub fn run(options: Audit) -> Result<(), Failure> {
    blocking(async {
        let db = console::beside(&options.data).await?;
        match options.act {
            AuditAct::Verify(asked) => verify(&db, &options.data, &asked).await,
            AuditAct::List(asked) => {
                console::record(&db, console::act("cli:audit.list", Kind::Look)).await?;
                say(&table(&audit::list(&db, &filter(asked)).await?))
            }
            AuditAct::Alerts => {
                console::record(&db, console::act("cli:audit.alerts", Kind::Look)).await?;
                say(&told(&unusual(&db).await?))
            }
            AuditAct::Watched => {
                console::record(&db, console::act("cli:audit.watched", Kind::Look)).await?;
                say(&list(&Watched::read(&db).await?))
            }
            AuditAct::Watch(asked) => {
                let add = async { Ok(Watched::add(&db, asked.why, &asked.customer, asked.of).await?) };
                console::on_record(&db, of("cli:audit.watch", &asked), add).await?;
                say(&format!("{} is watched as {}\n", asked.customer, asked.why.tag()))
            }
            AuditAct::Unwatch(asked) => {
                let remove = async { Ok(Watched::remove(&db, asked.why, &asked.customer, asked.of).await?) };
                let was_there = console::on_record(&db, of("cli:audit.unwatch", &asked), remove).await?;
                let now = if was_there { "is not watched any more" } else { "was not watched" };
                say(&format!("{} {now} as {}\n", asked.customer, asked.why.tag()))
            }
        }
    })
}

fn of(operation: &'static str, asked: &AuditWatch) -> audit::Entry {
    let about = asked.of.and_then(|account| account.to_string().parse().ok());
    audit::Entry { customer: Some(asked.customer.clone()), about, ..console::act(operation, Kind::Change) }
}

/// The record is not as it was written.
#[derive(Debug, thiserror::Error)]
#[error(
    "the audit is not as it was written; keep the data folder and the checkpoints as they are, and tell the security officer"
)]
struct Tampered;

/// Lines that should hold checkpoints and are damaged.
#[derive(Debug, thiserror::Error)]
#[error("line {line} of {file} holds a damaged checkpoint")]
struct Damaged {
    line: usize,
    file: String,
}

async fn verify(db: &Db, data: &Data, asked: &AuditVerify) -> Result<(), Failure> {
    let key = match asked.public_key {
        Some(key) => key,
        None => PublicKey::of_folder(&data.data)?,
    };
    let left = data.data.join(audit::FILE);
    let file = asked.checkpoints.clone().or_else(|| left.exists().then_some(left));
    let elsewhere = file.as_deref().map(checkpoints).transpose()?.unwrap_or_default();
    if let Some(named) = asked.checkpoints.as_deref().filter(|_| elsewhere.is_empty()) {
        return Err(
            format!("{} holds no checkpoint: name the file that they leave to", named.display()).into()
        );
    }
    if elsewhere.is_empty() {
        say("no checkpoint that has left the database is compared: name their file with --checkpoints\n")?;
    }
    let verified = audit::verify(db, key, &elsewhere).await?;
    say(&report(&verified))?;
    if verified.findings.is_empty() { Ok(()) } else { Err(Tampered.into()) }
}

fn checkpoints(file: &Path) -> Result<Vec<Checkpoint>, Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|reason| format!("cannot read {}: {reason}", file.display()))?;
    let mut all: Vec<Checkpoint> = Vec::new();
    for (line, written) in (1..).zip(text.lines()) {
        match Checkpoint::in_line(written) {
            Ok(checkpoint) => all.extend(checkpoint),
            Err(_) => return Err(Damaged { line, file: file.display().to_string() }.into()),
        }
    }
    Ok(all)
}

fn report(verified: &Verified) -> String {
    let Verified { entries, head, checkpoints, findings } = verified;
    let mut text =
        format!("{entries} entries, bound by {checkpoints} checkpoints; the last is {}\n", head.hash);
    for finding in findings {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{finding}");
    }
    if findings.is_empty() {
        text.push_str("nothing was changed, removed or reordered\n");
    }
    text
}

fn filter(asked: AuditList) -> Filter {
    Filter {
        before: asked.before,
        account: asked.account,
        customer: asked.customer,
        contact: asked.contact,
        operation: asked.operation,
        kind: asked.kind,
        outcome: asked.outcome,
        from: asked.from.map(Time::from),
        to: asked.to.map(Time::from),
        limit: asked.limit,
    }
}

fn table(entries: &[Placed]) -> String {
    let mut text = format!(
        "{:>8}  {:<27} {:<7} {:<28} {:<9} {:<8} {:<12} {:<16} {}\n",
        "place", "at", "account", "operation", "kind", "contact", "customer", "from", "outcome"
    );
    for Placed { place, entry, .. } in entries {
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
        let reason = entry.reason.as_ref().map(|reason| format!(" {reason}")).unwrap_or_default();
        let about = entry.about.as_ref().map(|about| format!(" {about}")).unwrap_or_default();
        let times = if entry.times == 1 { String::new() } else { format!(" ({} times)", entry.times) };
        let _ = writeln!(
            text,
            "{place:>8}  {:<27} {:<7} {:<28} {:<9} {:<8} {:<12} {:<16} {}{reason}{times}",
            entry.at.to_string(),
            or_dash(entry.account.map(|account| account.to_string())),
            format!("{}{about}", entry.operation),
            entry.kind.tag(),
            or_dash(entry.contact.map(|contact| contact.to_string())),
            or_dash(entry.customer.as_ref().map(ToString::to_string)),
            entry.origin.to_string(),
            entry.outcome.tag(),
        );
    }
    text
}

/// What was unusual in the last day.
async fn unusual(db: &Db) -> Result<Vec<Alert>, Failure> {
    let now: Time = jiff::Timestamp::now().into();
    let watched = Watched::read(db).await?;
    let (mut entries, mut before): (Vec<Placed>, _) = (Vec::new(), None);
    loop {
        let from = Some(Time(now.0 - A_DAY.0));
        let page = audit::list(db, &Filter { before, from, limit: audit::MOST, ..Filter::default() }).await?;
        let Some(last) = page.last() else { break };
        before = Some(last.place);
        entries.extend(page);
    }
    Ok(alerts(entries.iter().rev(), &watched, Rules::default()))
}

fn told(alerts: &[Alert]) -> String {
    if alerts.is_empty() {
        return "nothing unusual in the last day\n".to_owned();
    }
    let mut text = String::new();
    for Alert { kind, account, origin, at, last, count, customer } in alerts.iter().rev() {
        let who = account.map_or_else(|| "somebody".to_owned(), |account| account.to_string());
        let whom = customer.as_ref().map(|customer| format!(" {customer}")).unwrap_or_default();
        let _ =
            writeln!(text, "{at}  {}{whom}: {who} from {origin}, {count}, up to entry {last}", kind.tag());
    }
    text
}

fn list(watched: &Watched) -> String {
    let mut text = String::new();
    for (customer, why, account) in watched.all() {
        let of = account.map(|account| format!(" of {account}")).unwrap_or_default();
        let _ = writeln!(text, "{customer}  {}{of}", why.tag());
    }
    if text.is_empty() { "nobody is watched\n".to_owned() } else { text }
}
