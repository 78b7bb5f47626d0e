//! Where an image comes from, and how to sign in there: with a user and a password that stands somewhere else, or with
//! a managed identity.

use super::fault::Fault;
use super::shape::{Key, Rule, SECRET, Shape, Stranger, Table};
use super::view::Object;
use crate::model::definition::{Registry, RegistryLogin, SecretSource};

static HOST: Rule = Rule {
    pattern: "^[^\\s/]+$",
    allows: |text| !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c == '/'),
    noun: "host of a registry",
    todo: "such as `example.azurecr.io`, without `https://` and path",
    echo: true,
};

static USER: Rule = Rule {
    pattern: "^\\S+$",
    allows: |text| !text.is_empty() && !text.contains(char::is_whitespace),
    noun: "user of a registry",
    todo: "",
    echo: true,
};

/// `system`, or the ARM id of a user-assigned identity.
static PULLER: Rule = Rule {
    pattern: "^(system|/subscriptions/.+/userAssignedIdentities/[^/]+)$",
    allows: |text| text == "system" || super::identity::is_id(text),
    noun: "identity",
    todo: "`system`, or the ARM id of a user-assigned one",
    echo: true,
};

pub(super) static REGISTRY: Table = Table {
    about: "A private registry and how to sign in there: username and passwordFrom, or identity.",
    keys: &[
        Key::must("server", Shape::Text(&HOST), "The registry's host", "example.azurecr.io"),
        Key::may("username", Shape::Text(&USER), "The user, with passwordFrom", "ci"),
        Key::may(
            "passwordFrom",
            Shape::Object(&SECRET),
            "Where the user's password stands; never the password itself",
            "{env: REGISTRY_PASSWORD}",
        ),
        Key::may(
            "identity",
            Shape::Text(&PULLER),
            "The managed identity that pulls the image: system, or the ARM id of a user-assigned one",
            "system",
        ),
    ],
    strangers: &[
        ("password", Stranger::Refused("a password never stands in a file", "write `passwordFrom: {env: NAME}`")),
        ("passwordSecretRef", Stranger::Here("passwordFrom")),
        ("user", Stranger::Here("username")),
        ("host", Stranger::Here("server")),
    ],
    may_be_empty: false,
    rules: r#"{"oneOf": [
        {"required": ["username", "passwordFrom"], "properties": {"identity": false}},
        {"required": ["identity"], "properties": {"username": false, "passwordFrom": false}}
    ]}"#,
};

/// The registry that an object names.
pub(super) fn read(object: &Object<'_>, faults: &mut Vec<Fault>) -> Option<Registry> {
    let by_identity = object.has("identity");
    // A refused password has been answered already.
    let by_password = ["username", "passwordFrom", "password"].into_iter().any(|key| object.has(key));
    let both = "write `username` and `passwordFrom`, or `identity: system`";
    match (by_identity, by_password) {
        (true, true) => faults.push(object.fault("identity", "does not go with a user and a password", Some(both))),
        (false, false) => {
            faults.push(object.place.fault(&object.path, "names no way to sign in", Some(both.to_owned())));
        }
        (false, true) => {
            faults.extend(object.missing("username"));
            faults.extend(object.missing("passwordFrom").filter(|_| !object.has("password")));
        }
        (true, false) => {}
    }
    let login = if by_identity {
        RegistryLogin::Identity(object.text("identity")?)
    } else {
        RegistryLogin::Password { username: object.text("username")?, password: secret(object, "passwordFrom")? }
    };
    Some(Registry { server: object.text("server")?, login })
}

/// Where the secret behind a key stands.
pub(super) fn secret(object: &Object<'_>, key: &str) -> Option<SecretSource> {
    object.object(key)?.text("env").map(SecretSource::Env)
}
