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

/// Writes it; the answer is where. A copy that is kept already is never written over: it may be of a pool of the same
/// name in another group. One with the same text is not written again: Azure may refuse the DELETE run after run.
pub(super) fn write(folder: &Path, id: &PoolId, at: Timestamp, raw: &Value) -> Result<PathBuf> {
    let name = file_name(id);
    let text = format!("{raw:#}\n");
    if let Some(kept) = kept(folder, &name, &text)? {
        return Ok(kept);
    }
    let name = format!("{name}-{}", at.strftime("%Y%m%dT%H%M%SZ"));
    let mut path = folder.join(format!("{name}.json"));
    let mut count = 1;
    while disk::exists(&path) {
        count += 1;
        path = folder.join(format!("{name}-{count}.json"));
    }
    disk::write(&path, &text, Readers::Owner)?;
    Ok(path)
}

/// The newest copy of a pool's definition, by the id in it.
pub(in crate::ops) fn newest(folder: &Path, id: &PoolId) -> Option<PathBuf> {
    let (name, id) = (file_name(id), id.to_string());
    let is_its = |path: &PathBuf| {
        let is_named = path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(&name));
        let kept = || serde_json::from_str::<Value>(&disk::read(path).ok()?).ok();
        is_named && kept().is_some_and(|kept| kept["id"].as_str().is_some_and(|own| own.eq_ignore_ascii_case(&id)))
    };
    disk::files(folder, &["json"]).ok()?.into_iter().rev().find(is_its)
}

/// When a copy was written, by its name.
pub(in crate::ops) fn kept_at(copy: &Path) -> Option<Timestamp> {
    let name = copy.file_stem()?.to_str()?;
    let at = |part: &str| jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", part).ok();
    let at = name.rsplit('-').find_map(at)?;
    at.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|at| at.timestamp())
}

/// How the names of the files begin that are kept of a pool.
pub(in crate::ops) fn file_name(id: &PoolId) -> String {
    id.name.replace(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c)), "_")
}

/// The newest copy with such a text. One that cannot be read is none.
fn kept(folder: &Path, name: &str, text: &str) -> Result<Option<PathBuf>> {
    let is_it = |path: &PathBuf| {
        let is_named = path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name));
        is_named && disk::read(path).is_ok_and(|kept| kept == text)
    };
    Ok(disk::files(folder, &["json"])?.into_iter().rev().find(is_it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_copy_never_replaces_another() {
        let folder = tempfile::tempdir().unwrap();
        let at = "2026-12-05T08:00:00Z".parse().unwrap();
        let in_group = |group: &str| PoolId { subscription: "s".into(), group: group.into(), name: "a b".into() };
        let kept = ["one", "two", "three", "two"].map(|group| {
            let path = write(folder.path(), &in_group(group), at, &json!({"id": in_group(group).to_string()})).unwrap();
            path.file_name().unwrap().to_str().unwrap().to_owned()
        });
        let names = ["Z.json", "Z-2.json", "Z-3.json", "Z-2.json"].map(|end| format!("a_b-20261205T080000{end}"));
        assert_eq!(kept, names, "the same is kept once");
        assert!(disk::read(&folder.path().join(&kept[0])).unwrap().contains("/one/"));
        for (group, expected) in [("one", Some(&kept[0])), ("THREE", Some(&kept[2])), ("four", None)] {
            assert_eq!(
                newest(folder.path(), &in_group(group)),
                expected.map(|name| folder.path().join(name)),
                "{group}"
            );
        }
    }
}
