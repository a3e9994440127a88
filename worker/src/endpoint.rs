//! Every endpoint: method, path, who may call it. One table, from which the routes come, and the
//! access matrix of `tests/worker/access.test.mjs`; a test holds the API's description to it.

use protocol::{ArticleId, AttachmentId, Code, ConversationId, Problem};

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
    /// An admin, or a key that may read articles.
    ArticleReader,
    /// An admin, or a key that may write articles.
    ArticleWriter,
    /// A learner with a token of ours.
    Learner,
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
    ArticleId of "article",
    AttachmentId of "attachment",
    ConversationId of "conversation",
}

impl Id for String {
    const OF: &'static str = "key";

    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

/// Why nothing is at a method and path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Nowhere {
    /// What the caller is told.
    pub(crate) problem: Problem,
    /// Methods that the path takes, where it takes others.
    pub(crate) allowed: Vec<&'static str>,
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
    ($($method:ident $path:literal $who:ident $route:ident $(($($id:ident: $type:ty),+))?;)*) => {
        /// Where a request goes.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum Route {
            $($route $(($($type),+))?,)*
            /// The inbox page, whatever screen its address names.
            InboxPage,
            /// The chat's frame.
            WidgetFrame,
        }

        /// Method, path and who may call: all that the API's description describes.
        pub(crate) const ENDPOINTS: &[(&str, &str, Who)] =
            &[$((stringify!($method), $path, Who::$who),)*];

        /// The endpoint of this number with what stands in its path.
        fn route(number: usize, values: &[&str]) -> Result<Route, Problem> {
            let mut values = values.iter().copied();
            let mut next = || values.next().unwrap_or_default();
            let _used = &mut next;
            let mut at = 0;
            $(
                if at == number {
                    $($(let $id: $type = id(next())?;)+)?
                    return Ok(Route::$route $(($($id),+))?);
                }
                at += 1;
            )*
            let _all = at;
            Err(Problem::new(Code::NotFound, "no such address"))
        }
    };
}

endpoints! {
    GET "/healthz" Anybody Health;
    GET "/api/openapi.json" Anybody OpenApi;
    GET "/api/schemas/handoff-packet.json" Anybody PacketSchema;
    POST "/api/setup" Anybody Setup;
    POST "/api/agents/sign-in" Anybody SignIn;
    POST "/api/agents/sign-out" Anybody SignOut;
    GET "/api/agents/me" Agent Me;
    GET "/api/agents" Agent Agents;
    POST "/api/invites" Admin NewInvite;
    POST "/api/invites/accept" Anybody AcceptInvite;
    GET "/api/keys" Admin Keys;
    POST "/api/keys" Admin NewKey;
    DELETE "/api/keys/{key}" Admin RevokeKey(key: String);
    GET "/api/settings" Agent Settings;
    PUT "/api/settings" Admin PutSettings;
    GET "/api/webhook-secret" Admin WebhookSecret;
    POST "/api/rules/test" Admin TestRules;
    POST "/api/rules/replay" Admin ReplayRules;
    POST "/api/tags/catch-up" Admin CatchUpTags;
    GET "/api/articles" ArticleReader Articles;
    GET "/api/articles/{article}" ArticleReader Article(article: ArticleId);
    PUT "/api/articles/{article}" ArticleWriter PutArticle(article: ArticleId);
    DELETE "/api/articles/{article}" ArticleWriter DeleteArticle(article: ArticleId);
    GET "/api/search" ArticleReader Search;
    GET "/api/knowledge" ArticleReader Knowledge;
    POST "/api/learner/session" Anybody LearnerSession;
    POST "/api/learner/conversations" Learner NewLearnerConversation;
    POST "/api/learner/attachments" Learner NewOwnAttachment;
    GET "/api/learner/attachments/{attachment}" Learner OwnAttachment(attachment: AttachmentId);
    DELETE "/api/learner/attachments/{attachment}" Learner TakeBackOwnAttachment(attachment: AttachmentId);
    GET "/api/learner/conversation" Learner LearnerConversation;
    POST "/api/learner/messages" Learner LearnerMessages;
    POST "/api/learner/handoff" Learner LearnerHandoff;
    GET "/api/learner/socket" Learner LearnerSocket;
    GET "/api/learner/articles/{article}" Learner LearnerArticle(article: ArticleId);
    GET "/api/conversations" Agent Conversations;
    GET "/api/conversations/{conversation}" Agent Conversation(of: ConversationId);
    GET "/api/conversations/{conversation}/earlier" Agent EarlierConversations(of: ConversationId);
    POST "/api/conversations/{conversation}/attachments" Agent NewAttachment(of: ConversationId);
    GET "/api/conversations/{conversation}/attachments/{attachment}" Agent
        Attachment(of: ConversationId, attachment: AttachmentId);
    DELETE "/api/conversations/{conversation}/attachments/{attachment}" Agent
        TakeBackAttachment(of: ConversationId, attachment: AttachmentId);
    POST "/api/conversations/{conversation}/commands" Agent ConversationCommands(of: ConversationId);
    GET "/api/conversations/{conversation}/socket" Agent ConversationSocket(of: ConversationId);
    GET "/api/inbox/socket" Agent InboxSocket;
}

impl Route {
    /// Where this method and path go.
    ///
    /// # Errors
    /// `not_found` for an unknown path or an id that is none, `wrong_method` where the path takes
    /// other methods.
    pub(crate) fn of(method: &str, path: &str) -> Result<Self, Nowhere> {
        // A HEAD is a GET whose body the runtime drops.
        let method = if method == "HEAD" { "GET" } else { method };
        let pages: [(&str, Self); 1] = [("widget/frame", Self::WidgetFrame)];
        let trimmed = path.trim_matches('/');
        let inbox = trimmed == "inbox" || trimmed.starts_with("inbox/");
        let page = inbox.then_some(Self::InboxPage);
        let page = page.or_else(|| pages.into_iter().find(|it| it.0 == trimmed).map(|it| it.1));
        if let Some(page) = page.filter(|_| method == "GET") {
            return Ok(page);
        }
        let mut allowed = Vec::new();
        for (number, (own, template, _)) in ENDPOINTS.iter().enumerate() {
            let Some(values) = filled(template, path) else {
                continue;
            };
            if *own == method {
                return route(number, &values).map_err(|problem| Nowhere {
                    problem,
                    allowed: Vec::new(),
                });
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
                .replace("{key}", "k");
            assert!(Route::of(method, &path).is_ok(), "{method} {path}");
            let nowhere = Route::of("PATCH", &path).unwrap_err();
            assert_eq!(nowhere.problem.code, Code::WrongMethod, "{path}");
            assert!(nowhere.allowed.contains(method), "{path}");
        }
        assert_eq!(Route::of("HEAD", "/healthz"), Ok(Route::Health));
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
