//! The journal: what was written to pools from this machine, one line of JSON each, in the state folder.
//!
//! A line is appended with one write as soon as Azure has taken a change, so that it survives whatever comes after.
//! Where the change made a pool warm, or made it at all, a line of its own says how long that took.

use super::Ops;
use crate::disk;
use crate::error::Result;
use crate::model::Finding;
use crate::model::{Lifecycle, Mark as FindingMark, Pool, PoolId, Scale};
use crate::plan::{Plan, Wish};
use crate::schedule::lease::{self, Lease};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// How many times of getting warm count.
const RECENT: usize = 10;

/// One write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// When Azure took it.
    pub at: Timestamp,
    /// Who, and where.
    pub by: String,
    /// The pool's ARM id.
    pub pool: String,
    /// The claim that won, as the stamp names it.
    pub claim: String,
    /// The scale and lifecycle as they were.
    pub before: Numbers,
    /// As they were asked to become.
    pub after: Numbers,
    /// The names of the tags of ours that were written.
    pub tags: Vec<String>,
    /// What was written to which slots of leases; `None` for one that was ended.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub leases: BTreeMap<String, Option<Written>>,
    /// When the claim that won is to end, where it is a lease that has an end: of entries without
    /// `leases`, as they were written before there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// A lease as it was written to a pool: begun, renewed or extended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Written {
    /// Its profile's name.
    pub profile: String,
    /// Its max sessions.
    pub max_sessions: u32,
    /// Its ready sessions.
    pub ready_sessions: u32,
    /// When it is to end; `None` for one without an end.
    pub until: Option<Timestamp>,
}

/// That a pool that was raised was seen warm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Warmed {
    /// When it was seen.
    pub at: Timestamp,
    /// The pool's ARM id.
    pub pool: String,
    /// How many ready sessions it was warm with.
    pub ready_sessions: u32,
    /// Whole seconds from Azure's taking of the change to that.
    pub warm_after_seconds: u64,
}

/// That a parked pool was made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Made {
    /// When it was noted.
    pub at: Timestamp,
    /// The pool's ARM id.
    pub pool: String,
    /// Whole seconds from the request to that, before it is warm.
    pub made_after_seconds: u64,
}

/// That Azure took a change and then did not carry it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Failed {
    /// When that was seen.
    pub at: Timestamp,
    /// The pool's ARM id.
    pub pool: String,
    /// What Azure says.
    pub failed_with: String,
}

/// A scale and a lifecycle, as a journal holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Numbers {
    /// Max sessions.
    pub max_sessions: u32,
    /// Ready sessions, where the pool keeps any.
    pub ready_sessions: Option<u32>,
    /// The lifecycle type with its period in seconds: `Timed 300`.
    pub lifecycle: Option<String>,
}

impl Numbers {
    /// No pool, no sessions.
    pub(super) fn nothing() -> Self {
        Self { max_sessions: 0, ready_sessions: Some(0), lifecycle: None }
    }

    pub(super) fn new(scale: Scale, lifecycle: Option<Lifecycle>) -> Self {
        let lifecycle =
            lifecycle.map(|lifecycle| format!("{} {}", lifecycle.type_name(), lifecycle.period().as_secs()));
        Self { max_sessions: scale.max, ready_sessions: scale.ready, lifecycle }
    }
}

impl Entry {
    /// What a plan that was sent comes to.
    #[must_use]
    pub fn new(at: Timestamp, pool: &Pool, plan: &Plan, wish: &Wish) -> Self {
        let sent = || plan.patch.tags.iter().flatten().chain(&plan.tags_alone);
        let written = || sent().filter(|(tag, value)| crate::schedule::is_ours(tag) && pool.tag(tag) != Some(value));
        let slots = written().filter(|(tag, _)| tag.starts_with(lease::TAG));
        Self {
            at,
            by: wish.by.clone(),
            pool: pool.id.to_string(),
            claim: wish.claim.clone(),
            before: Numbers::new(pool.scale, pool.lifecycle),
            after: Numbers::new(plan.target.0, plan.target.1),
            tags: written().map(|(tag, _)| tag.clone()).collect(),
            leases: slots.map(|(tag, value)| (tag.clone(), Written::read(tag, value))).collect(),
            until: None,
        }
    }

    /// That a pool was deleted, under a name for why.
    #[must_use]
    pub fn gone(at: Timestamp, by: &str, pool: &Pool, claim: &str) -> Self {
        Self {
            at,
            by: by.to_owned(),
            pool: pool.id.to_string(),
            claim: claim.to_owned(),
            before: Numbers::new(pool.scale, pool.lifecycle),
            after: Numbers::nothing(),
            tags: Vec::new(),
            leases: BTreeMap::new(),
            until: None,
        }
    }

    /// Whether the pool was parked by it.
    #[must_use]
    pub fn parks(&self) -> bool {
        self.claim == super::park::CLAIM && self.after == Numbers::nothing()
    }

    /// Whether the pool was deleted by it, and not parked.
    #[must_use]
    pub fn deletes(&self) -> bool {
        self.claim == super::delete::CLAIM && self.after == Numbers::nothing()
    }

    /// The profile of the lease that won; `None` where it was something else.
    #[must_use]
    pub fn lease(&self) -> Option<&str> {
        self.claim.strip_prefix("lease:")
    }
}

