//! The list of contacts: open ones from the floor, for the database does not know their queue and
//! agent yet; closed ones from the database.

use super::among::{self, Lacking};
use super::transfer::{Contact, ContactList};
use crate::audit::act::Act;
use crate::problem::{Kind, Problem};
use crate::request::query::{Fields, Given};
use crate::rooms::Rooms;
use centre::ContactView;
use indicators::table::team_of;
use std::collections::{BTreeMap, HashSet};
use store::{Among, ContactRow, FIRST_IMPORTED, Filter};
use trust::audit::listed::Row;
use trust::{Actor, may};
use utoipa::IntoParams;
use vocabulary::plan::Disposition;
use vocabulary::{AgentId, ContactId, CustomerRef, LineName, QueueName, Time};

/// The most one page holds.
const MOST: u32 = 200;

/// What a page holds when nobody says.
const USUAL: u32 = 50;

/// Which contacts to list. All that is given must hold.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Only open ones, or only closed ones
    open: Option<bool>,
    /// Only those that wait in this queue, or waited there last
    #[param(value_type = Option<String>, example = "cards")]
    queue: Option<QueueName>,
    /// Only those that this agent serves, or served last
    #[param(value_type = Option<String>, example = "A-7")]
    agent: Option<AgentId>,
    /// Only those that called this line
    #[param(value_type = Option<String>, example = "hotline-ko")]
    line: Option<LineName>,
    /// Only those served last by somebody of this team
    #[param(value_type = Option<String>, example = "evening")]
    team: Option<String>,
    #[param(ignore)]
    teamless: bool,
    #[param(ignore)]
    among: Among,
    /// Only those that began before this one: `next` of the page before
    #[param(value_type = Option<String>, example = "C-17")]
    before: Option<ContactId>,
    /// At most so many
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200, default = 50)]
    limit: u32,
}

impl Fields for ListQuery {
    const NAMES: &'static [&'static str] =
        among::names!("open", "queue", "agent", "line", "team", "before", "limit");

    fn take(given: &Given) -> Result<ListQuery, Problem> {
        const LIMIT: &str = "a whole number from 1 to 200";
        let limit = given.optional("limit", LIMIT)?.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(Problem::new(Kind::BadQuery, format!("limit must be {LIMIT}")).about("limit"));
        }
        let (mut among, of_indicator) = among::take(given)?;
        let mut queue = given.optional("queue", "a queue's name, such as cards")?;
        if of_indicator && queue.is_some() {
            among.first_queue = queue.take();
        }
        Ok(ListQuery {
            open: given.optional("open", "true or false")?,
            queue,
            agent: given.optional("agent", "an agent's id, such as A-7")?,
            line: given.optional("line", "a line's name, such as hotline-ko")?,
            team: given.optional("team", "a team's name")?,
            teamless: among::lacking(given)? == Some(Lacking::Team),
            among,
            before: given.optional("before", "a contact's id, such as C-17")?,
            limit,
        })
    }
}

impl ListQuery {
    /// The same for the database, one more than the page holds: it tells whether there is a next.
    fn filter(&self) -> Filter {
        Filter {
            open: self.open,
            queue: self.queue.clone(),
            agent: self.agent,
            agents: None,
            line: self.line.clone(),
            among: self.among.clone(),
            // The database's numbers end earlier than those that can be written.
            before: self.before.map(|before| ContactId(before.0.min(i64::MAX.unsigned_abs()))),
            limit: self.limit + 1,
        }
    }

    /// Puts agents in the place of teams: the database knows who served, not who led.
    async fn settle_teams(&mut self, rooms: &Rooms, actor: &Actor<may::ContactsRead>) -> Result<(), Problem> {
        if self.team.is_none() && !self.teamless {
            return Ok(());
        }
        let teams = rooms.teams(actor).await?;
        let counts_in =
            |agent: &AgentId, name: &str| team_of(&teams, *agent).is_some_and(|team| team.name == name);
        let everybody = || teams.iter().flat_map(|team| team.agents.iter().copied());
        if let Some(name) = &self.team {
            if !teams.iter().any(|team| team.name == *name) {
                return Err(Problem::new(Kind::BadQuery, "no team is called so".to_owned()).about("team"));
            }
            self.among.agents = Some(everybody().filter(|agent| counts_in(agent, name)).collect());
        }
        if self.teamless {
            self.among.not_agents = Some(everybody().collect());
        }
        Ok(())
    }

