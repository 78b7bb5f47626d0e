//! What a document says of what a pool is made of, each fact by itself, so that two documents can be compared that say
//! the same in other words.
//!
//! Azure shows regions by their display names, leaves out or shows as null what is empty, adds what only it knows, and
//! writes ids in other letters (recorded 2024-05 to 2025-11).

use crate::config::quote::quote;
use crate::schedule::is_ours;
use serde_json::Value;
use std::collections::BTreeMap;

/// One thing that a document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    /// Where the pool file says it.
    pub(super) place: String,
    /// What it says, so that equal is equal.
    pub(super) value: String,
    /// Whether it may be shown: the values of environment variables may be anything.
    pub(super) is_shown: bool,
    /// What to do where the file does not say it; writing the value where it is text.
    pub(super) todo: Option<String>,
    /// What a line of the pool file that says it is, and the key that this line is under, which is empty at the top of a
    /// pool.
    pub(super) line: (String, String),
    /// The text as the document has it.
    text: String,
}

/// Characters of a text that nobody is to write.
const SHOWN: usize = 120;

impl Fact {
    /// The text, in marks.
    pub(super) fn shown(&self) -> String {
        format!("`{}`", self.plain())
    }

    /// The text, whole, and without what could forge a line.
    fn plain(&self) -> String {
        match self.text.contains(char::is_control) {
            true => Value::from(self.text.as_str()).to_string().replace(char::is_control, " "),
            false => self.text.clone(),
        }
    }

    /// The advice to write a line of YAML that says it.
    pub(super) fn to_write(&self) -> String {
        match &self.line {
            (line, under) if under.is_empty() => format!("Write `{line}` for it."),
            (line, under) => format!("Write `{line}` under `{under}`."),
        }
    }

    /// The text, in marks, beside one that is shown whole: where they are long, only from where they differ.
    pub(super) fn beside(&self, other: &Self) -> String {
        let (text, other) = (self.plain(), other.plain());
        let is_long = text.chars().count() > SHOWN / 2;
        let alike: usize = text.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let from = if is_long { text[..alike].rfind(['/', ' ', ',']).unwrap_or(alike) } else { 0 };
        let rest = &text[from..];
        let end = rest.char_indices().nth(SHOWN).map_or(rest.len(), |(end, _)| end);
        let cut = |is_cut: bool| if is_cut { "…" } else { "" };
        format!("`{}{}{}`", cut(from > 0), &rest[..end], cut(end < rest.len()))
    }
}

/// What is no part of what a pool is made of: what Azure writes, and what profiles say. Each is named to
/// its last member where Azure takes what is sent: a member beside it that nobody here knows would be lost.
const LEFT_OUT: [&str; 23] = [
    "id",
    "name",
    "type",
    "etag",
    "systemData",
    "identity.principalId",
    "identity.tenantId",
    "properties.scaleConfiguration.maxConcurrentSessions",
    "properties.scaleConfiguration.readySessionInstances",
    "properties.dynamicPoolConfiguration.lifecycleConfiguration.lifecycleType",
    "properties.dynamicPoolConfiguration.lifecycleConfiguration.cooldownPeriodInSeconds",
    "properties.dynamicPoolConfiguration.lifecycleConfiguration.maxAlivePeriodInSeconds",
    // The same before 2025.
    "properties.dynamicPoolConfiguration.executionType",
    "properties.dynamicPoolConfiguration.cooldownPeriodInSeconds",
    "properties.provisioningState",
    "properties.nodeCount",
    "properties.poolManagementEndpoint",
    "properties.templateUpdateStatus",
    "properties.mcpServerSettings.mcpServerEndpoint",
    // Taken by themselves.
    "tags",
    "identity.type",
    "properties.secrets",
    "properties.managedIdentitySettings",
];

/// What means the same as nothing: defaults of the specification 2026-07-01, and of the service where a PUT leaves the
/// network out.
const DEFAULTS: [(&str, &str); 9] = [
    (".failureThreshold", "3"),
    (".periodSeconds", "10"),
    (".successThreshold", "1"),
    (".timeoutSeconds", "1"),
    (".httpGet.scheme", "HTTP"),
    // What the program sends itself, whatever the file says.
    ("properties.poolManagementType", "Dynamic"),
    ("properties.sessionNetworkConfiguration.status", "EgressDisabled"),
    ("properties.mcpServerSettings.isMcpServerEnabled", "false"),
    ("properties.mcpServerSettings.isMcpServerApiKeyDisabled", "false"),
];

