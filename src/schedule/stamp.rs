//! The stamp: what we applied to a pool last, written as a tag in the same PATCH as the scale itself, so that no crash
//! can separate the two.
//!
//! One line, versioned, readable in the portal:
//! `v1 max=50 ready=10 Timed=300s claim=event:final by=ana@desk at=2026-11-21T14:00:00Z
//! events=final@2026-11-21T16:00Z/50/10`. A pool that equals its stamp is ours; a pool that differs was changed by
//! somebody else.
//!
//! Where max sessions is still above what is wished, it says since when nobody has asked for more than how many:
//! `asked=10@2026-11-21T16:01Z`. A reader that knows nothing of that waits longer.
//!
//! The events stand there with their ends and numbers because the next reader may have another file: one that does not
//! know a running event takes it for a claim as it stands there, and so never cuts it. An event whose numbers are added
//! to others has `+` for `/`.

use super::claim::{Claim, Combine};
use super::fields::{Fields, Words, whole_seconds, word};
use crate::model::limits::TAG_VALUE_CHARACTERS;
use crate::model::{Lifecycle, Scale, Settings};
use jiff::Timestamp;
use std::fmt;

pub use super::fields::Unreadable;

/// The tag's name.
pub const TAG: &str = "pool-applied";

/// Characters of the winning claim in a stamp, and where there is no room for so many.
const CLAIM_CHARACTERS: [usize; 2] = [32, 16];

/// Characters of a runner in a stamp, and where there is no room for so many.
const RUNNER_CHARACTERS: [usize; 2] = [24, 8];

/// Characters of an event's name in a stamp.
pub const EVENT_CHARACTERS: usize = 32;

/// Stand for events that found no room, shared ones and added ones: no file knows events of these names.
const NAMELESS: [&str; 2] = ["+", "++"];

/// What was applied, why, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The scale that was asked for.
    pub scale: Scale,
    /// The lifecycle that was asked for.
    pub lifecycle: Option<Lifecycle>,
    /// The fewest ready sessions that Azure took when 0 was asked for.
    pub floor: Option<u32>,
    /// The claim that won, as [`name`] writes it.
    pub claim: String,
    /// Since when something waits for sessions to end: the end of the claim that they came with.
    pub draining: Option<Timestamp>,
    /// While max sessions is above what is wished: what was asked for since something bigger ended.
    pub asked: Option<Asked>,
    /// The events that held, each with its end.
    pub events: Vec<Running>,
    /// Who ran the program, and where.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Who runs it regularly, as far as is known.
    pub runner: Option<Mark>,
}

/// The most max sessions that anybody has asked for since an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// So many.
    pub max: u32,
    /// Since then, in whole minutes, rounded up.
    pub since: Timestamp,
}

/// An event that held when a stamp was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// Its name, as [`event_name`] writes it.
    pub name: String,
    /// Its end, in whole minutes, rounded up.
    pub until: Timestamp,
    /// Max sessions that it asks for.
    pub max: u32,
    /// Ready sessions that it asks for.
    pub ready: u32,
    /// How its numbers meet those of others.
    pub combine: Combine,
}

/// When somebody ran the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Who, and where.
    pub by: String,
    /// When, in whole minutes.
    pub at: Timestamp,
}

impl Stamp {
    /// The scale that the pool has when nobody changed it since: with the floor in place of a refused 0.
    #[must_use]
    pub fn applied(&self) -> Scale {
        match self.floor {
            Some(floor) => Scale { ready: self.scale.ready.map(|ready| ready.max(floor)), ..self.scale },
            None => self.scale,
        }
    }

    /// Whether a pool's scale is the one that was applied: nobody else changed it since. Where Azure leaves the ready
    /// number out, it is 0.
    #[must_use]
    pub fn is_applied(&self, scale: Scale) -> bool {
        let numbers = |scale: Scale| (scale.max, scale.ready.unwrap_or(0));
        numbers(self.applied()) == numbers(scale)
    }

