//! Profiles.

use super::words;
use crate::config;
use crate::error::Result;
use crate::model::{Finding, Lifecycle, Mark, Profile};
use crate::ops::profiles::{Found, Source};
use crate::output::printer::{in_our_words, wrapped};
use crate::output::style::{BAD, FAINT, GOOD, WARN, paint};
use crate::output::{Look, View, table};
use serde_json::{Value, json};
use std::time::Duration;

/// `pool profile list`.
#[derive(Debug)]
pub struct ProfilesView<'a>(pub &'a [(String, Result<Found>)]);

impl View for ProfilesView<'_> {
    fn value(&self) -> Value {
        self.0
            .iter()
            .map(|(name, found)| match found {
                Ok(found) => found_value(found),
                Err(error) => json!({"name": name, "error": error.to_string()}),
            })
            .collect()
    }

    fn text(&self, look: &Look) -> String {
        let heading = ["NAME", "MAX", "READY", "LIFECYCLE", "FROM"];
        table::columns(&heading, self.0.iter().map(row).collect(), look.width)
    }
}

fn row((name, found): &(String, Result<Found>)) -> Vec<String> {
    let Ok(found) = found else {
        let dash = || "-".to_owned();
        return vec![
            name.clone(),
            dash(),
            dash(),
            paint(BAD, "has faults"),
            dash(),
            format!("see `pool profile check {name}`"),
        ];
    };
    let settings = &found.profile.settings;
    let lifecycle = match settings.lifecycle {
        Lifecycle::Timed { cooldown } => format!("Timed {}", words::time(cooldown)),
        Lifecycle::OnContainerExit { max_alive } => format!("OnContainerExit {}", words::time(max_alive)),
    };
    vec![
        name.clone(),
        settings.max_sessions.to_string(),
        settings.ready_sessions.to_string(),
        lifecycle,
        source(&found.source),
    ]
}

fn source(source: &Source) -> String {
    match source {
        Source::BuiltIn => "built in".to_owned(),
        Source::File(path) => path.display().to_string(),
    }
}

fn found_value(found: &Found) -> Value {
    let Profile { name, description, settings } = &found.profile;
    let seconds = |time: Duration| format!("{}s", time.as_secs());
    json!({
        "name": name,
        "description": description,
        "maxSessions": settings.max_sessions,
        "readySessions": settings.ready_sessions,
        "lifecycle": words::lifecycle(Some(settings.lifecycle)),
        "expiresAfter": settings.expires_after.map(seconds),
        "from": source(&found.source),
    })
}

/// `pool profile show`: the file as it stands, or the profile as data.
#[derive(Debug)]
pub struct ProfileView<'a>(pub &'a Found);

impl View for ProfileView<'_> {
    fn value(&self) -> Value {
        found_value(self.0)
    }

    fn text(&self, _: &Look) -> String {
        self.0.text.clone()
    }
}

/// A file that was checked.
#[derive(Debug)]
pub struct Checked {
    /// Its name.
    pub file: String,
    /// What is wrong with it.
    pub faults: Option<config::Faults>,
    /// What is worth saying of its events.
    pub findings: Vec<Finding>,
}

/// `pool profile check`: which files were read, and what is wrong with them.
#[derive(Debug)]
pub struct CheckView<'a>(pub &'a [Checked]);

impl View for CheckView<'_> {
    fn value(&self) -> Value {
        self.0
            .iter()
            .map(|Checked { file, faults, findings }| {
                let list = faults.iter().flat_map(|faults| &faults.list);
                let list: Vec<Value> = list
                    .map(|fault| {
                        json!({"line": fault.line, "column": fault.column, "path": fault.path,
                            "text": fault.text, "todo": fault.todo})
                    })
                    .collect();
                let findings = words::findings(findings);
                json!({"file": file, "ok": faults.is_none(), "faults": list, "findings": findings})
            })
            .collect()
    }

    fn text(&self, look: &Look) -> String {
        let one = |checked: &Checked| match &checked.faults {
            None => {
                let findings = checked.findings.iter().map(|finding| finding_lines(finding, look));
                format!("{}: ok{}\n{}", checked.file, count(&checked.findings), findings.collect::<String>())
            }
            Some(faults) => format!("{faults}\n"),
        };
        self.0.iter().map(one).collect()
    }
}

/// How much there is to say: `, with 1 warning and 2 notes`.
fn count(findings: &[Finding]) -> String {
    let marks = [Mark::Fault, Mark::Warning, Mark::Note].into_iter().filter_map(|mark| {
        let count = findings.iter().filter(|finding| finding.mark == mark).count();
        match count {
            0 => None,
            1 => Some(format!("1 {}", mark.word())),
            count => Some(format!("{count} {}s", mark.word())),
        }
    });
    let marks: Vec<String> = marks.collect();
    if marks.is_empty() { String::new() } else { format!(", with {}", marks.join(" and ")) }
}

fn finding_lines(finding: &Finding, look: &Look) -> String {
    let color = match finding.mark {
        Mark::Ok => GOOD,
        Mark::Note => FAINT,
        Mark::Warning => WARN,
        Mark::Fault => BAD,
    };
    let head = format!("{}: {finding}", paint(color, finding.mark.word()));
    let todo = finding.todo.as_ref().map(|todo| format!("  {}", in_our_words(todo, &look.call)));
    let lines = [Some(head), todo].into_iter().flatten();
    lines.map(|line| wrapped(&line, look.width) + "\n").collect()
}
