//! Faults on demand. They live in the memory of one emulator, and each says which requests it meets and how often.

use super::answers::Reply;
use super::codes;
use super::records::Failure;
use serde_json::{Map, Value, json};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The requests that a fault meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    Get,
    List,
    Put,
    Patch,
    Delete,
    Poll,
    Tags,
    Any,
}

impl On {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Get, "get"),
        (Self::List, "list"),
        (Self::Put, "put"),
        (Self::Patch, "patch"),
        (Self::Delete, "delete"),
        (Self::Poll, "poll"),
        (Self::Tags, "tags"),
        (Self::Any, "any"),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, word)| *word == name).map(|(on, _)| on)
    }

    fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(on, _)| *on == self).map_or("any", |(_, word)| word)
    }
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// An error, and nothing is done.
    Status { status: u16, failure: Failure, retry_after: Option<u64> },
    /// A page of HTML, as a proxy gives, and nothing is done.
    NotJson { status: u16 },
    /// The connection breaks, and nothing is done.
    ResetBefore,
    /// It is done, and the connection breaks before the answer.
    ResetAfter,
    /// The operation that the request starts ends badly.
    FailLate(Failure),
    /// The operation that the request starts never ends.
    Never,
}

impl What {
    /// Whether it waits for an operation to be started.
    fn is_late(&self) -> bool {
        matches!(self, Self::FailLate(_) | Self::Never)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    on: On,
    /// How often it still happens; `None` for always.
    left: Option<u64>,
    what: What,
    /// As it was given.
    text: Map<String, Value>,
}

/// The faults that wait.
#[derive(Debug, Default)]
pub(super) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    /// Adds a list; nothing where one of them cannot be read.
    pub(super) fn add(&self, list: &Value) -> Result<(), String> {
        let list = list.as_array().ok_or("the body is no JSON list of faults")?;
        let read: Vec<Fault> = list.iter().map(read).collect::<Result<_, _>>()?;
        self.lock().extend(read);
        Ok(())
    }

    /// Those that wait, in order, each with how often it still happens.
    pub(super) fn list(&self) -> Value {
        let shown = |fault: &Fault| {
            let mut text = fault.text.clone();
            text.insert("on".to_owned(), json!(fault.on.word()));
            text.insert("count".to_owned(), json!(fault.left.unwrap_or(0)));
            Value::Object(text)
        };
        self.lock().iter().map(shown).collect()
    }

    /// Forgets them all.
    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    /// The fault that a request meets now, if any.
    pub(super) fn meet(&self, on: On) -> Option<What> {
        self.take(on, false)
    }

    /// The fault that the operation meets which a request is about to start.
    pub(super) fn meet_operation(&self, on: On) -> Option<What> {
        self.take(on, true)
    }

    fn take(&self, on: On, late: bool) -> Option<What> {
        let mut faults = self.lock();
        let fits = |fault: &Fault| (fault.on == on || fault.on == On::Any) && fault.what.is_late() == late;
        let at = faults.iter().position(fits)?;
        let what = faults[at].what.clone();
        if let Some(left) = &mut faults[at].left {
            *left -= 1;
            if *left == 0 {
                faults.remove(at);
            }
        }
        Some(what)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The answer of a fault that has one.
pub(super) fn reply(what: &What) -> Option<Reply> {
    match what {
        What::Status { status, failure, retry_after } => {
            let reply = codes::error(*status, &failure.code, &failure.message);
            Some(match retry_after {
                Some(seconds) => reply.with("retry-after", seconds.to_string()),
                None => reply,
            })
        }
        What::NotJson { status } => Some(Reply::page(*status, "<html><body>The gateway has no answer.</body></html>")),
        What::ResetBefore | What::ResetAfter | What::FailLate(_) | What::Never => None,
    }
}

fn read(value: &Value) -> Result<Fault, String> {
    let text = value.as_object().ok_or_else(|| format!("{value} is no fault: it is no JSON object"))?;
    const KEYS: [&str; 7] = ["on", "count", "fault", "status", "code", "message", "retryAfter"];
    if let Some(key) = text.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("a fault has no `{key}`; it has {}", KEYS.join(", ")));
    }
    let word = |name: &str| text.get(name).and_then(Value::as_str);
    let on = word("on").and_then(On::named).ok_or_else(|| {
        let words = On::ALL.map(|(_, word)| word).join(", ");
        format!("a fault's `on` is one of {words}")
    })?;
    let count = number(text, "count")?.unwrap_or(1);
    let left = (count > 0).then_some(count);
    Ok(Fault { on, left, what: what(text)?, text: text.clone() })
}

