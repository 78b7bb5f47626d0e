//! What the pool was to be, as far as anybody knows: what was asked for, and max sessions over time.

use super::noted::Noted;
use super::window::Window;
use super::{Source, Subject};
use crate::model::limits::{COOLDOWN_SECONDS, READY_FLOOR_CUSTOM_CONTAINER};
use crate::model::{Lifecycle, Minute, Minutes, Pool, Scale, Seen, Settings};
use crate::ops::journal::Entry;
use jiff::Timestamp;
use std::time::Duration;

/// What was asked for: as the window says, else the most that was written from here, else what was seen, on the pool as
/// it is now.
pub(super) fn asked(
    subject: &Subject,
    entries: &[&Entry],
    minutes: &Minutes,
    pool: Option<&Pool>,
) -> (Scale, Source, Settings) {
    let keeps_ready = pool.is_none_or(|pool| pool.counts_as().keeps_ready());
    // Azure keeps one where 0 was asked for.
    let scale = |settings: &Settings| Scale {
        max: settings.max_sessions,
        ready: keeps_ready.then_some(settings.ready_sessions.max(READY_FLOOR_CUSTOM_CONTAINER)),
    };
    if let Some((_, settings)) = &subject.window.asked {
        return (scale(settings), subject.window.planned_by, settings.clone());
    }
    let shortest = Lifecycle::Timed { cooldown: Duration::from_secs(*COOLDOWN_SECONDS.start()) };
    let lifecycle = pool.and_then(|pool| pool.lifecycle).unwrap_or(shortest);
    let settings =
        |max_sessions, ready_sessions| Settings { max_sessions, ready_sessions, lifecycle, expires_after: None };
    let Window { from, until, .. } = subject.window;
    let within = entries.iter().filter(|entry| entry.at < until);
    let before = within.clone().rfind(|entry| entry.at <= from).into_iter();
    let written = before.chain(within.filter(|entry| from < entry.at)).map(|entry| &entry.after);
    // A pool that was parked was asked for nothing.
    let written = written.filter(|numbers| numbers.max_sessions > 0);
    if let Some(most) = written.max_by_key(|numbers| (numbers.max_sessions, numbers.ready_sessions)) {
        let settings = settings(most.max_sessions, most.ready_sessions.unwrap_or(0));
        return (scale(&settings), Source::Journal, settings);
    }
    let most = |of: fn(&Minute) -> Option<Seen>| {
        minutes.0.iter().filter_map(of).map(|seen| seen.most.ceil() as u32).max().unwrap_or(0)
    };
    let max = pool.map_or(0, |pool| pool.scale.max).max(most(|minute| minute.executing)).max(1);
    let settings = settings(max, most(|minute| minute.ready));
    (scale(&settings), Source::Metrics, settings)
}

/// Max sessions over time.
pub(super) fn maxes(
    subject: &Subject,
    pool: Option<&Pool>,
    noted: Option<&Noted>,
    (asked, asked_by): (Scale, Source),
    from: Timestamp,
) -> (Vec<(Timestamp, u32)>, Source) {
    match noted.filter(|noted| !noted.maxes.is_empty()) {
        Some(noted) => (noted.maxes.clone(), Source::Journal),
        // Of a pool that is gone nobody knows it.
        None if asked_by == Source::Metrics && pool.is_none() => (Vec::new(), Source::Metrics),
        None if asked_by == Source::Metrics => (vec![(from, asked.max)], Source::Pool),
        None => (vec![(subject.window.from, asked.max)], asked_by),
    }
}

/// The most max sessions that held in a minute, the first before its time too.
pub(super) fn most(maxes: &[(Timestamp, u32)], minute: &Minute) -> Option<u32> {
    let before = maxes.iter().rfind(|(since, _)| *since <= minute.at).or(maxes.first());
    let within = maxes.iter().filter(|(since, _)| minute.at < *since && *since < minute.until());
    before.into_iter().chain(within).map(|(_, max)| *max).max()
}
