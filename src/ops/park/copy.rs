//! The copy of a definition that is kept before a pool is deleted: what a GET said, whole. Azure never shows the values
//! of secrets, so it has none.
//!
//! For people to look up, and for nobody to go by: what makes the pool again is the pool file, which other machines
//! have too.

use crate::disk::{self, Readers};
use crate::error::Result;
use crate::model::PoolId;
use jiff::Timestamp;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Writes it; the answer is where.
pub(super) fn write(folder: &Path, id: &PoolId, at: Timestamp, raw: &Value) -> Result<PathBuf> {
    let name = id.name.replace(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c)), "_");
    let path = folder.join(format!("{name}-{}.json", at.strftime("%Y%m%dT%H%M%SZ")));
    disk::write(&path, &format!("{raw:#}\n"), Readers::Owner)?;
    Ok(path)
}
