//! A lease: a manual scale-up with an end, kept on the pool itself as a tag.
//!
//! One line, readable in the portal: `v1 max=50 ready=10 Timed=300s profile=contest from=2026-11-21T14:00:00Z
//! until=2026-11-21T17:00:00Z by=ana@desk reason=the autumn final`. The numbers stand there always; the profile's name
//! is a label, since the file of that name may say something else elsewhere.

use super::claim::Combine;
use super::fields::{Fields, Unreadable, Words, whole_seconds, word};
use super::person::Person;
use crate::model::Settings;
use crate::model::limits::TAG_VALUE_CHARACTERS;
use jiff::{SignedDuration, Timestamp};
use std::fmt;

/// The beginning of the tags' names; a number from 0 follows.
pub const TAG: &str = "pool-lease-";

/// How many leases a pool can hold.
pub const SLOTS: u8 = 8;

/// What stands in a slot whose lease has ended: a tag cannot be taken away where tags are merged.
pub const ENDED: &str = "ended";

/// An end that is later by less than this renews nothing: the same command run again must change nothing.
const LEAST_RENEWAL: SignedDuration = SignedDuration::from_mins(1);

/// Characters of a profile's name in a tag.
const PROFILE_CHARACTERS: usize = 24;

/// The word in front of the reason, which is the rest of the line.
const REASON: &str = " reason=";

/// A manual scale-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// What it asks for.
    pub settings: Settings,
    /// The name of the profile it came from.
    pub profile: String,
    /// When it was made first.
    pub from: Timestamp,
    /// When it ends by itself; `None` with `--no-expiry`.
    pub until: Option<Timestamp>,
    /// Whether it is added to what the others want, or shares it with them.
    pub combine: Combine,
    /// Whose it is.
    pub by: Person,
    /// What for, in their words.
    pub reason: Option<String>,
}

impl Lease {
    /// The same as a tag can hold it: names cut, instants in whole seconds.
    #[must_use]
    pub fn as_written(self) -> Self {
        let lease = Self {
            profile: word(&self.profile, PROFILE_CHARACTERS),
            from: whole_seconds(self.from),
            until: self.until.map(whole_seconds),
            settings: Settings { expires_after: None, ..self.settings },
            reason: self.reason.map(|reason| one_line(&reason)).filter(|reason| !reason.is_empty()),
            ..self
        };
        let room = TAG_VALUE_CHARACTERS.saturating_sub(lease.words().len() + REASON.len());
        Self {
            reason: lease
                .reason
                .map(|reason| reason.chars().take(room).collect::<String>().trim_end().to_owned())
                .filter(|reason: &String| !reason.is_empty()),
            ..lease
        }
    }

    /// What stands on the pool of a reason that has no room there whole.
    #[must_use]
    pub fn cut_reason(&self, reason: &str) -> Option<&str> {
        let kept = self.reason.as_deref().unwrap_or_default();
        (one_line(reason).chars().count() > kept.chars().count()).then_some(kept)
    }

    /// Whether it holds at an instant. One made on a machine whose clock is ahead holds at once.
    #[must_use]
    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// Whether another is of the same person and profile, so that it renews this one.
    #[must_use]
    pub fn is_renewed_by(&self, other: &Self) -> bool {
        // One that is added and one that is shared are two wishes.
        self.by.is_same(&other.by) && self.combine == other.combine && self.is_of(&other.profile)
    }

    /// Whether it bears a name, of a profile or of an event that it makes last longer.
    #[must_use]
    pub fn is_of(&self, name: &str) -> bool {
        self.profile == word(name, PROFILE_CHARACTERS)
    }

    /// This lease renewed: it never ends earlier and never gets smaller by it.
    #[must_use]
    pub fn renewed(&self, with: Self) -> Self {
        let until = match (self.until, with.until) {
            (Some(is), Some(new)) if is.duration_until(new) >= LEAST_RENEWAL => Some(new),
            (Some(is), Some(_)) => Some(is),
            _ => None,
        };
        let (is, new) = (self.settings.lifecycle, with.settings.lifecycle);
        let settings = Settings {
            max_sessions: self.settings.max_sessions.max(with.settings.max_sessions),
            ready_sessions: self.settings.ready_sessions.max(with.settings.ready_sessions),
            lifecycle: if is.same_type(&new) && new.period() < is.period() { is } else { new },
            ..with.settings
        };
        Self { settings, until, from: self.from, reason: with.reason.clone().or_else(|| self.reason.clone()), ..with }
    }

    fn words(&self) -> Words {
        let mut words = Words::new();
        words
            .settings(&self.settings)
            .add("profile", &self.profile)
            .window(self.from, self.until)
            .flag("add", self.combine == Combine::Sum);
        self.by.write(&mut words);
        words
    }

