//! Failed sign-ins, counted: after some, each further attempt has to wait longer.
//!
//! No account is ever locked, and attempts from a browser that signed in before are counted separately.

use super::TeamObject;
use crate::error::Error;
use crate::store::account as accounts;
use protocol::{AgentId, Code, Problem, Timestamp};

/// Attempts that are counted together.
pub(super) struct Bucket {
    name: String,
    /// Failures before the first wait.
    free: i64,
    /// The first wait; each after it is twice as long.
    first_ms: i64,
    /// The longest wait.
    longest_ms: i64,
}

/// The first wait for whoever guesses.
const FIRST_MS: i64 = 10_000;
/// The longest for whoever guesses at one thing: a quarter of an hour.
const LONGEST_MS: i64 = 15 * 60 * 1_000;
/// The longest for what its owner shares with others: a campus is one network, and an account has an owner who
/// is elsewhere.
const LONGEST_SHARED_MS: i64 = 60 * 1_000;
/// The first wait for whoever asks for letters: nobody's mailbox is filled.
const LETTERS_MS: i64 = 20 * 60 * 1_000;
/// After how long without one failures are forgotten. Longer than any wait, so that waiting forgets nothing.
const FORGOTTEN_MS: i64 = 60 * 60 * 1_000;

impl Bucket {
    /// One account from one network.
    fn of_pair(email: &str, network: &str) -> Self {
        Self {
            name: format!("{email} {network}"),
            free: 10,
            first_ms: FIRST_MS,
            longest_ms: LONGEST_MS,
        }
    }

    /// One account from all networks. It takes a hundred networks to make its owner wait, on a browser that is
    /// new to the account.
    fn of_account(email: &str) -> Self {
        Self {
            name: email.to_owned(),
            free: 1_000,
            first_ms: FIRST_MS,
            longest_ms: LONGEST_SHARED_MS,
        }
    }

    /// Any accounts from one network.
    fn of_network(network: &str) -> Self {
        Self {
            name: network.to_owned(),
            free: 100,
            first_ms: FIRST_MS,
            longest_ms: LONGEST_SHARED_MS,
        }
    }

    /// One account in a browser that has signed in to it before.
    fn of_browser(email: &str, browser: &str) -> Self {
        Self {
            name: format!("{email} in {browser}"),
            free: 10,
            first_ms: FIRST_MS,
            longest_ms: LONGEST_MS,
        }
    }

    /// Codes of an agent's second factor: a guess is right once in 300,000 times, as three codes are good at a
    /// time.
    pub(super) fn of_codes(agent: &AgentId, known_browser: Option<&str>) -> Self {
        Self {
            name: format!("code {agent} {}", known_browser.unwrap_or_default()),
            free: 20,
            first_ms: FIRST_MS,
            longest_ms: LONGEST_MS,
        }
    }

    /// Sign-ins by the organization's provider, from one network.
    pub(super) fn of_provider(network: &str) -> Self {
        Self {
            name: format!("provider {network}"),
            free: 100,
            first_ms: FIRST_MS,
            longest_ms: LONGEST_SHARED_MS,
        }
    }

    /// Links for a new password that go to one address: three, for whom none arrives, then after 20 minutes, 40 and an
    /// hour. The same for addresses that are nobody's.
    pub(super) fn of_letters(email: &str) -> Self {
        Self {
            name: format!("letters {email}"),
            free: 3,
            first_ms: LETTERS_MS,
            longest_ms: FORGOTTEN_MS,
        }
    }

    /// Links for a new password that one network asks for.
    pub(super) fn of_letters_from(network: &str) -> Self {
        Self {
            name: format!("letters from {network}"),
            free: 30,
            first_ms: FIRST_MS,
            longest_ms: LONGEST_SHARED_MS,
        }
    }

