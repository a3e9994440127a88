//! Replies that agents write often.

use super::{Settings, Wrong, within};
use serde::{Deserialize, Serialize};

/// Most replies of a team.
const MAX_REPLIES: usize = 200;
/// Longest name of one, in characters.
const MAX_NAME: usize = 60;

/// A reply that agents put into what they write by `/` and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SavedReply {
    /// What agents find it by.
    pub name: String,
    /// What it says. `{learner}` and `{agent}` stand for their names.
    pub text: String,
}

impl SavedReply {
    /// What it says to this learner from this agent. A learner without a name leaves no gap before a comma.
    #[must_use]
    pub fn filled(&self, learner: Option<&str>, agent: &str) -> String {
        let text = match learner {
            Some(name) => self.text.replace("{learner}", name),
            None => self.text.replace(" {learner}", "").replace("{learner}", ""),
        };
        text.replace("{agent}", agent)
    }
}

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    let replies = &mut settings.saved_replies;
    if replies.len() > MAX_REPLIES {
        return Err(Wrong(format!("at most {MAX_REPLIES} saved replies")));
    }
    for reply in replies.iter_mut() {
        within(&mut reply.name, "a saved reply's name", MAX_NAME)?;
        within(
            &mut reply.text,
            &format!("the text of “{}”", reply.name),
            crate::MAX_MESSAGE_CHARS,
        )?;
    }
    let mut names: Vec<String> = replies.iter().map(|it| it.name.to_lowercase()).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(Wrong(format!("two saved replies are called “{}”", pair[0]))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_filled_and_one_that_cannot_be_found_is_refused() {
        let reply = SavedReply {
            name: "Hello".to_owned(),
            text: "Hi {learner}, this is {agent}.".to_owned(),
        };
        assert_eq!(reply.filled(Some("Mia"), "Ana"), "Hi Mia, this is Ana.");
        assert_eq!(reply.filled(None, "Ana"), "Hi, this is Ana.");
        let checked = |replies: Vec<SavedReply>| {
            let mut settings = Settings::new("Riverside".to_owned());
            settings.saved_replies = replies;
            check(&mut settings).map(|()| settings.saved_replies)
        };
        let padded = SavedReply {
            name: " Hello ".to_owned(),
            ..reply.clone()
        };
        assert_eq!(checked(vec![padded]).unwrap(), vec![reply.clone()]);
        let shouted = SavedReply {
            name: "HELLO".to_owned(),
            ..reply.clone()
        };
        let empty = SavedReply {
            text: " ".to_owned(),
            ..reply.clone()
        };
        for (bad, why) in [
            (vec![reply.clone(), shouted], "two"),
            (vec![empty], "the text of “Hello”"),
            (vec![reply; 201], "at most"),
        ] {
            assert!(checked(bad).unwrap_err().0.contains(why), "{why}");
        }
    }
}
