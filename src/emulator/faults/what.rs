//! What can go wrong, and how it is written down.

use super::preset;
use crate::emulator::answers::Reply;
use crate::emulator::codes;
use crate::emulator::records::Failure;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use serde_json::{Map, Value};
use std::time::Duration;

/// The members of a fault as it is written.
pub(super) const KEYS: [&str; 11] = [
    "on",
    "count",
    "probability",
    "seed",
    "fault",
    "status",
    "code",
    "message",
    "retryAfter",
    "retryAfterAs",
    "seconds",
];

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::emulator) enum What {
    /// An error, and nothing is done.
    Status { status: u16, failure: Failure, retry_after: Option<RetryAfter> },
    /// A page of HTML, as a proxy gives, and nothing is done.
    NotJson { status: u16 },
    /// The connection breaks, and nothing is done.
    ResetBefore,
    /// It is done, and the connection breaks before the answer.
    ResetAfter,
    /// It is done, and half of the answer comes, as from a proxy that gave up in its middle.
    Cut,
    /// It is done at once, and the answer takes its time. Other faults may meet the same request.
    Slow(Duration),
    /// The `Date` of the answer is so many seconds off. Other faults may meet the same request.
    Skew(i64),
    /// The operation that the request starts ends badly.
    FailLate(Failure),
    /// The operation that the request starts never ends.
    Never,
    /// The operation that the request starts runs, and nobody knows of it any more.
    LoseRecord,
}

/// How long to leave the server alone, and the form in which that is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::emulator) struct RetryAfter {
    seconds: u64,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Seconds,
    Date,
    Milliseconds,
    XMilliseconds,
}

/// When a fault is met: with the request, beside whatever else it meets, or when the request starts an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Outcome,
    Slow,
    Skew,
    Operation,
}

impl What {
    pub(super) fn stage(&self) -> Stage {
        match self {
            Self::Slow(_) => Stage::Slow,
            Self::Skew(_) => Stage::Skew,
            Self::FailLate(_) | Self::Never | Self::LoseRecord => Stage::Operation,
            _ => Stage::Outcome,
        }
    }

    /// The answer of a fault that has one, by the clock that the answer shows.
    pub(in crate::emulator) fn reply(&self, now: Timestamp) -> Option<Reply> {
        match self {
            Self::Status { status, failure, retry_after } => {
                let reply = codes::error(*status, &failure.code, &failure.message);
                Some(retry_after.iter().fold(reply, |reply, wait| wait.on(reply, now)))
            }
            Self::NotJson { status } => {
                Some(Reply::page(*status, "<html><body>The gateway has no answer.</body></html>"))
            }
            _ => None,
        }
    }

    pub(super) fn read(text: &Map<String, Value>) -> Result<Self, String> {
        let status = number(text, "status")?.map(u16::try_from);
        let status = match status {
            None => None,
            Some(Ok(status)) if (200..=599).contains(&status) => Some(status),
            Some(_) => return Err("a fault's `status` is a number from 200 to 599".to_owned()),
        };
        let failure = |code: &str, message: &str| -> Result<Failure, String> {
            Ok(Failure { code: word(text, "code", code)?, message: word(text, "message", message)? })
        };
        const ASKED: &str = "The emulator was asked to.";
        Ok(match word(text, "fault", "")?.as_str() {
            "status" => Self::Status {
                status: status.ok_or("the fault `status` needs a `status`")?,
                failure: failure(preset::code(status), ASKED)?,
                retry_after: RetryAfter::read(text)?,
            },
            "notJson" => Self::NotJson { status: status.unwrap_or(200) },
            "resetBefore" => Self::ResetBefore,
            "resetAfter" => Self::ResetAfter,
            "cut" => Self::Cut,
            "slow" => Self::Slow(Duration::from_secs(
                number(text, "seconds")?.ok_or("the fault `slow` needs a number of `seconds`")?,
            )),
            "skew" => Self::Skew(
                text.get("seconds")
                    .and_then(Value::as_i64)
                    .ok_or("the fault `skew` needs a number of `seconds`, which may be below 0")?,
            ),
            "failLate" => Self::FailLate(failure(codes::OPERATION.name, ASKED)?),
            "never" => Self::Never,
            "loseRecord" => Self::LoseRecord,
            name => {
                let preset = preset::named(name).ok_or_else(unknown)?;
                Self::Status {
                    status: status.unwrap_or(preset.status),
                    failure: failure(preset.code, preset.message)?,
                    retry_after: RetryAfter::read(text)?,
                }
            }
        })
    }
}

impl RetryAfter {
    fn read(text: &Map<String, Value>) -> Result<Option<Self>, String> {
        let form = match word(text, "retryAfterAs", "seconds")?.as_str() {
            "seconds" => Form::Seconds,
            "date" => Form::Date,
            "retry-after-ms" => Form::Milliseconds,
            "x-ms-retry-after-ms" => Form::XMilliseconds,
            _ => {
                return Err(
                    "a fault's `retryAfterAs` is one of seconds, date, retry-after-ms, x-ms-retry-after-ms".to_owned()
                );
            }
        };
        Ok(number(text, "retryAfter")?.map(|seconds| Self { seconds, form }))
    }

    fn on(self, reply: Reply, now: Timestamp) -> Reply {
        let milliseconds = || self.seconds.saturating_mul(1000).to_string();
        match self.form {
            Form::Seconds => reply.with("retry-after", self.seconds.to_string()),
            Form::Milliseconds => reply.with("retry-after-ms", milliseconds()),
            Form::XMilliseconds => reply.with("x-ms-retry-after-ms", milliseconds()),
            Form::Date => {
                let then = now.checked_add(Duration::from_secs(self.seconds)).unwrap_or(now);
                match DateTimePrinter::new().timestamp_to_rfc9110_string(&then) {
                    Ok(date) => reply.with("retry-after", date),
                    Err(_) => reply,
                }
            }
        }
    }
}

fn unknown() -> String {
    let own =
        "status, notJson, resetBefore, resetAfter, cut, slow, skew, failLate, never, loseRecord, or Azure's own words";
    format!("a fault's `fault` is one of {own}: {}", preset::names().join(", "))
}

fn word(text: &Map<String, Value>, name: &str, default: &str) -> Result<String, String> {
    match text.get(name) {
        None | Some(Value::Null) => Ok(default.to_owned()),
        Some(value) => value.as_str().map(str::to_owned).ok_or_else(|| format!("a fault's `{name}` is a text")),
    }
}

pub(super) fn number(text: &Map<String, Value>, name: &str) -> Result<Option<u64>, String> {
    match text.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_u64().map(Some).ok_or_else(|| format!("a fault's `{name}` is a whole number")),
    }
}
