//! What a cloud is made of, for `az cloud register` and its like: the emulator names itself as the one place for
//! everything that it answers.

use super::answers::{NOBODY, Reply};
use super::front::Desk;
use serde_json::json;

/// Answers `/metadata/endpoints`: from 2022-09-01 on one cloud, before that a list of clouds.
pub(super) fn endpoints(desk: &Desk<'_>) -> Reply {
    let here = &desk.call.origin;
    let cloud = json!({
        "name": "PoolEmulator",
        "portal": here,
        "resourceManager": here,
        "microsoftGraphResourceId": here,
        "graphAudience": here,
        "graph": here,
        "authentication": {
            "loginEndpoint": here, "audiences": [here], "tenant": NOBODY, "identityProvider": "AAD",
        },
        "suffixes": {},
    });
    let listed = desk.call.version().is_some_and(|version| version < "2022-09-01");
    Reply::json(200, if listed { json!([cloud]) } else { cloud })
}
