//! The only door to the network: which endpoint is spoken to how, and what carries the requests.
//!
//! **Rule.** A token never leaves over plain http. Loopback http gets a carrier without credentials; any other http
//! endpoint is refused. [`Route::to`] is the one place that decides. A token may come in over plain http from this
//! machine itself: [`identity_client`] decides that.

mod local;

pub use local::Local;

use crate::error::{Error, Kind, Result};
use bytes::Bytes;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};

/// A request with its body in memory.
pub type Request = http::Request<Bytes>;

/// A response with its body in memory.
pub type Response = http::Response<Bytes>;

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);

/// How long a server may be silent in the middle of an answer.
const READ_TIMEOUT: Duration = Duration::from_secs(60);

/// An answer that is on its way; `Err` where the connection broke, with the reason.
pub type Answer = Pin<Box<dyn Future<Output = Result<Response, String>> + Send>>;

/// Something in this process that answers like a server.
#[derive(Clone)]
pub struct InProcess(Arc<dyn Fn(Request) -> Answer + Send + Sync>);

impl InProcess {
    /// Wraps a function.
    pub fn new(answer: impl Fn(Request) -> Answer + Send + Sync + 'static) -> Self {
        Self(Arc::new(answer))
    }

    /// Asks it.
    #[must_use]
    pub fn ask(&self, request: Request) -> Answer {
        (self.0)(request)
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InProcess")
    }
}

/// What carries requests.
#[derive(Debug, Clone)]
pub enum Carrier {
    /// Sockets.
    Network(reqwest::Client),
    /// A function of this process.
    InProcess(InProcess),
}

/// An endpoint, and how it is spoken to.
#[derive(Debug, Clone)]
pub struct Route {
    /// Scheme, host and port; the path is empty.
    pub endpoint: Url,
    /// What carries the requests.
    pub carrier: Carrier,
    /// Whether requests carry a token.
    pub signed: bool,
}

impl Route {
    /// The route to an endpoint such as `https://management.azure.com` or `http://127.0.0.1:8787`.
    ///
    /// # Errors
    /// `Usage` for a text that is no URL, `InsecureEndpoint` for http to anything but loopback.
    pub fn to(endpoint: &str) -> Result<Self> {
        let url = check_endpoint(endpoint)?;
        let (carrier, signed) = match url.scheme() {
            "https" => (secure_client()?, true),
            _ => (loopback_client()?, false),
        };
        Ok(Self { carrier: Carrier::Network(carrier), signed, endpoint: url })
    }

    /// The route to an endpoint that a server on this route has named, such as that of a pool's sessions: by the same
    /// means, and as safe. What is not signed stays on this machine.
    ///
    /// # Errors
    /// `InsecureEndpoint` for an endpoint that is less safe than this route, or farther away.
    pub fn onward(&self, endpoint: &str) -> Result<Self> {
        let url = match Url::parse(endpoint) {
            Ok(url) if is_emulated(&url) => url,
            _ => check_endpoint(endpoint)?,
        };
        let is_as_safe = match &self.carrier {
            Carrier::InProcess(_) => is_loopback(&url) || is_emulated(&url),
            Carrier::Network(_) => (url.scheme() == "https") == self.signed && !is_emulated(&url),
        };
        if !is_as_safe {
            return Err(Error::message(
                Kind::InsecureEndpoint,
                format!("{} names {endpoint}, which is not as safe as itself", self.endpoint),
            )
            .hint("A token goes to https alone, and an emulator's sessions are on this machine."));
        }
        Ok(Self { endpoint: url, ..self.clone() })
    }

    /// The route to a function of this process, under a name that no network has.
    ///
    /// # Panics
    /// Never: the name is a constant.
    #[must_use]
    pub fn in_process(answer: InProcess) -> Self {
        #[expect(clippy::unwrap_used, reason = "a constant URL")]
        let endpoint = Url::parse("http://emulator.localhost").unwrap();
        Self { endpoint, carrier: Carrier::InProcess(answer), signed: false }
    }
}

