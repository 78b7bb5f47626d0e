//! Something worth saying about a thing.

use std::fmt;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// As it should be.
    Ok,
    /// Worth knowing.
    Note,
    /// Likely not what was meant.
    Warning,
    /// Wrong.
    Fault,
}

impl Mark {
    /// The word that output carries, so that nothing is told by colour alone.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Fault => "fault",
        }
    }
}

/// A finding of a check or a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How serious it is.
    pub mark: Mark,
    /// What it is about: a pool, a place in a file.
    pub subject: String,
    /// What is so, in a fragment without a full stop.
    pub text: String,
    /// What to do, a whole sentence.
    pub todo: Option<String>,
}

impl Finding {
    /// A finding without advice.
    pub fn new(mark: Mark, subject: impl Into<String>, text: impl Into<String>) -> Self {
        Self { mark, subject: subject.into(), text: text.into(), todo: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn todo(mut self, todo: impl Into<String>) -> Self {
        self.todo = Some(todo.into());
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.subject, self.text)
    }
}
