//! Files that `export` made.

use crate::output::export::File;
use crate::output::{Look, View};
use serde_json::{Value, json};

/// `pool export`.
#[derive(Debug)]
pub struct ExportView<'a> {
    /// The files.
    pub files: &'a [File],
    /// What begins a comment in them.
    pub comment: &'a str,
}

impl View for ExportView<'_> {
    fn value(&self) -> Value {
        let files: Value = self.files.iter().map(|file| json!({"name": file.name, "content": file.content})).collect();
        json!({"files": files})
    }

    fn text(&self, _: &Look) -> String {
        joined(self.files, self.comment)
    }
}

/// One file as it is, so that it can be redirected; several one after the other, each behind its name.
fn joined(files: &[File], comment: &str) -> String {
    match files {
        [only] => only.content.clone(),
        several => {
            let texts = several.iter().map(|file| format!("{comment} {}\n{}", file.name, file.content));
            texts.collect::<Vec<_>>().join("\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_stands_alone_and_several_have_names() {
        let file = |name: &str| File { name: name.to_owned(), content: format!("in {name}\n") };
        let files = [file("a"), file("b")];
        assert_eq!(joined(&files[..1], "#"), "in a\n");
        assert_eq!(joined(&files, "//"), "// a\nin a\n\n// b\nin b\n");
        let value = ExportView { files: &files, comment: "#" }.value();
        assert_eq!(value["files"][1], json!({"name": "b", "content": "in b\n"}));
    }
}
