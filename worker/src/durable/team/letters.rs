//! Letters to agents about their own accounts.

use super::guesses::Bucket;
use super::{MailLink, TeamObject};
use crate::config;
use crate::digest::digest;
use crate::error::Error;
use crate::notify::{self, ToAgent};
use crate::store::account as accounts;
use protocol::audit::{Action, Actor};
use protocol::{AgentId, Timestamp};

impl TeamObject {
    /// Sends an agent a link by which they choose a password. Who has none, as the organization signs them in, gets no
    /// link: who left there must not come back by an old mailbox. For them, and for addresses that are nobody's, the
    /// answer is the same.
    pub(super) fn mail_link(&self, asked: MailLink, now: Timestamp) -> Result<(), Error> {
        let MailLink {
            email,
            network,
            token,
            expires_at,
        } = asked;
        let buckets = [
            Bucket::of_letters(&email),
            Bucket::of_letters_from(&network),
        ];
        self.count_in(&buckets, now)?;
        let sql = self.sql()?;
        let account = accounts::agent_by_email(sql, &email)?;
        let account = account.filter(|(agent, hash)| !agent.is_inactive && !hash.is_empty());
        let Some((agent, _)) = account else {
            return Ok(());
        };
        let public_url = config::public_url(&self.env)
            .ok_or_else(|| Error::bug("e-mail is sent without a PUBLIC_URL"))?;
        accounts::add_mailed_link(sql, &agent.id, &digest(&token), expires_at)?;
        let action = Action::PasswordLinkMade;
        self.did(Actor::Nobody, action, Some(&agent.id), Some(network))?;
        let link = format!("{public_url}/inbox#password={token}");
        self.send(agent.email, ToAgent::PasswordLink(link))
    }

    /// Tells an agent that their password is another now, where e-mail is sent: if it was not them, they learn of it.
    pub(super) fn tell_of_password(&self, agent: &AgentId) -> Result<(), Error> {
        match accounts::agent(self.sql()?, agent)? {
            Some((agent, _)) if config::mail(&self.env).is_some() => {
                self.send(agent.email, ToAgent::PasswordChanged)
            }
            _ => Ok(()),
        }
    }

    /// Sends a letter once the answer is given: how long it takes tells nobody whether there is an account.
    fn send(&self, to: String, letter: ToAgent) -> Result<(), Error> {
        let team = self.settings()?.profile.name;
        let env = self.env.clone();
        self.state.wait_until(async move {
            if let Err(error) = notify::to_agent(&env, to, &team, &letter).await {
                error.into_problem();
            }
        });
        Ok(())
    }
}
