//! Whose a session is, and what lies in it.

use super::folder::Folder;
use crate::sim::pool::SessionId;
use jiff::Timestamp;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;
use uuid::Uuid;

/// Somebody with a session.
#[derive(Debug)]
pub(super) struct Guest {
    pub(super) session: SessionId,
    /// Grows with every guest.
    pub(super) number: u64,
    pub(super) identifier: Arc<str>,
    pub(super) guid: Uuid,
    pub(super) etag: Uuid,
    pub(super) created: Timestamp,
    pub(super) accessed: Timestamp,
    pub(super) room: Arc<Room>,
    /// Closed with the guest, which is how requests in the session learn that it has ended.
    lives: watch::Sender<()>,
}

/// What lies in a session. It goes with the last request in it.
#[derive(Debug, Default)]
pub(super) struct Room {
    folder: Mutex<Option<Folder>>,
    /// One piece of code runs at a time, as in a kernel.
    pub(super) kernel: tokio::sync::Mutex<()>,
}

impl Guest {
    pub(super) fn new(session: SessionId, number: u64, identifier: Arc<str>, now: Timestamp) -> Self {
        Self {
            session,
            number,
            identifier,
            guid: Uuid::new_v4(),
            etag: Uuid::new_v4(),
            created: now,
            accessed: now,
            room: Arc::default(),
            lives: watch::Sender::new(()),
        }
    }

    /// Tells when the session ends.
    pub(super) fn end(&self) -> watch::Receiver<()> {
        self.lives.subscribe()
    }
}

impl Room {
    /// Does something with the session's folder, which is made where there is none yet, or none any more.
    pub(super) fn with<T>(&self, act: impl FnOnce(&Folder) -> std::io::Result<T>) -> std::io::Result<T> {
        let mut folder = self.lock();
        if !folder.as_ref().is_some_and(Folder::is_there) {
            *folder = Some(Folder::make()?);
        }
        folder.as_ref().map_or_else(|| Err(std::io::ErrorKind::NotFound.into()), act)
    }

    /// Whether anything ever was put there.
    pub(super) fn is_empty(&self) -> bool {
        self.lock().is_none()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Folder>> {
        self.folder.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
