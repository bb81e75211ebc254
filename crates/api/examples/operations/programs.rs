//! Agents' programs: each asks what can be done for the customer on the line, presses, sometimes twice, and says goodbye.

use crate::serving::{Asker, Failed};
use crate::shown::{Shown, Told};
use crate::site::{Line, Seat};
use hyper::StatusCode;
use jiff::{ToSpan, Zoned};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};
use tokio::time::sleep;
use vocabulary::ContactId;

/// Presses in a contact: so many, and up to as many more.
const PRESSES: u64 = 20;
/// How long a page waits for what the bank says of the customer before it asks again.
const TOLD_WITHIN: Duration = Duration::from_secs(2);
/// And a press that was not told to the bank is not made again at once.
const BREATH: Duration = Duration::from_millis(10);
/// What proposals are made from.
const PANELS: [&str; 7] = ["identity", "accounts", "cards", "transactions", "bills", "limits", "locks"];

/// How often an operation is chosen where it can be, beside the others. What can be done once a card is rare, so that
/// there are cards left.
fn weight(operation: &str) -> u64 {
    match operation {
        "report_loss" | "freeze" => 3,
        "adjust_interest" | "adjust_fee" | "adjust_annual_fee" => 24,
        "reverse" => 10,
        _ => 8,
    }
}

/// An agent's program, until the centre is gone.
pub struct Program {
    seat: Seat,
    line: Line,
    random: ChaCha8Rng,
    tell: Sender<Shown>,
}

/// Why a contact is left.
enum Left {
    /// It is over, or enough was done.
    Contact,
    /// Nobody answers any more.
    Centre,
}

impl Program {
    pub fn new(seat: Seat, line: Line, seed: u64, tell: Sender<Shown>) -> Program {
        Program { seat, line, random: ChaCha8Rng::seed_from_u64(seed), tell }
    }

    pub async fn run(mut self) {
        while let Some(contact) = self.seat.contacts.recv().await {
            if matches!(self.serve(contact).await, Left::Centre) {
                return;
            }
            self.line.hang_up(contact);
        }
    }

    async fn serve(&mut self, contact: ContactId) -> Left {
        let presses = PRESSES + self.below(PRESSES);
        for pressed in 0..presses {
            let proposals = match self.proposals(contact, pressed == 0).await {
                Ok(Some(proposals)) => proposals,
                Ok(None) => return Left::Contact,
                Err(_) => return Left::Centre,
            };
            let Some(wish) = self.choose(&proposals) else { return Left::Contact };
            if self.press(contact, &wish).await.is_err() {
                return Left::Centre;
            }
        }
        Left::Contact
    }

    /// What can be done, once the bank has told about the customer; nothing when the contact is over, or nothing can be
    /// done any more: of what nobody knows yet what became, nothing is offered.
    async fn proposals(&self, contact: ContactId, is_new: bool) -> Result<Option<Vec<Value>>, Failed> {
        let path = format!("/api/contacts/{contact}/operations");
        let mut since = Instant::now();
        loop {
            let (status, body) = self.seat.asker.get(&path).await?;
            match status {
                StatusCode::OK => {}
                StatusCode::NOT_FOUND => return Ok(None),
                // What cannot be served now is asked for again.
                _ => {
                    sleep(BREATH).await;
                    continue;
                }
            }
            let mut answer: Value = serde_json::from_slice(&body)?;
            if let Some(all) = answer["proposals"].as_array_mut().filter(|all| !all.is_empty()) {
                return Ok(Some(std::mem::take(all)));
            }
            if !is_new {
                return Ok(None);
            }
            if since.elapsed() > TOLD_WITHIN {
                since = Instant::now();
                for panel in PANELS {
                    let path = format!("/api/contacts/{contact}/customer/{panel}/retry");
                    self.seat.asker.post(&path, &json!({})).await?;
                }
            }
            sleep(BREATH).await;
        }
    }

