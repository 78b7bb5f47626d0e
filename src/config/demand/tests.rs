use super::*;
use crate::model::{Lifecycle, Step};
use proptest::prelude::*;

fn beside_file(name: &str) -> Result<String, String> {
    match name {
        "runs.csv" => Ok("1\n2\n".to_owned()),
        "visits.csv" => Ok("at,identifier,run\n0,ana,10\n".to_owned()),
        "bad.csv" => Ok("1\nx\n".to_owned()),
        other => Err(format!("no file {other}")),
    }
}

fn settings(max_sessions: u32) -> Settings {
    let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
    Settings { max_sessions, ready_sessions: 1, lifecycle, expires_after: None }
}

fn profile(name: &str) -> Result<Settings, String> {
    match name {
        "idle" => Ok(settings(5)),
        "contest" => Ok(settings(50)),
        "huge" => Ok(settings(700)),
        other => Err(format!("no profile `{other}`")),
    }
}

fn read(text: &str) -> Result<Draft, Faults> {
    parse("d.yaml", text, &Beside { text: &beside_file, profile: &profile })
}

fn seconds(time: f64) -> Duration {
    Duration::from_secs_f64(time)
}

#[test]
fn a_whole_file_is_read() {
    let text = "\
kind: CustomContainer
profile: contest
for: 2h
users: 200
arrive: {ramp: 10m}
run: {lognormal: {median: 10s, sigma: 0.5}}
think: {uniform: [3s, 5s]}
runs: 5
stay: 30m
identifier: {team: 4}
oneAtATime: false
whenFull: {wait: 30s}
start: {found: 100ms, cold: {csv: runs.csv}, operation: 158s}
sessionsPerNode: 30
schedule: [{at: 0s, profile: idle}, {at: 30m, profile: contest}]
seed: 7
replications: 3
";
    let draft = read(text).unwrap();
    let demand = draft.demand().unwrap();
    assert_eq!(demand.arrivals, Arrivals::Ramp { users: 200, window: seconds(600.0) });
    assert_eq!(demand.run, Spread::Lognormal { median: seconds(10.0), sigma: 0.5 });
    assert_eq!(demand.rhythm, Rhythm::Think(Spread::Uniform(seconds(3.0), seconds(5.0))));
    assert_eq!((demand.runs, demand.stay, demand.lasts), (Some(5), Some(seconds(1_800.0)), Some(seconds(7_200.0))));
    assert_eq!((demand.identifiers, demand.one_at_a_time), (Identifiers::Team(4), false));
    assert_eq!(demand.when_full, WhenFull::Wait(Some(seconds(30.0))));
    assert_eq!(draft.starts.cold, Some(Spread::Measured([seconds(1.0), seconds(2.0)].into())));
    assert_eq!((draft.starts.warm.clone(), draft.on_a_node), (None, Some(30)));
    assert_eq!(
        draft.schedule[1],
        Turn { at: seconds(1_800.0), to: Named { name: "contest".into(), settings: settings(50) } }
    );
    assert_eq!((draft.seed, draft.replications, draft.kind), (Some(7), Some(3), Some(PoolKind::CustomContainer)));
}

/// A word and keys name the same thing.
#[test]
fn both_forms_say_the_same() {
    let steps = vec![Step { lasts: seconds(600.0), an_hour: 600.0 }];
    for (word, keys, arrive) in [
        ("60s", "{within: 60s}", Arrive::Within(seconds(60.0))),
        ("ramp:10m", "{ramp: 10m}", Arrive::Ramp(seconds(600.0))),
        ("poisson:500ms", "{poisson: 500ms}", Arrive::Poisson(seconds(0.5))),
        ("steps:10m@600", "{steps: [{for: 10m, perHour: 600}]}", Arrive::Steps(steps)),
    ] {
        assert_eq!(read(&format!("arrive: {word}")).unwrap().arrive, Some(arrive.clone()), "{word}");
        assert_eq!(read(&format!("arrive: {keys}")).unwrap().arrive, Some(arrive), "{keys}");
    }
    for (word, keys) in [
        ("run: exponential:10s", "run: {exponential: 10s}"),
        ("run: uniform:3s..5s", "run: {uniform: [3s, 5s]}"),
        ("run: lognormal:10s,0.5", "run: {lognormal: {median: 10s, sigma: 0.5}}"),
        ("run: csv:runs.csv", "run: {csv: runs.csv}"),
        ("arrive: trace:visits.csv", "arrive: {trace: visits.csv}"),
        ("identifier: shared:10", "identifier: {shared: 10}"),
        ("whenFull: wait:30s", "whenFull: {wait: 30s}"),
    ] {
        assert_eq!(read(word).unwrap(), read(keys).unwrap(), "{word}");
    }
}

