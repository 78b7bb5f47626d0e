//! A moment at which claims begin or end: what changes, why, and what is worth knowing about it.

use super::leases::moment;
use super::words;
use crate::model::{Scale, Settings};
use crate::plan::{Change, changes};
use crate::schedule::timeline::{Edge, Turn};
use crate::schedule::{Claim, Remark, Source};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// The zone in which a turn is told: that of the first event of it, else the reader's.
pub(super) fn zone<'a>(turn: &'a Turn, reader: &'a TimeZone) -> &'a TimeZone {
    turn.edges.iter().find_map(|edge| edge.zone.as_ref()).unwrap_or(reader)
}

/// A moment with its date, in a zone: `Sat 2026-12-05 13:30 IST`.
pub(super) fn dated(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%a %Y-%m-%d %H:%M %Z").to_string()
}

/// The same moment in UTC, with its day where that is another; nothing where the zone is UTC itself.
pub(super) fn in_utc(at: Timestamp, zone: &TimeZone) -> String {
    let (local, utc) = (at.to_zoned(zone.clone()), at.to_zoned(TimeZone::UTC));
    if local.strftime("%Z").to_string() == "UTC" {
        return String::new();
    }
    utc.strftime(if local.date() == utc.date() { "%H:%M UTC" } else { "%a %H:%M UTC" }).to_string()
}

/// What changes: `max sessions 5 -> 50, ready sessions 0 -> 10`, or that nothing does.
pub(super) fn change(turn: &Turn, keeps_ready: bool) -> String {
    let differences = differences(turn, keeps_ready);
    if turn.before.max_sessions == 0 && turn.after.max_sessions == 0 {
        return "parked, as before".to_owned();
    }
    if differences.is_empty() {
        let stays = |settings: &Settings| Scale {
            max: settings.max_sessions,
            ready: keeps_ready.then_some(settings.ready_sessions),
        };
        return format!("{}, as before", stays(&turn.after));
    }
    let texts = differences.iter().map(|change| format!("{} {} -> {}", change.label, change.from, change.to));
    let texts = texts.collect::<Vec<_>>().join(", ");
    // No pool that stands has room for nobody.
    match (turn.before.max_sessions, turn.after.max_sessions) {
        (_, 0) => format!("{texts}: parked"),
        (0, _) => format!("{texts}: made again"),
        _ => texts,
    }
}

fn differences(turn: &Turn, keeps_ready: bool) -> Vec<Change> {
    let state = |settings: &Settings| {
        let scale = Scale { max: settings.max_sessions, ready: keeps_ready.then_some(settings.ready_sessions) };
        (scale, Some(settings.lifecycle))
    };
    changes(state(&turn.before), state(&turn.after))
}

/// Why: what begins and what ends, a fragment each.
pub(super) fn reasons(turn: &Turn, reader: &TimeZone) -> Vec<String> {
    turn.edges.iter().map(|edge| reason(edge, turn.at, edge.zone.as_ref().unwrap_or(reader))).collect()
}

fn reason(edge: &Edge, at: Timestamp, zone: &TimeZone) -> String {
    let name = named(&edge.claim);
    if !edge.begins {
        return format!("{name} ends");
    }
    let lead = edge.claim.start.map(|start| (start, at.duration_until(start)));
    match lead.filter(|(_, lead)| lead.is_positive()) {
        Some((start, lead)) => {
            let start = moment(start, at, zone);
            format!("{name} begins, warm {} before its start at {start}", words::time(lead.unsigned_abs()))
        }
        None => format!("{name} begins"),
    }
}

/// A claim in the words of somebody who explains it.
pub(super) fn named(claim: &Claim) -> String {
    let by = claim.by.as_deref().unwrap_or("somebody");
    let name = &claim.name;
    match claim.source {
        Source::Base | Source::Parked => format!("the base `{name}`"),
        Source::HeldBase => format!("the base `{name}` that {by} holds"),
        Source::Stamp => format!("`{name}`, which no file here knows,"),
        Source::Event => name.clone(),
        Source::Lease(_) => format!("the lease `{name}` of {by}"),
        Source::Hold => format!("the hold `{name}` of {by}"),
    }
}