    /// The same as a tag can hold it: names cut, instants in whole seconds and minutes, and the events that find no
    /// room as one without a name, which no file knows.
    #[must_use]
    pub fn as_written(self) -> Self {
        let mut events: Vec<Running> = self
            .events
            .iter()
            .map(|event| Running { name: event_name(&event.name), until: minute(event.until, 59), ..event.clone() })
            .collect();
        events.sort_by(|one, other| (&one.name, one.until).cmp(&(&other.name, other.until)));
        events.dedup_by(|next, kept| {
            let is_same = next.name == kept.name;
            if is_same {
                kept.cover(next);
            }
            is_same
        });
        let mut stamp = Self {
            claim: word(&self.claim, CLAIM_CHARACTERS[0]),
            draining: self.draining.map(whole_seconds),
            asked: self.asked.map(|asked| Asked { since: minute(asked.since, 59), ..asked }),
            by: word(&self.by, RUNNER_CHARACTERS[0]),
            at: whole_seconds(self.at),
            runner: self.runner.map(|mark| Mark { by: word(&mark.by, RUNNER_CHARACTERS[0]), at: minute(mark.at, 0) }),
            events,
            ..self
        };
        if stamp.len() > TAG_VALUE_CHARACTERS {
            stamp.claim = word(&stamp.claim, CLAIM_CHARACTERS[1]);
            stamp.by = word(&stamp.by, RUNNER_CHARACTERS[1]);
            stamp.runner = stamp.runner.map(|mark| Mark { by: word(&mark.by, RUNNER_CHARACTERS[1]), ..mark });
        }
        if stamp.len() > TAG_VALUE_CHARACTERS {
            // Without it everything is waited for.
            stamp.asked = None;
        }
        while stamp.len() > TAG_VALUE_CHARACTERS && stamp.events.len() > 1 {
            stamp.merge_longest();
        }
        if stamp.len() > TAG_VALUE_CHARACTERS
            && let [only] = stamp.events.as_mut_slice()
        {
            only.name = only.nameless().to_owned();
        }
        stamp
    }

    /// Puts the event with the longest name, which makes most room, into the one without a name.
    fn merge_longest(&mut self) {
        let named = |event: &&Running| !event.is_nameless();
        let longest = self.events.iter().filter(named).max_by_key(|event| event.name.chars().count()).cloned();
        // Where nothing has a name any more, the two that stand for the rest become one.
        let Some(longest) = longest.or_else(|| self.events.last().cloned()) else { return };
        self.events.retain(|event| event.name != longest.name);
        let name = if longest.is_nameless() { NAMELESS[0] } else { longest.nameless() };
        match self.events.iter_mut().find(|event| event.name == name) {
            Some(nameless) => nameless.cover(&longest),
            None => {
                self.events.push(Running { name: name.to_owned(), ..longest });
                self.events.sort_by(|one, other| one.name.cmp(&other.name));
            }
        }
    }

    /// Whether a claim is the one that won, as [`name`] writes it.
    #[must_use]
    pub fn is_by(&self, claim: &str) -> bool {
        CLAIM_CHARACTERS.iter().any(|characters| self.claim == word(claim, *characters))
    }

    fn len(&self) -> usize {
        self.to_string().chars().count()
    }

    /// Reads the tag.
    ///
    /// # Errors
    /// Where it is not as this version writes it.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let fields = Fields::read(TAG, text)?;
        Ok(Self {
            scale: Scale { max: fields.required("max")?, ready: fields.parsed("ready")? },
            lifecycle: fields.lifecycle()?,
            floor: fields.parsed("floor")?,
            claim: name(fields.text("claim").ok_or_else(|| fields.unreadable("it has no claim"))?),
            draining: fields.parsed("draining")?,
            asked: match fields.text("asked") {
                Some(text) => Some(asked(&fields, text)?),
                None => None,
            },
            by: word(fields.text("by").unwrap_or("unknown"), RUNNER_CHARACTERS[0]),
            at: fields.required("at")?,
            runner: match fields.text("runner") {
                Some(text) => {
                    let (by, at) = pair(&fields, "runner", text)?;
                    Some(Mark { by: word(&by, RUNNER_CHARACTERS[0]), at })
                }
                None => None,
            },
            events: match fields.text("events") {
                Some(text) => text.split(',').map(|text| running(&fields, text)).collect::<Result<_, _>>()?,
                None => Vec::new(),
            },
        })
    }
}

impl Running {
    /// Asks for whatever both ask for, for as long as either.
    fn cover(&mut self, other: &Self) {
        self.until = self.until.max(other.until);
        if self.combine == Combine::Sum && other.combine == Combine::Sum {
            self.max = self.max.saturating_add(other.max);
            self.ready = self.ready.saturating_add(other.ready);
        } else if self.combine == other.combine {
            self.max = self.max.max(other.max);
            self.ready = self.ready.max(other.ready);
        } else {
            // One that is added and one that is shared come to both together.
            self.max = self.max.saturating_add(other.max);
            self.ready = self.ready.saturating_add(other.ready);
            self.combine = Combine::Max;
        }
    }

