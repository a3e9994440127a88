//! The HTTP API: the only file with `gloo_net`. The session is a cookie that no script sees.

use gloo_net::http::{Request, RequestBuilder, Response};
use protocol::audit::AuditEntry;
use protocol::crawl::{Crawl, CrawlSite};
use protocol::http::{
    AcceptInvite, Agent, AgentCommand, AgentSession, AgentTranscript, AlertTested, ApiKey,
    ArticlePage, CatchUp, CaughtUp, ChangeAgent, ChangePassword, ClientSecret, ConversationFound,
    DraftReply, DraftedReply, Erased, FindConversations, ForgottenPassword, IdentitySecret, Invite,
    KnowledgeStatus, Me, MintedApiKey, MintedIdentitySecret, NewApiKey, NewInvite, NewPassword,
    NewSecondFactor, OpenInvite, PageOf, PasswordLink, PutAnswer, RecoveryCodes, ReplayRules,
    Replayed, RuleTest, SearchAnswer, SearchFor, SeenOn, Setup, SignIn, TestAlert, TestRules,
    Unanswered, Undelivered, Usage, WaitingHours, WebhookSecret, WithCode, WithPassword,
};
use protocol::list::{Cursor, Filter, SavedFilter};
use protocol::push::{PushBrowsers, PushEndpoint, PushSubscription};
use protocol::settings::{AnswerSettings, PatienceSettings, SavedReply, Section, Settings};
use protocol::{
    AgentId, AgentView, Article, ArticleDraft, ArticleId, ArticleSummary, ArticleVersion, Audience,
    Code, ConversationId, Problem, Summary, Tag, TagDefinition,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

type Answer<T> = Result<T, Problem>;

pub(crate) async fn me() -> Answer<Me> {
    get("/api/agents/me").await
}

pub(crate) async fn sign_in(body: &SignIn) -> Answer<Me> {
    send(Request::post("/api/agents/sign-in"), body).await
}

pub(crate) async fn sign_out() -> Answer<()> {
    send(Request::post("/api/agents/sign-out"), &()).await
}

pub(crate) async fn set_up(body: &Setup) -> Answer<Agent> {
    send(Request::post("/api/setup"), body).await
}

pub(crate) async fn accept_invite(body: &AcceptInvite) -> Answer<Me> {
    send(Request::post("/api/invites/accept"), body).await
}

pub(crate) async fn command(id: &ConversationId, body: &AgentCommand) -> Answer<AgentView> {
    send(
        Request::post(&format!("/api/conversations/{id}/commands")),
        body,
    )
    .await
}

pub(crate) async fn transcript(id: &ConversationId) -> Answer<AgentTranscript> {
    get(&format!("/api/conversations/{id}")).await
}

/// The learner's other conversations.
pub(crate) async fn earlier(id: &ConversationId) -> Answer<PageOf<Summary>> {
    get(&format!("/api/conversations/{id}/earlier")).await
}

/// Where files of a conversation go, and, with their id behind it, come from.
pub(crate) fn attachments(id: &ConversationId) -> String {
    format!("/api/conversations/{id}/attachments")
}

pub(crate) async fn agents() -> Answer<Vec<Agent>> {
    get("/api/agents").await
}

pub(crate) async fn change_agent(id: &AgentId, body: &ChangeAgent) -> Answer<Agent> {
    send(Request::patch(&format!("/api/agents/{id}")), body).await
}

/// A link by which an agent chooses another password.
pub(crate) async fn password_link(id: &AgentId) -> Answer<PasswordLink> {
    let path = format!("/api/agents/{id}/password-link");
    send(Request::post(&path), &()).await
}

/// Has a link for a new password sent.
pub(crate) async fn forgotten_password(body: &ForgottenPassword) -> Answer<()> {
    send(Request::post("/api/agents/forgotten-password"), body).await
}

/// Chooses a password by a link.
pub(crate) async fn new_password(body: &NewPassword) -> Answer<()> {
    send(Request::post("/api/agents/password"), body).await
}

pub(crate) async fn change_password(body: &ChangePassword) -> Answer<()> {
    send(Request::put("/api/agents/me/password"), body).await
}

pub(crate) async fn sessions() -> Answer<Vec<AgentSession>> {
    get("/api/agents/me/sessions").await
}

/// Ends a session; without an id, all but this one.
pub(crate) async fn end_session(id: Option<&str>) -> Answer<()> {
    let path = match id {
        Some(id) => format!("/api/agents/me/sessions/{id}"),
        None => "/api/agents/me/sessions".to_owned(),
    };
    send(Request::delete(&path), &()).await
}

pub(crate) async fn invites() -> Answer<Vec<OpenInvite>> {
    get("/api/invites").await
}

pub(crate) async fn revoke_invite(id: &str) -> Answer<()> {
    send(Request::delete(&format!("/api/invites/{id}")), &()).await
}

pub(crate) async fn invite(body: &NewInvite) -> Answer<Invite> {
    send(Request::post("/api/invites"), body).await
}

pub(crate) async fn keys() -> Answer<Vec<ApiKey>> {
    get("/api/keys").await
}

pub(crate) async fn new_key(body: &NewApiKey) -> Answer<MintedApiKey> {
    send(Request::post("/api/keys"), body).await
}

pub(crate) async fn revoke_key(id: &str) -> Answer<()> {
    send(Request::delete(&format!("/api/keys/{id}")), &()).await
}

/// What every agent's desk needs of the settings. Reading them whole is a part of the settings' own module.
#[derive(Deserialize)]
pub(crate) struct DeskSettings {
    #[serde(default)]
    pub(crate) tags: Vec<TagDefinition>,
    #[serde(default)]
    pub(crate) saved_replies: Vec<SavedReply>,
    pub(crate) patience: PatienceSettings,
    pub(crate) answers: AnswerSettings,
}

pub(crate) async fn desk_settings() -> Answer<DeskSettings> {
    get("/api/settings").await
}

pub(crate) async fn settings() -> Answer<Settings> {
    match Request::get("/api/settings").send().await {
        Ok(response) => read_rules(response).await,
        Err(_) => Err(offline()),
    }
}

/// When learners wait, by hour of the week; on these clocks, if the team has no hours.
pub(crate) async fn waiting_hours(weeks: u32, time_zone: &str) -> Answer<WaitingHours> {
    let zone = js_sys::encode_uri_component(time_zone);
    get(&format!(
        "/api/insights/hours?weeks={weeks}&time_zone={zone}"
    ))
    .await
}

/// What was used in the last thirty days.
pub(crate) async fn usage() -> Answer<Usage> {
    get("/api/insights/usage").await
}

/// Questions that no article surely answers.
pub(crate) async fn unanswered() -> Answer<Vec<Unanswered>> {
    get("/api/insights/unanswered").await
}

/// Dismisses one of them.
pub(crate) async fn dismiss_unanswered(number: u64) -> Answer<()> {
    send(
        Request::delete(&format!("/api/insights/unanswered/{number}")),
        &(),
    )
    .await
}

/// Alerts that were not delivered.
pub(crate) async fn undelivered() -> Answer<Vec<Undelivered>> {
    get("/api/alerts/undelivered").await
}

/// Sends one of them again.
pub(crate) async fn send_again(number: u32) -> Answer<()> {
    let path = format!("/api/alerts/undelivered/{number}");
    send(Request::post(&path), &()).await
}

/// Takes one of them off the list.
pub(crate) async fn dismiss(number: u32) -> Answer<()> {
    let path = format!("/api/alerts/undelivered/{number}");
    send(Request::delete(&path), &()).await
}

pub(crate) async fn seen_on() -> Answer<Vec<SeenOn>> {
    get("/api/install").await
}

/// All articles; a page at a time.
pub(crate) async fn articles() -> Answer<Vec<ArticleSummary>> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let page: ArticlePage = get(&format!("/api/articles?limit=200&cursor={cursor}")).await?;
        all.extend(page.items);
        match page.next {
            Some(next) => cursor = next,
            None => return Ok(all),
        }
    }
}

