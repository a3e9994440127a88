//! What objects are asked: each with the type of its answer, so that neither side can mistake it.

use crate::error::Error;
use protocol::TeamId;
use serde::{Serialize, de::DeserializeOwned};
use worker::Env;

/// Something that an object is asked.
pub(crate) trait Ask: Sized + Into<Self::Call> {
    /// What it answers.
    type Answer: Serialize + DeserializeOwned;
    /// All that the same object is asked.
    type Call: Serialize;
}

/// All that a class of objects is asked of which each team has one, named after it.
pub(crate) trait OneOfTeam: Serialize {
    /// The class, as `wrangler.toml` binds it.
    const CLASS: &'static str;
}

/// Asks the team's object.
pub(crate) async fn ask<A: Ask<Call: OneOfTeam>>(
    env: &Env,
    team: &TeamId,
    asked: A,
) -> Result<A::Answer, Error> {
    let stub = super::stub(env, A::Call::CLASS, team.as_str())?;
    let call: A::Call = asked.into();
    super::ask::<A>(&stub, team, &call).await
}

/// An object's answer to `A`, as it travels: the JSON text. As a value of JSON, each type would be written by
/// a second copy of its code.
pub(super) fn told<A: Ask>(answer: A::Answer) -> Result<String, Error> {
    Ok(serde_json::to_string(&answer)?)
}

/// Declares all that an object is asked: a struct each, with the type of its answer, and the enum of
/// them all.
macro_rules! asks {
    ($(#[$all:meta])* $call:ident {
        $($(#[$of:meta])* $name:ident {
            $($(#[$field_of:meta])* $field:ident: $type:ty,)*
        } -> $answer:ty;)*
    }) => {
        $(
            $(#[$of])*
            #[derive(serde::Serialize, serde::Deserialize)]
            pub(crate) struct $name {
                $($(#[$field_of])* pub(crate) $field: $type,)*
            }

            impl crate::durable::ask::Ask for $name {
                type Answer = $answer;
                type Call = $call;
            }

            impl From<$name> for $call {
                fn from(asked: $name) -> Self {
                    Self::$name(asked)
                }
            }
        )*

        $(#[$all])*
        #[derive(serde::Serialize, serde::Deserialize)]
        pub(crate) enum $call {
            $(
                #[allow(missing_docs, reason = "the struct says it")]
                $name($name),
            )*
        }
    };
}

pub(super) use asks;
