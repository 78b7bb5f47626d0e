//! The managed identities of a pool, and whether its sessions may use them.

use super::fault::Fault;
use super::node::{Node, Value};
use super::scalar;
use super::shape::{Key, Rule, Shape, Stranger, Table};
use super::view::Object;
use crate::model::definition::{Identity, IdentityUse};

/// Whether a text looks like the ARM id of a user-assigned identity; ARM compares ids without case.
pub(super) fn is_id(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let name = lower.split_once("/userassignedidentities/").map(|(_, name)| name);
    lower.starts_with("/subscriptions/") && name.is_some_and(|name| !name.is_empty() && !name.contains('/'))
}

static ID: Rule = Rule {
    pattern: "^/subscriptions/.+/userAssignedIdentities/[^/]+$",
    allows: is_id,
    noun: "ARM id of a user-assigned identity",
    todo: "`az identity show` prints it as `id`",
    echo: true,
};

const LIFECYCLE: Key = Key::may(
    "lifecycle",
    Shape::Choice(&["None", "Main"]),
    "None: pulls the image only, the default. Main: sessions may use it too",
    "Main",
);

static SYSTEM: Table = Table::new("The pool's own identity.", &[LIFECYCLE]);

static USER: Table = Table {
    about: "A user-assigned identity.",
    keys: &[
        Key::must(
            "id",
            Shape::Text(&ID),
            "Its ARM id",
            "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/ai-ta-2/providers/\
             Microsoft.ManagedIdentity/userAssignedIdentities/puller",
        ),
        LIFECYCLE,
    ],
    strangers: &[("identity", Stranger::Here("id"))],
    may_be_empty: false,
    rules: "{}",
};

pub(super) static IDENTITY: Table = Table {
    about: "The managed identities of the pool.",
    keys: &[
        Key::may(
            "system",
            Shape::Either(&Shape::Flag, &SYSTEM),
            "Whether the pool has an identity of its own: true, or {lifecycle: Main}",
            "true",
        ),
        Key::may(
            "user",
            Shape::List(&Shape::Either(&Shape::Text(&ID), &USER)),
            "User-assigned identities: their ARM ids, or {id, lifecycle}",
            "[]",
        ),
    ],
    strangers: &[
        ("type", Stranger::Refused("unknown key", "write `system` and `user`")),
        ("userAssignedIdentities", Stranger::Here("user")),
        ("systemAssigned", Stranger::Here("system")),
        ("userAssigned", Stranger::Here("user")),
    ],
    may_be_empty: false,
    rules: "{}",
};

/// The identities that an object names.
pub(super) fn read(object: &Object<'_>, faults: &mut Vec<Fault>) -> Option<Identity> {
    let mut user: Vec<(String, IdentityUse)> = Vec::new();
    for (path, node) in object.list("user") {
        let Some((id, used)) = one(node, &path) else { continue };
        if user.iter().any(|(known, _)| known.eq_ignore_ascii_case(&id)) {
            faults.push(node.place.fault(&path, "this identity is in the list already", None));
        }
        user.push((id, used));
    }
    Some(Identity { system: system(object), user })
}

fn system(object: &Object<'_>) -> Option<IdentityUse> {
    if let Some(settings) = object.object("system") {
        return Some(usage(&settings));
    }
    let (node, _) = object.at("system")?;
    scalar::flag(node).ok().filter(|&has| has).map(|_| IdentityUse::None)
}

fn one(node: &Node, path: &str) -> Option<(String, IdentityUse)> {
    match &node.value {
        Value::Text(id) => is_id(id).then(|| (id.clone(), IdentityUse::None)),
        _ => {
            let object = Object::of(node, path, &USER)?;
            Some((object.text("id")?, usage(&object)))
        }
    }
}

fn usage(object: &Object<'_>) -> IdentityUse {
    match object.choice("lifecycle") {
        Some("Main") => IdentityUse::Main,
        _ => IdentityUse::None,
    }
}
