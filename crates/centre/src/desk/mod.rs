//! Agents' pages: who is there ([`presence`]), who can be called there (`telephone`), what happens to
//! whom ([`Screen`]), and what an agent sees at one moment ([`DeskView`]).

pub mod presence;
mod screen;
pub(crate) mod secure_entry;
mod telephone;
pub(crate) mod view;

pub use presence::{ScreenId, Window};
pub use screen::{Happens, Screen};
pub use secure_entry::{Keyed, KeyedView};
pub use view::{AnnouncementView, DeskContact, DeskView, HouseView, QueueDetail, WaitingView};

use crate::Centre;
use presence::Presence;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::{Notify, watch};
use tokio::time::sleep;
use vocabulary::{AgentId, Time};

/// All agents' pages. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Desks(Arc<Inner>);

struct Inner {
    began: Instant,
    presence: Mutex<Presence>,
    /// Something became due at another time.
    changed: Notify,
    /// The screen that took another one's place, whenever one did.
    superseded: watch::Sender<Option<ScreenId>>,
    /// Whose telephones are looked after: as many as the plan has agents in browsers, at the most.
    looked_after: Mutex<BTreeSet<AgentId>>,
}

impl Default for Desks {
    fn default() -> Desks {
        Desks(Arc::new(Inner {
            began: Instant::now(),
            presence: Mutex::default(),
            changed: Notify::new(),
            superseded: watch::Sender::new(None),
            looked_after: Mutex::default(),
        }))
    }
}

impl Desks {
    /// The moment by this process's steady clock: presence outlives no process, and a wall clock
    /// that is set must freeze nobody.
    fn now(&self) -> Time {
        Time(i64::try_from(self.0.began.elapsed().as_micros()).unwrap_or(i64::MAX))
    }

    fn presence(&self) -> MutexGuard<'_, Presence> {
        self.0.presence.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self, agent: AgentId, window: Window) -> ScreenId {
        let (screen, superseded) = self.presence().open(agent, window, self.now());
        if superseded.is_some() {
            self.0.superseded.send_replace(superseded);
        }
        self.0.changed.notify_one();
        screen
    }

    fn beat(&self, agent: AgentId, screen: ScreenId) -> bool {
        let was_away = self.presence().beat(agent, screen, self.now());
        self.0.changed.notify_one();
        was_away
    }

    fn close(&self, agent: AgentId, screen: ScreenId) {
        self.presence().close(agent, screen, self.now());
        self.0.changed.notify_one();
    }

    /// Notes that an agent's telephone is looked after; whether it was not before.
    fn looks_after(&self, agent: AgentId) -> bool {
        self.0.looked_after.lock().unwrap_or_else(PoisonError::into_inner).insert(agent)
    }

    fn is_current(&self, agent: AgentId, screen: ScreenId) -> bool {
        self.presence().is_current(agent, screen)
    }

    /// Makes agents not ready whose pages are silent, until the centre stops.
    pub async fn keep(self, centre: Centre) {
        loop {
            let due = self.presence().next_due();
            let patience = due.map(|due| (due - self.now()).to_std());
            tokio::select! {
                () = centre.stopped() => return,
                () = self.0.changed.notified() => {}
                () = sleep(patience.unwrap_or_default()), if patience.is_some() => {}
            }
            let overdue = self.presence().overdue(self.now());
            for (agent, reason) in overdue {
                tracing::info!(%agent, ?reason, "an agent's page is silent");
                centre.page_silent(agent, reason).await;
            }
        }
    }
}
