//! What people do with pools, from end to end.

use super::harness::{Machine, Served, pool_file};
use serde_json::json;

fn described() -> String {
    let place = "subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: judges";
    let more = "      env: {LANG: C.UTF-8, API_KEY: {secretFrom: {env: API_KEY}}}
    identity: {system: true}
  python:
    container: {type: PythonLTS}
";
    pool_file(place, "contestpool", more)
}

#[test]
fn a_newcomer_scales_up_and_back() {
    let machine = Machine::local();
    machine.run(&["show"]).exits(0).prints(&["contestpool", "idle (Azure's floor is 1)"]);
    machine
        .run(&["scale-up", "--profile", "contest"])
        .exits(0)
        .says(&["max sessions    5 -> 50", "ready sessions  1 -> 10"])
        .prints(&["warm: 10 of 10 ready", "run `pool --local scale-down`"]);
    let shown = machine.run(&["show", "-o", "json"]).exits(0).json();
    assert_eq!(shown["profile"]["name"], "contest");
    assert_eq!((&shown["maxSessions"], &shown["sessions"]["ready"]), (&json!(50), &json!(10)));
    machine.run(&["scale-up"]).exits(0).prints(&["no changes"]);
    machine
        .run(&["scale-down"])
        .exits(0)
        .prints(&["done: contestpool is `idle` again", "max 5, ready 1"])
        .says(&["Azure refuses 0 ready sessions", "billed around the clock"]);
    machine.run(&["scale-down"]).exits(0).prints(&["no changes"]);
    machine.run(&["show"]).exits(0).prints(&["idle (Azure's floor is 1)"]);
}

#[test]
fn variables_for_azure_do_not_lead_the_emulator_astray() {
    let machine =
        Machine::local().with_variable("AZURE_SUBSCRIPTION_ID", "s").with_variable("AZURE_DEFAULTS_GROUP", "g");
    machine.run(&["show"]).exits(0).prints(&["contestpool"]);
}

#[test]
fn hints_name_the_pool_as_the_command_line_did() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    let program = emulator.program();
    let ran = machine.run(&["scale-up", "-n", "contestpool", "-g", "local"]).exits(0);
    ran.prints(&[&format!("`{program} scale-down -n contestpool -g local`")]);
    let ran = machine.run(&["show", "-n", "contestpol"]).exits(3);
    ran.says(&["Did you mean `contestpool`?"]);
    let ran = machine.run(&["delete", "-n", "contestpol", "--yes"]).exits(0);
    ran.prints(&["nothing to delete"]).says(&["Did you mean `contestpool`?"]);
}

#[test]
fn a_query_that_does_not_fit_does_not_hide_what_was_done() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    let ran = machine.run(&["scale-up", "-o", "json", "--query", "abs(outcome)"]).exits(0);
    assert_eq!(ran.json()["outcome"], "applied");
    let _ = ran.says(&["--query fails", "all of it is shown"]);
    let _ = machine.run(&["show", "--query", "abs(name)"]).exits(64);
}

#[test]
fn pools_are_created_listed_and_deleted_as_the_pool_file_says() {
    let emulator = Served::start(&["--instant"]);
    let secrets = [("REGISTRY_PASSWORD", "hunter2"), ("API_KEY", "swordfish")];
    let machine = secrets.iter().fold(emulator.machine(), |machine, (name, value)| machine.with_variable(name, value));
    machine.write("pool.yaml", &described());
    let dry = machine.run(&["create", "-n", "contestpool", "--dry-run", "-o", "json"]).exits(0);
    assert!(!dry.out.contains("hunter2") && !dry.out.contains("swordfish"), "{}", dry.out);
    assert_eq!(dry.json()["request"]["properties"]["secrets"][0]["value"], "***");
    machine.run(&["create", "-n", "contestpool"]).exits(0).prints(&["created: contestpool"]);
    machine.run(&["create", "-n", "contestpool"]).exits(0).prints(&["no changes: contestpool exists already"]);
    machine.run(&["create", "-n", "python", "--profile", "contest"]).exits(0).prints(&["created: python"]);
    let raw = machine.run(&["show", "-n", "contestpool", "--raw", "-o", "json"]).exits(0).json();
    assert_eq!(raw["properties"]["secrets"], json!([{"name": "api-key"}, {"name": "registry-password"}]));
    let listed = machine.run(&["list", "-o", "tsv", "--query", "[].[name, maxSessions, readySessions]"]).exits(0);
    assert_eq!(listed.out, "contestpool\t5\t1\npython\t50\t\n");
    machine.run(&["list", "--all"]).exits(0).prints(&["contestpool", "python", "PROFILE"]);
    machine.run_with_input(&["delete", "-n", "contestpool"], "contestpol\n").exits(4).says(&[
        "its system identity",
        "api-key, registry-password",
        "nothing was deleted",
    ]);
    machine.run_with_input(&["delete", "-n", "contestpool"], "contestpool\n").exits(0).prints(&["deleted"]);
    machine.run(&["delete", "-n", "contestpool", "--yes"]).exits(0).prints(&["nothing to delete"]);
    machine.run(&["delete", "-n", "python", "--yes"]).exits(0).prints(&["deleted"]);
    machine.run(&["list"]).exits(0).says(&["no session pools in resource group judges"]);
    machine
        .run(&["show", "-n", "python"])
        .exits(3)
        .says(&["no session pool python", &format!("`{} list`", emulator.program())]);
}