    /// Whether it stands for events that found no room.
    #[must_use]
    pub fn is_nameless(&self) -> bool {
        NAMELESS.contains(&self.name.as_str())
    }

    fn nameless(&self) -> &'static str {
        NAMELESS[usize::from(self.combine == Combine::Sum)]
    }

    /// What it asks for, under the lifecycle that the pool was given.
    #[must_use]
    pub fn settings(&self, lifecycle: Lifecycle) -> Settings {
        Settings { max_sessions: self.max, ready_sessions: self.ready, lifecycle, expires_after: None }
    }

    /// The claim of a running event, where its file says so.
    #[must_use]
    pub fn of(claim: &Claim) -> Option<Self> {
        Some(Self {
            name: claim.name.clone(),
            until: claim.until?,
            max: claim.settings.max_sessions,
            ready: claim.settings.ready_sessions,
            combine: claim.combine,
        })
    }
}

/// `name@2026-11-21T16:00Z/50/10`.
impl fmt::Display for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.combine == Combine::Sum { '+' } else { '/' };
        write!(f, "{}{sign}{}{sign}{}", at_minute(&self.name, self.until), self.max, self.ready)
    }
}

fn running(fields: &Fields<'_>, text: &str) -> Result<Running, Unreadable> {
    let wrong = || fields.unreadable(format!("`{}` is no value for events", text.escape_debug()));
    let end = text.rfind('@').ok_or_else(wrong)?;
    let sign = text[end..].find(['/', '+']).map(|at| at + end).ok_or_else(wrong)?;
    let combine = if text[sign..].starts_with('+') { Combine::Sum } else { Combine::Max };
    let mut numbers = text[sign + 1..].split(&text[sign..=sign]).map(str::parse::<u32>);
    let (name, until) = pair(fields, "events", &text[..sign])?;
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(max)), Some(Ok(ready)), None) => Ok(Running { name: event_name(&name), until, max, ready, combine }),
        _ => Err(wrong()),
    }
}

fn asked(fields: &Fields<'_>, text: &str) -> Result<Asked, Unreadable> {
    let (max, since) = pair(fields, "asked", text)?;
    let max = max.parse().map_err(|_| fields.unreadable(format!("`{}` is no value for asked", text.escape_debug())))?;
    Ok(Asked { max, since })
}

/// `name@2026-11-21T16:00Z`; the name may hold an `@` of its own.
fn pair(fields: &Fields<'_>, field: &str, text: &str) -> Result<(String, Timestamp), Unreadable> {
    let wrong = || fields.unreadable(format!("`{}` is no value for {field}", text.escape_debug()));
    let (name, at) = text.rsplit_once('@').ok_or_else(wrong)?;
    Ok((name.to_owned(), at.parse().map_err(|_| wrong())?))
}

/// In whole minutes: `up` seconds are added first.
fn minute(at: Timestamp, up: i64) -> Timestamp {
    Timestamp::from_second((at.as_second().saturating_add(up)).div_euclid(60) * 60).unwrap_or(at)
}

fn at_minute(name: &str, at: Timestamp) -> String {
    format!("{name}@{}", at.strftime("%Y-%m-%dT%H:%MZ"))
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = Words::new();
        words
            .add("max", self.scale.max)
            .add_some("ready", self.scale.ready)
            .add_some("floor", self.floor)
            .lifecycle(self.lifecycle)
            .add("claim", &self.claim)
            .add_some("draining", self.draining)
            .add_some("asked", self.asked.map(|asked| at_minute(&asked.max.to_string(), asked.since)))
            .add("by", &self.by)
            .add("at", self.at)
            .add_some("runner", self.runner.as_ref().map(|mark| at_minute(&mark.by, mark.at)));
        if !self.events.is_empty() {
            let events: Vec<String> = self.events.iter().map(ToString::to_string).collect();
            words.add("events", events.join(","));
        }
        f.write_str(&words.finish())
    }
}

/// The name of a claim as a stamp holds it. What is compared with a stamp's claim must be written the same way.
#[must_use]
pub fn name(text: &str) -> String {
    word(text, CLAIM_CHARACTERS[0])
}

/// The name of an event as a stamp holds it.
#[must_use]
pub fn event_name(text: &str) -> String {
    word(text, EVENT_CHARACTERS)
}

#[cfg(test)]
mod tests;
