//! The body of a PUT that creates a pool.

use crate::model::definition::{
    Container, Definition, EnvValue, Identity, IdentityUse, Probe, ProbeAction, Registry, RegistryLogin, Secret,
    SecretSource,
};
use crate::model::{Lifecycle, PoolId, Scale};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What fills a definition in: the scale, our tags, and the values of its secrets by the variable they stand in.
#[derive(Debug)]
pub struct Filling<'a> {
    /// The scale; its ready number is left out for code interpreters.
    pub scale: Scale,
    /// The lifecycle.
    pub lifecycle: Lifecycle,
    /// Tags beside the definition's own.
    pub tags: &'a BTreeMap<String, String>,
    /// The values of the secrets that [`secret_variables`] names.
    pub secrets: &'a BTreeMap<String, Secret>,
}

/// The environment variables whose values a definition needs, each once, in order of their names.
#[must_use]
pub fn secret_variables(definition: &Definition) -> Vec<String> {
    let Some(container) = &definition.container else {
        return Vec::new();
    };
    let password = container.registry.iter().filter_map(|registry| match &registry.login {
        RegistryLogin::Password { password, .. } => Some(password),
        RegistryLogin::Identity(_) => None,
    });
    let env = container.env.iter().filter_map(|(_, value)| match value {
        EnvValue::Secret(source) => Some(source),
        EnvValue::Plain(_) => None,
    });
    let mut names: Vec<String> = password.chain(env).map(|SecretSource::Env(name)| name.clone()).collect();
    names.sort();
    names.dedup();
    names
}

/// The body.
#[must_use]
pub fn encode(id: &PoolId, definition: &Definition, filling: &Filling<'_>) -> Value {
    let mut properties = Map::new();
    properties.insert("poolManagementType".to_owned(), json!("Dynamic"));
    properties.insert("containerType".to_owned(), json!(definition.kind.name()));
    properties.insert("scaleConfiguration".to_owned(), super::patch::scale(filling.scale));
    properties.insert(
        "dynamicPoolConfiguration".to_owned(),
        json!({"lifecycleConfiguration": super::patch::lifecycle(filling.lifecycle)}),
    );
    if let Some(egress) = definition.egress {
        properties.insert("sessionNetworkConfiguration".to_owned(), json!({"status": egress.name()}));
    }
    if let Some(container) = &definition.container {
        properties.insert("environmentId".to_owned(), json!(environment_id(id, &container.environment)));
        properties.insert("customContainerTemplate".to_owned(), template(id, container));
        let secrets: Vec<Value> = secret_variables(definition)
            .iter()
            .filter_map(|variable| {
                Some(json!({"name": secret_name(variable), "value": filling.secrets.get(variable)?.reveal()}))
            })
            .collect();
        if !secrets.is_empty() {
            properties.insert("secrets".to_owned(), Value::Array(secrets));
        }
    }
    let uses = identity_settings(&definition.identity);
    if !uses.is_empty() {
        properties.insert("managedIdentitySettings".to_owned(), Value::Array(uses));
    }
    let mut body = Map::new();
    body.insert("location".to_owned(), json!(definition.location));
    let mut tags = definition.tags.clone();
    tags.extend(filling.tags.clone());
    if !tags.is_empty() {
        body.insert("tags".to_owned(), json!(tags));
    }
    if let Some(identity) = identity(definition) {
        body.insert("identity".to_owned(), identity);
    }
    body.insert("properties".to_owned(), Value::Object(properties));
    Value::Object(body)
}

/// The ARM id of an environment: the text itself where it is one, else that name in the pool's group.
#[must_use]
pub fn environment_id(id: &PoolId, environment: &str) -> String {
    if environment.starts_with('/') {
        environment.to_owned()
    } else {
        format!("{}/providers/Microsoft.App/managedEnvironments/{environment}", id.group_scope())
    }
}

/// Two variables whose secrets would have the same name on the pool.
#[must_use]
pub fn alike(variables: &[String]) -> Option<[&str; 2]> {
    let mut seen = BTreeMap::new();
    variables.iter().find_map(|name| seen.insert(secret_name(name), name.as_str()).map(|one| [one, name.as_str()]))
}

/// A secret's name on the pool: the variable's, in the letters that Azure allows there. Two variables may come out
/// alike; whoever sends a definition refuses that.
#[must_use]
pub fn secret_name(variable: &str) -> String {
    variable.to_ascii_lowercase().replace('_', "-").trim_matches('-').to_owned()
}

