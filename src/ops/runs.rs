//! When `pool apply` last ran on this machine, so that a runner that went silent is noticed.
//!
//! One small file beside the journal. A machine that keeps nothing between runs, such as a pipeline's, has only the
//! mark in a pool's stamp, which is renewed when something is written anyway, or as often as `heartbeat` says.

use crate::disk::{self, Readers};
use crate::error::{Error, Kind, Result};
use crate::schedule::stamp::Mark;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A runner that was not seen for longer is doubted.
pub const FRESH: SignedDuration = SignedDuration::from_hours(24);

/// The shortest gap that counts as silence, whatever the runner's habit.
const LEAST_SILENCE: SignedDuration = SignedDuration::from_mins(30);

/// How many times its usual gap a runner may be late before it counts as silent.
const PATIENCE: i32 = 4;

/// The runs of this machine, by the pools' ARM ids in small letters.
#[derive(Debug, Clone)]
pub struct Runs {
    path: PathBuf,
    runs: BTreeMap<String, Run>,
}

/// The last run over a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// Who, and where.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Seconds between it and the one before, where that was no silence.
    pub usual_gap: Option<i64>,
    /// Whether somebody typed it, which makes no schedule.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_typed: bool,
    /// Whether it might delete and create pools whose base is parked; `None` where that was not noted yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_park: Option<bool>,
}

impl Run {
    fn mark(&self) -> Mark {
        Mark { by: self.by.clone(), at: self.at }
    }
}

/// That nothing ran for longer than it used to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silence {
    /// Since when.
    pub since: Timestamp,
    /// How long.
    pub lasted: SignedDuration,
    /// How often it used to run.
    pub usual: Duration,
}

impl Runs {
    /// The runs in a file. One that cannot be read counts as empty: it only serves remarks.
    #[must_use]
    pub fn read(path: PathBuf) -> Self {
        let text = disk::read_if_there(&path).ok().flatten().unwrap_or_default();
        let runs = serde_json::from_str(&text).unwrap_or_default();
        Self { path, runs }
    }

    /// Who runs over a pool again and again: here, or by the mark in its stamp, whichever is later.
    #[must_use]
    pub fn last(&self, pool: &str, mark: Option<&Mark>) -> Option<Mark> {
        let run = self.run(pool);
        // Who ran it once, or by hand, is no runner.
        let once = run.filter(|run| run.usual_gap.is_none());
        let here = run.filter(|run| run.usual_gap.is_some()).map(Run::mark);
        let mark = mark.filter(|mark| once.is_none_or(|run| run.by != mark.by)).cloned();
        here.into_iter().chain(mark).max_by_key(|mark| mark.at)
    }

    /// Who ran over a pool from here just once, so that nobody knows whether they come again.
    #[must_use]
    pub fn once(&self, pool: &str) -> Option<Mark> {
        self.run(pool).filter(|run| run.usual_gap.is_none() && !run.is_typed).map(Run::mark)
    }

    /// Notes a run, and says so when it comes after a silence. `heartbeat` makes the mark of a stamp tell, too. What
    /// somebody types between the runs of a schedule leaves them as they were.
    pub fn note(&mut self, pool: &str, now: Run, stamp: Option<&Mark>, heartbeat: Option<Duration>) -> Option<Silence> {
        let key = pool.to_ascii_lowercase();
        let before = self.runs.get(&key).cloned();
        let silence = match &before {
            Some(run) => silence(run, now.at, stamp),
            None => stamp.and_then(|stamp| missed_heartbeat(stamp, now.at, heartbeat)),
        };
        if now.is_typed && before.as_ref().is_some_and(|run| !run.is_typed) {
            return silence;
        }
        let usual_gap = match &before {
            Some(run) if silence.is_none() && !run.is_typed && !now.is_typed && run.by == now.by => {
                Some(run.at.duration_until(now.at).as_secs().max(0))
            }
            before => before.as_ref().and_then(|run| run.usual_gap),
        };
        self.runs.insert(key, Run { usual_gap, ..now });
        silence
    }

    /// The last run over a pool from here, by whomever.
    #[must_use]
    pub fn run(&self, pool: &str) -> Option<&Run> {
        self.runs.get(&pool.to_ascii_lowercase())
    }

