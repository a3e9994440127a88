//! Addresses that something is posted to.

use super::Wrong;

/// What is wrong with an address that something is to be posted to.
pub(crate) fn check_webhook(address: Option<&String>) -> Result<(), Wrong> {
    match address {
        Some(address) if !is_webhook(address) => {
            Err(Wrong("a webhook's address begins with https://".to_owned()))
        }
        _ => Ok(()),
    }
}

/// Whether something may be posted there: encrypted, or to the machine the worker runs on, which a
/// deployment at the edge cannot reach.
fn is_webhook(address: &str) -> bool {
    let is_host = |rest: &str| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty()
            && !host.contains(['@', ' '])
            && rest.len() <= 500
            && !rest.contains(char::is_whitespace)
    };
    let local = ["http://localhost:", "http://127.0.0.1:"];
    let port = local.iter().find_map(|start| address.strip_prefix(start));
    match (address.strip_prefix("https://"), port) {
        (Some(rest), _) => is_host(rest),
        (None, Some(rest)) => rest.starts_with(|c: char| c.is_ascii_digit()) && is_host(rest),
        (None, None) => false,
    }
}

/// What is wrong with an e-mail address that alerts go to.
///
/// # Errors
/// [`Wrong`], in words for the admin.
pub fn check_mail(address: &str) -> Result<(), Wrong> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.@".contains(c);
    let is_address = match address.split_once('@') {
        Some((local, domain)) => {
            !local.is_empty()
                && !domain.contains('@')
                && domain.split('.').all(|it| !it.is_empty())
                && domain.contains('.')
        }
        None => false,
    };
    // RFC 5321, 4.5.3.1.3.
    match is_address && address.len() <= 254 && address.chars().all(is_plain) {
        true => Ok(()),
        false => Err(Wrong(format!("“{address}” is not an e-mail address"))),
    }
}

#[cfg(test)]
mod tests {
    use super::{check_mail, is_webhook};

    #[test]
    fn an_address_of_mail_is_one_and_nothing_else() {
        for address in ["help@example.edu", "a.b+c@x.co"] {
            assert!(check_mail(address).is_ok(), "{address}");
        }
        for address in [
            "",
            "help",
            "@x.co",
            "a@b",
            "a@x..co",
            "a@b@x.co",
            "a b@x.co",
            "a@x.co\r\nBcc: b@x.co",
            "A <a@x.co>",
        ] {
            assert!(check_mail(address).is_err(), "{address}");
        }
    }

    #[test]
    fn what_is_posted_to_is_encrypted_or_this_machine() {
        for address in [
            "https://crm.example.org/hook?a=b",
            "http://127.0.0.1:9000/hook",
        ] {
            assert!(is_webhook(address), "{address}");
        }
        for address in [
            "https://",
            "http://10.0.0.1/",
            "http://localhost.evil.org/",
            "https://user@host/",
            "file:///etc/passwd",
        ] {
            assert!(!is_webhook(address), "{address}");
        }
    }
}
