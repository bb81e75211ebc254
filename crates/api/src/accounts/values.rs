//! Values of bodies about access, and how they are refused.

use crate::problem::{Kind, Problem};
use crate::request::values::Moment;
use std::str::FromStr;
use trust::Permission;
use vocabulary::Time;

/// A text of a field as what it stands for.
pub(crate) fn read<T: FromStr>(field: &'static str, text: &str, expected: &str) -> Result<T, Problem> {
    let refused = |_| Problem::new(Kind::InvalidBody, format!("{field}: {expected}")).about(field);
    text.parse().map_err(refused)
}

/// A moment of a field.
pub(crate) fn moment(field: &'static str, text: &str) -> Result<Time, Problem> {
    read::<Moment>(field, text, "a moment in RFC 3339, such as 2026-11-22T06:24:00Z").map(|Moment(time)| time)
}

/// Permissions by their names.
pub(crate) fn permissions(names: &[String]) -> Result<Vec<Permission>, Problem> {
    let known = |name: &String| read("permissions", name, "names of permissions, such as contacts.read");
    names.iter().map(known).collect()
}
