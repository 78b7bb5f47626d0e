//! What runs in a pool's sessions: a container of the user's, or one of Azure's code interpreters, which have nothing
//! to say about theirs.

use super::fault::Fault;
use super::node::{Entry, Value};
use super::shape::{Key, Names, Rule, SECRET, Shape, Stranger, Table};
use super::view::Object;
use super::{probe, registry, scalar};
use crate::model::Kind;
use crate::model::definition::{Container, EnvValue};

/// The names of [`Kind`].
pub(super) static KINDS: [&str; 4] = ["CustomContainer", "PythonLTS", "NodeLTS", "Shell"];

/// The keys that a custom container must have beside its type.
const CUSTOM: [&str; 5] = ["environment", "image", "cpu", "memory", "targetPort"];

static ENVIRONMENT: Rule = Rule {
    pattern: "^([^/\\s]+|/subscriptions/.+/managedEnvironments/[^/]+)$",
    allows: |text| {
        let lower = text.to_ascii_lowercase();
        let id = || lower.starts_with("/subscriptions/") && lower.contains("/managedenvironments/");
        !text.is_empty() && !text.contains(char::is_whitespace) && (!text.contains('/') || id())
    },
    noun: "environment",
    todo: "its name in the pool's group, or its ARM id",
    echo: true,
};

static IMAGE: Rule = Rule {
    pattern: "^[^\\s:]\\S*$",
    allows: |text| !text.is_empty() && !text.contains(char::is_whitespace) && !text.starts_with(':'),
    noun: "image",
    todo: "such as `registry.example/session-image:v1`",
    echo: true,
};

static MEMORY: Rule = Rule {
    pattern: "^[0-9]+(\\.[0-9]+)?Gi$",
    allows: |text| {
        let number = text.strip_suffix("Gi").filter(|number| number.starts_with(|c: char| c.is_ascii_digit()));
        let digits = |number: &&str| number.ends_with(|c: char| c.is_ascii_digit()) && !number.contains(['e', 'E']);
        number.filter(digits).and_then(|number| number.parse::<f64>().ok()).is_some_and(|gi| gi > 0.0)
    },
    noun: "amount of memory",
    todo: "such as `1Gi` or `0.5Gi`",
    echo: true,
};

static VARIABLES: Names = Names {
    rule: &Rule {
        pattern: "^[^=\\s]+$",
        allows: |text| !text.is_empty() && !text.contains(|c: char| c == '=' || c == '\0' || c.is_whitespace()),
        noun: "name of an environment variable",
        todo: "no spaces and no `=`",
        echo: true,
    },
    without_case: false,
};

static FROM: Table = Table {
    about: "A secret of the pool.",
    keys: &[Key::must(
        "secretFrom",
        Shape::Object(&SECRET),
        "Where the secret stands; never the secret itself",
        "{env: API_KEY}",
    )],
    strangers: &[
        ("secretRef", Stranger::Here("secretFrom")),
        ("value", Stranger::Refused("unknown key", "write the value behind the variable's name")),
    ],
    may_be_empty: false,
    rules: "{}",
};

