//! What somebody may do, and to whose rows: each permission with the scopes it is held for.

mod scope;

pub use scope::{Scope, UnknownScope, Within};

use crate::permissions::{Permission, Role};
use vocabulary::AgentId;

/// Permissions with their scopes, put together when somebody comes in. To ask them costs a look into a
/// table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Powers {
    /// By the permission's place; `None` for what is not held. What is held for no rows is held all the
    /// same: it opens what is about nobody.
    held: Vec<Option<Vec<Within>>>,
}

impl Default for Powers {
    fn default() -> Powers {
        Powers { held: vec![None; Permission::ALL.len()] }
    }
}

impl Powers {
    /// Adds what a role includes, for the rows of a scope.
    pub fn add_role(&mut self, role: Role, scope: &Scope, agent: Option<AgentId>) {
        for permission in role.permissions() {
            self.add(*permission, scope.within(agent));
        }
    }

    /// Adds a permission for rows, or for none.
    pub fn add(&mut self, permission: Permission, within: Option<Within>) {
        let held = self.held[permission as usize].get_or_insert_default();
        match within {
            Some(Within::All) => *held = vec![Within::All],
            Some(within) if !held.contains(&within) && *held != [Within::All] => held.push(within),
            _ => {}
        }
    }

    /// Whether a permission is held, for whichever rows.
    pub fn may(&self, permission: Permission) -> bool {
        self.held[permission as usize].is_some()
    }

    /// The rows that a permission is held for.
    pub fn within(&self, permission: Permission) -> &[Within] {
        self.held[permission as usize].as_deref().unwrap_or_default()
    }

    /// Whether a permission is held for all rows.
    pub fn everywhere(&self, permission: Permission) -> bool {
        self.within(permission) == [Within::All]
    }

    /// All that is held, in order.
    pub fn permissions(&self) -> impl Iterator<Item = Permission> + '_ {
        Permission::ALL.iter().copied().filter(|permission| self.may(*permission))
    }

    /// Only some of it.
    pub fn only(&self, wanted: impl Fn(Permission) -> bool) -> Powers {
        let mut kept = Powers::default();
        for permission in self.permissions().filter(|permission| wanted(*permission)) {
            kept.held[permission as usize] = self.held[permission as usize].clone();
        }
        kept
    }

    /// Adds what somebody else lends, with the rows they have.
    pub fn borrow(&mut self, lent: &Powers) {
        for permission in lent.permissions() {
            self.held[permission as usize].get_or_insert_default();
            for within in lent.within(permission) {
                self.add(permission, Some(within.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_add_up_and_never_exceed_what_was_given() {
        let mut powers = Powers::default();
        assert!(Permission::ALL.iter().all(|permission| !powers.may(*permission)));
        powers.add_role(Role::Agent, &Scope::Own, Some(AgentId(7)));
        assert!(powers.may(Permission::ContactsRead) && !powers.may(Permission::AgentsChange));
        assert_eq!(powers.within(Permission::ContactsRead), [Within::Agent(AgentId(7))]);

        powers.add(Permission::ContactsRead, Some(Within::Team("a".to_owned())));
        powers.add(Permission::ContactsRead, Some(Within::Team("a".to_owned())));
        assert_eq!(powers.within(Permission::ContactsRead).len(), 2);
        assert!(!powers.everywhere(Permission::ContactsRead));
        powers.add(Permission::ContactsRead, Some(Within::All));
        powers.add(Permission::ContactsRead, Some(Within::Team("b".to_owned())));
        assert!(powers.everywhere(Permission::ContactsRead), "everybody's includes every team's");

        let mut lender = Powers::default();
        lender.add_role(Role::Supervisor, &Scope::Team("b".to_owned()), None);
        let lent = lender.only(|permission| permission == Permission::AgentsChange);
        powers.borrow(&lent);
        assert_eq!(powers.within(Permission::AgentsChange), [Within::Team("b".to_owned())]);
        assert!(!powers.may(Permission::FiguresRead), "what was not lent is not held");

        let mut nobody = Powers::default();
        nobody.add_role(Role::Agent, &Scope::Own, None);
        assert!(nobody.may(Permission::ContactsRead) && nobody.within(Permission::ContactsRead).is_empty());
    }
}
