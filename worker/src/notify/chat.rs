//! Alerts in Slack and Microsoft Teams: who waits, why, what is open, and the way there.
//!
//! Slack: incoming webhooks with `text` and `blocks`
//! (<https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>). Teams: an adaptive card, as
//! workflows take it (<https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using>).
//! What a learner wrote is plain text in both: it mentions nobody and makes no link.

use super::words::{Words, clipped, links, words};
use crate::config;
use crate::error::Error;
use domain::Delivery;
use protocol::{ConversationId, Summary, Timestamp};
use serde_json::{Value, json};
use worker::Env;

/// Conversations of a review that are named: the rest are counted.
const NAMED: usize = 5;

/// What waits and nobody has taken, what is due first.
pub(super) fn review(env: &Env, waiting: &[Summary], now: Timestamp) -> Words {
    let title = match waiting.len() {
        1 => "1 conversation waits for a person, and nobody has taken it".to_owned(),
        count => format!("{count} conversations wait for a person, and nobody has taken them"),
    };
    let mut lines: Vec<String> = waiting
        .iter()
        .take(NAMED)
        .map(|row| line(row, now))
        .collect();
    match waiting.len().saturating_sub(NAMED) {
        0 => {}
        more => lines.push(format!("and {more} more")),
    }
    let origin = config::public_url(env);
    Words {
        title,
        why: String::new(),
        question: lines.join("\n"),
        link: origin.map(|origin| format!("{origin}/inbox")),
        take: None,
    }
}

/// A conversation in one line: who, for how long, what they said last.
fn line(row: &Summary, now: Timestamp) -> String {
    let name = row.learner_name.as_deref().unwrap_or("A learner");
    let since = row.waiting_since.unwrap_or(now);
    let minutes = now.since(since).max(0) / 60_000;
    let long = match (minutes / 1_440, minutes / 60) {
        (0, 0) => format!("{minutes} min"),
        (0, hours) => format!("{hours} h {} min", minutes % 60),
        (days, hours) => format!("{days} d {} h", hours % 24),
    };
    let late = match row.reply_by.is_some_and(|by| by < now) {
        true => ", late",
        false => "",
    };
    let preview: String = row.preview.chars().take(80).collect();
    format!("{} ({long}{late}): {preview}", clipped(name)).replace('\n', " ")
}

/// What a test says.
pub(super) fn test(env: &Env) -> Words {
    let origin = config::public_url(env);
    Words {
        title: "This is a test: alerts come here".to_owned(),
        why: String::new(),
        question: String::new(),
        link: origin.map(|origin| format!("{origin}/inbox")),
        take: None,
    }
}

pub(super) fn slack_test(env: &Env) -> String {
    slack_body(&test(env)).to_string()
}

pub(super) fn teams_test(env: &Env) -> String {
    teams_body(&test(env)).to_string()
}

/// As Slack writes what is no markup of its own: `<!channel>` and `<https://…|…>` are then what they look like.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// What Slack is posted.
pub(super) fn slack(
    env: &Env,
    conversation: &ConversationId,
    delivery: &Delivery,
) -> Result<String, Error> {
    Ok(slack_body(&words(env, conversation, delivery)).to_string())
}

pub(super) fn slack_body(words: &Words) -> Value {
    let plain = |text: &str| json!({ "type": "plain_text", "text": text, "emoji": false });
    let mut blocks = vec![json!({ "type": "section", "text": plain(&words.title) })];
    if !words.question.is_empty() {
        blocks.push(json!({ "type": "section", "text": plain(&words.question) }));
    }
    if !words.why.is_empty() {
        blocks.push(json!({ "type": "context", "elements": [plain(&words.why)] }));
    }
    // Addresses are ours. A button would ask for an app that answers it.
    let links: Vec<String> = links(words)
        .map(|(link, label)| format!("<{}|{label}>", escaped(link)))
        .collect();
    if !links.is_empty() {
        let open = json!({ "type": "mrkdwn", "text": links.join("   ") });
        blocks.push(json!({ "type": "section", "text": open }));
    }
    // What notifications show.
    json!({ "text": escaped(&words.title), "blocks": blocks })
}

/// What Teams is posted.
pub(super) fn teams(
    env: &Env,
    conversation: &ConversationId,
    delivery: &Delivery,
) -> Result<String, Error> {
    Ok(teams_body(&words(env, conversation, delivery)).to_string())
}

pub(super) fn teams_body(words: &Words) -> Value {
    // A run of text knows no Markdown; a block of text would make links of it.
    let text = |text: &str, weight: &str| {
        let run = json!({ "type": "TextRun", "text": text, "weight": weight });
        json!({ "type": "RichTextBlock", "inlines": [run] })
    };
    let mut body = vec![text(&words.title, "bolder")];
    for part in [&words.question, &words.why] {
        if !part.is_empty() {
            body.push(text(part, "default"));
        }
    }
    let actions: Vec<Value> = links(words)
        .map(|(link, label)| json!({ "type": "Action.OpenUrl", "title": label, "url": link }))
        .collect();
    let card = json!({
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
        "actions": actions,
    });
    let attachment = json!({
        "contentType": "application/vnd.microsoft.card.adaptive",
        "content": card,
    });
    json!({ "type": "message", "attachments": [attachment] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_learner_wrote_is_text_and_nothing_else() {
        let words = Words {
            title: "<!channel> & Co waits for a person".to_owned(),
            why: "The learner asked for a person.".to_owned(),
            question: "<https://evil.example|click> [x](https://evil.example) @here *now*"
                .to_owned(),
            link: Some("https://baton.example/inbox#c=l1".to_owned()),
            take: Some("https://baton.example/inbox#c=l1&take=1".to_owned()),
        };
        let slack = slack_body(&words);
        assert_eq!(
            slack["text"],
            "&lt;!channel&gt; &amp; Co waits for a person"
        );
        for block in slack["blocks"].as_array().unwrap() {
            let texts = [&block["text"], &block["elements"][0]];
            for text in texts.into_iter().filter(|text| text.is_object()) {
                let is_ours = text["text"]
                    == "<https://baton.example/inbox#c=l1|Open the inbox>   \
                        <https://baton.example/inbox#c=l1&amp;take=1|Take over>";
                assert_eq!(text["type"] == "mrkdwn", is_ours, "{block}");
            }
        }
        let teams = teams_body(&words).to_string();
        assert!(teams.contains("RichTextBlock") && !teams.contains("\"TextBlock\""));
    }
}
