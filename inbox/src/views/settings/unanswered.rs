//! Questions that went to people because no article surely answers them: given to the article that does, or the
//! beginning of a new one.

use super::articles::Articles;
use super::inputs::{choose, draft_end, text};
use crate::api;
use crate::desk::Desk;
use crate::screen::{Screen, SettingsScreen};
use crate::views::{button, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::Unanswered;
use protocol::{ArticleId, Problem};
use ui::Icon;
use ui::dom::{El, View, el, keyed};
use wasm_bindgen::JsCast as _;

/// Longest wording that an article takes, in characters.
const WORDING: usize = 100;

/// What the screen holds.
#[derive(Clone, Copy)]
struct Questions {
    desk: Desk,
    articles: Articles,
    /// All of them; none until they are loaded.
    all: RwSignal<Option<Vec<Unanswered>>>,
    problem: RwSignal<Option<Problem>>,
}

/// Those that came near to the same article.
#[derive(Clone, PartialEq)]
struct Group {
    /// The article's title; none, if no article came near.
    title: Option<String>,
    questions: Vec<Unanswered>,
}

/// The screen's content.
pub(super) fn view(desk: Desk, articles: Articles) -> impl View {
    let questions = Questions {
        desk,
        articles,
        all: RwSignal::new(None),
        problem: RwSignal::new(None),
    };
    // Each time it is opened: something was asked since.
    Effect::new(move |_| {
        if desk.screen.get() == Screen::Settings(SettingsScreen::Unanswered) {
            questions.load();
        }
    });
    (
        el("p").child(
            "Questions that went to people because no article surely answers them. Add a learner’s words to the article \
             that answers: whoever asks alike is answered from it. Where no article came near, one is missing.",
        ),
        refusal(move || questions.problem.with(|it| it.as_ref().map(ui::refused))),
        move || match questions.all.with(|all| all.as_ref().map(Vec::len)) {
            None => Some(el("p").child("Loading…")),
            Some(0) => Some(el("p").class("empty").child("None: nothing is left to write or to add.")),
            Some(_) => None,
        },
        keyed(
            move || questions.groups(),
            |group| {
                let numbers = group.questions.iter().map(|it| it.number.to_string());
                format!("{:?} {}", group.title, numbers.collect::<Vec<_>>().join(" "))
            },
            move |group| questions.group(group),
        ),
    )
}

/// By the article that came nearest: those that most came near to first, those that came near to none before all.
fn grouped(all: Vec<Unanswered>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for question in all {
        let id = question.nearest.as_ref().map(|it| it.id.clone());
        let known = groups.iter_mut().find(|group| {
            let first = group.questions.first().and_then(|it| it.nearest.as_ref());
            first.map(|it| &it.id) == id.as_ref()
        });
        match known {
            Some(group) => group.questions.push(question),
            None => groups.push(Group {
                title: question.nearest.as_ref().map(|it| it.title.clone()),
                questions: vec![question],
            }),
        }
    }
    groups.sort_by_key(|group| {
        (
            group.title.is_some(),
            std::cmp::Reverse(group.questions.len()),
        )
    });
    groups
}

/// The beginning of a question, cut where a word ends.
fn wording(question: &str) -> String {
    let mut words = String::new();
    for word in question.split_whitespace() {
        if words.chars().count() + word.chars().count() >= WORDING {
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// Shows what is added, or what can be done, and goes on in it.
fn show(is_open: RwSignal<bool>, to: bool, number: u64) {
    is_open.set(to);
    let id = format!("#unanswered-{number}");
    focus_next(format!("{id} input, {id} .row-start button"));
}

/// Focuses the first element of these, once it is drawn: whoever has no mouse goes on from there.
fn focus_next(selector: String) {
    request_animation_frame(move || {
        let first = document().query_selector(&selector).ok().flatten();
        let first = first.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(first) = first {
            let _refused = first.focus();
        }
    });
}

impl Questions {
    fn load(self) {
        spawn_local(async move {
            match api::unanswered().await {
                Ok(all) => {
                    let _gone = self.all.try_set(Some(all));
                }
                Err(problem) => self.refuse(problem),
            }
        });
    }

    fn refuse(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }

    fn groups(self) -> Vec<Group> {
        grouped(self.all.get().unwrap_or_default())
    }

    fn group(self, group: Group) -> El {
        let count = group.questions.len();
        let heading = match group.title {
            Some(title) => ui::count!(
                count,
                "“{title}” came nearest: 1 question",
                "“{title}” came nearest: {count} questions",
                title = title
            ),
            None => ui::count!(
                count,
                "No article came near: 1 question",
                "No article came near: {count} questions"
            ),
        };
        let rows: Vec<El> = group.questions.into_iter().map(|it| self.row(it)).collect();
        el("section")
            .class("unanswered")
            .child((el("h3").child(heading), el("ul").class("rows").child(rows)))
    }

    fn row(self, question: Unanswered) -> El {
        let Unanswered {
            number,
            conversation,
            at,
            question,
            nearest,
        } = question;
        let words = wording(&question);
        let title = words.clone();
        let id = nearest.map(|it| it.id.as_str().to_owned());
        let is_open = RwSignal::new(false);
        el("li").attr("id", format!("unanswered-{number}")).child((
            el("div").class("asked").child((
                el("button")
                    .attr("type", "button")
                    .class("link")
                    .on("click", move |_| self.desk.open(&conversation))
                    .child(question),
                el("span").child(ui::relative(at, ui::now())),
            )),
            move || match is_open.get() {
                true => self.form(number, &words, id.clone().unwrap_or_default(), is_open),
                false => el("div").class("row-start").child((
                    button("quiet", Icon::ADD, "Add to an article", move || {
                        show(is_open, true, number)
                    }),
                    button("quiet", Icon::WRITE, "Write an article", {
                        let title = title.clone();
                        move || self.write(title.clone())
                    }),
                    button("quiet", Icon::CLOSE, "Set aside", move || {
                        self.set_aside(number)
                    }),
                )),
            },
        ))
    }

    /// What is added, and to which article. Drawn for one at a time: each holds the names of all articles.
    fn form(self, number: u64, begun: &str, nearest: String, is_open: RwSignal<bool>) -> El {
        let words = StoredValue::new(begun.to_owned());
        let chosen = StoredValue::new(nearest);
        let titles = move || {
            let none = (String::new(), ui::say!("Choose an article"));
            let options: Vec<(String, String)> =
                [none].into_iter().chain(self.articles.titles()?).collect();
            let choose_one = move |id| chosen.set_value(id);
            Some(choose(
                "Article that answers",
                &options,
                &chosen.get_value(),
                choose_one,
            ))
        };
        el("form")
            .attr("data-tries", "")
            .on("submit", move |event| {
                event.prevent_default();
                match ArticleId::new(chosen.get_value()) {
                    Ok(id) => self.add(number, id, words.get_value()),
                    Err(_) => self
                        .desk
                        .say(ui::say!("Choose the article that answers it first."), None),
                }
            })
            .child((
                el("div").class("pair").child((
                    text("Words to add", begun, move |it| words.set_value(it)),
                    titles,
                )),
                draft_end("button primary", "Add to the article", move || {
                    show(is_open, false, number)
                }),
            ))
    }

    fn write(self, title: String) {
        match self.articles.begin_with(title) {
            true => self.desk.open_settings(SettingsScreen::Articles),
            false => self.desk.say(
                ui::say!("Another article is being written: save or cancel it first."),
                None,
            ),
        }
    }

    /// Adds learners' words to an article, which answers the question from then on.
    fn add(self, number: u64, id: ArticleId, words: String) {
        self.problem.set(None);
        spawn_local(async move {
            match self.articles.call(&id, words.trim()).await {
                Ok(title) => {
                    self.desk
                        .say(ui::say!("Added to “{title}”.", title = title), None);
                    self.set_aside(number);
                }
                Err(problem) => self.refuse(problem),
            }
        });
    }

    fn set_aside(self, number: u64) {
        spawn_local(async move {
            match api::set_aside(number).await {
                Ok(()) => {
                    let _gone = self.all.try_update(|all| {
                        all.get_or_insert_default().retain(|it| it.number != number);
                    });
                    focus_next(".unanswered .row-start button".to_owned());
                }
                Err(problem) => self.refuse(problem),
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::http::NearestArticle;
    use protocol::{ConversationId, Timestamp};

    fn asked(number: u64, near: Option<&str>) -> Unanswered {
        Unanswered {
            number,
            conversation: ConversationId::new("lrn_1-1").unwrap(),
            at: Timestamp(0),
            question: "Where?".to_owned(),
            nearest: near.map(|id| NearestArticle {
                id: ArticleId::new(id).unwrap(),
                title: id.to_owned(),
            }),
        }
    }

    #[test]
    fn what_is_missing_comes_first_then_what_most_came_near_to() {
        let all = vec![
            asked(1, Some("a")),
            asked(2, Some("b")),
            asked(3, None),
            asked(4, Some("b")),
        ];
        let seen = grouped(all).into_iter().map(|group| {
            let numbers: Vec<u64> = group.questions.iter().map(|it| it.number).collect();
            (group.title, numbers)
        });
        let seen: Vec<_> = seen.collect();
        let title = |title: &str| Some(title.to_owned());
        assert_eq!(
            seen,
            [
                (None, vec![3]),
                (title("b"), vec![2, 4]),
                (title("a"), vec![1])
            ]
        );
    }

    #[test]
    fn a_wording_ends_with_a_word() {
        assert_eq!(wording(" how  much is\nit? "), "how much is it?");
        let long = wording(&"seven77 ".repeat(40));
        assert!(
            long.chars().count() < WORDING && long.ends_with("seven77"),
            "{long}"
        );
        assert_eq!(wording(&"x".repeat(200)), "");
    }
}
