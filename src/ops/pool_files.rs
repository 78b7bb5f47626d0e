//! Finding the pool file.

use crate::config::pool_file::{self, PoolFile};
use crate::config::{Fault, Faults};
use crate::disk::{self, Folders};
use crate::error::{Error, Kind, Result};
use crate::model::{Finding, Mark};
use std::fmt;
use std::path::{Path, PathBuf};

/// The file's name.
pub const NAME: &str = "pool.yaml";

/// A pool file, and where it stands.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Where it stands.
    pub path: PathBuf,
    /// What it says.
    pub file: PoolFile,
    /// The faults of its events, where nobody needs those and they were left out.
    pub spared: Option<Faults>,
}

/// Whether a command can do without the file's events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Events {
    /// Without them it might do the wrong thing.
    #[default]
    Needed,
    /// Where they have faults it goes on with the rest of the file.
    Spared,
}

/// The file that was named; else the first `pool.yaml` from the working folder upward; else the user's own; else none.
///
/// # Errors
/// `Usage` for a named file that is not there, `InvalidFile` with every fault of the file, but for those of events that
/// are spared.
pub fn load(named: Option<&Path>, working: &Path, folders: &Folders, events: Events) -> Result<Option<Loaded>> {
    let Some(path) = find(named, working, folders) else { return Ok(None) };
    let text = disk::read(&path).map_err(|error| match error.kind() {
        Kind::NotFound => Error::message(Kind::Usage, format!("no pool file {}", path.display()))
            .about(path.display().to_string())
            .hint("`pool init` writes one."),
        _ => error,
    })?;
    let name = path.display().to_string();
    let read = match events {
        Events::Needed => pool_file::parse(&name, &text).map(|file| (file, None)),
        Events::Spared => pool_file::parse_sparing_events(&name, &text),
    };
    let (file, spared) = read.map_err(|faults| {
        let is_rest_well = events == Events::Needed && pool_file::parse_sparing_events(&name, &text).is_ok();
        let error = Error::from(faults);
        if is_rest_well {
            error
        } else {
            error.hint("Until it is mended, -f takes another file: `pools: {NAME: {}}` is one.")
        }
    })?;
    Ok(Some(Loaded { path, file, spared }))
}

/// That the events of a file are left out, for their faults. `check` is the command that tells more.
#[must_use]
pub fn spared_finding(faults: &Faults, check: &str) -> Finding {
    match faults.list.as_slice() {
        [Fault { line, column, path, text, .. }] => {
            left_out_finding(&format!("{}:{line}:{column}", faults.file), format!("{path}: {text}"), check)
        }
        several => left_out_finding(&faults.file, format!("they have {} faults", several.len()), check),
    }
}

/// That the events of a file are left out. `check` is the command that tells more.
#[must_use]
pub fn left_out_finding(place: &str, why: impl fmt::Display, check: &str) -> Finding {
    Finding::new(Mark::Warning, place, format!("the file's events are left out: {why}"))
        .todo(format!("`{check}` tells more; until it is mended `pool apply` does nothing."))
}

/// Where the pool file stands: the one that was named, whether it is there or not, else the first that is there.
#[must_use]
pub fn find(named: Option<&Path>, working: &Path, folders: &Folders) -> Option<PathBuf> {
    let upward = working.ancestors().map(|folder| folder.join(NAME));
    named.map(Path::to_owned).or_else(|| upward.chain([folders.config.join(NAME)]).find(|path| disk::exists(path)))
}
