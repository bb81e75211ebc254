//! The configuration file: TOML in, a checked [`Plan`] and the program's settings out.
//!
//! Every fault of a file is found in one reading, each with its line and its key: what is no TOML, what
//! is of the wrong kind, and what does not fit together. What the file leaves out has a default that
//! suits a small centre on one machine.

mod access;
mod audit;
mod bank;
mod bans;
mod callbacks;
mod chats;
mod desk;
mod document;
mod fault;
mod figures;
mod file;
mod live;
mod names;
mod reading;
mod retention;
mod routing;
mod spans;
mod stations;
mod tls;

pub use bank::{BankCertificates, BankSettings};
use conditions::Authority;
use document::{Document, Slip};
pub use fault::Fault;
use fault::Faults;
pub use figures::{Every, Format, Report};
use file::File;
use floor::{About, Recorded};
use indicators::catalogue::Target;
pub use live::Live;
use std::collections::BTreeMap;
use std::io;
use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
pub use tls::TlsSettings;
use vocabulary::plan::{FlowText, Plan};
use vocabulary::{FlowName, Span};

/// The bank's own rules of authority, beside the configuration file.
const AUTHORITY: &str = "authority.txt";

/// Everything the file says, and what stands beside it.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// What the floor needs to know.
    pub plan: Plan,
    /// The voice node's settings.
    pub voice: VoiceSettings,
    /// Agents' telephones in browsers.
    pub stations: voice::stations::Settings,
    /// The bank's address; without one every verification is *unavailable*.
    pub bank: Option<BankSettings>,
    /// Size of the spill log in bytes.
    pub spill_bytes: u64,
    /// The register of erasures.
    pub erasures: Option<std::path::PathBuf>,
    /// Who is not answered on the telephone for a while.
    pub bans: voice::sip::bans::Rules,
    /// What is spoken by TLS; without it, nothing.
    pub tls: Option<TlsSettings>,
    /// What is asked of those who sign in.
    pub access: trust::Rules,
    /// How often audit checkpoints are signed, and where to they leave.
    pub audit: store::audit::Settings,
    /// How long what is personal is kept.
    pub retention: Vec<store::retention::Rule>,
    /// Targets in place of the catalogue's, by the indicator's key.
    pub targets: BTreeMap<String, Target>,
    /// Scheduled reports.
    pub reports: Vec<Report>,
    /// What the bank calls its queues, lines, skills and prompts.
    pub names: api::Names,
    /// The bank's own rules of authority, which hold together: who may do what at the bank for a customer. None when
    /// there is no file of them.
    pub authority: Option<String>,
    /// Folder with the bank's own recordings, as written.
    pub prompts: Option<String>,
}

/// Limits of the voice node.
#[derive(Debug, Clone)]
pub struct VoiceSettings {
    /// The address callers and agents send audio to.
    pub media_address: IpAddr,
    /// UDP ports for audio.
    pub media_ports: RangeInclusive<u16>,
    /// Calls at once; one more gets 503.
    pub most_calls: usize,
    /// New calls a second; more get 503.
    pub new_calls_per_second: u32,
    /// A telephone that has sent no audio for this long is lost.
    pub lost_after: Span,
}

/// Finds a flow's words by its name; `None` when there is no such flow.
pub type FlowTexts<'a> = dyn Fn(&str) -> io::Result<Option<String>> + 'a;

/// Why a configuration is refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// The system's reason.
        reason: io::Error,
    },
    /// It is not as it should be.
    #[error("{path} does not hold together:{}", .faults.iter().map(|fault| format!("\n  {fault}")).collect::<String>())]
    Unsound {
        /// The file.
        path: String,
        /// All that is wrong, by line.
        faults: Vec<Fault>,
    },
}

impl Configuration {
    /// Reads a configuration file and the flows it names.
    ///
    /// # Errors
    /// See [`Error`]: every fault of the file is reported, not the first alone.
    pub fn load(path: &Path, recorded: &Recorded) -> Result<Configuration, Error> {
        let text = read(path)?;
        let shown = path.display().to_string();
        let folder = path.parent().unwrap_or(Path::new("."));
        let read = Configuration::parse(&text, &shown, recorded, &|name| own_or_built_in(folder, name))?;
        let authority = own_authority(folder).map_err(|faults| Error::Unsound { path: shown, faults })?;
        Ok(Configuration { authority, ..read })
    }

