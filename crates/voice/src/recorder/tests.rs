//! From the tap to the archive, and the archive itself.

use super::archive::{self, Archiver, Error};
use super::timeline::{Chunk, Mark, Side};
use super::*;
use crate::media::Codec;
use crate::media::rtp::Header;
use std::io::ErrorKind;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use vocabulary::{LegId, Span};

const DEADLINE: Duration = Duration::from_secs(30);

/// A recording, its chunks, and whether it ended whole; none while it runs.
type Kept = (RecordingId, Vec<Chunk>, Option<bool>);

/// A vault in memory, whose tapes take so many octets.
#[derive(Default)]
pub(crate) struct Shelf {
    room: usize,
    tapes: Mutex<Vec<Kept>>,
}

struct ShelfTape {
    shelf: Arc<Shelf>,
    place: usize,
    left: usize,
}

struct OnShelf(Arc<Shelf>);

impl Vault for OnShelf {
    fn begin(&self, recording: RecordingId, _: Time) -> io::Result<Box<dyn Tape>> {
        if self.0.room == 0 {
            return Err(ErrorKind::StorageFull.into());
        }
        let mut tapes = self.0.tapes.lock().unwrap();
        tapes.push((recording, Vec::new(), None));
        Ok(Box::new(ShelfTape { shelf: self.0.clone(), place: tapes.len() - 1, left: self.0.room }))
    }

    fn refused(&self, recording: RecordingId, _: Time, _: &io::Error) {
        self.0.tapes.lock().unwrap().push((recording, Vec::new(), Some(false)));
    }
}

impl Tape for ShelfTape {
    fn append(&mut self, octets: &[u8]) -> io::Result<()> {
        self.left = self.left.checked_sub(octets.len()).ok_or(ErrorKind::StorageFull)?;
        self.shelf.tapes.lock().unwrap()[self.place].1.push(chunk::read(octets).unwrap());
        Ok(())
    }

    fn end(self: Box<Self>, how: Ending) {
        let complete = matches!(how, Ending::Complete { missing: 0 });
        self.shelf.tapes.lock().unwrap()[self.place].2 = Some(complete);
    }
}

pub(crate) fn shelf(room: usize) -> (Tap, Arc<Shelf>, mpsc::Receiver<crate::media::MediaReport>) {
    let shelf = Arc::new(Shelf { room, ..Shelf::default() });
    let (tell, told) = mpsc::channel(10);
    let tap = start(Arc::new(OnShelf(shelf.clone())), tell).unwrap();
    (tap, shelf, told)
}

pub(crate) fn until<T>(what: impl Fn() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = what() {
            return found;
        }
        assert!(began.elapsed() < DEADLINE, "it never came to that");
        std::thread::yield_now();
    }
}

pub(crate) fn ended(shelf: &Shelf) -> Vec<(RecordingId, Vec<Chunk>, Option<bool>)> {
    until(|| {
        let tapes = shelf.tapes.lock().unwrap();
        tapes.iter().all(|tape| tape.2.is_some()).then(|| tapes.clone()).filter(|tapes| !tapes.is_empty())
    })
}

/// A telephone says so many packets of one octet into the tap, from `at` on.
fn say(tap: &mut Tap, recorded: &mut Recorded, side: Side, at: Time, packets: u16, octet: u8) {
    for number in 0..packets {
        let timestamp = u32::from(number) * 160;
        let header =
            Header { marker: number == 0, payload: 8, sequence: number, timestamp, ssrc: octet.into() };
        let at = at + Span::millis(20 * i64::from(number + 1));
        tap.hear(at, recorded, side, &header, Codec::Alaw, &[octet; 160]);
    }
}

/// The octets of a side of a tape; silence is 0xD5.
pub(crate) fn side(chunks: &[Chunk], side: usize) -> Vec<u8> {
    let silence = |chunk: &Chunk| vec![0xD5; chunk.samples];
    let octets =
        |chunk: &Chunk| chunk.sides[side].as_ref().map_or_else(|| silence(chunk), |(_, it)| it.clone());
    chunks.iter().flat_map(octets).collect()
}

