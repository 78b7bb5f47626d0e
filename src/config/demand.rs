//! Demand files: who comes to which pool, when, and what they run. What [`crate::sim`] plays is made of them.
//!
//! Everything may be left out here: flags come on top of a file, and what is still missing then is said by
//! [`Draft::demand`].

use super::arrivals;
use super::fault::{Fault, Faults};
use super::node::{self, Node, Place};
use super::profile;
use super::shape::Key;
use super::spread;
use super::view::Object;
use super::{check, document};
use crate::error::{Error, Kind, Result};
use crate::model::{Arrivals, Demand, Identifiers, Kind as PoolKind, Rhythm, Settings, Spread, WhenFull};
use schedule::pool;
use std::time::Duration;
use table::DEMAND;

pub use super::arrivals::{Arrive, MOST_USERS, identifier, parse as arrive, when_full};
pub use schedule::parse as schedule;

/// The most replications. Each keeps about 400 KB of results.
pub const MOST_REPLICATIONS: u32 = 1_000;

/// The most runs of a user.
pub const MOST_RUNS: u32 = 1_000_000;

/// The most sessions of a node.
pub const MOST_ON_A_NODE: u32 = 1_000_000;

/// When users come where nobody says it.
const ARRIVE_WITHIN: Duration = Duration::from_secs(60);

/// What a demand file names and does not hold.
#[expect(missing_debug_implementations, reason = "functions have no words")]
pub struct Beside<'a> {
    /// The text of a file.
    pub text: &'a dyn Fn(&str) -> Result<String, String>,
    /// The settings of a profile.
    pub profile: &'a dyn Fn(&str) -> Result<Settings, String>,
}

/// A scale under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The profile's name, or what stands in its place.
    pub name: String,
    /// What it asks for.
    pub settings: Settings,
}

impl Named {
    /// Numbers that stand in a file, in place of a profile.
    #[must_use]
    pub fn numbers(settings: Settings) -> Self {
        Self { name: format!("max {}", settings.max_sessions), settings }
    }

    /// Whether it is that.
    #[must_use]
    pub fn is_numbers(&self) -> bool {
        self.name == format!("max {}", self.settings.max_sessions)
    }
}

/// A scale from a moment on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// When it is asked for, since the beginning.
    pub at: Duration,
    /// Which.
    pub to: Named,
}

/// How long starts take, as far as somebody says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Starts {
    /// Of a session that its identifier has.
    pub found: Option<Spread>,
    /// Of a ready one.
    pub warm: Option<Spread>,
    /// Of one that has to be started.
    pub cold: Option<Spread>,
    /// What a new node adds.
    pub node: Option<Spread>,
    /// From asking for another scale until sessions are started for it.
    pub operation: Option<Spread>,
}

/// What was said of a demand, by a file or by flags.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// What the experiment is about, one line.
    pub description: Option<String>,
    /// What the pool runs.
    pub kind: Option<PoolKind>,
    /// What the pool is.
    pub pool: Option<Named>,
    /// What becomes of it.
    pub schedule: Vec<Turn>,
    /// When nobody starts anything any more.
    pub lasts: Option<Duration>,
    /// How many come.
    pub users: Option<u64>,
    /// When they come.
    pub arrive: Option<Arrive>,
    /// How long a run takes.
    pub run: Option<Spread>,
    /// How one run follows another.
    pub rhythm: Option<Rhythm>,
    /// Most runs of a user.
    pub runs: Option<u32>,
    /// How long a user stays.
    pub stay: Option<Duration>,
    /// Which identifiers they use.
    pub identifiers: Option<Identifiers>,
    /// Whether a session serves one run after the other.
    pub one_at_a_time: Option<bool>,
    /// What they do when the pool is full.
    pub when_full: Option<WhenFull>,
    /// How long starts take.
    pub starts: Starts,
    /// How many sessions a node holds.
    pub on_a_node: Option<u32>,
    /// Where chance begins.
    pub seed: Option<u64>,
    /// How often it is played.
    pub replications: Option<u32>,
}

