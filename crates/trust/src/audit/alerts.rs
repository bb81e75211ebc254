//! Unusual access: a fold over the audit, so that nothing has to be remembered and nothing is missed.

use super::listed::{Row, anew};
use super::watched::Watched;
use crate::emergency::OPENED;
use crate::unmaskings::{BROKE_GLASS, PACED, UNMASKED};
use std::collections::{HashMap, VecDeque};
use store::audit::{Entry, Kind, Outcome, Placed};
use vocabulary::{AccountId, CustomerRef, Span, Time};

/// What is counted in.
const HOUR: Span = Span::seconds(3_600);

/// What the program itself shows an agent of the customer who is on the line.
pub const SHOWN_AT_DESK: &str = "desk:show_customer";

/// From when on something is unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// One account looked at more different customers within an hour, one by one.
    pub customers_an_hour: u32,
    /// Lists showed one account more different customers within an hour. More than of those it looks at one by one:
    /// whoever leads a floor sees many rows, and means few of them.
    pub listed_an_hour: u32,
    /// One account, or one address without an account, was refused more often within an hour.
    pub refusals_an_hour: u32,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules { customers_an_hour: 40, listed_an_hour: 500, refusals_an_hour: 30 }
    }
}

/// What is unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertKind {
    /// Many different customers within an hour, one by one or in lists.
    MassLookUp,
    /// A look at a VIP who was not on the line.
    Vip,
    /// A look at a relative.
    Relative,
    /// Many refusals within an hour.
    Probing,
    /// Somebody broke the seal of the emergency account.
    Emergency,
    /// Somebody unmasked a field without being permitted to.
    BrokenGlass,
    /// Somebody wanted to unmask more than may be unmasked within an hour.
    ManyUnmaskings,
}

impl AlertKind {
    /// The name in documents.
    pub fn tag(self) -> &'static str {
        match self {
            AlertKind::MassLookUp => "mass_look_up",
            AlertKind::Vip => "vip",
            AlertKind::Relative => "relative",
            AlertKind::Probing => "probing",
            AlertKind::Emergency => "emergency",
            AlertKind::BrokenGlass => "broken_glass",
            AlertKind::ManyUnmaskings => "many_unmaskings",
        }
    }
}

/// Something that somebody should ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// What is unusual.
    pub kind: AlertKind,
    /// Who; none for refusals of somebody who was not signed in.
    pub account: Option<AccountId>,
    /// From where the last of it came.
    pub origin: String,
    /// When the rule was broken.
    pub at: Time,
    /// The last entry of it.
    pub last: u64,
    /// How many: different customers, looks, or refusals.
    pub count: u32,
    /// The customer, when it is one.
    pub customer: Option<CustomerRef>,
}

/// What is unusual among entries, which come oldest first. Goes on with an alert while the same goes on
/// within the hour.
pub fn alerts<'e>(
    entries: impl IntoIterator<Item = &'e Placed>,
    watched: &Watched,
    rules: Rules,
) -> Vec<Alert> {
    let mut watch = Watch::new(watched, rules);
    for placed in entries {
        watch.take(placed);
    }
    watch.alerts
}

/// What is one alert while it goes on.
type Going = (AlertKind, Option<AccountId>, String);

/// Whose refusals they are: an account's, or an address's when nobody was signed in.
type Refused = (Option<AccountId>, String);

/// What lists show is an alert of its own beside what is opened.
const LISTED: &str = "listed";

/// Whether it was refused for being more than may be unmasked within an hour.
fn is_paced(entry: &Entry) -> bool {
    matches!(entry.operation.as_str(), UNMASKED | BROKE_GLASS)
        && entry.reason.as_ref().is_some_and(|reason| reason.as_str() == PACED)
}

struct Watch<'w> {
    rules: Rules,
    watched: &'w Watched,
    /// Looks of the last hour, by account.
    looks: HashMap<AccountId, Looks>,
    /// What lists showed within the last hour, by account.
    listed: HashMap<AccountId, Counted>,
    /// Refusals of the last hour.
    refusals: HashMap<Refused, Counted>,
    alerts: Vec<Alert>,
    /// The place in `alerts` of what may go on, and when it was last seen.
    going: HashMap<Going, (usize, Time)>,
}

/// What adds up within an hour: when, and how many.
#[derive(Default)]
struct Counted(VecDeque<(Time, u32)>);

impl Counted {
    /// Takes so many; says how many there were within the hour.
    fn take(&mut self, at: Time, times: u32) -> u32 {
        self.0.push_back((at, times));
        while self.0.pop_front_if(|(counted, _)| *counted + HOUR <= at).is_some() {}
        self.0.iter().map(|(_, times)| times).fold(0, |sum: u32, times| sum.saturating_add(*times))
    }
}

