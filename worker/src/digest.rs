//! SHA-256 digests: of secrets, which are kept as digests only, and of documents, to tell versions apart.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// SHA-256, in base64url. Enough for random secrets of 256 bits; passwords need a slow hash.
pub(crate) fn digest(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
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