const CONTAINER: &str = "properties.customContainerTemplate.containers[0]";

/// Azure's names and the pool file's.
const PLACES: [(&str, &str); 16] = [
    ("location", "location"),
    ("properties.environmentId", "container.environment"),
    ("properties.containerType", "container.type"),
    ("properties.sessionNetworkConfiguration.status", "network"),
    ("properties.customContainerTemplate.ingress.targetPort", "container.targetPort"),
    ("properties.customContainerTemplate.registryCredentials.server", "container.registry.server"),
    ("properties.customContainerTemplate.registryCredentials.username", "container.registry.username"),
    ("properties.customContainerTemplate.registryCredentials.passwordSecretRef", "container.registry.passwordFrom"),
    ("properties.customContainerTemplate.registryCredentials.identity", "container.registry.identity"),
    ("properties.customContainerTemplate.containers[0].image", "container.image"),
    ("properties.customContainerTemplate.containers[0].command", "container.command"),
    ("properties.customContainerTemplate.containers[0].args", "container.args"),
    ("properties.customContainerTemplate.containers[0].resources.cpu", "container.cpu"),
    ("properties.customContainerTemplate.containers[0].resources.memory", "container.memory"),
    ("properties.customContainerTemplate.containers[0].env", "container.env"),
    ("properties.customContainerTemplate.containers[0].probes", "container.probes"),
];

/// What the pool file has for a probe.
const OF_PROBES: [&str; 9] = [
    ".type",
    ".httpGet.path",
    ".httpGet.port",
    ".httpGet.scheme",
    ".tcpSocket.port",
    ".failureThreshold",
    ".initialDelaySeconds",
    ".periodSeconds",
    ".timeoutSeconds",
];

/// Everything that a document says, by what it is about.
pub(super) fn facts(body: &Value) -> BTreeMap<String, Fact> {
    let mut facts = BTreeMap::new();
    walk("", body, &mut facts);
    tags(body, &mut facts);
    identities(body, &mut facts);
    secrets(body, &mut facts);
    facts
}

/// The name of the container, which the file does not say.
pub(super) fn container_name(body: &Value) -> Option<&str> {
    body.pointer("/properties/customContainerTemplate/containers/0/name")?.as_str()
}

/// What an identity is for where a pool does not say: the specification's default (2026-07-01). What the service makes
/// of it nobody has recorded but for the identity of the registry.
pub(super) const UNSAID_USE: &str = "None";

/// The identities that a document says the use of, as it writes them.
pub(super) fn identities_with_use(body: &Value) -> Vec<&str> {
    let settings = body["properties"]["managedIdentitySettings"].as_array();
    let said = settings.into_iter().flatten().filter(|setting| !setting["lifecycle"].is_null());
    said.filter_map(|setting| setting["identity"].as_str()).collect()
}

/// Whether the pool has an identity of its own.
pub(super) fn has_own_identity(body: &Value) -> bool {
    body["identity"]["type"].as_str().is_some_and(|kind| kind.to_ascii_lowercase().contains("systemassigned"))
}

fn walk(path: &str, value: &Value, facts: &mut BTreeMap<String, Fact>) {
    if LEFT_OUT.contains(&path) || path == format!("{CONTAINER}.name") {
        return;
    }
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Object(members) if path == "identity.userAssignedIdentities" => {
            for id in members.keys() {
                let todo = "Write its id under `identity.user`.".to_owned();
                let mut fact = fact("identity.user", id, Some(todo));
                fact.value = id.to_ascii_lowercase();
                add(facts, &format!("identity.user.{}", id.to_ascii_lowercase()), fact);
            }
        }
        Value::Object(members) => members.iter().for_each(|(key, value)| walk(&below(key), value, facts)),
        // Their order counts, and they are one thing.
        Value::Array(words) if path.ends_with(".command") || path.ends_with(".args") => {
            if !words.is_empty() {
                let quoted: Vec<String> = words.iter().map(scalar).collect();
                leaf(path, (&value.to_string(), &format!("[{}]", quoted.join(", "))), facts);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let key = |name: &str| item[name].as_str().map(|key| format!("{path}.{key}"));
                let named = match path.rsplit('.').next() {
                    Some("env") => key("name"),
                    Some("probes") => key("type"),
                    _ => None,
                };
                walk(&named.unwrap_or_else(|| format!("{path}[{index}]")), item, facts);
            }
        }
        Value::Null => {}
        Value::String(text) if is_number(path) && text.parse::<f64>().is_ok() => {
            leaf(path, (text, &number(text)), facts);
        }
        Value::String(text) => leaf(path, (text, &quote(text)), facts),
        Value::Bool(_) | Value::Number(_) => leaf(path, (&value.to_string(), &value.to_string()), facts),
    }
}

