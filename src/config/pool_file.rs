//! The pool file: where pools live, what they fall back to, and what they are made of.
//!
//! Knows nothing of profiles beyond their names; whoever applies one finds out whether it exists.

use super::container::CONTAINER;
use super::defaults::{self, DEFAULTS, Defaults};
use super::events::{self, EVENT, EventEntry};
use super::fault::{Fault, Faults};
use super::identity::IDENTITY;
use super::node::{self, Entry, Node, Value};
use super::rates::{self, KindsPrice, RATES};
use super::shape::{Key, Names, Rule, Shape, Stranger, Table};
use super::view::Object;
use super::{check, container, document, identity, profile, tags};
use crate::cost::OwnRates;
use crate::model::definition::{Definition, Egress};
use crate::schedule::OnDrift;
use crate::schedule::claim::PARKED;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// The profile that a pool falls back to when its entry names none.
pub const DEFAULT_BASE: &str = "idle";

/// A pool file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PoolFile {
    /// Where pools live that the file does not name.
    pub defaults: Defaults,
    /// The pools in the order of the file.
    pub pools: Vec<PoolEntry>,
    /// The scheduled events in the order of the file.
    pub events: Vec<EventEntry>,
    /// What sessions cost, where the user says.
    pub rates: OwnRates,
    /// Those prices of it that count for one kind of pools alone.
    pub prices_of_kinds: Vec<KindsPrice>,
    /// The line and the column of `flat` among them, from 1.
    pub flat_place: Option<(usize, usize)>,
    /// How often a runner renews its mark on the pools when nothing else is written.
    pub heartbeat: Option<Duration>,
    index: events::Index,
}

impl PoolFile {
    /// The events of a pool, in the order of the file.
    pub fn events_of<'a>(&'a self, pool: &str) -> impl Iterator<Item = &'a EventEntry> {
        self.index.of_pool(pool).iter().map(|place| &self.events[*place])
    }

    /// The names of all events, as a stamp holds them.
    #[must_use]
    pub fn event_names(&self) -> Arc<BTreeSet<String>> {
        Arc::clone(&self.index.names)
    }

    /// The same file without its events.
    #[must_use]
    pub fn without_events(&self) -> Self {
        Self { events: Vec::new(), index: events::Index::default(), ..self.clone() }
    }

    /// The pool of that name; Azure compares names without case.
    #[must_use]
    pub fn pool(&self, name: &str) -> Option<&PoolEntry> {
        self.pools.iter().find(|pool| pool.name.eq_ignore_ascii_case(name))
    }
}

/// Whether a text is meant as a pool file rather than a profile: one of the keys that only a pool file has stands at
/// the beginning of a line.
#[must_use]
pub fn looks_like_one(text: &str) -> bool {
    text.lines().any(|line| ["pools:", "events:", "defaults:"].iter().any(|key| line.starts_with(key)))
}

/// A pool of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct PoolEntry {
    /// Its name.
    pub name: String,
    /// The profile that holds while nothing else is wanted.
    pub base: String,
    /// Whether it is parked while nothing else is wanted, and has that profile only as long as it stands.
    pub parks: bool,
    /// What becomes of changes that somebody else made.
    pub on_drift: OnDrift,
    /// Its subscription, its own or the file's default.
    pub subscription: Option<String>,
    /// Its resource group, its own or the file's default.
    pub resource_group: Option<String>,
    /// What it is made of, where the file says; only creating it reads this.
    pub definition: Option<Definition>,
    /// The line of its name, from 1.
    pub line: usize,
}

/// Names of pools. Existing names are taken as they are, beyond the specification's pattern; what would break the id
/// of the pool is not.
static POOLS: Names = Names {
    rule: &Rule {
        pattern: "^[A-Za-z0-9._-]+$",
        allows: |text| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)),
        noun: "name of a pool",
        todo: "letters, digits, `-`, `_` and `.`",
        echo: true,
    },
    without_case: true,
};

/// A pool file's keys.
pub(super) static POOL_FILE: Table = Table {
    about: "The pool file of `pool`: where pools live, what they fall back to, and what they are made of.",
    keys: &[
        Key::may(
            "defaults",
            Shape::Object(&DEFAULTS),
            "Where pools live that do not say so themselves",
            "{resourceGroup: ai-ta-2, location: eastus2}",
        ),
        Key::may("pools", Shape::Map(&POOLS, &Shape::Object(&POOL)), "The pools by their names", "{contestpool: {}}"),
        Key::may(
            "events",
            Shape::List(&Shape::Object(&EVENT)),
            "Scheduled events",
            "[{name: final, profile: contest, start: 2026-12-05T14:00, zone: Asia/Kolkata, for: 2h}]",
        ),
        Key::may(
            "rates",
            Shape::Object(&RATES),
            "What sessions cost you, where Azure's price list does not say it",
            "{flat: 0.75, source: our invoice of October}",
        ),
        Key::may(
            "heartbeat",
            Shape::Duration,
            "How often `pool apply` renews its mark on the pools on quiet days; never when left out",
            "1d",
        ),
    ],
    strangers: &[
        ("schedule", Stranger::Here("events")),
        ("prices", Stranger::Here("rates")),
        ("budget", Stranger::Refused("a budget is an event's", "write it there")),
        (
            "profiles",
            Stranger::Refused("profiles are files of their own", "write `profiles/NAME.yaml` beside this file"),
        ),
    ],
    may_be_empty: false,
    rules: "{}",
};

