//! One pool, at a glance.

use super::leases::{ended_line, hold_line, hold_value, lease_line, lease_value};
use super::{amounts, money, words};
use crate::model::{Pool, State};
use crate::ops::expense::Running;
use crate::ops::inspect::Seen;
use crate::output::printer::in_our_words;
use crate::output::style::{BAD, GOOD, STRONG, WARN, paint};
use crate::output::{Here, Look, View, table};
use crate::schedule::Records;
use jiff::Timestamp;
use serde_json::{Value, json};

/// `pool show`.
#[derive(Debug)]
pub struct PoolView<'a> {
    /// The pool.
    pub seen: &'a Seen,
    /// Now.
    pub now: Timestamp,
    /// The zone of whoever reads.
    pub zone: Here,
    /// What it costs, or which price nobody knows.
    pub cost: Running,
}

/// A pool as ARM has it, for `--raw`.
#[derive(Debug)]
pub struct RawView<'a>(pub &'a Value);

impl View for RawView<'_> {
    fn value(&self) -> Value {
        self.0.clone()
    }

    fn text(&self, _: &Look) -> String {
        format!("{:#}\n", self.0)
    }

    fn is_ours(&self) -> bool {
        false
    }
}

impl View for PoolView<'_> {
    fn value(&self) -> Value {
        let mut value = seen_value(self.seen);
        value["cost"] = amounts::standing_value(&self.cost);
        value
    }

    fn text(&self, look: &Look) -> String {
        let Seen { pool, matching, stamp, .. } = self.seen;
        let mut rows: Vec<(&str, String)> = vec![
            ("pool", paint(STRONG, &pool.id.name)),
            ("profile", words::matching(matching)),
            ("state", state(&pool.state)),
            ("sessions", sessions(pool)),
            ("max sessions", pool.scale.max.to_string()),
            ("ready sessions", ready(pool)),
            ("lifecycle", pool.lifecycle.map_or_else(|| "not said".to_owned(), |lifecycle| lifecycle.to_string())),
        ];
        if let Some(nodes) = pool.nodes {
            rows.push(("nodes", nodes.to_string()));
        }
        rows.push(("cost", in_our_words(&money::standing_line(&self.cost), &look.call)));
        rows.push(("kind", pool.container_type.clone()));
        if let Some(image) = &pool.image {
            rows.push(("image", image.clone()));
        }
        if let Some(network) = &pool.network {
            rows.push(("network", network.clone()));
        }
        rows.push(("location", pool.location.clone()));
        rows.push(("group", pool.id.group.clone()));
        if let Some(endpoint) = &pool.endpoint {
            rows.push(("endpoint", endpoint.clone()));
        }
        match stamp {
            Some(Ok(stamp)) => rows.push(("applied", words::stamp(stamp))),
            Some(Err(problem)) => rows.push(("applied", paint(WARN, problem))),
            None => {}
        }
        rows.extend(self.claims());
        rows.push(("changed", changed(pool)));
        let rows = rows.into_iter().map(|(label, value)| (label.to_owned(), value)).collect();
        let basis = self.cost.as_ref().map(|(rates, _)| money::assumptions(rates, look)).unwrap_or_default();
        let basis = basis.trim_start_matches('\n');
        let text = table::pairs(rows, look.width);
        if basis.is_empty() { text } else { format!("{text}\n{basis}\n") }
    }
}

impl PoolView<'_> {
    /// The leases and the hold that stand on it.
    fn claims(&self) -> Vec<(&'static str, String)> {
        let records = Records::read(&self.seen.pool.tags);
        let leases = records.leases.values().map(|lease| match lease.until {
            Some(until) if until <= self.now => ("lease", paint(WARN, ended_line(lease, until, self.now, &self.zone))),
            _ => ("lease", lease_line(lease, self.now, &self.zone)),
        });
        let hold = records.hold_at(self.now).map(|hold| ("hold", hold_line(hold, self.now, &self.zone)));
        leases.chain(hold).collect()
    }
}

/// A pool in our words: the profile's keys for what a profile sets.
pub(super) fn seen_value(seen: &Seen) -> Value {
    let mut value = pool_value(&seen.pool);
    value["profile"] = words::matching_value(&seen.matching);
    value["applied"] = match &seen.stamp {
        Some(Ok(stamp)) => words::stamp_value(stamp),
        Some(Err(problem)) => json!({"unreadable": problem}),
        None => Value::Null,
    };
    let records = Records::read(&seen.pool.tags);
    value["leases"] = records.leases.iter().map(|(slot, lease)| lease_value(*slot, lease)).collect();
    value["hold"] = records.hold.as_ref().map_or(Value::Null, hold_value);
    value
}

/// A pool without what depends on profiles.
pub(super) fn pool_value(pool: &Pool) -> Value {
    json!({
        "name": pool.id.name,
        "resourceGroup": pool.id.group,
        "subscription": pool.id.subscription,
        "id": pool.id.to_string(),
        "location": pool.location,
        "kind": pool.container_type,
        "state": pool.state.to_string(),
        "maxSessions": pool.scale.max,
        "readySessions": pool.scale.ready,
        "lifecycle": words::lifecycle(pool.lifecycle),
        "sessions": pool.counts.map(|counts| json!({
            "ready": counts.ready,
            "pending": counts.pending,
            "allocated": counts.allocated,
            "expected": counts.expected,
            "imagePullFailed": counts.image_pull_failed,
            "crashed": counts.crashed,
        })),
        "nodes": pool.nodes,
        "network": pool.network,
        "endpoint": pool.endpoint,
        "environment": pool.environment,
        "image": pool.image,
        "identity": pool.identity,
        "secrets": pool.secrets,
        "tags": pool.tags,
        "createdBy": pool.created.by,
        "createdAt": pool.created.at,
        "changedBy": pool.modified.by,
        "changedAt": pool.modified.at,
    })
}

/// The state, with its meaning in colour too.
pub(super) fn state(state: &State) -> String {
    match state {
        State::Succeeded => paint(GOOD, state),
        State::Failed | State::Canceled => paint(BAD, state),
        State::InProgress | State::Deleting | State::Other(_) => paint(WARN, state),
    }
}

/// What the sessions are doing: "10 ready, 0 pending, 3 allocated".
fn sessions(pool: &Pool) -> String {
    let Some(counts) = pool.counts else { return "not said by Azure for this kind of pool".to_owned() };
    let mut text = format!("{} ready, {} pending, {} allocated", counts.ready, counts.pending, counts.allocated);
    for (count, what) in [(counts.image_pull_failed, "without their image"), (counts.crashed, "crashed")] {
        if count > 0 {
            text.push_str(&paint(BAD, format!(", {count} {what}")));
        }
    }
    text
}

/// The ready number that is wanted, and how far it is reached.
fn ready(pool: &Pool) -> String {
    match (pool.scale.ready, pool.counts) {
        (None, _) => "none: Azure keeps no ready sessions for this kind of pool".to_owned(),
        (Some(wanted), Some(counts)) if counts.ready != wanted => {
            format!("{wanted} wanted, {}", paint(WARN, format!("{} now", counts.ready)))
        }
        (Some(wanted), _) => wanted.to_string(),
    }
}

fn changed(pool: &Pool) -> String {
    let by = pool.modified.by.as_deref().unwrap_or("unknown");
    match pool.modified.at {
        Some(at) => format!("by {by} at {}", crate::model::time::utc(at)),
        None => format!("by {by}"),
    }
}
