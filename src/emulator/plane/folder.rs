//! The files of a session: a folder of its own, which goes with the session.
//!
//! It is the one place of the emulator beside the store that touches files, because code that runs in the session has
//! to find them. No name leads out of it: each part of a path is one plain name, and what is no plain file or folder,
//! such as a link that the code made, is not there.

use crate::emulator::regular;
use crate::emulator::scratch::{Nook, SESSION};
use jiff::Timestamp;
use std::io::{Error, ErrorKind, Result, Write};
use std::path::{Component, Path, PathBuf};

/// The most files of a folder that are listed, and the most that can be put into a session.
const MOST_FILES: u64 = 1_000;

/// The most bytes that can be put into a session.
const MOST_BYTES: u64 = 1 << 30;

/// The deepest folder.
const DEEPEST: usize = 16;

/// A session's folder.
#[derive(Debug)]
pub(super) struct Folder {
    place: Nook,
}

/// A file, or a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) is_folder: bool,
    pub(super) size: u64,
    pub(super) modified: Timestamp,
}

impl Folder {
    /// Makes an empty one, for the user alone.
    pub(super) fn make() -> Result<Self> {
        Ok(Self { place: Nook::make(SESSION)? })
    }

    /// Whether it is still there: code may remove it, and so may whoever cleans up the system's temporary folder.
    pub(super) fn is_there(&self) -> bool {
        self.path().is_dir()
    }

    /// Where it lies.
    pub(super) fn path(&self) -> &Path {
        self.place.path()
    }

    /// What lies in a folder, by name.
    pub(super) fn list(&self, below: &[String]) -> Result<Vec<Entry>> {
        let folder = self.inside(below)?;
        let mut all = Vec::new();
        for entry in std::fs::read_dir(folder)?.take(MOST_FILES as usize) {
            let name = entry?.file_name().into_string();
            // One that has gone meanwhile, or is neither file nor folder, is not shown.
            all.extend(name.ok().and_then(|name| self.find(below, &name).ok()));
        }
        all.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        Ok(all)
    }

    /// A file or a folder.
    pub(super) fn find(&self, below: &[String], name: &str) -> Result<Entry> {
        let path = self.inside(below)?.join(plain(name)?);
        let found = path.symlink_metadata()?;
        if !found.is_file() && !found.is_dir() {
            return Err(ErrorKind::NotFound.into());
        }
        let modified = Timestamp::try_from(found.modified()?).map_err(Error::other)?;
        Ok(Entry { name: name.to_owned(), is_folder: found.is_dir(), size: found.len(), modified })
    }

    /// What a file holds, where that is not more than `most` bytes.
    pub(super) fn read(&self, below: &[String], name: &str, most: usize) -> Result<Vec<u8>> {
        regular::read(&self.inside(below)?.join(plain(name)?), most as u64)
    }

    /// Writes a file, in the place of one that is there.
    pub(super) fn write(&self, below: &[String], name: &str, content: &[u8]) -> Result<Entry> {
        let name = plain(name)?;
        let mut folder = self.path().to_owned();
        for part in below {
            folder.push(plain(part)?);
            match folder.symlink_metadata() {
                Ok(found) if found.is_dir() => {}
                Ok(_) => return Err(ErrorKind::NotADirectory.into()),
                Err(_) => std::fs::create_dir(&folder)?,
            }
        }
        let (files, bytes) = weight(self.path())?;
        if files >= MOST_FILES || bytes + content.len() as u64 > MOST_BYTES {
            let text = format!("a session takes at most {MOST_FILES} files and {MOST_BYTES} bytes");
            return Err(Error::new(ErrorKind::QuotaExceeded, text));
        }
        // Put in the place of what is there, so that nothing is written through a link.
        let mut file = tempfile::NamedTempFile::new_in(&folder)?;
        file.write_all(content)?;
        file.persist(folder.join(name)).map_err(|error| error.error)?;
        self.find(below, name)
    }

    /// Removes a file.
    pub(super) fn remove(&self, below: &[String], name: &str) -> Result<()> {
        if self.find(below, name)?.is_folder {
            return Err(ErrorKind::NotFound.into());
        }
        std::fs::remove_file(self.inside(below)?.join(name))
    }

    /// A folder in this one.
    fn inside(&self, below: &[String]) -> Result<PathBuf> {
        let mut path = self.path().to_owned();
        for part in below {
            path.push(plain(part)?);
            if !path.symlink_metadata()?.is_dir() {
                return Err(ErrorKind::NotFound.into());
            }
        }
        Ok(path)
    }
}

/// How many files and folders lie in a folder and below it, and how many bytes.
fn weight(folder: &Path) -> Result<(u64, u64)> {
    let mut sum = (0, 0);
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let found = entry.metadata()?;
        let below = if found.is_dir() { weight(&entry.path())? } else { (0, found.len()) };
        sum = (sum.0 + 1 + below.0, sum.1 + below.1);
    }
    Ok(sum)
}

/// The parts of a path below the session's folder.
pub(super) fn parts(path: &str) -> Result<Vec<String>> {
    let parts = path.split('/').filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.map(|part| plain(part).map(str::to_owned)).collect::<Result<_>>()?;
    if parts.len() > DEEPEST {
        return Err(Error::new(ErrorKind::InvalidFilename, format!("a path has at most {DEEPEST} folders")));
    }
    Ok(parts)
}

