//! SQL and rows. Every statement is a `const` in the file that owns its table.
//!
//! Each object has a database of its own. Writes that belong together are one transaction
//! (`durable/transaction.rs`).

pub(crate) mod account;
pub(crate) mod articles;
pub(crate) mod audit;
pub(crate) mod crawl;
pub(crate) mod erasure;
pub(crate) mod found;
pub(crate) mod learner;
pub(crate) mod list;
pub(crate) mod log;
mod migration;
pub(crate) mod outbox;
pub(crate) mod push;
pub(crate) mod ratings;
pub(crate) mod review;
pub(crate) mod routing;
pub(crate) mod second_factor;
pub(crate) mod sign_in;
pub(crate) mod team;
pub(crate) mod unanswered;
pub(crate) mod undelivered;
pub(crate) mod versions;
pub(crate) mod waits;

pub(crate) use migration::{CONVERSATION, ERASURE, INBOX, KNOWLEDGE, TEAM};

use crate::error::Error;
use crate::meter::Meter;
use serde::de::DeserializeOwned;
use std::cell::Cell;
use std::rc::Rc;
pub(crate) use worker::SqlStorageValue as Value;
use worker::{SqlStorage, State};

/// An object's database. Its tables are made by the first that writes: an object that is only looked at,
/// by whoever makes ids up too, leaves nothing.
#[derive(Clone)]
pub(crate) struct Sql {
    storage: SqlStorage,
    meter: Meter,
    migrations: &'static [&'static str],
    is_made: Rc<Cell<bool>>,
}

impl Sql {
    /// Opens the object's database and brings its tables up to date, if it has any.
    ///
    /// # Errors
    /// A bug if a migration fails; the object then serves nothing.
    pub(crate) fn open(
        state: &State,
        migrations: &'static [&'static str],
        meter: Meter,
    ) -> Result<Self, Error> {
        let sql = Self {
            storage: state.storage().sql(),
            meter,
            migrations,
            is_made: Rc::default(),
        };
        if migration::is_begun(&sql.storage)? {
            sql.make()?;
        }
        Ok(sql)
    }

    /// Makes the tables, if they are not there. Outside a transaction: what is rolled back with it would
    /// be missing.
    pub(crate) fn make(&self) -> Result<(), Error> {
        if !self.is_made.replace(true) {
            let made = migration::run(self, self.migrations);
            self.is_made.set(made.is_ok());
            made?;
        }
        Ok(())
    }

    /// Runs a statement for what it does; says how many rows it wrote, indexes included.
    pub(crate) fn run(&self, statement: &str, bindings: Vec<Value>) -> Result<usize, Error> {
        self.make()?;
        let cursor = self.storage.exec(statement, bindings)?;
        let written = cursor.rows_written();
        self.meter.count("rows_written", written);
        Ok(written)
    }

    /// The whole database was deleted: its tables are made again by the first that writes.
    pub(crate) fn forget(&self) {
        self.is_made.set(false);
    }

    /// What this object counts with.
    pub(crate) fn meter(&self) -> Meter {
        self.meter
    }

    /// All rows of a query.
    pub(crate) fn rows<T: DeserializeOwned>(
        &self,
        statement: &str,
        bindings: Vec<Value>,
    ) -> Result<Vec<T>, Error> {
        if !self.is_made.get() {
            return Ok(Vec::new());
        }
        // Not `one()` or `next()`: their JavaScript exceptions do not come back as errors.
        let cursor = self.storage.exec(statement, bindings)?;
        let rows = cursor.to_array()?;
        self.meter.count("rows_read", cursor.rows_read());
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
        if !self.is_made.get() {
            return Ok(Vec::new());
        }
        let rows: worker::Result<Vec<_>> = self.storage.exec(statement, bindings)?.raw().collect();
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
