//! `cargo xtask prompts`: speaks the prompts whose words or voice have changed, and checks them.
//!
//! The words stand in `prompts/prompts.toml`. espeak-ng speaks them, sox brings them to telephone
//! bandwidth, and this module levels them and writes G.711 µ-law (ITU-T G.711) in WAV, a byte a
//! sample. `prompts/prompts.lock` holds a hash of what each file was made from.

use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::TAU;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

/// Samples a second on a telephone line.
const RATE: f64 = 8_000.0;
const LANGUAGES: [&str; 3] = ["zh", "ko", "en"];
/// The folder of what has no language.
const ANY: &str = "any";
/// Changes when the same words in the same voice would sound different.
const RECIPE: &str = "1";
/// Level of speech, in dB below full scale; music lies under it.
const SPEECH_DB: f64 = -20.0;
const MUSIC_DB: f64 = -23.0;
/// Nothing is louder than this.
const PEAK_DB: f64 = -3.0;
/// A tool that takes longer than this for one prompt hangs.
const TOOL_LIMIT: Duration = Duration::from_secs(30);

/// Runs the task: no argument regenerates what has changed, `--check` only looks.
///
/// # Errors
/// What is wrong and what to do, for a person to read.
pub fn run(args: &[String]) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../prompts");
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => regenerate(&root),
        ["--check"] => {
            let faults = check(&root)?;
            if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
        }
        _ => Err("usage: cargo xtask prompts [--check]".to_owned()),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    voice: BTreeMap<String, BTreeMap<Kind, Voice>>,
    pronounce: BTreeMap<String, BTreeMap<String, String>>,
    prompt: Vec<Prompt>,
}

/// A voice of espeak-ng and how it speaks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Voice {
    name: String,
    /// Words a minute.
    speed: u16,
    /// 0 to 99.
    pitch: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prompt {
    name: String,
    kind: Kind,
    zh: Option<String>,
    ko: Option<String>,
    en: Option<String>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Speech,
    Advert,
    Agent,
    Caller,
    Music,
    Ringing,
    Key,
}

/// One sound file to be.
struct Recording {
    /// `zh/greeting`: its place below the folder, and its name in the lock.
    key: String,
    hash: String,
    content: Content,
}

enum Content {
    Music,
    Ringing,
    Key,
    Speech {
        voice: String,
        speed: u16,
        pitch: u8,
        /// As written in the manifest.
        written: String,
        /// As given to the voice.
        spoken: String,
    },
}

impl Manifest {
    fn read(root: &Path) -> Result<Manifest, String> {
        let path = root.join("prompts.toml");
        let text =
            fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        toml::from_str(&text).map_err(|error| format!("correct {}: {error}", path.display()))
    }

    fn recordings(&self) -> Result<Vec<Recording>, String> {
        let mut recordings = Vec::new();
        let mut names = BTreeSet::new();
        for prompt in &self.prompt {
            if !names.insert(&prompt.name) {
                return Err(format!("prompt {} stands in prompts.toml twice: keep one", prompt.name));
            }
            let tone = match prompt.kind {
                Kind::Music => Some(Content::Music),
                Kind::Ringing => Some(Content::Ringing),
                Kind::Key => Some(Content::Key),
                _ => None,
            };
            if let Some(tone) = tone {
                recordings.push(Recording::new(ANY, prompt, tone));
                continue;
            }
            for language in LANGUAGES {
                recordings.push(Recording::new(language, prompt, self.speech(language, prompt)?));
            }
        }
        Ok(recordings)
    }

