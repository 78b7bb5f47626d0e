//! Files with secrets in them: nobody else may read them, or have made them.
//!
//! Unix has owners and modes, and both are looked at. Windows gives a file in the user's profile to the user alone by
//! itself; nothing is checked there, and nothing of ours is kept so.

use super::{Readers, make_folder, write};
use crate::error::{Error, Kind, Result};
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::Path;

/// The most that is read, in bytes: what is kept so is small.
const MOST_BYTES: u64 = 1 << 20;

/// Reads a text that is for the user alone; nothing where there is no such file.
///
/// # Errors
/// Names the file or the folder that somebody else has made or may read, or that cannot be read.
pub fn read_private(path: &Path) -> Result<Option<String>> {
    let metadata = match std::fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if super::is_absent(&error) => return Ok(None),
        Err(error) => return Err(failed(path, "read", error.into())),
    };
    check_folder_of(path)?;
    if !metadata.is_file() {
        return Err(failed(path, "read", anyhow::anyhow!("it is no file")));
    }
    check(path, &metadata)?;
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(MOST_BYTES).read_to_string(&mut text));
    read.map(|_| Some(text)).map_err(|error| failed(path, "read", error.into()))
}

/// Writes a text for the user alone, whole or not at all. The folder is made where it is not there.
///
/// # Errors
/// Names the file, or the folder that somebody else has made or may read.
pub fn write_private(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        make_folder(folder, Readers::Owner)?;
    }
    check_folder_of(path)?;
    write(path, text, Readers::Owner)
}

fn check_folder_of(path: &Path) -> Result<()> {
    let Some(folder) = path.parent() else { return Ok(()) };
    let metadata = std::fs::symlink_metadata(folder).map_err(|error| failed(folder, "read", error.into()))?;
    if !metadata.is_dir() {
        return Err(failed(folder, "use", anyhow::anyhow!("it is no folder")));
    }
    check(folder, &metadata)
}

#[cfg(unix)]
fn check(path: &Path, metadata: &Metadata) -> Result<()> {
    use std::os::unix::fs::MetadataExt;
    check_owner_and_mode(path, metadata.uid(), metadata.mode(), rustix::process::geteuid().as_raw())
}

#[cfg(unix)]
fn check_owner_and_mode(path: &Path, owner: u32, mode: u32, user: u32) -> Result<()> {
    if owner != user {
        return Err(failed(path, "use", anyhow::anyhow!("it belongs to somebody else")));
    }
    if mode & 0o077 != 0 {
        return Err(failed(path, "use", anyhow::anyhow!("others may read it: its mode is {:o}", mode & 0o777)));
    }
    Ok(())
}

#[cfg(not(unix))]
fn check(_: &Path, _: &Metadata) -> Result<()> {
    Ok(())
}

fn failed(path: &Path, doing: &str, error: anyhow::Error) -> Error {
    let error = error.context(format!("failed to {doing} {}", path.display()));
    Error::new(Kind::Failed, error).about(path.display().to_string())
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::PathBuf;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn set_mode(path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    /// A folder for everybody, with a private file two floors below.
    fn written() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pool/token.json");
        write_private(&path, "secret").unwrap();
        (folder, path)
    }

    #[test]
    fn what_is_written_is_for_the_user_alone() {
        let (_folder, path) = written();
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert_eq!(read_private(&path).unwrap().as_deref(), Some("secret"));
        assert_eq!(read_private(&path.with_extension("other")).unwrap(), None);
        assert_eq!(read_private(Path::new("/nowhere/at/all")).unwrap(), None);
    }

    #[test]
    fn what_others_may_read_is_refused() {
        let (_folder, path) = written();
        for bits in [0o604, 0o640, 0o620, 0o601] {
            set_mode(&path, bits);
            let error = read_private(&path).unwrap_err().to_string();
            assert!(error.contains("others may read it"), "{error}");
        }
        write_private(&path, "another").unwrap();
        assert_eq!(mode(&path), 0o600, "a new file takes the place of one that others may have read");
        let parent = path.parent().unwrap();
        for bits in [0o701, 0o750, 0o777] {
            set_mode(parent, bits);
            assert!(read_private(&path).unwrap_err().to_string().contains("others may read it"), "{bits:o}");
            assert!(write_private(&path, "third").is_err(), "{bits:o}");
        }
        set_mode(parent, 0o700);
        assert_eq!(read_private(&path).unwrap().as_deref(), Some("another"));
    }

    #[test]
    fn a_link_leads_nowhere() {
        let (folder, path) = written();
        let link = path.with_file_name("link.json");
        symlink(&path, &link).unwrap();
        assert!(read_private(&link).unwrap_err().to_string().contains("no file"));
        let other = folder.path().join("other");
        symlink(path.parent().unwrap(), &other).unwrap();
        assert!(read_private(&other.join("token.json")).unwrap_err().to_string().contains("no folder"));
        assert!(write_private(&other.join("token.json"), "x").is_err());
    }

    #[test]
    fn what_is_somebody_elses_is_refused() {
        let check = |owner, user| check_owner_and_mode(Path::new("x"), owner, 0o100_600, user);
        assert!(check(1000, 1000).is_ok());
        for (owner, user) in [(0, 1000), (1001, 1000), (1000, 0)] {
            let error = check(owner, user).unwrap_err().to_string();
            assert!(error.contains("somebody else"), "{error}");
        }
    }
}
