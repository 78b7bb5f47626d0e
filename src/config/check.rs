//! Holds a tree to a shape and says everything that differs: unknown keys, keys that stand twice or are missing, wrong
//! types, values out of range.
//!
//! Rules that join several keys stand beside the table of their object.

use super::fault::Fault;
use super::nearest::nearest;
use super::node::{Entry, Node, Place, Value};
use super::scalar::{self, Wrong};
use super::shape::{Key, Names, Shape, Stranger, Table};
use std::collections::HashMap;

/// Everything in which a node differs from a shape.
pub(super) fn check(node: &Node, path: &str, shape: &Shape, faults: &mut Vec<Fault>) {
    let mut report = |wrong: Wrong| faults.push(node.place.fault(path, wrong.text, wrong.todo));
    let read = match shape {
        Shape::Object(table) => return object(node, path, table, faults),
        Shape::List(item) => return list(node, path, item, faults),
        Shape::Map(names, value) => return map(node, path, names, value, faults),
        Shape::Either(_, table) if matches!(node.value, Value::Map(_)) => return object(node, path, table, faults),
        Shape::Either(single, _) => return check(node, path, single, faults),
        _ if node.value == Value::Null => Err(nothing()),
        Shape::Text(rule) => scalar::text(node, rule).map(drop),
        Shape::Literal => scalar::literal(node).map(drop),
        Shape::Choice(words) => scalar::choice(node, words).map(drop),
        Shape::Whole(least, most) => scalar::whole(node, *least, *most).map(drop),
        Shape::Positive => scalar::positive(node).map(drop),
        Shape::Amount(most) => scalar::amount(node, *most).map(drop),
        Shape::Flag => scalar::flag(node).map(drop),
        Shape::Duration => scalar::length(node).map(drop),
    };
    if let Err(wrong) = read {
        report(wrong);
    }
}

/// Everything in which a file differs from the table of its kind.
pub(super) fn file(node: &Node, table: &'static Table, faults: &mut Vec<Fault>) {
    if node.value == Value::Null {
        return faults.push(Place::START.fault("", "the file is empty", Some(known(table))));
    }
    object(node, "", table, faults);
}

/// The path of a key below another.
pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// The fault of a key that must be there and is not. It stands where its object does.
pub(super) fn missing(place: Place, path: &str, key: &Key) -> Fault {
    place.fault(&join(path, key.name), "is missing", Some(format!("write `{}: {}`", key.name, key.example)))
}

fn nothing() -> Wrong {
    Wrong::new("has no value").todo("give it one, or leave out the key")
}

fn object(node: &Node, path: &str, table: &'static Table, faults: &mut Vec<Fault>) {
    let entries = match &node.value {
        Value::Map(entries) => entries.as_slice(),
        Value::Null if table.may_be_empty => &[],
        Value::Null => return push(node, path, nothing(), faults),
        _ => {
            let text = format!("{} where keys with values belong", scalar::describe(node));
            return push(node, path, Wrong::new(text).todo(known(table)), faults);
        }
    };
    twice(entries, path, false, faults);
    let mut meant = Vec::new();
    for entry in entries {
        let below = join(path, &entry.key);
        match table.key(&entry.key) {
            Some(key) => check(&entry.node, &below, &key.shape, faults),
            None => {
                let (wrong, name) = unknown(&entry.key, table);
                faults.push(entry.place.fault(&below, wrong.text, wrong.todo));
                meant.extend(name);
            }
        }
    }
    // A mistyped key is one fault, not also the lack of the key that it was meant to be.
    let there = |key: &Key| entries.iter().any(|entry| entry.key == key.name) || meant.iter().any(|name| key.is(name));
    let absent = table.keys.iter().filter(|key| key.required && !there(key));
    faults.extend(absent.map(|key| missing(node.place, path, key)));
}

fn push(node: &Node, path: &str, wrong: Wrong, faults: &mut Vec<Fault>) {
    faults.push(node.place.fault(path, wrong.text, wrong.todo));
}

fn list(node: &Node, path: &str, item: &Shape, faults: &mut Vec<Fault>) {
    match &node.value {
        Value::List(list) => {
            for (index, node) in list.iter().enumerate() {
                check(node, &format!("{path}[{index}]"), item, faults);
            }
        }
        Value::Null => push(node, path, nothing().todo("write `[]` for an empty list"), faults),
        _ => {
            let text = format!("{} where a list belongs", scalar::describe(node));
            push(node, path, Wrong::new(text).todo("write `[…]`, or a line with `- ` for each"), faults);
        }
    }
}

fn map(node: &Node, path: &str, names: &Names, value: &Shape, faults: &mut Vec<Fault>) {
    let Value::Map(entries) = &node.value else {
        let wrong = match node.value {
            Value::Null => Wrong::new("has no value".to_owned()).todo("write `{}` for none"),
            _ => {
                let text = format!("{} where names with values belong", scalar::describe(node));
                Wrong::new(text).todo("write a line `NAME:` for each, with what it has below it, or `{}` for none")
            }
        };
        return push(node, path, wrong, faults);
    };
    twice(entries, path, names.without_case, faults);
    for entry in entries {
        let below = join(path, &entry.key);
        if !(names.rule.allows)(&entry.key) {
            let text = format!("is no {}", names.rule.noun);
            faults.push(entry.place.fault(&below, text, Some(names.rule.todo.to_owned())));
        }
        check(&entry.node, &below, value, faults);
    }
}

/// The keys that stood before, at the place where each stands again.
fn twice(entries: &[Entry], path: &str, without_case: bool, faults: &mut Vec<Fault>) {
    let mut seen: HashMap<String, &Entry> = HashMap::new();
    for entry in entries {
        let name = if without_case { entry.key.to_lowercase() } else { entry.key.clone() };
        let Some(first) = seen.get(&name) else {
            seen.insert(name, entry);
            continue;
        };
        let line = first.place.line;
        let text = if first.key == entry.key {
            format!("stands twice, first on line {line}")
        } else {
            format!("is `{}` of line {line} again: Azure compares without case", first.key)
        };
        faults.push(entry.place.fault(&join(path, &entry.key), text, None));
    }
}

/// What to say about an unknown key, and the known one that was meant.
fn unknown(name: &str, table: &Table) -> (Wrong, Option<String>) {
    let wrong = Wrong::new("unknown key");
    let stranger = table.strangers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    let guess =
        || table.below(name).or_else(|| nearest(name, table.keys.iter().map(|key| key.name)).map(str::to_owned));
    match stranger {
        Some((_, Stranger::Here(ours))) => (wrong.todo(format!("here it is `{ours}`")), Some((*ours).to_owned())),
        Some((_, Stranger::Refused(text, todo))) => (Wrong::new(*text).todo(*todo), None),
        None => match guess() {
            Some(near) => (wrong.todo(format!("did you mean `{near}`?")), Some(near)),
            None => (wrong.todo(known(table)), None),
        },
    }
}

fn known(table: &Table) -> String {
    format!("known: {}", table.keys.iter().map(|key| key.name).collect::<Vec<_>>().join(", "))
}
