//! What is worth saying of a pool file's events, for the commands that say it.

use super::context::Context;
use super::target::placed;
use crate::config::PoolEntry;
use crate::cost::Card;
use crate::error::Result;
use crate::ops::journal::{Journal, Warmed, warm_after};
use crate::ops::lint::{self, Linted};
use crate::ops::pool_files::Loaded;
use crate::ops::profiles;

impl Context {
    /// Of all pools of the file, or of one. Asks nobody: neither Azure nor an emulator.
    pub(super) fn lint(&self, file: &Loaded, only: Option<&str>) -> Result<Linted> {
        if file.file.events.is_empty() {
            return Ok(Linted::default());
        }
        let folders = self.profile_folders_beside(Some(&file.path))?;
        let path = file.path.display().to_string();
        let warmed = self.warmed();
        let warm_after = |entry: &PoolEntry| {
            let id = placed(self.place_beside(Some(file), Some(entry)), &entry.name).ok()?;
            warm_after(&warmed, &id)
        };
        let profile = |name: &str| profiles::find(name, &folders).map(|found| found.profile);
        let now = self.clock.now();
        let card = Card { own: file.file.rates.clone(), ..self.card() };
        lint::findings((&path, &file.file), only, profile, warm_after, (&card, now))
    }

    /// When pools were seen warm from this machine. A journal that cannot be read says nothing.
    fn warmed(&self) -> Vec<Warmed> {
        let journal = self.folders().map(|folders| Journal::at(folders.state.join("journal.jsonl")));
        journal.and_then(|journal| journal.warmed()).unwrap_or_default()
    }
}
