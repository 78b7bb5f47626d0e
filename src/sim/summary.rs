//! What many courses say together.

use super::measure::Measure;
use super::tally::{Course, Tally};
use hdrhistogram::Histogram;

/// A mean over replications, and how far the true one may be from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Half of the 95 % confidence interval; nothing can be said from one replication.
    pub half_width: Option<f64>,
}

impl Estimate {
    /// Of values that were drawn independently.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        // A replication in which there was nothing to measure says nothing.
        let values: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        let count = values.len() as f64;
        // The sum of nothing is a negative nothing.
        let mean = (values.iter().sum::<f64>() + 0.0) / count.max(1.0);
        let half_width = (values.len() > 1).then(|| {
            let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
            student(values.len() - 1) * (variance / count).sqrt()
        });
        Self { mean, half_width }
    }

    /// Whether a value lies within the interval, widened by a factor.
    #[must_use]
    pub fn covers(&self, value: f64, factor: f64) -> bool {
        self.half_width.is_some_and(|half| (value - self.mean).abs() <= half * factor)
    }
}

/// The 97.5 % quantile of Student's t (tables; beyond them the first terms of the expansion around the normal one,
/// Abramowitz and Stegun 26.7.5).
fn student(freedom: usize) -> f64 {
    const FIRST: [f64; 9] = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];
    if let Some(quantile) = FIRST.get(freedom.saturating_sub(1)) {
        return *quantile;
    }
    let (x, n) = (1.959_964_f64, freedom as f64);
    x + (x.powi(3) + x) / (4.0 * n)
        + (5.0 * x.powi(5) + 16.0 * x.powi(3) + 3.0 * x) / (96.0 * n * n)
        + (3.0 * x.powi(7) + 19.0 * x.powi(5) + 17.0 * x.powi(3) - 15.0 * x) / (384.0 * n.powi(3))
}

/// What many courses say together. Times are in seconds, shares between 0 and 1.
#[derive(Debug, Clone)]
pub struct Summary {
    /// How many courses.
    pub replications: usize,
    /// Users that came.
    pub users: Estimate,
    /// Runs that were asked for.
    pub asked: Estimate,
    /// Mean wait of those that ran.
    pub wait: Estimate,
    /// The waiting time that so many percent do not exceed.
    pub wait_p50: Estimate,
    /// 95 %.
    pub wait_p95: Estimate,
    /// 99 %.
    pub wait_p99: Estimate,
    /// The same of those alone that had to be given a session.
    pub start_p50: Estimate,
    /// 95 %.
    pub start_p95: Estimate,
    /// 99 %.
    pub start_p99: Estimate,
    /// The longest of all.
    pub longest_wait: f64,
    /// Share of runs in a session that was there for them.
    pub found: Estimate,
    /// Share of runs that took a ready one.
    pub warm: Estimate,
    /// Share of runs that waited for a start.
    pub cold: Estimate,
    /// Share of runs that got none.
    pub refused: Estimate,
    /// Share of runs that were cut off.
    pub cut: Estimate,
    /// Sessions in use, of the most that the pool had.
    pub utilisation: Estimate,
    /// Most sessions at once.
    pub peak_sessions: Estimate,
    /// Most runs in line at once.
    pub peak_waiting: Estimate,
    /// Minutes in which a new identifier would have been refused.
    pub minutes_full: Estimate,
    /// Mean sessions that are somebody's.
    pub allocated: Estimate,
    /// Mean runs in the system: in line, starting or running.
    pub runs: Estimate,
    /// Mean nodes.
    pub nodes: Estimate,
    /// All waiting times, in milliseconds.
    pub waits: Histogram<u64>,
    /// Of those that had to be given a session.
    pub starts: Histogram<u64>,
    /// The courses, summed: divide by their number for the mean.
    pub course: Course,
    /// Each measure of each course, in the order of [`Measure::ALL`], which is that of their declaration.
    values: Vec<Vec<f64>>,
    is_beyond_counting: bool,
}

