//! What carries azure_core's requests: sockets, or a function of this process.

use crate::net::{Carrier, InProcess};
use async_trait::async_trait;
use azure_core::error::{Error, ErrorKind};
use azure_core::http::headers::{HeaderName, HeaderValue, Headers};
use azure_core::http::{AsyncRawResponse, Body, HttpClient, Request, Transport};
use std::sync::Arc;

/// The transport of a pipeline.
pub(super) fn over(carrier: &Carrier) -> Transport {
    match carrier {
        Carrier::Network(client) => Transport::new(Arc::new(client.clone())),
        Carrier::InProcess(answer) => Transport::new(Arc::new(Adapter(answer.clone()))),
    }
}

/// Hands requests to a function and its responses back.
#[derive(Debug)]
struct Adapter(InProcess);

#[async_trait]
impl HttpClient for Adapter {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let answer = self.0.ask(plain(request)?).await;
        // The function has the request by then: whether it acted on it is not known.
        let response = answer.map_err(|reason| Error::with_message(ErrorKind::Io, reason))?;
        let mut headers = Headers::new();
        for (name, value) in response.headers() {
            let Ok(value) = value.to_str() else { continue };
            headers.insert(HeaderName::from(name.as_str().to_owned()), HeaderValue::from(value.to_owned()));
        }
        let status = response.status().as_u16().into();
        Ok(AsyncRawResponse::from_bytes(status, headers, response.into_body()))
    }
}

fn plain(request: &Request) -> azure_core::Result<crate::net::Request> {
    let mut builder = http::Request::builder().method(request.method().as_ref()).uri(request.url().as_str());
    for (name, value) in request.headers().iter() {
        builder = builder.header(name.as_str(), value.as_str());
    }
    let Body::Bytes(body) = request.body() else {
        return Err(Error::with_message(ErrorKind::Other, "a body that is a stream is never sent here"));
    };
    builder.body(body.clone()).map_err(|error| Error::with_error(ErrorKind::Other, error, "the request cannot be sent"))
}
