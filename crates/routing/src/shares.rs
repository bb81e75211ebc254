//! Shares of the offers: which of several weighted lines is next.
//!
//! Each weighted queue is a flow, and all other queues of one priority together are another. Each
//! flow has a *pass*; an offer moves its flow's pass on by an amount inverse to its weight, and the
//! flow with the lowest pass is next. A flow in which nobody waited takes up at the pass of the last
//! offer: nobody saves up a share by having nobody there. So while somebody waits in a flow, any other
//! flow is offered ahead of it, by agents who could have served either, at most
//! `weight of the other ÷ own weight + 1` times: no flow starves.

use crate::facts::Pass;
use crate::hash::Map;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::QueueName;

pub(crate) type FlowNo = u32;

/// How far the pass of a flow of weight 1 moves on: divisible by all weights up to 10, and coarse
/// by less than a thousandth for those up to 100.
const STRIDE: u64 = 2_520 * 1_000;

#[derive(Debug, Clone, Default)]
pub(crate) struct Shares {
    flows: Vec<Flow>,
    numbers: Map<(u8, Option<QueueName>), FlowNo>,
    /// By level, the pass of the last that was offered.
    clocks: BTreeMap<u8, u64>,
    /// Levels at which the plan weights a queue: the others have one line and nothing to share.
    shared: BTreeSet<u8>,
}

#[derive(Debug, Clone)]
struct Flow {
    level: u8,
    queue: Option<QueueName>,
    stride: u64,
    pass: u64,
    waiting: usize,
}

impl Shares {
    pub(crate) fn of(passes: &[Pass], clocks: &BTreeMap<u8, u64>, shared: BTreeSet<u8>) -> Shares {
        let mut shares = Shares { clocks: clocks.clone(), shared, ..Shares::default() };
        for Pass { level, queue, pass } in passes {
            let flow = shares.flow(*level, queue.as_ref(), 1);
            shares.flows[flow as usize].pass = *pass;
        }
        shares
    }

    /// What is worth keeping.
    pub(crate) fn facts(&self) -> (Vec<Pass>, BTreeMap<u8, u64>) {
        let moved = self.flows.iter().filter(|flow| flow.pass > 0);
        let mut passes: Vec<Pass> = moved
            .map(|flow| Pass { level: flow.level, queue: flow.queue.clone(), pass: flow.pass })
            .collect();
        passes.sort_by(|a, b| (a.level, &a.queue).cmp(&(b.level, &b.queue)));
        (passes, self.clocks.clone())
    }

    /// The flow of a level's weighted queue, or of all its other queues.
    pub(crate) fn flow(&mut self, level: u8, queue: Option<&QueueName>, weight: u8) -> FlowNo {
        let key = (level, queue.cloned());
        let next = self.flows.len() as FlowNo;
        let no = *self.numbers.entry(key).or_insert(next);
        let stride = STRIDE / u64::from(weight.max(1));
        if no == next {
            self.flows.push(Flow { level, queue: queue.cloned(), stride, pass: 0, waiting: 0 });
        }
        self.flows[no as usize].stride = stride;
        no
    }

    /// Whether any level has more than one flow.
    pub(crate) fn are_any(&self) -> bool {
        !self.shared.is_empty()
    }

    pub(crate) fn pass(&self, flow: FlowNo) -> u64 {
        self.flows[flow as usize].pass
    }

    /// Counts a contact that waits already, as after a restart.
    pub(crate) fn count(&mut self, flow: FlowNo) {
        self.flows[flow as usize].waiting += 1;
    }

    /// A contact comes to wait.
    pub(crate) fn join(&mut self, flow: FlowNo) {
        let flow = &mut self.flows[flow as usize];
        if flow.waiting == 0 {
            let clock = self.clocks.get(&flow.level).copied().unwrap_or(0);
            flow.pass = flow.pass.max(clock);
        }
        flow.waiting += 1;
    }

    pub(crate) fn leave(&mut self, flow: FlowNo) {
        self.flows[flow as usize].waiting -= 1;
    }

    /// A contact of the flow was offered, which had not been offered before.
    pub(crate) fn charge(&mut self, flow: FlowNo) {
        let flow = &mut self.flows[flow as usize];
        if !self.shared.contains(&flow.level) {
            return;
        }
        let clock = self.clocks.entry(flow.level).or_insert(0);
        *clock = (*clock).max(flow.pass);
        flow.pass += flow.stride;
    }
}
