//! `pool receipt` over loopback: an emulator that serves, whose clock is moved by hand.

use super::harness::{Machine, Served, pool_id};
use serde_json::{Value, json};

/// An emulator on which the pool was up for two hours, with people, and is still; from when to when.
struct Past {
    emulator: Served,
    from: String,
    to: String,
}

fn tick(emulator: &Served, minutes: u32) {
    let (status, body) = emulator.ask("POST", "/_emulator/tick", &json!({"seconds": minutes * 60}).to_string());
    assert_eq!(status, 200, "{body}");
}

fn now(emulator: &Served) -> String {
    let health: Value = serde_json::from_str(&emulator.ask("GET", "/_emulator/health", "").1).unwrap();
    health["now"].as_str().unwrap().to_owned()
}

/// So many open a session.
fn come(emulator: &Served, count: u32, who: &str) {
    come_to(emulator, &emulator.pool(), count, who);
}

/// The same, to a pool as it was read.
fn come_to(emulator: &Served, pool: &Value, count: u32, who: &str) {
    let endpoint = pool["properties"]["poolManagementEndpoint"].as_str().unwrap().to_owned();
    let path = endpoint.strip_prefix(&emulator.endpoint).unwrap();
    for number in 0..count {
        assert_eq!(emulator.ask("GET", &format!("{path}/?identifier={who}-{number:04}"), "").0, 200);
    }
}

fn past() -> Past {
    let emulator = Served::start(&["--manual", "--instant"]);
    // It stands at the time at which it began; a whole minute is easier to reckon with.
    let second = now(&emulator).parse::<jiff::Timestamp>().unwrap().as_second();
    let whole = jiff::Timestamp::from_second((second / 60 + 1) * 60).unwrap();
    let (status, body) = emulator.ask("POST", "/_emulator/tick", &json!({"to": whole.to_string()}).to_string());
    assert_eq!(status, 200, "{body}");
    let from = now(&emulator);
    emulator.machine().run(&["scale-up", "--for", "3h", "--no-wait"]).exits(0);
    tick(&emulator, 30);
    come(&emulator, 6, "early");
    tick(&emulator, 30);
    come(&emulator, 9, "late");
    tick(&emulator, 60);
    let to = now(&emulator);
    Past { emulator, from, to }
}

impl Past {
    /// Another machine, which has no journal of it.
    fn machine(&self) -> Machine {
        self.emulator.machine().with_variable("TZ", "UTC").with_variable("LANG", "C.UTF-8")
    }

    fn receipt<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        [&["receipt", "--from", self.from.as_str(), "--to", self.to.as_str()], more].concat()
    }
}

