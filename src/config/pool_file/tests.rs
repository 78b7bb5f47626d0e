//! Whole pool files: what arrives, and what is said about faults, with its place.

use super::*;
use crate::model::Kind;
use crate::model::definition::{
    Container, EnvValue, Identity, IdentityUse, Probe, ProbeAction, ProbeKind, Registry, RegistryLogin, SecretSource,
};
use proptest::prelude::*;

const ID: &str = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";

/// Every key there is, but for the ways that exclude each other.
const EVERYTHING: &str = "\
defaults: {subscription: 00000000-0000-0000-0000-000000000000, resourceGroup: ai-ta-2, location: eastus2}
pools:
  contestpool:
    base: production
    onDrift: enforce
    subscription: Other one
    resourceGroup: other
    location: West Europe
    tags: {team: contests, year: 2026}
    container:
      type: CustomContainer
      environment: ai-ta-env
      image: registry.example/session-image:v1
      command: [/bin/server]
      args: [--port, 2000]
      cpu: 0.5
      memory: 1Gi
      targetPort: 2000
      registry: {server: registry.example, username: ci, passwordFrom: {env: REGISTRY_PASSWORD}}
      env: {LANG: C.UTF-8, PORT: 0x10, DEBUG: true, API_KEY: {secretFrom: {env: API_KEY}}}
      probes:
        - type: Liveness
          httpGet: {path: /health, port: 2000, scheme: HTTPS}
          failureThreshold: 3
          initialDelaySeconds: 5
          periodSeconds: 10
          timeoutSeconds: 2
        - {type: Startup, tcpSocket: {port: 81}}
    identity: {system: {lifecycle: Main}, user: [ID1, {id: ID2, lifecycle: Main}]}
    network: EgressEnabled
  interpreter:
    container: {type: PythonLTS}
  bare:
";

fn everything() -> String {
    EVERYTHING.replace("ID1", ID).replace("ID2", &format!("{ID}2"))
}

fn definition() -> Definition {
    let secret = |name: &str| SecretSource::Env(name.to_owned());
    let plain = |name: &str, value: &str| (name.to_owned(), EnvValue::Plain(value.to_owned()));
    let probe = |kind, action| Probe {
        kind,
        action,
        failure_threshold: None,
        initial_delay_seconds: None,
        period_seconds: None,
        timeout_seconds: None,
    };
    let get = ProbeAction::HttpGet { path: Some("/health".into()), port: 2000, scheme: Some("HTTPS".into()) };
    let liveness = Probe {
        failure_threshold: Some(3),
        initial_delay_seconds: Some(5),
        period_seconds: Some(10),
        timeout_seconds: Some(2),
        ..probe(ProbeKind::Liveness, get)
    };
    let container = Container {
        environment: "ai-ta-env".into(),
        image: "registry.example/session-image:v1".into(),
        command: vec!["/bin/server".into()],
        args: vec!["--port".into(), "2000".into()],
        cpu: 0.5,
        memory: "1Gi".into(),
        target_port: 2000,
        registry: Some(Registry {
            server: "registry.example".into(),
            login: RegistryLogin::Password { username: "ci".into(), password: secret("REGISTRY_PASSWORD") },
        }),
        env: vec![
            plain("LANG", "C.UTF-8"),
            plain("PORT", "0x10"),
            plain("DEBUG", "true"),
            ("API_KEY".into(), EnvValue::Secret(secret("API_KEY"))),
        ],
        probes: vec![liveness, probe(ProbeKind::Startup, ProbeAction::TcpSocket { port: 81 })],
    };
    Definition {
        location: "West Europe".into(),
        kind: Kind::CustomContainer,
        container: Some(container),
        identity: Identity {
            system: Some(IdentityUse::Main),
            user: vec![(ID.into(), IdentityUse::None), (format!("{ID}2"), IdentityUse::Main)],
        },
        egress: Some(Egress::Enabled),
        tags: [("team", "contests"), ("year", "2026")].map(|(a, b)| (a.to_owned(), b.to_owned())).into(),
    }
}

