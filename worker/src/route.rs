//! Method and path to a `Route`. Pure; the API description lists the same table.

use protocol::{ArticleId, AttachmentId, Code, ConversationId, Problem};

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Health,
    OpenApi,
    PacketSchema,
    Setup,
    SignIn,
    SignOut,
    Me,
    Agents,
    NewInvite,
    AcceptInvite,
    Keys,
    NewKey,
    RevokeKey(String),
    Settings,
    PutSettings,
    WebhookSecret,
    TestRules,
    ReplayRules,
    CatchUpTags,
    Articles,
    Article(ArticleId),
    PutArticle(ArticleId),
    DeleteArticle(ArticleId),
    Search,
    Knowledge,
    LearnerSession,
    NewLearnerConversation,
    LearnerConversation,
    /// To an agent's conversation, or the learner's own.
    NewAttachment(Option<ConversationId>),
    Attachment(Option<ConversationId>, AttachmentId),
    TakeBackAttachment(Option<ConversationId>, AttachmentId),
    LearnerMessages,
    LearnerHandoff,
    LearnerSocket,
    LearnerArticle(ArticleId),
    Conversations,
    Conversation(ConversationId),
    EarlierConversations(ConversationId),
    ConversationCommands(ConversationId),
    ConversationSocket(ConversationId),
    InboxSocket,
    InboxPage,
    WidgetFrame,
}

/// Every endpoint: method, path, and what it is for. `openapi.rs` describes exactly these.
#[cfg(test)]
pub(crate) const ENDPOINTS: &[(&str, &str)] = &[
    ("GET", "/healthz"),
    ("GET", "/api/openapi.json"),
    ("GET", "/api/schemas/handoff-packet.json"),
    ("POST", "/api/setup"),
    ("POST", "/api/agents/sign-in"),
    ("POST", "/api/agents/sign-out"),
    ("GET", "/api/agents/me"),
    ("GET", "/api/agents"),
    ("POST", "/api/invites"),
    ("POST", "/api/invites/accept"),
    ("GET", "/api/keys"),
    ("POST", "/api/keys"),
    ("DELETE", "/api/keys/{key}"),
    ("GET", "/api/settings"),
    ("PUT", "/api/settings"),
    ("GET", "/api/webhook-secret"),
    ("POST", "/api/rules/test"),
    ("POST", "/api/rules/replay"),
    ("POST", "/api/tags/catch-up"),
    ("GET", "/api/articles"),
    ("GET", "/api/articles/{article}"),
    ("PUT", "/api/articles/{article}"),
    ("DELETE", "/api/articles/{article}"),
    ("GET", "/api/search"),
    ("GET", "/api/knowledge"),
    ("POST", "/api/learner/session"),
    ("POST", "/api/learner/conversations"),
    ("POST", "/api/learner/attachments"),
    ("GET", "/api/learner/attachments/{attachment}"),
    ("DELETE", "/api/learner/attachments/{attachment}"),
    ("GET", "/api/learner/conversation"),
    ("POST", "/api/learner/messages"),
    ("POST", "/api/learner/handoff"),
    ("GET", "/api/learner/socket"),
    ("GET", "/api/learner/articles/{article}"),
    ("GET", "/api/conversations"),
    ("GET", "/api/conversations/{conversation}"),
    ("GET", "/api/conversations/{conversation}/earlier"),
    ("POST", "/api/conversations/{conversation}/attachments"),
    (
        "GET",
        "/api/conversations/{conversation}/attachments/{attachment}",
    ),
    (
        "DELETE",
        "/api/conversations/{conversation}/attachments/{attachment}",
    ),
    ("POST", "/api/conversations/{conversation}/commands"),
    ("GET", "/api/conversations/{conversation}/socket"),
    ("GET", "/api/inbox/socket"),
];

