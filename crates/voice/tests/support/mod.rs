//! What the tests of a node have in common: a floor that a test plays by hand, and telephones that
//! are scripted to the byte.

#![allow(dead_code, reason = "each test program uses its part")]

pub mod floor;
pub mod page;
pub mod telephone;
