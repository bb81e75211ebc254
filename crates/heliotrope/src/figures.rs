//! `heliotrope figures` and `heliotrope figures check`: any figure in a terminal, beside a running
//! server or without one.

use crate::command_line::{Check, Data, Figures, FiguresCommand};
use crate::{Failure, zone};
use indicators::catalogue::{self, Definition, Formula, Unit};
use indicators::table::{self, About, Figure, Ground, Question, Row, Short};
use jiff::civil::Date;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::Write as _;
use store::Store;
use vocabulary::{ContactId, Span, Time};

/// Repeat rates look a week ahead.
const LOOK_AHEAD: Span = Span::seconds(7 * 86_400);

/// Prints figures, or checks them.
pub fn run(options: Figures) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let text = runtime.block_on(async {
        match options.command {
            Some(FiguresCommand::Check(check)) => check_figures(check).await,
            None => show(options).await,
        }
    })?;
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

/// How a data folder is opened.
pub fn opening(data: &Data) -> store::Options {
    let mut opening = store::Options::new(&data.data);
    opening.database = data.database.clone();
    opening.migrations = trust::MIGRATIONS.to_vec();
    opening
}

async fn show(options: Figures) -> Result<String, Failure> {
    if options.from >= options.to {
        return Err(EndsBeforeItBegins { from: options.from, to: options.to }.into());
    }
    let indicators = chosen(&options.indicators)?;
    let reader = Store::read_only(opening(&options.data)).await?;
    let kept = centre::replay(&reader).await?;
    let plan = kept.state.plan();
    let chosen = zone::choose(options.zone.as_deref(), plan, &reader, options.to).await?;
    if chosen.is_guess {
        eprintln!("{}", zone::Chosen::ADVICE);
    }
    let zone = &chosen.zone;
    let edge = |day: Date| zone.begin(day).ok_or(Beyond(day));
    let (from, to) = (edge(options.from)?, edge(options.to)?);
    let mut facts = reader.facts(from, to + LOOK_AHEAD).await?;
    // Open contacts have no fact in their rows yet: the journal's tail tells how far they have come.
    let closed: HashSet<ContactId> = facts.iter().map(|fact| fact.contact).collect();
    let open = kept.figures.open(kept.state.now());
    facts.extend(open.into_iter().filter(|fact| !closed.contains(&fact.contact)));
    let (times, fed) =
        (reader.times(from, to).await?, reader.fed(from, to, jiff::Timestamp::now().into()).await?);
    let question = Question {
        indicators,
        from,
        to,
        interval: options.interval,
        zone,
        by: options.by,
        about: About::default(),
        short: if options.without_short { Short::Out } else { Short::Counted },
        teams: &plan.teams,
    };
    let rows = table::answer(&question, Ground { facts: &facts, times: &times, fed: &fed });
    if options.csv {
        // Each of its times bears its offset.
        let user = rustix::process::getuid().as_raw();
        let mark = format!("Heliotrope, made at the console by user {user} at {}", jiff::Timestamp::now());
        let sheet = sheets::Sheet { mark: Some(mark), ..api::figures_sheet(&question, rows) };
        return Ok(sheets::csv(&sheet));
    }
    Ok(chosen.told() + "\n" + &text(&question, &rows))
}

/// The day lies beyond the calendar.
#[derive(Debug, thiserror::Error)]
#[error("{0} lies beyond the calendar; give another day")]
struct Beyond(Date);

/// No day lies between the two.
#[derive(Debug, thiserror::Error)]
#[error("--to {to} must be later than --from {from}: it is the first day that is not counted")]
pub struct EndsBeforeItBegins {
    pub from: Date,
    pub to: Date,
}

/// There is no such indicator.
#[derive(Debug, thiserror::Error)]
#[error("there is no indicator {0}; docs/INDICATORS.md lists them")]
struct NoIndicator(String);

/// Those named, or all that have figures of their own.
fn chosen(keys: &[String]) -> Result<Vec<&'static Definition>, NoIndicator> {
    if keys.is_empty() {
        return Ok(catalogue::all().filter(|definition| definition.fed_by.is_none()).collect());
    }
    keys.iter().map(|key| catalogue::find(key).ok_or_else(|| NoIndicator(key.clone()))).collect()
}

