//! `pool cost` as people run it: what pools cost, where the prices come from, and what is not known.

use super::harness::{Machine, Ran, Served, pool_file};
use serde_json::Value;

const POOLS: &str = "\
defaults: {resourceGroup: local, location: eastus2}
pools:
  contestpool:
    container:
      {type: CustomContainer, environment: local-env, image: \"registry.example/i:v1\", cpu: 0.5, memory: 1Gi, targetPort: 80}
  python: {container: {type: PythonLTS}}
events:
  - {name: weekly, profile: contest, every: Sat 18:00, zone: UTC, for: 2h, lead: 30m, pools: [contestpool, python]}
  - {name: past, profile: contest, start: 2025-12-06T18:00, zone: UTC, for: 2h, pools: [contestpool]}
";

const FLAT: &str = "rates: {flat: 0.75, source: the users' own tables}\n";

fn machine(more: &str) -> Machine {
    let machine = Machine::local();
    machine.write("pool.yaml", &format!("{POOLS}{more}"));
    machine
}

/// Nothing is wider than the terminal but what is to be copied whole.
#[track_caller]
fn fits(ran: &Ran) {
    for line in ran.out.lines().chain(ran.err.lines()) {
        assert!(line.chars().count() <= 80 || !line.contains(' '), "{line}");
    }
}

#[test]
fn a_pool_is_billed_as_it_stands_and_guesses_are_marked() {
    let machine = Machine::local();
    let ran = machine.run(&["cost"]).exits(0).prints(&[
        "contestpool: dedicated nodes in eastus2, 30 sessions on each",
        "1 node (as Azure shows)",
        "left as it is    $1.75    $42.00  $1,277.50",
        "A month is 730 hours",
        "rate: $1.65 a node-hour, guessed (somebody's statement",
        "rate: $0.10 an hour of management, guessed",
        "`pool --local cost --refresh` fetches the emulator's price list",
        "`pool --local park` would save 1 node, $1.75 an hour, and is refused now: there is no pool file to say",
    ]);
    fits(&ran);
    assert!(!ran.out.contains("cost of an hour, by"), "no picture where nobody looks: {}", ran.out);
    // Five ready cost as much as one, and the answer says so.
    machine.run(&["scale-up", "--profile", "contest", "--for", "1h", "-q"]).exits(0);
    machine.run(&["cost"]).exits(0).prints(&[
        "Next cheaper step: 10 -> 1 ready saves nothing: all fit on one node of 30 sessions, and one node is the least that",
        "while a session is warm; `pool --local park` would save",
    ]);
    let detail =
        machine.run(&["cost", "-v"]).exits(0).prints(&["of 16 cores and 128 GiB the runtime keeps", "(assumed"]);
    fits(&Ran { err: String::new(), ..detail });
}

/// The same bill, $36 for 48 hours and one warm session, under both readings.
#[test]
fn what_a_bill_says_depends_on_what_it_grows_with() {
    const FLAT_NOTE: &str = "`flat` counts each session; Azure bills custom containers by whole nodes of 30 sessions: \
                             `node: 0.75, management: 0` is the same bill for one warm session.";
    let arguments = ["cost", "-n", "contestpool", "--compare", "idle", "contest", "--for", "48h"];
    for (rates, idle, contest, notes, silent) in [
        ("{flat: 0.75}", "$36.00 to $180.00", "$360.00 to $1,800.00", &[FLAT_NOTE][..], "management:"),
        ("{node: 0.75, management: 0}", "$36.00", "$36.00 to $72.00", &[], "guess"),
        (
            "{node: 0.75}",
            "$40.80",
            "$40.80 to $76.80",
            &["The management is a guess beside your own `node`: write `management: 0` under `rates`"],
            "--refresh",
        ),
    ] {
        let ran = machine(&format!("rates: {rates}\n")).run(&arguments).exits(0).prints(&[idle, contest]).prints(notes);
        fits(&ran);
        let rest = notes.iter().fold(ran.out.split_whitespace().collect::<Vec<_>>().join(" "), |text, note| {
            assert_eq!(text.matches(note).count(), 1, "{text}");
            text.replace(note, "")
        });
        assert!(!rest.contains(silent), "{rates}: {rest}");
    }
    let value = machine("rates: {flat: 0.75}\n").run(&["cost", "-n", "contestpool", "-o", "json"]).exits(0).json();
    assert!(value["pools"][0]["assumptions"].as_array().unwrap().iter().any(|one| one == FLAT_NOTE), "{value}");
}

#[test]
fn amounts_are_text_and_every_price_has_its_source() {
    let pools = machine("").run(&["cost", "-n", "contestpool", "-o", "json"]).exits(0).json();
    let pool = &pools["pools"][0];
    assert_eq!(pool["hour"], serde_json::json!({"asItIs": "1.75", "full": "1.75"}));
    assert_eq!((&pool["month"]["asItIs"], &pool["model"]), (&"1277.50".into(), &"dedicated nodes".into()));
    assert_eq!(
        (&pool["standing"], &pool["nodesShown"], &pools["sum"]),
        (&"guessed".into(), &true.into(), &Value::Null)
    );
    assert_eq!(pool["prices"][0]["price"], "1.65");
    for price in pool["prices"].as_array().unwrap() {
        assert!(price["source"].is_string() && price["date"].is_string() && price["currency"] == "USD", "{price}");
    }
    assert!(pool["assumptions"].as_array().unwrap().len() > 3);
    let rows = machine(FLAT).run(&["cost", "-n", "contestpool", "-o", "tsv"]).exits(0).out;
    assert_eq!(rows, "contestpool\tflat\tUSD\t0.75\t18.00\t547.50\t3.75\tgood\n");
    let yaml = machine(FLAT).run(&["cost", "-n", "contestpool", "-o", "yaml"]).exits(0).out;
    assert!(yaml.contains("schemaVersion: 1") && yaml.contains("model: flat"), "{yaml}");
}

/// The tables of the user's notes: 0.75 for each hour of a ready session.
#[test]
fn the_users_tables_come_out_to_the_cent() {
    let machine = machine(FLAT);
    for (name, ready) in [("one", 1), ("five", 5), ("ten", 10)] {
        machine.write(
            &format!("profiles/{name}.yaml"),
            &format!("maxSessions: 50\nreadySessions: {ready}\nlifecycle: {{type: Timed, cooldown: 5m}}\n"),
        );
    }
    for (name, time, cost) in [("one", "48h", "36.00"), ("five", "48h", "180.00"), ("ten", "2h", "15.00")] {
        let arguments = ["cost", "-n", "contestpool", "--profile", name, "--for", time];
        let whole = machine.run(&[&arguments[..], &["-o", "json"]].concat()).exits(0).json();
        assert_eq!(whole["profiles"][0]["whole"]["least"]["total"], cost, "{name} for {time}");
        machine.run(&arguments).exits(0).prints(&[&format!("${cost} to"), "(`rates` of the pool file: the users' own"]);
    }
}

/// No emulator, no login: the pool file is enough.
#[test]
fn what_is_planned_needs_nobody_to_ask() {
    let machine = Machine::new();
    machine.write("pool.yaml", POOLS);
    let compared = ["cost", "-n", "contestpool", "--compare", "idle", "contest", "--for", "2h"];
    let ran = machine.run(&compared).exits(0).prints(&[
        "idle     5    0 (1)  1       $1.75           $3.50",
        "contest  50   10     1 to 2  $1.75 to $3.40  $3.50 to $6.80",
        "They cost the same while nobody comes; full, contest costs $3.30 more.",
        "1 is counted: Azure keeps at least one",
    ]);
    fits(&ran);
    let ran = machine.run(&["cost", "--event", "weekly"]).exits(0).prints(&[
        "contestpool  event weekly  2 h 30 min  $4.38 to $8.50",
        "python       event weekly  2 h 30 min  at most $45.00",
        "together: $4.38 to $53.50 unless sessions are stopped early, at guessed rates",
    ]);
    fits(&ran);
    let season = ["cost", "--from", "2026-12-01", "--to", "2027-01-01"];
    let ran = machine.run(&season).exits(0).prints(&["base idle", "event weekly", "contestpool  all", "$1,302.00 to"]);
    fits(&ran);
    let value = machine.run(&[&season[..], &["-o", "json"]].concat()).exits(0).json();
    let parts = &value["pools"][0]["parts"];
    let hours: f64 = (0..2).map(|index| parts[index]["hours"].as_f64().unwrap()).sum();
    assert_eq!((hours, value["hours"].as_f64().unwrap()), (744.0, 744.0));
    assert_eq!((&parts[0]["by"], &parts[1]["name"]), (&"base".into(), &"weekly".into()));
    for (arguments, code, says) in [
        (&["--event", "weakly"][..], 64, "Did you mean `weekly`?"),
        (&["--event", "past"], 3, "does not come again"),
        (&["--from", "2027-01-01", "--to", "2026-01-01"], 64, "--to is not after --from"),
        (&["--for", "2h"], 64, "--for goes with --profile"),
        (&["--profile", "contest"], 64, "Choose one with -n: contestpool, python"),
        (&["-n", "python", "--profile", "nosuch"], 64, "nosuch"),
        (&["--currency", "euros"], 64, "`euros` is no code of a currency"),
    ] {
        machine.run(&[&["cost"], arguments].concat()).exits(code).says(&[says]);
    }
}

#[test]
fn a_simulated_usage_is_billed() {
    let machine = Machine::new();
    machine.write("pool.yaml", POOLS);
    machine.write(
        "peak.yaml",
        "users: 20\nrun: {exponential: 10s}\nevery: 2m\nfor: 30m\nreplications: 4\nprofile: contest\n",
    );
    let ran = machine.run(&["cost", "-n", "contestpool", "--simulate", "peak.yaml"]).exits(0);
    let ran = ran.prints(&["peak on contest: $", "played 4 times from seed 1", "node-hours", "at guessed rates"]);
    fits(&ran);
    let value = machine.run(&["cost", "-n", "python", "--simulate", "peak.yaml", "-o", "json"]).exits(0).json();
    assert_eq!((&value["cost"]["mean"], &value["startedHours"]["mean"]), (&"0.60".into(), &20.0.into()));
    machine.run(&["cost", "-n", "python", "--simulate", "none.yaml"]).exits(3);
    machine.write(
        "late.yaml",
        "users: 2\nrun: 10s\nreplications: 2\nschedule: [{at: 0s, profile: idle}, {at: 5m, profile: contest}]\n",
    );
    let ran = machine.run(&["cost", "-n", "contestpool", "--simulate", "late.yaml"]).exits(0);
    ran.prints(&["late on idle, then contest: $"]);
}

#[test]
fn a_price_that_nobody_knows_ends_with_4() {
    let machine = machine("rates: {currency: EUR}\n");
    let ran = machine.run(&["cost", "-n", "contestpool"]).exits(4).says(&[
        "no price of a node-hour in eastus2 is known in EUR",
        "`pool --local cost -n contestpool --refresh --currency EUR`",
    ]);
    fits(&ran);
    let error: Value =
        serde_json::from_str(&machine.run(&["cost", "-n", "contestpool", "-o", "json"]).exits(4).err).unwrap();
    assert_eq!(error["error"]["code"], "no-rate");
    // What nobody knows is never taken for nothing.
    let half = self::machine("rates: {currency: EUR, node: 1.5}\n");
    half.run(&["cost", "-n", "contestpool"]).exits(4).says(&[
        "no price of an hour of management in eastus2 is known in EUR",
        "`management: 0` says that it is not billed to you",
    ]);
    let whole = self::machine("rates: {currency: EUR, node: 1.5, management: 0}\n");
    let value = whole.run(&["cost", "-n", "contestpool", "-o", "json"]).exits(0).json();
    let pool = &value["pools"][0];
    assert_eq!((&pool["hour"]["asItIs"], &pool["standing"]), (&"1.50".into(), &"good".into()));
    for (rates, expected) in
        [("{flat: 1000001}", "too much to be meant"), ("{flat: 1, source: \"a `b`\"}", "is no source")]
    {
        self::machine(&format!("rates: {rates}\n")).run(&["cost"]).exits(64).says(&["pool.yaml:", expected]);
    }
    // A price of one's own is never taken for another currency.
    let own = self::machine(FLAT);
    own.run(&["cost", "-n", "contestpool", "--currency", "EUR"])
        .exits(64)
        .says(&["`rates` of the pool file are in USD"]);
}

#[test]
fn prices_are_fetched_kept_and_dated() {
    let machine = machine("");
    let ran = machine.run(&["cost", "-n", "contestpool", "--refresh"]).exits(0);
    let ran = ran.says(&["fetched 4 prices of eastus2 in USD from the emulator's price list"]).prints(&[
        "left as it is    $2.10    $50.40  $1,533.00",
        "rates, guessed (the emulator's price list, ",
        "): $0.075 a vCPU-hour, $0.00625 a GiB-hour, $0.10 an hour of management",
        "rate: a node-hour is 16 vCPU x $0.075 + 128 GiB x $0.00625 = $2.00",
        "Most prices of an emulator are made up",
    ]);
    assert!(!ran.out.contains("--refresh"), "{}", ran.out);
    let value = machine.run(&["cost", "-n", "contestpool", "-o", "json"]).exits(0).json();
    let pool = &value["pools"][0];
    let parts = [&pool["prices"][0]["inNode"], &pool["prices"][1]["inNode"], &pool["prices"][2]["inNode"]];
    assert_eq!(parts, [&16.into(), &128.into(), &Value::Null]);
    assert_eq!((&pool["nodeHour"], &pool["standing"]), (&"2".into(), &"guessed".into()));
    machine.run(&["cost", "-n", "contestpool"]).exits(0).prints(&["$2.10", "the emulator's price list"]);
    // In another currency, by itself.
    machine
        .run(&["cost", "--refresh", "--region", "West Europe", "--currency", "eur"])
        .exits(0)
        .prints(&["EUR 0.0765", "Guessed: most prices of an emulator are made up."]);
    // Whoever has prices in another currency is told how to go by them.
    let europe = machine.write("europe.yaml", &MADE.replace("eastus2", "westeurope"));
    let europe = ["cost", "-f", europe.to_str().unwrap(), "-n", "quizpool", "--profile", "contest"];
    machine
        .run(&europe)
        .exits(4)
        .says(&["is known in USD", "hint: Prices of that region were fetched in EUR: add `--currency EUR`."]);
    machine.run(&[&europe[..], &["--currency", "EUR"]].concat()).exits(0).prints(&["EUR"]);
    let path = machine.folder().join("cache/pool/prices.json");
    let kept = std::fs::read_to_string(&path).unwrap();
    machine
        .run(&["cost", "--refresh", "--region", "nowhere"])
        .exits(4)
        .says(&["nowhere: the price list has no prices of session pools in USD"]);
    let ran = machine.run(&["cost", "--refresh", "--region", "nowhere", "--region", "eastus2"]).exits(4);
    ran.prints(&["eastus2", "$0.075"]).says(&["nowhere: the price list has no prices"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap().matches("region").count(), kept.matches("region").count());
    // Azure's own list is another one.
    let azure = ["cost", "-n", "contestpool", "--profile", "contest"];
    let asked = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_pool"));
        command.env_clear().current_dir(machine.folder()).env("HOME", machine.folder()).env("COLUMNS", "80");
        command.env("XDG_CACHE_HOME", machine.folder().join("cache")).args(azure);
        Ran::of(command.output().unwrap()).exits(0)
    };
    asked().prints(&["guessed", "$1.75 to $3.40"]);
    // What is old is said to be.
    let text = std::fs::read_to_string(&path).unwrap();
    let date = text.split("\"date\": \"").nth(1).unwrap()[..10].to_owned();
    let origin = text.split("\"origin\": \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let old = text.replace(&date, "2026-01-01").replace(&origin, "https://prices.azure.com");
    std::fs::write(&path, &old).unwrap();
    asked().prints(&["rates, stale (Azure's price list, 2026-01-01): ", "a GiB-hour"]);
    // What is dated in the future is no price, however new it looks.
    std::fs::write(&path, old.replace("2026-01-01", "2099-01-01")).unwrap();
    asked().prints(&["guessed", "$1.75 to $3.40"]);
    // What is broken is told, and counts for nothing.
    std::fs::write(&path, "{").unwrap();
    let ran = machine.run(&["cost", "-n", "contestpool"]).exits(0).prints(&["guessed"]);
    ran.says(&["prices.json cannot be read and counts for nothing: it is no JSON"]);
    machine.run(&["cost", "-n", "contestpool", "--refresh"]).exits(0).prints(&["$2.10"]);
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("{\n  \"version\": 1"));
}

#[test]
fn a_served_emulator_has_prices_too() {
    let served = Served::start(&["--instant"]);
    served.machine().run(&["cost", "--refresh"]).exits(0).prints(&["$2.10", "the emulator's price list"]);
    served.faults("[{\"on\": \"any\", \"count\": 0, \"fault\": \"status\", \"status\": 400}]");
    let ran = served.machine().run(&["cost", "--refresh", "--region", "eastus2"]).exits(4);
    ran.says(&["failed to fetch the prices of eastus2", "under `rates:` in the pool file"]);
}

#[test]
fn several_pools_are_summed_and_what_cannot_be_read_is_told() {
    let machine = machine("");
    // An event that is on keeps a pool from being parked, whatever day it is.
    machine.write("pool.yaml", POOLS.split("events:").next().unwrap());
    let ran = machine.run(&["cost"]).exits(7).prints(&["contestpool: dedicated nodes"]);
    ran.says(&["python: pool python does not exist", "1 of 2 pools cannot be billed"]);
    machine.run(&["create", "-n", "python", "-q"]).exits(0);
    let ran = machine.run(&["cost"]).exits(0).prints(&[
        "python       session-hours    not seen",
        "all  ",
        "python: Azure does not show how many are in use",
        "Full under session-hours is a new session with each cooldown.",
        "contestpool: `pool --local park -n contestpool` would save 1 node, $1.75 an hour, and is refused now: the pool",
    ]);
    fits(&ran);
    let value = machine.run(&["cost", "-o", "json"]).exits(0).json();
    assert_eq!(value["sum"]["hour"], serde_json::json!({"asItIs": "1.75", "full": "3.55"}));
    let counts = ["of", "billed", "seen"].map(|key| value["sum"][key].as_u64().unwrap());
    assert_eq!((counts, &value["pools"][1]["hour"]["asItIs"]), ([2, 2, 1], &Value::Null));
    machine
        .run(&["cost", "-n", "python"])
        .exits(0)
        .prints(&["while nobody comes", "Full is a new session with each cooldown."]);
    let ran = machine.run(&["cost", "-n", "python", "--chart", "always"]).exits(0);
    let ran =
        ran.prints(&["the most that an hour costs, by sessions in use", "a  5 (idle: max): at most $1.80 an hour"]);
    assert!(!ran.out.contains("(now"), "nobody sees it: {}", ran.out);
    machine.run(&["cost", "--plot", "x.svg"]).exits(64).says(&["--plot draws the steps of one pool"]);
}

#[test]
fn the_steps_are_drawn_and_written() {
    let machine = machine("");
    for (columns, locale) in [("80", "C"), ("120", "de_DE.UTF-8")] {
        let mut command = machine.command(&["cost", "-n", "contestpool", "--chart", "always"]);
        let ran = Ran::of(command.env("COLUMNS", columns).env("LANG", locale).output().unwrap()).exits(0);
        let picture = ran.out.split_once("cost of an hour, by sessions").unwrap().1;
        assert_eq!(picture.is_ascii(), locale == "C", "{picture}");
        assert!(picture.contains("a  1 (now, idle: ready)") && picture.contains("d  50 (contest: max): $3.40 an hour"));
        assert!(picture.lines().all(|line| line.chars().count() <= columns.parse().unwrap()), "{picture}");
    }
    // The pool's own max is on it, and one step is no picture.
    let small = Machine::local();
    small.run(&["cost", "--chart", "always"]).exits(0).prints(&["sessions up to 30 costs the same: $1.75 an hour."]);
    small.run(&["scale-up", "--for", "1h", "--max", "220", "--ready", "70", "-q"]).exits(0);
    let ran = small.run(&["cost", "--chart", "always"]).exits(0);
    ran.prints(&[
        "full throughout  $13.30",
        "220 (now: max): $13.30 an hour",
        "cost of an hour, by sessions\n$13.30 +",
    ]);
    machine.run(&["cost", "-n", "contestpool", "--plot", "a.svg"]).exits(0).says(&["wrote a.svg"]);
    let svg = std::fs::read_to_string(machine.folder().join("a.svg")).unwrap();
    assert!(svg.starts_with("<svg xmlns=") && svg.contains("What an hour of contestpool costs"), "{svg}");
    machine.run(&["cost", "-n", "contestpool", "--plot", "a.svg"]).exits(64).says(&["Overwrite with --force"]);
    machine
        .run(&["cost", "-n", "contestpool", "--plot", "steps2.png"])
        .exits(64)
        .says(&["--plot writes SVG, and steps2.png is called otherwise", "hint: Call it steps2.svg."]);
    assert!(!machine.folder().join("steps2.png").exists());
    let shown = machine.run(&["cost", "-n", "contestpool", "--plot", "-"]).exits(0).out;
    assert_eq!(shown, svg);
    machine.run(&["cost", "-n", "contestpool", "--plot", "-", "-o", "json"]).exits(64);
}

/// Pools of which some cannot be billed are never summed as if they were all of them.
#[test]
fn a_sum_says_of_how_many_it_is() {
    let machine = Machine::new();
    let pool = |location: &str| {
        format!(
            "{{location: {location}, container: {{type: CustomContainer, environment: e, image: \"r.example/i:v1\", cpu: 0.5, \
             memory: 1Gi, targetPort: 80}}}}"
        )
    };
    let events = "events: [{name: final, profile: contest, start: 2029-12-06T18:00, zone: UTC, for: 2h, budget: 8, pools: \
                  [a, b, c]}]";
    let file = format!(
        "defaults: {{resourceGroup: g}}\npools:\n  a: {}\n  b: {}\n  c: {}\n{events}\n",
        pool("eastus2"),
        pool("canadacentral"),
        pool("nowhere")
    );
    machine.write("pool.yaml", &file);
    let season = ["cost", "--from", "2026-12-01", "--to", "2026-12-02"];
    let ran = machine.run(&season).exits(7).prints(&[
        "the 2 that can be billed: $95.84",
        "rate in eastus2: $1.65 a node-hour",
        "rates in canadacentral, guessed (a public test fixture of the price list, 2026-09): $0.080859 a vCPU-hour, $0.006638",
        "rate in canadacentral: a node-hour is 16 vCPU x $0.080859 + 128 GiB x $0.006638",
        "rate: $0.10 an hour of management",
    ]);
    fits(&ran);
    assert!(!ran.out.contains("together"), "{}", ran.out);
    let value = machine.run(&[&season[..], &["-o", "json"]].concat()).exits(7).json();
    assert_eq!((&value["sum"]["of"], &value["sum"]["billed"]), (&3.into(), &2.into()));
    // A part of the pools may be more than what all of them may cost; that it is less says nothing.
    let ran = machine.run(&["cost", "--event", "final"]).exits(7);
    ran.prints(&["warning: it may cost", "its budget is $8.00: no pool is raised for it"]);
    machine.write("pool.yaml", &file.replace("budget: 8", "budget: 800"));
    machine.run(&["cost", "--event", "final"]).exits(7).prints(&["not all of them are billed"]);
    let value = machine.run(&["cost", "--event", "final", "-n", "a", "-o", "json"]).exits(0).json();
    assert_eq!((&value["budget"], &value["keepsToBudget"]), (&"800.00".into(), &Value::Null));
    machine.write("pool.yaml", &file.replace("budget: 8", "budget: 9").replace("[a, b, c]", "[a]"));
    machine.run(&["cost", "--event", "final"]).exits(0).prints(&["note: at most $8.50 of its budget of $9.00"]);
    machine.write("pool.yaml", &file.replace("budget: 8", "budget: 8.49").replace("[a, b, c]", "[a]"));
    let value = machine.run(&["cost", "--event", "final", "-o", "json"]).exits(0).json();
    assert_eq!((&value["budget"], &value["keepsToBudget"]), (&"8.49".into(), &false.into()));
}

/// What `next` bills is what it says.
#[test]
fn next_says_what_its_sums_rest_on() {
    let machine = machine("");
    let ran = machine.run(&["next", "--offline", "--to", "2031-01-01"]);
    ran.exits(0).prints(&["1 is counted: Azure keeps at least one", "unless sessions are stopped early"]);
}

const MADE: &str = "\
defaults: {resourceGroup: local, location: eastus2}
pools:
  quizpool:
    base: idle
    container:
      {type: CustomContainer, environment: local-env, image: \"registry.example/i:v1\", cpu: 0.5, memory: 1Gi, targetPort: 80}
";

#[test]
fn a_pool_that_is_not_there_costs_nothing_where_it_is_parked() {
    let machine = Machine::local();
    machine.write("pool.yaml", MADE);
    // One that nobody has made, or of which nobody knows that it was parked, is not found.
    machine.run(&["cost"]).exits(3).says(&["does not exist", "`pool --local unpark` makes it again"]);
    let parked = [
        "parked: no pool stands, and none is billed; made again, it is max 5, ready 1",
        "parked                       $0.00    $0.00   $0.00",
        "made again, nobody there     $1.75    $42.00  $1,277.50",
        "`pool --local unpark -n quizpool` makes it again.",
    ];
    machine.write("pool.yaml", &MADE.replace("base: idle", "base: parked"));
    fits(&machine.run(&["cost", "-n", "quizpool"]).exits(0).prints(&parked));
    machine.write("pool.yaml", MADE);
    machine.run(&["create", "-q"]).exits(0);
    machine.run(&["cost"]).exits(0).prints(&["Next cheaper step: `pool --local park` saves 1 node, $1.75 an hour"]);
    machine.run(&["park", "--yes"]).exits(0);
    machine.run(&["cost", "-n", "quizpool"]).exits(0).prints(&parked);
    let value = machine.run(&["cost", "-o", "json"]).exits(0).json();
    let pool = &value["pools"][0];
    assert_eq!(
        (&pool["parked"], &pool["hour"]["asItIs"], &pool["hour"]["full"]),
        (&true.into(), &"0.00".into(), &"0.00".into())
    );
    assert_eq!(pool["madeAgain"]["month"], serde_json::json!({"nobody": "1277.50", "full": "1277.50"}));
    assert_eq!((&pool["madeAgain"]["readySessions"], &pool["parkRefused"]), (&1.into(), &Value::Null));
    let ran = machine.run(&["cost", "--chart", "always"]).exits(0);
    ran.prints(&["a  0 (now): $0.00 an hour", "1 (idle: ready): $1.75 an hour"]);
    // Beside one that stands it counts for nothing.
    machine.write("pool.yaml", &format!("{MADE}  contestpool: {{}}\n"));
    let ran = machine.run(&["cost"]).exits(0).prints(&[
        "quizpool     dedicated nodes  $0.00    $0.00   $0.00      $0.00",
        "all                           $1.75    $42.00  $1,277.50  $1.75",
        "quizpool is parked; made again by `pool --local unpark -n quizpool` it is max 5, ready 1: $1.75 an hour",
        "contestpool: `pool --local park -n contestpool` would save 1 node",
        "pool.yaml does not say what pool contestpool is made of",
    ]);
    fits(&ran);
}

/// Parking is a step only where `pool park` would do it.
#[test]
fn parking_is_offered_where_it_is_not_refused() {
    let machine = Machine::local();
    machine.write("pool.yaml", MADE);
    machine.run(&["create", "-q"]).exits(0);
    let refused = |why: &[&str]| {
        let ran =
            machine.run(&["cost"]).exits(0).prints(&["`pool --local park` would save 1 node", "and is refused now:"]);
        fits(&ran.prints(why));
        let value = machine.run(&["cost", "-o", "json"]).exits(0).json();
        assert!(
            value["pools"][0]["parkRefused"].is_string() && value["pools"][0]["parkSavesHour"] == "1.75",
            "{value}"
        );
        machine.run(&["park", "--yes"]).exits(4);
    };
    machine.run(&["scale-up", "--for", "1h", "--as", "ana", "-q"]).exits(0);
    refused(&["and is refused now: the lease `contest` of ana", "wants it until"]);
    machine.run(&["scale-down", "-q", "--yes"]).exits(0);
    machine.run(&["cost"]).exits(0).prints(&["`pool --local park` saves 1 node, $1.75 an hour"]);
    machine.write("pool.yaml", &MADE.replace("targetPort: 80", "targetPort: 81"));
    refused(&["the pool file would not make quizpool as it stands: container.targetPort"]);
    machine.write("pool.yaml", &MADE.replace("targetPort: 80", "targetPort: 81").replace("i:v1", "i:v2"));
    refused(&["2 times: ", "and more, which `pool --local park -n quizpool --dry-run` lists"]);
    machine.write("pool.yaml", MADE);
    // What the command names is the pool of that file.
    let other = machine.write("other.yaml", &format!("{MADE}  contestpool: {{}}\n"));
    let ran = machine.run(&["cost", "-f", other.to_str().unwrap()]).exits(0);
    ran.prints(&[&format!("`pool --local park -f {} -n quizpool` saves", other.display())]);
}

#[test]
fn a_name_of_a_base_may_stand_for_a_profile() {
    let machine = Machine::new();
    machine.write("pool.yaml", MADE);
    machine.run(&["cost", "--profile", "parked"]).exits(0).prints(&["parked   0    0      0      $0.00    $0.00"]);
    let ran = machine.run(&["cost", "--compare", "parked", "idle", "--for", "48h"]).exits(0).prints(&[
        "parked   0    0      0      $0.00    $0.00",
        "idle     5    0 (1)  1      $1.75    $84.00",
        "While nobody comes, idle costs $84.00 more; full, idle costs $84.00 more.",
    ]);
    fits(&ran);
    let value = machine.run(&["cost", "--profile", "parked", "-o", "json"]).exits(0).json();
    let profile = &value["profiles"][0];
    assert_eq!((&profile["maxSessions"], &profile["lifecycle"]), (&0.into(), &Value::Null));
    assert_eq!(profile["whole"]["most"], serde_json::json!({"total": "0.00", "lines": []}));
    machine.write("d.yaml", "users: 1\nrun: 1s\n");
    let ran = machine.run(&["cost", "--simulate", "d.yaml", "--profile", "parked"]).exits(64);
    ran.says(&["a simulation needs a pool, and a parked one is none"]);
}

/// Sixteen cores and 128 GiB at $0.080859 and $0.006638 are $2.143408, and $0.10 of management; 7 sessions of 2 cores on
/// each node. Every figure below was computed by hand from these.
#[test]
fn figures_come_out_by_hand() {
    let machine = Machine::new();
    let events = "events:
  - {name: sat, profile: contest, every: Sat 14:00, zone: Asia/Kolkata, for: 3h, pools: [cc, py]}
  - {name: sun, profile: production, every: Sun 10:00, zone: Asia/Kolkata, for: 2h30m, lead: 10m, pools: [cc]}
";
    let pools = "defaults: {resourceGroup: g, location: canadacentral}
pools:
  cc: {container: {type: CustomContainer, environment: e, image: \"r.example/i:v1\", cpu: 2, memory: 4Gi, targetPort: 80}}
  py: {container: {type: PythonLTS}}
";
    machine.write("pool.yaml", &format!("{pools}{events}"));
    let rounded = "Amounts are rounded only where they are shown; to check them, begin with the rates below.";
    for (arguments, figures, is_rounded) in [
        // 8760 x 2.243408 = 19652.25408.
        (&["-n", "cc", "--profile", "idle", "--for", "8760h"][..], &["1      $2.24    $19,652.25"][..], true),
        // 10 ready lie on 2 nodes, 50 on 8: 2 x 4.386816 and 2 x 17.247264.
        (&["-n", "cc", "--profile", "contest", "--for", "2h"], &["$4.39 to $17.25  $8.77 to $34.49"], true),
        // 12 starts an hour of 5 and of 50 sessions at $0.03, for an hour and a half.
        (
            &["-n", "py", "--compare", "idle", "contest", "--for", "90m"],
            &["at most $1.80   at most $2.70", "at most $18.00  at most $27.00"],
            false,
        ),
        // 41 h 50 min, 3 h 30 min and 2 h 40 min; 5 x 12 x 44.5 h and 50 x 12 x 3.5 h of starts.
        (
            &["--from", "2026-11-28", "--to", "2026-11-30"],
            &[
                "cc    base idle  41 h 50 min  $93.85",
                "cc    event sat  3 h 30 min   $15.35 to $60.37",
                "cc    event sun  2 h 40 min   $5.98 to $17.41",
                "cc    all        48 h         $115.19 to $171.63",
                "py    base idle  44 h 30 min  at most $80.10",
                "py    event sat  3 h 30 min   at most $63.00",
                "together: $115.19 to $314.73",
            ],
            true,
        ),
    ] {
        let ran = machine.run(&[&["cost"], arguments].concat()).exits(0).prints(figures);
        assert_eq!(
            ran.out.replace('\n', " ").replace("   ", " ").contains("Amounts are rounded"),
            is_rounded,
            "{}",
            ran.out
        );
        fits(&if is_rounded { ran.prints(&[rounded]) } else { ran });
    }
    machine.write(
        "pool.yaml",
        &format!("rates: {{currency: EUR, node: 1.519, management: 0, startedHour: 0.027}}\n{pools}"),
    );
    let ran = machine.run(&["cost", "--from", "2026-12-01", "--to", "2026-12-02"]).exits(0);
    ran.prints(&["24 h  EUR 36.46", "24 h  at most EUR 38.88", "together: EUR 36.46 to EUR 75.34"]);
}

/// The same demand costs the same, whoever is asked.
#[test]
fn a_simulation_costs_the_same_everywhere() {
    let machine = Machine::new();
    let pools = "defaults: {resourceGroup: g, location: eastus2}
pools: {p: {container: {type: CustomContainer, environment: e, image: \"r.example/i:v1\", cpu: 0.5, memory: 1Gi, targetPort: 80}}}
";
    let demand = "users: 200\nrun: {exponential: 10s}\nevery: 2m\nfor: 1h\nreplications: 3\nprofile: contest\n";
    machine.write("peak.yaml", demand);
    machine.write("dense.yaml", &format!("{demand}sessionsPerNode: 10\n"));
    machine.write("python.yaml", &format!("{demand}kind: PythonLTS\n"));
    for (rates, file, flags, on_a_node) in [
        ("", "peak.yaml", &["--sessions-per-node", "30"][..], Value::from(30)),
        ("", "dense.yaml", &[], 10.into()),
        // What the pool runs is known better than by the file.
        ("", "python.yaml", &["--sessions-per-node", "30", "--kind", "CustomContainer"], 30.into()),
        ("rates: {flat: 0.75}\n", "peak.yaml", &[], Value::Null),
    ] {
        machine.write("pool.yaml", &format!("{rates}{pools}"));
        let simulated = machine.run(&[&["simulate", file, "-o", "json"], flags].concat()).exits(0).json();
        let cost = machine.run(&["cost", "--simulate", file, "-o", "json"]).exits(0).json();
        let used = &simulated["experiments"][0]["cost"]["used"];
        assert_eq!((&used["mean"], &used["plusMinus"]), (&cost["cost"]["mean"], &cost["cost"]["halfWidth"]), "{file}");
        assert!(used["mean"].is_string() && used["mean"] != "0.00", "{simulated}");
        assert_eq!(cost["sessionsOnNode"], on_a_node, "{file}");
    }
    machine.run(&["cost", "--simulate", "dense.yaml"]).exits(0);
}

/// A source is named once, also where -v says what figures rest on.
#[test]
fn a_source_is_named_once() {
    let machine = Machine::local();
    machine.run(&["cost", "--refresh", "-q"]).exits(0);
    for arguments in [&["cost", "-v"][..], &["cost", "-v", "--profile", "contest"]] {
        let ran = machine.run(arguments).exits(0).prints(&["What it costs rests on these (dedicated nodes):"]);
        assert_eq!(ran.out.matches("the emulator's price list").count(), 1, "{}", ran.out);
    }
    let ran = machine.run(&["cost", "--refresh", "--region", "eastus2", "--region", "westeurope"]).exits(0);
    assert_eq!(ran.prints(&["from the emulator's price list, "]).out.matches("price list").count(), 1);
}

#[test]
fn headings_and_dry_runs_fit_the_terminal() {
    let machine = machine("");
    machine.run(&["create", "-n", "python", "-q"]).exits(0);
    machine.write("pool.yaml", &POOLS.replace("events:", "  nobodys: {}\nevents:"));
    machine.run(&["cost"]).exits(7).prints(&["A MONTH    FULL, AN HOUR\n", "\n2 of 3  "]);
    let dry = machine.run(&["scale-up", "-n", "contestpool", "--for", "3h", "--dry-run"]).exits(0);
    let (told, request) = dry.out.split_once("\n{").unwrap();
    assert!(told.lines().all(|line| line.chars().count() <= 80), "{told}");
    assert!(told.ends_with("The request would be"), "{told}");
    assert!(serde_json::from_str::<Value>(&format!("{{{request}")).is_ok(), "{request}");
}

/// Who looks ahead is told of an event that no pool will be raised for, by every command that names the event.
#[test]
fn an_event_over_its_budget_is_told_of_days_before() {
    let machine = Machine::local();
    let event = "name: final, profile: contest, start: 2029-12-08T14:00, zone: Asia/Kolkata, for: 2h";
    let file = |made: &str, rates: &str| {
        format!(
            "defaults: {{resourceGroup: local}}\npools: {{contestpool: {{{made}}}}}\n{rates}events: [{{{event}, budget: 5}}]\n"
        )
    };
    machine.write("pool.yaml", &file("", ""));
    let brief = "warning: `final` may cost $8.50, and its budget is $5.00: no pool is raised for it";
    fits(&machine.run(&["next"]).exits(0));
    machine.run(&["next"]).exits(0).prints(&[brief]);
    let season = ["cost", "--from", "2029-12-01", "--to", "2029-12-31"];
    let ran = machine.run(&season).exits(0);
    // A node and the management for 30 days; the event would add one for 2.5 h.
    ran.prints(&[brief, "together: $1,260.00,", "with the events that their budgets refuse: $1,260.00 to $1,264.13"]);
    let window = ["next", "--from", "2029-12-01", "--to", "2029-12-31"];
    let ran = machine.run(&window).exits(0);
    ran.prints(&[brief, "cost: $1,260.00", "with the events that their budgets refuse: $1,260.00 to $1,264.13"]);
    machine.write("pool.yaml", &file("", "").replace("budget: 5", "budget: 9"));
    for command in [&season[..], &window] {
        assert!(!machine.run(command).exits(0).out.contains("with the events"));
    }
    machine.write("pool.yaml", &file("", ""));
    let why = ["why", "--at", "2029-12-07"];
    machine.run(&why).exits(0).prints(&["warning  ", "`final` may cost $8.50, and its budget is $5.00"]);
    machine.run(&["plan"]).exits(0).says(&["warning: contestpool: `final` may cost $8.50, and its budget is $5.00"]);
    let refused = |ran: Ran, path: &str| {
        let value = ran.exits(0).json();
        let value = value.pointer(path).unwrap_or_else(|| panic!("{path}: {value:#}")).clone();
        [&value["event"], &value["mayCost"], &value["budget"]].map(|text| text.as_str().unwrap_or_default().to_owned())
    };
    let expected = ["final", "8.50", "5.00"].map(str::to_owned);
    assert_eq!(refused(machine.run(&["next", "-o", "json"]), "/changes/0/refused/0"), expected);
    assert_eq!(refused(machine.run(&[&why[..], &["-o", "json"]].concat()), "/refused/0"), expected);
    assert_eq!(refused(machine.run(&[&season[..], &["-o", "json"]].concat()), "/refused/0"), expected);
    // By the files alone only what is so whatever the pool is made of.
    let offline = ["next", "--offline"];
    assert!(!machine.run(&offline).exits(0).out.contains("budget"));
    machine.write("pool.yaml", &file("", "rates: {flat: 0.75}\n"));
    machine
        .run(&offline)
        .exits(0)
        .prints(&["`final` may cost at least $93.75, and its budget is $5.00: no pool is raised for it"]);
    machine.run(&["profile", "check", "pool.yaml"]).exits(2).prints(&["Whatever its pools are made of"]);
    let made = "container: {type: PythonLTS}, location: eastus2";
    machine.write("pool.yaml", &file(made, ""));
    machine
        .run(&offline)
        .exits(0)
        .prints(&["`final` may cost $45.00, and its budget is $5.00: no pool is raised for it"]);
}

/// A refusal is told once, with its arithmetic; and what is not made for an event is not said to be wanted by nobody.
#[test]
fn a_refusal_is_told_once() {
    let machine = Machine::local();
    // It always holds.
    let events =
        "events: [{name: always, profile: contest, every: daily 00:00, zone: UTC, for: 24h, lead: 0s, budget: 5}]\n";
    machine.write("pool.yaml", &format!("defaults: {{resourceGroup: local}}\npools: {{contestpool: {{}}}}\n{events}"));
    for command in ["apply", "plan"] {
        let ran = machine.run(&[command]).exits(4);
        let arithmetic = "may cost $81.60 on pool contestpool, and $5.00 is allowed: 48 node-hours x $1.65";
        let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!((said.matches(arithmetic).count(), said.matches("Raise its `budget`").count()), (1, 1), "{said}");
        ran.says(&["error: no pool is raised for `always`: that may cost more than its budget"]);
    }
    let value = machine.run(&["apply", "-o", "json"]).exits(4).json();
    assert_eq!(value["pools"][0]["refused"][0]["mayCost"], "81.60");
    let ran = machine.run(&["why"]).exits(0);
    ran.prints(&["max sessions    5 by base idle", "counts for nothing by its budget", "not raised for `always`"]);
    machine.run(&["preflight"]).exits(2).prints(&["fault    budget", "NO-GO"]);
    let error = machine.run(&["extend", "1h"]).exits(4);
    error.says(&["no pool is raised for `always`, so nothing could last longer"]);
    let made = "container: {type: CustomContainer, environment: e, image: \"r.example/i:v1\", cpu: 0.5, memory: 1Gi, targetPort: 80}";
    machine.write(
        "parked.yaml",
        &format!("defaults: {{resourceGroup: local, location: eastus2}}\npools: {{quizpool: {{base: parked, {made}}}}}\n{events}"),
    );
    let ran = machine.run(&["apply", "--allow-park", "-f", "parked.yaml"]).exits(4);
    ran.prints(&[
        "no pool stands, and none is made for `always`, by its budget. By the base `parked`. It costs $0.00 an hour.",
    ]);
    // Nor does it keep one that stands.
    let ran = machine.run(&["unpark", "-f", "parked.yaml"]).exits(0);
    ran.prints(&["It is not made for `always`, by its budget: `pool --local scale-up -f parked.yaml` keeps it"]);
    let ran = machine.run(&["apply", "--allow-park", "-f", "parked.yaml"]).exits(4);
    ran.says(&["its base is `parked`, and it stands: it was changed at"]);
    machine.run(&["park", "--yes", "-f", "parked.yaml"]).exits(0).prints(&["parked: quizpool"]);
}

/// What a hint names can be copied, and does what it says.
#[test]
fn hints_about_prices_are_true() {
    let machine = Machine::local();
    let file = "defaults: {resourceGroup: local, location: nowhere}\npools:\n  p: {container: {type: CustomContainer, environment: \
                e, image: \"r.example/i:v1\", cpu: 0.5, memory: 1Gi, targetPort: 80}}\n";
    machine.write("west.yaml", file);
    let people = ["--users", "5", "--every", "2m", "--run", "10s", "-f", "west.yaml"];
    for command in [&["size"][..], &["simulate", "--for", "10m"]] {
        machine.run(&[command, &people].concat()).exits(0).prints(&["`pool --local cost -f west.yaml --refresh`"]);
    }
    let ran = machine.run(&["cost", "-f", "west.yaml", "--refresh", "--profile", "contest"]).exits(4);
    assert!(!ran.err.contains("`pool"), "{}", ran.err);
    ran.says(&["that was just fetched does not have it: state what you pay under `rates:` in the pool file"]);
    // What an emulator has is not Azure's.
    let ran = machine.run(&["show", "-v"]).exits(0);
    let ran = ran.prints(&["`pool --local cost --refresh` fetches the emulator's price list"]);
    assert!(!ran.out.contains("fetches Azure's"), "{}", ran.out);
}

/// What an event may cost on all its pools is the same whichever of them is looked at.
#[test]
fn an_event_on_a_pool_that_no_file_describes_costs_one_amount() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine().with_variable("REGISTRY_PASSWORD", "hunter2");
    let place = "subscription: 11111111-1111-1111-1111-111111111111, resourceGroup: judges";
    let large = pool_file(place, "large", "").replace("cpu: 0.5", "cpu: 2").replace("memory: 1Gi", "memory: 4Gi");
    machine.write("large.yaml", &large);
    machine.run(&["create", "-f", "large.yaml"]).exits(0);
    let rates = "rates: {node: 1.65, management: 0.10, startedHour: 0.03}\n";
    let events = |when: &str| {
        let event =
            format!("{{name: dear, profile: contest, {when}, zone: UTC, lead: 0s, budget: 9, pools: [small, large]}}");
        format!("{}  large: {{}}\n{rates}events: [{event}]\n", pool_file(place, "small", ""))
    };
    machine.write("pool.yaml", &events("every: daily 00:00, for: 24h"));
    machine.run(&["create", "-n", "small"]).exits(0);
    let amounts = |text: &str| {
        let text = text.replace('\n', " ");
        let found = text.split("may cost ").skip(1).filter_map(|rest| rest.split([',', ' ']).next()).map(str::to_owned);
        found.filter(|amount| amount.starts_with('$')).collect::<std::collections::BTreeSet<_>>()
    };
    let both = machine.run(&["apply"]).exits(4).err;
    assert_eq!((amounts(&both).len(), both.contains("counted as")), (1, false), "{both}");
    assert_eq!(amounts(&machine.run(&["plan"]).err), amounts(&both));
    let next = machine.run(&["next", "--count", "1"]).exits(0).out;
    assert_eq!(amounts(&next).len(), 1, "{next}");
    // Who looks at one alone does not know the other.
    let small = machine.run(&["apply", "-n", "small"]).exits(4).says(&["on its 2 pools (large counted as small)"]);
    assert_ne!(amounts(&small.err), amounts(&both));
    let large = machine.run(&["apply", "-n", "large"]).exits(4).err;
    assert_eq!((amounts(&large), large.contains("counted as")), (amounts(&both), false), "{large}");
}

/// Where the pool file has several pools of a kind that differ, it is said as which of them a demand is priced.
#[test]
fn a_demand_says_as_which_pool_it_is_priced() {
    let machine = Machine::new();
    let pool = |name: &str, cpu: u32| {
        format!(
            "  {name}: {{container: {{type: CustomContainer, environment: e, image: \"r.example/i:v1\", cpu: {cpu}, memory: 4Gi, targetPort: 80}}}}\n"
        )
    };
    let file =
        |pools: [String; 2]| format!("defaults: {{resourceGroup: g, location: eastus2}}\npools:\n{}", pools.concat());
    let size = ["size", "--users", "20", "--every", "2m", "--run", "10s", "-q"];
    machine.write("pool.yaml", &file([pool("small", 1), pool("large", 4)]));
    machine.run(&size).exits(0).prints(&["as small is made (assumed)"]);
    machine.write("pool.yaml", &file([pool("small", 1), pool("other", 1)]));
    assert!(!machine.run(&size).exits(0).out.contains("is made"));
}

/// A parked pool is told as what making it again would make.
#[test]
fn a_parked_pool_is_not_said_to_be_made_for_an_event_over_its_budget() {
    let machine = Machine::local();
    let events = |budget: &str| {
        format!("events: [{{name: dear, profile: contest, every: daily 00:00, zone: UTC, for: 24h{budget}}}]\n")
    };
    let parked = MADE.replace("base: idle", "base: parked");
    machine.write("pool.yaml", &format!("{parked}{}", events("")));
    machine.run(&["cost"]).exits(0).prints(&["made again, it is max 50, ready 10"]);
    machine.write("pool.yaml", &format!("{parked}{}", events(", budget: 1")));
    machine.run(&["cost"]).exits(0).prints(&["made again, it is max 5, ready 1"]);
}

/// An event is told beside its base, and how often it comes in a season.
#[test]
fn an_event_adds_to_its_base_and_comes_so_often() {
    let machine = Machine::local();
    let event = "events: [{name: final, profile: contest, every: Sat 18:00, zone: UTC, for: 2h}]\n";
    machine.write("pool.yaml", &format!("{MADE}{event}"));
    let ran = machine.run(&["cost", "--event", "final"]).exits(0);
    fits(&ran.prints(&["of which the base costs $4.38 anyway, and the event adds at most $4.13"]));
    let value = machine.run(&["cost", "--event", "final", "-o", "json"]).exits(0).json();
    assert_eq!(value["base"], serde_json::json!({"least": "4.38", "most": "4.38"}));
    assert_eq!(value["adds"], serde_json::json!({"least": "0.00", "most": "4.13"}));
    let season = ["cost", "--from", "2029-12-01", "--to", "2030-01-01"];
    let ran = machine.run(&season).exits(0);
    assert!(!ran.out.contains("anyway"), "{}", ran.out);
    fits(&ran.prints(&["event final  12 h 30 min (5 x)"]));
    let value = machine.run(&[&season[..], &["-o", "json"]].concat()).exits(0).json();
    assert_eq!((&value["pools"][0]["parts"][1]["times"], &value["base"]), (&5.into(), &Value::Null));
}

/// A plan with a limit refuses what a run with it would, and says until when it would be within it.
#[test]
fn a_plan_shows_what_a_limit_would_refuse() {
    let machine = Machine::local();
    let event = "events: [{name: always, profile: contest, every: daily 00:00, zone: UTC, for: 24h}]\n";
    machine.write("pool.yaml", &format!("{MADE}{event}rates: {{flat: 1}}\n"));
    machine.run(&["create", "-q"]).exits(0);
    for command in [&["plan"][..], &["apply", "--dry-run"]] {
        let limited = |most: &str| machine.run(&[command, &["--max-cost", most]].concat());
        let ran = limited("0.5").exits(4);
        ran.says(&["and $0.50 is allowed", "No end is within $0.50: an hour of it may cost $50.00."]);
    }
    let ran = machine.run(&["scale-up", "--for", "3h", "--max-cost", "100"]).exits(4);
    ran.says(&["may cost $150.00, and $100.00 is allowed", "Within $100.00 it may last 2 h, until "]);
}

/// Where the base is parked, the time until the pool is gone is paid for, wherever an event's most is told.
#[test]
fn an_event_on_a_parked_base_costs_until_the_pool_is_gone() {
    let machine = Machine::local();
    let event =
        "events: [{name: final, profile: contest, start: 2029-12-06T18:00, zone: UTC, for: 2h, budget: 10.86}]\n";
    machine.write("pool.yaml", &format!("{}{event}", MADE.replace("base: idle", "base: parked")));
    let said = "until it is parked and gone: at most cooldown 5 min + 10 min after the end while sessions go on, cooldown 5 \
                min + 10 min without a change, and 8 min for its deletion";
    let ran = machine.run(&["cost", "--event", "final", "-v"]).exits(0).prints(&[
        "quizpool  base parked  38 min      $0.67 to $1.52",
        "quizpool  all          3 h 23 min  $5.48 to $10.87",
        "after the end a pool stands 23 to 38 min until it is gone",
        "warning: it may cost $10.87, and its budget is $10.86",
        said,
    ]);
    fits(&ran);
    let value = machine.run(&["cost", "--event", "final", "-o", "json"]).exits(0).json();
    assert_eq!(value["pools"][0]["goneAfterMinutes"], serde_json::json!({"least": 23, "most": 38}));
    machine.run(&["next", "--offline"]).exits(0).prints(&["parked, as before", "its budget is $10.86", "cost: $0.00"]);
    let during = ["--at", "2029-12-06T18:30", "--allow-park", "-v"];
    machine.run(&[&["plan"], &during[..]].concat()).exits(4).says(&["may cost $10.87"]);
    machine.write(
        "pool.yaml",
        &format!("{}{event}", MADE.replace("base: idle", "base: parked")).replace("10.86", "10.87"),
    );
    // What is told until its end is what a season until then costs.
    machine.run(&["next", "--offline"]).exits(0).prints(&["until Thu 2029-12-06 20:00 UTC", "$4.81 to $9.35"]);
    let until_its_end = ["cost", "--from", "2029-12-06", "--to", "2029-12-06T20:00"];
    machine.run(&until_its_end).exits(0).prints(&["together: $4.81 to $9.35"]);
    let ran = machine.run(&[&["plan"], &during[..]].concat()).exits(2);
    ran.prints(&["20:00 UTC, and then until it is parked, it costs $3.30 to $6.62", said]);
}

/// A pool that is wanted again too soon to park it stands until then, and that is paid for; at an end at which another
/// event holds it, nothing is.
#[test]
fn an_event_on_a_parked_base_costs_until_the_next_one_wants_it() {
    let machine = Machine::local();
    let write = |late: &str, budget: &str| {
        let late = format!("{{name: late, profile: contest, start: 2029-12-05T{late}, zone: UTC, for: 2h, lead: 45m}}");
        let early = format!(
            "{{name: early, profile: contest, start: 2029-12-05T14:00, zone: UTC, for: 30m, lead: 45m, budget: {budget}}}"
        );
        let made = MADE.replace("base: idle", "base: parked");
        machine.write("pool.yaml", &format!("{made}rates: {{node: 2, management: 0.1}}\nevents: [{early}, {late}]\n"));
    };
    let most = |arguments: &[&str]| {
        let value = machine.run(&[&["cost", "-o", "json"], arguments].concat()).exits(0).json();
        value["sum"]["most"].as_str().unwrap().to_owned()
    };
    let until = |end: &str| most(&["--from", "2029-12-05T13:15", "--to", &format!("2029-12-05T{end}")]);
    // Full for 1 h 15 min and 15 min, and then an idle pool for 45 min, until 15:30.
    write("16:15", "7.73");
    let ran = machine.run(&["cost", "--event", "early"]).exits(0);
    fits(&ran.prints(&["after the end a pool stands 60 min until it is wanted again.", "at most $7.73 of its budget"]));
    assert_eq!(
        (most(&["--event", "early"]), until("15:30"), until("15:31")),
        ("7.73".into(), "7.73".into(), "7.79".into())
    );
    let value = machine.run(&["cost", "--event", "early", "-o", "json"]).exits(0).json();
    assert_eq!(value["pools"][0]["goneAfterMinutes"], Value::Null);
    write("16:15", "7.72");
    machine.run(&["cost", "--event", "early"]).exits(0).prints(&["it may cost $7.73, and its budget is $7.72"]);
    let ran = machine.run(&["cost", "--from", "2029-12-05", "--to", "2029-12-05T15:30"]).exits(0);
    ran.prints(&["together: $0.00", "with the events that their budgets refuse: $4.73 to $7.73"]);
    // Nothing lies between them.
    write("15:15", "5.13");
    let ran = machine.run(&["cost", "--event", "early"]).exits(0);
    let ran = ran.prints(&["at most $5.13 of its budget of $5.13"]);
    let is_after_the_end = ["Base parked", "Azure keeps at least one"].iter().any(|text| ran.out.contains(text));
    assert!(!is_after_the_end, "{}", ran.out);
    let ran = machine.run(&["cost", "--from", "2029-12-05", "--to", "2029-12-06"]).exits(0);
    ran.prints(&[
        "event early  1 h 15 min  $2.63 to $5.13",
        "stands 23 to 38 min until it is gone, unless a session goes on",
    ]);
    // One that is refused holds nothing, and is not waited for.
    let budget = |text: &str| text.replace("lead: 45m}]", "lead: 45m, budget: 1}]");
    let file = std::fs::read_to_string(machine.folder().join("pool.yaml")).unwrap();
    machine.write("pool.yaml", &budget(&file));
    machine.run(&["cost", "--event", "early"]).exits(0).prints(&["it may cost $6.96, and its budget is $5.13"]);
}

/// A pool that a run makes for its next event says which, when and at what cost; one that no run makes does not.
#[test]
fn a_parked_pool_says_what_it_is_made_for_next() {
    let machine = Machine::local();
    let event = "events: [{name: final, profile: contest, start: 2029-12-06T18:00, zone: UTC, for: 2h}]\n";
    let parked = MADE.replace("base: idle", "base: parked");
    machine.write("pool.yaml", &format!("{parked}{event}"));
    let next = "next: made for `final` from Thu 2029-12-06 17:15 UTC on: max 50, ready 10, $1.75 to $3.40 an hour";
    let ran = machine.run(&["cost"]).exits(0).prints(&["made again, it is max 5, ready 1", next]);
    fits(&ran);
    let value = machine.run(&["cost", "-o", "json"]).exits(0).json();
    let found = &value["pools"][0]["next"];
    assert_eq!((&found["event"], &found["from"]), (&"final".into(), &"2029-12-06T17:15:00Z".into()));
    assert_eq!((&found["maxSessions"], &found["hour"]["full"]), (&50.into(), &"3.40".into()));
    let shown = machine.run(&["show", "-o", "json"]).exits(0).json()["parked"]["next"].clone();
    assert_eq!((&shown["from"], &shown["maxSessions"]), (&found["from"], &found["maxSessions"]), "as `show` says");
    // Beside another one.
    machine.write(
        "pool.yaml",
        &format!("{parked}  contestpool: {{}}\n{}", event.replace("2h}", "2h, pools: [quizpool]}")),
    );
    fits(&machine.run(&["cost"]).exits(0).prints(&[&format!("quizpool: {next}")]));
    // One that was parked by hand is made by hand.
    machine.write("pool.yaml", &format!("{MADE}{event}"));
    machine.run(&["create", "-q"]).exits(0);
    machine.run(&["park", "--yes", "-q"]).exits(0);
    assert_eq!(machine.run(&["cost", "-o", "json"]).exits(0).json()["pools"][0]["next"], Value::Null);
}

/// What is left of the time for which a pool stands after its event is paid for, wherever the season begins.
#[test]
fn a_season_that_begins_before_a_pool_is_gone_counts_the_rest() {
    let machine = Machine::local();
    let event = "events: [{name: final, profile: contest, start: 2029-12-06T18:00, zone: UTC, for: 2h}]\n";
    machine.write("pool.yaml", &format!("{}{event}", MADE.replace("base: idle", "base: parked")));
    let season = |from: &str, to: &str| {
        let (from, to) = (format!("2029-12-06T{from}:00Z"), format!("2029-12-06T{to}:00Z"));
        let ran = machine.run(&["cost", "--from", &from, "--to", &to, "-o", "json"]).exits(0);
        let pool = ran.json()["pools"][0].clone();
        ["least", "most"].map(|end| pool[end]["total"].as_str().unwrap().to_owned())
    };
    for (from, to, costs) in [
        ("17:00", "23:00", ["5.48", "10.87"]),
        ("17:00", "20:10", ["5.10", "9.92"]),
        ("20:10", "23:00", ["0.38", "0.95"]),
        // Sessions may go on until 20:15; it is parked at 20:15 to 20:30, and gone 8 min later.
        ("20:00", "23:00", ["0.67", "1.52"]),
        ("20:20", "23:00", ["0.09", "0.53"]),
        ("20:38", "23:00", ["0.00", "0.00"]),
    ] {
        assert_eq!(season(from, to), costs, "{from} to {to}");
    }
}

/// A season says what a base that is parked would save: what the same season costs under such a base, with its lead.
#[test]
fn a_season_says_what_parking_would_save() {
    let machine = Machine::local();
    let season = ["cost", "--from", "2029-12-01", "--to", "2029-12-31"];
    let json = || machine.run(&[&season[..], &["-o", "json"]].concat()).exits(0).json()["pools"][0].clone();
    let event = "events: [{name: weekly, profile: contest, every: Sat 18:00, zone: UTC, for: 2h}]\n";
    machine.write("pool.yaml", &format!("{MADE}{event}"));
    let ran = machine.run(&season).exits(0).prints(&[
        "Outside of events the base costs $1,238.13. `base: parked` would save $1,226.27 to $1,232.58 of that",
        "would stand at most 4 h 25 min longer than its events.",
    ]);
    fits(&ran);
    let idle = json();
    assert_eq!(idle["parkedBase"]["saves"], serde_json::json!({"least": "1232.58", "most": "1226.27"}));
    machine.write("pool.yaml", &format!("{}{event}", MADE.replace("base: idle", "base: parked")));
    let parked = json();
    assert_eq!(parked["parkedBase"], Value::Null);
    for end in ["least", "most"] {
        assert_eq!(idle["parkedBase"][end], parked[end]["total"], "as `base: parked` itself says");
    }
    // A pool that would not come back as it is is not parked; nor one that nothing is planned for.
    let secret = "targetPort: 80, env: {KEY: {secretFrom: {env: QUIZ_KEY}}}";
    for file in [
        format!("{}{event}", MADE.replace("base: idle", "base: idle\n    identity: {system: true}")),
        format!("{}{event}", MADE.replace("targetPort: 80", secret)),
        MADE.to_owned(),
    ] {
        machine.write("pool.yaml", &file);
        assert_eq!(json()["parkedBase"], Value::Null, "{file}");
    }
    machine.write("pool.yaml", &format!("{}{event}", MADE.replace("targetPort: 80", secret)));
    machine.with_variable("QUIZ_KEY", "k").run(&season).exits(0).prints(&["`base: parked` would save"]);
}

/// A pool that was made by a base that is no pool at all has a claim of the same name as one that was parked.
#[test]
fn a_pool_that_somebody_deleted_is_not_parked() {
    let emulator = Served::start(&["--instant"]);
    let (machine, other) = (emulator.machine(), emulator.machine());
    let made = MADE
        .replace("resourceGroup: local", "subscription: 00000000-0000-0000-0000-000000000000, resourceGroup: local");
    machine.write("pool.yaml", &made.replace("base: idle", "base: parked"));
    machine.run(&["unpark"]).exits(0);
    other.write("pool.yaml", &made);
    other.run(&["delete", "--yes"]).exits(0);
    machine.write("pool.yaml", &made);
    machine.run(&["cost"]).exits(3).says(&["does not exist"]);
    machine.run(&["unpark"]).exits(0);
    machine.run(&["park", "--yes"]).exits(0);
    machine.run(&["cost"]).exits(0).prints(&["parked: no pool stands, and none is billed"]);
}

/// What is up for an event stays when its budget shrinks, and nobody says otherwise.
#[test]
fn an_event_that_is_up_is_not_denied_by_its_budget() {
    let machine = Machine::local();
    let file = |budget: &str, pool: &str| {
        let event = "name: always, profile: contest, every: daily 00:00, zone: UTC, for: 24h, lead: 0s";
        format!(
            "defaults: {{resourceGroup: local, location: eastus2}}\npools: {{contestpool: {{{pool}}}}}\n\
             rates: {{flat: 0.75}}\nevents: [{{{event}, budget: {budget}}}]\n"
        )
    };
    for pool in [
        "",
        "container: {type: CustomContainer, environment: e, image: \"r.example/i:v1\", cpu: 0.5, memory: 1Gi, targetPort: 80}",
    ] {
        machine.write("pool.yaml", &file("900", pool));
        machine.run(&["apply"]).exits(0).prints(&["max 50, ready 10"]);
        machine.write("pool.yaml", &file("1", pool));
        machine.run(&["apply"]).exits(0).prints(&["no changes"]);
        let plan = machine.run(&["plan"]).exits(0);
        let said = format!("{}{}", plan.out, plan.err);
        assert!(!said.contains("raise") && !said.contains("budget"), "{said}");
        let stays = "what is up for it already stays";
        machine.run(&["cost", "--event", "always"]).exits(0).prints(&[stays]);
        machine.run(&["cost", "--to", "2099-01-01"]).exits(0).prints(&[stays]);
        machine.run(&["profile", "check", "pool.yaml"]).exits(2).prints(&[stays]);
    }
}
