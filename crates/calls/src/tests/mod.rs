//! Whole stories of a node, its laws, and the link's.

mod entries;
mod laws;
mod link;
mod script;
mod stories;
mod witness;
