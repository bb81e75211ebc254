//! The house behind the API. Whatever gives something away asks for the proof of a permission, so
//! that a handler without one has nothing to show.

pub(crate) mod archives;
mod audit;
mod authority;
mod bans;
mod chats;
mod desk;
mod finding;
mod house;
mod operations;
mod plan;
mod privacy;
mod promises;
mod reach;
mod recordings;
mod unmaskings;

pub(crate) use reach::Reached;

use crate::audit::Declared;
use crate::chats::tickets::ChatTickets;
use crate::demonstration::{self, Demonstration};
use crate::events::seats::Seats;
use crate::figures::transfer::{Report, ReportList, Run, Targets};
use crate::house::Names;
use crate::plan::Plans;
use crate::problem::Problem;
use crate::recordings::tickets::Tickets;
use crate::request::rate::Rate;
use crate::{Limits, Options};
use axum::body::Bytes;
use centre::{
    AgentView, Board, Centre, ContactView, CustomerView, FiguresView, NoView, PanelName, QueueView,
};
use indicators::table::Ground;
use indicators::{Counts, Fact, FeedFact, TimeCell, Zone};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{ContactRow, FigureCheck, Filter, Health, Store};
use tokio::sync::{Mutex, broadcast};
use trust::audit::{Listed, OnRecord};
use trust::{Actor, Permission, Permit, Trust, may};
use vocabulary::journal::{NotReady, Record};
use vocabulary::plan::Team;
use vocabulary::{AccountId, AgentId, ContactId, PhoneNumber, Sequence, Span, Time};

/// How long the health page waits for the floor.
const FLOOR_ANSWERS_WITHIN: Duration = Duration::from_secs(2);

/// How long a contact that has just closed is waited for: the journal's bound is 50 ms.
const CATCHES_UP_WITHIN: Duration = Duration::from_millis(200);

/// The state of the router. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Rooms(Arc<Inner>);

struct Inner {
    centre: Centre,
    store: Arc<Store>,
    trust: Arc<Trust>,
    demonstration: demonstration::Shown,
    limits: Limits,
    seats: Seats,
    desk_seats: Seats,
    requests: Rate<AccountId>,
    sign_in_errors: Rate<String>,
    tickets: Tickets,
    chat_tickets: ChatTickets,
    chat_waits: chats::Waits,
    targets: Targets,
    reports: Vec<(String, String)>,
    names: Names,
    plans: Arc<dyn Plans>,
    bans: voice::Bans,
    retention: Vec<store::retention::Rule>,
    archives: archives::Archives,
    document: Bytes,
    declared: Declared,
    on_record: OnRecord,
    listed: Listed,
    glance: Mutex<Option<Glance>>,
}

/// The little of the floor that everybody may know, and when it was looked at.
#[derive(Debug, Clone)]
pub(crate) struct Glance {
    seen: Instant,
    /// As the floor stood then.
    pub board: Arc<Board>,
}

/// What the floor says about queues.
pub(crate) struct QueueFigures {
    /// The moment.
    pub at: Time,
    /// In the order of the plan.
    pub queues: Vec<QueueView>,
    /// All queues together.
    pub today: Counts,
}

/// The first and the last moment of something.
pub(crate) type Ends = Option<(Time, Time)>;

/// Repeat rates look a week ahead of their contacts.
const LOOK_AHEAD: Span = Span::seconds(7 * 86_400);
/// Comparisons with the journal that are shown.
const CHECKS_SHOWN: u32 = 30;
/// Runs of a report that are shown.
const RUNS_SHOWN: u32 = 10;

/// What figures are answered from.
pub(crate) struct Grounds {
    pub facts: Vec<Fact>,
    times: Vec<TimeCell>,
    fed: Vec<FeedFact>,
    pub teams: Vec<Team>,
}

impl Grounds {
    pub fn ground(&self) -> Ground<'_> {
        Ground { facts: &self.facts, times: &self.times, fed: &self.fed }
    }
}

impl Glance {
    /// A look taken now.
    pub fn new(board: Board) -> Glance {
        Glance { seen: Instant::now(), board: Arc::new(board) }
    }
}

