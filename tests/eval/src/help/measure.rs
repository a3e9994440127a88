//! What a question got, and how many got what.

use super::seen::SeenSite;
use super::site::Question;
use anyhow::{Result, anyhow};
use domain::answer::{Query, Weights};
use domain::rehearsal::{self, Played};
use domain::{Conversation, Policy};
use protocol::{ClientMessageId, ConversationId, LearnerId, Outcome, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// What a question got.
pub(super) struct Given {
    played: Played,
    confidence: f32,
    answerable: f32,
    evidence: protocol::Evidence,
    quoted: String,
    arts: Vec<String>,
}

/// Says a question of a site in a new conversation.
pub(super) fn ask(site: &SeenSite, number: usize, weights: &Weights) -> Result<Given> {
    let learner = LearnerId::new("l").map_err(|why| anyhow!("{why}"))?;
    let id = ConversationId::of(&learner, 1).map_err(|why| anyhow!("{why}"))?;
    let mut conversation = Conversation::new(id, learner);
    let client_id = ClientMessageId::new("m").map_err(|why| anyhow!("{why}"))?;
    let sure = std::cell::Cell::new((0.0, 0.0));
    let ev = std::cell::RefCell::new((protocol::Evidence::default(), String::new(), Vec::new()));
    let search = |query: &Query| {
        let query = query.text.as_str();
        let own = site.site.questions[number].text == query;
        let found = if own {
            site.site.articles.read(&site.seen[number].ranking, weights)
        } else {
            let ranking = site
                .site
                .articles
                .rank(query, &site.site.near_to(query, number));
            site.site.articles.read(&ranking, weights)
        };
        sure.set((found.confidence, found.answerable));
        *ev.borrow_mut() = (
            found.evidence.clone(),
            found
                .answer
                .as_ref()
                .map(|a| a.text.clone())
                .unwrap_or_default(),
            found
                .passages
                .iter()
                .map(|p| p.article.to_string())
                .collect::<Vec<_>>(),
        );
        (found, Vec::new())
    };
    let text = &site.site.questions[number].text;
    let policy = Policy::default();
    let played = rehearsal::play(
        &mut conversation,
        Timestamp(0),
        client_id,
        text,
        None,
        &policy,
        &search,
    )
    .map_err(|refusal| anyhow!("{refusal:?}"))?;
    let (confidence, answerable) = sure.get();
    let (evidence, quoted, arts) = ev.into_inner();
    Ok(Given {
        played,
        confidence,
        answerable,
        evidence,
        quoted,
        arts,
    })
}

impl Given {
    /// In the data's words.
    fn outcome(&self) -> &'static str {
        match self.played.outcome {
            Outcome::Answer => "answered",
            Outcome::Offer => "offered",
            Outcome::AskBack | Outcome::Confirm | Outcome::RunAction => "asked_back",
            Outcome::HandOff | Outcome::Waits => "handed_over",
            _ => "outside",
        }
    }

    fn articles(&self) -> BTreeSet<String> {
        self.played
            .articles
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    /// The verdict on an answerable question, or the outcome.
    fn verdict(&self, question: &Question) -> &'static str {
        match self.outcome() {
            "answered" if question.is_answerable() => {
                question.verdict(&self.played.text, &self.articles())
            }
            "offered" if question.is_answerable() => {
                if question
                    .articles
                    .iter()
                    .any(|it| self.articles().contains(it))
                {
                    "offered_right"
                } else {
                    "offered_wrong"
                }
            }
            outcome => outcome,
        }
    }

    pub(super) fn prediction(&self, question: &Question) -> String {
        serde_json::json!({
            "id": question.id,
            "outcome": self.outcome(),
            "text": self.played.text,
            "articles": self.articles(),
        })
        .to_string()
    }

    pub(super) fn shown(&self, question: &Question) -> String {
        if std::env::var("DUMP").is_ok() {
            return serde_json::json!({"id": question.id, "text": question.text, "expect": question.expect, "verdict": self.verdict(question), "c": self.confidence, "a": self.answerable, "e": self.evidence, "q": self.quoted, "arts": self.arts, "articles": question.articles,
            "qv": if question.is_answerable() { question.verdict(&self.quoted, &self.arts.first().cloned().into_iter().collect()) } else { "none" }}).to_string();
        }
        format!(
            "\n=== {} [{}] {} ({:.2} of {:.2})\n> {}\n{}\n({})",
            question.id,
            question.expect,
            self.verdict(question),
            self.confidence,
            self.answerable,
            question.text,
            self.played.text,
            self.articles().into_iter().collect::<Vec<_>>().join(", "),
        )
    }
}

const ANSWERABLE: [&str; 8] = [
    "right",
    "partly",
    "wrong",
    "offered_right",
    "offered_wrong",
    "asked_back",
    "handed_over",
    "outside",
];

