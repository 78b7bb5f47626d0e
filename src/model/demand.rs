//! Who comes to a pool, when, and what they run.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

/// Times of one sort, as they are spread.
#[derive(Debug, Clone, PartialEq)]
pub enum Spread {
    /// Always the same.
    Constant(Duration),
    /// Any in a range, each as likely as the other.
    Uniform(Duration, Duration),
    /// Exponential, with a mean: as many short ones as chance makes where nothing remembers the past.
    Exponential(Duration),
    /// Lognormal, with its median and the sigma of the logarithm: many of a size, and a long tail.
    Lognormal {
        /// Half are shorter.
        median: Duration,
        /// The standard deviation of the natural logarithm.
        sigma: f64,
    },
    /// One of those that were measured.
    Measured(Arc<[Duration]>),
}

impl Spread {
    /// The mean.
    #[must_use]
    pub fn mean(&self) -> Duration {
        match self {
            Self::Constant(time) | Self::Exponential(time) => *time,
            Self::Uniform(from, to) => (*from + *to) / 2,
            Self::Lognormal { median, sigma } => {
                Duration::try_from_secs_f64(median.as_secs_f64() * (sigma * sigma / 2.0).exp()).unwrap_or(Duration::MAX)
            }
            Self::Measured(times) => {
                let sum: f64 = times.iter().map(Duration::as_secs_f64).sum();
                Duration::try_from_secs_f64(sum / times.len().max(1) as f64).unwrap_or(Duration::MAX)
            }
        }
    }
}

/// When users come.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrivals {
    /// So many, at random within a time, which may be none: all at once.
    Within {
        /// How many.
        users: u64,
        /// The time.
        window: Duration,
    },
    /// So many within a time, more and more of them until its end.
    Ramp {
        /// How many.
        users: u64,
        /// The time.
        window: Duration,
    },
    /// One after the other at random: a Poisson process.
    Poisson {
        /// The mean time from one to the next.
        every: Duration,
        /// Nobody comes after so many.
        users: u64,
    },
    /// Poisson processes one after the other, each for a time with so many users an hour.
    Steps(Vec<Step>),
    /// As written down.
    Trace(Arc<[Visit]>),
}

/// So many users an hour for a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// How long.
    pub lasts: Duration,
    /// Users an hour.
    pub an_hour: f64,
}

/// A run that was written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// When, since the beginning.
    pub at: Duration,
    /// Whose: an index into the identifiers of the trace.
    pub who: u64,
    /// How long it ran.
    pub run: Duration,
}

/// How a user comes to the next run.
#[derive(Debug, Clone, PartialEq)]
pub enum Rhythm {
    /// A run only.
    Once,
    /// From the start of a run to the start of the next, or to its end where that is later.
    Every(Spread),
    /// From the end of a run to the start of the next.
    Think(Spread),
}

/// Which identifier a run is sent with, and so which session it gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identifiers {
    /// One for each user.
    User,
    /// A new one for each run.
    Run,
    /// One for so many users.
    Team(u32),
    /// So many for all: a run is sent with one that is free, and waits for one where none is.
    Shared(u32),
}

/// What whoever asks does when the pool is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenFull {
    /// Goes on without that run.
    GiveUp,
    /// Waits in line, for ever or so long.
    Wait(Option<Duration>),
}

/// Who comes to a pool, when, and what they run.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// When they come.
    pub arrivals: Arrivals,
    /// From when the arrivals count.
    pub begins: Duration,
    /// How long a run takes in its session.
    pub run: Spread,
    /// How one run follows another.
    pub rhythm: Rhythm,
    /// Most runs of a user; `None` for as many as fit.
    pub runs: Option<u32>,
    /// How long a user stays; `None` for until the end.
    pub stay: Option<Duration>,
    /// Which identifiers they use.
    pub identifiers: Identifiers,
    /// Whether a session serves one run after the other, or all that come at once.
    pub one_at_a_time: bool,
    /// What they do when the pool is full.
    pub when_full: WhenFull,
    /// When nobody starts anything any more, counted from the very beginning; `None` where arrivals or runs end by themselves.
    pub lasts: Option<Duration>,
}

impl Demand {
    /// How many users come, where that is known beforehand.
    #[must_use]
    pub fn users(&self) -> Option<u64> {
        match &self.arrivals {
            Arrivals::Within { users, .. } | Arrivals::Ramp { users, .. } | Arrivals::Poisson { users, .. } => {
                Some(*users)
            }
            Arrivals::Steps(_) => None,
            Arrivals::Trace(visits) => Some(visits.iter().map(|visit| visit.who).collect::<HashSet<_>>().len() as u64),
        }
    }
}