    /// The folder with the bank's own recordings that a file names, relative to the file: needed
    /// before the file as a whole can be checked.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn prompts_folder(path: &Path) -> Result<Option<PathBuf>, Error> {
        let text = read(path)?;
        let (document, _) = Document::read(&text);
        let own = document.root.get("prompts").and_then(|own| own.get_ref().as_str());
        Ok(own.map(|own| path.parent().unwrap_or(Path::new(".")).join(own)))
    }

    /// A configuration for a data folder that has none: no numbers are served yet.
    pub fn empty() -> Configuration {
        Configuration::parse("", "the built-in configuration", &Recorded::default(), &|_| Ok(None))
            .expect("the empty configuration is sound: a test reads it")
    }

    /// Takes a configuration from its text; `flow_text` finds a flow's words by its name.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn parse(
        text: &str,
        path: &str,
        recorded: &Recorded,
        flow_text: &FlowTexts<'_>,
    ) -> Result<Configuration, Error> {
        let (document, slips) = Document::read(text);
        let mut faults = Faults::new(&document);
        let slipped = slips.iter().map(|slip| key_on(document.line(slip.line))).collect();
        // Below a header that cannot be read nobody knows what a key belongs to.
        let headless = slips.iter().any(|slip| document.line(slip.line).trim_start().starts_with('['));
        for Slip { line, reason } in slips {
            faults.slip(line, key_on(document.line(line)), reason);
        }
        if headless {
            return Err(Error::Unsound { path: path.to_owned(), faults: faults.all() });
        }
        let file = File::read(&document, &slipped, &mut faults);
        let (mut plan, origins) = file.plan(&mut faults);
        plan.flows = flows(&plan, flow_text, &mut faults);
        let voice = file.voice.settings(&mut faults);
        let stations = file.stations.settings(&mut faults);
        let bank = file.bank.map(|bank| bank.settings(&mut faults));
        let spill_bytes = file.store.spill_bytes(&mut faults);
        let bans = file.bans.rules(&mut faults);
        let tls = tls::FileTls::settings(file.tls, &plan, &mut faults);
        let access = file.access.rules(&mut faults);
        let audit = file.audit.settings(&mut faults);
        let retention = file.retention.rules(&mut faults);
        let targets = figures::targets(&file.targets, &mut faults);
        let reports = figures::reports(&file.reports, &mut faults);
        let names = file.names.checked(&plan, &mut faults);
        let whole = if faults.lacks_lists() { Vec::new() } else { floor::check_plan(&plan, recorded) };
        for found in whole {
            match origins.path(&found) {
                Some(path) => faults.add(&path, found.reason),
                None => faults.push(in_flow(&plan, found)),
            }
        }
        let faults = faults.all();
        if !faults.is_empty() {
            return Err(Error::Unsound { path: path.to_owned(), faults });
        }
        let prompts = file.prompts;
        Ok(Configuration {
            plan,
            voice,
            stations,
            bank,
            spill_bytes,
            erasures: file.store.erasures,
            bans,
            tls,
            access,
            audit,
            retention,
            targets,
            reports,
            names,
            prompts,
            authority: None,
        })
    }
}

impl Configuration {
    /// How long what is personal is kept where nobody has said otherwise.
    pub fn usual_retention() -> Vec<store::retention::Rule> {
        retention::usual()
    }
}

/// The key on a line that is no TOML, as far as one can be seen.
fn key_on(line: &str) -> String {
    let (key, _) = line.split_once('=').unwrap_or_default();
    let key = key.trim();
    let plain = key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if plain { key.to_owned() } else { String::new() }
}

/// A fault in a flow's own file.
fn in_flow(plan: &Plan, found: floor::Fault) -> Fault {
    let (file, line) = match found.about {
        About::Flow { place, line } => {
            (Some(format!("flows/{}.flow", plan.flows[place].name)), usize::try_from(line).ok())
        }
        _ => (None, None),
    };
    Fault { file, line, place: found.place, key: found.key.join("."), reason: found.reason }
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path)
        .map_err(|reason| Error::Unreadable { path: path.display().to_string(), reason })
}

/// The texts of all flows that lines enter and queues send contacts to. A name that no flow answers to
/// is a fault of whoever names it.
fn flows(plan: &Plan, text: &FlowTexts<'_>, faults: &mut Faults<'_>) -> Vec<FlowText> {
    let of_lines = plan.lines.iter().map(|line| &line.flow);
    let of_queues = plan.queues.iter().flat_map(|queue| queue.routing.flows());
    let mut names: Vec<FlowName> = of_lines.chain(of_queues).cloned().collect();
    names.sort();
    names.dedup();
    let mut texts = Vec::new();
    for name in names {
        match text(name.as_str()) {
            Ok(Some(text)) => texts.push(FlowText { name, text }),
            Ok(None) => {}
            Err(reason) => faults.push(Fault {
                file: Some(format!("flows/{name}.flow")),
                line: None,
                place: format!("flow {name}"),
                key: String::new(),
                reason: format!("cannot be read: {reason}; it has to be a text file in UTF-8"),
            }),
        }
    }
    texts
}

/// A bank's own flow that is there and cannot be read is a fault: callers must not hear the built-in
/// one in its place.
fn own_or_built_in(folder: &Path, name: &str) -> io::Result<Option<String>> {
    match std::fs::read_to_string(folder.join("flows").join(format!("{name}.flow"))) {
        Ok(own) => Ok(Some(own)),
        Err(none) if none.kind() == io::ErrorKind::NotFound => Ok(built_in_flow(name).map(str::to_owned)),
        Err(reason) => Err(reason),
    }
}

/// The bank's own rules of authority beside the configuration, if they are there. Rules that are and cannot be read are
/// faults: agents must not act by others in their place.
fn own_authority(folder: &Path) -> Result<Option<String>, Vec<Fault>> {
    let fault = |line, reason| Fault {
        file: Some(AUTHORITY.to_owned()),
        line,
        place: "rules of authority".to_owned(),
        key: String::new(),
        reason,
    };
    match std::fs::read_to_string(folder.join(AUTHORITY)) {
        Ok(text) => match Authority::read(&text) {
            Ok(_) => Ok(Some(text)),
            Err(faults) => Err(faults.into_iter().map(|found| fault(Some(found.line), found.what)).collect()),
        },
        Err(none) if none.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(reason) => {
            let reason = format!("cannot be read: {reason}; it has to be a text file in UTF-8");
            Err(vec![fault(None, reason)])
        }
    }
}

/// The flows that come with the program.
pub fn built_in_flow(name: &str) -> Option<&'static str> {
    match name {
        "main" => Some(include_str!("../../../../flows/main.flow")),
        "direct" => Some(include_str!("../../../../flows/direct.flow")),
        "prompt" => Some(include_str!("../../../../flows/prompt.flow")),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