#[test]
fn secrets_come_from_the_environment_or_not_at_all() {
    let machine = Machine::local();
    machine.write("pool.yaml", &described());
    machine.run(&["create", "-n", "contestpool"]).exits(64).says(&["not set: API_KEY, REGISTRY_PASSWORD"]);
    let twice = described().replace("{env: REGISTRY_PASSWORD}", "{env: api_key}");
    machine.write("pool.yaml", &twice);
    machine.run(&["create", "-n", "contestpool"]).exits(64).says(&["API_KEY and api_key would be the same secret"]);
    machine.run(&["show", "-n", "contestpool"]).exits(3).says(&["no session pool contestpool"]);
}

#[test]
fn sessions_in_use_are_not_ended_by_accident() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    machine.run(&["scale-up"]).exits(0);
    emulator.set_pool(r#"{"allocated": 12}"#);
    machine
        .run(&["scale-down"])
        .exits(4)
        .says(&["max sessions stays 50: 12 sessions are allocated", "--force"])
        .prints(&["on its way to `idle`: max 50, ready 1"]);
    assert_eq!(emulator.pool()["properties"]["scaleConfiguration"]["maxConcurrentSessions"], 50);
    machine.run(&["delete", "--dry-run"]).exits(4).prints(&["refused without --force: 12 sessions are allocated"]);
    machine.run(&["delete", "--yes"]).exits(4).says(&["12 sessions are allocated in pool contestpool", "--force"]);
    machine.run(&["scale-down", "--force"]).exits(0).prints(&["max 5, ready 1"]);
    machine.run(&["delete", "--yes", "--force"]).exits(0).prints(&["deleted"]);
}

#[test]
fn a_long_list_is_read_page_by_page() {
    let emulator = Served::start(&["--instant", "--empty"]);
    let properties = r#"{"containerType": "PythonLTS", "poolManagementType": "Dynamic",
        "scaleConfiguration": {"maxConcurrentSessions": 5},
        "dynamicPoolConfiguration": {"lifecycleConfiguration": {
            "lifecycleType": "Timed", "cooldownPeriodInSeconds": 300}}}"#;
    for number in 0..45 {
        let group = if number < 41 { "many" } else { "few" };
        let path = format!(
            "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/{group}/providers/Microsoft.App/sessionPools/p{number:02}?api-version=2026-07-01"
        );
        let (status, body) =
            emulator.ask("PUT", &path, &format!(r#"{{"location": "eastus", "properties": {properties}}}"#));
        assert_eq!(status, 200, "{body}");
    }
    let machine = emulator.machine();
    let count = |arguments: &[&str]| {
        let rest = ["-o", "tsv", "--query", "length(@)"];
        machine.run(&[&["list"], arguments, &rest].concat()).exits(0).out.trim().to_owned()
    };
    assert_eq!(count(&["--all"]), "45");
    assert_eq!(count(&["-g", "many"]), "41");
    assert_eq!(count(&["-g", "nobody"]), "0");
    let _ = machine.run(&["list", "--all", "-g", "many"]).exits(64).says(&["--all cannot be used"]);
}

#[test]
fn a_dry_run_sends_nothing() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    let before = emulator.pool();
    let ran = machine.run(&["scale-up", "--dry-run", "-o", "json"]).exits(0);
    let scale = &ran.json()["request"]["properties"]["scaleConfiguration"];
    assert_eq!(scale, &json!({"maxConcurrentSessions": 50, "readySessionInstances": 10}));
    machine.run(&["scale-down", "--retry-zero", "--dry-run"]).exits(0).prints(&["dry run: nothing was sent"]);
    machine.run(&["delete", "--dry-run"]).exits(0).prints(&["Deleting contestpool loses", "nothing was sent"]);
    assert_eq!(emulator.pool(), before);
}

