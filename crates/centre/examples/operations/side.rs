//! The centre's side: a floor, its journal and its tables on disk, callers and agents that are played. Every
//! answer an agent would see is printed, a line each, as soon as it is there: `shown KEY STATE REFERENCE`.

use crate::{BANK_SEED, CUSTOMERS, Failed};
use bank::Bank;
use bank::customers::{Bill, Card, CardKind, CardStatus};
use bank::http::{HttpBank, Limits};
use bank::operations::{OrderKey, Reason};
use centre::testing::PlayedNode;
use centre::{Acting, Centre, CustomerView, OperationWish, Panel, PanelName, What, testing};
use conditions::{Authority, Level};
use jiff::{ToSpan, Zoned};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sandbox_bank::SandboxBank;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::{Options, OrderRow, OrderState, Store};
use tokio::time::{interval, timeout};
use trust::{Actor, Role, Trust, may};
use vocabulary::journal::Entry;
use vocabulary::plan::{Agent, AgentRouting, FlowText, Line, Plan, Queue, QueueRouting};
use vocabulary::voice::Event;
use vocabulary::{
    AccountId, AgentId, ContactId, CustomerRef, FlowName, Language, LegId, LineName, Money, PromptName,
    QueueName, SkillName, Span,
};

/// Calls at the same time, each with an agent who orders one thing after the other.
pub const CALLS: usize = 24;
/// What they order.
pub const OPERATIONS: [What; 3] = [What::AdjustInterest, What::RaiseLimit, What::Freeze];
/// A caller who is matched by nobody within this calls again: the bank may just be dead.
const MATCHED_WITHIN: Duration = Duration::from_secs(2);
/// How long the page waits for what the bank says of cards and bills before it asks again.
const TOLD_WITHIN: Duration = Duration::from_secs(2);
/// After an order that the bank was not told nobody presses again at once.
const BREATH: Duration = Duration::from_millis(20);

/// Everything is allowed, however often: what is proved is not the rules.
const AUTHORITY: &str = "authority 1\n\nrule all\n  do report_loss, freeze, raise_limit, adjust_interest\n  \
                         level verified\n";

/// `side FOLDER ADDRESS order SEED` orders until it is killed; `side FOLDER ADDRESS settle` ends when no order is
/// without an outcome.
pub fn run(folder: &Path, address: &str, rest: &[&str]) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let limits = Limits {
            budget: Span::millis(500),
            view_budget: Span::seconds(1),
            rest: Span::millis(100),
            ..Limits::default()
        };
        let bank = Arc::new(HttpBank::new(address, limits)?);
        let store = Arc::new(Store::open(opening(folder)).await?);
        let (centre, node) = testing::start(&store, bank, plan()?).await?;
        centre.govern(Authority::read(AUTHORITY).map_err(|faults| format!("{faults:?}"))?);
        match rest {
            ["order", seed] => order(centre, agent(&store).await?, node, seed.parse()?).await,
            ["settle"] => settle(&store, centre, node).await,
            _ => Err("side FOLDER ADDRESS order SEED, or settle".into()),
        }
    })
}

/// The folder with all tables that the centre asks.
pub fn opening(folder: &Path) -> Options {
    Options { migrations: trust::MIGRATIONS.to_vec(), ..Options::new(folder) }
}

/// One account presses for all agents, also after a kill.
async fn agent(store: &Store) -> Result<Actor<may::OperationsOrder>, Failed> {
    let trust = Trust::new(store.db().clone());
    let token = match trust.accounts().await?.first() {
        Some(known) => trust.replace_token(known.account.id).await?,
        None => trust.create_account("agents", Role::Agent).await?.1,
    };
    Ok(trust.authenticate(Some(token.expose())).await?.permit()?)
}

async fn settle(store: &Arc<Store>, centre: Centre, mut node: PlayedNode) -> Result<(), Failed> {
    let mut looks = interval(Duration::from_millis(100));
    loop {
        tokio::select! {
            _ = node.orders.recv() => continue,
            _ = looks.tick() => {}
        }
        let open = [OrderState::Unknown, OrderState::Pending];
        let [unknown, pending] = open.map(|state| store.orders_in(state));
        if unknown.await?.is_empty() && pending.await?.is_empty() {
            break;
        }
    }
    centre.stop().await;
    store.close().await;
    Ok(())
}