pub(super) static CONTAINER: Table = Table {
    about: "What runs in the pool's sessions. Read when the pool is created, and by nothing else.",
    keys: &[
        Key::must(
            "type",
            Shape::Choice(&KINDS),
            "An image of yours, or one of Azure's code interpreters",
            "CustomContainer",
        ),
        Key::may(
            "environment",
            Shape::Text(&ENVIRONMENT),
            "The Container Apps environment: its name in the pool's group, or its ARM id",
            "ai-ta-env",
        ),
        Key::may("image", Shape::Text(&IMAGE), "The image with its tag", "registry.example/session-image:v1"),
        Key::may("command", Shape::List(&Shape::Literal), "The entry point instead of the image's", "[/bin/server]"),
        Key::may("args", Shape::List(&Shape::Literal), "Its arguments instead of the image's", "[--port, \"2000\"]"),
        Key::may("cpu", Shape::Positive, "Cores of a session", "0.5"),
        Key::may("memory", Shape::Text(&MEMORY), "Memory of a session, in Gi", "1Gi"),
        Key::may("targetPort", probe::PORT, "The port that requests are forwarded to", "2000"),
        Key::may(
            "registry",
            Shape::Object(&registry::REGISTRY),
            "Where the image comes from, unless everybody may pull it",
            "{server: example.azurecr.io, identity: system}",
        ),
        Key::may(
            "env",
            Shape::Map(&VARIABLES, &Shape::Either(&Shape::Literal, &FROM)),
            "Environment variables: name and value, or {secretFrom: {env: NAME}}",
            "{LANG: C.UTF-8, API_KEY: {secretFrom: {env: API_KEY}}}",
        ),
        Key::may(
            "probes",
            Shape::List(&Shape::Object(&probe::PROBE)),
            "Probes, at most one of each type",
            "[{type: Liveness, httpGet: {path: /health, port: 2000}, periodSeconds: 10}]",
        ),
    ],
    strangers: &[
        ("containerType", Stranger::Here("type")),
        ("environmentId", Stranger::Here("environment")),
        ("resources", Stranger::Refused("unknown key", "write `cpu` and `memory`")),
        ("ingress", Stranger::Here("targetPort")),
        ("port", Stranger::Here("targetPort")),
        ("registryCredentials", Stranger::Here("registry")),
        ("secrets", Stranger::Refused("a secret never stands in a file", "write `secretFrom: {env: NAME}` in `env`")),
    ],
    may_be_empty: false,
    rules: r#"{
        "if": {"properties": {"type": {"const": "CustomContainer"}}, "required": ["type"]},
        "then": {"required": ["environment", "image", "cpu", "memory", "targetPort"]},
        "else": {"maxProperties": 1}
    }"#,
};

/// What an object describes: the type, and the container where it is the user's own.
pub(super) fn read(object: &Object<'_>, faults: &mut Vec<Fault>) -> Option<(Kind, Option<Container>)> {
    match object.choice("type").and_then(Kind::named) {
        Some(Kind::CustomContainer) => {
            faults.extend(CUSTOM.iter().filter_map(|key| object.missing(key)));
            custom(object, faults).map(|container| (Kind::CustomContainer, Some(container)))
        }
        Some(kind) => {
            let others = CONTAINER.keys.iter().filter(|key| key.name != "type" && object.has(key.name));
            let text = format!("does not go with {kind}, whose container is Azure's own");
            faults.extend(others.map(|key| object.fault(key.name, text.clone(), Some("leave it out"))));
            Some((kind, None))
        }
        None => {
            // What is wrong with the rest is said all the same.
            custom(object, faults);
            None
        }
    }
}

fn custom(object: &Object<'_>, faults: &mut Vec<Fault>) -> Option<Container> {
    let sign_in = object.object("registry").map(|object| registry::read(&object, faults));
    let probes = probe::read(object, "probes", faults);
    Some(Container {
        environment: object.text("environment")?,
        image: object.text("image")?,
        command: words(object, "command"),
        args: words(object, "args"),
        cpu: object.positive("cpu")?,
        memory: object.text("memory")?,
        target_port: object.whole("targetPort")?,
        registry: match sign_in {
            Some(registry) => Some(registry?),
            None => None,
        },
        env: object.map("env").iter().filter_map(variable).collect(),
        probes,
    })
}

fn words(object: &Object<'_>, key: &str) -> Vec<String> {
    let list = object.list(key);
    list.iter().filter_map(|(_, node)| scalar::literal(node).ok().map(str::to_owned)).collect()
}

fn variable(entry: &Entry) -> Option<(String, EnvValue)> {
    let value = match entry.node.value {
        Value::Map(_) => {
            EnvValue::Secret(registry::secret(&Object::of(&entry.node, &entry.key, &FROM)?, "secretFrom")?)
        }
        _ => EnvValue::Plain(scalar::literal(&entry.node).ok()?.to_owned()),
    };
    Some((entry.key.clone(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_types_are_those_of_the_model() {
        let Shape::Choice(words) = CONTAINER.keys[0].shape else { panic!("type is a choice") };
        assert_eq!(words, Kind::ALL.map(Kind::name));
    }

    #[test]
    fn memory_has_a_number_and_its_unit() {
        for (text, right) in [
            ("1Gi", true),
            ("0.5Gi", true),
            ("16Gi", true),
            ("0Gi", false),
            ("Gi", false),
            ("1", false),
            ("1G", false),
            ("512Mi", false),
            (".5Gi", false),
            ("1.Gi", false),
            ("1e1Gi", false),
            ("+1Gi", false),
            ("1 Gi", false),
        ] {
            assert_eq!((MEMORY.allows)(text), right, "{text}");
        }
    }
}
