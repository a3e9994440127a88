//! Built in: the table for questions, and the encoder for passages.
//!
//! The encoder's file is a static asset of 23 MB that `cargo xtask build` makes where `pip` is
//! there. Loaded while passages wait, dropped after: it is a fifth of the memory objects share.

use super::EmbedFailure;
use domain::retrieval::{Asked, InContext, Table, Vector};
use worker::{Env, Method, RequestInit};

/// Where the encoder's file stands among the assets.
const ENCODER: &str = "https://assets/models/minilm.bin";

/// Where the table's file stands among them.
const TABLE: &str = "https://assets/models/table.bin";

/// Makes the table ready, once for all objects of an isolate. Without its file everything is
/// compared by words alone.
pub(crate) async fn table(env: &Env) {
    if Table::is_installed() {
        return;
    }
    let loaded = async {
        let mut asset = env.assets("ASSETS")?.fetch(TABLE, None).await?;
        if asset.status_code() != 200 {
            return Err(worker::Error::RustError(format!(
                "status {}",
                asset.status_code()
            )));
        }
        let file = asset.bytes().await?;
        Table::install(file).map_err(|malformed| worker::Error::RustError(malformed.to_string()))
    };
    if let Err(error) = loaded.await {
        worker::console_warn!("no table, texts are compared by words alone: {error}");
    }
}

/// A text's vector by the table; in microseconds.
pub(crate) fn by_table(text: &str) -> Vector {
    Table::shipped().embed(text)
}

/// The encoder, loaded.
pub(crate) struct Encoder(embedding::Encoder);

impl Encoder {
    /// Whether the deployment has it.
    pub(crate) async fn is_there(env: &Env) -> bool {
        let mut init = RequestInit::new();
        init.with_method(Method::Head);
        match env.assets("ASSETS") {
            Ok(assets) => {
                let asset = assets.fetch(ENCODER, Some(init)).await;
                asset.is_ok_and(|asset| asset.status_code() == 200)
            }
            Err(_) => false,
        }
    }

    /// Loads it; nothing if the deployment has none.
    ///
    /// # Errors
    /// [`EmbedFailure`] if its file is there and cannot be read.
    pub(crate) async fn load(env: &Env) -> Result<Option<Self>, EmbedFailure> {
        let failed = |error: worker::Error| EmbedFailure(format!("the encoder: {error}"));
        let Ok(assets) = env.assets("ASSETS") else {
            return Ok(None);
        };
        let mut asset = assets.fetch(ENCODER, None).await.map_err(failed)?;
        if asset.status_code() != 200 {
            return Ok(None);
        }
        let file = asset.bytes().await.map_err(failed)?;
        match embedding::Encoder::read(&file) {
            Ok(encoder) => Ok(Some(Self(encoder))),
            Err(malformed) => Err(EmbedFailure(malformed.to_string())),
        }
    }

    /// A passage's vector, in the table's space, and those of its pieces; about 75 ms.
    ///
    /// # Errors
    /// [`EmbedFailure`] if the file was made without the directions of the space.
    pub(crate) fn embed(&self, text: &str) -> Result<InContext, EmbedFailure> {
        let read = self.0.embed_in_context(text);
        read.map_err(|malformed| EmbedFailure(malformed.to_string()))
    }

    /// A question's vector, in the table's space, and those of its words; some 20 ms.
    ///
    /// # Errors
    /// [`EmbedFailure`] if the file was made without the directions of the space.
    pub(crate) fn ask(&self, text: &str) -> Result<Asked, EmbedFailure> {
        let read = self.0.embed_question(text);
        read.map_err(|malformed| EmbedFailure(malformed.to_string()))
    }
}