    fn speech(&self, language: &str, prompt: &Prompt) -> Result<Content, String> {
        let missing = |what: &str| {
            format!("prompts.toml has no {what} for prompt {} in {language}: add it", prompt.name)
        };
        let written = match language {
            "zh" => &prompt.zh,
            "ko" => &prompt.ko,
            _ => &prompt.en,
        };
        let written =
            written.clone().filter(|text| !text.trim().is_empty()).ok_or_else(|| missing("text"))?;
        // Advertising is spoken by the centre, too.
        let kind = if prompt.kind == Kind::Advert { Kind::Speech } else { prompt.kind };
        let voice =
            self.voice.get(language).and_then(|voices| voices.get(&kind)).ok_or_else(|| missing("voice"))?;
        let lexicon = self.pronounce.get(language).ok_or_else(|| missing("[pronounce] table"))?;
        let spoken = pronounced(&written, lexicon);
        Ok(Content::Speech {
            voice: voice.name.clone(),
            speed: voice.speed,
            pitch: voice.pitch,
            written,
            spoken,
        })
    }
}

/// Puts the readings of the lexicon in place of its words, the longest word first.
fn pronounced(text: &str, lexicon: &BTreeMap<String, String>) -> String {
    let mut spoken = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let fitting = lexicon.iter().filter(|(word, _)| !word.is_empty() && rest.starts_with(word.as_str()));
        match fitting.max_by_key(|(word, _)| word.len()) {
            Some((word, reading)) => {
                spoken.push_str(reading);
                rest = &rest[word.len()..];
            }
            None => {
                spoken.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    spoken
}

impl Recording {
    fn new(folder: &str, prompt: &Prompt, content: Content) -> Recording {
        let made_from = match &content {
            Content::Music => format!("{RECIPE}\nmusic"),
            Content::Ringing => format!("{RECIPE}\nringing"),
            Content::Key => format!("{RECIPE}\nkey"),
            Content::Speech { voice, speed, pitch, spoken, .. } => {
                format!("{RECIPE}\n{voice}\n{speed}\n{pitch}\n{spoken}")
            }
        };
        let mut hash = hex::encode(Sha256::digest(made_from));
        hash.truncate(16);
        Recording { key: format!("{folder}/{}", prompt.name), hash, content }
    }

    fn path(&self, root: &Path) -> PathBuf {
        root.join(format!("{}.wav", self.key))
    }
}

/// The lock's hashes by key; empty when there is no lock yet.
fn read_lock(root: &Path) -> Result<BTreeMap<String, String>, String> {
    let text = match fs::read_to_string(root.join("prompts.lock")) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("cannot read prompts.lock: {error}")),
    };
    let entry = |line: &str| line.split_once(' ').map(|(key, hash)| (key.to_owned(), hash.to_owned()));
    text.lines()
        .map(|line| entry(line).ok_or_else(|| format!("delete prompts.lock: its line `{line}` is damaged")))
        .collect()
}

fn write_lock(root: &Path, lock: &BTreeMap<String, String>) -> Result<(), String> {
    let text: String = lock.iter().map(|(key, hash)| format!("{key} {hash}\n")).collect();
    fs::write(root.join("prompts.lock"), text).map_err(|error| format!("cannot write prompts.lock: {error}"))
}

fn regenerate(root: &Path) -> Result<(), String> {
    let recordings = Manifest::read(root)?.recordings()?;
    let old = read_lock(root)?;
    let fresh = |recording: &&Recording| {
        old.get(&recording.key) == Some(&recording.hash) && recording.path(root).exists()
    };
    let (kept, stale): (Vec<&Recording>, Vec<&Recording>) = recordings.iter().partition(fresh);
    tools_present(&stale)?;
    let mut lock: BTreeMap<String, String> =
        kept.iter().map(|recording| (recording.key.clone(), recording.hash.clone())).collect();
    for (done, recording) in (1..).zip(&stale) {
        let samples = match &recording.content {
            Content::Music => leveled(&music(), MUSIC_DB),
            Content::Ringing => leveled(&ringing(), MUSIC_DB),
            Content::Key => leveled(&key(), MUSIC_DB),
            Content::Speech { .. } => leveled(&speak(&recording.content)?, SPEECH_DB),
        };
        write_wav(&recording.path(root), &samples)?;
        lock.insert(recording.key.clone(), recording.hash.clone());
        // Written each time, so that a run that is broken off loses nothing.
        write_lock(root, &lock)?;
        println!("prompts: {done} of {}: {}", stale.len(), recording.key);
    }
    write_lock(root, &lock)?;
    println!("prompts: {} made, {} unchanged", stale.len(), kept.len());
    Ok(())
}

