//! What a check of the whole set-up found, and the role that it asks for.

use super::words;
use crate::model::{Finding, Mark};
use crate::ops::doctor::RoleDefinition;
use crate::output::printer::wrapped_at;
use crate::output::style::{BAD, FAINT, GOOD, STRONG, WARN, paint};
use crate::output::{Look, View};
use serde_json::{Value, json};

/// `pool doctor`.
#[derive(Debug)]
pub struct DoctorView<'a>(pub &'a [Finding]);

/// `pool doctor --role`.
#[derive(Debug)]
pub struct RoleView<'a>(pub &'a RoleDefinition);

impl View for DoctorView<'_> {
    fn value(&self) -> Value {
        json!({"findings": words::findings(self.0)})
    }

    fn text(&self, look: &Look) -> String {
        let marks = self.0.iter().map(|finding| finding.mark.word().len()).max().unwrap_or(0);
        let subjects = self.0.iter().map(|finding| finding.subject.len()).max().unwrap_or(0);
        let mut text: String = self.0.iter().map(|finding| line(finding, marks, subjects, look.width)).collect();
        text.push_str(&summary(self.0));
        text
    }
}

/// A finding on a line, what goes on below it, and what to do below that.
pub(super) fn line(finding: &Finding, marks: usize, subjects: usize, width: Option<u16>) -> String {
    let color = match finding.mark {
        Mark::Ok => GOOD,
        Mark::Note => FAINT,
        Mark::Warning => WARN,
        Mark::Fault => BAD,
    };
    let word = finding.mark.word();
    let (mark, after_mark) = (paint(color, word), " ".repeat(marks - word.len() + 2));
    let (subject, after_subject) = (paint(STRONG, &finding.subject), " ".repeat(subjects - finding.subject.len() + 2));
    let indent = " ".repeat(marks + subjects + 4);
    let mut lines = finding.text.lines();
    let first = format!("{mark}{after_mark}{subject}{after_subject}{}", lines.next().unwrap_or_default());
    let mut text = wrapped_at(&first, &indent, width) + "\n";
    let todo = finding.todo.as_ref().map(|todo| format!("{} {todo}", paint(WARN, "hint:")));
    for more in lines.map(|line| line.trim().to_owned()).chain(todo) {
        text.push_str(&wrapped_at(&format!("{indent}{more}"), &indent, width));
        text.push('\n');
    }
    text
}

fn summary(findings: &[Finding]) -> String {
    match findings.iter().filter(|finding| finding.mark >= Mark::Warning).count() {
        0 => format!("{}: nothing to do\n", paint(GOOD, "well")),
        1 => format!("{}: 1 thing to do\n", paint(WARN, "not well")),
        count => format!("{}: {count} things to do\n", paint(WARN, "not well")),
    }
}

impl View for RoleView<'_> {
    /// As `az role definition create` reads it.
    fn value(&self) -> Value {
        let RoleDefinition { name, description, actions, assignable_scopes } = self.0;
        json!({
            "Name": name,
            "IsCustom": true,
            "Description": description,
            "Actions": actions,
            "NotActions": [],
            "AssignableScopes": assignable_scopes,
        })
    }

    fn text(&self, _: &Look) -> String {
        format!("{:#}\n", self.value())
    }

    fn is_ours(&self) -> bool {
        false
    }
}
