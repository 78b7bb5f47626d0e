//! What Azure Monitor saw of a pool, minute by minute.

use super::usage::{Reading, Usage};
use jiff::{SignedDuration, Timestamp};

/// Minutes in order, a minute once. What was not sampled is not here: it is not known, and no zero.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Minutes(pub Vec<Minute>);

/// The beginning of the minute of an instant: the one rounding of whatever is told beside minutes.
#[must_use]
pub fn whole_minute(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second().div_euclid(60) * 60).unwrap_or(at)
}

/// A minute of a pool; longer where Azure keeps no finer grain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Minute {
    /// When it began.
    pub at: Timestamp,
    /// How long it lasted.
    pub lasts: SignedDuration,
    /// Sessions in use; `PoolExecutingPodCount`.
    pub executing: Option<Seen>,
    /// Sessions that were warm and free; `PoolReadyPodCount`. Custom containers only.
    pub ready: Option<Seen>,
    /// Sessions that were starting; `PoolPendingPodCount`. Custom containers only.
    pub pending: Option<Seen>,
}

/// A count of sessions within a minute.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Seen {
    /// In the mean.
    pub average: f64,
    /// At least.
    pub least: f64,
    /// At most.
    pub most: f64,
}

impl Minute {
    /// A minute of which nothing is known yet.
    #[must_use]
    pub fn beginning(at: Timestamp, lasts: SignedDuration) -> Self {
        Self { at, lasts, executing: None, ready: None, pending: None }
    }

    /// The first instant after it.
    #[must_use]
    pub fn until(&self) -> Timestamp {
        self.at.saturating_add(self.lasts).unwrap_or(Timestamp::MAX)
    }
}

impl Minutes {
    /// Those of which some part lies in `[from, until)`.
    pub fn within(&self, from: Timestamp, until: Timestamp) -> impl Iterator<Item = &Minute> {
        self.0.iter().filter(move |minute| from < minute.until() && minute.at < until)
    }

    /// The counts that bills are computed from: of each minute the average, to the next whole session, for as much of
    /// it as lies in `[from, until)`. Azure's maxima of the three may be of three different moments, so that their sum
    /// would be too much.
    #[must_use]
    pub fn usage(&self, from: Timestamp, until: Timestamp) -> Usage {
        let whole =
            |seen: Option<Seen>| seen.map_or(0, |seen| seen.average.round().clamp(0.0, f64::from(u32::MAX)) as u32);
        let reading = |minute: &Minute| Reading {
            at: minute.at.max(from),
            lasts: minute.at.max(from).duration_until(minute.until().min(until)),
            active: whole(minute.executing),
            ready: whole(minute.ready),
            pending: whole(minute.pending),
        };
        Usage { readings: self.within(from, until).map(reading).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bills_count_averages_to_the_next_whole_session() {
        let at = |minute: i64| Timestamp::from_second(minute * 60).unwrap();
        let seen = |average| Some(Seen { average, least: 0.0, most: 99.0 });
        let lasts = SignedDuration::from_mins(1);
        let minute = |number, average| Minute {
            executing: seen(average),
            ready: seen(2.5),
            ..Minute::beginning(at(number), lasts)
        };
        let minutes = Minutes(vec![minute(1, 0.4), minute(2, 7.6), minute(4, 1.0)]);
        let usage = minutes.usage(at(1), at(4));
        let expected = |number, active| Reading { at: at(number), lasts, active, ready: 3, pending: 0 };
        assert_eq!(usage.readings, [expected(1, 0), expected(2, 8)], "the third minute is not known");
        let second = |second| Timestamp::from_second(second).unwrap();
        let parts = minutes.usage(second(80), second(150)).readings;
        let lasts: Vec<i64> = parts.iter().map(|reading| reading.lasts.as_secs()).collect();
        assert_eq!((parts[0].at, lasts), (second(80), vec![40, 30]), "no more of a minute than was meant");
    }
}
