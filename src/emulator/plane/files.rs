//! A session's files over HTTP (recorded 2024-05 and 2024-11; 404 for one that is not there and 413 measured by a third
//! party, 2026-07).

use super::folder::{Entry, parts};
use super::interpreter::Shape;
use super::visit::Visit;
use super::{Asked, MOST_BYTES, multipart};
use crate::emulator::answers::Reply;
use crate::emulator::codes::{self, Refusal, Trouble};
use crate::emulator::view::stamp;
use bytes::Bytes;
use serde_json::{Value, json};
use std::io::ErrorKind;

/// Answers an upload.
pub(super) fn put(asked: &Asked<'_>, visit: &Visit<'_>, shape: Shape) -> Result<Reply, Trouble> {
    let kind = asked.call.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let file = multipart::file(kind, &asked.call.body).map_err(|text| Refusal::new(codes::SESSION_REQUEST, text))?;
    if file.content.len() > MOST_BYTES {
        let text = format!("The file has {} bytes. A file has at most {MOST_BYTES}.", file.content.len());
        return Err(Refusal::new(codes::TOO_LARGE, text).into());
    }
    let below = folder(asked)?;
    let entry = visit.room.with(|folder| folder.write(&below, &file.name, file.content));
    let entry = entry.map_err(|error| failed(&error, &file.name))?;
    let body = match shape {
        Shape::Wrapped => json!({"$id": "1", "value": [{"$id": "2", "properties": old(&entry, 3)}]}),
        // Type and content type are empty here, and only here.
        Shape::Plain => json!({
            "$id": "1",
            "name": entry.name,
            "type": "",
            "contentType": "",
            "sizeInBytes": entry.size,
            "lastModifiedAt": modified(&entry),
        }),
    };
    Ok(Reply::json(200, body))
}

/// Answers a list. The old one knows no folders (assumed).
pub(super) fn list(asked: &Asked<'_>, visit: &Visit<'_>, shape: Shape) -> Result<Reply, Trouble> {
    let below = folder(asked)?;
    let entries = match visit.room.is_empty() && below.is_empty() {
        true => Vec::new(),
        false => visit.room.with(|folder| folder.list(&below)).map_err(|error| failed(&error, &below.join("/")))?,
    };
    let value: Vec<Value> = match shape {
        Shape::Wrapped => {
            let files = entries.iter().filter(|entry| !entry.is_folder).enumerate();
            files
                .map(|(index, entry)| {
                    let id = 2 + 2 * index;
                    json!({"$id": id.to_string(), "properties": old(entry, id + 1)})
                })
                .collect()
        }
        Shape::Plain => entries.iter().enumerate().map(|(index, entry)| listed(entry, 2 + index)).collect(),
    };
    Ok(Reply::json(200, json!({"$id": "1", "value": value})))
}

/// Answers what is known of a file.
pub(super) fn show(asked: &Asked<'_>, visit: &Visit<'_>, name: &str, shape: Shape) -> Result<Reply, Trouble> {
    let below = folder(asked)?;
    let entry = visit.room.with(|folder| folder.find(&below, name)).map_err(|error| failed(&error, name))?;
    let body = match shape {
        Shape::Wrapped => json!({"$id": "1", "properties": old(&entry, 2)}),
        Shape::Plain => json!({
            "$id": "1",
            "name": entry.name,
            "sizeInBytes": entry.size,
            "lastModifiedAt": modified(&entry),
        }),
    };
    Ok(Reply::json(200, body))
}

/// Answers with a file.
pub(super) fn content(asked: &Asked<'_>, visit: &Visit<'_>, name: &str) -> Result<Reply, Trouble> {
    let below = folder(asked)?;
    let content = visit.room.with(|folder| folder.read(&below, name, MOST_BYTES));
    let content = content.map_err(|error| failed(&error, name))?;
    Ok(Reply::bytes(200, "application/octet-stream", Bytes::from(content)))
}

/// Removes a file.
pub(super) fn remove(asked: &Asked<'_>, visit: &Visit<'_>, name: &str) -> Result<Reply, Trouble> {
    let below = folder(asked)?;
    visit.room.with(|folder| folder.remove(&below, name)).map_err(|error| failed(&error, name))?;
    Ok(Reply::empty(204))
}

/// `path=`: the folder below `/mnt/data`.
fn folder(asked: &Asked<'_>) -> Result<Vec<String>, Refusal> {
    let path = asked.call.query("path").unwrap_or_default();
    parts(path).map_err(|error| failed(&error, path))
}

/// Why a file, by its name, could not be had.
pub(super) fn failed(error: &std::io::Error, name: &str) -> Refusal {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            Refusal::new(codes::NO_FILE, format!("The file '{}' was not found.", name.escape_debug()))
        }
        ErrorKind::InvalidFilename => Refusal::new(codes::SESSION_REQUEST, format!("The name is refused: {error}.")),
        ErrorKind::FileTooLarge | ErrorKind::QuotaExceeded => {
            Refusal::new(codes::TOO_LARGE, format!("The file '{}' is refused: {error}.", name.escape_debug()))
        }
        _ => Refusal::new(codes::STORE, format!("The emulator failed with the session's files: {error}.")),
    }
}

fn old(entry: &Entry, id: usize) -> Value {
    json!({
        "$id": id.to_string(),
        "filename": entry.name,
        "size": entry.size,
        "lastModifiedTime": modified(entry),
    })
}

/// That a folder is `directory` is assumed.
fn listed(entry: &Entry, id: usize) -> Value {
    json!({
        "$id": id.to_string(),
        "name": entry.name,
        "type": if entry.is_folder { "directory" } else { "file" },
        "contentType": if entry.is_folder { "" } else { content_type(&entry.name) },
        "sizeInBytes": if entry.is_folder { 0 } else { entry.size },
        "lastModifiedAt": modified(entry),
    })
}

fn modified(entry: &Entry) -> String {
    format!("{}Z", stamp(entry.modified))
}

/// Text is recorded; the others are what such files are.
fn content_type(name: &str) -> &'static str {
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    match end.as_str() {
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "htm" | "html" => "text/html; charset=utf-8",
        "json" => "application/json",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
