//! A rule's condition, in words and as a form: conditions within conditions, as deep as they go.

use super::inputs::{area, choose, lines, options, text};
use protocol::{Audience, Condition};
use std::rc::Rc;
use ui::Icon;
use ui::dom::{El, el};

/// Changes the condition at a path; the form is drawn anew if what it asks has changed.
pub(super) type Edit = Rc<dyn Fn(&[usize], bool, &dyn Fn(&mut Condition))>;

/// Every kind: how it is named here, and in the form.
const KINDS: &[(&str, &str)] = &[
    ("phrase", "Message contains"),
    ("topic", "The message is about"),
    ("asks_for_person", "The learner asks for a person"),
    ("no_answer", "No article answers"),
    ("confidence_below", "The confidence is below"),
    ("frustrated", "The learner is frustrated"),
    ("complex", "Long or complicated conversation"),
    ("repeated", "Learner repeats a question"),
    ("attachment", "Learner attached a file"),
    ("wants_to_buy", "The writer wants to buy"),
    ("wants_action", "The learner wants something done"),
    ("out_of_hours", "Outside office hours"),
    ("collected", "Form answer is"),
    ("role", "The learner's role is"),
    ("page", "Page URL contains"),
    ("all", "All of these"),
    ("any", "One of these"),
    ("not", "Not this"),
];

const ROLES: &[(&str, &str)] = &[
    ("learner", "Learner"),
    ("instructor", "Instructor"),
    ("admin", "Admin"),
];

/// The condition at a path, counted from its root.
pub(super) fn at<'a>(condition: &'a mut Condition, path: &[usize]) -> Option<&'a mut Condition> {
    let Some((first, rest)) = path.split_first() else {
        return Some(condition);
    };
    let inner = match condition {
        Condition::All(list) | Condition::Any(list) => list.get_mut(*first)?,
        Condition::Not(inner) => inner,
        _ => return None,
    };
    at(inner, rest)
}

/// The form of a condition and all within it.
pub(super) fn form(condition: &Condition, path: &[usize], edit: &Edit) -> El {
    let kind = {
        let (path, edit) = (path.to_vec(), Rc::clone(edit));
        choose("When", &options(KINDS), kind(condition), move |kind| {
            edit(&path, true, &|it| *it = fresh(&kind));
        })
    };
    let change = {
        let (path, edit) = (path.to_vec(), Rc::clone(edit));
        move |to: &dyn Fn(&mut Condition)| edit(&path, false, to)
    };
    let value = match condition {
        Condition::Phrase(phrases) => Some(area(
            "Phrases, one a line",
            3,
            &phrases.join("\n"),
            move |text| change(&|it| *it = Condition::Phrase(lines(&text))),
        )),
        Condition::Topic(topics) => Some(area(
            "In plain words, one a line",
            2,
            &topics.join("\n"),
            move |text| change(&|it| *it = Condition::Topic(lines(&text))),
        )),
        Condition::ConfidenceBelow(least) => {
            Some(text("From 0 to 1", &format!("{least:.2}"), move |typed| {
                // What is no number is out of bounds, and the check says so.
                let least = typed.trim().parse().unwrap_or(-1.0);
                change(&|it| *it = Condition::ConfidenceBelow(least));
            }))
        }
        Condition::Page(part) => Some(text("Part of the address", part, move |text| {
            change(&|it| *it = Condition::Page(text.trim().to_owned()));
        })),
        Condition::Role(role) => Some(choose(
            "Role",
            &options(ROLES),
            role_name(*role),
            move |name| {
                change(&|it| *it = Condition::Role(role_of(&name)));
            },
        )),
        Condition::Collected { field, is } => {
            let answers = {
                let (path, edit) = (path.to_vec(), Rc::clone(edit));
                area(
                    "Answers that count, one a line; empty for any",
                    2,
                    &is.join("\n"),
                    move |text| {
                        edit(&path, false, &|it| {
                            if let Condition::Collected { is, .. } = it {
                                *is = lines(&text);
                            }
                        });
                    },
                )
            };
            let name = text("Name of the question", field, move |text| {
                change(&|it| {
                    if let Condition::Collected { field, .. } = it {
                        text.trim().clone_into(field);
                    }
                });
            });
            Some(el("div").class("within").child((name, answers)))
        }
        Condition::All(list) | Condition::Any(list) => Some(group(list, path, edit)),
        Condition::Not(inner) => {
            let path = [path, &[0]].concat();
            Some(el("div").class("within").child(form(inner, &path, edit)))
        }
        _ => None,
    };
    el("div").class("condition").child((kind, value))
}

fn group(list: &[Condition], path: &[usize], edit: &Edit) -> El {
    let is_several = list.len() > 1;
    let rows: Vec<El> = list
        .iter()
        .enumerate()
        .map(|(number, inner)| {
            let inner_path = [path, &[number]].concat();
            let remove = is_several.then(|| {
                let (path, edit) = (path.to_vec(), Rc::clone(edit));
                super::button("quiet", Icon::CLOSE, "Remove", move || {
                    edit(&path, true, &|it| {
                        if let Condition::All(list) | Condition::Any(list) = it {
                            list.remove(number);
                        }
                    });
                })
            });
            el("div")
                .class("part")
                .child((form(inner, &inner_path, edit), remove))
        })
        .collect();
    let (path, edit) = (path.to_vec(), Rc::clone(edit));
    el("div").class("within").child((
        rows,
        super::button("quiet", Icon::ADD, "Add a condition", move || {
            edit(&path, true, &|it| {
                if let Condition::All(list) | Condition::Any(list) = it {
                    list.push(fresh("phrase"));
                }
            });
        }),
    ))
}

