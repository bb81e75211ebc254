//! Writes the seeds of all targets into a folder, one folder a target, for libFuzzer to begin with.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("say into which folder")?;
    for target in fuzzed::TARGETS {
        let of_target = PathBuf::from(&folder).join(target.name);
        fs::create_dir_all(&of_target)?;
        for (place, seed) in (target.seeds)().into_iter().enumerate() {
            fs::write(of_target.join(format!("seed-{place}")), seed)?;
        }
    }
    Ok(())
}
