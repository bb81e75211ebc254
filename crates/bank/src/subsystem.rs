//! The bank's own systems, each of which can be late or fail alone.

use serde::{Deserialize, Serialize};

macro_rules! subsystems {
    ($($(#[$doc:meta])* $name:ident at $path:literal),+ $(,)?) => {
        /// One of the bank's own systems, with a question of its own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Subsystem {
            $($(#[$doc])* $name),+
        }

        impl Subsystem {
            /// All of them.
            pub const ALL: [Subsystem; [$($path),+].len()] = [$(Subsystem::$name),+];

            /// Where its question is asked, below the adapter's address.
            pub fn path(self) -> &'static str {
                match self {
                    $(Subsystem::$name => $path),+
                }
            }
        }
    };
}

impl Subsystem {
    /// Whether somebody on the telephone, or who is, waits for its answer; the others fill a customer's view.
    pub fn is_waited_for(self) -> bool {
        matches!(
            self,
            Subsystem::Verifications
                | Subsystem::Proofs
                | Subsystem::Codes
                | Subsystem::Holders
                | Subsystem::Telephones
                | Subsystem::Finding
                | Subsystem::Operations
                | Subsystem::Outcomes
        )
    }
}

subsystems! {
    /// Counts and compares PINs.
    Verifications at "v1/verifications",
    /// Judges secrets of customers who are known.
    Proofs at "v1/proofs",
    /// Sends one-time codes.
    Codes at "v1/codes",
    /// Knows whose telephone it is.
    Holders at "v1/holder-searches",
    /// Knows by which telephone a customer is reached.
    Telephones at "v1/registered-telephones",
    /// Finds customers by what callers can say.
    Finding at "v1/customer-searches",
    /// The customer registry.
    Identity at "v1/identities",
    /// Deposit accounts.
    Accounts at "v1/account-lists",
    /// Payment cards.
    Cards at "v1/card-lists",
    /// What was booked.
    Transactions at "v1/transaction-lists",
    /// Cards' bills and adjustments.
    Bills at "v1/bill-lists",
    /// Limits of cards and accounts.
    Limits at "v1/limit-lists",
    /// Applications in progress.
    Applications at "v1/application-lists",
    /// Loss reports and freezes.
    Reports at "v1/report-lists",
    /// The making of cards.
    Production at "v1/production-lists",
    /// Loans and investments.
    Holdings at "v1/holding-lists",
    /// The points programme.
    Points at "v1/point-balances",
    /// Events of cash machines.
    Devices at "v1/device-event-lists",
    /// What customers agreed to.
    Consents at "v1/consent-lists",
    /// Journeys booked through the bank.
    Journeys at "v1/journey-lists",
    /// How secrets stand.
    Locks at "v1/lock-lists",
    /// How customers wish to be served.
    Preferences at "v1/preferences",
    /// What happens in customers' lives.
    LifeEvents at "v1/life-event-lists",
    /// Does what is ordered.
    Operations at "v1/orders",
    /// Knows what became of orders.
    Outcomes at "v1/order-outcomes",
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_contract_names_the_questions_and_no_others() {
        const CONTRACT: &str = include_str!("../../../docs/bank-port.openapi.yaml");
        let path = |line: &'static str| line.strip_prefix("  /")?.strip_suffix(':');
        let written: BTreeSet<_> = CONTRACT.lines().filter_map(path).collect();
        let asked: BTreeSet<_> = Subsystem::ALL.map(Subsystem::path).into_iter().collect();
        assert_eq!(written, asked);
        assert_eq!(asked.len(), Subsystem::ALL.len(), "each has a path of its own");
    }
}