fn tools_present(stale: &[&Recording]) -> Result<(), String> {
    if stale.iter().all(|recording| !matches!(recording.content, Content::Speech { .. })) {
        return Ok(());
    }
    let present = |tool: &&str| {
        Command::new(tool).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    };
    let missing: Vec<&str> = ["espeak-ng", "sox"].into_iter().filter(|tool| !present(tool)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    Err(format!("to speak {} changed prompts, install {list}: sudo apt-get install {list}", stale.len()))
}

/// Speech at 8 kHz, full scale 1, without the silence before and after it.
fn speak(content: &Content) -> Result<Vec<f64>, String> {
    let Content::Speech { voice, speed, pitch, spoken, .. } = content else { return Ok(music()) };
    let work = tempfile::tempdir().map_err(|error| format!("cannot make a temporary folder: {error}"))?;
    let (wide, narrow) = (work.path().join("wide.wav"), work.path().join("narrow.raw"));
    let mut say = Command::new("espeak-ng");
    say.args(["-v", voice, "-s", &speed.to_string(), "-p", &pitch.to_string(), "-w"])
        .arg(&wide)
        .arg("--")
        .arg(spoken);
    limited(say)?;
    let mut convert = Command::new("sox");
    // Room for the filters first. Below 200 Hz a telephone only rumbles; a little treble makes up
    // for what is lost above 3.4 kHz. Silence goes from the front, then, reversed, from the back.
    convert.arg(&wide).args("-r 8000 -c 1 -b 16 -e signed-integer -t raw".split(' ')).arg(&narrow);
    convert.args("gain -9 highpass 150 treble 4 2500 rate -v 8000".split(' '));
    for _ in 0..2 {
        convert.args("silence 1 0.02 0.3% reverse".split(' '));
    }
    convert.args("pad 0.05 0.15".split(' '));
    limited(convert)?;
    let raw = fs::read(&narrow).map_err(|error| format!("cannot read what sox made: {error}"))?;
    Ok(raw.chunks_exact(2).map(|pair| f64::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0).collect())
}

/// Runs a tool to its end, or ends it when it takes too long.
fn limited(mut command: Command) -> Result<(), String> {
    let tool = command.get_program().to_string_lossy().into_owned();
    let mut child =
        command.stdout(Stdio::null()).spawn().map_err(|error| format!("cannot start {tool}: {error}"))?;
    let begun = Instant::now();
    loop {
        match child.try_wait().map_err(|error| format!("cannot wait for {tool}: {error}"))? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(format!("{tool} failed with {status}: see its message above")),
            None if begun.elapsed() > TOOL_LIMIT => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("{tool} hung and was ended: run the task again"));
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    }
}

fn amplitude(db: f64) -> f64 {
    10_f64.powf(db / 20.0)
}

fn rms(samples: &[f64]) -> f64 {
    (samples.iter().map(|sample| sample * sample).sum::<f64>() / samples.len().max(1) as f64).sqrt()
}

/// Brings the whole to a level, and rounds off what would stand out above the peak.
fn leveled(samples: &[f64], db: f64) -> Vec<f64> {
    let gain = amplitude(db) / rms(samples).max(1e-6);
    let (knee, room) = (0.5, amplitude(PEAK_DB) - 0.5);
    let rounded = |sample: f64| {
        let over = (sample.abs() - knee).max(0.0);
        (sample.abs().min(knee) + room * (over / room).tanh()).copysign(sample)
    };
    samples.iter().map(|sample| rounded(sample * gain)).collect()
}

