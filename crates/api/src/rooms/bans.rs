//! Who is not answered on the telephone.

use super::Rooms;
use crate::problem::Problem;
use std::net::IpAddr;
use trust::{Actor, may};
use vocabulary::Time;
use voice::sip::Ban;

impl Rooms {
    /// All bans in force, newest first.
    pub fn bans(&self, _: &Actor<may::BansChange>) -> Vec<Ban> {
        self.0.bans.list(now())
    }

    /// Answers an address again.
    pub fn lift_ban(&self, _: &Actor<may::BansChange>, address: IpAddr) -> Result<(), Problem> {
        if self.0.bans.lift(now(), address) {
            tracing::info!(%address, "is answered again, as somebody wished");
            return Ok(());
        }
        Err(Problem::not_found("this address is not banned; GET /api/bans lists those that are"))
    }

    /// How many are banned, and how many messages were dropped since the start.
    pub fn banned(&self, _: &Actor<may::MetricsRead>) -> (usize, u64) {
        (self.0.bans.list(now()).len(), self.0.bans.dropped())
    }
}

fn now() -> Time {
    jiff::Timestamp::now().into()
}