/// A value as it stands in a YAML file.
fn scalar(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), quote)
}

fn leaf(path: &str, (text, yaml): (&str, &str), facts: &mut BTreeMap<String, Fact>) {
    let is_env = path.strip_prefix(CONTAINER).is_some_and(|rest| rest.starts_with(".env."));
    if text.is_empty() {
        return;
    }
    let is_default = |(end, default): &(&str, &str)| {
        let is_it = if end.starts_with('.') { path.contains(".probes.") && path.ends_with(end) } else { path == *end };
        is_it && same(path, text) == same(path, default)
    };
    if DEFAULTS.iter().any(is_default) {
        return;
    }
    let place = PLACES.iter().find_map(|(azure, file)| {
        let rest = path.strip_prefix(azure)?;
        (rest.is_empty() || rest.starts_with('.')).then(|| format!("{file}{rest}"))
    });
    let place = place.filter(|place| !place.starts_with("container.probes.") || is_of_probes(place));
    let mut fact = match place {
        Some(place) => Fact { line: line(&place, yaml), ..fact(&place, text, None) },
        None => {
            let todo = "The pool file has no word for it, so that only Azure's own tools can make such a pool.";
            fact(path, text, Some(todo.to_owned()))
        }
    };
    if is_env {
        let name = [".value", ".secretRef", ".name"].iter().find_map(|end| fact.place.strip_suffix(end));
        let name = name.unwrap_or(&fact.place).to_owned();
        fact.todo = Some(if path.ends_with(".secretRef") {
            let key = name.strip_prefix("container.env.").unwrap_or(&name);
            let source = quote(&variable(text));
            format!("Write `{}: {{secretFrom: {{env: {source}}}}}` under `container.env`.", quote(key))
        } else {
            format!("Write the value that stands as `{name}`: `pool show --raw` has it.")
        });
        fact.place = name;
        fact.is_shown = path.ends_with(".secretRef");
    }
    if path.ends_with(".passwordSecretRef") {
        fact.todo =
            Some(format!("Write `passwordFrom: {{env: {}}}` under `container.registry`.", quote(&variable(text))));
    }
    if path.ends_with(".args") || path.ends_with(".command") {
        fact.value = text.to_owned();
    } else {
        fact.value = same(path, text);
    }
    add(facts, path, fact);
}

fn is_of_probes(place: &str) -> bool {
    OF_PROBES.iter().any(|known| place.ends_with(known))
}

/// A text so that what means the same is equal.
fn same(path: &str, text: &str) -> String {
    let gib = |text: &str| Some(text.strip_suffix("Gi")?.parse::<f64>().ok()?.to_string());
    match path.rsplit('.').next().unwrap_or_default() {
        "location" => text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase(),
        "environmentId" | "containerType" | "identity" | "status" | "scheme" | "type" | "server" => text.to_lowercase(),
        "memory" => gib(text).unwrap_or_else(|| text.to_owned()),
        _ if is_number(path) => number(text),
        _ => text.to_owned(),
    }
}

fn is_number(path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or_default();
    ["cpu", "port", "targetPort"].contains(&last) || last.ends_with("Seconds") || last.ends_with("Threshold")
}

/// Azure takes numbers as text, and shows whole ones with a fraction.
fn number(text: &str) -> String {
    text.parse::<f64>().map_or_else(|_| text.to_owned(), |number| number.to_string())
}

