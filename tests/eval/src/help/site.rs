//! A help centre with questions: articles as an admin exports them, and what right answers hold.

use anyhow::{Context as _, Result};
use baton::{Extractor, Folder, Local};
use domain::retrieval::{Near, Table, Tier, Tuning};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A question and what a right answer is.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Question {
    pub(crate) id: String,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) articles: Vec<String>,
    #[serde(default)]
    pub(crate) facts: Vec<Vec<String>>,
    #[serde(default)]
    pub(crate) wrong: Vec<String>,
    pub(crate) expect: String,
}

impl Question {
    /// Whether some article answers it.
    pub(crate) fn is_answerable(&self) -> bool {
        self.expect == "answer"
    }

    /// What an answer is: `right`, `partly` or `wrong`, as `score.py` of the data defines it.
    pub(crate) fn verdict(&self, text: &str, cited: &BTreeSet<String>) -> &'static str {
        let said = normal(text);
        if self.wrong.iter().any(|it| said.contains(&normal(it))) {
            return "wrong";
        }
        if !self.articles.iter().any(|it| cited.contains(it)) {
            return "wrong";
        }
        let holds = |fact: &Vec<String>| fact.iter().any(|it| said.contains(&normal(it)));
        if self.facts.iter().all(holds) {
            "right"
        } else {
            "partly"
        }
    }
}

/// Links as their text, no marks, one space, lower case: as `score.py` compares.
pub(crate) fn normal(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_start().trim_start_matches(['>', ' ']))
        .collect();
    let linked = unlinked(&lines.join("\n"));
    let bare: String = linked
        .chars()
        .filter(|c| !matches!(c, '*' | '_' | '`' | '\\'))
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            '\u{a0}' => ' ',
            c => c,
        })
        .collect();
    bare.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

fn unlinked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, after) = rest.split_at(at);
        let link = after[1..].find(']').and_then(|end| {
            let label = &after[1..=end];
            let target = after[end + 2..].strip_prefix('(')?;
            let mut depth = 0;
            let close = target.find(|c| {
                match c {
                    '(' => depth += 1,
                    ')' if depth == 0 => return true,
                    ')' => depth -= 1,
                    _ => {}
                }
                false
            })?;
            let is_address = !target[..close].contains(char::is_whitespace);
            is_address.then_some((label, &target[close + 1..]))
        });
        match link {
            Some((label, behind)) => {
                out.push_str(before.strip_suffix('!').unwrap_or(before));
                out.push_str(label);
                rest = behind;
            }
            None => {
                out.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// What embeds questions and articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// The encoder on both sides.
    Encoder,
    /// The encoder's vectors of whole texts alone, as vendors give them.
    Remote,
    /// Articles by the encoder, questions by the table.
    Mixed,
    /// The table on both sides: before the encoder has been there.
    Table,
    /// Words alone: a remote model that does not answer.
    Words,
}

impl State {
    /// Its weights.
    pub(crate) fn tier(self) -> Tier {
        match self {
            Self::Encoder => Tier::Encoder,
            Self::Remote => Tier::Remote,
            Self::Mixed => Tier::Mixed,
            Self::Table => Tier::Table,
            Self::Words => Tier::Words,
        }
    }

    /// The state of a tier.
    pub(crate) fn of(tier: Tier) -> Self {
        match tier {
            Tier::Encoder => Self::Encoder,
            Tier::Remote => Self::Remote,
            Tier::Mixed => Self::Mixed,
            Tier::Table => Self::Table,
            Tier::Words => Self::Words,
        }
    }
}

/// A help centre, searched as the worker searches it.
pub(crate) struct Site {
    pub(crate) name: String,
    pub(crate) questions: Vec<Question>,
    pub(crate) articles: Local,
    drafts: Folder,
    state: State,
}

/// What is left out of a help centre to see what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Less {
    /// The articles that answer what is asked.
    Missing,
    /// All but a few.
    Few,
    /// Nothing: what is only fitted on.
    Nothing,
}

/// Sizes of small help centres that are made of large ones, and how many of each.
pub(crate) const FEW: [usize; 8] = [1, 2, 3, 4, 6, 9, 13, 18];
const OF_EACH: usize = 6;
/// Parts in which answering articles are taken away: so few at once that the help centre stays what it is.
const PARTS: usize = 8;

