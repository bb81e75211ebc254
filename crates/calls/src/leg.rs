//! One leg: how far it has come, what it hears, what it keeps.

use crate::gather::Gather;
use crate::kept::Kept;
use crate::{MediaAct, Output};
use vocabulary::{Language, LegId, PromptName, RecordingId, Time};

/// A live leg.
#[derive(Debug, Clone)]
pub(crate) struct Leg {
    /// It came in; the others were dialled.
    pub(crate) arrived: bool,
    /// It is served in a browser. Its station may come and go, so nobody watches it for loss: it
    /// is the floor that gives it up.
    pub(crate) page: bool,
    /// Its station has vanished.
    pub(crate) parted: bool,
    /// How far it has come.
    pub(crate) stage: Stage,
    /// The leg it was joined with, as long as both live and neither is joined elsewhere. The two
    /// always name each other.
    pub(crate) partner: Option<LegId>,
    /// What it hears now.
    pub(crate) hears: Hears,
    /// The number of its latest play.
    plays: u32,
    /// Whether the media side reports when nothing comes from it.
    pub(crate) watched: bool,
    /// Whether its own audio is shut off.
    gated: bool,
    /// The language it was last spoken to in.
    pub(crate) language: Option<Language>,
    /// The unanswered gather.
    pub(crate) gather: Option<Gather>,
    /// When that gather's patience ends, once its question has been asked; the node's timers hold
    /// the same moment.
    pub(crate) due: Option<Time>,
    /// Its kept digits.
    pub(crate) kept: Kept,
    /// Attempts the bank has not answered yet.
    pub(crate) redeeming: Vec<u32>,
    /// The recording that runs.
    pub(crate) recording: Option<RecordingId>,
    /// Whether the floor was told that it does not run any more.
    pub(crate) recording_failed: bool,
}

/// How far a leg has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Came in, not answered.
    Arrived,
    /// Dialled, nothing heard of it.
    Dialled,
    /// Dialled, rings.
    Ringing,
    /// Answered, by us or by the telephone.
    Up,
}

/// What a leg hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hears {
    /// Nothing.
    Silence,
    /// Its partner.
    Partner,
    /// Prompts.
    Prompts {
        /// The number they were given to the media side with.
        play: u32,
        /// What their end means.
        end: End,
    },
}

/// What the end of prompts means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// They have none: music.
    Never,
    /// Report it under the floor's number.
    Report(u32),
    /// The gather's question has been asked.
    Asked,
    /// A key's tone has sounded: the leg hears its partner again.
    Back,
}

impl Leg {
    /// A new leg.
    pub(crate) fn new(stage: Stage) -> Leg {
        Leg {
            arrived: stage == Stage::Arrived,
            page: false,
            parted: false,
            stage,
            partner: None,
            hears: Hears::Silence,
            plays: 0,
            watched: false,
            gated: false,
            language: None,
            gather: None,
            due: None,
            kept: Kept::default(),
            redeeming: Vec::new(),
            recording: None,
            recording_failed: false,
        }
    }

    /// A leg that is being dialled, at a page or at a telephone.
    pub(crate) fn dialled(page: bool) -> Leg {
        Leg { page, ..Leg::new(Stage::Dialled) }
    }

    /// Whether it was dialled and not yet answered.
    pub(crate) fn is_calling(&self) -> bool {
        matches!(self.stage, Stage::Dialled | Stage::Ringing)
    }

    /// Whether audio can flow.
    pub(crate) fn is_up(&self) -> bool {
        self.stage == Stage::Up
    }

    /// Whether a gather's question is being played.
    pub(crate) fn is_being_asked(&self) -> bool {
        matches!(self.hears, Hears::Prompts { end: End::Asked, .. })
    }

    /// Starts prompts in place of what the leg hears.
    pub(crate) fn play(
        &mut self,
        id: LegId,
        prompts: Vec<PromptName>,
        language: Language,
        end: End,
        out: &mut Vec<Output>,
    ) {
        self.plays = self.plays.wrapping_add(1);
        self.hears = Hears::Prompts { play: self.plays, end };
        let act = MediaAct::Play { play: self.plays, prompts, language, repeat: end == End::Never };
        out.push(Output::Media { leg: id, act });
    }

    /// Lets the leg hear its partner again, or nothing when it has none.
    pub(crate) fn hear_on(&mut self, id: LegId, out: &mut Vec<Output>) {
        match self.partner {
            Some(partner) => self.hear(id, partner, out),
            None => self.hush(id, out),
        }
    }

    /// Lets the leg hear nothing.
    pub(crate) fn hush(&mut self, id: LegId, out: &mut Vec<Output>) {
        if self.hears != Hears::Silence {
            self.hears = Hears::Silence;
            out.push(Output::Media { leg: id, act: MediaAct::Silence });
        }
    }

    /// Lets the leg hear another.
    pub(crate) fn hear(&mut self, id: LegId, partner: LegId, out: &mut Vec<Output>) {
        self.partner = Some(partner);
        self.hears = Hears::Partner;
        out.push(Output::Media { leg: id, act: MediaAct::Hear(partner) });
    }

    /// Has the leg watched for loss, or not.
    pub(crate) fn watch(&mut self, id: LegId, on: bool, out: &mut Vec<Output>) {
        if self.watched != on && !self.page {
            self.watched = on;
            out.push(Output::Media { leg: id, act: MediaAct::Watch(on) });
        }
    }

    /// Shuts the leg's audio while digits are keyed that nobody may hear, and opens it otherwise.
    pub(crate) fn fit_gate(&mut self, id: LegId, out: &mut Vec<Output>) {
        let shut = self.gather.as_ref().is_some_and(Gather::is_hidden);
        if self.gated != shut {
            self.gated = shut;
            out.push(Output::Media { leg: id, act: MediaAct::Gate(shut) });
        }
    }
}
