//! What is wrong before anything is sent: the message, the exit code, and that nothing was written.

use super::harness::{Machine, Served};

/// Runs with a profile of its own and holds the message against what must be in it.
#[track_caller]
fn refuses_profile(text: &str, says: &[&str]) {
    let machine = Machine::local();
    machine.write("profiles/mine.yaml", text);
    machine.run(&["scale-up", "--profile", "mine"]).exits(64).says(says);
    assert!(!machine.folder().join("state").exists(), "nothing was written");
    machine.run(&["profile", "check", "mine"]).exits(64).prints(&says[..1]);
}

const GOOD: &str = "maxSessions: 50\nreadySessions: 10\nlifecycle: {type: Timed, cooldown: 5m}\n";

#[test]
fn files_with_faults() {
    refuses_profile(&format!("{GOOD}redySessions: 5\n"), &["profiles/mine.yaml:4:1", "readySessions"]);
    refuses_profile(&GOOD.replace("50", "fifty"), &["profiles/mine.yaml:1:14", "fifty"]);
    refuses_profile(&GOOD.replace("10", "50"), &["profiles/mine.yaml:2:16", "50"]);
    refuses_profile(&GOOD.replace("5m", "60s"), &["profiles/mine.yaml:3:", "300"]);
    refuses_profile(&GOOD.replace("Timed", "OnContainerExit"), &["profiles/mine.yaml:3:", "cooldown"]);
    refuses_profile("maxSessions: [\n", &["profiles/mine.yaml:"]);
}

#[test]
fn every_fault_of_a_file_is_told_at_once() {
    let machine = Machine::local();
    machine.write("profiles/mine.yaml", "maxSessions: many\nreadySessions: -1\ncolour: red\n");
    let ran = machine.run(&["profile", "check", "mine"]).exits(64);
    for line in ["mine.yaml:1:", "mine.yaml:2:", "mine.yaml:3:"] {
        assert!(ran.out.contains(line), "{}", ran.out);
    }
}

/// At night, while somebody has broken an event: who does not go by events goes on, and nobody lowers a pool that an
/// event may want.
#[test]
fn a_broken_event_stops_only_those_who_go_by_it() {
    let good = "pools: {contestpool: {}}\nevents:\n  - {name: x, profile: contest, zone: UTC, start: 2026-12-05T14:00, for: 2h}\n";
    let forced: &[&str] = &["scale-down", "--force", "--for", "1h", "--yes"];
    for (wrong, fault) in [
        (good.replace("2026-12", "2026-13"), "events[0].start: `2026-13-05T14:00` is no local date"),
        (good.replace("profile: contest", "profile: contst"), "no profile `contst`"),
    ] {
        let emulator = Served::start(&["--instant"]);
        let machine = emulator.machine();
        machine.write("pool.yaml", &wrong);
        for arguments in [&["show"][..], &["list"], &["scale-up"], forced, &["delete", "--dry-run"]] {
            let ran = machine.run(arguments).exits(0);
            let goes_by_profiles = matches!(arguments[0], "scale-up" | "scale-down");
            if wrong.contains("-13") || goes_by_profiles {
                ran.says(&["events are left out", fault]);
            }
        }
        machine.write("my pools.yaml", &wrong);
        machine
            .run(&["scale-up", "-f", "my pools.yaml"])
            .exits(0)
            .says(&["`pool profile check 'my pools.yaml'` tells"]);
        machine.run(&["scale-up"]).exits(0);
        for arguments in [&["scale-down"][..], &["scale-down", "--force"]] {
            let ran = machine.run(arguments).exits(64);
            ran.says(&[fault, "An event that cannot be read may want the pool up", "scale-down --force --for 3h"]);
        }
        for arguments in [&["apply"][..], &["plan"], &["why"], &["next"], &["extend", "1h"], &["scale-up", "--stay"]] {
            machine.run(arguments).exits(64).says(&[fault]);
        }
        assert_eq!(emulator.pool()["properties"]["scaleConfiguration"]["maxConcurrentSessions"], 50);
    }
    // Without its other parts a file says nothing.
    let machine = Machine::local();
    machine.write("pool.yaml", "pools: {contestpool: {bse: idle}}\nevents: [{}]\n");
    machine.run(&["show"]).exits(64).says(&["pool.yaml:1:23", "-f takes another file"]);
    machine.write("other.yaml", "pools: {contestpool: {}}\n");
    machine.run(&["show", "-f", "other.yaml"]).exits(0);
}

