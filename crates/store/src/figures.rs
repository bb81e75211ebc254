//! What figures need beside contacts: agents' time, what other rooms feed, checks, report runs.

use crate::{Db, Error, Result, read_db, write_db};
use indicators::{FeedFact, TimeCell, TimeUse};
use vocabulary::{AgentId, Span, Time};

const PUT_TIME: &str = "INSERT INTO agent_times (start_us, agent, available_us, talking_us, wrapping_us, not_ready_us) \
                        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (start_us, agent) DO UPDATE SET \
                        available_us = excluded.available_us, talking_us = excluded.talking_us, \
                        wrapping_us = excluded.wrapping_us, not_ready_us = excluded.not_ready_us";
const TIMES: &str = "SELECT start_us, agent, available_us, talking_us, wrapping_us, not_ready_us FROM agent_times \
                     WHERE start_us >= $1 AND start_us < $2 ORDER BY start_us, agent";
const FEED: &str = "INSERT INTO figure_feed (indicator, id, at_us, agent, queue, tier, numerator, denominator) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (indicator, id) DO UPDATE SET \
                    at_us = excluded.at_us, agent = excluded.agent, queue = excluded.queue, \
                    tier = excluded.tier, numerator = excluded.numerator, denominator = excluded.denominator";
const FED: &str = "SELECT indicator, id, at_us, agent, queue, tier, numerator, denominator FROM figure_feed \
                   WHERE at_us >= $1 AND at_us < $2 ORDER BY at_us, indicator, id";
const ADD_CHECK: &str = "INSERT INTO figure_checks (at_us, compared, differences, first) VALUES ($1, $2, $3, $4) \
                         ON CONFLICT (at_us) DO UPDATE SET compared = excluded.compared, \
                         differences = excluded.differences, first = excluded.first";
const CHECKS: &str =
    "SELECT at_us, compared, differences, first FROM figure_checks ORDER BY at_us DESC LIMIT $1";
const ADD_RUN: &str = "INSERT INTO report_runs (report, due_us, ran_us, file, failure) VALUES ($1, $2, $3, $4, $5) \
                       ON CONFLICT (report, due_us) DO UPDATE SET ran_us = excluded.ran_us, \
                       file = excluded.file, failure = excluded.failure";
const RUNS: &str =
    "SELECT due_us, ran_us, file, failure FROM report_runs WHERE report = $1 ORDER BY due_us DESC LIMIT $2";
const EXTENT: &str = "SELECT MIN(counted_at_us), MAX(counted_at_us) FROM contacts WHERE imported = $1";

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[&str] =
    &[PUT_TIME, TIMES, FEED, FED, ADD_CHECK, CHECKS, ADD_RUN, RUNS, EXTENT];

/// Cells of agents' time that one transaction writes: some milliseconds.
pub(crate) const TIMES_AT_ONCE: usize = 128;

/// A comparison of the kept facts with the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureCheck {
    /// When it was made.
    pub at: Time,
    /// Contacts compared.
    pub compared: u64,
    /// Contacts whose facts differ, are missing, or are too many.
    pub differences: u64,
    /// The first of them in words; empty when there is none.
    pub first: String,
}

/// A run of a scheduled report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRun {
    /// When it was due.
    pub due: Time,
    /// When it ran.
    pub ran: Time,
    /// The file it wrote.
    pub file: Option<String>,
    /// Why it wrote none.
    pub failure: Option<String>,
}

type TimeRow = (i64, i64, i64, i64, i64, i64);
type FedRow = (String, String, i64, Option<i64>, Option<String>, Option<String>, String, String);

