//! `pool simulate` as people run it: tables, pictures, files, and what is refused.

use super::harness::Machine;
use std::process::Stdio;

const PEAK: &str = "\
profile: contest
for: 30m
users: 80
arrive: {within: 60s}
run: {exponential: 10s}
every: 2m
whenFull: {wait: 30s}
replications: 4
";

fn machine() -> Machine {
    let machine = Machine::new();
    machine.write("peak.yaml", PEAK);
    machine
}

#[test]
fn a_file_is_played_and_flags_outrank_it() {
    let machine = machine();
    let ran = machine.run(&["simulate", "peak.yaml"]).exits(0);
    let ran =
        ran.prints(&["peak: ", "users that came", "80", "runs that got no session", "played 4 times from seed 1"]);
    assert!(!ran.out.contains("\nsessions\n"), "no picture where nobody looks: {}", ran.out);
    let value = machine.run(&["simulate", "peak.yaml", "--users", "7", "--seed", "9", "-o", "json"]).exits(0).json();
    assert_eq!((&value["seed"], &value["experiments"][0]["results"]["users"]["mean"]), (&9.into(), &7.0.into()));
    let value = machine.run(&["simulate", "peak.yaml", "--max", "90", "--ready", "80", "-o", "json"]).exits(0).json();
    let one = &value["experiments"][0];
    assert_eq!((&one["pool"]["maxSessions"], &one["pool"]["profile"]), (&90.into(), &"contest, adjusted".into()));
    assert_eq!(one["results"]["refusedShare"]["mean"], 0.0);
}

/// The user's notes: fifty at once on ten sessions that are shared, three seconds each, are done in about fifteen.
#[test]
fn flags_alone_are_enough() {
    let machine = Machine::new();
    machine.write("none.csv", "0\n");
    let arguments = ["simulate", "--users", "50", "--arrive", "0s", "--run", "3s", "--identifier", "shared:10"];
    let pool = ["--max", "11", "--ready", "10", "--when-full", "wait", "-o", "json"];
    let value = machine.run(&[&arguments[..], &pool].concat()).exits(0).json();
    let results = &value["experiments"][0]["results"];
    let longest = results["waitLongestSeconds"]["mean"].as_f64().unwrap();
    assert!((12.0..=14.0).contains(&longest), "{longest}");
    let rows = machine.run(&["simulate", "--users", "5", "--run", "csv:none.csv", "-o", "tsv"]).exits(0);
    assert!(rows.out.starts_with("contest\tusers\t5.0\t0.0\n") && rows.out.lines().count() == 22, "{}", rows.out);
}

#[test]
fn a_picture_fits_and_needs_neither_colour_nor_unicode() {
    let machine = machine();
    for (columns, locale) in [("80", "C"), ("120", "C"), ("80", "de_DE.UTF-8"), ("120", "en_US.utf8")] {
        let draw = |color: &str| {
            let mut command = machine.command(&["simulate", "peak.yaml", "--chart", "always", "--color", color]);
            let output = command.env("COLUMNS", columns).env("LANG", locale).output().unwrap();
            String::from_utf8(output.stdout).unwrap()
        };
        let (plain, coloured) = (draw("never"), draw("always"));
        assert!(coloured.contains('\u{1b}') && anstream::adapter::strip_str(&coloured).to_string() == plain);
        let picture = plain.split_once("\nsessions\n").unwrap().1;
        assert_eq!(picture.is_ascii(), locale == "C", "{picture}");
        assert!(picture.contains("busy") && picture.contains("refused"), "{picture}");
        assert!(plain.lines().all(|line| line.chars().count() <= columns.parse().unwrap()), "{plain}");
    }
}

