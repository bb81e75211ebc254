//! `cargo xtask sbom`: what the program and its page are made of, as a CycloneDX 1.5 document.
//!
//! Crates come from `cargo metadata` (those that the program is linked from or built by, on Linux), their checksums from
//! `Cargo.lock`; packages of the page from `web/package-lock.json`, where those that only build it are marked as
//! excluded. The same sources make the same document: there is no time in it, and its number is a hash of the rest.

use crate::failure::{Failure, Outcome, because, not_started};
use crate::making::cargo;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the program runs.
const TARGET: &str = "x86_64-unknown-linux-gnu";
const PROGRAM: &str = "heliotrope";

/// Writes the document to a file; where it is not said, to `target/heliotrope.cdx.json`.
pub fn run(file: Option<PathBuf>) -> Outcome {
    let file = file.unwrap_or_else(|| crate::root().join("target/heliotrope.cdx.json"));
    let document = document(&crate::root())?;
    let text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
    fs::write(&file, text + "\n").map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    let count = document["components"].as_array().map_or(0, Vec::len);
    println!("sbom: {count} components in {}", file.display());
    Ok(())
}

fn document(root: &Path) -> Outcome<Value> {
    let metadata = metadata()?;
    let checksums = checksums(root)?;
    let (program, crates) = crates(&metadata, &checksums)?;
    let page = page(root)?;
    let components: Vec<Value> = crates.components.into_iter().chain(page).collect();
    let mut document = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": program},
        "components": components,
        "dependencies": crates.dependencies,
    });
    document["serialNumber"] = json!(format!("urn:uuid:{}", number(&document)));
    Ok(document)
}

/// A UUID (RFC 9562 §5.8) out of all the rest.
fn number(document: &Value) -> String {
    let mut bytes: [u8; 32] = Sha256::digest(document.to_string()).into();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let text = hex::encode(&bytes[..16]);
    [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]].join("-")
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    description: Option<String>,
    repository: Option<String>,
    source: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<EdgeKind>,
}

#[derive(Deserialize)]
struct EdgeKind {
    kind: Option<String>,
}

fn metadata() -> Outcome<Metadata> {
    let mut command = cargo();
    command.args(["metadata", "--format-version=1", "--locked", "--filter-platform", TARGET]);
    let output = command.output().map_err(|error| not_started(&command, &error))?;
    if !output.status.success() {
        return because(format!("cargo metadata fails: {}", String::from_utf8_lossy(&output.stderr)));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| Failure::Because(format!("cargo metadata cannot be read: {error}")))
}

/// SHA-256 of crates from crates.io, by name and version.
fn checksums(root: &Path) -> Outcome<BTreeMap<(String, String), String>> {
    let text = fs::read_to_string(root.join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}"))?;
    let lock: toml::Table = text.parse().map_err(|error| format!("Cargo.lock: {error}"))?;
    let packages = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let sum = |package: &toml::Value| {
        let text = |key: &str| package.get(key)?.as_str().map(str::to_owned);
        Some(((text("name")?, text("version")?), text("checksum")?))
    };
    Ok(packages.filter_map(sum).collect())
}

struct Crates {
    components: Vec<Value>,
    dependencies: Vec<Value>,
}

/// The program itself, and everything it is linked from or built by.
fn crates(metadata: &Metadata, checksums: &BTreeMap<(String, String), String>) -> Outcome<(Value, Crates)> {
    let packages: BTreeMap<&str, &Package> =
        metadata.packages.iter().map(|package| (package.id.as_str(), package)).collect();
    let uses: BTreeMap<&str, Vec<&str>> =
        metadata.resolve.nodes.iter().map(|node| (node.id.as_str(), node.uses())).collect();
    let Some(program) = metadata.packages.iter().find(|package| package.name == PROGRAM) else {
        return because("there is no package of the program");
    };
    let (mut reached, mut next) = (BTreeSet::new(), vec![program.id.as_str()]);
    while let Some(id) = next.pop() {
        if reached.insert(id) {
            next.extend(uses.get(id).into_iter().flatten());
        }
    }
    let mut components = Vec::new();
    let mut dependencies = Vec::new();
    for id in reached {
        let package = packages[id];
        let used = uses.get(id).into_iter().flatten().map(|used| packages[used].purl());
        dependencies.push(json!({"ref": package.purl(), "dependsOn": used.collect::<BTreeSet<_>>()}));
        if package.id != program.id {
            components.push(package.component(checksums));
        }
    }
    components.sort_by_key(|component| component["purl"].to_string());
    dependencies.sort_by_key(|dependency| dependency["ref"].to_string());
    let mut itself = program.component(checksums);
    itself["type"] = json!("application");
    Ok((itself, Crates { components, dependencies }))
}

