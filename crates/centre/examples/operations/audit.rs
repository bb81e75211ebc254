//! Compares what the bank did, what the centre has on record and what agents were shown: three books that are
//! written by different hands, the bank's read here as it lies on disk.

use crate::side::CALLS;
use crate::{Failed, side};
use jiff::Zoned;
use sandbox_bank::SandboxBank;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use store::{OrderRow, OrderState, Store, Whose};
use vocabulary::{AgentId, Currency, Time};

/// A line that an agent's page would have shown.
pub struct Shown {
    key: String,
    state: String,
    reference: Option<String>,
}

impl Shown {
    /// Reads `shown KEY STATE REFERENCE`; a line that a kill cut off was not shown.
    pub fn read(line: &str) -> Option<Shown> {
        let words: Vec<&str> = line.split(' ').collect();
        let ["shown", key, state, reference] = words.as_slice() else { return None };
        let reference = (*reference != "-").then(|| (*reference).to_owned());
        (key.len() == 32).then(|| Shown { key: (*key).to_owned(), state: (*state).to_owned(), reference })
    }

    /// Whether the bank's own word is in it.
    pub fn is_settled(&self) -> bool {
        ["done", "declined"].contains(&self.state.as_str())
    }
}

/// A line of the bank's file.
#[derive(Deserialize)]
struct Line {
    key: String,
    outcome: Told,
    change: Option<(usize, Change)>,
}

#[derive(Deserialize)]
struct Told {
    outcome: String,
    reference: Option<String>,
}

#[derive(Deserialize)]
struct Change {
    what: What,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum What {
    Adjusted {
        adjusted: Adjusted,
    },
    /// What moves no money.
    Other(IgnoredAny),
}

#[derive(Deserialize)]
struct Adjusted {
    minor: i64,
    currency: Currency,
}

/// How the books of both stand; they agree.
#[derive(Default)]
pub struct Books {
    /// By state, on the centre's record.
    orders: BTreeMap<&'static str, usize>,
    /// What was given back, in smallest units.
    given_back: BTreeMap<Currency, i64>,
    /// Answers that agents saw.
    shown: usize,
}

/// # Errors
/// The first disagreement, or books that cannot be read.
pub fn compare(
    store: &Path,
    orders: &Path,
    (seed, customers): (u64, usize),
    shown: &[Shown],
) -> Result<Books, Failed> {
    let lines = bank_lines(orders)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let rows = runtime.block_on(centre_rows(store))?;
    for (key, line) in &lines {
        if !rows.contains_key(key) {
            return Err(format!("the bank has order {key}, of which the centre has no record").into());
        }
        if (line.outcome.outcome == "done") != line.change.is_some() {
            return Err(format!("the bank says done of {key}, and its books say otherwise").into());
        }
    }
    for row in rows.values() {
        agree(row.state.tag(), row.reference.as_deref(), &row.key, &lines)?;
    }
    for one in shown {
        agree(&one.state, one.reference.as_deref(), &one.key, &lines)?;
    }
    let of_bank = sums(lines.values().filter_map(|line| match &line.change.as_ref()?.1.what {
        What::Adjusted { adjusted } => Some((adjusted.currency, adjusted.minor)),
        What::Other(IgnoredAny) => None,
    }));
    let is_given = |row: &&OrderRow| row.state == OrderState::Done && row.operation == "adjust_interest";
    let given = rows.values().filter(is_given).filter_map(|row| row.amount);
    let of_centre = sums(given.map(|amount| (amount.currency, amount.minor)));
    if of_bank != of_centre {
        return Err(format!("the bank gave back {of_bank:?}, the centre's record says {of_centre:?}").into());
    }
    // The bank's own reading of its file: from line to line, and against every bill.
    let bank = SandboxBank::on(Zoned::now().date(), seed, customers);
    bank.keep_orders(orders)?;
    let own = bank.given_back()?;
    if own != of_bank {
        return Err(format!("the bank's own accounts gave {own:?}, customers got {of_bank:?}").into());
    }
    let mut states = BTreeMap::new();
    rows.values().for_each(|row| *states.entry(row.state.tag()).or_default() += 1);
    Ok(Books { orders: states, given_back: own, shown: shown.len() })
}

/// What was said of an order against what the bank did.
fn agree(
    state: &str,
    reference: Option<&str>,
    key: &str,
    lines: &BTreeMap<String, Line>,
) -> Result<(), Failed> {
    let told = lines.get(key).map(|line| &line.outcome);
    let was_done = told.is_some_and(|told| told.outcome == "done");
    let agrees = match state {
        "done" => was_done && told.and_then(|told| told.reference.as_deref()) == reference,
        "declined" | "never" | "refused" => !was_done,
        // Nobody knew, and nobody said more.
        "unknown" | "pending" => reference.is_none(),
        _ => false,
    };
    let bank = told.map_or("nothing", |told| told.outcome.as_str());
    if agrees {
        Ok(())
    } else {
        Err(format!("order {key} was said to be {state}, the bank has {bank}").into())
    }
}

/// The bank's file: one line a key, one reference an effect.
fn bank_lines(file: &Path) -> Result<BTreeMap<String, Line>, Failed> {
    let text = std::fs::read_to_string(file)?;
    let whole = text.rfind('\n').map_or(0, |end| end + 1);
    let (mut lines, mut references) = (BTreeMap::new(), BTreeSet::new());
    for line in text[..whole].lines() {
        let line: Line = serde_json::from_str(line)?;
        let key = line.key.clone();
        if line.outcome.reference.as_ref().is_some_and(|reference| !references.insert(reference.clone())) {
            return Err(format!("two effects have the reference of order {key}").into());
        }
        if lines.insert(key.clone(), line).is_some() {
            return Err(format!("the bank has order {key} twice").into());
        }
    }
    Ok(lines)
}

/// Everything the centre ordered; none may be without an end.
async fn centre_rows(folder: &Path) -> Result<BTreeMap<String, OrderRow>, Failed> {
    let store = Store::open(side::opening(folder)).await?;
    let mut rows = BTreeMap::new();
    for agent in 1..=CALLS as u64 {
        for operation in side::OPERATIONS {
            let own = store.orders_since(operation.tag(), Time(0), Whose::Agent(AgentId(agent))).await?;
            rows.extend(own.into_iter().map(|row| (row.key.clone(), row)));
        }
    }
    store.close().await;
    match rows.values().find(|row| matches!(row.state, OrderState::Unknown | OrderState::Pending)) {
        Some(open) => Err(format!("order {} never came to an end", open.key).into()),
        None => Ok(rows),
    }
}

fn sums(given: impl Iterator<Item = (Currency, i64)>) -> BTreeMap<Currency, i64> {
    let mut sums = BTreeMap::new();
    given.for_each(|(currency, minor)| *sums.entry(currency).or_default() += minor);
    sums
}

impl fmt::Display for Books {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Books { orders, given_back, shown } = self;
        writeln!(f, "orders on record: {orders:?}; {shown} answers were shown, each as the bank has it")?;
        write!(f, "given back, in smallest units, in the books of both: {given_back:?}")
    }
}