/// Same build, same seed, same bytes; and not with another seed.
#[test]
fn the_same_seed_gives_the_same_bytes() {
    let files = |seed: &str| {
        let machine = machine();
        let write = ["--html", "out/a.html", "--plot", "out/a.svg", "--csv", "out/a.csv", "-o", "json", "--seed", seed];
        let json = machine.run(&[&["simulate", "peak.yaml"], &write[..]].concat()).exits(0).out;
        let read = |name: &str| std::fs::read_to_string(machine.folder().join("out").join(name)).unwrap();
        assert_eq!(std::fs::read_dir(machine.folder().join("out")).unwrap().count(), 3, "no leftovers");
        [json, read("a.html"), read("a.svg"), read("a.csv")]
    };
    let (first, again, other) = (files("1"), files("1"), files("2"));
    assert!(first == again);
    assert!(first.iter().zip(&other).all(|(one, another)| one != another));
    let [_, html, svg, csv] = &first;
    assert!(
        html.starts_with("<!DOCTYPE html>")
            && html.contains("pool simulate peak.yaml --html out/a.html")
            && html.contains("--seed 1 --force<"),
        "{html}"
    );
    assert!(svg.starts_with("<svg xmlns=") && csv.starts_with("experiment,fromSeconds,"));
}

#[test]
fn files_go_to_stdout_and_never_over_what_is_no_file_of_theirs() {
    let machine = machine();
    let csv = machine.run(&["simulate", "peak.yaml", "--csv", "-"]).exits(0);
    assert!(
        csv.out.starts_with("experiment,") && csv.out.lines().all(|line| line.split(',').count() == 11),
        "{}",
        csv.out
    );
    assert!(machine.run(&["simulate", "peak.yaml", "--plot", "-"]).exits(0).out.starts_with("<svg"));
    std::fs::create_dir(machine.folder().join("out")).unwrap();
    for (arguments, says) in [
        (&["--html", "out"][..], "--html: out is there already and is no file"),
        (&["--csv", "/dev/null"], "/dev/null is there already and is no file"),
        (&["--csv", "x", "--html", "x"], "--html and --csv both write x"),
        (&["--html", "y", "--csv", "./y"], "--html and --csv both write ./y"),
        (&["--html", "new/../y", "--plot", "y"], "--html and --plot both write y"),
        (&["--csv", "-", "--plot", "-"], "--plot and --csv both write -"),
    ] {
        machine.run(&[&["simulate", "peak.yaml"], arguments].concat()).exits(64).says(&[says]);
    }
    assert_eq!(std::fs::read_to_string(machine.folder().join("peak.yaml")).unwrap(), PEAK);
    machine.run(&["simulate", "peak.yaml", "--csv", "peak.yaml/x.csv"]).exits(1).says(&["failed to"]);
}

