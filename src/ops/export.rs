//! What a runner needs: the pool file, the profiles that it names, and what the file leaves to its surroundings.

use super::pool_files::Loaded;
use super::profiles::{self, Source};
use crate::config::{PoolEntry, PoolFile};
use crate::disk;
use crate::error::{Error, Kind, Result};
use crate::model::Settings;
use crate::wire::create::secret_variables;
use anyhow::Context;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Everything that is written into the files of a runner.
#[derive(Debug, Clone, PartialEq)]
pub struct Material {
    /// Where the pool file stands, absolute.
    pub path: String,
    /// Where it stands below the root of its repository, where it is in one; with slashes.
    pub in_repository: Option<String>,
    /// Its text.
    pub text: String,
    /// What it says.
    pub file: PoolFile,
    /// The profiles that it names, each once, in the order in which it names them.
    pub profiles: Vec<Needed>,
    /// What the file leaves to the environment of whoever applies it.
    pub variables: Vec<Variable>,
    /// The cloud, as `--cloud` takes it, where it is not the public one.
    pub cloud: Option<String>,
}

/// A profile that the pool file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// Its name.
    pub name: String,
    /// What it asks for.
    pub settings: Settings,
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// Where a profile stands, as a runner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the program.
    BuiltIn,
    /// In `profiles` beside the pool file, where every runner looks.
    Beside,
    /// In another folder of whoever exports: a runner of another user or machine does not look there.
    Elsewhere(String),
}

/// A variable of the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Its value, where whoever exports has one.
    pub value: Option<String>,
}

/// Folders that a boot empties, and of which a service of systemd has its own.
const TEMPORARY: [&str; 4] = ["/tmp/", "/var/tmp/", "/dev/shm/", "/run/user/"];

impl Material {
    /// The pool file's name, without its folders.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// That the pool file stands where a runner of this machine would not find it for long.
    #[must_use]
    pub fn temporary(&self) -> Option<String> {
        let is_temporary = TEMPORARY.iter().any(|folder| self.path.starts_with(folder));
        is_temporary.then(|| {
            format!(
                "{} is in a folder for temporary files: a boot empties it, and a service may have one of its own. Move the \
                 file, as to /etc/pool/pool.yaml, and export again.",
                self.path
            )
        })
    }

    /// The pools whose base is parked.
    pub fn parking(&self) -> impl Iterator<Item = &PoolEntry> {
        self.file.pools.iter().filter(|pool| pool.parks)
    }

    /// The variables whose values are secrets of those pools, each once, in order of their names.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        let definitions = self.parking().filter_map(|pool| pool.definition.as_ref());
        definitions.flat_map(secret_variables).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// That runs without `--allow-park` leave the pools as they are whose base is parked.
    #[must_use]
    pub fn left_standing(&self) -> Option<String> {
        let names: Vec<&str> = self.parking().map(|pool| pool.name.as_str()).collect();
        let which = match names.as_slice() {
            [] => return None,
            [only] => format!("{only} is `parked`, and without --allow-park runs neither park nor make it"),
            several => {
                format!("{} is `parked`, and without --allow-park runs neither park nor make them", several.join(", "))
            }
        };
        Some(format!("the base of {which}. Export again with --allow-park."))
    }

    /// The names of the pools.
    #[must_use]
    pub fn pools(&self) -> Vec<&str> {
        self.file.pools.iter().map(|pool| pool.name.as_str()).collect()
    }

    /// The event with the shortest lead, and that lead.
    #[must_use]
    pub fn shortest_lead(&self) -> Option<(&str, Duration)> {
        let leads = self.file.events.iter().map(|event| (event.name.as_str(), event.calendar.lead));
        leads.min_by_key(|(_, lead)| *lead)
    }

    /// What a pool's base asks for.
    #[must_use]
    pub fn base_of(&self, pool: &PoolEntry) -> Option<&Settings> {
        self.profiles.iter().find(|profile| profile.name == pool.base).map(|profile| &profile.settings)
    }

    /// The profiles that do not come with the program.
    pub fn own_profiles(&self) -> impl Iterator<Item = &Needed> {
        self.profiles.iter().filter(|profile| profile.place != Place::BuiltIn)
    }
}

