//! The port to whoever reads configurations: the roof, which knows files, flows and prompts.

use std::collections::BTreeMap;
use vocabulary::plan::Plan;

/// A configuration that holds together.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// Its plan.
    pub plan: Plan,
    /// What it says otherwise than the running program, and only a start brings into force:
    /// `voice.media_ports`.
    pub at_next_start: Vec<String>,
}

/// Something wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFault {
    /// The file beside the configuration in which it stands; none for the configuration itself.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The entry: `queue cards`.
    pub place: String,
    /// The key: `widening.2.after`.
    pub key: String,
    /// What is wrong, and what to do.
    pub reason: String,
}

/// Reads configurations. Calls may block: they read files.
pub trait Plans: Send + Sync {
    /// Reads a text; flows that are not given are those beside the configuration file, or built in.
    ///
    /// # Errors
    /// All faults, by line.
    fn read(&self, text: &str, flows: &BTreeMap<String, String>) -> Result<Proposed, Vec<PlanFault>>;

    /// Checks a plan of an earlier version: prompts may have gone since.
    ///
    /// # Errors
    /// All faults.
    fn check(&self, plan: &Plan) -> Result<(), Vec<PlanFault>>;

    /// The configuration file as it stands now; none when the program was started without one.
    ///
    /// # Errors
    /// All faults, by line.
    fn on_file(&self) -> Option<Result<Proposed, Vec<PlanFault>>>;

    /// The bank's own rules of authority as they stand beside the configuration file now; none when there are none.
    ///
    /// # Errors
    /// All faults, by line.
    fn authority(&self) -> Option<Result<String, Vec<PlanFault>>>;
}

/// For a house without configuration files: takes no text, and every earlier plan.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPlans;

impl Plans for NoPlans {
    fn read(&self, _: &str, _: &BTreeMap<String, String>) -> Result<Proposed, Vec<PlanFault>> {
        let reason = "this house reads no configuration".to_owned();
        Err(vec![PlanFault { file: None, line: None, place: String::new(), key: String::new(), reason }])
    }

    fn check(&self, _: &Plan) -> Result<(), Vec<PlanFault>> {
        Ok(())
    }

    fn on_file(&self) -> Option<Result<Proposed, Vec<PlanFault>>> {
        None
    }

    fn authority(&self) -> Option<Result<String, Vec<PlanFault>>> {
        None
    }
}
