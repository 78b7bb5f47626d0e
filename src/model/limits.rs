//! Each limit of Azure once, with its source and date. Checked on what is sent, never on what Azure returned.

use super::{Kind, Lifecycle, Settings};
use crate::error::{Error, Kind as ErrorKind, Result};
use std::ops::RangeInclusive;

/// Seconds of cooldown of a `Timed` pool. Source: Azure's session pool documentation of 2026-03-31, and the
/// Terraform provider's checks of 2026-08.
pub const COOLDOWN_SECONDS: RangeInclusive<u64> = 300..=3600;

/// Seconds that an `OnContainerExit` session may live: no range is published; Azure takes at least 1 (Terraform
/// provider, 2026-08), and the specification's own example has 86400.
pub const MIN_MAX_ALIVE_SECONDS: u64 = 1;

/// The most sessions of a code interpreter pool. Source: Azure's session pool documentation of 2026-03-31. For
/// custom containers no number is published.
pub const MAX_SESSIONS_CODE_INTERPRETER: u32 = 600;

/// The fewest ready sessions of a custom-container pool. 0 has been refused since about mid-2026
/// (`SessionPoolInvalidReadySessionInstances`); it is tried all the same, and falls to this.
pub const READY_FLOOR_CUSTOM_CONTAINER: u32 = 1;

/// Characters of a tag's value. Source: Azure Resource Manager's tag documentation of 2022-03-15.
pub const TAG_VALUE_CHARACTERS: usize = 256;

/// Tags of a resource. Same source.
pub const TAGS_PER_RESOURCE: usize = 50;

/// The pools that `create` expects: the specification's pattern of 2026-01-01. Real pools have hyphens and capitals
/// too, so other names draw a warning and Azure decides.
#[must_use]
pub fn is_plain_name(name: &str) -> bool {
    (3..=63).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
}

/// Which key of a profile a fault is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// `maxSessions`
    MaxSessions,
    /// `readySessions`
    ReadySessions,
    /// `lifecycle`
    Lifecycle,
}

/// What is wrong with settings whatever they are applied to.
#[must_use]
pub fn faults(settings: &Settings) -> Vec<(Field, String)> {
    let mut faults = Vec::new();
    if settings.max_sessions == 0 {
        faults.push((Field::MaxSessions, "max sessions is 0, and a pool has at least 1".to_owned()));
    }
    if settings.ready_sessions >= settings.max_sessions && settings.ready_sessions > 0 {
        let (ready, max) = (settings.ready_sessions, settings.max_sessions);
        faults.push((
            Field::ReadySessions,
            format!("ready sessions {ready} is not below max sessions {max}, as Azure demands"),
        ));
    }
    match settings.lifecycle {
        Lifecycle::Timed { cooldown } if !COOLDOWN_SECONDS.contains(&cooldown.as_secs()) => {
            let (low, high) = (COOLDOWN_SECONDS.start(), COOLDOWN_SECONDS.end());
            let seconds = cooldown.as_secs();
            faults.push((Field::Lifecycle, format!("a cooldown of {seconds} s: Azure takes {low} to {high} s")));
        }
        Lifecycle::OnContainerExit { max_alive } if max_alive.as_secs() < MIN_MAX_ALIVE_SECONDS => {
            faults.push((Field::Lifecycle, "maxAlive is 0, and Azure takes at least 1 s".to_owned()));
        }
        _ => {}
    }
    faults
}

/// What is wrong with settings on a pool of a kind, beside [`faults`].
#[must_use]
pub fn faults_for(settings: &Settings, kind: Kind) -> Vec<(Field, String)> {
    let mut faults = faults(settings);
    if kind == Kind::CustomContainer {
        if settings.max_sessions == 1 {
            let text = "max sessions below 2 leaves no legal number of ready sessions on a custom-container pool \
                        (more than 0, and below max)";
            faults.push((Field::MaxSessions, text.to_owned()));
        }
    } else {
        if settings.max_sessions > MAX_SESSIONS_CODE_INTERPRETER {
            let (max, most) = (settings.max_sessions, MAX_SESSIONS_CODE_INTERPRETER);
            faults.push((Field::MaxSessions, format!("max sessions {max}: a {kind} pool has at most {most}")));
        }
        if matches!(settings.lifecycle, Lifecycle::OnContainerExit { .. }) {
            let text = format!("OnContainerExit is for custom containers, and this is a {kind} pool");
            faults.push((Field::Lifecycle, text));
        }
    }
    faults
}

/// Refuses what no pool of any kind can be.
///
/// # Errors
/// `InvalidScale` with all of [`faults`].
pub fn check(settings: &Settings) -> Result<()> {
    refuse(faults(settings))
}

/// Refuses what no pool of a kind can be.
///
/// # Errors
/// `InvalidScale` with all of [`faults_for`].
pub fn check_for(settings: &Settings, kind: Kind) -> Result<()> {
    refuse(faults_for(settings, kind))
}

fn refuse(faults: Vec<(Field, String)>) -> Result<()> {
    if faults.is_empty() {
        return Ok(());
    }
    let texts: Vec<String> = faults.into_iter().map(|(_, text)| text).collect();
    Err(Error::message(ErrorKind::InvalidScale, texts.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn timed(max: u32, ready: u32, cooldown: u64) -> Settings {
        Settings {
            max_sessions: max,
            ready_sessions: ready,
            lifecycle: Lifecycle::Timed { cooldown: Duration::from_secs(cooldown) },
            expires_after: None,
        }
    }

    #[test]
    fn settings_are_held_to_azures_limits() {
        let cases: &[(Settings, &[Field])] = &[
            (timed(5, 0, 300), &[]),
            (timed(50, 10, 3600), &[]),
            (timed(0, 0, 300), &[Field::MaxSessions]),
            (timed(10, 10, 300), &[Field::ReadySessions]),
            (timed(10, 11, 300), &[Field::ReadySessions]),
            (timed(10, 1, 60), &[Field::Lifecycle]),
            (timed(10, 1, 3601), &[Field::Lifecycle]),
            (timed(0, 3, 10), &[Field::MaxSessions, Field::ReadySessions, Field::Lifecycle]),
        ];
        for (settings, expected) in cases {
            let found: Vec<Field> = faults(settings).into_iter().map(|(field, _)| field).collect();
            assert_eq!(&found, expected, "{settings:?}");
        }
    }

    #[test]
    fn a_kind_adds_limits_of_its_own() {
        let on_exit = Settings {
            lifecycle: Lifecycle::OnContainerExit { max_alive: Duration::from_secs(600) },
            ..timed(10, 2, 300)
        };
        assert!(faults_for(&on_exit, Kind::CustomContainer).is_empty());
        assert_eq!(faults_for(&on_exit, Kind::PythonLTS).len(), 1);
        assert_eq!(faults_for(&timed(1, 0, 300), Kind::CustomContainer).len(), 1);
        assert!(faults_for(&timed(1, 0, 300), Kind::Shell).is_empty());
        assert_eq!(faults_for(&timed(601, 0, 300), Kind::NodeLTS).len(), 1);
    }

    #[test]
    fn names_of_the_specification_are_plain() {
        for (name, plain) in [("contestpool", true), ("a1b", true), ("ab", false), ("my-pool", false), ("Pool", false)]
        {
            assert_eq!(is_plain_name(name), plain, "{name}");
        }
    }
}
