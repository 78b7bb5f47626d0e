//! Profiles.

use super::words;
use crate::config;
use crate::error::Result;
use crate::model::{Lifecycle, Profile};
use crate::ops::profiles::{Found, Source};
use crate::output::style::{BAD, paint};
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

/// `pool profile check`: which files were read, and what is wrong with them.
#[derive(Debug)]
pub struct CheckView<'a>(pub &'a [(String, Option<config::Faults>)]);

impl View for CheckView<'_> {
    fn value(&self) -> Value {
        self.0
            .iter()
            .map(|(file, faults)| {
                let list = faults.iter().flat_map(|faults| &faults.list);
                let list: Vec<Value> = list
                    .map(|fault| {
                        json!({"line": fault.line, "column": fault.column, "path": fault.path,
                            "text": fault.text, "todo": fault.todo})
                    })
                    .collect();
                json!({"file": file, "ok": faults.is_none(), "faults": list})
            })
            .collect()
    }

    fn text(&self, _: &Look) -> String {
        self.0
            .iter()
            .map(|(file, faults)| match faults {
                None => format!("{file}: ok\n"),
                Some(faults) => format!("{faults}\n"),
            })
            .collect()
    }
}
