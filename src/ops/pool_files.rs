//! Finding the pool file.

use crate::config::pool_file::{self, PoolFile};
use crate::disk::{self, Folders};
use crate::error::{Error, Kind, Result};
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
}

/// The file that was named; else the first `pool.yaml` from the working folder upward; else the user's own; else none.
///
/// # Errors
/// `Usage` for a named file that is not there, `InvalidFile` with every fault of the file.
pub fn load(named: Option<&Path>, working: &Path, folders: &Folders) -> Result<Option<Loaded>> {
    let Some(path) = find(named, working, folders) else { return Ok(None) };
    let text = disk::read(&path).map_err(|error| match error.kind() {
        Kind::NotFound => Error::message(Kind::Usage, format!("no pool file {}", path.display()))
            .about(path.display().to_string())
            .hint("`pool init` writes one."),
        _ => error,
    })?;
    let file = pool_file::parse(&path.display().to_string(), &text)?;
    Ok(Some(Loaded { path, file }))
}

/// Where the pool file stands: the one that was named, whether it is there or not, else the first that is there.
#[must_use]
pub fn find(named: Option<&Path>, working: &Path, folders: &Folders) -> Option<PathBuf> {
    let upward = working.ancestors().map(|folder| folder.join(NAME));
    named.map(Path::to_owned).or_else(|| upward.chain([folders.config.join(NAME)]).find(|path| disk::exists(path)))
}
