//! What contacts contribute to figures, in the columns of their rows.

use super::table::parse_some;
use crate::{Db, Error, Result, read_db};
use indicators::{Fact, Outcome};
use sqlx::FromRow;
use vocabulary::{AgentId, ContactId, CustomerRef, LineName, Span, Time};

/// Facts read in one statement: what takes longer than a statement may is read in several.
const PAGE: i64 = 5_000;

macro_rules! columns {
    () => {
        "id, line, customer, agent, counted_at_us, first_queue, outcome, waited_us, talked_us, held_us, \
         wrapped_up_us, services, holds, transfers, in_time, short, imported, tier, skills, odd, callback, channel"
    };
}

const COUNTED: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM contacts WHERE counted_at_us >= $1 AND counted_at_us < $2 AND (counted_at_us, id) > ($3, $4)",
    " ORDER BY counted_at_us, id LIMIT $5"
);
/// Rows a statement asks for by their ids; ids that are left over are asked for as 0, which is none.
const OF_IDS: usize = 16;
const OF: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM contacts WHERE counted_at_us IS NOT NULL AND id IN",
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
);
const IMPORTED: &str = "SELECT id FROM contacts WHERE id >= $1";
const KEPT: &str = "SELECT id FROM contacts WHERE counted_at_us IS NOT NULL AND closed_at_us < $1 AND id > $2 \
                    ORDER BY id LIMIT $3";
const UNCOUNTED: &str =
    "SELECT COUNT(*) FROM contacts WHERE closed_at_us IS NOT NULL AND counted_at_us IS NULL";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] = &[COUNTED, OF, IMPORTED, KEPT, UNCOUNTED];

#[derive(FromRow)]
pub(super) struct StoredFact {
    pub counted_at_us: Option<i64>,
    first_queue: Option<String>,
    outcome: Option<String>,
    waited_us: Option<i64>,
    talked_us: Option<i64>,
    held_us: Option<i64>,
    wrapped_up_us: Option<i64>,
    services: Option<i64>,
    holds: Option<i64>,
    transfers: Option<i64>,
    in_time: Option<i64>,
    short: Option<i64>,
    imported: Option<i64>,
    tier: Option<String>,
    skills: Option<String>,
    odd: Option<String>,
    callback: Option<String>,
    /// None in a row of a release that had calls alone.
    channel: Option<String>,
}

#[derive(FromRow)]
struct Counted {
    id: i64,
    line: String,
    customer: Option<String>,
    agent: Option<i64>,
    #[sqlx(flatten)]
    fact: StoredFact,
}

impl StoredFact {
    /// The fact, with what stands elsewhere in the row; none when the row is damaged.
    pub fn read(
        self,
        contact: ContactId,
        line: LineName,
        agent: Option<AgentId>,
        customer: Option<CustomerRef>,
    ) -> Option<Fact> {
        let number = |count: Option<i64>| u32::try_from(count?).ok();
        Some(Fact {
            contact,
            channel: parse_some(self.channel)?.unwrap_or_default(),
            counted_at: Time(self.counted_at_us?),
            line,
            queue: parse_some(self.first_queue)?,
            agent,
            skills: words(&self.skills?).map(|word| word.parse().ok()).collect::<Option<_>>()?,
            tier: self.tier,
            customer,
            outcome: self.outcome?.parse().ok()?,
            waited: Span(self.waited_us?),
            talked: Span(self.talked_us?),
            held: Span(self.held_us?),
            wrapped_up: Span(self.wrapped_up_us?),
            services: number(self.services)?,
            holds: number(self.holds)?,
            transfers: number(self.transfers)?,
            in_time: self.in_time? != 0,
            short: self.short? != 0,
            callback: parse_some(self.callback)?,
            imported: self.imported? != 0,
            odd: words(&self.odd?).map(str::to_owned).collect(),
        })
    }
}

/// Binds the columns of a fact, or nothing in their place.
macro_rules! bind_fact {
    ($query:expr, $fact:expr) => {{
        let fact: Option<&indicators::Fact> = $fact;
        $query
            .bind(fact.map(|fact| fact.counted_at.0))
            .bind(fact.and_then(|fact| fact.queue.as_ref()).map(|queue| queue.as_str()))
            .bind(fact.map(|fact| fact.outcome.tag()))
            .bind(fact.map(|fact| fact.waited.0))
            .bind(fact.map(|fact| fact.talked.0))
            .bind(fact.map(|fact| fact.held.0))
            .bind(fact.map(|fact| fact.wrapped_up.0))
            .bind(fact.map(|fact| i64::from(fact.services)))
            .bind(fact.map(|fact| i64::from(fact.holds)))
            .bind(fact.map(|fact| i64::from(fact.transfers)))
            .bind(fact.map(|fact| i64::from(fact.in_time)))
            .bind(fact.map(|fact| i64::from(fact.short)))
            .bind(fact.map(|fact| i64::from(fact.imported)))
            .bind(fact.and_then(|fact| fact.tier.as_deref()))
            .bind(fact.map(|fact| $crate::contacts::facts::written(&fact.skills)))
            .bind(fact.map(|fact| $crate::contacts::facts::written(&fact.odd)))
            .bind(fact.and_then(|fact| fact.callback).map(|called| called.tag()))
            .bind(fact.map(|fact| fact.channel.tag()))
    }};
}
pub(super) use bind_fact;