/// An endpoint as it may be spoken to, without speaking to it: https anywhere, plain http to this machine alone.
///
/// # Errors
/// `Usage` for a text that is no URL, `InsecureEndpoint` for http to anything but loopback, and for a password in it.
pub fn check_endpoint(endpoint: &str) -> Result<Url> {
    let usage =
        |text: String| Error::message(Kind::Usage, text).hint("Give it as https://host or http://127.0.0.1:port.");
    let url = Url::parse(endpoint).map_err(|error| usage(format!("`{endpoint}` is no URL: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::message(Kind::InsecureEndpoint, "an endpoint carries no user and no password")
            .hint("Sign in with `az login`, or any way that --auth lists."));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => {
            Err(Error::message(Kind::InsecureEndpoint, format!("{endpoint} is plain http and not on this machine"))
                .hint("A token never leaves over plain http: use https, or a loopback address such as 127.0.0.1."))
        }
        scheme => Err(usage(format!("`{endpoint}` has the scheme {scheme}"))),
    }
}

/// Whether a URL is under the name of the function in this process, which no network has.
fn is_emulated(url: &Url) -> bool {
    url.domain().is_some_and(|name| name.eq_ignore_ascii_case("emulator.localhost"))
}

/// Whether a URL leads to this machine and nowhere else.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

/// A client for the endpoint that a host gives its identity by. Its header is a secret and its answer a token, so plain
/// http is for this machine and its link alone (Container Apps listens on localhost, App Service on 169.254.x.x).
///
/// # Errors
/// `Usage` for a text that is no URL, `InsecureEndpoint` for http to anything farther.
pub fn identity_client(endpoint: &str) -> Result<reqwest::Client> {
    let is_near = |url: &Url| match url.host() {
        Some(Host::Ipv4(address)) => address.is_link_local(),
        _ => false,
    };
    match Url::parse(endpoint) {
        Ok(url) if url.scheme() == "http" && (is_loopback(&url) || is_near(&url)) => loopback_client(),
        _ => check_endpoint(endpoint).and_then(|_| secure_client()),
    }
}

/// A client for https, with the system's roots and proxies.
///
/// # Errors
/// Fails where the system's TLS roots cannot be read.
pub fn secure_client() -> Result<reqwest::Client> {
    // A second install fails and changes nothing; the provider is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    build(reqwest::Client::builder().https_only(true), READ_TIMEOUT)
}

/// A client for this machine, loopback or its identity endpoint: no TLS roots to load, and no proxy, which would be
/// asked for 127.0.0.1 too. A token may come in over it; none goes out.
///
/// # Errors
/// Fails where the client cannot be set up.
pub fn loopback_client() -> Result<reqwest::Client> {
    local_client(READ_TIMEOUT)
}

fn local_client(silence: Duration) -> Result<reqwest::Client> {
    // Even a client that never speaks TLS asks for a provider when it is built.
    let _ = rustls::crypto::ring::default_provider().install_default();
    build(reqwest::Client::builder().no_proxy().tls_certs_only([]), silence)
}

fn build(builder: reqwest::ClientBuilder, silence: Duration) -> Result<reqwest::Client> {
    builder
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(silence)
        .build()
        .map_err(|error| Error::new(Kind::Failed, anyhow::Error::new(error).context("failed to set up TLS")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_asked_over_https_or_nearby() {
        for (endpoint, expected) in [
            ("http://localhost:42356/msi/token", None),
            ("http://127.0.0.1:41741/MSI/token/", None),
            ("http://169.254.131.2:8081/msi/token", None),
            ("https://10.0.0.4:2377/metadata/identity", None),
            ("http://10.0.0.4/msi/token", Some(Kind::InsecureEndpoint)),
            ("http://169.254.1.1.example.com/msi/token", Some(Kind::InsecureEndpoint)),
            ("http://identity.example.com", Some(Kind::InsecureEndpoint)),
            ("localhost:42356", Some(Kind::Usage)),
            ("", Some(Kind::Usage)),
        ] {
            assert_eq!(identity_client(endpoint).err().map(|error| error.kind()), expected, "{endpoint}");
        }
    }

    #[test]
    fn what_a_server_names_is_as_safe_as_the_server() {
        let azure = Route::to("https://management.azure.com").unwrap();
        let served = Route::to("http://127.0.0.1:8787").unwrap();
        let inside = Route::in_process(InProcess::new(|_| Box::pin(async { Err(String::new()) })));
        for (route, endpoint, signed) in [
            (&azure, "https://p.e.eastus2.azurecontainerapps.io", Some(true)),
            (&azure, "http://127.0.0.1:1", None),
            (&azure, "http://p.example.com", None),
            (&served, "http://127.0.0.1:8787/pools/p", Some(false)),
            (&served, "https://eastus2.dynamicsessions.io/x", None),
            (&inside, "http://emulator.localhost/pools/p", Some(false)),
            (&inside, "http://127.0.0.1:8787/pools/p", Some(false)),
            (&inside, "https://eastus2.dynamicsessions.io/x", None),
            (&served, "http://emulator.localhost/pools/p", None),
        ] {
            let onward = route.onward(endpoint);
            assert_eq!(onward.ok().map(|route| route.signed), signed, "{endpoint}");
        }
    }

    #[test]
    fn plain_http_is_for_loopback_and_carries_no_token() {
        for (endpoint, signed) in [
            ("https://management.azure.com", Ok(true)),
            ("http://127.0.0.1:8787", Ok(false)),
            ("http://127.9.9.9", Ok(false)),
            ("http://[::1]:1", Ok(false)),
            ("http://localhost:8787", Ok(false)),
            ("http://management.azure.com", Err(Kind::InsecureEndpoint)),
            ("http://10.0.0.1", Err(Kind::InsecureEndpoint)),
            ("http://localhost.example.com", Err(Kind::InsecureEndpoint)),
            ("http://127.0.0.1.example.com", Err(Kind::InsecureEndpoint)),
            ("http://127.0.0.1@example.com", Err(Kind::InsecureEndpoint)),
            ("https://ana:hunter2@example.com", Err(Kind::InsecureEndpoint)),
            ("ftp://127.0.0.1", Err(Kind::Usage)),
            ("management.azure.com", Err(Kind::Usage)),
            ("", Err(Kind::Usage)),
        ] {
            let route = Route::to(endpoint).map(|route| route.signed).map_err(|error| error.kind());
            assert_eq!(route, signed, "{endpoint}");
        }
    }
}