    /// One of what can be done, of a kind that is drawn, with an amount within its bounds.
    fn choose(&mut self, proposals: &[Value]) -> Option<Value> {
        let mut kinds: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for one in proposals.iter().filter(|one| one["decision"] == "alone") {
            kinds.entry(one["operation"].as_str()?).or_default().push(one);
        }
        let all: u64 = kinds.keys().map(|kind| weight(kind)).sum();
        let mut drawn = self.below(all.max(1));
        let chosen = kinds.into_iter().find_map(|(kind, of_kind)| match drawn.checked_sub(weight(kind)) {
            Some(left) => {
                drawn = left;
                None
            }
            None => Some(of_kind),
        })?;
        let one = chosen[self.below(chosen.len() as u64) as usize];
        let mut wish = json!({"key": self.key()});
        for field in ["operation", "card", "until", "bill", "item", "months", "reason"] {
            wish[field] = one[field].clone();
        }
        if let Some(amount) = self.amount(one) {
            wish["amount_minor"] = amount.into();
            wish["currency"] = one["amount"]["currency"].clone();
        }
        if wish["until"].is_string() {
            let days = 3 + self.below(20) as i64;
            wish["until"] = Zoned::now().date().checked_add(days.days()).ok()?.to_string().into();
        }
        Some(wish)
    }

    /// Mostly a little, so that there is something left to give; sometimes all, or one more than there is.
    fn amount(&mut self, one: &Value) -> Option<i64> {
        let proposed = one["amount"]["minor"].as_i64()?;
        let Some(least) = one["bounds"]["least"]["minor"].as_i64() else { return Some(proposed) };
        let most = one["bounds"]["alone"]["minor"].as_i64().unwrap_or(proposed).max(least);
        Some(match self.below(12) {
            0 => proposed,
            1 => most.saturating_add(1),
            _ => (least + self.below(5) as i64).min(most),
        })
    }

    /// One press in ten comes twice.
    async fn press(&mut self, contact: ContactId, wish: &Value) -> Result<(), Failed> {
        let path = format!("/api/contacts/{contact}/operations");
        let key = wish["key"].as_str().unwrap_or_default();
        let asker = self.seat.asker.clone();
        let (first, second) = if self.below(10) == 0 {
            let (first, second) = tokio::join!(asker.post(&path, wish), asker.post(&path, wish));
            (first, Some(second))
        } else {
            (asker.post(&path, wish).await, None)
        };
        let mut is_open = false;
        for (answer, is_first) in [(Some(first), true), (second, false)] {
            let Some(answer) = answer else { continue };
            let (status, body) = answer?;
            match Told::of(key, status, &body) {
                Some(told) => self.show(told, is_first),
                None => is_open = true,
            }
        }
        if is_open {
            sleep(BREATH).await;
        }
        Ok(())
    }

    fn show(&self, told: Told, is_first: bool) {
        // The proof is over: nobody compares any more.
        let _over = self.tell.send(Shown { told, is_first });
    }

    fn key(&mut self) -> String {
        format!("{:016x}{:016x}", self.random.next_u64(), self.random.next_u64())
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.random.next_u64() % bound
    }
}

/// All orders of a contact as somebody sees them who looks later.
///
/// # Errors
/// When the centre does not answer.
pub async fn look(supervisor: &Asker, contact: ContactId) -> Result<Vec<Shown>, Failed> {
    let (status, body) = supervisor.get(&format!("/api/contacts/{contact}/operations")).await?;
    if status != StatusCode::OK {
        return Err(format!("the orders of {contact} are not shown: {status}").into());
    }
    let mut answer: Value = serde_json::from_slice(&body)?;
    let orders: Vec<crate::shown::Operation> = serde_json::from_value(answer["orders"].take())?;
    let shown = |one| Shown { told: Told::Operation(one), is_first: false };
    Ok(orders.into_iter().map(shown).collect())
}
