//! Recorded prompts, held ready to be sent: each clip in both codecs, so that playing is copying.
//!
//! A prompt is a file `<language>/<name>.wav`, or `any/<name>.wav` when it has no words. Those in
//! the program were made from the texts beside them; a bank's own recordings, in a folder of the
//! same shape, take their place one by one.

use super::g711::Codec;
use super::wav;
use rust_embed::RustEmbed;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use vocabulary::{Language, PromptName, ids};

/// Longest file that is read: twenty minutes of linear sound.
const MOST: u64 = 20 * 60 * 16_000;

/// Name of the folder for what is the same in every language.
const ANY: &str = "any";

/// The prompts that come with the program.
#[derive(RustEmbed)]
#[folder = "../../prompts"]
#[allow_missing = true]
struct Embedded;

/// A prompt file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("prompt {file}: {reason}")]
pub struct Error {
    /// The file's path inside the prompts folder.
    pub file: String,
    /// What is wrong.
    #[source]
    pub reason: Reason,
}

/// Why a prompt file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// It, or the folder it should be in, could not be read.
    #[error("cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// Not in a folder named after a language.
    #[error("put it in a folder named zh, ko, en or any")]
    Folder,
    /// Its name is none.
    #[error(transparent)]
    Name(#[from] ids::Error),
    /// Longer than twenty minutes.
    #[error("it is longer than twenty minutes")]
    TooLong,
    /// Not sound of the right kind.
    #[error(transparent)]
    Sound(#[from] wav::Error),
}

/// One recording in both codecs. Never empty.
pub struct Clip {
    alaw: Box<[u8]>,
    ulaw: Box<[u8]>,
}

impl Clip {
    pub(super) fn new(sound: &wav::Sound<'_>) -> Clip {
        Clip { alaw: sound.encode(Codec::Alaw).into(), ulaw: sound.encode(Codec::Ulaw).into() }
    }

    /// The clip's octets in a codec, 8,000 a second.
    pub fn octets(&self, codec: Codec) -> &[u8] {
        match codec {
            Codec::Alaw => &self.alaw,
            Codec::Ulaw => &self.ulaw,
        }
    }
}

/// All prompts, by name and language.
#[derive(Default)]
pub struct Prompts {
    clips: BTreeMap<(PromptName, Option<Language>), Arc<Clip>>,
}

impl std::fmt::Debug for Prompts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} prompts", self.clips.len())
    }
}

impl Prompts {
    /// The prompts of the program, with the bank's `own` in place of those they are named like.
    ///
    /// # Errors
    /// The first file that cannot be used: a bank should hear of it when the program starts, not
    /// when a caller is waiting.
    pub fn load(own: Option<&Path>) -> Result<Prompts, Error> {
        let mut prompts = Prompts::default();
        for file in Embedded::iter() {
            if let Some(content) = Embedded::get(&file) {
                prompts.take(&file, &content.data)?;
            }
        }
        if let Some(folder) = own {
            prompts.take_folder(folder)?;
        }
        Ok(prompts)
    }

    /// Only the prompts in a folder.
    ///
    /// # Errors
    /// As for [`Prompts::load`].
    pub fn from_folder(folder: &Path) -> Result<Prompts, Error> {
        let mut prompts = Prompts::default();
        prompts.take_folder(folder)?;
        Ok(prompts)
    }

    /// The prompt in a language, or else the one without words.
    pub fn clip(&self, name: &PromptName, language: Language) -> Option<&Arc<Clip>> {
        let of = |language| self.clips.get(&(name.clone(), language));
        of(Some(language)).or_else(|| of(None))
    }

    /// Whether there is something to play.
    pub fn contains(&self, name: &PromptName, language: Language) -> bool {
        self.clip(name, language).is_some()
    }

    /// All names, in alphabetical order; each once, even when not in every language.
    pub fn names(&self) -> impl Iterator<Item = &PromptName> {
        let mut last = None;
        self.clips.keys().map(|(name, _)| name).filter(move |name| last.replace(*name) != Some(*name))
    }

    fn take_folder(&mut self, folder: &Path) -> Result<(), Error> {
        let unreadable = |file: &str| {
            let file = file.to_owned();
            |error: std::io::Error| Error { file, reason: error.into() }
        };
        for language in std::fs::read_dir(folder).map_err(unreadable("."))? {
            let language = language.map_err(unreadable("."))?;
            if !language.path().is_dir() {
                continue;
            }
            let tag = language.file_name().to_string_lossy().into_owned();
            for prompt in std::fs::read_dir(language.path()).map_err(unreadable(&tag))? {
                let prompt = prompt.map_err(unreadable(&tag))?;
                let file = format!("{tag}/{}", prompt.file_name().to_string_lossy());
                if !is_sound(&file) {
                    continue;
                }
                if prompt.metadata().map_err(unreadable(&file))?.len() > MOST {
                    return Err(Error { file, reason: Reason::TooLong });
                }
                let content = std::fs::read(prompt.path()).map_err(unreadable(&file))?;
                self.take(&file, &content)?;
            }
        }
        Ok(())
    }