impl Written {
    /// What a slot's tag says; `None` where its lease was ended.
    fn read(tag: &str, value: &str) -> Option<Self> {
        let Lease { profile, settings, until, .. } = Lease::read(tag, value).ok()?;
        let (max_sessions, ready_sessions) = (settings.max_sessions, settings.ready_sessions);
        Some(Self { profile, max_sessions, ready_sessions, until })
    }
}

/// The journal of this machine.
#[derive(Debug, Clone)]
pub struct Journal {
    path: PathBuf,
}

impl Journal {
    /// The journal at a path, which need not be there yet.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Appends a line: an [`Entry`], a [`Warmed`], a [`Made`] or a [`Failed`].
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn append(&self, entry: &impl Serialize) -> Result<()> {
        let line = serde_json::to_string(entry)
            .map_err(|error| crate::error::Error::new(crate::error::Kind::Failed, error))?;
        disk::append_line(&self.path, &line)
    }

    /// Every write that can be read, the oldest first. A line that was cut by a crash is left out.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn entries(&self) -> Result<Vec<Entry>> {
        self.lines()
    }

    /// Every time that a pool was seen warm, the oldest first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn warmed(&self) -> Result<Vec<Warmed>> {
        self.lines()
    }

    /// Every time that a parked pool was made again, the oldest first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn made(&self) -> Result<Vec<Made>> {
        self.lines()
    }

    /// Every change that Azure took and did not carry out, the oldest first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn failed(&self) -> Result<Vec<Failed>> {
        self.lines()
    }

    /// The lines of one kind. Each kind must have keys that no other has.
    fn lines<T: serde::de::DeserializeOwned>(&self) -> Result<Vec<T>> {
        let text = disk::read_if_there(&self.path)?.unwrap_or_default();
        Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
    }
}

/// The longest of the last times that a pool took to be warm; what was long ago says little.
#[must_use]
pub fn warm_after(warmed: &[Warmed], pool: &PoolId) -> Option<Duration> {
    let pool = pool.to_string();
    let own = warmed.iter().rev().filter(|line| line.pool.eq_ignore_ascii_case(&pool));
    own.take(RECENT).map(|line| Duration::from_secs(line.warm_after_seconds)).max()
}

/// How long making a pool took the last time.
#[must_use]
pub fn made_after(made: &[Made], pool: &PoolId) -> Option<Duration> {
    let pool = pool.to_string();
    let last = made.iter().rev().find(|line| line.pool.eq_ignore_ascii_case(&pool))?;
    Some(Duration::from_secs(last.made_after_seconds))
}

impl Ops {
    /// Notes a write, or what came of it. One that cannot be noted was done all the same.
    pub(super) fn note(&self, entry: &impl Serialize) {
        let Some(journal) = &self.journal else { return };
        if let Err(error) = journal.append(entry) {
            let finding =
                Finding::new(FindingMark::Warning, "journal", format!("the change was made and not noted: {error}"));
            self.tell(super::Step::Noted { finding: Box::new(finding) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_all_kinds_stand_in_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::at(folder.path().join("journal.jsonl"));
        let numbers = Numbers { max_sessions: 5, ready_sessions: Some(1), lifecycle: Some("Timed 300".into()) };
        let at: Timestamp = "2026-12-05T08:00:00Z".parse().unwrap();
        let pool = |name: &str| PoolId { subscription: "s".into(), group: "g".into(), name: name.into() };
        let entry = Entry {
            at,
            by: "ana@desk".into(),
            pool: pool("p").to_string(),
            claim: "idle".into(),
            before: numbers.clone(),
            after: numbers,
            tags: vec![],
            leases: BTreeMap::new(),
            until: None,
        };
        let warmed = |name: &str, warm_after_seconds| Warmed {
            at,
            pool: pool(name).to_string(),
            ready_sessions: 10,
            warm_after_seconds,
        };
        journal.append(&warmed("p", 9000)).unwrap();
        for seconds in [83, 527, 90, 84, 85, 86, 87, 88, 89, 91] {
            journal.append(&warmed("P", seconds)).unwrap();
            journal.append(&warmed("other", 1)).unwrap();
        }
        for made_after_seconds in [725, 411] {
            journal.append(&Made { at, pool: pool("P").to_string(), made_after_seconds }).unwrap();
        }
        let failed = Failed { at, pool: pool("P").to_string(), failed_with: "Code: text".into() };
        journal.append(&failed).unwrap();
        journal.append(&entry).unwrap();
        disk::append_line(&folder.path().join("journal.jsonl"), "{\"at\":\"2026-").unwrap();
        assert_eq!(journal.entries().unwrap(), [entry]);
        assert_eq!(journal.failed().unwrap(), [failed]);
        let read = journal.warmed().unwrap();
        assert_eq!(read.len(), 21);
        assert_eq!(warm_after(&read, &pool("p")), Some(Duration::from_secs(527)), "the first is long ago");
        assert_eq!(warm_after(&read, &pool("q")), None);
        let made = journal.made().unwrap();
        assert_eq!((made.len(), made_after(&made, &pool("p"))), (2, Some(Duration::from_secs(411))), "the last");
        assert_eq!(made_after(&made, &pool("q")), None);
    }
}
