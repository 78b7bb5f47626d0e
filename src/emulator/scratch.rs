//! Where this process keeps the files of sessions and executions: one folder in the system's temporary folder, with a
//! file in it that is locked as long as the process lives.
//!
//! Whoever is killed leaves the folder behind, and the system lets go of the lock: the next one removes what nobody
//! holds any more. Nothing else tells a dead process from one that lives: a number may be somebody else's by now.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tempfile::TempDir;

const PREFIX: &str = "pool-emulator-";
const LOCK: &str = "lock";

/// How often a folder is made anew that was taken for a dead one's before it was locked.
const ATTEMPTS: u32 = 5;

/// The folder of this process, while anything lies in it.
static OURS: Mutex<Weak<Scratch>> = Mutex::new(Weak::new());

/// The folder of a process.
#[derive(Debug)]
struct Scratch {
    /// Closed before the folder is removed, which one system asks for.
    _lock: File,
    place: TempDir,
}

/// A folder in it, for the user alone. It is removed when this is dropped.
#[derive(Debug)]
pub(super) struct Nook {
    place: TempDir,
    _within: Arc<Scratch>,
}

impl Nook {
    /// Makes an empty one whose name begins so.
    pub(super) fn make(prefix: &str) -> Result<Self> {
        let mut ours = OURS.lock().unwrap_or_else(PoisonError::into_inner);
        let within = match ours.upgrade() {
            Some(within) => within,
            None => {
                let parent = tempfile::env::temp_dir();
                sweep(&parent);
                let made = Arc::new(Scratch::make(&parent)?);
                *ours = Arc::downgrade(&made);
                made
            }
        };
        let place = tempfile::Builder::new().prefix(prefix).tempdir_in(within.place.path())?;
        Ok(Self { place, _within: within })
    }

    /// Where it lies.
    pub(super) fn path(&self) -> &Path {
        self.place.path()
    }
}

impl Scratch {
    fn make(parent: &Path) -> Result<Self> {
        for _ in 0..ATTEMPTS {
            let place = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)?;
            let path = place.path().join(LOCK);
            let lock = OpenOptions::new().write(true).create_new(true).open(&path)?;
            // Where somebody sweeps just now, it may have been taken for a dead one's, or be gone.
            if lock.try_lock().is_ok() && path.exists() {
                return Ok(Self { _lock: lock, place });
            }
        }
        Err(Error::new(ErrorKind::ResourceBusy, "no folder could be made that nobody removes"))
    }
}

/// Removes what processes left in the system's temporary folder that have ended.
pub fn sweep_scratch() {
    sweep(&tempfile::env::temp_dir());
}

/// What cannot be removed, or is not ours, stays; nobody is kept from anything by it.
fn sweep(parent: &Path) {
    let Ok(entries) = std::fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(PREFIX) && is_ours(&entry.path()) {
            let _ = sweep_one(&entry.path());
        }
    }
}

fn sweep_one(place: &PathBuf) -> Result<()> {
    let lock = OpenOptions::new().write(true).open(place.join(LOCK))?;
    match lock.try_lock() {
        Ok(()) => std::fs::remove_dir_all(place),
        Err(TryLockError::WouldBlock) => Ok(()),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// A folder of this user, and no link to one.
fn is_ours(place: &Path) -> bool {
    let Ok(found) = place.symlink_metadata() else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        found.is_dir() && found.uid() == rustix::process::geteuid().as_raw()
    }
    #[cfg(not(unix))]
    found.is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_dead_left_is_removed_and_what_lives_stays() {
        let parent = tempfile::tempdir().unwrap();
        let make = |name: &str, with_lock: bool| {
            let place = parent.path().join(name);
            std::fs::create_dir_all(place.join("session-1")).unwrap();
            std::fs::write(place.join("session-1/x"), "x").unwrap();
            if with_lock {
                std::fs::write(place.join(LOCK), "").unwrap();
            }
            place
        };
        let alive = Scratch::make(parent.path()).unwrap();
        let dead = make("pool-emulator-dead", true);
        let stay = [make("pool-emulator-young", false), make("other", true), alive.place.path().to_owned()];
        sweep(parent.path());
        assert!(!dead.exists());
        for place in &stay {
            assert!(place.exists(), "{}", place.display());
        }
        let was = alive.place.path().to_owned();
        drop(alive);
        assert!(!was.exists());
        sweep(Path::new("/nowhere"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_leads_nowhere() {
        let (parent, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(other.path().join(LOCK), "").unwrap();
        std::os::unix::fs::symlink(other.path(), parent.path().join("pool-emulator-link")).unwrap();
        sweep(parent.path());
        assert!(other.path().join(LOCK).exists());
    }

    #[test]
    fn folders_share_the_folder_of_the_process_and_go() {
        let [one, two] = [(), ()].map(|()| Nook::make("session-").unwrap());
        assert_eq!(one.path().parent(), two.path().parent());
        let path = one.path().to_owned();
        drop(one);
        assert!(!path.exists() && two.path().exists());
    }
}