#[test]
fn every_key_arrives() {
    let file = parse("pool.yaml", &everything()).unwrap();
    let contest = PoolEntry {
        name: "contestpool".into(),
        base: "production".into(),
        parks: false,
        on_drift: OnDrift::Enforce,
        subscription: Some("Other one".into()),
        resource_group: Some("other".into()),
        definition: Some(definition()),
        line: 3,
    };
    assert_eq!(file.pool("ContestPool"), Some(&contest));
    assert_eq!(
        file.pools[1].definition.as_ref().map(|made| (made.kind, &*made.location)),
        Some((Kind::PythonLTS, "eastus2"))
    );
    let bare = PoolEntry {
        name: "bare".into(),
        base: "idle".into(),
        parks: false,
        on_drift: OnDrift::Warn,
        subscription: file.defaults.subscription.clone(),
        resource_group: Some("ai-ta-2".into()),
        definition: None,
        line: 33,
    };
    assert_eq!(file.pool("bare"), Some(&bare));
    assert_eq!(file.pool("nothing"), None);
}

#[test]
fn other_ways_to_say_it_arrive_too() {
    let text = everything()
        .replace("username: ci, passwordFrom: {env: REGISTRY_PASSWORD}", "identity: system")
        .replace("system: {lifecycle: Main}", "system: true")
        .replace("EgressEnabled", "EgressDisabled");
    let made = parse("pool.yaml", &text).unwrap().pools.swap_remove(0).definition.unwrap();
    let registry = made.container.unwrap().registry.unwrap();
    assert_eq!(registry.login, RegistryLogin::Identity("system".into()));
    assert_eq!((made.identity.system, made.egress), (Some(IdentityUse::None), Some(Egress::Disabled)));
    let none = text.replace("system: true", "system: false");
    let made = parse("pool.yaml", &none).unwrap().pools.swap_remove(0).definition.unwrap();
    assert_eq!(made.identity.system, None);
}

/// The faults of a text, one a line.
fn faults(text: &str) -> Vec<String> {
    match parse("pool.yaml", text) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.list.iter().map(ToString::to_string).collect(),
    }
}

fn expect(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(&faults(text), expected, "{text}");
    }
}

#[test]
fn faults_of_the_file_and_its_pools() {
    expect(&[
        ("", &["1:1: the file is empty (known: defaults, pools, events, rates, heartbeat)"]),
        ("5", &["1:1: a number where keys with values belong (known: defaults, pools, events, rates, heartbeat)"]),
        (
            "events: []\nsubscription: x\npols: {}",
            &[
                "2:1: subscription: unknown key (did you mean `defaults.subscription`?)",
                "3:1: pols: unknown key (did you mean `pools`?)",
            ],
        ),
        ("pools:\n", &["1:6: pools: has no value (write `{}` for none)"]),
        (
            "pools: [a]",
            &["1:8: pools: a list where names with values belong (write a line `NAME:` for each, with what it has \
               below it, or `{}` for none)"],
        ),
        (
            "pools: {a b: {}, c/d: {}}",
            &[
                "1:9: pools.a b: is no name of a pool (letters, digits, `-`, `_` and `.`)",
                "1:18: pools.c/d: is no name of a pool (letters, digits, `-`, `_` and `.`)",
            ],
        ),
        (
            "pools:\n  a: {}\n  A: {}\n  a: {base: x y}\n",
            &[
                "3:3: pools.A: is `a` of line 2 again: Azure compares without case",
                "4:3: pools.a: stands twice, first on line 2",
                "4:13: pools.a.base: `x y` is no name of a profile (letters, digits, `-` and `_`)",
            ],
        ),
    ]);
}

