//! A network written as `10.0.0.0/8` or a single address: which peers may tell us who their client is, and what a
//! limit counts by.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// An address block. Host bits are always zero, so two equal networks compare equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IpNet {
    address: IpAddr,
    prefix: u8,
}

impl IpNet {
    /// The block of `prefix` bits that `address` lies in. A prefix longer than the address means the address alone.
    pub fn new(address: IpAddr, prefix: u8) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => {
                let prefix = prefix.min(32);
                let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
                Self { address: Ipv4Addr::from_bits(v4.to_bits() & mask).into(), prefix }
            }
            IpAddr::V6(v6) => {
                let prefix = prefix.min(128);
                let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
                Self { address: Ipv6Addr::from_bits(v6.to_bits() & mask).into(), prefix }
            }
        }
    }

    /// Whether `address` lies in this block. An IPv4 address that arrives as IPv6 (`::ffff:…`) counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.address.is_ipv4() && Self::new(address, self.prefix) == *self
    }
}

impl fmt::Display for IpNet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.address, self.prefix)
    }
}

/// The text is neither an address nor an address block.
#[derive(Debug, PartialEq, Eq)]
pub struct InvalidNet;

impl FromStr for IpNet {
    type Err = InvalidNet;

    fn from_str(text: &str) -> Result<Self, InvalidNet> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().map_err(|_| InvalidNet)?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(prefix) => prefix.trim().parse().map_err(|_| InvalidNet)?,
            None => longest,
        };
        if prefix > longest {
            return Err(InvalidNet);
        }
        // `::ffff:10.0.0.0/104` is `10.0.0.0/8`.
        let mapped = address.is_ipv6() && address.to_canonical().is_ipv4();
        let prefix = if mapped { u8::checked_sub(prefix, 96).ok_or(InvalidNet)? } else { prefix };
        Ok(Self::new(address, prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net(text: &str) -> IpNet {
        text.parse().unwrap()
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_block_contains_its_addresses_and_no_others() {
        assert!(net("10.1.0.0/16").contains(ip("10.1.255.7")));
        assert!(!net("10.1.0.0/16").contains(ip("10.2.0.1")));
        assert!(net("2001:db8::/32").contains(ip("2001:db8:1::1")));
        assert!(!net("2001:db8::/32").contains(ip("2001:db9::1")));
    }

    #[test]
    fn a_single_address_contains_only_itself() {
        assert!(net("127.0.0.1").contains(ip("127.0.0.1")));
        assert!(!net("127.0.0.1").contains(ip("127.0.0.2")));
    }

    #[test]
    fn the_empty_prefix_contains_every_address_of_its_family() {
        assert!(net("0.0.0.0/0").contains(ip("203.0.113.9")));
        assert!(!net("0.0.0.0/0").contains(ip("2001:db8::1")));
        assert!(net("::/0").contains(ip("2001:db8::1")));
    }

    #[test]
    fn mapped_addresses_count_as_ipv4() {
        assert!(net("192.0.2.0/24").contains(ip("::ffff:192.0.2.8")));
        assert!(!net("::/0").contains(ip("::ffff:192.0.2.8")));
    }

    #[test]
    fn a_mapped_block_is_read_as_its_ipv4_block() {
        assert_eq!(net("::ffff:10.1.2.3/104"), net("10.0.0.0/8"));
        assert_eq!("::ffff:10.1.2.3/64".parse::<IpNet>(), Err(InvalidNet));
    }

    #[test]
    fn host_bits_are_dropped() {
        assert_eq!(net("10.1.2.3/8").to_string(), "10.0.0.0/8");
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["", "10.0.0.0/33", "::/129", "10.0.0", "proxy.example", "10.0.0.0/", "10.0.0.0/-1"] {
            assert_eq!(text.parse::<IpNet>(), Err(InvalidNet), "{text}");
        }
    }
}