/// The same for every key, short, and of a pitch that is in no key's pair of tones (ITU-T Q.23); then
/// silence, for as long as the customer is not heard after a key.
fn key() -> Vec<f64> {
    const LONG: f64 = 0.08;
    const SILENCE: f64 = 0.22;
    const EDGE: f64 = 0.01;
    let sample = |at: usize| {
        let at = at as f64 / RATE;
        let edge = (at / EDGE).min((LONG - at) / EDGE).clamp(0.0, 1.0);
        edge * (std::f64::consts::TAU * 520.0 * at).sin()
    };
    let silence = std::iter::repeat_n(0.0, (SILENCE * RATE).round() as usize);
    (0..(LONG * RATE) as usize).map(sample).chain(silence).collect()
}

/// What a telephone is heard to do while another rings: 450 Hz for a second, then three of silence, as
/// in China (ITU-T E.180, supplement 2). Its edges are rounded, so that they do not click.
fn ringing() -> Vec<f64> {
    const EDGE: f64 = 0.01;
    let sample = |at: usize| {
        let at = at as f64 / RATE;
        let edge = (at / EDGE).min((1.0 - at) / EDGE).clamp(0.0, 1.0);
        edge * (std::f64::consts::TAU * 450.0 * at).sin()
    };
    (0..(4.0 * RATE) as usize).map(sample).collect()
}

/// Eight bars of broken chords over a slow bass, composed here. Every note's end runs over into
/// the beginning, so that the loop has no seam.
fn music() -> Vec<f64> {
    const EIGHTH: f64 = 0.3;
    const NOTES_A_BAR: usize = 8;
    // Bass and four chord notes of each bar, as MIDI numbers: G, Em7, Cmaj7, D; G, Bm7, Am7, Dsus.
    const BARS: [[u8; 5]; 8] = [
        [43, 59, 62, 67, 71],
        [40, 59, 62, 64, 67],
        [48, 59, 64, 67, 71],
        [50, 57, 62, 66, 69],
        [43, 62, 67, 71, 74],
        [47, 62, 66, 69, 74],
        [45, 60, 64, 67, 72],
        [50, 57, 62, 67, 69],
    ];
    const PATTERN: [usize; NOTES_A_BAR] = [1, 2, 3, 4, 3, 2, 4, 3];
    let length = (BARS.len() as f64 * NOTES_A_BAR as f64 * EIGHTH * RATE).round() as usize;
    let mut loop_ = vec![0.0; length];
    for (bar, notes) in BARS.iter().enumerate() {
        for (eighth, &voice) in PATTERN.iter().enumerate() {
            let at = (bar * NOTES_A_BAR + eighth) as f64 * EIGHTH;
            let accent = if eighth % 4 == 0 { 1.0 } else { 0.75 };
            pluck(&mut loop_, at, notes[voice], 0.5 * accent, 0.55);
            if eighth % 4 == 0 {
                pluck(&mut loop_, at, notes[0] + 12, 0.6, 0.9);
            }
        }
    }
    loop_
}

/// Adds a soft note that dies away, wrapping round the end of the loop.
fn pluck(loop_: &mut [f64], at: f64, midi: u8, loudness: f64, decay: f64) {
    const ATTACK: f64 = 0.012;
    const OVERTONES: [(f64, f64); 3] = [(1.0, 1.0), (2.0, 0.22), (3.0, 0.06)];
    let pitch = 440.0 * 2_f64.powf((f64::from(midi) - 69.0) / 12.0);
    let first = (at * RATE).round() as usize;
    // After six decay times a note is 52 dB down.
    for sample in 0..(6.0 * decay * RATE) as usize {
        let t = sample as f64 / RATE;
        let swell = (t / ATTACK).min(1.0);
        let tone: f64 = OVERTONES
            .iter()
            .map(|(times, part)| part * (-t * times / decay).exp() * (TAU * pitch * times * t).sin())
            .sum();
        let place = (first + sample) % loop_.len();
        loop_[place] += loudness * swell * tone;
    }
}

