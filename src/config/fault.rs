//! What is wrong with a file, place by place.
//!
//! A file is never refused for its first fault alone: the reader collects them all, and whoever wrote the file corrects
//! them in one go.

use crate::error::{Error, Kind};
use std::fmt;

/// One fault of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The key that it is about, such as `pools.contestpool.container.cpu`; empty for the file as a whole.
    pub path: String,
    /// What is wrong, a fragment.
    pub text: String,
    /// What would be right, a fragment too: "did you mean `readySessions`?".
    pub todo: Option<String>,
}

/// `line:column: path: text (todo)`.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.line, self.column)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.text)?;
        match &self.todo {
            Some(todo) => write!(f, " ({todo})"),
            None => Ok(()),
        }
    }
}

/// Every fault of a file, in the order of their places. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    /// The file's name, as it is shown.
    pub file: String,
    /// The faults.
    pub list: Vec<Fault>,
}

impl Faults {
    /// The faults of a file, put in order.
    #[must_use]
    pub fn new(file: &str, mut list: Vec<Fault>) -> Self {
        list.sort_by(|a, b| (a.line, a.column, &a.path).cmp(&(b.line, b.column, &b.path)));
        Self { file: file.to_owned(), list }
    }
}

/// `file:line:column: path: text (todo)`, one a line.
impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.list.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            write!(f, "{end}{}:{fault}", self.file)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

impl From<Faults> for Error {
    fn from(faults: Faults) -> Self {
        let count = match faults.list.len() {
            1 => "1 fault".to_owned(),
            count => format!("{count} faults"),
        };
        Self::message(Kind::InvalidFile, format!("{count} in {}\n{faults}", faults.file)).about(faults.file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(line: usize, path: &str, todo: Option<&str>) -> Fault {
        Fault { line, column: 3, path: path.into(), text: "unknown key".into(), todo: todo.map(Into::into) }
    }

    #[test]
    fn faults_are_listed_in_the_order_of_the_file() {
        let list = vec![fault(7, "pools.a.x", None), fault(2, "redySessions", Some("did you mean `readySessions`?"))];
        let faults = Faults::new("pool.yaml", list);
        assert_eq!(
            faults.to_string(),
            "pool.yaml:2:3: redySessions: unknown key (did you mean `readySessions`?)\n\
             pool.yaml:7:3: pools.a.x: unknown key"
        );
    }

    #[test]
    fn an_error_says_how_many_and_about_which_file() {
        let error = Error::from(Faults::new("a.yaml", vec![fault(1, "", None)]));
        assert_eq!(error.to_string(), "1 fault in a.yaml\na.yaml:1:3: unknown key");
        assert_eq!((error.kind(), error.target()), (Kind::InvalidFile, Some("a.yaml")));
    }
}
