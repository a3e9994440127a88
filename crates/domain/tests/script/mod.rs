//! What happens in a script, read: a line each.

use domain::{AgentRef, Decision, Found, Input, ModelFailure, Quoted, SearchFailed};
use protocol::http::AgentCommand;
use protocol::{
    Action, AgentId, ArticleId, Attachment, AttachmentId, Audience, Citation, ClientMessageId,
    Evidence, Media, Passage, Reason, Receipt, Tag, Timestamp, VerifiedLearner,
};
use std::path::Path;

/// Reads what happens at a second: `learner: text`, `ana: reply text`, `found 0.9 a b`, …; a form by its name.
pub(crate) fn input(words: &str, at: i64, actions: &[Action]) -> Input {
    let (who, what) = words.split_once(": ").unwrap_or((words, ""));
    let client_id = || ClientMessageId::new(format!("c{at}")).unwrap();
    let mut parts = words.split(' ');
    let (verb, first) = (parts.next().unwrap(), parts.next());
    let turn = || first.unwrap().parse().unwrap();
    let rest = || {
        let mut rest = words.splitn(3, ' ');
        rest.nth(2).unwrap_or_default().to_owned()
    };
    match (who, verb) {
        ("learner", _) => Input::Say {
            client_id: client_id(),
            text: words_of(what).to_owned(),
            attachments: files_of(what),
            page: None,
        },
        // `taps: 3 1 No`: the second reply of the learner's third event, where "No" stood.
        ("taps", _) => {
            let (seq, rest) = what.split_once(' ').unwrap();
            let (reply, text) = rest.split_once(' ').unwrap_or((rest, "what stood on it"));
            Input::Tap {
                client_id: client_id(),
                seq: seq.parse().unwrap(),
                reply: reply.parse().unwrap(),
                text: text.to_owned(),
                page: None,
            }
        }
        ("uploads", _) => upload(None, what),
        ("ana uploads", _) => upload(Some("ana"), what),
        ("bo uploads", _) => upload(Some("bo"), what),
        ("takes back", _) => Input::Detach {
            by: None,
            attachment: AttachmentId::new(what).unwrap(),
        },
        ("has read up to", _) => came(None, what),
        ("ana has read up to", _) => came(Some("ana"), what),
        ("bo has read up to", _) => came(Some("bo"), what),
        ("learner types", _) => Input::Typing { by: None },
        ("ana types", _) => Input::Typing {
            by: Some(agent("ana")),
        },
        ("bo types", _) => Input::Typing {
            by: Some(agent("bo")),
        },
        ("presses the button", _) => Input::AskForPerson {
            client_id: client_id(),
        },
        ("mails", _) => Input::Mailed {
            client_id: client_id(),
            text: words_of(what).to_owned(),
            attachments: files_of(what),
        },
        ("stops e-mail", _) => Input::StopMail,
        ("no e-mail reaches", _) => Input::NotMailed {
            address: what.to_owned(),
        },
        ("reads", _) => Input::Reads(what.to_owned()),
        ("tick", _) => Input::Tick,
        ("routing gives it to", _) => Input::Route { to: agent(what) },
        ("lms signs", _) => {
            let mut signed = what.split(", ");
            Input::Verified(VerifiedLearner {
                name: signed.next().map(str::to_owned),
                role: match signed.next() {
                    Some("instructor") => Audience::Instructor,
                    _ => Audience::Learner,
                },
                email: signed.next().map(str::to_owned),
                ..VerifiedLearner::default()
            })
        }
        ("page says", _) => Input::Identify {
            name: Some(what.to_owned()),
            email: None,
        },
        ("ana", _) if matches!(what, "blocks" | "unblocks") => Input::Block {
            by: agent("ana"),
            is_blocked: what == "blocks",
        },
        ("ana" | "bo", _) => {
            let by = agent(who);
            let command = match what {
                "claims" => AgentCommand::Claim { from: None },
                "reopens" => AgentCommand::Reopen,
                text if text.starts_with("takes it from ") => AgentCommand::Claim {
                    from: AgentId::new(text.trim_start_matches("takes it from ")).ok(),
                },
                "releases" => AgentCommand::Release,
                "resolves" => AgentCommand::Resolve,
                "returns" => AgentCommand::ReturnToAssistant,
                text if text.starts_with("notes ") => AgentCommand::Note {
                    client_id: client_id(),
                    text: words_of(text.trim_start_matches("notes ")).to_owned(),
                    attachments: files_of(text),
                    mentions: named(text),
                },
                text if text.starts_with("tags ") => AgentCommand::Tag {
                    tag: Tag::new(text.trim_start_matches("tags ")).unwrap(),
                },
                text if text.starts_with("untags ") => AgentCommand::Untag {
                    tag: Tag::new(text.trim_start_matches("untags ")).unwrap(),
                },
                text if text.starts_with("snoozes until ") => AgentCommand::Snooze {
                    until: Timestamp(
                        text.rsplit(' ').next().unwrap().parse::<i64>().unwrap() * 1_000,
                    ),
                },
                text if text.starts_with("gives it to ") => {
                    let rest = text.trim_start_matches("gives it to ");
                    let (to, note) = rest.split_once(", ").unwrap_or((rest, ""));
                    AgentCommand::Assign {
                        to: AgentId::new(to).unwrap(),
                        note: (!note.is_empty()).then(|| note.to_owned()),
                        mentions: named(note),
                    }
                }
                text => AgentCommand::Reply {
                    client_id: client_id(),
                    text: words_of(text).to_owned(),
                    attachments: files_of(text),
                },
            };
            let assignee = match &command {
                AgentCommand::Assign { to, .. } => match to.as_str() {
                    "ana" => Some(agent("ana")),
                    "bo" => Some(agent("bo")),
                    _ => None,
                },
                _ => None,
            };
            Input::Agent {
                by,
                command,
                assignee,
            }
        }
        (_, "found") => {
            let articles = words
                .split(' ')
                .skip(3)
                .filter(|it| !matches!(*it, "away" | "crowded" | "mail" | "bo-here"));
            let passages = articles.clone().zip([1.0, 0.8, 0.2]);
            // `0.9`, or how sure the answer is and how likely there is one: `0.4/0.8`.
            let sure = words.split(' ').nth(2).unwrap();
            let (sure, likely) = sure.split_once('/').unwrap_or((sure, sure));
            let found = Found {
                confidence: sure.parse().unwrap(),
                answerable: likely.parse().unwrap(),
                evidence: Evidence::default(),
                asked: String::new(),
                answer: articles.clone().next().map(|article| Quoted {
                    text: format!("Text of {article}."),
                    citations: vec![Citation {
                        number: 1,
                        article: ArticleId::new(article).unwrap(),
                        title: article.to_uppercase(),
                        heading: String::new(),
                    }],
                    also: None,
                }),
                passages: passages
                    .map(|(article, score)| Passage {
                        article: ArticleId::new(article).unwrap(),
                        title: article.to_uppercase(),
                        heading: String::new(),
                        text: format!("Text of {article}."),
                        score,
                    })
                    .collect(),
            };
            Input::Searched {
                turn: turn(),
                outcome: Ok(found),
                tags: Vec::new(),
            }
        }
        (_, "cannot-search") => Input::Searched {
            turn: turn(),
            outcome: Err(SearchFailed),
            tags: Vec::new(),
        },
        (_, "writes") => Input::Delta {
            turn: turn(),
            text: rest(),
        },
        (_, "answers") => {
            let text = rest();
            let citations = text
                .split('[')
                .skip(1)
                .filter_map(|marked| marked.split_once(']'))
                .map(|(article, _)| Citation {
                    number: 1,
                    article: ArticleId::new(article).unwrap(),
                    title: article.to_uppercase(),
                    heading: String::new(),
                })
                .collect();
            Input::Answered {
                turn: turn(),
                decision: Decision::Answer { text, citations },
            }
        }
        (_, "runs") => {
            let name = rest();
            let action = actions.iter().find(|it| it.name == name).unwrap();
            Input::Answered {
                turn: turn(),
                decision: Decision::RunAction {
                    action: Box::new(action.clone()),
                },
            }
        }
        (_, "declines") => Input::Answered {
            turn: turn(),
            decision: Decision::HandOff {
                reason: Reason::Topic,
            },
        },
        (_, "fails") => Input::Failed {
            turn: turn(),
            failure: ModelFailure::Timeout,
        },
        _ => panic!("no such input: {words}"),
    }
}

