//! Leases and scheduled events, as people and cron meet them.

use super::harness::{Machine, Served, pool_id};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

#[expect(clippy::disallowed_methods, reason = "the program goes by the system's clock, so the test does, too")]
fn now() -> Timestamp {
    Timestamp::now()
}

/// A pool file with two pools and an event of the first from so many minutes from now.
fn pool_file(from: i64, minutes: i64) -> String {
    let start = now().checked_add(SignedDuration::from_mins(from)).unwrap();
    let start = start.strftime("%Y-%m-%dT%H:%M");
    format!(
        "defaults: {{location: eastus2}}
pools:
  contestpool: {{}}
  python:
    container: {{type: PythonLTS}}
events:
  - {{name: final, profile: contest, start: {start}, zone: UTC, for: {minutes}m, lead: 0s, pools: [contestpool]}}
"
    )
}

fn machine(emulator: &Served, file: &str) -> Machine {
    let machine = emulator.machine();
    machine.write("pool.yaml", file);
    machine
}

fn scale(machine: &Machine) -> (Value, Value) {
    let shown = machine.run(&["show", "-n", "contestpool", "-o", "json"]).exits(0).json();
    (shown["maxSessions"].clone(), shown["readySessions"].clone())
}

#[test]
fn an_event_is_planned_applied_and_over() {
    let emulator = Served::start(&["--instant"]);
    let during = machine(&emulator, &pool_file(-5, 120));
    during.run(&["create", "-n", "python"]).exits(0);
    during.run(&["plan"]).exits(2).prints(&[
        "max sessions    5 -> 50",
        "By the event `final`, until",
        "python  no changes:",
        "1 of 2 pools would change",
    ]);
    during.run(&["apply"]).exits(0).prints(&["contestpool  applied: max 50, ready 10.", "1 of 2 pools changed"]);
    assert_eq!(scale(&during), (json!(50), json!(10)));
    during.run(&["plan"]).exits(0).prints(&["0 of 2 pools would change"]);
    let quiet = during.run(&["-q", "apply"]).exits(0);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""), "cron would write a mail");
    during.run(&["apply", "--dry-run"]).exits(0).prints(&["0 of 2 pools would change"]);
    let planned = during.run(&["plan", "--at", "2030-01-01T00:00", "-o", "json"]).exits(2).json();
    assert_eq!((&planned["changed"], &planned["pools"][0]["maxSessions"]), (&json!(1), &json!(5)));
    assert_eq!(planned["pools"][0]["claim"], json!({"source": "base", "name": "idle"}));
    // The same file an hour after the event's end.
    let after = machine(&emulator, &pool_file(-180, 120));
    after.run(&["apply", "-n", "contestpool"]).exits(0).prints(&["applied: max 5, ready 1. By the base `idle`."]);
    assert_eq!(scale(&after), (json!(5), json!(1)));
}

/// A forgotten pool is a finding, which cron can go by; the file may say that it is none.
#[test]
fn a_warm_pool_that_no_claim_explains_ends_a_plan_with_2() {
    let emulator = Served::start(&["--instant"]);
    let body = r#"{"properties": {"scaleConfiguration": {"maxConcurrentSessions": 40, "readySessionInstances": 8}}}"#;
    let (status, _) = emulator.ask("PATCH", &format!("{}?api-version=2026-07-01", pool_id()), body);
    assert!(status < 300, "{status}");
    let left = "0 of 1 pool would change, 1 differs and is left as it is";
    for (on_drift, code, summary) in [("warn", 2, left), ("keep", 0, "0 of 1 pool would change\n")] {
        let machine = machine(&emulator, &format!("pools: {{contestpool: {{onDrift: {on_drift}}}}}\n"));
        machine.run(&["plan"]).exits(code).prints(&[summary]).says(&["max sessions is 40, and no claim wants more"]);
        machine.run(&["why"]).exits(0).prints(&["to be: max sessions 40 -> 5"]);
        machine.run(&["apply"]).exits(0);
        assert_eq!(scale(&machine), (json!(40), json!(8)), "{on_drift}");
    }
}

