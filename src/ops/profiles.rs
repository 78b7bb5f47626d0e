//! Finding profiles: the user's own by name, then the built-in ones.

use crate::config;
use crate::disk;
use crate::error::{Error, Kind, Result};
use crate::model::Profile;
use std::path::{Path, PathBuf};

/// Where a profile stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// In the program.
    BuiltIn,
    /// In a file.
    File(PathBuf),
}

/// A profile that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it says.
    pub profile: Profile,
    /// Where it stands.
    pub source: Source,
    /// Its text.
    pub text: String,
}

/// The profile of a name, or of a path to a file. Folders are searched in order, then the built-in ones.
///
/// # Errors
/// `UnknownProfile` with the nearest known name, `InvalidFile` with every fault of the file.
pub fn find(name: &str, folders: &[PathBuf]) -> Result<Found> {
    if name.contains(['/', '\\']) || name.ends_with(".yaml") || name.ends_with(".yml") {
        return read(Path::new(name));
    }
    if let Some(path) = path_of(name, folders) {
        return read(&path);
    }
    match config::builtin::PROFILES.iter().find(|(known, _)| *known == name) {
        Some((name, text)) => parse(name, (*text).to_owned(), Source::BuiltIn),
        None => Err(unknown(name, folders)),
    }
}

/// The file of a name, the nearest first; `None` where none of the folders has one.
#[must_use]
pub fn path_of(name: &str, folders: &[PathBuf]) -> Option<PathBuf> {
    let candidates =
        folders.iter().flat_map(|folder| ["yaml", "yml"].map(|ending| folder.join(format!("{name}.{ending}"))));
    candidates.into_iter().find(|path| disk::exists(path))
}

/// Every profile that [`find`] would find, by name; a file with faults is an error of its own and hides no other.
///
/// # Errors
/// Only where a folder cannot be read.
pub fn all(folders: &[PathBuf]) -> Result<Vec<(String, Result<Found>)>> {
    Ok(names(folders)?.into_iter().map(|name| (name.clone(), find(&name, folders))).collect())
}

/// The profile that a file holds.
///
/// # Errors
/// `UnknownProfile`, and `InvalidFile` with every fault.
pub fn read(path: &Path) -> Result<Found> {
    let text = disk::read_if_there(path)?.ok_or_else(|| {
        Error::message(Kind::UnknownProfile, format!("no profile {}", path.display())).about(path.display().to_string())
    })?;
    parse(&stem(path), text, Source::File(path.to_owned()))
}

fn parse(name: &str, text: String, source: Source) -> Result<Found> {
    let file = match &source {
        Source::BuiltIn => format!("built-in profile {name}"),
        Source::File(path) => path.display().to_string(),
    };
    let profile = config::profile::parse(name, &file, &text)?;
    Ok(Found { profile, source, text })
}

fn names(folders: &[PathBuf]) -> Result<Vec<String>> {
    let mut names: Vec<String> = config::builtin::PROFILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    for folder in folders {
        names.extend(disk::yaml_files(folder)?.iter().map(|path| stem(path)));
    }
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    Ok(names)
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn unknown(name: &str, folders: &[PathBuf]) -> Error {
    let known = names(folders).unwrap_or_default();
    let error = Error::message(Kind::UnknownProfile, format!("no profile `{name}`")).about(name);
    let error = match config::nearest(name, known.iter().map(String::as_str)) {
        Some(near) => error.hint(format!("Did you mean `{near}`?")),
        None => error,
    };
    error.hint(format!("Known are {}; `pool profile list` says where they stand.", known.join(", ")))
}
