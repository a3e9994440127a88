//! Every endpoint: method, path, who may call it, what answers. One table, from which come the routes,
//! the check of who calls, the access matrix of `tests/worker/access.test.mjs` and the API's description
//! (`description.rs`).

use crate::auth;
use crate::durable::team::Audit;
use crate::error::Error;
use crate::http::{
    agents, articles, attachments, audit, conversations, crawl, demo, identity, insights, learner,
    pages, people, push, replies, rules, service, session, sign_in, tags, team,
};
use crate::store::audit::Done;
use futures_util::future::LocalBoxFuture;
use protocol::audit::{Action, Actor};
use protocol::settings::Section;
use protocol::{AgentId, ArticleId, AttachmentId, Code, ConversationId, Problem, TeamId};
use worker::{Env, Request, Response};
#[cfg(test)]
use {
    crate::description::File,
    protocol::audit::AuditEntry,
    protocol::crawl::{Crawl, CrawlSite},
    protocol::http::{
        AcceptInvite, Agent, AgentCommand, AgentSession, AgentTranscript, AlertTested, ApiKey,
        ArticlePage, CatchUp, CaughtUp, Challenge, ChangeAgent, ChangePassword, ClientSecret,
        ConversationExport, ConversationFound, DraftReply, DraftedReply, EndLearnerSession, Erased,
        FindConversations, ForgottenPassword, Health, IdentitySecret, Invite, KnowledgeStatus,
        LastSeq, LearnerExport, LearnerSession, LearnerTranscript, MailToken, Me, MintedApiKey,
        MintedIdentitySecret, NewApiKey, NewChallenge, NewInvite, NewLearnerMessage,
        NewLearnerSession, NewPassword, NewSecondFactor, OpenInvite, PageOf, PasswordLink,
        PutAnswer, RecoveryCodes, ReplayRules, Replayed, RuleTest, SearchAnswer, SearchFor, SeenOn,
        Setup, SignIn, TestAlert, TestRules, Unanswered, Undelivered, Usage, WaitingHours,
        WebhookSecret, WithCode, WithPassword,
    },
    protocol::list::SavedFilter,
    protocol::push::{PushBrowsers, PushEndpoint, PushSubscription},
    protocol::settings::Settings,
    protocol::{AgentView, Article, ArticleDraft, ArticleVersion, Attachment, Summary},
};

/// Who may call an endpoint. What is theirs alone, the handler sees to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Who {
    /// Whoever reaches the deployment.
    Anybody,
    /// An agent who is signed in; admins are agents.
    Agent,
    /// An admin who is signed in.
    Admin,
    /// An agent who is signed in, or a key that may read articles.
    ArticleReader,
    /// An admin, or a key that may write articles.
    ArticleWriter,
    /// A learner with a token of ours.
    Learner,
    /// A learner with a ticket of ours, which opens a socket and nothing else.
    LearnerSocket,
}

/// What the API's description says of an endpoint.
#[cfg(test)]
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) who: Who,
    /// Its documentation: a sentence, and a paragraph if there is more to say.
    pub(crate) said: String,
    /// Each parameter of the query string: its name, its JSON type, what it means.
    pub(crate) query: Vec<(&'static str, &'static str, &'static str)>,
    pub(crate) body: Option<schemars::Schema>,
    pub(crate) status: u16,
    /// What the answer is.
    pub(crate) words: &'static str,
    pub(crate) answer: Option<schemars::Schema>,
}

/// An id in a path.
trait Id: Sized {
    /// What it is the id of.
    const OF: &'static str;

    fn read(text: &str) -> Option<Self>;
}

macro_rules! ids {
    ($($id:ident of $of:literal,)*) => {
        $(impl Id for $id {
            const OF: &'static str = $of;

            fn read(text: &str) -> Option<Self> {
                Self::new(text).ok()
            }
        })*
    };
}

ids! {
    AgentId of "agent",
    ArticleId of "article",
    AttachmentId of "attachment",
    ConversationId of "conversation",
    TeamId of "team",
}

impl Id for Section {
    const OF: &'static str = "section";

    fn read(text: &str) -> Option<Self> {
        Self::of(text)
    }
}

impl Id for u32 {
    const OF: &'static str = "alert";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Id for u64 {
    const OF: &'static str = "question";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Id for String {
    const OF: &'static str = "key";

    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

/// Why nothing is at a method and path.
#[derive(Debug, PartialEq, Eq)]
struct Nowhere {
    /// What the caller is told.
    problem: Problem,
    /// Methods that the path takes, where it takes others.
    allowed: Vec<&'static str>,
}

/// What stands in a path at the place of each `{…}`, if it is of that shape.
fn filled<'p>(template: &str, path: &'p str) -> Option<Vec<&'p str>> {
    let steps = |path: &'p str| path.trim_matches('/').split('/');
    let wanted = template.trim_matches('/').split('/');
    let mut values = Vec::new();
    let mut given = steps(path);
    for wanted in wanted {
        let step = given.next()?;
        match wanted.starts_with('{') {
            true => values.push(step),
            false if wanted != step => return None,
            false => {}
        }
    }
    given.next().is_none().then_some(values)
}