/// A number that only looks random: the same in every run (SplitMix64).
fn shuffled(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Site {
    /// Reads a folder: `questions.jsonl` and `articles/`.
    pub(crate) fn read(folder: &Path, state: State) -> Result<Self> {
        let name = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let file = folder.join("questions.jsonl");
        let text =
            fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        let questions: Vec<Question> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| Ok(serde_json::from_str(line)?))
            .collect::<Result<_>>()?;
        let collected = baton::folder(&folder.join("articles"), "", &Extractor::None)?;
        for skipped in &collected.skipped {
            eprintln!("  {name}: {} was skipped: {}", skipped.source, skipped.why);
        }
        if matches!(state, State::Encoder | State::Remote) {
            crate::retrieval::asked("").context("the encoder does not embed questions")?;
        }
        Self::of(name, questions, collected.articles, state)
    }

    fn of(name: String, questions: Vec<Question>, drafts: Folder, state: State) -> Result<Self> {
        let articles = if matches!(state, State::Table | State::Words) {
            Local::new(&drafts)
        } else {
            Local::embedded(&drafts, Tuning::ENCODER, crate::retrieval::in_context)?
        };
        Ok(Self {
            name,
            questions,
            articles,
            drafts,
            state,
        })
    }

    /// Help centres with a few of its articles, as a team has on its first day: questions that these answer, and twice as
    /// many and six that they do not.
    pub(crate) fn few(&self) -> Result<Vec<Self>> {
        let asked = self.questions.iter().filter(|it| it.is_answerable());
        let answering: BTreeSet<&String> = asked.flat_map(|it| &it.articles).collect();
        let mut sites = Vec::new();
        for (round, size) in FEW
            .into_iter()
            .flat_map(|size| (0..OF_EACH).map(move |round| (round, size)))
        {
            let seed = |at: usize| shuffled((round * 100_000 + size * 1_000 + at) as u64);
            let mut order: Vec<(u64, &String)> = answering
                .iter()
                .enumerate()
                .map(|(at, id)| (seed(at), *id))
                .collect();
            order.sort_unstable();
            let kept: BTreeSet<&String> = order.into_iter().take(size).map(|it| it.1).collect();
            let mut drafts = self.drafts.clone();
            drafts.retain(|id, _| kept.contains(&id.to_string()));
            let has_it = |it: &&Question| {
                it.is_answerable() && it.articles.iter().any(|id| kept.contains(id))
            };
            let mut questions: Vec<Question> =
                self.questions.iter().filter(has_it).cloned().collect();
            let mut others: Vec<(u64, &Question)> = self
                .questions
                .iter()
                .enumerate()
                .filter(|(_, it)| !has_it(it))
                .map(|(at, it)| (seed(at + 500), it))
                .collect();
            others.sort_unstable_by_key(|it| it.0);
            let many = questions.len() * 2 + 6;
            questions.extend(others.into_iter().take(many).map(|(_, it)| Question {
                expect: "hand_over".to_owned(),
                ..it.clone()
            }));
            sites.push(Self::of(self.name.clone(), questions, drafts, self.state)?);
        }
        Ok(sites)
    }

    /// The same help centre without the articles that answer some of its questions, asked those: each answerable question
    /// once. What is asked is what the help centre is about, and its article is missing; another one that nobody named may
    /// answer it all the same.
    pub(crate) fn missing(&self) -> Result<Vec<Self>> {
        let mut asked: Vec<(u64, &Question)> = self
            .questions
            .iter()
            .filter(|it| it.is_answerable())
            .enumerate()
            .map(|(at, it)| (shuffled(at as u64), it))
            .collect();
        asked.sort_unstable_by_key(|it| it.0);
        let part = |number: usize| {
            let unanswered = asked.iter().skip(number).step_by(PARTS);
            let questions: Vec<Question> = unanswered
                .map(|(_, it)| Question {
                    expect: "missing".to_owned(),
                    ..(*it).clone()
                })
                .collect();
            let gone: BTreeSet<&String> = questions.iter().flat_map(|it| &it.articles).collect();
            let mut drafts = self.drafts.clone();
            drafts.retain(|id, _| !gone.contains(&id.to_string()));
            Self::of(self.name.clone(), questions.clone(), drafts, self.state)
        };
        (0..PARTS).map(part).collect()
    }

    /// How many articles it has.
    pub(crate) fn size(&self) -> usize {
        self.drafts.len()
    }

    /// What a text is compared by.
    pub(crate) fn near(&self, text: &str) -> Near<'static> {
        let asked = || crate::retrieval::asked(text);
        match self.state {
            State::Encoder => asked().map_or(Near::Nothing, Near::Asked),
            State::Remote => asked().map_or(Near::Nothing, |it| Near::Vector(it.whole)),
            State::Words => Near::Nothing,
            State::Mixed | State::Table => Near::Table(Table::shipped()),
        }
    }
}
