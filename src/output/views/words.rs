//! Words that several views share.

use crate::error::Error;
pub(super) use crate::model::time::length as time;
use crate::model::time::utc;
use crate::model::{Finding, Lifecycle};
use crate::ops::expense::Refusal;
use crate::plan::{Change, Match};
use crate::schedule::Stamp;
use serde_json::{Value, json};
use std::time::Duration;

/// A lifecycle in a profile's own keys, so that it can be pasted into one.
pub(super) fn lifecycle(lifecycle: Option<Lifecycle>) -> Value {
    let seconds = |time: Duration| format!("{}s", time.as_secs());
    match lifecycle {
        Some(Lifecycle::Timed { cooldown }) => json!({"type": "Timed", "cooldown": seconds(cooldown)}),
        Some(Lifecycle::OnContainerExit { max_alive }) => {
            json!({"type": "OnContainerExit", "maxAlive": seconds(max_alive)})
        }
        None => Value::Null,
    }
}

/// A share in percent; never all where it is only nearly all.
pub(super) fn share(share: f64) -> String {
    match share {
        share if !(0.9995..1.0).contains(&share) => format!("{:.1} %", share * 100.0),
        share if share < 0.99995 => format!("{:.2} %", share * 100.0),
        _ => "over 99.99 %".to_owned(),
    }
}

/// Millionths are enough, and the same on any machine.
pub(super) fn rounded(number: f64) -> f64 {
    // A negative nothing is nothing.
    (number * 1e6).round() / 1e6 + 0.0
}

/// Which profile it is, in a few words.
pub(super) fn matching(matching: &Match) -> String {
    match matching {
        Match::Exactly { profile, floor: None } => profile.clone(),
        Match::Exactly { profile, floor: Some(floor) } => format!("{profile} (Azure's floor is {floor})"),
        Match::Nearest { profile, differences } => {
            let differing: Vec<String> = differences
                .iter()
                .map(|change| format!("{} {} instead of {}", change.label, change.to, change.from))
                .collect();
            format!("none; nearest is {profile}: {}", differing.join(", "))
        }
        Match::Unknown => "none".to_owned(),
    }
}

/// Which profile it is, as data.
pub(super) fn matching_value(matching: &Match) -> Value {
    match matching {
        Match::Exactly { profile, floor } => json!({"name": profile, "matches": true, "floor": floor}),
        Match::Nearest { profile, differences } => {
            let differences: Vec<Value> = differences
                .iter()
                .map(|change| json!({"key": change.key, "profile": change.from, "pool": change.to}))
                .collect();
            json!({"name": profile, "matches": false, "differences": differences})
        }
        Match::Unknown => Value::Null,
    }
}

/// What was applied last, in a sentence.
pub(super) fn stamp(stamp: &Stamp) -> String {
    let claim = match stamp.claim.split_once(':') {
        Some((source, name)) => format!("{source} `{name}`"),
        None => format!("`{}`", stamp.claim),
    };
    format!("{claim} by {} at {}", stamp.by, utc(stamp.at))
}

/// What was applied last, as data.
pub(super) fn stamp_value(stamp: &Stamp) -> Value {
    json!({
        "claim": stamp.claim,
        "maxSessions": stamp.scale.max,
        "readySessions": stamp.scale.ready,
        "floor": stamp.floor,
        "lifecycle": lifecycle(stamp.lifecycle),
        "by": stamp.by,
        "at": stamp.at,
        "runner": stamp.runner.as_ref().map(|mark| json!({"by": mark.by, "at": mark.at})),
        "events": stamp.events.iter().map(|event| json!({"name": event.name, "until": event.until, "maxSessions": event.max, "readySessions": event.ready})).collect::<Vec<_>>(),
    })
}

/// Changes as data.
pub(super) fn changes(changes: &[Change]) -> Value {
    changes.iter().map(|change| json!({"key": change.key, "from": change.from, "to": change.to})).collect()
}

/// Findings as data.
/// An error as data.
pub(super) fn error_value(error: &Error) -> Value {
    json!({"code": error.kind().code(), "message": error.to_string(), "target": error.target(), "hints": error.hints()})
}

/// Findings as data.
pub(super) fn findings(findings: &[Finding]) -> Value {
    findings
        .iter()
        .map(|finding| {
            json!({"mark": finding.mark.word(), "subject": finding.subject, "text": finding.text, "todo": finding.todo})
        })
        .collect()
}

/// The names of the events that no pool is raised for; `None` where there is none.
pub(super) fn refused(refused: &[Refusal]) -> Option<String> {
    let mut names: Vec<String> = refused.iter().map(|refusal| format!("`{}`", refusal.event)).collect();
    names.dedup();
    (!names.is_empty()).then(|| names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_people_do() {
        for (seconds, expected) in
            [(0, "0 s"), (59, "59 s"), (60, "1 min"), (125, "2 min 5 s"), (3600, "1 h"), (4205, "1 h 10 min")]
        {
            assert_eq!(time(Duration::from_secs(seconds)), expected);
        }
    }
}
