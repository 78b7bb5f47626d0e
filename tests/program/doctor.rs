//! `pool doctor`, as people see it.

use super::harness::{Machine, Served, pool_id};
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

#[test]
fn on_a_fresh_machine_all_is_well() {
    let machine = Machine::local();
    let ran = machine.run(&["doctor"]).exits(0).prints(&["contestpool is Succeeded: max 5, ready 1", "nothing to do"]);
    assert_eq!(ran.err, "");
    let checked = machine.run(&["doctor", "-o", "json"]).exits(0).json();
    assert_eq!(checked["schemaVersion"], 1);
    let findings = checked["findings"].as_array().unwrap();
    assert!(findings.len() > 10 && findings.iter().all(|finding| finding["mark"] == "ok"), "{checked:#}");
    let keys: Vec<&String> = findings[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["mark", "subject", "text", "todo"]);
}

/// Hints can be pasted as they are, with the file that was given.
#[test]
fn hints_name_the_file_that_was_given() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    let program = emulator.program();
    let container =
        "{type: CustomContainer, environment: e, image: i.example/x:v1, cpu: 0.5, memory: 1Gi, targetPort: 80}";
    machine.write(
        "my pools.yaml",
        &format!("defaults: {{location: eastus2}}\npools: {{p: {{base: parked, container: {container}}}, q: {{}}}}\n"),
    );
    let given = ["-f", "my pools.yaml"];
    machine
        .run(&[&["list"], &given[..]].concat())
        .exits(0)
        .says(&[&format!("p is parked: `{program} unpark -f 'my pools.yaml' -n p` makes it again")]);
    machine.run(&[&["doctor"], &given[..]].concat()).exits(2).prints(&[
        &format!("`{program} create -f 'my pools.yaml' -n q`"),
        &format!("`{program} list -f 'my pools.yaml'` shows those that exist"),
    ]);
    machine.write("my pools.yaml", "pools: {p: {bas: x}}\n");
    machine
        .run(&[&["doctor"], &given[..]].concat())
        .exits(2)
        .prints(&["Mend it; `pool profile check 'my pools.yaml'` checks it again"]);
}

#[test]
fn a_lock_is_found_before_it_is_met() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    let lock = format!("{}/providers/Microsoft.Authorization/locks/keep?api-version=2016-09-01", pool_id());
    emulator.ask("PUT", &lock, r#"{"properties": {"level": "ReadOnly"}}"#);
    machine.run(&["doctor"]).exits(2).prints(&[
        "fault  locks",
        "`keep` (ReadOnly)",
        "az lock delete --ids /subscriptions",
    ]);
    machine.run(&["scale-up"]).exits(4).says(&["a lock on", "forbids writing"]);
    emulator.ask("PUT", &lock, r#"{"properties": {"level": "CanNotDelete"}}"#);
    machine.run(&["doctor"]).exits(0).prints(&["note  locks", "forbids deleting"]);
    machine.run(&["delete", "--yes"]).exits(4).says(&["forbids deleting"]);
    machine.run(&["scale-up"]).exits(0);
}

#[test]
fn where_nothing_can_be_asked_the_rest_is_told() {
    let subscription = "11111111-1111-1111-1111-111111111111";
    let machine = Machine::at("https://127.0.0.1:1").with_variable("AZURE_SUBSCRIPTION_ID", subscription);
    let ran = machine.run(&["doctor", "-n", "p", "-g", "g", "--timeout", "20s"]).exits(2);
    let ran = ran.prints(&[
        "fault  endpoint",
        "fault  login",
        "client secret: AZURE_CLIENT_SECRET is not set",
        "az login",
        "not checked: the endpoint cannot be reached",
        "subscription    11111111-1111-1111-1111-111111111111, from",
        "resource group  g, from -g",
    ]);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    Machine::new().run(&["doctor", "--timeout", "20s"]).exits(2).prints(&["no subscription is named"]);
}

#[test]
fn settings_are_told_with_who_set_them() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    machine.write("pool.yaml", "defaults: {resourceGroup: judges, location: eastus2}\npools: {finalpool: {}}\n");
    let ran = machine.run(&["doctor"]).exits(2);
    let program = emulator.program();
    let _ = ran.prints(&[
        "pool.yaml (1 pool)",
        "subscription    00000000-0000-0000-0000-000000000000, from the emulator",
        "resource group  judges, from",
        "finalpool does not exist in resource group judges",
        &format!("`{program} create -n finalpool`"),
    ]);
    machine.write("pool.yaml", "pools: {finalpool: {bse: idle}}\n");
    machine.run(&["doctor"]).exits(2).prints(&["fault  pool file", "unknown key", "`pool profile check`"]);
    let home = Machine::at("https://127.0.0.1:1").with_variable("AZURE_SUBSCRIPTION_ID", "s");
    let account = r#"{"subscriptions": [{"id": "1111", "name": "s", "isDefault": true}]}"#;
    home.write(".azure/azureProfile.json", account);
    let ran = home.run(&["doctor"]).exits(2);
    let _ = ran.prints(&["s, from AZURE_SUBSCRIPTION_ID; `az login` says 1111", "`az` knows it as 1111: write that."]);
}