#[test]
fn two_hours_are_told_in_every_form() {
    let past = past();
    let machine = past.machine();
    let ran = machine.run(&past.receipt(&[])).exits(0);
    let ran = ran.prints(&["up to 9 of 50 in use, never full", "most in use", "9 at ", "ready 10", "Azure Monitor"]);
    let ran = ran.prints(&["What was asked for is not known: max 50 is that of now", "far too many for a peak of 9"]);
    let row = |name: &str| ran.out.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    assert!(
        !row("most in use").contains("max") && !row("fewest ready").contains("ready 10"),
        "nobody planned: {}",
        ran.out
    );
    let ran = ran.prints(&["maxSessions: 12", "Keep it with `--write profiles/final.yaml`."]);
    assert!(!ran.out.contains("\nsessions\n") && ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    machine.run(&past.receipt(&["--chart", "always"])).exits(0).prints(&["\nsessions\n", "█ in use", "░ ready"]);

    let value = machine.run(&past.receipt(&["-o", "json"])).exits(0).json();
    let pool = &value["pools"][0];
    assert_eq!((&value["schemaVersion"], &pool["pool"]), (&json!(1), &json!(pool_id())));
    assert_eq!((&pool["metrics"]["peak"]["count"], &pool["metrics"]["minutesFull"]), (&json!(9), &json!(0)));
    assert_eq!((&pool["metrics"]["minutesSeen"], &pool["journal"]), (&json!(120), &Value::Null));
    assert_eq!(pool["actualHours"], json!(2.0));
    assert_eq!(pool["suggestion"]["maxSessions"], json!(12));
    // A node and its management, 1.75 an hour.
    assert_eq!((&pool["cost"]["seen"]["total"], &value["together"]["cost"]), (&json!("3.50"), &json!("3.50")));
    assert_eq!(pool["cost"]["standing"], json!("guessed"));
    let standing = |measure: &str| {
        let figures = pool["figures"].as_array().unwrap();
        figures.iter().find(|figure| figure["measure"] == measure).unwrap()["standing"].clone()
    };
    assert_eq!((standing("peak"), standing("cost")), (json!("measured"), json!("guessed")));
    let rows = machine.run(&past.receipt(&["-o", "tsv"])).exits(0).out;
    assert!(rows.lines().any(|line| line.starts_with("contestpool\tfull\t\t0 min\tAzure Monitor\tmeasured")), "{rows}");

    let markdown = machine.run(&past.receipt(&["--markdown", "-"])).exits(0).out;
    for text in ["# Receipt: ", "| | planned | as it came | by |", "```yaml\ndescription: ", "A node-hour is $1.65"] {
        assert!(markdown.contains(text), "{text}: {markdown}");
    }
}

#[test]
fn files_are_written_and_none_is_overwritten_in_silence() {
    let past = past();
    let machine = past.machine();
    let files = ["--html", "r.html", "--markdown", "r.md", "--write", "profiles/next.yaml"];
    machine
        .run(&past.receipt(&files))
        .exits(0)
        .says(&["wrote r.html", "wrote r.md"])
        .prints(&["written: profiles/next.yaml"]);
    let page = std::fs::read_to_string(machine.folder().join("r.html")).unwrap();
    for text in ["<title>Receipt: ", "prefers-color-scheme:dark", "<svg", "in use", "What the cost rests on"] {
        assert!(page.contains(text), "{text}");
    }
    // What is to be copied keeps its lines, and can be done again as it stands.
    assert!(page.contains("\nmaxSessions: 12\nreadySessions: ") && page.contains("--write profiles/next.yaml --force"));
    assert!(!page.contains("http://www.w3.org") && !page.contains("<script"), "it needs nothing but itself");
    machine.run(&["profile", "show", "next"]).exits(0).prints(&["maxSessions: 12", "9 at once and some room"]);
    machine.run(&["profile", "check", "profiles/next.yaml"]).exits(0);
    for file in files.chunks(2) {
        machine.run(&past.receipt(file)).exits(64).says(&["is there already", "--force"]);
    }
    machine.run(&past.receipt(&["--html", "r.html", "--force", "-q"])).exits(0);
    for (more, says) in [
        (&["--html", "-"][..], "needs the name of a file"),
        (&["--markdown", "-", "-o", "json"], "both write to stdout"),
        (&["--html", "x", "--markdown", "x"], "both write x"),
        (&["--html", "profiles"], "is no file"),
        (&["--write", "a b.yaml"], "cannot be a profile"),
        (&["--write", "next.txt"], "cannot be a profile"),
    ] {
        machine.run(&past.receipt(more)).exits(64).says(&[says]);
    }
}

#[test]
fn what_nobody_has_seen_is_said() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine().with_variable("TZ", "UTC");
    machine.write(
        "pool.yaml",
        "pools: {contestpool: {}}\nevents:\n\
         - {name: final, profile: contest, start: 2020-01-01T10:00, zone: Asia/Kolkata, for: 2h}\n\
         - {name: weekly, profile: contest, every: daily 10:00, zone: UTC, for: 2h}\n\
         - {name: to-come, profile: contest, start: 2999-01-01T10:00, zone: UTC, for: 2h}\n",
    );
    let at = |more: &[&str]| machine.run(&[&["receipt", "-g", "local"], more].concat());
    at(&["final"]).exits(3).says(&["has not begun yet"]);
    at(&["final", "--at", "2020-01-01"])
        .exits(3)
        .says(&["nothing is known of contestpool from 2020-01-01 04:00 UTC to"]);
    at(&["weekly", "--at", "2020-01-01T08:00"]).exits(3).says(&["does not happen then"]);
    at(&["to-come"]).exits(3).says(&["to-come has not begun yet", "next -g local"]);
    at(&["finl"]).exits(3).says(&["no event is named `finl`", "Did you mean `final`?", "--from"]);
    // What is hinted at is past, and does as it stands.
    let hinted = at(&["finl"]).err;
    let (_, times) = hinted.split_once(" --from ").unwrap();
    let (from, to) = times.split_once('`').unwrap().0.split_once(" --to ").unwrap();
    let ran = at(&["--from", from, "--to", to]);
    assert!([0, 3].contains(&ran.code) && !ran.err.contains("in the future"), "{hinted}{}", ran.err);
    at(&["final", "-n", "other"]).exits(64).says(&["not about that pool"]);
    at(&["final", "--at", "noon"]).exits(64).says(&["--at: `noon` is no time"]);
    at(&["--from", "2026-01-02", "--to", "2026-01-01"]).exits(64).says(&["--to is not after --from"]);
    at(&["--from", "2999-01-02", "--to", "2999-01-03"])
        .exits(64)
        .says(&["2999-01-02 00:00 UTC is in the future", "--from 2999-01-02T00:00:00Z --to 2999-01-03T00:00:00Z`"]);
    at(&["--from", "2020-01-02", "--to", "2026-01-01"]).exits(64).says(&["more than the 93 days"]);
    let lacks = at(&["--from", "2026-01-02"]).exits(64);
    assert!(lacks.err.contains("--to <TIME>") && !lacks.err.contains("required: <NAME>"), "{}", lacks.err);
    at(&[]).exits(64).says(&["<NAME>"]);
    // A time of day is the last that was, and the first after that.
    let minute = |minutes: i64| {
        let now: jiff::Timestamp = now(&emulator).parse().unwrap();
        (now + jiff::SignedDuration::from_mins(minutes)).strftime("%H:%M").to_string()
    };
    let value = at(&["--from", &minute(-1), "--to", &minute(30), "-o", "json"]);
    let text = value.err.clone() + &value.out;
    assert!(!text.contains("in the future") && !text.contains("--to is not after"), "{text}");
    // A lease is found in the journal of the machine that made it.
    machine.run(&["scale-up", "-g", "local", "--for", "2h", "-q"]).exits(0);
    let ran = at(&["contest"]).exits(0).prints(&["contest on contestpool", "raised", "the journal", "not over"]);
    assert!(ran.out.contains("2 h "), "{}", ran.out);
    // Ended before its end, it is over.
    machine.run(&["scale-down", "-g", "local", "-q"]).exits(0);
    let ran = at(&["contest"]).exits(0).prints(&["UTC, ended early at ", "Planned: by the journal."]);
    assert!(!ran.out.contains("not over") && !ran.out.contains("the files"), "{}", ran.out);
    // So is one whose pool was deleted.
    machine.run(&["scale-up", "-g", "local", "--for", "2h", "-q"]).exits(0);
    machine.run(&["delete", "-g", "local", "--yes", "--force", "-q"]).exits(0);
    let ran = at(&["contest"]).exits(0).prints(&["UTC, ended early at ", "taken back"]);
    assert!(!ran.out.contains("not over"), "{}", ran.out);
}