#[test]
fn not_waiting_returns_at_once_and_a_second_run_takes_up_the_wait() {
    let machine = Machine::local();
    machine.run(&["scale-up", "--no-wait"]).exits(0).prints(&["sent: Azure is at work", "`pool --local show"]);
    machine.run(&["scale-up"]).exits(0).prints(&["no changes", "10 of 10 ready"]);
}

#[test]
fn numbers_can_differ_from_the_profile_this_once() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    machine.run(&["scale-up", "--max", "8", "--ready", "2", "--cooldown", "10m"]).exits(0);
    let shown = machine.run(&["show", "-o", "json"]).exits(0).json();
    assert_eq!((&shown["maxSessions"], &shown["readySessions"]), (&json!(8), &json!(2)));
    assert_eq!(shown["lifecycle"], json!({"type": "Timed", "cooldown": "600s"}));
    machine
        .run(&["scale-up", "--profile", "production", "--ready", "1", "--for", "1h"])
        .exits(0)
        .says(&["max sessions  8 -> 20"]);
}

#[test]
fn every_switch_of_the_emulator_is_survived() {
    for switches in [
        &["--ready-zero", "accepted"][..],
        &["--ready-zero", "refused-late"],
        &["--tags", "replaced"],
        &["--custom-patch", "200"],
        &["--no-template-status"],
    ] {
        let emulator = Served::start(&[&["--instant"], switches].concat());
        let machine = emulator.machine();
        machine.run(&["scale-up"]).exits(0);
        let down = machine.run(&["scale-down", "--force"]).exits(0);
        let ready = if switches[1..] == ["accepted"] { 0 } else { 1 };
        let properties = &emulator.pool()["properties"];
        assert_eq!(properties["scaleConfiguration"]["readySessionInstances"], ready, "{switches:?}: {}", down.out);
        assert_eq!(properties["provisioningState"], "Succeeded", "{switches:?}");
        machine.run(&["scale-down"]).exits(0).prints(&["no changes"]);
    }
}

#[test]
fn an_initial_pool_file_can_be_used_at_once() {
    let machine = Machine::local();
    machine.run(&["init", "--profiles"]).exits(0).prints(&["wrote pool.yaml", "profiles/contest.yaml"]);
    machine.run(&["init"]).exits(64).says(&["there already: pool.yaml", "Overwrite with --force"]);
    std::fs::remove_file(machine.folder().join("profiles/idle.yaml")).unwrap();
    machine.run(&["init", "--profiles"]).exits(0).prints(&["kept pool.yaml", "wrote profiles/idle.yaml"]);
    machine.run(&["create"]).exits(0).prints(&["created: mypool"]);
    machine.write("pool.yaml", "pools: {p: {base: idel}}\n");
    machine.run(&["profile", "check"]).exits(64).prints(&["pool.yaml:1:", "pools.p.base", "no profile `idel`", "idle"]);
    machine.run(&["scale-up"]).exits(64).says(&["no profile `idel`"]);
    machine.write("pool.yaml", "pools: {p: {}}\n");
    machine.run(&["profile", "check"]).exits(0).prints(&["pool.yaml: ok", "profiles/contest.yaml: ok"]);
    machine.run(&["profile", "list"]).exits(0).prints(&["idle", "contest", "production", "profiles/idle.yaml"]);
    machine.run(&["profile", "show", "contest"]).exits(0).prints(&["maxSessions: 50"]);
    let schema = machine.run(&["profile", "schema", "pool-file"]).exits(0).json();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
}
