//! What letters to learners carry: the way back into their conversation, the end of the letters, and the address
//! that an answer goes to. Whoever reads the mailbox has them, and nobody else.

use super::{Keys, Kind};
use crate::digest::digest;
use crate::error::Error;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use protocol::{ConversationId, LearnerId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// Which conversation a letter is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Letter {
    pub(crate) team: TeamId,
    pub(crate) conversation: ConversationId,
    /// Digest of the address that it went to: once replies go to another, its link leads nowhere.
    #[serde(default)]
    pub(crate) to: String,
}

impl Letter {
    /// One to this address.
    pub(crate) fn new(team: &TeamId, conversation: &ConversationId, to: &str) -> Self {
        Self {
            team: team.clone(),
            conversation: conversation.clone(),
            to: digest(&to.to_ascii_lowercase()),
        }
    }
}

/// The links of a letter.
pub(crate) struct Links {
    /// The page that leads back. In the fragment, the token stands in no server's log.
    pub(crate) open: String,
    /// The page that ends the letters.
    pub(crate) stop: String,
    /// What a mail program posts to, to end them.
    pub(crate) stop_by_post: String,
}

/// The links of a letter, which last as long as the conversation does.
pub(crate) fn links(
    public_url: &str,
    letter: &Letter,
    keys: &Keys,
    now: Timestamp,
) -> Result<Links, Error> {
    let (open, _) = super::write(letter, Kind::Link, keys, now)?;
    let (stop, _) = super::write(letter, Kind::Stop, keys, now)?;
    let page = format!("{public_url}/chat?team={}", letter.team);
    Ok(Links {
        open: format!("{page}#open={open}"),
        stop: format!("{page}#stop={stop}"),
        stop_by_post: format!("{public_url}/api/learner/mail/stop?token={stop}"),
    })
}

/// Letters and digits of an address's part that is the same in whatever case: RFC 4648, 6, in small letters.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// Bytes of a learner's random id.
const ID: usize = 16;
/// Bytes of its signature that are kept: nobody tries 2^64 addresses.
const MAC: usize = 8;
/// Longest part of an address before its @ (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// The address that an answer to a letter goes to: `reply+{team}.{what}@…`, where `inbound` is `reply@…`. None if
/// it would be too long, or the learner's id is none of ours.
pub(crate) fn reply_address(
    inbound: &str,
    letter: &Letter,
    keys: &Keys,
) -> Result<Option<String>, Error> {
    let Some((local, domain)) = inbound.split_once('@') else {
        return Ok(None);
    };
    let Some(plain) = plain(&letter.conversation) else {
        return Ok(None);
    };
    let key = keys.first().ok_or_else(|| Error::bug("no signing key"))?;
    let signed = [plain.as_slice(), &mac(&letter.team, &plain, key)?].concat();
    let local = format!("{local}+{}.{}", letter.team, base32(&signed));
    Ok((local.len() <= MAX_LOCAL).then(|| format!("{local}@{domain}")))
}

/// The conversation that an address was made for; nothing, if it was not made here.
pub(crate) fn read_address(
    address: &str,
    teams: &[TeamId],
    keys: &Keys,
) -> Result<Option<(TeamId, ConversationId)>, Error> {
    let lower = address.to_ascii_lowercase();
    let local = lower.split('@').next().unwrap_or_default();
    let tag = local.split_once('+').map_or("", |it| it.1);
    let Some((team, code)) = tag.rsplit_once('.') else {
        return Ok(None);
    };
    let team = teams
        .iter()
        .find(|it| it.as_str().eq_ignore_ascii_case(team));
    let (Some(team), Some(bytes)) = (team, from_base32(code)) else {
        return Ok(None);
    };
    let Some((plain, given)) = bytes.len().checked_sub(MAC).map(|at| bytes.split_at(at)) else {
        return Ok(None);
    };
    let mut is_ours = false;
    for key in keys {
        is_ours |= mac_of(team, plain, key)?
            .verify_truncated_left(given)
            .is_ok();
    }
    let conversation = is_ours.then(|| conversation(plain)).flatten();
    Ok(conversation.map(|conversation| (team.clone(), conversation)))
}

