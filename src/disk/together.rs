//! Files that somebody asked for by name: what stands there already is never lost without a word.

use super::{Readers, exists, make_folder, write};
use crate::error::{Error, Kind, Result};
use std::path::{Path, PathBuf};

/// Refuses names of what is there already, unless it may be overwritten.
///
/// # Errors
/// `Usage`, with all of them.
pub fn check_free<'a>(paths: impl Iterator<Item = &'a Path>, force: bool) -> Result<()> {
    let there: Vec<String> =
        paths.filter(|path| !force && exists(path)).map(|path| path.display().to_string()).collect();
    if there.is_empty() {
        return Ok(());
    }
    Err(Error::message(Kind::Usage, format!("there already: {}", there.join(", ")))
        .hint("Nothing was written. Overwrite with --force."))
}

/// Writes all files or none, each for whoever the user's umask allows; where one is there already, only with force.
/// Folders are made where they are not there.
///
/// # Errors
/// `Usage` where one is there, `Failed` where one cannot be written.
pub fn write_all(files: &[(PathBuf, &str)], force: bool) -> Result<()> {
    check_free(files.iter().map(|(path, _)| path.as_path()), force)?;
    // All folders first: what cannot be written whole is not begun.
    let folders = files.iter().filter_map(|(path, _)| path.parent());
    for folder in folders.filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder, Readers::Anyone)?;
    }
    files.iter().try_for_each(|(path, text)| write(path, text, Readers::Anyone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_stays_unless_it_may_go() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("deep/one.txt"), folder.path().join("two.txt"));
        write_all(&[(one.clone(), "1")], false).unwrap();
        let error = write_all(&[(two.clone(), "2"), (one.clone(), "2")], false).unwrap_err();
        assert_eq!(error.to_string(), format!("there already: {}", one.display()));
        assert!(!exists(&two) && super::super::read(&one).unwrap() == "1");
        write_all(&[(two.clone(), "2"), (one.clone(), "2")], true).unwrap();
        assert_eq!(super::super::read(&one).unwrap(), "2");
        // A folder that cannot be made is found out before anything is written.
        let three = folder.path().join("three.txt");
        write_all(&[(three.clone(), "3"), (one.join("below"), "3")], false).unwrap_err();
        assert!(!exists(&three));
    }
}
