//! Tokens of `az` and `azd` from earlier runs, in one file that nobody else can read. Each call of those tools costs
//! most of a second, and a token is good for an hour.
//!
//! The file holds secrets. It lies in a folder that ends with the user's session, never in one that lasts, and is
//! worth nothing that cannot be had again: whatever is odd about it is ignored and overwritten, and two runs that write
//! at once cost one of them a call later.

use super::asking::{RENEW_BEFORE, expiry};
use super::login::Login;
use crate::disk;
use azure_core::credentials::{AccessToken, Secret};
use azure_core::time::OffsetDateTime;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The form of the file. Another one is as good as none.
const VERSION: u32 = 1;

/// Tokens that are kept: for other clouds and folders of `az`. The oldest goes first.
const MOST_TOKENS: usize = 8;

/// Where tokens of `az` and `azd` are kept from run to run.
#[derive(Debug, Clone)]
pub struct TokenCache {
    file: PathBuf,
    home: PathBuf,
}

/// What is in the file.
#[derive(Default, Serialize, Deserialize)]
struct Contents {
    version: u32,
    tokens: Vec<Entry>,
}

/// A token, and whose it is. No Debug: it would show the token.
#[derive(Serialize, Deserialize)]
struct Entry {
    asked: Vec<String>,
    login: Login,
    expires: Timestamp,
    token: String,
}

impl TokenCache {
    /// A cache in a file of a folder that is private to the user. `home` is where the tools keep their logins.
    #[must_use]
    pub fn new(file: PathBuf, home: PathBuf) -> Self {
        Self { file, home }
    }

    /// The home folder.
    pub(super) fn home(&self) -> &Path {
        &self.home
    }

    /// The token that was given for the same question to the same login, if it holds for a while yet. One that does
    /// not is forgotten.
    pub(super) fn find(&self, asked: &[String], login: &Login, now: Timestamp) -> Option<AccessToken> {
        let entry = self.read().tokens.into_iter().find(|entry| entry.asked == asked)?;
        if entry.login == *login && entry.holds(now) {
            let expires = OffsetDateTime::from_unix_timestamp(entry.expires.as_second()).ok()?;
            return Some(AccessToken::new(Secret::new(entry.token), expires));
        }
        self.forget(asked);
        None
    }

    /// Keeps a token, in place of the one before.
    pub(super) fn keep(&self, asked: &[String], login: Login, token: &AccessToken, now: Timestamp) {
        let entry =
            Entry { asked: asked.to_vec(), login, expires: expiry(token), token: token.token.secret().to_owned() };
        if !entry.holds(now) {
            return;
        }
        let mut tokens = self.read().tokens;
        tokens.retain(|other| other.asked != asked && other.holds(now));
        tokens.push(entry);
        let surplus = tokens.len().saturating_sub(MOST_TOKENS);
        tokens.drain(..surplus);
        self.write(tokens);
    }

    /// Throws a token away.
    pub(super) fn forget(&self, asked: &[String]) {
        let mut tokens = self.read().tokens;
        let before = tokens.len();
        tokens.retain(|entry| entry.asked != asked);
        if tokens.len() < before {
            self.write(tokens);
        }
    }

    fn read(&self) -> Contents {
        let text = disk::read_private(&self.file).unwrap_or_else(|error| {
            tracing::debug!("the token cache is not read: {error}");
            None
        });
        // The parser's words may quote a token: they are not told.
        let contents: Option<Contents> = text.and_then(|text| serde_json::from_str(&text).ok());
        contents.filter(|contents| contents.version == VERSION).unwrap_or_default()
    }

    fn write(&self, tokens: Vec<Entry>) {
        let text = serde_json::to_string(&Contents { version: VERSION, tokens }).unwrap_or_default();
        if let Err(error) = disk::write_private(&self.file, &text) {
            tracing::debug!("the token cache is not written: {error}");
        }
    }
}

impl Entry {
    /// Whether it can be sent as it is, and for longer than a token needs to be renewed.
    fn holds(&self, now: Timestamp) -> bool {
        let left = Duration::try_from(self.expires.duration_since(now)).unwrap_or_default();
        left > RENEW_BEFORE && !self.token.is_empty() && self.token.bytes().all(|byte| byte.is_ascii_graphic())
    }
}
