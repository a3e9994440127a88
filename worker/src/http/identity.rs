//! `/api/identity/secrets`: what the LMS signs with who a learner is.

use super::json;
use crate::auth;
use crate::clock;
use crate::durable::team;
use crate::error::Error;
use crate::store::learner::Secret;
use protocol::http::MintedIdentitySecret;
use worker::{Env, Request, Response};

pub(crate) async fn secrets(
    auth::Admin(me): auth::Admin,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    json(&team::ask(env, &me.team, team::IdentitySecrets {}).await?)
}

pub(crate) async fn new_secret(
    auth::Admin(me): auth::Admin,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let secret = Secret {
        id: clock::random_id()?,
        secret: clock::random_secret()?,
    };
    let kept = team::KeepIdentitySecret {
        secret: secret.clone(),
        by: me.agent.id,
    };
    let kept = team::ask(env, &me.team, kept).await?;
    let minted = MintedIdentitySecret {
        secret: secret.secret,
        kept,
    };
    Ok(json(&minted)?.with_status(201))
}

pub(crate) async fn end_secret(
    auth::Admin(me): auth::Admin,
    _request: Request,
    env: &Env,
    id: String,
) -> Result<Response, Error> {
    let end = team::EndIdentitySecret {
        id,
        by: me.agent.id,
    };
    team::ask(env, &me.team, end).await?;
    Ok(Response::empty()?.with_status(204))
}
