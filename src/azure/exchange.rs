//! A request and its answer: sent over the pipeline, tried again where that is safe, and never past the deadline.

use super::answer::Answer;
use super::credentials::{Attempt, NoCredential, Waiting};
use super::failure::{Failure, ForeignOrigin};
use super::patience::{Again, LONGEST_WAIT, backoff};
use crate::clock::Clock;
use crate::net::is_loopback;
use azure_core::error::ErrorKind;
use azure_core::http::headers::{ACCEPT, CONTENT_TYPE};
use azure_core::http::request::options::ClientRequestId;
use azure_core::http::{Context, Method, Pipeline, PipelineSendOptions, Request};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::error::Error as StdError;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use url::Url;

/// A request.
#[derive(Debug, Clone)]
pub(super) struct Call<'a> {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) body: Option<&'a Value>,
    pub(super) again: Again,
}

/// What sends requests.
#[derive(Debug, Clone)]
pub(super) struct Exchange {
    pub(super) pipeline: Pipeline,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) deadline: Option<Timestamp>,
    ahead: Arc<AtomicI64>,
}

impl Exchange {
    pub(super) fn new(pipeline: Pipeline, clock: Arc<dyn Clock>, deadline: Option<Timestamp>) -> Self {
        Self { pipeline, clock, deadline, ahead: Arc::default() }
    }

    /// What time it is by the server's clock, as far as its last answer has shown it.
    pub(super) fn time_there(&self) -> Timestamp {
        let (now, ahead) = (self.clock.now(), SignedDuration::from_secs(self.ahead.load(Ordering::Relaxed)));
        now.checked_add(ahead).unwrap_or(now)
    }

    /// Notes by how many seconds the server's clock is ahead. An answer may have been written at any time since it was
    /// asked for, and in whole seconds.
    fn note_time(&self, answer: &Answer, asked: Timestamp) {
        let Some(date) = answer.date() else { return };
        let (since_asked, until_now) = (date.duration_since(asked), date.duration_since(self.clock.now()));
        let ahead = match (since_asked.as_secs(), until_now.as_secs()) {
            (..-1, _) => since_asked,
            (_, 2..) => until_now,
            _ => SignedDuration::ZERO,
        };
        self.ahead.store(ahead.as_secs(), Ordering::Relaxed);
    }

    /// Sends a call, again where it may be, and answers with a success.
    pub(super) async fn ask(&self, call: &Call<'_>) -> Result<Answer, Failure> {
        let mut tries = 0;
        loop {
            tries += 1;
            let since = self.clock.now();
            let (failure, asked) = match self.send(call).await {
                Ok(answer) if answer.is_success() && !is_broken(call, &answer) => {
                    self.note_time(&answer, since);
                    return Ok(answer);
                }
                Ok(answer) => {
                    let failure = answer.failure();
                    // Whoever else answers may have another clock.
                    if matches!(failure, Failure::Arm { .. }) {
                        self.note_time(&answer, since);
                    }
                    (failure, answer.retry_after)
                }
                Err(failure) => (failure, None),
            };
            if !call.again.covers(&failure, tries, self.deadline.is_some(), is_loopback(&call.url)) {
                return Err(failure);
            }
            self.pause(&failure, asked, backoff(tries, call.url.path())).await?;
        }
    }

    /// Waits before the next try, unless that would pass the deadline.
    async fn pause(&self, failure: &Failure, asked: Option<Duration>, ours: Duration) -> Result<(), Failure> {
        let wait = asked.map_or(ours, |asked| asked.max(ours));
        match self.left() {
            Some(left) if wait >= left => {
                let last = match asked {
                    Some(asked) => format!("{}; asked to wait {} s", failure.in_short(), asked.as_secs()),
                    None => failure.in_short(),
                };
                Err(Failure::Deadline { last: Some(last) })
            }
            None if wait > LONGEST_WAIT => Err(failure.clone()),
            _ => {
                tracing::debug!(trouble = failure.in_short(), milliseconds = wait.as_millis(), "trying again");
                self.clock.sleep(wait).await;
                Ok(())
            }
        }
    }

    /// One try, whatever the answer.
    pub(super) async fn send(&self, call: &Call<'_>) -> Result<Answer, Failure> {
        let waiting = Waiting::default();
        let Some(left) = self.left() else { return self.send_unlimited(call, &waiting).await };
        if left.is_zero() {
            return Err(Failure::Deadline { last: None });
        }
        tokio::select! {
            biased;
            answer = self.send_unlimited(call, &waiting) => answer,
            () = self.clock.sleep(left) => {
                Err(Failure::Deadline { last: Some(waiting.words().unwrap_or_else(|| unanswered(call))) })
            }
        }
    }

    async fn send_unlimited(&self, call: &Call<'_>, waiting: &Waiting) -> Result<Answer, Failure> {
        let mut request = Request::new(call.url.clone(), call.method);
        request.insert_header(ACCEPT, "application/json");
        if let Some(body) = call.body {
            request.insert_header(CONTENT_TYPE, "application/json");
            request.set_body(body.to_string());
        }
        let id = ClientRequestId::new(uuid::Uuid::new_v4().to_string());
        let context = Context::new().with_value(id).with_value(waiting.clone());
        let options = PipelineSendOptions { skip_checks: true, ..PipelineSendOptions::default() };
        match self.pipeline.send(&context, &mut request, Some(options)).await {
            Ok(response) => Ok(Answer::new(response, self.clock.now())),
            Err(error) => Err(not_answered(&call.url, &error)),
        }
    }

