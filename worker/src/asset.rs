//! Files of ours that only the worker hands out.

use crate::error::Error;
use worker::{Env, Response};

/// A file that only we hand out.
pub(crate) async fn asset(env: &Env, name: &str) -> Result<Response, Error> {
    // The host means nothing: the binding looks at the path alone.
    let url = format!("https://assets/pages/{name}");
    let asset = env.assets("ASSETS")?.fetch(url, None).await?;
    if asset.status_code() == 200 {
        Ok(asset)
    } else {
        Err(Error::bug(format!(
            "{name} is not among the assets: run `cargo xtask build`"
        )))
    }
}