/// A demand file is told from a profile and from a pool file by its keys.
#[test]
fn a_demand_file_is_known_by_its_keys() {
    for (text, expected) in [
        ("users: 5\nrun: 10s\n", true),
        ("# a contest\nsettings:\n  maxSessions: 5\n", true),
        ("description: x\nusrs: 5\narrive: 60s\n", true),
        ("description: x\nmaxSessions: 5\nlifecycle: {type: Timed, cooldown: 5m}\nusers: 5\n", false),
        ("description: a run: 10s\n", false),
        ("running: 5\n", false),
        ("", false),
    ] {
        assert_eq!(looks_like_one(text), expected, "{text}");
    }
    assert!(super::super::builtin::PROFILES.iter().all(|(_, text)| !looks_like_one(text)));
}

#[test]
fn a_schedule_in_words_says_what_its_keys_say() {
    let parse = |text: &str| schedule(text, &Beside { text: &beside_file, profile: &profile });
    let keys =
        read("schedule: [{at: 0s, profile: idle}, {at: 5m, profile: contest}, {at: 2h, profile: idle}]").unwrap();
    for word in ["idle,contest@5m,idle@2h", "idle@0s,contest@300s,idle@120m", " idle , contest@5m,\tidle @ 2h "] {
        assert_eq!(parse(word).unwrap(), keys.schedule, "{word}");
    }
    for (word, expected) in [
        ("idle,contest", "`contest` does not say when"),
        ("idle@5m,contest@1m", "`contest@1m` is before what stands before it"),
        ("idle,contst@5m", "no profile `contst`"),
        ("", "an entry is empty: write `idle,contest@5m`"),
        ("idle,", "an entry is empty"),
        ("idle, ,contest@5m", "an entry is empty"),
        ("contest@@5m", "`contest@@5m` has `@` more than once"),
        ("idle,contest@5m@", "`contest@5m@` has `@` more than once"),
        ("idle,@5m", "`@5m` names no profile"),
        ("idle@soon", "`soon` is no length of time"),
        (&"idle@1m,".repeat(1_001)[..8 * 1_001 - 1], "1001 entries; 1000 is the most"),
    ] {
        let error = parse(word).unwrap_err();
        assert!(error.starts_with(expected), "{error}");
    }
    // What a flag says from the beginning on stands in place of a file's pool, and what begins later comes on top of it.
    let file = read("profile: contest\nkind: PythonLTS").unwrap();
    let flags = |word| Draft { schedule: parse(word).unwrap(), ..Draft::default() }.over(file.clone());
    assert_eq!((flags("idle").pool, flags("idle@5m").pool), (None, file.pool.clone()));
    assert_eq!(flags("idle").kind, Some(PoolKind::PythonLTS));
}

/// Each text has exactly these faults.
fn refuses(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let faults = read(text).map(|_| ()).unwrap_err();
        let shown: Vec<String> = faults.list.iter().map(ToString::to_string).collect();
        assert_eq!(shown, *expected, "{text}");
    }
}

