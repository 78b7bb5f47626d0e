//! What `init` wrote.

use crate::output::{Look, View};
use serde_json::{Value, json};

/// `pool init`.
#[derive(Debug)]
pub struct InitView<'a> {
    /// The files that were written.
    pub written: &'a [String],
    /// The files that were there already.
    pub kept: &'a [String],
}

impl View for InitView<'_> {
    fn value(&self) -> Value {
        json!({"written": self.written, "kept": self.kept})
    }

    fn text(&self, _: &Look) -> String {
        let kept = self.kept.iter().map(|file| format!("kept {file}, which was there\n"));
        kept.chain(self.written.iter().map(|file| format!("wrote {file}\n"))).collect()
    }
}

/// `pool init --dry-run`: names of files, and what would be in them.
#[derive(Debug)]
pub struct DraftView<'a>(pub &'a [(String, String)]);

impl View for DraftView<'_> {
    fn value(&self) -> Value {
        self.0.iter().map(|(file, text)| json!({"file": file, "text": text})).collect()
    }

    fn text(&self, _: &Look) -> String {
        self.0.iter().map(|(file, text)| format!("# would write {file}\n{text}")).collect()
    }
}
