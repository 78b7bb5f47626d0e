//! Several pools, a line each.

use super::pool::{seen_value, state};
use super::words;
use crate::ops::inspect::Seen;
use crate::output::{Look, View, table};
use crate::plan::Match;
use serde_json::Value;

/// `pool list`.
#[derive(Debug)]
pub struct ListView<'a>(pub &'a [Seen]);

impl View for ListView<'_> {
    fn value(&self) -> Value {
        self.0.iter().map(seen_value).collect()
    }

    fn text(&self, look: &Look) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let heading = ["NAME", "GROUP", "PROFILE", "MAX", "READY", "ALLOCATED", "STATE", "LOCATION"];
        table::columns(&heading, self.0.iter().map(row).collect(), look.width)
    }
}

fn row(seen: &Seen) -> Vec<String> {
    let pool = &seen.pool;
    let ready = match (pool.counts, pool.scale.ready) {
        (Some(counts), Some(wanted)) => format!("{}/{wanted}", counts.ready),
        (None, Some(wanted)) => format!("?/{wanted}"),
        (_, None) => "-".to_owned(),
    };
    let profile = match &seen.matching {
        Match::Nearest { profile, .. } => format!("~{profile}"),
        Match::Exactly { profile, floor: Some(floor) } => format!("{profile} (floor {floor})"),
        other => words::matching(other),
    };
    vec![
        pool.id.name.clone(),
        pool.id.group.clone(),
        profile,
        pool.scale.max.to_string(),
        ready,
        pool.allocated().map_or_else(|| "?".to_owned(), |allocated| allocated.to_string()),
        state(&pool.state),
        pool.location.clone(),
    ]
}
