//! How soon a person replies: what learners are told, and when it is late.

use super::{Settings, Wrong, between};
use crate::Tag;
use serde::{Deserialize, Serialize};

/// Most tags with a time of their own.
const MAX_TAGS: usize = 20;
/// Longest promise, in minutes of open time: a month of office hours.
const MAX_MINUTES: u32 = 10_000;

/// How soon a person replies, in minutes while the team is there. What the learner is told and when it is late
/// are one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PromiseSettings {
    /// For any conversation; without it, no time is promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_minutes: Option<u32>,
    /// For urgent conversations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent_minutes: Option<u32>,
    /// For conversations with these tags; if several match, the shortest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_tag: Vec<TagPromise>,
    /// How soon people are done with a conversation, from when they got it: the team's own target, which learners are
    /// not told. Without it, there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolve_minutes: Option<u32>,
}

/// How soon a person replies to conversations with a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagPromise {
    /// The tag.
    pub tag: Tag,
    /// Minutes while the team is there.
    pub minutes: u32,
}

impl Default for PromiseSettings {
    /// Half a working day, and five minutes for what is urgent: common targets of help desks.
    fn default() -> Self {
        Self {
            reply_minutes: Some(240),
            urgent_minutes: Some(5),
            by_tag: Vec::new(),
            resolve_minutes: None,
        }
    }
}

impl PromiseSettings {
    /// Minutes for a conversation; `None` if nothing is promised.
    #[must_use]
    pub fn minutes(&self, is_urgent: bool, tags: &[Tag]) -> Option<u32> {
        let urgent = self.urgent_minutes.filter(|_| is_urgent);
        let by_tag = self.by_tag.iter();
        let by_tag = by_tag
            .filter(|it| tags.contains(&it.tag))
            .map(|it| it.minutes);
        urgent
            .into_iter()
            .chain(by_tag)
            .min()
            .or(self.reply_minutes)
    }
}

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    let promises = &settings.promises;
    if promises.by_tag.len() > MAX_TAGS {
        return Err(Wrong(format!(
            "at most {MAX_TAGS} tags have a time of their own"
        )));
    }
    let by_tag = promises.by_tag.iter().map(|it| it.minutes);
    let all = promises
        .reply_minutes
        .into_iter()
        .chain(promises.urgent_minutes);
    all.chain(by_tag)
        .try_for_each(|minutes| between(minutes, "minutes until a reply", 1, MAX_MINUTES))?;
    let mut resolved = promises.resolve_minutes.into_iter();
    resolved.try_for_each(|minutes| {
        between(
            minutes,
            "minutes until a conversation is resolved",
            1,
            MAX_MINUTES,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_promise_that_fits_is_the_one() {
        let tag = |name| Tag::new(name).unwrap();
        let by = |name, minutes| TagPromise {
            tag: tag(name),
            minutes,
        };
        let promises = PromiseSettings {
            by_tag: vec![by("exam", 30), by("billing", 600)],
            ..PromiseSettings::default()
        };
        assert_eq!(promises.minutes(false, &[]), Some(240));
        assert_eq!(promises.minutes(true, &[tag("exam")]), Some(5));
        assert_eq!(
            promises.minutes(false, &[tag("billing"), tag("exam")]),
            Some(30)
        );
        assert_eq!(
            promises.minutes(false, &[tag("billing")]),
            Some(600),
            "longer than for others"
        );
        let none = PromiseSettings {
            reply_minutes: None,
            urgent_minutes: None,
            ..PromiseSettings::default()
        };
        assert_eq!(none.minutes(true, &[]), None);
        let mut settings = Settings::new("Riverside".to_owned());
        settings.promises.reply_minutes = Some(0);
        assert!(check(&mut settings).is_err());
        settings.promises.reply_minutes = None;
        settings.promises.resolve_minutes = Some(MAX_MINUTES + 1);
        let wrong = check(&mut settings).unwrap_err();
        assert!(wrong.0.contains("resolved"), "{wrong}");
    }
}
