//! What is said of a pool file's events before they come, as people see it.

use super::harness::{Machine, Served};
use serde_json::{Value, json};

/// A file with something to say of most of its events. What depends on the day lies years away.
const FILE: &str = "\
defaults: {location: eastus2}
pools:
  contestpool: {container: {type: PythonLTS}}
events:
  - name: autumn-final
    profile: contest
    start: 2099-12-05T14:00
    zone: Asia/Kolkata
    for: 2h
  - name: last-year
    profile: contest
    start: 2025-12-05T14:00
    zone: UTC
    until: \"16:00\"
  - {name: quiet, profile: idle, start: 2099-01-05T10:00, zone: UTC, for: 2h}
  - {name: weekly, profile: contest, every: Sat 18:00, zone: UTC, for: 2h, from: 2099-01-01, except: [2099-12-25]}
  - {name: practice, profile: contest, every: Sat 18:30, zone: UTC, for: 30m, from: 2099-03-01, to: 2099-03-05}
";

/// What stands on both streams, word for word at 80 columns.
const TOLD: &str = "\
note: pool.yaml:10:5: last-year: is over since 2025-12-05 16:00 UTC
  Take it out of the file, or give it new dates.
warning: pool.yaml:15:5: quiet: changes nothing: its profile `idle` (max 5) asks
for no more than the base `idle` (max 5)
  Name a larger profile, or take it out.
warning: pool.yaml:16:5: weekly: `except` names Fri 2099-12-25, when it does not
start anyway: it comes `Sat 18:00` from 2099-01-01
  See whether another date was meant.
warning: pool.yaml:17:5: practice: never starts: `Sat 18:30` does not come
between 2099-03-01 and 2099-03-05
  Give it other dates, or take it out of the file.
";

#[test]
fn a_check_says_what_is_likely_not_meant() {
    let machine = Machine::new();
    machine.write("pool.yaml", FILE);
    let ran = machine.run(&["profile", "check", "pool.yaml"]).exits(2);
    assert_eq!(ran.out, format!("pool.yaml: ok, with 3 warnings and 1 note\n{TOLD}"));
    assert_eq!(ran.err, "");
    let told = machine.run(&["profile", "check", "pool.yaml", "-o", "json"]).exits(2).json();
    let marks: Vec<&Value> = told[0]["findings"].as_array().unwrap().iter().map(|finding| &finding["mark"]).collect();
    assert_eq!(marks, [&json!("note"), &json!("warning"), &json!("warning"), &json!("warning")]);
    assert_eq!(
        (&told[0]["ok"], &told[0]["findings"][0]["subject"]),
        (&json!(true), &json!("pool.yaml:10:5: last-year"))
    );
    // Notes alone are fine, and a file without events has none.
    let notes: String = FILE.lines().take(14).map(|line| format!("{line}\n")).collect();
    machine.write("pool.yaml", &notes);
    machine.run(&["profile", "check"]).exits(0).prints(&["pool.yaml: ok, with 1 note\n"]);
    machine.write("pool.yaml", "pools: {p: {}}\n");
    assert_eq!(machine.run(&["profile", "check", "pool.yaml"]).exits(0).out, "pool.yaml: ok\n");
}

