//! Which pool a request of the data plane is for, and what it wants there.
//!
//! The emulator hands out `{its own origin}/dynamic/subscriptions/…/sessionPools/{name}` as a pool's management
//! endpoint, whatever the kind. Where Azure's hosts are led here (by a hosts file, or a proxy), they are known too.

use crate::emulator::request::decoded;
use crate::emulator::view;
use crate::model::{Kind, PoolId};

/// Where the endpoints lie below the emulator's origin.
const PREFIX: &str = "dynamic";

/// A request's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::emulator) struct Address {
    pub(super) pool: Named,
    /// What follows the pool's endpoint, as it was sent: empty, or from a `/` on.
    pub(super) rest: String,
}

/// How a pool is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// Below the emulator's own origin.
    Here(PoolId),
    /// At a region's `dynamicsessions.io`, where code interpreters are.
    Regional(PoolId),
    /// By a host of its own, `{name}.{environment}.{region}.azurecontainerapps.io`.
    Host { name: String, rest: String },
}

impl Address {
    /// The address of a request to the data plane; `None` for others.
    pub(in crate::emulator) fn read(origin: &str, path: &str) -> Option<Self> {
        let host = origin.split_once("://").map_or(origin, |(_, host)| host);
        let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
        if host.ends_with(".azurecontainerapps.io") {
            let (name, rest) = host.split_once('.')?;
            let pool = Named::Host { name: name.to_owned(), rest: rest.to_owned() };
            return Some(Self { pool, rest: path.to_owned() });
        }
        if host.ends_with(".dynamicsessions.io") {
            let (id, rest) = id(path.strip_prefix('/')?)?;
            return Some(Self { pool: Named::Regional(id), rest });
        }
        let (prefix, below) = path.strip_prefix('/')?.split_once('/')?;
        let (id, rest) = id(below).filter(|_| prefix.eq_ignore_ascii_case(PREFIX))?;
        Some(Self { pool: Named::Here(id), rest })
    }

    /// Whether files are uploaded here.
    pub(in crate::emulator) fn is_for_uploads(&self) -> bool {
        let parts = self.parts();
        matches!(parts.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), ["files"] | ["files", "upload"])
    }

    /// What is wanted of the pool, part by part.
    pub(super) fn parts(&self) -> Vec<String> {
        self.rest.split('/').filter(|part| !part.is_empty()).map(decoded).collect()
    }
}

/// Reads `subscriptions/{s}/resourceGroups/{g}/sessionPools/{p}` and what follows.
fn id(path: &str) -> Option<(PoolId, String)> {
    let parts: Vec<&str> = path.splitn(7, '/').collect();
    let [s, subscription, g, group, p, name, after @ ..] = parts.as_slice() else { return None };
    let is_id = s.eq_ignore_ascii_case("subscriptions")
        && g.eq_ignore_ascii_case("resourceGroups")
        && p.eq_ignore_ascii_case("sessionPools");
    let rest = after.first().map(|rest| format!("/{rest}")).unwrap_or_default();
    let id = PoolId { subscription: decoded(subscription), group: decoded(group), name: decoded(name) };
    is_id.then_some((id, rest))
}

/// A pool's management endpoint, for a caller who knows the emulator under this origin. Azure's own shape is kept for
/// one who says that this is Azure's control plane: such a caller leads Azure's other hosts here as well.
pub(in crate::emulator) fn endpoint(origin: &str, document: &serde_json::Value, place: &PoolId) -> String {
    let PoolId { subscription, group, name } = place;
    let path = format!("subscriptions/{subscription}/resourceGroups/{group}/sessionPools/{name}");
    if !origin.ends_with("://management.azure.com") {
        return format!("{origin}/{PREFIX}/{path}");
    }
    let region = view::region(document);
    match crate::emulator::document::kind(document) {
        Some(Kind::CustomContainer) => format!("https://{name}.{}", host(document)),
        _ => format!("https://{region}.dynamicsessions.io/{path}"),
    }
}

/// The host of an environment, below which each of its pools has one.
pub(super) fn host(document: &serde_json::Value) -> String {
    let environment = document["properties"]["environmentId"].as_str().unwrap_or_default();
    format!("{}.{}.azurecontainerapps.io", view::domain(environment), view::region(document))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_the_control_plane() {
        let id = |name: &str| PoolId { subscription: "S".into(), group: "g 1".into(), name: name.into() };
        let host = Named::Host { name: "p".into(), rest: "env-1.eastus2.azurecontainerapps.io".into() };
        let path = "subscriptions/S/resourcegroups/g%201/sessionPools/P";
        for (origin, path, expected) in [
            ("http://127.0.0.1:8787", format!("/dynamic/{path}"), Some((Named::Here(id("P")), ""))),
            ("http://127.0.0.1:8787", format!("/Dynamic/{path}/a%2Fb//c"), Some((Named::Here(id("P")), "/a%2Fb//c"))),
            (
                "https://eastus2.dynamicsessions.io",
                format!("/{path}/files"),
                Some((Named::Regional(id("P")), "/files")),
            ),
            ("https://P.env-1.eastus2.azurecontainerapps.io:443", "/x".to_owned(), Some((host, "/x"))),
            ("http://127.0.0.1:8787", format!("/{path}"), None),
            ("http://127.0.0.1:8787", "/dynamic/subscriptions/S".to_owned(), None),
            ("https://eastus2.dynamicsessions.io", "/".to_owned(), None),
            ("https://management.azure.com", String::new(), None),
        ] {
            let expected = expected.map(|(pool, rest)| Address { pool, rest: rest.to_owned() });
            assert_eq!(Address::read(origin, &path), expected, "{origin}{path}");
        }
    }
}
