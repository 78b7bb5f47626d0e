//! Addresses of Azure Resource Manager: where a pool, a list and a pool's tags are, and whether a URL that a server
//! gave leads back to the same server.

use super::Failure;
use crate::model::PoolId;
use url::Url;

/// The API version of `Microsoft.Resources/tags` (documentation of 2022-03-15).
const TAGS_API_VERSION: &str = "2021-04-01";

/// That of `Microsoft.Resources/providers`, in wide use since 2021.
const PROVIDERS_API_VERSION: &str = "2021-04-01";

/// That of `Microsoft.Authorization/permissions`, the newest stable one that was found (2026-11).
const PERMISSIONS_API_VERSION: &str = "2022-04-01";

/// That of `Microsoft.Authorization/locks`, the one of the REST reference (read 2026-11).
const LOCKS_API_VERSION: &str = "2016-09-01";

/// That of `/metadata/endpoints`: the form of a single cloud.
const METADATA_API_VERSION: &str = "2022-09-01";

/// That of `Microsoft.Insights/metrics`, the newest stable one of the specification (read 2026-11).
const METRICS_API_VERSION: &str = "2024-02-01";

/// The address of a pool.
pub(super) fn pool(endpoint: &Url, id: &PoolId, api_version: &str) -> Result<Url, Failure> {
    build(endpoint, &pool_path(id), api_version)
}

/// The address of the pools of a group, or of a whole subscription.
pub(super) fn pools(endpoint: &Url, subscription: &str, group: Option<&str>, api: &str) -> Result<Url, Failure> {
    let mut path = vec!["subscriptions", subscription];
    if let Some(group) = group {
        path.extend(["resourceGroups", group]);
    }
    path.extend(["providers", "Microsoft.App", "sessionPools"]);
    build(endpoint, &path, api)
}

/// The address of a pool's tags.
pub(super) fn tags(endpoint: &Url, id: &PoolId) -> Result<Url, Failure> {
    let mut path = pool_path(id).to_vec();
    path.extend(["providers", "Microsoft.Resources", "tags", "default"]);
    build(endpoint, &path, TAGS_API_VERSION)
}

/// The address of Azure Monitor's metrics of a pool, before anything is asked.
pub(super) fn metrics(endpoint: &Url, id: &PoolId) -> Result<Url, Failure> {
    let mut path = pool_path(id).to_vec();
    path.extend(["providers", "Microsoft.Insights", "metrics"]);
    build(endpoint, &path, METRICS_API_VERSION)
}

/// The address of the provider of session pools, as a subscription has it.
pub(super) fn provider(endpoint: &Url, subscription: &str) -> Result<Url, Failure> {
    build(endpoint, &["subscriptions", subscription, "providers", "Microsoft.App"], PROVIDERS_API_VERSION)
}

/// The address of what the caller may do at a scope, which is an ARM id.
pub(super) fn permissions(endpoint: &Url, scope: &str) -> Result<Url, Failure> {
    below(endpoint, scope, "permissions", PERMISSIONS_API_VERSION)
}

/// The address of the locks at a scope, which is an ARM id.
pub(super) fn locks(endpoint: &Url, scope: &str) -> Result<Url, Failure> {
    below(endpoint, scope, "locks", LOCKS_API_VERSION)
}

/// The address of what a cloud says of itself to everybody.
pub(super) fn metadata(endpoint: &Url) -> Result<Url, Failure> {
    build(endpoint, &["metadata", "endpoints"], METADATA_API_VERSION)
}

fn below(endpoint: &Url, scope: &str, what: &str, api_version: &str) -> Result<Url, Failure> {
    let parts = scope.strip_prefix('/').unwrap_or(scope).split('/');
    let path: Vec<&str> = parts.chain(["providers", "Microsoft.Authorization", what]).collect();
    build(endpoint, &path, api_version)
}

/// Whether a URL has the origin of the endpoint and carries no name or password of its own, which would become a
/// second authorization header.
pub(super) fn is_ours(url: &Url, endpoint: &Url) -> bool {
    url.origin().is_tuple()
        && url.origin() == endpoint.origin()
        && url.username().is_empty()
        && url.password().is_none()
}

/// The URL that a server gave, absolute or relative, if it leads back to the same server.
pub(super) fn given(endpoint: &Url, text: &str) -> Result<Url, Failure> {
    let url = endpoint
        .join(text)
        .map_err(|error| Failure::Malformed(format!("the answer points to something that is no URL: {error}")))?;
    if is_ours(&url, endpoint) {
        Ok(url)
    } else {
        Err(Failure::ForeignUrl { url_origin: url.origin().ascii_serialization() })
    }
}

fn pool_path(id: &PoolId) -> [&str; 8] {
    let PoolId { subscription, group, name } = id;
    ["subscriptions", subscription, "resourceGroups", group, "providers", "Microsoft.App", "sessionPools", name]
}

/// Names are escaped as segments. Empty and dotted ones are refused: a URL swallows them and would then name something
/// else.
fn build(endpoint: &Url, path: &[&str], api_version: &str) -> Result<Url, Failure> {
    if let Some(name) = path.iter().find(|name| matches!(**name, "" | "." | "..")) {
        return Err(Failure::BadName((*name).to_owned()));
    }
    let mut url = endpoint.clone();
    url.path_segments_mut()
        .map_err(|()| Failure::Malformed("the endpoint is no address of a server".to_owned()))?
        .clear()
        .extend(path);
    url.query_pairs_mut().clear().append_pair("api-version", api_version);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint() -> Url {
        Url::parse("https://management.azure.com").unwrap()
    }

    fn id(name: &str) -> PoolId {
        PoolId { subscription: "s".into(), group: "g".into(), name: name.into() }
    }

    #[test]
    fn names_are_escaped() {
        let url = pool(&endpoint(), &id("a/b?c#d"), "1").unwrap();
        assert_eq!(
            url.as_str(),
            "https://management.azure.com/subscriptions/s/resourceGroups/g/providers/Microsoft.App/sessionPools/a%2Fb%3Fc%23d?api-version=1"
        );
    }

    #[test]
    fn names_that_a_url_would_swallow_are_refused() {
        for name in ["", ".", ".."] {
            assert_eq!(pool(&endpoint(), &id(name), "1"), Err(Failure::BadName(name.into())));
        }
    }

    #[test]
    fn only_the_same_origin_is_ours() {
        for (text, ours) in [
            ("https://management.azure.com/x?t=1", true),
            ("https://management.azure.com:443/x", true),
            ("/relative", true),
            ("https://MANAGEMENT.azure.com/x", true),
            ("http://management.azure.com/x", false),
            ("https://management.azure.com:8443/x", false),
            ("https://management.azure.com.evil.example/x", false),
            ("https://management.azure.com@evil.example/x", false),
            ("https://me:secret@management.azure.com/x", false),
            ("//evil.example/x", false),
            ("\\\\evil.example/x", false),
            ("data:text/plain,x", false),
        ] {
            assert_eq!(given(&endpoint(), text).is_ok(), ours, "{text}");
        }
    }
}
