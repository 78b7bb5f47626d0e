//! The time for which a pool goes on to stand whose base is parked, once nobody wants it any more.
//!
//! It is made when the lead begins, which is in the window of an event. After the end a run lowers it, and parks it when
//! nobody is there and nothing was changed for a drain. While sessions go on, max sessions is lowered a drain after the
//! end at the latest, and that is a change: so it stands for two drains at most, where a run comes as soon as it may.

use crate::config::events::PARKED_LEAD;
use crate::model::{Kind as PoolKind, Lifecycle, Settings};
use crate::plan::DRAIN_BEYOND_COOLDOWN;
use crate::schedule::timeline::{Span, Timeline};
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
        Self { ended: ended.lifecycle, base: base.settings.lifecycle }
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

    /// Until it is gone at the latest.
    #[must_use]
    pub fn most(self) -> SignedDuration {
        self.parks_after(Course::Most) + signed(DELETION)
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

/// What should hold in `[from, until)`. Where that begins while a pool still stands that is about to be parked, an empty
/// span is before it, of what held last and when that ended.
pub(in crate::ops) fn with_rest(
    base: &Claim,
    known: &Known,
    records: &Records,
    (from, until): (Timestamp, Timestamp),
) -> Vec<Span> {
    let mut spans = Timeline::of(base, known, records, from, until).spans;
    if let Some(rest) = rest(base, known, records, &spans) {
        spans.insert(0, rest);
    }
    spans
}

/// The empty span before others: what held last, where the pool may stand still because of it.
pub(in crate::ops) fn rest(base: &Claim, known: &Known, records: &Records, spans: &[Span]) -> Option<Span> {
    let from = spans.first().filter(|first| first.desired.is_parked())?.from;
    let back = from.saturating_sub(BACK).unwrap_or(Timestamp::MIN);
    let before = Timeline::seen(base, known, records, (back, from), from).spans;
    let last = before.into_iter().rfind(|span| !span.desired.is_parked())?;
    let tail = after(&last, base)?;
    (from < ahead(last.until, tail.most())).then_some(Span { from: last.until, ..last })
}

/// What should hold in `[from, until)`, and, where a parked base follows, until the pool is gone at the latest or wanted
/// again.
pub(in crate::ops) fn with_tail(
    base: &Claim,
    known: &Known,
    records: &Records,
    (from, until): (Timestamp, Timestamp),
) -> Vec<Span> {
    let spans = |until| with_rest(base, known, records, (from, until));
    let mut own = spans(until);
    let tail = own.last().and_then(|last| after(last, base));
    if let Some(tail) = tail {
        let follows = |span: &Span| span.from == until && span.desired.is_parked();
        own.extend(spans(ahead(until, tail.most())).into_iter().find(follows));
    }
    own
}

/// What should hold while an event does, and after it until the pool is gone, where its base is parked.
pub(in crate::ops) fn of_event(
    kind: PoolKind,
    base: &Claim,
    event: Option<Claim>,
    (from, until): (Timestamp, Timestamp),
) -> Vec<Span> {
    let desired = |claim: Option<Claim>| merge(base.clone(), claim);
    let mut spans = vec![Span { from, until, desired: desired(event) }];
    if let Some(tail) = after(&spans[0], base).filter(|_| kind.keeps_ready()) {
        spans.push(Span { from: until, until: ahead(until, tail.most()), desired: desired(None) });
    }
    spans
}

/// The tail of a span that a base follows, where that one is parked.
fn after(span: &Span, base: &Claim) -> Option<Tail> {
    let stands = base.source == Source::Parked && !span.desired.is_parked();
    stands.then(|| Tail::of(&span.desired.settings, base))
}

/// The longest of the tails in a time; `None` where there is none.
pub(in crate::ops) fn longest(kind: PoolKind, spans: &[Span]) -> Option<Tail> {
    let tails = spans.windows(2).filter_map(|pair| begins(kind, &pair[0], &pair[1]));
    tails.max_by_key(|tail| tail.most())
}

/// The tail with which a span begins. Code interpreters are never parked by a run, and cost nothing while nobody comes.
fn begins(kind: PoolKind, before: &Span, span: &Span) -> Option<Tail> {
    let parks = span.desired.is_parked() && !before.desired.is_parked();
    (kind.keeps_ready() && parks).then(|| Tail::of(&before.desired.settings, span.desired.base()))
}

/// What really stands over a time: a parked pool as its base until it is gone, and all the time until it is wanted again
/// where that is too soon to park it. While sessions go on there may be as many as before.
pub(in crate::ops) fn standing(kind: PoolKind, spans: &[Span], course: Course) -> Vec<Span> {
    let mut all: Vec<Span> = spans.iter().take(1).filter(|span| span.from < span.until).cloned().collect();
    for (index, pair) in spans.windows(2).enumerate() {
        let (before, span) = (&pair[0], &pair[1]);
        let Some(tail) = begins(kind, before, span) else {
            all.push(span.clone());
            continue;
        };
        let base = &span.desired.base().settings;
        // Some of it may be over when the time begins that is looked at.
        let ended = before.until;
        let parks = ahead(ended, tail.parks_after(course));
        let is_wanted = spans.get(index + 2).is_some_and(|next| next.from <= ahead(parks, signed(PARKED_LEAD)));
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
