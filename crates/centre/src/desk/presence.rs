//! Whether agents' pages live. A value: what is asked of it names the moment, and nothing here reads
//! a clock.
//!
//! An agent may have two windows, the desk and the telephone by itself; of each kind the newest
//! counts, and the one before is told that it was superseded. Any of them keeps the agent there.

use std::collections::BTreeMap;
use vocabulary::journal::NotReady;
use vocabulary::{AgentId, Span, Time};

/// How often a page says that it lives.
pub const BEAT: Span = Span::seconds(2);

/// After so long without a beat a page is frozen: the browser has put it to sleep, or the machine
/// is stuck.
pub const FROZEN_AFTER: Span = Span::seconds(6);

/// How long an agent without any window may be on the way back.
pub const GONE_AFTER: Span = Span::seconds(8);

/// What is in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Window {
    /// The desk.
    Desk,
    /// The telephone by itself.
    Phone,
}

/// One window. Never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScreenId(pub u64);

/// All agents' pages.
#[derive(Debug, Default)]
pub struct Presence {
    last: u64,
    agents: BTreeMap<AgentId, Page>,
}

/// The windows of one agent.
#[derive(Debug)]
struct Page {
    screens: BTreeMap<Window, ScreenId>,
    /// The last beat of any window; without a window, when the last one closed.
    heard: Time,
    /// Whether the silence since then has been told.
    told: bool,
}

impl Page {
    fn due(&self) -> Option<Time> {
        let patience = if self.screens.is_empty() { GONE_AFTER } else { FROZEN_AFTER };
        (!self.told).then(|| self.heard + patience)
    }
}

impl Presence {
    /// A window opens; the second is the one it takes the place of.
    pub fn open(&mut self, agent: AgentId, window: Window, now: Time) -> (ScreenId, Option<ScreenId>) {
        self.last += 1;
        let screen = ScreenId(self.last);
        let page =
            self.agents.entry(agent).or_insert(Page { screens: BTreeMap::new(), heard: now, told: false });
        (page.heard, page.told) = (now, false);
        (screen, page.screens.insert(window, screen))
    }

    /// A window says that it lives; whether its silence had been told. One that was superseded says
    /// nothing.
    pub fn beat(&mut self, agent: AgentId, screen: ScreenId, now: Time) -> bool {
        let page = self.agents.get_mut(&agent);
        let Some(page) = page.filter(|page| page.screens.values().any(|own| *own == screen)) else {
            return false;
        };
        page.heard = now.max(page.heard);
        std::mem::take(&mut page.told)
    }

    /// A window is closed, or its connection gone.
    pub fn close(&mut self, agent: AgentId, screen: ScreenId, now: Time) {
        let Some(page) = self.agents.get_mut(&agent) else { return };
        let before = page.screens.len();
        page.screens.retain(|_, own| *own != screen);
        if page.screens.len() < before && page.screens.is_empty() {
            (page.heard, page.told) = (now.max(page.heard), false);
        }
    }

    /// Whether an agent has a window that is not known to be frozen.
    pub fn is_there(&self, agent: AgentId) -> bool {
        self.agents.get(&agent).is_some_and(|page| !page.screens.is_empty() && !page.told)
    }

    /// Whether a window is the newest of its kind.
    pub fn is_current(&self, agent: AgentId, screen: ScreenId) -> bool {
        self.agents.get(&agent).is_some_and(|page| page.screens.values().any(|own| *own == screen))
    }

    /// When [`Presence::overdue`] has something to say.
    pub fn next_due(&self) -> Option<Time> {
        self.agents.values().filter_map(Page::due).min()
    }

    /// Who is to be made not ready by now, and why; each silence is told once.
    pub fn overdue(&mut self, now: Time) -> Vec<(AgentId, NotReady)> {
        let mut found = Vec::new();
        for (agent, page) in &mut self.agents {
            if page.due().is_some_and(|due| due <= now) {
                page.told = true;
                let gone = page.screens.is_empty();
                found.push((*agent, if gone { NotReady::PageLost } else { NotReady::PageFrozen }));
            }
        }
        // Whoever is gone and has been told of needs no place.
        self.agents.retain(|_, page| !(page.told && page.screens.is_empty()));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIM: AgentId = AgentId(7);

    fn at(seconds: i64) -> Time {
        Time(seconds * 1_000_000)
    }

    #[test]
    fn a_page_that_says_nothing_is_frozen_and_one_that_is_gone_is_lost_each_told_once() {
        let mut presence = Presence::default();
        assert_eq!(presence.next_due(), None);
        let (desk, none) = presence.open(KIM, Window::Desk, at(0));
        assert_eq!((none, presence.next_due()), (None, Some(at(6))));
        presence.beat(KIM, desk, at(2));
        assert_eq!(presence.overdue(at(7)), []);
        assert!(presence.is_there(KIM));
        assert_eq!(presence.overdue(at(8)), [(KIM, NotReady::PageFrozen)]);
        assert!(!presence.is_there(KIM));
        assert_eq!((presence.overdue(at(99)), presence.next_due()), (vec![], None));
        presence.beat(KIM, desk, at(100));
        assert!(presence.is_there(KIM));
        presence.close(KIM, desk, at(101));
        assert_eq!(presence.overdue(at(108)), []);
        assert_eq!(presence.overdue(at(109)), [(KIM, NotReady::PageLost)]);
        presence.close(KIM, desk, at(110));
        presence.beat(KIM, desk, at(110));
        assert_eq!((presence.overdue(at(200)), presence.next_due()), (vec![], None));
    }

    #[test]
    fn the_newest_window_of_a_kind_counts_and_any_window_keeps_the_agent_there() {
        let mut presence = Presence::default();
        let (first, _) = presence.open(KIM, Window::Desk, at(0));
        let (phone, none) = presence.open(KIM, Window::Phone, at(1));
        let (second, superseded) = presence.open(KIM, Window::Desk, at(2));
        assert_eq!((none, superseded), (None, Some(first)));
        assert!(!presence.is_current(KIM, first) && presence.is_current(KIM, phone));
        presence.beat(KIM, first, at(7));
        assert_eq!(presence.next_due(), Some(at(8)), "a superseded window was heard");
        presence.beat(KIM, phone, at(7));
        presence.close(KIM, first, at(8));
        presence.close(KIM, second, at(9));
        assert_eq!(presence.next_due(), Some(at(13)), "the telephone's window is still there");
        presence.close(KIM, phone, at(10));
        let (back, none) = presence.open(KIM, Window::Desk, at(17));
        assert_eq!((none, presence.overdue(at(22))), (None, vec![]));
        assert!(presence.is_current(KIM, back));
    }
}
