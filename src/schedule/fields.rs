//! The words of a tag of ours: a version, then `name=value` by spaces, readable in the portal.

use crate::model::{Lifecycle, Settings, limits};
use jiff::Timestamp;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use thiserror::Error;

/// The version that this program writes and reads.
const VERSION: &str = "v1";

/// A tag of ours that we cannot read: edited by hand, or newer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the tag {tag} cannot be read: {why}")]
pub struct Unreadable {
    /// The tag's name.
    pub tag: String,
    /// Why not.
    pub why: String,
}

/// The words of a tag.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    tag: &'a str,
    words: Vec<&'a str>,
}

impl<'a> Fields<'a> {
    /// The words behind the version.
    pub(super) fn read(tag: &'a str, text: &'a str) -> Result<Self, Unreadable> {
        let mut words = text.split_whitespace();
        if words.next() == Some(VERSION) {
            return Ok(Self { tag, words: words.collect() });
        }
        Err(Unreadable { tag: tag.to_owned(), why: format!("`{}` does not start with {VERSION}", text.escape_debug()) })
    }

    pub(super) fn unreadable(&self, why: impl Into<String>) -> Unreadable {
        Unreadable { tag: self.tag.to_owned(), why: why.into() }
    }

    /// Whether a word stands there by itself.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.contains(&word)
    }

    /// The text of a field.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
    }

    /// A name, without what somebody may have put into the tag to forge a line.
    pub(super) fn word(&self, name: &str, characters: usize) -> Result<String, Unreadable> {
        let text = self.text(name).ok_or_else(|| self.unreadable(format!("it has no {name}")))?;
        Ok(word(text, characters))
    }

    pub(super) fn parsed<T: FromStr>(&self, name: &str) -> Result<Option<T>, Unreadable> {
        self.text(name).map(|value| self.parse(name, value)).transpose()
    }

    pub(super) fn required<T: FromStr>(&self, name: &str) -> Result<T, Unreadable> {
        self.parsed(name)?.ok_or_else(|| self.unreadable(format!("it has no {name}")))
    }

    fn parse<T: FromStr>(&self, name: &str, value: &str) -> Result<T, Unreadable> {
        value.parse().map_err(|_| self.unreadable(format!("`{name}={}` is no value for {name}", value.escape_debug())))
    }

    /// From when until when: an instant each, the end maybe `never`.
    pub(super) fn window(&self) -> Result<(Timestamp, Option<Timestamp>), Unreadable> {
        let from = self.required(FROM)?;
        let until = match self.text(UNTIL) {
            Some(NEVER) => None,
            _ => Some(self.required(UNTIL)?),
        };
        Ok((from, until))
    }

    /// The lifecycle: its type with its period in seconds.
    pub(super) fn lifecycle(&self) -> Result<Option<Lifecycle>, Unreadable> {
        let period = |name: &str| -> Result<Option<Duration>, Unreadable> {
            let value = self.text(name).map(|value| self.parse(name, value.trim_end_matches('s')));
            Ok(value.transpose()?.map(Duration::from_secs))
        };
        Ok(match (period("Timed")?, period("OnContainerExit")?) {
            (Some(cooldown), _) => Some(Lifecycle::Timed { cooldown }),
            (None, Some(max_alive)) => Some(Lifecycle::OnContainerExit { max_alive }),
            (None, None) => None,
        })
    }
}

impl Fields<'_> {
    /// Numbers and lifecycle, which a hand that edited the tag may have made impossible.
    pub(super) fn settings(&self) -> Result<Settings, Unreadable> {
        let settings = Settings {
            max_sessions: self.required("max")?,
            ready_sessions: self.required("ready")?,
            lifecycle: self.lifecycle()?.ok_or_else(|| self.unreadable("it has no lifecycle"))?,
            expires_after: None,
        };
        match limits::faults(&settings).into_iter().next() {
            Some((_, fault)) => Err(self.unreadable(fault)),
            None => Ok(settings),
        }
    }
}

const FROM: &str = "from";
const UNTIL: &str = "until";
const NEVER: &str = "never";

/// Writes the words of a tag.
#[derive(Debug)]
pub(super) struct Words(String);

impl Words {
    pub(super) fn new() -> Self {
        Self(VERSION.to_owned())
    }

    pub(super) fn add(&mut self, name: &str, value: impl fmt::Display) -> &mut Self {
        self.0.push_str(&format!(" {name}={value}"));
        self
    }

    pub(super) fn add_some(&mut self, name: &str, value: Option<impl fmt::Display>) -> &mut Self {
        if let Some(value) = value {
            self.add(name, value);
        }
        self
    }

    pub(super) fn flag(&mut self, word: &str, is_set: bool) -> &mut Self {
        if is_set {
            self.0.push_str(&format!(" {word}"));
        }
        self
    }

    /// Numbers and lifecycle.
    pub(super) fn settings(&mut self, settings: &Settings) -> &mut Self {
        self.add("max", settings.max_sessions).add("ready", settings.ready_sessions).lifecycle(Some(settings.lifecycle))
    }

    /// From when until when.
    pub(super) fn window(&mut self, from: Timestamp, until: Option<Timestamp>) -> &mut Self {
        self.add(FROM, whole_seconds(from));
        match until {
            Some(until) => self.add(UNTIL, whole_seconds(until)),
            None => self.add(UNTIL, NEVER),
        }
    }

    pub(super) fn lifecycle(&mut self, lifecycle: Option<Lifecycle>) -> &mut Self {
        if let Some(lifecycle) = lifecycle {
            self.add(lifecycle.type_name(), format!("{}s", lifecycle.period().as_secs()));
        }
        self
    }

    /// How many characters there are.
    pub(super) fn len(&self) -> usize {
        self.0.chars().count()
    }

    pub(super) fn finish(&self) -> String {
        self.0.clone()
    }
}

/// A name as a tag can hold it: no spaces, which separate the words, and not too long. What is compared with a name
/// from a tag must be written the same way.
#[must_use]
pub(super) fn word(text: &str, characters: usize) -> String {
    let plain = |c: char| if c.is_whitespace() || c.is_control() || c == ',' { '_' } else { c };
    let cut: String = text.chars().map(plain).take(characters).collect();
    if cut.is_empty() { "-".to_owned() } else { cut }
}

/// The instant without what a tag does not hold.
#[must_use]
pub(super) fn whole_seconds(instant: Timestamp) -> Timestamp {
    Timestamp::from_second(instant.as_second()).unwrap_or(instant)
}
