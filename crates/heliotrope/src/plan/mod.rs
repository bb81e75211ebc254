//! `heliotrope plan`: checks a configuration, and tries it or brings it into force in a running
//! program.

pub mod client;
mod words;

use crate::Failure;
use crate::command_line::{At, Plan, PlanAct, Proposal};
use crate::configuration::Configuration;
use crate::contacts::{blocking, say};
use crate::recordings;
use client::Client;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Does what was asked.
pub fn run(options: Plan) -> Result<(), Failure> {
    match options.act {
        PlanAct::Check { file } => check(&file),
        PlanAct::Show { at } => ask(at, async |client| Ok(words::in_force(&client.get("/api/plan").await?))),
        PlanAct::Versions { at } => {
            ask(at, async |client| Ok(words::versions(&client.get("/api/plan/versions").await?)))
        }
        PlanAct::DryRun { proposal, at } => {
            let body = body(&proposal)?;
            ask(at, async |client| {
                Ok(words::trial(&client.send("POST", "/api/plan/dry-run", None, &body).await?))
            })
        }
        PlanAct::Undo { at } => ask(at, undo),
        PlanAct::Apply { proposal, over, at } => {
            let body = body(&proposal)?;
            ask(at, async |client| {
                let over = match over {
                    Some(version) => version.to_string(),
                    None => client.get("/api/plan").await?["version"].as_str().unwrap_or_default().to_owned(),
                };
                let applied = client.send("PUT", "/api/plan", Some(&over), &body).await?;
                Ok(words::in_force(&applied))
            })
        }
    }
}

/// Brings the plan before the one in force back, unless another came into force meanwhile.
async fn undo(client: Client) -> Result<String, Failure> {
    let told = client.get("/api/plan/versions").await?;
    let version = |place: usize| told["versions"][place]["version"].as_str();
    let (Some(now), Some(before)) = (version(0), version(1)) else { return Err(NothingBefore.into()) };
    let applied = client.send("PUT", "/api/plan", Some(now), &json!({ "version": before })).await?;
    Ok(format!("as it was in {before}: {}", words::in_force(&applied)))
}

/// Checks a file as a start would.
fn check(file: &Path) -> Result<(), Failure> {
    let own = Configuration::prompts_folder(file)?;
    let (_, recorded) = recordings::load(own.as_deref())?;
    let plan = Configuration::load(file, &recorded)?.plan;
    let (lines, queues, agents) = (plan.lines.len(), plan.queues.len(), plan.agents.len());
    say(&format!("{} holds together: {lines} lines, {queues} queues, {agents} agents\n", file.display()))
}

fn ask(at: At, question: impl AsyncFnOnce(Client) -> Result<String, Failure>) -> Result<(), Failure> {
    blocking(async { say(&question(Client::new(at)?).await?) })
}

/// A file with the flows beside it, or a version.
fn body(proposal: &Proposal) -> Result<Value, Failure> {
    match (&proposal.file, &proposal.again) {
        (Some(file), None) => {
            let text = read(file)?;
            Ok(json!({ "text": text, "flows": flows_beside(file)? }))
        }
        (None, Some(version)) => Ok(json!({ "version": version.to_string() })),
        _ => Err(WhichPlan.into()),
    }
}

fn flows_beside(file: &Path) -> Result<Map<String, Value>, Failure> {
    let folder = file.parent().unwrap_or(Path::new(".")).join("flows");
    let mut flows = Map::new();
    let Ok(found) = std::fs::read_dir(folder) else { return Ok(flows) };
    for entry in found {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "flow")
            && let Some(name) = path.file_stem().and_then(|name| name.to_str())
        {
            flows.insert(name.to_owned(), Value::String(read(&path)?));
        }
    }
    Ok(flows)
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|reason| Unreadable { path: path.to_owned(), reason }.into())
}

/// There is one version only.
#[derive(Debug, thiserror::Error)]
#[error("no plan was in force before this one; `heliotrope plan versions` lists which there were")]
struct NothingBefore;

/// Neither or both.
#[derive(Debug, thiserror::Error)]
#[error("name either a configuration file, or with --again an earlier version such as J-17")]
struct WhichPlan;

/// A file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {reason}", .path.display())]
struct Unreadable {
    path: PathBuf,
    reason: std::io::Error,
}