    /// Reads a tag; `tag` is its name.
    ///
    /// # Errors
    /// Where it is not as this version writes it.
    pub fn read(tag: &str, text: &str) -> Result<Self, Unreadable> {
        let (line, reason) = match text.split_once(REASON) {
            Some((line, reason)) => (line, Some(reason.to_owned())),
            None => (text, None),
        };
        let fields = Fields::read(tag, line)?;
        let settings = fields.settings()?;
        let profile = fields.word("profile", PROFILE_CHARACTERS)?;
        let (from, until) = fields.window()?;
        Ok(Self {
            settings,
            profile,
            from,
            until,
            combine: if fields.has("add") { Combine::Sum } else { Combine::Max },
            by: Person::read(&fields)?,
            reason: reason.map(|reason| one_line(&reason)),
        })
    }
}

impl fmt::Display for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().finish())?;
        match &self.reason {
            Some(reason) => write!(f, "{REASON}{reason}"),
            None => Ok(()),
        }
    }
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lifecycle;
    use proptest::prelude::*;
    use std::time::Duration;

    fn lease(max: u32, until: Option<&str>) -> Lease {
        Lease {
            settings: Settings {
                max_sessions: max,
                ready_sessions: 10,
                lifecycle: Lifecycle::Timed { cooldown: Duration::from_secs(300) },
                expires_after: None,
            },
            profile: "contest".into(),
            from: "2026-11-21T14:00:00Z".parse().unwrap(),
            until: until.map(|until| until.parse().unwrap()),
            combine: Combine::Max,
            by: Person::named("ana@desk"),
            reason: Some("the autumn final".into()),
        }
    }

    #[test]
    fn a_lease_reads_well_in_the_portal() {
        let text = "v1 max=50 ready=10 Timed=300s profile=contest from=2026-11-21T14:00:00Z \
                    until=2026-11-21T17:00:00Z by=ana@desk reason=the autumn final";
        let lease = lease(50, Some("2026-11-21T17:00:00Z"));
        assert_eq!(lease.to_string(), text);
        assert_eq!(Lease::read("pool-lease-0", text), Ok(lease));
    }

    #[test]
    fn a_renewal_never_ends_earlier_and_never_gets_smaller() {
        let short = lease(80, Some("2026-11-21T15:00:00Z"));
        let long = lease(50, Some("2026-11-21T17:00:00Z"));
        for (first, second) in [(&short, &long), (&long, &short)] {
            let renewed = first.renewed(Lease { reason: None, ..second.clone() });
            assert_eq!((renewed.until, renewed.settings.max_sessions), (long.until, 80));
            assert_eq!(renewed.reason, first.reason);
        }
        assert_eq!(short.renewed(lease(50, None)).until, None);
        assert_eq!(lease(50, None).renewed(short).until, None);
    }

    #[test]
    fn a_reason_that_is_cut_is_told() {
        let long = "a very long reason ".repeat(20);
        let cut = Lease { reason: Some(long.clone()), ..lease(50, None) }.as_written();
        let kept = cut.cut_reason(&long).unwrap();
        assert!(cut.to_string().len() <= TAG_VALUE_CHARACTERS && long.starts_with(kept) && kept.len() > 50, "{kept}");
        assert_eq!(lease(50, None).as_written().cut_reason(" the  autumn\nfinal "), None);
    }

    #[test]
    fn an_edited_or_newer_tag_is_unreadable() {
        for text in ["", "ended", "hello", "v2 max=50", "v1 max=50", "v1 max=x ready=1 Timed=300s profile=p"] {
            assert!(Lease::read("pool-lease-0", text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_lease_fits_a_tag_and_comes_back(
            max in 2u32.., ready: u32, seconds in 300u32..=3600, exit: bool, add: bool, profile in "\\PC{0,80}", by in "\\PC{0,80}",
            key in proptest::option::of("\\PC{0,80}"), alias in proptest::option::of("\\PC{0,80}"),
            until in proptest::option::of(0i64..4_000_000_000), from in 0i64..4_000_000_000,
            reason in proptest::option::of("[\\PC\n\t]{0,400}"),
        ) {
            let period = Duration::from_secs(seconds.into());
            let lease = Lease {
                settings: Settings {
                    max_sessions: max,
                    ready_sessions: ready % max,
                    lifecycle: if exit { Lifecycle::OnContainerExit { max_alive: period } } else { Lifecycle::Timed { cooldown: period } },
                    expires_after: None,
                },
                profile,
                from: Timestamp::from_second(from).unwrap(),
                until: until.map(|until| Timestamp::from_second(until).unwrap()),
                combine: if add { Combine::Sum } else { Combine::Max },
                by: match key {
                    Some(key) => Person::with_token(&by, &key, alias.as_deref()),
                    None => Person::named(&by),
                },
                reason,
            }.as_written();
            let text = lease.to_string();
            prop_assert!(text.chars().count() <= TAG_VALUE_CHARACTERS, "{}", text);
            prop_assert_eq!(Lease::read("pool-lease-0", &text), Ok(lease));
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = Lease::read("pool-lease-0", &text);
        }
    }
}