impl Rooms {
    pub fn new(options: Options, document: Bytes, declared: Declared) -> Rooms {
        let Options {
            centre,
            store,
            trust,
            demonstration,
            limits,
            targets,
            reports,
            names,
            plans,
            retention,
            bans,
        } = options;
        let seats = Seats::new("streams of events", limits.streams, limits.streams_of_account);
        let desk_seats = Seats::new("desks", limits.desks, limits.desks_of_account);
        let requests = Rate::new(limits.requests_per_second, limits.requests_at_once);
        let sign_in_errors = Rate::new(limits.sign_in_errors_per_second, limits.sign_in_errors_at_once);
        let (tickets, glance) = (Tickets::default(), Mutex::default());
        let on_record = OnRecord::new(store.audit().clone());
        Rooms(Arc::new(Inner {
            centre,
            store,
            trust,
            demonstration,
            limits,
            seats,
            desk_seats,
            requests,
            sign_in_errors,
            tickets,
            chat_tickets: ChatTickets::default(),
            chat_waits: chats::Waits::default(),
            targets,
            reports,
            names,
            plans,
            bans,
            retention,
            archives: archives::Archives::default(),
            document,
            declared,
            on_record,
            listed: Listed::default(),
            glance,
        }))
    }

    /// The door.
    pub fn trust(&self) -> &Trust {
        &self.0.trust
    }

    /// How often accounts ask.
    pub fn requests(&self) -> &Rate<AccountId> {
        &self.0.requests
    }

    /// How often addresses sign in wrongly.
    pub fn sign_in_errors(&self) -> &Rate<String> {
        &self.0.sign_in_errors
    }

    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Public: what a visitor of the demonstration can try; `None` in a centre that serves.
    pub fn demonstration(&self) -> Option<&Demonstration> {
        self.0.demonstration.get()
    }

    /// Public: the OpenAPI document.
    pub fn document(&self) -> Bytes {
        self.0.document.clone()
    }

    /// Public: how the journal fares, how much of it was lost, and whether new calls are let in.
    pub fn journal_health(&self) -> (Health, u64, bool) {
        let journal = self.0.store.journal();
        (journal.health().borrow().clone(), journal.lost(), self.0.store.accepting())
    }

    /// Public: the floor as it stood a moment ago; `None` when it does not answer. One asks while
    /// all others wait for the same answer, so that a flood of questions is one to the floor.
    pub async fn glance(&self) -> Option<Glance> {
        let mut last = self.0.glance.lock().await;
        if let Some(glance) = &*last
            && glance.seen.elapsed() < self.0.limits.health_age
        {
            return Some(glance.clone());
        }
        let answer = tokio::time::timeout(FLOOR_ANSWERS_WITHIN, self.0.centre.board()).await;
        *last = answer.ok().and_then(Result::ok).map(Glance::new);
        last.clone()
    }

    /// Contacts on record within reach, newest first.
    pub async fn contacts_on_record(
        &self,
        actor: &Actor<may::ContactsRead>,
        filter: Filter,
    ) -> Result<Vec<ContactRow>, Problem> {
        let agents = self.reached(actor).await?.agents();
        Ok(self.0.store.contacts(&Filter { agents, ..filter }).await?)
    }

    /// One contact on record, as it ended. The floor forgets a contact when it closes and the
    /// database learns of it some milliseconds later: between the two, the answer waits.
    pub async fn contact_on_record(
        &self,
        _: &Actor<may::ContactsRead>,
        contact: ContactId,
    ) -> Result<Option<ContactRow>, Problem> {
        let row = self.0.store.contact(contact).await?;
        if row.as_ref().is_some_and(|row| row.closed_at.is_some()) {
            return Ok(row);
        }
        self.catch_up().await?;
        Ok(self.0.store.contact(contact).await?)
    }

    /// Why a contact waits; `None` when it does not.
    pub async fn contact_routing(
        &self,
        _: &Actor<may::ContactsRead>,
        contact: ContactId,
    ) -> Result<Option<centre::Waits>, Problem> {
        Ok(self.0.centre.routing(contact).await?)
    }

    /// Waits, not for long, until the database knows what the floor knows now.
    async fn catch_up(&self) -> Result<(), Problem> {
        let known = self.0.centre.board().await?.sequence;
        let mut durable = self.0.store.journal().durable();
        // While entries are spilling the answer is what the database has.
        let _late = tokio::time::timeout(CATCHES_UP_WITHIN, durable.wait_for(|place| *place >= known)).await;
        Ok(())
    }

    /// All open contacts within reach, oldest first.
    pub async fn open_contacts(&self, actor: &Actor<may::ContactsRead>) -> Result<Vec<ContactView>, Problem> {
        let reached = self.reached(actor).await?;
        let mut open = self.0.centre.contacts().await?;
        open.retain(|open| reached.any([open.agent, open.last_agent]));
        Ok(open)
    }

    /// One open contact.
    pub async fn open_contact(
        &self,
        _: &Actor<may::ContactsRead>,
        contact: ContactId,
    ) -> Result<Option<ContactView>, Problem> {
        Ok(self.0.centre.contact(contact).await?)
    }

