//! Which stretches of time are worth looking at.
//!
//! What comes every week meets the same neighbours every week, until something differs: clocks change, another event
//! begins to come, a date is left out, something comes once. So a fortnight behind each such moment stands for all the
//! weeks that are like it.

use super::AHEAD;
use crate::schedule::{Calendar, ScheduledEvent, When};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// From so long before a moment at which something differs, since windows reach over it ...
const BEFORE: SignedDuration = SignedDuration::from_hours(2 * 24);

/// ... to so long behind it: two weeks, and a day for what zones move.
const BEHIND: SignedDuration = SignedDuration::from_hours(15 * 24);

/// Around what comes once.
const AROUND: SignedDuration = SignedDuration::from_hours(24);

/// From an instant to another, the second not among them.
pub(super) type Stretch = (Timestamp, Timestamp);

/// The stretches in which all that these events do to each other can be seen, in order and apart.
pub(super) fn stretches(events: &[(usize, &ScheduledEvent)], now: Timestamp) -> Vec<Stretch> {
    let end = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
    let mut found = vec![(now, later(now, BEHIND))];
    let mut zones: Vec<&TimeZone> = Vec::new();
    for (_, event) in events {
        let calendar = &event.calendar;
        if !zones.contains(&&calendar.zone) {
            zones.push(&calendar.zone);
        }
        found.extend(of_one(calendar));
    }
    let changes = zones.iter().flat_map(|zone| changes(zone, now));
    found.extend(changes.map(|at| (earlier(at, BEFORE), later(at, BEHIND))));
    found.retain(|(from, until)| now < *until && *from < end);
    joined(found, now)
}

/// When the clocks of a zone change from now on, as far ahead as events are looked at.
pub(super) fn changes(zone: &TimeZone, now: Timestamp) -> impl Iterator<Item = Timestamp> {
    let end = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
    zone.following(now).map(|transition| transition.timestamp()).take_while(move |at| *at < end)
}

fn of_one(calendar: &Calendar) -> Vec<Stretch> {
    match &calendar.when {
        When::Once(_) => {
            let once = calendar.once();
            once.map(|once| (earlier(once.from, AROUND), later(once.until, AROUND))).into_iter().collect()
        }
        When::Every(every) => {
            let dates = every.from.iter().chain(&every.except);
            let moments = dates.filter_map(|date| date.to_zoned(calendar.zone.clone()).ok());
            moments
                .map(|at| (earlier(at.timestamp(), calendar_lead(calendar)), later(at.timestamp(), BEHIND)))
                .collect()
        }
    }
}

/// A lead may reach over many days.
fn calendar_lead(calendar: &Calendar) -> SignedDuration {
    SignedDuration::try_from(calendar.lead).unwrap_or(SignedDuration::ZERO).saturating_add(BEFORE)
}

/// The same stretches put in order, those that touch made one, and nothing of the past.
fn joined(mut stretches: Vec<Stretch>, now: Timestamp) -> Vec<Stretch> {
    stretches.sort_unstable();
    let mut joined: Vec<Stretch> = Vec::new();
    for (from, until) in stretches {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => joined.push((from.max(now), until)),
        }
    }
    joined
}

fn earlier(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_sub(by).unwrap_or(Timestamp::MIN)
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
}