/// Lets a caller in. Boxed, as an endpoint's own copy of it would be 2 KB of the worker, sixty times.
fn admitted<'a, C: auth::Admit + 'a>(
    request: &'a Request,
    env: &'a Env,
) -> LocalBoxFuture<'a, Result<C, Error>> {
    Box::pin(C::admit(request, env))
}

/// What an answered request leaves in the audit log, and in whose.
type Trace = (TeamId, Done);

fn trace(
    actor: Option<(TeamId, Actor)>,
    request: &Request,
    action: Option<Action>,
    target: Option<&String>,
) -> Result<Option<Trace>, Error> {
    let Some(action) = action else {
        return Ok(None);
    };
    let (team, by) = actor.ok_or_else(|| Error::bug("nobody did what the audit log tells of"))?;
    let done = Done {
        by,
        action,
        target: target.cloned(),
        network: Some(auth::network(request)?).filter(|it| !it.is_empty()),
    };
    Ok(Some((team, done)))
}

/// The answer, once what was done is written down.
async fn traced(
    answer: LocalBoxFuture<'_, Result<Response, Error>>,
    trace: Option<Trace>,
    env: &Env,
) -> Result<Response, Error> {
    let answer = answer.await?;
    if let Some((team, done)) = trace {
        crate::durable::team::ask(env, &team, Audit { done }).await?;
    }
    Ok(answer)
}

fn id<I: Id>(text: &str) -> Result<I, Problem> {
    I::read(text).ok_or_else(|| {
        let of = I::OF;
        Problem::new(
            Code::NotFound,
            format!("what stands in the address is no {of}'s id"),
        )
    })
}

