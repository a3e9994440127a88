//! What reaches a conversation by e-mail, and what its e-mails need to know.

use super::core::Core;
use super::effect;
use crate::error::Error;
use domain::{Input, speech};
use protocol::{AttachmentId, ClientMessageId};
use std::rc::Rc;

impl Core {
    /// The learner answers an e-mail; what came before changes nothing.
    pub(super) fn mailed(
        self: &Rc<Self>,
        client_id: ClientMessageId,
        text: String,
        attachments: Vec<AttachmentId>,
    ) -> Result<(), Error> {
        let input = Input::Mailed {
            client_id: client_id.clone(),
            text,
            attachments,
        };
        self.once(Some(&client_id), input).map(|_stored| ())
    }

    /// No e-mail reaches the learner's address.
    pub(super) fn not_mailed(self: &Rc<Self>) -> Result<(), Error> {
        match self.mail_address()? {
            Some(address) => effect::input(self, Input::NotMailed { address }),
            None => Ok(()),
        }
    }

    /// The address that the learner's e-mails go to, wanted or not.
    pub(super) fn mail_address(&self) -> Result<Option<String>, Error> {
        self.with(|_, conversation| {
            let address = conversation.snapshot().kept_address();
            address.map(str::to_owned)
        })
    }

    /// Keeps the language that a learner reads in, for what reaches them elsewhere. English is what it is
    /// without.
    pub(super) fn reads(self: &Rc<Self>, language: &str) -> Result<(), Error> {
        let spoken = speech::spoken(language);
        let is_known = self.with(|_, conversation| {
            let learner = conversation.learner();
            let known = learner.locale.as_deref();
            learner.verified && known.is_some() || known.unwrap_or("en") == spoken
        })?;
        match is_known {
            true => Ok(()),
            false => effect::input(self, Input::Reads(spoken.to_owned())),
        }
    }
}
