//! Proof of work: the way on for a browser whose session was refused with `too_fast`, or whose learner asked for a person
//! while too many newcomers did (`brake.rs`).
//!
//! A browser computes for a moment, once. A script that invents learners computes for each of them, and each costs more
//! the more proofs came lately, from its network and from all. No third party is asked. A proof of work slows such a
//! script down; it does not keep out an attacker with many computers. Learners who have shown one therefore have a limit
//! of their own (`brake.rs`).

use crate::clock;
use crate::error::Error;
use crate::token::{self, Keys, Kind};
use protocol::http::Challenge;
use protocol::{TeamId, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

/// Difficulty of the first proofs, in zero bits: some 65,000 digests, of which `@noble/hashes` computes 300,000 a second in
/// Node on one core of a shared machine.
const LEAST_BITS: u32 = 16;
/// And at most: a million digests.
const MOST_BITS: u32 = 20;
/// Proofs of one network in a window after which the next are twice as difficult; of all networks, five times as many.
const DOUBLED_BY: u32 = 32;
const ALL_DOUBLED_BY: u32 = 5 * DOUBLED_BY;
/// After it networks are counted anew.
const WINDOW_MS: i64 = 10 * 60 * 1_000;

/// What a challenge says, signed.
#[derive(Serialize, Deserialize)]
struct Claims {
    team: TeamId,
    /// The network that asked for it: proofs count there, wherever they are shown.
    network: String,
    id: String,
    bits: u32,
}

/// A proof whose number solves its challenge. Whether it counts, [`Proofs::take`] decides.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proof {
    /// The network that asked for its challenge.
    pub(crate) network: String,
    /// Its challenge's id.
    pub(crate) id: String,
    /// Its difficulty, in zero bits.
    pub(crate) bits: u32,
}

/// A new challenge of so many zero bits.
pub(crate) fn challenge(
    team: TeamId,
    network: String,
    bits: u32,
    keys: &Keys,
) -> Result<Challenge, Error> {
    let claims = Claims {
        team,
        network,
        id: clock::random_id()?,
        bits,
    };
    let (challenge, _) = token::write(&claims, Kind::Challenge, keys, clock::now())?;
    Ok(Challenge { challenge, bits })
}

/// Reads a proof, `challenge:number`.
///
/// # Errors
/// `invalid`, if the challenge is not ours, is another team's or has ended, or the number does not solve it.
pub(crate) fn read(
    proof: &str,
    team: &TeamId,
    keys: &Keys,
    now: Timestamp,
) -> Result<Proof, Error> {
    let is_none = || Error::invalid("this solves no challenge: ask for another one");
    let (challenge, number) = proof.rsplit_once(':').ok_or_else(is_none)?;
    let number: u64 = number.parse().map_err(|_| is_none())?;
    let claims: Claims =
        token::read(challenge, Kind::Challenge, keys, now).map_err(|_| is_none())?;
    let is_good = claims.team == *team && zero_bits(challenge, number) >= claims.bits;
    let proof = Proof {
        network: claims.network,
        id: claims.id,
        bits: claims.bits,
    };
    is_good.then_some(proof).ok_or_else(is_none)
}

/// Zero bits that a number makes of a challenge.
fn zero_bits(challenge: &str, number: u64) -> u32 {
    let digest = Sha256::new()
        .chain_update(Sha256::digest(challenge.as_bytes()))
        .chain_update(number.to_le_bytes())
        .finalize();
    let mut zeros = 0;
    for byte in digest {
        zeros += byte.leading_zeros();
        if byte != 0 {
            break;
        }
    }
    zeros
}

/// Proofs of a team's newcomers. In memory: when the object sleeps, one that was used within two minutes before may be used
/// again, once.
#[derive(Default)]
pub(crate) struct Proofs {
    /// When the window began.
    since: Timestamp,
    by_network: HashMap<String, u32>,
    /// Ids of challenges whose proof was used, and until when each lasts.
    used: HashMap<String, Timestamp>,
}

impl Proofs {
    /// Zero bits of a network's next challenge.
    pub(crate) fn bits(&mut self, network: &str, now: Timestamp) -> u32 {
        self.turn(now);
        let own = self.by_network.get(network).copied().unwrap_or(0) / DOUBLED_BY;
        let of_all = self.by_network.values().sum::<u32>() / ALL_DOUBLED_BY;
        (LEAST_BITS + own.max(of_all)).min(MOST_BITS)
    }

