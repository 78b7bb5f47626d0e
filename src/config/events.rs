//! Scheduled events of the pool file.
//!
//! An event names a profile and pools, and when; what the profile says is looked up by whoever applies it.

use super::fault::Fault;
use super::nearest::nearest;
use super::node::Node;
use super::pool_file::PoolEntry;
use super::profile;
use super::scalar;
use super::shape::{Key, Rule, Shape, Stranger, Table};
use super::view::Object;
use crate::cost::Decimal;
use crate::cost::money::MOST_TO_ALLOW;
use crate::schedule::calendar::{LONGEST_LEAD, LONGEST_RECURRING};
use crate::schedule::claim::LONGEST;
use crate::schedule::recurrence::{self, Weekly, time_of_day};
use crate::schedule::stamp::{self, EVENT_CHARACTERS};
use crate::schedule::{Calendar, Combine, End, Recurrence, When};
use jiff::civil::{Date, DateTime};
use jiff::tz::{TimeZone, db};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

/// How long before its start an event is warm when nothing is said. Recorded changes of a pool took 83 to 527 s
/// (recordings of 2025-09 to 2026-08).
pub const DEFAULT_LEAD: Duration = Duration::from_secs(30 * 60);

/// The same where a pool has to be created first. That took 317 to 725 s in fourteen recorded runs (2024-05 to 2025-11)
/// and up to 20 minutes elsewhere (2026); the rest is for a runner that comes late, and for a second try.
pub const PARKED_LEAD: Duration = Duration::from_secs(45 * 60);

/// An event as the file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct EventEntry {
    /// Its name.
    pub name: String,
    /// The profile that it applies.
    pub profile: String,
    /// When.
    pub calendar: Calendar,
    /// How its numbers meet those of other claims.
    pub combine: Combine,
    /// What each occurrence may cost at most, on all its pools together.
    pub budget: Option<Decimal>,
    /// The names of its pools, as the file spells them under `pools`.
    pub pools: Vec<String>,
    /// The line of it, from 1.
    pub line: usize,
    /// The column of it, from 1.
    pub column: usize,
}

/// Which events are about which pool, so that nobody goes through all of them for each.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Index {
    /// The names of all events, as a stamp holds them.
    pub(super) names: Arc<BTreeSet<String>>,
    /// The places of a pool's events in the list, by its name in small letters.
    of_pools: HashMap<String, Vec<usize>>,
}

impl Index {
    /// The index of a list of events.
    pub(super) fn of(events: &[EventEntry]) -> Self {
        let names = events.iter().map(|event| stamp::event_name(&event.name)).collect();
        let mut of_pools: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, event) in events.iter().enumerate() {
            for pool in &event.pools {
                of_pools.entry(pool.to_ascii_lowercase()).or_default().push(place);
            }
        }
        Self { names: Arc::new(names), of_pools }
    }

    /// The places of a pool's events.
    pub(super) fn of_pool(&self, pool: &str) -> &[usize] {
        self.of_pools.get(&pool.to_ascii_lowercase()).map(Vec::as_slice).unwrap_or_default()
    }
}

static NAME: Rule = Rule {
    pattern: "^[A-Za-z0-9._-]{1,32}$",
    allows: |text| {
        (1..=EVENT_CHARACTERS).contains(&text.chars().count())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
    },
    noun: "name of an event",
    todo: "letters, digits, `-`, `_` and `.`, at most 32",
    echo: true,
};

static START: Rule = Rule {
    pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}$",
    allows: |text| date_time(text).is_some(),
    noun: "local date and time",
    todo: "such as `2026-12-05T14:00`, in the event's `zone`",
    echo: true,
};

static UNTIL: Rule = Rule {
    pattern: "^([0-9]{4}-[0-9]{2}-[0-9]{2}[T ])?[0-9]{2}:[0-9]{2}$",
    allows: |text| time_of_day(text).is_some() || date_time(text).is_some(),
    noun: "local time",
    todo: "such as `\"16:00\"`, or `2026-12-06T16:00` for another day",
    echo: true,
};

static EVERY: Rule = Rule {
    pattern: "^[A-Za-z][A-Za-z, -]* [0-9]{2}:[0-9]{2}$",
    allows: |text| text.parse::<Weekly>().is_ok(),
    noun: "recurring time",
    todo: recurrence::FORM,
    echo: true,
};

static ZONE: Rule = Rule {
    pattern: "^[A-Za-z0-9_+/-]+$",
    allows: |text| db().get(text).is_ok(),
    noun: "time zone of the IANA",
    todo: "such as `Asia/Kolkata`, `Europe/Berlin` or `UTC`",
    echo: true,
};

static DATE: Rule = Rule {
    pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    allows: |text| date(text).is_some(),
    noun: "date",
    todo: "such as `2026-12-26`",
    echo: true,
};

/// The names of pools under `pools`; whether they are there is checked with the whole file.
static POOL: Rule = Rule { pattern: "", allows: |text| !text.is_empty(), noun: "name of a pool", todo: "", echo: true };