    /// Whether an open contact belongs to the list. Every open contact is newer than one that was
    /// imported, whatever their ids.
    fn holds_for(&self, contact: &ContactView) -> bool {
        let comes_before = |before: ContactId| before < FIRST_IMPORTED && contact.id < before;
        let anything = |before: ContactId| before.0 > i64::MAX.unsigned_abs();
        self.queue.as_ref().is_none_or(|queue| contact.queue.as_ref() == Some(queue))
            && self.agent.is_none_or(|agent| contact.agent == Some(agent))
            && self.line.as_ref().is_none_or(|line| contact.line == *line)
            && self.before.is_none_or(|before| anything(before) || comes_before(before))
    }
}

/// Where a listed contact was found; in both places while it is open.
#[derive(Default)]
struct Found {
    live: Option<ContactView>,
    row: Option<ContactRow>,
}

impl Found {
    /// Whose it is, as far as that is known.
    fn customer(&self) -> Option<&CustomerRef> {
        let live = self.live.as_ref().and_then(|live| live.customer.as_ref());
        live.or_else(|| self.row.as_ref()?.customer.as_ref())
    }
}

/// One page. How much of it is new to its reader is on record with it.
pub(super) async fn page(
    rooms: &Rooms,
    actor: &Actor<may::ContactsRead>,
    act: &Act,
    query: &mut ListQuery,
) -> Result<ContactList, Problem> {
    query.settle_teams(rooms, actor).await?;
    let mut found = find(rooms, actor, query).await?;
    let rest = found.len() > query.limit as usize;
    found.truncate(query.limit as usize);
    rooms.note_listed(actor, act, found.iter().map(|(contact, found)| Row::of(*contact, found.customer())));
    let next = found.last().filter(|_| rest).map(|(contact, _)| contact.to_string());
    let known = rooms.dispositions(actor).await?;
    let mut contacts = Vec::with_capacity(found.len());
    for (contact, found) in found {
        contacts.push(show(rooms, actor, contact, found, &known).await?);
    }
    Ok(ContactList { contacts: contacts.into_iter().flatten().collect(), next })
}

/// What the query holds for, newest first: all that is open, and of the rest at least one more than
/// the page holds, as far as there are as many.
async fn find(
    rooms: &Rooms,
    actor: &Actor<may::ContactsRead>,
    query: &ListQuery,
) -> Result<Vec<(ContactId, Found)>, Problem> {
    let mut found = BTreeMap::<(Time, ContactId), Found>::new();
    if query.open != Some(false) {
        let open = rooms.open_contacts(actor).await?;
        let counted = counted(rooms, actor, query).await?;
        let is_counted = |contact: &ContactView| counted.as_ref().is_none_or(|ids| ids.contains(&contact.id));
        for live in open.into_iter().filter(|contact| query.holds_for(contact) && is_counted(contact)) {
            let place = (live.opened, live.id);
            found.entry(place).or_default().live = Some(live);
        }
    }
    if query.open != Some(true) {
        for row in rooms.contacts_on_record(actor, query.filter()).await? {
            let place = (row.opened_at, row.contact);
            found.entry(place).or_default().row = Some(row);
        }
    }
    Ok(found.into_iter().rev().map(|((_, contact), found)| (contact, found)).collect())
}

/// The open contacts that figures count, by the same conditions; none when there are no conditions.
async fn counted(
    rooms: &Rooms,
    actor: &Actor<may::ContactsRead>,
    query: &ListQuery,
) -> Result<Option<HashSet<ContactId>>, Problem> {
    if query.among.is_any() {
        return Ok(None);
    }
    let facts = rooms.open_facts(actor).await?;
    let held = facts.into_iter().filter(|fact| query.among.holds(fact));
    Ok(Some(held.map(|fact| fact.contact).collect()))
}

/// A contact with its masked calling number.
async fn show(
    rooms: &Rooms,
    actor: &Actor<may::ContactsRead>,
    contact: ContactId,
    found: Found,
    known: &[Disposition],
) -> Result<Option<Contact>, Problem> {
    let row = match found.row {
        Some(row) => Some(row),
        None => rooms.contact_on_record(actor, contact).await?,
    };
    let caller = match &row {
        Some(row) => rooms.masked_caller(actor, row).await?,
        None => None,
    };
    let open = found.live.map(|live| Contact::open(live, caller.clone(), known));
    Ok(open.or_else(|| row.map(|row| Contact::closed(row, caller, known))))
}