#[test]
fn faults_of_a_pool_beside_its_container() {
    expect(&[
        (
            "pools:\n  a:\n    onDrift: warm\n    maxSessions: 5\n    image: x\n    profile: contest\n    containerType: Shell",
            &[
                "3:14: pools.a.onDrift: `warm` is not known here (did you mean `warn`?)",
                "4:5: pools.a.maxSessions: a pool's scale stands in profiles (name one with `base`)",
                "5:5: pools.a.image: unknown key (did you mean `container.image`?)",
                "6:5: pools.a.profile: unknown key (here it is `base`)",
                "7:5: pools.a.containerType: unknown key (here it is `container.type`)",
            ],
        ),
        (
            "defaults: {resourceGroup: a/b, subscription: 5, location: 5}",
            &[
                "1:27: defaults.resourceGroup: `a/b` is no name of a resource group (letters, digits, `_`, `-`, `.` and brackets, at most 90)",
                "1:46: defaults.subscription: `5` is a number, not text (put it in quotes)",
                "1:59: defaults.location: `5` is no region (such as `eastus2` or `East US 2`)",
            ],
        ),
        (
            "pools:\n  a:\n    tags: {pool-hold: x, Pool-Lease-3: y, a?: z}\n    network: on\n    identity: {}",
            &[
                "3:5: pools.a.tags: is for creating the pool, and no `container` says of what (add `container`, or leave it out)",
                "3:43: pools.a.tags.a?: is no name of a tag (at most 512 characters, none of `<>%&\\?/`)",
                "4:5: pools.a.network: is for creating the pool, and no `container` says of what (add `container`, or leave it out)",
                "4:14: pools.a.network: `on` is not known here (one of EgressDisabled, EgressEnabled)",
                "5:5: pools.a.identity: is for creating the pool, and no `container` says of what (add `container`, or leave it out)",
            ],
        ),
        (
            "pools:\n  a:\n    container: {type: Shell}\n    tags: {pool-applied: x, Pool-Lease-3: y}",
            &[
                "3:5: pools.a.location: is missing (write `location: eastus2` here or in `defaults`)",
                "4:12: pools.a.tags.pool-applied: is a tag that `pool` writes itself (leave it out)",
                "4:29: pools.a.tags.Pool-Lease-3: is a tag that `pool` writes itself (leave it out)",
            ],
        ),
    ]);
}

/// A pool file whose one pool has a custom container with these keys instead of, or beside, the right ones.
fn with(keys: &str) -> String {
    let right = ["type: CustomContainer", "environment: e", "image: i", "cpu: 1", "memory: 1Gi", "targetPort: 80"];
    let name = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
    let replaced: Vec<String> = keys.lines().map(name).collect();
    let kept = right.into_iter().filter(|line| !replaced.contains(&name(line)));
    let lines: Vec<String> = keys.lines().chain(kept).map(|line| format!("      {line}\n")).collect();
    format!("defaults: {{location: eastus2}}\npools:\n  p:\n    container:\n{}", lines.concat())
}

/// Faults of a container, with the path and the lines above it taken off.
fn container_faults(keys: &str) -> Vec<String> {
    let faults = parse("pool.yaml", &with(keys)).map(|_| Vec::new()).unwrap_or_else(|faults| faults.list);
    let short = |path: &str| path.trim_start_matches("pools.p.container").trim_start_matches('.').to_owned();
    let column = |fault: &Fault| fault.column - 6;
    faults
        .iter()
        .map(|fault| Fault { line: fault.line - 4, column: column(fault), path: short(&fault.path), ..fault.clone() })
        .map(|fault| fault.to_string())
        .collect()
}

fn expect_in_container(cases: &[(&str, &[&str])]) {
    for (keys, expected) in cases {
        assert_eq!(&container_faults(keys), expected, "{keys}");
    }
}

