//! What the model of a pool is told to be, by what the store has of the pool.

use crate::emulator::document;
use crate::emulator::records::{Course, Pool};
use crate::emulator::warming;
use crate::model::Lifecycle;
use crate::sim::Millis;
use crate::sim::pool::Rules;
use crate::wire;
use jiff::Timestamp;
use serde_json::Value;
use std::time::Duration;

/// The most sessions that the model of a pool ever holds, whatever the pool is told: a bound for the memory.
const MOST_SESSIONS: u32 = 20_000;

/// What a pool is told, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) rules: Rules,
    /// When they count from.
    pub(super) since: Millis,
    /// Warm sessions at that time.
    pub(super) before: u32,
    /// How ready sessions got where they are; `None` while an operation is at work.
    pub(super) course: Option<Course>,
}

impl Told {
    /// What a pool is told; `None` while it serves nothing yet. What an operation brings counts from its end.
    pub(super) fn of(pool: &Pool) -> Option<Self> {
        let is_custom = document::is_custom(&pool.document);
        if is_custom && pool.template.is_none() {
            return None;
        }
        let is_at_work = pool.previous.is_some();
        let document = pool.previous.as_ref().map_or(&pool.document, |previous| &previous.document);
        let takes = if is_at_work { 0 } else { pool.course.takes.unwrap_or_default() };
        let template = pool.template.as_ref().map_or(&Value::Null, |template| &template.body);
        let max = document::max(document).min(MOST_SESSIONS);
        let ready = document::ready(document).unwrap_or_default().min(MOST_SESSIONS);
        let rules = Rules {
            max: max.saturating_sub(pool.allocated),
            ready,
            lifecycle: lifecycle(document),
            on_a_node: is_custom.then(|| warming::on_a_node(wire::pool::session_size(template)).get()),
            deletes_in: 0,
        };
        let since = millis(pool.course.since).saturating_add(takes);
        let before = if is_custom { pool.course.before.min(MOST_SESSIONS) } else { 0 };
        Some(Self { rules, since, before, course: (!is_at_work).then_some(pool.course) })
    }
}

/// When its sessions end.
fn lifecycle(document: &Value) -> Lifecycle {
    let lifecycle = &document["properties"]["dynamicPoolConfiguration"]["lifecycleConfiguration"];
    let period = |name: &str| Duration::from_secs(lifecycle[name].as_u64().unwrap_or_default());
    if document::is_on_exit(lifecycle) {
        Lifecycle::OnContainerExit { max_alive: period("maxAlivePeriodInSeconds") }
    } else {
        Lifecycle::Timed { cooldown: period("cooldownPeriodInSeconds") }
    }
}

/// The model's time.
pub(super) fn millis(instant: Timestamp) -> Millis {
    Millis::try_from(instant.as_millisecond()).unwrap_or_default()
}
