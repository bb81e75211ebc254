//! Prompts that tell by ear which one is played: each a tone of its own, short, in µ-law.
//!
//! A tone of a multiple of 50 Hz is the same in every packet of 20 ms, so that what a caller
//! captured can be read back, packet by packet and bit by bit, as the list of prompts it heard.

use phones::{Codec, marker};
use std::f64::consts::TAU;
use std::fs;
use std::path::{Path, PathBuf};

/// Samples in a packet.
const PACKET: usize = 160;
/// Packets of a prompt that asks for keys: the first key ends it, so that its length costs nothing.
const ASKING: usize = 75;
/// Packets of any other prompt.
const SAYING: usize = 5;

/// The program's prompts, with their texts.
fn built_in() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../prompts")
}

/// Names of all prompts that flows may play, in the manifest's order.
fn names() -> Vec<String> {
    let manifest = fs::read_to_string(built_in().join("prompts.toml")).expect("the manifest is there");
    let manifest: toml::Table = manifest.parse().expect("the manifest is TOML");
    let prompts = manifest["prompt"].as_array().expect("the manifest lists prompts");
    let names = prompts.iter().map(|prompt| prompt["name"].as_str().expect("a prompt has a name"));
    names.filter(|name| !name.starts_with("demo.")).map(str::to_owned).collect()
}

/// The frequency of a prompt's tone.
///
/// # Panics
/// When there is no such prompt.
pub fn hertz(prompt: &str) -> u16 {
    let place = names().iter().position(|name| name == prompt);
    let place = place.unwrap_or_else(|| panic!("there is no prompt {prompt}"));
    300 + 50 * place as u16
}

/// Writes all prompts into a folder of the shape the program takes, but those that are to sound as
/// they are in the program.
pub fn write(folder: &Path, as_built_in: &[&str]) {
    for language in ["zh", "ko", "en"] {
        fs::create_dir_all(folder.join(language)).expect("a temporary folder takes folders");
        for name in names().iter().filter(|name| !as_built_in.contains(&name.as_str())) {
            let asks = name.ends_with(".ask")
                || ["menu", "callback.offer", "callback.confirm"].contains(&name.as_str());
            let sound = packet(hertz(name)).repeat(if asks { ASKING } else { SAYING });
            fs::write(folder.join(language).join(format!("{name}.wav")), wav(&sound))
                .expect("a temporary folder takes files");
        }
    }
}

/// One of the program's recordings, as µ-law octets.
pub fn recording(language: &str, name: &str) -> Vec<u8> {
    let file = fs::read(built_in().join(language).join(format!("{name}.wav"))).expect("it is recorded");
    let data = file.windows(4).position(|four| four == b"data").expect("it holds sound");
    file[data + 8..].to_vec()
}

/// What was heard, in order: prompts by name, agents' markers as `agent N`. Silence is left out,
/// anything else is `?`.
pub fn transcript(captured: &[u8]) -> Vec<String> {
    let known: Vec<(String, Vec<u8>)> =
        names().into_iter().map(|name| (name.clone(), packet(hertz(&name)))).collect();
    let mut heard = Vec::new();
    let mut before: Option<String> = None;
    for audio in captured.chunks_exact(PACKET) {
        let now = name_of(audio, &known);
        if let Some(name) = now.clone().filter(|_| now != before) {
            heard.push(name);
        }
        before = now;
    }
    heard
}

fn name_of(audio: &[u8], known: &[(String, Vec<u8>)]) -> Option<String> {
    if audio.iter().all(|&octet| octet == Codec::Pcmu.silence()) {
        return None;
    }
    if let Some(agent) = marker::find(Codec::Pcmu, audio) {
        return Some(format!("agent {agent}"));
    }
    let prompt = known.iter().find(|(_, packet)| packet == audio);
    Some(prompt.map_or_else(|| "?".to_owned(), |(name, _)| name.clone()))
}

fn packet(hertz: u16) -> Vec<u8> {
    let step = TAU * f64::from(hertz) / 8_000.0;
    let sample = |n: usize| (5_800.0 * (step * n as f64).sin()) as i16;
    (0..PACKET).map(|n| Codec::Pcmu.encode(sample(n))).collect()
}

/// A WAV file of µ-law at 8 kHz.
fn wav(sound: &[u8]) -> Vec<u8> {
    let length = sound.len() as u32;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + length).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x07\0\x01\0");
    file.extend(8_000u32.to_le_bytes());
    file.extend(8_000u32.to_le_bytes());
    file.extend(b"\x01\0\x08\0data");
    file.extend(length.to_le_bytes());
    file.extend(sound);
    file
}

#[test]
fn what_was_heard_is_read_back() {
    let heard = [packet(hertz("menu")), packet(hertz("menu")), vec![0xff; PACKET], packet(hertz("closed"))];
    let agent: Vec<u8> = marker::block(Codec::Pcmu, 7).into_iter().cycle().take(PACKET).collect();
    let noise = vec![9; PACKET];
    assert_eq!(transcript(&[heard.concat(), agent, noise].concat()), ["menu", "closed", "agent 7", "?"]);
}
