//! The media thread's end of the channel to the writer.

use super::Counters;
use super::timeline::{Mark, Side};
use crate::media::g711::Codec;
use crate::media::rtp::Header;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use vocabulary::{LegId, RecordingId, Span, Time};

/// Words that may wait for the writer, who looks twenty times a second: half a second of 300 calls. 5 MB, taken
/// once.
const ROOM: usize = 16_384;
/// Of these, kept free of packets.
const RESERVED: u64 = 1_024;
/// Longest stretch of octets in a word: 30 ms. Longer packets become several words.
const MOST: usize = 240;
/// What is said this soon after secure entry is neither heard nor recorded: a key's tone may outlast its press,
/// and one that signalling tells of may have only begun.
pub(crate) const TAIL: Span = Span::millis(300);

/// Something about a recording, on its way to the writer.
pub(super) struct Word {
    pub recording: RecordingId,
    pub at: Time,
    pub what: What,
}

/// What it is.
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every word is a packet, and a box would be an allocation a packet"
)]
pub(super) enum What {
    Begin(LegId),
    /// The customer's side is this leg from here on.
    GoesOn(LegId),
    Heard {
        side: Side,
        header: Header,
        codec: Codec,
        length: usize,
        octets: [u8; MOST],
    },
    /// The agent's side is another telephone from here on.
    Turn,
    Mark(Mark),
    End {
        missing: u64,
    },
}

/// What the media thread knows of the recording of a leg.
#[derive(Debug)]
pub(crate) struct Recorded {
    recording: RecordingId,
    /// The place of the leg the customer hears.
    speaker: Option<usize>,
    secure: bool,
    /// Until then nothing is recorded, though the gate is open again.
    quiet_until: Time,
    missing: u64,
}

impl Recorded {
    /// Whether it is this recording.
    pub fn is(&self, recording: RecordingId) -> bool {
        self.recording == recording
    }
}

/// Copies packets to the writer. Without one it does nothing.
pub(crate) struct Tap {
    words: Option<SyncSender<Word>>,
    sent: u64,
    counters: Arc<Counters>,
}

impl Tap {
    /// A tap that leads nowhere.
    pub fn none() -> Tap {
        Tap { words: None, sent: 0, counters: Arc::default() }
    }

    pub(super) fn new() -> (Tap, Receiver<Word>, Arc<Counters>) {
        let (words, out) = sync_channel(ROOM);
        let counters = Arc::<Counters>::default();
        (Tap { words: Some(words), sent: 0, counters: counters.clone() }, out, counters)
    }

    pub fn counters(&self) -> Arc<Counters> {
        self.counters.clone()
    }

    /// A recording begins, with a customer on hold until [`Tap::set_speaker`] says otherwise. `None`: it
    /// cannot be.
    pub fn begin(&mut self, now: Time, leg: LegId, recording: RecordingId) -> Option<Recorded> {
        let recorded =
            Recorded { recording, speaker: None, secure: false, quiet_until: Time(i64::MIN), missing: 0 };
        let begun = self.say(now, recording, What::Begin(leg))
            && self.say(now, recording, What::Mark(Mark::HoldBegins));
        begun.then_some(recorded)
    }

    /// A recording goes on with another leg of its customer.
    pub fn go_on(&mut self, now: Time, leg: LegId, recorded: Recorded) -> Recorded {
        self.say(now, recorded.recording, What::GoesOn(leg));
        recorded
    }

    /// Something was heard of a side. Nothing is recorded during secure entry, of neither side.
    pub fn hear(
        &mut self,
        now: Time,
        recorded: &mut Recorded,
        side: Side,
        header: &Header,
        codec: Codec,
        octets: &[u8],
    ) {
        if recorded.secure || now < recorded.quiet_until {
            return;
        }
        let mut header = *header;
        for part in octets.chunks(MOST) {
            let mut copy = [0; MOST];
            copy[..part.len()].copy_from_slice(part);
            let what = What::Heard { side, header, codec, length: part.len(), octets: copy };
            let waiting = self.sent.wrapping_sub(self.counters.taken.load(Relaxed));
            if waiting + RESERVED >= ROOM as u64 || !self.say(now, recorded.recording, what) {
                recorded.missing += 1;
                self.counters.missing.fetch_add(1, Relaxed);
            }
            header.timestamp = header.timestamp.wrapping_add(part.len() as u32);
            header.marker = false;
        }
    }

    /// Whom the customer hears: a leg by its place, or nobody.
    pub fn set_speaker(&mut self, now: Time, recorded: &mut Recorded, speaker: Option<usize>) {
        let before = std::mem::replace(&mut recorded.speaker, speaker);
        if before == speaker {
            return;
        }
        self.say(now, recorded.recording, What::Turn);
        let mark = match (before, speaker) {
            (None, Some(_)) => Mark::HoldEnds,
            (Some(_), None) => Mark::HoldBegins,
            _ => return,
        };
        self.say(now, recorded.recording, What::Mark(mark));
    }

    /// Whether secure entry is on.
    pub fn set_secure(&mut self, now: Time, recorded: &mut Recorded, secure: bool) {
        if std::mem::replace(&mut recorded.secure, secure) != secure {
            if !secure {
                recorded.quiet_until = now + TAIL;
            }
            let mark = if secure { Mark::SecureBegins } else { Mark::SecureEnds };
            self.say(now, recorded.recording, What::Mark(mark));
        }
    }

    /// The leg is no more.
    pub fn end(&mut self, now: Time, recorded: &Recorded) {
        self.say(now, recorded.recording, What::End { missing: recorded.missing });
    }

    fn say(&mut self, at: Time, recording: RecordingId, what: What) -> bool {
        let Some(words) = &self.words else { return false };
        let said = words.try_send(Word { recording, at, what }).is_ok();
        self.sent = self.sent.wrapping_add(u64::from(said));
        said
    }
}
