//! What a request asks for. ARM compares paths and the names of query parameters without case.

use super::neighbours::Neighbour;
use super::plane::Address;
use crate::model::PoolId;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method, Request};

/// A request, taken apart.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) target: Target,
    /// The path as it was sent, for URLs that are handed out.
    pub(super) path: String,
    /// Scheme and host under which the caller knows us.
    pub(super) origin: String,
    pub(super) query: Vec<(String, String)>,
    /// The query as it was sent.
    pub(super) raw_query: Option<String>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// What the caller wants to find this request by.
    pub(super) correlation: Option<String>,
    /// What asks a managed identity for a token brings this.
    pub(super) identity_header: Option<String>,
}

/// What a path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A pool.
    Pool(PoolId),
    /// The pools of a subscription, or of one group in it.
    Pools { subscription: String, group: Option<String> },
    /// How an operation stands: `operationStatuses/…`.
    Status(OperationPath),
    /// What an operation came to: `operationResults/…`.
    Results(OperationPath),
    /// The tags of a pool.
    Tags(PoolId),
    /// What Azure Monitor knows of a pool.
    Metrics(PoolId),
    /// A pool's management endpoint, and what follows.
    Session(Address),
    /// The emulator's own gear: what follows `/_emulator/`.
    Gear(Vec<String>),
    /// What stands around pools.
    Neighbour(Neighbour),
    /// A type of the provider that is not here.
    OtherType(String),
    /// Nothing of ARM's.
    Nothing,
}

/// Where an operation is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OperationPath {
    pub(super) subscription: String,
    pub(super) region: String,
    /// In base64, as the URL has it.
    pub(super) name: String,
}

impl Call {
    /// Takes a request apart.
    pub(super) fn read(request: Request<Bytes>) -> Self {
        let (parts, body) = request.into_parts();
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let origin = origin(&parts);
        let query = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        Self {
            target: target(&origin, parts.uri.path()),
            path: parts.uri.path().to_owned(),
            origin,
            raw_query: parts.uri.query().map(str::to_owned),
            query: query.into_owned().collect(),
            correlation: header("x-ms-correlation-request-id"),
            identity_header: header("x-identity-header"),
            method: parts.method,
            headers: parts.headers,
            body,
        }
    }

    /// A query parameter.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// `api-version`.
    pub(super) fn version(&self) -> Option<&str> {
        self.query("api-version")
    }
}

fn target(origin: &str, path: &str) -> Target {
    Address::read(origin, path).map_or_else(|| Target::read(path), Target::Session)
}

/// Where a request uploads a file to, going by its method and path.
pub(super) fn uploads_to(parts: &Parts) -> Option<Address> {
    let address = Address::read(&origin(parts), parts.uri.path())?;
    (parts.method == Method::POST && address.is_for_uploads()).then_some(address)
}

/// Scheme and host under which the caller knows us. A proxy in between says what it was called by; of several, the
/// first one is nearest to the caller.
fn origin(parts: &Parts) -> String {
    let header = |name: &str| {
        let value = parts.headers.get(name).and_then(|value| value.to_str().ok())?;
        value.split(',').next().map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
    };
    let secure = parts.extensions.get::<Secure>().is_some();
    let scheme = header("x-forwarded-proto").map(|scheme| scheme.to_ascii_lowercase());
    let scheme = scheme.filter(|scheme| ["http", "https"].contains(&scheme.as_str()));
    let scheme = scheme.or_else(|| parts.uri.scheme_str().map(str::to_owned));
    let scheme = scheme.unwrap_or_else(|| if secure { "https" } else { "http" }.to_owned());
    // What is no host would turn the URLs that are handed out into others' URLs.
    let is_host = |host: &String| host.parse::<http::uri::Authority>().is_ok_and(|it| !it.as_str().contains('@'));
    let host = header("x-forwarded-host").filter(is_host);
    let host = host.or_else(|| parts.uri.authority().map(ToString::to_string)).or_else(|| header("host"));
    format!("{scheme}://{}", host.unwrap_or_else(|| "localhost".to_owned()))
}

/// Marks a request that came over TLS.
#[derive(Debug, Clone, Copy)]
pub(super) struct Secure;

