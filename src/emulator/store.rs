//! The store: rows of pools and operations in SQLite, in memory or in a file that several processes may hold open.
//!
//! Knows SQL and nothing of Azure. It is the one place beside `disk` that touches a file: SQLite opens its own files,
//! and only creating the file first gives it the right mode.

use super::options::Place;
use super::records::{Operation, Pool, Status};
use crate::error::{Error, Kind, Result};
use anyhow::Context;
use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long one process waits for another's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// How the tables came to be, oldest first. `user_version` says how many of these a file has; steps are only added.
const MIGRATIONS: [&str; 3] = [
    "create table pools (
         number integer primary key autoincrement,
         key text not null unique,
         subscription text not null,
         resource_group text not null,
         record text not null
     );
     create table operations (
         id text primary key,
         pool text not null,
         running integer not null,
         ends integer,
         record text not null
     );",
    // Every request looks for operations that are due.
    "create index operations_running on operations (ends) where running;
     create index pools_subscription on pools (subscription, resource_group);",
    // What stands beside pools: groups, environments, role assignments.
    "create table neighbours (
         number integer primary key autoincrement,
         kind text not null,
         key text not null,
         subscription text not null,
         resource_group text not null,
         record text not null,
         unique (kind, key)
     );",
];

/// The store.
#[derive(Debug)]
pub(super) struct Store {
    pub(super) connection: Mutex<Connection>,
    /// What messages call it.
    name: String,
}

/// The rows, within a transaction.
#[derive(Debug)]
pub(super) struct Rows<'a>(pub(super) Transaction<'a>);

/// A pool with its number, which grows with every pool that is made.
pub(super) type Numbered = (i64, Pool);

impl Store {
    /// Opens a store. `first` fills one that is made fresh.
    pub(super) fn open(place: &Place, first: impl FnOnce(&Rows<'_>) -> anyhow::Result<()>) -> Result<Self> {
        let opened = match place {
            Place::Memory => Connection::open_in_memory().map_err(anyhow::Error::new),
            Place::File(path) => file(path),
        };
        let name = match place {
            Place::Memory => "in memory".to_owned(),
            Place::File(path) => path.display().to_string(),
        };
        opened
            .and_then(|connection| prepare(connection, first))
            .map_err(|error| explained(error, &name))
            .map(|connection| Self { connection: Mutex::new(connection), name })
    }

    /// What messages call it: its file.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Does something in one transaction that nobody else writes in, here or in another process. What it did stays
    /// if it succeeds.
    pub(super) fn within<T, E: From<anyhow::Error>>(
        &self,
        action: impl FnOnce(&Rows<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let rows = Rows(begun.context("failed to begin a transaction").map_err(E::from)?);
        let done = action(&rows)?;
        rows.0.commit().context("failed to commit").map_err(E::from)?;
        Ok(done)
    }
}

/// Opens the file, made for the user alone where it is not there. SQLite gives its companions (`-wal`, `-shm`) the
/// mode of the file.
fn file(path: &Path) -> anyhow::Result<Connection> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // A commit that was answered survives kill -9 and a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Readers do not wait for writers then. The mode stays with the file; two processes that open a fresh file at
    // once may find each other in the way, and either journal is safe, so that is no failure.
    match connection.query_row("pragma journal_mode = wal", [], |_| Ok(())) {
        Err(error) if error.sqlite_error_code() != Some(ErrorCode::DatabaseBusy) => Err(error)?,
        _ => Ok(connection),
    }
}

fn prepare(
    mut connection: Connection,
    first: impl FnOnce(&Rows<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<Connection> {
    migrate(connection.transaction_with_behavior(TransactionBehavior::Immediate)?, first)?;
    Ok(connection)
}

fn migrate(transaction: Transaction<'_>, first: impl FnOnce(&Rows<'_>) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = MIGRATIONS.len() as u32;
    let Some(missing) = MIGRATIONS.get(version as usize..) else {
        anyhow::bail!("it was written by a newer version of this program (format {version}, known {known})");
    };
    for migration in missing {
        transaction.execute_batch(migration)?;
    }
    if version < known {
        transaction.pragma_update(None, "user_version", known)?;
    }
    let rows = Rows(transaction);
    if version == 0 {
        first(&rows)?;
    }
    Ok(rows.0.commit()?)
}

/// Names the file, and what to do about it.
fn explained(error: anyhow::Error, name: &str) -> Error {
    let code = error.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
    let corrupt = matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt));
    let kind = if corrupt { Kind::InvalidFile } else { Kind::Failed };
    Error::new(kind, error.context(format!("failed to open the emulator's store {name}")))
        .hint(format!("To start over, move {name} away (with its -wal and -shm files, if there are any)."))
        .about(name)
}

