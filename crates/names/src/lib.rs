//! Pieces of names, by which people are found: whole, in parts, with and without accents, and as they are written in
//! Latin letters.
//!
//! A name is found when it has all [`pieces`] that a question [`asked`] for. What is done with the pieces is for who
//! keeps them: the store blinds them, a bank's registry has an index of them.

mod latin;
mod pieces;

pub use pieces::{MOST, asked, pieces};
