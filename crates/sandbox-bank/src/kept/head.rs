//! What bank a folder holds: one line of JSON, and its sum on a second.

use super::sum::sum;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The version of the files, and of what is made of a seed.
pub const VERSION: u32 = 2;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    pub version: u32,
    pub seed: u64,
    pub customers: usize,
    #[serde(with = "crate::written")]
    pub day: Date,
    /// Names of businesses, which records have by their place here.
    pub words: Vec<String>,
    pub places: Extent,
    pub index: Extent,
}

/// How long a file is, and the sum of it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Extent {
    pub bytes: u64,
    pub sum: String,
}

impl Extent {
    pub fn of(bytes: &[u8]) -> Extent {
        Extent { bytes: bytes.len() as u64, sum: format!("{:016x}", sum(0, bytes)) }
    }
}

impl Head {
    pub fn write(&self) -> Option<String> {
        let line = serde_json::to_string(self).ok()?;
        let Extent { sum, .. } = Extent::of(line.as_bytes());
        Some(format!("{line}\n{sum}\n"))
    }

    /// `None` when it was damaged.
    pub fn read(text: &str) -> Option<Head> {
        let (line, sum) = text.strip_suffix('\n')?.split_once('\n')?;
        if Extent::of(line.as_bytes()).sum != sum {
            return None;
        }
        serde_json::from_str(line).ok()
    }
}