macro_rules! endpoints {
    ($(
        $(#[doc = $said:literal])*
        $method:ident $path:literal $who:ident $module:ident :: $handler:ident
        $(($($id:ident: $type:ty),+))?
        $(? ($($query:ident $kind:ident $means:literal),+))?
        $(audits $action:ident)?
        $(body $body:ty)?
        => $status:literal $words:literal $(: $answer:ty)?;
    )*) => {
        /// Method, path and who may call: all that the API's description describes.
        pub(crate) const ENDPOINTS: &[(&str, &str, Who)] =
            &[$((stringify!($method), $path, Who::$who),)*];

        /// Those that the audit log tells of, by their place.
        #[cfg(test)]
        const AUDITED: &[Option<Action>] =
            &[$([$(Some(Action::$action),)? None][0]),*];

        /// What the API's description says of each.
        #[cfg(test)]
        pub(crate) fn operations(schemas: &mut schemars::SchemaGenerator) -> Vec<Operation> {
            vec![$(Operation {
                method: stringify!($method),
                path: $path,
                who: Who::$who,
                said: [$($said),*].join("\n"),
                query: vec![$($((stringify!($query), stringify!($kind), $means)),+)?],
                body: [$(schemas.subschema_for::<$body>())?].into_iter().next(),
                status: $status,
                words: $words,
                answer: [$(schemas.subschema_for::<$answer>())?].into_iter().next(),
            }),*]
        }

        /// Whether what stands in the path of the endpoint of this number are ids.
        fn check(number: usize, values: &[&str]) -> Result<(), Problem> {
            let mut values = values.iter().copied();
            let mut next = || values.next().unwrap_or_default();
            let _used = &mut next;
            let mut at = 0;
            $(
                if at == number {
                    $($(let _: $type = id(next())?;)+)?
                    return Ok(());
                }
                at += 1;
            )*
            let _all = at;
            Err(Problem::new(Code::NotFound, "no such address"))
        }

        /// Lets the endpoint of this number answer, if it admits the caller.
        async fn answered(
            number: usize,
            values: &[String],
            request: Request,
            env: &Env,
        ) -> Result<Response, Error> {
            let values_of = values;
            let mut values = values.iter().map(String::as_str);
            let mut next = || values.next().unwrap_or_default();
            let _used = &mut next;
            let mut at = 0;
            $(
                if at == number {
                    $($(let $id: $type = id(next())?;)+)?
                    let caller = admitted::<auth::$who>(&request, env).await?;
                    let actor = auth::Admit::actor(&caller);
                    let action = [$(Some(Action::$action),)? None][0];
                    let trace = trace(actor, &request, action, values_of.last())?;
                    let answer = $module::$handler(caller, request, env $($(, $id)+)?);
                    return traced(Box::pin(answer), trace, env).await;
                }
                at += 1;
            )*
            let _all = at;
            Err(Error::not_found("address"))
        }
    };
}

endpoints! {
    /// Whether the worker is well.
    GET "/healthz" Anybody service::health
        => 200 "It is.": Health;
    /// This document.
    GET "/api/openapi.json" Anybody service::openapi
        => 200 "OpenAPI 3.1.": serde_json::Value;
    /// The handoff packet as a JSON Schema.
    GET "/api/schemas/handoff-packet.json" Anybody service::packet_schema
        => 200 "The schema.": serde_json::Value;
    /// Make the team and its first admin, once.
    ///
    /// Needs the deployment's BATON_SETUP_SECRET. A second time it is refused with `conflict`.
    POST "/api/setup" Anybody team::set_up
        body Setup
        => 201 "The admin.": Agent;
    /// Sign in by the organization's accounts.
    ///
    /// For browsers: `OpenID` Connect, with the provider of the team's settings. What goes wrong is said on the
    /// sign-in page.
    GET "/api/sign-in" Anybody sign_in::begin
        ? (team string "Which team; only where the deployment has several.")
        => 303 "To the provider, or to the sign-in page.";
    /// Where the provider sends the browser back to.
    GET "/api/sign-in/{team}/callback" Anybody sign_in::callback(team: TeamId)
        ? (code string "What the provider gave.", state string "What the browser brought.", iss string "Who the provider is.")
        => 303 "To the inbox, signed in, or to the sign-in page.";
    /// Keep the secret that the provider gave, or delete it.
    PUT "/api/sign-in/secret" Admin sign_in::put_secret
        audits SettingsChanged
        body ClientSecret
        => 204 "Kept; it is never shown.";
    /// Sign in.
    ///
    /// After ten failures for one address from one network the next has to wait, 10 seconds, then twice as long each time,
    /// up to 15 minutes: `too_fast`. A browser that has signed in before counts by itself.
    POST "/api/agents/sign-in" Anybody agents::sign_in
        body SignIn
        => 200 "Signed in; the answer sets the session cookie.": Me;
    /// Sign out.
    POST "/api/agents/sign-out" Anybody agents::sign_out
        => 204 "Signed out.";
    /// Who is signed in.
    GET "/api/agents/me" Agent agents::me
        => 200 "The agent.": Me;
    /// The team's agents.
    GET "/api/agents" Agent agents::list
        => 200 "All of them, by name.": Vec<Agent>;
    /// Change an agent.
    ///
    /// Their role, or whether they may sign in: then their sessions end, with every socket they opened,
    /// and what they own goes back to the queue. A team keeps an admin: else refused with `conflict`.
    PATCH "/api/agents/{agent}" Admin agents::change(agent: AgentId)
        audits AgentChanged
        body ChangeAgent
        => 200 "The agent as they are now.": Agent;
    /// A link for a new password.
    ///
    /// For an agent who forgot theirs. It works once, for a day; an older one ends.
    POST "/api/agents/{agent}/password-link" Admin agents::password_link(agent: AgentId)
        audits PasswordLinkMade
        => 201 "The link, shown once.": PasswordLink;
    /// Send a link for a new password by e-mail.
    ///
    /// To whoever has an account with a password here, at the address of the account. It works once, for an
    /// hour; an older one ends. The answer does not tell whether there is such an account. After three for one
    /// address each further one waits, 20 minutes at first: `too_fast`. Without e-mail in this deployment:
    /// `conflict`.
    POST "/api/agents/forgotten-password" Anybody agents::forgotten_password
        body ForgottenPassword
        => 202 "If there is such an account, the link is on its way.";
    /// Choose a password by a link.
    ///
    /// All sessions of the agent end.
    POST "/api/agents/password" Anybody agents::new_password
        body NewPassword
        => 204 "It is the password now.";
    /// Change one's password.
    ///
    /// All other sessions of the agent end.
    PUT "/api/agents/me/password" Agent agents::change_password
        audits PasswordChanged
        body ChangePassword
        => 204 "It is the password now.";
    /// Begin two-step sign-in.
    ///
    /// Answers what an authenticator app is set up with; it counts once it is confirmed.
    POST "/api/agents/me/second-factor" Agent agents::begin_factor
        body WithPassword
        => 200 "The secret, shown once.": NewSecondFactor;
    /// Turn two-step sign-in on by the app's first code.
    ///
    /// All other sessions of the agent end.
    PUT "/api/agents/me/second-factor" Agent agents::confirm_factor
        audits SecondFactorOn
        body WithCode
        => 200 "Codes for when the app is lost, shown once.": RecoveryCodes;
    /// Turn two-step sign-in off.
    DELETE "/api/agents/me/second-factor" Agent agents::drop_factor
        audits SecondFactorOff
        body WithPassword
        => 204 "The password is enough.";
    /// Where one is signed in.
    GET "/api/agents/me/sessions" Agent agents::sessions
        => 200 "The last used first.": Vec<AgentSession>;
    /// Sign out everywhere else.
    DELETE "/api/agents/me/sessions" Agent agents::end_sessions
        audits SessionsEnded
        => 204 "All other sessions have ended.";
    /// End a session.
    DELETE "/api/agents/me/sessions/{session}" Agent agents::end_session(session: String)
        audits SessionsEnded
        => 204 "It has ended.";
    /// Which of the agent's browsers are told when people are needed.
    ///
    /// And the team's key, which the browser's push service is given (the Push API's applicationServerKey).
    GET "/api/agents/me/push" Agent push::browsers
        => 200 "Their browsers.": PushBrowsers;
    /// Tell a browser of the agent's.
    ///
    /// Until the session is ended by choice, or the browser has not opened the inbox for 60 days: it puts itself
    /// again whenever it does.
    PUT "/api/agents/me/push" Agent push::put
        body PushSubscription
        => 204 "It is told from now on.";
    /// Tell a browser no more.
    DELETE "/api/agents/me/push" Agent push::delete
        audits NotificationsOff
        body PushEndpoint
        => 204 "It is told nothing more.";
    /// Tell a browser something now.
    POST "/api/agents/me/push/test" Agent push::test
        body PushEndpoint
        => 200 "What came of it.": AlertTested;
    /// Invites that are open.
    GET "/api/invites" Admin agents::invites
        => 200 "The newest first.": Vec<OpenInvite>;
    /// Take an invite back.
    DELETE "/api/invites/{invite}" Admin agents::revoke_invite(invite: String)
        audits InviteRevoked
        => 204 "Nobody can accept it any more.";
    /// Invite an agent.
    POST "/api/invites" Admin agents::new_invite
        audits InviteMade
        body NewInvite
        => 201 "The link, shown once.": Invite;
    /// Accept an invite.
    POST "/api/invites/accept" Anybody agents::accept_invite
        body AcceptInvite
        => 200 "Signed in as the new agent.": Me;
    /// API keys.
    GET "/api/keys" Admin team::keys
        => 200 "Without their secrets.": Vec<ApiKey>;
    /// Make an API key.
    POST "/api/keys" Admin team::new_key
        audits KeyMade
        body NewApiKey
        => 201 "The secret, shown once.": MintedApiKey;
    /// Revoke an API key.
    DELETE "/api/keys/{key}" Admin team::revoke_key(key: String)
        audits KeyRevoked
        => 204 "Revoked.";
    /// When learners wait for a person, by hour of the week.
    ///
    /// Numbers of the last weeks, beside the team's hours.
    GET "/api/insights/hours" Admin insights::hours
        ? (weeks integer "1 to 13; 4, if it is not said.", time_zone string "The zone for a team without hours.")
        => 200 "All 168 hours, from Monday 0:00.": WaitingHours;
    /// What was used in the last thirty days.
    ///
    /// Conversations that the assistant took on, and waits for a person, by day.
    GET "/api/insights/usage" Admin insights::usage
        => 200 "Thirty days, today first.": Usage;
    /// Questions that no article surely answers.
    ///
    /// They went to people. Listed for 14 weeks, as long as their conversations are kept.
    GET "/api/insights/unanswered" Admin insights::unanswered
        => 200 "The newest 200 that nobody has dismissed, the newest first.": Vec<Unanswered>;
    /// Dismiss a question.
    DELETE "/api/insights/unanswered/{question}" Admin insights::dismiss_unanswered(question: u64)
        => 204 "It is not listed any more.";
    /// Where the chat has been shown.
    GET "/api/install" Admin team::seen_on
        => 200 "Origins of pages, the last first.": Vec<SeenOn>;
    /// The team's settings.
    GET "/api/settings" Agent team::settings
        => 200 "The settings.": Settings;
    /// Replace the settings.
    ///
    /// With `If-Match`, the `ETag` of the settings as they were read, it is refused with `conflict`
    /// if they were changed since.
    PUT "/api/settings" Admin team::put_settings
        audits SettingsChanged
        body Settings
        => 200 "The settings as kept.": Settings;
    /// Replace a section of the settings.
    ///
    /// The body is what stands in the settings under the name of the section; the other sections stay
    /// as they are. With `If-Match`, the `ETag` of the settings as they were read, it is refused with
    /// `conflict` if any of them were changed since.
    PUT "/api/settings/{section}" Admin team::put_section(section: Section)
        audits SettingsChanged
        body serde_json::Value
        => 200 "The section as kept; its `ETag` is that of all the settings.": serde_json::Value;
    /// Secrets that the LMS signs with who a learner is.
    GET "/api/identity/secrets" Admin identity::secrets
        => 200 "The newest first, without the secrets themselves.": Vec<IdentitySecret>;
    /// Make a secret that the LMS signs with.
    ///
    /// The ones before it still work for a day.
    POST "/api/identity/secrets" Admin identity::new_secret
        audits IdentitySecretMade
        => 201 "The secret, shown once.": MintedIdentitySecret;
    /// End a secret at once.
    DELETE "/api/identity/secrets/{secret}" Admin identity::end_secret(secret: String)
        audits IdentitySecretEnded
        => 204 "Nothing that it signed is believed any more.";
    /// What was done in the team, and by whom.
    ///
    /// Kept for thirteen months. No words of people.
    GET "/api/audit" Admin audit::list
        ? (cursor string "The last page's `next`.", limit integer "At most 200.")
        => 200 "The newest first.": PageOf<AuditEntry>;
    /// Tell a place something, as an alert would.
    POST "/api/alerts/test" Admin team::test_alert
        body TestAlert
        => 200 "What came of it.": AlertTested;
    /// Alerts that were not delivered.
    ///
    /// Those that were tried for more than a day, or that their address refused for good; the last 200.
    GET "/api/alerts/undelivered" Admin team::undelivered
        => 200 "The last first.": Vec<Undelivered>;
    /// Send an alert again.
    POST "/api/alerts/undelivered/{alert}" Admin team::send_again(alert: u32)
        audits AlertSentAgain
        => 204 "It is on its way, and off the list.";
    /// Take an alert that was not delivered off the list.
    DELETE "/api/alerts/undelivered/{alert}" Admin team::dismiss(alert: u32)
        audits AlertDismissed
        => 204 "It is off the list.";
    /// What the team's webhooks are signed with.
    GET "/api/webhook-secret" Admin team::webhook_secret
        audits WebhookSecretRead
        => 200 "The secret.": WebhookSecret;
    /// Make another secret for webhooks.
    ///
    /// For a day, webhooks are signed by the one before as well.
    POST "/api/webhook-secret" Admin team::new_webhook_secret
        audits WebhookSecretMade
        => 201 "The secret.": WebhookSecret;
    /// Which rules would fire on a message.
    POST "/api/rules/test" Admin rules::test
        body TestRules
        => 200 "What would become of it.": RuleTest;
    /// What would have become of a past conversation.
    ///
    /// Nothing is saved.
    POST "/api/rules/replay" Admin rules::replay
        audits ConversationRead
        body ReplayRules
        => 200 "What becomes of each message by the rules in force, and by the draft.": Replayed;
    /// Tags for what was said in the last seven days, a page at a time.
    POST "/api/tags/catch-up" Admin tags::catch_up
        audits TagsGiven
        body CatchUp
        => 200 "How far that is.": CaughtUp;
    /// List articles.
    GET "/api/articles" ArticleReader articles::list
        ? (cursor string "The last page's `next`.", limit integer "At most 200.")
        => 200 "In order of id.": ArticlePage;
    /// Read an article.
    GET "/api/articles/{article}" ArticleReader articles::get(article: ArticleId)
        ? (shown boolean "Whether its text is as learners read it: without comments, components and front matter.")
        => 200 "The article.": Article;
    /// Put an article.
    ///
    /// At most 1,000,000 bytes.
    PUT "/api/articles/{article}" ArticleWriter articles::put(article: ArticleId)
        audits ArticlePut
        body ArticleDraft
        => 200 "What was done; from now on answers use this text and no other.": PutAnswer;
    /// Delete an article.
    DELETE "/api/articles/{article}" ArticleWriter articles::delete(article: ArticleId)
        audits ArticleDeleted
        => 204 "Deleted; no answer uses it any more.";
    /// What an article said before.
    ///
    /// The last 20 versions, each with who wrote it.
    GET "/api/articles/{article}/versions" ArticleReader articles::versions(article: ArticleId)
        => 200 "The newest first: it is what the article says now.": Vec<ArticleVersion>;
    /// Read a version of an article.
    GET "/api/articles/{article}/versions/{version}" ArticleReader articles::version(article: ArticleId, version: u32)
        => 200 "The article as it was.": Article;
    /// Read a website's pages as articles.
    ///
    /// All pages that its sitemap lists, of its own host, at most 2,000, in the background. Read again, what changed is
    /// changed, and articles whose pages are gone are removed. `invalid` for an address that is not of the public web.
    PUT "/api/crawl" ArticleWriter crawl::begin
        body CrawlSite
        => 200 "It has begun.": Crawl;
    /// How far reading a website has come.
    GET "/api/crawl" ArticleReader crawl::read
        => 200 "How far; null, if none was ever read.": Option<Crawl>;
    /// Stop reading a website.
    DELETE "/api/crawl" ArticleWriter crawl::stop
        audits CrawlStopped
        => 200 "What was read stays.": Crawl;
    /// What retrieval finds for a question.
    POST "/api/search" ArticleReader articles::search
        body SearchFor
        => 200 "The best passages, best first.": SearchAnswer;
    /// Write a reply from the articles, by the model.
    ///
    /// Nothing is sent. Sentences that no article supports are left out, as in the assistant's answers.
    POST "/api/replies/draft" Agent replies::draft
        body DraftReply
        => 200 "What it wrote, or why it did not.": DraftedReply;
    /// How far indexing has come.
    GET "/api/knowledge" ArticleReader articles::knowledge_status
        => 200 "Counts of articles and passages.": KnowledgeStatus;
    /// Begin or renew a learner's session.
    POST "/api/learner/session" Anybody session::session
        body NewLearnerSession
        => 200 "The token.": LearnerSession;
    /// End a learner's session.
    ///
    /// The one of this browser: every token it has is refused from then on, and its sockets are closed. The
    /// conversation stays, for agents, and for the learner's other browsers. The LMS's page may ask it itself.
    POST "/api/learner/session/end" Anybody session::end
        body EndLearnerSession
        => 204 "It has ended.";
    /// Ask for a proof-of-work challenge.
    ///
    /// For a browser whose session was refused with `too_fast`, or that was shown a message with `asks_proof`. For a
    /// session that is begun or renewed with the proof, the limits of its network on new sessions and on requests for a
    /// person do not hold.
    POST "/api/learner/challenge" Anybody session::challenge
        body NewChallenge
        => 200 "What to solve, within two minutes.": Challenge;
    /// Begin a session by the link of an e-mail.
    POST "/api/learner/mail/open" Anybody session::open_mail
        body MailToken
        => 200 "The session, in the conversation that the e-mail was about.": LearnerSession;
    /// End the e-mails about a conversation.
    ///
    /// As a mail program does by one click (RFC 8058).
    POST "/api/learner/mail/stop" Anybody session::stop_mail
        ? (token string "What stands in the e-mail.")
        => 204 "No more e-mails about it.";
    /// Begin the learner's next conversation.
    ///
    /// Refused with `too_many` when too many of theirs are open. While nothing is said in the current
    /// one, it stays.
    POST "/api/learner/conversations" Learner session::new_conversation
        => 200 "The session that is in it.": LearnerSession;
    /// Upload a file.
    ///
    /// At most 10 MB; PNG, JPEG, WebP, GIF, PDF or plain text, decided by the content. The header
    /// `x-file-name` is what the sender calls it, percent-encoded. Say it with a
    /// message within a day.
    POST "/api/learner/attachments" Learner attachments::upload_own
        body File
        => 201 "It is stored.": Attachment;
    /// A file that was said.
    GET "/api/learner/attachments/{attachment}" Learner attachments::own_content(attachment: AttachmentId)
        => 200 "The content: images may be shown in place, everything else is a download.": File;
    /// Take an upload back that was not said.
    DELETE "/api/learner/attachments/{attachment}" Learner attachments::take_back_own(attachment: AttachmentId)
        => 204 "It is gone.";
    /// The learner's conversation.
    GET "/api/learner/conversation" Learner learner::conversation
        ? (since integer "Number of the last event seen.", language string "In which language Baton's own sentences come: en, es, de, fr, pt or ar. Else the first of Accept-Language that it speaks, else English.")
        => 200 "Its state, and at most 200 events after `since`.": LearnerTranscript;
    /// Say something.
    ///
    /// The same client_id twice is stored once. The answer comes over the socket, or by asking for
    /// the conversation.
    POST "/api/learner/messages" Learner learner::message
        body NewLearnerMessage
        => 202 "Stored.": LastSeq;
    /// Ask for a person.
    POST "/api/learner/handoff" Learner learner::handoff
        => 202 "Noted.": LastSeq;
    /// Follow the conversation.
    ///
    /// A WebSocket. The subprotocols are `baton.v1` and the token. The server sends LearnerFrame, the
    /// client LearnerCommand.
    GET "/api/learner/socket" LearnerSocket learner::socket
        ? (since integer "Number of the last event seen.", language string "In which language Baton's own sentences come: en, es, de, fr, pt or ar. Else the first of Accept-Language that it speaks, else English.")
        => 101 "The socket is open; its first frame is a hello. Send the text `ping` to be answered `pong`.";
    /// Read an article that learners may see.
    GET "/api/learner/articles/{article}" Learner learner::article(article: ArticleId)
        => 200 "The article.": Article;
    /// List conversations.
    GET "/api/conversations" Agent conversations::list
        ? (view string "What to list: needs_attention, mine, mentions, unassigned, leads, with_assistant, snoozed, all (neither resolved nor snoozed) or resolved. Without it everything is listed, the most recently changed first, and what follows is ignored.",
           order string "due (what is urgent, then what is due first, then the last changed), newest or oldest.",
           tag string "With this tag.",
           owner string "Owned by this agent.",
           reason string "For which people are needed for this reason.",
           late boolean "Only those whose promised reply is late.",
           course string "Of learners in this course.",
           cursor string "The last page's `next`.", limit integer "At most 100.")
        => 200 "Rows of the list.": PageOf<Summary>;
    /// Keep the agent's filters.
    ///
    /// In the place of those before: at most 30. The first frame of the inbox's socket has them.
    PUT "/api/inbox/filters" Agent conversations::keep_filters
        body Vec<SavedFilter>
        => 204 "They are kept.";
    /// Search conversations.
    ///
    /// In messages, notes, forms, names of files, learners' names and addresses, courses, pages and tags.
    POST "/api/conversations/search" Agent conversations::find
        body FindConversations
        => 200 "The most recently changed first.": PageOf<ConversationFound>;
    /// Read a conversation.
    GET "/api/conversations/{conversation}" Agent conversations::get(of: ConversationId)
        ? (since integer "Number of the last event seen.")
        audits ConversationRead
        => 200 "Its state, and at most 200 events after `since`.": AgentTranscript;
    /// The learner's other conversations.
    GET "/api/conversations/{conversation}/earlier" Agent conversations::earlier(of: ConversationId)
        => 200 "The newest first.": PageOf<Summary>;
    /// Close the chat for a learner.
    ///
    /// For the person, on every device: their conversations are resolved, their tokens end, and nothing
    /// they send is taken.
    POST "/api/conversations/{conversation}/block" Agent people::block(conversation: ConversationId)
        audits LearnerBlocked
        => 204 "It is closed.";
    /// Open the chat for a learner again.
    DELETE "/api/conversations/{conversation}/block" Agent people::unblock(conversation: ConversationId)
        audits LearnerUnblocked
        => 204 "It is open.";
    /// Export all that the team has of a learner.
    ///
    /// Of every conversation of the person's; without the content of files, which stand under their own
    /// addresses.
    GET "/api/conversations/{conversation}/learner" Admin people::export(conversation: ConversationId)
        audits LearnerExported
        => 200 "All of it.": LearnerExport<serde_json::Value>;
    /// Erase a learner.
    ///
    /// Every conversation, file, row and token of the person's. It cannot be taken back.
    DELETE "/api/conversations/{conversation}/learner" Admin people::erase(conversation: ConversationId)
        audits LearnerErased
        => 200 "What was erased.": Erased;
    /// Import a conversation that was exported.
    ///
    /// At most 10 MB. Refused with `conflict` if it is there.
    POST "/api/conversations/import" Admin people::import
        audits ConversationImported
        body ConversationExport<serde_json::Value>
        => 204 "It is there again.";
    /// Upload a file.
    ///
    /// At most 10 MB; PNG, JPEG, WebP, GIF, PDF or plain text, decided by the content. Say it with a
    /// message within a day.
    POST "/api/conversations/{conversation}/attachments" Agent attachments::upload(of: ConversationId)
        body File
        => 201 "It is stored.": Attachment;
    /// A file that was said.
    GET "/api/conversations/{conversation}/attachments/{attachment}" Agent attachments::content(of: ConversationId, attachment: AttachmentId)
        => 200 "The content: images may be shown in place, everything else is a download.": File;
    /// Take an upload back that was not said.
    DELETE "/api/conversations/{conversation}/attachments/{attachment}" Agent attachments::take_back(of: ConversationId, attachment: AttachmentId)
        => 204 "It is gone.";
    /// Claim, release, reply, note, tag, assign, snooze, resolve, return to the assistant.
    ///
    /// A claim on a conversation another agent owns is refused with `already_claimed`, naming them
    /// and the time.
    POST "/api/conversations/{conversation}/commands" Agent conversations::command(of: ConversationId)
        body AgentCommand
        => 200 "The state after it.": AgentView;
    /// Follow a conversation.
    ///
    /// A WebSocket that only sends: AgentFrame.
    GET "/api/conversations/{conversation}/socket" Agent conversations::socket(of: ConversationId)
        ? (since integer "Number of the last event seen.")
        => 101 "The socket is open; its first frame is a hello. Send the text `ping` to be answered `pong`.";
    /// Follow the inbox.
    ///
    /// A WebSocket that only sends: InboxFrame.
    GET "/api/inbox/socket" Agent conversations::inbox_socket
        ? (idle string "Present, if the agent has not touched the page for ten minutes.")
        => 101 "The socket is open; its first frame is a hello. Send the text `ping` to be answered `pong`.";
}

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Route {
    /// The endpoint of this number, with what stands in its path.
    Endpoint(usize, Vec<String>),
    /// The inbox page, whatever screen its address names.
    InboxPage,
    /// The chat's frame.
    WidgetFrame,
    /// How its launcher looks.
    WidgetLook,
    /// The chat on a page of its own, where e-mails lead.
    ChatPage,
    /// What stands at the root: the demo's page, or the way to the inbox.
    Root,
    /// What the demo's LMS signs.
    DemoIdentity,
}

impl Route {
    /// Where this method and path go.
    ///
    /// # Errors
    /// `not_found` for an unknown path or an id that is none, `wrong_method` where the path takes
    /// other methods.
    fn of(method: &str, path: &str) -> Result<Self, Nowhere> {
        // A HEAD is a GET whose body the runtime drops.
        let method = if method == "HEAD" { "GET" } else { method };
        let trimmed = path.trim_matches('/');
        if method == "GET" {
            match trimmed {
                "widget/frame" => return Ok(Self::WidgetFrame),
                "widget/look" => return Ok(Self::WidgetLook),
                "chat" => return Ok(Self::ChatPage),
                "inbox" => return Ok(Self::InboxPage),
                "" => return Ok(Self::Root),
                "demo/identity" => return Ok(Self::DemoIdentity),
                _ if trimmed.starts_with("inbox/") => return Ok(Self::InboxPage),
                _ => {}
            }
        }
        let mut allowed = Vec::new();
        for (number, (own, template, _)) in ENDPOINTS.iter().enumerate() {
            let Some(values) = filled(template, path) else {
                continue;
            };
            if *own == method {
                check(number, &values).map_err(|problem| Nowhere {
                    problem,
                    allowed: Vec::new(),
                })?;
                let values = values.into_iter().map(str::to_owned);
                return Ok(Self::Endpoint(number, values.collect()));
            }
            allowed.push(*own);
        }
        let problem = if allowed.is_empty() {
            Problem::new(Code::NotFound, "no such address")
        } else {
            let all = allowed.join(", ");
            Problem::new(Code::WrongMethod, format!("this address takes {all}"))
        };
        Err(Nowhere { problem, allowed })
    }
}

/// Answers a request.
pub(crate) async fn answer(request: Request, env: &Env) -> worker::Result<Response> {
    let route = Route::of(request.method().as_ref(), &request.path());
    let answer = match route {
        Ok(Route::Endpoint(number, values)) => answered(number, &values, request, env).await,
        Ok(Route::InboxPage) => pages::inbox(env).await,
        Ok(Route::WidgetFrame) => pages::widget_frame(&request, env)
            .await
            .or_else(pages::no_frame),
        Ok(Route::WidgetLook) => pages::widget_look(&request, env).await,
        Ok(Route::ChatPage) => pages::chat(&request, env).await,
        Ok(Route::Root) if demo::is_here(env) => demo::page(env).await,
        Ok(Route::Root) => pages::root(&request),
        Ok(Route::DemoIdentity) if demo::is_here(env) => demo::identity(&request, env).await,
        Ok(Route::DemoIdentity) => Err(Error::not_found("address")),
        Err(nowhere) => {
            let response = crate::error::problem_response(&nowhere.problem)?;
            if !nowhere.allowed.is_empty() {
                let headers = response.headers();
                headers.set("allow", &nowhere.allowed.join(", "))?;
            }
            return Ok(response);
        }
    };
    answer.or_else(Error::into_response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_has_its_route_and_every_other_method_is_told_so() {
        for (method, template, _) in ENDPOINTS {
            let path = template
                .replace("{article}", "reset-your-password")
                .replace("{conversation}", "l.1")
                .replace("{attachment}", "f")
                .replace("{key}", "k")
                .replace("{section}", "hours")
                .replace("{agent}", "a-1")
                .replace("{session}", "s-1")
                .replace("{invite}", "i-1")
                .replace("{alert}", "1")
                .replace("{version}", "1")
                .replace("{question}", "1")
                .replace("{secret}", "s-1")
                .replace("{team}", "riverside");
            assert!(Route::of(method, &path).is_ok(), "{method} {path}");
            let nowhere = Route::of("TRACE", &path).unwrap_err();
            assert_eq!(nowhere.problem.code, Code::WrongMethod, "{path}");
            assert!(nowhere.allowed.contains(method), "{path}");
        }
        assert_eq!(Route::of("HEAD", "/healthz"), Route::of("GET", "/healthz"));
        assert_eq!(Route::of("GET", "/inbox/c/l.1"), Ok(Route::InboxPage));
        assert_eq!(Route::of("GET", "/widget/frame"), Ok(Route::WidgetFrame));
    }

    #[test]
    fn what_is_not_listed_is_not_found_and_an_id_that_is_none_is_named() {
        for path in [
            "/api",
            "/pages/inbox.html",
            "/widget/frame/x",
            "/inboxes",
            "/api/articles/x/y",
        ] {
            let nowhere = Route::of("GET", path).unwrap_err();
            assert_eq!(nowhere.problem.message, "no such address", "{path}");
            assert!(nowhere.allowed.is_empty());
        }
        for path in [
            "/api/articles/..",
            "/api/articles/a%20b",
            "/api/conversations/*/socket",
        ] {
            let problem = Route::of("GET", path).unwrap_err().problem;
            assert_eq!(problem.code, Code::NotFound, "{path}");
            assert!(
                problem.message.contains("is no"),
                "{path}: {}",
                problem.message
            );
        }
    }

    /// Every change of an agent's or a tool's leaves a trace, but for those that say why not.
    #[test]
    fn every_change_is_in_the_audit_log() {
        const WITHOUT: &[(&str, &str)] = &[
            // Tried, not done.
            ("POST", "/api/agents/me/second-factor"),
            ("POST", "/api/alerts/test"),
            ("POST", "/api/rules/test"),
            ("POST", "/api/search"),
            ("POST", "/api/replies/draft"),
            // As the list, which a GET answers.
            ("POST", "/api/conversations/search"),
            // What an agent keeps for themselves.
            ("PUT", "/api/inbox/filters"),
            ("POST", "/api/agents/me/push/test"),
            // The handler tells of a browser that is new: each renews itself as it opens the inbox.
            ("PUT", "/api/agents/me/push"),
            // The handler tells which website.
            ("PUT", "/api/crawl"),
            // What was asked stays in its conversation.
            ("DELETE", "/api/insights/unanswered/{question}"),
            // The conversation's own log has them; those that change hands are told by the handler.
            ("POST", "/api/conversations/{conversation}/commands"),
            ("POST", "/api/conversations/{conversation}/attachments"),
            (
                "DELETE",
                "/api/conversations/{conversation}/attachments/{attachment}",
            ),
        ];
        for ((method, path, who), audited) in ENDPOINTS.iter().zip(AUDITED) {
            let is_team = !matches!(who, Who::Anybody | Who::Learner | Who::LearnerSocket);
            let is_without = WITHOUT.contains(&(method, path));
            if is_team && *method != "GET" {
                assert_ne!(audited.is_some(), is_without, "{method} {path}");
            }
        }
    }

    /// The access matrix asks every endpoint by this file. To write it: `BLESS=1`.
    #[test]
    fn the_access_matrix_knows_every_endpoint() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../tests/worker/endpoints.json"
        );
        let rows: Vec<String> = ENDPOINTS
            .iter()
            .map(|it| serde_json::to_string(it).unwrap())
            .collect();
        let now = format!("[\n  {}\n]\n", rows.join(",\n  "));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(path, &now).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), now);
    }
}
