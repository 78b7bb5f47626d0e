//! Where this process keeps the files of sessions and executions: one folder in the system's temporary folder, with a
//! file in it that is locked as long as the process lives.
//!
//! Whoever is killed leaves the folder behind, and the system lets go of the lock: the next one removes what nobody
//! holds any more. Nothing else tells a dead process from one that lives: a number may be somebody else's by now.
//!
//! A name proves nothing, since a user may call a folder so. What is removed is a folder of this user that nobody else
//! may enter, whose lock says that it is ours, and in which nothing lies but what is put there here.

use super::regular;
use std::fs::{File, OpenOptions};
use std::io::{Error, Read, Result, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

const PREFIX: &str = "pool-emulator-";
const LOCK: &str = "lock";

/// What stands in the lock of a folder of ours, and in no other file of that name.
const OURS: &str = "A folder of `pool emulator`, which removes it when the process that made it has ended.\n";

/// What the folders in it begin with.
pub(super) const SESSION: &str = "session-";
pub(super) const EXECUTION: &str = "execution-";

/// The folder of this process, while anything lies in it.
static CURRENT: Mutex<Weak<Scratch>> = Mutex::new(Weak::new());

/// The folder of a process.
#[derive(Debug)]
struct Scratch {
    /// Closed before the folder is removed, which one system asks for.
    _lock: File,
    home: Home,
}

/// Where it lies. It is removed when this is dropped.
#[derive(Debug)]
struct Home(PathBuf);

impl Drop for Home {
    fn drop(&mut self) {
        if proof(&self.0).is_some() {
            let _ = remove(&self.0);
        }
    }
}

/// A folder in it, for the user alone. It is removed when this is dropped.
#[derive(Debug)]
pub(super) struct Nook {
    place: PathBuf,
    within: Arc<Scratch>,
}

impl Nook {
    /// Makes an empty one whose name begins so: [`SESSION`] or [`EXECUTION`].
    ///
    /// # Errors
    /// Name the folder in which none can be made.
    pub(super) fn make(prefix: &str) -> Result<Self> {
        let parent = tempfile::env::temp_dir();
        let within = Scratch::current(&CURRENT, &parent).map_err(|error| cannot_make(&parent, &error))?;
        let place = fresh(&within.home.0, prefix).map_err(|error| cannot_make(&within.home.0, &error))?.keep();
        Ok(Self { place, within })
    }

    /// Where it lies.
    pub(super) fn path(&self) -> &Path {
        &self.place
    }
}

impl Drop for Nook {
    fn drop(&mut self) {
        // Where ours has gone, what is there by now may be anybody's.
        if is_ours(&self.within.home.0) {
            let _ = clear(&self.place);
        }
    }
}

/// A folder that is new, and for the user alone, which a temporary one is not by itself.
fn fresh(parent: &Path, prefix: &str) -> Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.prefix(prefix).tempdir_in(parent)
}

/// Of the kind `Other`: it is not the file asked for that is missing.
fn cannot_make(parent: &Path, error: &Error) -> Error {
    Error::other(format!("no folder can be made in {}: {error}", parent.display()))
}

impl Scratch {
    /// That of this process. One that somebody has removed meanwhile is made again.
    fn current(current: &Mutex<Weak<Self>>, parent: &Path) -> Result<Arc<Self>> {
        let mut current = current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(there) = current.upgrade().filter(|there| is_ours(&there.home.0)) {
            return Ok(there);
        }
        sweep(parent);
        let made = Arc::new(Self::make(parent)?);
        *current = Arc::downgrade(&made);
        Ok(made)
    }

    /// It is locked before it says that it is ours: nobody who sweeps just now takes it for a dead one's.
    fn make(parent: &Path) -> Result<Self> {
        let place = fresh(parent, PREFIX)?;
        let mut lock = OpenOptions::new().write(true).create_new(true).open(place.path().join(LOCK))?;
        lock.try_lock()?;
        lock.write_all(OURS.as_bytes())?;
        Ok(Self { _lock: lock, home: Home(place.keep()) })
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
        let place = entry.path();
        let is_named_so = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if let Some(lock) = is_named_so.then(|| proof(&place)).flatten()
            && lock.try_lock().is_ok()
        {
            let _ = remove(&place);
        }
    }
}

