//! What a picture of a pool shows, before anybody says how.

use super::axis;
use crate::sim::Course;
use jiff::{SignedDuration, Zoned};

/// What held in the mean over a while.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From when, in seconds.
    pub from: f64,
    /// Until when.
    pub to: f64,
    /// Sessions with a run in them.
    pub busy: f64,
    /// Sessions that are somebody's and without a run.
    pub cooling: f64,
    /// Sessions that start.
    pub starting: f64,
    /// Sessions that are warm and nobody's.
    pub ready: f64,
    /// Runs in line.
    pub waiting: f64,
    /// Runs that were refused in that time.
    pub refused: f64,
    /// Nodes.
    pub nodes: f64,
}

/// What sessions do, from the lowest band of a picture to the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Band {
    /// In use.
    Busy,
    /// Cooling down.
    Cooling,
    /// Starting.
    Starting,
    /// Ready.
    Ready,
}

impl Band {
    /// Every band, the lowest first.
    pub const ALL: [Self; 4] = [Self::Busy, Self::Cooling, Self::Starting, Self::Ready];

    /// The bands of a pool that is simulated, with their words in a legend.
    pub const SIMULATED: &'static [(Self, &'static str)] =
        &[(Self::Busy, "busy"), (Self::Cooling, "cooling down"), (Self::Starting, "starting"), (Self::Ready, "ready")];

    /// The same of a pool that Azure Monitor saw, which does not tell who is cooling down.
    pub const SEEN: &'static [(Self, &'static str)] =
        &[(Self::Busy, "in use"), (Self::Starting, "starting"), (Self::Ready, "ready")];

    /// How many sessions do it.
    #[must_use]
    pub fn of(self, point: &Point) -> f64 {
        match self {
            Self::Busy => point.busy,
            Self::Cooling => point.cooling,
            Self::Starting => point.starting,
            Self::Ready => point.ready,
        }
    }
}

impl Point {
    /// All sessions.
    #[must_use]
    pub fn sessions(&self) -> f64 {
        self.busy + self.cooling + self.starting + self.ready
    }
}

/// A pool over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What it is of.
    pub title: String,
    /// One sentence for those who do not see it.
    pub summary: String,
    /// From left to right.
    pub points: Vec<Point>,
    /// Max sessions from each time on, in seconds.
    pub max: Vec<(f64, u32)>,
    /// What was asked for, and when.
    pub asked: Vec<(f64, String)>,
    /// Share of runs that were refused.
    pub refused_share: f64,
    /// How many sessions and waiting runs the scales reach at least, so that pictures can be held against each other.
    pub at_least: (f64, f64),
    /// The bands that it has, with their words in the legend.
    pub bands: &'static [(Band, &'static str)],
    /// The time on the clocks at second 0; without it, the time since the beginning is shown.
    pub clock: Option<Zoned>,
}

impl Picture {
    /// Where its axis of time has labels, about so many, in seconds.
    #[must_use]
    pub fn ticks(&self, most: usize) -> Vec<u64> {
        let (from, to) = self.times();
        let all = self.clock.as_ref().map_or_else(|| axis::times(to, most), |clock| axis::clock_times(clock, to, most));
        all.into_iter().filter(|tick| from <= *tick as f64).collect()
    }

    /// A time on the axis, in seconds: `15 min`, or `14:15`.
    #[must_use]
    pub fn label(&self, seconds: u64) -> String {
        let passed = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
        let clock = self.clock.as_ref().and_then(|clock| clock.checked_add(passed).ok());
        let (from, to) = self.times();
        let form = match to - from {
            // A weekday comes again after a week, a time after a day.
            time if time >= 604_800.0 => "%m-%d",
            time if time >= 86_400.0 => "%a %H:%M",
            _ => "%H:%M",
        };
        clock.map_or_else(|| axis::time(seconds), |clock| clock.strftime(form).to_string())
    }

    /// The points of a course that is the sum of so many.
    #[must_use]
    pub fn points(course: &Course, replications: usize) -> Vec<Point> {
        let count = replications.max(1) as f64;
        let begins = |index: usize| course.from + course.width * index as u64;
        let spans = course.spans.iter().enumerate();
        let point = |(index, span): (usize, &crate::sim::tally::Span)| {
            let (from, to) = (begins(index), begins(index + 1).min(course.until));
            let time = to.saturating_sub(from) as f64 * count;
            let mean = |sum: u64| if time > 0.0 { sum as f64 / time } else { 0.0 };
            let sums = &span.sums;
            Point {
                from: from as f64 / 1_000.0,
                to: to as f64 / 1_000.0,
                busy: mean(sums.busy),
                cooling: mean(sums.idle + sums.deleting),
                starting: mean(sums.starting),
                ready: mean(sums.ready),
                waiting: mean(sums.waiting),
                refused: span.refused as f64 / count,
                nodes: mean(sums.nodes),
            }
        };
        let is_some = |point: &Point| point.to > point.from || point.refused > 0.0;
        spans.map(point).filter(is_some).collect()
    }