fn template(id: &PoolId, container: &Container) -> Value {
    let mut inner = Map::new();
    inner.insert("name".to_owned(), json!(id.name.to_ascii_lowercase()));
    inner.insert("image".to_owned(), json!(container.image));
    for (name, words) in [("command", &container.command), ("args", &container.args)] {
        if !words.is_empty() {
            inner.insert(name.to_owned(), json!(words));
        }
    }
    if !container.env.is_empty() {
        inner.insert("env".to_owned(), container.env.iter().map(env).collect());
    }
    inner.insert("resources".to_owned(), json!({"cpu": container.cpu, "memory": container.memory}));
    if !container.probes.is_empty() {
        inner.insert("probes".to_owned(), container.probes.iter().map(probe).collect());
    }
    let mut template = Map::new();
    template.insert("containers".to_owned(), Value::Array(vec![Value::Object(inner)]));
    template.insert("ingress".to_owned(), json!({"targetPort": container.target_port}));
    if let Some(registry) = &container.registry {
        template.insert("registryCredentials".to_owned(), self::registry(registry));
    }
    Value::Object(template)
}

fn env((name, value): &(String, EnvValue)) -> Value {
    match value {
        EnvValue::Plain(text) => json!({"name": name, "value": text}),
        EnvValue::Secret(SecretSource::Env(variable)) => {
            json!({"name": name, "secretRef": secret_name(variable)})
        }
    }
}

fn registry(registry: &Registry) -> Value {
    match &registry.login {
        RegistryLogin::Password { username, password: SecretSource::Env(variable) } => {
            json!({"server": registry.server, "username": username, "passwordSecretRef": secret_name(variable)})
        }
        RegistryLogin::Identity(identity) => {
            json!({"server": registry.server, "identity": identity})
        }
    }
}

fn probe(probe: &Probe) -> Value {
    let mut object = Map::new();
    object.insert("type".to_owned(), json!(probe.kind.name()));
    match &probe.action {
        ProbeAction::HttpGet { path, port, scheme } => {
            let mut get = Map::new();
            get.insert("port".to_owned(), json!(port));
            for (name, value) in [("path", path), ("scheme", scheme)] {
                if let Some(value) = value {
                    get.insert(name.to_owned(), json!(value));
                }
            }
            object.insert("httpGet".to_owned(), Value::Object(get));
        }
        ProbeAction::TcpSocket { port } => {
            object.insert("tcpSocket".to_owned(), json!({"port": port}));
        }
    }
    let numbers = [
        ("failureThreshold", probe.failure_threshold),
        ("initialDelaySeconds", probe.initial_delay_seconds),
        ("periodSeconds", probe.period_seconds),
        ("timeoutSeconds", probe.timeout_seconds),
    ];
    for (name, value) in numbers {
        if let Some(value) = value {
            object.insert(name.to_owned(), json!(value));
        }
    }
    Value::Object(object)
}

/// The identities that the pool must have: the named ones, and the one that pulls the image.
fn identity(definition: &Definition) -> Option<Value> {
    let mut system = definition.identity.system.is_some();
    let mut user: Vec<&str> = definition.identity.user.iter().map(|(id, _)| id.as_str()).collect();
    let registry = definition.container.as_ref().and_then(|container| container.registry.as_ref());
    if let Some(RegistryLogin::Identity(puller)) = registry.map(|registry| &registry.login) {
        if puller.eq_ignore_ascii_case("system") {
            system = true;
        } else if !user.iter().any(|id| id.eq_ignore_ascii_case(puller)) {
            user.push(puller);
        }
    }
    let kind = match (system, user.is_empty()) {
        (false, true) => return None,
        (true, true) => return Some(json!({"type": "SystemAssigned"})),
        (true, false) => "SystemAssigned,UserAssigned",
        (false, false) => "UserAssigned",
    };
    let assigned: Map<String, Value> = user.into_iter().map(|id| (id.to_owned(), json!({}))).collect();
    Some(json!({"type": kind, "userAssignedIdentities": assigned}))
}

fn identity_settings(identity: &Identity) -> Vec<Value> {
    let setting = |id: &str, used: IdentityUse| json!({"identity": id, "lifecycle": used.name()});
    let system = identity.system.map(|used| setting("system", used));
    system.into_iter().chain(identity.user.iter().map(|(id, used)| setting(id, *used))).collect()
}