/// The lock of a folder that was made here; nothing where anything says otherwise.
fn proof(place: &Path) -> Option<File> {
    if !is_ours(place) {
        return None;
    }
    let mut lock = regular::plain(&place.join(LOCK)).ok()?;
    let mut said = String::new();
    (&mut lock).take(OURS.len() as u64 + 1).read_to_string(&mut said).ok()?;
    let mut entries = std::fs::read_dir(place).ok()?;
    let is_all_ours = entries.all(|entry| entry.is_ok_and(|entry| is_of_ours(&entry)));
    (said == OURS && is_all_ours).then_some(lock)
}

/// A folder of this user alone, and no link to one.
fn is_ours(place: &Path) -> bool {
    let Ok(found) = place.symlink_metadata() else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let is_private = found.mode() & 0o777 == 0o700;
        found.is_dir() && is_private && found.uid() == rustix::process::geteuid().as_raw()
    }
    #[cfg(not(unix))]
    found.is_dir()
}

/// The lock, and the folders of sessions and executions.
fn is_of_ours(entry: &std::fs::DirEntry) -> bool {
    let name = entry.file_name();
    let name = name.to_string_lossy();
    let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
    name == LOCK || is_folder && [SESSION, EXECUTION].iter().any(|prefix| name.starts_with(prefix))
}

/// Removes a folder of ours, its lock last: where something stays, it can be tried again.
fn remove(place: &Path) -> Result<()> {
    for entry in std::fs::read_dir(place)? {
        let entry = entry?;
        if entry.file_name() != LOCK {
            clear(&entry.path())?;
        }
    }
    std::fs::remove_file(place.join(LOCK))?;
    std::fs::remove_dir(place)
}

/// Removes a folder with all that lies in it, also where code has shut folders in it.
fn clear(place: &Path) -> Result<()> {
    if std::fs::remove_dir_all(place).is_ok() {
        return Ok(());
    }
    #[cfg(unix)]
    open_up(place);
    std::fs::remove_dir_all(place)
}

