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

impl Settings {
    /// Whether pages of this origin may show the chat.
    #[must_use]
    pub fn allows(&self, origin: &str) -> bool {
        let is = |allowed: &String| match allowed.split_once("//*.") {
            // Subdomains, and not the name itself, as `frame-ancestors` has it.
            Some((scheme, below)) => origin
                .strip_prefix(scheme)
                .and_then(|rest| rest.strip_prefix("//"))
                .and_then(|host| host.strip_suffix(below))
                .is_some_and(|start| start.len() > 1 && start.ends_with('.')),
            None => allowed == origin,
        };
        self.allowed_origins.iter().any(is)
    }
}

/// Names under which anybody may have a name of their own: a star there would let strangers in. Those of
/// countries are found by their shape; these are hosting companies', of the Public Suffix List
/// (<https://publicsuffix.org>), and the learning platforms' own.
const SHARED: &[&str] = &[
    "amazonaws.com",
    "azurewebsites.net",
    "blackboard.com",
    "blogspot.com",
    "brightspace.com",
    "cloudfront.net",
    "firebaseapp.com",
    "fly.dev",
    "github.io",
    "gitlab.io",
    "herokuapp.com",
    "instructure.com",
    "moodlecloud.com",
    "netlify.app",
    "ngrok.app",
    "ngrok.io",
    "onrender.com",
    "pages.dev",
    "trycloudflare.com",
    "vercel.app",
    "web.app",
    "workers.dev",
];

/// What stands before a country's two letters where that country gives out names below it: `ac.uk`,
/// `com.br`, `k12.tr`.
const SECOND_LEVEL: &[&str] = &[
    "ac", "co", "com", "edu", "gob", "gov", "gv", "k12", "ltd", "ne", "net", "nom", "or", "org",
    "plc", "sch", "school",
];

/// An origin as `frame-ancestors` takes it: scheme, host, port, and nothing that could say more in a
/// header. By https, but for the machine that the browser runs on.
fn read(origin: &str) -> Option<String> {
    let origin = origin.trim().trim_end_matches('/').to_ascii_lowercase();
    let (scheme, rest) = origin.split_once("://")?;
    let (host, port) = match rest.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (rest, None),
    };
    let is_local = host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1";
    let is_scheme = scheme == "https" || (scheme == "http" && is_local);
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let named = host.strip_prefix("*.");
    // A star stands for subdomains only: `https://*` would be everybody.
    let is_host = match named {
        Some(below) => is_name(below) && below.contains('.') && !is_shared(below),
        None => is_name(host) && (host.contains('.') || is_local),
    };
    (is_scheme && is_port && is_host).then_some(origin)
}

/// Whether it is a host's name: labels of letters, digits and dashes (RFC 1123, 2.1).
fn is_name(host: &str) -> bool {
    let is_label = |label: &str| {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (1..=63).contains(&label.len())
            && label.chars().all(is_letter)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.len() <= 253 && host.split('.').all(is_label)
}

/// Whether names below it belong to many.
fn is_shared(name: &str) -> bool {
    let of_a_country = match name.split('.').collect::<Vec<_>>()[..] {
        [second, country] => country.len() == 2 && SECOND_LEVEL.contains(&second),
        _ => false,
    };
    of_a_country || SHARED.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::Settings;
    use super::read;

    #[test]
    fn a_page_may_show_the_chat_if_its_origin_is_named() {
        let mut settings = Settings::new("Riverside".to_owned());
        settings.allowed_origins = vec![
            "https://lms.example.edu".to_owned(),
            "https://*.courses.example.edu:8443".to_owned(),
        ];
        for (origin, may) in [
            ("https://lms.example.edu", true),
            ("http://lms.example.edu", false),
            ("https://lms.example.edu.evil.example", false),
            ("https://a.courses.example.edu:8443", true),
            ("https://a.b.courses.example.edu:8443", true),
            ("https://courses.example.edu:8443", false),
            ("https://.courses.example.edu:8443", false),
            ("https://evilcourses.example.edu:8443", false),
            ("", false),
        ] {
            assert_eq!(settings.allows(origin), may, "{origin}");
        }
    }

    #[test]
    fn origins_are_hosts_and_nothing_more() {
        assert_eq!(
            read(" https://LMS.example.edu/ ").as_deref(),
            Some("https://lms.example.edu")
        );
        for fine in [
            "https://*.example.edu",
            "https://*.example.ac.uk",
            "https://riverside.instructure.com",
            "https://lms.example.edu:8443",
            "http://127.0.0.1:8080",
        ] {
            assert!(read(fine).is_some(), "{fine}");
        }
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
            "http://lms.example.edu",
            "http://*.example.edu",
            "https://*.co.uk",
            "https://*.ac.uk",
            "https://*.github.io",
            "https://*.instructure.com",
            "https://...",
            "https://a..b",
            "https://-a.edu",
            "https://a.edu:0",
            "https://a.edu:b",
            "https://a:b:c",
            "https://intranet",
        ] {
            assert!(read(bad).is_none(), "{bad}");
        }
    }
}
