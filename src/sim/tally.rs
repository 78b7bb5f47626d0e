//! What is counted while a course is played.

use super::Millis;
use super::pool::{Counts, Start};
use hdrhistogram::Histogram;
use std::ops::AddAssign;

/// How many spans a course is kept in: as many as a wide terminal or a picture can show.
const SPANS: usize = 512;

/// What holds at an instant, in sessions, runs or nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Levels {
    /// Warm, and nobody's.
    pub ready: u64,
    /// Starting, waited for or not.
    pub starting: u64,
    /// In use.
    pub busy: u64,
    /// Cooling down.
    pub idle: u64,
    /// Ending.
    pub deleting: u64,
    /// Runs that wait for room.
    pub waiting: u64,
    /// Runs that were asked for and have not ended.
    pub runs: u64,
    /// Nodes.
    pub nodes: u64,
    /// 1 where a new identifier would be refused.
    pub full: u64,
}

impl Levels {
    /// Those of a pool.
    #[must_use]
    pub fn of(counts: Counts, nodes: u32, waiting: usize, runs: u64, is_full: bool) -> Self {
        Self {
            ready: counts.ready.into(),
            starting: (counts.pending + counts.starting).into(),
            busy: counts.busy.into(),
            idle: counts.idle.into(),
            deleting: counts.deleting.into(),
            waiting: waiting as u64,
            runs,
            nodes: nodes.into(),
            full: is_full.into(),
        }
    }

    fn times(self, span: Millis) -> Self {
        Self {
            ready: self.ready.saturating_mul(span),
            starting: self.starting.saturating_mul(span),
            busy: self.busy.saturating_mul(span),
            idle: self.idle.saturating_mul(span),
            deleting: self.deleting.saturating_mul(span),
            waiting: self.waiting.saturating_mul(span),
            runs: self.runs.saturating_mul(span),
            nodes: self.nodes.saturating_mul(span),
            full: self.full.saturating_mul(span),
        }
    }

    /// All sessions.
    #[must_use]
    pub fn sessions(&self) -> u64 {
        self.ready + self.starting + self.busy + self.idle + self.deleting
    }
}

impl AddAssign for Levels {
    fn add_assign(&mut self, other: Self) {
        self.ready = self.ready.saturating_add(other.ready);
        self.starting = self.starting.saturating_add(other.starting);
        self.busy = self.busy.saturating_add(other.busy);
        self.idle = self.idle.saturating_add(other.idle);
        self.deleting = self.deleting.saturating_add(other.deleting);
        self.waiting = self.waiting.saturating_add(other.waiting);
        self.runs = self.runs.saturating_add(other.runs);
        self.nodes = self.nodes.saturating_add(other.nodes);
        self.full = self.full.saturating_add(other.full);
    }
}

/// A span of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// Levels times milliseconds.
    pub sums: Levels,
    /// Most sessions at once.
    pub most_sessions: u64,
    /// Most runs that waited at once.
    pub most_waiting: u64,
    /// Runs that were refused.
    pub refused: u64,
}

/// Levels over time, in spans of equal length that get longer as the course does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// How long a span is.
    pub width: Millis,
    /// From where it is counted.
    pub from: Millis,
    /// Until when it is counted.
    pub until: Millis,
    /// The spans; the last may not be over.
    pub spans: Vec<Span>,
}

impl Course {
    fn new(from: Millis) -> Self {
        Self { width: 1_000, from, until: from, spans: vec![Span::default()] }
    }

    /// These levels have held until now.
    fn pass(&mut self, levels: Levels, now: Millis) {
        while self.until < now {
            let ends = self.from.saturating_add(self.width.saturating_mul(self.spans.len() as u64));
            let until = now.min(ends);
            if let Some(span) = self.spans.last_mut() {
                span.sums += levels.times(until - self.until);
                span.most_sessions = span.most_sessions.max(levels.sessions());
                span.most_waiting = span.most_waiting.max(levels.waiting);
            }
            self.until = until;
            if until == ends {
                if self.spans.len() == SPANS {
                    self.widen();
                }
                self.spans.push(Span::default());
            }
        }
    }

    /// Makes one span of every two.
    pub(super) fn widen(&mut self) {
        self.spans = self.spans.chunks(2).map(merged).collect();
        self.width = self.width.saturating_mul(2);
    }

