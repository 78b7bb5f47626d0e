//! A file in a form, as uploads bring it: `multipart/form-data` (RFC 7578).

/// A file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct File<'a> {
    pub(super) name: String,
    pub(super) content: &'a [u8],
}

/// The file of a form: the part that is called `file`, or else the first one with the name of a file.
pub(super) fn file<'a>(content_type: &str, body: &'a [u8]) -> Result<File<'a>, String> {
    let boundary = boundary(content_type).ok_or("An upload is multipart/form-data with a boundary.")?;
    let mut first = None;
    for part in parts(body, &boundary).ok_or("The form ends before its boundary does.")? {
        let Some(at) = find(part, b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&part[..at]);
        let (name, file) = names(&head);
        let Some(file) = file else { continue };
        let found = File { name: file, content: &part[at + 4..] };
        if name.as_deref() == Some("file") {
            return Ok(found);
        }
        first = first.or(Some(found));
    }
    first.ok_or_else(|| "The form has no part 'file' with a filename.".to_owned())
}

fn boundary(content_type: &str) -> Option<Vec<u8>> {
    let (kind, parameters) = content_type.split_once(';')?;
    let boundary = parameter(parameters, "boundary")?;
    let is_form = kind.trim().eq_ignore_ascii_case("multipart/form-data");
    (is_form && !boundary.is_empty() && boundary.len() <= 200).then(|| format!("--{boundary}").into_bytes())
}

/// What stands between boundaries; `None` where the last one is missing.
fn parts<'a>(body: &'a [u8], boundary: &[u8]) -> Option<Vec<&'a [u8]>> {
    let mut rest = match body.strip_prefix(boundary) {
        Some(rest) => rest,
        None => {
            let at = find(body, &[b"\r\n", boundary].concat())?;
            &body[at + 2 + boundary.len()..]
        }
    };
    let between = [b"\r\n", boundary].concat();
    let mut all = Vec::new();
    while !rest.starts_with(b"--") {
        let end = find(rest, &between)?;
        // A part's head begins with the end of the boundary's line; one without headers has an empty line at once.
        all.push(rest[..end].strip_prefix(b"\r\n").unwrap_or(&rest[..end]));
        rest = &rest[end + between.len()..];
    }
    Some(all)
}

/// Where a text begins that starts with a byte that is rare.
fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    let first = *what.first()?;
    let mut from = 0;
    loop {
        let at = from + within.get(from..)?.iter().position(|byte| *byte == first)?;
        if within[at..].starts_with(what) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// `name` and `filename` of a part's `Content-Disposition`.
fn names(head: &str) -> (Option<String>, Option<String>) {
    let line = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    });
    let parameters = line.and_then(|value| value.split_once(';')).map(|(_, parameters)| parameters).unwrap_or_default();
    (parameter(parameters, "name"), parameter(parameters, "filename"))
}

/// A parameter of a header: a word, or a text in quotes.
fn parameter(mut rest: &str, wanted: &str) -> Option<String> {
    loop {
        let (name, after) = rest.split_once('=')?;
        let name = name.trim_matches([' ', '\t', ';']);
        let (value, left) = match after.trim_start().strip_prefix('"') {
            Some(quoted) => unquoted(quoted)?,
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim().to_owned(), &after[end..])
            }
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = left;
    }
}

/// What stands before the closing quote, and what follows it.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let (mut value, mut chars) = (String::new(), text.char_indices());
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            c => value.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FORM: &str = "multipart/form-data; boundary=b";

    fn form(head: &str, content: &str) -> String {
        format!("--b\r\n{head}\r\n\r\n{content}\r\n--b--\r\n")
    }

    #[test]
    fn a_file_is_found() {
        let named = "Content-Disposition: form-data; name=\"file\"; filename=\"cert.txt\"";
        let odd = "content-type: a/b\r\ncontent-disposition: form-data; filename=\"a\\\"=;b.txt\"; name=file";
        let bare = "Content-Disposition: form-data; name=upload; filename=x";
        for (kind, body, expected) in [
            (FORM, form(named, "testing"), ("cert.txt", "testing")),
            ("Multipart/Form-Data; charset=x; boundary=\"b\"", form(odd, ""), ("a\"=;b.txt", "")),
            (FORM, format!("preamble\r\n{}", form(bare, "a\r\n--\r\nb")), ("x", "a\r\n--\r\nb")),
            (FORM, format!("--b\r\n{bare}\r\n\r\nno\r\n{}", form(named, "yes")), ("cert.txt", "yes")),
        ] {
            let found = file(kind, body.as_bytes()).unwrap();
            assert_eq!((found.name.as_str(), found.content), (expected.0, expected.1.as_bytes()));
        }
    }

    #[test]
    fn what_is_no_form_says_so() {
        let named = "Content-Disposition: form-data; name=\"file\"; filename=\"f\"";
        for (kind, body, says) in [
            ("application/json", form(named, ""), "multipart/form-data"),
            ("multipart/form-data", form(named, ""), "multipart/form-data"),
            (FORM, String::new(), "boundary"),
            (FORM, format!("--b\r\n{named}\r\n\r\nx"), "boundary"),
            (FORM, form("Content-Disposition: form-data; name=\"file\"", "x"), "filename"),
            (FORM, form("Content-Disposition: form-data; filename=\"x", "x"), "filename"),
            (FORM, "--b--".to_owned(), "filename"),
        ] {
            let error = file(kind, body.as_bytes()).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(kind in ".{0,40}", body in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = file(&kind, &body);
            let _ = file(FORM, &body);
            let _ = file(FORM, &[b"--b\r\n", body.as_slice(), b"\r\n--b"].concat());
        }

        #[test]
        fn any_content_comes_back(content in prop::collection::vec(any::<u8>(), 0..200)) {
            let head = b"--bound\r\nContent-Disposition: form-data; name=file; filename=f\r\n\r\n".as_slice();
            let body = [head, &content, b"\r\n--bound--"].concat();
            prop_assume!(!content.windows(9).any(|part| part == b"\r\n--bound"));
            let found = file("multipart/form-data; boundary=bound", &body);
            prop_assert_eq!(found.unwrap().content, content.as_slice());
        }
    }
}
