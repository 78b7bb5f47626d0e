//! Rows of what stands beside pools: resource groups, environments, role assignments, locks. Each is the ARM document that is
//! shown, kept as it is.

use super::store::{Rows, key, parsed};
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shelf {
    Group,
    Environment,
    Role,
    Lock,
}

impl Shelf {
    fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Environment => "environment",
            Self::Role => "role",
            Self::Lock => "lock",
        }
    }
}

/// Where a row belongs, so that lists and the end of a group find it. Empty parts belong nowhere.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Home<'a> {
    pub(super) subscription: &'a str,
    pub(super) group: &'a str,
}

impl Rows<'_> {
    /// A document by its id, compared without case.
    pub(super) fn kept(&self, shelf: Shelf, id: &str) -> anyhow::Result<Option<Value>> {
        let sql = "select record from neighbours where kind = ?1 and key = ?2";
        let record: Option<String> =
            self.0.query_row(sql, params![shelf.name(), key(id)], |row| row.get(0)).optional()?;
        record.map(|record| parsed(&record)).transpose()
    }

    /// Documents of a subscription, or of one group in it, in the order in which they were made.
    pub(super) fn shelf(&self, shelf: Shelf, subscription: &str, group: Option<&str>) -> anyhow::Result<Vec<Value>> {
        let sql = "select record from neighbours
                   where kind = ?1 and subscription = ?2 and (?3 is null or resource_group = ?3) order by number";
        let mut statement = self.0.prepare_cached(sql)?;
        let values = params![shelf.name(), key(subscription), group.map(key)];
        let rows = statement.query_map(values, |row| row.get::<_, String>(0))?;
        rows.map(|record| parsed(&record?)).collect()
    }

    /// Writes a document; one that is there keeps its place in lists.
    pub(super) fn put_on(&self, shelf: Shelf, id: &str, home: Home<'_>, document: &Value) -> anyhow::Result<()> {
        self.0.execute(
            "insert into neighbours (kind, key, subscription, resource_group, record) values (?1, ?2, ?3, ?4, ?5)
             on conflict (kind, key) do update set record = excluded.record",
            params![shelf.name(), key(id), key(home.subscription), key(home.group), document.to_string()],
        )?;
        Ok(())
    }

    /// Forgets a document; says whether there was one.
    pub(super) fn take_off(&self, shelf: Shelf, id: &str) -> anyhow::Result<bool> {
        let gone =
            self.0.execute("delete from neighbours where kind = ?1 and key = ?2", params![shelf.name(), key(id)])?;
        Ok(gone > 0)
    }

    /// Forgets everything that belongs to a group, pools too.
    pub(super) fn clear_group(&self, home: Home<'_>) -> anyhow::Result<()> {
        let place = params![key(home.subscription), key(home.group)];
        self.0.execute("delete from pools where subscription = ?1 and resource_group = ?2", place)?;
        self.0.execute("delete from neighbours where subscription = ?1 and resource_group = ?2", place)?;
        Ok(())
    }

    /// Every subscription in which something lives.
    pub(super) fn subscriptions(&self) -> anyhow::Result<Vec<String>> {
        let sql = "select subscription from pools union select subscription from neighbours where subscription <> ''";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