    /// When it begins and ends, in seconds; never the same.
    #[must_use]
    pub fn times(&self) -> (f64, f64) {
        let from = self.points.first().map_or(0.0, |point| point.from);
        (from, self.points.last().map_or(1.0, |point| point.to).max(from + 1.0))
    }

    /// How high it must be. A max far above all sessions would press them flat, and is left above the picture.
    #[must_use]
    pub fn height(&self) -> f64 {
        let peak = self.points.iter().map(Point::sessions).fold(1.0, f64::max);
        let below = self.max.iter().map(|(_, max)| f64::from(*max)).filter(|max| *max <= peak * 3.0);
        below.fold(peak, f64::max).max(self.at_least.0)
    }

    /// How high those who wait must be.
    #[must_use]
    pub fn waiting_height(&self) -> f64 {
        self.most_waiting().max(self.at_least.1)
    }

    /// Gives pictures that stand together the same scales.
    pub fn share_scales(pictures: &mut [Self]) {
        let highest = |of: fn(&Self) -> f64| pictures.iter().map(of).fold(0.0, f64::max);
        let at_least = (highest(Self::height), highest(Self::waiting_height));
        for picture in pictures {
            picture.at_least = at_least;
        }
    }

    /// The most runs that wait, in the mean.
    #[must_use]
    pub fn most_waiting(&self) -> f64 {
        self.points.iter().map(|point| point.waiting).fold(0.0, f64::max)
    }

    /// Whether anybody waits in line or is refused.
    #[must_use]
    pub fn has_trouble(&self) -> bool {
        self.most_waiting() > 0.0 || self.points.iter().any(|point| point.refused > 0.0)
    }

    /// What holds between two times, in the mean; what was refused there, in all.
    #[must_use]
    pub fn between(&self, from: f64, to: f64) -> Point {
        let mut sum = Point { from, to, ..Point::default() };
        let first = self.points.partition_point(|point| point.to <= from);
        for point in self.points[first..].iter().take_while(|point| point.from < to) {
            let shared = (point.to.min(to) - point.from.max(from)).max(0.0);
            let (part, own) = (shared / (to - from).max(1e-9), shared / (point.to - point.from).max(1e-9));
            sum.busy += point.busy * part;
            sum.cooling += point.cooling * part;
            sum.starting += point.starting * part;
            sum.ready += point.ready * part;
            sum.waiting += point.waiting * part;
            sum.nodes += point.nodes * part;
            sum.refused += point.refused * own;
        }
        sum
    }

    /// Max sessions at a time.
    #[must_use]
    pub fn max_at(&self, time: f64) -> u32 {
        self.max.iter().take_while(|(from, _)| *from <= time).last().or(self.max.first()).map_or(0, |(_, max)| *max)
    }
}

/// A picture for the tests of those who draw it.
#[cfg(test)]
pub(super) fn example() -> Picture {
    let point = |index: u32| {
        let time = f64::from(index);
        Point {
            from: time * 60.0,
            to: time * 60.0 + 60.0,
            busy: time,
            cooling: 2.0 * time,
            starting: 1.0,
            ready: 3.0,
            waiting: if index > 5 { time } else { 0.0 },
            refused: if index == 7 { 4.0 } else { 0.0 },
            nodes: 1.0,
        }
    };
    Picture {
        title: "a <b> & \"c\"".to_owned(),
        summary: "grows".to_owned(),
        points: (0..10).map(point).collect(),
        max: vec![(0.0, 20), (300.0, 40)],
        asked: vec![(120.0, "<contest>".to_owned())],
        refused_share: 0.1,
        at_least: (0.0, 0.0),
        bands: Band::SIMULATED,
        clock: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_clocks_where_they_are_known() {
        let clock = Some("2026-12-05T13:30:00+05:30[Asia/Kolkata]".parse().unwrap());
        let picture = Picture { clock, ..example() };
        assert_eq!((picture.label(2_700), example().label(2_700)), ("14:15".to_owned(), "45 min".to_owned()));
    }

    #[test]
    fn between_two_times_is_the_mean_of_what_lies_there() {
        let picture = example();
        let middle = picture.between(30.0, 90.0);
        assert!((middle.busy - 0.5).abs() < 1e-9 && (middle.ready - 3.0).abs() < 1e-9, "{middle:?}");
        let all = picture.between(0.0, 600.0);
        assert!((all.refused - 4.0).abs() < 1e-9 && (all.busy - 4.5).abs() < 1e-9, "{all:?}");
        assert!((picture.between(420.0, 450.0).refused - 2.0).abs() < 1e-9);
        assert_eq!(picture.between(1_000.0, 2_000.0).sessions(), 0.0);
        assert_eq!((picture.max_at(0.0), picture.max_at(299.0), picture.max_at(300.0)), (20, 20, 40));
        assert_eq!((picture.times(), picture.height()), ((0.0, 600.0), 40.0));
        let larger = Picture { max: vec![(0.0, 60)], ..example() };
        let mut both = [picture, larger];
        Picture::share_scales(&mut both);
        assert_eq!(both.map(|one| (one.height(), one.waiting_height(), one.most_waiting())), [(60.0, 9.0, 9.0); 2]);
    }
}
