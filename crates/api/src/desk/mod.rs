//! The agent's desk: one WebSocket for all that an agent's page does and shows
//! (`docs/DESK_PROTOCOL.md`).

mod asked;
mod customer;
#[cfg(test)]
mod tests;
mod told;
