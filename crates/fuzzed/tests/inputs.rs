//! Every fuzz target, with its seeds and a bounded number of inputs that are made up out of them: the same in every run,
//! so that a fault comes again. `cargo xtask fuzz` looks for others.

#![allow(clippy::unwrap_used, reason = "tests")]

use fuzzed::{TARGETS, Target};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// What upsets readers of texts and of frames.
const UPSETTING: [&[u8]; 32] = [
    b"\r\n",
    b"\r\n\r\n",
    b"\n",
    b"\0",
    b";",
    b":",
    b",",
    b"<",
    b">",
    b"\"",
    b"\\",
    b"%",
    b"%00",
    b"[::1",
    b"@",
    b" ",
    b"\t",
    b"-1",
    b"0",
    b"4294967296",
    b"99999999999999999999",
    b"1e309",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xf0\x9f\x92\xb3",
    b"{",
    b"]",
    b"null",
    b"Content-Length: 70000\r\n",
    b"m=audio 65536 RTP/AVP 0\r\n",
    b"\x01\x02\x03",
    b"go to ",
];

/// Makes inputs out of seeds.
struct Maker {
    chance: StdRng,
    seeds: Vec<Vec<u8>>,
    /// The longest input, in octets.
    longest: usize,
}

impl Maker {
    fn new(target: &Target, longest: usize) -> Maker {
        let seed = target.name.bytes().fold(2_026, |seed: u64, octet| seed * 31 + u64::from(octet));
        Maker { chance: StdRng::seed_from_u64(seed), seeds: (target.seeds)(), longest }
    }

    fn seed(&mut self) -> Vec<u8> {
        let at = self.chance.random_range(0..self.seeds.len());
        self.seeds[at].clone()
    }

    /// A seed that was changed a few times; now and then nothing but noise.
    fn input(&mut self) -> Vec<u8> {
        if self.chance.random_bool(0.03) {
            let length = self.chance.random_range(0..400);
            return (0..length).map(|_| self.chance.random()).collect();
        }
        let mut input = self.seed();
        for _ in 0..self.chance.random_range(1..7) {
            self.change(&mut input);
        }
        input.truncate(self.longest);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let from = self.chance.random_range(0..=input.len());
        let to = (from + self.chance.random_range(1..64)).min(input.len());
        match self.chance.random_range(0..9) {
            0 | 1 if from < input.len() => input[from] = self.chance.random(),
            2 if from < input.len() => input[from] ^= 1 << self.chance.random_range(0..8),
            3 => drop(input.drain(from..to)),
            4 => input.truncate(from),
            5 => {
                let upsetting = UPSETTING[self.chance.random_range(0..UPSETTING.len())];
                drop(input.splice(from..from, upsetting.iter().copied()));
            }
            6 => {
                let (part, times) = (input[from..to].to_vec(), self.chance.random_range(1..20));
                drop(input.splice(from..from, part.repeat(times)));
            }
            7 => {
                let (other, place) = (self.seed(), self.chance.random_range(0..=input.len()));
                let (start, end) = (other.len().min(from), other.len().min(to));
                drop(input.splice(place..place, other[start..end].iter().copied()));
            }
            _ => self.change_number(input),
        }
    }

    /// Puts another number in the place of one that is written in digits.
    fn change_number(&mut self, input: &mut Vec<u8>) {
        let is_digit = |octet: &u8| octet.is_ascii_digit();
        let places: Vec<usize> = (0..input.len()).filter(|at| is_digit(&input[*at])).collect();
        if places.is_empty() {
            return;
        }
        let from = places[self.chance.random_range(0..places.len())];
        let to = from + input[from..].iter().take_while(|octet| is_digit(octet)).count();
        let number: u64 = self.chance.random();
        let number = number >> self.chance.random_range(0..64);
        drop(input.splice(from..to, number.to_string().into_bytes()));
    }
}

/// Gives a target its seeds and so many inputs of at most so many octets. A fault says the input, for a test that keeps it from coming again.
fn check(name: &str, inputs: usize, longest: usize) {
    let target = TARGETS.iter().find(|target| target.name == name).unwrap();
    let mut maker = Maker::new(target, longest);
    let seeds = maker.seeds.clone();
    let made = (0..inputs).map(|_| maker.input());
    for (place, input) in seeds.into_iter().chain(made).enumerate() {
        let taken = catch_unwind(AssertUnwindSafe(|| (target.take)(&input)));
        assert!(taken.is_ok(), "{name} fails at input {place}, in hex: {}", hex::encode(&input));
    }
}

macro_rules! targets {
    ($($name:ident, $inputs:literal, $longest:expr;)*) => {
        $(#[test]
        fn $name() {
            check(stringify!($name), $inputs, $longest);
        })*

        const TESTED: &[&str] = &[$(stringify!($name)),*];
    };
}

/// A message over TCP is no longer.
const MESSAGE: usize = 64 * 1024;
/// So many steps of a history: what is compared after each of them grows with those before.
const HISTORY: usize = 40 * 8;

// As many as take a second or so without optimisation.
targets! {
    bans, 1_000, MESSAGE;
    calllog, 400, MESSAGE;
    desk, 20_000, MESSAGE;
    flow, 600, MESSAGE;
    framing, 5_000, MESSAGE;
    offer, 150, MESSAGE;
    routing, 15, HISTORY;
    rtp, 20_000, MESSAGE;
    sdp, 5_000, MESSAGE;
    sip, 2_000, MESSAGE;
}

#[test]
fn every_target_is_tried_here_and_by_the_fuzzer() {
    let named: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(named, TESTED);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/fuzz_targets");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<String> =
        files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    files.sort();
    assert_eq!(files, named);
    for target in TARGETS {
        assert!(!(target.seeds)().is_empty(), "{}", target.name);
    }
}

#[test]
fn what_is_real_is_understood() {
    // Seeds that nothing reads would be no seeds.
    for message in fuzzed::seeds::messages().into_iter().take(1) {
        assert!(matches!(voice::sip::message::frame(&message), voice::sip::message::Framing::Complete(_)));
    }
    for (flow, name) in fuzzed::seeds::flows().into_iter().zip(["main", "direct", "prompt"]) {
        let name = vocabulary::FlowName::new(name).unwrap();
        ivr::Flow::parse(name, std::str::from_utf8(&flow).unwrap()).unwrap();
    }
    for offer in fuzzed::seeds::offers() {
        assert!(voice::stations::Offer::read(std::str::from_utf8(&offer).unwrap()).is_ok());
    }
    for description in fuzzed::seeds::descriptions().iter().take(2) {
        assert!(voice::media::sdp::Offer::parse(description).is_ok());
    }
    let mapping = calllog::Mapping::built_in("anonymous-bank").unwrap();
    let log = calllog::read(&fuzzed::seeds::logs()[0], &mapping, jiff::civil::date(2026, 11, 26)).unwrap();
    assert_eq!((log.rows(), log.skipped.len()), (3, 0), "{:?}", log.skipped);
}