/// An event's keys.
pub(super) static EVENT: Table = Table {
    about: "A scheduled event: a profile that holds on pools for a while.",
    keys: &[
        Key::must("name", Shape::Text(&NAME), "Its name; no other event of the file has it", "autumn-final"),
        Key::must("profile", Shape::Text(&profile::NAME), "The profile that holds while it lasts", "contest"),
        Key::may("start", Shape::Text(&START), "When it starts, once, on the clocks of its zone", "2026-12-05T14:00"),
        Key::may("every", Shape::Text(&EVERY), "When it starts, every week: days and a time", "Sat 18:00"),
        Key::must("zone", Shape::Text(&ZONE), "The time zone of all its times, by its IANA name", "Asia/Kolkata"),
        Key::may("for", Shape::Duration, "How long it lasts from its start, in elapsed time", "2h"),
        Key::may(
            "until",
            Shape::Text(&UNTIL),
            "When it ends on the clocks of its zone; at or before the start's time it is the next day's",
            "\"16:00\"",
        ),
        Key::may(
            "lead",
            Shape::Duration,
            "How long before its start the pools are warm; 30m when left out, 45m where one has `base: parked`",
            "30m",
        ),
        Key::may(
            "pools",
            Shape::List(&Shape::Text(&POOL)),
            "The pools it is about; may be left out where the file has one pool",
            "[contestpool]",
        ),
        Key::may(
            "combine",
            Shape::Choice(&["max", "sum"]),
            "Whether it shares the pool with other claims (max, the default) or is added to them (sum)",
            "max",
        ),
        Key::may(
            "budget",
            Shape::Amount(MOST_TO_ALLOW),
            "What each time may cost at most on all its pools together, in the currency of `rates`; where it may cost more, \
             or nobody knows, no pool is raised for it",
            "20",
        ),
        Key::may("from", Shape::Text(&DATE), "With every: the first date on which it may start", "2026-12-01"),
        Key::may("to", Shape::Text(&DATE), "With every: the last date on which it may start", "2027-03-31"),
        Key::may(
            "except",
            Shape::List(&Shape::Text(&DATE)),
            "With every: dates on which it does not start",
            "[2026-12-26]",
        ),
    ],
    strangers: &[
        ("end", Stranger::Here("until")),
        ("duration", Stranger::Here("for")),
        ("timezone", Stranger::Here("zone")),
        ("timeZone", Stranger::Here("zone")),
        ("tz", Stranger::Here("zone")),
        ("pool", Stranger::Here("pools")),
        ("skip", Stranger::Here("except")),
        ("maxCost", Stranger::Here("budget")),
        ("cost", Stranger::Here("budget")),
        ("cron", Stranger::Refused("a cron line has no end", "write `every: Sat 18:00` with `for` or `until`")),
        ("schedule", Stranger::Refused("a cron line has no end", "write `every: Sat 18:00` with `for` or `until`")),
    ],
    may_be_empty: false,
    rules: r#"{"allOf": [
        {"oneOf": [{"required": ["start"]}, {"required": ["every"]}]},
        {"oneOf": [{"required": ["for"]}, {"required": ["until"]}]}],
        "dependentRequired": {"from": ["every"], "to": ["every"], "except": ["every"]}}"#,
};

/// The events that a list names, and every fault of theirs.
pub(super) fn read(
    events: &[(String, &Node)],
    pools: &[PoolEntry],
    faults: &mut Vec<Fault>,
) -> Option<Vec<EventEntry>> {
    let read: Vec<_> = events.iter().map(|(path, node)| event(node, path, pools, faults)).collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (entry, (path, node)) in read.iter().zip(events) {
        let Some(entry) = entry else { continue };
        match seen.get(&entry.name.to_ascii_lowercase()) {
            Some(line) => {
                let text = format!("`{}` is the name of the event on line {line} already", entry.name);
                faults.push(node.place.fault(&format!("{path}.name"), text, Some("give each its own".to_owned())));
            }
            None => {
                seen.insert(entry.name.to_ascii_lowercase(), entry.line);
            }
        }
    }
    read.into_iter().collect()
}

fn event(node: &Node, path: &str, all: &[PoolEntry], faults: &mut Vec<Fault>) -> Option<EventEntry> {
    let object = Object::of(node, path, &EVENT)?;
    let pools = its_pools(&object, all, faults);
    let when = when(&object, faults);
    let end = end(&object, faults);
    let is_parked = |name: &String| all.iter().any(|pool| pool.parks && pool.name == *name);
    let usual = if pools.iter().flatten().any(is_parked) { PARKED_LEAD } else { DEFAULT_LEAD };
    let lead = object.length("lead").unwrap_or(usual);
    if lead > LONGEST_LEAD {
        faults.push(object.value_fault("lead", "is longer than 7 days, the most there is", None));
    }
    let (when, end) = (when?, end?);
    faults.extend(length_faults(&object, &when, end));
    Some(EventEntry {
        name: object.text("name")?,
        profile: object.text("profile")?,
        calendar: Calendar { when, end, lead, zone: TimeZone::get(&object.text("zone")?).ok()?, cut: None },
        combine: if object.choice("combine") == Some("sum") { Combine::Sum } else { Combine::Max },
        budget: object.amount("budget"),
        pools: pools?,
        line: object.place.line,
        column: object.place.column,
    })
}

