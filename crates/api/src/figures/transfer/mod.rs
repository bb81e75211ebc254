//! Figures as the outside sees them: each with what it was divided from, and the contacts behind it.

mod alarm;
mod catalogue;
mod pattern;
mod reports;
mod table;

pub(crate) use alarm::QualityAlarm;
pub(crate) use catalogue::{Catalogue, Targets};
pub(crate) use pattern::{Extent, FigurePattern};
pub(crate) use reports::{CheckList, Report, ReportList, Run};
pub(crate) use table::{FigureTable, divided};
