//! The differences between two states of a pool, field by field.

use crate::model::{Lifecycle, Scale};

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The profile's key for it.
    pub key: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// As it is.
    pub from: String,
    /// As it would be.
    pub to: String,
    /// Whether a number goes down.
    pub lowers: bool,
}

/// What differs between what is and what would be, in the order in which people read it.
#[must_use]
pub fn changes(is: (Scale, Option<Lifecycle>), would_be: (Scale, Option<Lifecycle>)) -> Vec<Change> {
    let mut changes = Vec::new();
    let (scale, target) = (is.0, would_be.0);
    if scale.max != target.max {
        changes.push(number("maxSessions", "max sessions", scale.max, target.max));
    }
    if let Some(ready) = target.ready
        // Where Azure leaves the number out, it is 0.
        && scale.ready.unwrap_or(0) != ready
    {
        changes.push(match scale.ready {
            Some(current) => number("readySessions", "ready sessions", current, ready),
            None => Change {
                key: "readySessions",
                label: "ready sessions",
                from: "not said".to_owned(),
                to: ready.to_string(),
                lowers: false,
            },
        });
    }
    if let Some(lifecycle) = would_be.1 {
        changes.extend(lifecycle_changes(is.1, lifecycle));
    }
    changes
}

fn number(key: &'static str, label: &'static str, from: u32, to: u32) -> Change {
    Change { key, label, from: from.to_string(), to: to.to_string(), lowers: to < from }
}

fn lifecycle_changes(is: Option<Lifecycle>, would_be: Lifecycle) -> Option<Change> {
    let seconds = |lifecycle: Lifecycle| format!("{} s", lifecycle.period().as_secs());
    let (key, label) = match would_be {
        Lifecycle::Timed { .. } => ("lifecycle.cooldown", "cooldown"),
        Lifecycle::OnContainerExit { .. } => ("lifecycle.maxAlive", "max alive"),
    };
    match is {
        Some(is) if is == would_be => None,
        Some(is) if is.same_type(&would_be) => Some(Change {
            key,
            label,
            from: seconds(is),
            to: seconds(would_be),
            lowers: would_be.period() < is.period(),
        }),
        _ => Some(Change {
            key: "lifecycle",
            label: "lifecycle",
            from: is.map_or_else(|| "not said".to_owned(), |is| is.to_string()),
            to: would_be.to_string(),
            lowers: false,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn timed(seconds: u64) -> Option<Lifecycle> {
        Some(Lifecycle::Timed { cooldown: Duration::from_secs(seconds) })
    }

    #[test]
    fn each_difference_is_one_line() {
        let exit = Some(Lifecycle::OnContainerExit { max_alive: Duration::from_secs(600) });
        let small = Scale { max: 5, ready: Some(1) };
        let big = Scale { max: 50, ready: Some(10) };
        type State = (Scale, Option<Lifecycle>);
        let cases: &[(State, State, &[&str])] = &[
            ((small, timed(300)), (small, timed(300)), &[]),
            ((small, timed(300)), (small, None), &[]),
            ((small, timed(300)), (big, timed(300)), &["max sessions 5 -> 50", "ready sessions 1 -> 10"]),
            ((small, timed(300)), (small, timed(600)), &["cooldown 300 s -> 600 s"]),
            (
                (small, timed(300)),
                (small, exit),
                &["lifecycle Timed, cooldown 300 s -> OnContainerExit, at most 600 s"],
            ),
            (
                (Scale { max: 5, ready: None }, None),
                (Scale { max: 5, ready: None }, timed(300)),
                &["lifecycle not said -> Timed, cooldown 300 s"],
            ),
        ];
        for (is, would_be, expected) in cases {
            let lines: Vec<String> = changes(*is, *would_be)
                .iter()
                .map(|change| format!("{} {} -> {}", change.label, change.from, change.to))
                .collect();
            assert_eq!(&lines, expected);
        }
    }
}
