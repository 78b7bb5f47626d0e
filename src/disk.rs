//! The only door to the file system: the user's folders, reading, and files written whole or not at all.

mod private;
mod together;

pub use private::{read_private, write_private};
pub use together::{check_free, write_all};

use crate::error::{Error, Kind, Result};
use anyhow::Context;
use etcetera::base_strategy::{BaseStrategy, choose_base_strategy};
use std::io::{Read, Write};
use std::path::{Component, Path, PathBuf};

/// Where the program keeps things, by the customs of the system it runs on.
#[derive(Debug, Clone)]
pub struct Folders {
    /// What the user wrote: profiles, a pool file.
    pub config: PathBuf,
    /// What the program remembers: the emulator's store.
    pub state: PathBuf,
    /// What can be had again: prices.
    pub cache: PathBuf,
    /// The user's home.
    pub home: PathBuf,
    /// What ends with the user's session, in memory as a rule: tokens. Linux has one (XDG_RUNTIME_DIR); where nobody
    /// sets that there is none, and neither macOS nor Windows has its like.
    pub runtime: Option<PathBuf>,
}

impl Folders {
    /// The folders of the user who runs the program. None of them need exist.
    ///
    /// # Errors
    /// Fails where the system does not say where the user's home is.
    pub fn find() -> Result<Self> {
        let base = choose_base_strategy()
            .context("failed to find the home folder")
            .map_err(|error| Error::new(Kind::Failed, error).hint("Set HOME."))?;
        Ok(Self {
            config: base.config_dir().join("pool"),
            state: base.state_dir().unwrap_or_else(|| base.data_dir()).join("pool"),
            cache: base.cache_dir().join("pool"),
            home: base.home_dir().to_owned(),
            runtime: base.runtime_dir().map(|folder| folder.join("pool")),
        })
    }
}

/// The most that is read of a file, many times a trace of a million lines. A device may have no end.
const MOST_BYTES: u64 = 256 << 20;

/// Reads a text file.
///
/// # Errors
/// Names the file; one that is not there is `NotFound`, one that is no UTF-8 text is `InvalidFile`.
pub fn read(path: &Path) -> Result<String> {
    read_if_there(path)?.ok_or_else(|| {
        Error::message(Kind::NotFound, format!("no file {}", path.display())).about(path.display().to_string())
    })
}

/// Reads a text file; one that is not there is `None`.
///
/// # Errors
/// Names the file.
pub fn read_if_there(path: &Path) -> Result<Option<String>> {
    let mut text = String::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_string(&mut text));
    match read {
        Ok(bytes) if bytes as u64 > MOST_BYTES => {
            let what = format!("{} is larger than {} MB, the most that is read", path.display(), MOST_BYTES >> 20);
            Err(Error::message(Kind::InvalidFile, what).about(path.display().to_string()))
        }
        Ok(_) => Ok(Some(text)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => {
            let kind = if error.kind() == std::io::ErrorKind::InvalidData { Kind::InvalidFile } else { Kind::Failed };
            Err(Error::new(kind, anyhow::Error::new(error).context(format!("failed to read {}", path.display())))
                .about(path.display().to_string()))
        }
    }
}

/// Whether there is nothing of that name; a file where a folder should be holds nothing either.
fn is_absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

/// Whether there is a file or folder of that name.
#[must_use]
pub fn exists(path: &Path) -> bool {
    path.exists()
}

/// Whether there is a file of that name, and neither a folder nor a device.
#[must_use]
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// Whether two names are of one file, whether it is there yet or not.
#[must_use]
pub fn is_same(one: &Path, another: &Path) -> bool {
    identity(one) == identity(another)
}

/// The whole name of a file without `.`, `..` and links, as far as its folders are there.
fn identity(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut found = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                found.pop();
            }
            part => {
                found.push(part);
                found = found.canonicalize().unwrap_or(found);
            }
        }
    }
    found
}

/// When a file was last written, in nanoseconds since 1970, and its size in bytes. `None` where there is no such file,
/// or the system does not tell.
#[must_use]
pub fn time_and_size(path: &Path) -> Option<(i64, u64)> {
    let metadata = std::fs::metadata(path).ok()?;
    let time = jiff::Timestamp::try_from(metadata.modified().ok()?).ok()?;
    Some((i64::try_from(time.as_nanosecond()).ok()?, metadata.len()))
}

/// The files of a folder whose names end in `.yaml` or `.yml`, as [`files`] lists them.
///
/// # Errors
/// As [`files`].
pub fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>> {
    files(folder, &["yaml", "yml"])
}