/// Not even with `--force`: the demand file, every trace and table of times that it or a flag names, profiles, and the
/// pool file.
#[test]
fn what_is_read_is_never_written_over() {
    let machine = machine();
    machine.write("tr.csv", "at,identifier,run\n0,ana,10\n");
    machine.write("times/runs.csv", "1\n2\n");
    machine.write("traced.yaml", "arrive: {trace: tr.csv}\nreplications: 1\n");
    machine.write("times/timed.yaml", "users: 3\nrun: {csv: runs.csv}\nreplications: 1\n");
    machine.write("pool.yaml", "pools: {p: {location: eastus2, container: {type: PythonLTS}}}\n");
    for name in ["big", "idle"] {
        let text = "maxSessions: 50\nreadySessions: 10\nlifecycle: {type: Timed, cooldown: 5m}\n";
        machine.write(&format!("profiles/{name}.yaml"), text);
    }
    machine.write("big.yaml", "users: 3\nrun: 1s\nreplications: 1\nprofile: big\n");
    let read = |name: &str| std::fs::read_to_string(machine.folder().join(name)).unwrap();
    for (name, like) in [("peak.svg", "peak.yaml"), ("peak.html", "peak.yaml"), ("pool.svg", "pool.yaml")] {
        machine.write(name, &read(like));
    }
    let all = || {
        [
            "peak.svg",
            "peak.html",
            "pool.svg",
            "peak.yaml",
            "tr.csv",
            "times/runs.csv",
            "pool.yaml",
            "profiles/big.yaml",
            "profiles/idle.yaml",
        ]
        .map(read)
    };
    for (arguments, says) in [
        (&["simulate", "big.yaml", "--csv", "profiles/big.yaml"][..], "profiles/big.yaml, a profile that is read"),
        (&["simulate", "peak.yaml", "--profile", "big", "--csv", "./profiles/big.yaml"], "a profile that is read"),
        (&["simulate", "peak.yaml", "--csv", "pool.yaml"], "--csv would overwrite pool.yaml, the pool file"),
        (&["size", "peak.yaml", "--write", "pool.yaml"], "--write would overwrite pool.yaml, the pool file"),
        (&["size", "big.yaml", "--write", "profiles/big.yaml"], "profiles/big.yaml, a profile that is read"),
        (&["size", "peak.yaml", "--write", "profiles/idle.yaml"], "profiles/idle.yaml, a profile that is read"),
        (&["cost", "-n", "p", "--profile", "big", "--plot", "profiles/big.yaml"], "--plot writes SVG"),
        (&["cost", "-f", "pool.svg", "-n", "p", "--profile", "big", "--plot", "pool.svg"], "pool.svg, the pool file"),
        (&["simulate", "peak.svg", "--plot", "peak.svg"], "--plot would overwrite peak.svg"),
        (&["simulate", "peak.html", "--html", "./peak.html"], "--html would overwrite ./peak.html"),
        (&["simulate", "peak.yaml", "--csv", "./peak.yaml"][..], "--csv would overwrite ./peak.yaml, which is read"),
        (&["simulate", "--arrive", "trace:tr.csv", "--csv", "tr.csv"], "--csv would overwrite tr.csv"),
        (&["simulate", "traced.yaml", "--csv", "times/../tr.csv"], "--csv would overwrite times/../tr.csv"),
        (
            &["simulate", "times/timed.yaml", "--plot", "times/runs.csv"],
            "--plot writes SVG, and times/runs.csv is called otherwise",
        ),
        (&["simulate", "times/timed.yaml", "--html", "times/runs.csv"], "hint: Call it times/runs.html."),
        (&["simulate", "--users", "3", "--run", "csv:times/runs.csv", "--csv", "times/runs.csv"], "--csv would"),
        (&["simulate", "--compare", "peak.yaml", "traced.yaml", "--csv", "tr.csv"], "--csv would overwrite tr.csv"),
        (&["simulate", "--compare", "traced.yaml", "peak.yaml", "--csv", "peak.yaml"], "--csv would overwrite peak"),
        (&["size", "peak.yaml", "--write", "./peak.yaml"], "--write would overwrite ./peak.yaml, which is read"),
    ] {
        let before = all();
        machine.run(&[arguments, &["--force"]].concat()).exits(64).says(&[says]);
        assert!(before == all(), "{arguments:?}");
    }
    machine.run(&["simulate", "traced.yaml", "--csv", "times/tr.csv"]).exits(0);
}

/// Numbers that a file states are not left out in silence; profiles are for pools of any kind.
#[test]
fn ready_sessions_that_a_kind_leaves_out_are_told() {
    let machine = machine();
    let demand = "users: 3\nrun: 1s\nreplications: 1\n";
    let numbers = "{maxSessions: 50, readySessions: 10, lifecycle: {type: Timed, cooldown: 5m}}";
    machine.write("numbers.yaml", &format!("{demand}settings: {numbers}\n"));
    machine.write("profiled.yaml", &format!("{demand}profile: contest\n"));
    let said = "readySessions: 10 is left out: a PythonLTS pool keeps no ready sessions of one's own";
    for (arguments, is_said) in [
        (&["simulate", "numbers.yaml", "--kind", "PythonLTS"][..], true),
        (&["size", "numbers.yaml", "--kind", "PythonLTS", "--wait-p95", "10s"], true),
        (&["simulate", "numbers.yaml"], false),
        (&["simulate", "numbers.yaml", "--kind", "PythonLTS", "--profile", "contest"], false),
        (&["simulate", "profiled.yaml", "--kind", "PythonLTS"], false),
    ] {
        let ran = machine.run(arguments).exits(0);
        assert_eq!(ran.err.replace('\n', " ").contains(said), is_said, "{arguments:?}: {}", ran.err);
    }
}