#[test]
fn pools_that_cannot_be_read_are_no_trouble_of_the_others() {
    let emulator = Served::start(&["--instant"]);
    let machine = machine(&emulator, &pool_file(-5, 120));
    let ran = machine.run(&["apply"]).exits(7);
    let ran = ran.prints(&[
        "contestpool  applied: max 50",
        "python  failed: no session pool python",
        "1 of 2 pools changed, 1 failed",
    ]);
    assert_eq!(ran.out.matches("hint: `pool").count(), 1, "what helps is said once, under the pools: {}", ran.out);
    assert_eq!(scale(&machine), (json!(50), json!(10)));
    let told = machine.run(&["apply", "-o", "json"]).exits(7).json();
    assert_eq!(
        (&told["pools"][0]["outcome"], &told["pools"][1]["error"]["code"]),
        (&json!("noChanges"), &json!("pool-not-found"))
    );
    // Why the only one failed is said once.
    let only = machine.run(&["apply", "-n", "python"]).exits(3);
    assert_eq!((only.out.as_str(), only.err.matches("no session pool python").count()), ("", 1), "{}", only.err);
    let told = machine.run(&["plan", "-n", "python", "-o", "json"]).exits(3).json();
    assert_eq!(told["pools"][0]["error"]["code"], "pool-not-found");
    let fresh = Served::start(&["--instant"]);
    let dear =
        self::machine(&fresh, &pool_file(-5, 120)).run(&["apply", "-n", "contestpool", "--max-cost", "0.01"]).exits(4);
    assert_eq!((dear.out.as_str(), dear.err.matches("contestpool may cost").count()), ("", 1), "{}", dear.err);
}

/// What a pool that Azure is deleting is to cost is past.
#[test]
fn a_pool_that_is_being_deleted_costs_nothing_to_come() {
    let emulator = Served::start(&["--realistic"]);
    let machine = machine(&emulator, &pool_file(-5, 120));
    machine.run(&["delete", "-n", "contestpool", "--yes", "--no-wait"]).exits(0);
    for command in ["plan", "apply"] {
        let ran = machine.run(&[command, "-n", "contestpool"]).exits(0);
        let ran = ran.prints(&["busy: Deleting; left to the next run"]);
        assert!(!ran.out.contains('$'), "{}", ran.out);
        let told = machine.run(&[command, "-n", "contestpool", "-o", "json"]).exits(0).json();
        assert_eq!(told["pools"][0]["cost"], Value::Null);
    }
}

#[test]
fn who_takes_it_back_is_said() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine().with_variable("TZ", "Asia/Kolkata");
    let ran = machine.run(&["scale-up", "--for", "3h", "--reason", "the autumn final"]).exits(0);
    ran.prints(&["warm: 10 of 10 ready", "IST, but nothing will take it back by", "scale-down", "--stay"]);
    // Who ran it once may not come again.
    machine.run(&["apply"]).exits(0).prints(&["no changes", "By the lease `contest`, until"]);
    machine.run(&["scale-up", "--for", "3h"]).exits(0).prints(&["apply` runs again", "else run"]);
    machine.run(&["apply"]).exits(0);
    let ran = machine.run(&["extend", "90m"]).exits(0);
    ran.prints(&["Ends", "when `pool", "apply` next runs", "last runner: ana@"]);
    let shown = machine.run(&["show", "-o", "json"]).exits(0).json();
    let tags = shown["tags"].as_object().unwrap();
    let lease = tags.iter().find(|(tag, _)| tag.starts_with("pool-lease-")).unwrap().1.as_str().unwrap();
    assert!(lease.ends_with("reason=the autumn final"), "{lease}");
    let ends = machine.run(&["scale-up", "-o", "json", "--no-expiry"]).exits(0).json();
    assert_eq!(ends["ends"]["endsAt"], Value::Null);
    machine.run(&["extend", "1h"]).exits(64).says(&["the lease `contest` has no end"]);
}

