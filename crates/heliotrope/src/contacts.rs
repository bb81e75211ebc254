//! `heliotrope contacts` and `heliotrope contact ID`: a look into the data folder, beside a
//! running server or without one.

use crate::Failure;
use crate::command_line::{Contact, Contacts, Data};
use crate::console;
use crate::story;
use floor::{Phase, State};
use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use store::audit::{Entry, Kind};
use store::{ContactRow, Filter, Reader, Store};
use vocabulary::{ContactId, Span};

/// Lists contacts.
pub fn list(options: Contacts) -> Result<(), Failure> {
    blocking(async {
        record_look(&options.data, "cli:contacts", None).await?;
        let reader = open(options.data.clone()).await?;
        let floor = centre::replay(&reader).await?.state;
        let rows = if options.open {
            open_rows(&reader, &floor, &options).await?
        } else {
            rows(&reader, &options).await?
        };
        if rows.is_empty() {
            return say(nothing(&options));
        }
        say(&table(&reader, &floor, &rows).await?)
    })
}

/// Rows of the contacts table. It learns queue, agent and wait of a contact when that closes.
async fn rows(reader: &Reader, options: &Contacts) -> Result<Vec<ContactRow>, Failure> {
    let filter = Filter {
        queue: options.queue.clone(),
        agent: options.agent,
        before: options.before,
        limit: options.limit,
        ..Filter::default()
    };
    Ok(reader.contacts(&filter).await?)
}

/// Open contacts as the journal leaves them: in which queue they want to be, and who serves them now.
async fn open_rows(reader: &Reader, floor: &State, options: &Contacts) -> Result<Vec<ContactRow>, Failure> {
    let queue_of = |contact: &floor::Contact| contact.wanted.as_ref().map(|wanted| wanted.queue.clone());
    let is_asked = |contact: &&floor::Contact| {
        options.queue.as_ref().is_none_or(|queue| queue_of(contact).as_ref() == Some(queue))
            && options.agent.is_none_or(|agent| contact.served_by() == Some(agent))
            && options.before.is_none_or(|before| contact.id < before)
    };
    let mut asked: Vec<&floor::Contact> = floor.contacts().filter(is_asked).collect();
    asked.sort_by_key(|contact| Reverse(contact.id));
    asked.truncate(options.limit as usize);
    let mut rows = Vec::with_capacity(asked.len());
    for contact in asked {
        let Some(mut row) = reader.contact(contact.id).await? else { continue };
        (row.queue, row.agent) = (queue_of(contact), contact.served_by());
        (row.wait, row.talk) = (contact.wait, contact.talk);
        rows.push(row);
    }
    Ok(rows)
}

/// What to say when nothing is listed.
fn nothing(options: &Contacts) -> &'static str {
    match (options.open, options.queue.is_some() || options.agent.is_some()) {
        (true, _) => "no open contacts\n",
        (false, true) => "no closed contacts; --open lists those that are open\n",
        (false, false) => "no contacts\n",
    }
}

/// Where an open contact stands.
fn phase(contact: &floor::Contact) -> &'static str {
    match contact.phase {
        Phase::Opened | Phase::Announced { .. } | Phase::Flow { .. } => "open: in its flow",
        Phase::Waiting | Phase::Resting { .. } if contact.is_away() => "open: to be called back",
        Phase::Waiting | Phase::Resting { .. } => "open: waiting",
        Phase::CallingBack { .. } => "open: called back",
        Phase::Verifying { .. } => "open: called at the registered number",
        Phase::Offered { .. } => "open: offered",
        Phase::Talking { .. } => "open: talking",
        Phase::WrapUp { .. } | Phase::Ended { .. } => "open: after the call",
    }
}

/// Shows one contact with its journal.
pub fn show(options: Contact) -> Result<(), Failure> {
    blocking(async {
        record_look(&options.data, "cli:contact", Some(options.id)).await?;
        let reader = open(options.data).await?;
        let Some(row) = reader.contact(options.id).await? else {
            return Err(NotThere(options.id).into());
        };
        let journal = reader.contact_journal(options.id).await?;
        let floor = centre::replay(&reader).await?.state;
        let row = table(&reader, &floor, std::slice::from_ref(&row)).await?;
        say(&format!("{row}\n{}", story::tell(&journal)))
    })
}

/// Puts on record that somebody looks at customers from here; who cannot be put on record sees nothing.
pub async fn record_look(
    data: &Data,
    operation: &'static str,
    contact: Option<ContactId>,
) -> Result<(), Failure> {
    let db = console::beside(data).await?;
    console::record(&db, Entry { contact, ..console::act(operation, Kind::Look) }).await
}

/// No contact of this id is in the data folder.
#[derive(Debug, thiserror::Error)]
#[error("there is no contact {0} here; `heliotrope contacts` lists those there are")]
pub struct NotThere(pub ContactId);

/// Prints to whoever reads; one who has read enough (`| head`) is no failure.
pub fn say(text: &str) -> Result<(), Failure> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(gone) if gone.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

pub fn blocking(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

pub async fn open(data: Data) -> Result<Reader, Failure> {
    let mut options = store::Options::new(data.data);
    options.database = data.database;
    options.migrations = trust::MIGRATIONS.to_vec();
    Ok(Store::read_only(options).await?)
}

/// One line a contact; the caller's number masked.
async fn table(reader: &Reader, floor: &State, rows: &[ContactRow]) -> Result<String, Failure> {
    let mut text = format!(
        "{:<9} {:<24} {:<12} {:<4} {:<12} {:<8} {:<6} {:>7} {:>7}  {}\n",
        "contact", "opened", "line", "lang", "caller", "queue", "agent", "wait", "talk", "end"
    );
    for row in rows {
        let caller = reader.unseal_caller(row).await?;
        let caller = caller.map_or_else(|| "withheld".to_owned(), |number| number.to_string());
        let seconds =
            |span: Option<Span>| span.map_or("–".to_owned(), |span| format!("{:.1}", span.as_seconds()));
        let name = |name: Option<&dyn std::fmt::Display>| name.map_or("–".to_owned(), ToString::to_string);
        let stands = || floor.contact(row.contact).map_or("open", phase).to_owned();
        let end = row.reason.map_or_else(stands, |reason| story::word(&reason));
        writeln!(
            text,
            "{:<9} {:<24} {:<12} {:<4} {:<12} {:<8} {:<6} {:>7} {:>7}  {end}",
            row.contact.to_string(),
            row.opened_at.to_string(),
            row.line.to_string(),
            row.language.to_string(),
            caller,
            name(row.queue.as_ref().map(|queue| queue as &dyn std::fmt::Display)),
            name(row.agent.as_ref().map(|agent| agent as &dyn std::fmt::Display)),
            seconds(row.wait),
            seconds(row.talk),
        )?;
    }
    Ok(text)
}
