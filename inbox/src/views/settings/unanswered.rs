//! Questions that went to people because no article surely answers them. An admin adds their words to an article,
//! begins a new article, or dismisses them.

use super::articles::Articles;
use super::inputs::{choose, draft_end, text};
use crate::api;
use crate::desk::Desk;
use crate::screen::{Screen, SettingsScreen};
use crate::views::{button, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::Unanswered;
use protocol::{ArticleId, Code, Problem};
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
    /// The one whose words are being added.
    open: RwSignal<Option<u64>>,
    /// Whether words are on their way.
    is_adding: StoredValue<bool>,
}

/// Questions with the same closest article.
#[derive(Clone, PartialEq)]
struct Group {
    /// Which.
    id: Option<ArticleId>,
    /// The article's title; none, if no article comes close.
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
        open: RwSignal::new(None),
        is_adding: StoredValue::new(false),
    };
    // Each time it is opened: something was asked since.
    Effect::new(move |_| {
        if desk.screen.get() == Screen::Settings(SettingsScreen::Unanswered) {
            questions.load();
        }
    });
    (
        el("p").child(
            "These questions went to people because no article surely answers them. Add the learner’s words to the article \
             that does: the next learner who asks something similar is answered from it. Where no article comes close, \
             one may be missing.",
        ),
        refusal(move || questions.problem.with(|it| it.as_ref().map(ui::refused))),
        move || match questions.all.with(|all| all.as_ref().map(Vec::len)) {
            None => Some(el("p").child("Loading…")),
            Some(0) => Some(el("p").class("empty").child("No unanswered questions.")),
            Some(_) => None,
        },
        keyed(
            move || questions.groups(),
            |group| format!("{:?}", group.id),
            move |group| questions.group(&group),
        ),
    )
}

