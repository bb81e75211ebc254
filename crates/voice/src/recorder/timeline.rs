//! Two telephones on one line of samples. Pure: time is an argument.
//!
//! A packet says by its timestamp where it stands among the others of its telephone, and by the moment it
//! came where all of them stand among ours. The line of a telephone is held to the packets that came with
//! the least delay: nothing can have been said later than it was heard. So jitter does not move it, a
//! telephone whose clock runs slow is followed in steps of some milliseconds, and both telephones stand
//! where they would be heard. What is lost, suppressed or comes too late is silence; what comes twice is
//! written twice to the same place.

use crate::media::g711::{Codec, RATE};
use crate::media::rtp::Header;
use std::collections::VecDeque;
use vocabulary::{Span, Time};

/// Samples handed out at once: half a second.
pub const CHUNK: usize = RATE as usize / 2;
/// How long after its time a packet can still take its place. With the length of a chunk it bounds what
/// a crash can take: nine tenths of a second.
pub const PATIENCE: Span = Span::millis(400);

/// A jump of this many packets is a source that began anew (RFC 3550 A.1).
const MAX_DROPOUT: u16 = 3_000;
/// A packet this far behind the newest belongs to nothing (RFC 3550 A.1).
const MAX_MISORDER: u16 = 100;
/// A timestamp that jumps this far is a clock that was set anew: 10 s.
const MAX_LEAP: u32 = 10 * RATE;
/// A talk spurt that begins later than its timestamp says by more than this began when it came: its
/// telephone's clock stood still during the silence. 40 ms.
const SPURT: i64 = RATE as i64 / 25;
/// Packets that are too late, one after the other and none less so, until it is their clock that is wrong.
const MOST_LATE: u32 = 5;
/// The delay that no packet within this time falls below is the clock's, not the network's.
const DRIFT_OVER: Span = Span::seconds(5);
/// Less than this is left alone: 5 ms.
const DRIFT: i64 = RATE as i64 / 200;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The customer: the left channel.
    Customer,
    /// Whoever serves: the right channel.
    Agent,
}

/// Something to be remembered about a moment of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The customer hears nobody from here on: music, or nothing.
    HoldBegins,
    /// The customer hears somebody again.
    HoldEnds,
    /// Secure entry: nothing is recorded from here on.
    SecureBegins,
    /// Secure entry is over.
    SecureEnds,
}

/// What came of a telephone.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'a> {
    /// When.
    pub at: Time,
    /// Sequence, timestamp and source.
    pub header: Header,
    /// How the octets are coded.
    pub codec: Codec,
    /// One a sample.
    pub octets: &'a [u8],
}

/// A stretch of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Its first sample, counted from the recording's beginning.
    pub first: u64,
    /// Samples, of each side.
    pub samples: usize,
    /// Octets of customer and agent; none where nothing was heard.
    pub sides: [Option<(Codec, Vec<u8>)>; 2],
    /// Marks within it, by sample counted from the recording's beginning.
    pub marks: Vec<(u64, Mark)>,
}

/// A recording as it comes in.
#[derive(Debug)]
pub struct Timeline {
    began: Time,
    /// Samples handed out.
    taken: i64,
    sides: [Channel; 2],
    marks: Vec<(u64, Mark)>,
}

impl Timeline {
    /// A recording that begins now.
    pub fn new(began: Time) -> Timeline {
        Timeline { began, taken: 0, sides: [Channel::new(), Channel::new()], marks: Vec::new() }
    }

    /// Puts a packet in its place.
    pub fn hear(&mut self, side: Side, heard: &Heard<'_>) {
        // The first sample was spoken when the last one was not yet.
        let came = self.samples(heard.at) - heard.octets.len() as i64;
        let taken = self.taken;
        self.channel(side).hear(came, taken, heard);
    }

    /// What this side says next comes of another telephone.
    pub fn turn(&mut self, side: Side) {
        self.channel(side).source = None;
    }

    /// Remembers something about this moment.
    pub fn mark(&mut self, at: Time, mark: Mark) {
        let place = self.samples(at).max(self.taken);
        self.marks.push((place.max(0).unsigned_abs(), mark));
    }

    /// The next stretch, once nothing more can be put there.
    pub fn take(&mut self, now: Time) -> Option<Chunk> {
        let ripe = self.samples(now - PATIENCE) - self.taken >= CHUNK as i64;
        ripe.then(|| self.cut(CHUNK))
    }

    /// The next stretch of what is left when the recording ends now.
    pub fn rest(&mut self, now: Time) -> Option<Chunk> {
        let left = (self.samples(now) - self.taken).clamp(0, CHUNK as i64) as usize;
        (left > 0 || !self.marks.is_empty()).then(|| self.cut(left))
    }

    fn cut(&mut self, samples: usize) -> Chunk {
        let first = self.taken.unsigned_abs();
        self.taken += samples as i64;
        let end = self.taken.unsigned_abs();
        let within = |(place, _): &(u64, Mark)| *place < end || samples < CHUNK;
        let (marks, later) = self.marks.iter().copied().partition(within);
        self.marks = later;
        let sides = self.sides.each_mut().map(|side| side.take(samples));
        Chunk { first, samples, sides, marks }
    }

    fn channel(&mut self, side: Side) -> &mut Channel {
        let [customer, agent] = &mut self.sides;
        match side {
            Side::Customer => customer,
            Side::Agent => agent,
        }
    }

