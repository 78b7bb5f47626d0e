//! GO or NO-GO.

use super::doctor::line;
use super::words;
use crate::model::{Finding, Mark, PoolId};
use crate::output::style::{BAD, GOOD, STRONG, paint};
use crate::output::{Look, View};
use serde_json::{Value, json};

/// `pool preflight`.
#[derive(Debug)]
pub struct PreflightView<'a> {
    /// The pool.
    pub id: &'a PoolId,
    /// What was found.
    pub findings: &'a [Finding],
    /// Whether it may begin.
    pub is_go: bool,
}

impl View for PreflightView<'_> {
    fn value(&self) -> Value {
        json!({"pool": self.id.to_string(), "go": self.is_go, "findings": words::findings(self.findings)})
    }

    fn text(&self, look: &Look) -> String {
        let width = |of: fn(&Finding) -> usize| self.findings.iter().map(of).max().unwrap_or(0);
        let (marks, subjects) = (width(|finding| finding.mark.word().len()), width(|finding| finding.subject.len()));
        let mut text: String = self.findings.iter().map(|finding| line(finding, marks, subjects, look.width)).collect();
        let count = |mark| self.findings.iter().filter(|finding| finding.mark == mark).count();
        let warnings = match count(Mark::Warning) {
            0 => String::new(),
            1 => ", with 1 warning".to_owned(),
            count => format!(", with {count} warnings"),
        };
        let name = paint(STRONG, &self.id.name);
        text.push_str(&if self.is_go {
            format!("{}  {name}{warnings}\n", paint(GOOD.bold(), "GO"))
        } else {
            let faults = count(Mark::Fault);
            let things = if faults == 1 { "1 reason".to_owned() } else { format!("{faults} reasons") };
            format!("{}  {name}: {things}{warnings}\n", paint(BAD, "NO-GO"))
        });
        text
    }
}
