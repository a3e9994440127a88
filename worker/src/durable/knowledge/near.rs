//! What a question is compared by: the encoder's vectors, the table's, a vendor's, a store's neighbours, or its words
//! alone.

use super::KnowledgeObject;
use crate::embed::{self, Chosen, EmbedFailure, Encoder};
use crate::vector::{self, VectorStore as _};
use domain::retrieval::{Asked, Embedded, Near, Reader, Table};
use protocol::TeamId;
use std::rc::Rc;

impl KnowledgeObject {
    /// A question's vector or neighbours; words alone if its model fails.
    pub(super) async fn near(
        &self,
        team: &TeamId,
        query: &str,
        reader: &Reader,
        space: &str,
    ) -> Near<'static> {
        let chosen = Chosen::of(&self.env);
        let store = vector::chosen(&self.env, team);
        // Also while another model embeds everything anew: the table is always there.
        if store.is_none() && space == embedding::SPACE {
            // Until the encoder has been everywhere, the table is what both sides share.
            let pages = self.with_cache(|cache| cache.index.pages());
            let by_encoder = match pages {
                Ok(Embedded::Encoder) => self.by_encoder(query).await,
                _ => None,
            };
            return match by_encoder {
                Some(asked) => Near::Asked(asked),
                None if Table::is_installed() => Near::Table(Table::shipped()),
                None => Near::Nothing,
            };
        }
        if space != chosen.space() {
            return Near::Nothing;
        }
        let given = async {
            let vectors = chosen.embed(&[query.to_owned()]).await;
            let vector = vectors
                .map_err(|EmbedFailure(why)| why)?
                .pop()
                .unwrap_or_default();
            Ok::<_, String>(match store {
                Some(store) => Near::Given(store.nearest(&vector, reader).await?),
                None => Near::Vector(vector),
            })
        };
        given.await.unwrap_or_else(|why| {
            worker::console_warn!("searched by words alone: {why}");
            Near::Nothing
        })
    }

    /// A question by the encoder, where the deployment asks for it and has it.
    async fn by_encoder(&self, query: &str) -> Option<Asked> {
        if !embed::questions_by_encoder(&self.env) {
            return None;
        }
        if self.encoder.borrow().is_none() {
            let loaded = Encoder::load(&self.env).await.unwrap_or_else(|why| {
                worker::console_warn!("questions are embedded by the table: {why}");
                None
            });
            *self.encoder.borrow_mut() = loaded.map(Rc::new);
        }
        let encoder = self.encoder.borrow().clone()?;
        encoder.ask(query).ok()
    }

    /// Whether questions are compared with passages word by word.
    pub(super) fn compares_words(&self) -> bool {
        embed::questions_by_encoder(&self.env) && !vector::is_chosen(&self.env)
    }
}
