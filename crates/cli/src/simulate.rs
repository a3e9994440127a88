//! `baton simulate`: what the assistant does with real learner language, before learners meet it.
//!
//! The same rules, the same retrieval and the same answers as the worker's, in memory. A scenario
//! file has one message a line, after what is expected:
//!
//! ```text
//! # A line that begins with # is a remark.
//! answer: How do I reset my password?
//! hand_off topic +billing: I was charged twice
//!   says: thanks
//! ```
//!
//! `page: https://…` says where learners are from there on, and `page:` that it is not known.
//!
//! A line that is indented goes on with the conversation of the line before. Expected is `answer`
//! (with citations), `ask_back`, `confirm`, `run_action` (a question of a form), `says` (small talk),
//! `waits` (people have it already) or `hand_off` with its reason; `+tag` expects a tag, spaces written as `_`, and `-tag` its absence.

use crate::collected::Folder;
use crate::local::Local;
use anyhow::{Context as _, Result, bail};
use domain::answer::Query;
use domain::rehearsal::{self, play};
use domain::schedule::Schedule;
use domain::tag::AutoTags;
use domain::{Conversation, Team};
use protocol::settings::{AnswerSettings, Section, Settings};
use protocol::{
    Action, ClientMessageId, ConversationId, HandoffPacket, LearnerId, Outcome, Page, Rule, Tag,
    TagDefinition, Timestamp,
};
use serde::Deserialize;
use std::path::Path;

/// What a team decided, as a file: the fields of its settings that matter here.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TeamFile {
    /// How readily the assistant answers.
    pub answers: AnswerSettings,
    /// Rules; absent, those every team begins with.
    pub rules: Option<Vec<Rule>>,
    /// Tags that the assistant gives.
    pub tags: Vec<TagDefinition>,
    /// Forms that rules run.
    pub actions: Vec<Action>,
    /// Whether it is played while the team is away.
    pub is_away: bool,
}

/// A line that came out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surprise {
    /// Number of the line, from 1.
    pub line: usize,
    /// What was said.
    pub message: String,
    /// What was expected.
    pub expected: String,
    /// What came.
    pub came: String,
}

/// What playing scenarios gave.
#[derive(Debug, Default)]
pub struct Played {
    /// Lines that were said.
    pub lines: usize,
    /// Those that came out otherwise, each with its file.
    pub surprises: Vec<(String, Surprise)>,
    /// Every handoff packet that was written.
    pub handoffs: Vec<HandoffPacket>,
}

/// A team with its articles, in memory.
pub struct Simulator {
    articles: Local,
    team: Team,
    tags: AutoTags,
}

impl Simulator {
    /// Reads a team's decisions and articles.
    ///
    /// # Errors
    /// Rules outside their limits.
    pub fn new(team: TeamFile, articles: &Folder) -> Result<Self> {
        let mut settings = Settings {
            answers: team.answers,
            rules: team.rules,
            tags: team.tags,
            actions: team.actions,
            ..Settings::new("Simulated".to_owned())
        };
        for section in Section::ALL {
            settings.check(*section)?;
        }
        Ok(Self {
            articles: Local::new(articles),
            team: Team {
                actions: settings.actions.into(),
                schedule: match team.is_away {
                    true => Schedule::never(),
                    false => Schedule::always(),
                },
                likely: settings.answers.offer_threshold,
                ..Team::new(settings.answers.confidence_threshold, settings.rules)
            },
            tags: AutoTags::new(&settings.tags),
        })
    }

    /// Plays a scenario file's text.
    ///
    /// # Errors
    /// A line that is none.
    pub fn play(&self, name: &str, script: &str, played: &mut Played) -> Result<()> {
        let mut conversation = None;
        let mut page = None;
        for (number, line) in (1..).zip(script.lines()) {
            if line.trim().is_empty() || line.trim_start().starts_with('#') {
                continue;
            }
            if let Some(url) = line.strip_prefix("page:") {
                page = Some(url.trim())
                    .filter(|url| !url.is_empty())
                    .map(|url| Page {
                        url: url.to_owned(),
                        title: String::new(),
                    });
                continue;
            }
            let (expected, message) = line
                .split_once(": ")
                .with_context(|| format!("line {number}: expected, a colon, a message"))?;
            let is_next = line.starts_with(' ');
            if !is_next || conversation.is_none() {
                let learner = LearnerId::new(format!("simulated-{number}"))?;
                let id = ConversationId::of(&learner, 1)?;
                conversation = Some(Conversation::new(id, learner));
            }
            let Some(conversation) = &mut conversation else {
                continue;
            };
            let outcome = self.say(conversation, message.trim(), number, page.clone())?;
            played.lines += 1;
            let expected = expected.trim();
            if !is(&outcome, expected)? {
                let surprise = Surprise {
                    line: number,
                    message: message.trim().to_owned(),
                    expected: expected.to_owned(),
                    came: shown(&outcome),
                };
                played.surprises.push((name.to_owned(), surprise));
            }
            played.handoffs.extend(outcome.packet);
        }
        Ok(())
    }