impl Summary {
    /// Of courses of one experiment, whose pool had at most so many sessions; `None` of none.
    #[must_use]
    pub fn of(tallies: &[Tally], most_sessions: u32) -> Option<Self> {
        let first = tallies.first()?;
        let of_all = |measure: Measure| tallies.iter().map(|tally| measure.of(tally, most_sessions)).collect();
        let values: Vec<Vec<f64>> = Measure::ALL.into_iter().map(of_all).collect();
        let each = |measure: Measure| Estimate::of(&values[measure as usize]);
        let (mut waits, mut starts) = (first.waits.clone(), first.starts.clone());
        for tally in &tallies[1..] {
            // Both keep as many digits and grow as they must.
            let _ = waits.add(&tally.waits);
            let _ = starts.add(&tally.starts);
        }
        let course = together(tallies.iter().map(|tally| &tally.course));
        Some(Self {
            replications: tallies.len(),
            users: each(Measure::Users),
            asked: each(Measure::Asked),
            wait: each(Measure::Wait),
            wait_p50: each(Measure::WaitP50),
            wait_p95: each(Measure::WaitP95),
            wait_p99: each(Measure::WaitP99),
            start_p50: each(Measure::StartP50),
            start_p95: each(Measure::StartP95),
            start_p99: each(Measure::StartP99),
            longest_wait: waits.max() as f64 / 1_000.0,
            found: each(Measure::Found),
            warm: each(Measure::Warm),
            cold: each(Measure::Cold),
            refused: each(Measure::Refused),
            cut: each(Measure::Cut),
            utilisation: each(Measure::Utilisation),
            peak_sessions: each(Measure::PeakSessions),
            peak_waiting: each(Measure::PeakWaiting),
            minutes_full: each(Measure::MinutesFull),
            allocated: each(Measure::Allocated),
            runs: each(Measure::Runs),
            nodes: each(Measure::Nodes),
            waits,
            starts,
            is_beyond_counting: course.is_beyond_counting() || tallies.iter().any(Tally::is_beyond_counting),
            course,
            values,
        })
    }

    /// Whether so much time has added up that sums and means cannot be told.
    #[must_use]
    pub fn is_beyond_counting(&self) -> bool {
        self.is_beyond_counting
    }

    /// A measure of each course.
    #[must_use]
    pub fn values(&self, measure: Measure) -> &[f64] {
        self.values.get(measure as usize).map_or(&[], Vec::as_slice)
    }
}

/// The sum of courses, in spans of one length. Divide by their number for the mean.
fn together<'a>(courses: impl Iterator<Item = &'a Course> + Clone) -> Course {
    let width = courses.clone().map(|course| course.width).max().unwrap_or(1);
    let ends = courses.clone().map(|course| course.until).min().unwrap_or(0);
    let mut sum: Option<Course> = None;
    for course in courses {
        let mut course = course.clone();
        while course.width < width {
            course.widen();
        }
        let Some(sum) = &mut sum else {
            sum = Some(course);
            continue;
        };
        sum.until = sum.until.max(course.until);
        for (place, span) in course.spans.into_iter().enumerate() {
            match sum.spans.get_mut(place) {
                Some(held) => {
                    held.sums += span.sums;
                    held.most_sessions = held.most_sessions.max(span.most_sessions);
                    held.most_waiting = held.most_waiting.max(span.most_waiting);
                    held.refused += span.refused;
                }
                None => sum.spans.push(span),
            }
        }
    }
    // Where the first of them ends, the sum does: what goes on alone is no mean.
    if let Some(sum) = &mut sum {
        let whole = ends.saturating_sub(sum.from) / width.max(1);
        sum.spans.truncate(usize::try_from(whole).unwrap_or(usize::MAX).max(1));
        sum.until = sum.until.min(sum.from.saturating_add(width.saturating_mul(sum.spans.len() as u64)));
    }
    sum.unwrap_or(Course { width, from: 0, until: 0, spans: vec![] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lie_in_the_order_of_the_measures() {
        assert!(Measure::ALL.iter().enumerate().all(|(place, measure)| *measure as usize == place));
    }

    #[test]
    fn an_interval_is_as_the_tables_have_it() {
        for (freedom, expected) in [(1, 12.706), (9, 2.262), (10, 2.228), (30, 2.042), (120, 1.980), (100_000, 1.960)] {
            assert!((student(freedom) - expected).abs() < 0.002, "{freedom}: {}", student(freedom));
        }
        let estimate = Estimate::of(&[1.0, 2.0, 3.0]);
        assert!((estimate.mean - 2.0).abs() < 1e-12 && estimate.covers(4.48, 1.0) && !estimate.covers(4.49, 1.0));
        assert_eq!(Estimate::of(&[5.0]).half_width, None);
        let nothing = Estimate::of(&[f64::NAN]);
        assert!(nothing.mean == 0.0 && nothing.mean.is_sign_positive() && nothing.half_width.is_none());
    }
}
