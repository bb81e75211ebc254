//! What refusals about accounts look like outside.

use crate::problem::{Kind, Problem};
use trust::Error;
use trust::grants::NotGranted;

/// Of accounts.
pub(crate) fn account(error: &Error) -> Problem {
    let kind = match error {
        Error::BadName => return Problem::new(Kind::InvalidBody, error.to_string()).about("name"),
        Error::NameTaken | Error::NoAgentRole(_) | Error::AgentTaken(_) => Kind::Conflict,
        Error::NoAccount(_) => Kind::NotFound,
        Error::Busy => Kind::Unavailable,
        Error::Unreadable(_) | Error::Database(_) => {
            tracing::error!(%error, "accounts cannot be read or changed");
            return Problem::new(
                Kind::Unavailable,
                "the database cannot be asked now; try again in a moment",
            );
        }
    };
    Problem::new(kind, error.to_string())
}

/// Of what is granted or lent.
pub(crate) fn granted(why: &NotGranted) -> Problem {
    let field = match why {
        NotGranted::Over | NotGranted::TooLong => "until",
        NotGranted::Nothing | NotGranted::NotOwn(_) => "permissions",
        NotGranted::ToOneself => "to",
        NotGranted::NoPerson(_) | NotGranted::NoLender => {
            return Problem::new(Kind::Conflict, why.to_string());
        }
        NotGranted::Account(error) => return account(error),
    };
    Problem::new(Kind::InvalidBody, why.to_string()).about(field)
}
