//! Resources of any type in one list, which is how `az resource list` finds pools.

use super::answers::Reply;
use super::codes::{self, Refusal, Trouble};
use super::front::Desk;
use super::records::Pool;
use super::shelf::Shelf;
use crate::model::id::RESOURCE_TYPE;
use serde_json::{Value, json};

/// Answers the list of a subscription or group. Of `$filter` it knows comparisons with `eq` that are joined by `and`.
pub(super) fn list(desk: &Desk<'_>, subscription: &str, group: Option<&str>) -> Result<Reply, Trouble> {
    const KNOWN: [&str; 6] = ["resourcetype", "resourcegroup", "name", "location", "tagname", "tagvalue"];
    let conditions = conditions(desk.call.query("$filter").unwrap_or_default(), &KNOWN)?;
    let pools = desk.rows.pools(subscription, group, 0, usize::MAX >> 1)?;
    let environments = desk.rows.shelf(Shelf::Environment, subscription, group)?;
    let mut all: Vec<Value> = pools.iter().map(|(_, pool)| brief(pool)).collect();
    all.extend(environments.iter().map(|environment| {
        let members = ["id", "name", "type", "location", "tags"].into_iter();
        members.filter_map(|name| Some((name.to_owned(), environment.get(name)?.clone()))).collect()
    }));
    all.retain(|resource| conditions.iter().all(|condition| condition.holds(resource)));
    Ok(Reply::json(200, json!({"value": all})))
}

fn brief(pool: &Pool) -> Value {
    let location = super::regions::slug(pool.document["location"].as_str().unwrap_or_default());
    let mut body = json!({"id": pool.id, "name": pool.place().name, "type": RESOURCE_TYPE, "location": location});
    if !pool.tags.is_empty() {
        body["tags"] = json!(pool.tags);
    }
    body
}

/// One comparison of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    /// What is compared, in lower case.
    pub(super) what: String,
    /// With what.
    pub(super) is: String,
}

impl Condition {
    fn holds(&self, resource: &Value) -> bool {
        let is = |value: &Value| value.as_str().is_some_and(|value| value.eq_ignore_ascii_case(&self.is));
        let tags = || resource["tags"].as_object().into_iter().flatten();
        match self.what.as_str() {
            "resourcetype" => is(&resource["type"]),
            "resourcegroup" => resource["id"]
                .as_str()
                .and_then(|id| id.split('/').nth(4))
                .is_some_and(|it| it.eq_ignore_ascii_case(&self.is)),
            "tagname" => tags().any(|(name, _)| name.eq_ignore_ascii_case(&self.is)),
            "tagvalue" => tags().any(|(_, value)| value == self.is.as_str()),
            what => is(&resource[what]),
        }
    }
}

/// Reads `resourceType eq 'Microsoft.App/sessionPools' and name eq 'p'`, where these names are known.
pub(super) fn conditions(filter: &str, known: &[&str]) -> Result<Vec<Condition>, Refusal> {
    let refuse = || Refusal::new(codes::FILTER, format!("Invalid $filter '{filter}' specified in the query string."));
    let condition = |text: &str| {
        let (what, is) = text.trim().split_once(" eq ")?;
        let what = what.trim().to_ascii_lowercase();
        let is = is.trim().strip_prefix('\'')?.strip_suffix('\'')?;
        // A quote inside is doubled; a single one ends the text, and something that is not known here follows.
        let whole = !is.replace("''", "").contains('\'');
        let is = is.replace("''", "'");
        (whole && known.contains(&what.as_str())).then_some(Condition { what, is })
    };
    let parts = filter.split(" and ").filter(|part| !part.trim().is_empty());
    parts.map(|part| condition(part).ok_or_else(refuse)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read_or_refused() {
        let known = ["resourcetype", "name"];
        let read = conditions("resourceType eq 'Microsoft.App/sessionPools' and name eq 'it''s'", &known).unwrap();
        let is: Vec<_> = read.iter().map(|condition| (condition.what.as_str(), condition.is.as_str())).collect();
        assert_eq!(is, [("resourcetype", "Microsoft.App/sessionPools"), ("name", "it's")]);
        assert_eq!(conditions(" ", &known), Ok(vec![]));
        for filter in ["name", "name eq p", "name ne 'p'", "secret eq 'p'", "name eq 'p' or name eq 'q'"] {
            assert_eq!(conditions(filter, &known).unwrap_err().code, codes::FILTER, "{filter}");
        }
    }
}
