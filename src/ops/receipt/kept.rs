//! What Azure Monitor saw of a pool until it was parked, kept on this machine: metrics go with their pool.
//!
//! A file stands beside the copy of the definition, under the same name. Minutes in a row with the same counts are one
//! line of it: an idle week is a few of them, and a busy one some hundred kilobytes at most.

use crate::disk::{self, Readers};
use crate::error::{Error, Kind, Result};
use crate::model::{Minute, Minutes, Pool, PoolId, Seen};
use crate::ops::Ops;
use crate::ops::park::file_name;
use crate::ops::settle::about;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How its name ends.
const END: &str = "minutes";

/// How the file is written.
const VERSION: u32 = 1;

/// How far back is asked for: a receipt is for the event that was last, and this is 10 000 minutes.
const BACK: SignedDuration = SignedDuration::from_hours(24 * 7);

/// The most minutes that one file holds.
const MOST: usize = 7 * 24 * 60 + 1;

/// More sessions than Azure gives any pool.
const MOST_SESSIONS: f64 = 1e6;

/// How far what an earlier run kept is asked for again: Azure Monitor's last minutes come late.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// The longest that Azure Monitor is waited for: parking does not hang on it.
const PATIENCE: Duration = Duration::from_secs(60);

/// What was kept of a pool when it was parked.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// When.
    pub at: Timestamp,
    /// What Azure Monitor had seen by then.
    pub minutes: Minutes,
}

impl Kept {
    /// The end of the last minute that Azure Monitor had: its metrics come some minutes late.
    #[must_use]
    pub fn until(&self) -> Option<Timestamp> {
        self.minutes.0.last().map(Minute::until)
    }
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    /// The pool's ARM id.
    pool: String,
    at: Timestamp,
    minutes: Vec<Row>,
}

/// The second since 1970 at which the first of them began, how many seconds each lasts, how many there are in a row, and
/// what was executing, ready and pending in each.
type Row = (i64, i64, usize, Option<Count>, Option<Count>, Option<Count>);

/// In the mean, at least, at most.
type Count = (f64, f64, f64);

/// Fetches what Azure Monitor has of a pool that is about to be deleted, since it was made and 7 days back at most, and
/// keeps it beside the copy of its definition. `None` where there is nothing to keep.
///
/// # Errors
/// What kept it from being read or written.
pub(in crate::ops) async fn keep(ops: &Ops, pool: &Pool, copy: &Path) -> Result<Option<Kept>> {
    let path = copy.with_extension(END);
    let now = ops.azure.time();
    let first = now.saturating_sub(BACK).unwrap_or(Timestamp::MIN).max(pool.created.at.unwrap_or(Timestamp::MIN));
    // Where Azure refuses the DELETE run after run, only what is new is asked for.
    let before = read(&path).and_then(|file| of(file, &pool.id)).map(|kept| kept.minutes).unwrap_or_default();
    let last = before.0.last().map(|last| last.until().saturating_sub(AGAIN).unwrap_or(first));
    let from = last.map_or(first, |last| last.max(first));
    let patience = ops.clock.now().checked_add(PATIENCE).unwrap_or(ops.deadline).min(ops.deadline);
    let azure = ops.azure.with_deadline(Some(patience));
    let fetched = azure.minutes(&pool.id, pool.counts_as(), from, now).await;
    let fetched = fetched.map_err(|failure| about(failure, "read the metrics", &pool.id))?;
    let earlier = Minutes(before.within(first, now).copied().collect());
    let kept = Kept { at: now, minutes: joined([&earlier, &fetched]) };
    if kept.minutes.0.is_empty() {
        return Ok(None);
    }
    let file = File { version: VERSION, pool: pool.id.to_string(), at: kept.at, minutes: packed(&kept.minutes) };
    let text = serde_json::to_string(&file).map_err(|error| Error::new(Kind::Failed, error))?;
    disk::write(&path, &(text + "\n"), Readers::Owner)?;
    Ok(Some(kept))
}

/// Whatever was kept of a pool in a folder, the oldest first; and the files that cannot be read, where their names say
/// that they may be of it.
#[must_use]
pub(super) fn find(folder: &Path, id: &PoolId) -> (Vec<Kept>, Vec<PathBuf>) {
    let (mut found, mut unread, name) = (Vec::new(), Vec::new(), file_name(id));
    for path in disk::files(folder, &[END]).unwrap_or_default() {
        match read(&path) {
            Some(file) => found.extend(of(file, id)),
            None if path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(&name)) => unread.push(path),
            None => {}
        }
    }
    found.sort_by_key(|kept| kept.at);
    (found, unread)
}

