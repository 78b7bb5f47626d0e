//! Answers and their headers, as recorded 2024-05 to 2025-11.
//!
//! The recorder took `retry-after`, `x-ms-request-id`, `x-ms-correlation-request-id` and their like away; they are
//! given here as Azure documents them. No answer has an ETag, as none of Azure's has.

use super::versions;
use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{Response, StatusCode};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

/// The tenant, and who calls: nobody signs in here.
pub(super) const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// What every answer of ARM carries.
const ALWAYS: [(&str, &str); 6] = [
    ("cache-control", "no-cache"),
    ("pragma", "no-cache"),
    ("expires", "-1"),
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ("x-cache", "CONFIG_NOCACHE"),
    ("x-content-type-options", "nosniff"),
];

const JSON: &str = "application/json; charset=utf-8";

/// An answer in the making.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reply {
    status: u16,
    content_type: &'static str,
    body: Option<Bytes>,
    headers: Vec<(&'static str, String)>,
    provider: bool,
}

impl Reply {
    /// An answer with a JSON body.
    pub(super) fn json(status: u16, body: Value) -> Self {
        Self::bytes(status, JSON, Bytes::from(body.to_string()))
    }

    /// An answer that is no JSON, as a proxy in between gives.
    pub(super) fn page(status: u16, text: &str) -> Self {
        Self::bytes(status, "text/html", Bytes::from(text.to_owned()))
    }

    /// An answer in words.
    pub(super) fn text(status: u16, text: &str) -> Self {
        Self::bytes(status, "text/plain; charset=utf-8", Bytes::from(text.to_owned()))
    }

    /// An answer with any body.
    pub(super) fn bytes(status: u16, content_type: &'static str, body: Bytes) -> Self {
        Self { body: Some(body), content_type, ..Self::empty(status) }
    }

    /// Its status.
    pub(super) fn status(&self) -> u16 {
        self.status
    }

    /// Whether its body is JSON.
    pub(super) fn is_json(&self) -> bool {
        self.content_type == JSON
    }

    /// An answer without a body.
    pub(super) fn empty(status: u16) -> Self {
        Self { status, content_type: "", body: None, headers: Vec::new(), provider: false }
    }

    /// Adds a header.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Marks it as an answer of the Container Apps provider, and not of ARM in front of it.
    pub(super) fn of_provider(mut self) -> Self {
        self.provider = true;
        self
    }

    /// Adds what writes and polls carry: who did it, and through which region's front door.
    pub(super) fn identified(self, region: &str) -> Self {
        let id = Uuid::new_v4();
        self.with("x-ms-operation-identifier", format!("tenantId={NOBODY},objectId={NOBODY}/{region}/{id}"))
    }

    /// The answer as ARM sends it.
    pub(super) fn into_arm(mut self, now: Timestamp, correlation: Option<&str>) -> Response<Bytes> {
        let request = Uuid::new_v4().to_string();
        self.headers.extend(ALWAYS.map(|(name, value)| (name, value.to_owned())));
        if self.provider {
            self.headers.push(("api-supported-versions", versions::SUPPORTED.join(", ")));
            self.headers.push(("x-powered-by", "ASP.NET".to_owned()));
            if self.status == 200 && self.body.is_some() {
                self.headers.push(("vary", "Accept-Encoding".to_owned()));
            }
        }
        self.headers.push(("x-ms-correlation-request-id", correlation.unwrap_or(&request).to_owned()));
        self.headers.push(("x-ms-request-id", request));
        self.into_plain(now)
    }

    /// The answer with nothing that ARM adds.
    pub(super) fn into_plain(self, now: Timestamp) -> Response<Bytes> {
        let mut response = Response::new(self.body.unwrap_or_default());
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut headers = self.headers;
        if !self.content_type.is_empty() {
            headers.push(("content-type", self.content_type.to_owned()));
        }
        if let Ok(date) = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&now) {
            headers.push(("date", date));
        }
        for (name, value) in headers {
            // A value that is no header (a correlation id cannot be one) is left out, and never breaks the answer.
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(HeaderName::from_static(name), value);
            }
        }
        response
    }
}