/// A block for each row, a line for each indicator.
fn text(question: &Question<'_>, rows: &[Row]) -> String {
    let mut text = String::new();
    let wall = |at: Time| question.zone.wall(at).strftime("%Y-%m-%d %H:%M").to_string();
    for row in rows {
        let key = row.key.as_deref().unwrap_or("–");
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{} to {}  {} {key}", wall(row.from), wall(row.to), question.by);
        for (definition, figure) in question.indicators.iter().zip(&row.figures) {
            let value = print(definition, figure);
            let _ = writeln!(text, "  {:<24} {value:>12}{}", definition.key, made_of(definition, figure));
        }
    }
    if rows.is_empty() { "no contacts in this time\n".to_owned() } else { text }
}

/// What a figure was made of.
fn made_of(definition: &Definition, figure: &Figure) -> String {
    let Figure { numerator, denominator, .. } = figure;
    match definition.formula {
        Formula::Deviation(..) | Formula::Median(..) => format!("  (of {denominator})"),
        formula if formula.is_divided() => format!("  ({numerator} ÷ {denominator})"),
        _ => format!("  ({numerator})"),
    }
}

/// A figure as people read it.
pub fn print(definition: &Definition, figure: &Figure) -> String {
    let Some(value) = figure.value else { return "–".to_owned() };
    match definition.unit {
        Unit::Share | Unit::NetShare => format!("{:.2} %", value * 100.0),
        Unit::Seconds if definition.key.starts_with("talk_") => format!("{value:.1} s"),
        Unit::Seconds => format!("{value:.2} s"),
        Unit::Count | Unit::PerTenThousand | Unit::Mark | Unit::Hours => format!("{value}"),
    }
}

/// Figures differ from the journal.
#[derive(Debug, thiserror::Error)]
#[error("{0} contacts differ from the journal; run it with --mend while no centre runs here")]
struct Differ(u64);

async fn check_figures(options: Check) -> Result<String, Failure> {
    if options.mend {
        return mend(&options.data).await;
    }
    let reader = Store::read_only(opening(&options.data)).await?;
    let checked = centre::check(&reader, None).await?;
    match checked.differences() {
        0 => Ok(told(&checked)),
        differences => {
            eprint!("{}", told(&checked));
            Err(Differ(differences).into())
        }
    }
}

/// Differences that the journal cannot mend.
#[derive(Debug, thiserror::Error)]
#[error(
    "{0} differences are left that cannot be mended from the journal; bring the data folder back from a backup"
)]
struct Left(u64);

/// Checks, writes what the journal says over what differs, and checks again: mended is what no longer
/// differs.
async fn mend(data: &Data) -> Result<String, Failure> {
    let store = Store::open(opening(data)).await?;
    let mended = mend_in(&store).await;
    store.close().await;
    let (before, after) = mended?;
    let text = told(&before);
    match after.differences() {
        0 => Ok(text + "mended\n"),
        left => {
            eprint!("{text}after mending: {}", told(&after));
            Err(Left(left).into())
        }
    }
}

/// What was found before and after mending.
async fn mend_in(store: &Store) -> Result<(centre::Checked, centre::Checked), Failure> {
    let before = centre::check(store, None).await?;
    centre::mend(store, &before.differing).await?;
    centre::mend(store, &before.judged_before).await?;
    let after = centre::check(store, None).await?;
    Ok((before, after))
}

fn told(checked: &centre::Checked) -> String {
    let mut text = format!(
        "{} contacts compared with the journal, {} differ\n",
        checked.compared,
        checked.differences()
    );
    if !checked.judged_before.is_empty() {
        let _ = writeln!(
            text,
            "{} were judged by the rule of an earlier release, and count so; --mend judges them anew",
            checked.judged_before.len()
        );
    }
    for difference in &checked.said {
        let _ = writeln!(text, "  {difference}");
    }
    text
}
