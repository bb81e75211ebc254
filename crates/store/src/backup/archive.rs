//! What stands in a backup: a manifest, then parts, each with its name, its size and its checksum, then their number.

use super::envelope::{Reader, Writer};
use super::gather::Gathered;
use super::{Error, Progress, Result, Secret, Step, Summary, Told};
use crate::error::file_error;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufReader, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};
use vocabulary::{Sequence, Time};

/// The first part.
const MANIFEST: &str = "manifest.json";
/// A part follows.
const PART: u8 = 1;
/// Nothing follows.
const END: u8 = 0;
/// Bytes copied at a time.
const PIECE: usize = 64 * 1024;
/// The longest name of a part that is taken.
const LONGEST_NAME: usize = 1_024;
/// The largest manifest that is taken.
const LARGEST_MANIFEST: u64 = 16 * 1024 * 1024;

/// What a backup says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The release that wrote it.
    pub release: String,
    /// Microseconds since 1970.
    pub taken: i64,
    /// The journal's last entry in it.
    pub sequence: u64,
    /// Whether its tables are PostgreSQL's.
    pub postgres: bool,
    /// Whether the master key is in it.
    pub master_key: bool,
    /// The steps that its schema has taken.
    pub schema: Vec<i64>,
    /// For PostgreSQL: its tables, each with its columns, in the order of their parts.
    #[serde(default)]
    pub tables: Vec<(String, Vec<String>)>,
    /// Parts that follow.
    pub parts: u64,
}

impl Manifest {
    pub fn summary(&self, bytes: u64) -> Summary {
        let of_database = if self.postgres { self.tables.len() as u64 } else { 1 };
        Summary {
            taken: Time(self.taken),
            sequence: Sequence(self.sequence),
            files: self.parts.saturating_sub(of_database),
            bytes,
            postgres: self.postgres,
        }
    }
}

/// Writes all that was gathered.
pub(super) fn pack<W: Write>(
    gathered: &Gathered,
    mut into: Writer<W>,
    file: &Path,
    told: Told<'_>,
) -> Result<W> {
    let names = gathered.parts()?;
    let sizes = names.iter().map(|name| fs::metadata(gathered.path(name)).map_or(0, |about| about.len()));
    let (mut done, of) = (0, sizes.sum());
    let manifest = Manifest { parts: names.len() as u64, ..gathered.manifest.clone() };
    let text = serde_json::to_vec(&manifest).expect("numbers and names can be written");
    let failed = |error| Error::Store(file_error("write", file)(error));
    pack_part(&mut into, MANIFEST, text.len() as u64, &mut text.as_slice(), &mut |_| {}).map_err(failed)?;
    for name in &names {
        let path = gathered.path(name);
        let mut part = File::open(&path).map_err(file_error("read", &path))?;
        let size = part.metadata().map_err(file_error("read", &path))?.len();
        let mut count = |bytes| {
            done += bytes;
            told(Progress { step: Step::Writing, done, of });
        };
        pack_part(&mut into, name, size, &mut part, &mut count).map_err(failed)?;
    }
    into.write_all(&[END]).map_err(failed)?;
    into.finish().map_err(failed)
}

fn pack_part(
    into: &mut impl Write,
    name: &str,
    size: u64,
    from: &mut impl Read,
    count: &mut dyn FnMut(u64),
) -> io::Result<()> {
    let length = u16::try_from(name.len()).map_err(|_| io::Error::other("a name is too long"))?;
    into.write_all(&[PART])?;
    into.write_all(&length.to_le_bytes())?;
    into.write_all(name.as_bytes())?;
    into.write_all(&size.to_le_bytes())?;
    let mut sum = Sha256::new();
    let copied = copy(&mut from.take(size), into, &mut sum, count)?;
    if copied != size {
        return Err(io::Error::other(format!("{name} has become shorter meanwhile")));
    }
    into.write_all(&sum.finalize())
}