/// The files of a folder whose names end so, in order of their names; none where there is no folder.
///
/// # Errors
/// Names the folder that could not be read.
pub fn files(folder: &Path, ends: &[&str]) -> Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if is_absent(&error) => return Ok(Vec::new()),
        Err(error) => {
            let error = anyhow::Error::new(error).context(format!("failed to read {}", folder.display()));
            return Err(Error::new(Kind::Failed, error).about(folder.display().to_string()));
        }
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|end| ends.iter().any(|one| end == *one)))
        .collect();
    files.sort();
    Ok(files)
}

/// Makes a folder and those above it.
///
/// # Errors
/// Names the folder.
pub fn make_folder(folder: &Path, readers: Readers) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    if readers == Readers::Owner {
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    }
    #[cfg(not(unix))]
    let _ = readers;
    builder
        .create(folder)
        .with_context(|| format!("failed to make the folder {}", folder.display()))
        .map_err(|error| Error::new(Kind::Failed, error).about(folder.display().to_string()))
}

/// Who else may read what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// The user alone: files are 0600, folders 0700.
    Owner,
    /// Whoever the user's umask allows.
    Anyone,
}

/// Writes a file whole or not at all: into a neighbour first, then renamed over the name.
///
/// # Errors
/// Names the file. What stood there before then still stands.
pub fn write(path: &Path, text: &str, readers: Readers) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    make_folder(folder, readers)?;
    write_in(folder, path, text, readers)
        .with_context(|| format!("failed to write {}", path.display()))
        .map_err(|error| Error::new(Kind::Failed, error).about(path.display().to_string()))
}

/// Appends a line with one write, so that it is there whole or not at all, whoever else appends. The file is for the
/// user alone.
///
/// # Errors
/// Names the file.
pub fn append_line(path: &Path, line: &str) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    make_folder(folder, Readers::Owner)?;
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let appended = options.open(path).and_then(|mut file| file.write_all(format!("{line}\n").as_bytes()));
    appended
        .with_context(|| format!("failed to write {}", path.display()))
        .map_err(|error| Error::new(Kind::Failed, error).about(path.display().to_string()))
}

fn write_in(folder: &Path, path: &Path, text: &str, readers: Readers) -> anyhow::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".pool-");
    #[cfg(unix)]
    if readers == Readers::Anyone {
        use std::os::unix::fs::PermissionsExt;
        // The umask takes its part of it, as for any file that an editor makes.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = readers;
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_file_is_whole_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/pool.yaml");
        write(&path, "one", Readers::Owner).unwrap();
        write(&path, "two", Readers::Owner).unwrap();
        assert_eq!(read(&path).unwrap(), "two");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "no leftovers");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn lines_are_appended_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/journal.jsonl");
        append_line(&path, "one").unwrap();
        append_line(&path, "two").unwrap();
        assert_eq!(read(&path).unwrap(), "one\ntwo\n");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_file_is_known_under_all_its_names() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("real/deep")).unwrap();
        std::fs::write(at("there"), "").unwrap();
        for (one, another, expected) in [
            ("there", "./there", true),
            ("there", "real/../there", true),
            ("new", "./new", true),
            ("new", "real/deep/../../new", true),
            ("no/where/new", "no/./where/at/../new", true),
            ("new", "newer", false),
            ("real/new", "new", false),
        ] {
            assert_eq!(is_same(&at(one), &at(another)), expected, "{one} {another}");
        }
        assert!(is_same(Path::new("new"), Path::new("./new")));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(at("real/deep"), at("link")).unwrap();
            assert!(is_same(&at("link/new"), &at("real/deep/new")) && is_same(&at("link/../new"), &at("real/new")));
        }
    }

    #[test]
    fn a_missing_file_is_not_found() {
        assert_eq!(read(Path::new("/nowhere/at/all.yaml")).unwrap_err().kind(), Kind::NotFound);
        assert_eq!(read_if_there(Path::new("/nowhere/at/all.yaml")).unwrap(), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_has_no_end_is_not_read_to_it() {
        let error = read(Path::new("/dev/zero")).unwrap_err();
        assert_eq!((error.kind(), error.to_string().contains("256 MB")), (Kind::InvalidFile, true), "{error}");
    }

    #[test]
    fn a_file_that_is_not_text_is_invalid() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("noise.yaml");
        std::fs::write(&path, [0xff, 0xfe, 0x00]).unwrap();
        assert_eq!(read(&path).unwrap_err().kind(), Kind::InvalidFile);
    }

    #[test]
    fn yaml_files_are_listed_in_order() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.yaml", "a.yml", "c.txt"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let names: Vec<_> = yaml_files(folder.path())
            .unwrap()
            .iter()
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["a.yml", "b.yaml"]);
        assert!(yaml_files(Path::new("/nowhere")).unwrap().is_empty());
    }
}