    /// Takes a proof; answers whether it counts. It does not if it was used before, or if its challenge is easier than
    /// one asked for now, by more than one bit: who asks for many challenges while they are easy gains nothing. One bit is allowed,
    /// as others may have shown proofs while this browser computed.
    pub(crate) fn take(&mut self, proof: Proof, now: Timestamp) -> bool {
        let Proof { network, id, bits } = proof;
        if bits + 1 < self.bits(&network, now) {
            return false;
        }
        self.used.retain(|_, until| *until > now);
        let until = now.plus(Kind::Challenge.lifetime_ms());
        if self.used.insert(id, until).is_some() {
            return false;
        }
        *self.by_network.entry(network).or_default() += 1;
        true
    }

    /// Counts anew, if the window is over.
    fn turn(&mut self, now: Timestamp) {
        if now.since(self.since) >= WINDOW_MS {
            self.since = now;
            self.by_network.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000);

    #[test]
    fn a_challenge_is_solved_by_a_number_and_by_its_team_alone() {
        let keys = ["0123456789abcdef0123456789abcdef".to_owned()];
        let team = TeamId::new("riverside").unwrap();
        let claims = Claims {
            team: team.clone(),
            network: "a".to_owned(),
            id: "c".to_owned(),
            bits: 10,
        };
        let (challenge, until) = token::write(&claims, Kind::Challenge, &keys, NOW).unwrap();
        let solves = |number: &u64| zero_bits(&challenge, *number) >= 10;
        let number = (0..).find(solves).unwrap();
        let wrong = (0..).find(|number| !solves(number)).unwrap();
        let read = |proof: &str, team: &TeamId, now| read(proof, team, &keys, now);
        let good = format!("{challenge}:{number}");
        assert_eq!(read(&good, &team, NOW).unwrap().id, "c");
        assert!(read(&format!("{challenge}:{wrong}"), &team, NOW).is_err());
        assert!(read(&format!("{challenge}:-1"), &team, NOW).is_err());
        assert!(read(&challenge, &team, NOW).is_err());
        assert!(read(&good, &TeamId::new("other").unwrap(), NOW).is_err());
        assert!(read(&good, &team, until).is_err(), "it has ended");
        // A token of another kind is no challenge, however it is solved.
        let (ticket, _) = token::write(&claims, Kind::Ticket, &keys, NOW).unwrap();
        let number = (0..).find(|number| zero_bits(&ticket, *number) >= 10);
        let number = number.unwrap();
        assert!(read(&format!("{ticket}:{number}"), &team, NOW).is_err());
    }

    #[test]
    fn every_zero_bit_doubles_the_work() {
        let count = |least| {
            let is_so = |number: &u64| zero_bits("abc", *number) >= least;
            (0..65_536).filter(is_so).count()
        };
        // Of so many digests, each count is within four deviations of what chance gives.
        for (least, expected) in [(1, 32_768_f64), (4, 4_096.0), (9, 128.0)] {
            let off = (count(least) as f64 - expected).abs();
            assert!(off < 4.0 * expected.sqrt(), "{least}: {off}");
        }
    }

    fn proof(network: &str, number: u32, bits: u32) -> Proof {
        Proof {
            network: network.to_owned(),
            id: number.to_string(),
            bits,
        }
    }

    #[test]
    fn a_proof_counts_once_and_many_make_the_next_more_difficult() {
        let mut proofs = Proofs::default();
        let now = Timestamp(1_000_000);
        assert_eq!(proofs.bits("a", now), LEAST_BITS);
        for number in 0..64 {
            assert!(proofs.take(proof("a", number, MOST_BITS), now));
        }
        assert!(!proofs.take(proof("a", 7, MOST_BITS), now), "used");
        assert_eq!(proofs.bits("a", now), LEAST_BITS + 2);
        assert_eq!(proofs.bits("b", now), LEAST_BITS);
        for number in 64..1_000 {
            proofs.take(proof("a", number, MOST_BITS), now);
        }
        assert_eq!(proofs.bits("a", now), MOST_BITS);
        assert_eq!(proofs.bits("a", now.plus(WINDOW_MS)), LEAST_BITS);
        let later = now.plus(Kind::Challenge.lifetime_ms());
        proofs.take(proof("a", 1_000, MOST_BITS), later);
        assert_eq!(proofs.used.len(), 1, "what has ended is forgotten");
    }

    #[test]
    fn challenges_kept_for_later_and_many_networks_gain_nothing() {
        let mut proofs = Proofs::default();
        let now = Timestamp(1_000_000);
        // All asked for at once, while they were easy.
        let took = |number: &u32| proofs.take(proof("a", *number, LEAST_BITS), now);
        assert_eq!((0..1_000).filter(took).count(), 64);
        let mut proofs = Proofs::default();
        for number in 0..320 {
            proofs.take(proof(&number.to_string(), number, MOST_BITS), now);
        }
        assert_eq!(proofs.bits("another", now), LEAST_BITS + 2);
    }
}
