//! Who else had the pool: what is told of an event reaches into the time of no other one.

use super::down::refusal;
use super::window::{Window, leases};
use super::{Subject, note};
use crate::model::{Finding, Pool};
use crate::ops::Ops;
use crate::ops::journal::Entry;
use jiff::Timestamp;

/// A time for which another event, another time of the same one, or a lease had the pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Other {
    /// The event; `None` for a lease.
    event: Option<String>,
    from: Timestamp,
    until: Timestamp,
}

/// Where it is looked for when the pool was raised and taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    /// Whether it begins, and ends, there because another one had the pool.
    pub(super) is_cut: (bool, bool),
}

/// Everything else that had the pool around a time. An event that its budget keeps down had none, unless the journal says
/// that it had.
pub(super) fn others(
    ops: &Ops,
    pool: Option<&Pool>,
    subject: &Subject,
    entries: &[&Entry],
    now: Timestamp,
) -> Vec<Other> {
    let (first, last) = widest(&subject.window);
    if (first, last) == (subject.window.from, subject.window.until) {
        return Vec::new();
    }
    let is_own =
        |event: &str, from| subject.own.as_ref().is_some_and(|own| own.name == event && subject.window.from == from);
    let mut others = Vec::new();
    for event in subject.others.iter().chain(&subject.own) {
        let claim = format!("event:{}", event.name);
        for occurrence in event.calendar.between(first, last) {
            let (from, until) = (occurrence.from, occurrence.until);
            let had = || entries.iter().any(|entry| entry.claim == claim && from <= entry.at && entry.at < until);
            let is_kept_down = || !had() && refusal(ops, pool, subject, &event.claim(&occurrence)).is_some();
            if !is_own(&event.name, from) && !is_kept_down() {
                others.push(Other { event: Some(event.name.clone()), from, until });
            }
        }
    }
    let leases = leases(entries, now).into_iter();
    let leases = leases.filter(|(from, _)| subject.own.is_some() || *from != subject.window.from);
    others.extend(leases.map(|(from, until)| Other { event: None, from, until }));
    others
}

/// As far as is looked where nobody else had the pool.
fn widest(window: &Window) -> (Timestamp, Timestamp) {
    let Window { from, until, margin, .. } = window;
    let first = from.saturating_sub(margin.0).unwrap_or(*from);
    (first, until.saturating_add(margin.1).unwrap_or(*until))
}

/// Not before its beginning where another one had the pool shortly before, whose end that is, and not beyond the next one
/// behind it.
pub(super) fn look(subject: &Subject, others: &[Other], now: Timestamp) -> Look {
    let (from, end) = (subject.window.from, subject.window.end());
    let (first, last) = widest(&subject.window);
    let is_after = others.iter().any(|other| other.from < from && first < other.until);
    let next =
        others.iter().filter(|other| end < other.until && other.from < last).map(|other| other.from.max(end)).min();
    let first = if is_after { from } else { first };
    // Where somebody names the end, it is asked for as it is: the clock of the server may be ahead of ours.
    let until =
        if subject.window.margin.1.is_zero() { last } else { last.min(next.unwrap_or(Timestamp::MAX)).min(now) };
    Look { from: first, until: until.max(first), is_cut: (is_after, next.is_some_and(|next| next <= now)) }
}

/// Which other events had the pool at that time.
pub(super) fn shared(subject: &Subject, others: &[Other]) -> Option<Finding> {
    let (from, until) = (subject.window.from, subject.window.end());
    let meets = |other: &&Other| other.from < until && from < other.until;
    let mut names: Vec<&str> = others.iter().filter(meets).filter_map(|other| other.event.as_deref()).collect();
    names.dedup();
    (!names.is_empty()).then(|| {
        note("shared", format!("{} had the pool in the same time: what was seen is of all of them", names.join(", ")))
    })
}