#[test]
fn prices_that_count_for_nothing_and_budgets_that_nothing_keeps_are_told() {
    let machine = Machine::new();
    let event = "{name: a, profile: contest, every: Sat 14:00, zone: UTC, for: 2h, budget: 0}";
    let rates = "rates:\n  startedHour: 0.03\n  node: 1.65\n";
    let file =
        |pool: &str| format!("defaults: {{location: eastus2}}\npools: {{p: {pool}}}\n{rates}events:\n  - {event}\n");
    machine.write("pool.yaml", &file("{container: {type: PythonLTS}}"));
    let idle = "note: pool.yaml:5:3: rates.node: counts for nothing: no pool of the file is a custom container";
    machine.run(&["profile", "check", "pool.yaml"]).exits(2).prints(&[
        "pool.yaml: ok, with 1 warning and 1 note",
        idle,
        "pool.yaml:7:5: a:",
    ]);
    let cost = ["cost", "--profile", "contest"];
    let detail = machine.run(&[&cost[..], &["-v"]].concat()).exits(0);
    let _ = detail.says(&["rates.node: counts for nothing"]);
    assert_eq!(machine.run(&cost).exits(0).err, "");
    machine.write("pool.yaml", &file("{}").replace(rates, ""));
    machine.run(&["profile", "check", "pool.yaml"]).exits(2).prints(&["pool.yaml:4:5: a: it costs more than $0.00"]);
    machine
        .write("pool.yaml", &file("{}").replace(rates, "rates: {currency: EUR}\n").replace("budget: 0", "budget: 9"));
    machine
        .run(&["profile", "check", "pool.yaml"])
        .exits(2)
        .prints(&["pool.yaml:5:5: a: no price of", "is known in EUR"]);
}

#[test]
fn a_profile_that_an_event_names_must_be_there() {
    let machine = Machine::new();
    machine.write("pool.yaml", &FILE.replace("profile: idle", "profile: idel"));
    let ran = machine.run(&["profile", "check", "pool.yaml"]).exits(64);
    let missing = "pool.yaml:15:28: events[2].profile: no profile `idel` (Did you mean `idle`?)";
    ran.prints(&[missing]);
    // Beside other faults of the file it is told all the same.
    let both =
        FILE.replace("profile: idle", "profile: idel").replace("contestpool: {", "contestpool: {base: non, bse: 1, ");
    machine.write("pool.yaml", &both);
    let ran = machine.run(&["profile", "check", "pool.yaml"]).exits(64);
    ran.prints(&["pool.yaml:3:23: pools.contestpool.base: no profile `non`", "contestpool.bse: unknown key", missing]);
}

#[test]
fn a_plan_says_it_first_and_apply_does_not() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    let path = machine.write("pool.yaml", &FILE.replace(" {container: {type: PythonLTS}}", " {}"));
    let ran = machine.run(&["plan"]).exits(0);
    ran.prints(&["contestpool  no changes"]).says(&[
        &format!("note: {}:10:5: last-year: is over", path.display()),
        "warning: ",
        "does not come",
    ]);
    let told = machine.run(&["plan", "-o", "json"]).exits(0).json();
    assert_eq!(told["findings"].as_array().unwrap().len(), 4, "{told}");
    assert_eq!(machine.run(&["apply"]).exits(0).err, "");
    assert_eq!(machine.run(&["apply", "-o", "json"]).exits(0).json()["findings"], json!([]));
    let quiet = machine.run(&["plan", "-q"]).exits(0);
    assert_eq!(quiet.err, "");
    machine.write("pool.yaml", &FILE.replace("profile: idle", "profile: idel"));
    machine.run(&["plan"]).exits(64).says(&["no profile `idel`", "pool.yaml:15 names it for the event `quiet`"]);
}

#[test]
fn a_lead_is_held_to_what_was_seen() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    machine.write(
        "pool.yaml",
        "pools: {contestpool: {}}\nevents:\n  - {name: a, profile: contest, every: Sat 18:00, zone: UTC, for: 2h, lead: 0s}\n",
    );
    machine.run(&["profile", "check"]).exits(0);
    machine.run(&["scale-up", "--for", "1h"]).exits(0);
    let path = machine.folder().join("state/pool/journal.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    let (writes, warmed) = text.trim_end().split_once('\n').unwrap();
    let mut warmed: Value = serde_json::from_str(warmed).unwrap();
    warmed["warmAfterSeconds"] = json!(301);
    std::fs::write(&path, format!("{writes}\n{warmed}\n")).unwrap();
    machine.run(&["profile", "check"]).exits(2).prints(&[
        "pool.yaml:3:5: a: its lead of 0s is shorter than the 301s that the pool took to be warm",
        "  Write `lead: 10m`.",
    ]);
}