impl Node {
    /// What it is linked from or built by; what only its tests use does not count.
    fn uses(&self) -> Vec<&str> {
        let counts = |edge: &&Edge| edge.dep_kinds.iter().any(|kind| kind.kind.as_deref() != Some("dev"));
        self.deps.iter().filter(counts).map(|edge| edge.pkg.as_str()).collect()
    }
}

impl Package {
    fn purl(&self) -> String {
        format!("pkg:cargo/{}@{}", self.name, self.version)
    }

    fn component(&self, checksums: &BTreeMap<(String, String), String>) -> Value {
        let purl = self.purl();
        let mut component = Map::from_iter([
            ("type".to_owned(), json!("library")),
            ("bom-ref".to_owned(), json!(purl)),
            ("name".to_owned(), json!(self.name)),
            ("version".to_owned(), json!(self.version)),
            ("scope".to_owned(), json!("required")),
            ("purl".to_owned(), json!(purl)),
        ]);
        if let Some(license) = &self.license {
            // Crates of old wrote a slash where SPDX has OR.
            component.insert("licenses".to_owned(), json!([{"expression": license.replace('/', " OR ")}]));
        }
        if let Some(description) = &self.description {
            component.insert("description".to_owned(), json!(description.trim()));
        }
        if let Some(sum) = checksums.get(&(self.name.clone(), self.version.clone())) {
            component.insert("hashes".to_owned(), json!([{"alg": "SHA-256", "content": sum}]));
        }
        if let Some(repository) = self.repository.as_ref().filter(|_| self.source.is_some()) {
            let reference = json!([{"type": "vcs", "url": repository}]);
            component.insert("externalReferences".to_owned(), reference);
        }
        Value::Object(component)
    }
}

/// Packages of the page: those it is made of, and, as excluded, those that make it.
fn page(root: &Path) -> Outcome<Vec<Value>> {
    let packages = super::npm::packages(root)?;
    Ok(packages.iter().map(super::npm::Package::component).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_names_everything_once_and_leads_nowhere() {
        let document = document(&crate::root()).unwrap();
        let components = document["components"].as_array().unwrap();
        let names: Vec<&str> =
            components.iter().map(|component| component["bom-ref"].as_str().unwrap()).collect();
        let known: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(known.len(), names.len(), "a component stands twice");
        for wanted in ["pkg:cargo/rustls@", "pkg:cargo/voice@", "pkg:npm/svelte@"] {
            assert!(names.iter().any(|name| name.starts_with(wanted)), "{wanted} is missing");
        }
        assert!(!names.iter().any(|name| name.starts_with("pkg:cargo/proptest@")), "tests are no part of it");
        let program = document["metadata"]["component"]["bom-ref"].as_str().unwrap();
        for dependency in document["dependencies"].as_array().unwrap() {
            let uses = dependency["dependsOn"].as_array().unwrap().iter().map(|used| used.as_str().unwrap());
            for name in uses.chain(dependency["ref"].as_str()) {
                assert!(known.contains(name) || name == program, "{name} leads nowhere");
            }
        }
        let unlicensed: Vec<&Value> =
            components.iter().filter(|component| component.get("licenses").is_none()).collect();
        assert!(unlicensed.is_empty(), "{unlicensed:?}");
        let of_crates_io =
            components.iter().filter(|component| component.get("externalReferences").is_some());
        assert!(of_crates_io.clone().count() > 100);
        assert!(of_crates_io.into_iter().all(|component| component["hashes"][0]["content"].is_string()));
        assert_eq!(document, self::document(&crate::root()).unwrap(), "twice is not the same");
    }
}
