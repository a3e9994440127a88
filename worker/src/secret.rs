//! Secrets that we made: kept as digests, compared in constant time.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// SHA-256 of a random secret. Secrets of 256 bits need no slow hash; passwords do.
pub(crate) fn digest(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))
}

/// Whether two secrets are the same, in time that does not tell where they differ.
pub(crate) fn same_secret(a: &str, b: &str) -> bool {
    // Equal digests mean equal secrets; how far two digests agree tells nothing about them.
    digest(a) == digest(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_compared_whole() {
        assert!(same_secret("abc", "abc"));
        assert!(!same_secret("abc", "abcd"));
    }
}