impl Rows<'_> {
    /// A pool by its id, compared without case.
    pub(super) fn pool(&self, id: &str) -> anyhow::Result<Option<Pool>> {
        let sql = "select record from pools where key = ?1";
        let record: Option<String> = self.0.query_row(sql, [key(id)], |row| row.get(0)).optional()?;
        record.map(|record| parsed(&record)).transpose()
    }

    /// Pools of a subscription, or of one group in it, in the order in which they were made, after a number.
    pub(super) fn pools(
        &self,
        subscription: &str,
        group: Option<&str>,
        after: i64,
        most: usize,
    ) -> anyhow::Result<Vec<Numbered>> {
        let sql = "select number, record from pools
                   where subscription = ?1 and (?2 is null or resource_group = ?2) and number > ?3
                   order by number limit ?4";
        let mut statement = self.0.prepare_cached(sql)?;
        let group = group.map(key);
        let rows = statement.query_map(params![key(subscription), group, after, most as i64], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        rows.map(|row| {
            let (number, record) = row?;
            Ok((number, parsed(&record)?))
        })
        .collect()
    }

    /// How many pools there are.
    pub(super) fn count(&self) -> anyhow::Result<u32> {
        Ok(self.0.query_row("select count(*) from pools", [], |row| row.get(0))?)
    }

    /// Writes a pool; one that is there keeps its place in lists.
    pub(super) fn keep(&self, pool: &Pool) -> anyhow::Result<()> {
        let place = pool.place();
        self.0.execute(
            "insert into pools (key, subscription, resource_group, record) values (?1, ?2, ?3, ?4)
             on conflict (key) do update set record = excluded.record",
            params![key(&pool.id), key(&place.subscription), key(&place.group), serde_json::to_string(pool)?],
        )?;
        Ok(())
    }

    /// Forgets a pool.
    pub(super) fn forget(&self, id: &str) -> anyhow::Result<()> {
        self.0.execute("delete from pools where key = ?1", [key(id)])?;
        Ok(())
    }

    /// An operation by its GUID.
    pub(super) fn operation(&self, id: &str) -> anyhow::Result<Option<Operation>> {
        let sql = "select record from operations where id = ?1";
        let record: Option<String> = self.0.query_row(sql, [id], |row| row.get(0)).optional()?;
        record.map(|record| parsed(&record)).transpose()
    }

    /// Operations that run and have come to their end, earliest first.
    pub(super) fn due(&self, now: Timestamp) -> anyhow::Result<Vec<Operation>> {
        self.operations(
            "select record from operations where running and ends <= ?1 order by ends",
            params![nanoseconds(now)],
        )
    }

    /// Operations of a pool that run.
    pub(super) fn running(&self, pool: &str) -> anyhow::Result<Vec<Operation>> {
        self.operations("select record from operations where running and pool = ?1", params![key(pool)])
    }

    fn operations(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> anyhow::Result<Vec<Operation>> {
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map(values, |row| row.get::<_, String>(0))?;
        rows.map(|record| parsed(&record?)).collect()
    }

    /// Writes an operation.
    pub(super) fn keep_operation(&self, operation: &Operation) -> anyhow::Result<()> {
        self.0.execute(
            "insert into operations (id, pool, running, ends, record) values (?1, ?2, ?3, ?4, ?5)
             on conflict (id) do update set running = excluded.running, ends = excluded.ends, record = excluded.record",
            params![
                operation.id,
                key(&operation.pool),
                operation.status == Status::InProgress,
                operation.ends.map(nanoseconds),
                serde_json::to_string(operation)?,
            ],
        )?;
        Ok(())
    }
}

/// ARM compares without case.
pub(super) fn key(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// Enough until the year 2262; later is as good as never.
fn nanoseconds(instant: Timestamp) -> i64 {
    i64::try_from(instant.as_nanosecond()).unwrap_or(i64::MAX)
}

pub(super) fn parsed<T: serde::de::DeserializeOwned>(record: &str) -> anyhow::Result<T> {
    serde_json::from_str(record).context("failed to read a row of the store")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emulator::records::Course;
    use serde_json::{Map, json};

    fn pool(name: &str) -> Pool {
        Pool {
            id: format!("/subscriptions/S/resourceGroups/G/providers/Microsoft.App/sessionPools/{name}"),
            document: json!({"location": "East US"}),
            tags: Map::new(),
            state: "Succeeded".to_owned(),
            created: Timestamp::UNIX_EPOCH,
            modified: Timestamp::UNIX_EPOCH,
            allocated: 0,
            course: Course { before: 0, since: Timestamp::UNIX_EPOCH, takes: Some(0) },
            template: None,
            previous: None,
        }
    }

    fn names(store: &Store) -> Vec<String> {
        let pools = store.within(|rows| rows.pools("s", Some("g"), 0, 10)).unwrap();
        pools.into_iter().map(|(_, pool)| pool.place().name).collect()
    }

    #[test]
    fn every_older_format_is_brought_up_to_date() {
        for version in 0..=MIGRATIONS.len() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("store");
            let connection = Connection::open(&path).unwrap();
            for migration in &MIGRATIONS[..version] {
                connection.execute_batch(migration).unwrap();
            }
            connection.pragma_update(None, "user_version", version as u32).unwrap();
            if version > 0 {
                let record = serde_json::to_string(&pool("old")).unwrap();
                connection
                    .execute(
                        "insert into pools (key, subscription, resource_group, record) values (?1, 's', 'g', ?2)",
                        params![key(&pool("old").id), record],
                    )
                    .unwrap();
            }
            drop(connection);
            let store = Store::open(&Place::File(path.clone()), |rows| rows.keep(&pool("first"))).unwrap();
            store.within(|rows| rows.keep(&pool("new"))).unwrap();
            let expected = if version == 0 { ["first", "new"] } else { ["old", "new"] };
            assert_eq!(names(&store), expected, "from format {version}");
            let now: u32 =
                Connection::open(&path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
            assert_eq!(now as usize, MIGRATIONS.len());
        }
    }

    #[test]
    fn a_newer_format_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        Connection::open(&path).unwrap().pragma_update(None, "user_version", MIGRATIONS.len() as u32 + 1).unwrap();
        let error = Store::open(&Place::File(path.clone()), |_| Ok(())).unwrap_err();
        assert!(error.to_string().contains("newer version"), "{error}");
        assert!(error.hints()[0].contains(&path.display().to_string()));
    }

    #[test]
    fn a_file_that_is_no_store_is_named_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let noise = "this is no database, and long enough to be looked at as one. ".repeat(100);
        std::fs::write(&path, &noise).unwrap();
        let error = Store::open(&Place::File(path.clone()), |_| Ok(())).unwrap_err();
        assert_eq!(error.kind(), Kind::InvalidFile);
        assert!(error.to_string().contains(&path.display().to_string()), "{error}");
        assert!(error.hints()[0].contains("start over"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), noise);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let error = Store::open(&Place::File("/nowhere/at/all/store".into()), |_| Ok(())).unwrap_err();
        assert!(error.to_string().contains("/nowhere/at/all/store"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_the_users_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Place::File(folder.path().join("store")), |rows| rows.keep(&pool("p"))).unwrap();
        store.within(|rows| rows.keep(&pool("q"))).unwrap();
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let entry = entry.unwrap();
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.file_name());
        }
    }

    #[test]
    fn what_fails_leaves_no_trace() {
        let store = Store::open(&Place::Memory, |_| Ok(())).unwrap();
        let done: anyhow::Result<()> = store.within(|rows| {
            rows.keep(&pool("p"))?;
            anyhow::bail!("no")
        });
        assert!(done.is_err());
        assert_eq!(names(&store), Vec::<String>::new());
    }
}
