//! The file of what the bank remembers, a line each: a line is there whole, and on disk, or it is not there.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};

/// A file as far as a log needs one.
pub trait Lasting: Write {
    /// What was written is on disk when this returns.
    fn settle(&mut self) -> io::Result<()>;

    /// Cuts off what stands after so many bytes, and goes on there.
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

impl Lasting for File {
    fn settle(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)?;
        self.seek(SeekFrom::Start(length))?;
        self.sync_data()
    }
}

/// Lines that are written one after the other.
pub struct Log<F> {
    file: F,
    /// Bytes of whole lines.
    whole: u64,
    /// Something may stand after them.
    is_torn: bool,
}

impl<F: Lasting> Log<F> {
    /// Goes on after so many bytes; what stands after them was never answered.
    pub fn after(whole: u64, mut file: F) -> io::Result<Log<F>> {
        file.cut(whole)?;
        Ok(Log { file, whole, is_torn: false })
    }

    /// Writes a line. Of one that fails nothing stays; until that is certain, none is written after it.
    pub fn append(&mut self, line: &[u8]) -> io::Result<()> {
        self.mend()?;
        self.is_torn = true;
        if let Err(error) = self.file.write_all(line).and_then(|()| self.file.settle()) {
            // When this fails as well, the next line tries it first.
            let _tried_again = self.mend();
            return Err(error);
        }
        (self.whole, self.is_torn) = (self.whole + line.len() as u64, false);
        Ok(())
    }

    fn mend(&mut self) -> io::Result<()> {
        if self.is_torn {
            self.file.cut(self.whole)?;
            self.is_torn = false;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A file on a disk that fills up and fails, as told.
    #[derive(Default)]
    struct Failing {
        bytes: Vec<u8>,
        /// How many bytes it takes still.
        room: usize,
        settles: bool,
        cuts: bool,
    }

    impl Write for Failing {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.room);
            if taken == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.bytes.extend_from_slice(&bytes[..taken]);
            self.room -= taken;
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Lasting for Failing {
        fn settle(&mut self) -> io::Result<()> {
            if self.settles { Ok(()) } else { Err(io::ErrorKind::Other.into()) }
        }

        fn cut(&mut self, length: u64) -> io::Result<()> {
            if !self.cuts {
                return Err(io::ErrorKind::Other.into());
            }
            self.bytes.truncate(length as usize);
            Ok(())
        }
    }

    proptest! {
        /// What is answered is in the file, line by line; what is not, is not, or is the last that stands there.
        #[test]
        fn lines_are_whole_or_not_there(steps in prop::collection::vec((0_usize..12, any::<bool>(), any::<bool>()), 1..40)) {
            let mut log = Log::after(0, Failing { cuts: true, ..Failing::default() }).unwrap();
            let mut expected = String::new();
            for (number, (room, settles, cuts)) in steps.into_iter().enumerate() {
                let line = format!("line {number}\n");
                log.file = Failing { bytes: std::mem::take(&mut log.file.bytes), room, settles, cuts };
                if log.append(line.as_bytes()).is_ok() {
                    expected.push_str(&line);
                }
                prop_assert!(log.file.bytes.starts_with(expected.as_bytes()));
                if !log.is_torn {
                    prop_assert_eq!(log.file.bytes.len(), expected.len());
                }
            }
        }
    }
}
