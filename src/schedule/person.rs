//! Who made a lease.

use super::fields::{Fields, Unreadable, Words, word};
use std::fmt;

/// Characters of a person's name in a tag.
const NAME_CHARACTERS: usize = 24;

/// Characters of a key in a tag.
const KEY_CHARACTERS: usize = 29;

/// Somebody, as a tag names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// For people: a name, or `user@host`.
    pub name: String,
    /// What tells one person from another, where a token says so: the beginning of its object id, with the name behind
    /// it where several people share it.
    pub key: Option<String>,
}

impl Person {
    /// Somebody without a token.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: word(name, NAME_CHARACTERS), key: None }
    }

    /// Somebody with a token. `object_id` is its `oid`; `alias` tells people apart who share it.
    #[must_use]
    pub fn with_token(name: &str, object_id: &str, alias: Option<&str>) -> Self {
        let id: String = object_id.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
        let key = match alias {
            Some(alias) => format!("{id}.{alias}"),
            None => id,
        };
        Self { key: Some(word(&key, KEY_CHARACTERS)), ..Self::named(alias.unwrap_or(name)) }
    }

    /// What of an alias tells people apart, where a tag has no room for all of it.
    #[must_use]
    pub fn cut_alias(&self, alias: &str) -> Option<&str> {
        let kept = match &self.key {
            Some(key) => key.split_once('.').map_or(key.as_str(), |(_, alias)| alias),
            None => &self.name,
        };
        (kept.chars().count() < alias.chars().count()).then_some(kept)
    }

    /// Whose a tag is.
    pub(super) fn read(fields: &Fields<'_>) -> Result<Self, Unreadable> {
        Ok(Self {
            name: fields.word("by", NAME_CHARACTERS)?,
            key: fields.text("id").map(|key| word(key, KEY_CHARACTERS)),
        })
    }

    /// Writes it into a tag.
    pub(super) fn write(&self, words: &mut Words) {
        words.add("by", &self.name).add_some("id", self.key.as_deref());
    }

    /// Whether both are the same: by their keys, and by their names where neither has one.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.key, &other.key) {
            (Some(one), Some(other)) => one == other,
            (None, None) => self.name == other.name,
            _ => false,
        }
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_known_by_the_token_before_the_name() {
        let id = "1f3c9a2b-77d0-4f0e-9a51-3bd20c7f7d11";
        let ana = Person::with_token("ana@example.com", id, None);
        assert_eq!(ana.key.as_deref(), Some("1f3c9a2b77d0"));
        assert!(ana.is_same(&Person::with_token("ana@other-machine", id, None)));
        assert!(!ana.is_same(&Person::with_token("ana@example.com", id, Some("ben"))));
        assert!(!ana.is_same(&Person::named("ana@example.com")));
        assert!(Person::named("ana@desk").is_same(&Person::named("ana@desk")));
        assert!(!Person::named("ana@desk").is_same(&Person::named("ben@desk")));
        assert_eq!(Person::with_token("ci", id, Some("ben")).name, "ben");
    }

    #[test]
    fn an_alias_that_is_cut_is_told() {
        let long = "the jury of the autumn final";
        let with_token = |alias| Person::with_token("ci", "1f3c9a2b-77d0-4f0e-9a51-3bd20c7f7d11", Some(alias));
        assert_eq!(with_token(long).cut_alias(long), Some("the_jury_of_the_"));
        assert_eq!(with_token("jury of finals").cut_alias("jury of finals"), None);
        assert_eq!(Person::named(long).cut_alias(long), Some("the_jury_of_the_autumn_f"));
        assert_eq!(Person::named("the jury of finals").cut_alias("the jury of finals"), None);
    }
}