/// Grouped by the closest article: first the questions without one, then the articles with most questions.
fn grouped(all: Vec<Unanswered>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for question in all {
        let nearest = question.nearest.as_ref();
        let id = nearest.map(|it| it.id.clone());
        match groups.iter_mut().find(|group| group.id == id) {
            Some(group) => group.questions.push(question),
            None => groups.push(Group {
                title: nearest.map(|it| it.title.clone()),
                id,
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

/// Moves the focus to a question's row once it is drawn, if the button that was pressed is gone. Who uses the keyboard
/// would have to begin at the top of the page otherwise.
fn focus_row(number: u64) {
    request_animation_frame(move || {
        let is_lost = document()
            .active_element()
            .is_none_or(|it| it.tag_name() == "BODY");
        let row = document().get_element_by_id(&format!("unanswered-{number}"));
        let first = row.and_then(|row| row.query_selector("input, button:not(.link)").ok()?);
        let first = first.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(first) = first.filter(|_| is_lost) {
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
                    let _gone = self.problem.try_set(None);
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

    fn group(self, group: &Group) -> El {
        let id = group.id.clone();
        let questions = move || {
            let mut groups = self.groups().into_iter();
            let own = groups.find(|it| it.id == id);
            own.map(|it| it.questions).unwrap_or_default()
        };
        let title = group.title.clone();
        let count = questions.clone();
        let heading = move || match &title {
            Some(title) => ui::count!(
                count().len(),
                "Closest article: “{title}” (1 question)",
                "Closest article: “{title}” ({count} questions)",
                title = title
            ),
            None => ui::count!(
                count().len(),
                "No article comes close (1 question)",
                "No article comes close ({count} questions)"
            ),
        };
        el("section").class("unanswered").child((
            el("h3").child(heading),
            el("ul").class("rows").child(keyed(
                questions,
                |it: &Unanswered| it.number.to_string(),
                move |it| self.row(it),
            )),
        ))
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
        let id = nearest.map(|it| it.id.as_str().to_owned());
        let is_open = Memo::new(move |_| self.open.get() == Some(number));
        let about = format!("asked-{number}");
        el("li").attr("id", format!("unanswered-{number}")).child((
            el("div").class("asked").child((
                el("button")
                    .attr("type", "button")
                    .attr("id", about.clone())
                    .class("link")
                    .on("click", move |_| self.desk.open(&conversation))
                    .child(question),
                el("span").child(ui::relative(at, ui::now())),
            )),
            move || match is_open.get() {
                true => self.form(number, &words, id.clone().unwrap_or_default()),
                false => {
                    let title = words.clone();
                    el("div").class("row-start").child((
                        button("quiet", Icon::ADD, "Add to an article", move || {
                            self.show(Some(number), number);
                        })
                        .attr("aria-describedby", about.clone()),
                        button("quiet", Icon::WRITE, "Write an article", move || {
                            self.write(title.clone());
                        })
                        .attr("aria-describedby", about.clone()),
                        button("quiet", Icon::CLOSE, "Dismiss", move || {
                            self.dismiss_unanswered(number);
                        })
                        .attr("aria-describedby", about.clone()),
                    ))
                }
            },
        ))
    }

    /// Opens the form of one question, or closes it, and moves the focus to the row of `number`.
    fn show(self, open: Option<u64>, number: u64) {
        self.open.set(open);
        focus_row(number);
    }

    /// What is added, and to which article. Drawn for one at a time: it holds the names of all articles.
    fn form(self, number: u64, begun: &str, nearest: String) -> El {
        let words = StoredValue::new(begun.to_owned());
        let chosen = StoredValue::new(nearest);
        let titles = move || {
            let titles = self.articles.titles()?;
            // It may have been deleted since.
            let is_there = |id: &String| titles.iter().any(|(known, _)| known == id);
            chosen.update_value(|id| {
                if !is_there(id) {
                    id.clear();
                }
            });
            let none = (String::new(), ui::say!("Choose an article"));
            let options: Vec<(String, String)> = [none].into_iter().chain(titles).collect();
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
                self.add(number, &chosen.get_value(), &words.get_value());
            })
            .child((
                el("div").class("pair").child((
                    text("Words to add", begun, move |it| words.set_value(it)),
                    titles,
                )),
                draft_end("button primary", "Add to the article", move || {
                    self.show(None, number);
                }),
            ))
    }

    fn write(self, title: String) {
        match self.articles.begin_with(title) {
            true => self.desk.open_settings(SettingsScreen::Articles),
            false => self.say_it_is_written(),
        }
    }

    fn say_it_is_written(self) {
        let words = ui::say!("An article is being written: save or cancel it first.");
        self.desk.say(words, None);
    }

    /// Adds a learner's words to an article, which answers the question from then on. One question at a time: two
    /// additions at once would overwrite each other.
    fn add(self, number: u64, id: &str, words: &str) {
        let words = words.replace(',', " ");
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let Ok(id) = ArticleId::new(id) else {
            let first = ui::say!("Choose the article that answers it first.");
            return self.desk.say(first, None);
        };
        if words.is_empty() {
            return self.desk.say(ui::say!("Write the words first."), None);
        }
        if self.articles.is_written(&id) {
            return self.say_it_is_written();
        }
        if self.is_adding.get_value() {
            return;
        }
        self.is_adding.set_value(true);
        self.problem.set(None);
        spawn_local(async move {
            let added = self.articles.add_words(&id, words).await;
            let _gone = self.is_adding.try_update_value(|it| *it = false);
            match added {
                Ok(title) => {
                    self.desk
                        .say(ui::say!("Added to “{title}”.", title = title), None);
                    self.dismiss_unanswered(number);
                }
                Err(problem) => self.refuse(problem),
            }
        });
    }

    fn dismiss_unanswered(self, number: u64) {
        let order: Vec<u64> = untrack(|| self.groups())
            .into_iter()
            .flat_map(|group| group.questions)
            .map(|it| it.number)
            .collect();
        let at = order.iter().position(|it| *it == number).unwrap_or(0);
        let next = order.get(at + 1).or_else(|| order.get(at.checked_sub(1)?));
        let next = next.copied();
        spawn_local(async move {
            match api::dismiss_unanswered(number).await {
                // A colleague may have been here before.
                Err(problem) if problem.code != Code::NotFound => return self.refuse(problem),
                _ => {}
            }
            let _gone = self.problem.try_set(None);
            let _gone = self.all.try_update(|all| {
                all.get_or_insert_default().retain(|it| it.number != number);
            });
            match next {
                Some(next) => focus_row(next),
                // There may be more than were listed.
                None => self.load(),
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
