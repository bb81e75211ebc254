//! Addresses that belong together.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A network of addresses: `10.0.0.0/8`, or one address alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    bits: u8,
}

/// The text names no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no network; write an address, or one with its bits, as 10.0.0.0/8")]
pub struct NoNetwork;

impl Network {
    /// One address alone.
    pub fn of(address: IpAddr) -> Network {
        let address = address.to_canonical();
        Network { first: address, bits: if address.is_ipv4() { 32 } else { 128 } }
    }

    /// Whether the address is in it.
    pub fn holds(&self, address: IpAddr) -> bool {
        first_of(address.to_canonical(), self.bits) == Some(self.first)
    }
}

/// The first address of a network with so many bits around this one; `None` where there are not so many.
fn first_of(address: IpAddr, bits: u8) -> Option<IpAddr> {
    match address {
        IpAddr::V4(v4) => {
            let rest = 32u32.checked_sub(bits.into())?;
            Some(Ipv4Addr::from_bits(v4.to_bits() & u32::MAX.checked_shl(rest).unwrap_or(0)).into())
        }
        IpAddr::V6(v6) => {
            let rest = 128u32.checked_sub(bits.into())?;
            Some(Ipv6Addr::from_bits(v6.to_bits() & u128::MAX.checked_shl(rest).unwrap_or(0)).into())
        }
    }
}

/// As whom an address counts: of IPv6 everybody has a network of 64 bits.
pub(super) fn counted(address: IpAddr) -> IpAddr {
    let address = address.to_canonical();
    if address.is_ipv4() { address } else { first_of(address, 64).unwrap_or(address) }
}

impl FromStr for Network {
    type Err = NoNetwork;

    fn from_str(text: &str) -> Result<Network, NoNetwork> {
        let Some((address, bits)) = text.split_once('/') else {
            return text.parse().map(Network::of).map_err(|_| NoNetwork);
        };
        let address: IpAddr = address.parse().map_err(|_| NoNetwork)?;
        let bits = bits.parse().map_err(|_| NoNetwork)?;
        Ok(Network { first: first_of(address, bits).ok_or(NoNetwork)?, bits })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.bits)
    }
}
