//! Whole stories of a node, its laws, and the link's.

mod laws;
mod link;
mod script;
mod stories;
