//! Passwords: Argon2id, by the `argon2` crate.

use crate::clock;
use crate::error::Error;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

/// Memory, passes and lanes: the smallest-memory setting that OWASP counts as equal to its
/// others, as an isolate has 128 MB for all it does.
/// Source: <https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html>.
const MEMORY_KIB: u32 = 7_168;
const PASSES: u32 = 5;
const LANES: u32 = 1;

/// Shortest password. NIST SP 800-63B asks for 8; ten costs a password manager nothing.
const SHORTEST: usize = 10;
/// Longest: beyond it, hashing would only be a way to keep us busy.
const LONGEST: usize = 256;

/// Hashes a new password to a PHC string.
///
/// # Errors
/// `invalid` if it is too short or too long.
pub(crate) fn hash(password: &str) -> Result<String, Error> {
    let length = password.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        return Err(Error::invalid(format!(
            "a password has {SHORTEST} to {LONGEST} characters"
        )));
    }
    let salt = clock::random_bytes::<16>()?;
    let hash: PasswordHash = argon2()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| Error::bug(format!("argon2: {error}")))?;
    Ok(hash.to_string())
}

/// Whether this is the password. With no hash it takes as long and says no, so that an
/// address without an account cannot be told from one with another password.
pub(crate) fn verify(password: &str, hash: Option<&str>) -> Result<bool, Error> {
    let argon2 = argon2()?;
    let parsed = hash.and_then(|hash| PasswordHash::new(hash).ok());
    match parsed {
        Some(hash) => Ok(password.chars().count() <= LONGEST
            && argon2.verify_password(password.as_bytes(), &hash).is_ok()),
        None => {
            let mut out = [0; 32];
            argon2
                .hash_password_into(b"no such account", b"nothing to salt!", &mut out)
                .map_err(|error| Error::bug(format!("argon2: {error}")))?;
            Ok(false)
        }
    }
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|error| Error::bug(format!("argon2 parameters: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_opens() {
        let hash = hash("correct horse battery").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=7168,t=5,p=1$"), "{hash}");
        assert!(verify("correct horse battery", Some(&hash)).unwrap());
        assert!(!verify("correct horse batterz", Some(&hash)).unwrap());
        assert!(!verify("correct horse battery", None).unwrap());
        assert!(!verify("x", Some("not a hash")).unwrap());
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert!(hash("123456789").is_err());
        assert!(hash(&"x".repeat(257)).is_err());
    }
}