/// Words with a comma before and behind each: `,cards,lang.ko,`.
pub(super) fn written(words: &[impl ToString]) -> String {
    let mut text = ",".to_owned();
    for word in words {
        text.push_str(&word.to_string());
        text.push(',');
    }
    text
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').filter(|word| !word.is_empty())
}

/// Outcomes to look for; none for any.
pub(super) fn between_commas(outcomes: &[Outcome]) -> Option<String> {
    (!outcomes.is_empty()).then(|| written(outcomes))
}

/// Agents' numbers to look for, with a comma before and behind each; none for any.
pub(super) fn agents(agents: Option<&[AgentId]>) -> Option<String> {
    agents.map(|agents| written(&agents.iter().map(|agent| agent.0).collect::<Vec<_>>()))
}

/// A page of the facts that count from `from` on and before `to`, after those the page before ended
/// with, in order.
pub(crate) async fn page(db: &Db, from: Time, to: Time, after: (Time, ContactId)) -> Result<Vec<Fact>> {
    let rows: Vec<Counted> = read_db!(db, |pool| {
        sqlx::query_as(COUNTED)
            .bind(from.0)
            .bind(to.0)
            .bind(after.0.0)
            .bind(after.1.0.cast_signed())
            .bind(PAGE)
            .fetch_all(pool)
            .await
    })?;
    rows.into_iter().map(read).collect()
}

/// Whether a page is one of those with more to follow.
pub(crate) fn is_full(page: &[Fact]) -> bool {
    page.len() as i64 >= PAGE
}

/// The facts of these contacts, as far as they have any.
pub(crate) async fn of(db: &Db, contacts: &[ContactId]) -> Result<Vec<Fact>> {
    let mut facts = Vec::with_capacity(contacts.len());
    for ids in contacts.chunks(OF_IDS) {
        let rows: Vec<Counted> = read_db!(db, |pool| {
            let mut query = sqlx::query_as(OF);
            for place in 0..OF_IDS {
                query = query.bind(ids.get(place).map_or(0, |id| id.0.cast_signed()));
            }
            query.fetch_all(pool).await
        })?;
        facts.extend(rows.into_iter().map(read).collect::<Result<Vec<_>>>()?);
    }
    Ok(facts)
}

fn read(row: Counted) -> Result<Fact> {
    let contact = ContactId(row.id.cast_unsigned());
    let damaged = Error::UnreadableContact { contact };
    let (Ok(line), Some(customer)) = (row.line.parse(), parse_some(row.customer)) else {
        return Err(damaged);
    };
    let agent = row.agent.map(|agent| AgentId(agent.cast_unsigned()));
    row.fact.read(contact, line, agent, customer).ok_or(damaged)
}

/// Ids of imported contacts.
pub(crate) async fn imported(db: &Db) -> Result<Vec<ContactId>> {
    let first = super::FIRST_IMPORTED.0.cast_signed();
    let ids: Vec<i64> = read_db!(db, |pool| sqlx::query_scalar(IMPORTED).bind(first).fetch_all(pool).await)?;
    Ok(ids.into_iter().map(|id| ContactId(id.cast_unsigned())).collect())
}

/// A page of the ids of contacts that were closed before a moment and have a fact, after one of them.
pub(crate) async fn kept(db: &Db, before: Time, after: ContactId) -> Result<Vec<ContactId>> {
    let ids: Vec<i64> = read_db!(db, |pool| {
        sqlx::query_scalar(KEPT).bind(before.0).bind(after.0.cast_signed()).bind(PAGE).fetch_all(pool).await
    })?;
    Ok(ids.into_iter().map(|id| ContactId(id.cast_unsigned())).collect())
}

/// How many closed contacts have no fact: those of a release without figures, and those whose change
/// was refused.
pub(crate) async fn uncounted(db: &Db) -> Result<u64> {
    let count: i64 = read_db!(db, |pool| sqlx::query_scalar(UNCOUNTED).fetch_one(pool).await)?;
    Ok(count.unsigned_abs())
}
