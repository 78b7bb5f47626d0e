//! What is measured of a course: one number each.

use super::tally::{Levels, Tally};
use hdrhistogram::Histogram;

/// A number that a course has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Users that came.
    Users,
    /// Runs that were asked for.
    Asked,
    /// Mean wait of those that ran, in seconds.
    Wait,
    /// The wait that half of them do not exceed, in seconds.
    WaitP50,
    /// 95 %.
    WaitP95,
    /// 99 %.
    WaitP99,
    /// The wait that half of those do not exceed that had to be given a session, in seconds.
    StartP50,
    /// 95 %.
    StartP95,
    /// 99 %.
    StartP99,
    /// The longest wait, in seconds.
    LongestWait,
    /// Share of runs in a session that was there for them.
    Found,
    /// Share of runs that took a ready one.
    Warm,
    /// Share of runs that waited for a start.
    Cold,
    /// Share of runs that got none.
    Refused,
    /// Share of runs that were cut off.
    Cut,
    /// Sessions in use, of the most that the pool had.
    Utilisation,
    /// Most sessions at once.
    PeakSessions,
    /// Most runs in line at once.
    PeakWaiting,
    /// Minutes in which a new identifier would have been refused.
    MinutesFull,
    /// Mean sessions that are somebody's.
    Allocated,
    /// Mean runs in the system: in line, starting or running.
    Runs,
    /// Mean nodes.
    Nodes,
}

/// The time in seconds that a share does not exceed; none of no times. What cannot be told apart is the lowest of it.
fn at(times: &Histogram<u64>, share: f64) -> f64 {
    if times.is_empty() {
        return f64::NAN;
    }
    times.lowest_equivalent(times.value_at_quantile(share)) as f64 / 1_000.0
}

impl Measure {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 22] = [
        Self::Users,
        Self::Asked,
        Self::Wait,
        Self::WaitP50,
        Self::WaitP95,
        Self::WaitP99,
        Self::StartP50,
        Self::StartP95,
        Self::StartP99,
        Self::LongestWait,
        Self::Found,
        Self::Warm,
        Self::Cold,
        Self::Refused,
        Self::Cut,
        Self::Utilisation,
        Self::PeakSessions,
        Self::PeakWaiting,
        Self::MinutesFull,
        Self::Allocated,
        Self::Runs,
        Self::Nodes,
    ];

    /// The number of a course whose pool had at most so many sessions.
    #[must_use]
    pub fn of(self, tally: &Tally, most_sessions: u32) -> f64 {
        let total = || tally.course.total();
        let span = (tally.course.until - tally.course.from) as f64;
        // Of no runs there is no share, and no mean wait.
        let share = |part: u64| part as f64 / tally.asked() as f64;
        let mean = |level: fn(&Levels) -> u64| level(&total().sums) as f64 / span.max(1.0);
        let quantile = |part: f64| at(&tally.waits, part);
        let start = |part: f64| at(&tally.starts, part);
        match self {
            Self::Users => tally.users as f64,
            Self::Asked => tally.asked() as f64,
            Self::Wait => tally.waited as f64 / tally.served() as f64 / 1_000.0,
            Self::WaitP50 => quantile(0.5),
            Self::WaitP95 => quantile(0.95),
            Self::WaitP99 => quantile(0.99),
            Self::StartP50 => start(0.5),
            Self::StartP95 => start(0.95),
            Self::StartP99 => start(0.99),
            Self::LongestWait => tally.waits.max() as f64 / 1_000.0,
            Self::Found => share(tally.found),
            Self::Warm => share(tally.warm),
            Self::Cold => share(tally.cold),
            Self::Refused => share(tally.refused),
            Self::Cut => share(tally.cut),
            Self::Utilisation => total().sums.busy as f64 / (span * f64::from(most_sessions)).max(1.0),
            Self::PeakSessions => total().most_sessions as f64,
            Self::PeakWaiting => total().most_waiting as f64,
            Self::MinutesFull => total().sums.full as f64 / 60_000.0,
            Self::Allocated => mean(|levels| levels.busy + levels.idle),
            Self::Runs => mean(|levels| levels.runs),
            Self::Nodes => mean(|levels| levels.nodes),
        }
    }
}
