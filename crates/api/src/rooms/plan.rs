//! The plan and its versions.

use super::Rooms;
use super::desk::refused;
use crate::plan::transfer::{
    FileState, PlanChange, PlanList, PlanNow, PlanStep, PlanTrial, PlanVersion, ProposePlan, version_named,
};
use crate::plan::{PlanFault, Plans, Proposed};
use crate::problem::{Kind, Problem};
use centre::{InForce, Refusal, Refused, difference};
use std::sync::Arc;
use trust::{Actor, may};
use vocabulary::Sequence;
use vocabulary::journal::{Entry, Record};
use vocabulary::plan::Plan;

/// Versions that are shown at a time.
const SHOWN: u32 = 20;

impl Rooms {
    /// The plan in force, beside what the configuration file says.
    pub async fn plan(&self, _: &Actor<may::PlanRead>) -> Result<PlanNow, Problem> {
        self.plan_now().await
    }

    /// Plans that came into force, newest first.
    pub async fn plan_versions(
        &self,
        _: &Actor<may::PlanRead>,
        before: Option<Sequence>,
    ) -> Result<PlanList, Problem> {
        self.catch_up().await?;
        let until = before.map_or(Sequence(u64::MAX), |before| Sequence(before.0.saturating_sub(1)));
        let records = self.0.store.plans(until, SHOWN + 1).await?;
        let names = self.account_names().await;
        let plans: Vec<(InForce, &Plan)> = records.iter().filter_map(planned).collect();
        let step = |(place, (how, plan)): (usize, &(InForce, &Plan))| {
            let changes = plans.get(place + 1).map(|(_, older)| difference(older, plan));
            let changes = changes.map(|changes| changes.into_iter().map(PlanChange::from).collect());
            PlanStep { how: PlanVersion::new(*how, &names), changes }
        };
        Ok(PlanList { versions: plans.iter().enumerate().take(SHOWN as usize).map(step).collect() })
    }

    /// What a plan would change.
    pub async fn try_plan(
        &self,
        _: &Actor<may::PlanRead>,
        proposed: ProposePlan,
    ) -> Result<PlanTrial, Problem> {
        let Proposed { plan, at_next_start } = self.proposed(proposed).await?;
        let trial = self.0.centre.try_plan(plan).await?;
        if let Some(why) = trial.refused {
            return Err(refused(Refused::Floor(why)));
        }
        Ok(PlanTrial::new(trial, at_next_start))
    }

    /// Brings a plan into force.
    pub async fn apply_plan(
        &self,
        actor: &Actor<may::PlanChange>,
        proposed: ProposePlan,
        over: Option<Sequence>,
    ) -> Result<PlanNow, Problem> {
        let Proposed { plan, at_next_start } = self.proposed(proposed).await?;
        let by = actor.account().id;
        let changed = self.0.centre.change_plan(Some(by), plan, over).await;
        let how = changed.map_err(|why| match why {
            Refused::Floor(other @ Refusal::OtherVersion(_)) => Problem::new(Kind::Stale, other.to_string()),
            other => refused(other),
        })?;
        tracing::info!(account = %by, version = %how.version, "a plan was applied");
        Ok(PlanNow { at_next_start, ..self.plan_now().await? })
    }

    async fn plan_now(&self) -> Result<PlanNow, Problem> {
        let in_force = self.0.centre.plan().await?;
        let names = if in_force.how.by.is_some() { self.account_names().await } else { Default::default() };
        let on_file = self.with_plans(|plans| plans.on_file()).await?;
        let (file, at_next_start) = match on_file {
            None => (FileState::None, Vec::new()),
            Some(Err(_)) => (FileState::Faulty, Vec::new()),
            Some(Ok(read)) if read.plan == in_force.plan => (FileState::Same, read.at_next_start),
            Some(Ok(read)) => (FileState::Differs, read.at_next_start),
        };
        Ok(PlanNow { how: PlanVersion::new(in_force.how, &names), file, at_next_start })
    }

    /// The plan that somebody proposes, checked.
    async fn proposed(&self, proposed: ProposePlan) -> Result<Proposed, Problem> {
        let ProposePlan { text, flows, version } = proposed;
        match (text, version) {
            (Some(text), None) => {
                self.with_plans(move |plans| plans.read(&text, &flows)).await?.map_err(unsound)
            }
            (None, Some(version)) => {
                let plan = self.plan_of(&version).await?;
                let checked = plan.clone();
                self.with_plans(move |plans| plans.check(&checked)).await?.map_err(unsound)?;
                Ok(Proposed { plan, at_next_start: Vec::new() })
            }
            _ => {
                let detail = "give either text, a configuration, or version, one of the earlier ones";
                Err(Problem::new(Kind::InvalidBody, detail).about("text"))
            }
        }
    }

    async fn plan_of(&self, version: &str) -> Result<Plan, Problem> {
        let sequence = version_named(version).ok_or_else(|| {
            Problem::new(Kind::InvalidBody, "version must be one such as J-17").about("version")
        })?;
        self.catch_up().await?;
        let found = self.0.store.plans(sequence, 1).await?;
        let found = found.into_iter().find(|record| record.sequence == sequence);
        match found.map(|record| record.entry) {
            Some(Entry::Configured { plan }) => Ok(*plan),
            _ => Err(Problem::not_found(format!(
                "there is no version {sequence} of the plan; the list of versions shows which there are"
            ))),
        }
    }

    /// Reading files blocks: it is done where that does no harm.
    pub(super) async fn with_plans<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn Plans) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let plans: Arc<dyn Plans> = self.0.plans.clone();
        tokio::task::spawn_blocking(move || ask(&*plans)).await.map_err(|_| Problem::internal())
    }
}

fn planned(record: &Record) -> Option<(InForce, &Plan)> {
    match &record.entry {
        Entry::Configured { plan } => {
            Some((InForce { version: record.sequence, since: record.at, by: record.by }, plan))
        }
        _ => None,
    }
}

fn unsound(faults: Vec<PlanFault>) -> Problem {
    let count = faults.len();
    let detail = format!("the plan does not hold together: {count} faults, each with its line");
    Problem::new(Kind::InvalidPlan, detail).with_faults(faults.into_iter().map(Into::into).collect())
}
