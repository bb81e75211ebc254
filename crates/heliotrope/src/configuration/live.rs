//! The configuration behind a running program: read again, compared with what runs.

use super::{Configuration, Error, Fault, built_in_flow, own_authority, own_or_built_in};
use api::plan::{PlanFault, Plans, Proposed};
use floor::Recorded;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use vocabulary::plan::Plan;

/// Reads configurations for a program that runs by one.
#[derive(Debug)]
pub struct Live {
    /// The configuration file; none when the program was started without one.
    path: Option<PathBuf>,
    /// The prompts that were loaded at the start.
    recorded: Recorded,
    /// What the program runs by.
    running: BTreeMap<&'static str, String>,
}

impl Live {
    pub fn new(path: Option<PathBuf>, recorded: Recorded, running: &Configuration) -> Live {
        Live { path, recorded, running: settings(running) }
    }

    fn flow(&self, name: &str) -> std::io::Result<Option<String>> {
        match self.path.as_ref().and_then(|path| path.parent()) {
            Some(folder) => own_or_built_in(folder, name),
            None => Ok(built_in_flow(name).map(str::to_owned)),
        }
    }

    fn proposed(&self, read: Result<Configuration, Error>) -> Result<Proposed, Vec<PlanFault>> {
        let read = read.map_err(faults)?;
        let differs = |(key, value): (&'static str, String)| {
            (self.running.get(key) != Some(&value)).then(|| key.to_owned())
        };
        let at_next_start = settings(&read).into_iter().filter_map(differs).collect();
        Ok(Proposed { plan: read.plan, at_next_start })
    }
}

impl Plans for Live {
    fn read(&self, text: &str, flows: &BTreeMap<String, String>) -> Result<Proposed, Vec<PlanFault>> {
        let flow =
            |name: &str| flows.get(name).map_or_else(|| self.flow(name), |text| Ok(Some(text.clone())));
        self.proposed(Configuration::parse(text, "the plan", &self.recorded, &flow))
    }

    fn check(&self, plan: &Plan) -> Result<(), Vec<PlanFault>> {
        let found = floor::check_plan(plan, &self.recorded);
        let fault = |found: floor::Fault| PlanFault {
            file: None,
            line: None,
            place: found.place,
            key: found.key.join("."),
            reason: found.reason,
        };
        if found.is_empty() { Ok(()) } else { Err(found.into_iter().map(fault).collect()) }
    }

    fn on_file(&self) -> Option<Result<Proposed, Vec<PlanFault>>> {
        let path: &Path = self.path.as_ref()?;
        Some(self.proposed(Configuration::load(path, &self.recorded)))
    }

    fn authority(&self) -> Option<Result<String, Vec<PlanFault>>> {
        let folder = self.path.as_ref()?.parent()?;
        own_authority(folder).map_err(|faults| faults.into_iter().map(fault).collect()).transpose()
    }
}

fn fault(Fault { file, line, place, key, reason }: Fault) -> PlanFault {
    PlanFault { file, line, place, key, reason }
}

fn faults(refused: Error) -> Vec<PlanFault> {
    match refused {
        Error::Unsound { faults, .. } => faults.into_iter().map(fault).collect(),
        // Whoever asks over the API need not know where the file is.
        Error::Unreadable { reason, .. } => {
            let reason = format!("the configuration file cannot be read: {reason}");
            vec![PlanFault { file: None, line: None, place: String::new(), key: String::new(), reason }]
        }
    }
}

/// What of a configuration is read at the start alone, by key.
fn settings(read: &Configuration) -> BTreeMap<&'static str, String> {
    let voice = &read.voice;
    let bank = read.bank.as_ref();
    [
        ("prompts", format!("{:?}", read.prompts)),
        ("voice.media_address", voice.media_address.to_string()),
        ("voice.media_ports", format!("{:?}", voice.media_ports)),
        ("voice.most_calls", voice.most_calls.to_string()),
        ("voice.new_calls_per_second", voice.new_calls_per_second.to_string()),
        ("voice.lost_after", voice.lost_after.to_string()),
        ("bank.url", format!("{:?}", bank.map(|bank| &bank.url))),
        ("bank.within", format!("{:?}", bank.map(|bank| bank.within))),
        ("bank.view_within", format!("{:?}", bank.map(|bank| bank.view_within))),
        ("bank.budgets", format!("{:?}", bank.map(|bank| &bank.budgets))),
        ("bank.rest", format!("{:?}", bank.map(|bank| bank.rest))),
        ("bank.certificate", format!("{:?}", bank.map(|bank| &bank.certificates))),
        ("store.spill_mib", read.spill_bytes.to_string()),
        ("store.erasures", format!("{:?}", read.erasures)),
        ("stations", format!("{:?}", read.stations)),
        ("bans", format!("{:?}", read.bans)),
        ("tls", format!("{:?}", read.tls)),
        ("access", format!("{:?}", read.access)),
        ("audit", format!("{:?}", read.audit)),
        ("retention", format!("{:?}", read.retention)),
        ("names", format!("{:?}", read.names)),
        ("target", format!("{:?}", read.targets)),
        ("report", format!("{:?}", read.reports)),
    ]
    .into()
}