    /// Writes the file.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn save(&self) -> Result<()> {
        let text = serde_json::to_string(&self.runs).map_err(|error| Error::new(Kind::Failed, error))?;
        disk::write(&self.path, &text, Readers::Owner)
    }

    /// Where it is written.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn silence(run: &Run, now: Timestamp, stamp: Option<&Mark>) -> Option<Silence> {
    let usual = SignedDuration::from_secs(run.usual_gap?);
    // Another machine may have run in between.
    let since = stamp.map_or(run.at, |mark| mark.at.max(run.at));
    let lasted = since.duration_until(now);
    (lasted > LEAST_SILENCE.max(usual.saturating_mul(PATIENCE))).then(|| Silence {
        since,
        lasted,
        usual: usual.unsigned_abs(),
    })
}

fn missed_heartbeat(stamp: &Mark, now: Timestamp, heartbeat: Option<Duration>) -> Option<Silence> {
    let usual = heartbeat?;
    let lasted = stamp.at.duration_until(now);
    let most = SignedDuration::try_from(usual).ok()?.saturating_mul(2);
    (lasted > most).then_some(Silence { since: stamp.at, lasted, usual })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(minute: i64) -> Mark {
        Mark { by: "cron@build7".into(), at: Timestamp::from_second(1_796_000_000 + minute * 60).unwrap() }
    }

    fn run(minute: i64) -> Run {
        let Mark { by, at } = mark(minute);
        Run { by, at, usual_gap: None, is_typed: false, allow_park: None }
    }

    fn none_yet() -> Runs {
        Runs { path: PathBuf::new(), runs: BTreeMap::new() }
    }

    /// Who comes back is a schedule, by whatever runs there were between; what somebody types is none.
    #[test]
    fn only_who_comes_again_is_a_runner() {
        let typed = |minute| Run { by: "ana@desk".into(), is_typed: true, ..run(minute) };
        let other = |minute| Run { by: "ben@desk".into(), ..run(minute) };
        for (runs, last, once) in [
            (vec![run(0)], None, Some(mark(0))),
            (vec![typed(0)], None, None),
            (vec![typed(0), typed(1)], None, None),
            (vec![typed(0), run(1)], None, Some(mark(1))),
            (vec![run(0), typed(1)], None, Some(mark(0))),
            (vec![other(0), run(1)], None, Some(mark(1))),
            (vec![run(0), run(5)], Some(mark(5)), None),
            (vec![run(0), run(5), typed(6)], Some(mark(5)), None),
        ] {
            let mut noted = none_yet();
            for run in &runs {
                noted.note("p", run.clone(), None, None);
            }
            assert_eq!((noted.last("p", None), noted.once("p")), (last, once), "{runs:?}");
            assert_eq!((noted.last("q", None), noted.once("q")), (None, None), "a run over another pool is none");
        }
    }

    #[test]
    fn a_runner_that_went_silent_is_noticed_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.json");
        let mut told = Vec::new();
        for minute in [0, 5, 10, 15, 195, 200, 220, 260] {
            // Each run is a process of its own.
            let mut runs = Runs::read(path.clone());
            let silence = runs.note("/Pool", run(minute), None, None);
            told.extend(silence.map(|silence| (minute, silence.lasted.as_mins(), silence.usual.as_secs() / 60)));
            runs.save().unwrap();
        }
        // Three hours; the runs after it are late, and no later than the runner's habit allows.
        assert_eq!(told, [(195, 180, 5)]);
        assert_eq!(Runs::read(path).last("/POOL", Some(&mark(100))), Some(mark(260)));
    }

    #[test]
    fn another_machines_mark_counts_as_a_run() {
        let mut runs = none_yet();
        for minute in [0, 5] {
            assert_eq!(runs.note("p", run(minute), None, None), None);
        }
        assert_eq!(runs.note("p", run(300), Some(&mark(290)), None), None);
    }

    #[test]
    fn a_machine_without_memory_goes_by_the_heartbeat() {
        let day = Some(Duration::from_secs(86_400));
        let mut runs = none_yet();
        assert_eq!(runs.clone().note("p", run(3000), Some(&mark(0)), None), None);
        assert!(runs.clone().note("p", run(3000), Some(&mark(0)), day).is_some());
        assert_eq!(runs.note("p", run(2880), Some(&mark(0)), day), None);
    }

    #[test]
    fn a_file_that_is_no_runs_counts_as_empty() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.json");
        disk::write(&path, "{", Readers::Owner).unwrap();
        assert_eq!(Runs::read(path).last("p", None), None);
    }
}