/// What is there stays, whatever flag names it, until somebody says `--force`; folders are made.
#[test]
fn nothing_is_overwritten_unasked() {
    let machine = machine();
    let at = |name: &str| machine.folder().join(name);
    for (flag, name) in [("--html", "out/a.html"), ("--plot", "out/a.svg"), ("--csv", "out/a.csv")] {
        machine.run(&["simulate", "peak.yaml", flag, name]).exits(0).says(&["wrote"]);
        std::fs::write(at(name), "mine").unwrap();
        let again = ["simulate", "peak.yaml", flag, name, "--csv", "out/new.csv"];
        let again = if flag == "--csv" { &again[..4] } else { &again[..] };
        let ran = machine.run(again).exits(64);
        ran.says(&[&format!("there already: {name}"), "Nothing was written. Overwrite with --force."]);
        assert!(std::fs::read_to_string(at(name)).unwrap() == "mine" && !at("out/new.csv").exists());
        machine.run(&["simulate", "peak.yaml", flag, name, "--force"]).exits(0);
        assert_ne!(std::fs::read_to_string(at(name)).unwrap(), "mine");
    }
    machine.run(&["simulate", "peak.yaml", "--force"]).exits(64).says(&["--html <FILE>|--plot <FILE>|--csv <FILE>"]);
    let size = ["size", "--users", "5", "--run", "1s", "--write", "new/five.yaml"];
    machine.run(&size).exits(0).prints(&["written: new/five.yaml"]);
    machine.run(&size).exits(64).says(&["there already: new/five.yaml", "--force"]);
    machine.run(&[&size[..], &["--force"]].concat()).exits(0);
    std::fs::create_dir(at("new/six.yaml")).unwrap();
    let six = ["size", "--users", "5", "--run", "1s", "--write", "new/six.yaml", "--force"];
    machine.run(&six).exits(64).says(&["new/six.yaml is there already and is no file"]);
}

/// What a file says can be said by flags.
#[test]
fn flags_say_what_files_say() {
    let machine = machine();
    let results = |arguments: &[&str]| {
        let value = machine.run(&[&["simulate"], arguments, &["-o", "json"]].concat()).exits(0).json();
        let one = &value["experiments"][0];
        (one["results"].clone(), one["schedule"].clone(), one["kind"].clone(), one["pool"].clone(), one["name"].clone())
    };
    let late = "schedule: [{at: 0s, profile: idle}, {at: 5m, profile: contest}]";
    machine.write("late.yaml", &PEAK.replace("profile: contest", late));
    let (file, flags) = (results(&["late.yaml"]), results(&["peak.yaml", "--schedule", "idle,contest@5m"]));
    assert_eq!((&file.0, &file.1, &file.3), (&flags.0, &flags.1, &flags.3));
    assert!(file.0["refusedShare"]["mean"].as_f64() > results(&["peak.yaml"]).0["refusedShare"]["mean"].as_f64());
    machine.write("nodes.yaml", &format!("{PEAK}sessionsPerNode: 10\nkind: PythonLTS\n"));
    let flags = results(&["peak.yaml", "--sessions-per-node", "10", "--kind", "pythonlts"]);
    assert_eq!(results(&["nodes.yaml"]).0, flags.0);
    assert!(flags.0["meanNodes"]["mean"].as_f64().unwrap() > 1.0, "{}", flags.0);
    assert_eq!(
        (&flags.2, &flags.3["readySessions"], &flags.0["warmShare"]["mean"]),
        (&"PythonLTS".into(), &0.into(), &0.0.into())
    );
    let alone = results(&["--users", "9", "--run", "1s", "--schedule", "idle,contest@5m,idle@9m"]);
    assert_eq!(alone.4, "idle, then contest, then idle");
    let size = ["size", "--users", "20", "--run", "1s", "--arrive", "0s", "-o", "json"];
    let size = |more: &[&str]| machine.run(&[&size[..], more].concat()).exits(0).json();
    assert!(size(&["--sessions-per-node", "2"])["leads"][0]["startP95Seconds"]["mean"].as_f64().unwrap() > 100.0);
    machine.write("python.yaml", "kind: PythonLTS\nusers: 20\nrun: 1s\n");
    let python = machine.run(&["size", "python.yaml", "--wait-p95", "6s", "-o", "json"]).exits(0).json();
    assert_eq!(python["readySessions"], 0);
}