/// Whether a text says of itself that it is a demand file: it has keys that no profile has, and none that all
/// profiles have.
#[must_use]
pub fn looks_like_one(text: &str) -> bool {
    let has =
        |key: &Key| text.lines().any(|line| line.strip_prefix(key.name).is_some_and(|rest| rest.starts_with(':')));
    let of_profiles = |key: &Key| profile::PROFILE.key(key.name).is_some();
    DEMAND.keys.iter().any(|key| !of_profiles(key) && has(key))
        && !profile::PROFILE.keys.iter().any(|key| key.required && has(key))
}

/// Reads a demand file. `file` is its name as faults show it.
pub fn parse(file: &str, text: &str, beside: &Beside<'_>) -> Result<Draft, Faults> {
    match node::parse(text) {
        Ok(node) => {
            let mut faults = Vec::new();
            let draft = read(&node, beside, &mut faults);
            document(file, faults, || draft)
        }
        Err(syntax) => Err(Faults::new(file, syntax)),
    }
}

/// A fault of a demand file that shows only when it is to be played, at the first of some keys that stands there.
#[must_use]
pub fn fault_at(text: &str, keys: &[&str], what: impl Into<String>, todo: Option<&str>) -> Fault {
    let what = what.into();
    let node = node::parse(text).ok();
    let demand = node.as_ref().and_then(|node| Object::of(node, "", &DEMAND));
    let found = demand.and_then(|demand| {
        let key = keys.iter().find(|key| demand.has(key))?;
        Some(demand.value_fault(key, what.clone(), todo))
    });
    found.unwrap_or_else(|| Place::START.fault("", what, todo.map(str::to_owned)))
}

fn read(node: &Node, beside: &Beside<'_>, faults: &mut Vec<Fault>) -> Option<Draft> {
    check::file(node, &DEMAND, faults);
    let demand = Object::of(node, "", &DEMAND)?;
    let kind = demand.choice("kind").and_then(PoolKind::named);
    let draft = Draft {
        description: demand.text("description"),
        kind,
        pool: pool(&demand, kind, beside, faults),
        schedule: schedule::read(&demand, kind, beside, faults),
        lasts: time(&demand, "for"),
        users: demand.whole("users"),
        arrive: arrivals::read(&demand, "arrive", beside, faults),
        run: spread::read(&demand, "run", beside, faults),
        rhythm: rhythm(&demand, beside, faults),
        runs: demand.whole("runs"),
        stay: time(&demand, "stay"),
        identifiers: arrivals::read_identifier(&demand, "identifier", faults),
        one_at_a_time: demand.flag("oneAtATime"),
        when_full: arrivals::read_when_full(&demand, "whenFull"),
        starts: demand.object("start").map(|start| starts(&start, beside, faults)).unwrap_or_default(),
        on_a_node: demand.whole("sessionsPerNode"),
        seed: demand.whole("seed"),
        replications: demand.whole("replications"),
    };
    let says_itself: &[&str] = match &draft.arrive {
        Some(Arrive::Trace(_)) => &["users", "run", "every", "think", "runs"],
        Some(Arrive::Steps(_)) => &["users"],
        _ => &[],
    };
    for key in says_itself.iter().filter(|key| demand.has(key)) {
        faults.push(demand.fault(key, "stands beside `arrive`, which says it already", Some("leave it out")));
    }
    if draft.lasts == Some(Duration::ZERO) {
        faults.push(demand.value_fault("for", "is no time at all", None));
    }
    Some(draft)
}

fn time(object: &Object<'_>, key: &str) -> Option<Duration> {
    spread::time(&object.text(key)?).ok()
}

fn starts(start: &Object<'_>, beside: &Beside<'_>, faults: &mut Vec<Fault>) -> Starts {
    let mut of = |key| spread::read(start, key, beside, faults);
    Starts { found: of("found"), warm: of("warm"), cold: of("cold"), node: of("node"), operation: of("operation") }
}

fn rhythm(demand: &Object<'_>, beside: &Beside<'_>, faults: &mut Vec<Fault>) -> Option<Rhythm> {
    if demand.has("every") && demand.has("think") {
        faults.push(demand.fault("think", "stands beside `every`", Some("keep one of the two")));
    }
    let every = spread::read(demand, "every", beside, faults).map(Rhythm::Every);
    every.or_else(|| spread::read(demand, "think", beside, faults).map(Rhythm::Think))
}

mod build;
mod schedule;
pub(super) mod table;

#[cfg(test)]
mod tests;
