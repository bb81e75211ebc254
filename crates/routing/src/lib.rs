mod ask;
mod class;
mod due;
mod facts;
mod hash;
mod line;
mod matching;
mod need;
mod pace;
mod pools;
mod presence;
mod router;
mod shares;
mod staff;

pub use due::Due;
pub use facts::{Friend, Presence, Waiting};
pub use matching::Match;
pub use router::Router;