pub(crate) async fn article(id: &ArticleId) -> Answer<Article> {
    get(&format!("/api/articles/{id}")).await
}

/// An article as learners read it.
pub(crate) async fn shown_article(id: &ArticleId) -> Answer<Article> {
    get(&format!("/api/articles/{id}?shown=true")).await
}

/// What an article said before, the newest first.
pub(crate) async fn versions(id: &ArticleId) -> Answer<Vec<ArticleVersion>> {
    get(&format!("/api/articles/{id}/versions")).await
}

pub(crate) async fn version(id: &ArticleId, number: u32) -> Answer<Article> {
    get(&format!("/api/articles/{id}/versions/{number}")).await
}

/// How far reading a website has come; nothing, if none was ever read.
pub(crate) async fn crawl() -> Answer<Option<Crawl>> {
    get("/api/crawl").await
}

pub(crate) async fn begin_crawl(site: &CrawlSite) -> Answer<Crawl> {
    send(Request::put("/api/crawl"), site).await
}

pub(crate) async fn stop_crawl() -> Answer<Crawl> {
    send(Request::delete("/api/crawl"), &()).await
}

pub(crate) async fn put_article(id: &ArticleId, body: &ArticleDraft) -> Answer<PutAnswer> {
    send(Request::put(&format!("/api/articles/{id}")), body).await
}

