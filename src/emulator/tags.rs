//! Tags, and their own resource `Microsoft.Resources/tags`, by the tag documentation of 2022-03-15: names compare
//! without case, a resource has at most 50, a value at most 256 characters.
//!
//! Writing them there is no operation on the pool: it works while one runs. Whether it moves `lastModifiedAt` is not
//! known; here it does not.

use super::answers::Reply;
use super::codes::{self, Refusal, Trouble};
use super::front::Desk;
use super::locks::{self, Does};
use super::pools;
use super::records::Pool;
use super::versions;
use crate::model::PoolId;
use http::Method;
use serde_json::{Map, Value, json};

const MOST: usize = 50;
const NAME_CHARACTERS: usize = 512;
const VALUE_CHARACTERS: usize = 256;
const FORBIDDEN: [char; 7] = ['<', '>', '%', '&', '\\', '?', '/'];

type Tags = Map<String, Value>;

/// What is done to tags.
#[derive(Debug)]
struct Change {
    operation: String,
    given: Tags,
}

/// Answers a request to a pool's tags.
pub(super) fn answer(desk: &Desk<'_>, id: &PoolId) -> Result<Reply, Trouble> {
    versions::form(desk.call.version())?;
    let mut pool = desk.rows.pool(&id.to_string())?.ok_or_else(|| pools::missing(id))?;
    if desk.call.method != Method::GET {
        locks::check(desk, &id.to_string(), Does::Write)?;
    }
    let change = match desk.call.method {
        Method::GET => return Ok(shown(&pool)),
        Method::PUT => Change { operation: "replace".to_owned(), ..change(desk)? },
        Method::PATCH => change(desk)?,
        Method::DELETE => Change { operation: "replace".to_owned(), given: Tags::new() },
        _ => return Err(desk.no_method().into()),
    };
    pool.tags = change.applied(&pool.tags)?;
    if let Some(previous) = &mut pool.previous {
        // What an operation goes back to when it fails has this change too.
        previous.tags = change.applied(&previous.tags)?;
    }
    desk.rows.keep(&pool)?;
    Ok(if desk.call.method == Method::DELETE { Reply::empty(200) } else { shown(&pool) })
}

/// Tags with others merged into them; null takes one away.
pub(super) fn merged(old: &Tags, given: &Tags) -> Result<Tags, Refusal> {
    let mut tags = old.clone();
    for (name, value) in given {
        let known = tags.keys().find(|known| known.eq_ignore_ascii_case(name)).cloned();
        match known {
            Some(known) if value.is_null() => drop(tags.shift_remove(&known)),
            Some(known) => drop(tags.insert(known, value.clone())),
            None if value.is_null() => {}
            None => drop(tags.insert(name.clone(), value.clone())),
        }
    }
    checked(tags)
}

/// Checks tags against the limits, and that no name is there twice.
pub(super) fn checked(tags: Tags) -> Result<Tags, Refusal> {
    let refuse = |text: String| Err(Refusal::new(codes::TAGS, text));
    if tags.len() > MOST {
        return refuse(format!("The number of tags {} exceeds the limit of {MOST}.", tags.len()));
    }
    for (index, (name, value)) in tags.iter().enumerate() {
        let Some(text) = value.as_str() else {
            return refuse(format!("The value of the tag '{name}' is no string."));
        };
        if name.is_empty() || name.chars().count() > NAME_CHARACTERS || name.contains(FORBIDDEN) {
            return refuse(format!("The tag name '{name}' is invalid."));
        }
        if text.chars().count() > VALUE_CHARACTERS {
            return refuse(format!("The value of the tag '{name}' exceeds {VALUE_CHARACTERS} characters."));
        }
        if tags.keys().skip(index + 1).any(|other| other.eq_ignore_ascii_case(name)) {
            return refuse(format!("The tag name '{name}' is there twice; names compare without case."));
        }
    }
    Ok(tags)
}

impl Change {
    fn applied(&self, old: &Tags) -> Result<Tags, Refusal> {
        match self.operation.to_ascii_lowercase().as_str() {
            "merge" => merged(old, &self.given),
            "replace" => checked(self.given.clone()),
            "delete" => Ok(without(old, &self.given)),
            _ => Err(Refusal::new(codes::INVALID_CONTENT, "The operation should be one of Merge, Replace and Delete.")),
        }
    }
}

/// By name and value; an empty value takes the tag whatever its value is.
fn without(old: &Tags, given: &Tags) -> Tags {
    let goes = |name: &str, value: &Value| {
        given.iter().any(|(other, wanted)| {
            let any = wanted.as_str().is_none_or(str::is_empty);
            other.eq_ignore_ascii_case(name) && (any || wanted == value)
        })
    };
    old.iter().filter(|(name, value)| !goes(name, value)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// What a body asks for; a PUT's names no operation.
fn change(desk: &Desk<'_>) -> Result<Change, Refusal> {
    let refuse = || Refusal::new(codes::INVALID_CONTENT, "The request content needs an object properties.tags.");
    let body: Value = serde_json::from_slice(&desk.call.body).map_err(|_| refuse())?;
    let given = body["properties"]["tags"].as_object().cloned().ok_or_else(refuse)?;
    Ok(Change { operation: body["operation"].as_str().unwrap_or_default().to_owned(), given })
}

fn shown(pool: &Pool) -> Reply {
    Reply::json(
        200,
        json!({
            "id": format!("{}/providers/Microsoft.Resources/tags/default", pool.id),
            "name": "default",
            "type": "Microsoft.Resources/tags",
            "properties": {"tags": pool.tags},
        }),
    )
}