/// Tags of other people, whose names compare without case.
fn tags(body: &Value, facts: &mut BTreeMap<String, Fact>) {
    for (name, value) in body["tags"].as_object().into_iter().flatten().filter(|(name, _)| !is_ours(name)) {
        let text = value.as_str().unwrap_or_default();
        let line = (format!("{}: {}", quote(name), quote(text)), "tags".to_owned());
        let fact = Fact { line, ..fact(&format!("tags.{name}"), text, None) };
        add(facts, &format!("tags.{}", name.to_lowercase()), fact);
    }
}

/// What identities are there, and what they are for where that is more than pulling the image, which Azure adds by
/// itself for the identity of the registry.
fn identities(body: &Value, facts: &mut BTreeMap<String, Fact>) {
    if has_own_identity(body) {
        add(facts, "identity.system", fact("identity.system", "true", None));
    }
    for word in body["identity"]["type"].as_str().into_iter().flat_map(|kind| kind.split(',')).map(str::trim) {
        if !["None", "SystemAssigned", "UserAssigned"].iter().any(|known| known.eq_ignore_ascii_case(word)) {
            leaf(&format!("identity.type.{word}"), (word, &quote(word)), facts);
        }
    }
    for setting in body["properties"]["managedIdentitySettings"].as_array().into_iter().flatten() {
        let id = setting["identity"].as_str().unwrap_or_default();
        let used = match &setting["lifecycle"] {
            Value::Null => UNSAID_USE.to_owned(),
            Value::String(word) => word.clone(),
            other => other.to_string(),
        };
        if !used.eq_ignore_ascii_case(UNSAID_USE) {
            let whose = if id.eq_ignore_ascii_case("system") { "identity.system" } else { "identity.user" };
            let todo = format!("Write `lifecycle: {}` for it under `{whose}`.", quote(&used));
            let mut fact = fact(&format!("{whose}.lifecycle"), &used, Some(todo));
            fact.value = used.to_lowercase();
            add(facts, &format!("use.{}", id.to_lowercase()), fact);
        }
        for (name, value) in setting.as_object().into_iter().flatten() {
            if !["identity", "lifecycle"].contains(&name.as_str()) {
                walk(&format!("properties.managedIdentitySettings.{name}"), value, facts);
            }
        }
    }
}

/// The names of secrets. Azure never shows a value, so the file must say where it comes from.
fn secrets(body: &Value, facts: &mut BTreeMap<String, Fact>) {
    for secret in body["properties"]["secrets"].as_array().into_iter().flatten() {
        let name = secret["name"].as_str().unwrap_or_default();
        let todo = format!(
            "Nobody can read its value from Azure: write `{{env: {}}}` as the `passwordFrom` or `secretFrom` that uses it.",
            quote(&variable(name))
        );
        let mut fact = fact(&format!("secret {name}"), name, Some(todo));
        fact.is_shown = false;
        add(facts, &format!("secrets.{name}"), fact);
        for (member, value) in secret.as_object().into_iter().flatten() {
            if !["name", "value"].contains(&member.as_str()) {
                walk(&format!("properties.secrets.{name}.{member}"), value, facts);
            }
        }
    }
}

/// The variable whose secret has this name on the pool.
fn variable(secret: &str) -> String {
    secret.to_ascii_uppercase().replace('-', "_")
}

fn fact(place: &str, text: &str, todo: Option<String>) -> Fact {
    let (value, line) = (text.to_owned(), line(place, text));
    Fact { place: place.to_owned(), value, is_shown: true, todo, line, text: text.to_owned() }
}

/// The line that says a value, in YAML, at a place of the pool file whose keys have no dots.
fn line(place: &str, yaml: &str) -> (String, String) {
    let (under, key) = place.rsplit_once('.').unwrap_or(("", place));
    (format!("{key}: {yaml}"), under.to_owned())
}

/// Notes a fact. Where a document says a thing twice, as a template with two variables of one name, neither replaces
/// the other.
fn add(facts: &mut BTreeMap<String, Fact>, key: &str, mut fact: Fact) {
    let nth = |nth: usize| if nth == 1 { key.to_owned() } else { format!("{key} {nth}") };
    let free = (1..).map(nth).find(|key| !facts.contains_key(key)).unwrap_or_default();
    if free != key {
        fact.place = format!("a second {}", fact.place);
        fact.todo = Some("A pool file can say it once. Take one of the two off the pool first.".to_owned());
    }
    facts.insert(free, fact);
}