fn kind(condition: &Condition) -> &'static str {
    match condition {
        Condition::All(_) => "all",
        Condition::Any(_) => "any",
        Condition::Not(_) => "not",
        Condition::AsksForPerson => "asks_for_person",
        Condition::NoAnswer => "no_answer",
        Condition::ConfidenceBelow(_) => "confidence_below",
        Condition::Phrase(_) => "phrase",
        Condition::Topic(_) => "topic",
        Condition::Frustrated => "frustrated",
        Condition::Complex => "complex",
        Condition::Repeated => "repeated",
        Condition::Role(_) => "role",
        Condition::Page(_) => "page",
        Condition::Attachment => "attachment",
        Condition::WantsToBuy => "wants_to_buy",
        Condition::WantsAction => "wants_action",
        Condition::OutOfHours => "out_of_hours",
        Condition::Collected { .. } => "collected",
    }
}

/// A condition of this kind, to be filled in.
pub(super) fn fresh(kind: &str) -> Condition {
    let one = || vec![Condition::Phrase(Vec::new())];
    match kind {
        "all" => Condition::All(one()),
        "any" => Condition::Any(one()),
        "not" => Condition::Not(Box::new(Condition::Phrase(Vec::new()))),
        "asks_for_person" => Condition::AsksForPerson,
        "no_answer" => Condition::NoAnswer,
        "confidence_below" => Condition::ConfidenceBelow(0.5),
        "topic" => Condition::Topic(Vec::new()),
        "frustrated" => Condition::Frustrated,
        "complex" => Condition::Complex,
        "repeated" => Condition::Repeated,
        "role" => Condition::Role(Audience::Instructor),
        "page" => Condition::Page(String::new()),
        "attachment" => Condition::Attachment,
        "wants_to_buy" => Condition::WantsToBuy,
        "wants_action" => Condition::WantsAction,
        "out_of_hours" => Condition::OutOfHours,
        "collected" => Condition::Collected {
            field: String::new(),
            is: Vec::new(),
        },
        _ => Condition::Phrase(Vec::new()),
    }
}

fn role_name(role: Audience) -> &'static str {
    match role {
        Audience::Learner => "learner",
        Audience::Instructor => "instructor",
        Audience::Admin => "admin",
    }
}

fn role_of(name: &str) -> Audience {
    match name {
        "instructor" => Audience::Instructor,
        "admin" => Audience::Admin,
        _ => Audience::Learner,
    }
}

/// A condition in words.
pub(super) fn in_words(condition: &Condition) -> String {
    let joined = |list: &[Condition], join: fn(String, String) -> String| {
        list.iter().map(in_words).reduce(join).unwrap_or_default()
    };
    let quoted = |list: &[String]| {
        let shown: Vec<String> = list.iter().take(4).map(|it| format!("“{it}”")).collect();
        let more = list.len().saturating_sub(4);
        match more {
            0 => shown.join(", "),
            more => ui::say!(
                "{shown} or {more} more",
                shown = shown.join(", "),
                more = more
            ),
        }
    };
    match condition {
        Condition::All(list) => joined(list, |one, other| {
            ui::say!("{one}, and {other}", one = one, other = other)
        }),
        Condition::Any(list) => joined(list, |one, other| {
            ui::say!("{one}, or {other}", one = one, other = other)
        }),
        Condition::Not(it) => ui::say!("not: {condition}", condition = in_words(it)),
        Condition::AsksForPerson => ui::say!("the learner asks for a person"),
        Condition::NoAnswer => ui::say!("no article answers"),
        Condition::ConfidenceBelow(least) => ui::say!(
            "the confidence is below {least}",
            least = format!("{:.2}", least)
        ),
        Condition::Phrase(phrases) => {
            ui::say!("the message has {words}", words = quoted(phrases))
        }
        Condition::Topic(topics) => {
            ui::say!("the message is about {words}", words = quoted(topics))
        }
        Condition::Frustrated => ui::say!("the learner is frustrated"),
        Condition::Complex => ui::say!("the conversation has become complex"),
        Condition::Repeated => ui::say!("the learner asks the same again"),
        Condition::Role(role) => ui::say!(
            "the learner's role is {role}",
            role = match role {
                Audience::Learner => ui::say!("learner"),
                Audience::Instructor => ui::say!("instructor"),
                Audience::Admin => ui::say!("admin"),
            }
        ),
        Condition::Page(part) => ui::say!("the page's address has “{part}”", part = part),
        Condition::Attachment => ui::say!("the learner gave a file"),
        Condition::WantsToBuy => ui::say!("the writer wants to buy"),
        Condition::WantsAction => ui::say!("the learner wants something done"),
        Condition::OutOfHours => ui::say!("the team is away"),
        Condition::Collected { field, is } if is.is_empty() => {
            ui::say!("a form collected {field}", field = field)
        }
        Condition::Collected { field, is } => ui::say!(
            "a form collected {field}: {words}",
            field = field,
            words = quoted(is)
        ),
    }
}
