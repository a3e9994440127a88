//! What a learner's browser asks, as the domain takes it.

use domain::Input;
use protocol::{ClientMessageId, LearnerCommand};

/// A command as an input.
pub(super) fn input(command: LearnerCommand) -> Input {
    match command {
        LearnerCommand::Say {
            client_id,
            text,
            attachments,
            page,
        } => Input::Say {
            client_id,
            text,
            attachments,
            page,
        },
        LearnerCommand::Tap {
            client_id,
            seq,
            reply,
            text,
            page,
        } => Input::Tap {
            client_id,
            seq,
            reply,
            text,
            page,
        },
        LearnerCommand::AskForPerson { client_id } => Input::AskForPerson { client_id },
        LearnerCommand::Identify { name, email } => Input::Identify { name, email },
        LearnerCommand::Receipt(receipt) => Input::Receipt { by: None, receipt },
        LearnerCommand::Typing => Input::Typing { by: None },
    }
}

/// The browser's id for what it asks, where it may ask it twice.
pub(super) fn client_id(command: &LearnerCommand) -> Option<&ClientMessageId> {
    match command {
        LearnerCommand::Say { client_id, .. }
        | LearnerCommand::Tap { client_id, .. }
        | LearnerCommand::AskForPerson { client_id } => Some(client_id),
        LearnerCommand::Identify { .. } | LearnerCommand::Receipt(_) | LearnerCommand::Typing => {
            None
        }
    }
}