impl Route {
    /// Where this method and path go.
    ///
    /// # Errors
    /// `not_found` for an unknown path or a malformed id.
    pub(crate) fn of(method: &str, path: &str) -> Result<Self, Problem> {
        let lost = || Problem::new(Code::NotFound, "no such address");
        let article = |id: &str| ArticleId::new(id).map_err(|_| lost());
        let conversation = |id: &str| ConversationId::new(id).map_err(|_| lost());
        let attachment = |id: &str| AttachmentId::new(id).map_err(|_| lost());
        let steps: Vec<&str> = path.trim_matches('/').split('/').collect();
        // A HEAD is a GET whose body the runtime drops.
        let method = if method == "HEAD" { "GET" } else { method };
        Ok(match (method, steps.as_slice()) {
            ("GET", ["healthz"]) => Self::Health,
            ("GET", ["inbox", ..]) => Self::InboxPage,
            ("GET", ["widget", "frame"]) => Self::WidgetFrame,
            ("GET", ["api", "openapi.json"]) => Self::OpenApi,
            ("GET", ["api", "schemas", "handoff-packet.json"]) => Self::PacketSchema,
            ("POST", ["api", "setup"]) => Self::Setup,
            ("POST", ["api", "agents", "sign-in"]) => Self::SignIn,
            ("POST", ["api", "agents", "sign-out"]) => Self::SignOut,
            ("GET", ["api", "agents", "me"]) => Self::Me,
            ("GET", ["api", "agents"]) => Self::Agents,
            ("POST", ["api", "invites"]) => Self::NewInvite,
            ("POST", ["api", "invites", "accept"]) => Self::AcceptInvite,
            ("GET", ["api", "keys"]) => Self::Keys,
            ("POST", ["api", "keys"]) => Self::NewKey,
            ("DELETE", ["api", "keys", id]) => Self::RevokeKey((*id).to_owned()),
            ("GET", ["api", "settings"]) => Self::Settings,
            ("PUT", ["api", "settings"]) => Self::PutSettings,
            ("GET", ["api", "webhook-secret"]) => Self::WebhookSecret,
            ("POST", ["api", "rules", "test"]) => Self::TestRules,
            ("POST", ["api", "rules", "replay"]) => Self::ReplayRules,
            ("POST", ["api", "tags", "catch-up"]) => Self::CatchUpTags,
            ("GET", ["api", "articles"]) => Self::Articles,
            ("GET", ["api", "articles", id]) => Self::Article(article(id)?),
            ("PUT", ["api", "articles", id]) => Self::PutArticle(article(id)?),
            ("DELETE", ["api", "articles", id]) => Self::DeleteArticle(article(id)?),
            ("GET", ["api", "search"]) => Self::Search,
            ("GET", ["api", "knowledge"]) => Self::Knowledge,
            ("POST", ["api", "learner", "session"]) => Self::LearnerSession,
            ("POST", ["api", "learner", "conversations"]) => Self::NewLearnerConversation,
            ("POST", ["api", "learner", "attachments"]) => Self::NewAttachment(None),
            ("GET", ["api", "learner", "attachments", id]) => {
                Self::Attachment(None, attachment(id)?)
            }
            ("DELETE", ["api", "learner", "attachments", id]) => {
                Self::TakeBackAttachment(None, attachment(id)?)
            }
            ("GET", ["api", "learner", "conversation"]) => Self::LearnerConversation,
            ("POST", ["api", "learner", "messages"]) => Self::LearnerMessages,
            ("POST", ["api", "learner", "handoff"]) => Self::LearnerHandoff,
            ("GET", ["api", "learner", "socket"]) => Self::LearnerSocket,
            ("GET", ["api", "learner", "articles", id]) => Self::LearnerArticle(article(id)?),
            ("GET", ["api", "conversations"]) => Self::Conversations,
            ("GET", ["api", "conversations", id]) => Self::Conversation(conversation(id)?),
            ("GET", ["api", "conversations", id, "earlier"]) => {
                Self::EarlierConversations(conversation(id)?)
            }
            ("POST", ["api", "conversations", of, "attachments"]) => {
                Self::NewAttachment(Some(conversation(of)?))
            }
            ("GET", ["api", "conversations", of, "attachments", id]) => {
                Self::Attachment(Some(conversation(of)?), attachment(id)?)
            }
            ("DELETE", ["api", "conversations", of, "attachments", id]) => {
                Self::TakeBackAttachment(Some(conversation(of)?), attachment(id)?)
            }
            ("POST", ["api", "conversations", id, "commands"]) => {
                Self::ConversationCommands(conversation(id)?)
            }
            ("GET", ["api", "conversations", id, "socket"]) => {
                Self::ConversationSocket(conversation(id)?)
            }
            ("GET", ["api", "inbox", "socket"]) => Self::InboxSocket,
            _ => return Err(lost()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_has_a_route() {
        for (method, path) in ENDPOINTS {
            let path = path
                .replace("{article}", "reset-your-password")
                .replace("{conversation}", "l.1")
                .replace("{attachment}", "f")
                .replace("{key}", "k");
            assert!(Route::of(method, &path).is_ok(), "{method} {path}");
        }
    }

    #[test]
    fn what_is_not_listed_is_not_found() {
        for (method, path) in [
            ("GET", "/api"),
            ("POST", "/api/articles/x"),
            ("GET", "/api/articles/.."),
            ("GET", "/api/articles/a%20b"),
            ("PATCH", "/api/settings"),
            ("GET", "/pages/inbox.html"),
            ("GET", "/widget/frame/x"),
        ] {
            let problem = Route::of(method, path).unwrap_err();
            assert_eq!(problem.code, Code::NotFound, "{method} {path}");
        }
    }
}