/// What is worth knowing about a turn, a sentence without its full stop each, the serious first.
pub(super) fn notes(turn: &Turn, reader: &TimeZone) -> Vec<(bool, String)> {
    let mut notes = Vec::new();
    let begins = turn.edges.iter().any(|edge| edge.begins);
    if let Some(together) = turn.together.filter(|_| begins) {
        notes.push((true, format!("it shares the pool: together they ask for {together}, as with `combine: sum`")));
    }
    if let Some(hold) = turn.held_by.as_ref().filter(|_| begins) {
        let until = hold.until.map_or_else(String::new, |until| format!(" until {}", moment(until, turn.at, reader)));
        notes.push((true, format!("{} outranks it{until}", named(hold))));
    }
    for edge in &turn.edges {
        let told = edge.remarks.iter().filter(|remark| edge.begins || is_of_the_end(remark));
        notes.extend(told.map(|remark| (false, remark_text(remark))));
    }
    notes
}

fn is_of_the_end(remark: &Remark) -> bool {
    matches!(remark, Remark::Length { .. } | Remark::EndsAt { .. })
}

/// What the change of clocks did to a window.
fn remark_text(remark: &Remark) -> String {
    let clock = |local: &DateTime| local.strftime("%H:%M").to_string();
    let length = |time: &SignedDuration| words::time(time.unsigned_abs());
    match remark {
        Remark::Gap(local) => {
            format!("clocks skip {} on {}; it is the first moment after that", clock(local), local.date())
        }
        Remark::Fold(local) => format!("clocks show {} twice on {}; it is the first", clock(local), local.date()),
        Remark::Length { wall, elapsed } => {
            format!("clocks change meanwhile: it lasts {}, not {}", length(elapsed), length(wall))
        }
        Remark::EndsAt { wall, really } => {
            format!("clocks change meanwhile: it ends at {}, not {}", clock(really), clock(wall))
        }
    }
}

/// A turn as data.
pub(super) fn turn_value(turn: &Turn, keeps_ready: bool, reader: &TimeZone) -> Value {
    let notes = notes(turn, reader);
    json!({
        "at": turn.at,
        "local": turn.at.to_zoned(zone(turn, reader).clone()).to_string(),
        "before": settings_value(&turn.before, keeps_ready),
        "after": settings_value(&turn.after, keeps_ready),
        "changes": words::changes(&differences(turn, keeps_ready)),
        "begins": turn.edges.iter().filter(|edge| edge.begins).map(|edge| claim_value(&edge.claim)).collect::<Value>(),
        "ends": turn.edges.iter().filter(|edge| !edge.begins).map(|edge| claim_value(&edge.claim)).collect::<Value>(),
        "together": turn.together.map(|sum| json!({"maxSessions": sum.max, "readySessions": sum.ready})),
        "heldBy": turn.held_by.as_ref().map(claim_value),
        "remarks": notes.into_iter().map(|(_, text)| text).collect::<Vec<_>>(),
    })
}

/// Settings in a profile's keys.
pub(super) fn settings_value(settings: &Settings, keeps_ready: bool) -> Value {
    json!({
        "maxSessions": settings.max_sessions,
        "readySessions": keeps_ready.then_some(settings.ready_sessions),
        "lifecycle": words::lifecycle(Some(settings.lifecycle)),
    })
}

/// A claim as data.
pub(super) fn claim_value(claim: &Claim) -> Value {
    // No pool at all, as where one that is parked is shown.
    let (max, ready) = match claim.source {
        Source::Parked => (0, 0),
        _ => (claim.settings.max_sessions, claim.settings.ready_sessions),
    };
    json!({
        "source": claim.source.word(),
        "slot": match claim.source { Source::Lease(slot) => slot, _ => None },
        "name": claim.name,
        "maxSessions": max,
        "readySessions": ready,
        "lifecycle": words::lifecycle(Some(claim.settings.lifecycle)),
        "combine": match claim.combine { crate::schedule::Combine::Max => "max", crate::schedule::Combine::Sum => "sum" },
        "from": claim.from,
        "start": claim.start,
        "until": claim.until,
        "by": claim.by,
        "reason": claim.reason,
    })
}
