//! Who wants what of a pool, and what is coming: `why` and `next`.

use super::harness::{Machine, Ran, Served, pool_id};
use serde_json::json;

const POOL_FILE: &str = "\
defaults: {resourceGroup: local}
pools: {contestpool: {}}
events:
  - {name: autumn-final, profile: contest, start: 2026-12-05T14:00, zone: Asia/Kolkata, for: 2h}
  - {name: warm-up, profile: production, start: 2026-12-05T13:00, zone: Asia/Kolkata, until: \"15:30\"}
";

/// Two events around the night on which clocks change, in two zones.
const NIGHTS: &str = "\
defaults: {subscription: s, resourceGroup: g}
pools: {berlin: {}, new-york: {}}
events:
  - {name: berlin-night, profile: contest, every: Sun 02:15, zone: Europe/Berlin, until: \"06:00\", pools: [berlin]}
  - {name: york-night, profile: contest, every: Sun 01:30, zone: America/New_York, for: 1h, lead: 15m, pools: [new-york]}
";

const LEASE: &str = "v1 max=30 ready=4 Timed=600s profile=contest from=2026-12-05T07:00:00Z \
                     until=2026-12-05T11:00:00Z by=ana@desk reason=rehearsal";
const STAMP: &str = "v1 max=5 ready=0 floor=1 Timed=300s claim=idle by=cron@build7 at=2026-12-05T07:00:00Z";

/// While both events and the lease hold.
const OVERLAP: &str = "2026-12-05T09:00:00Z";

fn tag(emulator: &Served, tags: &serde_json::Value) {
    let path = format!("{}?api-version=2026-07-01", pool_id());
    let (status, body) = emulator.ask("PATCH", &path, &json!({"tags": tags}).to_string());
    assert!(status < 300, "{status} {body}");
}

/// A pool with a lease on it, and the file with two events.
fn overlapping() -> (Served, Machine) {
    let emulator = Served::start(&["--instant"]);
    tag(&emulator, &json!({"pool-lease-3": LEASE, "pool-applied": STAMP}));
    let machine = emulator.machine().with_variable("TZ", "Europe/Berlin");
    machine.write("pool.yaml", POOL_FILE);
    (emulator, machine)
}

#[track_caller]
fn shown(machine: &Machine, columns: &str, arguments: &[&str]) -> String {
    let ran = Ran::of(machine.command(arguments).env("COLUMNS", columns).output().unwrap()).exits(0);
    for line in ran.out.lines() {
        assert!(line.chars().count() <= columns.parse().unwrap(), "{line}");
    }
    ran.out
}

#[test]
fn why_tells_the_stack_and_who_wins() {
    let (_emulator, machine) = overlapping();
    assert_eq!(
        shown(&machine, "80", &["why", "--at", OVERLAP]),
        "\
contestpool  local, East US 2
at Sat 2026-12-05 10:00 CET, by what stands on the pool now
CLAIM               MAX  READY  LIFECYCLE     UNTIL      WHY
event autumn-final  50   10     Timed 5 min   11:30 CET  started 09:30 CET
lease contest       30   4      Timed 10 min  12:00 CET  by ana@desk,
                                                         \"rehearsal\"
event warm-up       20   2      Timed 5 min   11:00 CET  started 08:30 CET
base idle           5    0      Timed 5 min   always

max sessions    50 by event autumn-final; next in line 30 by lease contest
ready sessions  10 by event autumn-final; next in line 4 by lease contest
lifecycle       Timed by event autumn-final
cooldown        600 s by lease contest; next in line 300 s by event autumn-final
stands          max 5, ready 1; to be: max sessions 5 -> 50, ready sessions 1 ->
                10, cooldown 300 s -> 600 s
shared          the claims ask for max 100, ready 16 together, as with
                `combine: sum`
applied         `idle` by cron@build7 at 2026-12-05 07:00 UTC
next            15:30 IST: warm-up ends; max 50, ready 10, as before
"
    );
    let wide = shown(&machine, "120", &["why", "--at", OVERLAP]);
    assert!(wide.contains("by ana@desk, \"rehearsal\"\n"), "{wide}");
    let ends = shown(&machine, "80", &["why", "--at", "2026-12-05T11:45"]);
    assert!(ends.contains("next            12:00 CET: the lease `contest` of ana@desk ends; max"), "{ends}");
    let before = shown(&machine, "80", &["why", "--at", "2026-12-04T12:00"]);
    assert!(before.contains("next            Sat 2026-12-05 12:30 IST: warm-up begins, warm 30 min"), "{before}");
    assert!(!before.contains("\nlease contest "), "it was not made yet: {before}");
    let json = machine.run(&["why", "--at", OVERLAP, "-o", "json"]).exits(0).json();
    assert_eq!(
        json["should"],
        json!({"maxSessions": 50, "readySessions": 10,
        "lifecycle": {"type": "Timed", "cooldown": "600s"}})
    );
    assert_eq!(json["claims"].as_array().unwrap().len(), 4);
    assert_eq!(json["from"]["lifecycle.cooldown"]["claim"], "lease:contest");
    assert_eq!(json["from"]["maxSessions"]["runnerUp"], json!({"claim": "lease:contest", "value": "30"}));
    assert_eq!(json["next"]["at"], "2026-12-05T10:00:00Z");
}

#[test]
fn why_tells_a_hold_what_it_outranks() {
    let (emulator, machine) = overlapping();
    let hold = "v1 max=8 ready=1 Timed=300s profile=small over=all from=2026-12-05T07:00:00Z \
                until=2026-12-05T10:15:00Z by=ben@laptop";
    tag(&emulator, &json!({"pool-hold": hold}));
    let ran = machine.run(&["why", "--at", OVERLAP]).exits(0);
    let ran = ran.prints(&[
        "hold small          8    1      Timed 5 min   11:15 CET  by ben@laptop\n",
        "outranked by the hold",
        "max sessions    8 by hold small\n",
        "ben@laptop outranks every claim until 11:15 CET, or the next",
        "without it:\n                max 50, ready 10\n",
    ]);
    assert!(ran.out.contains("scale-up`"), "{}", ran.out);
    tag(&emulator, &json!({"pool-hold": hold.replace("over=all", "over=base")}));
    let _ = machine
        .run(&["why", "--at", OVERLAP])
        .exits(0)
        .prints(&["held base small     8", "max sessions    50 by event"]);
}

#[test]
fn why_tells_what_cannot_be_read_and_what_somebody_changed() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    let at = ["why", "--at", OVERLAP];
    tag(&emulator, &json!({"pool-applied": STAMP}));
    let well = machine.run(&at).exits(0).prints(&["max 5, ready 1: as it should be (Azure refuses 0 ready: 1 stays)"]);
    assert!(!well.out.contains("warning"), "{}", well.out);
    tag(&emulator, &json!({"pool-lease-2": "v9 max=many"}));
    let change =
        json!({"properties": {"scaleConfiguration": {"maxConcurrentSessions": 60, "readySessionInstances": 5}}});
    emulator.ask("PATCH", &format!("{}?api-version=2026-07-01", pool_id()), &change.to_string());
    let ran = machine.run(&at).exits(0).prints(&[
        "the tag pool-lease-2 cannot be read",
        "scale-down --force` ends",
        "max sessions 60 -> 5, ready sessions 5\n",
        "the pool is not as it was applied: max sessions 5 -> 60, ready\n",
        "sessions 1 -> 5; somebody@example.com changed it last",
    ]);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    let found = machine.run(&["why", "--at", OVERLAP, "-o", "json"]).exits(0).json();
    assert_eq!(found["findings"].as_array().unwrap().len(), 2);
    assert_eq!(found["drift"][0], json!({"key": "maxSessions", "from": "5", "to": "60"}));
    // An event of another machine's file, by the stamp alone.
    let stranger = STAMP.replace("claim=idle", "claim=event:theirs") + " events=theirs@2026-12-05T12:00Z/40/9";
    tag(&emulator, &json!({"pool-applied": stranger}));
    machine.run(&at).exits(0).prints(&[
        "stamp theirs",
        "by cron@build7, no file here",
        "`theirs`, which no file here knows, ends",
    ]);
    let exits = LEASE.replace("Timed=600s", "OnContainerExit=3600s").replace("max=30", "max=90");
    tag(
        &emulator,
        &json!({"pool-applied": STAMP, "pool-lease-2": "ended", "pool-lease-3": exits, "pool-lease-4": LEASE}),
    );
    emulator.set_pool(r#"{"provisioningState": "Failed"}"#);
    machine.run(&at).exits(0).prints(&[
        "OnContainerExit 1 h",
        "lifecycle       OnContainerExit by lease contest; next in line Timed by lease",
        "max 60, ready 5 (Failed); to be",
        "note            the lifecycle stays Timed while another claim holds",
    ]);
    machine.run(&["why", "-n", "nothing", "-g", "local"]).exits(3).says(&["no session pool nothing"]);
    machine.run(&["why", "--at", "2020-01-01"]).exits(0);
    machine.run(&["why", "--at", "noon"]).exits(64).says(&["`noon` is no time"]);
}

#[test]
fn next_tells_changes_with_leases_and_who_shares() {
    let (_emulator, machine) = overlapping();
    let arguments = ["next", "--at", "2026-12-05T07:15:00Z", "--count", "3"];
    assert_eq!(
        shown(&machine, "80", &arguments),
        "\
Sat 2026-12-05 13:30 IST  08:00 UTC  contestpool
  max sessions 30 -> 50, ready sessions 4 -> 10
  autumn-final begins, warm 30 min before its start at 14:00 IST
  warning: it shares the pool: together they ask for max 100, ready 16, as with
    `combine: sum`
Sat 2026-12-05 15:30 IST  10:00 UTC  contestpool
  max 50, ready 10, as before
  warm-up ends
Sat 2026-12-05 16:00 IST  10:30 UTC  contestpool
  max sessions 50 -> 30, ready sessions 10 -> 4
  autumn-final ends

from Sat 2026-12-05 08:15 CET until Sat 2026-12-05 11:30 CET:
TIME        MAX  READY  POOL
45 min      30   4      contestpool
2 h 30 min  50   10     contestpool
cost: $5.69 to $9.81, from nobody there to full throughout, at guessed rates
"
    );
    let rest = shown(&machine, "80", &["next", "--at", "2026-12-05T10:45:00Z"]);
    assert!(rest.starts_with("Sat 2026-12-05 12:00 CET  11:00 UTC  contestpool\n"), "the reader's zone: {rest}");
    let json = machine.run(&["next", "--at", "2026-12-05T07:15:00Z", "-o", "json"]).exits(0).json();
    assert_eq!(json["changes"].as_array().unwrap().len(), 4);
    assert_eq!(json["changes"][0]["together"], json!({"maxSessions": 100, "readySessions": 16}));
    assert_eq!(json["changes"][3]["ends"][0]["source"], "lease");
    // By the files alone there is no lease.
    let offline = machine.run(&["next", "--offline", "--at", "2026-12-05T07:15:00Z", "-o", "json"]).exits(0).json();
    assert_eq!(offline["changes"].as_array().unwrap().len(), 3);
    assert_eq!(offline["changes"][0]["before"]["maxSessions"], 20);
}

#[test]
fn next_tells_the_nights_on_which_clocks_change() {
    let machine = Machine::new().with_variable("TZ", "Asia/Kolkata");
    machine.write("pool.yaml", NIGHTS);
    let autumn = ["next", "--offline", "--from", "2026-10-24T12:00", "--to", "2026-11-02T00:00"];
    assert_eq!(shown(&machine, "80", &autumn), AUTUMN);
    assert_eq!(shown(&machine, "120", &autumn), AUTUMN, "nothing of it is wider than 80 columns");
    let spring = ["next", "--offline", "--at", "2027-03-13T12:00", "--count", "10"];
    let told = shown(&machine, "80", &spring);
    for text in SPRING {
        assert!(told.contains(text), "{text}{told}");
    }
    let coloured = machine.run(&[&autumn[..], &["--color", "always"]].concat()).exits(0);
    assert!(coloured.out.contains('\u{1b}'));
    assert_eq!(anstream::adapter::strip_str(&coloured.out).to_string(), AUTUMN);
}

const AUTUMN: &str = "\
Sun 2026-10-25 01:45 CEST  Sat 23:45 UTC  berlin
  max sessions 5 -> 50, ready sessions 0 -> 10
  berlin-night begins, warm 30 min before its start at 02:15 CEST
  note: clocks show 02:15 twice on 2026-10-25; it is the first
  note: clocks change meanwhile: it lasts 4 h 45 min, not 3 h 45 min
Sun 2026-10-25 06:00 CET   05:00 UTC      berlin
  max sessions 50 -> 5, ready sessions 10 -> 0
  berlin-night ends
  note: clocks change meanwhile: it lasts 4 h 45 min, not 3 h 45 min
Sun 2026-10-25 01:15 EDT   05:15 UTC      new-york
  max sessions 5 -> 50, ready sessions 0 -> 10
  york-night begins, warm 15 min before its start at 01:30 EDT
Sun 2026-10-25 02:30 EDT   06:30 UTC      new-york
  max sessions 50 -> 5, ready sessions 10 -> 0
  york-night ends
Sun 2026-11-01 01:45 CET   00:45 UTC      berlin
  max sessions 5 -> 50, ready sessions 0 -> 10
  berlin-night begins, warm 30 min before its start at 02:15 CET
Sun 2026-11-01 06:00 CET   05:00 UTC      berlin
  max sessions 50 -> 5, ready sessions 10 -> 0
  berlin-night ends
Sun 2026-11-01 01:15 EDT   05:15 UTC      new-york
  max sessions 5 -> 50, ready sessions 0 -> 10
  york-night begins, warm 15 min before its start at 01:30 EDT
  note: clocks show 01:30 twice on 2026-11-01; it is the first
  note: clocks change meanwhile: it ends at 01:30, not 02:30
Sun 2026-11-01 01:30 EST   06:30 UTC      new-york
  max sessions 50 -> 5, ready sessions 10 -> 0
  york-night ends
  note: clocks change meanwhile: it ends at 01:30, not 02:30

from Sat 2026-10-24 12:00 IST until Mon 2026-11-02 00:00 IST:
TIME          MAX  READY  POOL
194 h 30 min  5    0      berlin
9 h 30 min    50   10     berlin
201 h 30 min  5    0      new-york
2 h 30 min    50   10     new-york
";

const SPRING: [&str; 3] = [
    "\
Sun 2027-03-14 01:15 EST   06:15 UTC  new-york
  max sessions 5 -> 50, ready sessions 0 -> 10
  york-night begins, warm 15 min before its start at 01:30 EST
  note: clocks change meanwhile: it ends at 03:30, not 02:30
",
    "\
Sun 2027-03-14 03:30 EDT   07:30 UTC  new-york
  max sessions 50 -> 5, ready sessions 10 -> 0
  york-night ends
",
    "\
Sun 2027-03-28 01:30 CET   00:30 UTC  berlin
  max sessions 5 -> 50, ready sessions 0 -> 10
  berlin-night begins, warm 30 min before its start at 03:00 CEST
  note: clocks skip 02:15 on 2027-03-28; it is the first moment after that
  note: clocks change meanwhile: it lasts 3 h, not 3 h 45 min
Sun 2027-03-28 06:00 CEST",
];

#[test]
fn next_on_a_machine_without_azure() {
    let machine = Machine::at("https://127.0.0.1:1");
    machine.write("pool.yaml", NIGHTS);
    let ran = machine.run(&["next", "--timeout", "20s"]);
    assert!([1, 5].contains(&ran.code), "{}", ran.err);
    let _ = ran.says(&["next --offline` goes by the files alone"]);
    let _ = machine.run(&["next", "--offline"]).exits(0).prints(&["berlin-night begins"]);
    let signed_out = Machine::new();
    signed_out.write("pool.yaml", NIGHTS);
    let _ = signed_out.run(&["next", "--timeout", "20s"]).exits(5).says(&["next --offline` goes by the files alone"]);
}

#[test]
fn next_goes_on_where_a_pool_cannot_be_read() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    let file = POOL_FILE.replace("{contestpool: {}}", "{contestpool: {}, missing: {}}");
    machine.write(
        "pool.yaml",
        &file
            .replace(", for: 2h}", ", for: 2h, pools: [contestpool, missing]}")
            .replace("until: \"15:30\"}", "until: \"15:30\", pools: [missing]}"),
    );
    let at = ["next", "--at", "2026-12-01T00:00:00Z"];
    let ran = machine.run(&at).exits(0).says(&["note: missing: does not exist yet; told by the files alone"]);
    let _ = ran.prints(&["contestpool, missing\n", "08:00 UTC"]);
    emulator
        .faults(r#"[{"on": "get", "fault": "status", "status": 403, "code": "AuthorizationFailed", "message": "m"}]"#);
    let ran = machine.run(&at);
    let ran =
        ran.exits(7).says(&["warning: contestpool:", "without its leases", "cannot read contestpool: its leases"]);
    let _ = ran.prints(&["autumn-final begins"]);
}

#[test]
fn next_knows_what_nobody_can_answer() {
    let machine = Machine::local();
    machine.run(&["next"]).exits(0).prints(&["nothing is coming: no event is scheduled, and no lease ends"]);
    machine.run(&["next", "--to", "2000-01-01T00:00"]).exits(64).says(&["--to is not after --from"]);
    machine.run(&["next", "--count", "0"]).exits(64);
    let nobody = Machine::new();
    nobody.run(&["next", "--offline", "-n", "p"]).exits(64).says(&["no pool file describes p"]);
}
