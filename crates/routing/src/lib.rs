//! Who answers whom, as a value.
//!
//! The [`Router`] is part of the floor's state. It knows who waits and which agents are there, and
//! names the pair to act on next. The same value serves in production, in replay, in simulation and
//! under the fuzzer.
//!
//! # The rule
//! [`Router::next_match`] is the first waiting contact, in order of service, that any eligible
//! agent is idle for, with the best of those agents. A contact that nobody idle can serve blocks
//! nobody behind it.
//!
//! *Order of service*, over all queues:
//! 1. by priority, highest first: the queue's own, and where its discipline is
//!    [`Priority`](vocabulary::plan::Discipline::Priority) the contact's on top;
//! 2. contacts at the front before others: they were nearly served before;
//! 3. by share: each [`Weighted`](vocabulary::plan::Discipline::Weighted) queue is a flow, all other
//!    queues of one priority together are one of weight 1. Each flow has a *pass*; the lowest is
//!    next. An offer moves the pass of its flow on by an amount inverse to the weight (none for a
//!    contact at the front: it has been counted); a flow in which nobody waited goes on from the pass
//!    of the last offer. So while somebody waits in a flow, agents who could serve it offer any other
//!    flow's contacts ahead of it at most `other weight ÷ own weight + 1` times: no flow starves;
//! 4. by time in queue, earliest `since − credit` first: the credit of a priority customer counts as
//!    time already waited (the rule of the bank whose data this house is tested on: 1.5 minutes);
//! 5. by contact id.
//!
//! *Eligible* is an agent of the plan who is signed in, not about to end the shift
//! ([`Router::last_offer`]) or to be not ready ([`Router::finishes`]), has a hand free for the channel, meets the contact's need at the stage it
//! has reached, and whom the contact is not kept from ([`Waiting::not`]). A contact that is kept for
//! the agent who knows the customer ([`Waiting::friend`]) is eligible for nobody else meanwhile.
//!
//! *The best* is that old friend, if idle. Else those are looked at who meet the narrowest stage that
//! anybody idle meets, and of them: newcomers whose share is due, then everybody, then newcomers who
//! have had their share; the fewest contacts in hand; the queue's
//! [`Choice`](vocabulary::plan::Choice); the longest idle; the lowest number.
//!
//! # What time brings about
//! Widening, the end of keeping, overflow and last offers are held in order of time:
//! [`Router::next_due`] says when, [`Router::due`] says what, and nothing happens until it is carried
//! out. So the floor journals each of them, and replay needs no clock.
//!
//! # Cost
//! Contacts that need the same and share a flow form a class; agents who meet the same need, chosen in
//! the same way, form a pool. A contact that comes or goes touches one class: logarithmic. An agent who
//! becomes idle is offered a contact at once, mostly; until something else happens no pool is told, and
//! it costs one look at a number for each class the agent could serve. One for whom nobody waits is put
//! in order in the large pools the agent belongs to, each logarithmic; small ones, of which there are
//! many more, are looked through when somebody asks. So the cost grows with the number of *distinct*
//! needs an agent meets, never with agents or contacts. A need that was never seen since the plan came
//! into force costs one pass over the agents, 64 at a time. Pools and classes are kept until the next
//! plan.
//!
//! # What is state
//! Classes, pools and orders are an index, derived from the facts and never stored: two routers are
//! equal, and serialise to the same bytes, when their facts are the same.

mod ask;
mod bits;
mod check;
mod class;
mod dry_run;
mod due;
mod explain;
mod facts;
mod hash;
mod line;
mod matching;
mod need;
mod pace;
mod pools;
mod presence;
mod router;
mod seats;
mod shares;
mod staff;
mod ways;

pub use check::{Fault, Misrouted, Place, check};
pub use dry_run::{Change, DryRun, Outlook};
pub use due::Due;
pub use explain::{Explanation, Needed, Reason};
pub use facts::{Friend, Presence, Waiting};
pub use hash::Map;
pub use matching::Match;
pub use pace::Estimate;
pub use router::Router;
