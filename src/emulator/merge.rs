//! How a PATCH is merged into what is there. Recorded: objects merge deeply, arrays are replaced, null takes a member
//! away (as JSON merge patch, RFC 7396, says).

use serde_json::{Map, Value};

/// Merges a patch into a value.
pub(super) fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        target.clone_from(patch);
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    if let Value::Object(target) = target {
        for (name, value) in patch {
            if value.is_null() {
                target.shift_remove(name);
            } else {
                merge(target.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn merged(target: &Value, patch: &Value) -> Value {
        let mut target = target.clone();
        merge(&mut target, patch);
        target
    }

    #[test]
    fn as_recorded() {
        let pool = json!({"scale": {"max": 10, "ready": 2}, "secrets": [{"name": "a"}], "identity": {"type": "x"}});
        for (patch, expected) in [
            (json!({"scale": {"max": 12}}), json!({"max": 12, "ready": 2})),
            (json!({"scale": {"ready": null}}), json!({"max": 10})),
            (json!({"scale": {"max": 12, "ready": 0}}), json!({"max": 12, "ready": 0})),
        ] {
            assert_eq!(merged(&pool, &patch)["scale"], expected, "{patch}");
        }
        assert_eq!(merged(&pool, &json!({"secrets": [{"name": "b"}]}))["secrets"], json!([{"name": "b"}]));
        assert_eq!(merged(&pool, &json!({"identity": null})).get("identity"), None);
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[a-c]{0,3}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-d]", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    fn has_null_member(value: &Value) -> bool {
        value.as_object().is_some_and(|object| object.values().any(|value| value.is_null() || has_null_member(value)))
    }

    proptest! {
        #[test]
        fn merging_twice_is_merging_once(target in values(), patch in values()) {
            let once = merged(&target, &patch);
            prop_assert_eq!(merged(&once, &patch), once);
        }

        #[test]
        fn an_empty_object_changes_no_object(target in values()) {
            prop_assume!(target.is_object());
            prop_assert_eq!(merged(&target, &json!({})), target);
        }

        #[test]
        fn arrays_are_replaced_and_never_joined(target in values(), array in prop::collection::vec(values(), 0..4)) {
            let merged = merged(&json!({"list": target}), &json!({"list": array.clone()}));
            prop_assert_eq!(&merged["list"], &Value::from(array));
        }

        #[test]
        fn null_takes_away_and_nothing_else_goes(target in values(), name in "[a-d]") {
            prop_assume!(target.is_object());
            let after = merged(&target, &json!({name.clone(): null}));
            prop_assert!(after.get(&name).is_none());
            for (key, value) in target.as_object().into_iter().flatten().filter(|(key, _)| **key != name) {
                prop_assert_eq!(&after[key], value);
            }
        }

        #[test]
        fn what_a_patch_says_is_there_afterwards(target in values(), patch in values()) {
            prop_assume!(!has_null_member(&patch));
            let after = merged(&target, &patch);
            prop_assert_eq!(merged(&after, &patch), after.clone());
            if !patch.is_object() {
                prop_assert_eq!(after, patch);
            }
        }
    }
}