/// A tag has little room: what is left out is said.
#[test]
fn a_reason_and_a_name_that_are_cut_are_told() {
    let machine = Machine::local();
    let reason = "because ".repeat(40);
    let ran = machine.run(&["scale-up", "--reason", &reason, "--as", "the jury of the autumn final"]).exits(0);
    ran.says(&[
        "note: --as: people are told apart by",
        "`the_jury_of_the_autumn_f`",
        "note: --reason: a tag has room for",
    ]);
    let ran = machine.run(&["extend", "1h", "--reason", &reason]).exits(0);
    ran.says(&["note: --reason: a tag has room for"]);
    let ran = machine.run(&["scale-up", "--reason", "the final", "--as", "the jury"]).exits(0);
    assert!(!ran.err.contains("note:"), "{}", ran.err);
}

#[test]
fn somebody_elses_lease_needs_a_yes() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    machine.run(&["scale-up", "--for", "3h", "--as", "ben"]).exits(0);
    machine.run(&["scale-up", "--profile", "production", "--for", "1h", "--as", "eve"]).exits(0);
    machine.run(&["extend", "1h", "--as", "dan"]).exits(64).says(&["2 hold now: which?", "`contest` by ben", "--of"]);
    machine.run(&["extend", "1h", "--of", "contest", "--as", "dan"]).exits(0);
    machine.run(&["extend", "1h", "--of", "contst"]).exits(3).says(&["`contst`", "lease `contest`"]);
    // Nobody answers.
    let ran = machine.run(&["scale-down"]).exits(4);
    assert!(ran.err.contains("[y/N]\nerror: "), "{}", ran.err);
    ran.says(&["asked for: `contest` (max 50, ready 10) until", "by ben", "not answered with yes", "--yes"]);
    let ran = machine.run(&["scale-down", "-o", "json"]).exits(4);
    assert!(ran.err.contains("not-confirmed"), "{}", ran.err);
    machine.run(&["scale-down", "--yes"]).exits(0).prints(&["done: contestpool is `idle` again"]);
    machine.run(&["extend", "1h"]).exits(3).says(&["nothing holds that could last longer", "scale-up"]);
}

#[test]
fn an_event_keeps_the_pool_until_somebody_insists() {
    let emulator = Served::start(&["--instant"]);
    let machine = machine(&emulator, &pool_file(-5, 120));
    machine.run(&["apply", "-n", "contestpool"]).exits(0);
    let ran = machine.run(&["scale-down", "-n", "contestpool"]).exits(4);
    ran.says(&[
        "contestpool stays at max 50, ready 10: the event `final` wants it",
        "Nothing will take it back by itself after that: run `pool",
        "--force",
    ]);
    // What it did is said before what it did not.
    machine.run(&["scale-up", "-n", "contestpool", "--profile", "production", "--for", "1h"]).exits(0);
    let ran = machine.run(&["scale-down", "-n", "contestpool"]).exits(4);
    ran.says(&["the lease `production` has ended, but contestpool stays at max 50, ready 10: the event `final`"]);
    machine.run(&["scale-down", "-n", "contestpool", "--force"]).exits(0).prints(&["max 5, ready 1"]);
    machine.run(&["apply", "-n", "contestpool"]).exits(0).prints(&["no changes", "By the hold `idle`, until"]);
    let again = machine.run(&["scale-down", "-n", "contestpool"]).exits(0);
    assert!(!again.out.contains("Ends") && !again.out.contains("by itself"), "{}", again.out);
    again.prints(&["no changes: contestpool is as `idle` says", ". Held until "]);
    machine.run(&["extend", "0m", "-f", "pool.yaml"]).exits(64).says(&["extend -f pool.yaml 90m"]);
    machine.run(&["extend", "30m", "-n", "contestpool"]).exits(4).says(&["holds the pool at `idle` until", "scale-up"]);
    assert_eq!(scale(&machine), (json!(5), json!(1)), "to extend leaves a hold alone");
    let ran = machine.run(&["scale-up", "-n", "contestpool", "--for", "1h"]).exits(0);
    ran.prints(&["warm: 10 of 10 ready", "; the event `final` keeps it up until"]);
    assert_eq!(scale(&machine), (json!(50), json!(10)), "to scale up ends it");
    let ends = machine.run(&["scale-up", "-n", "contestpool", "--for", "1h", "-o", "json"]).exits(0).json();
    let (lease, back): (Timestamp, Timestamp) = (
        ends["ends"]["leaseEndsAt"].as_str().unwrap().parse().unwrap(),
        ends["ends"]["endsAt"].as_str().unwrap().parse().unwrap(),
    );
    assert!(lease < back, "{ends}");
    // Another base waits below.
    let below = machine.run(&["scale-down", "-n", "contestpool", "--profile", "production", "--for", "2h"]).exits(4);
    below.prints(&["stays as the event `final` wants it", "Under it `production` is held as the base until"]);
    // Whatever is scheduled, until a moment.
    let held = ["scale-down", "-n", "contestpool", "--force", "--for", "300d", "--yes"];
    machine.run(&held).exits(0).prints(&["max 5, ready 1"]);
    machine.run(&["apply", "-n", "contestpool"]).exits(0).prints(&["By the hold `idle`, until"]);
    machine.run(&["scale-down", "-n", "contestpool", "--profile", "idle", "--for", "1h"]).exits(64).says(&["--force"]);
}

