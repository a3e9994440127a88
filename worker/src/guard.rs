//! Which addresses of a team's the worker may ask: the public web's, and no network's own.
//!
//! Where a name leads is found out by whoever runs the worker: at the edge nothing private can be reached;
//! for a deployment of one's own, docs/security.md says how to close the rest.

use crate::config;
use crate::error::Error;
use worker::{Env, Url};

/// Endings of names that only a network of one's own knows: RFC 6762, RFC 8375, ICANN's `.internal`, and
/// what routers make up.
const PRIVATE: &[&str] = &[
    "corp",
    "home",
    "home.arpa",
    "internal",
    "intranet",
    "lan",
    "local",
    "localdomain",
    "private",
];

/// Whether this is an address of the public web, by https.
///
/// # Errors
/// `invalid`, with what is wrong.
pub(crate) fn check(env: &Env, address: &str) -> Result<(), Error> {
    // Set by `cargo xtask dev` and by tests, which have nobody else to ask.
    let may_be_local = config::variable(env, "ALLOW_LOCAL_HOOKS").is_some();
    match refused(address, may_be_local) {
        None => Ok(()),
        Some(why) => Err(Error::invalid(why)),
    }
}

fn refused(address: &str, may_be_local: bool) -> Option<&'static str> {
    let Ok(url) = Url::parse(address) else {
        return Some("this is no address");
    };
    // As it was understood: `2130706433` and `0x7f.1` are 127.0.0.1.
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    let is_local = host == "localhost" || host == "127.0.0.1";
    if is_local && may_be_local && url.scheme() == "http" {
        return None;
    }
    if url.scheme() != "https" {
        return Some("an address begins with https://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Some("an address holds no user name or password");
    }
    let is_ip = host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok();
    if is_ip {
        return Some("an address names a host, and no IP address");
    }
    let is_private = !host.contains('.')
        || host.ends_with(".localhost")
        || PRIVATE
            .iter()
            .any(|end| host.strip_suffix(end).is_some_and(|it| it.ends_with('.')));
    is_private.then_some("an address is one of the public web, and not of a network of your own")
}

#[cfg(test)]
mod tests {
    use super::refused;

    #[test]
    fn only_the_public_web_is_asked() {
        for fine in [
            "https://crm.example.org/hook?a=b",
            "https://hooks.slack.com/services/T/B/x",
        ] {
            assert_eq!(refused(fine, false), None, "{fine}");
        }
        for address in [
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[fd00::1]/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://017700000001/",
            "https://127.1/",
            "https://localhost/",
            "https://localhost./",
            "https://a.localhost/",
            "https://10.0.0.1/",
            "https://192.168.1.1:8443/",
            "https://8.8.8.8/",
            "https://metadata.google.internal/",
            "https://printer.local/",
            "https://router.home.arpa/",
            "https://nas.lan/",
            "https://intranet/",
            "https://user@crm.example.org/",
            "https://user:pw@crm.example.org/",
            "http://crm.example.org/",
            "http://localhost:6379/",
            "http://127.0.0.1:22/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "crm.example.org",
            "",
        ] {
            assert!(refused(address, false).is_some(), "{address}");
        }
        assert_eq!(refused("http://127.0.0.1:9000/hook", true), None);
        assert!(refused("http://10.0.0.1/hook", true).is_some());
    }
}