    fn samples(&self, at: Time) -> i64 {
        (at - self.began).0.div_euclid(1_000_000 / i64::from(RATE))
    }
}

/// One side.
#[derive(Debug)]
struct Channel {
    codec: Codec,
    /// From the first sample not handed out on.
    octets: VecDeque<u8>,
    source: Option<Source>,
}

impl Channel {
    fn new() -> Channel {
        Channel { codec: Codec::Alaw, octets: VecDeque::new(), source: None }
    }

    fn hear(&mut self, came: i64, taken: i64, heard: &Heard<'_>) {
        self.speak(heard.codec);
        let found = self.source.as_mut().map_or(Place::Unknown, |source| source.place(came, heard));
        let place = match found {
            Place::At(place) => place,
            Place::TooLate => return,
            Place::Unknown => {
                self.source = Some(Source::new(came, heard));
                came
            }
        };
        self.write(place - taken, heard.octets);
    }

    /// A telephone that changes its codec changes what of it waits here.
    fn speak(&mut self, codec: Codec) {
        if self.codec != codec {
            let table = self.codec.to_other();
            self.octets.iter_mut().for_each(|octet| *octet = table[usize::from(*octet)]);
            self.codec = codec;
        }
    }

    /// `place` counts from the first sample not handed out; what lies before it comes too late.
    fn write(&mut self, place: i64, octets: &[u8]) {
        let late = place.min(0).unsigned_abs() as usize;
        let Some(octets) = octets.get(late..) else { return };
        let start = place.max(0) as usize;
        let silence = self.codec.silence();
        if self.octets.len() < start + octets.len() {
            self.octets.resize(start + octets.len(), silence);
        }
        self.octets.iter_mut().skip(start).zip(octets).for_each(|(old, new)| *old = *new);
    }

    fn take(&mut self, samples: usize) -> Option<(Codec, Vec<u8>)> {
        let silence = self.codec.silence();
        let there = samples.min(self.octets.len());
        let mut taken: Vec<u8> = self.octets.drain(..there).collect();
        if taken.iter().all(|octet| *octet == silence) {
            return None;
        }
        taken.resize(samples, silence);
        Some((self.codec, taken))
    }
}

/// The telephone that is followed: how its timestamps become places.
#[derive(Debug)]
struct Source {
    ssrc: u32,
    newest_sequence: u16,
    newest_timestamp: u32,
    /// Place of the newest packet's first sample.
    newest_place: i64,
    /// How late the packets before were that came too late, and how many they are.
    too_late: Option<(i64, u32)>,
    /// The least delay since a place, in samples.
    least: Option<(i64, i64)>,
}

/// What a packet's numbers say about its place.
enum Place {
    /// Its first sample stands here.
    At(i64),
    /// Its place has been given away.
    TooLate,
    /// It is the first of something else: its place is where it came.
    Unknown,
}

impl Source {
    fn new(came: i64, heard: &Heard<'_>) -> Source {
        let Header { ssrc, sequence, timestamp, .. } = heard.header;
        Source {
            ssrc,
            newest_sequence: sequence,
            newest_timestamp: timestamp,
            newest_place: came,
            too_late: None,
            least: None,
        }
    }

    /// Where a packet belongs.
    fn place(&mut self, came: i64, heard: &Heard<'_>) -> Place {
        let Header { ssrc, sequence, timestamp, marker, .. } = heard.header;
        let ahead = sequence.wrapping_sub(self.newest_sequence);
        let is_newer = (1..MAX_DROPOUT).contains(&ahead);
        let passed = timestamp.wrapping_sub(self.newest_timestamp);
        let fits = match is_newer {
            true => passed < MAX_LEAP,
            false => ahead.wrapping_neg() <= MAX_MISORDER && passed.wrapping_neg() < MAX_LEAP,
        };
        if ssrc != self.ssrc || !fits {
            return Place::Unknown;
        }
        let place = self.newest_place + i64::from(passed.cast_signed());
        let late = came - place;
        if is_newer && ((marker && late > SPURT) || self.is_lost(late)) {
            return Place::Unknown;
        }
        // Nobody is heard before speaking: the packets before came later than they might have.
        let place = place.min(came);
        let back = if is_newer { place } else { self.newest_place + late.min(0) };
        if is_newer {
            (self.newest_sequence, self.newest_timestamp) = (sequence, timestamp);
        }
        self.newest_place = back + self.drift(came, late.max(0));
        if late > samples(PATIENCE) { Place::TooLate } else { Place::At(place) }
    }

    /// Whether packets are so late, and stay so, that the clock they are placed by must be wrong.
    fn is_lost(&mut self, late: i64) -> bool {
        if late <= samples(PATIENCE) {
            self.too_late = None;
            return false;
        }
        let count = match self.too_late {
            Some((before, count)) if late >= before => count + 1,
            _ => 1,
        };
        self.too_late = Some((late, count));
        count >= MOST_LATE
    }

    /// By how much all that follows is to stand later.
    fn drift(&mut self, came: i64, late: i64) -> i64 {
        let (since, least) = self.least.map_or((came, late), |(since, least)| (since, least.min(late)));
        self.least = Some((since, least));
        if came - since < samples(DRIFT_OVER) {
            return 0;
        }
        self.least = None;
        if least > DRIFT { least } else { 0 }
    }
}

const fn samples(span: Span) -> i64 {
    span.0 * RATE as i64 / 1_000_000
}

#[cfg(test)]
mod tests;
