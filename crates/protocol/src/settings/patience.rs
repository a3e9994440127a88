//! How long things may wait.

use super::{Settings, Wrong, between};
use serde::{Deserialize, Serialize};

/// How long things may wait before something happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PatienceSettings {
    /// Minutes an owner may leave a learner waiting before the conversation returns to the queue;
    /// 1 to 1,440.
    pub owner_minutes: u32,
    /// Minutes a form may wait for an answer before people take over; 1 to 1,440. A form that ends
    /// with the assistant waits for as long as it takes.
    pub form_minutes: u32,
    /// The longest snooze, in days; 1 to 365.
    pub snooze_days: u32,
    /// Minutes between an agent's reply and the e-mail to a learner who has not seen it by then, with whatever
    /// else was replied meanwhile; 0 to 60.
    #[serde(default = "mail_minutes")]
    pub mail_minutes: u32,
}

/// Long enough for a reply in several messages, and for a learner whose chat is open to read them there.
fn mail_minutes() -> u32 {
    3
}

impl Default for PatienceSettings {
    /// A quarter of an hour is longer than any answer takes to write, and shorter than a learner
    /// waits in earnest; beyond a quarter of a year nobody remembers why.
    fn default() -> Self {
        Self {
            owner_minutes: 15,
            form_minutes: 15,
            snooze_days: 90,
            mail_minutes: mail_minutes(),
        }
    }
}

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    let patience = &settings.patience;
    let owner = "minutes an owner may leave a learner waiting";
    between(patience.owner_minutes, owner, 1, 1_440)?;
    let form = "minutes a form may wait for an answer";
    between(patience.form_minutes, form, 1, 1_440)?;
    between(patience.snooze_days, "days of the longest snooze", 1, 365)?;
    let mail = "minutes before an unseen reply is sent by e-mail";
    between(patience.mail_minutes, mail, 0, 60)
}