fn agent(id: &str) -> AgentRef {
    AgentRef {
        id: AgentId::new(id).unwrap(),
        name: if id == "ana" { "Ana" } else { "Bo" }.to_owned(),
        is_admin: id == "ana",
    }
}

/// `name size`: an upload under its name as id.
fn upload(by: Option<&str>, what: &str) -> Input {
    let (name, bytes) = what.split_once(' ').unwrap();
    Input::Attach {
        by: by.map(|id| AgentId::new(id).unwrap()),
        attachment: Attachment {
            id: AttachmentId::new(name).unwrap(),
            name: name.to_owned(),
            media: Media::Png,
            bytes: bytes.parse().unwrap(),
        },
    }
}

fn came(by: Option<&str>, what: &str) -> Input {
    let read = what.parse().unwrap();
    Input::Receipt {
        by: by.map(|id| AgentId::new(id).unwrap()),
        receipt: Receipt {
            delivered: read,
            read,
        },
    }
}

/// What stands before the files of `some words <a.png> <b.png>`.
fn words_of(text: &str) -> &str {
    text.split_once('<').map_or(text, |(words, _)| words).trim()
}

fn files_of(text: &str) -> Vec<AttachmentId> {
    text.split('<')
        .skip(1)
        .filter_map(|rest| AttachmentId::new(rest.split_once('>')?.0).ok())
        .collect()
}

/// Holds a script to what is decided when it is played; with `BLESS`, writes that into it.
pub(crate) fn check(file: &str, played: fn(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let script = std::fs::read_to_string(&path).unwrap();
    let played = played(&script);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, played).unwrap();
        return;
    }
    for (number, (expected, decided)) in script.lines().zip(played.lines()).enumerate() {
        assert_eq!(decided, expected, "{file}, line {}", number + 1);
    }
    assert_eq!(played.lines().count(), script.lines().count(), "{file}");
}

/// Agents whom a note names.
fn named(note: &str) -> Vec<AgentId> {
    let agents = ["ana", "bo"].iter();
    let named = agents.filter(|id| note.contains(&format!("@{id}")));
    named.map(|id| AgentId::new(*id).unwrap()).collect()
}