#[test]
fn every_fault_is_named_with_its_place() {
    refuses(&[
        ("usrs: 5", &["1:1: usrs: unknown key (did you mean `users`?)"]),
        (
            "users: 0\nrun: 10",
            &[
                "1:8: users: `0` is out of range (1 to 2000000)",
                "2:6: run: `10` is no spread of times (write `10s`, `exponential:10s`, `uniform:3s..5s`, `lognormal:10s,0.5` or `csv:FILE`)",
            ],
        ),
        ("run: {exponental: 10s}", &["1:7: run.exponental: unknown key (did you mean `exponential`?)"]),
        (
            "run: {}\nthink: {csv: none.csv, exponential: 1s}",
            &[
                "1:6: run: says nothing (one of exponential, uniform, lognormal, csv)",
                "2:9: think.csv: stands beside `exponential` (keep one of the two)",
            ],
        ),
        (
            "run: {uniform: [5s, 3s]}\nthink: {uniform: [1s]}",
            &["1:16: run.uniform: ends before it begins", "2:18: think.uniform: has not two times (write `[3s, 5s]`)"],
        ),
        ("run: {lognormal: {median: 10s, sigma: 9}}", &["1:39: run.lognormal.sigma: is above 2, the most there is"]),
        (
            "run: {csv: bad.csv}\narrive: {trace: none.csv}",
            &["1:6: run: bad.csv:2: `x` is no number of seconds such as 12.5", "2:9: arrive: no file none.csv"],
        ),
        (
            "users: 5\narrive: trace:visits.csv\nrun: 1s\nevery: 2m",
            &[
                "1:1: users: stands beside `arrive`, which says it already (leave it out)",
                "3:1: run: stands beside `arrive`, which says it already (leave it out)",
                "4:1: every: stands beside `arrive`, which says it already (leave it out)",
            ],
        ),
        (
            "users: 5\narrive: steps:10m@600\nrun: 1s",
            &["1:1: users: stands beside `arrive`, which says it already (leave it out)"],
        ),
        ("every: 2m\nthink: 1m", &["2:1: think: stands beside `every` (keep one of the two)"]),
        ("profile: contst\nfor: 0s", &["1:10: profile: no profile `contst`", "2:6: for: is no time at all"]),
    ]);
}

#[test]
fn every_fault_of_pools_and_people_is_named_with_its_place() {
    refuses(&[
        (
            "settings: {maxSessions: 5, readySessions: 5, lifecycle: {type: Timed, cooldown: 60s}}",
            &[
                "1:43: settings.readySessions: ready sessions 5 is not below max sessions 5, as Azure demands",
                "1:81: settings.lifecycle.cooldown: a cooldown of 60 s: Azure takes 300 to 3600 s",
            ],
        ),
        (
            "schedule: [{at: 5m, profile: idle}, {at: 1m, profile: contest}]",
            &[
                "1:1: schedule: does not say what the pool is at first (begin with `{at: 0s, profile: idle}`, or write `profile: idle` above it)",
                "1:42: schedule[1].at: is before the entry above",
            ],
        ),
        (
            "users: 1\nschedule: []",
            &["2:11: schedule: is empty (leave it out, or begin with `{at: 0s, profile: idle}`)"],
        ),
        ("kind: Shell\nprofile: huge", &["2:10: profile: max sessions 700: a Shell pool has at most 600"]),
        (
            "kind: PythonLTS\nsettings: {maxSessions: 700, readySessions: 3, lifecycle: {type: Timed, cooldown: 5m}}",
            &[
                "2:25: settings.maxSessions: max sessions 700: a PythonLTS pool has at most 600",
                "2:45: settings.readySessions: a PythonLTS pool keeps no ready sessions of one's own (write 0)",
            ],
        ),
        (
            "kind: Shell\nprofile: idle\nschedule:\n  - at: 5m\n    settings: \
             {maxSessions: 7, readySessions: 0, lifecycle: {type: OnContainerExit, maxAlive: 1h}}",
            &[
                "5:61: schedule[0].settings.lifecycle: OnContainerExit is for custom containers, and this is a Shell pool",
            ],
        ),
        ("arrive: {poisson: 0s}", &["1:9: arrive: 0s apart is all at once: write `within: 0s`"]),
        (
            "arrive: {steps: [{for: 1h, perHour: 900000000}]}",
            &["1:9: arrive: about 900000000 users come; 2000000 is the most"],
        ),
        (
            "identifier: team\nwhenFull: perhaps",
            &[
                "1:13: identifier: `team` is no choice of identifiers (write `user`, `run`, `team:4` or `shared:10`)",
                "2:11: whenFull: `perhaps` is no answer to a full pool (write `refuse`, `wait` or `wait:30s`)",
            ],
        ),
        (
            "for: 900d\nreplications: 99999\nmaxSessions: 5",
            &[
                "1:6: for: `900d` is no length of time up to 366 days (write it like `10s`, `0.5s`, `500ms`, `2m` or `1h30m`)",
                "2:15: replications: `99999` is out of range (1 to 1000)",
                "3:1: maxSessions: unknown key (here it is `settings.maxSessions`)",
            ],
        ),
    ]);
}

