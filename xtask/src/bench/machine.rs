//! The machine a figure was measured on: what makes figures comparable, and nothing that names it.

use serde::Serialize;
use std::{fmt, fs};

#[derive(Debug, Serialize)]
pub struct Machine {
    cores: usize,
    cpu: String,
    memory_gib: f64,
    kernel: String,
}

impl Machine {
    /// This one; what cannot be read is `unknown` or 0.
    pub fn this() -> Machine {
        let read = |path| fs::read_to_string(path).unwrap_or_default();
        let known = |text: Option<String>| text.unwrap_or_else(|| "unknown".to_owned());
        let kernel = read("/proc/sys/kernel/osrelease").trim().to_owned();
        Machine {
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            cpu: known(field(&read("/proc/cpuinfo"), "model name").map(str::to_owned)),
            memory_gib: memory_gib(&read("/proc/meminfo")).unwrap_or_default(),
            kernel: known((!kernel.is_empty()).then_some(kernel)),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Machine { cores, cpu, memory_gib, kernel } = self;
        write!(f, "{cores} cores of {cpu}, {memory_gib} GiB, kernel {kernel}")
    }
}

/// The first value of `name : value` in a file of `/proc`.
pub fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim())
    })
}

fn memory_gib(meminfo: &str) -> Option<f64> {
    let kib: f64 = field(meminfo, "MemTotal")?.strip_suffix(" kB")?.parse().ok()?;
    Some((kib / 1024.0 / 1024.0 * 10.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_proc_are_understood() {
        let cpuinfo =
            "processor\t: 0\nmodel name\t: Some CPU @ 2.0: fast\n\nprocessor\t: 1\nmodel name\t: Other\n";
        assert_eq!(field(cpuinfo, "model name"), Some("Some CPU @ 2.0: fast"));
        assert_eq!(field(cpuinfo, "model"), None);
        assert_eq!(memory_gib("MemFree:  1 kB\nMemTotal:       24580000 kB\n"), Some(23.4));
    }
}
