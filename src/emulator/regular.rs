//! Reads files that somebody else's code can swap for something else meanwhile: what is read is what was looked at.

use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

/// What a file holds, where that is not more than `most` bytes. What is no regular file, such as a link or a pipe, is
/// not there, and nobody waits for it.
pub(super) fn read(path: &Path, most: u64) -> Result<Vec<u8>> {
    let file = plain(path)?;
    let mut content = Vec::new();
    // It can have grown since it was looked at.
    file.take(most.saturating_add(1)).read_to_end(&mut content)?;
    if content.len() as u64 > most {
        return Err(Error::new(ErrorKind::FileTooLarge, format!("it has more than {most} bytes")));
    }
    Ok(content)
}

/// Opens a file for reading. What is no regular file is not there.
pub(super) fn plain(path: &Path) -> Result<File> {
    let file = open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(ErrorKind::NotFound.into()) }
}

/// Opens without following a link, and without waiting for somebody at the other end of a pipe.
#[cfg(unix)]
fn open(path: &Path) -> Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY).bits();
    let flags = i32::try_from(flags).map_err(Error::other)?;
    OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(|error| {
        // What is a link is not there; so is a socket, which cannot be opened.
        let is_something_else = path.symlink_metadata().is_ok_and(|found| !found.is_file());
        if is_something_else { ErrorKind::NotFound.into() } else { error }
    })
}

#[cfg(not(unix))]
fn open(path: &Path) -> Result<File> {
    OpenOptions::new().read(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_bytes_are_read_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        std::fs::write(&path, "three").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"three");
        assert_eq!(read(&path, 4).unwrap_err().kind(), ErrorKind::FileTooLarge);
        assert_eq!(read(&folder.path().join("y"), 4).unwrap_err().kind(), ErrorKind::NotFound);
    }

    /// A pipe that nobody writes to would keep a reader for ever.
    #[cfg(unix)]
    #[test]
    fn nothing_but_a_file_is_read_or_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("file"), "x").unwrap();
        std::os::unix::fs::symlink(at("file"), at("link")).unwrap();
        std::fs::create_dir(at("folder")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        let (sender, read_all) = std::sync::mpsc::channel();
        let paths = ["link", "folder", "socket", "pipe"].map(at);
        std::thread::spawn(move || {
            let _ = sender.send(paths.map(|path| read(&path, 9).unwrap_err().kind()));
        });
        let kinds = read_all.recv_timeout(std::time::Duration::from_secs(20)).expect("nobody waits");
        assert_eq!(kinds, [ErrorKind::NotFound; 4]);
    }

    /// Whoever looks first and opens then is caught between the two, and waits.
    #[cfg(unix)]
    #[test]
    fn what_is_swapped_meanwhile_keeps_nobody_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("file"), "x").unwrap();
        assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        std::fs::hard_link(at("file"), at("swapped")).unwrap();
        let (sender, read_all) = std::sync::mpsc::channel();
        let path = at("swapped");
        std::thread::spawn(move || {
            let reads = || read(&path, 9).map_err(|error| error.kind());
            let _ = sender.send(
                (0..20_000).map(|_| reads()).find(|it| *it != Ok(b"x".to_vec()) && *it != Err(ErrorKind::NotFound)),
            );
        });
        for number in 0.. {
            std::fs::hard_link(at(["pipe", "file"][number % 2]), at("new")).unwrap();
            std::fs::rename(at("new"), at("swapped")).unwrap();
            match read_all.try_recv() {
                Ok(odd) => return assert_eq!(odd, None),
                Err(_) => assert!(number < 1_000_000, "somebody waits"),
            }
        }
    }
}
