//! `cargo xtask ui`: builds the browser page into `web/dist`, from where the program takes it.

use crate::failure::{self, Failure, Outcome, because};
use crate::progress::{Progress, elapsed};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Instant;

/// What Vite asks of Node.js, in words: major and minor version.
const NODE: (u32, u32) = (20, 19);
/// Folders of `web` that are made, not written.
const MADE: [&str; 2] = ["node_modules", "dist"];
/// Holds the hash of what the page was built from, beside the page.
const BUILT: &str = "node_modules/.heliotrope-built";
/// Holds the hash of what the packages were installed from.
const INSTALLED: &str = "node_modules/.heliotrope-installed";

/// Builds the page, unless it stands there built from the same sources.
///
/// # Errors
/// A sentence that says what to do.
pub fn build() -> Outcome {
    let web = web();
    let sources = hash(&web, &sources(&web)?)?;
    if web.join("dist/index.html").is_file() && noted(&web, BUILT) == Some(sources.clone()) {
        return Ok(());
    }
    let begun = Instant::now();
    install(&web)?;
    follow("building the page", &["run", "build"], &web)?;
    note(&web, BUILT, &sources)?;
    eprintln!("the page was built in {}", elapsed(begun.elapsed()));
    Ok(())
}

/// Builds the page, checks its types, its texts and its client of the API, and runs its tests.
///
/// # Errors
/// `Told` after the checks have said what is wrong, a sentence otherwise.
pub fn check() -> Outcome {
    build()?;
    // With the page built, packages may be gone all the same.
    install(&web())?;
    failure::run(npm(&web()).args(["run", "--silent", "check"]))
}

fn web() -> PathBuf {
    crate::root().join("web")
}

/// Brings `node_modules` to what `package-lock.json` says.
fn install(web: &Path) -> Outcome {
    let wanted = hash(web, &["package.json".into(), "package-lock.json".into(), ".npmrc".into()])?;
    if noted(web, INSTALLED) == Some(wanted.clone()) {
        return Ok(());
    }
    node_is_there()?;
    follow("installing the page's packages", &["ci"], web)?;
    note(web, INSTALLED, &wanted)
}

fn npm(web: &Path) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(web);
    npm
}

fn node_is_there() -> Outcome {
    let advice = format!(
        "install Node.js {}.{} or later with npm (https://nodejs.org) and run this again",
        NODE.0, NODE.1
    );
    let Ok(output) = Command::new("node").arg("--version").output() else {
        return because(format!("building the page needs Node.js, which is not there: {advice}"));
    };
    let said = String::from_utf8_lossy(&output.stdout);
    match version(&said) {
        Some(found) if found >= NODE => Ok(()),
        _ => because(format!("building the page needs a newer Node.js than {}: {advice}", said.trim())),
    }
}

/// Major and minor of `v20.19.3`.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut parts = said.trim().strip_prefix('v')?.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

/// Runs npm to its end, showing what it says last; all of it when it fails.
fn follow(title: &str, arguments: &[&str], web: &Path) -> Outcome {
    let mut command = npm(web);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| failure::not_started(&command, &error))?;
    let (send, lines) = mpsc::channel();
    read(child.stdout.take(), send.clone());
    read(child.stderr.take(), send);
    let progress = Progress::new(title, 0, "lines");
    let mut said = Vec::new();
    for line in lines {
        progress.set(said.len() as u64, line.trim());
        said.push(line);
    }
    let status = child.wait().map_err(|error| format!("npm cannot be waited for: {error}"))?;
    drop(progress);
    if status.success() {
        return Ok(());
    }
    let said = said.join("\n");
    eprintln!("{said}");
    because(format!("{title} failed: {}", advice(&said)))
}

fn read(stream: Option<impl Read + Send + 'static>, lines: Sender<String>) {
    let Some(stream) = stream else { return };
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if lines.send(line).is_err() {
                return;
            }
        }
    });
}

