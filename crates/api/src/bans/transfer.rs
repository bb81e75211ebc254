//! Bans, as the outside sees them.

use serde::Serialize;
use utoipa::ToSchema;
use voice::sip::{Ban as Kept, Offence};

/// All bans in force.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BanList {
    /// Newest first.
    bans: Vec<Ban>,
}

/// An address that is not answered.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Ban {
    /// Of IPv6, the first of its network of 64 bits.
    #[schema(example = "192.0.2.66")]
    address: String,
    /// Whether only its datagrams are dropped: their source can be forged, that of a connection cannot.
    only_udp: bool,
    /// The last straw.
    offence: BanOffence,
    #[schema(format = DateTime)]
    since: String,
    #[schema(format = DateTime)]
    until: String,
}

/// Called a number that nobody serves; asked for what is not offered, as to register; named itself a scanner; sent
/// what is no SIP.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum BanOffence {
    UnknownNumber,
    Unasked,
    Scanner,
    Malformed,
}

impl BanList {
    pub fn new(kept: Vec<Kept>) -> BanList {
        BanList { bans: kept.into_iter().map(Ban::new).collect() }
    }
}

impl Ban {
    fn new(kept: Kept) -> Ban {
        Ban {
            address: kept.address.to_string(),
            only_udp: kept.by_udp,
            offence: match kept.offence {
                Offence::UnknownNumber => BanOffence::UnknownNumber,
                Offence::Unasked => BanOffence::Unasked,
                Offence::Scanner => BanOffence::Scanner,
                Offence::Malformed => BanOffence::Malformed,
            },
            since: kept.since.to_string(),
            until: kept.until.to_string(),
        }
    }
}
