//! The HTTP API as an admin's tool uses it.

use anyhow::{Context as _, Result, anyhow};
use protocol::http::{
    AcceptInvite, Agent, AgentTranscript, ArticlePage, IdentitySecret, Invite, Me, MintedApiKey,
    MintedIdentitySecret, NewAgent, NewApiKey, NewInvite, PageOf, PutAnswer, Role, Scope,
    SearchAnswer, SearchFor, Setup, SignIn,
};
use protocol::settings::Settings;
use protocol::{
    AgentEvent, ArticleDraft, ArticleId, ArticleSummary, Audience, Author, ConversationId, Problem,
    Summary,
};
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;

/// Longest wait for an answer: a password's hash on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server, and the API key to it.
pub struct Client {
    agent: ureq::Agent,
    url: String,
    key: Option<String>,
}

/// A signed-in admin.
pub struct Session<'a> {
    client: &'a Client,
    cookie: String,
}

enum Auth<'a> {
    Key,
    Cookie(&'a str),
    Nobody,
}

impl Client {
    /// A client of the server at `url`.
    #[must_use]
    pub fn new(url: &str, key: Option<String>) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build();
        Self {
            agent: config.into(),
            url: url.trim_end_matches('/').to_owned(),
            key,
        }
    }

    /// Whether the server answers and is healthy.
    #[must_use]
    pub fn is_healthy(&self) -> bool {
        self.call::<serde_json::Value>("GET", "/healthz", None::<&()>, &Auth::Nobody)
            .is_ok()
    }

    /// Makes the team with its first admin; `None` if it is made already.
    ///
    /// # Errors
    /// What the server refuses: a wrong secret, a team it does not have.
    pub fn set_up(&self, setup: &Setup) -> Result<Option<Agent>> {
        match self.call("POST", "/api/setup", Some(setup), &Auth::Nobody) {
            Ok(agent) => Ok(Some(agent)),
            Err(error) if is(&error, protocol::Code::Conflict) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Signs an admin in.
    ///
    /// # Errors
    /// A wrong address or password.
    pub fn sign_in(&self, sign_in: &SignIn) -> Result<Session<'_>> {
        let body = serde_json::to_string(sign_in)?;
        let mut response = self
            .agent
            .post(format!("{}/api/agents/sign-in", self.url))
            .content_type("application/json")
            .send(body)?;
        let cookie = response
            .headers()
            .get("set-cookie")
            .and_then(|cookie| cookie.to_str().ok())
            .and_then(|cookie| cookie.split(';').next())
            .map(str::to_owned);
        let status = response.status();
        let text = response.body_mut().read_to_string()?;
        read::<Me>(status.as_u16(), &text)?;
        Ok(Session {
            client: self,
            cookie: cookie.context("the server set no session cookie")?,
        })
    }

    /// Every article, in order of id.
    ///
    /// # Errors
    /// A key without the scope for it.
    pub fn articles(&self) -> Result<Vec<ArticleSummary>> {
        let mut articles = Vec::new();
        let mut cursor = String::new();
        loop {
            let path = format!("/api/articles?cursor={cursor}");
            let page: ArticlePage = self.call("GET", &path, None::<&()>, &Auth::Key)?;
            articles.extend(page.items);
            match page.next {
                Some(next) => cursor = next,
                None => return Ok(articles),
            }
        }
    }

    /// Puts an article.
    ///
    /// # Errors
    /// What the server refuses: a field outside its limits, a key without the scope for it.
    pub fn put_article(&self, id: &ArticleId, draft: &ArticleDraft) -> Result<PutAnswer> {
        let path = format!("/api/articles/{id}");
        self.call("PUT", &path, Some(draft), &Auth::Key)
    }

    /// Deletes an article.
    ///
    /// # Errors
    /// No such article, or a key without the scope for it.
    pub fn delete_article(&self, id: &ArticleId) -> Result<()> {
        let path = format!("/api/articles/{id}");
        self.call("DELETE", &path, None::<&()>, &Auth::Key)
    }

    /// What retrieval finds for a question.
    ///
    /// # Errors
    /// A key without the scope for it.
    pub fn search(&self, question: &str) -> Result<SearchAnswer> {
        let asked = SearchFor {
            question: question.to_owned(),
            audience: Audience::Learner,
            language: None,
            limit: 10,
        };
        self.call("POST", "/api/search", Some(&asked), &Auth::Key)
    }

    fn call<A: DeserializeOwned>(
        &self,
        method: &str,
        path: &str,
        body: Option<&impl Serialize>,
        auth: &Auth<'_>,
    ) -> Result<A> {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url));
        match auth {
            Auth::Key => {
                let key = self
                    .key
                    .as_ref()
                    .context("an API key is needed: give --key or set BATON_KEY")?;
                request = request.header("authorization", format!("Bearer {key}"));
            }
            Auth::Cookie(cookie) => {
                request = request
                    .header("cookie", *cookie)
                    .header("origin", self.url.as_str());
            }
            Auth::Nobody => {}
        }
        let sent = match body {
            Some(body) => {
                let request = request.header("content-type", "application/json");
                self.agent.run(request.body(serde_json::to_string(body)?)?)
            }
            None => self.agent.run(request.body(())?),
        };
        let mut response =
            sent.with_context(|| format!("{method} {}{path} was not answered", self.url))?;
        let status = response.status().as_u16();
        // Servers may name an encoding of the body that a 204 has not.
        let text = match status {
            204 => String::new(),
            _ => response.body_mut().read_to_string()?,
        };
        read(status, &text).with_context(|| format!("{method} {path} was refused"))
    }
}

