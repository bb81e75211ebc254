//! Which unmaskings somebody asks for.

use crate::problem::Problem;
use crate::request::query::{Fields, Given};
use crate::request::values::Limit;
use trust::unmaskings::UnmaskingId;
use utoipa::IntoParams;

#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct UnmaskingQuery {
    /// Only those that wait to be looked into.
    to_review: Option<bool>,
    /// Only those before this one: the last of the page before.
    #[param(value_type = Option<String>, example = "M-3")]
    before: Option<UnmaskingId>,
    /// 50 when it is not there.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

impl Fields for UnmaskingQuery {
    const NAMES: &'static [&'static str] = &["to_review", "before", "limit"];

    fn take(given: &Given) -> Result<UnmaskingQuery, Problem> {
        Ok(UnmaskingQuery {
            to_review: given.optional("to_review", "true or false")?,
            before: given.optional("before", "an unmasking such as M-3")?,
            limit: given.optional::<Limit<200>>("limit", "a whole number from 1 to 200")?.map(|Limit(n)| n),
        })
    }
}

impl UnmaskingQuery {
    /// Whether only those that wait, before which, and how many.
    pub fn page(&self) -> (bool, Option<UnmaskingId>, u32) {
        (self.to_review == Some(true), self.before, self.limit.unwrap_or(50))
    }
}