/// Minutes of several sources as one: where two have the same, the later source counts.
pub(super) fn joined<'a>(sources: impl IntoIterator<Item = &'a Minutes>) -> Minutes {
    let all = sources.into_iter().flat_map(|minutes| &minutes.0).map(|minute| (minute.at, *minute));
    Minutes(all.collect::<BTreeMap<Timestamp, Minute>>().into_values().collect())
}

/// A file with what can have been seen; `None` where it is none.
fn read(path: &Path) -> Option<File> {
    let file: File = serde_json::from_str(&disk::read_if_there(path).ok()??).ok()?;
    let is_one = file.version == VERSION && file.minutes.iter().all(can_be) && are_of_then(&file.minutes, file.at);
    is_one.then_some(file)
}

/// Whether each row begins where the one before has ended, or later, and the last minute by when they were kept.
fn are_of_then(rows: &[Row], at: Timestamp) -> bool {
    let mut end = i64::MIN;
    rows.iter().all(|&(from, lasts, count, ..)| {
        let since = i64::try_from(count).ok().and_then(|count| count.checked_mul(lasts));
        let Some(until) = since.and_then(|since| from.checked_add(since)) else { return false };
        let is_behind = end <= from;
        end = until;
        is_behind && until - lasts <= at.as_second()
    })
}

/// What a file has, where it is of a pool.
fn of(file: File, id: &PoolId) -> Option<Kept> {
    let is_it = file.pool.eq_ignore_ascii_case(&id.to_string());
    is_it.then(|| Kept { at: file.at, minutes: unpacked(&file.minutes) })
}

/// Whether a row is one that Azure Monitor can have given.
fn can_be(&(_, lasts, count, executing, ready, pending): &Row) -> bool {
    // A mean may be off by the last of its digits.
    let counts = |(average, least, most): Count| {
        0.0 <= least && least <= average + 1e-6 && average <= most + 1e-6 && most <= MOST_SESSIONS
    };
    let mut all = [executing, ready, pending].into_iter().flatten();
    (1..=3600).contains(&lasts) && (1..=MOST).contains(&count) && all.all(counts)
}

fn packed(minutes: &Minutes) -> Vec<Row> {
    let count = |seen: Option<Seen>| seen.map(|seen| (seen.average, seen.least, seen.most));
    let mut rows: Vec<Row> = Vec::new();
    let mut end = Timestamp::MIN;
    for minute in &minutes.0[minutes.0.len().saturating_sub(MOST)..] {
        let counts = [minute.executing, minute.ready, minute.pending].map(count);
        let lasts = minute.lasts.as_secs();
        match rows.last_mut() {
            Some(row) if end == minute.at && row.1 == lasts && [row.3, row.4, row.5] == counts => row.2 += 1,
            _ => rows.push((minute.at.as_second(), lasts, 1, counts[0], counts[1], counts[2])),
        }
        end = minute.until();
    }
    rows
}

