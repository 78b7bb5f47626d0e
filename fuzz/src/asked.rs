//! What people ask for: settings, and the three things that they do with a pool.

use jiff::Timestamp;
use pool::model::{Lifecycle, Settings};
use pool::plan::{Action, Down, Holding, Intent, Others};
use pool::schedule::records::Known;
use pool::schedule::stamp::Mark;
use pool::schedule::{Claim, Combine, Lease, OnDrift, Person};
use std::time::Duration;

/// A scale with five minutes of cooldown.
pub fn settings(max: u32, ready: u32) -> Settings {
    let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
    Settings { max_sessions: max, ready_sessions: ready, lifecycle, expires_after: None }
}

/// A scale-up until then.
pub fn up(now: Timestamp, until: Option<Timestamp>) -> Action {
    Action::ScaleUp(Lease {
        settings: settings(50, 10),
        profile: "contest".to_owned(),
        from: now,
        until,
        combine: Combine::Max,
        by: Person::named("ana@desk"),
        reason: None,
    })
}

/// A scale-down that ends whatever there is.
pub fn down() -> Action {
    Action::ScaleDown(Box::new(Down::new(Person::named("ana@desk"), Others::All, Holding::Keep)))
}

/// A run of apply that enforces.
pub fn apply(now: Timestamp) -> Action {
    let runner = Some(Mark { by: "cron".to_owned(), at: now });
    Action::Apply { on_drift: OnDrift::Enforce, runner, heartbeat: None }
}

/// Any of them, on a machine without a file.
pub fn intent(action: Action) -> Intent {
    Intent {
        action,
        base: Claim::base("idle", settings(5, 0)),
        known: Known::default(),
        force: false,
        retry_zero: false,
        by: "ana@desk".to_owned(),
    }
}