impl Target {
    fn read(path: &str) -> Self {
        let parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(decoded).collect();
        let lower: Vec<String> = parts.iter().map(|part| part.to_ascii_lowercase()).collect();
        let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
        let part = |index: usize| parts.get(index).cloned().unwrap_or_default();
        let pool = || PoolId { subscription: part(1), group: part(3), name: part(7) };
        let operation = || OperationPath { subscription: part(1), region: part(5), name: part(7) };
        match lower.as_slice() {
            ["_emulator", ..] => Self::Gear(parts[1..].to_vec()),
            ["subscriptions", _, "resourcegroups", _, "providers", "microsoft.app", "sessionpools", _] => {
                Self::Pool(pool())
            }
            [
                "subscriptions",
                _,
                "resourcegroups",
                _,
                "providers",
                "microsoft.app",
                "sessionpools",
                _,
                "providers",
                "microsoft.resources",
                "tags",
                "default",
            ] => Self::Tags(pool()),
            [
                "subscriptions",
                _,
                "resourcegroups",
                _,
                "providers",
                "microsoft.app",
                "sessionpools",
                _,
                "providers",
                "microsoft.insights",
                "metrics",
            ] => Self::Metrics(pool()),
            ["subscriptions", _, "resourcegroups", _, "providers", "microsoft.app", "sessionpools"] => {
                Self::Pools { subscription: part(1), group: Some(part(3)) }
            }
            ["subscriptions", _, "providers", "microsoft.app", "sessionpools"] => {
                Self::Pools { subscription: part(1), group: None }
            }
            ["subscriptions", _, "providers", "microsoft.app", "locations", _, "operationstatuses", _] => {
                Self::Status(operation())
            }
            ["subscriptions", _, "providers", "microsoft.app", "locations", _, "operationresults", _] => {
                Self::Results(operation())
            }
            _ if let Some(neighbour) = Neighbour::read(&parts, &lower) => Self::Neighbour(neighbour),
            ["subscriptions", ..] => Self::OtherType(other_type(&lower, &parts)),
            _ => Self::Nothing,
        }
    }
}

/// The part after the provider's name, which is where ARM looks for a type.
fn other_type(lower: &[&str], parts: &[String]) -> String {
    let providers = lower.iter().rposition(|part| *part == "providers");
    providers.and_then(|at| parts.get(at + 2)).cloned().unwrap_or_default()
}

/// Percent-decodes a part of a path; what is no UTF-8 then stays as it was sent.
pub(super) fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, after @ ..] = rest {
        let pair = after.get(..2).filter(|pair| *first == b'%' && pair.iter().all(u8::is_ascii_hexdigit));
        let byte =
            pair.and_then(|pair| std::str::from_utf8(pair).ok()).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_in_any_case() {
        let id = PoolId { subscription: "S".into(), group: "G 1".into(), name: "My-Pool".into() };
        let pool = "/SUBSCRIPTIONS/S/resourcegroups/G%201/Providers/microsoft.app/SESSIONPOOLS/My-Pool";
        assert_eq!(Target::read(pool), Target::Pool(id.clone()));
        assert_eq!(Target::read(&format!("{pool}/providers/microsoft.resources/TAGS/default")), Target::Tags(id));
        assert_eq!(
            Target::read("/subscriptions/s/providers/Microsoft.App/sessionPools"),
            Target::Pools { subscription: "s".into(), group: None }
        );
        let operation = OperationPath { subscription: "s".into(), region: "eastus".into(), name: "a==".into() };
        for name in ["a==", "a%3D%3D", "a%3d%3d"] {
            let path = format!("/subscriptions/s/providers/Microsoft.App/locations/eastus/operationStatuses/{name}");
            assert_eq!(Target::read(&path), Target::Status(operation.clone()));
        }
    }

    #[test]
    fn what_is_not_here_is_told_apart() {
        let jobs = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/jobs/j";
        assert_eq!(Target::read(jobs), Target::OtherType("jobs".into()));
        assert_eq!(Target::read("/subscriptions/s/things"), Target::OtherType(String::new()));
        for path in ["/", "", "//", "/favicon.ico"] {
            assert_eq!(Target::read(path), Target::Nothing, "{path}");
        }
        assert_eq!(Target::read("/_emulator/health"), Target::Gear(vec!["health".into()]));
    }

    #[test]
    fn the_origin_is_the_callers() {
        let origin = |request: http::request::Builder| Call::read(request.body(Bytes::new()).unwrap()).origin;
        assert_eq!(origin(Request::get("https://a.example:8/x")), "https://a.example:8");
        assert_eq!(origin(Request::get("/x").header("host", "127.0.0.1:8787")), "http://127.0.0.1:8787");
        let behind = |proto: &str, host: &str| {
            let request = Request::get("/x").header("host", "inside:1");
            origin(request.header("x-forwarded-proto", proto).header("x-forwarded-host", host))
        };
        assert_eq!(behind("https", "arm.example"), "https://arm.example");
        assert_eq!(behind("HTTPS, http", "arm.example:8, inside"), "https://arm.example:8");
        assert_eq!(behind("gopher", "user@evil.example"), "http://inside:1");
        assert_eq!(behind("", "a/b"), "http://inside:1");
        assert_eq!(origin(Request::get("/x").header("host", "h").extension(Secure)), "https://h");
    }

    #[test]
    fn broken_escapes_stay_as_they_are() {
        for (part, expected) in
            [("%", "%"), ("%2", "%2"), ("%zz", "%zz"), ("a%20b", "a b"), ("%ff", "%ff"), ("%+1", "%+1")]
        {
            assert_eq!(decoded(part), expected, "{part}");
        }
    }
}
