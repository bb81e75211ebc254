//! Reasons in words, for terminals. Pages have texts of their own, in the reader's language.

use crate::{Unmet, amounts};
use std::fmt;
use vocabulary::Money;

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unmet::NoRule => f.write_str("no rule allows it"),
            Unmet::Level { needs } => write!(f, "needs level {}", needs.tag()),
            Unmet::Holder => f.write_str("only the customer may ask for it"),
            Unmet::Tier { among } => {
                let names: Vec<String> =
                    among.iter().map(|tier| format!("{tier:?}").to_lowercase()).collect();
                write!(f, "only for {}", names.join(", "))
            }
            Unmet::Product { among } => {
                let names: Vec<&str> = among.iter().map(String::as_str).collect();
                write!(f, "only for {}", names.join(", "))
            }
            Unmet::Skill { needs } => write!(f, "needs skill {needs}"),
            Unmet::Amount { most: Some(most) } => write!(f, "at most {}", amounts::write(*most)),
            Unmet::Amount { most: None } => f.write_str("nothing in this currency"),
            Unmet::Raise { most } => write!(f, "at most {most} percent more"),
            Unmet::Days { most } => write!(f, "for at most {most} days"),
            Unmet::Months { most } => write!(f, "in at most {most} months"),
            Unmet::Times { most, days } => write!(f, "at most {most} times in {days} days"),
            Unmet::AgentBudget { left } => write!(f, "{} left of the agent's budget", left_of(*left)),
            Unmet::TeamBudget { left } => write!(f, "{} left of the team's budget", left_of(*left)),
        }
    }
}

fn left_of(left: Option<Money>) -> String {
    left.map_or_else(|| "nothing".to_owned(), amounts::write)
}