fn copy(
    from: &mut impl Read,
    into: &mut (impl Write + ?Sized),
    sum: &mut Sha256,
    count: &mut dyn FnMut(u64),
) -> io::Result<u64> {
    let (mut piece, mut copied) = (vec![0; PIECE], 0);
    loop {
        let read = match from.read(&mut piece) {
            Ok(0) => return Ok(copied),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        sum.update(&piece[..read]);
        into.write_all(&piece[..read])?;
        copied += read as u64;
        count(read as u64);
    }
}

/// Reads a backup to its end. Each part goes where `place` says, or nowhere; its bytes all told.
pub(super) fn unpack(
    file: &Path,
    secret: &Secret,
    step: Step,
    told: Told<'_>,
    place: impl Fn(&str) -> Option<PathBuf>,
) -> Result<(Manifest, u64)> {
    let opened = File::open(file).map_err(file_error("read", file))?;
    let of = opened.metadata().map_err(file_error("read", file))?.len();
    let mut from = Reader::begin(BufReader::new(opened), file, secret)?;
    let mut manifest = Vec::new();
    let Some(head) = part_head(&mut from).map_err(damaged(MANIFEST))? else {
        return Err(damaged(MANIFEST)(io::Error::other("it is not there")));
    };
    if head.name != MANIFEST || head.size > LARGEST_MANIFEST {
        return Err(damaged(MANIFEST)(io::Error::other("it is not there")));
    }
    unpack_part(&mut from, head.size, &mut manifest, &mut |_| {}).map_err(damaged(MANIFEST))?;
    let manifest: Manifest =
        serde_json::from_slice(&manifest).map_err(|error| damaged(MANIFEST)(error.into()))?;
    let (mut parts, mut done) = (0, 0);
    let mut last = MANIFEST.to_owned();
    while let Some(Head { name, size }) = part_head(&mut from).map_err(damaged(&last))? {
        let mut count = |bytes| {
            done += bytes;
            told(Progress { step, done, of });
        };
        match place(checked(&name)?) {
            Some(path) => {
                let mut into = make(&path)?;
                unpack_part(&mut from, size, &mut into, &mut count).map_err(damaged(&name))?;
                into.sync_all().map_err(file_error("write", &path))?;
            }
            None => unpack_part(&mut from, size, &mut io::sink(), &mut count).map_err(damaged(&name))?,
        }
        parts += 1;
        last = name;
    }
    if parts != manifest.parts {
        return Err(damaged(&last)(io::Error::other(format!("{parts} parts of {}", manifest.parts))));
    }
    // The end of the last chunk is the end of the file, or it would not have opened.
    let mut rest = [0; 1];
    match from.read(&mut rest) {
        Ok(0) => Ok((manifest, done)),
        _ => Err(damaged(&last)(io::Error::other("more follows than should"))),
    }
}

struct Head {
    name: String,
    size: u64,
}

fn part_head(from: &mut impl Read) -> io::Result<Option<Head>> {
    let mut kind = [0; 1];
    from.read_exact(&mut kind)?;
    match kind {
        [PART] => {}
        [END] => return Ok(None),
        _ => return Err(io::Error::other("it is followed by no part")),
    }
    let mut length = [0; 2];
    from.read_exact(&mut length)?;
    let length = usize::from(u16::from_le_bytes(length));
    if length > LONGEST_NAME {
        return Err(io::Error::other("it is followed by no name"));
    }
    let mut name = vec![0; length];
    from.read_exact(&mut name)?;
    let mut size = [0; 8];
    from.read_exact(&mut size)?;
    let name = String::from_utf8(name).map_err(|_| io::Error::other("it is followed by no name"))?;
    Ok(Some(Head { name, size: u64::from_le_bytes(size) }))
}

fn unpack_part(
    from: &mut impl Read,
    size: u64,
    into: &mut impl Write,
    count: &mut dyn FnMut(u64),
) -> io::Result<()> {
    let mut sum = Sha256::new();
    let copied = copy(&mut from.by_ref().take(size), into, &mut sum, count)?;
    let mut expected = [0; 32];
    from.read_exact(&mut expected)?;
    if copied != size || sum.finalize().as_slice() != expected {
        return Err(io::Error::other("its checksum is another one"));
    }
    Ok(())
}

/// A name that stays within the folder it is unpacked into.
fn checked(name: &str) -> Result<&str> {
    let mut components = Path::new(name).components().peekable();
    let stays = components.peek().is_some() && components.all(|part| matches!(part, Component::Normal(_)));
    if stays { Ok(name) } else { Err(damaged(name)(io::Error::other("its name leads elsewhere"))) }
}

/// A new file for its owner alone, with the folders it stands in.
fn make(path: &Path) -> Result<File> {
    if let Some(folder) = path.parent() {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        made.map_err(file_error("make", folder))?;
    }
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    Ok(made.map_err(file_error("make", path))?)
}

fn damaged(part: &str) -> impl FnOnce(io::Error) -> Error + use<> {
    let part = part.to_owned();
    move |error| {
        let how = match error.kind() {
            io::ErrorKind::UnexpectedEof => "it is cut off".to_owned(),
            _ => error.to_string(),
        };
        Error::Damaged { part, how }
    }
}
