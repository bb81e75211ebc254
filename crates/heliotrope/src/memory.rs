//! Memory that calls no longer need goes back to the system.
//!
//! The system's allocator keeps what is freed for later. It serves calls as fast as others do and
//! holds about half as much (docs/PERFORMANCE.md), but after a busy hour most of what it holds would be
//! free: now and then, that is given back.

use std::io;
use std::thread;
use std::time::Duration;

/// How often is looked.
const EVERY: Duration = Duration::from_secs(2);
/// Giving back is not worth it for less than this.
const WORTH: usize = 256 << 10;

/// Sets the allocator up, and gives back what is free, from a thread of its own, until the process
/// ends. To be called before other threads are started.
///
/// # Errors
/// When the system gives no thread.
pub fn give_back() -> io::Result<()> {
    share();
    let watch = || {
        let mut tide = Tide::default();
        loop {
            thread::sleep(EVERY);
            if tide.has_ebbed(in_use()) {
                trim();
            }
        }
    };
    thread::Builder::new().name("memory".into()).spawn(watch).map(drop)
}

/// How far memory in use rose since something was given back.
#[derive(Default)]
struct Tide {
    highest: usize,
}

impl Tide {
    /// Takes a new level; whether it is time to give back.
    fn has_ebbed(&mut self, level: usize) -> bool {
        self.highest = self.highest.max(level);
        let ebbed = self.highest - level >= WORTH;
        if ebbed {
            self.highest = level;
        }
        ebbed
    }
}

/// Lets threads share what they free: left alone, the allocator gives nearly each its own heap, and
/// what is free in one is of no use to another.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn share() {
    const HEAPS: libc::c_int = 2;
    // SAFETY: it sets a number in the allocator.
    unsafe { libc::mallopt(libc::M_ARENA_MAX, HEAPS) };
}

/// Bytes in use by the program.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn in_use() -> usize {
    // SAFETY: it takes nothing and returns a value; the allocator locks what it reads.
    unsafe { libc::mallinfo2() }.uordblks
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn trim() {
    // SAFETY: it touches free memory only; the allocator locks what it changes.
    unsafe { libc::malloc_trim(0) };
}

/// Other systems' allocators look after themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn share() {}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn in_use() -> usize {
    0
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn trim() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_given_back_once_for_each_ebb() {
        let mut tide = Tide::default();
        let levels = [(5, false), (9, false), (8, true), (8, false), (7, true), (20, false), (9, true)];
        for (level, expected) in levels {
            assert_eq!(tide.has_ebbed(level * WORTH), expected, "{level}");
        }
    }
}
