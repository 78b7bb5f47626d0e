//! Whether the store has changed, asked cheaply, and what those read of it who follow it.

use super::records::Pool;
use super::store::{Rows, Store, parsed};
use jiff::Timestamp;
use rusqlite::Connection;
use std::sync::PoisonError;

/// A state of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Version {
    /// Grows with the commits of others.
    others: i64,
    /// Grows with the rows that are written here.
    ours: u64,
}

fn version(connection: &Connection) -> anyhow::Result<Version> {
    let others = connection.prepare_cached("pragma data_version")?.query_row([], |row| row.get(0))?;
    Ok(Version { others, ours: connection.total_changes() })
}

impl Store {
    /// What tells one state of the rows from another, cheaply: another process's commits change it, and every write here
    /// does.
    pub(super) fn version(&self) -> anyhow::Result<Version> {
        version(&self.connection.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Rows<'_> {
    /// The state of the rows; see [`Store::version`].
    pub(super) fn version(&self) -> anyhow::Result<Version> {
        version(&self.0)
    }

    /// Every pool, whatever the subscription.
    pub(super) fn all_pools(&self) -> anyhow::Result<Vec<Pool>> {
        let mut statement = self.0.prepare_cached("select record from pools order by number")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        rows.map(|record| parsed(&record?)).collect()
    }

    /// When the next operation ends that runs.
    pub(super) fn next_end(&self) -> anyhow::Result<Option<Timestamp>> {
        let sql = "select min(ends) from operations where running";
        let ends: Option<i64> = self.0.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(ends.and_then(|ends| Timestamp::from_nanosecond(ends.into()).ok()))
    }
}
