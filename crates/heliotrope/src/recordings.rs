//! Which prompts there are, and which of them advertise.

use crate::Failure;
use floor::Recorded;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use vocabulary::PromptName;
use voice::media::Prompts;

/// The built-in prompts' texts and kinds.
const MANIFEST: &str = include_str!("../../../prompts/prompts.toml");

/// What is read of the manifest here.
#[derive(Deserialize)]
struct Manifest {
    prompt: Vec<Described>,
}

#[derive(Deserialize)]
struct Described {
    name: PromptName,
    kind: String,
}

/// Loads the prompts, the bank's own in place of the built-in ones, and says what there is.
pub fn load(own: Option<&Path>) -> Result<(Arc<Prompts>, Recorded), Failure> {
    if let Some(folder) = own.filter(|folder| !folder.is_dir()) {
        return Err(NoFolder(folder.to_owned()).into());
    }
    let prompts = Prompts::load(own)?;
    let recorded = Recorded { prompts: prompts.names().cloned().collect(), adverts: adverts() };
    Ok((Arc::new(prompts), recorded))
}

/// The configuration names a folder that is not there.
#[derive(Debug, thiserror::Error)]
#[error("`prompts` names the folder {}, which is not there; make it, or take the key away", .0.display())]
struct NoFolder(PathBuf);

/// Prompts that advertise. A bank's own recording of one advertises as well.
fn adverts() -> BTreeSet<PromptName> {
    let manifest: Manifest = toml::from_str(MANIFEST).expect("a test reads the manifest");
    let adverts = manifest.prompt.into_iter().filter(|described| described.kind == "advert");
    adverts.map(|described| described.name).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_manifest_names_what_advertises() {
        assert!(!super::adverts().is_empty());
    }
}
