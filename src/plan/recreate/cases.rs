//! Cases as data: what a pool file describes, what Azure shows, and what is found.

use super::*;
use crate::config::pool_file;
use crate::model::definition::Secret;
use crate::model::{Lifecycle, PoolId, Scale};
use crate::wire::create::{Filling, encode, secret_variables};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;

const PULLER: &str =
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Puller";

fn id() -> PoolId {
    PoolId { subscription: "s".into(), group: "g".into(), name: "Final".into() }
}

/// The body that creates what lines of a pool file describe.
fn creates(lines: &str) -> Value {
    let text = format!("pools:\n  Final:\n    location: eastus2\n{lines}");
    let file = pool_file::parse("pool.yaml", &text).unwrap_or_else(|faults| panic!("{faults:?}"));
    let definition = file.pools[0].definition.clone().unwrap();
    let hidden = secret_variables(&definition).into_iter().map(|name| (name, Secret::new("***".into()))).collect();
    let filling = Filling {
        scale: Scale { max: 5, ready: Some(0) },
        lifecycle: Lifecycle::Timed { cooldown: Duration::from_secs(300) },
        tags: &BTreeMap::new(),
        secrets: &hidden,
    };
    encode(&id(), &definition, &filling)
}

const CONTAINER: &str = "    tags: {team: judges}
    container:
      type: CustomContainer
      environment: e
      image: i:v1
      cpu: 0.5
      memory: 1Gi
      targetPort: 80
      args: [--port, \"80\"]
      registry: {server: r.example, username: ci, passwordFrom: {env: REGISTRY_PASSWORD}}
      env: {LANG: C, KEY: {secretFrom: {env: API_KEY}}}
      probes: [{type: Liveness, httpGet: {path: /health, port: 80}, periodSeconds: 20}]
";

/// What Azure shows of that.
fn stands() -> Value {
    json!({
        "id": id().to_string(), "name": "Final", "type": "Microsoft.App/sessionpools", "location": "East US 2",
        "tags": {"Team": "judges", "pool-applied": "v1 whatever", "POOL-LEASE-3": "ended"},
        "systemData": {"createdBy": "ana"},
        "identity": {"type": "None"},
        "properties": {
            "environmentId": "/subscriptions/s/resourcegroups/G/providers/Microsoft.App/managedEnvironments/E",
            "poolManagementType": "Dynamic", "containerType": "CustomContainer",
            "scaleConfiguration": {"maxConcurrentSessions": 50, "readySessionInstances": 10},
            "dynamicPoolConfiguration": {"lifecycleConfiguration": {"lifecycleType": "Timed"}},
            "secrets": [{"name": "api-key"}, {"name": "registry-password"}],
            "customContainerTemplate": {
                "registryCredentials": {"server": "r.example", "username": "ci",
                    "passwordSecretRef": "registry-password", "identity": null},
                "containers": [{
                    "image": "i:v1", "name": "final", "args": ["--port", "80"], "command": [],
                    "env": [{"name": "KEY", "secretRef": "api-key"}, {"name": "LANG", "value": "C"}],
                    "resources": {"cpu": 0.50, "memory": "1.0Gi"},
                    "probes": [{"type": "Liveness", "httpGet": {"path": "/health", "port": 80, "scheme": "HTTP"},
                        "periodSeconds": "20", "failureThreshold": 3}],
                }],
                "ingress": {"targetPort": 80},
            },
            "sessionNetworkConfiguration": {"status": "EgressDisabled"},
            "provisioningState": "Succeeded", "nodeCount": 1, "poolManagementEndpoint": "https://x",
            "templateUpdateStatus": {"activeTemplate": {"details": "Running"}},
            "managedIdentitySettings": [], "mcpServerSettings": null,
        },
    })
}

fn told(lines: &str, stands: &Value) -> Vec<String> {
    let found = recreation(&creates(lines), stands).faults;
    found.iter().map(|fault| format!("{fault}. {}", fault.todo.as_deref().unwrap_or("no advice"))).collect()
}

/// The pool with one member changed; `None` takes it away.
fn with(pointer: &str, value: Option<Value>) -> Value {
    let mut pool = stands();
    let (holder, name) = pointer.rsplit_once('/').unwrap();
    let holder = pool.pointer_mut(holder).unwrap_or_else(|| panic!("{pointer}"));
    match (holder, value) {
        (Value::Object(members), Some(value)) => drop(members.insert(name.to_owned(), value)),
        (Value::Object(members), None) => drop(members.shift_remove(name)),
        (Value::Array(items), Some(value)) => items.push(value),
        (Value::Array(items), None) => drop(items.pop()),
        (other, _) => panic!("{other}"),
    }
    pool
}

#[test]
fn the_same_in_azures_words_is_the_same() {
    assert_eq!(told(CONTAINER, &stands()), Vec::<String>::new());
    let found = recreation(&creates(CONTAINER), &stands());
    assert_eq!((found.has_own_identity, found.renamed), (false, None));
}

/// Where the pool is changed, to what, and what is said then.
type Case = (String, Option<Value>, &'static str);

#[expect(clippy::too_many_lines, reason = "cases as data")]
fn of_the_template() -> Vec<Case> {
    const OF: &str = "/properties/customContainerTemplate";
    let container = |rest: &str| format!("{OF}/containers/0/{rest}");
    vec![
        (
            "/location".to_owned(),
            Some(json!("West US 2")),
            "location: `West US 2` stands, and the pool file makes it `eastus2`. Write `location: West US 2` for it.",
        ),
        (
            container("image"),
            Some(json!("i:v2")),
            "container.image: `i:v2` stands, and the pool file makes it `i:v1`. Write `image: \"i:v2\"` under `container`.",
        ),
        (container("args"), Some(json!(["80", "--port"])), "container.args: `[\"80\",\"--port\"]` stands"),
        (
            container("args"),
            None,
            "container.args: the pool file has it, and the pool does not. Take `container.args` out",
        ),
        (
            container("command"),
            Some(json!(["/bin/x"])),
            "container.command: `[\"/bin/x\"]` stands, and the pool file has nothing of it. Write `command: [\"/bin/x\"]` under `container`.",
        ),
        (container("resources/cpu"), Some(json!(2.0)), "container.cpu: `2.0` stands"),
        (container("resources/memory"), Some(json!("2Gi")), "container.memory: `2Gi` stands"),
        (
            container("env/0"),
            Some(json!({"name": "TOKEN", "value": "hunter2"})),
            "container.env.TOKEN: it stands, and the pool file has nothing of it. Write the value that stands as `container.env.TOKEN`: `pool show --raw`",
        ),
        (
            container("env/1/value"),
            Some(json!("hunter2")),
            "container.env.LANG: another value stands than the pool file has. Write the value",
        ),
        (
            container("env/0/secretRef"),
            Some(json!("other-key")),
            "container.env.KEY: `other-key` stands, and the pool file makes it `api-key`. Write `KEY: {secretFrom: {env: OTHER_KEY}}` under `container.env`.",
        ),
        (container("env/0"), None, "container.env.LANG: the pool file has it, and the pool does not"),
        (
            container("env/2"),
            Some(json!({"name": "LANG", "value": "hunter2"})),
            "a second container.env.LANG: it stands, and the pool file has nothing of it. A pool file can say it once.",
        ),
        (
            container("env/2"),
            Some(json!({"name": "LANG", "value": "C"})),
            "a second container.env.LANG: it stands, and the pool file has nothing of it. A pool file can say it once.",
        ),
        (
            container("probes/1"),
            Some(json!({"type": "Liveness", "httpGet": {"path": "/other", "port": 80}})),
            "a second container.probes.Liveness.httpGet.path: `/other` stands",
        ),
        (container("probes/0/httpGet/path"), Some(json!("/")), "container.probes.Liveness.httpGet.path: `/` stands"),
        (
            container("probes/0/failureThreshold"),
            Some(json!(5)),
            "container.probes.Liveness.failureThreshold: `5` stands, and the pool file has nothing of it. Write",
        ),
        (
            container("probes/0/httpGet/httpHeaders"),
            Some(json!([{"name": "a", "value": "b"}])),
            "httpHeaders[0].name: `a` stands, and the pool file has nothing of it. The pool file has no word for it",
        ),
        (
            container("volumeMounts"),
            Some(json!([{"name": "v"}])),
            "containers[0].volumeMounts[0].name: `v` stands, and the pool file has nothing of it. The pool file has no word for it",
        ),
        (format!("{OF}/containers/1"), Some(json!({"image": "sidecar"})), "containers[1].image: `sidecar` stands"),
        (format!("{OF}/ingress/targetPort"), Some(json!(8080)), "container.targetPort: `8080` stands"),
        (format!("{OF}/registryCredentials/username"), Some(json!("cd")), "container.registry.username: `cd` stands"),
        (
            format!("{OF}/registryCredentials"),
            None,
            "container.registry.passwordFrom: the pool file has it, and the pool does not",
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "cases as data")]
fn of_the_rest() -> Vec<Case> {
    vec![
        (
            "/properties/environmentId".to_owned(),
            Some(json!("/subscriptions/s/resourceGroups/g/providers/Microsoft.App/managedEnvironments/f")),
            "container.environment: `/subscriptions/s/resourceGroups/g/providers/Microsoft.App/managedEnvironments/f` stands",
        ),
        ("/properties/containerType".to_owned(), Some(json!("GpuBase")), "container.type: `GpuBase` stands"),
        (
            "/properties/sessionNetworkConfiguration/status".to_owned(),
            Some(json!("EgressEnabled")),
            "network: `EgressEnabled` stands, and the pool file has nothing of it. Write `network: EgressEnabled`",
        ),
        (
            "/properties/secrets/2".to_owned(),
            Some(json!({"name": "web-hook"})),
            "secret web-hook: it stands, and the pool file has nothing of it. Nobody can read its value from Azure: write `{env: WEB_HOOK}`",
        ),
        (
            "/properties/secrets/1".to_owned(),
            None,
            "secret registry-password: the pool file has it, and the pool does not",
        ),
        (
            "/properties/secrets/2".to_owned(),
            Some(json!({"name": "api-key", "keyVaultUrl": "https://v"})),
            "properties.secrets.api-key.keyVaultUrl: `https://v` stands, and the pool file has nothing of it. The pool file has no word",
        ),
        (
            "/properties/mcpServerSettings".to_owned(),
            Some(json!({"isMcpServerEnabled": true, "mcpServerEndpoint": "https://m"})),
            "properties.mcpServerSettings.isMcpServerEnabled: `true` stands",
        ),
        (
            "/properties/warmth".to_owned(),
            Some(json!({"degree": 7})),
            "properties.warmth.degree: `7` stands, and the pool file has nothing of it. The pool file has no word",
        ),
        ("/sku".to_owned(), Some(json!("gold")), "sku: `gold` stands"),
        (
            "/tags/Cost-Centre".to_owned(),
            Some(json!("42")),
            "tags.Cost-Centre: `42` stands, and the pool file has nothing of it. Write `Cost-Centre: \"42\"` under `tags`.",
        ),
        (
            "/tags/Team".to_owned(),
            Some(json!("Judges")),
            "tags.Team: `Judges` stands, and the pool file makes it `judges`",
        ),
        ("/tags/Team".to_owned(), None, "tags.team: the pool file has it, and the pool does not"),
        (
            "/identity".to_owned(),
            Some(json!({"type": "SystemAssigned", "principalId": "p", "tenantId": "t"})),
            "identity.system: `true` stands, and the pool file has nothing of it. Write `system: true` under `identity`.",
        ),
        (
            "/identity".to_owned(),
            Some(json!({"type": "UserAssigned", "userAssignedIdentities": {PULLER: {"principalId": "p"}}})),
            "Puller` stands, and the pool file has nothing of it. Write its id under `identity.user`.",
        ),
        (
            "/properties/managedIdentitySettings/0".to_owned(),
            Some(json!({"identity": "system", "lifecycle": "Main"})),
            "identity.system.lifecycle: `Main` stands, and the pool file has nothing of it. Write `lifecycle: Main`",
        ),
        ("/properties/secrets".to_owned(), Some(json!([{"name": "api-key\u{1b}[31m"}])), "secret api-key"),
        (
            "/properties/managedIdentitySettings/0".to_owned(),
            Some(json!({"identity": "system", "lifecycle": {"in": "Init"}})),
            "identity.system.lifecycle: `{\"in\":\"Init\"}` stands",
        ),
        (
            "/identity".to_owned(),
            Some(json!({"type": "UserAssigned,Borrowed"})),
            "identity.type.Borrowed: `Borrowed` stands",
        ),
        (
            "/properties/poolManagementType".to_owned(),
            Some(json!("Manual")),
            "properties.poolManagementType: `Manual` stands",
        ),
        (
            "/properties/scaleConfiguration/minSessions".to_owned(),
            Some(json!(2)),
            "properties.scaleConfiguration.minSessions: `2` stands, and the pool file has nothing of it. The pool file has no word",
        ),
        (
            "/properties/dynamicPoolConfiguration/lifecycleConfiguration/drainSeconds".to_owned(),
            Some(json!(60)),
            "lifecycleConfiguration.drainSeconds: `60` stands, and the pool file has nothing of it. The pool file has no word",
        ),
        (
            "/properties/dynamicPoolConfiguration/schedules".to_owned(),
            Some(json!([{"days": "Mon"}])),
            "dynamicPoolConfiguration.schedules[0].days: `Mon` stands",
        ),
    ]
}

#[test]
fn whatever_would_be_otherwise_is_named_with_what_to_write() {
    for (pointer, value, expected) in of_the_template().into_iter().chain(of_the_rest()) {
        let found = told(CONTAINER, &with(&pointer, value));
        assert!(found.iter().any(|text| text.contains(expected)), "{pointer}: {expected}\n{found:#?}");
        assert!(!found.iter().any(|text| text.contains("hunter2")), "values of variables may be secrets: {found:?}");
    }
}

/// What is to be written is whole; what the file has already is shown from where it differs.
#[test]
fn long_values_are_whole_where_they_are_to_be_written() {
    let group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/a-long-name-of-a-group/providers/Microsoft.App";
    let (stands, makes) = (format!("{group}/managedEnvironments/one"), format!("{group}/managedEnvironments/other"));
    let lines = CONTAINER.replace("environment: e", &format!("environment: {makes}"));
    let found = told(&lines, &with("/properties/environmentId", Some(json!(stands))));
    let expected = format!(
        "container.environment: `{stands}` stands, and the pool file makes it `…/other`. Write `environment: \
         \"{stands}\"` under `container`."
    );
    assert_eq!(found, [expected]);
    // One that the other begins with, and one that differs far behind in one word.
    let long = "x".repeat(125);
    for (stands, makes, shown, written) in [
        (format!("{group}/e"), group.to_owned(), "`…/Microsoft.App`".to_owned(), format!("\"{group}/e\"")),
        (
            format!("{long}a{long}"),
            format!("{long}b{long}"),
            format!("`…b{}…`", "x".repeat(119)),
            format!("{long}a{long}"),
        ),
    ] {
        let lines = CONTAINER.replace("team: judges", &format!("team: {makes}"));
        let found = told(&lines, &with("/tags/Team", Some(json!(stands))));
        let expected = format!(
            "tags.Team: `{stands}` stands, and the pool file makes it {shown}. Write `Team: {written}` under `tags`."
        );
        assert_eq!(found, [expected]);
    }
    // What could forge a line is written as YAML has it.
    let pointer = "/properties/customContainerTemplate/containers/0/image";
    let found = told(CONTAINER, &with(pointer, Some(json!("i\nhint: run it"))));
    assert!(found[0].ends_with(r#"Write `image: "i\nhint: run it"` under `container`."#), "{found:?}");
}

/// The lines to write, each under its key of a pool, in place of the lines that the file has of it.
fn written(lines: &str, found: &[Finding]) -> String {
    let mut text = lines.to_owned();
    for fault in found {
        let todo = fault.todo.as_deref().unwrap();
        let (line, under) = todo.strip_prefix("Write `").unwrap().rsplit_once("` under `").unwrap();
        let holder = format!("    {}:\n", under.trim_end_matches("`."));
        let key = line.split_once(": ").unwrap().0;
        text = text
            .lines()
            .filter(|old| !old.trim_start().starts_with(&format!("{key}:")))
            .map(|line| format!("{line}\n"))
            .collect();
        assert!(text.contains(&holder), "{todo}");
        text = text.replace(&holder, &format!("{holder}      {line}\n"));
    }
    text
}

#[test]
fn what_is_to_be_written_of_a_container_makes_it_equal() {
    let of = "/properties/customContainerTemplate";
    for (pointer, value) in [
        ("containers/0/image", json!("r.example/i:v2")),
        ("containers/0/args", json!(["a b", "-", "1", "true", "x,y]", "\u{7f}"])),
        ("containers/0/resources/cpu", json!("2.0")),
        ("containers/0/resources/memory", json!("2Gi")),
        ("ingress/targetPort", json!("8080")),
    ] {
        let pool = with(&format!("{of}/{pointer}"), Some(value));
        let found = recreation(&creates(CONTAINER), &pool).faults;
        assert_eq!(found.len(), 1, "{found:?}");
        let lines = written(CONTAINER, &found);
        assert_eq!(told(&lines, &pool), Vec::<String>::new(), "{lines}");
    }
}

proptest! {
    #[test]
    fn what_is_to_be_written_of_a_tag_makes_it_equal(name in r"[^<>%&\\?/]{1,20}", value in any::<String>()) {
        tag_is_mended(&name, &value)?;
    }

    #[test]
    fn so_does_that_of_plain_letters(name in "[ -$'-.0-;=@-\\[\\]-~]{1,6}", value in "[ -~]{0,8}") {
        tag_is_mended(&name, &value)?;
    }
}

fn tag_is_mended(name: &str, value: &str) -> Result<(), TestCaseError> {
    prop_assume!(!crate::schedule::is_ours(name) && !name.eq_ignore_ascii_case("team"));
    let lines = CONTAINER.replace("    tags: {team: judges}\n", "    tags:\n      team: judges\n");
    let mut pool = stands();
    pool["tags"][name] = json!(value);
    let found = recreation(&creates(&lines), &pool).faults;
    prop_assert_eq!(found.len(), 1);
    prop_assert_eq!(told(&written(&lines, &found), &pool), Vec::<String>::new());
    Ok(())
}

#[test]
fn what_says_nothing_is_no_difference() {
    for (pointer, value) in [
        (
            "/properties/mcpServerSettings",
            Some(json!({"isMcpServerEnabled": false, "isMcpServerApiKeyDisabled": false})),
        ),
        ("/properties/managedIdentitySettings", None),
        ("/properties/managedIdentitySettings/0", Some(json!({"identity": PULLER, "lifecycle": "None"}))),
        ("/properties/sessionNetworkConfiguration", None),
        (
            "/properties/secrets",
            Some(json!([{"name": "api-key", "keyVaultUrl": "", "identity": ""}, {"name": "registry-password"}])),
        ),
        ("/properties/customContainerTemplate/containers/0/volumeMounts", Some(Value::Null)),
        ("/properties/templateUpdateStatus", None),
        ("/location", Some(json!("EastUS2"))),
        ("/identity", None),
    ] {
        assert_eq!(told(CONTAINER, &with(pointer, value)), Vec::<String>::new(), "{pointer}");
    }
}

#[test]
fn the_identity_that_pulls_is_added_by_azure_and_by_us() {
    let lines = CONTAINER
        .replace("username: ci, passwordFrom: {env: REGISTRY_PASSWORD}", &format!("identity: {PULLER}"))
        .replace("    container:", "    network: EgressEnabled\n    container:");
    let mut pool = with("/properties/secrets/1", None);
    pool["properties"]["customContainerTemplate"]["registryCredentials"] =
        json!({"server": "r.example", "username": null, "passwordSecretRef": null, "identity": PULLER.to_lowercase()});
    pool["properties"]["managedIdentitySettings"] = json!([{"identity": PULLER, "lifecycle": "None"}]);
    pool["properties"]["sessionNetworkConfiguration"] = json!({"status": "EgressEnabled"});
    pool["identity"] = json!({"type": "UserAssigned", "userAssignedIdentities": {PULLER: {"clientId": "c"}}});
    assert_eq!(told(&lines, &pool), Vec::<String>::new());
}

#[test]
fn an_identity_of_its_own_and_a_new_name_of_the_container_are_told() {
    let lines = format!("{CONTAINER}    identity: {{system: {{lifecycle: Main}}}}\n");
    let mut pool = stands();
    pool["identity"] = json!({"type": "SystemAssigned", "principalId": "p"});
    pool["properties"]["managedIdentitySettings"] = json!([{"identity": "System", "lifecycle": "Main"}]);
    pool["properties"]["customContainerTemplate"]["containers"][0]["name"] = json!("main");
    let found = recreation(&creates(&lines), &pool);
    assert_eq!((found.faults, found.has_own_identity), (vec![], true));
    assert_eq!(found.renamed, Some(("main".to_owned(), "final".to_owned())));
}

#[test]
fn what_an_identity_is_for_is_assumed_and_told_where_azure_does_not_say() {
    let lines = format!("{CONTAINER}    identity: {{user: [{PULLER}]}}\n");
    let mut pool = stands();
    pool["identity"] = json!({"type": "UserAssigned", "userAssignedIdentities": {PULLER.to_lowercase(): {}}});
    for (settings, assumed) in [
        (json!([{"identity": PULLER.to_lowercase(), "lifecycle": "None"}]), vec![]),
        (json!([{"identity": PULLER, "lifecycle": null}]), vec![PULLER.to_owned()]),
        (json!([{"identity": "system", "lifecycle": "None"}]), vec![PULLER.to_owned()]),
        (Value::Null, vec![PULLER.to_owned()]),
    ] {
        pool["properties"]["managedIdentitySettings"] = settings.clone();
        let found = recreation(&creates(&lines), &pool);
        assert_eq!((found.faults, found.unsaid_uses), (vec![], assumed), "{settings}");
    }
}

#[test]
fn a_code_interpreter_has_little_to_compare() {
    let pool = json!({
        "location": "East US 2", "identity": {"type": "None"},
        "properties": {"environmentId": null, "poolManagementType": "Dynamic", "containerType": "PythonLTS",
            "scaleConfiguration": {"maxConcurrentSessions": 10},
            "dynamicPoolConfiguration": {"executionType": "Timed", "cooldownPeriodInSeconds": 300},
            "sessionNetworkConfiguration": {"status": "EgressDisabled"}, "managedIdentitySettings": []},
    });
    assert_eq!(told("    container: {type: PythonLTS}\n", &pool), Vec::<String>::new());
    assert_eq!(told("    container: {type: NodeLTS}\n", &pool).len(), 1);
}

/// What Azure showed of pools in the recordings, beside files that describe them.
#[test]
fn recorded_pools_are_told_apart_from_their_files() {
    let recorded = |name: &str| -> Vec<Value> {
        let path = format!("{}/tests/fixtures/recordings/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let whole: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let bodies = whole["interactions"].as_array().unwrap().iter().map(|one| &one["response"]["body"]);
        let pools = bodies.filter(|body| body["properties"]["provisioningState"] == "Succeeded");
        pools.filter(|body| body["type"] == "Microsoft.App/sessionpools").cloned().collect()
    };
    let pool = recorded("session_custom_container_e2e.2025-09-07").pop().unwrap();
    let environment = pool["properties"]["environmentId"].as_str().unwrap();
    let lines = format!(
        "    container:
      {{type: CustomContainer, environment: {environment}, image: \"mcr.microsoft.com/k8se/quickstart:latest\",
       cpu: 0.5, memory: 1Gi, targetPort: 80, env: {{}}}}
"
    );
    let found = told(&lines, &pool);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("location: `East Asia` stands"), "{found:?}");
    assert!(found[1].starts_with("secret testsecret: it stands"), "{found:?}");
    let probed = recorded("sessionpool_health_probe.2025-09-09");
    let has_headers = |pool| told(&lines, pool).iter().any(|text| text.contains("httpHeaders"));
    assert!(probed.iter().any(has_headers), "headers of a probe, which the file has no word for");
}