pub(crate) async fn delete_article(id: &ArticleId) -> Answer<()> {
    send(Request::delete(&format!("/api/articles/{id}")), &()).await
}

pub(crate) async fn knowledge() -> Answer<KnowledgeStatus> {
    get("/api/knowledge").await
}

/// What a learner's question finds.
pub(crate) async fn search(question: &str, audience: Audience) -> Answer<SearchAnswer> {
    let asked = SearchFor {
        question: question.to_owned(),
        audience,
        language: None,
        limit: 6,
    };
    send(Request::post("/api/search"), &asked).await
}

/// A reply that the model writes from the articles.
pub(crate) async fn draft_reply(question: &str, audience: Audience) -> Answer<DraftedReply> {
    let asked = DraftReply {
        question: question.to_owned(),
        audience,
    };
    send(Request::post("/api/replies/draft"), &asked).await
}

/// What would have become of a past conversation.
pub(crate) async fn replay(body: &ReplayRules) -> Answer<Replayed> {
    send_rules(Request::post("/api/rules/replay"), body).await
}

/// Gives tags to what was said lately, a page at a time.
pub(crate) async fn catch_up(body: &CatchUp) -> Answer<CaughtUp> {
    send(Request::post("/api/tags/catch-up"), body).await
}

/// Blocks a conversation's learner, or unblocks them.
pub(crate) async fn set_blocked(id: &ConversationId, is_blocked: bool) -> Answer<()> {
    let path = format!("/api/conversations/{id}/block");
    let request = match is_blocked {
        true => Request::post(&path),
        false => Request::delete(&path),
    };
    send(request, &()).await
}

/// Erases a conversation's learner.
pub(crate) async fn erase(id: &ConversationId) -> Answer<Erased> {
    let request = Request::delete(&format!("/api/conversations/{id}/learner"));
    send(request, &()).await
}

/// The audit log before an entry, the newest first.
pub(crate) async fn audit(cursor: Option<&str>) -> Answer<PageOf<AuditEntry>> {
    match cursor {
        Some(cursor) => get(&format!("/api/audit?cursor={cursor}")).await,
        None => get("/api/audit").await,
    }
}

/// Begins two-step sign-in.
pub(crate) async fn begin_factor(body: &WithPassword) -> Answer<NewSecondFactor> {
    send(Request::post("/api/agents/me/second-factor"), body).await
}

/// Turns it on by the app's first code.
pub(crate) async fn confirm_factor(body: &WithCode) -> Answer<RecoveryCodes> {
    send(Request::put("/api/agents/me/second-factor"), body).await
}

/// Turns it off.
pub(crate) async fn drop_factor(body: &WithPassword) -> Answer<()> {
    send(Request::delete("/api/agents/me/second-factor"), body).await
}