pub(crate) async fn put_times(db: &Db, cells: &[TimeCell]) -> std::result::Result<(), sqlx::Error> {
    write_db!(db, |pool| {
        let mut tx = pool.begin().await?;
        for TimeCell { start, agent, spent } in cells {
            sqlx::query(PUT_TIME)
                .bind(start.0)
                .bind(agent.0.cast_signed())
                .bind(spent.available.0)
                .bind(spent.talking.0)
                .bind(spent.wrapping_up.0)
                .bind(spent.not_ready.0)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await
    })
}

pub(crate) async fn times(db: &Db, from: Time, to: Time) -> std::result::Result<Vec<TimeCell>, sqlx::Error> {
    let rows: Vec<TimeRow> =
        read_db!(db, |pool| sqlx::query_as(TIMES).bind(from.0).bind(to.0).fetch_all(pool).await)?;
    let read = |(start, agent, available, talking, wrapping_up, not_ready): TimeRow| TimeCell {
        start: Time(start),
        agent: AgentId(agent.cast_unsigned()),
        spent: TimeUse {
            available: Span(available),
            talking: Span(talking),
            wrapping_up: Span(wrapping_up),
            not_ready: Span(not_ready),
        },
    };
    Ok(rows.into_iter().map(read).collect())
}

pub(crate) async fn feed(db: &Db, facts: &[FeedFact]) -> std::result::Result<(), sqlx::Error> {
    write_db!(db, |pool| {
        let mut tx = pool.begin().await?;
        for fact in facts {
            sqlx::query(FEED)
                .bind(&fact.indicator)
                .bind(&fact.id)
                .bind(fact.at.0)
                .bind(fact.agent.map(|agent| agent.0.cast_signed()))
                .bind(fact.queue.as_ref().map(|queue| queue.as_str()))
                .bind(fact.tier.as_deref())
                .bind(fact.numerator.to_string())
                .bind(fact.denominator.to_string())
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await
    })
}

pub(crate) async fn fed(db: &Db, from: Time, to: Time) -> Result<Vec<FeedFact>> {
    let rows: Vec<FedRow> =
        read_db!(db, |pool| sqlx::query_as(FED).bind(from.0).bind(to.0).fetch_all(pool).await)?;
    rows.into_iter().map(read_fed).collect()
}

fn read_fed((indicator, id, at, agent, queue, tier, numerator, denominator): FedRow) -> Result<FeedFact> {
    let damaged = || Error::UnreadableFeed { indicator: indicator.clone(), id: id.clone() };
    let queue = queue.map(|queue| queue.parse()).transpose().map_err(|_| damaged())?;
    let (Ok(numerator), Ok(denominator)) = (numerator.parse(), denominator.parse()) else {
        return Err(damaged());
    };
    let agent = agent.map(|agent| AgentId(agent.cast_unsigned()));
    Ok(FeedFact { indicator, id, at: Time(at), agent, queue, tier, numerator, denominator })
}

pub(crate) async fn add_check(db: &Db, check: &FigureCheck) -> std::result::Result<(), sqlx::Error> {
    write_db!(db, |pool| {
        sqlx::query(ADD_CHECK)
            .bind(check.at.0)
            .bind(check.compared.cast_signed())
            .bind(check.differences.cast_signed())
            .bind(&check.first)
            .execute(pool)
            .await
            .map(drop)
    })
}

pub(crate) async fn checks(db: &Db, limit: u32) -> std::result::Result<Vec<FigureCheck>, sqlx::Error> {
    let rows: Vec<(i64, i64, i64, String)> =
        read_db!(db, |pool| sqlx::query_as(CHECKS).bind(i64::from(limit)).fetch_all(pool).await)?;
    let read = |(at, compared, differences, first): (i64, i64, i64, String)| FigureCheck {
        at: Time(at),
        compared: compared.cast_unsigned(),
        differences: differences.cast_unsigned(),
        first,
    };
    Ok(rows.into_iter().map(read).collect())
}

pub(crate) async fn add_run(db: &Db, report: &str, run: &ReportRun) -> std::result::Result<(), sqlx::Error> {
    write_db!(db, |pool| {
        sqlx::query(ADD_RUN)
            .bind(report)
            .bind(run.due.0)
            .bind(run.ran.0)
            .bind(run.file.as_deref())
            .bind(run.failure.as_deref())
            .execute(pool)
            .await
            .map(drop)
    })
}

pub(crate) async fn runs(
    db: &Db,
    report: &str,
    limit: u32,
) -> std::result::Result<Vec<ReportRun>, sqlx::Error> {
    type Row = (i64, i64, Option<String>, Option<String>);
    let rows: Vec<Row> =
        read_db!(db, |pool| sqlx::query_as(RUNS).bind(report).bind(i64::from(limit)).fetch_all(pool).await)?;
    let read = |(due, ran, file, failure): Row| ReportRun { due: Time(due), ran: Time(ran), file, failure };
    Ok(rows.into_iter().map(read).collect())
}

pub(crate) async fn extent(
    db: &Db,
    imported: bool,
) -> std::result::Result<Option<(Time, Time)>, sqlx::Error> {
    let row: (Option<i64>, Option<i64>) =
        read_db!(db, |pool| sqlx::query_as(EXTENT).bind(i64::from(imported)).fetch_one(pool).await)?;
    Ok(row.0.zip(row.1).map(|(first, last)| (Time(first), Time(last))))
}
