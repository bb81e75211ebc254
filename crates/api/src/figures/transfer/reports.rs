//! Scheduled reports, and comparisons of figures with the journal.

use serde::Serialize;
use store::{FigureCheck, ReportRun};
use utoipa::ToSchema;

/// Scheduled reports.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportList {
    pub reports: Vec<Report>,
}

/// A scheduled report.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Report {
    #[schema(example = "daily-queues")]
    pub name: String,
    /// When it is made, in words.
    #[schema(example = "every day at 06:00")]
    pub when: String,
    /// Its last runs, the newest first.
    pub runs: Vec<Run>,
}

/// A run of a report.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Run {
    #[schema(format = DateTime)]
    due: String,
    #[schema(format = DateTime)]
    ran: String,
    /// The file it wrote; null when it failed.
    #[schema(required = true)]
    file: Option<String>,
    /// Why it failed; null when it did not.
    #[schema(required = true)]
    failure: Option<String>,
}

impl From<ReportRun> for Run {
    fn from(run: ReportRun) -> Run {
        Run { due: run.due.to_string(), ran: run.ran.to_string(), file: run.file, failure: run.failure }
    }
}

/// Comparisons of figures with the journal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckList {
    /// The newest first.
    checks: Vec<Check>,
}

/// A comparison of figures with the journal: every night.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Check {
    #[schema(format = DateTime)]
    at: String,
    /// Contacts compared.
    compared: u64,
    /// Contacts whose figures are not what the journal says.
    differences: u64,
    /// The first of them in words; empty when there is none.
    first: String,
}

impl CheckList {
    pub fn new(checks: Vec<FigureCheck>) -> CheckList {
        let check = |check: FigureCheck| Check {
            at: check.at.to_string(),
            compared: check.compared,
            differences: check.differences,
            first: check.first,
        };
        CheckList { checks: checks.into_iter().map(check).collect() }
    }
}
