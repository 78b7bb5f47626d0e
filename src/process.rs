//! Processes that are started for somebody: what they start ends with them.

/// A process that leads a group of its own, and those below it. They end when this is dropped, unless they are let go.
#[derive(Debug)]
pub struct Family(Option<u32>);

impl Family {
    /// That of a process, by its id; none where it has ended already.
    #[must_use]
    pub fn of(leader: Option<u32>) -> Self {
        Self(leader)
    }

    /// The process has ended by itself. What it left behind is its own matter.
    pub fn let_go(mut self) {
        self.0 = None;
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.0.and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw) {
            // One that has just ended by itself is no matter.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        // Elsewhere `kill_on_drop` ends the process, and those below it are left to themselves.
        #[cfg(not(unix))]
        let _ = self.0;
    }
}