/// What to do about npm's failure, from what it said.
fn advice(said: &str) -> &'static str {
    // The first that fits.
    const KNOWN: [(&[&str], &str); 5] = [
        (&["ENOSPC"], "the disk is full: make room and run this again"),
        (
            &["ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "ECONNRESET", "EAI_AGAIN", "network"],
            "packages cannot be fetched: make sure that https://registry.npmjs.org can be reached (behind a \
             proxy, set HTTPS_PROXY), or name your own registry by `npm config set registry`, and run this again",
        ),
        (
            &["can only install packages when your package.json and package-lock.json", "EUSAGE"],
            "package.json and package-lock.json do not fit: run `npm install` in web/ and commit both",
        ),
        (
            &["EBADENGINE", "Unsupported engine"],
            "this Node.js does not fit: install a current LTS and run this again",
        ),
        (
            &["EACCES", "EPERM"],
            "a file may not be written: give this account the folder web and run this again",
        ),
    ];
    let fits = |(signs, _): &&(&[&str], &str)| signs.iter().any(|sign| said.contains(sign));
    KNOWN.iter().find(fits).map_or("the message above says why", |(_, advice)| advice)
}

/// Files the page is made from, below `web`, in order; the API's document is one of them.
fn sources(web: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let unreadable =
            |error| Failure::Because(format!("{} cannot be read: {error}", web.join(&folder).display()));
        for entry in fs::read_dir(web.join(&folder)).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = folder.join(entry.file_name());
            if !entry.path().is_dir() {
                found.insert(name);
            } else if !MADE.iter().any(|made| name == Path::new(made)) {
                folders.push(name);
            }
        }
    }
    found.insert("../crates/api/openapi.json".into());
    Ok(found.into_iter().collect())
}

/// Of names and contents.
fn hash(web: &Path, files: &[PathBuf]) -> Outcome<String> {
    let mut hash = Sha256::new();
    for name in files {
        let path = web.join(name);
        let content =
            fs::read(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        // Lengths keep the end of one file from being taken for the beginning of the next.
        hash.update(name.to_string_lossy().as_bytes());
        hash.update((content.len() as u64).to_le_bytes());
        hash.update(content);
    }
    Ok(hex::encode(hash.finalize()))
}

fn noted(web: &Path, name: &str) -> Option<String> {
    fs::read_to_string(web.join(name)).ok()
}

fn note(web: &Path, name: &str, hash: &str) -> Outcome {
    let path = web.join(name);
    Ok(fs::write(&path, hash).map_err(|error| format!("{} cannot be written: {error}", path.display()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        let cases = [
            ("v20.19.0\n", true),
            ("v22.2.1", true),
            ("v20.9.0", false),
            ("v18.20.4", false),
            ("20.19", false),
            ("", false),
        ];
        for (said, fits) in cases {
            assert_eq!(version(said).is_some_and(|found| found >= NODE), fits, "{said}");
        }
    }

    #[test]
    fn a_page_is_built_anew_when_a_source_changes_and_only_then() {
        let web = tempfile::tempdir().unwrap();
        let write = |name: &str, content: &str| {
            let path = web.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        };
        let api = web.path().join("../crates/api");
        write("src/main.ts", "1");
        write("package.json", "{}");
        let now = || {
            let mut files = sources(web.path()).unwrap();
            files.retain(|name| !name.starts_with(".."));
            hash(web.path(), &files).unwrap()
        };
        let begun = now();
        write("dist/index.html", "made");
        write("node_modules/x/index.js", "fetched");
        assert_eq!(now(), begun);
        write("src/main.ts", "2");
        assert_ne!(now(), begun);
        write("src/main.ts", "1");
        assert_eq!(now(), begun);
        write("src/dist/new.ts", "");
        assert_ne!(now(), begun, "a source folder may be called dist");
        assert!(!api.exists());
    }

    #[test]
    fn npms_failures_say_what_to_do() {
        let cases = [
            ("npm error code ENOTFOUND\nnpm error network request to https://…", "registry"),
            (
                "npm error `npm ci` can only install packages when your package.json and package-lock.json",
                "npm install",
            ),
            ("npm error code EBADENGINE", "Node.js"),
            ("ENOSPC: no space left on device", "disk"),
            ("src/App.svelte:3 unexpected token", "message above"),
        ];
        for (said, part) in cases {
            assert!(advice(said).contains(part), "{said} → {}", advice(said));
        }
    }
}
