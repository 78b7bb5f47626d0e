//! `Microsoft.Authorization`: what the caller may do, and locks.

use super::reading::text;
use crate::model::{Lock, LockLevel, Permission};
use serde_json::Value;

/// An item of the list of permissions: `{actions, notActions, dataActions, notDataActions}`. What is not said is
/// nothing.
#[must_use]
pub fn permission(item: &Value) -> Permission {
    let list = |name: &str| item[name].as_array().into_iter().flatten().filter_map(text).collect();
    Permission { actions: list("actions"), not_actions: list("notActions") }
}

/// An item of the list of locks: `{id, name, properties: {level, notes}}`; `None` where it is none.
#[must_use]
pub fn lock(item: &Value) -> Option<Lock> {
    let id = text(&item["id"])?;
    let end = id.to_ascii_lowercase().rfind("/providers/microsoft.authorization/locks/")?;
    let name = text(&item["name"]).unwrap_or_else(|| id.rsplit('/').next().unwrap_or_default().to_owned());
    Some(Lock {
        name,
        scope: id[..end].to_owned(),
        level: LockLevel::named(&text(&item["properties"]["level"])?),
        notes: text(&item["properties"]["notes"]),
        id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn permissions_are_read_and_what_is_missing_is_nothing() {
        let item = json!({"actions": ["*/read", 7, null], "notActions": null, "dataActions": []});
        assert_eq!(permission(&item), Permission { actions: vec!["*/read".into()], not_actions: vec![] });
        for item in [json!(null), json!({}), json!([]), json!({"actions": "*"})] {
            assert_eq!(permission(&item), Permission::default(), "{item}");
        }
    }

    #[test]
    fn a_lock_says_what_it_is_on() {
        let id = "/subscriptions/s/resourceGroups/g/providers/microsoft.authorization/LOCKS/keep";
        let read = lock(&json!({"id": id, "name": "keep", "properties": {"level": "readonly", "notes": ""}})).unwrap();
        assert_eq!((read.scope.as_str(), read.level), ("/subscriptions/s/resourceGroups/g", LockLevel::ReadOnly));
        assert_eq!((read.name.as_str(), read.notes), ("keep", None));
        for item in [json!({}), json!({"id": "/x", "properties": {"level": "ReadOnly"}}), json!({"id": id})] {
            assert_eq!(lock(&item), None, "{item}");
        }
    }
}
