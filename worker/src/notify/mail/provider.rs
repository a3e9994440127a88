//! A letter by a provider's HTTP API: a JSON body by the deployment's own template.

use super::super::answered;
use super::{Letter, Sent, display, line};
use crate::config::{self, MailRoute};
use crate::error::Error;
use crate::json;
use serde_json::Value;
use worker::{Env, Headers, Method, Request, RequestInit, RequestRedirect};

/// Sends it.
pub(super) async fn send(env: &Env, route: &MailRoute, letter: &Letter) -> Result<Sent, Error> {
    let template = config::variable(env, "MAIL_TEMPLATE");
    let template = template.ok_or_else(|| Error::bug("MAIL_TEMPLATE is not set"))?;
    let body: Value = json::read(&template).map_err(|_| Error::bug("MAIL_TEMPLATE is no JSON"))?;
    let body = filled(body, route, letter);
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    if let Some(header) = config::secret(env, "MAIL_HEADER") {
        let (name, value) = header
            .split_once(':')
            .ok_or_else(|| Error::bug("MAIL_HEADER is not of the form `name: value`"))?;
        headers.set(name.trim(), value.trim())?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual)
        .with_body(Some(body.to_string().into()));
    let request = Request::new_with_init(route.url.as_str(), &init)?;
    let status = answered(request).await;
    Ok(status.map_or(Sent::Failed, Sent::by_status))
}

/// The template with each `{name}` of its texts filled. A field of nothing but an absent value is left out.
fn filled(template: Value, route: &MailRoute, letter: &Letter) -> Value {
    match template {
        Value::String(text) => Value::String(text_of(&text, route, letter).unwrap_or_default()),
        Value::Array(items) => {
            let items = items.into_iter();
            Value::Array(items.map(|it| filled(it, route, letter)).collect())
        }
        Value::Object(fields) => {
            let is_there = |value: &Value| match value {
                Value::String(text) => text_of(text, route, letter).is_some(),
                _ => true,
            };
            let fields = fields.into_iter().filter(|(_, value)| is_there(value));
            Value::Object(
                fields
                    .map(|(name, value)| (name, filled(value, route, letter)))
                    .collect(),
            )
        }
        other => other,
    }
}

/// A text with what it names; `None` if what it names is absent.
fn text_of(text: &str, route: &MailRoute, letter: &Letter) -> Option<String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        let value = match name {
            "from" => route.from.clone(),
            "from_name" => display(&letter.from_name),
            "to" => letter.to.clone(),
            "subject" => line(&letter.subject),
            "text" => letter.text.clone(),
            "html" => letter.html.clone(),
            "id" => format!("<{}>", letter.id),
            "reply_to" => letter.reply_to.clone()?,
            "references" => format!("<{}>", letter.thread.as_ref()?),
            "unsubscribe" => format!("<{}>", letter.stop.as_ref()?),
            _ => format!("{{{name}}}"),
        };
        filled.push_str(&value);
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use worker::Url;

    #[test]
    fn a_template_is_filled_and_what_is_absent_left_out() {
        let route = MailRoute {
            url: Url::parse("https://api.example/send").unwrap(),
            from: "help@example.edu".to_owned(),
            inbound: None,
            public_url: "https://baton.example.edu".to_owned(),
        };
        let letter = Letter {
            to: "mia@example.org".to_owned(),
            from_name: "Ana".to_owned(),
            subject: "Ana replied: “{to}”".to_owned(),
            text: "It says \"no\".\nReally.".to_owned(),
            html: "<p>x</p>".to_owned(),
            reply_to: None,
            id: "1@example.edu".to_owned(),
            thread: Some("t@example.edu".to_owned()),
            stop: None,
        };
        let template = json!({
            "from": "{from_name} <{from}>", "to": ["{to}"], "subject": "{subject}", "text": "{text}",
            "reply_to": "{reply_to}", "headers": {"References": "{references}", "X": "{unsubscribe}"},
            "stream": "{odd} {", "track": false,
        });
        let expected = json!({
            "from": "Ana <help@example.edu>", "to": ["mia@example.org"],
            // What a letter says is no template.
            "subject": "Ana replied: “{to}”", "text": "It says \"no\".\nReally.",
            "headers": {"References": "<t@example.edu>"}, "stream": "{odd} {", "track": false,
        });
        assert_eq!(filled(template, &route, &letter), expected);
    }
}
