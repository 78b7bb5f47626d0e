//! The body of `operationStatuses/…`.

use super::ArmError;
use super::reading::text;
use crate::model::State;
use serde_json::Value;

/// How a long-running operation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It goes on. The word is Azure's own.
    Running(String),
    /// It ended well.
    Succeeded,
    /// It ended badly; cancelled counts as that.
    Failed(ArmError),
}

/// Reads a status body; `None` where it has no `status`.
#[must_use]
pub fn read(body: &Value) -> Option<Status> {
    let word = text(&body["status"])?;
    Some(match State::named(&word) {
        State::Succeeded => Status::Succeeded,
        State::Failed | State::Canceled => Status::Failed(ArmError::read(body).unwrap_or_else(|| ArmError {
            code: word.clone(),
            message: format!("the operation ended as {word}, and Azure says no more"),
            ..ArmError::default()
        })),
        State::InProgress | State::Deleting | State::Other(_) => Status::Running(word),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn statuses_come_in_any_case() {
        assert_eq!(read(&json!({"status": "succeeded"})), Some(Status::Succeeded));
        assert_eq!(read(&json!({"status": "InProgress"})), Some(Status::Running("InProgress".into())));
        assert_eq!(read(&json!({"status": "Accepted"})), Some(Status::Running("Accepted".into())));
        assert_eq!(read(&json!({})), None);
    }

    #[test]
    fn a_failure_carries_its_reason() {
        let body = json!({"status": "FAILED", "error": {"code": "A", "message": "b"}});
        let Some(Status::Failed(error)) = read(&body) else { panic!() };
        assert_eq!((error.code.as_str(), error.message.as_str()), ("A", "b"));
        let Some(Status::Failed(error)) = read(&json!({"status": "Cancelled"})) else { panic!() };
        assert_eq!(error.code, "Cancelled");
    }
}
