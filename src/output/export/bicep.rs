//! What keeps Bicep and `pool` from undoing each other.

use super::File;
use super::quote::bicep;
use super::remarks::{comment, of_pool};
use crate::model::id::RESOURCE_TYPE;
use crate::model::{Kind, Lifecycle, PoolId, Settings};

/// Sources: Microsoft's "Existing resources in Bicep" and Azure/bicep#18697, read on 2026-11-21; the pattern of reading
/// outside and writing in a module is that of avm/ptn/azd/container-app-upsert.
const ABOUT: &str = "\
Bicep deploys all that a template says, and has nothing that ignores changes: a deployment during an event would make \
the pool small, and take the tags that `pool` keeps its leases in. Either leave the pool out of what is deployed again \
and again, or read what is there and pass it on, as here. Reading and writing stand in two files, because a template \
that reads a resource it deploys itself depends on itself.

`exists` must be false for the very first deployment, which begins with the pool's base. (@nullIfNotFound() will make \
it unnecessary once it is no longer experimental.) What `pool apply` changes between the reading and the writing, the \
next run puts right.";

/// A pool, as far as its deployment begins with it.
#[derive(Debug, Clone, Copy)]
pub struct Deployed<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where it lives, where that is known.
    pub id: Option<&'a PoolId>,
    /// What runs in it, where that is known.
    pub kind: Option<Kind>,
    /// What its base asks for.
    pub base: &'a Settings,
    /// The version of Azure's API.
    pub api_version: &'a str,
}

/// The two files of a pool: the one that reads, and the module that writes.
#[must_use]
pub fn export(pool: &Deployed<'_>) -> Vec<File> {
    let Deployed { name, id, kind, base, api_version } = *pool;
    let which = of_pool(name, id, "bicep");
    let module = format!("{name}-pool.bicep");
    let reading = format!(
        "{}
@description('Whether the pool is there already.')
param exists bool = true

resource current {resource} existing = if (exists) {{
  name: {quoted}
}}

module pool {path} = {{
  name: {deployment}
  params: {{
    scale: exists ? current!.properties.scaleConfiguration : {scale}
    lifecycle: exists ? current!.properties.dynamicPoolConfiguration.lifecycleConfiguration : {lifecycle}
    tags: union(exists ? (current.?tags ?? {{}}) : {{}}, {{
      // Your own tags.
    }})
  }}
}}
",
        comment("//", &[which.clone(), String::new(), ABOUT.to_owned()]),
        resource = resource(api_version),
        quoted = bicep(name),
        path = bicep(&module),
        deployment = bicep(&format!("{name}-pool")),
        scale = scale(base, kind),
        lifecycle = lifecycle(base.lifecycle),
    );
    vec![
        File { name: format!("{name}.bicep"), content: reading },
        File { name: module, content: writing(name, &which, api_version) },
    ]
}

fn writing(name: &str, which: &str, api_version: &str) -> String {
    format!(
        "{}
param scale object
param lifecycle object
param tags object
param location string = resourceGroup().location

resource pool {} = {{
  name: {}
  location: location
  tags: tags
  properties: {{
    // Your own properties: containerType, environmentId, customContainerTemplate, secrets and so on.
    poolManagementType: 'Dynamic'
    scaleConfiguration: scale
    dynamicPoolConfiguration: {{
      lifecycleConfiguration: lifecycle
    }}
  }}
}}
",
        comment("//", &[which.to_owned(), "Only the file that reads the pool first may use this one.".to_owned()]),
        resource(api_version),
        bicep(name)
    )
}

fn resource(api_version: &str) -> String {
    bicep(&format!("{RESOURCE_TYPE}@{api_version}"))
}

/// Code interpreters keep nothing ready; custom containers take no 0 (see `model::limits`), and what can be either takes
/// 1.
fn scale(base: &Settings, kind: Option<Kind>) -> String {
    let max = base.max_sessions;
    if kind.is_some_and(|kind| !kind.keeps_ready()) {
        return format!("{{ maxConcurrentSessions: {max} }}");
    }
    format!("{{ maxConcurrentSessions: {max}, readySessionInstances: {} }}", base.ready_sessions.max(1))
}

fn lifecycle(lifecycle: Lifecycle) -> String {
    match lifecycle {
        Lifecycle::Timed { cooldown } => {
            format!("{{ lifecycleType: 'Timed', cooldownPeriodInSeconds: {} }}", cooldown.as_secs())
        }
        Lifecycle::OnContainerExit { max_alive } => {
            format!("{{ lifecycleType: 'OnContainerExit', maxAlivePeriodInSeconds: {} }}", max_alive.as_secs())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::is_balanced;
    use super::*;
    use std::time::Duration;

    fn idle() -> Settings {
        let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
        Settings { max_sessions: 5, ready_sessions: 0, lifecycle, expires_after: None }
    }

    fn of(base: &Settings, kind: Option<Kind>) -> Vec<File> {
        export(&Deployed { name: "My-Pool.2", id: None, kind, base, api_version: "2026-07-01" })
    }

    #[test]
    fn what_is_read_is_passed_to_the_module() {
        let files = of(&idle(), None);
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["My-Pool.2.bicep", "My-Pool.2-pool.bicep"]);
        for file in &files {
            assert!(is_balanced(&file.content, "//", '\''), "{}", file.content);
        }
        let [reading, writing] = [&files[0].content, &files[1].content];
        assert!(reading.contains("resource current 'Microsoft.App/sessionPools@2026-07-01' existing = if (exists) {"));
        assert!(reading.contains("module pool 'My-Pool.2-pool.bicep' = {"));
        assert!(!reading.contains("resource pool "), "a template that reads what it deploys depends on itself");
        // Every parameter that is asked for is passed.
        for parameter in writing.lines().filter_map(|line| line.strip_prefix("param ")) {
            let name = parameter.split(' ').next().unwrap();
            assert!(parameter.contains('=') || reading.contains(&format!("\n    {name}: ")), "{name}");
        }
        assert!(reading.contains("{ lifecycleType: 'Timed', cooldownPeriodInSeconds: 300 }"));
    }

    #[test]
    fn the_first_deployment_asks_for_what_azure_takes() {
        let cases = [
            (None, 0, "{ maxConcurrentSessions: 5, readySessionInstances: 1 }"),
            (Some(Kind::CustomContainer), 2, "{ maxConcurrentSessions: 5, readySessionInstances: 2 }"),
            (Some(Kind::PythonLTS), 0, "{ maxConcurrentSessions: 5 }"),
        ];
        for (kind, ready_sessions, scale) in cases {
            let base = Settings { ready_sessions, ..idle() };
            assert!(of(&base, kind)[0].content.contains(&format!(" : {scale}\n")), "{kind:?}");
        }
    }
}
