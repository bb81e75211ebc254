//! Agents as the outside sees them.

use crate::problem::{Kind, Problem};
use crate::request::values::Moment;
use crate::words::{Doing, NotReady};
use centre::AgentView;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Time, journal};

/// All agents.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentList {
    /// The moment this is true of.
    #[schema(format = DateTime)]
    pub at: String,
    /// By number.
    pub agents: Vec<Agent>,
}

/// An agent as supervisors see one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Agent {
    #[schema(example = "A-7")]
    id: String,
    state: Doing,
    /// Since when.
    #[schema(format = DateTime)]
    since: String,
    /// The contact in hand.
    #[schema(example = "C-17", required = true)]
    contact: Option<String>,
    /// Why not ready, or why not ready after the contact in hand.
    #[schema(required = true)]
    not_ready: Option<NotReady>,
    #[schema(example = json!(["cards", "lang.ko"]))]
    skills: Vec<String>,
    /// When the shift ends, as far as known.
    #[schema(format = DateTime, required = true)]
    shift_ends: Option<String>,
    /// From when nothing new is offered, because the shift is about to end.
    #[schema(format = DateTime, required = true)]
    last_offer: Option<String>,
}

impl From<AgentView> for Agent {
    fn from(agent: AgentView) -> Agent {
        Agent {
            id: agent.id.to_string(),
            state: agent.doing.into(),
            since: agent.since.to_string(),
            contact: agent.contact.map(|contact| contact.to_string()),
            not_ready: agent.not_ready.map(NotReady::from),
            skills: agent.skills.iter().map(ToString::to_string).collect(),
            shift_ends: agent.shift.ends.map(|at| at.to_string()),
            last_offer: agent.shift.last_offer.map(|at| at.to_string()),
        }
    }
}

/// When an agent leaves: `{"ends": "2026-11-26T09:00:00Z"}`, or `{"ends": null}` for as planned.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeShift {
    /// The moment.
    #[schema(format = DateTime, required = true)]
    ends: Option<String>,
}

impl ChangeShift {
    /// `None` when the calendar decides.
    pub fn ends(&self) -> Result<Option<Time>, Problem> {
        let refused = |_| {
            let detail = "ends must be a moment such as 2026-11-26T09:00:00Z, or null";
            Problem::new(Kind::InvalidBody, detail).about("ends")
        };
        let moment = self.ends.as_ref().map(|text| text.parse::<Moment>().map_err(refused));
        Ok(moment.transpose()?.map(|Moment(at)| at))
    }
}

/// What an agent is to be: `{"ready": true}`, or `{"ready": false, "reason": "pause"}`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeState {
    ready: bool,
    /// Why not ready; needed when not ready, and then only.
    reason: Option<Reason>,
}

/// Why an agent is made not ready.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Reason {
    /// The agent's own wish.
    Pause,
    /// A short break.
    Break,
    /// A meal.
    Meal,
    /// Training.
    Training,
    /// A meeting.
    Meeting,
    /// A supervisor's wish.
    Supervisor,
}

impl From<Reason> for journal::NotReady {
    fn from(reason: Reason) -> journal::NotReady {
        match reason {
            Reason::Pause => journal::NotReady::Pause,
            Reason::Break => journal::NotReady::Break,
            Reason::Meal => journal::NotReady::Meal,
            Reason::Training => journal::NotReady::Training,
            Reason::Meeting => journal::NotReady::Meeting,
            Reason::Supervisor => journal::NotReady::Supervisor,
        }
    }
}

impl ChangeState {
    /// `None` when the agent is to be ready.
    pub fn not_ready(&self) -> Result<Option<journal::NotReady>, Problem> {
        let refused = |detail| Err(Problem::new(Kind::InvalidBody, detail).about("reason"));
        match (self.ready, self.reason) {
            (true, None) => Ok(None),
            (false, Some(reason)) => Ok(Some(reason.into())),
            (true, Some(_)) => refused("reason is for agents who are not ready; leave it out"),
            (false, None) => refused(
                "reason is needed when ready is false: pause, break, meal, training, meeting or supervisor",
            ),
        }
    }
}