#[test]
fn what_both_sides_say_is_on_the_tape_and_secure_entry_is_not() {
    let (mut tap, shelf, _told) = shelf(usize::MAX);
    let began = Time(1_790_000_000_000_000);
    let after = |milliseconds| began + Span::millis(milliseconds);
    let mut recorded = tap.begin(began, LegId(2), RecordingId(7)).unwrap();
    tap.set_speaker(began, &mut recorded, Some(4));
    say(&mut tap, &mut recorded, Side::Customer, after(0), 50, 1);
    say(&mut tap, &mut recorded, Side::Agent, after(500), 50, 2);
    tap.set_secure(after(2_000), &mut recorded, true);
    say(&mut tap, &mut recorded, Side::Customer, after(2_000), 50, 66);
    say(&mut tap, &mut recorded, Side::Agent, after(2_000), 50, 67);
    tap.set_secure(after(3_000), &mut recorded, false);
    // A tone that outlasts its key.
    say(&mut tap, &mut recorded, Side::Customer, after(3_000), 10, 66);
    tap.set_speaker(after(3_500), &mut recorded, None);
    tap.set_speaker(after(4_000), &mut recorded, Some(5));
    say(&mut tap, &mut recorded, Side::Agent, after(4_000), 25, 3);
    tap.end(after(4_600), &recorded);
    drop(tap);
    let tapes = ended(&shelf);
    let [(RecordingId(7), chunks, Some(true))] = tapes.as_slice() else { panic!("{tapes:?}") };
    let spans = |octets: &[u8]| {
        let mut spans: Vec<(u8, usize)> = Vec::new();
        for octet in octets {
            match spans.last_mut() {
                Some((last, count)) if last == octet => *count += 1,
                _ => spans.push((*octet, 1)),
            }
        }
        spans
    };
    assert_eq!(spans(&side(chunks, 0)), [(1, 8_000), (0xD5, 28_800)]);
    assert_eq!(spans(&side(chunks, 1)), [(0xD5, 4_000), (2, 8_000), (0xD5, 20_000), (3, 4_000), (0xD5, 800)]);
    let marks: Vec<(u64, Mark)> = chunks.iter().flat_map(|chunk| chunk.marks.clone()).collect();
    use Mark::{HoldBegins, HoldEnds, SecureBegins, SecureEnds};
    let expected = [
        (0, HoldBegins),
        (0, HoldEnds),
        (16_000, SecureBegins),
        (24_000, SecureEnds),
        (28_000, HoldBegins),
        (32_000, HoldEnds),
    ];
    assert_eq!(marks, expected);
}

#[test]
fn a_full_disk_fails_the_recording_and_says_so_once() {
    for room in [0, 5_000] {
        let (mut tap, shelf, mut told) = shelf(room);
        let began = Time(1_790_000_000_000_000);
        let mut recorded = tap.begin(began, LegId(2), RecordingId(7)).unwrap();
        say(&mut tap, &mut recorded, Side::Customer, began, 150, 1);
        let failed = crate::media::MediaEvent::RecordingFailed(RecordingId(7));
        assert_eq!(told.blocking_recv(), Some((LegId(2), failed)));
        say(&mut tap, &mut recorded, Side::Customer, began + Span::seconds(3), 150, 1);
        tap.end(began + Span::seconds(6), &recorded);
        let counters = tap.counters();
        drop(tap);
        assert_eq!(ended(&shelf).iter().map(|tape| tape.2).collect::<Vec<_>>(), [Some(false)]);
        assert_eq!(told.blocking_recv(), None);
        assert_eq!((counters.read().failed, counters.read().running), (1, 0));
    }
}

#[test]
fn what_runs_when_the_media_thread_ends_is_finished() {
    let (mut tap, shelf, _told) = shelf(usize::MAX);
    let began = Time(1_790_000_000_000_000);
    let mut recorded = tap.begin(began, LegId(2), RecordingId(7)).unwrap();
    say(&mut tap, &mut recorded, Side::Customer, began, 10, 1);
    drop(tap);
    let tapes = ended(&shelf);
    assert!(side(&tapes[0].1, 0).starts_with(&[1; 1_600]));
}

/// A second and a half of stereo: tones of these frequencies, each at its own times.
fn tones(left: f64, right: f64) -> Vec<Chunk> {
    let tone = |hertz: f64, place: usize| {
        Codec::Ulaw.encode((9_000.0 * (place as f64 * hertz * std::f64::consts::TAU / 8_000.0).sin()) as i16)
    };
    let chunk = |first: usize, speaks: [bool; 2]| Chunk {
        first: first as u64,
        samples: 4_000,
        sides: [(left, speaks[0]), (right, speaks[1])].map(|(hertz, speaks)| {
            speaks.then(|| (Codec::Ulaw, (first..first + 4_000).map(|place| tone(hertz, place)).collect()))
        }),
        marks: vec![],
    };
    vec![
        chunk(0, [true, true]),
        chunk(4_000, [true, true]),
        chunk(8_000, [true, false]),
        chunk(12_000, [true, false]),
        chunk(16_000, [false, true]),
        chunk(20_000, [false, true]),
        chunk(24_000, [false, false]),
        chunk(28_000, [false, false]),
    ]
}

