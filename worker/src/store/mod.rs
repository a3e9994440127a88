//! SQL and rows. Every statement is a `const` in the file that owns its table.
//!
//! Each object has a database of its own. Writes that belong together are one transaction
//! (`durable/transaction.rs`).

pub(crate) mod account;
pub(crate) mod articles;
pub(crate) mod list;
pub(crate) mod log;
mod migration;
pub(crate) mod outbox;
pub(crate) mod team;

pub(crate) use migration::{CONVERSATION, INBOX, KNOWLEDGE, TEAM};

use crate::error::Error;
use crate::meter::Meter;
use serde::de::DeserializeOwned;
pub(crate) use worker::SqlStorageValue as Value;
use worker::{SqlStorage, State};

/// An object's database.
#[derive(Clone)]
pub(crate) struct Sql(SqlStorage, Meter);

impl Sql {
    /// Opens the object's database and brings its tables up to date.
    ///
    /// # Errors
    /// A bug if a migration fails; the object then serves nothing.
    pub(crate) fn open(state: &State, migrations: &[&str], meter: Meter) -> Result<Self, Error> {
        let sql = Self(state.storage().sql(), meter);
        migration::run(&sql, migrations)?;
        Ok(sql)
    }

    /// Runs a statement for what it does; says how many rows it wrote, indexes included.
    pub(crate) fn run(&self, statement: &str, bindings: Vec<Value>) -> Result<usize, Error> {
        let cursor = self.0.exec(statement, bindings)?;
        let written = cursor.rows_written();
        self.1.count("rows_written", written);
        Ok(written)
    }

    /// What this object counts with.
    pub(crate) fn meter(&self) -> Meter {
        self.1
    }

    /// All rows of a query.
    pub(crate) fn rows<T: DeserializeOwned>(
        &self,
        statement: &str,
        bindings: Vec<Value>,
    ) -> Result<Vec<T>, Error> {
        // Not `one()` or `next()`: their JavaScript exceptions do not come back as errors.
        let cursor = self.0.exec(statement, bindings)?;
        let rows = cursor.to_array()?;
        self.1.count("rows_read", cursor.rows_read());
        Ok(rows)
    }

    /// The first row of a query.
    pub(crate) fn row<T: DeserializeOwned>(
        &self,
        statement: &str,
        bindings: Vec<Value>,
    ) -> Result<Option<T>, Error> {
        Ok(self.rows(statement, bindings)?.into_iter().next())
    }

    /// All rows as bare values, for blobs.
    pub(crate) fn raw(
        &self,
        statement: &str,
        bindings: Vec<Value>,
    ) -> Result<Vec<Vec<Value>>, Error> {
        let rows: worker::Result<Vec<_>> = self.0.exec(statement, bindings)?.raw().collect();
        Ok(rows?)
    }
}

/// A number as SQL takes it. JavaScript numbers hold integers up to 2^53, and ours are
/// milliseconds and counts.
pub(crate) fn int(number: impl Into<i64>) -> Value {
    Value::Integer(number.into())
}

/// A text as SQL takes it.
pub(crate) fn text(text: impl Into<String>) -> Value {
    Value::String(text.into())
}

/// A value as JSON text.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<Value, Error> {
    Ok(Value::String(serde_json::to_string(value)?))
}
