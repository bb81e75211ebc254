//! What the page is made of and by: licences, and known vulnerabilities where the registry can be reached.

use crate::failure::{self, Failure, Outcome, because};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Licences of what is in the page: all may be given on under Apache-2.0.
const IN_THE_PAGE: [&str; 5] = ["MIT", "Apache-2.0", "ISC", "BSD-3-Clause", "0BSD"];
/// Licences of what makes or tests the page, besides: nothing of it is given on. MPL-2.0: axe-core, lightningcss;
/// Python-2.0: argparse.
const BESIDE_THE_PAGE: [&str; 3] = ["MPL-2.0", "Python-2.0", "(MIT OR CC0-1.0)"];

#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
struct Entry {
    version: Option<String>,
    license: Option<String>,
    integrity: Option<String>,
    resolved: Option<String>,
    #[serde(default)]
    dev: bool,
    #[serde(default)]
    optional: bool,
}

/// A package of `web/package-lock.json`.
pub struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// Base64 of a hash, behind its algorithm's name.
    integrity: Option<String>,
    resolved: Option<String>,
    /// It makes or tests the page, and is not in it.
    beside: bool,
}

/// All of them; one that stands at several places once.
pub fn packages(root: &Path) -> Outcome<Vec<Package>> {
    const PLACE: &str = "node_modules/";
    let file = root.join("web/package-lock.json");
    let unread = |error: &dyn std::fmt::Display| format!("{} cannot be read: {error}", file.display());
    let text = fs::read_to_string(&file).map_err(|error| unread(&error))?;
    let lock: Lock = serde_json::from_str(&text).map_err(|error| unread(&error))?;
    let mut all: BTreeMap<(String, String), Package> = BTreeMap::new();
    for (path, entry) in lock.packages {
        let Some((_, name)) = path.rsplit_once(PLACE) else { continue };
        let version = entry.version.unwrap_or_default();
        let beside = entry.dev || entry.optional;
        let package = Package {
            name: name.to_owned(),
            version: version.clone(),
            license: entry.license,
            integrity: entry.integrity,
            resolved: entry.resolved,
            beside,
        };
        let known = all.entry((name.to_owned(), version)).or_insert(package);
        known.beside &= beside;
    }
    Ok(all.into_values().collect())
}

impl Package {
    /// As CycloneDX has it.
    pub fn component(&self) -> Value {
        // A scope's at-sign is escaped (the purl specification).
        let purl = format!("pkg:npm/{}@{}", self.name.replacen('@', "%40", 1), self.version);
        let mut component = Map::from_iter([
            ("type".to_owned(), json!("library")),
            ("bom-ref".to_owned(), json!(purl)),
            ("name".to_owned(), json!(self.name)),
            ("version".to_owned(), json!(self.version)),
            ("scope".to_owned(), json!(if self.beside { "excluded" } else { "required" })),
            ("purl".to_owned(), json!(purl)),
        ]);
        if let Some(license) = &self.license {
            component.insert("licenses".to_owned(), json!([{"expression": license}]));
        }
        if let Some(sum) = self.integrity.as_deref().and_then(sha512) {
            component.insert("hashes".to_owned(), json!([{"alg": "SHA-512", "content": sum}]));
        }
        if let Some(resolved) = &self.resolved {
            let reference = json!([{"type": "distribution", "url": resolved}]);
            component.insert("externalReferences".to_owned(), reference);
        }
        Value::Object(component)
    }

    fn is_licensed(&self) -> bool {
        let license = self.license.as_deref().unwrap_or_default();
        IN_THE_PAGE.contains(&license) || self.beside && BESIDE_THE_PAGE.contains(&license)
    }
}

/// An integrity (`sha512-…`, base64) in hexadecimal digits.
fn sha512(integrity: &str) -> Option<String> {
    let text = integrity.strip_prefix("sha512-")?.trim_end_matches('=');
    let (mut bits, mut held, mut bytes) = (0u32, 0, Vec::new());
    for digit in text.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    (bytes.len() == 64).then(|| hex::encode(bytes))
}

/// Licences of all packages; known vulnerabilities of those in the page, where the registry can be asked.
pub fn check() -> Outcome {
    let unlicensed: Vec<String> = packages(&crate::root())?
        .iter()
        .filter(|package| !package.is_licensed())
        .map(|package| format!("{} ({})", package.name, package.license.as_deref().unwrap_or("none")))
        .collect();
    if !unlicensed.is_empty() {
        return because(format!(
            "licences that xtask/src/npm.rs does not name: {}; look at each, and name it there or do without",
            unlicensed.join(", ")
        ));
    }
    let mut npm = Command::new("npm");
    npm.current_dir(crate::root().join("web")).args(["audit", "--omit=dev", "--json"]);
    let told = npm.output().map_err(|error| failure::not_started(&npm, &error))?;
    judge(&told.stdout)
}

/// What `npm audit` told.
fn judge(told: &[u8]) -> Outcome {
    let told: Value = serde_json::from_slice(told).unwrap_or_default();
    let Some(found) = told["vulnerabilities"].as_object() else {
        println!(
            "ci: known vulnerabilities of the page's packages were NOT checked: npm's registry cannot be asked from here"
        );
        return Ok(());
    };
    let names: Vec<&str> = found.keys().map(String::as_str).collect();
    if names.is_empty() {
        return Ok(());
    }
    Err(Failure::Because(format!(
        "packages in the page have known vulnerabilities: {}; `npm audit --omit=dev` in web/ says more",
        names.join(", ")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_on_has_a_licence_that_allows_it() {
        let package = |license: Option<&str>, beside| Package {
            name: "a".to_owned(),
            version: "1.0.0".to_owned(),
            license: license.map(str::to_owned),
            integrity: None,
            resolved: None,
            beside,
        };
        assert!(package(Some("MIT"), false).is_licensed());
        assert!(
            package(Some("MPL-2.0"), true).is_licensed() && !package(Some("MPL-2.0"), false).is_licensed()
        );
        assert!(!package(None, true).is_licensed() && !package(Some("GPL-3.0"), true).is_licensed());
        let all = packages(&crate::root()).unwrap();
        let unlicensed = all.iter().filter(|package| !package.is_licensed()).map(|package| &package.name);
        assert_eq!(unlicensed.collect::<Vec<_>>(), Vec::<&String>::new());
    }

    #[test]
    fn vulnerabilities_fail_and_a_registry_that_is_not_there_does_not() {
        assert_eq!(judge(br#"{"vulnerabilities": {}}"#), Ok(()));
        assert_eq!(judge(b"no answer"), Ok(()));
        assert_eq!(judge(br#"{"message": "request failed"}"#), Ok(()));
        assert!(judge(br#"{"vulnerabilities": {"svelte": {"severity": "high"}}}"#).is_err());
    }

    #[test]
    fn hashes_are_read_as_npm_writes_them() {
        let sum = format!("sha512-{}==", "A".repeat(86));
        assert_eq!(sha512(&sum), Some("0".repeat(128)));
        for bad in ["sha512-AA==", "sha1-AAAA", "", "sha512-!"] {
            assert_eq!(sha512(bad), None, "{bad}");
        }
    }
}
