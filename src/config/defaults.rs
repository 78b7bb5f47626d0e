//! Where pools live: the keys that `defaults` and every pool have in common.

use super::shape::{Key, Rule, Shape, Stranger, Table};
use super::view::Object;

/// Where a pool lives, as far as a file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Defaults {
    /// The subscription: its id, or its name as `az` knows it.
    pub subscription: Option<String>,
    /// The resource group.
    pub resource_group: Option<String>,
    /// The region, for pools that are created.
    pub location: Option<String>,
}

/// A subscription's id or name. Names are free; a slash would end the part of an ARM id that it stands in.
static SUBSCRIPTION_NAME: Rule = Rule {
    pattern: "^[^/\\s]([^/]*[^/\\s])?$",
    allows: |text| !text.is_empty() && text.trim() == text && !text.contains('/'),
    noun: "subscription",
    todo: "its id, or its name as `az account list` shows it",
    echo: true,
};

/// A resource group's name, at most 90 characters. Source: Azure's naming rules of resources, 2025-10.
static GROUP_NAME: Rule = Rule {
    pattern: "^[^\\s/]{0,89}[^\\s/.]$",
    allows: |text| {
        let letter = |c: char| c.is_alphanumeric() || "_.()-".contains(c);
        (1..=90).contains(&text.chars().count()) && text.chars().all(letter) && !text.ends_with('.')
    },
    noun: "name of a resource group",
    todo: "letters, digits, `_`, `-`, `.` and brackets, at most 90",
    echo: true,
};

/// A region, as `eastus2` or `East US 2`.
static REGION: Rule = Rule {
    pattern: "^[A-Za-z][A-Za-z0-9 ]*$",
    allows: |text| {
        text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ')
    },
    noun: "region",
    todo: "such as `eastus2` or `East US 2`",
    echo: true,
};

/// The key of the subscription.
pub(super) const SUBSCRIPTION: Key = Key::may(
    "subscription",
    Shape::Text(&SUBSCRIPTION_NAME),
    "The subscription: its id, or its name as `az` knows it",
    "00000000-0000-0000-0000-000000000000",
);

/// The key of the resource group.
pub(super) const RESOURCE_GROUP: Key =
    Key::may("resourceGroup", Shape::Text(&GROUP_NAME), "The resource group", "ai-ta-2");

/// The key of the region.
pub(super) const LOCATION: Key =
    Key::may("location", Shape::Text(&REGION), "The region of pools that are created", "eastus2");

/// The names that other tools have for the same things.
pub(super) const STRANGERS: [(&str, Stranger); 6] = [
    ("subscriptionId", Stranger::Here("subscription")),
    ("group", Stranger::Here("resourceGroup")),
    ("resource-group", Stranger::Here("resourceGroup")),
    ("resourceGroupName", Stranger::Here("resourceGroup")),
    ("rg", Stranger::Here("resourceGroup")),
    ("region", Stranger::Here("location")),
];

pub(super) static DEFAULTS: Table = Table {
    about: "Where pools live that do not say so themselves.",
    keys: &[SUBSCRIPTION, RESOURCE_GROUP, LOCATION],
    strangers: &STRANGERS,
    may_be_empty: true,
    rules: "{}",
};

impl Defaults {
    /// What an object with the three keys says.
    pub(super) fn read(object: &Object<'_>) -> Self {
        Self {
            subscription: object.text("subscription"),
            resource_group: object.text("resourceGroup"),
            location: object.text("location"),
        }
    }

    /// What is said here, and where nothing is, what `other` says.
    pub(super) fn or(self, other: &Self) -> Self {
        Self {
            subscription: self.subscription.or_else(|| other.subscription.clone()),
            resource_group: self.resource_group.or_else(|| other.resource_group.clone()),
            location: self.location.or_else(|| other.location.clone()),
        }
    }
}