/// Whoever deletes a pool is told who still wants it.
#[test]
fn a_delete_names_leases_and_coming_events() {
    let emulator = Served::start(&["--instant"]);
    let machine = machine(&emulator, &pool_file(60, 120));
    machine
        .run(&["delete", "-n", "contestpool", "--dry-run"])
        .exits(0)
        .prints(&["the scheduled event `final`, next from"]);
    machine.run(&["scale-up", "-n", "contestpool", "--for", "3h", "--as", "ben"]).exits(0);
    let ran = machine.run_with_input(&["delete", "-n", "contestpool"], "no\n").exits(4);
    ran.says(&["the lease `contest` of ben, until", "the scheduled event `final`, next from", "nothing was deleted"]);
    // A file with a faulty event is no reason to keep a pool.
    machine.write("pool.yaml", &pool_file(-5, 120).replace("profile: contest", "profile: contst"));
    machine.run(&["delete", "-n", "contestpool", "--yes"]).exits(0).prints(&["deleted: contestpool"]);
}

#[test]
fn another_base_holds_for_a_while() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    machine
        .run(&["scale-down", "--profile", "production", "--for", "2h"])
        .exits(0)
        .prints(&["`production`", "max 20, ready 2. Held until"]);
    machine.run(&["apply"]).exits(0).prints(&["no changes: max 20, ready 2. By the hold `production`, until"]);
    machine.run(&["scale-down"]).exits(0).prints(&["no changes: contestpool is as `production` says"]);
    machine.run(&["scale-down", "--profile", "idle"]).exits(0).prints(&["max 5, ready 1"]);
    machine.run(&["apply"]).exits(0).prints(&["By the base `idle`."]);
}