#[test]
fn the_smallest_role_needs_no_network_and_nobody_who_is_signed_in() {
    let machine = Machine::new().with_variable("AZURE_SUBSCRIPTION_ID", "s");
    let role = machine.run(&["doctor", "--role"]).exits(0).json();
    assert_eq!(role["AssignableScopes"], json!(["/subscriptions/s"]));
    assert_eq!((&role["NotActions"], &role["IsCustom"]), (&json!([]), &json!(true)));
    let actions = role["Actions"].as_array().unwrap();
    for action in ["Microsoft.App/sessionPools/write", "Microsoft.Authorization/permissions/read"] {
        assert!(actions.contains(&json!(action)), "{role:#}");
    }
    assert_eq!(role.get("schemaVersion"), None, "it is for az to read");
    machine.write(".azure/azureProfile.json", r#"{"subscriptions": [{"id": "1111", "name": "s"}]}"#);
    let role = machine.run(&["doctor", "--role"]).exits(0).json();
    assert_eq!(role["AssignableScopes"], json!(["/subscriptions/1111"]), "a name that az knows becomes its id");
    machine.write(
        "pool.yaml",
        "pools: {a: {subscription: t, resourceGroup: g}, b: {subscription: u, resourceGroup: g}}\n",
    );
    let role = machine.run(&["doctor", "--role"]).exits(0).json();
    assert_eq!(role["AssignableScopes"], json!(["/subscriptions/t", "/subscriptions/u"]));
    let _ = Machine::new().run(&["doctor", "--role"]).exits(64).says(&["no subscription is named"]);
}

/// Signed for real: TLS with an authority of this machine's own, and a managed identity that the emulator plays.
#[test]
fn it_is_told_who_signs_and_never_with_what() {
    let server = Machine::new();
    let listen = ["emulator", "--tls", "--listen", "127.0.0.1:0", "--state", ":memory:", "-q"];
    let mut child = server.command(&listen).stdout(Stdio::piped()).spawn().unwrap();
    let mut endpoint = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut endpoint).unwrap();
    let identity = Served::start(&[]);
    let machine = Machine::at(endpoint.trim())
        .with_variable("SSL_CERT_FILE", server.folder().join("state/pool/emulator-ca.pem").to_str().unwrap())
        .with_variable("IDENTITY_ENDPOINT", &format!("{}/msi/token", identity.endpoint))
        .with_variable("IDENTITY_HEADER", "canary-of-the-machine")
        .with_variable("COLUMNS", "200")
        .with_variable("AZURE_SUBSCRIPTION_ID", "00000000-0000-0000-0000-000000000000");
    let ran = machine.run(&["doctor", "-n", "contestpool", "-g", "local", "-vv"]);
    child.kill().unwrap();
    child.wait().unwrap();
    let nobody = "00000000-0000-0000-0000-000000000000";
    let ran = ran.exits(0).prints(&[
        &format!("managed identity: application {nobody}, object id {nobody}, tenant {nobody}"),
        "contestpool is Succeeded",
    ]);
    // Every JSON Web Token begins so: it is what `{"` looks like there.
    for secret in ["eyJ", "canary-of-the-machine"] {
        assert!(!ran.out.contains(secret) && !ran.err.contains(secret), "{}\n{}", ran.out, ran.err);
    }
}
