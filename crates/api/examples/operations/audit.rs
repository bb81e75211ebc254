//! Compares what the bank did, what the centre has on record and what agents were shown: three books that are
//! written by different hands, the bank's read here as it lies on disk.

use crate::serving::{Failed, opening};
use crate::shown::{Operation, Shown, Told};
use crate::{AGENTS, BANK_SEED, CUSTOMERS};
use centre::What;
use jiff::civil::Date;
use sandbox_bank::SandboxBank;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::path::Path;
use store::{OrderRow, OrderState, Store, Whose};
use vocabulary::{AgentId, Currency, Time};

/// Sums in smallest units, by currency and by the bank's account.
type Sums = BTreeMap<(Currency, String), i128>;

/// A line of the bank's file.
#[derive(Deserialize)]
struct Line {
    key: String,
    outcome: Outcome,
    change: Option<(usize, Change)>,
}

#[derive(Deserialize)]
struct Outcome {
    outcome: String,
    reference: Option<String>,
}

#[derive(Deserialize)]
struct Change {
    /// The name of what was done, or an object of that name with its fields.
    what: Value,
    #[serde(default)]
    posted: Vec<Posting>,
}

#[derive(Deserialize)]
struct Posting {
    on: String,
    minor: i64,
    currency: Currency,
}

/// How the books of both stand; they agree.
#[derive(Default)]
pub struct Books {
    /// By state, on the centre's record.
    orders: BTreeMap<&'static str, usize>,
    /// What was done, by operation.
    done: BTreeMap<String, usize>,
    /// What orders moved.
    moved: Sums,
    /// Answers that agents saw.
    shown: usize,
    /// Presses that were turned away, of which the bank never heard.
    turned_away: usize,
}

/// # Errors
/// The first disagreement, or books that cannot be read.
pub fn compare(store: &Path, orders: &Path, day: Date, shown: &[Shown]) -> Result<Books, Failed> {
    let lines = bank_lines(orders)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let rows = runtime.block_on(centre_rows(store))?;
    for (key, line) in &lines {
        let row = rows
            .get(key)
            .ok_or_else(|| format!("the bank has order {key}, of which the centre has no record"))?;
        if (line.outcome.outcome == "done") != line.change.is_some() {
            return Err(format!("the bank says done of {key}, and its books say otherwise").into());
        }
        if let Some((_, change)) = &line.change
            && !is_of(row, &change.what)
        {
            return Err(format!("the bank did something else for {key} than was ordered").into());
        }
    }
    for row in rows.values() {
        agree(row.state.tag(), row.reference.as_deref(), &row.key, &lines)?;
    }
    let turned_away = agree_shown(shown, &rows, &lines)?;
    let moved = of_centre(&rows)?;
    let of_bank = of_bank(&lines)?;
    if of_bank != moved {
        return Err(format!("the bank moved {of_bank:?}, the centre's record says {moved:?}").into());
    }
    // The bank's own reading of its file: from line to line, against every bill, and in what customers are told.
    let bank = SandboxBank::on(day, BANK_SEED, CUSTOMERS);
    bank.keep_orders(orders)?;
    bank.check_orders()?;
    let own = bank.order_accounts().into_iter().filter(|(_, left)| *left != 0);
    let own: BTreeMap<Currency, i128> = own.fold(BTreeMap::new(), |mut sums, ((currency, _), left)| {
        *sums.entry(currency).or_default() += left.abs();
        sums
    });
    let mut expected: BTreeMap<Currency, i128> = BTreeMap::new();
    moved.iter().for_each(|((currency, _), left)| *expected.entry(*currency).or_default() += left.abs());
    if own != expected {
        return Err(format!("the bank's own accounts hold {own:?}, by its file {expected:?}").into());
    }
    let (mut states, mut done) = (BTreeMap::new(), BTreeMap::new());
    for row in rows.values() {
        *states.entry(row.state.tag()).or_default() += 1;
        if row.state == OrderState::Done {
            *done.entry(row.operation.clone()).or_default() += 1;
        }
    }
    Ok(Books { orders: states, done, moved, shown: shown.len(), turned_away })
}

/// Whatever was shown, against what was done; how many presses were turned away.
fn agree_shown(
    shown: &[Shown],
    rows: &BTreeMap<String, OrderRow>,
    lines: &BTreeMap<String, Line>,
) -> Result<usize, Failed> {
    let (mut ordered, mut turned_away) = (BTreeSet::new(), BTreeSet::new());
    for one in shown {
        match &one.told {
            Told::Operation(one) => {
                agree(&one.state, one.reference.as_deref(), &one.key, lines)?;
                let row = rows.get(&one.key).filter(|row| is_same(one, row));
                row.ok_or_else(|| {
                    format!("order {} was shown as something else than is on record", one.key)
                })?;
                ordered.insert(one.key.as_str());
            }
            Told::TurnedAway { key } => {
                turned_away.insert(key.as_str());
            }
        }
    }
    // Of two presses one may be turned away while the other is carried out.
    let nobody: Vec<&&str> = turned_away.difference(&ordered).collect();
    match nobody.iter().find(|key| lines.contains_key(***key) || rows.contains_key(***key)) {
        Some(key) => Err(format!("order {key} was turned away, and there it is").into()),
        None => Ok(nobody.len()),
    }
}