impl Session<'_> {
    /// The team's agents.
    ///
    /// # Errors
    /// The session has ended.
    pub fn agents(&self) -> Result<Vec<Agent>> {
        self.call("GET", "/api/agents", None::<&()>)
    }

    /// Invites an agent and accepts for them: for set-ups that choose the password themselves.
    ///
    /// # Errors
    /// The address is taken, or the password too short.
    pub fn add_agent(&self, role: Role, agent: NewAgent) -> Result<()> {
        let invite: Invite = self.call("POST", "/api/invites", Some(&NewInvite { role }))?;
        let accept = AcceptInvite {
            token: invite.token,
            agent,
        };
        self.client
            .call::<Me>("POST", "/api/invites/accept", Some(&accept), &Auth::Nobody)?;
        Ok(())
    }

    /// Makes an API key; its secret is shown this once.
    ///
    /// # Errors
    /// The session is not an admin's.
    pub fn add_key(&self, label: &str, scopes: Vec<Scope>) -> Result<MintedApiKey> {
        let key = NewApiKey {
            label: label.to_owned(),
            scopes,
        };
        self.call("POST", "/api/keys", Some(&key))
    }

    /// The team's settings.
    ///
    /// # Errors
    /// The session has ended.
    pub fn settings(&self) -> Result<Settings> {
        self.call("GET", "/api/settings", None::<&()>)
    }

    /// The secrets that the LMS signs with who a learner is, without the secrets themselves.
    ///
    /// # Errors
    /// The session is not an admin's.
    pub fn identity_secrets(&self) -> Result<Vec<IdentitySecret>> {
        self.call("GET", "/api/identity/secrets", None::<&()>)
    }

    /// Makes one.
    ///
    /// # Errors
    /// The session is not an admin's.
    pub fn new_identity_secret(&self) -> Result<MintedIdentitySecret> {
        self.call("POST", "/api/identity/secrets", None::<&()>)
    }

    /// Replaces the team's settings.
    ///
    /// # Errors
    /// A value outside its limits, or the session is not an admin's.
    pub fn put_settings(&self, settings: &Settings) -> Result<Settings> {
        self.call("PUT", "/api/settings", Some(settings))
    }

    /// What learners said in each conversation, newest conversation first, at most `most` of them;
    /// up to the first word of an agent.
    ///
    /// # Errors
    /// The session has ended.
    pub fn said(&self, most: usize) -> Result<Vec<(ConversationId, Vec<String>)>> {
        let mut said = Vec::new();
        let mut path = "/api/conversations".to_owned();
        loop {
            let page: PageOf<Summary> = self.call("GET", &path, None::<&()>)?;
            for summary in page.items {
                if said.len() == most {
                    return Ok(said);
                }
                let of = format!("/api/conversations/{}", summary.id);
                let transcript: AgentTranscript = self.call("GET", &of, None::<&()>)?;
                let mut texts = Vec::new();
                for entry in transcript.entries {
                    let AgentEvent::Message(message) = entry.event else {
                        continue;
                    };
                    match message.author {
                        Author::Learner if !message.text.is_empty() => texts.push(message.text),
                        Author::Agent { .. } => break,
                        _ => {}
                    }
                }
                said.push((summary.id, texts));
            }
            match page.next {
                Some(next) => path = format!("/api/conversations?cursor={next}"),
                None => return Ok(said),
            }
        }
    }

    fn call<A: DeserializeOwned>(
        &self,
        method: &str,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Result<A> {
        self.client
            .call(method, path, body, &Auth::Cookie(&self.cookie))
    }
}

fn read<A: DeserializeOwned>(status: u16, text: &str) -> Result<A> {
    if (200..300).contains(&status) {
        let text = if text.is_empty() { "null" } else { text };
        return serde_json::from_str(text).context("the server's answer could not be read");
    }
    match serde_json::from_str::<Problem>(text) {
        Ok(problem) => Err(problem.into()),
        Err(_) => Err(anyhow!("the server answered with status {status}")),
    }
}

fn is(error: &anyhow::Error, code: protocol::Code) -> bool {
    error
        .downcast_ref::<Problem>()
        .is_some_and(|problem| problem.code == code)
}