const COMPANY: &str = "\
defaults: {location: eastus2}
pools:
  contestpool: {}
  other: {container: {type: CustomContainer, environment: env, image: \"r.example/i:v1\", cpu: 0.5, memory: 1Gi,
    targetPort: 80}}
events:
  - {name: final, profile: contest, start: START, zone: UTC, for: 1h, lead: 30m, budget: 50, pools: [contestpool, other]}
";

#[test]
fn an_event_on_several_pools_has_a_receipt_for_each_and_a_sum() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine().with_variable("TZ", "UTC").with_variable("LANG", "C.UTF-8");
    // It starts in this minute: the clocks of both go on by themselves.
    let start = now(&emulator).parse::<jiff::Timestamp>().unwrap().strftime("%Y-%m-%dT%H:%M").to_string();
    machine.run(&["scale-up", "--for", "3h", "-q"]).exits(0);
    come(&emulator, 6, "early");
    machine.write("pool.yaml", &COMPANY.replace("START", &start));
    let receipt = |more: &[&str]| machine.run(&[&["receipt", "final", "-g", "local"], more].concat());
    // One of them is not there: what the other cost is told, and that it is not all.
    let ran = receipt(&[]).exits(7).prints(&["final on contestpool", "up to 6 of 50 in use"]);
    let ran = ran.says(&["1 of 2 pools", "other"]);
    assert!(!ran.out.contains("together") && !ran.out.contains("of the $50.00"), "not all is known: {}", ran.out);
    machine.run(&["create", "-g", "local", "-n", "other", "-q"]).exits(0);
    let value = receipt(&["-o", "json"]).exits(0).json();
    let total = |index: usize| value["pools"][index]["cost"]["seen"]["total"].as_str().unwrap().parse::<f64>().unwrap();
    let together = &value["together"];
    assert_eq!((&together["of"], &together["billed"], &together["budget"]), (&json!(2), &json!(2), &json!("50.00")));
    let sum: f64 = together["cost"].as_str().unwrap().parse().unwrap();
    assert!(total(0) > 0.0 && (total(0) + total(1) - sum).abs() < 0.011, "{value}");
    let rows = receipt(&["-o", "tsv"]).exits(0).out;
    assert!(rows.lines().any(|line| line.starts_with("other\tcost\t")), "{rows}");
    let ran =
        receipt(&["--html", "r.html"]).exits(0).prints(&["together: 2 pools, warm ", "of the $50.00 of the pool file"]);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    let page = std::fs::read_to_string(machine.folder().join("r.html")).unwrap();
    for text in ["<h2>contestpool</h2>", "<h2>other</h2>", "Together they cost ", "Budget: $"] {
        assert!(page.contains(text), "{text}");
    }
    receipt(&["--write", "next.yaml"]).exits(64).says(&["--write is for one pool"]);
}

