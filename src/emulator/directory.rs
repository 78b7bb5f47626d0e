//! Who and where a caller is: one tenant, the subscriptions in which something lives, and nobody in particular.

use super::answers::{NOBODY, Reply};
use super::codes::Trouble;
use super::front::Desk;
use super::regions;
use serde_json::{Value, json};

/// Answers `/tenants`.
pub(super) fn tenants() -> Reply {
    let tenant = json!({
        "id": format!("/tenants/{NOBODY}"),
        "tenantId": NOBODY,
        "displayName": "Emulator",
        "defaultDomain": "emulator.example",
        "tenantCategory": "Home",
    });
    Reply::json(200, json!({"value": [tenant]}))
}

/// Answers `/subscriptions`: one is there from the start, others when something was made in them.
pub(super) fn subscriptions(desk: &Desk<'_>) -> Result<Reply, Trouble> {
    let others = desk.rows.subscriptions()?.into_iter().filter(|id| id != NOBODY);
    let all: Vec<Value> = std::iter::once(NOBODY.to_owned()).chain(others).map(|id| described(&id)).collect();
    Ok(Reply::json(200, json!({"value": all, "count": {"type": "Total", "value": all.len()}})))
}

/// Answers `/subscriptions/{id}`. Pools can be made in any, so every one is there.
pub(super) fn subscription(id: &str) -> Reply {
    Reply::json(200, described(id))
}

fn described(id: &str) -> Value {
    json!({
        "id": format!("/subscriptions/{id}"),
        "subscriptionId": id,
        "tenantId": NOBODY,
        "displayName": "Emulator",
        "state": "Enabled",
        "authorizationSource": "RoleBased",
        "managedByTenants": [],
        "subscriptionPolicies": {
            "locationPlacementId": "Public_2014-09-01", "quotaId": "PayAsYouGo_2014-09-01", "spendingLimit": "Off",
        },
    })
}

/// Answers `/subscriptions/{id}/locations`.
pub(super) fn locations(id: &str) -> Reply {
    let all: Vec<Value> = regions::REGIONS
        .iter()
        .map(|region| {
            let name = regions::slug(region);
            json!({
                "id": format!("/subscriptions/{id}/locations/{name}"),
                "name": name,
                "type": "Region",
                "displayName": region,
                "regionalDisplayName": region,
                "metadata": {"regionType": "Physical", "regionCategory": "Recommended"},
            })
        })
        .collect();
    Reply::json(200, json!({"value": all}))
}

/// Answers Microsoft Graph's `/v1.0/me`, which the Azure CLI asks after it made a pool.
pub(super) fn me() -> Reply {
    Reply::json(200, json!({"id": NOBODY, "displayName": "Nobody", "userPrincipalName": "nobody@emulator.example"}))
}
