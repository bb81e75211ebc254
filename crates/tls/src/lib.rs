//! TLS: what this program shows of itself, and whom it believes.
//!
//! - [`Identity`]: a certificate and its key from two PEM files, checked as a pair before anybody sees it, and
//!   exchanged while connections stand. Whoever shakes hands afterwards gets the new one; a pair that is not fit
//!   is refused, with its reason, and the one in force stays.
//! - [`Acceptor`]: our end of connections that come in. [`Connector`]: our end of those that go out, which believes
//!   the authorities of one file and nobody else.
//! - [`Mutual`]: both ends where each shows a certificate, and certificates and authorities are exchanged alike.
//!
//! TLS 1.2 and 1.3 with rustls on ring, their suites and curves as rustls has them. A handshake that takes longer
//! than [`HANDSHAKE_WITHIN`] is given up: somebody who connects and says nothing holds no place for long.

mod ends;
mod identity;
mod mutual;
#[cfg(feature = "testing")]
pub mod testing;
mod unfit;

pub use ends::{Acceptor, Connector, HANDSHAKE_WITHIN, Protocol, Stream};
pub use identity::{Files, Identity};
pub use mutual::Mutual;
pub use unfit::Unfit;

use rustls::crypto::{CryptoProvider, ring};
use std::sync::Arc;

/// The one cryptographic library of all ends, named here so that no other is taken by chance.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}
