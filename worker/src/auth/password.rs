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

/// Words that guessers try first. Our own selection, no published list.
const COMMON: &[&str] = &[
    "abc",
    "admin",
    "administrator",
    "alexander",
    "andrea",
    "andrew",
    "angel",
    "anthony",
    "apple",
    "arsenal",
    "asdfgh",
    "asdfghjkl",
    "ashley",
    "austin",
    "babygirl",
    "barcelona",
    "baseball",
    "basketball",
    "batman",
    "beautiful",
    "bismillah",
    "blink182",
    "brandon",
    "butterfly",
    "changeme",
    "charlie",
    "cheese",
    "chelsea",
    "chicken",
    "chocolate",
    "christopher",
    "computer",
    "cookie",
    "corvette",
    "daniel",
    "daniela",
    "default",
    "diamond",
    "dragon",
    "elizabeth",
    "family",
    "ferrari",
    "flower",
    "football",
    "freedom",
    "friends",
    "garfield",
    "george",
    "ginger",
    "google",
    "guest",
    "hannah",
    "harley",
    "heaven",
    "hello",
    "hockey",
    "hunter",
    "iloveyou",
    "internet",
    "jackson",
    "jasmine",
    "jennifer",
    "jessica",
    "jordan",
    "joshua",
    "junior",
    "justin",
    "killer",
    "lakers",
    "letmein",
    "liverpool",
    "login",
    "love",
    "lovely",
    "maggie",
    "manager",
    "manchester",
    "martin",
    "master",
    "matrix",
    "matthew",
    "mercedes",
    "merlin",
    "michael",
    "mickey",
    "minecraft",
    "monkey",
    "moodle",
    "mother",
    "mustang",
    "naruto",
    "nicole",
    "nintendo",
    "orange",
    "pass",
    "passw0rd",
    "password",
    "passwort",
    "patrick",
    "peanut",
    "pepper",
    "phoenix",
    "playstation",
    "pokemon",
    "princess",
    "purple",
    "qazwsx",
    "qwer",
    "qwert",
    "qwerty",
    "qwertyuiop",
    "qwertz",
    "rainbow",
    "ranger",
    "robert",
    "samantha",
    "samsung",
    "school",
    "scooter",
    "secret",
    "server",
    "shadow",
    "shannon",
    "silver",
    "slipknot",
    "snoopy",
    "soccer",
    "sophie",
    "spiderman",
    "starwars",
    "steelers",
    "sterling",
    "strawberry",
    "student",
    "summer",
    "sunshine",
    "superman",
    "support",
    "teacher",
    "test",
    "thomas",
    "tigger",
    "tinkerbell",
    "tottenham",
    "travis",
    "trustno",
    "university",
    "user",
    "vanessa",
    "victoria",
    "welcome",
    "whatever",
    "william",
    "winter",
    "yankees",
    "zachary",
    "zxcvbnm",
];
/// Rows of keyboards, and the columns of one: what fingers walk along is easy to guess, in both directions.
const WALKS: &[&str] = &[
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
    "1234567890",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qawsedrftgyhujikolp",
    "abcdefghijklmnopqrstuvwxyz",
];
/// How many keys of a walk are one.
const WALKED: usize = 3;

/// Letters and digits that a password needs besides such words.
const OWN_CHARS: usize = 6;

/// Refuses a password that is longer than any we accept. Called before the account is read, so that the
/// time of the answer does not tell whether there is an account.
///
/// # Errors
/// `invalid`.
pub(crate) fn check_length(password: &str) -> Result<(), Error> {
    match password.chars().count() {
        0..=LONGEST => Ok(()),
        _ => Err(refused()),
    }
}

fn refused() -> Error {
    Error::invalid(format!("a password has {SHORTEST} to {LONGEST} characters"))
}

/// A letter that a digit or mark stands for.
fn unmasked(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        c => c,
    }
}

/// A text in which each stretch along a keyboard is its first key alone.
fn without_walks(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let walks: Vec<String> = WALKS
        .iter()
        .flat_map(|walk| [(*walk).to_owned(), walk.chars().rev().collect()])
        .collect();
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let is_walked = |length: usize| {
            let stretch: String = chars[at..at + length].iter().collect();
            walks.iter().any(|walk| walk.contains(&stretch))
        };
        let longest = (WALKED..=chars.len() - at)
            .take_while(|length| is_walked(*length))
            .last();
        out.push(chars[at]);
        at += longest.unwrap_or(1);
    }
    out
}

