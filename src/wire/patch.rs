//! The body of a PATCH.

use crate::model::{Lifecycle, Patch, Scale};
use serde_json::{Map, Value, json};

/// The smallest body that says what a patch says. Each object in it is whole: both scale numbers, and the lifecycle
/// type with its period and an explicit null for the other, so that the body is right whether Azure merges objects
/// (as recorded) or replaces them.
#[must_use]
pub fn encode(patch: &Patch) -> Value {
    let mut properties = Map::new();
    if let Some(scale) = patch.scale {
        properties.insert("scaleConfiguration".to_owned(), self::scale(scale));
    }
    if let Some(lifecycle) = patch.lifecycle {
        properties.insert(
            "dynamicPoolConfiguration".to_owned(),
            json!({"lifecycleConfiguration": self::lifecycle(lifecycle)}),
        );
    }
    let mut body = Map::new();
    if let Some(tags) = &patch.tags {
        body.insert("tags".to_owned(), json!(tags));
    }
    if !properties.is_empty() {
        body.insert("properties".to_owned(), Value::Object(properties));
    }
    Value::Object(body)
}

/// `scaleConfiguration`.
pub(super) fn scale(scale: Scale) -> Value {
    match scale.ready {
        Some(ready) => json!({"maxConcurrentSessions": scale.max, "readySessionInstances": ready}),
        None => json!({"maxConcurrentSessions": scale.max}),
    }
}

/// `lifecycleConfiguration`.
pub(super) fn lifecycle(lifecycle: Lifecycle) -> Value {
    let seconds = lifecycle.period().as_secs();
    let (cooldown, max_alive) = match lifecycle {
        Lifecycle::Timed { .. } => (Some(seconds), None),
        Lifecycle::OnContainerExit { .. } => (None, Some(seconds)),
    };
    json!({
        "lifecycleType": lifecycle.type_name(),
        "cooldownPeriodInSeconds": cooldown,
        "maxAlivePeriodInSeconds": max_alive,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn only_what_differs_is_sent() {
        assert_eq!(encode(&Patch::default()), json!({}));
        let patch = Patch { scale: Some(Scale { max: 50, ready: Some(0) }), ..Patch::default() };
        let expected = json!({"properties": {"scaleConfiguration": {
            "maxConcurrentSessions": 50, "readySessionInstances": 0}}});
        assert_eq!(encode(&patch), expected, "an explicit 0 is sent");
    }

    #[test]
    fn the_lifecycle_goes_whole_with_a_null_for_the_other_period() {
        let patch = Patch {
            lifecycle: Some(Lifecycle::OnContainerExit { max_alive: Duration::from_secs(600) }),
            tags: Some([("a".to_owned(), "b".to_owned())].into()),
            scale: None,
        };
        let expected = json!({"tags": {"a": "b"}, "properties": {"dynamicPoolConfiguration": {
            "lifecycleConfiguration": {"lifecycleType": "OnContainerExit",
                "cooldownPeriodInSeconds": null, "maxAlivePeriodInSeconds": 600}}}});
        assert_eq!(encode(&patch), expected);
    }
}