fn its_pools(object: &Object<'_>, pools: &[PoolEntry], faults: &mut Vec<Fault>) -> Option<Vec<String>> {
    let names: Vec<&str> = pools.iter().map(|pool| pool.name.as_str()).collect();
    if !object.has("pools") {
        return match names.as_slice() {
            [only] => Some(vec![(*only).to_owned()]),
            [] => {
                let todo = "describe a pool under `pools` at the top of the file";
                faults.push(object.fault("pools", "the file has no pool that it could be about", Some(todo)));
                None
            }
            several => {
                let todo = format!("write `pools: [{}]`, or some of them", several.join(", "));
                faults.push(object.fault("pools", "is missing, and the file has several pools", Some(&todo)));
                None
            }
        };
    }
    let mut found: Vec<String> = Vec::new();
    for (path, node) in object.list("pools") {
        let Ok(name) = scalar::text(node, &POOL) else { continue };
        match names.iter().find(|known| known.eq_ignore_ascii_case(name)) {
            Some(known) if found.iter().any(|one| one == known) => {
                faults.push(node.place.fault(&path, format!("`{name}` stands twice"), None));
            }
            Some(known) => found.push((*known).to_owned()),
            None => {
                let todo = match nearest(name, names.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known: {}", names.join(", ")),
                };
                faults.push(node.place.fault(&path, format!("the file has no pool `{name}`"), Some(todo)));
            }
        }
    }
    if found.is_empty() && object.list("pools").is_empty() {
        faults.push(object.value_fault("pools", "names no pool", None));
    }
    Some(found)
}

fn when(object: &Object<'_>, faults: &mut Vec<Fault>) -> Option<When> {
    match (object.has("start"), object.has("every")) {
        (true, true) => {
            faults.push(object.fault("every", "stands beside `start`", Some("an event is once or comes again")));
            None
        }
        (false, false) => {
            let todo = "write `start: 2026-12-05T14:00`, or `every: Sat 18:00`";
            faults.push(object.fault("start", "is missing", Some(todo)));
            None
        }
        (true, false) => {
            let strange = ["from", "to", "except"].into_iter().filter(|key| object.has(key));
            faults.extend(strange.map(|key| object.fault(key, "goes with `every` only", Some("leave it out"))));
            Some(When::Once(date_time(&object.text("start")?)?))
        }
        (false, true) => Some(When::Every(recurrence(object, faults)?)),
    }
}

fn recurrence(object: &Object<'_>, faults: &mut Vec<Fault>) -> Option<Recurrence> {
    let bound = |key: &str| object.text(key).and_then(|text| date(&text));
    let (from, to) = (bound("from"), bound("to"));
    if from.is_some() && to.is_some() && from > to {
        faults.push(object.value_fault("to", "is before `from`", None));
    }
    let except = object.list("except");
    let except = except.iter().filter_map(|(_, node)| date(scalar::text(node, &DATE).ok()?)).collect();
    Some(Recurrence { weekly: object.text("every")?.parse().ok()?, from, to, except })
}

fn end(object: &Object<'_>, faults: &mut Vec<Fault>) -> Option<End> {
    match (object.has("for"), object.has("until")) {
        (true, true) => {
            faults.push(object.fault("until", "stands beside `for`", Some("keep one of the two")));
            None
        }
        (false, false) => {
            let todo = "an event must end: write `for: 2h`, or `until: \"16:00\"`";
            faults.push(object.fault("for", "is missing", Some(todo)));
            None
        }
        (true, false) => Some(End::For(object.length("for")?)),
        (false, true) => {
            let text = object.text("until")?;
            time_of_day(&text).map(End::Until).or_else(|| date_time(&text).map(End::At))
        }
    }
}

fn length_faults(object: &Object<'_>, when: &When, end: End) -> Option<Fault> {
    match (when, end) {
        (_, End::For(length)) if length.is_zero() => {
            Some(object.value_fault("for", "a window of no length never holds", None))
        }
        (When::Every(_), End::For(length)) if length > LONGEST_RECURRING => {
            Some(object.value_fault("for", "is longer than 7 days, and the event comes again", None))
        }
        (When::Once(_), End::For(length)) if length > LONGEST => {
            Some(object.value_fault("for", "is longer than 366 days", Some("make it the pool's `base`")))
        }
        (When::Every(_), End::At(_)) => {
            let todo = "write a time of day alone";
            Some(object.value_fault("until", "is a date, and the event comes again", Some(todo)))
        }
        (When::Once(start), End::At(end)) if end <= *start => {
            Some(object.value_fault("until", "is not after `start`", None))
        }
        _ => None,
    }
}

/// `2026-12-05T14:00`, with a space for the `T` if need be; nothing else that a library would take for a time.
#[must_use]
pub fn date_time(text: &str) -> Option<DateTime> {
    let (day, time) = text.split_once(['T', ' '])?;
    Some(date(day)?.to_datetime(time_of_day(time)?))
}

/// `2026-12-05`.
#[must_use]
pub fn date(text: &str) -> Option<Date> {
    let is_plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests;
