//! The time for which a pool goes on to stand whose base is parked, once nobody wants it any more.
//!
//! It is made when the lead begins, which is in the window of an event. After the end a run lowers it, and parks it when
//! nobody is there and nothing was changed for a drain. While sessions go on, max sessions is lowered a drain after the
//! end at the latest, and that is a change: so it stands for two drains at most, where a run comes as soon as it may, and
//! no session goes on after that. Where it is wanted again too soon to park it, it stands until then.

use crate::config::events::PARKED_LEAD;
use crate::model::{Kind as PoolKind, Lifecycle, Settings};
use crate::plan::DRAIN_BEYOND_COOLDOWN;
use crate::schedule::timeline::{Refused, Span, Timeline};
use crate::schedule::{Claim, Records, Source, merge, records::Known};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// How long Azure takes to delete a pool of custom containers: 311 and 446 s were recorded (2025), rounded up.
pub const DELETION: Duration = Duration::from_secs(8 * 60);

/// How long a pool stands after the end of what was wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tail {
    /// The lifecycle until the end, whose sessions go on.
    pub ended: Lifecycle,
    /// That of the base, as long as it stands.
    pub base: Lifecycle,
    /// How long it stands where it is wanted again too soon to park it: until then.
    pub waits: Option<SignedDuration>,
    /// Whether it is parked and gone, at least where nobody comes.
    pub is_gone: bool,
}

/// Which end of an estimate is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ops) enum Course {
    /// Nobody comes.
    Least,
    /// It is full throughout.
    Most,
}

impl Tail {
    /// That of what begins to be parked, of a base.
    fn of(ended: &Settings, base: &Claim) -> Self {
        Self { ended: ended.lifecycle, base: base.settings.lifecycle, waits: None, is_gone: true }
    }

    /// The same where it is wanted again after a time.
    fn until_wanted(self, time: SignedDuration) -> Self {
        let waits = Some(time).filter(|time| self.is_too_soon(Course::Most, *time));
        Self { waits, is_gone: !self.is_too_soon(Course::Least, time), ..self }
    }

    /// Whether it is not parked, since it is wanted again after a time.
    fn is_too_soon(self, course: Course, time: SignedDuration) -> bool {
        time <= self.parks_after(course).saturating_add(signed(PARKED_LEAD))
    }

    /// How long its sessions may need room.
    fn sessions(self) -> SignedDuration {
        drain(self.ended)
    }

    /// From when it is at its lowest until a run parks it.
    fn quiet(self) -> SignedDuration {
        drain(self.base)
    }

    /// Until a run parks it.
    fn parks_after(self, course: Course) -> SignedDuration {
        match course {
            Course::Least => self.quiet(),
            Course::Most => self.sessions() + self.quiet(),
        }
    }

    /// Until it is gone, where nobody comes.
    #[must_use]
    pub fn least(self) -> SignedDuration {
        self.parks_after(Course::Least) + signed(DELETION)
    }

    /// Until it is gone at the latest, where it is not wanted again, no session goes on and a run comes.
    #[must_use]
    pub fn most(self) -> SignedDuration {
        self.parks_after(Course::Most) + signed(DELETION)
    }

    /// In words: "23 to 38 min until it is gone". Nobody knows how long sessions go on that never end.
    #[must_use]
    pub fn text(self) -> String {
        let gone = format!("{} to {} min until it is gone", self.least().as_mins(), self.most().as_mins());
        let unless = "unless a session goes on or no run comes";
        match self.waits.map(|time| format!("{} min until it is wanted again", time.as_mins())) {
            None => format!("{gone}, {unless}"),
            Some(waits) if self.is_gone => format!("{gone}, {unless}, or up to {waits}"),
            Some(waits) => waits,
        }
    }

    /// Both together: the longer time of each.
    pub fn or(self, other: Self) -> Self {
        let is_other = (self.is_gone, self.most()) < (other.is_gone, other.most());
        let waits = self.waits.max(other.waits);
        Self { waits, is_gone: self.is_gone || other.is_gone, ..if is_other { other } else { self } }
    }
}

fn drain(lifecycle: Lifecycle) -> SignedDuration {
    signed(lifecycle.period() + DRAIN_BEYOND_COOLDOWN)
}

fn signed(time: Duration) -> SignedDuration {
    SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX)
}

