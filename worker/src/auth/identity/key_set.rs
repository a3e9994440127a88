//! The keys that a platform publishes (JWKS), fetched when they are needed and kept for a while.

use super::public_key::PublicKey;
use crate::auth::fetch;
use crate::clock;
use protocol::Timestamp;
use std::cell::RefCell;
use std::collections::HashMap;

/// How long a set is used before it is fetched again: what a platform withdrew is trusted no longer.
const FRESH_MS: i64 = 10 * 60 * 1_000;

/// How soon a key that is not in the set makes it be fetched again: whoever makes keys up does not make us
/// ask the platform each time.
const AGAIN_MS: i64 = 60 * 1_000;

/// Most sets that an isolate keeps.
const MAX_SETS: usize = 100;

/// How long keys are trusted that cannot be fetched again: a platform that is away for a day is not forgotten,
/// and one that withdrew a key is not away for so long.
const STALE_MS: i64 = 24 * 60 * 60 * 1_000;

/// A set that was fetched.
#[derive(Clone)]
struct Kept {
    keys: Vec<PublicKey>,
    /// When it was fetched.
    at: Timestamp,
    /// When that was tried last.
    tried_at: Timestamp,
}

thread_local! {
    /// By address.
    static KEPT: RefCell<HashMap<String, Kept>> = RefCell::default();
}

/// The keys at an address; with a key id, those that are published now if it is not among the kept ones.
/// None, if the platform was never reached: its own page then gets no verified learner.
pub(in crate::auth) async fn keys(address: &str, kid: Option<&str>) -> Vec<PublicKey> {
    let now = clock::now();
    let kept = KEPT.with_borrow(|all| all.get(address).cloned());
    if let Some(kept) = &kept {
        let is_here = kid.is_none_or(|kid| kept.keys.iter().any(|key| key.is_named(kid)));
        let is_fresh = now.since(kept.at) < FRESH_MS && is_here;
        if is_fresh || now.since(kept.tried_at) < AGAIN_MS {
            return kept.keys.clone();
        }
    }
    let next = match fetch::get(address, None, "the key set").await {
        Ok(text) => Kept {
            keys: PublicKey::read(&text),
            at: now,
            tried_at: now,
        },
        Err(error) => {
            error.into_problem();
            let kept = kept.filter(|kept| now.since(kept.at) < STALE_MS);
            Kept {
                keys: kept
                    .as_ref()
                    .map(|kept| kept.keys.clone())
                    .unwrap_or_default(),
                at: kept.map_or(Timestamp(0), |kept| kept.at),
                tried_at: now,
            }
        }
    };
    let keys = next.keys.clone();
    KEPT.with_borrow_mut(|all| {
        if all.len() >= MAX_SETS {
            all.clear();
        }
        all.insert(address.to_owned(), next);
    });
    keys
}