/// Lets this user into a folder and all below it, as far as they are this user's.
#[cfg(unix)]
fn open_up(place: &Path) {
    use std::os::unix::fs::PermissionsExt;
    if !place.symlink_metadata().is_ok_and(|found| found.is_dir()) {
        return;
    }
    let _ = std::fs::set_permissions(place, std::fs::Permissions::from_mode(0o700));
    let Ok(entries) = std::fs::read_dir(place) else { return };
    for entry in entries.flatten() {
        open_up(&entry.path());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with a session in it, and a lock that says so.
    fn left_behind(parent: &Path, name: &str, lock: Option<&str>) -> PathBuf {
        let place = parent.join(name);
        std::fs::create_dir_all(place.join("session-1")).unwrap();
        std::fs::write(place.join("session-1/x"), "x").unwrap();
        if let Some(lock) = lock {
            std::fs::write(place.join(LOCK), lock).unwrap();
        }
        set_mode(&place, 0o700);
        place
    }

    fn set_mode(place: &Path, mode: u32) {
        #[cfg(unix)]
        std::fs::set_permissions(place, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_the_dead_left_is_removed_and_what_lives_stays() {
        let parent = tempfile::tempdir().unwrap();
        let alive = Scratch::make(parent.path()).unwrap();
        let dead = left_behind(parent.path(), "pool-emulator-dead", Some(OURS));
        sweep(parent.path());
        assert!(!dead.exists() && alive.home.0.exists());
        let was = alive.home.0.clone();
        drop(alive);
        assert!(!was.exists());
        sweep(Path::new("/nowhere"));
    }

    /// A user may call a folder so, and call a file `lock`.
    #[test]
    fn what_is_not_proven_ours_stays() {
        let parent = tempfile::tempdir().unwrap();
        let make = |name: &str, lock: Option<&str>| left_behind(parent.path(), name, lock);
        let beside = make("pool-emulator-beside", Some(OURS));
        std::fs::write(beside.join("thesis.tex"), "x").unwrap();
        let file = make("pool-emulator-file", Some(OURS));
        std::fs::write(file.join("session-2"), "x").unwrap();
        let mut stay = vec![
            make("pool-emulator-young", None),
            make("pool-emulator-empty", Some("")),
            make("pool-emulator-notes", Some("mine")),
            make("pool-emulator-longer", Some(&format!("{OURS}and more"))),
            make("other", Some(OURS)),
            beside,
            file,
        ];
        if cfg!(unix) {
            let shared = make("pool-emulator-shared", Some(OURS));
            set_mode(&shared, 0o755);
            stay.push(shared);
        }
        sweep(parent.path());
        for place in &stay {
            assert!(place.join("session-1/x").exists(), "{}", place.display());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_leads_nowhere() {
        let (parent, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let place = left_behind(other.path(), "pool-emulator-x", Some(OURS));
        std::os::unix::fs::symlink(&place, parent.path().join("pool-emulator-link")).unwrap();
        let linked = left_behind(parent.path(), "pool-emulator-linked", None);
        std::os::unix::fs::symlink(place.join(LOCK), linked.join(LOCK)).unwrap();
        sweep(parent.path());
        assert!(place.join("session-1/x").exists() && linked.join("session-1/x").exists());
    }

    /// Nobody writes to the pipe: whoever opened it would wait for ever.
    #[cfg(unix)]
    #[test]
    fn a_pipe_for_a_lock_keeps_nobody_waiting() {
        let parent = tempfile::tempdir().unwrap();
        let place = left_behind(parent.path(), "pool-emulator-pipe", None);
        assert!(std::process::Command::new("mkfifo").arg(place.join(LOCK)).status().unwrap().success());
        let (sender, swept) = std::sync::mpsc::channel();
        let path = parent.path().to_owned();
        std::thread::spawn(move || {
            sweep(&path);
            let _ = sender.send(());
        });
        swept.recv_timeout(std::time::Duration::from_secs(20)).expect("nobody waits");
        assert!(place.join("session-1/x").exists());
    }

    #[cfg(unix)]
    #[test]
    fn what_code_has_shut_is_removed() {
        let parent = tempfile::tempdir().unwrap();
        let dead = left_behind(parent.path(), "pool-emulator-dead", Some(OURS));
        let shut = dead.join("session-1/shut/below");
        std::fs::create_dir_all(&shut).unwrap();
        std::fs::write(shut.join("x"), "x").unwrap();
        for place in [shut.as_path(), shut.parent().unwrap()] {
            set_mode(place, 0);
        }
        sweep(parent.path());
        assert!(!dead.exists());
    }

    /// What stays is found again by its lock.
    #[test]
    fn the_lock_is_removed_last() {
        let parent = tempfile::tempdir().unwrap();
        let dead = left_behind(parent.path(), "pool-emulator-dead", Some(OURS));
        // No folder, so it cannot be removed as one, whoever tries.
        std::fs::write(dead.join("session-2"), "x").unwrap();
        assert!(remove(&dead).is_err() && dead.join(LOCK).exists());
        std::fs::remove_file(dead.join("session-2")).unwrap();
        sweep(parent.path());
        assert!(!dead.exists());
    }

    #[test]
    fn folders_share_the_folder_of_the_process_and_go() {
        let [one, two] = [(), ()].map(|()| Nook::make(SESSION).unwrap());
        assert_eq!(one.path().parent(), two.path().parent());
        assert!(is_ours(one.path()));
        let path = one.path().to_owned();
        drop(one);
        assert!(!path.exists() && two.path().exists());
    }

    #[test]
    fn one_that_has_gone_is_made_again() {
        let (parent, current) = (tempfile::tempdir().unwrap(), Mutex::default());
        let make = || Scratch::current(&current, parent.path()).unwrap();
        let gone = make();
        assert_eq!(make().home.0, gone.home.0);
        std::fs::remove_dir_all(&gone.home.0).unwrap();
        // Somebody else's by now: it is not removed with ours.
        std::fs::create_dir(&gone.home.0).unwrap();
        std::fs::write(gone.home.0.join("x"), "x").unwrap();
        set_mode(&gone.home.0, 0o755);
        let new = make();
        assert!(new.home.0 != gone.home.0 && new.home.0.join(LOCK).exists());
        let was = gone.home.0.clone();
        drop(gone);
        assert!(was.join("x").exists());
        let error = Scratch::make(&was.join("nowhere")).map_err(|error| cannot_make(&was, &error)).unwrap_err();
        assert!(error.kind() == std::io::ErrorKind::Other && error.to_string().contains(&*was.to_string_lossy()));
    }
}
