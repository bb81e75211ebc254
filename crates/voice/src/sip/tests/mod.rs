//! The user agent in virtual time: every race of the protocol, without sockets and without waiting.

mod bench;
mod dialled;
mod door;
mod histories;
mod incoming;
mod within;