/// A replay counts people, not visits.
#[test]
fn a_trace_counts_people() {
    let machine = Machine::new();
    machine.write("visits.csv", "at,identifier,run\n0,ana,10\n5,ben,1\n20,ana,3\n40,ana,3\n");
    let value = machine.run(&["simulate", "--arrive", "trace:visits.csv", "-o", "json"]).exits(0).json();
    let results = &value["experiments"][0]["results"];
    assert_eq!((&results["users"]["mean"], &results["runs"]["mean"]), (&2.0.into(), &4.0.into()));
    let profile = machine.run(&["size", "--arrive", "trace:visits.csv"]).exits(0);
    profile.prints(&["For 2 users, found by `pool size`"]);
}

/// `profile check` knows a demand file, and its schema is to be had.
#[test]
fn demand_files_are_checked() {
    let machine = machine();
    machine.run(&["profile", "check", "peak.yaml"]).exits(0).prints(&["peak.yaml: ok"]);
    machine.write("bad.yaml", "usrs: 5\nrun: 10s\nprofile: contst\narrive: {trace: no.csv}\n");
    machine.run(&["profile", "check", "bad.yaml"]).exits(64).prints(&[
        "bad.yaml:1:1: usrs: unknown key (did you mean `users`?)",
        "bad.yaml:3:10: profile: no profile `contst`",
        "bad.yaml:4:9: arrive: no file no.csv",
    ]);
    let schema = machine.run(&["profile", "schema", "demand"]).exits(0).json();
    assert!(schema["properties"]["arrive"].is_object() && schema["additionalProperties"] == false);
}

/// What is extreme is played or refused in words, and never ends in a number that nobody counted.
#[test]
fn extremes_are_said() {
    let machine = Machine::new();
    let nobody = ["--arrive", "steps:1s@1", "--run", "1s", "--replications", "2"];
    let ran = machine.run(&[&["simulate"], &nobody[..]].concat()).exits(0).prints(&["nobody came"]);
    assert!(!ran.out.contains("-0.0"), "{}", ran.out);
    machine.run(&[&["size"], &nobody[..]].concat()).exits(64).says(&["nobody comes, so there is nothing to size"]);
    let ever = ["--users", "100000", "--arrive", "0s", "--run", "366d", "--replications", "1", "--when-full", "wait"];
    machine
        .run(&[&["simulate", "--max", "2", "--ready", "1"], &ever[..]].concat())
        .exits(64)
        .says(&["add up to more than can be counted"]);
    let rush = ["size", "--users", "20", "--run", "5s", "--arrive", "0s", "--identifier", "run"];
    let ran = machine.run(&rush).exits(0).prints(&["all their runs together", "so 20\n", "19 where all come at once"]);
    assert!(!ran.out.contains("inf") && !ran.out.contains("4294967295"), "{}", ran.out);
    #[cfg(unix)]
    machine.run(&["simulate", "/dev/zero"]).exits(64).says(&["the most that is read"]);
    let twice = "at,identifier,run\n0,ana,10\n";
    machine.write("visits.csv", twice);
    machine.write("twice.yaml", "users: 5\narrive: {trace: visits.csv}\n");
    machine.run(&["simulate", "twice.yaml"]).exits(64).says(&["twice.yaml:1:1: users: stands beside `arrive`"]);
}

