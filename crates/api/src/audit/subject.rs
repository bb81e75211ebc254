//! What a request is about, by its path. Only what has an id's form is put on record: whatever else
//! somebody writes into a path stays out of the audit.

use super::act::Act;
use crate::promises::transfer::PromiseKey;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use std::fmt::Display;
use std::net::IpAddr;
use std::str::FromStr;
use trust::AccountId;
use trust::approvals::ApprovalId;
use trust::clients::KeyId;
use trust::grants::{DelegationId, GrantId};
use trust::sessions::SessionId;
use trust::unmaskings::UnmaskingId;
use vocabulary::{AgentId, ContactId, PromptName, QueueName};

/// Notes it.
pub(crate) async fn note(act: &Act, template: &str, parts: &mut Parts) {
    let Ok(all) = RawPathParams::from_request_parts(parts, &()).await else { return };
    let Some((_, id)) = all.iter().find(|(name, _)| *name == "id") else { return };
    let noun = template.trim_start_matches("/api/").split('/').next().unwrap_or_default();
    match noun {
        "contacts" | "callbacks" => {
            if let Ok(contact) = id.parse::<ContactId>() {
                act.concerns_contact(contact);
            }
        }
        "agents" => {
            if let Ok(agent) = id.parse::<AgentId>() {
                act.concerns_agent(agent);
            }
        }
        "bans" => id_of::<IpAddr>(act, id),
        "queues" => name::<QueueName>(act, "queue", id),
        "announcements" => name::<PromptName>(act, "announcement", id),
        "accounts" => id_of::<AccountId>(act, id),
        "sessions" => id_of::<SessionId>(act, id),
        "grants" => id_of::<GrantId>(act, id),
        "delegations" => id_of::<DelegationId>(act, id),
        "clients" => id_of::<AccountId>(act, id),
        "keys" => id_of::<KeyId>(act, id),
        "approvals" => id_of::<ApprovalId>(act, id),
        // A promise leads to its contact.
        "promises" => id_of::<PromiseKey>(act, id),
        "unmaskings" => id_of::<UnmaskingId>(act, id),
        _ => {}
    }
}

/// A letter and a number, an address, or a key that was drawn.
fn id_of<T: FromStr + Display>(act: &Act, id: &str) {
    if let Ok(id) = id.parse::<T>()
        && let Ok(code) = id.to_string().parse()
    {
        act.concerns(code);
    }
}

/// A name has the form of a code, and may be too long to be one with its noun before it.
fn name<T: FromStr>(act: &Act, noun: &str, id: &str) {
    if id.parse::<T>().is_ok()
        && let Ok(code) = format!("{noun}:{id}").parse()
    {
        act.names(code);
    }
}