const SCALE: Stranger = Stranger::Refused("a pool's scale stands in profiles", "name one with `base`");

static POOL: Table = Table {
    about: "A session pool.",
    keys: &[
        Key::may(
            "base",
            Shape::Text(&profile::NAME),
            "The profile that holds while nothing else is wanted; idle when left out. `parked`: no pool at all",
            DEFAULT_BASE,
        ),
        Key::may(
            "onDrift",
            Shape::Choice(&["warn", "keep", "enforce"]),
            "What becomes of changes that somebody else made: said and kept (the default), kept, or taken back",
            "warn",
        ),
        defaults::SUBSCRIPTION,
        defaults::RESOURCE_GROUP,
        defaults::LOCATION,
        tags::TAGS,
        Key::may(
            "container",
            Shape::Object(&CONTAINER),
            "What runs in its sessions; only creating the pool reads it",
            "{type: PythonLTS}",
        ),
        Key::may("identity", Shape::Object(&IDENTITY), "Its managed identities; read at creation", "{system: true}"),
        Key::may(
            "network",
            Shape::Choice(&["EgressDisabled", "EgressEnabled"]),
            "Whether sessions reach the network; written at creation only",
            "EgressDisabled",
        ),
    ],
    strangers: &[
        defaults::STRANGERS[0],
        defaults::STRANGERS[1],
        defaults::STRANGERS[2],
        defaults::STRANGERS[3],
        defaults::STRANGERS[4],
        defaults::STRANGERS[5],
        ("name", Stranger::Refused("a pool's name is the key that it stands under", "leave it out")),
        ("profile", Stranger::Here("base")),
        ("maxSessions", SCALE),
        ("readySessions", SCALE),
        ("lifecycle", SCALE),
        ("maxConcurrentSessions", SCALE),
        ("readySessionInstances", SCALE),
        ("scaleConfiguration", SCALE),
        ("dynamicPoolConfiguration", SCALE),
        ("containerType", Stranger::Here("container.type")),
        ("environmentId", Stranger::Here("container.environment")),
        ("customContainerTemplate", Stranger::Here("container")),
        ("registryCredentials", Stranger::Here("container.registry")),
        ("sessionNetworkConfiguration", Stranger::Here("network")),
        ("managedIdentitySettings", Stranger::Here("identity")),
    ],
    may_be_empty: true,
    rules: r#"{"dependentRequired": {"identity": ["container"], "network": ["container"], "tags": ["container"]}}"#,
};

/// Reads a pool file. `file` is its name as faults show it.
pub fn parse(file: &str, text: &str) -> Result<PoolFile, Faults> {
    let node = node::parse(text).map_err(|faults| Faults::new(file, faults))?;
    let mut faults = Vec::new();
    let read = read(&node, &mut faults);
    document(file, faults, || read)
}

/// The same for whoever can do without the events: where they alone have faults, none of them is read, and the faults
/// come with the rest.
pub fn parse_sparing_events(file: &str, text: &str) -> Result<(PoolFile, Option<Faults>), Faults> {
    let node = node::parse(text).map_err(|faults| Faults::new(file, faults))?;
    let mut faults = Vec::new();
    let read = read(&node, &mut faults);
    let (of_events, others): (Vec<Fault>, Vec<Fault>) = faults.into_iter().partition(is_of_events);
    if of_events.is_empty() {
        return Ok((document(file, others, || read)?, None));
    }
    let rest = document(file, others, || self::read(&without_events(node), &mut Vec::new()))?;
    Ok((rest, Some(Faults::new(file, of_events))))
}

/// A profile that a pool file names, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The profile's name.
    pub profile: String,
    /// The place, as a fault that says nothing yet.
    pub place: Fault,
}

