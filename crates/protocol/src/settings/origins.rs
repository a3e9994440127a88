//! The pages that may show the chat.

use super::{Settings, Wrong};

/// Most origins a team may allow: they all stand in one header.
const MAX_ORIGINS: usize = 50;

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    let origins = &mut settings.allowed_origins;
    if origins.len() > MAX_ORIGINS {
        return Err(Wrong(format!("at most {MAX_ORIGINS} origins")));
    }
    for origin in origins {
        *origin = read(origin).ok_or_else(|| {
            Wrong("an allowed origin looks like https://lms.example.edu, without a path".to_owned())
        })?;
    }
    Ok(())
}

/// An origin as `frame-ancestors` takes it: scheme, host, port, and nothing that could say more in a
/// header.
fn read(origin: &str) -> Option<String> {
    let origin = origin.trim().trim_end_matches('/');
    let host = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"))?;
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '*');
    // A star stands for subdomains only: `https://*` would be everybody.
    let star_is_fine = match host.strip_prefix("*.") {
        Some(rest) => rest.contains('.') && !rest.contains('*'),
        None => !host.contains('*'),
    };
    (!host.is_empty() && host.chars().all(is_host) && star_is_fine)
        .then(|| origin.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn origins_are_hosts_and_nothing_more() {
        assert_eq!(
            read(" https://LMS.example.edu/ ").as_deref(),
            Some("https://lms.example.edu")
        );
        assert!(read("https://*.example.edu").is_some());
        assert!(read("http://localhost:8080").is_some());
        for bad in [
            "*",
            "https://*",
            "https://*.edu",
            "lms.example.edu",
            "https://a.edu; script-src *",
            "https://a.edu/path",
            "https://",
            "javascript:alert(1)",
            "https://a.edu 'unsafe-inline'",
        ] {
            assert!(read(bad).is_none(), "{bad}");
        }
    }
}
