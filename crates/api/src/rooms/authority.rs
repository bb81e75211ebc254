//! The rules of authority, and how others come into force.

use super::Rooms;
use crate::audit::act::Act;
use crate::authority::transfer::{
    AuthorityAsked, AuthorityNow, AuthorityStep, AuthorityTrial, AuthorityVersion,
};
use crate::plan::PlanFault;
use crate::plan::transfer::FileState;
use crate::problem::{Kind, Problem};
use axum::response::Response;
use centre::operations::{NotInForce, NotTried, read_rules, try_authority};
use conditions::{Authority, Fault};
use trust::approvals::{Approval, Operation, State};
use trust::audit::listed::Row;
use trust::{Actor, may};
use vocabulary::{Span, Time};

/// How far back orders are tried, in days.
const DAYS: u16 = 30;

/// Orders that are looked back at for one request: what takes longer is for the console.
const MOST_ORDERS: usize = 100_000;

impl Rooms {
    /// The rules in force, the versions, and what is asked for.
    pub async fn authority(&self, actor: &Actor<may::AuthorityRead>) -> Result<AuthorityNow, Problem> {
        let (store, in_force) = (&self.0.store, self.0.centre.authority());
        let file = match self.with_plans(|plans| plans.authority()).await? {
            None => FileState::None,
            Some(Err(_)) => FileState::Faulty,
            Some(Ok(text)) if text == in_force.text() => FileState::Same,
            Some(Ok(_)) => FileState::Differs,
        };
        let kept = store.authorities().await?;
        Ok(AuthorityNow {
            version: in_force.version(),
            text: in_force.text().to_owned(),
            free: store.free_authority().await?.max(in_force.version().saturating_add(1)),
            file,
            versions: kept.iter().map(AuthorityStep::from).collect(),
            asked: self.authority_asked(actor).await?,
        })
    }

    /// What somebody asks for, as long as it is of interest: not what was done.
    async fn authority_asked(
        &self,
        actor: &Actor<may::AuthorityRead>,
    ) -> Result<Vec<AuthorityAsked>, Problem> {
        let all = self.trust().approvals().await.map_err(|why| crate::accounts::refusals::account(&why))?;
        let is_shown = |asked: &&Approval| {
            asked.operation == Operation::ChangeAuthority && !matches!(asked.state, State::Done)
        };
        let names = self.account_names().await;
        let mut asked = Vec::new();
        for approval in all.iter().filter(is_shown) {
            let Some(text) = self.0.store.proposed_authority(&approval.subject).await? else { continue };
            asked.push(AuthorityAsked::new(approval, text, actor.account().id, &names));
        }
        Ok(asked)
    }

    /// A version that was in force.
    pub async fn authority_version(
        &self,
        _: &Actor<may::AuthorityRead>,
        version: u32,
    ) -> Result<AuthorityVersion, Problem> {
        let none = || {
            let detail = "this version was never in force; GET /api/authority lists those that were";
            Problem::not_found(detail)
        };
        self.0.store.authority(version).await?.map(AuthorityVersion::from).ok_or_else(none)
    }

    /// Tries rules on what was done. Whose orders are told counts as looked at.
    pub async fn try_authority(
        &self,
        actor: &Actor<may::AuthorityChange>,
        act: &Act,
        text: &str,
    ) -> Result<AuthorityTrial, Problem> {
        let rules = self.sound(text).await?;
        let now: Time = jiff::Timestamp::now().into();
        let since = now - Span::seconds(i64::from(DAYS) * 86_400);
        let teams = self.0.centre.plan().await?.plan.teams;
        let trial = try_authority(&self.0.store, &rules, &teams, since, MOST_ORDERS).await;
        let trial = trial.map_err(|why| match why {
            NotTried::Store(error) => error.into(),
            many @ NotTried::TooMany(_) => Problem::new(Kind::Conflict, many.to_string()),
        })?;
        let told = AuthorityTrial::told(&trial).iter();
        self.note_listed(
            actor,
            act,
            told.map(|changed| Row::of(changed.order.contact, Some(&changed.order.customer))),
        );
        Ok(AuthorityTrial::new(rules.version(), rules.rules(), DAYS, &trial))
    }

    /// Asks for rules to come into force. Their text is kept first: whoever decides sees it.
    pub async fn ask_for_authority(
        &self,
        actor: &Actor<may::AuthorityChange>,
        text: &str,
    ) -> Result<Response, Problem> {
        let rules = self.sound(text).await?;
        if *self.0.centre.authority() == rules {
            let detail = format!("version {} is in force already", rules.version());
            return Err(Problem::new(Kind::Conflict, detail));
        }
        let now = jiff::Timestamp::now().into();
        let name = self.0.store.propose_authority(rules.version(), text, now).await?;
        self.ask_approval(actor, Operation::ChangeAuthority, &name).await
    }

    /// Brings into force what a second person has approved, if that can still be.
    pub(crate) async fn change_authority(&self, approval: &Approval) -> Result<(), Problem> {
        let text = self.0.store.proposed_authority(&approval.subject).await?.ok_or_else(Problem::internal)?;
        let changed = self.0.centre.change_authority(&text, Some(approval.asked_by)).await;
        let (version, _) = changed.map_err(|why| not_in_force(&text, why))?;
        tracing::info!(version, approval = %approval.id, "these rules of authority are in force");
        Ok(())
    }

    /// Rules that could come into force now.
    async fn sound(&self, text: &str) -> Result<Authority, Problem> {
        read_rules(&self.0.store, text).await.map_err(|why| not_in_force(text, why))
    }
}

/// Why rules do not come into force: faults stand at their lines, and a number that names another text is one.
fn not_in_force(text: &str, why: NotInForce) -> Problem {
    let faults = match why {
        NotInForce::Unsound(faults) => faults,
        NotInForce::OtherText { .. } => {
            vec![Fault { line: Authority::version_line(text), what: why.to_string() }]
        }
        NotInForce::NotKept => return Problem::new(Kind::Unavailable, why.to_string()),
    };
    let fault = |Fault { line, what }| PlanFault {
        file: None,
        line: Some(line),
        place: String::new(),
        key: String::new(),
        reason: what,
    };
    let detail = format!("these rules cannot come into force: {} faults, each with its line", faults.len());
    let problem = Problem::new(Kind::InvalidRules, detail).about("text");
    problem.with_faults(faults.into_iter().map(|found| fault(found).into()).collect())
}