/// Secrets that the LMS signs with.
pub(crate) async fn identity_secrets() -> Answer<Vec<IdentitySecret>> {
    get("/api/identity/secrets").await
}

/// Makes one.
pub(crate) async fn new_identity_secret() -> Answer<MintedIdentitySecret> {
    send(Request::post("/api/identity/secrets"), &()).await
}

/// Ends one.
pub(crate) async fn end_identity_secret(id: &str) -> Answer<()> {
    let request = Request::delete(&format!("/api/identity/secrets/{id}"));
    send(request, &()).await
}

/// Tells a place something, as an alert would.
pub(crate) async fn test_alert(body: &TestAlert) -> Answer<AlertTested> {
    send(Request::post("/api/alerts/test"), body).await
}

/// What webhooks are signed with.
pub(crate) async fn webhook_secret() -> Answer<WebhookSecret> {
    get("/api/webhook-secret").await
}

/// Makes another secret for webhooks.
pub(crate) async fn new_webhook_secret() -> Answer<WebhookSecret> {
    send(Request::post("/api/webhook-secret"), &()).await
}

/// Keeps the secret of the sign-in provider, or deletes it.
pub(crate) async fn put_client_secret(body: &ClientSecret) -> Answer<()> {
    send(Request::put("/api/sign-in/secret"), body).await
}

/// The agent's browsers that are told when people are needed.
pub(crate) async fn push_browsers() -> Answer<PushBrowsers> {
    get("/api/agents/me/push").await
}

pub(crate) async fn put_push(body: &PushSubscription) -> Answer<()> {
    send(Request::put("/api/agents/me/push"), body).await
}

pub(crate) async fn delete_push(body: &PushEndpoint) -> Answer<()> {
    send(Request::delete("/api/agents/me/push"), body).await
}

pub(crate) async fn test_push(body: &PushEndpoint) -> Answer<AlertTested> {
    send(Request::post("/api/agents/me/push/test"), body).await
}

/// Conversations that an agent looks for.
pub(crate) async fn find(body: &FindConversations) -> Answer<PageOf<ConversationFound>> {
    send(Request::post("/api/conversations/search"), body).await
}

/// What a filter lists, after the row where the page before ended.
pub(crate) async fn list(
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u32,
) -> Answer<PageOf<Summary>> {
    let written = |text: &str| String::from(js_sys::encode_uri_component(text));
    let mut path = format!(
        "/api/conversations?limit={limit}&view={}&order={}",
        filter.view.name(),
        filter.order.name()
    );
    let reason = filter.reason.map(|reason| ui::to_text(&reason));
    for (name, value) in [
        ("tag", filter.tag.as_ref().map(Tag::to_string)),
        ("owner", filter.owner.as_ref().map(AgentId::to_string)),
        (
            "reason",
            reason.map(|text| text.trim_matches('"').to_owned()),
        ),
        ("late", filter.is_late.then(|| "true".to_owned())),
        ("course", filter.course.clone()),
        ("cursor", after.map(Cursor::to_string)),
    ] {
        if let Some(value) = value {
            path += &format!("&{name}={}", written(&value));
        }
    }
    get(&path).await
}

/// Keeps this agent's filters in the place of those before.
pub(crate) async fn keep_filters(all: &[SavedFilter]) -> Answer<()> {
    send(Request::put("/api/inbox/filters"), &all).await
}

/// The newest conversations.
pub(crate) async fn conversations(most: usize) -> Answer<PageOf<Summary>> {
    get(&format!("/api/conversations?limit={most}")).await
}

