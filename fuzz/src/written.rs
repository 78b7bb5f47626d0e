//! A pool file as YAML, written from what was read. The program writes none, only the first one of `pool init`; this
//! is the plainest form of every key.

use pool::config::{Defaults, PoolEntry, PoolFile};
use pool::model::definition::{
    Container, EnvValue, Identity, IdentityUse, Probe, ProbeAction, Registry, RegistryLogin, SecretSource,
};
use serde_json::{Map, Value, json};

/// The text.
pub fn pool_file(file: &PoolFile) -> String {
    let mut document = Map::new();
    document.insert("defaults".to_owned(), defaults(&file.defaults));
    let pools: Map<String, Value> = file.pools.iter().map(|entry| (entry.name.clone(), pool(entry))).collect();
    document.insert("pools".to_owned(), Value::Object(pools));
    yaml(&Value::Object(document))
}

/// JSON is YAML, but for characters that YAML takes only by their numbers.
fn yaml(value: &Value) -> String {
    let text = value.to_string();
    let is_odd = |c: char| {
        ('\u{7f}'..='\u{9f}').contains(&c)
            || matches!(c, '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    text.chars().map(|c| if is_odd(c) { format!("\\U{:08X}", u32::from(c)) } else { c.to_string() }).collect()
}

/// The members that are there.
fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

fn defaults(defaults: &Defaults) -> Value {
    object([
        ("subscription", defaults.subscription.as_ref().map(|text| json!(text))),
        ("resourceGroup", defaults.resource_group.as_ref().map(|text| json!(text))),
        ("location", defaults.location.as_ref().map(|text| json!(text))),
    ])
}

fn pool(pool: &PoolEntry) -> Value {
    let mut entry = object([
        ("base", Some(json!(pool.base))),
        ("onDrift", Some(json!(pool.on_drift.name()))),
        ("subscription", pool.subscription.as_ref().map(|text| json!(text))),
        ("resourceGroup", pool.resource_group.as_ref().map(|text| json!(text))),
    ]);
    if let Some(definition) = &pool.definition {
        entry["location"] = json!(definition.location);
        entry["tags"] = json!(definition.tags);
        entry["identity"] = identity(&definition.identity);
        if let Some(egress) = definition.egress {
            entry["network"] = json!(egress.name());
        }
        entry["container"] = definition.container.as_ref().map_or(json!({"type": definition.kind.name()}), container);
    }
    entry
}

fn container(container: &Container) -> Value {
    let env: Map<String, Value> = container.env.iter().map(|(name, value)| (name.clone(), variable(value))).collect();
    object([
        ("type", Some(json!("CustomContainer"))),
        ("environment", Some(json!(container.environment))),
        ("image", Some(json!(container.image))),
        ("command", Some(json!(container.command))),
        ("args", Some(json!(container.args))),
        ("cpu", Some(json!(container.cpu))),
        ("memory", Some(json!(container.memory))),
        ("targetPort", Some(json!(container.target_port))),
        ("registry", container.registry.as_ref().map(registry)),
        ("env", Some(Value::Object(env))),
        ("probes", Some(container.probes.iter().map(probe).collect())),
    ])
}

fn variable(value: &EnvValue) -> Value {
    match value {
        EnvValue::Plain(text) => json!(text),
        EnvValue::Secret(SecretSource::Env(name)) => json!({"secretFrom": {"env": name}}),
    }
}

fn registry(registry: &Registry) -> Value {
    match &registry.login {
        RegistryLogin::Password { username, password: SecretSource::Env(name) } => {
            json!({"server": registry.server, "username": username, "passwordFrom": {"env": name}})
        }
        RegistryLogin::Identity(identity) => json!({"server": registry.server, "identity": identity}),
    }
}

fn probe(probe: &Probe) -> Value {
    let (get, socket) = match &probe.action {
        ProbeAction::HttpGet { path, port, scheme } => {
            let path = path.as_ref().map(|path| json!(path));
            let scheme = scheme.as_ref().map(|scheme| json!(scheme));
            (Some(object([("path", path), ("port", Some(json!(port))), ("scheme", scheme)])), None)
        }
        ProbeAction::TcpSocket { port } => (None, Some(json!({"port": port}))),
    };
    object([
        ("type", Some(json!(probe.kind.name()))),
        ("httpGet", get),
        ("tcpSocket", socket),
        ("failureThreshold", probe.failure_threshold.map(|number| json!(number))),
        ("initialDelaySeconds", probe.initial_delay_seconds.map(|number| json!(number))),
        ("periodSeconds", probe.period_seconds.map(|number| json!(number))),
        ("timeoutSeconds", probe.timeout_seconds.map(|number| json!(number))),
    ])
}

fn identity(identity: &Identity) -> Value {
    let used = |usage: IdentityUse| json!({"lifecycle": usage.name()});
    let user = |(id, usage): &(String, IdentityUse)| json!({"id": id, "lifecycle": usage.name()});
    object([("system", identity.system.map(used)), ("user", Some(identity.user.iter().map(user).collect()))])
}
