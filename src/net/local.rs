//! Requests to a process of this machine: what plays the container of the emulator's sessions.

use super::{Request, Response, check_endpoint, is_loopback};
use crate::error::{Error, Kind, Result};
use bytes::Bytes;
use std::time::Duration;
use url::Url;

/// How long the process may be silent: Azure's ingress waits 240 s for an answer.
const SILENCE: Duration = Duration::from_secs(240);

/// The largest answer that is taken.
const MOST_BYTES: usize = 128 << 20;

/// A process of this machine.
#[derive(Debug, Clone)]
pub struct Local {
    target: Url,
    client: reqwest::Client,
}

impl Local {
    /// The process at a URL such as `http://127.0.0.1:2000`.
    ///
    /// # Errors
    /// `Usage` for what is no URL, `InsecureEndpoint` for one that is not on this machine.
    pub fn at(target: &str) -> Result<Self> {
        let url = check_endpoint(target)?;
        if !is_loopback(&url) {
            let text = format!("{target} is not on this machine");
            return Err(
                Error::message(Kind::InsecureEndpoint, text).hint("Name a process here: http://127.0.0.1:PORT.")
            );
        }
        if url.scheme() != "http" || url.path() != "/" || url.query().is_some() {
            let text = format!("`{target}` is more than a scheme, a host and a port, or not http");
            return Err(Error::message(Kind::Usage, text).hint("Give it as http://127.0.0.1:PORT."));
        }
        Ok(Self { target: url, client: super::local_client(SILENCE)? })
    }

    /// Sends a request whose URI has a path and a query alone.
    ///
    /// # Errors
    /// Says why no answer came.
    pub async fn send(&self, request: Request) -> Result<Response, String> {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let origin = self.target.as_str().trim_end_matches('/');
        // Put together as a text, so that no path leads to another host.
        let url = Url::parse(&format!("{origin}{path}")).map_err(|error| error.to_string())?;
        if url.origin() != self.target.origin() {
            return Err("the path leads elsewhere".to_owned());
        }
        let sent = self.client.request(parts.method, url).headers(parts.headers).body(body).send().await;
        let mut answer = sent.map_err(|error| reason(&error))?;
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|error| reason(&error))? {
            body.extend_from_slice(&piece);
            if body.len() > MOST_BYTES {
                return Err(format!("its answer is longer than {} MiB", MOST_BYTES >> 20));
            }
        }
        *response.body_mut() = body.into();
        Ok(response)
    }
}

/// The last of the causes, which is the one that says something.
fn reason(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_process_of_this_machine_is_taken() {
        for (target, expected) in [
            ("http://127.0.0.1:2000", None),
            ("http://localhost:2000/", None),
            ("http://[::1]:2000", None),
            ("http://10.0.0.1:2000", Some(Kind::InsecureEndpoint)),
            ("https://example.com", Some(Kind::InsecureEndpoint)),
            ("http://127.0.0.1.example.com", Some(Kind::InsecureEndpoint)),
            ("http://u:p@127.0.0.1", Some(Kind::InsecureEndpoint)),
            ("https://127.0.0.1:2000", Some(Kind::Usage)),
            ("http://127.0.0.1:2000/base", Some(Kind::Usage)),
            ("127.0.0.1:2000", Some(Kind::Usage)),
        ] {
            assert_eq!(Local::at(target).err().map(|error| error.kind()), expected, "{target}");
        }
    }

    #[tokio::test]
    async fn nobody_there_is_a_reason() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let local = Local::at(&format!("http://{address}")).unwrap();
        for path in ["/a?b=c", "//example.com/x", "/%2F..%2f/"] {
            let reason = local.send(http::Request::get(path).body(Bytes::new()).unwrap()).await.unwrap_err();
            assert!(reason.contains("refused"), "{path}: {reason}");
        }
    }
}
