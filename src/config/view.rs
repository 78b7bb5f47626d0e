//! Reads the values of an object by its table.
//!
//! A value that is not there or not as its shape says is `None` without a word: [`super::check`] has said it already.

use super::check::join;
use super::fault::Fault;
use super::node::{Entry, Node, Place, Value};
use super::scalar;
use super::shape::{Key, Shape, Table};
use crate::cost::Decimal;
use std::time::Duration;

/// An object of a file.
#[derive(Debug, Clone)]
pub(super) struct Object<'a> {
    table: &'static Table,
    entries: &'a [Entry],
    pub(super) place: Place,
    pub(super) path: String,
}

impl<'a> Object<'a> {
    /// The object at a node; `None` for anything else.
    pub(super) fn of(node: &'a Node, path: &str, table: &'static Table) -> Option<Self> {
        let entries = match &node.value {
            Value::Map(entries) => entries.as_slice(),
            Value::Null if table.may_be_empty => &[],
            _ => return None,
        };
        Some(Self { table, entries, place: node.place, path: path.to_owned() })
    }

    /// The entry of a key.
    pub(super) fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Whether a key stands there, whatever its value.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// Whether a key stands there that the table does not have; it is a fault of its own.
    pub(super) fn has_unknown_keys(&self) -> bool {
        self.entries.iter().any(|entry| self.table.key(&entry.key).is_none())
    }

    /// The path of a key.
    pub(super) fn below(&self, key: &str) -> String {
        join(&self.path, key)
    }

    /// A fault about a key, at its place where it stands and else at the object's.
    pub(super) fn fault(&self, key: &str, text: impl Into<String>, todo: Option<&str>) -> Fault {
        let place = self.entry(key).map_or(self.place, |entry| entry.place);
        place.fault(&self.below(key), text, todo.map(str::to_owned))
    }

    /// A fault about the value of a key.
    pub(super) fn value_fault(&self, key: &str, text: impl Into<String>, todo: Option<&str>) -> Fault {
        let place = self.entry(key).map_or(self.place, |entry| entry.node.place);
        place.fault(&self.below(key), text, todo.map(str::to_owned))
    }

    /// The fault of a key that the other keys make necessary.
    pub(super) fn missing(&self, key: &str) -> Option<Fault> {
        if self.has(key) {
            return None;
        }
        self.table.key(key).map(|key| super::check::missing(self.place, &self.path, key))
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        let (node, key) = self.at(key)?;
        match key.shape {
            Shape::Text(rule) => scalar::text(node, rule).ok().map(str::to_owned),
            _ => None,
        }
    }

    pub(super) fn choice(&self, key: &str) -> Option<&'static str> {
        let (node, key) = self.at(key)?;
        match key.shape {
            Shape::Choice(words) => scalar::choice(node, words).ok(),
            _ => None,
        }
    }

    pub(super) fn whole<T: TryFrom<i128>>(&self, key: &str) -> Option<T> {
        let (node, key) = self.at(key)?;
        match key.shape {
            Shape::Whole(least, most) => scalar::whole(node, least, most).ok()?.try_into().ok(),
            _ => None,
        }
    }

    pub(super) fn positive(&self, key: &str) -> Option<f64> {
        let (node, _) = self.at(key)?;
        scalar::positive(node).ok()
    }

    pub(super) fn amount(&self, key: &str) -> Option<Decimal> {
        let (node, found) = self.at(key)?;
        let Shape::Amount(most) = found.shape else { return None };
        scalar::amount(node, most).ok()
    }

    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        let (node, _) = self.at(key)?;
        scalar::flag(node).ok()
    }

    pub(super) fn length(&self, key: &str) -> Option<Duration> {
        let (node, _) = self.at(key)?;
        scalar::length(node).ok()
    }

    /// The object behind a key.
    pub(super) fn object(&self, key: &str) -> Option<Object<'a>> {
        let (node, found) = self.at(key)?;
        match found.shape {
            Shape::Object(table) | Shape::Either(_, table) => Object::of(node, &self.below(key), table),
            _ => None,
        }
    }

    /// The items of the list behind a key, each with its path; none where there is no list.
    pub(super) fn list(&self, key: &str) -> Vec<(String, &'a Node)> {
        let list = match self.at(key).map(|(node, _)| &node.value) {
            Some(Value::List(list)) => list.as_slice(),
            _ => &[],
        };
        let path = self.below(key);
        list.iter().enumerate().map(|(index, node)| (format!("{path}[{index}]"), node)).collect()
    }

    /// The entries of the map behind a key; none where there is no map.
    pub(super) fn map(&self, key: &str) -> &'a [Entry] {
        match self.at(key).map(|(node, _)| &node.value) {
            Some(Value::Map(entries)) => entries,
            _ => &[],
        }
    }

    /// The value of a key with what the table says of it.
    pub(super) fn at(&self, key: &str) -> Option<(&'a Node, &'static Key)> {
        Some((&self.entry(key)?.node, self.table.key(key)?))
    }
}