/// Deleting a pool takes what a receipt is made of: whoever has just had something on it is told.
#[test]
fn deleting_says_that_a_receipt_goes_with_the_pool() {
    let machine = Machine::local();
    let dry = || machine.run(&["delete", "--dry-run"]).exits(0);
    let says = "  - its metrics: for a receipt, run `pool --local receipt contest -n contestpool` first\n";
    machine.run(&["show"]).exits(0);
    assert!(!dry().out.contains("metrics"), "nobody had anything on it");
    machine.run(&["scale-up", "--for", "2h", "-q"]).exits(0);
    machine.run(&["scale-down", "-q"]).exits(0);
    dry().prints(&[says]);
    machine.run_with_input(&["delete"], "no\n").exits(4).says(&["its metrics: for a receipt, run"]);
}

/// A pool that the files make, and keep parked.
fn deep(machine: &Machine) {
    let made = "container: {type: CustomContainer, environment: e, image: i, cpu: 0.5, memory: 1Gi, targetPort: 80}";
    machine
        .write("pool.yaml", &format!("defaults: {{location: eastus2}}\npools: {{deep: {{base: parked, {made}}}}}\n"));
    machine.run(&["unpark", "-g", "local", "-q"]).exits(0);
}

/// What parking has kept of metrics.
fn kept(machine: &Machine) -> Vec<std::path::PathBuf> {
    let files = std::fs::read_dir(machine.folder().join("state/pool/parked")).unwrap();
    files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "minutes")).collect()
}

