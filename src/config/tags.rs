//! Tags of a new pool. Limits: Azure Resource Manager's tag documentation of 2022-03-15.

use super::fault::Fault;
use super::scalar;
use super::shape::{Key, Names, Rule, Shape};
use super::view::Object;
use crate::model::limits;
use crate::schedule::is_ours;
use std::collections::BTreeMap;

/// Characters of a tag's name. Same source.
const NAME_CHARACTERS: usize = 512;

static NAMES: Names = Names {
    rule: &Rule {
        pattern: "^[^<>%&\\\\?/]{1,512}$",
        allows: |text| {
            (1..=NAME_CHARACTERS).contains(&text.chars().count())
                && !text.contains(['<', '>', '%', '&', '\\', '?', '/'])
        },
        noun: "name of a tag",
        todo: "at most 512 characters, none of `<>%&\\?/`",
        echo: true,
    },
    without_case: true,
};

/// The key of the tags.
pub(super) const TAGS: Key =
    Key::may("tags", Shape::Map(&NAMES, &Shape::Literal), "Tags of the pool, written at creation", "{team: contests}");

/// The tags that an object names.
pub(super) fn read(object: &Object<'_>, faults: &mut Vec<Fault>) -> BTreeMap<String, String> {
    let entries = object.map("tags");
    if entries.len() > limits::TAGS_PER_RESOURCE {
        let text = format!("{} tags: a resource has at most {}", entries.len(), limits::TAGS_PER_RESOURCE);
        faults.push(object.fault("tags", text, None));
    }
    let mut tags = BTreeMap::new();
    for entry in entries {
        let path = format!("{}.{}", object.below("tags"), entry.key);
        if is_ours(&entry.key) {
            let todo = Some("leave it out".to_owned());
            faults.push(entry.place.fault(&path, "is a tag that `pool` writes itself", todo));
        }
        let Ok(value) = scalar::literal(&entry.node) else { continue };
        if value.chars().count() > limits::TAG_VALUE_CHARACTERS {
            let text = format!("longer than {} characters, the most of a tag", limits::TAG_VALUE_CHARACTERS);
            faults.push(entry.node.place.fault(&path, text, None));
        }
        tags.insert(entry.key.clone(), value.to_owned());
    }
    tags
}
