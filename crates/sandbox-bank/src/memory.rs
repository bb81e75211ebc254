//! What a bank that is killed has to know afterwards: orders and wrong tries, line by line in one file, so that
//! what was counted and what was unlocked keep their order.

use crate::log::Log;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The file; none where everything is forgotten at the end.
#[derive(Default)]
pub struct Memory(Mutex<Option<Log<File>>>);

impl Memory {
    /// Takes a file, and has each of its lines taken up, which has to follow from those before it. A last line that a
    /// crash cut off was never answered, and is cut off for good.
    ///
    /// # Errors
    /// When the file cannot be read or written, or a line is none.
    pub fn open<T: DeserializeOwned>(
        &self,
        path: &Path,
        mut take: impl FnMut(T) -> Result<(), &'static str>,
    ) -> io::Result<()> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        for (at, line) in text[..whole].lines().enumerate() {
            let wrong = |fault: String| {
                io::Error::new(io::ErrorKind::InvalidData, format!("line {}: {fault}", at + 1))
            };
            let line = serde_json::from_str(line).map_err(|fault| wrong(fault.to_string()))?;
            take(line).map_err(|fault| wrong(fault.to_owned()))?;
        }
        let log = Log::after(whole as u64, file)?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(log);
        Ok(())
    }

    /// Writes a line; it is on disk when this returns.
    ///
    /// # Errors
    /// When it is not. Then nothing of it stays.
    pub fn write(&self, line: &impl Serialize) -> io::Result<()> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(log) = log.as_mut() else { return Ok(()) };
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        log.append(&text)
    }
}