#[test]
fn writes_are_noted_in_the_journal() {
    let machine = Machine::local();
    machine.run(&["scale-up", "--for", "3h"]).exits(0);
    machine.run(&["scale-down"]).exits(0);
    let path = machine.folder().join("state/pool/journal.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    // The last has Azure's refusal of 0 before it, which took nothing.
    assert_eq!(lines.len(), 3, "{text}");
    assert_eq!((&lines[0]["claim"], &lines[0]["before"]["maxSessions"]), (&json!("lease:contest"), &json!(5)));
    assert_eq!((&lines[1]["readySessions"], &lines[1]["pool"]), (&json!(10), &lines[0]["pool"]));
    assert!(lines[1]["warmAfterSeconds"].is_u64(), "{text}");
    assert_eq!((&lines[2]["claim"], &lines[2]["after"]["readySessions"]), (&json!("idle"), &json!(1)));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn who_stays_takes_it_back() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    let ran = machine.run(&["scale-up", "--for", "4s", "--stay"]).exits(0);
    ran.prints(&["this command stays until then", "done: contestpool is", "max 5, ready 1"]);
    assert_eq!(scale(&machine), (json!(5), json!(1)));
    machine.run(&["scale-up", "--no-expiry"]).exits(0);
    machine.run(&["scale-up", "--for", "4s", "--stay"]).exits(64).says(&["no end to stay for"]);
}

#[cfg(unix)]
#[test]
fn apply_stays_until_it_is_told_to_end() {
    use std::io::BufRead;
    let emulator = Served::start(&["--instant"]);
    let machine = machine(&emulator, &pool_file(-5, 120));
    let arguments = ["apply", "-n", "contestpool", "--every", "5s"];
    let mut child = machine.command(&arguments).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let out = std::io::BufReader::new(child.stdout.take().unwrap());
    let first = out.lines().find(|line| line.as_ref().unwrap().contains("1 of 1 pool changed"));
    assert!(first.is_some());
    let killed = std::process::Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(killed.success());
    assert_eq!(child.wait().unwrap().code(), Some(0), "SIGTERM is how it ends");
}

/// A round does not wait; why Azure failed what it has sent is told by a later one.
#[test]
fn what_a_round_has_sent_and_azure_failed_is_told() {
    use std::io::BufRead;
    let emulator = Served::start(&[]);
    emulator.faults(r#"[{"on": "patch", "count": 1, "fault": "failLate", "code": "NoNodes", "message": "no room"}]"#);
    let machine = machine(&emulator, &pool_file(-5, 120));
    let mut command = machine.command(&["apply", "-n", "contestpool", "--every", "5s"]);
    let mut child = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let talk = child.stderr.take().unwrap();
    let (sender, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for line in std::io::BufReader::new(talk).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    let mut lines: Vec<String> = Vec::new();
    for end in ["hint: Look at", "is done"] {
        while !lines.iter().any(|line| line.contains(end)) {
            match told.recv_timeout(std::time::Duration::from_secs(60)) {
                Ok(line) => lines.push(line),
                Err(_) => break,
            }
        }
        emulator.set_pool(r#"{"provisioningState": "Succeeded"}"#);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let said = lines.join(" ");
    assert!(said.contains("error: contestpool: the change sent at "), "{said}");
    assert!(said.contains("failed: NoNodes: no room hint: Look at the pool with `pool "), "{said}");
    assert!(said.contains("is done"), "the next round has sent it again: {said}");
}

#[test]
fn a_fault_of_the_file_is_told_before_anything_is_asked() {
    let machine = Machine::local();
    machine.write(
        "pool.yaml",
        "pools: {p: {}}\nevents:\n  - {name: a, profile: contst, zone: UTC, every: Sat 18:00, for: 2h}\n",
    );
    machine.run(&["apply"]).exits(64).says(&[
        "no profile `contst`",
        "pool.yaml:3 names it for the event `a`",
        "Did you mean `contest`",
    ]);
    machine
        .write("pool.yaml", "pools: {p: {}}\nevents:\n  - {name: a, profile: contest, zone: Mars, every: Sat 18:00}\n");
    machine.run(&["apply", "--every", "5s"]).exits(64).says(&[
        "pool.yaml:3:",
        "`Mars` is no time zone",
        "an event must end",
    ]);
    machine.run(&["apply", "--every", "1s"]).exits(64);
}

/// Whoever hears of nothing but trouble hears what to do about it as well.
#[test]
fn a_quiet_run_says_what_to_do() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    let pool = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.App/sessionPools/contestpool";
    let tags = format!("{pool}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01");
    let edit = r#"{"operation": "Merge", "properties": {"tags": {"pool-lease-3": "v9"}}}"#;
    assert_eq!(emulator.ask("PATCH", &tags, edit).0, 200);
    let todo = format!("It is left as it is; `{} scale-down --force` overwrites it.", emulator.program());
    machine.run(&["apply", "-q"]).exits(1).says(&["warning: contestpool: the tag", &todo]);
}