/// What is wrong with a command line fits a narrow terminal.
#[test]
fn wrong_usage_fits() {
    let machine = machine();
    for arguments in [
        &["simulate", "peak.yaml", "--force"][..],
        &["simulate", "peak.yaml", "--kind", "Python", "--max", "5"],
        &["size", "--users", "99999999999999999999999999999999", "--run", "1s"],
        &["simulate", "--users", "5", "--run", "-1s"],
    ] {
        let output = machine.command(arguments).env("COLUMNS", "60").output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(64), "{said}");
        assert!(said.lines().all(|line| line.chars().count() <= 60), "{said}");
    }
}

#[test]
fn files_are_compared_on_the_same_chance() {
    let machine = machine();
    machine.write(
        "large/peak.yaml",
        &PEAK.replace(
            "profile: contest",
            "settings: {maxSessions: 90, readySessions: 5, lifecycle: {type: Timed, cooldown: 5m}}\nseed: 99",
        ),
    );
    let ran = machine.run(&["simulate", "--compare", "peak.yaml", "large/peak.yaml"]).exits(0);
    ran.prints(&["peak (2)", "peak (2) less", "runs that got no session", "±"]);
    let arguments = ["simulate", "--compare", "peak.yaml", "large/peak.yaml", "-o", "json", "--html", "both.html"];
    let value = machine.run(&arguments).exits(0).json();
    assert_eq!((&value["seed"], value["experiments"].as_array().unwrap().len()), (&1.into(), 2));
    let users = &value["differences"][0]["results"]["users"];
    assert_eq!((&users["mean"], &users["plusMinus"]), (&0.0.into(), &0.0.into()), "the same users");
    assert!(value["differences"][0]["results"]["refusedShare"]["mean"].as_f64().unwrap() < -0.1);
    let html = std::fs::read_to_string(machine.folder().join("both.html")).unwrap();
    assert_eq!(html.matches("<svg").count(), 4, "each wide and narrow");
    machine.run(&["simulate", "--compare", "peak.yaml"]).exits(64);
    machine.run(&["simulate", "peak.yaml", "--compare", "peak.yaml", "peak.yaml"]).exits(64);
}

