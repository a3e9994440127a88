//! Fetching from the public web, and from nowhere else.
//!
//! Addresses come from help centres' sitemaps, which somebody else writes: none of them may make
//! this machine ask its own network. Names are judged by what they resolve to, on each connection,
//! so neither a redirect nor a name that changes its mind gets by.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, config::Config, http::Uri};

/// What servers see in their logs.
const USER_AGENT: &str = concat!("baton/", env!("CARGO_PKG_VERSION"));

/// Longest wait for one page.
const PATIENCE: Duration = Duration::from_secs(20);

/// An agent that follows no redirects by itself; `allow_private` lets it into private networks.
pub(crate) fn agent(allow_private: bool) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(PATIENCE))
        .user_agent(USER_AGENT)
        // A proxy would resolve names in our place.
        .proxy(None)
        .build();
    if allow_private {
        return config.into();
    }
    Agent::with_parts(config, DefaultConnector::default(), PublicOnly::default())
}

/// Resolves to public addresses only.
#[derive(Debug, Default)]
struct PublicOnly(DefaultResolver);

impl Resolver for PublicOnly {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let all = self.0.resolve(uri, config, timeout)?;
        let mut public = self.empty();
        for address in all.iter().filter(|address| is_public(address.ip())) {
            public.push(*address);
        }
        if public.is_empty() {
            return Err(ureq::Error::Other(
                "it is an address of a private network (--allow-private lets it in)".into(),
            ));
        }
        Ok(public)
    }
}

/// Whether an address is reached over the public internet (IANA's special-purpose registries).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        // Shared by carriers, protocol assignments, benchmarking, reserved.
        || (a == 100 && b & 0b1100_0000 == 0b0100_0000)
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && b & 0xfe == 18)
        || a >= 240;
    !is_special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let segments = ip.segments();
    // Addresses that carry an IPv4 address lead where that leads.
    if let Some(v4) = ip.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let of = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    match segments {
        [0x0064, 0xff9b, 0, 0, 0, 0, high, low] => is_public_v4(of(high, low)),
        [0x2002, high, low, ..] => is_public_v4(of(high, low)),
        // Teredo and documentation.
        [0x2001, 0 | 0x0db8, ..] => false,
        // Global unicast is 2000::/3.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_public() {
        for private in [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "198.19.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00:ec2::254",
            "::ffff:127.0.0.1",
            "64:ff9b::a9fe:a9fe",
            "2002:7f00:1::",
            "2001:db8::1",
            "ff02::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700:4700::1111",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn a_private_address_is_not_asked() {
        for url in [
            "http://127.0.0.1:9/",
            "http://localhost:9/",
            "http://[::1]:9/",
        ] {
            let error = agent(false).get(url).call().unwrap_err();
            assert!(error.to_string().contains("private network"), "{error}");
        }
    }
}
