//! Canary secrets in every place where a secret can be: none of them is ever printed, or written to a file of ours.

use super::harness::{Machine, Ran, Served};
use std::path::Path;

/// Where a secret stands, and the canary in it.
const CANARIES: [(&str, &str); 3] = [
    ("AZURE_CLIENT_SECRET", "canary-of-the-principal"),
    ("REGISTRY_PASSWORD", "canary-of-the-registry"),
    ("API_KEY", "canary-of-the-pool"),
];

const POOL_FILE: &str = "\
defaults: {resourceGroup: judges, location: eastus2}
pools:
  finalpool:
    container:
      type: CustomContainer
      environment: judges-env
      image: registry.example/session-image:v1
      cpu: 0.5
      memory: 1Gi
      targetPort: 2000
      registry: {server: registry.example, username: ci, passwordFrom: {env: REGISTRY_PASSWORD}}
      env: {API_KEY: {secretFrom: {env: API_KEY}}}
";

fn with_canaries(machine: Machine) -> Machine {
    machine.write("pool.yaml", POOL_FILE);
    let machine = machine.with_variable("AZURE_TENANT_ID", "tenant").with_variable("AZURE_CLIENT_ID", "client");
    CANARIES.iter().fold(machine, |machine, (name, canary)| machine.with_variable(name, canary))
}

#[track_caller]
fn silent(ran: &Ran) {
    for (_, canary) in CANARIES {
        assert!(!ran.out.contains(canary) && !ran.err.contains(canary), "{canary}:\n{}\n{}", ran.out, ran.err);
    }
}

/// No file below a folder holds a canary; the answer is how many were read.
#[track_caller]
fn clean(folder: &Path) -> usize {
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read += clean(&path);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for (_, canary) in CANARIES {
            let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
            assert!(!found, "{canary} stands in {}", path.display());
        }
        read += 1;
    }
    read
}

/// Every command that speaks to Azure, at the highest verbosity and in the format that shows most.
fn everything(machine: &Machine, expect_success: bool) {
    for arguments in [
        &["create", "--dry-run", "-o", "json"][..],
        &["create", "-vv"],
        &["show", "-vv", "--raw", "-o", "json"],
        &["list", "-vv", "-o", "yaml"],
        &["scale-up", "-vv"],
        &["scale-down", "-vv", "-o", "json"],
        &["delete", "-vv", "--dry-run"],
        &["delete", "-vv", "--yes"],
    ] {
        let ran = machine.run(arguments);
        assert_eq!(ran.code == 0, expect_success, "{arguments:?}: {}\n{}", ran.out, ran.err);
        silent(&ran);
    }
}

#[test]
fn no_secret_is_printed_or_written() {
    let emulator = Served::start(&["--instant"]);
    let machine = with_canaries(emulator.machine());
    everything(&machine, true);
    clean(machine.folder());
    for fault in [
        r#"[{"on": "any", "count": 0, "fault": "status", "status": 400, "code": "BadRequest", "message": "m"}]"#,
        r#"[{"on": "any", "count": 0, "fault": "forbidden"}]"#,
        r#"[{"on": "any", "count": 0, "fault": "notJson"}]"#,
    ] {
        emulator.faults(fault);
        for arguments in [&["create", "-vv", "--timeout", "3s"][..], &["show", "-vv", "--timeout", "3s"]] {
            let ran = machine.run(arguments);
            assert_ne!(ran.code, 0, "{arguments:?} {fault}");
            silent(&ran);
        }
        emulator.ask("DELETE", "/_emulator/faults", "");
    }
    clean(machine.folder());
}

/// The emulator's own store remembers the names of secrets, as Azure shows them, and not their values.
#[test]
fn the_store_of_the_emulator_holds_no_secret() {
    let machine = with_canaries(Machine::local());
    let _ = machine.run(&["create", "--no-wait"]).exits(0);
    assert!(clean(machine.folder()) >= 2, "the pool file and the store");
}

/// A principal that nobody can check, because nothing listens where the authority should be.
#[test]
fn a_principals_secret_is_not_told_when_signing_in_fails() {
    let machine = with_canaries(Machine::at("https://127.0.0.1:1"))
        .with_variable("AZURE_AUTHORITY_HOST", "https://127.0.0.1:1")
        .with_variable("AZURE_SUBSCRIPTION_ID", "s");
    let ran = machine.run(&["show", "-vv", "--timeout", "5s"]);
    assert_ne!(ran.code, 0);
    silent(&ran);
    clean(machine.folder());
}