fn unpacked(rows: &[Row]) -> Minutes {
    let seen = |count: Option<Count>| count.map(|(average, least, most)| Seen { average, least, most });
    let all = rows.iter().flat_map(|&(second, lasts, count, executing, ready, pending)| {
        let minute = move |number: usize| {
            let since = i64::try_from(number).ok()?.checked_mul(lasts)?;
            let at = Timestamp::from_second(second.checked_add(since)?).ok()?;
            let (executing, ready, pending) = (seen(executing), seen(ready), seen(pending));
            Some(Minute { at, lasts: SignedDuration::from_secs(lasts), executing, ready, pending })
        };
        (0..count.min(MOST)).map_while(minute)
    });
    Minutes(all.take(MOST).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(number: i64, executing: f64) -> Minute {
        let at = Timestamp::from_second(1_796_000_040 + number * 60).unwrap();
        let seen = |count| Some(Seen { average: count, least: count.floor(), most: count.ceil() });
        Minute { executing: seen(executing), ready: seen(1.0), ..Minute::beginning(at, SignedDuration::from_mins(1)) }
    }

    #[test]
    fn minutes_come_back_as_they_were() {
        let counts = [(0, 0.0), (1, 0.0), (2, 0.0), (3, 2.5), (5, 2.5), (6, 0.0)];
        let minutes = Minutes(counts.map(|(number, executing)| minute(number, executing)).to_vec());
        let rows = packed(&minutes);
        assert_eq!(rows.iter().map(|row| row.2).collect::<Vec<_>>(), [3, 1, 1, 1], "no row across a gap");
        assert_eq!(unpacked(&rows), minutes);
        let week = Minutes((0..20_000).map(|number| minute(number, f64::from(number as i32 % 2))).collect());
        assert_eq!(unpacked(&packed(&week)).0, week.0[20_000 - MOST..], "the last week of it");
        assert_eq!(unpacked(&[(0, 60, usize::MAX, None, None, None)]).0.len(), MOST, "whatever a file says");
        assert_eq!(unpacked(&[(i64::MAX, 60, 2, None, None, None)]).0, []);
    }

    #[test]
    fn the_later_source_counts() {
        let one = Minutes(vec![minute(0, 1.0), minute(1, 1.0)]);
        let other = Minutes(vec![minute(1, 2.0), minute(2, 2.0)]);
        assert_eq!(joined([&one, &other]).0, [minute(0, 1.0), minute(1, 2.0), minute(2, 2.0)]);
    }

    #[test]
    fn only_what_is_of_the_pool_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let id = |name: &str| PoolId { subscription: "s".into(), group: "g".into(), name: name.into() };
        let write = |file: &str, version, pool: &str, hour: i64| {
            let at = minute(hour * 60, 0.0).at;
            let file_text = File {
                version,
                pool: id(pool).to_string(),
                at,
                minutes: packed(&Minutes(vec![minute(hour * 60, 1.0)])),
            };
            std::fs::write(folder.path().join(file), serde_json::to_string(&file_text).unwrap()).unwrap();
        };
        write("a-2.minutes", VERSION, "A", 1);
        write("a-1.minutes", VERSION, "a", 2);
        write("a-3.minutes", VERSION + 1, "a", 3);
        write("b-1.minutes", VERSION, "b", 4);
        write("a-1.json", VERSION, "a", 5);
        std::fs::write(folder.path().join("a-4.minutes"), "{\"version\": 1").unwrap();
        let (found, unread) = find(folder.path(), &id("a"));
        assert_eq!(found.iter().map(|kept| kept.at).collect::<Vec<_>>(), [1, 2].map(|hour| minute(hour * 60, 0.0).at));
        let names: Vec<_> = unread.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["a-3.minutes", "a-4.minutes"]);
        assert_eq!(find(Path::new("/nowhere"), &id("a")), (vec![], vec![]));
    }

    #[test]
    fn minutes_that_overlap_or_were_to_come_are_not_read() {
        let cases: [(&[(i64, usize)], bool); 7] = [
            (&[], true),
            (&[(0, 3), (180, 2)], true),
            (&[(0, 3), (240, 1), (540, 2)], true),
            (&[(0, 3), (120, 2)], false),
            (&[(180, 2), (0, 3)], false),
            (&[(0, 3), (540, 3)], false),
            (&[(i64::MAX, 1)], false),
        ];
        for (rows, expected) in cases {
            let rows: Vec<Row> = rows.iter().map(|(from, count)| (*from, 60, *count, None, None, None)).collect();
            assert_eq!(are_of_then(&rows, Timestamp::from_second(610).unwrap()), expected, "{rows:?}");
        }
    }

    #[test]
    fn what_nobody_can_have_seen_is_not_read() {
        let of = |lasts, count, executing| can_be(&(0, lasts, count, Some(executing), None, None));
        assert!(of(60, 1, (1.0, 0.0, 3.0)) && of(60, MOST, (0.0, 0.0, 0.0)));
        for (lasts, count) in [(0, 1), (-60, 1), (i64::MAX, 1), (60, 0), (60, usize::MAX)] {
            assert!(!of(lasts, count, (0.0, 0.0, 0.0)), "{lasts} {count}");
        }
        for executing in
            [(1e300, 1e300, 1e300), (-5.0, -5.0, -5.0), (2.0, 3.0, 4.0), (5.0, 3.0, 4.0), (f64::NAN, 0.0, 1.0)]
        {
            assert!(!of(60, 1, executing), "{executing:?}");
        }
    }
}
