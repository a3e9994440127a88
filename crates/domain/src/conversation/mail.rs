//! Replies by e-mail: where to, when, and what of them the learner has not seen in the chat.

use super::{Changes, Snapshot, Words};
use crate::action::is_address;
use crate::effect::News;
use crate::refusal::Refusal;
use protocol::settings::AlertKind;
use protocol::{Author, ClientMessageId, Message, Notice, Reason, Say};

/// What a form's question for the learner's own address is called, in the languages that Baton speaks.
const OWN_ADDRESS: &[&str] = &[
    "e mail",
    "e mail address",
    "email",
    "email address",
    "your e mail",
    "your email",
    "correo",
    "correo electrónico",
    "tu correo",
    "e mail adresse",
    "ihre e mail adresse",
    "adresse e mail",
    "votre adresse e mail",
    "endereço de e mail",
    "seu e mail",
    "البريد الإلكتروني",
];

impl Snapshot {
    /// The address that e-mails about this go to, wanted or not: the one that the LMS signed, else the one they left.
    #[must_use]
    pub fn kept_address(&self) -> Option<&str> {
        let signed = self.learner.email.as_deref().filter(|it| is_address(it));
        let signed = signed.filter(|_| self.learner.verified);
        signed.or(self.mail.address.as_deref())
    }

    /// The address that replies go to; none, if they want none.
    #[must_use]
    pub fn mail_address(&self) -> Option<&str> {
        self.kept_address().filter(|_| !self.mail.is_stopped)
    }
}

impl Changes<'_> {
    /// What is said of e-mail to somebody who will wait: that replies go there too, or else, once, that they may
    /// leave an address.
    pub(super) fn about_mail(&mut self) -> Option<Notice> {
        if !self.team.has_mail || self.state.mail.is_stopped {
            return None;
        }
        if self.state.mail.address.is_none() {
            // A form may have asked for it already.
            let is_own = |name: &str| {
                let words = name.to_lowercase().replace('-', " ");
                OWN_ADDRESS.contains(&words.trim())
            };
            let mut collected = self.state.record.collected.iter().rev();
            let own = collected.find(|(name, value)| is_own(name) && is_address(value));
            self.state.mail.address = own.map(|(_, value)| value.clone());
        }
        match self.state.mail_address() {
            Some(address) => Some(Notice::from(Say::WillMail).with(address)),
            None => {
                self.state.mail.is_asked = true;
                Some(Say::LeaveAddress.into())
            }
        }
    }

    /// Whether a message is the address that was asked for, and no answer to a form.
    pub(super) fn is_wanted_address(&self, text: &str) -> bool {
        let mail = &self.state.mail;
        if self.state.part.form().is_some() {
            return false;
        }
        mail.is_asked && mail.address.is_none() && !mail.is_stopped && is_address(text)
    }

    /// Takes the address that was asked for.
    pub(super) fn takes_address(&mut self, text: String) {
        if !self.state.learner.verified {
            self.state.learner.email = Some(text.clone());
        }
        self.state.mail.address = Some(text.clone());
        let notice = Notice::from(Say::WillMail).with(text);
        self.message(Words::from(notice).by(Author::System));
    }

    /// What a learner who waits for a person adds is acknowledged, once, until somebody is there.
    pub(super) fn acknowledge(&mut self) {
        let hands = &mut self.state.hands;
        let packet = self.state.record.handoff.as_ref();
        let is_danger = packet.is_some_and(|it| it.reason == Reason::Safety);
        if hands.is_joined || hands.is_acknowledged || is_danger {
            return;
        }
        hands.is_acknowledged = true;
        let is_left = self.state.mail.address.is_some();
        let asks = self.state.mail.is_asked && !is_left && !self.state.mail.is_stopped;
        let says = [Say::Added]
            .into_iter()
            .chain(asks.then_some(Say::LeaveAddress));
        let notice = Notice {
            says: says.collect(),
            with: Vec::new(),
            rest: String::new(),
        };
        self.message(Words::from(notice).by(Author::System));
    }

    /// A message goes by e-mail too, unless it is seen first.
    pub(super) fn mails(&mut self, message: &Message) {
        let is_reply = match &message.author {
            Author::Agent { .. } => true,
            Author::Assistant | Author::System => self.state.mail.is_by_mail,
            Author::Learner => false,
        };
        if !is_reply || self.state.mail_address().is_none() {
            return;
        }
        self.state.mail.newest = self.state.stream.learner_seq;
        let due = self.now.plus(self.team.patience.mail_ms);
        self.state.mail.due.get_or_insert(due);
    }

    pub(super) fn mail_is_due(&mut self) {
        self.state.mail.due = None;
        let Some(address) = self.state.mail_address().map(str::to_owned) else {
            return;
        };
        let seen = self.state.reading.learner.read;
        let after = seen.max(self.state.mail.sent);
        if self.state.mail.newest <= after || !self.team.has_mail {
            return;
        }
        self.state.mail.sent = self.state.mail.newest;
        let news = News::Replied {
            after,
            with_assistant: self.state.mail.is_by_mail,
        };
        self.post(address, AlertKind::Email, news);
    }

    /// The learner replies by e-mail.
    pub(super) fn mailed(
        &mut self,
        client_id: ClientMessageId,
        text: &str,
        attachments: &[protocol::AttachmentId],
    ) -> Result<(), Refusal> {
        self.state.mail.is_by_mail = true;
        self.heard(client_id, text, attachments, None)
    }

    /// No e-mail reaches the address: nobody is told that replies go there. Another may be left.
    pub(super) fn not_mailed(&mut self, address: &str) {
        if self.state.mail_address() != Some(address) {
            return;
        }
        let mail = &mut self.state.mail;
        mail.due = None;
        mail.is_by_mail = false;
        if mail.address.take().is_none() {
            // The one that the LMS signed: it signs no other.
            mail.is_stopped = true;
        }
        let asks = (!mail.is_stopped).then_some(Say::LeaveAddress);
        mail.is_asked |= asks.is_some();
        let notice = Notice {
            says: [Say::NotMailed].into_iter().chain(asks).collect(),
            with: vec![address.to_owned()],
            rest: String::new(),
        };
        self.message(Words::from(notice).by(Author::System));
    }

    /// The learner wants no more of these e-mails, or the address takes none.
    pub(super) fn stop_mail(&mut self) {
        self.state.mail.is_stopped = true;
        self.state.mail.due = None;
    }
}
