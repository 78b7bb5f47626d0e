//! A page of a list.

use crate::error::{Error, Kind, Result};
use serde_json::Value;

/// A page: some items, and where the next ones are.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The items of this page.
    pub items: Vec<Value>,
    /// The URL of the next page; absent, null or empty on the last.
    pub next: Option<String>,
}

impl Page {
    /// Reads the body of a list.
    ///
    /// # Errors
    /// `BadAnswer` where it has no `value` array.
    pub fn read(body: Value) -> Result<Self> {
        let next = super::reading::text(&body["nextLink"]);
        match body {
            Value::Object(mut object) => match object.shift_remove("value") {
                Some(Value::Array(items)) => Ok(Self { items, next }),
                _ => Err(Error::message(Kind::BadAnswer, "the answer is no list: it has no array `value`")),
            },
            _ => Err(Error::message(Kind::BadAnswer, "the answer is no list: it is no JSON object")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_next_link_may_be_absent_null_or_empty() {
        for body in [json!({"value": []}), json!({"value": [], "nextLink": null}), json!({"value": [], "nextLink": ""})]
        {
            assert_eq!(Page::read(body).unwrap(), Page { items: vec![], next: None });
        }
        let page = Page::read(json!({"value": [{}], "nextLink": "https://x/y"})).unwrap();
        assert_eq!((page.items.len(), page.next.as_deref()), (1, Some("https://x/y")));
        assert!(Page::read(json!([])).is_err());
        assert!(Page::read(json!({"error": {}})).is_err());
    }
}