fn is_same(shown: &Operation, row: &OrderRow) -> bool {
    let amount = shown.amount.map(|amount| (amount.currency, amount.minor));
    shown.operation == row.operation && amount == row.amount.map(|amount| (amount.currency, amount.minor))
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

/// Whether what the bank did is what the row says: the operation, and each of its terms.
fn is_of(row: &OrderRow, what: &Value) -> bool {
    let (name, fields) = match what {
        Value::String(name) => (name.as_str(), &Value::Null),
        Value::Object(one) => match one.iter().next() {
            Some((name, fields)) => (name.as_str(), fields),
            None => return false,
        },
        _ => return false,
    };
    let minor = fields["minor"].as_i64() == row.amount.map(|amount| amount.minor)
        && fields["currency"].as_str().map(str::to_owned)
            == row.amount.map(|amount| amount.currency.to_string());
    let text = |field: &str, expected: &Option<String>| fields[field].as_str() == expected.as_deref();
    match row.operation.as_str() {
        "report_loss" => name == "lost",
        "freeze" => name == "frozen",
        "replace_card" => name == "replaced",
        "raise_limit" => name == "raised" && minor && text("until", &row.until),
        "adjust_interest" => name == "adjusted" && minor && text("closed_on", &row.bill),
        "adjust_fee" | "adjust_annual_fee" => {
            let is_annual = row.operation == "adjust_annual_fee";
            name == "fee_adjusted" && minor && text("charge", &row.item) && fields["is_annual"] == is_annual
        }
        "instalment" => {
            let months = fields["months"].as_u64() == row.months.map(u64::from);
            name == "instalment" && minor && text("closed_on", &row.bill) && months
        }
        "set_transfer_limit" => name == "transfer_limit" && minor,
        "resend_statement" => name == "resent" && text("closed_on", &row.bill),
        "dispute" => name == "disputed" && minor && text("transaction", &row.item),
        "reverse" => name == "reversed" && text("of", &row.item),
        "unlock" => name == "unlocked" && text("secret", &row.item),
        _ => false,
    }
}

/// What the bank's file moved; each order as much to an account as from another.
fn of_bank(lines: &BTreeMap<String, Line>) -> Result<Sums, Failed> {
    let mut sums = Sums::new();
    for (key, line) in lines {
        let Some((_, change)) = &line.change else { continue };
        let mut left: BTreeMap<Currency, i128> = BTreeMap::new();
        for side in &change.posted {
            *left.entry(side.currency).or_default() += i128::from(side.minor);
            *sums.entry((side.currency, side.on.clone())).or_default() += i128::from(side.minor);
        }
        if left.values().any(|left| *left != 0) {
            return Err(format!("order {key} moved more from one account than to another").into());
        }
    }
    sums.retain(|_, left| *left != 0);
    Ok(sums)
}

/// What the centre's record says was moved: of all that is done, what was undone being taken back.
fn of_centre(rows: &BTreeMap<String, OrderRow>) -> Result<Sums, Failed> {
    let done = || rows.values().filter(|row| row.state == OrderState::Done);
    let by_reference: HashMap<&str, &OrderRow> =
        done().filter_map(|row| Some((row.reference.as_deref()?, row))).collect();
    let mut sums = Sums::new();
    for row in done() {
        let (of, sign) = match row.operation.as_str() {
            "reverse" => {
                let undone = row.item.as_deref().and_then(|item| by_reference.get(item));
                (*undone.ok_or_else(|| format!("order {} undid what nobody did", row.key))?, -1)
            }
            _ => (row, 1),
        };
        let account = match of.operation.as_str() {
            "adjust_interest" => "interest_income",
            "adjust_fee" | "adjust_annual_fee" => "fee_income",
            "instalment" => "instalments",
            "dispute" => "disputes",
            _ => continue,
        };
        let amount = of.amount.ok_or_else(|| format!("order {} has no amount", of.key))?;
        let minor = sign * i128::from(amount.minor);
        *sums.entry((amount.currency, account.to_owned())).or_default() += minor;
        *sums.entry((amount.currency, "cards".to_owned())).or_default() -= minor;
    }
    sums.retain(|_, left| *left != 0);
    Ok(sums)
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
    let store = Store::open(opening(folder)).await?;
    let mut rows = BTreeMap::new();
    for agent in 1..=AGENTS {
        for operation in What::ALL {
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

impl fmt::Display for Books {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Books { orders, done, moved, shown, turned_away } = self;
        writeln!(
            f,
            "orders on record: {orders:?}; {shown} answers were shown, each as the bank has it, and of {turned_away} \
             presses that were turned away the bank has nothing"
        )?;
        writeln!(f, "done: {done:?}")?;
        write!(f, "moved, in smallest units, in the books of both:")?;
        moved.iter().try_for_each(|((currency, account), left)| write!(f, " {currency} {account} {left},"))
    }
}
