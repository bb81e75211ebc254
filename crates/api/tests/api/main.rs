//! The API over a real store, a real floor, and a voice node played by the test.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

mod access;
mod approvals;
mod audit;
mod bans;
mod chats;
mod contacts;
mod customers;
mod demonstration;
mod desk;
mod document;
mod dossier;
mod events;
mod figures;
mod finding;
mod floor;
mod headers;
mod house;
mod listed;
mod master_keys;
mod nonsense;
mod operations;
mod page;
mod pages;
mod plan;
mod privacy;
mod promises;
mod reach;
mod recordings;
mod refusals;
mod registry;
mod screens;
mod serving;
mod session;
mod strangers;
mod unmaskings;