/// A name that is one, and no way to somewhere else, on any system.
fn plain(name: &str) -> Result<&str> {
    let is_one =
        matches!(Path::new(name).components().collect::<Vec<_>>().as_slice(), [Component::Normal(one)] if *one == name);
    let is_fine = !name.contains(|c: char| c.is_control() || "/\\:".contains(c)) && name.len() <= 255;
    if is_one && is_fine {
        return Ok(name);
    }
    let text = format!("'{}' is no name of a file", name.escape_debug());
    Err(Error::new(ErrorKind::InvalidFilename, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out() {
        let folder = Folder::make().unwrap();
        let long = "a".repeat(256);
        for name in ["", ".", "..", "../x", "a/b", "/etc/passwd", "a\\b", "C:x", "a\0b", "a\nb", "./a", "a/", &long] {
            assert_eq!(folder.write(&[], name, b"x").unwrap_err().kind(), ErrorKind::InvalidFilename, "{name:?}");
            assert!(folder.find(&[], name).is_err() && folder.remove(&[], name).is_err(), "{name:?}");
            assert!(folder.write(&[name.to_owned()], "x", b"x").is_err(), "{name:?}");
        }
        assert_eq!(parts("/a//b/").unwrap(), ["a", "b"]);
        assert!(parts("a/../b").is_err() && parts(&"a/".repeat(17)).is_err());
        assert_eq!(folder.list(&[]).unwrap(), []);
    }

    #[test]
    fn files_come_and_go() {
        let folder = Folder::make().unwrap();
        let below = ["a".to_owned(), "b".to_owned()];
        assert_eq!(folder.write(&[], "x.txt", b"one").unwrap().size, 3);
        assert_eq!(folder.write(&[], "x.txt", b"three").unwrap().size, 5);
        folder.write(&below, "y", b"").unwrap();
        let names = |below: &[String]| -> Vec<(String, bool)> {
            folder.list(below).unwrap().into_iter().map(|entry| (entry.name, entry.is_folder)).collect()
        };
        assert_eq!(names(&[]), [("a".to_owned(), true), ("x.txt".to_owned(), false)]);
        assert_eq!(names(&below), [("y".to_owned(), false)]);
        assert_eq!(folder.read(&[], "x.txt", 5).unwrap(), b"three");
        assert_eq!(folder.read(&[], "x.txt", 4).unwrap_err().kind(), ErrorKind::FileTooLarge);
        assert!(folder.read(&[], "a", 9).is_err() && folder.remove(&[], "a").is_err());
        assert!(folder.write(&["x.txt".to_owned()], "y", b"").is_err());
        folder.remove(&[], "x.txt").unwrap();
        assert_eq!(folder.remove(&[], "x.txt").unwrap_err().kind(), ErrorKind::NotFound);
        let path = folder.path().to_owned();
        drop(folder);
        assert!(!path.exists());
    }

    #[test]
    fn a_folder_that_code_removed_is_made_again() {
        let room = crate::emulator::plane::guest::Room::default();
        let path = room.with(|folder| Ok(folder.path().to_owned())).unwrap();
        std::fs::remove_dir_all(&path).unwrap();
        room.with(|folder| folder.write(&[], "x", b"x")).unwrap();
        assert_eq!(room.with(|folder| folder.list(&[])).unwrap().len(), 1);
    }

    #[test]
    fn a_session_takes_so_many_files_and_no_more() {
        let folder = Folder::make().unwrap();
        for number in 0..MOST_FILES - 1 {
            std::fs::write(folder.path().join(number.to_string()), "").unwrap();
        }
        folder.write(&[], "last", b"").unwrap();
        assert_eq!(folder.write(&[], "more", b"").unwrap_err().kind(), ErrorKind::QuotaExceeded);
        folder.remove(&[], "0").unwrap();
        std::fs::File::create(folder.path().join("1")).unwrap().set_len(MOST_BYTES - 5).unwrap();
        assert_eq!(folder.write(&[], "more", b"123456").unwrap_err().kind(), ErrorKind::QuotaExceeded);
        folder.write(&[], "more", b"12345").unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_there() {
        let folder = Folder::make().unwrap();
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret"), "s").unwrap();
        let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, folder.path().join(name)).unwrap();
        link(&outside.path().join("secret"), "file");
        link(outside.path(), "way");
        assert_eq!(folder.list(&[]).unwrap(), []);
        assert!(folder.read(&[], "file", 9).is_err());
        assert!(folder.read(&["way".to_owned()], "secret", 9).is_err());
        assert!(std::process::Command::new("mkfifo").arg(folder.path().join("pipe")).status().unwrap().success());
        assert_eq!(folder.read(&[], "pipe", 9).unwrap_err().kind(), ErrorKind::NotFound);
        assert!(folder.write(&["way".to_owned()], "new", b"x").is_err());
        folder.write(&[], "file", b"mine").unwrap();
        assert_eq!(std::fs::read_to_string(outside.path().join("secret")).unwrap(), "s");
        assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 1);
    }
}