    /// What would become of a conversation in which a learner says this, message by message, up to
    /// the first that people take over at.
    ///
    /// # Errors
    /// A message that nobody could have sent.
    pub fn replay(&self, said: &[String]) -> Result<Vec<String>> {
        let learner = LearnerId::new("replayed")?;
        let mut conversation = Conversation::new(ConversationId::of(&learner, 1)?, learner);
        let mut outcomes = Vec::new();
        for (number, text) in (1..).zip(said) {
            let outcome = self.say(&mut conversation, text, number, None)?;
            let is_over = outcome.packet.is_some();
            outcomes.push(shown(&outcome));
            if is_over {
                break;
            }
        }
        Ok(outcomes)
    }

    fn say(
        &self,
        conversation: &mut Conversation,
        text: &str,
        number: usize,
        page: Option<Page>,
    ) -> Result<rehearsal::Played> {
        // A minute apart: nobody is too fast.
        let now = Timestamp(number as i64 * 60_000);
        let client_id = ClientMessageId::new(format!("line-{number}"))?;
        let search = |query: &Query| (self.articles.search(query), self.tags.of(&query.text));
        play(
            conversation,
            now,
            client_id,
            text,
            page,
            &self.team,
            &search,
        )
        .map_err(|refusal| anyhow::anyhow!("line {number}: refused: {refusal:?}"))
    }
}

/// What became of a message, as scenario files write it: `hand_off topic`.
fn kind(played: &rehearsal::Played) -> String {
    match &played.packet {
        Some(packet) => format!("{} {}", word(played.outcome), word(packet.reason)),
        None => word(played.outcome),
    }
}

/// Whether that is what a line expects.
///
/// # Errors
/// It expects what there is not.
fn is(played: &rehearsal::Played, expected: &str) -> Result<bool> {
    let mut words = Vec::new();
    for word in expected.split_whitespace() {
        let tag = |tag: &str| Tag::new(&tag.replace('_', " "));
        if let Some(name) = word.strip_prefix('+') {
            if !played.tags.contains(&tag(name)?) {
                return Ok(false);
            }
        } else if let Some(name) = word.strip_prefix('-') {
            if played.tags.contains(&tag(name)?) {
                return Ok(false);
            }
        } else {
            words.push(word);
        }
    }
    let expected = words.join(" ");
    let known: Result<Outcome, _> =
        serde_json::from_value(words.first().copied().unwrap_or_default().into());
    if known.is_err() {
        bail!("{expected:?} is nothing to expect");
    }
    let came = kind(played);
    Ok(came == expected || (expected == word(Outcome::HandOff) && came.starts_with(&expected)))
}

/// All of it, for people.
fn shown(played: &rehearsal::Played) -> String {
    let tags = played
        .tags
        .iter()
        .map(|tag| format!(" +{}", tag.as_str().replace(' ', "_")));
    let why = played
        .packet
        .iter()
        .map(|packet| format!(" ({})", packet.why));
    std::iter::once(kind(played))
        .chain(tags)
        .chain(why)
        .collect()
}

/// An outcome or a reason as the wire has it.
fn word(value: impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Plays every `.txt` of a folder, in the order of their names.
///
/// # Errors
/// No scenario at all, a file that cannot be read, a line that is none.
pub fn simulate(simulator: &Simulator, folder: &Path) -> Result<Played> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| format!("reading {}", folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    let mut played = Played::default();
    for file in files {
        let name = file.display().to_string();
        let script = std::fs::read_to_string(&file).with_context(|| name.clone())?;
        simulator
            .play(&name, &script, &mut played)
            .with_context(|| name.clone())?;
    }
    if played.lines == 0 {
        bail!("{} holds no scenario (.txt)", folder.display());
    }
    Ok(played)
}