/// What Azure Monitor saw is kept when a pool is parked, by hand or by a run, and a receipt is as it was before.
#[test]
fn a_parked_pool_has_the_receipt_that_it_had() {
    let emulator = Served::start(&["--manual", "--instant"]);
    let machine = emulator.machine().with_variable("TZ", "UTC").with_variable("LANG", "C.UTF-8");
    let run = |arguments: &[&str]| machine.run(&[arguments, &["-g", "local"]].concat());
    deep(&machine);
    run(&["scale-up", "--for", "2h", "-q"]).exits(0);
    tick(&emulator, 10);
    let from = now(&emulator);
    tick(&emulator, 20);
    come_to(&emulator, &run(&["show", "--raw"]).exits(0).json(), 7, "user");
    tick(&emulator, 40);
    let to = now(&emulator);
    run(&["scale-down", "-q"]).exits(0);
    tick(&emulator, 30);
    let receipt = || run(&["receipt", "--from", &from, "--to", &to, "-o", "json"]).exits(0).json()["pools"][0].clone();
    let before = receipt();
    let parked = run(&["park", "--yes", "-v"]).exits(0).prints(&["json, with its"]);
    let text = parked.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("with its metrics until 2") && text.contains(" UTC (0 s before) beside it."), "{text}");
    let after = receipt();
    assert_eq!(before["metrics"]["peak"]["count"], json!(7));
    // What max sessions were then stood on the pool alone: the journal goes by another clock than the emulator.
    let seen = |receipt: &Value| {
        ["peak", "average", "riseInMinute", "minutesSeen", "warmFrom"].map(|key| receipt["metrics"][key].clone())
    };
    assert_eq!(seen(&before), seen(&after));
    assert_eq!(before["cost"]["seen"], after["cost"]["seen"], "what it was made of stands in the pool file");
    let is_told =
        |text: &str| after["findings"].as_array().unwrap().iter().any(|it| it["text"].to_string().contains(text));
    assert!(is_told("as kept when it was parked at ") && !is_told("does not exist now"), "{after}");
    // By a run, an hour later; what was kept first still tells it.
    run(&["unpark", "-q"]).exits(0);
    tick(&emulator, 60);
    machine.run(&["apply", "--allow-park", "-g", "local"]).exits(0).prints(&["parked"]);
    assert_eq!((seen(&receipt()), kept(&machine).len()), (seen(&before), 2));
    let ran = run(&["receipt", "--from", &from, "--to", &to]).exits(0).prints(&["up to 7"]);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
}

/// Without metrics, the journal and the pool file say what a time on a parked pool may have cost.
#[test]
fn a_parked_pool_that_nobody_saw_is_priced_by_the_journal() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine().with_variable("TZ", "UTC").with_variable("LANG", "C.UTF-8");
    let run = |arguments: &[&str]| machine.run(&[arguments, &["-g", "local"]].concat());
    deep(&machine);
    run(&["scale-up", "--for", "2h", "-q"]).exits(0);
    run(&["scale-down", "-q"]).exits(0);
    run(&["park", "--yes", "-q"]).exits(0);
    kept(&machine).iter().for_each(|path| std::fs::remove_file(path).unwrap());
    let ran = run(&["receipt", "contest"]).exits(0).prints(&["does not exist now", "the scales in the journal"]);
    let cost = ran.out.lines().find(|line| line.starts_with("cost ")).unwrap();
    assert!(cost.contains("$4.17 to ") && cost.ends_with("the journal"), "two hours and 23 min, and as noted: {cost}");
    let text = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("with the time after the end: 23 to 38 min until it is gone, unless"), "{text}");
    assert!(
        text.contains("until it was parked at ") && ran.out.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    let cost = &run(&["receipt", "contest", "-o", "json"]).exits(0).json()["pools"][0]["cost"];
    assert!(cost["seen"].is_null() && cost["noted"]["most"].is_string(), "{cost}");
    assert!(cost["goneAfterMinutes"]["most"] == 38 && cost["parked"].is_string(), "{cost}");
}