#[test]
fn faults_of_a_container() {
    expect_in_container(&[
        ("", &[]),
        (
            "cpu: 0\nmemory: 512Mi\ntargetPort: 70000\nimage: ''\nenvironment: a/b",
            &[
                "1:6: cpu: `0` is no number above 0",
                "2:9: memory: `512Mi` is no amount of memory (such as `1Gi` or `0.5Gi`)",
                "3:13: targetPort: `70000` is out of range (1 to 65535)",
                "4:8: image: `` is no image (such as `registry.example/session-image:v1`)",
                "5:14: environment: `a/b` is no environment (its name in the pool's group, or its ARM id)",
            ],
        ),
        (
            "cpu: .nan\nmemory: 1\ntargetPort: \"80\"\nargs: --port\ncommand: [a, [b], ~]",
            &[
                "1:6: cpu: `.nan` is no number",
                "2:9: memory: `1` is no amount of memory (such as `1Gi` or `0.5Gi`)",
                "3:13: targetPort: \"80\" is text, not a number (leave out the quotes)",
                "4:7: args: text where a list belongs (write `[…]`, or a line with `- ` for each)",
                "5:14: command[1]: a list is no text",
                "5:19: command[2]: has no value (give it one, or leave out the key)",
            ],
        ),
        (
            "type: PythonLTS",
            &[
                "2:1: environment: does not go with PythonLTS, whose container is Azure's own (leave it out)",
                "3:1: image: does not go with PythonLTS, whose container is Azure's own (leave it out)",
                "4:1: cpu: does not go with PythonLTS, whose container is Azure's own (leave it out)",
                "5:1: memory: does not go with PythonLTS, whose container is Azure's own (leave it out)",
                "6:1: targetPort: does not go with PythonLTS, whose container is Azure's own (leave it out)",
            ],
        ),
        (
            "type: pythonlts\nprobes: [{}]",
            &[
                "1:7: type: `pythonlts` is not known here (did you mean `PythonLTS`?)",
                "2:10: probes[0]: says not what to try (write either `httpGet` or `tcpSocket`)",
                "2:10: probes[0].type: is missing (write `type: Liveness`)",
            ],
        ),
        (
            "resources: {}\nport: 5\nenv: {A: [1], 'B C': x, D: {secretRef: x}, E: ~, F: {secretFrom: {env: a-b}}}",
            &[
                "1:1: resources: unknown key (write `cpu` and `memory`)",
                "2:1: port: unknown key (here it is `targetPort`)",
                "3:10: env.A: a list is no text",
                "3:15: env.B C: is no name of an environment variable (no spaces and no `=`)",
                "3:29: env.D.secretRef: unknown key (here it is `secretFrom`)",
                "3:47: env.E: has no value (give it one, or leave out the key)",
                "3:72: env.F.secretFrom.env: not the name of an environment variable (letters, digits and `_`; the secret itself never stands in a file)",
            ],
        ),
    ]);
    let missing = faults("defaults: {location: x}\npools: {p: {container: {type: CustomContainer}}}");
    let names: Vec<_> = missing.iter().filter_map(|fault| fault.split(": ").nth(1)).collect();
    assert_eq!(
        names,
        ["cpu", "environment", "image", "memory", "targetPort"].map(|key| format!("pools.p.container.{key}"))
    );
}

#[test]
fn faults_of_a_registry_never_show_a_secret() {
    let cases: &[(&str, &[&str])] = &[
        (
            "registry: {server: r, username: u, password: hunter2}",
            &["1:36: registry.password: a password never stands in a file (write `passwordFrom: {env: NAME}`)"],
        ),
        (
            "registry: {server: r, username: u, passwordFrom: hunter2}",
            &["1:50: registry.passwordFrom: text where keys with values belong (known: env)"],
        ),
        (
            "registry: {server: r, username: u, passwordFrom: {env: hunter2!}}",
            &[
                "1:56: registry.passwordFrom.env: not the name of an environment variable (letters, digits and `_`; the secret itself never stands in a file)",
            ],
        ),
        (
            "registry: {server: r}",
            &["1:11: registry: names no way to sign in (write `username` and `passwordFrom`, or `identity: system`)"],
        ),
        (
            "registry: {server: r, username: u}",
            &["1:11: registry.passwordFrom: is missing (write `passwordFrom: {env: REGISTRY_PASSWORD}`)"],
        ),
        (
            "registry: {server: https://r, identity: me, username: u}",
            &[
                "1:20: registry.server: `https://r` is no host of a registry (such as `example.azurecr.io`, without `https://` and path)",
                "1:31: registry.identity: does not go with a user and a password (write `username` and `passwordFrom`, or `identity: system`)",
                "1:41: registry.identity: `me` is no identity (`system`, or the ARM id of a user-assigned one)",
            ],
        ),
    ];
    expect_in_container(cases);
    for (keys, _) in cases {
        assert!(!container_faults(keys).concat().contains("hunter2"), "{keys}");
    }
}

