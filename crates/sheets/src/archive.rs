//! Files in one archive (ZIP), as they are: what is large in it is sound, which is compressed already.

use std::io::{Cursor, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The archive cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Unarchivable {
    /// It would be larger than may be.
    #[error("the archive would be larger than {most} octets")]
    TooLarge {
        /// The most it may be.
        most: usize,
    },
    /// The format has no room for it.
    #[error("no archive can be made of this: {0}")]
    Format(#[from] ZipError),
}

/// An archive in the making, in memory, of a bounded size.
pub struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    octets: usize,
    most: usize,
}

impl Archive {
    /// An empty one that holds files of so many octets together at the most.
    pub fn new(most: usize) -> Archive {
        Archive { zip: ZipWriter::new(Cursor::new(Vec::new())), octets: 0, most }
    }

    /// Adds a file.
    ///
    /// # Errors
    /// [`Unarchivable::TooLarge`]; then nothing of it is in the archive.
    pub fn add(&mut self, name: &str, octets: &[u8]) -> Result<(), Unarchivable> {
        if self.octets + octets.len() > self.most {
            return Err(Unarchivable::TooLarge { most: self.most });
        }
        self.octets += octets.len();
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.zip.start_file(name, stored)?;
        Ok(self.zip.write_all(octets).map_err(ZipError::from)?)
    }

    /// All of it, with a word about who made it and when.
    ///
    /// # Errors
    /// [`Unarchivable::Format`].
    pub fn finish(mut self, mark: &str) -> Result<Vec<u8>, Unarchivable> {
        self.zip.set_comment(mark)?;
        Ok(self.zip.finish()?.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_went_in_comes_out_and_no_more_than_may_be() {
        let mut archive = Archive::new(100);
        archive.add("data.json", b"{}").unwrap();
        archive.add("recordings/R-1.ogg", &[7; 90]).unwrap();
        assert!(matches!(archive.add("large", &[0; 9]), Err(Unarchivable::TooLarge { most: 100 })));
        let octets = archive.finish("made by kim").unwrap();
        let mut read = zip::ZipArchive::new(Cursor::new(octets)).unwrap();
        assert_eq!(read.comment(), b"made by kim");
        assert_eq!(
            read.file_names().map(Result::unwrap).collect::<Vec<_>>(),
            ["data.json", "recordings/R-1.ogg"]
        );
        let mut sound = Vec::new();
        read.by_name("recordings/R-1.ogg").unwrap().read_to_end(&mut sound).unwrap();
        assert_eq!(sound, [7; 90]);
    }
}