    /// Whether so much time has added up that its sum cannot be told: it stays at the largest number there is.
    #[must_use]
    pub fn is_beyond_counting(&self) -> bool {
        let Levels { ready, starting, busy, idle, deleting, waiting, runs, nodes, full } = self.total().sums;
        [ready, starting, busy, idle, deleting, waiting, runs, nodes, full, self.until].contains(&u64::MAX)
    }

    /// The sum over all spans.
    #[must_use]
    pub fn total(&self) -> Span {
        merged(&self.spans)
    }
}

fn merged(spans: &[Span]) -> Span {
    spans.iter().fold(Span::default(), |mut sum, span| {
        sum.sums += span.sums;
        sum.most_sessions = sum.most_sessions.max(span.most_sessions);
        sum.most_waiting = sum.most_waiting.max(span.most_waiting);
        sum.refused += span.refused;
        sum
    })
}

/// What a course came to. Times are in milliseconds.
#[derive(Debug, Clone)]
pub struct Tally {
    /// Users that came.
    pub users: u64,
    /// Runs in a session that its identifier had.
    pub found: u64,
    /// Runs in a session that was warm.
    pub warm: u64,
    /// Runs that waited for a session to start.
    pub cold: u64,
    /// Runs that got none.
    pub refused: u64,
    /// Runs whose session ended before they did.
    pub cut: u64,
    /// From asking to running, of all that ran.
    pub waits: Histogram<u64>,
    /// Their sum, exactly.
    pub waited: u64,
    /// From asking to the end, summed.
    pub spent: u64,
    /// From asking to running where a session had to be had: not of those that were found.
    pub starts: Histogram<u64>,
    /// Sessions that were started, for somebody or to be ready.
    pub started: u64,
    /// Hours that sessions started, each from its allocation to its end.
    pub started_hours: u64,
    /// Levels over time.
    pub course: Course,
    /// Events that were played.
    pub events: u64,
    /// Before then nothing counts.
    from: Millis,
}

/// Three digits of every time.
fn histogram() -> Histogram<u64> {
    let mut histogram = Histogram::new(3).unwrap_or_else(|_| unreachable!("three digits are in range"));
    histogram.auto(true);
    histogram
}

fn record(histogram: &mut Histogram<u64>, time: Millis) {
    // It grows to hold any time, and says no only to what no machine could hold.
    let _ = histogram.record(time);
}

impl Tally {
    pub(super) fn new(from: Millis) -> Self {
        Self {
            users: 0,
            found: 0,
            warm: 0,
            cold: 0,
            refused: 0,
            cut: 0,
            waits: histogram(),
            waited: 0,
            spent: 0,
            starts: histogram(),
            started: 0,
            started_hours: 0,
            course: Course::new(from),
            events: 0,
            from,
        }
    }

    /// Whether what was asked for at a time counts.
    fn counts(&self, asked: Millis) -> bool {
        asked >= self.from
    }

    pub(super) fn pass(&mut self, levels: Levels, now: Millis) {
        self.events += 1;
        if now > self.course.until {
            self.course.pass(levels, now);
        }
    }

    pub(super) fn runs(&mut self, asked: Millis, begins: Millis, start: Start) {
        if !self.counts(asked) {
            return;
        }
        let wait = begins - asked;
        record(&mut self.waits, wait);
        self.waited = self.waited.saturating_add(wait);
        match start {
            Start::Found => self.found += 1,
            Start::Warm => self.warm += 1,
            Start::Cold => self.cold += 1,
        }
        if start != Start::Found {
            record(&mut self.starts, wait);
        }
    }

    pub(super) fn done(&mut self, asked: Millis, at: Millis, was_cut: bool) {
        if self.counts(asked) {
            self.spent = self.spent.saturating_add(at - asked);
            self.cut += u64::from(was_cut);
        }
    }

    /// A run that got no session, and waited until now.
    pub(super) fn refused(&mut self, asked: Millis, at: Millis) {
        if self.counts(asked) {
            self.refused += 1;
            self.spent = self.spent.saturating_add(at - asked);
            if let Some(span) = self.course.spans.last_mut() {
                span.refused += 1;
            }
        }
    }

    /// Whether so much time has added up that its sum cannot be told.
    #[must_use]
    pub fn is_beyond_counting(&self) -> bool {
        self.course.is_beyond_counting() || [self.waited, self.spent].contains(&u64::MAX)
    }

    /// Runs that ran.
    #[must_use]
    pub fn served(&self) -> u64 {
        self.found + self.warm + self.cold
    }

    /// Runs that were asked for.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.served() + self.refused
    }
}