#[test]
fn faults_of_probes() {
    expect_in_container(&[
        (
            "probes:\n  - {type: Readiness, httpGet: {path: health, port: 0}}",
            &[
                "2:12: probes[0].type: `Readiness` is not known here (one of Liveness, Startup)",
                "2:39: probes[0].httpGet.path: `health` is no path (such as `/health`)",
                "2:53: probes[0].httpGet.port: `0` is out of range (1 to 65535)",
            ],
        ),
        (
            "probes:\n  - {type: Startup, tcpSocket: {port: 80}, httpGet: {port: 80}, failureThreshold: 11}\n  - {type: Startup, tcpSocket: {}, periodSeconds: 241, timeoutSeconds: 0, initialDelaySeconds: 61, successThreshold: 1}",
            &[
                "2:21: probes[0].tcpSocket: does not go with `httpGet` (write either `httpGet` or `tcpSocket`)",
                "2:83: probes[0].failureThreshold: `11` is out of range (1 to 10)",
                "3:12: probes[1].type: a second Startup probe (one of each type at most)",
                "3:32: probes[1].tcpSocket.port: is missing (write `port: 2000`)",
                "3:51: probes[1].periodSeconds: `241` is out of range (1 to 240)",
                "3:72: probes[1].timeoutSeconds: `0` is out of range (1 to 240)",
                "3:96: probes[1].initialDelaySeconds: `61` is out of range (1 to 60)",
                "3:100: probes[1].successThreshold: session pools take 1 and nothing else (leave it out)",
            ],
        ),
    ]);
}

#[test]
fn faults_of_identities() {
    let with = |identity: &str| {
        format!("defaults: {{location: x}}\npools:\n  p:\n    container: {{type: Shell}}\n    identity: {identity}\n")
    };
    let shown = |identity: &str| faults(&with(identity));
    assert_eq!(
        shown("{system: yes, user: [me], type: None}"),
        [
            "5:24: pools.p.identity.system: `yes` is no switch (write `true` or `false`)",
            "5:36: pools.p.identity.user[0]: `me` is no ARM id of a user-assigned identity (`az identity show` prints it as `id`)",
            "5:41: pools.p.identity.type: unknown key (write `system` and `user`)",
        ]
    );
    assert_eq!(
        shown(&format!("{{system: {{lifecycle: main}}, user: [{ID}, {{id: {}}}]}}", ID.to_uppercase())),
        [
            "5:36: pools.p.identity.system.lifecycle: `main` is not known here (did you mean `Main`?)".to_owned(),
            format!("5:{}: pools.p.identity.user[1]: this identity is in the list already", 52 + ID.len()),
        ]
    );
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>(), yaml in "(pools|defaults|container|[a-z:{}\\[\\]\\-,&*!|>'\"#@` \n]){0,40}") {
        for text in [text, yaml] {
            if let Err(faults) = parse("pool.yaml", &text) {
                prop_assert!(!faults.list.is_empty());
            }
        }
    }

    /// A valid file with a few characters exchanged comes closer to the reader's corners than noise.
    #[test]
    fn no_damaged_file_panics(at in 0..2_500_usize, length in 0..30_usize, put in "[ -~\n]{0,6}") {
        let mut text = everything();
        let start = at.min(text.len());
        text.replace_range(start..(start + length).min(text.len()), &put);
        if let Err(faults) = parse("pool.yaml", &text) {
            prop_assert!(!faults.list.is_empty());
            prop_assert!(faults.list.iter().all(|fault| fault.text != "cannot be read"), "{}\n{}", text, faults);
        }
    }

    #[test]
    fn as_many_faults_are_reported_as_were_planted(planted in proptest::collection::vec(any::<bool>(), 9)) {
        let harm = [
            ("base: production", "bas: production"),
            ("onDrift: enforce", "onDrift: 5"),
            ("team: contests", "pool-hold: contests"),
            ("type: CustomContainer", "tpye: CustomContainer"),
            ("cpu: 0.5", "cpu: half"),
            ("passwordFrom: {env: REGISTRY_PASSWORD}", "passwordFrom: {env: 5}"),
            ("periodSeconds: 10", "periodSeconds: 0"),
            ("type: Startup", "type: Liveness"),
            ("network: EgressEnabled", "network:"),
        ];
        let text = harm.iter().zip(&planted).filter(|(_, bad)| **bad).fold(everything(), |text, ((good, bad), _)| {
            text.replace(good, bad)
        });
        let found = faults(&text);
        prop_assert_eq!(found.len(), planted.iter().filter(|&&bad| bad).count(), "{}\n{:#?}", text, found);
    }
}