fn ahead(at: Timestamp, time: SignedDuration) -> Timestamp {
    at.saturating_add(time).unwrap_or(Timestamp::MAX)
}

/// How far back is looked for what a parked base follows.
const BACK: SignedDuration = SignedDuration::from_hours(24 * 7);

/// The first instant that is looked at for it.
pub(in crate::ops) fn back(from: Timestamp) -> Timestamp {
    from.saturating_sub(BACK).unwrap_or(Timestamp::MIN)
}

/// What holds in `[from, until)`, by some reading of the claims.
pub(in crate::ops) type Holding<'a> = &'a dyn Fn((Timestamp, Timestamp)) -> Vec<Span>;

/// What holds in `[from, until)`, with what is around it where that matters: the empty span of what held before, that
/// `rest` tells, and one after it, where a parked pool is wanted again too soon to park it.
pub(in crate::ops) fn around(
    base: &Claim,
    holding: Holding<'_>,
    rest: impl Fn(&[Span]) -> Option<Span>,
    window: (Timestamp, Timestamp),
) -> Vec<Span> {
    let mut spans = holding(window);
    spans.splice(0..0, rest(&spans));
    spans.extend(next(base, &spans, holding));
    spans
}

/// The empty span after others: what wants the pool again, where they end while it stands because of that.
fn next(base: &Claim, spans: &[Span], holding: Holding<'_>) -> Option<Span> {
    let [.., before, last] = spans else { return None };
    let tail = after(before, base).filter(|_| last.desired.is_parked())?;
    let latest = latest(tail, before.until);
    let next = holding((last.until, latest.max(last.until))).into_iter().find(|span| !span.desired.is_parked())?;
    Some(Span { until: next.from, ..next })
}

/// The first instant at which it is parked before it is made again, whoever comes.
fn latest(tail: Tail, ended: Timestamp) -> Timestamp {
    let last = ahead(ended, tail.parks_after(Course::Most).saturating_add(signed(PARKED_LEAD)));
    ahead(last, SignedDuration::from_nanos(1))
}

/// The empty span before others: what held last, without what counts for nothing, where the pool may stand still because
/// of it.
pub(in crate::ops) fn rest(
    base: &Claim,
    known: &Known,
    records: &Records,
    spans: &[Span],
    refused: Refused<'_>,
) -> Option<Span> {
    let from = spans.first().filter(|first| first.desired.is_parked())?.from;
    let before = Timeline::without(base, known, records, (back(from), from), (from, refused)).spans;
    let last = before.into_iter().rfind(|span| !span.desired.is_parked())?;
    let tail = after(&last, base)?;
    (from < latest(tail, last.until)).then_some(Span { from: last.until, ..last })
}

/// What should hold in `[from, until)`, and, where a parked base follows, until the pool is gone at the latest or wanted
/// again.
pub(in crate::ops) fn with_tail(
    base: &Claim,
    known: &Known,
    records: &Records,
    (from, until): (Timestamp, Timestamp),
) -> Vec<Span> {
    let holding = |(from, until)| Timeline::of(base, known, records, from, until).spans;
    let rest = |spans: &[Span]| rest(base, known, records, spans, &|_| None);
    let mut own = around(base, &holding, rest, (from, until));
    let tail = own.last().map(|last| tail_of(last, base, &holding)).unwrap_or_default();
    own.extend(tail);
    own
}

/// What should hold while an event does, and after it until the pool is gone or wanted again, where its base is parked
/// then: `holding` says what holds.
pub(in crate::ops) fn of_event(
    kind: PoolKind,
    base: &Claim,
    event: Option<Claim>,
    (from, until): (Timestamp, Timestamp),
    holding: Holding<'_>,
) -> Vec<Span> {
    let own = Span { from, until, desired: merge(base.clone(), event) };
    let tail = if kind.keeps_ready() { tail_of(&own, base, holding) } else { Vec::new() };
    std::iter::once(own).chain(tail).collect()
}

/// The parked span after another, until the pool is gone or wanted again; where that is too soon to park it, what wants it
/// as an empty span behind. Nothing where something else holds it.
fn tail_of(last: &Span, base: &Claim, holding: Holding<'_>) -> Vec<Span> {
    let ended = last.until;
    let Some(tail) = after(last, base).filter(|_| last.from < ended) else { return Vec::new() };
    let mut spans = holding((ended, latest(tail, ended))).into_iter().peekable();
    let Some(first) = spans.next_if(|span| span.desired.is_parked()) else { return Vec::new() };
    match spans.find(|span| !span.desired.is_parked()) {
        Some(next) => vec![Span { until: next.from, ..first }, Span { until: next.from, ..next }],
        None => vec![Span { until: ahead(ended, tail.most()), ..first }],
    }
}

