//! The stamp: what we applied to a pool last, written as a tag in the same PATCH as the scale itself, so that no crash
//! can separate the two.
//!
//! One line, versioned, readable in the portal:
//! `v1 max=50 ready=10 Timed=300s claim=contest by=ana@desk at=2026-11-21T14:00:00Z`. A pool that equals its stamp is
//! ours; a pool that differs was changed by somebody else.

use crate::model::{Lifecycle, Scale};
use jiff::Timestamp;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use thiserror::Error;

/// The tag's name.
pub const TAG: &str = "pool-applied";

/// What a name in a stamp may take, in characters, so that the whole stays below a tag's limit.
const NAME_CHARACTERS: usize = 48;

/// What was applied, why, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The scale that was asked for.
    pub scale: Scale,
    /// The lifecycle that was asked for.
    pub lifecycle: Option<Lifecycle>,
    /// The fewest ready sessions that Azure took when 0 was asked for.
    pub floor: Option<u32>,
    /// The claim that won: the base's or the profile's name, as [`name`] writes it.
    pub claim: String,
    /// Whether the claim is not whole yet: something waits for sessions to end.
    pub draining: bool,
    /// When the claim ends; `None` for one without an end.
    pub until: Option<Timestamp>,
    /// Who ran the program, and where.
    pub runner: String,
    /// When.
    pub at: Timestamp,
}

/// A tag that is no stamp of a version we know: edited by hand, or newer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the tag {TAG} cannot be read: {0}")]
pub struct Unreadable(String);

impl Stamp {
    /// The scale that the pool has when nobody changed it since: with the floor in place of a refused 0.
    #[must_use]
    pub fn applied(&self) -> Scale {
        match self.floor {
            Some(floor) => Scale { ready: self.scale.ready.map(|ready| ready.max(floor)), ..self.scale },
            None => self.scale,
        }
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v1 max={}", self.scale.max)?;
        if let Some(ready) = self.scale.ready {
            write!(f, " ready={ready}")?;
        }
        if let Some(floor) = self.floor {
            write!(f, " floor={floor}")?;
        }
        if let Some(lifecycle) = self.lifecycle {
            write!(f, " {}={}s", lifecycle.type_name(), lifecycle.period().as_secs())?;
        }
        write!(f, " claim={}", name(&self.claim))?;
        if self.draining {
            f.write_str(" draining")?;
        }
        if let Some(until) = self.until {
            write!(f, " until={}", whole_seconds(until))?;
        }
        write!(f, " by={} at={}", name(&self.runner), whole_seconds(self.at))
    }
}

impl FromStr for Stamp {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let mut words = text.split_whitespace();
        let draining = text.split_whitespace().any(|word| word == "draining");
        if words.next() != Some("v1") {
            return Err(Unreadable(format!("`{text}` does not start with v1")));
        }
        let fields: Vec<(&str, &str)> = words.filter_map(|word| word.split_once('=')).collect();
        let field = |name: &str| fields.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        let number = |name: &str| field(name).map(|value| parse::<u32>(name, value)).transpose();
        let instant = |name: &str| field(name).map(|value| parse::<Timestamp>(name, value)).transpose();
        let period = |name: &str| {
            field(name)
                .map(|value| parse::<u64>(name, value.trim_end_matches('s')).map(Duration::from_secs))
                .transpose()
        };
        let missing = |name: &str| Unreadable(format!("it has no {name}"));
        Ok(Self {
            scale: Scale { max: number("max")?.ok_or_else(|| missing("max"))?, ready: number("ready")? },
            lifecycle: match (period("Timed")?, period("OnContainerExit")?) {
                (Some(cooldown), _) => Some(Lifecycle::Timed { cooldown }),
                (None, Some(max_alive)) => Some(Lifecycle::OnContainerExit { max_alive }),
                (None, None) => None,
            },
            floor: number("floor")?,
            claim: field("claim").ok_or_else(|| missing("claim"))?.to_owned(),
            draining,
            until: instant("until")?,
            runner: field("by").unwrap_or("unknown").to_owned(),
            at: instant("at")?.ok_or_else(|| missing("at"))?,
        })
    }
}

fn parse<T: FromStr>(name: &str, value: &str) -> Result<T, Unreadable> {
    value.parse().map_err(|_| Unreadable(format!("`{name}={value}` is no value for {name}")))
}

/// A name as a stamp can hold it: no spaces, which separate the fields, and not too long. What is compared with a
/// stamp's claim must be written the same way.
#[must_use]
pub fn name(text: &str) -> String {
    let kept: String = text.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect();
    let cut: String = kept.chars().take(NAME_CHARACTERS).collect();
    if cut.is_empty() { "-".to_owned() } else { cut }
}

fn whole_seconds(instant: Timestamp) -> Timestamp {
    Timestamp::from_second(instant.as_second()).unwrap_or(instant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::limits;
    use proptest::prelude::*;

    fn stamp() -> Stamp {
        Stamp {
            scale: Scale { max: 5, ready: Some(0) },
            lifecycle: Some(Lifecycle::Timed { cooldown: Duration::from_secs(300) }),
            floor: Some(1),
            claim: "idle".into(),
            draining: false,
            until: None,
            runner: "ana@desk".into(),
            at: "2026-11-21T14:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_stamp_reads_well_in_the_portal() {
        let text = "v1 max=5 ready=0 floor=1 Timed=300s claim=idle by=ana@desk at=2026-11-21T14:00:00Z";
        assert_eq!(stamp().to_string(), text);
        assert_eq!(text.parse(), Ok(stamp()));
        assert_eq!(stamp().applied(), Scale { max: 5, ready: Some(1) });
    }

    #[test]
    fn an_edited_or_newer_tag_is_unreadable() {
        for text in ["", "hello", "v2 max=5", "v1", "v1 max=five claim=a at=2026-11-21T14:00:00Z", "v1 max=5 claim=a"] {
            assert!(text.parse::<Stamp>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_stamp_fits_a_tag_and_comes_back(
            max: u32, ready: Option<u32>, floor: Option<u32>, seconds: Option<u32>, exit: bool, draining: bool,
            claim in "\\PC{1,80}", runner in "\\PC{1,80}", until in proptest::option::of(0i64..4_000_000_000),
            at in 0i64..4_000_000_000,
        ) {
            let period = seconds.map(|seconds| Duration::from_secs(seconds.into()));
            let stamp = Stamp {
                scale: Scale { max, ready },
                lifecycle: period.map(|period| if exit {
                    Lifecycle::OnContainerExit { max_alive: period }
                } else {
                    Lifecycle::Timed { cooldown: period }
                }),
                floor,
                claim: name(&claim),
                draining,
                until: until.map(|seconds| Timestamp::from_second(seconds).unwrap()),
                runner: name(&runner),
                at: Timestamp::from_second(at).unwrap(),
            };
            let text = stamp.to_string();
            prop_assert!(text.chars().count() <= limits::TAG_VALUE_CHARACTERS, "{}", text);
            prop_assert_eq!(text.parse(), Ok(stamp));
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = text.parse::<Stamp>();
        }
    }
}
