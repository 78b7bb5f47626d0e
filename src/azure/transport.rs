//! What carries azure_core's requests: sockets, or a function of this process.

use crate::net::{Carrier, InProcess};
use async_trait::async_trait;
use azure_core::error::{Error, ErrorKind};
use azure_core::http::headers::{HeaderName, HeaderValue, Headers};
use azure_core::http::{AsyncRawResponse, Body, HttpClient, Request, Transport};
use futures::StreamExt;
use std::sync::Arc;

/// The transport of a pipeline.
pub(super) fn over(carrier: &Carrier) -> Transport {
    match carrier {
        Carrier::Network(client) => Transport::new(Arc::new(Capped(client.clone()))),
        Carrier::InProcess(answer) => Transport::new(Arc::new(Adapter(answer.clone()))),
    }
}

/// The most bytes of an answer that are read. A page of a thousand pools takes a few MiB.
const MOST_BYTES: usize = 64 << 20;

/// Sockets, and an end to answers that have none.
#[derive(Debug)]
struct Capped<C>(C);

#[async_trait]
impl<C: HttpClient> HttpClient for Capped<C> {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let (status, headers, mut body) = self.0.execute_request(request).await?.deconstruct();
        let mut bytes = Vec::new();
        while let Some(piece) = body.next().await {
            bytes.extend_from_slice(&piece?);
            if bytes.len() > MOST_BYTES {
                let text = format!("the answer is longer than {} MiB", MOST_BYTES >> 20);
                return Err(Error::with_message(ErrorKind::DataConversion, text));
            }
        }
        Ok(AsyncRawResponse::from_bytes(status, headers, bytes))
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

#[cfg(test)]
mod tests {
    use super::*;
    use azure_core::http::{Method, StatusCode, Url};
    use bytes::Bytes;

    /// Answers with a stream of so many pieces of a MiB.
    #[derive(Debug)]
    struct Flood(usize);

    #[async_trait]
    impl HttpClient for Flood {
        async fn execute_request(&self, _: &Request) -> azure_core::Result<AsyncRawResponse> {
            let piece = Bytes::from(vec![b' '; 1 << 20]);
            let pieces = futures::stream::iter((0..self.0).map(move |_| Ok(piece.clone())));
            Ok(AsyncRawResponse::new(StatusCode::Ok, Headers::new(), Box::pin(pieces)))
        }
    }

    #[tokio::test]
    async fn an_endless_answer_is_cut_off() {
        let request = Request::new(Url::parse("http://127.0.0.1").unwrap(), Method::Get);
        assert!(Capped(Flood(3)).execute_request(&request).await.is_ok());
        let error = Capped(Flood(usize::MAX)).execute_request(&request).await.unwrap_err();
        assert!(error.to_string().contains("longer than 64 MiB"), "{error}");
    }
}