/// The tail of a span that a base follows, where that one is parked.
fn after(span: &Span, base: &Claim) -> Option<Tail> {
    let stands = base.source == Source::Parked && !span.desired.is_parked();
    stands.then(|| Tail::of(&span.desired.settings, base))
}

/// Every tail of some spans: when what was wanted ended, the span that begins with it, and what wants the pool again.
fn tails(kind: PoolKind, spans: &[Span]) -> impl Iterator<Item = (Tail, Timestamp, &Span, Option<&Span>)> {
    spans.windows(2).enumerate().filter_map(move |(index, pair)| {
        let tail = begins(kind, &pair[0], &pair[1])?;
        let wanted = spans.get(index + 2).filter(|next| !next.desired.is_parked());
        Some((tail, pair[0].until, &pair[1], wanted))
    })
}

/// The tails in a time together; `None` where there is none.
pub(in crate::ops) fn longest(kind: PoolKind, spans: &[Span]) -> Option<Tail> {
    let known = tails(kind, spans).filter_map(|(tail, ended, span, wanted)| {
        let tail = wanted.map_or(tail, |next| tail.until_wanted(ended.duration_until(next.from)));
        // It may be gone before the time begins that is looked at.
        (tail.waits.is_some() || span.from < ahead(ended, tail.most())).then_some(tail)
    });
    known.reduce(Tail::or)
}

/// The times between events in which a parked pool stands at its base, since it is wanted again too soon to park it,
/// whether anybody comes or not.
pub(in crate::ops) fn stood_through(kind: PoolKind, spans: &[Span]) -> Vec<(Timestamp, Timestamp)> {
    let stood = tails(kind, spans).filter_map(|(tail, ended, span, wanted)| {
        let next = wanted?.from;
        tail.is_too_soon(Course::Least, ended.duration_until(next)).then_some((span.from, next))
    });
    stood.collect()
}

/// The tail with which a span begins. Code interpreters are never parked by a run, and cost nothing while nobody comes.
fn begins(kind: PoolKind, before: &Span, span: &Span) -> Option<Tail> {
    let parks = span.desired.is_parked() && !before.desired.is_parked();
    (kind.keeps_ready() && parks).then(|| Tail::of(&before.desired.settings, span.desired.base()))
}

/// What really stands over a time: a parked pool as its base until it is gone, and all the time until it is wanted again
/// where that is too soon to park it. While sessions go on there may be as many as before.
pub(in crate::ops) fn standing(kind: PoolKind, spans: &[Span], course: Course) -> Vec<Span> {
    let is_of_the_time = |span: &&Span| span.from < span.until;
    let mut all: Vec<Span> = spans.iter().take(1).filter(is_of_the_time).cloned().collect();
    for (index, pair) in spans.windows(2).enumerate() {
        let (before, span) = (&pair[0], &pair[1]);
        let Some(tail) = begins(kind, before, span) else {
            all.extend(Some(span).filter(is_of_the_time).cloned());
            continue;
        };
        let base = &span.desired.base().settings;
        // Some of it may be over when the time begins that is looked at.
        let ended = before.until;
        let parks = ahead(ended, tail.parks_after(course));
        let is_wanted =
            spans.get(index + 2).is_some_and(|next| tail.is_too_soon(course, ended.duration_until(next.from)));
        let gone = if is_wanted { span.until } else { ahead(parks, signed(DELETION)).clamp(span.from, span.until) };
        let lowered = match course {
            Course::Least => span.from,
            Course::Most => ahead(ended, tail.sessions()).clamp(span.from, gone),
        };
        let full = base.max_sessions.max(before.desired.settings.max_sessions);
        for (from, until, settings) in [
            (span.from, lowered, Settings { max_sessions: full, ..base.clone() }),
            (lowered, gone, base.clone()),
            (gone, span.until, Settings { max_sessions: 0, ready_sessions: 0, ..base.clone() }),
        ] {
            if from < until {
                let mut desired = span.desired.clone();
                desired.settings = settings;
                all.push(Span { from, until, desired });
            }
        }
    }
    all
}