/// G.711 µ-law: a logarithmic byte, all bits inverted.
fn mu_law(sample: f64) -> u8 {
    const BIAS: i32 = 0x84;
    const CLIP: i32 = 32_635;
    let linear = (sample * 32_768.0).round() as i32;
    let magnitude = linear.abs().min(CLIP) + BIAS;
    let exponent = (magnitude.ilog2() as i32 - 7).clamp(0, 7);
    let mantissa = magnitude >> (exponent + 3) & 0x0f;
    let sign = if linear < 0 { 0x80 } else { 0 };
    !((sign | exponent << 4 | mantissa) as u8)
}

fn from_mu_law(byte: u8) -> f64 {
    let byte = !byte;
    let magnitude = (((i32::from(byte & 0x0f) << 3) + 0x84) << (byte >> 4 & 7)) - 0x84;
    f64::from(if byte & 0x80 == 0 { magnitude } else { -magnitude }) / 32_768.0
}

fn write_wav(path: &Path, samples: &[f64]) -> Result<(), String> {
    let data: Vec<u8> = samples.iter().map(|sample| mu_law(*sample)).collect();
    let length = data.len() as u32;
    let mut format = Vec::new();
    // Format 7 (µ-law), mono, samples a second, bytes a second, bytes and bits a sample, nothing more.
    for field in [7, 1, 8000, 0, 8000, 0, 1, 8, 0_u16] {
        format.extend(field.to_le_bytes());
    }
    let mut body = b"WAVE".to_vec();
    for (name, content) in [(b"fmt ", format), (b"fact", length.to_le_bytes().to_vec()), (b"data", data)] {
        body.extend(name);
        body.extend((content.len() as u32).to_le_bytes());
        body.extend(&content);
        body.extend(vec![0; content.len() % 2]);
    }
    let mut file = b"RIFF".to_vec();
    file.extend((body.len() as u32).to_le_bytes());
    file.extend(body);
    let folder = path.parent().ok_or("a prompt has no folder")?;
    fs::create_dir_all(folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    fs::write(path, file).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// The samples of a µ-law WAV file, mono at 8 kHz.
fn read_wav(file: &[u8]) -> Result<Vec<f64>, &'static str> {
    let mut rest = file.strip_prefix(b"RIFF").and_then(|rest| rest.get(4..)).ok_or("is no WAV file")?;
    rest = rest.strip_prefix(b"WAVE").ok_or("is no WAV file")?;
    let mut telephone = false;
    while let Some((head, after)) = rest.split_at_checked(8) {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let content = after.get(..length).ok_or("is cut short")?;
        match &head[..4] {
            b"fmt " => {
                telephone =
                    content.starts_with(&[7, 0, 1, 0, 0x40, 0x1f, 0, 0]) && content.get(14) == Some(&8)
            }
            b"data" if telephone => return Ok(content.iter().map(|byte| from_mu_law(*byte)).collect()),
            b"data" => return Err("is not 8 kHz mono G.711 µ-law"),
            _ => {}
        }
        rest = after.get(length + length % 2..).unwrap_or_default();
    }
    Err("holds no sound")
}

/// Everything wrong with the folder, a sentence each.
fn check(root: &Path) -> Result<Vec<String>, String> {
    let recordings = Manifest::read(root)?.recordings()?;
    let lock = read_lock(root)?;
    let mut faults = Vec::new();
    for recording in &recordings {
        if lock.get(&recording.key) != Some(&recording.hash) {
            faults.push(format!("{} has new words or a new voice: run `cargo xtask prompts`", recording.key));
        }
        match fs::read(recording.path(root)) {
            Ok(file) => faults.extend(sound_fault(recording, &file)),
            Err(error) => {
                faults.push(format!("{} cannot be read ({error}): run `cargo xtask prompts`", recording.key))
            }
        }
    }
    let known: BTreeSet<&str> = recordings.iter().map(|recording| recording.key.as_str()).collect();
    let present = present(root)?;
    let strays =
        lock.keys().chain(&present).filter(|key| !known.contains(key.as_str())).collect::<BTreeSet<_>>();
    faults.extend(
        strays
            .into_iter()
            .map(|key| format!("{key} is not in prompts.toml: delete it, there and in the lock")),
    );
    Ok(faults)
}

/// The keys of the sound files there are.
fn present(root: &Path) -> Result<Vec<String>, String> {
    let mut keys = Vec::new();
    for folder in LANGUAGES.into_iter().chain([ANY]) {
        let entries = match fs::read_dir(root.join(folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(format!("cannot list prompts/{folder}: {error}")),
        };
        for entry in entries {
            let name = entry.map_err(|error| format!("cannot list prompts/{folder}: {error}"))?.file_name();
            let name = name.to_string_lossy();
            keys.push(format!("{folder}/{}", name.strip_suffix(".wav").unwrap_or(&name)));
        }
    }
    Ok(keys)
}

fn sound_fault(recording: &Recording, file: &[u8]) -> Option<String> {
    let samples = match read_wav(file) {
        Ok(samples) => samples,
        Err(fault) => {
            return Some(format!("{} {fault}: delete the file and run `cargo xtask prompts`", recording.key));
        }
    };
    let seconds = samples.len() as f64 / RATE;
    let level = 20.0 * rms(&samples).max(1e-6).log10();
    let peak = samples.iter().fold(0.0_f64, |peak, sample| peak.max(sample.abs()));
    let fault = if !(0.3..=25.0).contains(&seconds) {
        format!("takes {seconds:.1} s: make it 0.3 to 25")
    } else if !(-27.0..=-17.0).contains(&level) {
        format!("has a level of {level:.1} dB: bring it near {SPEECH_DB}")
    } else if peak > amplitude(PEAK_DB + 0.5) {
        format!("peaks above {PEAK_DB} dB: make it softer")
    } else {
        return pace_fault(recording, seconds);
    };
    Some(format!("{} {fault}", recording.key))
}

/// Speech far too fast or slow for its words has lost or gained something.
fn pace_fault(recording: &Recording, seconds: f64) -> Option<String> {
    let Content::Speech { written, .. } = &recording.content else { return None };
    let letters = written.chars().filter(|letter| letter.is_alphanumeric()).count() as f64;
    // A Chinese or Korean letter is a syllable; an English one about a third.
    let natural = if recording.key.starts_with("en/") { 7.0..=20.0 } else { 2.5..=7.5 };
    let pace = letters / seconds;
    (!natural.contains(&pace))
        .then(|| format!("{} says {pace:.1} letters a second: was it cut, or spelt out?", recording.key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prompt_is_there_in_every_language_and_fresh() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../prompts");
        assert_eq!(check(&root), Ok(Vec::new()));
    }

    #[test]
    fn mu_law_follows_the_standard() {
        // ITU-T G.711, table 2a: decision and output values, here on a 16-bit scale.
        for (linear, byte) in
            [(0, 0xff), (32_124, 0x80), (-32_124, 0x00), (132, 0xef), (-132, 0x6f), (8_828, 0x9e)]
        {
            assert_eq!(mu_law(f64::from(linear) / 32_768.0), byte, "{linear}");
        }
        for byte in (0..=255).filter(|byte| *byte != 0x7f) {
            assert_eq!(mu_law(from_mu_law(byte)), byte);
        }
    }

    #[test]
    fn the_music_has_no_seam() {
        let music = music();
        let steps = |a: usize| (music[(a + 1) % music.len()] - music[a]).abs();
        let largest = (0..music.len() - 1).map(steps).fold(0.0, f64::max);
        assert!(steps(music.len() - 1) <= largest);
        assert!((16.0..=20.0).contains(&(music.len() as f64 / RATE)));
    }

    #[test]
    fn the_longest_word_of_the_lexicon_is_read() {
        let lexicon =
            BTreeMap::from([("ab", "x"), ("abc", "y")].map(|(word, reading)| (word.into(), reading.into())));
        assert_eq!(pronounced("abcab,ä", &lexicon), "yx,ä");
    }
}