/// Whether a password is easy to guess; `own` are words of its owner's and the team's.
fn is_guessed(password: &str, own: &[&str]) -> bool {
    let mut rest = password.to_lowercase();
    let own = own
        .iter()
        .flat_map(|it| it.split(|c: char| !c.is_alphanumeric()));
    let own = own
        .filter(|word| word.chars().count() >= 4)
        .map(str::to_lowercase);
    let mut words: Vec<String> = own
        .chain(COMMON.iter().map(|it| (*it).to_owned()))
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let without = |text: &str| {
        let text = text.to_owned();
        words.iter().fold(text, |rest, word| rest.replace(word, ""))
    };
    rest = without(&rest);
    // "P@ssw0rd": digits and marks that stand for letters.
    let plain = |text: &str| -> String { text.chars().map(unmasked).collect() };
    if plain(&rest) != rest {
        let letters = without(&plain(&password.to_lowercase()));
        if letters.chars().filter(|c| c.is_alphanumeric()).count() < OWN_CHARS {
            return true;
        }
    }
    rest = without_walks(&rest);
    // The same again adds nothing: "qwe123qwe123".
    if let Some((first, second)) = rest.split_at_checked(rest.len() / 2)
        && first == second
    {
        rest.truncate(rest.len() / 2);
    }
    // "12345" and "aaaaa" count as one character: a neighbour of the one before adds nothing.
    let mut letters: Vec<char> = rest.chars().filter(|c| c.is_alphanumeric()).collect();
    letters.dedup();
    let is_next = |pair: &[char]| (pair[0] as i32 - pair[1] as i32).abs() == 1;
    let in_a_row = letters.windows(2).filter(|pair| is_next(pair)).count();
    let distinct: std::collections::HashSet<&char> = letters.iter().collect();
    letters.len().saturating_sub(in_a_row) < OWN_CHARS || distinct.len() < OWN_CHARS - 1
}

/// Hashes a new password to a PHC string; `own` are words of its owner's and the team's.
///
/// # Errors
/// `invalid` if it is too short, too long, or easy to guess.
pub(crate) fn hash(password: &str, own: &[&str]) -> Result<String, Error> {
    let length = password.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        return Err(refused());
    }
    if is_guessed(password, own) {
        return Err(Error::invalid(
            "this password is easy to guess: choose one without names, common words and digits in a row",
        ));
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
        let hash = hash("correct horse battery", &[]).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=7168,t=5,p=1$"), "{hash}");
        assert!(verify("correct horse battery", Some(&hash)).unwrap());
        assert!(!verify("correct horse batterz", Some(&hash)).unwrap());
        assert!(!verify("correct horse battery", None).unwrap());
        assert!(!verify("x", Some("not a hash")).unwrap());
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert!(hash("123456789", &[]).is_err());
        assert!(hash(&"x".repeat(257), &[]).is_err());
        assert!(check_length(&"x".repeat(257)).is_err());
        assert!(check_length("short").is_ok());
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        let own = ["riverside", "Ana Lopez", "ana.lopez@riverside.example"];
        for password in [
            "1234567890",
            "0987654321",
            "password12",
            "Password123!",
            "aaaaaaaaaa",
            "qwertyuiop",
            "riverside1",
            "Riverside2026",
            "lopez-riverside",
            "          x",
            "letmein-admin",
            "abababababab",
            "1q2w3e4r5t",
            "1qaz2wsx3edc",
            "123qweasdzxc",
            "qwe123qwe123",
            "P@ssw0rd123",
            "basketball",
            "christopher",
            "strawberry",
            "playstation",
            "manchester",
        ] {
            assert!(is_guessed(password, &own), "{password}");
        }
        for password in [
            "correct horse battery",
            "amber-tulip-ana-vT9x",
            "Kx7#pL2qWz",
            "мой кот спит днём",
            "riverside tulip cabinet",
        ] {
            assert!(!is_guessed(password, &own), "{password}");
        }
    }
}
