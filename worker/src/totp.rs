//! One-time passwords by time (TOTP, RFC 6238), as authenticator apps make them: SHA-1, six digits, every
//! thirty seconds.

use hmac::{Hmac, KeyInit as _, Mac as _};
use protocol::Timestamp;
use sha1::Sha1;

/// Base32 (RFC 4648, 6). Written here, as the library that everybody links for it is 34 KB of the worker.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// How long a code is the one, in milliseconds.
const STEP_MS: i64 = 30_000;

/// How many steps a clock may be behind or ahead: one, as RFC 6238, 5.2 recommends at most.
const SKEW: i64 = 1;

/// A secret's text, as apps take it, of 160 random bits (RFC 4226, 4).
pub(crate) fn secret(random: &[u8; 20]) -> String {
    let mut text = String::new();
    // Five bytes are eight letters, so that twenty leave nothing over.
    for five in random.chunks(5) {
        let bits = five
            .iter()
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for at in (0..8).rev() {
            let letter = BASE32[(bits >> (at * 5) & 31) as usize];
            text.push(char::from(letter));
        }
    }
    text
}

/// The bytes of a secret's text; `None` if it is none.
fn bytes(secret: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for eight in secret.as_bytes().chunks(8) {
        let mut bits = 0_u64;
        for letter in eight {
            let place = BASE32.iter().position(|it| it == letter)?;
            bits = bits << 5 | u64::try_from(place).ok()?;
        }
        bytes.extend(bits.to_be_bytes().get(3..)?);
    }
    Some(bytes)
}

/// The address that an app reads a secret from:
/// <https://github.com/google/google-authenticator/wiki/Key-Uri-Format>.
pub(crate) fn uri(secret: &str, issuer: &str, account: &str) -> String {
    let encoded = |text: &str| String::from(js_sys::encode_uri_component(text));
    let (issuer, account) = (encoded(issuer), encoded(account));
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}")
}

/// The step at which this code is the one, if it is now; never one that is not after `last`, so that no code
/// is used twice (RFC 6238, 5.2).
pub(crate) fn step(secret: &str, code: &str, last: i64, now: Timestamp) -> Option<i64> {
    let key = bytes(secret)?;
    let here = now.0.div_euclid(STEP_MS);
    let near = (here - SKEW)..=(here + SKEW);
    near.into_iter()
        .find(|step| *step > last && self::code(&key, *step).as_deref() == Some(code))
}

/// The code of a step: RFC 4226, 5.3.
fn code(key: &[u8], step: i64) -> Option<String> {
    let mac = Hmac::<Sha1>::new_from_slice(key).ok()?;
    let mac = mac.chain_update(step.to_be_bytes()).finalize().into_bytes();
    let at = usize::from(mac.last()? & 0x0f);
    let bytes: [u8; 4] = mac.get(at..at + 4)?.try_into().ok()?;
    let number = u32::from_be_bytes(bytes) & 0x7fff_ffff;
    Some(format!("{:06}", number % 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_rfc() {
        let key = b"12345678901234567890";
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(
                code(key, seconds / 30).as_deref(),
                Some(expected),
                "{seconds}"
            );
        }
    }

    #[test]
    fn a_secret_is_written_as_apps_take_it() {
        let random = b"12345678901234567890";
        assert_eq!(secret(random), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(bytes(&secret(random)).as_deref(), Some(&random[..]));
        assert_eq!(bytes("lower case"), None);
    }

    #[test]
    fn a_code_is_good_around_its_time_and_once() {
        let secret = secret(b"12345678901234567890");
        let at = |seconds: i64| Timestamp(seconds * 1_000);
        assert_eq!(step(&secret, "287082", 0, at(59)), Some(1));
        assert_eq!(
            step(&secret, "287082", 0, at(89)),
            Some(1),
            "half a minute late"
        );
        assert_eq!(step(&secret, "287082", 0, at(120)), None, "a minute late");
        assert_eq!(step(&secret, "287082", 1, at(59)), None, "twice");
        assert_eq!(step(&secret, "287083", 0, at(59)), None);
        assert_eq!(step(&secret, "", 0, at(59)), None);
    }
}