/// How loud a frequency is: the amplitude of the sine in it (Goertzel).
fn loudness(samples: &[i16], hertz: f64) -> f64 {
    let step = hertz * std::f64::consts::TAU / 8_000.0;
    let (sine, cosine) = samples.iter().enumerate().fold((0.0, 0.0), |(sine, cosine), (place, sample)| {
        let angle = place as f64 * step;
        (sine + f64::from(*sample) * angle.sin(), cosine + f64::from(*sample) * angle.cos())
    });
    2.0 * f64::hypot(sine, cosine) / samples.len() as f64
}

fn archived(chunks: &[Chunk]) -> (Vec<u8>, archive::Facts) {
    let mut archiver = Archiver::new().unwrap();
    chunks.iter().for_each(|chunk| archiver.push(chunk).unwrap());
    archiver.finish().unwrap()
}

#[test]
fn the_archive_holds_each_side_in_its_channel() {
    let (ogg, facts) = archived(&tones(440.0, 1_000.0));
    archive::verify(&ogg, &facts).unwrap();
    let [left, right] = archive::decode(&ogg).unwrap();
    assert_eq!((left.len(), right.len(), facts.samples), (32_000, 32_000, 32_000));
    // Within each second, away from where it begins.
    let at = |side: &[i16], second: usize, hertz| loudness(&side[second * 8_000 + 800..][..6_400], hertz);
    let quiet = 9_000.0 * 0.01;
    for (side, own, other, speaks) in [
        (&left, 440.0, 1_000.0, [true, true, false, false]),
        (&right, 1_000.0, 440.0, [true, false, true, false]),
    ] {
        for (second, speaks) in speaks.into_iter().enumerate() {
            let (own, other) = (at(side, second, own), at(side, second, other));
            assert_eq!(own > 6_000.0, speaks, "second {second}: {own}");
            assert!(other < quiet && (speaks || own < quiet), "second {second}: {own}, {other} of the other");
        }
    }
    assert!(ogg.len() < 32_000 * 4 / 8 * 2, "{} octets for four seconds", ogg.len());
    assert_eq!(facts.peaks.each_ref().map(Vec::len), [40, 40]);
    assert!((60..80).contains(&facts.peaks[0][5]) && facts.peaks[0][25] == 0 && facts.peaks[1][25] > 60);
}

#[test]
fn an_archive_that_is_not_what_was_recorded_is_not_taken_for_it() {
    let (ogg, facts) = archived(&tones(440.0, 1_000.0));
    let other = |left, right, chunks: usize| archived(&tones(left, right)[..chunks]).0;
    assert_eq!(archive::verify(&other(440.0, 1_000.0, 8), &facts), Ok(()));
    let shorter = archive::verify(&other(440.0, 1_000.0, 7), &facts);
    assert_eq!(shorter, Err(Error::Length { expected: 32_000, found: 28_000 }));
    let mut swapped = tones(440.0, 1_000.0);
    swapped.iter_mut().for_each(|chunk| chunk.sides.swap(0, 1));
    let swapped = archive::verify(&archived(&swapped).0, &facts);
    assert_eq!(swapped, Err(Error::Silent { side: Side::Customer, second: 1 }));
    for cut in [0, 20, 200, ogg.len() / 2] {
        assert!(archive::verify(&ogg[..cut], &facts).is_err(), "cut after {cut}");
    }
}

#[test]
fn stretches_that_are_missing_are_silent_and_nothing_moves() {
    let mut chunks = tones(440.0, 1_000.0);
    chunks.remove(1);
    chunks.push(chunks[2].clone());
    let (ogg, facts) = archived(&chunks);
    let [left, _] = archive::decode(&ogg).unwrap();
    assert_eq!(left.len(), 32_000);
    assert!(loudness(&left[4_400..7_600], 440.0) < 270.0 && loudness(&left[8_800..12_000], 440.0) > 6_000.0);
    assert_eq!(facts.duration(), 4.0);
    // Nothing at all is an archive, too.
    let (nothing, facts) = archived(&[]);
    assert_eq!((archive::verify(&nothing, &facts), archive::length(&nothing)), (Ok(()), Ok(0)));
}

#[test]
fn stretches_run_from_mark_to_mark() {
    use Mark::{HoldBegins, HoldEnds, SecureBegins};
    let marks = vec![
        (0, HoldBegins),
        (0, HoldEnds),
        (5, SecureBegins),
        (10, HoldBegins),
        (20, HoldEnds),
        (30, HoldBegins),
    ];
    let facts = archive::Facts { samples: 40, marks, ..archive::Facts::default() };
    assert_eq!(facts.stretches(HoldBegins, HoldEnds), [10..20, 30..40]);
    assert_eq!(facts.stretches(SecureBegins, Mark::SecureEnds), vec![5..40]);
}
