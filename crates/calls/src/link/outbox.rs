//! The sending side: what was sent and is not acknowledged.

use super::{Ack, Message};
use std::collections::VecDeque;
use vocabulary::{Epoch, Span, Time};

/// Bounds of an [`Outbox`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Messages kept at once. One more overruns the outbox.
    pub most: usize,
    /// Messages sent again at once, the oldest first: a link that comes back is not flooded.
    pub batch: usize,
    /// How long to wait without progress before sending again.
    pub again: Span,
}

impl Default for Limits {
    /// 8,192 messages (some 30 s at 250 calls/s), 64 at once, again after 200 ms.
    fn default() -> Limits {
        Limits { most: 8_192, batch: 64, again: Span::millis(200) }
    }
}

/// The receiver has been away for too long: the outbox is full. It has dropped everything and
/// stays silent for the rest of the term; the two sides agree again in the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the other side of the link has been away for too long: begin a new term after {epoch}")]
pub struct Overrun {
    /// The term that is lost.
    pub epoch: Epoch,
}

/// Keeps messages until they are acknowledged, and says when to send which again.
#[derive(Debug, Clone)]
pub struct Outbox<M: Message> {
    limits: Limits,
    epoch: Epoch,
    /// The place of the last message pushed.
    last: M::Place,
    waiting: VecDeque<M>,
    /// When to send again; set while anything waits.
    again: Option<Time>,
    overrun: bool,
}

impl<M: Message + Clone> Outbox<M> {
    /// An empty outbox.
    pub fn new(limits: Limits) -> Outbox<M> {
        let last = M::Place::default();
        Outbox {
            limits,
            epoch: Epoch::default(),
            last,
            waiting: VecDeque::new(),
            again: None,
            overrun: false,
        }
    }

    /// Keeps a copy of a message; the caller sends it. A message of a newer term drops all others.
    /// One of an older term, or at a place already taken, is not kept: the receiver would drop it.
    ///
    /// # Errors
    /// [`Overrun`] when [`Limits::most`] messages wait, and from then on for this term. The caller
    /// need not send the message: the receiver could not use it.
    pub fn push(&mut self, now: Time, message: &M) -> Result<(), Overrun> {
        if message.epoch() > self.epoch {
            self.begin(message.epoch());
        }
        if self.overrun {
            return Err(Overrun { epoch: self.epoch });
        }
        if message.epoch() < self.epoch || message.place() <= self.last {
            return Ok(());
        }
        if self.waiting.len() >= self.limits.most {
            return Err(self.give_up());
        }
        self.last = message.place();
        self.waiting.push_back(message.clone());
        self.again = self.again.or(Some(now + self.limits.again));
        Ok(())
    }

    /// Forgets what has arrived. An ack of another term is passed over, and so is one for more
    /// than was sent: it is for the outbox of an earlier life.
    pub fn acknowledge(&mut self, now: Time, ack: Ack<M::Place>) {
        if ack.epoch != self.epoch || ack.upto > self.last {
            return;
        }
        let arrived = self.waiting.iter().take_while(|message| message.place() <= ack.upto).count();
        if arrived == 0 {
            return;
        }
        self.waiting.drain(..arrived);
        self.again = (!self.waiting.is_empty()).then_some(now + self.limits.again);
        self.shrink();
    }

    /// What to send again now: nothing before [`next_due`](Outbox::next_due), then the oldest
    /// [`Limits::batch`] messages.
    pub fn due(&mut self, now: Time) -> impl Iterator<Item = &M> {
        let is_due = self.again.is_some_and(|again| again <= now);
        if is_due {
            self.again = Some(now + self.limits.again);
        }
        self.waiting.iter().take(if is_due { self.limits.batch.max(1) } else { 0 })
    }

    /// When [`due`](Outbox::due) will have something.
    pub fn next_due(&self) -> Option<Time> {
        self.again
    }

    /// How many messages wait for their acknowledgement.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether everything sent has arrived.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    fn begin(&mut self, epoch: Epoch) {
        *self = Outbox { epoch, ..Outbox::new(self.limits) };
    }

    fn give_up(&mut self) -> Overrun {
        self.waiting = VecDeque::new();
        self.again = None;
        self.overrun = true;
        Overrun { epoch: self.epoch }
    }

    /// After a storm, gives its memory back.
    fn shrink(&mut self) {
        if self.waiting.is_empty() && self.waiting.capacity() > self.limits.batch {
            self.waiting = VecDeque::new();
        }
    }
}