async fn order(
    centre: Centre,
    actor: Actor<may::OperationsOrder>,
    mut node: PlayedNode,
    seed: u64,
) -> Result<(), Failed> {
    let bank = SandboxBank::on(Zoned::now().date(), BANK_SEED, CUSTOMERS);
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for call in 0..CALLS {
        let contact = call_in(&centre, &mut node, &bank, &mut random, call as u64 * 1_000).await?;
        let (contact, customer) = contact;
        let account = call as u64 + 1;
        let acting = Acting {
            contact,
            customer,
            third_party: false,
            level: Level::Verified,
            agent: AgentId(account),
            account: AccountId(account),
        };
        let random = ChaCha8Rng::seed_from_u64(random.next_u64());
        let caller = Caller { centre: centre.clone(), actor: actor.clone(), acting, random };
        tokio::spawn(caller.talk());
    }
    // Orders are for a node; this one obeys none.
    while node.orders.recv().await.is_some() {}
    Ok(())
}

/// Somebody whose bills bear interest calls, until the bank says who it is.
async fn call_in(
    centre: &Centre,
    node: &mut PlayedNode,
    bank: &SandboxBank,
    random: &mut ChaCha8Rng,
    legs: u64,
) -> Result<(ContactId, CustomerRef), Failed> {
    let mut records = centre.watch();
    for leg in legs + 1.. {
        // Two of twenty share a telephone, and are matched by nobody.
        let place = (random.next_u64() as usize % (CUSTOMERS / 20)) * 20 + random.next_u64() as usize % 18;
        let who = bank.credentials(place).ok_or("there is no such customer")?;
        let bills = bank.bills(&who.customer).await?.bills;
        if !bills.iter().any(|bill| bill.interest.minor > 0) {
            continue;
        }
        let leg = LegId::arrived(node.epoch(), leg as u32);
        node.report(Event::Arrived { leg, called: "100".to_owned(), caller: Some(who.telephone) }).await;
        let matched = timeout(MATCHED_WITHIN, async {
            loop {
                tokio::select! {
                    _ = node.orders.recv() => {}
                    record = records.recv() => match &record?.entry {
                        Entry::CustomerMatched { contact, customer } if *customer == who.customer => {
                            return Ok::<_, Failed>(*contact);
                        }
                        _ => {}
                    }
                }
            }
        });
        if let Ok(contact) = matched.await {
            return Ok((contact?, who.customer));
        }
    }
    Err("legs have run out".into())
}

struct Caller {
    centre: Centre,
    actor: Actor<may::OperationsOrder>,
    acting: Acting,
    random: ChaCha8Rng,
}

impl Caller {
    async fn talk(mut self) {
        loop {
            let Some(view) = self.told().await else {
                tokio::time::sleep(BREATH).await;
                continue;
            };
            let Some(wish) = self.wish(&view) else { return };
            // One press in ten comes twice.
            let shown = if self.below(10) == 0 {
                let (one, other) = tokio::join!(
                    self.centre.order(&self.actor, &self.acting, wish.clone()),
                    self.centre.order(&self.actor, &self.acting, wish)
                );
                [one.ok(), other.ok()]
            } else {
                [self.centre.order(&self.actor, &self.acting, wish).await.ok(), None]
            };
            let mut was_told = false;
            for row in shown.into_iter().flatten().flatten() {
                was_told |= !matches!(row.state, OrderState::Never | OrderState::Unknown);
                show(&row);
            }
            if !was_told {
                tokio::time::sleep(BREATH).await;
            }
        }
    }

    /// What the bank says of the customer, once it has.
    async fn told(&self) -> Option<CustomerView> {
        let wanted = [PanelName::Identity, PanelName::Cards, PanelName::Bills];
        let mut watched = self.centre.watch_customer(self.acting.contact)?;
        let is_told = |view: &CustomerView| wanted.iter().all(|panel| !view.awaits(*panel));
        let view = timeout(TOLD_WITHIN, watched.wait_for(is_told)).await.ok()?.ok()?.clone();
        if matches!((&view.cards, &view.bills), (Panel::Ready { .. }, Panel::Ready { .. })) {
            return Some(view);
        }
        for panel in wanted {
            let _closed = self.centre.ask_panel_again(self.acting.contact, panel);
        }
        None
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.random.next_u64() % bound
    }