#[test]
fn flags_that_cannot_be() {
    for (arguments, code, says) in [
        (&["scale-up", "--profile", "contst"][..], 64, &["no profile `contst`", "Did you mean `contest`?"][..]),
        (&["scale-up", "--ready", "50"], 64, &["ready sessions 50 is not below max sessions 50"]),
        (&["scale-up", "--cooldown", "60s"], 64, &["a cooldown of 60 s: Azure takes 300 to 3600 s"]),
        (&["scale-up", "--cooldown", "60"], 64, &["60"]),
        (&["scale-up", "--max-alive", "1h"], 64, &["--max-alive does not go with profile `contest`", "--cooldown"]),
        (&["scale-down", "--max", "1", "--ready", "0", "--for", "1h"], 64, &["max sessions below 2"]),
        (&["scale-down", "--profile", "production"], 64, &["until when?", "--for 3h"]),
        (&["scale-down", "--for", "1h"], 64, &["are about another base", "--profile"]),
        (&["scale-up", "--profile", "production"], 64, &["nothing of an end", "--until 21:00", "expiresAfter"]),
        (&["scale-up", "--until", "8pm"], 64, &["--until: `8pm` is no time", "21:00"]),
        (&["scale-up", "--until", "2020-01-01T10:00"], 64, &["2020-01-01T10:00 is in the past"]),
        (&["scale-up", "--for", "0s"], 64, &["--for is at least 1s and at most 366d"]),
        (&["scale-up", "--for", "1h", "--no-expiry"], 64, &["--no-expiry"]),
        (&["scale-up", "--no-expiry", "--stay"], 64, &["--stay"]),
        (&["scale-up", "--max", "many"], 64, &["many"]),
        (&["scale-upp"], 64, &["scale-up"]),
        (&["show", "--query", "["], 64, &["--query is no JMESPath expression"]),
        (&["show", "-n", "/subscriptions/x"], 64, &["is not the resource id of a session pool"]),
        (&["show", "-f", "nowhere.yaml"], 64, &["no pool file nowhere.yaml", "pool init"]),
        (&["scale-up", "--profile", "./nowhere.yaml"], 64, &["no profile ./nowhere.yaml"]),
        (&["show", "--timeout", "5"], 64, &["`5` has no unit", "5m"]),
        (&["create"], 64, &["there is no pool file", "pool init"]),
        (&["show", "--endpoint", "http://127.0.0.1:1"], 64, &["--local", "--endpoint"]),
    ] {
        let machine = Machine::local();
        machine.run(arguments).exits(code).says(says);
    }
}

#[test]
fn nothing_is_written_when_a_scale_is_refused() {
    let emulator = Served::start(&["--instant"]);
    let (machine, before) = (emulator.machine(), emulator.pool());
    machine.run(&["scale-up", "--ready", "50"]).exits(64);
    machine.run(&["scale-up", "--cooldown", "60s"]).exits(64);
    machine.run(&["scale-up", "--profile", "contst"]).exits(64);
    assert_eq!(emulator.pool(), before);
}

#[test]
fn nothing_is_named() {
    let machine = Machine::new();
    machine.run(&["show"]).exits(64).says(&["no pool is named", "pool init", "pool --local show"]);
    machine.run(&["show", "-n", "p"]).exits(64).says(&[
        "no subscription is named",
        "az login",
        "AZURE_SUBSCRIPTION_ID",
    ]);
    let machine = Machine::new().with_variable("AZURE_SUBSCRIPTION_ID", "s");
    machine.run(&["show", "-n", "p"]).exits(64).says(&["no resource group is named", "AZURE_DEFAULTS_GROUP"]);
    let machine = Machine::new();
    machine.write("pool.yaml", "pools: {one: {}, two: {}}\n");
    machine.run(&["show"]).exits(64).says(&["describes 2 pools", "Choose one with -n: one, two."]);
    machine.run(&["create", "-n", "tow"]).exits(64);
}

#[test]
fn nobody_is_signed_in() {
    let machine = Machine::new().with_variable("AZURE_SUBSCRIPTION_ID", "s").with_variable("AZURE_DEFAULTS_GROUP", "g");
    machine.run(&["show", "-n", "p"]).exits(5).says(&[
        "client secret",
        "managed identity",
        "az login",
        "`pool doctor -n p`",
    ]);
    let cost = machine.run(&["cost", "-n", "p", "--profile", "contest"]).exits(5);
    cost.says(&["hint: Or say under `container` of the pool in the pool file what it is made of"]);
    machine.run(&["show", "-n", "p", "--auth", "client-secret"]).exits(5).says(&["AZURE_TENANT_ID"]);
    let ran = machine.run(&["show", "-n", "p", "-o", "json"]).exits(5);
    let error: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(error["error"]["code"], "not-signed-in");
    for arguments in
        [&["list", "-o", "json", "--bad"][..], &["-ojson", "show", "--query", "["], &["--output=json", "nothing"]]
    {
        let ran = machine.run(arguments).exits(64);
        let error: serde_json::Value = serde_json::from_str(&ran.err).unwrap_or_else(|_| panic!("{}", ran.err));
        assert_eq!(error["error"]["code"], "usage");
    }
}

#[test]
fn endpoints_that_cannot_be() {
    for (endpoint, says) in [
        ("http://management.azure.com", &["plain http", "loopback"][..]),
        ("http://10.0.0.1:8787", &["plain http"]),
        ("management.azure.com", &["is no URL"]),
        ("ftp://127.0.0.1", &["scheme ftp"]),
        ("https://ana:hunter2@management.azure.com", &["no user and no password"]),
    ] {
        Machine::at(endpoint).run(&["show", "-n", "p", "-g", "g", "--subscription", "s"]).exits(64).says(says);
    }
    let ran = Machine::at("https://ana:hunter2@x.example").run(&["show", "-v"]).exits(64);
    assert!(!ran.err.contains("hunter2"), "{}", ran.err);
}
