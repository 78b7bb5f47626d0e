//! Seeds: what draws from one, what goes wrong by chance, and running many.

use crate::emulator::Chance;
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Refusals that waiting does not lift, and operations that go wrong.
pub(super) const FINAL: [&str; 7] = ["locked", "policy", "forbidden", "quota", "cores", "failLate", "never"];

/// What draws.
pub(super) struct Dice(Chance);

impl Dice {
    /// The same draws for the same seed.
    pub(super) fn of(seed: u64) -> Self {
        Self(Chance::of(seed))
    }

    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0.next() % end
    }

    pub(super) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize].clone()
    }

    /// Something that goes wrong, on some requests, some times.
    pub(super) fn fault(&mut self) -> Value {
        let on = self.pick(&["get", "get", "put", "patch", "patch", "delete", "poll", "tags", "any", "list"]);
        let mut fault = self.trouble();
        // Nobody is told that a pool is busy who only looks.
        let reads = fault["fault"] == "busy" && ["get", "list", "any"].contains(&on);
        fault["on"] = json!(if reads { "patch" } else { on });
        fault["count"] = json!(self.pick(&[1, 1, 2, 3]));
        if self.below(3) == 0 {
            fault["probability"] = json!(0.3);
            fault["seed"] = json!(self.below(1000));
        }
        fault
    }

    /// The same of what passes: nothing stays InProgress, Failed or forbidden.
    pub(super) fn passing_fault(&mut self) -> Value {
        loop {
            let fault = self.fault();
            if !FINAL.iter().any(|name| fault["fault"] == *name) {
                return fault;
            }
        }
    }

    fn trouble(&mut self) -> Value {
        match self.below(13) {
            0 => json!({"fault": "status", "status": self.pick(&[500, 502, 503, 504, 408])}),
            1 | 2 => json!({
                "fault": "throttled",
                "retryAfter": 1 + self.below(90),
                "retryAfterAs": self.pick(&["seconds", "date", "retry-after-ms", "x-ms-retry-after-ms"]),
            }),
            3 => json!({"fault": "notJson", "status": self.pick(&[200, 502, 429])}),
            4 => json!({"fault": "resetBefore"}),
            5 => json!({"fault": "resetAfter"}),
            6 => json!({"fault": "cut"}),
            7 => json!({"fault": "slow", "seconds": 1 + self.below(120)}),
            8 => json!({"fault": "skew", "seconds": self.pick(&[-3600, -5, 5, 3600])}),
            9 => json!({"fault": "loseRecord"}),
            10 => json!({"fault": "busy"}),
            11 => json!({"fault": "failLate", "code": "SessionPoolOperationError", "message": "time out"}),
            _ => json!({"fault": self.pick(&FINAL)}),
        }
    }
}

/// Runs a test for every seed: `POOL_SEEDS` of them, or the one of `POOL_SEED`. A panic is a failure too, and each
/// failure says how to replay it.
pub(super) fn every_seed(test: &str, seeds: u64, live: impl Fn(u64) -> Result<(), String> + Sync) {
    let (first, last) = match (number("POOL_SEED"), number("POOL_SEEDS")) {
        (Some(seed), _) => (seed, seed + 1),
        (None, wanted) => (0, wanted.unwrap_or(seeds)),
    };
    let (next, failures) = (AtomicU64::new(first), Mutex::new(Vec::new()));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= last || failures.lock().unwrap().len() >= 10 {
                return;
            }
            let lived = catch_unwind(AssertUnwindSafe(|| live(seed)));
            let told = lived.unwrap_or_else(|panic| {
                let text = panic.downcast_ref::<String>().cloned();
                Err(format!("panicked: {}", text.unwrap_or_else(|| "see above".to_owned())))
            });
            if let Err(why) = told {
                let replay = format!("POOL_SEED={seed} cargo test --lib {test}");
                failures.lock().unwrap().push(format!("seed {seed}: {why}\n  replay it: {replay}"));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[expect(clippy::disallowed_methods, reason = "a test's own switch; the program does not read it")]
fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap())
}

/// A runtime whose time passes as soon as everybody sleeps.
pub(super) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap()
}