    /// A contact's calling number behind its display mask; `None` when it was withheld or erased.
    pub async fn masked_caller(
        &self,
        _: &Actor<may::ContactsRead>,
        row: &ContactRow,
    ) -> Result<Option<String>, Problem> {
        self.mask(row).await
    }

    async fn mask(&self, row: &ContactRow) -> Result<Option<String>, Problem> {
        use store::{Error::Sealed, sealed::Error::Erased};
        match self.0.store.unseal_caller(row).await {
            Ok(caller) => Ok(caller.as_ref().map(PhoneNumber::to_string)),
            Err(Sealed(Erased)) => Ok(None),
            // A damaged value must not hide the contact, or a page of others.
            Err(Sealed(error)) => {
                tracing::error!(contact = %row.contact, %error, "a calling number cannot be opened");
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// What is known of the customer of an open contact, unmasked: only transfer objects leave.
    pub async fn customer_view(
        &self,
        actor: &Actor<may::CustomersRead>,
        contact: ContactId,
    ) -> Result<CustomerView, Problem> {
        self.may_see_customer(actor, contact).await?;
        self.0.centre.customer_view(contact).ok_or_else(|| no_view(NoView(contact)))
    }

    /// Asks for one panel of that again.
    pub async fn ask_panel_again(
        &self,
        actor: &Actor<may::CustomersRead>,
        contact: ContactId,
        panel: PanelName,
    ) -> Result<CustomerView, Problem> {
        self.may_see_customer(actor, contact).await?;
        self.0.centre.ask_panel_again(contact, panel).map_err(no_view)
    }

    /// An agent sees the customer who is offered, served, or just served; who leads agents sees all.
    pub async fn may_see_customer<P: Permit>(
        &self,
        actor: &Actor<P>,
        contact: ContactId,
    ) -> Result<(), Problem> {
        let own = actor.account().agent;
        let serves = |open: ContactView| own.is_some() && open.agent == own;
        if actor.may(Permission::AgentsChange) || self.0.centre.contact(contact).await?.is_some_and(serves) {
            return Ok(());
        }
        let detail = format!("{contact} is not a contact that you serve; ask a supervisor");
        Err(Problem::not_found(detail))
    }

    /// All records about one contact; `None` when there is no such contact.
    pub async fn contact_journal(
        &self,
        _: &Actor<may::JournalRead>,
        contact: ContactId,
    ) -> Result<Option<Vec<Record>>, Problem> {
        let records = self.0.store.contact_journal(contact).await?;
        // A contact that began a moment ago may not have reached the database.
        let known = !records.is_empty() || self.0.centre.contact(contact).await?.is_some();
        Ok(known.then_some(records))
    }

    /// All agents within reach by number, and the moment this is true of.
    pub async fn agents(&self, actor: &Actor<may::AgentsRead>) -> Result<(Time, Vec<AgentView>), Problem> {
        let reached = self.reached(actor).await?;
        let Board { at, mut agents, .. } = self.0.centre.board().await?;
        agents.retain(|agent| reached.agent(agent.id));
        Ok((at, agents))
    }

    /// Makes an agent ready, or not ready.
    pub async fn set_agent(
        &self,
        actor: &Actor<may::AgentsChange>,
        agent: AgentId,
        not_ready: Option<NotReady>,
    ) -> Result<AgentView, Problem> {
        let by = Some(actor.account().id);
        let after = self.0.centre.set_agent(by, agent, not_ready).await.map_err(desk::refused)?;
        tracing::info!(account = %actor.account().id, %agent, ?not_ready, "an agent's state was set");
        Ok(after)
    }

    /// Says when an agent leaves.
    pub async fn set_shift(
        &self,
        actor: &Actor<may::AgentsChange>,
        agent: AgentId,
        ends: Option<Time>,
    ) -> Result<AgentView, Problem> {
        self.0.centre.leaves(Some(actor.account().id), agent, ends).await.map_err(desk::refused)
    }

    /// All queues and their figures.
    pub async fn queues(&self, _: &Actor<may::QueuesRead>) -> Result<QueueFigures, Problem> {
        let Board { at, queues, today, .. } = self.0.centre.board().await?;
        Ok(QueueFigures { at, queues, today })
    }

    /// The floor at one moment, for who watches from outside.
    pub async fn board(&self, _: &Actor<may::MetricsRead>) -> Result<Board, Problem> {
        Ok(self.0.centre.board().await?)
    }

    /// What figures need of the running floor.
    pub async fn figures_of_floor(&self, _: &Actor<may::FiguresRead>) -> Result<FiguresView, Problem> {
        Ok(self.0.centre.figures().await?)
    }

    /// Who is led together.
    pub async fn teams(&self, _: &Actor<may::ContactsRead>) -> Result<Vec<Team>, Problem> {
        Ok(self.0.centre.figures().await?.teams)
    }

    /// Open contacts as figures count them.
    pub async fn open_facts(&self, _: &Actor<may::ContactsRead>) -> Result<Vec<Fact>, Problem> {
        Ok(self.0.centre.figures().await?.open)
    }

    /// What figures from `from` on and before `to` are answered from.
    pub async fn grounds(
        &self,
        _: &Actor<may::FiguresRead>,
        floor: FiguresView,
        from: Time,
        to: Time,
    ) -> Result<Grounds, Problem> {
        let store = &self.0.store;
        let mut facts = store.facts(from, to + LOOK_AHEAD).await?;
        let closed: HashSet<ContactId> = facts.iter().map(|fact| fact.contact).collect();
        facts.extend(floor.open.into_iter().filter(|fact| !closed.contains(&fact.contact)));
        let mut times: BTreeMap<_, TimeCell> = BTreeMap::new();
        // What the floor knows is later than what is kept.
        for cell in store.times(from, to).await?.into_iter().chain(floor.times) {
            times.insert((cell.start, cell.agent), cell);
        }
        let mut fed = store.fed(from, to, floor.at).await?;
        fed.extend(store.recordings().fed(from, to).await?);
        Ok(Grounds { facts, times: times.into_values().collect(), fed, teams: floor.teams })
    }

    /// The first and the last moment that live contacts count at, and that imported ones do.
    pub async fn figures_extent(&self, _: &Actor<may::FiguresRead>) -> Result<(Ends, Ends), Problem> {
        let store = &self.0.store;
        Ok((store.extent(false).await?, store.extent(true).await?))
    }

    /// The time zone of the log that was imported; `None` when none was, or this release does not know it.
    pub async fn imported_zone(&self, _: &Actor<may::FiguresRead>) -> Result<Option<Zone>, Problem> {
        let name = self.0.store.imported_zone().await?;
        Ok(name.and_then(|name| Zone::new(&name).ok()))
    }

    /// The last comparisons of figures with the journal.
    pub async fn figure_checks(&self, _: &Actor<may::FiguresRead>) -> Result<Vec<FigureCheck>, Problem> {
        Ok(self.0.store.figure_checks(CHECKS_SHOWN).await?)
    }

    /// Scheduled reports with their last runs.
    pub async fn reports(&self, _: &Actor<may::FiguresRead>) -> Result<ReportList, Problem> {
        let mut reports = Vec::new();
        for (name, when) in &self.0.reports {
            let runs = self.0.store.report_runs(name, RUNS_SHOWN).await?;
            let runs = runs.into_iter().map(Run::from).collect();
            reports.push(Report { name: name.clone(), when: when.clone(), runs });
        }
        Ok(ReportList { reports })
    }

    /// Targets that the bank has set in place of the catalogue's.
    pub fn targets(&self) -> &Targets {
        &self.0.targets
    }

    /// Every record from now on, and the last one before.
    pub async fn watch(
        &self,
        _: &Actor<may::EventsRead>,
    ) -> Result<(broadcast::Receiver<Arc<Record>>, Sequence), Problem> {
        // First the watch, then the look: nothing falls in between.
        let live = self.0.centre.watch();
        Ok((live, self.0.centre.board().await?.sequence))
    }

    /// Records from a place on, as far as the database has them.
    pub async fn records(
        &self,
        _: &Actor<may::EventsRead>,
        from: Sequence,
        limit: u32,
    ) -> store::Result<Vec<Record>> {
        self.0.store.records(from, limit).await
    }

    /// Who may follow events at the same time.
    pub fn seats(&self, _: &Actor<may::EventsRead>) -> &Seats {
        &self.0.seats
    }

    /// Who may have a desk open at the same time.
    pub fn desk_seats(&self, _: &Actor<may::DeskServe>) -> &Seats {
        &self.0.desk_seats
    }

    /// Notes that an actor does something, beyond waiting for news.
    pub async fn active<P: Permit>(&self, actor: &Actor<P>) {
        self.0.trust.active(actor).await;
    }

    /// Whether an actor's token and role are still in force: for whatever outlives its request.
    pub async fn confirm<P: Permit>(&self, actor: &Actor<P>) -> Result<Actor<P>, trust::Refused> {
        self.0.trust.confirm(actor).await
    }
}

fn no_view(why: NoView) -> Problem {
    Problem::not_found(format!("{why}; the list of contacts shows which are, and whose"))
}
