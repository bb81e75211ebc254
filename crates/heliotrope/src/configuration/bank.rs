//! The table about the bank.

use super::document::Path;
use super::fault::Faults;
use super::spans::Written;
use bank::Subsystem;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as NoSubsystem, StrDeserializer};
use std::collections::BTreeMap;
use std::path::PathBuf;
use tls::Files;
use vocabulary::Span;

/// A panel of a customer's view that takes longer is given up by the centre itself.
const MOST_VIEW_WITHIN: Span = Span::seconds(15);

/// A subsystem that failed again and again is left alone no longer: agents work without it meanwhile.
const MOST_REST: Span = Span::seconds(300);

/// Where the bank is, and how long is waited for it.
#[derive(Debug, Clone)]
pub struct BankSettings {
    /// `http://host:port`, or `https://host:port`.
    pub url: String,
    /// How long a question to it may take while a caller waits for the answer.
    pub within: Span,
    /// How long a question for a customer's view may take.
    pub view_within: Span,
    /// The same for single subsystems.
    pub budgets: BTreeMap<Subsystem, Span>,
    /// For how long a subsystem is left alone that failed again and again.
    pub rest: Span,
    /// What is shown to it and who vouches for it, where it is asked by TLS.
    pub certificates: Option<BankCertificates>,
}

/// What is shown to the bank's adapter, and whom we believe there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankCertificates {
    /// What is shown.
    pub files: Files,
    /// Who vouches for the adapter.
    pub authorities: PathBuf,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bank {
    url: String,
    within: Option<Written>,
    view_within: Option<Written>,
    rest: Option<Written>,
    #[serde(default)]
    budgets: BTreeMap<String, Written>,
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    authorities: Option<PathBuf>,
}

impl Bank {
    pub(super) fn settings(self, faults: &mut Faults<'_>) -> BankSettings {
        let within = self.within.map_or(Span::seconds(2), |within| within.0);
        if within == Span::ZERO {
            faults.add(&path(&["bank", "within"]), "leaves no time for an answer; give \"2s\", say");
        }
        let mut bounded = |key: &[&str], given: Option<Written>, usual: Span, most: Span| {
            let span = given.map_or(usual, |given| given.0);
            if !(Span::millis(1)..=most).contains(&span) {
                faults.add(&path(key), format!("{span} is not 1ms to {most}"));
            }
            span
        };
        let view_within =
            bounded(&["bank", "view_within"], self.view_within, Span::seconds(10), MOST_VIEW_WITHIN);
        let rest = bounded(&["bank", "rest"], self.rest, Span::seconds(5), MOST_REST);
        let mut budgets = BTreeMap::new();
        for (name, given) in self.budgets {
            let key = ["bank", "budgets", name.as_str()];
            let span = bounded(&key, Some(given), Span::ZERO, MOST_VIEW_WITHIN);
            budgets.insert(name, span);
        }
        let budgets = budgets.into_iter().filter_map(|(name, span)| Some((known(&name, faults)?, span)));
        let budgets = budgets.collect();
        let certificates = match (self.certificate, self.key, self.authorities) {
            (Some(certificate), Some(key), Some(authorities)) => {
                Some(BankCertificates { files: Files { certificate, key }, authorities })
            }
            (None, None, None) => None,
            _ => {
                let reason = "give all three of certificate, key and authorities, in PEM, or none of them";
                faults.add(&path(&["bank"]), reason);
                None
            }
        };
        BankSettings { url: self.url, within, view_within, budgets, rest, certificates }
    }
}

/// The subsystem of this name.
fn known(name: &str, faults: &mut Faults<'_>) -> Option<Subsystem> {
    let asked: StrDeserializer<'_, NoSubsystem> = name.into_deserializer();
    match Subsystem::deserialize(asked) {
        Ok(subsystem) => Some(subsystem),
        Err(unknown) => {
            faults.add(&path(&["bank", "budgets", name]), format!("there is no such system: {unknown}"));
            None
        }
    }
}

fn path(steps: &[&str]) -> Path {
    steps.iter().map(|step| (*step).to_owned()).collect()
}