#[test]
fn bad_input_is_named_with_what_would_be_right() {
    let machine = machine();
    machine.write("bad.yaml", "usrs: 5\nrun: 10\nthink: 1m\nevery: {csv: x.csv}\nprofile: contst\n");
    machine.run(&["simulate", "bad.yaml"]).exits(64).says(&[
        "5 faults in bad.yaml",
        "bad.yaml:1:1: usrs: unknown key (did you mean `users`?)",
        "bad.yaml:2:6: run: `10` is no spread of times",
        "bad.yaml:3:1: think: stands beside `every`",
        "bad.yaml:4:8: every: no file x.csv",
        "Did you mean `contest`?",
    ]);
    machine.write("trace.csv", "at,identifier,run\n0,ana,1\n0,ben\n");
    machine.write("plan.yaml", "users: 3\nrun: 1s\nschedule: [{at: 0s, profile: idle}]\n");
    machine.write("broken.yaml", "users: [\n");
    for (arguments, says) in [
        (&[][..], &["nobody says how long a run takes", "--run 10s"][..]),
        (&["--run", "10s"], &["nobody says how many users come", "--users 200"]),
        (&["--users", "5", "--run", "soon"], &["--run: `soon` is no length of time"]),
        (&["--users", "5", "--run", "csv:no.csv"], &["--run: no file no.csv"]),
        (&["--users", "5", "--run", "uniform:5s..3s"], &["ends before it begins"]),
        (&["--users", "5", "--run", "lognormal:5s,9"], &["sigma"]),
        (&["--users", "2000001", "--run", "1s"], &["2000001", "2000000"]),
        (&["--arrive", "trace:trace.csv"], &["trace.csv:3: 2 fields where `at,identifier,run` belong"]),
        (&["--arrive", "steps:10m"], &["--arrive: `steps:10m` is no time of coming"]),
        (&["--users", "5", "--run", "1s", "--identifier", "team:0"], &["team:4"]),
        (&["--users", "5", "--run", "1s", "--when-full", "cry"], &["wait:30s"]),
        (&["--users", "5", "--run", "1s", "--every", "1m", "--think", "1m"], &["--think"]),
        (&["--users", "5", "--run", "1s", "--for", "0s"], &["no time at all"]),
        (&["--users", "5", "--run", "1s", "--max", "5"], &["ready sessions 10 is not below max sessions 5"]),
        (&["--users", "5", "--run", "1s", "--cooldown", "60s"], &["Azure takes 300 to 3600 s"]),
        (&["--users", "5", "--run", "1s", "--profile", "contst"], &["Did you mean `contest`?"]),
        (&["--users", "5", "--run", "1s", "--max", "2000000000"], &["1000000 is the most"]),
        (&["--users", "2000000", "--run", "1s", "--every", "1m", "--for", "1d"], &["about 14.4 billion events"]),
        (&["--users", "1", "--run", "0s", "--every", "0s", "--for", "1h"], &["never end"]),
        (&["plan.yaml", "--max", "5"], &["a schedule says what the pool is"]),
        (&["plan.yaml", "--profile", "idle"], &["a schedule says what the pool is"]),
        (&["peak.yaml", "--schedule", "contest@5m", "--profile", "idle", "--ready", "2"], &["a schedule says"]),
        (&["peak.yaml", "--schedule", "idle,contest@5m", "--profile", "idle"], &["both say what the pool is at first"]),
        (&["--users", "5", "--run", "1s", "--schedule", "contest@5m"], &["does not say what the pool is at first"]),
        (&["peak.yaml", "--schedule", "idle,contest"], &["--schedule: `contest` does not say when"]),
        (&["peak.yaml", "--kind", "PythonLTS", "--ready", "5"], &["keeps no ready sessions", "Leave out --ready."]),
        (&["peak.yaml", "--kind", "NodeLTS", "--max", "700"], &["a NodeLTS pool has at most 600"]),
        (&["peak.yaml", "--sessions-per-node", "0"], &["`0` is out of range (1 to 1000000)"]),
        (&["--users", "-5", "--run", "1s"], &["`-5` is out of range (1 to 2000000)"]),
        (&["--users", "1e9", "--run", "1s"], &["`1e9` is no whole number from 1 to 2000000"]),
        (&["--users", "5", "--run", "-1s"], &["error: --run: `-1s` is below zero"]),
        (&["--users", "5", "--run", "1s", "--max", "-3"], &["'-3'", "0..=4294967295"]),
        (&["broken.yaml"], &["broken.yaml:1:8: no YAML"]),
    ] {
        machine.run(&[&["simulate"], arguments].concat()).exits(64).says(says);
    }
    machine.run(&["simulate", "nothing.yaml"]).exits(3).says(&["no file nothing.yaml"]);
}