/// The profiles that a pool file names, whatever else is wrong with it; none where it is no YAML.
#[must_use]
pub fn profiles_named(text: &str) -> Vec<Mention> {
    let Ok(node) = node::parse(text) else { return Vec::new() };
    let Some(file) = Object::of(&node, "", &POOL_FILE) else { return Vec::new() };
    let mention = |object: &Object<'_>, key: &str, profile: Option<String>| {
        Some(Mention { profile: profile?, place: object.value_fault(key, "", None) })
    };
    let base = |entry: &Entry| {
        let pool = Object::of(&entry.node, &check::join("pools", &entry.key), &POOL)?;
        let is_left_out = !pool.has("base");
        let named = pool.text("base").map(|base| if base == PARKED { DEFAULT_BASE.to_owned() } else { base });
        mention(&pool, "base", is_left_out.then(|| DEFAULT_BASE.to_owned()).or(named))
    };
    let event = |(path, node): &(String, &Node)| {
        let event = Object::of(node, path, &EVENT)?;
        mention(&event, "profile", event.text("profile"))
    };
    let bases = file.map("pools").iter().filter_map(base).collect::<Vec<_>>();
    bases.into_iter().chain(file.list("events").iter().filter_map(event)).collect()
}

fn is_of_events(fault: &Fault) -> bool {
    let rest = fault.path.strip_prefix("events");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
}

fn without_events(node: Node) -> Node {
    let value = match node.value {
        Value::Map(entries) => Value::Map(entries.into_iter().filter(|entry| entry.key != "events").collect()),
        other => other,
    };
    Node { value, ..node }
}

fn read(node: &Node, faults: &mut Vec<Fault>) -> Option<PoolFile> {
    check::file(node, &POOL_FILE, faults);
    let file = Object::of(node, "", &POOL_FILE)?;
    let defaults = file.object("defaults").map(|object| Defaults::read(&object)).unwrap_or_default();
    let pools: Vec<_> = file.map("pools").iter().map(|entry| pool(entry, &defaults, faults)).collect();
    let known: Vec<PoolEntry> = pools.iter().flatten().cloned().collect();
    // Where a pool has faults, an event that names it has none.
    let is_whole = known.len() == pools.len();
    let mut of_events = Vec::new();
    let events = events::read(&file.list("events"), &known, &mut of_events);
    faults.extend(of_events.into_iter().filter(|fault| is_whole || !fault.path.contains(".pools")));
    let events = events?;
    Some(PoolFile {
        defaults,
        pools: pools.into_iter().collect::<Option<_>>()?,
        index: events::Index::of(&events),
        events,
        rates: file.object("rates").map(|object| rates::read(&object, faults)).unwrap_or_default(),
        flat_place: file.object("rates").and_then(|object| rates::flat_place(&object)),
        prices_of_kinds: file.object("rates").map(|object| rates::of_kinds(&object)).unwrap_or_default(),
        heartbeat: file.length("heartbeat"),
    })
}

fn pool(entry: &Entry, defaults: &Defaults, faults: &mut Vec<Fault>) -> Option<PoolEntry> {
    let object = Object::of(&entry.node, &check::join("pools", &entry.key), &POOL)?;
    let home = Defaults::read(&object).or(defaults);
    let definition = match object.entry("container") {
        Some(_) => Some(define(&object, home.location, faults)?),
        None => {
            faults.extend(["tags", "identity", "network"].iter().filter(|key| object.has(key)).map(|key| {
                let todo = "add `container`, or leave it out";
                object.fault(key, "is for creating the pool, and no `container` says of what", Some(todo))
            }));
            None
        }
    };
    let drift = object.choice("onDrift");
    let base = object.text("base");
    let parks = base.as_deref() == Some(PARKED);
    if parks && object.entry("container").is_none() {
        let todo = "describe the pool under `container`: what is parked is deleted, and made again from there";
        faults.push(object.value_fault("base", "parks a pool that nobody could make again", Some(todo)));
    }
    Some(PoolEntry {
        name: entry.key.clone(),
        base: base.filter(|_| !parks).unwrap_or_else(|| DEFAULT_BASE.to_owned()),
        parks,
        on_drift: OnDrift::ALL.into_iter().find(|known| Some(known.name()) == drift).unwrap_or_default(),
        subscription: home.subscription,
        resource_group: home.resource_group,
        definition,
        line: entry.place.line,
    })
}

fn define(object: &Object<'_>, location: Option<String>, faults: &mut Vec<Fault>) -> Option<Definition> {
    if location.is_none() && !object.has("location") {
        let todo = "write `location: eastus2` here or in `defaults`";
        faults.push(object.fault("location", "is missing", Some(todo)));
    }
    let inside = object.object("container").and_then(|inside| container::read(&inside, faults));
    let identities = object.object("identity").and_then(|identities| identity::read(&identities, faults));
    let tags = tags::read(object, faults);
    let (kind, container) = inside?;
    Some(Definition {
        location: location?,
        kind,
        container,
        identity: identities.unwrap_or_default(),
        egress: match object.choice("network") {
            Some("EgressEnabled") => Some(Egress::Enabled),
            Some(_) => Some(Egress::Disabled),
            None => None,
        },
        tags,
    })
}

#[cfg(test)]
mod tests;
