//! Whose rows a permission reaches.

use std::fmt;
use std::str::FromStr;
use vocabulary::AgentId;

/// The longest name of a team or a department, in bytes.
const LONGEST: usize = 64;

/// Whose rows somebody may see and change, as it is granted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// One's own: of the agent that the account serves as.
    Own,
    /// Those of a team of the plan.
    Team(String),
    /// Those of all teams of a department.
    Department(String),
    /// Everybody's.
    All,
}

/// The same once it is known who asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Within {
    /// Rows of one agent.
    Agent(AgentId),
    /// Rows of the agents of a team of the plan.
    Team(String),
    /// Rows of the agents of all teams of a department.
    Department(String),
    /// All rows.
    All,
}

impl Scope {
    /// What it comes to for somebody who serves as this agent; nothing for who serves as none.
    pub fn within(&self, agent: Option<AgentId>) -> Option<Within> {
        match self {
            Scope::Own => agent.map(Within::Agent),
            Scope::Team(name) => Some(Within::Team(name.clone())),
            Scope::Department(name) => Some(Within::Department(name.clone())),
            Scope::All => Some(Within::All),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::Own => f.write_str("own"),
            Scope::Team(name) => write!(f, "team:{name}"),
            Scope::Department(name) => write!(f, "department:{name}"),
            Scope::All => f.write_str("all"),
        }
    }
}

/// The text names no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a scope is own, team:NAME, department:NAME or all; a name has 1 to {LONGEST} bytes")]
pub struct UnknownScope;

impl FromStr for Scope {
    type Err = UnknownScope;
    fn from_str(text: &str) -> Result<Scope, UnknownScope> {
        let name = |name: &str| {
            let fits = (1..=LONGEST).contains(&name.len()) && !name.chars().any(char::is_control);
            if fits && name.trim() == name { Ok(name.to_owned()) } else { Err(UnknownScope) }
        };
        match text.split_once(':') {
            None if text == "own" => Ok(Scope::Own),
            None if text == "all" => Ok(Scope::All),
            Some(("team", team)) => name(team).map(Scope::Team),
            Some(("department", department)) => name(department).map(Scope::Department),
            _ => Err(UnknownScope),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_as_they_are_written() {
        for scope in
            [Scope::Own, Scope::Team("北京 一组".to_owned()), Scope::Department("a:b".to_owned()), Scope::All]
        {
            assert_eq!(scope.to_string().parse(), Ok(scope));
        }
        for text in
            ["", "Own", "team", "team:", "team: x", "region:north", &format!("team:{}", "x".repeat(65))]
        {
            assert_eq!(text.parse::<Scope>(), Err(UnknownScope), "{text}");
        }
        assert_eq!(Scope::Own.within(None), None, "who serves as nobody has no rows");
        assert_eq!(Scope::Own.within(Some(AgentId(7))), Some(Within::Agent(AgentId(7))));
    }
}
