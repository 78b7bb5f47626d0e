//! Leases in words, and when things end.

use super::words;
use crate::plan::Unasked;
use crate::schedule::hold::Outranks;
use crate::schedule::{Combine, Hold, Lease};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

/// A moment for people: the time of day and its zone where it is today's, else with the date.
#[must_use]
pub fn moment(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (at, now) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    let form = if at.date() == now.date() { "%H:%M %Z" } else { "%a %Y-%m-%d %H:%M %Z" };
    at.strftime(form).to_string()
}

/// What others have asked for, a line each.
#[must_use]
pub fn unasked_lines(unasked: &Unasked, now: Timestamp, zone: &TimeZone) -> Vec<String> {
    let leases = unasked.leases.iter().map(|lease| format!("asked for: {}", lease_line(lease, now, zone)));
    let hold = unasked.hold.iter().map(|hold| format!("held: {}", hold_line(hold, now, zone)));
    let events = unasked.events.iter().map(|event| {
        let (max, ready, until) = (event.max, event.ready, moment(event.until, now, zone));
        format!("running: `{}` (max {max}, ready {ready}) until {until}, by a file that is elsewhere", event.name)
    });
    leases.chain(hold).chain(events).collect()
}

/// "`contest` (max 50, ready 10) until 21:00 IST by ana@desk: the autumn final".
pub(super) fn lease_line(lease: &Lease, now: Timestamp, zone: &TimeZone) -> String {
    let Lease { settings, profile, by, .. } = lease;
    let (max, ready) = (settings.max_sessions, settings.ready_sessions);
    let added = if lease.combine == Combine::Sum { ", added" } else { "" };
    let reason = lease.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("`{profile}` (max {max}, ready {ready}{added}) {} by {by}{reason}", until(lease.until, now, zone))
}

/// A lease that is over and that nobody has taken back yet.
pub(super) fn ended_line(lease: &Lease, until: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    format!("`{}` ended {}; `pool apply` takes the pool back", lease.profile, moment(until, now, zone))
}

/// The same for a hold.
pub(super) fn hold_line(hold: &Hold, now: Timestamp, zone: &TimeZone) -> String {
    let Hold { settings, profile, by, .. } = hold;
    let over = match hold.outranks {
        Outranks::Base => "as the base",
        Outranks::All => "whatever else is wanted",
    };
    let (max, ready) = (settings.max_sessions, settings.ready_sessions);
    format!("`{profile}` (max {max}, ready {ready}) {over} {} by {by}", until(hold.until, now, zone))
}

fn until(until: Option<Timestamp>, now: Timestamp, zone: &TimeZone) -> String {
    match until {
        Some(until) => format!("until {}", moment(until, now, zone)),
        None => "without an end".to_owned(),
    }
}

/// A lease as data.
pub(super) fn lease_value(slot: u8, lease: &Lease) -> Value {
    json!({
        "slot": slot,
        "profile": lease.profile,
        "maxSessions": lease.settings.max_sessions,
        "readySessions": lease.settings.ready_sessions,
        "lifecycle": words::lifecycle(Some(lease.settings.lifecycle)),
        "from": lease.from,
        "until": lease.until,
        "added": lease.combine == Combine::Sum,
        "by": lease.by.name,
        "reason": lease.reason,
    })
}

/// A hold as data.
pub(super) fn hold_value(hold: &Hold) -> Value {
    json!({
        "profile": hold.profile,
        "maxSessions": hold.settings.max_sessions,
        "readySessions": hold.settings.ready_sessions,
        "lifecycle": words::lifecycle(Some(hold.settings.lifecycle)),
        "outranksEvents": hold.outranks == Outranks::All,
        "from": hold.from,
        "until": hold.until,
        "by": hold.by.name,
    })
}