fn what(text: &Map<String, Value>) -> Result<What, String> {
    let status = number(text, "status")?.and_then(|status| u16::try_from(status).ok());
    if status.is_some_and(|status| !(200..=599).contains(&status)) {
        return Err("a fault's `status` is a number from 200 to 599".to_owned());
    }
    let word = |name: &str, default: &str| text.get(name).and_then(Value::as_str).unwrap_or(default).to_owned();
    let failure =
        |code: &str| Failure { code: word("code", code), message: word("message", "The emulator was asked to.") };
    match text.get("fault").and_then(Value::as_str) {
        Some("status") => Ok(What::Status {
            status: status.ok_or("the fault `status` needs a `status`")?,
            failure: failure("EmulatedFault"),
            retry_after: number(text, "retryAfter")?,
        }),
        Some("notJson") => Ok(What::NotJson { status: status.unwrap_or(200) }),
        Some("resetBefore") => Ok(What::ResetBefore),
        Some("resetAfter") => Ok(What::ResetAfter),
        Some("failLate") => Ok(What::FailLate(failure(codes::OPERATION.name))),
        Some("never") => Ok(What::Never),
        _ => Err("a fault's `fault` is one of status, notJson, resetBefore, resetAfter, failLate, never".to_owned()),
    }
}

fn number(text: &Map<String, Value>, name: &str) -> Result<Option<u64>, String> {
    match text.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_u64().map(Some).ok_or_else(|| format!("a fault's `{name}` is a whole number")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_happens_as_often_as_it_says() {
        let faults = Faults::default();
        faults
            .add(&json!([
                {"on": "get", "count": 2, "fault": "resetBefore"},
                {"on": "any", "count": 0, "fault": "notJson"},
                {"on": "patch", "fault": "never"},
            ]))
            .unwrap();
        assert_eq!(faults.meet(On::Get), Some(What::ResetBefore));
        assert_eq!(faults.list()[0]["count"], 1);
        assert_eq!(faults.meet(On::Get), Some(What::ResetBefore));
        assert_eq!(faults.meet(On::Get), Some(What::NotJson { status: 200 }));
        assert_eq!(faults.meet(On::Patch), Some(What::NotJson { status: 200 }), "a late one waits for an operation");
        assert_eq!(faults.meet_operation(On::Put), None);
        assert_eq!(faults.meet_operation(On::Patch), Some(What::Never));
        assert_eq!(faults.meet_operation(On::Patch), None);
        faults.clear();
        assert_eq!(faults.meet(On::Get), None);
    }

    #[test]
    fn a_list_with_a_mistake_adds_nothing() {
        for (fault, says) in [
            (json!({"on": "get"}), "`fault`"),
            (json!({"on": "head", "fault": "never"}), "`on`"),
            (json!({"on": "get", "fault": "status"}), "`status`"),
            (json!({"on": "get", "fault": "status", "status": 99}), "`status`"),
            (json!({"on": "get", "fault": "status", "status": "500"}), "`status`"),
            (json!({"on": "get", "fault": "never", "count": -1}), "`count`"),
            (json!({"on": "get", "fault": "never", "times": 1}), "`times`"),
            (json!("get"), "object"),
        ] {
            let faults = Faults::default();
            let error = faults.add(&json!([{"on": "any", "fault": "never"}, fault])).unwrap_err();
            assert!(error.contains(says), "{error}");
            assert_eq!(faults.list(), json!([]));
        }
        assert!(Faults::default().add(&json!({})).is_err());
    }
}