#[test]
fn what_flags_must_still_say_is_known() {
    for (text, expected) in [
        ("users: 10", &["--run"][..]),
        ("run: 10s", &["--users"]),
        ("for: 1h", &["--users", "--run"]),
        ("users: 10\nrun: 10s\nevery: 1m", &[]),
        ("arrive: poisson:1s\nrun: 1s", &["--for"]),
        ("arrive: poisson:1s\nrun: 1s\nfor: 1h", &[]),
        ("arrive: steps:10m@600", &["--run"]),
        ("arrive: trace:visits.csv", &[]),
        ("profile: huge\nusers: 1\nrun: 1s", &[]),
    ] {
        assert_eq!(read(text).unwrap().missing(), expected, "{text}");
    }
}

#[test]
fn what_is_missing_or_does_not_go_together_is_said() {
    for (text, expected) in [
        ("run: 10s", "nobody says how many users come"),
        ("users: 5", "nobody says how long a run takes"),
        ("users: 5\nrun: 1s\nevery: 1m", "users run again and again, and nobody says until when"),
        ("arrive: poisson:1s\nrun: 1s", "users come without end"),
        (
            "arrive: poisson:1ms\nrun: 1s\nfor: 2h",
            "about 7200000 users come, and 2000000 is the most that is simulated",
        ),
    ] {
        let error = read(text).unwrap().demand().unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (Kind::Usage, expected), "{text}");
        assert!(!error.hints().is_empty(), "{text}");
    }
    assert!(read("users: 5\nrun: 1s\nevery: 1m\nruns: 3").unwrap().demand().is_ok());
    for (file, flags, expected) in [
        ("arrive: trace:visits.csv", "run: 1s", "a trace says when each run starts and how long it takes"),
        ("arrive: trace:visits.csv", "users: 1", "steps and traces say themselves how many users come"),
    ] {
        let error = read(flags).unwrap().over(read(file).unwrap()).demand().unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (Kind::Usage, expected), "{flags}");
    }
}

#[test]
fn what_is_said_later_holds() {
    let file = read("users: 5\nrun: 1s\nstart: {cold: 1s, warm: 2s}\nschedule: [{at: 0s, profile: idle}]").unwrap();
    let flags = read("users: 7\nstart: {cold: 3s}").unwrap();
    let both = flags.over(file.clone());
    assert_eq!((both.users, both.run.clone(), both.schedule.len()), (Some(7), file.run, 1));
    assert_eq!(both.starts.cold, Some(Spread::Constant(seconds(3.0))));
    assert_eq!(both.starts.warm, Some(Spread::Constant(seconds(2.0))));
}

proptest! {
    /// Whatever somebody writes for a word is read or refused.
    #[test]
    fn no_word_panics(text in "(exponential|uniform|lognormal|csv|ramp|poisson|steps|trace|team|shared|wait|refuse)?:?[0-9smhd.,@:é-]{0,12}") {
        let beside = Beside { text: &beside_file, profile: &profile };
        let _ = (spread::parse(&text, &beside), arrive(&text, &beside), identifier(&text), when_full(&text));
        let _ = read(&format!("run: {text}\narrive: '{text}'"));
    }
}
