//! Processes under measurement: started on chosen cores, read through `/proc`, never left behind.

use super::machine::field;
use crate::failure::{self, Failure, Outcome, because};
use rustix::process::{Pid, Signal, kill_process, set_parent_process_death_signal};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use std::fs;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// Lets the command run on these cores only, with all its threads and children.
pub fn pin(command: &mut Command, cores: &[usize]) {
    let mut set = CpuSet::new();
    for core in cores {
        set.set(*core);
    }
    // SAFETY: between fork and exec only one system call is made, on a value copied before.
    unsafe {
        command.pre_exec(move || sched_setaffinity(None, &set).map_err(Into::into));
    }
}

/// Keeps this program to a core.
pub fn keep_to(core: usize) -> Outcome {
    let mut set = CpuSet::new();
    set.set(core);
    Ok(sched_setaffinity(None, &set).map_err(|error| format!("core {core} cannot be chosen: {error}"))?)
}

/// The cores this program may use, in order.
pub fn cores() -> Outcome<Vec<usize>> {
    let allowed = sched_getaffinity(None).map_err(|error| format!("the cores cannot be listed: {error}"))?;
    Ok((0..CpuSet::MAX_CPU).filter(|core| allowed.is_set(*core)).collect())
}

/// A child that ends with its owner.
pub struct Running {
    child: Child,
    name: String,
}

impl Running {
    /// Starts a command. It is asked to end when this program is killed.
    pub fn start(command: &mut Command) -> Outcome<Running> {
        // SAFETY: between fork and exec only one system call is made.
        unsafe {
            command.pre_exec(|| Ok(set_parent_process_death_signal(Some(Signal::TERM))?));
        }
        let child = command.spawn().map_err(|error| failure::not_started(command, &error))?;
        Ok(Running { child, name: command.get_program().to_string_lossy().into_owned() })
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The child itself, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Outcome<Option<ExitStatus>> {
        Ok(self.child.try_wait().map_err(|error| format!("{} cannot be waited for: {error}", self.name))?)
    }

    /// Asks it to end in order and waits; fails, and ends it hard, when it takes longer than `limit`.
    pub fn end(mut self, limit: Duration) -> Outcome<ExitStatus> {
        if let Some(id) = Pid::from_raw(self.id().cast_signed()) {
            // It may have ended by itself; waiting tells.
            let _ = kill_process(id, Signal::TERM);
        }
        let mut status = None;
        until(limit, Duration::from_millis(5), || {
            status = self.ended()?;
            Ok(status.is_some())
        })?;
        match status {
            Some(status) => Ok(status),
            None => because(format!("{} does not end on SIGTERM within {limit:?}", self.name)),
        }
    }

    /// Processor time it has used so far.
    pub fn cpu(&self) -> Outcome<Duration> {
        let stat = read(self.id(), "stat")?;
        let ticks = rustix::param::clock_ticks_per_second();
        cpu_from(&stat, ticks).ok_or_else(|| Failure::Because(format!("{} has ended", self.name)))
    }

    /// Memory of it that is resident now, in bytes.
    pub fn resident(&self) -> Outcome<u64> {
        let status = read(self.id(), "status")?;
        resident_from(&status).ok_or_else(|| Failure::Because(format!("{} has ended", self.name)))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only when it has ended and was waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks `done` every `pause` until it says yes or `limit` is over; tells whether it said yes.
pub fn until(limit: Duration, pause: Duration, mut done: impl FnMut() -> Outcome<bool>) -> Outcome<bool> {
    let begun = Instant::now();
    loop {
        if done()? {
            return Ok(true);
        }
        if begun.elapsed() >= limit {
            return Ok(false);
        }
        thread::sleep(pause);
    }
}

fn read(process: u32, file: &str) -> Outcome<String> {
    let path = format!("/proc/{process}/{file}");
    Ok(fs::read_to_string(&path).map_err(|error| format!("{path} cannot be read: {error}"))?)
}

/// User and system time, fields 14 and 15 of proc_pid_stat(5); with its threads, without its children.
fn cpu_from(stat: &str, ticks_a_second: u64) -> Option<Duration> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(14 - 3);
    let ticks = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    Some(Duration::from_micros(ticks * 1_000_000 / ticks_a_second))
}

fn resident_from(status: &str) -> Option<u64> {
    let kib: u64 = field(status, "VmRSS")?.strip_suffix(" kB")?.parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::process::Stdio;

    #[test]
    fn files_of_a_process_are_understood() {
        let stat = "7 (a ) b) S 1 2 3 0 -1 4 5 6 7 8 150 25 11 12 20 0 1 0 12345 99 100 8";
        assert_eq!(cpu_from(stat, 100), Some(Duration::from_millis(1750)));
        assert_eq!(cpu_from("7 (a) S 1", 100), None);
        assert_eq!(resident_from("Name:\tx\nVmRSS:\t    2048 kB\n"), Some(2 << 20));
        assert_eq!(resident_from("Name:\tx\n"), None);
    }

    #[test]
    fn a_pinned_child_runs_on_its_cores_only() {
        let core = cores().unwrap()[0];
        let mut command = Command::new("cat");
        pin(command.arg("/proc/self/status").stdout(Stdio::piped()), &[core]);
        let mut running = Running::start(&mut command).unwrap();
        let mut status = String::new();
        running.child().stdout.take().unwrap().read_to_string(&mut status).unwrap();
        assert_eq!(field(&status, "Cpus_allowed_list"), Some(core.to_string().as_str()));
    }

    #[test]
    fn a_child_ends_with_its_owner() {
        let running = Running::start(Command::new("sleep").arg("600")).unwrap();
        let folder = format!("/proc/{}", running.id());
        assert!(running.resident().unwrap() > 0 && running.cpu().unwrap() < Duration::from_secs(60));
        assert!(fs::exists(&folder).unwrap());
        drop(running);
        assert!(!fs::exists(&folder).unwrap());
    }

    #[test]
    fn a_child_ends_when_asked() {
        let running = Running::start(Command::new("sleep").arg("600")).unwrap();
        let status = running.end(Duration::from_secs(60)).unwrap();
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(15));
    }
}