    /// The time that is left; `None` without a deadline.
    pub(super) fn left(&self) -> Option<Duration> {
        self.deadline.map(|deadline| self.clock.until(deadline))
    }
}

/// Whether a read was answered with half a JSON text, or with a page of somebody in between.
fn is_broken(call: &Call<'_>, answer: &Answer) -> bool {
    call.again == Again::Read && call.method == Method::Get && !answer.is_json()
}

fn unanswered(call: &Call<'_>) -> String {
    match call.again {
        Again::Never => format!("no answer to the {} yet; it may have taken effect", call.method.as_ref()),
        Again::Read | Again::Poll => "no answer yet".to_owned(),
    }
}

/// What azure_core says went wrong, found in the chain of its causes.
fn not_answered(url: &Url, error: &azure_core::Error) -> Failure {
    if let Some(none) = find::<NoCredential>(error) {
        return Failure::Credential(none.clone());
    }
    if let Some(ForeignOrigin(url_origin)) = find::<ForeignOrigin>(error) {
        return Failure::ForeignUrl { url_origin: url_origin.clone() };
    }
    let kinds: Vec<_> = chain(error).filter_map(|cause| cause.downcast_ref::<azure_core::Error>()).collect();
    if kinds.iter().any(|cause| matches!(cause.kind(), ErrorKind::Credential)) {
        return no_token(error);
    }
    if kinds.iter().any(|cause| matches!(cause.kind(), ErrorKind::DataConversion)) {
        // Whatever came is no answer of Azure's, and would not be one the second time.
        return Failure::Malformed(in_words(error));
    }
    let refused =
        find::<std::io::Error>(error).is_some_and(|cause| cause.kind() == std::io::ErrorKind::ConnectionRefused);
    let sent = !refused && kinds.iter().any(|cause| matches!(cause.kind(), ErrorKind::Io));
    let (origin, words) = (url.origin().ascii_serialization(), in_words(error));
    let reason =
        if sent { format!("no answer from {origin}: {words}") } else { format!("cannot reach {origin}: {words}") };
    Failure::Unreachable { sent, reason, refused }
}

/// The failure of a credential.
pub(super) fn no_token(error: &azure_core::Error) -> Failure {
    let unknown = || NoCredential(vec![Attempt { name: "credential", why: in_words(error) }]);
    Failure::Credential(find::<NoCredential>(error).cloned().unwrap_or_else(unknown))
}

fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |cause: &&'a (dyn StdError + 'static)| (*cause).source())
}

/// The first cause of a type, in the chain of causes.
pub(super) fn find<T: StdError + 'static>(error: &azure_core::Error) -> Option<&T> {
    chain(error).find_map(|cause| cause.downcast_ref::<T>())
}

/// What azure_core 1.1 says when it has tried often enough. Why stands below.
pub(super) const GAVE_UP: &str = "retry policy expired";

/// The chain of causes on one line. Layers that only say that a request failed are left out; reqwest's quotes the URL,
/// and operation URLs carry tokens.
pub(super) fn in_words(error: &(dyn StdError + 'static)) -> String {
    let mut parts: Vec<String> = Vec::new();
    for cause in chain(error) {
        let text = cause.to_string().trim().to_owned();
        let says_nothing =
            text.is_empty() || ["reqwest", "client error (", GAVE_UP].iter().any(|part| text.contains(part));
        let known = parts.last().is_some_and(|last| last.contains(&text));
        if !says_nothing && !known && !text.contains("://") {
            parts.push(text);
        }
    }
    if parts.is_empty() { "the connection failed".to_owned() } else { parts.join(": ") }
}

#[cfg(test)]
mod tests {
    use crate::azure::script::{Line, Script, refuses, says};
    use crate::clock::Clock;
    use crate::model::PoolId;
    use serde_json::json;

    #[tokio::test(start_paused = true)]
    async fn the_servers_time_is_what_its_answers_show() {
        let id = PoolId { subscription: "s".into(), group: "g".into(), name: "p".into() };
        let dated = |line: Line, time: &str| line.with("date", &format!("Sat, 05 Dec 2026 {time} GMT"));
        let pool = || says(200, json!({"id": id.to_string()}));
        for (line, ahead) in [
            (dated(pool(), "14:00:00"), 0),
            (dated(pool(), "13:59:59"), 0),
            (dated(pool(), "14:00:01"), 0),
            (dated(pool(), "16:00:00"), 7200),
            (dated(refuses(404, "ResourceNotFound"), "11:00:00"), -10_800),
            (dated(says(403, json!("a page of somebody in between")), "11:00:00"), 0),
            (pool(), 0),
        ] {
            let script = Script::new([line]);
            let client = script.client();
            assert_eq!(client.time(), script.clock.now(), "nobody has answered yet");
            let _ = client.get_pool(&id).await;
            assert_eq!(client.clone().time().duration_since(script.clock.now()).as_secs(), ahead);
        }
    }
}