    /// Takes a file, unless it is something other than sound: texts stand beside the recordings.
    fn take(&mut self, file: &str, content: &[u8]) -> Result<(), Error> {
        if is_sound(file) {
            let (key, clip) =
                read(file, content).map_err(|reason| Error { file: file.to_owned(), reason })?;
            self.clips.insert(key, Arc::new(clip));
        }
        Ok(())
    }
}

fn is_sound(file: &str) -> bool {
    file.ends_with(".wav")
}

fn read(file: &str, content: &[u8]) -> Result<((PromptName, Option<Language>), Clip), Reason> {
    let (folder, name) = file.split_once('/').ok_or(Reason::Folder)?;
    let language = match Language::ALL.into_iter().find(|language| language.tag() == folder) {
        None if folder != ANY => return Err(Reason::Folder),
        language => language,
    };
    let name = PromptName::new(name.strip_suffix(".wav").unwrap_or(name))?;
    Ok(((name, language), Clip::new(&wav::read(content)?)))
}

#[cfg(test)]
mod tests {
    use super::wav::tests::file as wav;
    use super::*;
    use Language::{Chinese, English, Korean};

    fn folder(files: &[(&str, Vec<u8>)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (file, content) in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        folder
    }

    #[test]
    fn a_prompt_is_found_in_its_language_or_without_one() {
        let ulaw = |octet| wav(7, 1, 8_000, 8, &[octet; 400]);
        let folder = folder(&[
            ("ko/greeting.wav", ulaw(1)),
            ("en/greeting.wav", ulaw(2)),
            ("any/music.wav", ulaw(3)),
            ("en/music.wav", ulaw(4)),
            ("en/greeting.txt", b"Good day".to_vec()),
            ("index.toml", b"".to_vec()),
        ]);
        let prompts = Prompts::from_folder(folder.path()).unwrap();
        let check = |name: &str, language, expected: Option<u8>| {
            let name = PromptName::new(name).unwrap();
            let clip = prompts.clip(&name, language);
            assert_eq!(clip.map(|clip| clip.octets(Codec::Ulaw)[399]), expected, "{name} {language}");
            assert_eq!(prompts.contains(&name, language), expected.is_some());
        };
        check("greeting", Korean, Some(1));
        check("greeting", English, Some(2));
        check("greeting", Chinese, None);
        check("music", Chinese, Some(3));
        check("music", English, Some(4));
        check("absent", Korean, None);
        let names: Vec<&str> = prompts.names().map(PromptName::as_str).collect();
        assert_eq!(names, ["greeting", "music"]);
        let alaw = prompts.clip(&PromptName::new("music").unwrap(), Korean).unwrap().octets(Codec::Alaw);
        assert_eq!(alaw, [Codec::Ulaw.to_other()[3]; 400]);
    }

    #[test]
    fn files_that_cannot_be_used_are_named() {
        let good = wav(7, 1, 8_000, 8, &[0xFF; 160]);
        let check = |file: &str, content: &[u8], expected: &str| {
            let folder = folder(&[(file, content.to_vec())]);
            let error = Prompts::from_folder(folder.path()).expect_err(file);
            assert_eq!(error.to_string(), expected);
        };
        check("fr/greeting.wav", &good, "prompt fr/greeting.wav: put it in a folder named zh, ko, en or any");
        check("en/music.wav", b"ID3", "prompt en/music.wav: not a wav file");
        let name = "a prompt name has 1 to 64 characters out of a-z, A-Z, 0-9, '.', '_' and '-'";
        check("en/so long.wav", &good, &format!("prompt en/so long.wav: {name}"));
        let missing = Prompts::from_folder(Path::new("no such folder")).expect_err("no folder");
        assert!(matches!(missing.reason, Reason::Unreadable(_)));
    }

    #[test]
    fn the_program_s_own_prompts_are_all_sound_and_may_be_replaced_one_by_one() {
        let built_in = Prompts::load(None).expect("the prompts in the program");
        let folder = folder(&[("ko/own.name.wav", wav(6, 1, 8_000, 8, &[0xD5; 160]))]);
        let replaced = Prompts::load(Some(folder.path())).unwrap();
        assert_eq!(replaced.clips.len(), built_in.clips.len() + 1);
    }
}