/// What `profile check` lets pass can be played; what flags can still say is a note.
#[test]
fn a_check_says_what_a_simulation_would() {
    let machine = machine();
    machine.run(&["profile", "check", "peak.yaml"]).exits(0).prints(&["peak.yaml: ok\n"]);
    const SETTINGS: &str = "lifecycle: {type: Timed, cooldown: 5m}}\n";
    for (text, says) in [
        (
            format!("kind: PythonLTS\nusers: 3\nrun: 1s\nsettings: {{maxSessions: 700, readySessions: 0, {SETTINGS}"),
            "d.yaml:4:25: settings.maxSessions: max sessions 700: a PythonLTS pool has at most 600",
        ),
        (
            format!("kind: PythonLTS\nusers: 3\nrun: 1s\nsettings: {{maxSessions: 7, readySessions: 3, {SETTINGS}"),
            "d.yaml:4:43: settings.readySessions: a PythonLTS pool keeps no ready sessions of one's own (write 0)",
        ),
        (
            format!("users: 3\nrun: 1s\nsettings: {{maxSessions: 2000000, readySessions: 1, {SETTINGS}"),
            "d.yaml:3:11: settings: a pool of 2000000 sessions, and 1000000 is the most",
        ),
        (
            "users: 3\nrun: 10s\nthink: 0s\nfor: 1h\n".into(),
            "d.yaml:3:8: think: users whom the pool refuses would ask again at once, and so never end (let them wait",
        ),
        ("users: 3\nrun: 10s\nevery: 1ms\nfor: 366d\n".into(), "d.yaml:3:8: every: about "),
        ("users: 3\nrun: 10s\nschedule: []\n".into(), "d.yaml:3:11: schedule: is empty (leave it out"),
        ("arrive: poisson:1ms\nrun: 1s\nfor: 2h\n".into(), "d.yaml:1:9: arrive: about 7200000 users come"),
    ] {
        machine.write("d.yaml", &text);
        let ran = machine.run(&["profile", "check", "d.yaml"]).exits(64);
        ran.prints(&[says]);
        machine.run(&["simulate", "d.yaml"]).exits(64);
    }
    for (text, flags, note) in [
        ("users: 3\n", &["--run", "1s"][..], "`pool simulate` needs --run with it"),
        ("run: 1s\n", &["--users", "3"], "`pool simulate` needs --users with it"),
        ("for: 1h\n", &["--users", "3", "--run", "1s"], "`pool simulate` needs --users and --run with it"),
    ] {
        machine.write("d.yaml", text);
        machine.run(&["profile", "check", "d.yaml"]).exits(0).prints(&["d.yaml: ok, with 1 note", note]);
        machine.run(&[&["simulate", "d.yaml"], flags].concat()).exits(0);
    }
}

/// Azure keeps one ready where none is wished, and so does what is played.
#[test]
fn the_floor_of_ready_sessions_is_played() {
    let machine = Machine::new();
    let base = ["simulate", "--users", "1", "--run", "1s", "--replications", "2"];
    let ran = machine.run(&[&base[..], &["--profile", "idle"]].concat()).exits(0);
    assert!(ran.out.contains("where 0 ready sessions are wished, 1 is played"), "{}", ran.out);
    let value = |more: &[&str]| machine.run(&[&base[..], more, &["-o", "json"]].concat()).exits(0).json();
    for (more, warm, raised) in [
        (&["--profile", "idle"][..], 1.0, true),
        (&["--schedule", "idle,contest@5m"], 1.0, true),
        (&["--profile", "contest"], 1.0, false),
        (&["--profile", "idle", "--kind", "PythonLTS"], 0.0, false),
    ] {
        let value = value(more);
        let one = &value["experiments"][0];
        assert_eq!((&one["results"]["warmShare"]["mean"], &one["readyRaised"]), (&warm.into(), &raised.into()));
    }
    let idle = value(&["--profile", "idle"]);
    assert_eq!(idle["experiments"][0]["pool"]["readySessions"], 0, "as it is wished");
    let nodes = &idle["experiments"][0]["results"]["meanNodes"];
    assert!(nodes.is_object() && nodes["mean"].is_null() && nodes["plusMinus"].is_null(), "{nodes}");
}

/// Ctrl-C ends a long one at once and leaves nothing.
#[cfg(unix)]
#[test]
fn an_interrupted_one_leaves_nothing() {
    use std::io::Read;
    let machine = Machine::new();
    let long =
        ["simulate", "--users", "1000000", "--run", "1s", "--every", "1m", "--runs", "300", "--replications", "1"];
    let mut command = machine.command(&[&long[..], &["--html", "a.html", "--csv", "a.csv", "-v"]].concat());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // It says so when it begins, and by then it listens for the signal.
    let mut begun = [0; 1];
    child.stderr.as_mut().unwrap().read_exact(&mut begun).unwrap();
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("interrupted: nothing was written"), "{said}");
    assert_eq!(std::fs::read_dir(machine.folder()).unwrap().count(), 0);
}