    /// Most want a little of a bill's interest back; some a higher limit; few have lost a card.
    fn wish(&mut self, view: &CustomerView) -> Option<OperationWish> {
        let (Panel::Ready { value: cards, .. }, Panel::Ready { value: bills, .. }) =
            (&view.cards, &view.bills)
        else {
            return None;
        };
        let bears: Vec<&Bill> = bills.bills.iter().filter(|bill| bill.interest.minor > 0).collect();
        let credit: Vec<&Card> = cards
            .iter()
            .filter(|card| card.kind == CardKind::Credit && card.status == CardStatus::Active)
            .collect();
        let key = OrderKey::of(u128::from(self.random.next_u64()) << 64 | u128::from(self.random.next_u64()));
        let wish = |what, card: &str, reason| OperationWish {
            key: key.clone(),
            what,
            card: card.to_owned(),
            amount: None,
            until: None,
            bill: None,
            item: None,
            months: None,
            reason,
        };
        let (chance, nth) = (self.below(100), self.random.next_u64() as usize);
        let several = 1 + self.below(5) as i64;
        if chance < 90 && !bears.is_empty() {
            let bill = bears[nth % bears.len()];
            let amount = Money { minor: several.min(bill.interest.minor), ..bill.interest };
            let adjust = wish(What::AdjustInterest, &bill.card.masked(), Reason::FirstMissed);
            return Some(OperationWish { amount: Some(amount), bill: Some(bill.closed_on), ..adjust });
        }
        if chance < 99 && !credit.is_empty() {
            let card = credit[nth % credit.len()];
            let limit = card.limit?;
            let amount = Money { minor: limit.minor + limit.minor / 100 * several, ..limit };
            let until = Zoned::now().date().checked_add((5 + several).days()).ok();
            let raise = wish(What::RaiseLimit, &card.number.masked(), Reason::Travel);
            return Some(OperationWish { amount: Some(amount), until, ..raise });
        }
        let card = &cards[nth % cards.len()];
        Some(wish(What::Freeze, &card.number.masked(), Reason::Suspicion))
    }
}

fn show(row: &OrderRow) {
    println!("shown {} {} {}", row.key, row.state.tag(), row.reference.as_deref().unwrap_or("-"));
}

fn plan() -> Result<Plan, Failed> {
    let line = Line {
        name: LineName::new("hotline")?,
        called: "100".to_owned(),
        language: Language::English,
        flow: FlowName::new("direct")?,
        announce_recording: false,
        priority: 0,
    };
    let queue = Queue {
        name: QueueName::new("cards")?,
        calendar: None,
        skills: Vec::new(),
        capacity: 10_000,
        ring: Span::seconds(3_600),
        wrap_up: Span::ZERO,
        announce_every: Span::ZERO,
        music: PromptName::new("music")?,
        record: false,
        service_level: Span::seconds(15),
        short_abandon: Span::seconds(5),
        routing: QueueRouting::default(),
    };
    let direct =
        "flow direct\nstep queue\n queue cards\n closed hang up\n full hang up\n unstaffed hang up\n";
    // They are logged in, so that callers are let into the queue, and never picked up: orders are not theirs.
    let agent = |id| -> Result<Agent, Failed> {
        Ok(Agent {
            id: AgentId(id),
            address: format!("sip:a{id}@127.0.0.1:7000"),
            skills: vec![SkillName::new("lang.en")?],
            ready_at_start: true,
            routing: AgentRouting::default(),
        })
    };
    Ok(Plan {
        lines: vec![line],
        queues: vec![queue],
        agents: (1..=CALLS as u64).map(agent).collect::<Result<_, _>>()?,
        flows: vec![FlowText { name: FlowName::new("direct")?, text: direct.to_owned() }],
        ..Plan::default()
    })
}