/// Reads what a runner of a pool file needs. `folders` are those of the profiles, the nearest first.
///
/// # Errors
/// `UnknownPool` for a file without pools, `UnknownProfile` and `InvalidFile` for a profile that is named, `Usage`
/// for a path that is no text.
pub fn gather(loaded: &Loaded, working: &Path, folders: &[PathBuf]) -> Result<Material> {
    let text = disk::read(&loaded.path)?;
    let path = absolute(&loaded.path, working)?;
    if loaded.file.pools.is_empty() {
        return Err(Error::message(Kind::UnknownPool, format!("{} describes no pool", loaded.path.display()))
            .hint("Describe one under `pools:`."));
    }
    let bases = loaded.file.pools.iter().map(|pool| &pool.base);
    let mut names: Vec<&String> = Vec::new();
    for name in bases.chain(loaded.file.events.iter().map(|event| &event.profile)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let beside = path.parent().unwrap_or(Path::new("/")).join("profiles");
    let profiles = names.into_iter().map(|name| needed(name, working, &beside, folders)).collect::<Result<_>>()?;
    Ok(Material {
        in_repository: in_repository(&path),
        path: words(&path)?,
        text,
        file: loaded.file.clone(),
        profiles,
        variables: Vec::new(),
        cloud: None,
    })
}

fn needed(name: &str, working: &Path, beside: &Path, folders: &[PathBuf]) -> Result<Needed> {
    let found = profiles::find(name, folders)?;
    let place = match found.source {
        Source::BuiltIn => Place::BuiltIn,
        Source::File(path) => {
            let path = absolute(&path, working)?;
            if path.parent() == Some(beside) { Place::Beside } else { Place::Elsewhere(words(&path)?) }
        }
    };
    Ok(Needed { name: name.to_owned(), settings: found.profile.settings, text: found.text, place })
}

/// The path of a file below the folder that holds `.git`.
fn in_repository(path: &Path) -> Option<String> {
    let root = path.ancestors().skip(1).find(|folder| disk::exists(&folder.join(".git")))?;
    let parts = path.strip_prefix(root).ok()?.components();
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

fn absolute(path: &Path, working: &Path) -> Result<PathBuf> {
    std::path::absolute(working.join(path))
        .with_context(|| format!("failed to find {}", path.display()))
        .map_err(|error| Error::new(Kind::Failed, error))
}

/// A path as text, for a file that somebody else reads.
///
/// # Errors
/// `Usage` where it is no text.
pub fn words(path: &Path) -> Result<String> {
    path.to_str().map(str::to_owned).ok_or_else(|| {
        Error::message(Kind::Usage, format!("the path {} is no UTF-8 text", path.display())).hint("Rename it.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::pool_file;

    fn loaded(path: PathBuf, text: &str) -> Loaded {
        std::fs::write(&path, text).unwrap();
        let file = pool_file::parse("pool.yaml", text).unwrap();
        Loaded { path, file, spared: None }
    }

    #[test]
    fn profiles_are_told_apart_by_where_they_stand() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        let profile = "maxSessions: 9\nreadySessions: 1\nlifecycle: {type: Timed, cooldown: 5m}\n";
        for path in ["repository/.git", "repository/teams/profiles", "home/profiles"] {
            std::fs::create_dir_all(at(path)).unwrap();
        }
        std::fs::write(at("repository/teams/profiles/final.yaml"), profile).unwrap();
        std::fs::write(at("home/profiles/small.yaml"), profile).unwrap();
        let text = "pools: {a: {base: small}, b: {}}\nevents:\n- {name: e, profile: final, every: Sat 18:00, \
                    zone: UTC, for: 2h, lead: 3m, pools: [a]}\n";
        let loaded = loaded(at("repository/teams/pool.yaml"), text);
        let folders = [at("repository/teams/profiles"), at("home/profiles")];
        let material = gather(&loaded, folder.path(), &folders).unwrap();
        let places: Vec<_> = material.profiles.iter().map(|one| (one.name.as_str(), &one.place)).collect();
        let elsewhere = Place::Elsewhere(at("home/profiles/small.yaml").display().to_string());
        assert_eq!(places, [("small", &elsewhere), ("idle", &Place::BuiltIn), ("final", &Place::Beside)]);
        assert_eq!(material.in_repository.as_deref(), Some("teams/pool.yaml"));
        assert_eq!(material.path, at("repository/teams/pool.yaml").display().to_string());
        assert_eq!(material.text, text);
        assert_eq!(material.shortest_lead(), Some(("e", Duration::from_secs(180))));
    }

    #[test]
    fn what_apply_could_not_do_is_not_exported() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pool.yaml");
        for (text, kind) in
            [("defaults: {location: eastus2}\n", Kind::UnknownPool), ("pools: {a: {base: no}}\n", Kind::UnknownProfile)]
        {
            let loaded = loaded(path.clone(), text);
            assert_eq!(gather(&loaded, folder.path(), &[]).unwrap_err().kind(), kind, "{text}");
        }
    }
}