/// Changes sections of the settings, all of them or none. They are checked here with the server's own
/// checks.
///
/// `loaded` is what the screen was filled with: a section that the screen did not change is not sent, and
/// one that somebody else changed meanwhile is refused. Without `loaded`, `change` is applied to the
/// settings as they are now.
pub(crate) async fn change_settings(
    sections: &[Section],
    loaded: Option<&Settings>,
    change: impl FnOnce(&mut Settings),
) -> Answer<Settings> {
    let response = Request::get("/api/settings").send().await;
    let response = response.map_err(|_| offline())?;
    let mark = response.headers().get("etag").unwrap_or_default();
    let now: Settings = read_rules(response).await?;
    let before = loaded.unwrap_or(&now);
    let mut mine = before.clone();
    change(&mut mine);
    let mut settings = now.clone();
    let mut changed = Vec::new();
    for section in sections {
        let wanted = written(&mine, *section)?;
        let (then, today) = (written(before, *section)?, written(&now, *section)?);
        if wanted == then || wanted == today {
            continue;
        }
        if then != today {
            let what = "somebody else changed these settings: reload the page to see them";
            return Err(Problem::new(Code::Conflict, what));
        }
        settings.take(*section, &mine);
        changed.push(*section);
    }
    for section in &changed {
        let checked = settings.check(*section);
        checked.map_err(|wrong| Problem::new(Code::Invalid, wrong.0))?;
    }
    let (path, body) = match changed.as_slice() {
        [] => return Ok(settings),
        [one] => {
            let path = format!("/api/settings/{}", one.name());
            (path, written(&settings, *one)?)
        }
        _ => {
            let whole = serde_json::to_string(&settings).map_err(|_| unreadable())?;
            ("/api/settings".to_owned(), whole)
        }
    };
    let request = Request::put(&path)
        .header("if-match", &mark)
        .header("content-type", "application/json")
        .body(body)
        .map_err(|_| offline())?;
    let response = request.send().await.map_err(|_| offline())?;
    read_rules::<serde::de::IgnoredAny>(response).await?;
    Ok(settings)
}

/// A section as JSON.
fn written(settings: &Settings, section: Section) -> Answer<String> {
    let mut text = Vec::new();
    let mut writer = serde_json::Serializer::new(&mut text);
    let written = settings.write(section, &mut writer);
    written.map_err(|_| unreadable())?;
    String::from_utf8(text).map_err(|_| unreadable())
}

/// What would become of a message.
pub(crate) async fn test_rules(body: &TestRules) -> Answer<RuleTest> {
    send_rules(Request::post("/api/rules/test"), body).await
}

/// Sends what has rules in it. Conditions within conditions are more than the small reader that
/// the widget shares knows: these few go through `serde_json`.
async fn send_rules<T: DeserializeOwned>(
    request: RequestBuilder,
    body: &impl Serialize,
) -> Answer<T> {
    let text = serde_json::to_string(body).map_err(|_| offline())?;
    let request = request
        .header("content-type", "application/json")
        .body(text)
        .map_err(|_| offline())?;
    match request.send().await {
        Ok(response) => read_rules(response).await,
        Err(_) => Err(offline()),
    }
}

async fn read_rules<T: DeserializeOwned>(response: Response) -> Answer<T> {
    let text = response.text().await.map_err(|_| offline())?;
    if response.ok() {
        serde_json::from_str(&text).map_err(|_| unreadable())
    } else {
        Err(ui::from_text(&text).unwrap_or_else(unreadable))
    }
}

async fn get<T: DeserializeOwned>(path: &str) -> Answer<T> {
    match Request::get(path).send().await {
        Ok(response) => read(response).await,
        Err(_) => Err(offline()),
    }
}

async fn send<T: DeserializeOwned>(request: RequestBuilder, body: &impl Serialize) -> Answer<T> {
    let request = request
        .header("content-type", "application/json")
        .body(ui::to_text(body))
        .map_err(|_| offline())?;
    match request.send().await {
        Ok(response) => read(response).await,
        Err(_) => Err(offline()),
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Answer<T> {
    let text = response.text().await.map_err(|_| offline())?;
    if response.ok() {
        let text = if text.is_empty() { "null" } else { &text };
        ui::from_text(text).ok_or_else(unreadable)
    } else {
        Err(ui::from_text(&text).unwrap_or_else(unreadable))
    }
}

fn unreadable() -> Problem {
    Problem::new(Code::Internal, "the server's answer could not be read")
}

fn offline() -> Problem {
    Problem::new(
        Code::Unknown,
        "the server could not be reached; nothing was changed",
    )
}