#[derive(Default)]
struct Looks {
    order: VecDeque<(Time, Row)>,
    times: HashMap<Row, u32>,
}

impl Looks {
    /// Takes a look; says how many different customers were looked at within the hour.
    fn take(&mut self, at: Time, row: Row) -> u32 {
        self.order.push_back((at, row.clone()));
        *self.times.entry(row).or_default() += 1;
        while let Some((_, gone)) = self.order.pop_front_if(|(looked, _)| *looked + HOUR <= at) {
            if let Some(times) = self.times.get_mut(&gone) {
                *times -= 1;
                if *times == 0 {
                    self.times.remove(&gone);
                }
            }
        }
        u32::try_from(self.times.len()).unwrap_or(u32::MAX)
    }
}

impl<'w> Watch<'w> {
    fn new(watched: &'w Watched, rules: Rules) -> Watch<'w> {
        Watch {
            rules,
            watched,
            looks: HashMap::new(),
            listed: HashMap::new(),
            refusals: HashMap::new(),
            alerts: Vec::new(),
            going: HashMap::new(),
        }
    }

    fn take(&mut self, placed: &Placed) {
        let entry = &placed.entry;
        match (entry.outcome, entry.kind, entry.account, &entry.customer) {
            (Outcome::Refused, ..) => self.refusal(placed),
            // Each breaking of the seal is an alert of its own.
            (Outcome::Allowed, Kind::Session, ..) if entry.operation.as_str() == OPENED => {
                self.raise(AlertKind::Emergency, placed, 1, None, placed.place.to_string());
            }
            (Outcome::Allowed, Kind::Look, Some(_), customer) if entry.operation.as_str() == BROKE_GLASS => {
                let place = placed.place.to_string();
                self.raise(AlertKind::BrokenGlass, placed, 1, customer.as_ref(), place);
                if let Some((account, customer)) = entry.account.zip(customer.as_ref()) {
                    self.look(placed, account, customer);
                }
            }
            (Outcome::Allowed, Kind::Look | Kind::Export, Some(account), Some(customer)) => {
                self.look(placed, account, customer);
            }
            (Outcome::Allowed, Kind::Look | Kind::Export, Some(account), None) => {
                self.row(placed, account);
            }
            (Outcome::Failed, Kind::Look, Some(_), _) if is_paced(entry) => {
                self.raise(AlertKind::ManyUnmaskings, placed, entry.times, None, String::new());
            }
            _ => {}
        }
    }

    fn look(&mut self, placed: &Placed, account: AccountId, customer: &CustomerRef) {
        let entry = &placed.entry;
        self.count(placed, account, Row::Customer(customer.clone()));
        let at_desk = entry.operation.as_str() == SHOWN_AT_DESK;
        if self.watched.is_vip(customer) && !at_desk {
            self.raise(AlertKind::Vip, placed, 1, Some(customer), customer.to_string());
        }
        if self.watched.is_relative(account, customer) {
            self.raise(AlertKind::Relative, placed, 1, Some(customer), customer.to_string());
        }
    }

    /// A list, which says how many it showed anew; or a look at a contact whose customer nobody knows.
    fn row(&mut self, placed: &Placed, account: AccountId) {
        let entry = &placed.entry;
        if let Some(anew) = entry.about.as_ref().and_then(anew) {
            let shown = self.listed.entry(account).or_default().take(entry.at, anew);
            if anew > 0 && shown > self.rules.listed_an_hour {
                self.raise(AlertKind::MassLookUp, placed, shown, None, LISTED.to_owned());
            }
        } else if let Some(contact) = entry.contact {
            self.count(placed, account, Row::Contact(contact));
        }
    }

    fn count(&mut self, placed: &Placed, account: AccountId, row: Row) {
        let different = self.looks.entry(account).or_default().take(placed.entry.at, row);
        if different > self.rules.customers_an_hour {
            self.raise(AlertKind::MassLookUp, placed, different, None, String::new());
        }
    }

    fn refusal(&mut self, placed: &Placed) {
        let Entry { at, account, ref origin, times, .. } = placed.entry;
        let whose = if account.is_some() { String::new() } else { origin.to_string() };
        let count = self.refusals.entry((account, whose.clone())).or_default().take(at, times);
        if count > self.rules.refusals_an_hour {
            self.raise(AlertKind::Probing, placed, count, None, whose);
        }
    }

    /// A new alert, or more of one that goes on. Of looks at one customer each counts, of what is
    /// counted within the hour the most.
    fn raise(
        &mut self,
        kind: AlertKind,
        placed: &Placed,
        count: u32,
        customer: Option<&CustomerRef>,
        of: String,
    ) {
        let entry = &placed.entry;
        let going = self.going.entry((kind, entry.account, of)).or_insert((usize::MAX, entry.at));
        let goes_on = going.0 != usize::MAX && entry.at < going.1 + HOUR;
        going.1 = entry.at;
        if goes_on && let Some(alert) = self.alerts.get_mut(going.0) {
            alert.count =
                if customer.is_some() { alert.count.saturating_add(count) } else { alert.count.max(count) };
            (alert.last, alert.origin) = (placed.place, entry.origin.to_string());
            return;
        }
        going.0 = self.alerts.len();
        self.alerts.push(Alert {
            kind,
            account: entry.account,
            origin: entry.origin.to_string(),
            at: entry.at,
            last: placed.place,
            count,
            customer: customer.cloned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::watched::Why;
    use super::*;
    use store::audit::{Code, Hash};

    fn customer(n: u64) -> CustomerRef {
        CustomerRef::new(&format!("k-{n}")).unwrap()
    }

    fn look(minute: i64, account: u64, of: u64) -> Placed {
        let at = Time(minute * 60_000_000);
        let mut entry = Entry::new(at, Code::of("read_customer"), Kind::Look, Code::of("10.0.0.7"));
        (entry.account, entry.customer) = (Some(AccountId(account)), Some(customer(of)));
        Placed { place: minute.unsigned_abs() + 1, entry, hash: Hash::FIRST }
    }

    fn refusal(minute: i64, times: u32) -> Placed {
        let mut placed = look(minute, 1, 1);
        (placed.entry.account, placed.entry.customer) = (None, None);
        (placed.entry.outcome, placed.entry.times) = (Outcome::Refused, times);
        placed
    }

    /// Kinds, counts and last places.
    fn check(entries: &[Placed], watched: &Watched, expected: &[(AlertKind, u32, u64)]) {
        let rules = Rules { customers_an_hour: 3, listed_an_hour: 100, refusals_an_hour: 5 };
        let found = alerts(entries, watched, rules);
        let found: Vec<_> = found.iter().map(|alert| (alert.kind, alert.count, alert.last)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn many_customers_within_an_hour_are_unusual() {
        let nobody = Watched::default();
        check(&(0..3).map(|n| look(n, 1, n.unsigned_abs())).collect::<Vec<_>>(), &nobody, &[]);
        let four: Vec<_> = (0..4).map(|n| look(n, 1, n.unsigned_abs())).collect();
        check(&four, &nobody, &[(AlertKind::MassLookUp, 4, 4)]);
        let six: Vec<_> = (0..6).map(|n| look(n, 1, n.unsigned_abs())).collect();
        check(&six, &nobody, &[(AlertKind::MassLookUp, 6, 6)]);
        let again: Vec<_> = (0..40).map(|n| look(n, 1, 1)).collect();
        check(&again, &nobody, &[]);
        let shared: Vec<_> = (0..6).map(|n| look(n, n.unsigned_abs() % 2, n.unsigned_abs())).collect();
        check(&shared, &nobody, &[]);
        let slow: Vec<_> = (0..12).map(|n| look(n * 20, 1, n.unsigned_abs())).collect();
        check(&slow, &nobody, &[]);
        let twice: Vec<_> = (0..8).map(|n| look(n + n / 4 * 300, 1, n.unsigned_abs())).collect();
        check(&twice, &nobody, &[(AlertKind::MassLookUp, 4, 4), (AlertKind::MassLookUp, 4, 308)]);
    }

    /// A list that showed so many anew.
    fn list(minute: i64, account: u64, anew: u32) -> Placed {
        let mut placed = look(minute, account, 0);
        (placed.entry.operation, placed.entry.customer) = (Code::of("list_contacts"), None);
        placed.entry.about = Some(super::super::listed::code(anew));
        placed
    }

    #[test]
    fn many_customers_in_lists_are_as_unusual_as_many_one_by_one() {
        let nobody = Watched::default();
        check(&[list(0, 1, 50), list(1, 1, 50)], &nobody, &[]);
        let more = [list(0, 1, 50), list(1, 1, 50), list(2, 1, 1)];
        check(&more, &nobody, &[(AlertKind::MassLookUp, 101, 3)]);
        check(&[list(0, 1, 50), list(1, 2, 51)], &nobody, &[]);
        check(&[list(0, 1, 100), list(60, 1, 100)], &nobody, &[]);
        check(&(0..300).map(|n| list(n, 1, 0)).collect::<Vec<_>>(), &nobody, &[]);
        let looked_at_again = [list(0, 1, 200), list(5, 1, 0)];
        check(&looked_at_again, &nobody, &[(AlertKind::MassLookUp, 200, 1)]);
        // Beside what is opened, each with its own number.
        let both: Vec<_> = (0..4).map(|n| look(n, 1, n.unsigned_abs())).chain([list(4, 1, 101)]).collect();
        check(&both, &nobody, &[(AlertKind::MassLookUp, 4, 4), (AlertKind::MassLookUp, 101, 5)]);
    }

    #[test]
    fn many_contacts_of_nobody_known_are_unusual_too() {
        let unknown = |n: u64| {
            let mut placed = look(n.cast_signed(), 1, 0);
            (placed.entry.customer, placed.entry.contact) = (None, Some(vocabulary::ContactId(n)));
            placed
        };
        let four: Vec<_> = (0..4).map(unknown).collect();
        check(&four, &Watched::default(), &[(AlertKind::MassLookUp, 4, 4)]);
    }

    #[test]
    fn whoever_wants_to_unmask_too_much_is_told_of() {
        let mut refused = look(0, 1, 7);
        refused.entry.operation = Code::of(UNMASKED);
        (refused.entry.outcome, refused.entry.reason) = (Outcome::Failed, Some(Code::of(PACED)));
        let again =
            Placed { place: 2, entry: Entry { times: 4, ..refused.entry.clone() }, ..refused.clone() };
        check(&[refused.clone(), again], &Watched::default(), &[(AlertKind::ManyUnmaskings, 4, 2)]);
        let mut other = refused.clone();
        other.entry.operation = Code::of("read_customer");
        refused.entry.reason = Some(Code::of("conflict"));
        check(&[refused, other], &Watched::default(), &[]);
    }

    #[test]
    fn looks_at_the_watched_are_unusual_unless_they_call() {
        let mut watched = Watched::default();
        watched.put(Why::Vip, customer(7), AccountId(0));
        watched.put(Why::Relative, customer(8), AccountId(1));
        check(&[look(0, 1, 7), look(5, 1, 7)], &watched, &[(AlertKind::Vip, 2, 6)]);
        check(&[look(0, 1, 8)], &watched, &[(AlertKind::Relative, 1, 1)]);
        check(&[look(0, 2, 8)], &watched, &[]);
        let mut at_desk = look(0, 1, 7);
        at_desk.entry.operation = Code::of(SHOWN_AT_DESK);
        check(&[at_desk.clone()], &watched, &[]);
        at_desk.entry.customer = Some(customer(8));
        check(&[at_desk], &watched, &[(AlertKind::Relative, 1, 1)]);
        let mut refused = look(0, 1, 7);
        refused.entry.outcome = Outcome::Failed;
        check(&[refused], &watched, &[]);
    }

    #[test]
    fn many_refusals_are_unusual() {
        let nobody = Watched::default();
        check(&[refusal(0, 1), refusal(1, 4)], &nobody, &[]);
        check(&[refusal(0, 1), refusal(1, 5)], &nobody, &[(AlertKind::Probing, 6, 2)]);
        check(&[refusal(0, 3), refusal(61, 3)], &nobody, &[]);
    }

    #[test]
    fn each_breaking_of_the_seal_is_an_alert() {
        let opened = |minute: i64| {
            let mut placed = look(minute, 9, 1);
            placed.entry.customer = None;
            (placed.entry.operation, placed.entry.kind) = (Code::of(OPENED), Kind::Session);
            placed
        };
        let expected = [(AlertKind::Emergency, 1, 1), (AlertKind::Emergency, 1, 6)];
        check(&[opened(0), opened(5)], &Watched::default(), &expected);
        let mut failed = opened(0);
        failed.entry.outcome = Outcome::Failed;
        check(&[failed], &Watched::default(), &[]);
    }

    #[test]
    fn each_breaking_of_the_glass_is_an_alert() {
        let mut broken = look(0, 9, 1);
        broken.entry.operation = Code::of(BROKE_GLASS);
        let again = Placed { place: 2, ..broken.clone() };
        let expected = [(AlertKind::BrokenGlass, 1, 1), (AlertKind::BrokenGlass, 1, 2)];
        check(&[broken.clone(), again], &Watched::default(), &expected);
        broken.entry.outcome = Outcome::Failed;
        check(&[broken], &Watched::default(), &[]);
    }
}
