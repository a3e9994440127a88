//! What a question got, and how many got what.

use super::seen::SeenSite;
use super::site::Question;
use anyhow::{Result, anyhow};
use domain::answer::{Query, Weights};
use domain::rehearsal::{self, Played};
use domain::{Conversation, Team};
use protocol::settings::Manner;
use protocol::{ClientMessageId, ConversationId, LearnerId, Outcome, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a question got.
pub(super) struct Given {
    played: Played,
    confidence: f32,
    answerable: f32,
    /// Whether a model would have been asked, if the deployment had one.
    reaches_model: bool,
}

/// Says a question of a site in a new conversation.
pub(super) fn ask(
    site: &SeenSite,
    number: usize,
    weights: &Weights,
    manner: Manner,
) -> Result<Given> {
    let mut conversation = conversation()?;
    let client_id = ClientMessageId::new("m").map_err(|why| anyhow!("{why}"))?;
    let sure = std::cell::Cell::new((0.0, 0.0, false));
    let with_model = Team {
        has_model: true,
        ..Team::default()
    };
    let search = |query: &Query| {
        let near = |text: String| site.site.near(&text);
        let nears: Vec<_> = query.texts().into_iter().map(near).collect();
        let found = site.site.articles.respond(query, &nears, Some(weights));
        sure.set((
            found.confidence,
            found.answerable,
            with_model.asks_model(&found),
        ));
        (found, Vec::new())
    };
    let text = &site.site.questions[number].text;
    let (threshold, likely) = manner.thresholds();
    let team = Team {
        likely,
        ..Team::new(threshold, None)
    };
    let played = rehearsal::play(
        &mut conversation,
        Timestamp(0),
        client_id,
        text,
        None,
        &team,
        &search,
    )
    .map_err(|refusal| anyhow!("{refusal:?}"))?;
    let (confidence, answerable, reaches_model) = sure.get();
    Ok(Given {
        played,
        confidence,
        answerable,
        reaches_model,
    })
}

/// Of help centres of a size: questions that their articles answer, how many of them got a sure answer, a right one, the
/// right article at least; and those that they do not answer, how many of them got a sure answer, or an offer.
#[derive(Default)]
pub(super) struct Few(BTreeMap<usize, [usize; 7]>);

/// Asks all questions of a help centre with few articles.
pub(super) fn few(site: &SeenSite, weights: &Weights, manner: Manner, few: &mut Few) -> Result<()> {
    let counts = few.0.entry(site.site.size()).or_default();
    for (number, question) in site.site.questions.iter().enumerate() {
        let given = ask(site, number, weights, manner)?;
        let (is_sure, is_offered) = (
            given.played.outcome == Outcome::Answer,
            given.played.outcome == Outcome::Offer,
        );
        let verdict = given.verdict(question);
        let seen = if question.is_answerable() {
            [
                true,
                is_sure,
                verdict == "right",
                ["right", "offered_right"].contains(&verdict),
                false,
                false,
                false,
            ]
        } else {
            [false, false, false, false, true, is_sure, is_offered]
        };
        for (count, is_so) in counts.iter_mut().zip(seen) {
            *count += usize::from(is_so);
        }
    }
    Ok(())
}

impl Few {
    /// Prints a line for each size.
    pub(super) fn print(&self) {
        println!("articles   answerable: n, sure, right, right or offered   not: n, sure, offered");
        for (size, [n, sure, right, offered, others, wrong, vain]) in &self.0 {
            let of = |count: &usize, all: &usize| 100.0 * *count as f64 / (*all).max(1) as f64;
            println!(
                "{size:>8}   {n:>5} {:>5.1} % {:>5.1} % {:>5.1} %   {others:>5} {:>5.1} % {:>5.1} %",
                of(sure, n),
                of(right, n),
                of(offered, n),
                of(wrong, others),
                of(vain, others),
            );
        }
    }
}

/// A question that follows another in the same conversation.
#[derive(serde::Deserialize)]
struct FollowUp {
    first: String,
    then: String,
    #[serde(flatten)]
    question: FollowUpQuestion,
}

/// What a right answer to it is.
#[derive(serde::Deserialize)]
struct FollowUpQuestion {
    id: String,
    articles: Vec<String>,
    facts: Vec<Vec<String>>,
}

/// Plays the follow-ups of a site's folder, with the weights that ship: prints how many are
/// answered rightly, or with the right article offered; none if there is no such file.
pub(super) fn follow_ups(folder: &Path, site: &SeenSite, show: bool) -> Result<()> {
    let Ok(text) = std::fs::read_to_string(folder.join("followups.jsonl")) else {
        return Ok(());
    };
    let (mut all, mut right, mut offered) = (0, 0, 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let FollowUp {
            first,
            then,
            question,
        } = serde_json::from_str(line)?;
        let question = Question {
            id: question.id,
            text: then.clone(),
            kind: String::new(),
            articles: question.articles,
            facts: question.facts,
            wrong: Vec::new(),
            expect: "answer".to_owned(),
        };
        let mut conversation = conversation()?;
        let search = |query: &Query| {
            let nears: Vec<_> = query
                .texts()
                .iter()
                .map(|text| site.site.near(text))
                .collect();
            (site.site.articles.respond(query, &nears, None), Vec::new())
        };
        let mut last = None;
        for (number, said) in (1..).zip([first, then]) {
            let client_id =
                ClientMessageId::new(format!("m{number}")).map_err(|why| anyhow!("{why}"))?;
            let team = Team::default();
            let now = Timestamp(number * 60_000);
            let played = rehearsal::play(
                &mut conversation,
                now,
                client_id,
                &said,
                None,
                &team,
                &search,
            );
            last = Some(played.map_err(|refusal| anyhow!("{refusal:?}"))?);
        }
        let Some(played) = last else { continue };
        let given = Given {
            played,
            confidence: 0.0,
            answerable: 0.0,
            reaches_model: false,
        };
        all += 1;
        match given.verdict(&question) {
            "right" => right += 1,
            "offered_right" => offered += 1,
            _ => {}
        }
        if show {
            println!("{}", given.shown(&question));
        }
    }
    println!("follow-ups {all}: right {right}, the right article offered {offered}");
    Ok(())
}

fn conversation() -> Result<Conversation> {
    let learner = LearnerId::new("l").map_err(|why| anyhow!("{why}"))?;
    let id = ConversationId::of(&learner, 1).map_err(|why| anyhow!("{why}"))?;
    Ok(Conversation::new(id, learner))
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

    /// Whether what is shown of an article that answers holds every fact: surely said, or offered.
    fn is_read(&self, question: &Question) -> bool {
        matches!(self.outcome(), "answered" | "offered")
            && question.verdict(&self.played.text, &self.articles()) == "right"
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
    reaching: usize,
    /// Answerable questions of which the learner reads every fact, in an answer or in what is offered.
    read: usize,
    /// Questions whose article is missing: all, surely answered, offered.
    missing: [usize; 3],
}

impl Tally {
    /// What a question got whose article is missing.
    pub(super) fn add_missing(&mut self, given: &Given) {
        let outcome = given.outcome();
        let seen = [true, outcome == "answered", outcome == "offered"];
        for (count, is_so) in self.missing.iter_mut().zip(seen) {
            *count += usize::from(is_so);
        }
    }

    pub(super) fn add(&mut self, site: &str, question: &Question, given: &Given) {
        let verdict = given.verdict(question);
        if given.outcome() == "answered" {
            self.words
                .push(given.played.text.split_whitespace().count());
        }
        let of_site = self.sites.entry(site.to_owned()).or_default();
        if question.is_answerable() {
            self.reaching += usize::from(given.reaches_model);
            self.read += usize::from(given.is_read(question));
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
        println!(
            "every fact shown, in an answer or in what is offered {:.1} %",
            share(self.read, n)
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
        let [missing, wrong, vain] = self.missing;
        println!(
            "answering article taken away: surely answered {:.1} %, offered {:.1} %",
            share(wrong, missing as f64),
            share(vain, missing as f64)
        );
        println!(
            "told outside though answerable {:.1} %",
            share(count("outside"), n)
        );
        println!(
            "would reach a model, of answerable {:.1} %",
            share(self.reaching, n)
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
