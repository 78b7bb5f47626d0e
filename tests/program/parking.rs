//! Parking pools and making them again, from the command line.

use super::harness::{Machine, Served, pool_file};
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::time::Duration;

const PLACE: &str = "subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: judges";

/// An emulator with the pool of a pool file.
fn made(more: &str) -> (Served, Machine) {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine().with_variable("REGISTRY_PASSWORD", "hunter2");
    machine.write("pool.yaml", &pool_file(PLACE, "finalpool", more));
    machine.run(&["create"]).exits(0).prints(&["created: finalpool"]);
    (emulator, machine)
}

#[test]
fn a_pool_is_parked_and_made_again() {
    let (emulator, machine) = made("    tags: {team: judges}\n");
    let program = emulator.program();
    machine.run(&["scale-down"]).exits(0).says(&[&format!("`{program} park` ends that"), "makes the pool again"]);
    let dry = machine.run(&["park", "--dry-run"]).exits(0);
    let fails = "its base is `idle`: every `pool apply` fails for it (exit 3, or 7 beside";
    let parks_by_itself = "apply --allow-park` parks it and makes it again by itself";
    dry.prints(&[
        "the pool file makes finalpool as it stands",
        fails,
        parks_by_itself,
        "`registry-password` from REGISTRY_PASSWORD",
        "role assignments on the pool itself",
        "dry run: nothing was deleted",
    ]);
    machine.run_with_input(&["park"], "final\n").exits(4).says(&[
        "Parking finalpool deletes it",
        fails,
        parks_by_itself,
        "317 to 725 s in fourteen recorded runs",
        "Type its name to park it",
        "nothing was deleted",
    ]);
    machine.run(&["park", "-o", "json"]).exits(4).says(&["Give --yes"]);
    let parked = machine.run(&["park", "--yes", "-o", "json"]).exits(0).json();
    assert_eq!((&parked["outcome"], &parked["against"]), (&json!("parked"), &json!([])));
    assert!(parked["notes"][0].as_str().unwrap().starts_with(fails), "{}", parked["notes"]);
    machine.run(&["apply"]).exits(3);
    let copy = std::path::Path::new(parked["copy"].as_str().unwrap());
    assert_eq!(copy.parent().unwrap(), machine.folder().join("state/pool/parked"));
    assert_eq!(std::fs::metadata(copy).unwrap().permissions().mode() & 0o777, 0o600);
    let kept: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(copy).unwrap()).unwrap();
    assert_eq!((&kept["name"], &kept["tags"]["team"]), (&json!("finalpool"), &json!("judges")));
    let journal = std::fs::read_to_string(machine.folder().join("state/pool/journal.jsonl")).unwrap();
    assert!(journal.contains(r#""claim":"parked""#), "{journal}");
    machine.run(&["park", "--yes"]).exits(0).prints(&["no session pool finalpool: nothing to park"]);
    let gone = machine.run(&["scale-up"]).exits(3);
    gone.says(&[
        "no session pool finalpool",
        "ana@",
        "parked it at",
        &format!("`{program} unpark -n finalpool` makes it again"),
    ]);
    machine
        .run(&["unpark", "--dry-run"])
        .exits(0)
        .prints(&[
            "dry run: nothing was sent. finalpool would be made at max 5, ready 0, as the base `idle` says. It costs $1.75 an hour",
            "The request would be\n{",
            "\"readySessionInstances\": 0",
        ]);
    machine.run(&["unpark"]).exits(0).says(&["317 to 725 s", "up to 20 minutes elsewhere"]).prints(&[
        "created: finalpool",
        "max 5, ready 1",
        "1 of 1 ready",
        "as the base `idle` says",
    ]);
    machine.run(&["unpark"]).exits(0).prints(&["no changes: finalpool exists already"]);
    let again = machine.run(&["park", "--dry-run", "-o", "json"]).exits(0).json();
    assert_eq!(again["against"], json!([]), "what was made again can be parked again");
}

#[test]
fn what_speaks_against_parking_is_all_said() {
    let (_emulator, machine) = made("");
    machine.run(&["scale-up", "--for", "3h"]).exits(0);
    machine
        .run(&["park", "--yes"])
        .exits(4)
        .says(&["finalpool is not parked: the lease `contest` of ana", "scale-down"]);
    // What stands is another pool than the file makes, and of two things Azure does not show where they come from.
    let other = pool_file(PLACE, "finalpool", "    tags: {team: judges}\n").replace("v1", "v2");
    machine.write("pool.yaml", &other);
    let dry = machine.run(&["park", "--dry-run", "-o", "json"]).exits(4).json();
    let codes: Vec<&str> = dry["against"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["still-wanted", "not-recreatable"]);
    machine.run(&["park", "--dry-run"]).exits(4).prints(&[
        "as it stands, 2 times:\n  container.image: `registry.example/session-image:v1` stands",
        "and the pool file makes it",
        "Write `image: \"registry.example/session-image:v1\"` under `container`.",
        "\n  tags.team: the pool file has it, and the pool does not\n",
        "it would be refused",
    ]);
    machine.run(&["scale-down"]).exits(0);
    machine.run(&["park", "--yes"]).exits(4).says(&["the pool file would not make finalpool as it stands, 2 times"]);
    machine.run(&["show"]).exits(0);
}

#[test]
fn who_does_not_describe_a_pool_cannot_park_it() {
    let machine = Machine::local();
    machine.run(&["park", "--yes"]).exits(64).says(&["no pool file to say what pool contestpool is made of"]);
    machine.run(&["unpark"]).exits(64).says(&["no pool file to say what pool contestpool is made of"]);
    machine.run(&["scale-down"]).exits(0).says(&["where the pool file says under `container`"]);
    machine.write("pool.yaml", "pools: {contestpool: {}}\n");
    machine.run(&["park", "--yes"]).exits(64).says(&["does not say what pool contestpool is made of"]);
    machine.write("pool.yaml", "pools: {contestpool: {}}\nevents: [{name: x}]\n");
    machine.run(&["park", "--yes"]).exits(64).says(&["events[0]"]);
    machine.run(&["show"]).exits(0);
}

#[test]
fn a_lock_is_seen_before_anything_is_deleted() {
    let (emulator, machine) = made("");
    let lock = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/judges/providers/Microsoft.Authorization/locks/keep?api-version=2016-09-01";
    let (status, body) = emulator.ask("PUT", lock, r#"{"properties": {"level": "CanNotDelete"}}"#);
    assert!(status < 300, "{status} {body}");
    machine.run(&["park", "--yes"]).exits(4).says(&["the lock `keep` (CanNotDelete) forbids deleting finalpool"]);
    assert!(!machine.folder().join("state/pool/parked").exists(), "no copy of what stands");
}

#[test]
fn secrets_are_asked_for_when_the_pool_is_made_again() {
    let (emulator, machine) = made("");
    let bare = emulator.machine();
    bare.write("pool.yaml", &pool_file(PLACE, "finalpool", ""));
    bare.run(&["park", "--dry-run"]).exits(4).prints(&["from REGISTRY_PASSWORD, which is not set here now"]);
    machine.run(&["park", "--yes"]).exits(0);
    bare.run(&["unpark"]).exits(64).says(&["not set: REGISTRY_PASSWORD"]);
    machine.run(&["unpark", "--no-wait", "-o", "json"]).exits(0);
}

const PARKED: &str = "    base: parked\n";

fn parked_file(more: &str) -> String {
    format!("{}{more}", pool_file(PLACE, "finalpool", PARKED))
}

#[test]
fn a_base_of_no_pool_at_all_is_told_in_words() {
    let (emulator, machine) = made(PARKED);
    let parks = format!("`{} apply --allow-park` parks it", emulator.program());
    machine.run(&["apply"]).exits(0).says(&["its base is `parked`, and it stands", &parks]);
    machine.run(&["plan"]).exits(2);
    let fresh = machine.run(&["apply", "--allow-park", "-o", "json"]).exits(0).json();
    assert_eq!(fresh["pools"][0]["parking"], "stands", "it was only just created");
    machine.run(&["plan", "--allow-park", "--at", "23:59"]).exits(2).prints(&["max sessions    5 -> 0"]);
    machine.run(&["why"]).exits(0).prints(&["base parked", "parked: no pool, by base parked"]);
    let dry = machine.run(&["park", "--dry-run"]).exits(0);
    assert!(!dry.out.contains("fails for it"), "{}", dry.out);
    machine.run(&["park", "--yes"]).exits(0);
    for (arguments, text) in [
        (&["show"][..], "Parked"),
        (&["why"], "as it should be"),
        (&["apply"], "parked: no pool stands, and nobody wants one"),
        (&["plan"], "parked:"),
        (&["doctor"], "finalpool is parked: it does not exist"),
    ] {
        let ran = machine.run(arguments);
        assert!([0, 2].contains(&ran.code), "{arguments:?}: {}{}", ran.out, ran.err);
        let _ = ran.prints(&[text]);
    }
    machine.run(&["list"]).exits(0).says(&["finalpool is parked"]);
    machine.run(&["next"]).exits(0).says(&["finalpool: is parked"]);
    let shown = machine.run(&["show", "-o", "json"]).exits(0).json();
    assert_eq!((&shown["state"], &shown["maxSessions"]), (&json!("Parked"), &json!(0)));
    let gone = machine.run(&["scale-up", "--for", "1h"]).exits(3);
    assert!(!gone.err.contains("create"), "{}", gone.err);
    gone.says(&["Its base is `parked`", "unpark` makes it; then give this command again"]);
    let other = machine.run(&["unpark", "--profile", "production"]).exits(0).prints(&["as the base `production` says"]);
    other.says(&[
        "its base is `parked`, and --profile is no claim",
        "parks it again",
        "A lease keeps it",
        "scale-up --profile production --for 3h",
    ]);
    machine.run(&["park", "--yes"]).exits(0);
    let made = machine.run(&["unpark"]).exits(0).prints(&["Nobody wants it"]);
    assert!(!made.err.contains("around the clock"), "{}", made.err);
    made.says(&["billed until the pool is parked"]);
    let lowest = ["no changes: finalpool is at its lowest: max 5, ready 1", "apply --allow-park` parks it"];
    machine.run(&["scale-down"]).exits(0).prints(&lowest);
    machine.run(&["scale-down", "--profile", "idle", "--for", "1h"]).exits(0);
    machine.run(&["park", "--yes"]).exits(4).says(&["the hold `idle` of ana"]);
}

/// A pool that nobody here could make again costs on and on, and is no quiet matter.
#[test]
fn who_lacks_a_secret_is_told_that_no_run_parks_the_pool() {
    let emulator = Served::start(&["--instant"]);
    let event = "events: [{name: final, profile: contest, start: 2030-12-05T14:00, zone: UTC, for: 2h}]\n";
    let (machine, lacks) = (emulator.machine().with_variable("REGISTRY_PASSWORD", "hunter2"), emulator.machine());
    for machine in [&machine, &lacks] {
        machine.write("pool.yaml", &parked_file(event));
    }
    machine.run(&["create"]).exits(0);
    let missing = "REGISTRY_PASSWORD is not set here";
    lacks.run(&["doctor"]).exits(2).prints(&[missing, "neither", "finalpool"]);
    lacks.run(&["why"]).exits(0).prints(&[missing]);
    // A quiet run warns too: the pool costs on and on.
    lacks.run(&["apply", "--allow-park", "-q"]).exits(0).says(&["warning:", missing]);
    assert!(!machine.run(&["doctor"]).out.contains(missing));
}

/// A pool that is forced down is not parked yet, and can be parked by hand.
#[test]
fn a_pool_that_is_forced_down_can_be_parked() {
    let (_emulator, machine) = made(PARKED);
    let now = "events: [{name: all-day, profile: contest, every: daily 00:00, zone: UTC, for: 24h}]\n";
    machine.write("pool.yaml", &parked_file(now));
    machine.run(&["apply"]).exits(0).prints(&["max 50, ready 10"]);
    machine.run(&["scale-down", "--force", "--yes"]).exits(0).prints(&[
        "done: finalpool is at its lowest",
        "Held until",
        "parks it after that",
        "and ends the hold",
    ]);
    machine.run(&["scale-down"]).exits(0).prints(&["no changes: finalpool is at its lowest: max 5, ready 1"]);
    let dry = machine.run(&["park", "--dry-run"]).exits(0);
    dry.prints(&["goes with it: the next", "makes the pool again for `all-day`", "nothing was deleted"]);
    machine.run(&["park", "--yes"]).exits(0).says(&["note:", "goes with it: the next", "again for `all-day`"]);
    let due = ["warning", "finalpool is parked, and `all-day` wants it since", "unpark -n finalpool"];
    machine.run(&["doctor"]).exits(2).prints(&due);
    machine.run(&["apply", "--allow-park"]).exits(0).prints(&["created: max 50, ready 10"]);
    let held = machine.run(&["scale-down", "--force", "--yes", "-o", "json"]).exits(0).json();
    assert_eq!(held["profile"], json!(null), "it goes back to no pool at all");
    let ends = "this ends the hold `parked` of ana@";
    machine.run(&["scale-up", "--for", "1h"]).exits(0).says(&[ends, "held the pool down until"]);
    let again = machine.run(&["scale-up", "--for", "1h"]).exits(0);
    assert!(!again.err.contains(ends), "{}", again.err);
}

/// Who deleted a pool has not parked it, and what was cut off after the copy may have.
#[test]
fn how_a_pool_went_is_told_by_what_is_kept_here() {
    let (_emulator, machine) = made(PARKED);
    machine.run(&["park", "--yes"]).exits(0);
    machine.run(&["show"]).exits(0).prints(&["parked    by ana@"]);
    // What a kill between the DELETE and the journal's line leaves.
    std::fs::remove_file(machine.folder().join("state/pool/journal.jsonl")).unwrap();
    machine
        .run(&["show"])
        .exits(0)
        .prints(&["its definition was kept here at", "it seems to have been parked from here"]);
    machine.run(&["unpark"]).exits(0);
    machine.run(&["delete", "--yes"]).exits(0);
    machine.run(&["show"]).exits(0).prints(&["parked    deleted by ana@"]);
    let shown = machine.run(&["show", "-o", "json"]).exits(0).json();
    assert!(shown["parked"]["deletedBy"].as_str().unwrap().starts_with("ana@"), "{shown}");
    assert!(shown["parked"]["deletedAt"].is_string() && shown["parked"]["by"].is_null(), "{shown}");
}

/// Nothing of a pool that is not there is made up: what is told is how it went, and how it comes back.
#[test]
fn what_is_known_of_a_parked_pool_is_told() {
    let far = "events: [{name: final, profile: contest, start: 2030-12-05T14:00, zone: UTC, for: 2h}]\n";
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine().with_variable("REGISTRY_PASSWORD", "hunter2").with_variable("TZ", "UTC");
    machine.write("pool.yaml", &parked_file(far));
    machine.run(&["create"]).exits(0);
    let why = machine.run(&["why"]).exits(0);
    assert!(!why.out.contains("5 -> 0"), "{}", why.out);
    why.prints(&["stands   max 5, ready 1", "wanted   parked: no pool, by base parked", "waits    it was changed at"]);
    let waiting = ["GO", "note     scale", "nobody wants the pool, and it waits to be parked: it was changed at"];
    machine.run(&["preflight"]).exits(0).prints(&waiting);
    let why = machine.run(&["why", "-o", "json"]).exits(0).json();
    assert!(why["waits"].as_str().unwrap().contains("parks it"), "{why}");
    machine.run(&["why", "--at", "2030-01-01T00:00"]).exits(0).prints(&["waits    the next", "--allow-park` parks it"]);
    machine.run(&["park", "--yes"]).exits(0);

    let shown = machine.run(&["show"]).exits(0);
    assert!(["not said", "unknown", "profile"].iter().all(|text| !shown.out.contains(text)), "{}", shown.out);
    shown.prints(&[
        "state     Parked: there is no pool, since its base is `parked`",
        "parked    by ana@",
        "cost      nothing: no session and no node stands",
        "max 50, ready 10 for `final`: made from Thu 2030-12-05 13:15 UTC on, 45 min before its start, by",
        "unpark` makes it now",
        "317 to 725 s in fourteen recorded runs",
        "state/pool/parked/finalpool-",
    ]);
    let shown = machine.run(&["show", "-o", "json"]).exits(0).json();
    let next = &shown["parked"]["next"];
    assert_eq!((&next["event"], &next["from"]), (&json!("final"), &json!("2030-12-05T13:15:00Z")));
    assert!(shown["parked"]["by"].as_str().unwrap().starts_with("ana@"), "{shown}");

    let ahead = ["GO", "it is made 45 min before, from 2030-12-05 13:15 UTC on", "are checked when it stands"];
    machine.run(&["preflight"]).exits(0).prints(&ahead).prints(&["none was seen here"]);
    machine.run(&["preflight", "--sessions", "51"]).exits(2).prints(&["NO-GO", "and 51 are needed"]);
    machine.run(&["doctor"]).exits(0).prints(&["nobody knows here whether runs park and make finalpool"]);
    machine.run(&["apply"]).exits(0);
    machine.run(&["preflight"]).exits(0).prints(&["without --allow-park: that makes no pool"]);
    machine.run(&["doctor"]).exits(2).prints(&["without --allow-park: it neither parks nor makes finalpool"]);
    machine.run(&["apply", "--allow-park"]).exits(0);
    machine.run(&["preflight"]).exits(0).prints(&["ran `pool apply` 0 min ago, with --allow-park"]);
    machine.run(&["doctor"]).exits(0).prints(&["with --allow-park: it parks and makes finalpool", "is parked"]);
    machine.run(&["unpark"]).exits(0);
    machine.run(&["park", "--yes"]).exits(0);
    machine.run(&["show"]).exits(0).prints(&["the last time, from here"]);

    let now = "events: [{name: all-day, profile: contest, every: daily 00:00, zone: UTC, for: 24h}]\n";
    machine.write("pool.yaml", &parked_file(now));
    machine
        .run(&["preflight"])
        .exits(2)
        .prints(&["there is no pool, and `all-day` began at", "unpark` makes it at once"]);
    machine.run(&["show"]).exits(0).prints(&["`all-day`, which began at", "wants it since"]);
    machine.run(&["why"]).exits(0).prints(&["no pool: parked; to be: max 50, ready 10"]);
    machine.write("pool.yaml", &parked_file(""));
    machine.run(&["preflight"]).exits(2).prints(&["there is no pool, and no event wants one"]);
}

/// Parked by hand, which its base does not say: from here it is known all the same.
#[test]
fn what_is_known_of_a_pool_that_was_parked_by_hand_is_told() {
    let far = "events: [{name: final, profile: contest, start: 2030-12-05T14:00, zone: UTC, for: 2h}]\n";
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine().with_variable("REGISTRY_PASSWORD", "hunter2").with_variable("TZ", "UTC");
    machine.write("pool.yaml", &pool_file(PLACE, "finalpool", far));
    machine.run(&["create"]).exits(0);
    machine.run(&["park", "--yes"]).exits(0);
    for command in [&["show"][..], &["why"], &["plan"], &["apply"], &["scale-up"]] {
        let gone = machine.run(command).exits(3);
        assert!(!gone.err.contains("create"), "{command:?}: {}", gone.err);
        gone.says(&["hint: ana@", "parked it at", "unpark -n finalpool` makes it again"]);
    }
    machine.run(&["preflight"]).exits(2).prints(&["there is no pool: ana@", "unpark -n finalpool` makes it", "NO-GO"]);
    let next = machine.run(&["next"]).exits(0);
    next.says(&["finalpool: ana@", "parked it at", "told as if it stood", "fails for it until"]);
    machine.run(&["list"]).exits(0).says(&["finalpool is parked"]);
    machine.run(&["doctor"]).exits(2).prints(&["finalpool is parked, by ana@", "every `pool apply` fails for it"]);
    machine.run(&["unpark"]).exits(0);
    machine.run(&["delete", "--yes"]).exits(0);
    machine.run(&["doctor"]).exits(2).prints(&["finalpool does not exist"]);
}

#[test]
fn a_pool_that_somebody_else_made_is_told_apart() {
    let (emulator, machine) = made(PARKED);
    let id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/judges/providers/Microsoft.App/sessionPools/finalpool";
    let tags = format!("{id}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01");
    let (status, body) = emulator.ask("PATCH", &tags, r#"{"operation": "Replace", "properties": {"tags": {}}}"#);
    assert_eq!(status, 200, "{body}");
    let text = "it has no stamp of this program: somebody else made it, or took the tag away";
    // The number of ready sessions that Azure insists on is no difference where nothing says otherwise.
    machine.write("profiles/idle.yaml", "maxSessions: 5\nreadySessions: 1\nlifecycle: {type: Timed, cooldown: 5m}\n");
    machine.run(&["show"]).exits(0).says(&[&format!("its base is `parked`, and {text}"), "No run parks it"]);
    machine.run(&["plan", "--allow-park", "--at", "23:59"]).exits(2).says(&[text, "parks it all the same"]);
    machine.run(&["apply", "--allow-park"]).exits(0).says(&[text]);
    machine.run(&["park", "--dry-run"]).exits(0).prints(&[text, "the pool file makes finalpool as it stands"]);
    machine.run(&["park", "--yes"]).exits(0).prints(&["parked: finalpool"]);
    let silent = machine.run(&["show"]).exits(0);
    assert!(!silent.err.contains("stamp"), "{}", silent.err);
}

#[test]
fn an_event_makes_a_parked_pool_where_that_is_allowed() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine().with_variable("REGISTRY_PASSWORD", "hunter2").with_variable("TZ", "UTC");
    let event = "events: [{name: all-day, profile: contest, every: daily 00:00, zone: UTC, for: 24h}]\n";
    machine.write("pool.yaml", &parked_file(event));
    machine
        .run(&["apply"])
        .exits(3)
        .says(&["finalpool is parked, and the event `all-day` wants it", "apply --allow-park` makes it"]);
    // It ran, and could do nothing.
    machine.run(&["doctor"]).exits(2).prints(&["without --allow-park: it neither parks nor makes finalpool"]);
    let plan = machine.run(&["plan", "--allow-park", "-o", "json"]).exits(2).json();
    assert_eq!((&plan["pools"][0]["parking"], &plan["pools"][0]["maxSessions"]), (&json!("unparks"), &json!(50)));
    assert_eq!(plan["pools"][0]["request"]["properties"]["secrets"][0]["value"], "***");
    machine.run(&["apply", "--allow-park"]).exits(0).prints(&["created: max 50, ready 10"]);
    machine.run(&["apply", "--allow-park"]).exits(0).prints(&["no changes: max 50, ready 10"]);
    let none =
        ["base parked    -    -      -", "no pool at all", "50 by event all-day; next in line no pool by base parked"];
    machine.run(&["why"]).exits(0).prints(&none);
    let why = machine.run(&["why", "-o", "json"]).exits(0).json();
    assert_eq!((&why["claims"][1]["name"], &why["claims"][1]["maxSessions"]), (&json!("parked"), &json!(0)));
    assert_eq!(why["from"]["maxSessions"]["runnerUp"]["value"], "0");
    machine.run(&["park", "--yes"]).exits(4).says(&["the event `all-day` wants it until"]);
}

/// Making a pool takes Azure minutes; whoever goes round every few seconds says what was sent, and goes on.
#[test]
fn a_round_does_not_wait_until_a_pool_is_made() {
    let emulator = Served::start(&["--realistic"]);
    let machine = emulator.machine().with_variable("REGISTRY_PASSWORD", "hunter2");
    let event = "events: [{name: all-day, profile: contest, every: daily 00:00, zone: UTC, for: 24h}]\n";
    machine.write("pool.yaml", &parked_file(event));
    let mut command = machine.command(&["apply", "--allow-park", "--every", "5s"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let out = child.stdout.take().unwrap();
    let (sender, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || sender.send(BufReader::new(out).lines().next()));
    let told = told.recv_timeout(Duration::from_secs(60));
    child.kill().unwrap();
    child.wait().unwrap();
    let line = told.expect("the first round waits for Azure").unwrap().unwrap();
    assert_eq!(line, "finalpool  sent: Azure is making it at max 50, ready 10. By the event `all-day`,");
    let shown = machine.run(&["show", "-o", "json"]).exits(0).json();
    assert_eq!(shown["state"], "InProgress");
}

#[test]
fn an_event_over_its_budget_makes_no_pool() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine().with_variable("REGISTRY_PASSWORD", "hunter2");
    let event = "events: [{name: dear, profile: contest, every: daily 00:00, zone: UTC, for: 24h, budget: 1}]\n";
    machine.write("pool.yaml", &parked_file(event));
    let ran = machine.run(&["apply", "--allow-park"]);
    assert_eq!(ran.code, 4, "{}{}", ran.out, ran.err);
    let _ = ran.says(&["not raised for `dear`"]);
    machine.run(&["list", "-g", "judges"]).exits(0).says(&["finalpool is parked"]);
    // No pool stands, so that none is up for it.
    let next = machine.run(&["next"]).exits(0);
    assert!(!next.out.contains("made again") && !next.out.contains("-> 50"), "{}", next.out);
    let _ = next.prints(&["parked, as before", "no pool is raised for it"]);
    machine.run(&["unpark"]).exits(0);
    let forced = machine.run(&["scale-down", "--force", "--yes"]).exits(0);
    assert!(!forced.err.contains("dear"), "{}", forced.err);
    let looked = machine.run(&["preflight"]).exits(2);
    assert!(!looked.out.contains("or an event in the pool file"), "{}", looked.out);
    looked.prints(&[
        "fault    budget",
        "warning  lasts     `dear` raises nothing, and no lease holds: the pool waits to",
    ]);
    machine.run(&["park", "--yes"]).exits(0);
    // The same of several pools is said once.
    let file = std::fs::read_to_string(machine.folder().join("pool.yaml")).unwrap();
    let file = file
        .replace("pools:\n", "pools:\n  otherpool: {}\n")
        .replace("budget: 1}", "budget: 1, pools: [finalpool, otherpool]}");
    machine.write("pool.yaml", &file);
    for command in ["plan", "apply"] {
        let ran = machine.run(&[command]);
        assert!(ran.err.matches("not raised for `dear`").count() <= 1, "{}", ran.err);
    }
}

#[test]
fn a_parked_base_needs_a_container_and_its_events_time() {
    let machine = Machine::new();
    machine.write("pool.yaml", "pools: {a: {base: parked}}\n");
    machine.run(&["profile", "check", "pool.yaml"]).exits(64).prints(&["pools.a.base", "nobody could make again"]);
    let event = |lead: &str| {
        parked_file(&format!(
            "events: [{{name: final, profile: contest, start: 2030-12-05T14:00, zone: UTC, for: 2h{lead}}}]\n"
        ))
    };
    machine.write("pool.yaml", &event(", lead: 20m"));
    let short = machine.run(&["profile", "check", "pool.yaml"]).exits(2);
    short.prints(&["its lead of 20m is short where the base is `parked`", "Write `lead: 45m`"]);
    machine.write("pool.yaml", &event(""));
    machine.run(&["profile", "check", "pool.yaml"]).exits(0).prints(&["pool.yaml: ok"]);
    let next = machine.run(&["next", "--offline", "-o", "json"]).exits(0).json();
    assert_eq!(next["changes"][0]["at"], "2030-12-05T13:15:00Z", "45 minutes");
    assert_eq!(
        (&next["changes"][0]["before"]["maxSessions"], &next["changes"][1]["after"]["maxSessions"]),
        (&json!(0), &json!(0))
    );
    machine.run(&["next", "--offline"]).exits(0).prints(&[
        "max sessions 0 -> 50",
        "made again",
        ": parked",
        "parked  -      finalpool",
    ]);
}