/// A conversation in bytes: the learner's random id, and which of their conversations.
fn plain(conversation: &ConversationId) -> Option<Vec<u8>> {
    let learner = conversation.learner()?;
    let id = learner.as_str().strip_prefix("l-")?;
    let id = URL_SAFE_NO_PAD.decode(id).ok()?;
    let ordinal = u16::try_from(conversation.ordinal()?).ok()?;
    (id.len() == ID).then(|| [id.as_slice(), &ordinal.to_be_bytes()].concat())
}

fn conversation(plain: &[u8]) -> Option<ConversationId> {
    let (id, ordinal) = plain.split_at_checked(ID)?;
    let ordinal = u16::from_be_bytes(ordinal.try_into().ok()?);
    let learner = LearnerId::new(format!("l-{}", URL_SAFE_NO_PAD.encode(id))).ok()?;
    ConversationId::of(&learner, ordinal.into()).ok()
}

fn mac_of(team: &TeamId, plain: &[u8], key: &str) -> Result<Hmac<Sha256>, Error> {
    let mac = Hmac::<Sha256>::new_from_slice(key.as_bytes())
        .map_err(|_| Error::bug("the signing key cannot be used"))?;
    // What is signed here is signed nowhere else.
    Ok(mac
        .chain_update("mail address\0")
        .chain_update(team.as_str())
        .chain_update([0])
        .chain_update(plain))
}

fn mac(team: &TeamId, plain: &[u8], key: &str) -> Result<[u8; MAC], Error> {
    let whole = mac_of(team, plain, key)?.finalize().into_bytes();
    let mut short = [0; MAC];
    short.copy_from_slice(&whole[..MAC]);
    Ok(short)
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[(held >> bits) as usize & 31]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[(held << (5 - bits)) as usize & 31]));
    }
    text
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = ALPHABET.iter().position(|it| *it == letter)?;
        held = (held << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(team: &str) -> Letter {
        let learner = LearnerId::new(format!("l-{}", URL_SAFE_NO_PAD.encode([7; ID]))).unwrap();
        let conversation = ConversationId::of(&learner, 3).unwrap();
        Letter::new(
            &TeamId::new(team).unwrap(),
            &conversation,
            "mia@example.org",
        )
    }

    #[test]
    fn an_address_leads_to_its_conversation_and_no_other_does() {
        let keys = vec!["0123456789abcdef0123456789abcdef".to_owned()];
        let teams = [letter("riverside").team, letter("other").team];
        let of = letter("riverside");
        let address = reply_address("reply@in.example.edu", &of, &keys)
            .unwrap()
            .unwrap();
        assert!(address.starts_with("reply+riverside.") && address.ends_with("@in.example.edu"));
        let read = |address: &str, keys: &[String]| read_address(address, &teams, keys).unwrap();
        let leads = Some((of.team.clone(), of.conversation.clone()));
        assert_eq!(read(&address, &keys), leads);
        // Mail servers change the case as they like.
        assert_eq!(read(&address.to_uppercase(), &keys), leads);
        let next = vec!["another key another key another k".to_owned()];
        assert_eq!(read(&address, &next), None);
        assert!(read(&address, &[next, keys.clone()].concat()).is_some());
        assert_eq!(read(&address.replace("riverside", "other"), &keys), None);
        for at in "reply+riverside.".len()..address.find('@').unwrap() {
            let mut changed = address.clone().into_bytes();
            changed[at] = if changed[at] == b'a' { b'b' } else { b'a' };
            let changed = String::from_utf8(changed).unwrap();
            // The last letter's unused bits alone may differ.
            let is_last = at + 1 == address.find('@').unwrap();
            assert!(is_last || read(&changed, &keys).is_none(), "{changed}");
        }
        for bad in [
            "",
            "reply@in.example.edu",
            "reply+@x",
            "reply+riverside.@x",
            "reply+riverside.1@x",
        ] {
            assert_eq!(read(bad, &keys), None, "{bad}");
        }
        let long = letter(&"t".repeat(40));
        assert_eq!(
            reply_address("reply@in.example.edu", &long, &keys).unwrap(),
            None
        );
    }
}
