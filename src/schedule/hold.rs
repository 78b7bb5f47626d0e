//! A hold: a manual decision that outranks other claims until its end, kept on the pool as the tag `pool-hold`.

use super::fields::{Fields, Unreadable, Words, whole_seconds, word};
use super::person::Person;
use crate::model::Settings;
use jiff::Timestamp;
use std::fmt;

/// The tag's name.
pub const TAG: &str = "pool-hold";

/// Characters of a profile's name in a tag.
const PROFILE_CHARACTERS: usize = 32;

/// What a hold stands above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outranks {
    /// The base alone: events and leases still come on top of it. `scale-down --profile`.
    Base,
    /// Everything. `scale-down --force`.
    All,
}

impl Outranks {
    fn word(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::All => "all",
        }
    }
}

/// A manual decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// What it holds the pool at.
    pub settings: Settings,
    /// The name of the profile it came from.
    pub profile: String,
    /// What it stands above.
    pub outranks: Outranks,
    /// When it was made.
    pub from: Timestamp,
    /// When it ends by itself; `None` without an end. One over everything is ended by the next scale-up, too.
    pub until: Option<Timestamp>,
    /// Whose it is.
    pub by: Person,
}

impl Hold {
    /// The same as a tag can hold it.
    #[must_use]
    pub fn as_written(self) -> Self {
        Self {
            profile: word(&self.profile, PROFILE_CHARACTERS),
            from: whole_seconds(self.from),
            until: self.until.map(whole_seconds),
            settings: Settings { expires_after: None, ..self.settings },
            ..self
        }
    }

    /// Whether it holds at an instant.
    #[must_use]
    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// Reads the tag.
    ///
    /// # Errors
    /// Where it is not as this version writes it.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let fields = Fields::read(TAG, text)?;
        let outranks = [Outranks::Base, Outranks::All].into_iter().find(|one| fields.text("over") == Some(one.word()));
        let settings = fields.settings()?;
        let profile = fields.word("profile", PROFILE_CHARACTERS)?;
        let outranks = outranks.ok_or_else(|| fields.unreadable("it does not say what it is over"))?;
        let (from, until) = fields.window()?;
        Ok(Self { settings, profile, outranks, from, until, by: Person::read(&fields)? })
    }
}

impl fmt::Display for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = Words::new();
        words
            .settings(&self.settings)
            .add("profile", &self.profile)
            .add("over", self.outranks.word())
            .window(self.from, self.until);
        self.by.write(&mut words);
        f.write_str(&words.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lifecycle;
    use crate::model::limits::TAG_VALUE_CHARACTERS;
    use proptest::prelude::*;
    use std::time::Duration;

    proptest! {
        #[test]
        fn every_hold_fits_a_tag_and_comes_back(
            max in 2u32.., ready: u32, seconds in 1u32.., all: bool, profile in "\\PC{0,80}", by in "\\PC{0,80}",
            key in proptest::option::of("\\PC{0,80}"), until in proptest::option::of(0i64..4_000_000_000),
        ) {
            let hold = Hold {
                settings: Settings {
                    max_sessions: max,
                    ready_sessions: ready % max,
                    lifecycle: Lifecycle::OnContainerExit { max_alive: Duration::from_secs(seconds.into()) },
                    expires_after: None,
                },
                profile,
                outranks: if all { Outranks::All } else { Outranks::Base },
                from: Timestamp::from_second(1_796_000_000).unwrap(),
                until: until.map(|until| Timestamp::from_second(until).unwrap()),
                by: match key {
                    Some(key) => Person::with_token(&by, &key, Some(&by)),
                    None => Person::named(&by),
                },
            }.as_written();
            let text = hold.to_string();
            prop_assert!(text.chars().count() <= TAG_VALUE_CHARACTERS, "{}", text);
            prop_assert_eq!(Hold::read(&text), Ok(hold));
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = Hold::read(&text);
        }
    }
}
