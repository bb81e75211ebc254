//! The thread that writes recordings.

use super::tap::{What, Word};
use super::timeline::{Heard, Side, Timeline};
use super::{Counters, Ending, Tape, Vault, chunk};
use crate::media::{MediaEvent, MediaReport};
use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{self, error::TrySendError};
use vocabulary::{LegId, RecordingId, Span, Time};

/// How often the writer looks while something is recorded.
const PACE: Duration = Duration::from_millis(50);

pub(super) fn start(
    vault: Arc<dyn Vault>,
    words: Receiver<Word>,
    reports: mpsc::Sender<MediaReport>,
    counters: Arc<Counters>,
) -> io::Result<()> {
    let writer = Writer {
        vault,
        words,
        reports,
        counters,
        running: HashMap::new(),
        untold: VecDeque::new(),
        clock: None,
        buffer: Vec::new(),
    };
    std::thread::Builder::new().name("recorder".into()).spawn(move || writer.run()).map(drop)
}

struct Writer {
    vault: Arc<dyn Vault>,
    words: Receiver<Word>,
    reports: mpsc::Sender<MediaReport>,
    counters: Arc<Counters>,
    running: HashMap<RecordingId, Running>,
    /// Failures the node has not been told of: a handful, while its channel is full.
    untold: VecDeque<MediaReport>,
    /// The media thread's time of the newest word, and when that was taken.
    clock: Option<(Time, Instant)>,
    buffer: Vec<u8>,
}

/// A recording.
struct Running {
    leg: LegId,
    line: Timeline,
    tape: Box<dyn Tape>,
}

impl Writer {
    fn run(mut self) {
        loop {
            // With nothing to record there is nothing to look after: the next word wakes this thread.
            if self.running.is_empty() && self.untold.is_empty() {
                let Ok(word) = self.words.recv() else { return };
                self.take(word);
            }
            let there = self.take_all();
            let now = self.now();
            self.write(now);
            if !there {
                let recordings: Vec<RecordingId> = self.running.keys().copied().collect();
                recordings.into_iter().for_each(|recording| self.end(recording, now, 0));
                return;
            }
            self.tell();
            std::thread::sleep(PACE);
        }
    }

    /// Takes what waits; `false` when nothing will come any more.
    fn take_all(&mut self) -> bool {
        loop {
            match self.words.try_recv() {
                Ok(word) => self.take(word),
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => return false,
            }
        }
    }

    fn take(&mut self, Word { recording, at, what }: Word) {
        self.counters.taken.fetch_add(1, Relaxed);
        self.clock = Some((self.now().max(at), Instant::now()));
        if let What::Begin(leg) = what {
            return self.begin(recording, leg, at);
        }
        if let What::End { missing } = what {
            return self.end(recording, at, missing);
        }
        let Some(running) = self.running.get_mut(&recording) else {
            if let What::GoesOn(leg) = what {
                // It failed while it waited, and nobody heard of it.
                self.untold.push_back((leg, MediaEvent::RecordingFailed(recording)));
            }
            return;
        };
        match what {
            What::GoesOn(leg) => {
                running.leg = leg;
                running.line.turn(Side::Customer);
            }
            What::Heard { side, header, codec, length, octets } => {
                running.line.hear(side, &Heard { at, header, codec, octets: &octets[..length] });
            }
            What::Turn => running.line.turn(Side::Agent),
            What::Mark(mark) => running.line.mark(at, mark),
            What::Begin(_) | What::End { .. } => {}
        }
    }

    fn begin(&mut self, recording: RecordingId, leg: LegId, at: Time) {
        match self.vault.begin(recording, at) {
            Ok(tape) => {
                self.running.insert(recording, Running { leg, line: Timeline::new(at), tape });
                self.counters.begun.fetch_add(1, Relaxed);
                self.count();
            }
            Err(error) => {
                self.vault.refused(recording, at, &error);
                self.failed(leg, recording, &error);
            }
        }
    }

    /// Appends what is ripe, of every recording.
    fn write(&mut self, now: Time) {
        let mut broken = Vec::new();
        for (recording, running) in &mut self.running {
            while let Some(ripe) = running.line.take(now) {
                if let Err(error) = append(&mut running.tape, &ripe, &mut self.buffer, &self.counters) {
                    broken.push((*recording, error));
                    break;
                }
            }
        }
        broken.into_iter().for_each(|(recording, error)| self.break_off(recording, error));
    }

    fn end(&mut self, recording: RecordingId, at: Time, missing: u64) {
        let Some(running) = self.running.get_mut(&recording) else { return };
        while let Some(rest) = running.line.rest(at) {
            if let Err(error) = append(&mut running.tape, &rest, &mut self.buffer, &self.counters) {
                return self.break_off(recording, error);
            }
        }
        if let Some(running) = self.running.remove(&recording) {
            running.tape.end(Ending::Complete { missing });
            self.count();
        }
    }

    fn break_off(&mut self, recording: RecordingId, error: io::Error) {
        let Some(running) = self.running.remove(&recording) else { return };
        self.failed(running.leg, recording, &error);
        running.tape.end(Ending::Failed(error));
        self.count();
    }

    fn failed(&mut self, leg: LegId, recording: RecordingId, error: &io::Error) {
        tracing::error!(%recording, %error, "a recording failed; the call goes on");
        self.counters.failed.fetch_add(1, Relaxed);
        self.untold.push_back((leg, MediaEvent::RecordingFailed(recording)));
    }

    fn tell(&mut self) {
        while let Some(report) = self.untold.front() {
            if let Err(TrySendError::Full(_)) = self.reports.try_send(*report) {
                return;
            }
            self.untold.pop_front();
        }
    }

    fn count(&self) {
        self.counters.running.store(self.running.len() as u64, Relaxed);
    }

    /// The media thread's time, or somewhat earlier.
    fn now(&self) -> Time {
        let Some((at, taken)) = self.clock else { return Time(i64::MIN) };
        at + Span(i64::try_from(taken.elapsed().as_micros()).unwrap_or(i64::MAX))
    }
}

fn append(
    tape: &mut Box<dyn Tape>,
    stretch: &super::timeline::Chunk,
    buffer: &mut Vec<u8>,
    counters: &Counters,
) -> io::Result<()> {
    buffer.clear();
    chunk::write(stretch, buffer);
    tape.append(buffer)?;
    counters.written.fetch_add(buffer.len() as u64, Relaxed);
    Ok(())
}
