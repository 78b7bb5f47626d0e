//! Pool files: read or refused with places; what is read is written back the same; and what a PUT would send of it is
//! the pool that the file describes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pool::config::{PoolEntry, pool_file};
use pool::model::definition::{Definition, Secret};
use pool::model::{Lifecycle, PoolId, Scale};
use pool::wire::{self, create};
use pool_fuzz::{place, written};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;

fuzz_target!(|text: &str| {
    let file = match pool_file::parse("pool.yaml", text) {
        Ok(file) => file,
        Err(faults) => return place::check(&faults, text),
    };
    let written = written::pool_file(&file);
    let again = pool_file::parse("pool.yaml", &written).unwrap_or_else(|faults| panic!("{faults}\n{written}"));
    let without_lines = |pools: &[PoolEntry]| -> Vec<PoolEntry> {
        pools.iter().map(|pool| PoolEntry { line: 0, ..pool.clone() }).collect()
    };
    assert_eq!(again.defaults, file.defaults, "{written}");
    assert_eq!(without_lines(&again.pools), without_lines(&file.pools), "{written}");
    for pool in &file.pools {
        if let Some(definition) = &pool.definition {
            is_created_as_defined(&pool.name, definition);
        }
    }
});

/// Sends what would be sent, and reads it as Azure would show it.
fn is_created_as_defined(name: &str, definition: &Definition) {
    let id = PoolId { subscription: "s".to_owned(), group: "g".to_owned(), name: name.to_owned() };
    let variables = create::secret_variables(definition);
    let secrets: BTreeMap<String, Secret> =
        variables.iter().map(|name| (name.clone(), Secret::new("canary".to_owned()))).collect();
    let ready = definition.kind.keeps_ready().then_some(2);
    let scale = Scale { max: 5, ready };
    let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
    let ours = [("pool-applied".to_owned(), "v1".to_owned())].into();
    let mut body =
        create::encode(&id, definition, &create::Filling { scale, lifecycle, tags: &ours, secrets: &secrets });
    body["id"] = json!(id.to_string());
    let pool = wire::Pool::new(body).view().expect("a pool");
    assert_eq!((&pool.id, pool.kind, pool.scale), (&id, Some(definition.kind), scale));
    assert_eq!(pool.lifecycle, Some(lifecycle));
    assert_eq!(pool.location, definition.location);
    assert_eq!(pool.network.as_deref(), definition.egress.map(|egress| egress.name()));
    assert!(definition.tags.iter().all(|(key, value)| pool.tags.get(key) == Some(value)), "{:?}", pool.tags);
    assert_eq!(pool.tag("pool-applied"), Some("v1"));
    let container = definition.container.as_ref();
    assert_eq!(pool.image.as_ref(), container.map(|container| &container.image));
    assert_eq!(pool.environment, container.map(|container| create::environment_id(&id, &container.environment)));
    assert_eq!(pool.secrets, variables.iter().map(|name| create::secret_name(name)).collect::<Vec<_>>());
}
