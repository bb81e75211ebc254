//! What was ordered for a customer before, read once for each question.

use super::possible::Before;
use super::{NotOrdered, Operations, not_kept};
use crate::clock::wall;
use crate::views::zone_of;
use ::bank::operations::OrderKey;
use indicators::Zone;
use jiff::civil::Date;
use store::OrderRow;
use vocabulary::plan::Plan;
use vocabulary::{ContactId, CustomerRef, Span};

/// How far back it is looked for what was given: a year's fee is charged once in a year.
const BACK: Span = Span::seconds(400 * 86_400);

/// What was ordered.
pub(super) struct Earlier {
    orders: Vec<OrderRow>,
    contact: ContactId,
    zone: Zone,
    today: Date,
}

impl Earlier {
    pub fn before(&self) -> Before<'_> {
        Before { orders: &self.orders, contact: self.contact, today: self.today, zone: &self.zone }
    }
}

impl Operations {
    /// The customer's orders, without one of them.
    pub(super) async fn earlier(
        &self,
        plan: &Plan,
        contact: ContactId,
        customer: &CustomerRef,
        without: Option<&OrderKey>,
    ) -> Result<Earlier, NotOrdered> {
        let now = wall();
        let zone = zone_of(plan);
        let read = self.0.store.orders_of_customer(customer, now - BACK).await;
        let mut orders = read.map_err(|why| not_kept(&why))?;
        orders.retain(|row| without.is_none_or(|key| row.key != key.as_str()));
        let today = zone.wall(now).date();
        Ok(Earlier { orders, contact, zone, today })
    }
}