/// How many got what.
#[derive(Default)]
pub(super) struct Tally {
    sites: BTreeMap<String, BTreeMap<&'static str, usize>>,
    kinds: BTreeMap<String, BTreeMap<&'static str, usize>>,
    others: BTreeMap<String, BTreeMap<&'static str, usize>>,
    words: Vec<usize>,
    surely: Vec<(f32, bool)>,
}

impl Tally {
    pub(super) fn add(&mut self, site: &str, question: &Question, given: &Given) {
        let verdict = given.verdict(question);
        if given.outcome() == "answered" {
            self.words
                .push(given.played.text.split_whitespace().count());
        }
        let of_site = self.sites.entry(site.to_owned()).or_default();
        if question.is_answerable() {
            *of_site.entry("answerable").or_default() += 1;
            *of_site.entry(verdict).or_default() += 1;
            *self
                .kinds
                .entry(question.kind.clone())
                .or_default()
                .entry(verdict)
                .or_default() += 1;
        } else {
            *of_site.entry("not_answerable").or_default() += 1;
            if verdict == "answered" {
                *of_site.entry("not_answerable_answered").or_default() += 1;
            }
            *self
                .others
                .entry(question.expect.clone())
                .or_default()
                .entry(verdict)
                .or_default() += 1;
        }
        self.surely
            .push((given.answerable, question.is_answerable()));
    }

    pub(super) fn print(&self, as_json: bool) {
        table(
            "answerable, by site",
            &self.sites,
            &ANSWERABLE,
            "answerable",
        );
        table("answerable, by kind", &self.kinds, &ANSWERABLE, "");
        table(
            "not answerable",
            &self.others,
            &[
                "answered",
                "offered",
                "asked_back",
                "handed_over",
                "outside",
            ],
            "",
        );
        let all = self.all();
        let count = |name: &str| all.get(name).copied().unwrap_or(0);
        let n = count("answerable").max(1) as f64;
        let answered = count("right") + count("partly") + count("wrong");
        let share = |count: usize, of: f64| 100.0 * count as f64 / of.max(1.0);
        println!(
            "surely answered and right {:.1} %",
            share(count("right"), n)
        );
        println!(
            "right of sure answers {:.1} %",
            share(count("right"), answered as f64)
        );
        println!(
            "right of sure answers, those that should not be included {:.1} %",
            share(
                count("right"),
                (answered + count("not_answerable_answered")) as f64
            )
        );
        println!(
            "right, or the right article offered {:.1} %",
            share(count("right") + count("offered_right"), n)
        );
        let others: usize = self.others.values().flat_map(BTreeMap::values).sum();
        let offered: usize = self
            .others
            .values()
            .filter_map(|it| it.get("offered"))
            .sum();
        println!(
            "not answerable: surely answered {:.1} %, offered {:.1} %",
            share(count("not_answerable_answered"), others as f64),
            share(offered, others as f64)
        );
        println!(
            "told outside though answerable {:.1} %",
            share(count("outside"), n)
        );
        println!(
            "answerable told from not, AUROC {:.3}",
            super::fit::auroc(&self.surely)
        );
        let mut words = self.words.clone();
        words.sort_unstable();
        if let (Some(middle), Some(longest)) = (words.get(words.len() / 2), words.last()) {
            println!("words of a sure answer: median {middle}, longest {longest}");
        }
        if as_json {
            let object = |counts: &BTreeMap<&'static str, usize>| {
                let names = ["answerable"]
                    .into_iter()
                    .chain(ANSWERABLE)
                    .chain(["not_answerable", "not_answerable_answered"]);
                let pairs = names.map(|name| {
                    (
                        name.to_owned(),
                        counts.get(name).copied().unwrap_or(0).into(),
                    )
                });
                serde_json::Value::Object(pairs.collect())
            };
            let mut sites: serde_json::Map<String, serde_json::Value> = self
                .sites
                .iter()
                .map(|(site, counts)| (site.clone(), object(counts)))
                .collect();
            sites.insert("all".to_owned(), object(&all));
            println!("{}", serde_json::Value::Object(sites));
        }
    }

    fn all(&self) -> BTreeMap<&'static str, usize> {
        let mut all = BTreeMap::new();
        for counts in self.sites.values() {
            for (name, count) in counts {
                *all.entry(*name).or_default() += count;
            }
        }
        all
    }
}

fn table(
    head: &str,
    rows: &BTreeMap<String, BTreeMap<&'static str, usize>>,
    columns: &[&str],
    total: &str,
) {
    print!("{head:<22}{:>5}", "n");
    for column in columns {
        print!("{column:>14}");
    }
    println!();
    for (name, counts) in rows {
        let n: usize = if total.is_empty() {
            counts.values().sum()
        } else {
            counts.get(total).copied().unwrap_or(0)
        };
        print!("{name:<22}{n:>5}");
        for column in columns {
            print!("{:>14}", counts.get(column).copied().unwrap_or(0));
        }
        println!();
    }
    println!();
}