/// A pool that is parked never stood for an event that may cost too much.
#[test]
fn a_parked_pool_that_a_budget_kept_down_is_told_without_a_pool() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine().with_variable("TZ", "UTC").with_variable("LANG", "C.UTF-8");
    let file = |budget: &str| {
        let events = format!("{{name: final, profile: contest, start: 2026-01-05T10:00, zone: UTC, for: 2h{budget}}}");
        let made =
            "container: {type: CustomContainer, environment: e, image: i, cpu: 0.5, memory: 1Gi, targetPort: 80}";
        let pools = format!("defaults: {{location: eastus2}}\npools: {{deep: {{base: parked, {made}}}}}\n");
        machine.write("pool.yaml", &format!("{pools}events: [{events}]\n"));
    };
    let receipt = |more: &[&str]| machine.run(&[&["receipt", "final", "-g", "local"], more].concat());
    file(", budget: 0.50");
    let ran = receipt(&[]).exits(0).prints(&["not raised because of its budget", "does not exist now"]);
    let text = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("`final` may cost $") && text.contains("$0.50 is allowed"), "{text}");
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    let value = receipt(&["-o", "json"]).exits(0).json();
    let pool = &value["pools"][0];
    assert_eq!((&pool["keptDown"], &pool["metrics"], &pool["journal"]), (&json!(true), &Value::Null, &Value::Null));
    assert!(pool["cost"]["planned"].is_object(), "by what the file says it is made of: {value}");
    // What may cost so much was not kept down by that, and nobody knows what was.
    for budget in [", budget: 500", ""] {
        file(budget);
        receipt(&[]).exits(3).says(&["nothing is known of deep"]);
    }
}

#[test]
fn a_lease_on_several_pools_has_a_receipt_for_each() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine().with_variable("TZ", "UTC").with_variable("LANG", "C.UTF-8");
    machine.write("pool.yaml", &COMPANY.replace("START", "2999-01-01T10:00"));
    machine.run(&["create", "-g", "local", "-n", "other", "-q"]).exits(0);
    let up = |more: &[&str]| machine.run(&[&["scale-up", "-g", "local", "--for", "3h", "-q"], more].concat()).exits(0);
    up(&["-n", "contestpool"]);
    up(&["-n", "other"]);
    // One that is smaller is no end of it, and not it.
    up(&["-n", "contestpool", "--profile", "production"]);
    let receipt = |more: &[&str]| machine.run(&[&["receipt", "contest", "-g", "local"], more].concat());
    receipt(&[]).exits(0).prints(&["contest on contestpool: ", "contest on other: ", "together: 2 pools"]);
    let value = receipt(&["-o", "json"]).exits(0).json();
    let pools = value["pools"].as_array().unwrap();
    let hours = |pool: &Value| pool["planned"]["hours"].as_f64().unwrap();
    assert!(pools.len() == 2 && pools.iter().all(|pool| (2.9..=3.1).contains(&hours(pool))), "{value}");
    assert!(pools.iter().all(|pool| pool["endedEarly"].is_null() && pool["isOver"] == false), "{value}");
    let one = receipt(&["-n", "contestpool"]).exits(0).prints(&["contest on contestpool: "]);
    assert!(!one.out.contains("contest on other"), "{}", one.out);
    // The pool file of another project knows nothing of the other pool; nobody's knows both.
    machine.write("pool.yaml", "pools: {other: {}}\n");
    let one = receipt(&[]).exits(0).prints(&["contest on other: "]);
    assert!(!one.out.contains("contestpool"), "{}", one.out);
}
