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
