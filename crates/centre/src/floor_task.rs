//! The task that owns the floor.

use crate::matching::Matching;
use crate::message::Message;
use crate::outbox::Outbox;
use crate::snapshots::Snapshots;
use crate::views;
use crate::{changes, clock};
use floor::{Input, State};
use indicators::Figures;
use std::sync::Arc;
use std::time::Duration;
use store::{Batch, Journal};
use tokio::sync::{broadcast, mpsc};
use tokio::time::{Instant, sleep_until};
use vocabulary::journal::Record;
use vocabulary::voice::{Event, Report};
use vocabulary::{NodeName, PhoneNumber};
use voice::ToNode;

/// How often a voice node hears that the floor is alive; it decides alone after 3 s of silence.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// The floor and all it talks to.
pub(crate) struct FloorTask {
    pub state: State,
    pub figures: Figures,
    pub journal: Journal,
    pub snapshots: Snapshots,
    pub outbox: Outbox,
    pub node: NodeName,
    pub commands: mpsc::Sender<ToNode>,
    pub matching: Matching,
    pub watched: broadcast::Sender<Arc<Record>>,
}

impl FloorTask {
    /// Serves until it is told to stop, or the voice node is gone.
    pub async fn run(mut self, mut messages: mpsc::Receiver<Message>, mut reports: mpsc::Receiver<Report>) {
        let mut heartbeat = tokio::time::interval(HEARTBEAT);
        loop {
            let due = self.state.next_due().map(|due| Instant::now() + clock::until(due));
            let asleep = sleep_until(due.unwrap_or_else(|| Instant::now() + HEARTBEAT));
            let commands = self.commands.clone();
            tokio::select! {
                biased;
                // Orders first: a report may be the answer to one.
                permit = commands.reserve(), if !self.outbox.is_empty() => match permit {
                    Ok(permit) => {
                        if let Some(command) = self.outbox.pop() {
                            permit.send(ToNode::Command(command));
                        }
                    }
                    Err(_gone) => break,
                },
                report = reports.recv() => match report {
                    Some(report) => self.report(report),
                    None => break,
                },
                () = asleep, if due.is_some() => self.take(Input::Tick, None),
                message = messages.recv() => match message {
                    Some(Message::Stop(stopped)) => {
                        self.stop().await;
                        // Whoever asked may have given up waiting.
                        let _ = stopped.send(());
                        return;
                    }
                    Some(message) => self.message(message),
                    None => break,
                },
                _ = heartbeat.tick() => {
                    // A full channel is full of orders, which say as much.
                    let _ = self.commands.try_send(ToNode::Alive);
                }
            }
        }
        self.stop().await;
    }

    /// Closes what is open as interrupted, so that the journal is complete, and leaves a snapshot
    /// for a quick start.
    async fn stop(&mut self) {
        self.take(Input::NodeLost(self.node.clone()), None);
        self.snapshots.take_last(&self.state, &self.figures).await;
    }

    fn message(&mut self, message: Message) {
        // An asker that has gone away needs no answer.
        match message {
            Message::Board(answer) => {
                let _ = answer.send(views::board(&self.state, &self.figures, clock::now()));
            }
            Message::Contacts(answer) => {
                let _ = answer.send(self.state.contacts().map(views::contact).collect());
            }
            Message::Contact(contact, answer) => {
                let _ = answer.send(self.state.contact(contact).map(views::contact));
            }
            Message::SetAgent(agent, not_ready, answer) => {
                self.take(
                    not_ready.map_or(Input::Ready(agent), |reason| Input::NotReady(agent, reason)),
                    None,
                );
                let after = self.state.agent(agent).map(|agent| views::agent(&self.state, agent));
                let _ = answer.send(after);
            }
            Message::Matched(contact, customer) => self.take(Input::Matched { contact, customer }, None),
            Message::Stop(_) => {}
        }
    }

    fn report(&mut self, mut report: Report) {
        // The number goes to a sealed column and to the bank; the floor has no use for it.
        let caller = match &mut report.event {
            Event::Arrived { caller, .. } => caller.take(),
            _ => None,
        };
        self.take(Input::Report(report), caller);
    }

    /// One input: decide, apply, journal, order, tell.
    pub fn take(&mut self, input: Input, mut caller: Option<PhoneNumber>) {
        let outcome = floor::step(&mut self.state, clock::now(), input);
        if outcome.records.is_empty() {
            return;
        }
        let calling = caller.clone();
        let changes =
            outcome.records.iter().filter_map(|record| changes::of(record, &mut caller)).collect::<Vec<_>>();
        if let (Some(store::ContactChange::Opened { contact, .. }), Some(calling)) =
            (changes.first(), calling)
        {
            self.matching.ask(*contact, calling);
        }
        for record in &outcome.records {
            self.figures.apply(record);
            if self.watched.receiver_count() > 0 {
                // No receiver any more: nobody watches.
                let _ = self.watched.send(Arc::new(record.clone()));
            }
        }
        if self.journal.append(Batch { records: outcome.records, changes }).is_err() {
            // Counted and shown by the store's health; admission is closed by it as well.
            tracing::error!(
                "the journal cannot take entries: disk, database and spill log are full or failed"
            );
        }
        self.snapshots.consider(&self.state, &self.figures);
        for (_, stamp, order) in outcome.orders {
            if self.outbox.push(stamp, order).is_err() {
                tracing::error!(node = %self.node, "the voice node takes no orders any more");
                break;
            }
        }
    }
}
