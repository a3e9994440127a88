//! Every endpoint: method, path, who may call it, what answers. One table, from which come the routes,
//! the check of who calls, and the access matrix of `tests/worker/access.test.mjs`; a test holds the
//! API's description to it.

use crate::auth::{self, Admit as _};
use crate::error::Error;
use crate::http::{
    agents, articles, attachments, conversations, learner, pages, rules, service, tags, team,
};
use protocol::{ArticleId, AttachmentId, Code, ConversationId, Problem};
use worker::{Env, Request, Response};

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
        $method:ident $path:literal $who:ident $module:ident :: $handler:ident
        $(($($id:ident: $type:ty),+))?;
    )*) => {
        /// Method, path and who may call: all that the API's description describes.
        pub(crate) const ENDPOINTS: &[(&str, &str, Who)] =
            &[$((stringify!($method), $path, Who::$who),)*];

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
            let mut values = values.iter().map(String::as_str);
            let mut next = || values.next().unwrap_or_default();
            let _used = &mut next;
            let mut at = 0;
            $(
                if at == number {
                    $($(let $id: $type = id(next())?;)+)?
                    let caller = auth::$who::admit(&request, env).await?;
                    return $module::$handler(caller, request, env $($(, $id)+)?).await;
                }
                at += 1;
            )*
            let _all = at;
            Err(Error::not_found("address"))
        }
    };
}

endpoints! {
    GET "/healthz" Anybody service::health;
    GET "/api/openapi.json" Anybody service::openapi;
    GET "/api/schemas/handoff-packet.json" Anybody service::packet_schema;
    POST "/api/setup" Anybody team::set_up;
    POST "/api/agents/sign-in" Anybody agents::sign_in;
    POST "/api/agents/sign-out" Anybody agents::sign_out;
    GET "/api/agents/me" Agent agents::me;
    GET "/api/agents" Agent agents::list;
    POST "/api/invites" Admin agents::new_invite;
    POST "/api/invites/accept" Anybody agents::accept_invite;
    GET "/api/keys" Admin team::keys;
    POST "/api/keys" Admin team::new_key;
    DELETE "/api/keys/{key}" Admin team::revoke_key(key: String);
    GET "/api/settings" Agent team::settings;
    PUT "/api/settings" Admin team::put_settings;
    GET "/api/webhook-secret" Admin team::webhook_secret;
    POST "/api/rules/test" Admin rules::test;
    POST "/api/rules/replay" Admin rules::replay;
    POST "/api/tags/catch-up" Admin tags::catch_up;
    GET "/api/articles" ArticleReader articles::list;
    GET "/api/articles/{article}" ArticleReader articles::get(article: ArticleId);
    PUT "/api/articles/{article}" ArticleWriter articles::put(article: ArticleId);
    DELETE "/api/articles/{article}" ArticleWriter articles::delete(article: ArticleId);
    GET "/api/search" ArticleReader articles::search;
    GET "/api/knowledge" ArticleReader articles::knowledge_status;
    POST "/api/learner/session" Anybody learner::session;
    POST "/api/learner/conversations" Learner learner::new_conversation;
    POST "/api/learner/attachments" Learner attachments::upload_own;
    GET "/api/learner/attachments/{attachment}" Learner attachments::own_content(attachment: AttachmentId);
    DELETE "/api/learner/attachments/{attachment}" Learner attachments::take_back_own(attachment: AttachmentId);
    GET "/api/learner/conversation" Learner learner::conversation;
    POST "/api/learner/messages" Learner learner::message;
    POST "/api/learner/handoff" Learner learner::handoff;
    GET "/api/learner/socket" Learner learner::socket;
    GET "/api/learner/articles/{article}" Learner learner::article(article: ArticleId);
    GET "/api/conversations" Agent conversations::list;
    GET "/api/conversations/{conversation}" Agent conversations::get(of: ConversationId);
    GET "/api/conversations/{conversation}/earlier" Agent conversations::earlier(of: ConversationId);
    POST "/api/conversations/{conversation}/attachments" Agent attachments::upload(of: ConversationId);
    GET "/api/conversations/{conversation}/attachments/{attachment}" Agent
        attachments::content(of: ConversationId, attachment: AttachmentId);
    DELETE "/api/conversations/{conversation}/attachments/{attachment}" Agent
        attachments::take_back(of: ConversationId, attachment: AttachmentId);
    POST "/api/conversations/{conversation}/commands" Agent conversations::command(of: ConversationId);
    GET "/api/conversations/{conversation}/socket" Agent conversations::socket(of: ConversationId);
    GET "/api/inbox/socket" Agent conversations::inbox_socket;
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
                "inbox" => return Ok(Self::InboxPage),
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
        Ok(Route::WidgetFrame) => pages::widget_frame(&request, env).await,
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
                .replace("{key}", "k");
            assert!(Route::of(method, &path).is_ok(), "{method} {path}");
            let nowhere = Route::of("PATCH", &path).unwrap_err();
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