    /// How long after so many failures the next attempt has to wait.
    fn wait_ms(&self, failures: i64) -> i64 {
        match failures - self.free {
            // Twenty doublings are four months.
            times @ 0.. => (self.first_ms << times.min(20)).min(self.longest_ms),
            _ => 0,
        }
    }
}

impl TeamObject {
    /// Counts an attempt as failed in these buckets, or refuses it, if one has to wait. What is refused is not
    /// counted: a tool that keeps trying an old password does not use up what its whole campus has.
    pub(super) fn count_in(&self, buckets: &[Bucket], now: Timestamp) -> Result<(), Error> {
        let sql = self.sql()?;
        accounts::forget_failures(sql, now.plus(-FORGOTTEN_MS))?;
        let mut counted = Vec::new();
        for bucket in buckets {
            let (failures, last) = accounts::failures(sql, &bucket.name)?;
            let wait = last.plus(bucket.wait_ms(failures)).since(now);
            if wait > 0 {
                // Rounded up: who comes back then is let in.
                return Err(Error::Problem(Problem {
                    retry_after: u32::try_from(wait / 1_000 + 1).ok(),
                    ..Problem::new(Code::TooFast, "too many attempts here lately")
                }));
            }
            counted.push((&bucket.name, failures + 1));
        }
        for (name, failures) in counted {
            accounts::put_failures(sql, name, failures, now)?;
        }
        Ok(())
    }

    /// The attempt was right: it is no failure, and what was guessed at alone begins anew.
    pub(super) fn was_no_failure(&self, bucket: &Bucket) -> Result<(), Error> {
        match bucket.longest_ms == LONGEST_MS {
            true => accounts::clear_failures(self.sql()?, &bucket.name),
            false => accounts::take_back_failure(self.sql()?, &bucket.name),
        }
    }

    /// What a sign-in counts in: by itself in a browser that has signed in to the account before.
    fn buckets(
        &self,
        email: &str,
        network: &str,
        browser: Option<&str>,
    ) -> Result<Vec<Bucket>, Error> {
        let sql = self.sql()?;
        if let Some(browser) = browser
            && let Some((agent, _)) = accounts::agent_by_email(sql, email)?
            && accounts::knows_browser(sql, &agent.id, browser)?
        {
            return Ok(vec![Bucket::of_browser(email, browser)]);
        }
        Ok(vec![
            Bucket::of_pair(email, network),
            Bucket::of_account(email),
            Bucket::of_network(network),
        ])
    }

    /// Counts a sign-in as failed, or refuses it. Called before the password is checked, so that many attempts
    /// at once are counted too.
    pub(super) fn count_failure(
        &self,
        email: &str,
        network: &str,
        browser: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.count_in(&self.buckets(email, network, browser)?, now)
    }

    /// The password was right.
    pub(super) fn was_right(
        &self,
        email: &str,
        network: &str,
        browser: Option<&str>,
    ) -> Result<(), Error> {
        let buckets = self.buckets(email, network, browser)?;
        buckets
            .iter()
            .try_for_each(|bucket| self.was_no_failure(bucket))
    }

    /// The password of this agent was right, and no session is opened by it.
    pub(super) fn right_password_of(
        &self,
        agent: &AgentId,
        network: &str,
        browser: Option<&str>,
    ) -> Result<(), Error> {
        let account = accounts::agent(self.sql()?, agent)?;
        let (account, _) = account.ok_or_else(Error::unauthenticated)?;
        self.was_right(&account.email, network, browser)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_longer_up_to_its_longest() {
        let bucket = Bucket::of_pair("ana@riverside.example", "192.0.2.7");
        let waits: Vec<i64> = (9..20)
            .map(|failures| bucket.wait_ms(failures) / 1_000)
            .collect();
        assert_eq!(waits, [0, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]);
        assert_eq!(bucket.wait_ms(i64::MAX), LONGEST_MS);
        assert_eq!(
            Bucket::of_account("x").wait_ms(1_000_000),
            LONGEST_SHARED_MS
        );
    }
}
