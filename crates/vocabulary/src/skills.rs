//! What somebody must be able to do.

use crate::SkillName;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// Skills that are asked for together: one list, shared by the decision, the journal, the contact and
/// the router, for a contact's hardly ever change on its way.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Skills(Arc<[SkillName]>);

impl Deref for Skills {
    type Target = [SkillName];
    fn deref(&self) -> &[SkillName] {
        &self.0
    }
}

impl From<Vec<SkillName>> for Skills {
    fn from(skills: Vec<SkillName>) -> Skills {
        Skills(skills.into())
    }
}

impl FromIterator<SkillName> for Skills {
    fn from_iter<I: IntoIterator<Item = SkillName>>(skills: I) -> Skills {
        Skills(skills.into_iter().collect())
    }
}

impl<'a> IntoIterator for &'a Skills {
    type Item = &'a SkillName;
    type IntoIter = std::slice::Iter<'a, SkillName>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Debug for Skills {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}
