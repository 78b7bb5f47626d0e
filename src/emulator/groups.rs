//! Resource groups. Pools can be made in one that was never made itself; such a group is there while something is in
//! it.

use super::answers::Reply;
use super::codes::{self, Refusal, Trouble};
use super::front::Desk;
use super::locks::{self, Does};
use super::neighbours::{Place, content};
use super::shelf::{Home, Shelf};
use super::tags;
use super::{regions, write};
use http::Method;
use serde_json::{Value, json};

/// Answers a request to a group.
pub(super) fn answer(desk: &Desk<'_>, place: &Place) -> Result<Reply, Trouble> {
    match desk.call.method {
        Method::GET => Ok(Reply::json(200, find(desk, place)?.ok_or_else(|| missing(place))?)),
        Method::HEAD => Ok(Reply::empty(if find(desk, place)?.is_some() { 204 } else { 404 })),
        Method::PUT => put(desk, place),
        Method::DELETE => delete(desk, place),
        _ => Err(desk.no_method().into()),
    }
}

/// Answers the list of a subscription's groups: those that were made, then those that only have something in them.
pub(super) fn list(desk: &Desk<'_>, subscription: &str) -> Result<Reply, Trouble> {
    let mut all = desk.rows.shelf(Shelf::Group, subscription, None)?;
    for (_, pool) in desk.rows.pools(subscription, None, 0, usize::MAX >> 1)? {
        let group = pool.place().group;
        if !all.iter().any(|known| known["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case(&group))) {
            let place = Place { subscription: subscription.to_owned(), group };
            all.extend(find(desk, &place)?);
        }
    }
    Ok(Reply::json(200, json!({"value": all})))
}

fn find(desk: &Desk<'_>, place: &Place) -> Result<Option<Value>, Trouble> {
    if let Some(group) = desk.rows.kept(Shelf::Group, &place.id())? {
        return Ok(Some(group));
    }
    let pools = desk.rows.pools(&place.subscription, Some(&place.group), 0, 1)?;
    let location = match pools.first() {
        Some((_, pool)) => Some(desk.region(pool)),
        None => {
            let environments = desk.rows.shelf(Shelf::Environment, &place.subscription, Some(&place.group))?;
            environments.first().map(|it| regions::slug(it["location"].as_str().unwrap_or_default()))
        }
    };
    Ok(location.map(|location| described(place, &location, &Value::Null)))
}

fn described(place: &Place, location: &str, tags: &Value) -> Value {
    let mut body = json!({
        "id": place.id(),
        "name": place.group,
        "type": "Microsoft.Resources/resourceGroups",
        "location": location,
        "properties": {"provisioningState": "Succeeded"},
    });
    if tags.is_object() {
        body["tags"] = tags.clone();
    }
    body
}

fn put(desk: &Desk<'_>, place: &Place) -> Result<Reply, Trouble> {
    let body = content(desk)?;
    let location = body["location"]
        .as_str()
        .filter(|name| !name.trim().is_empty())
        .ok_or_else(|| Refusal::new(codes::NO_LOCATION, "The location property is required for this definition."))?;
    let location = regions::slug(regions::display(location)?);
    tags::checked(body["tags"].as_object().cloned().unwrap_or_default())?;
    let existing = desk.rows.kept(Shelf::Group, &place.id())?;
    if let Some(there) = existing.as_ref().and_then(|group| group["location"].as_str()).filter(|it| *it != location) {
        let text = format!(
            "Invalid resource group location '{location}'. The Resource group already exists in location '{there}'."
        );
        return Err(Refusal::new(codes::GROUP_MOVED, text).into());
    }
    let document = described(place, &location, &body["tags"]);
    let home = Home { subscription: &place.subscription, group: &place.group };
    desk.rows.put_on(Shelf::Group, &place.id(), home, &document)?;
    Ok(Reply::json(if existing.is_some() { 200 } else { 201 }, document))
}

/// Everything in it goes with it, at once: 200, which the specification has beside 202. Azure takes minutes.
fn delete(desk: &Desk<'_>, place: &Place) -> Result<Reply, Trouble> {
    find(desk, place)?.ok_or_else(|| missing(place))?;
    locks::check(desk, &place.id(), Does::Delete)?;
    for (_, pool) in desk.rows.pools(&place.subscription, Some(&place.group), 0, usize::MAX >> 1)? {
        locks::check(desk, &pool.id, Does::Delete)?;
        write::refuse_busy(&pool)?;
    }
    desk.rows.clear_group(Home { subscription: &place.subscription, group: &place.group })?;
    Ok(Reply::empty(200))
}

fn missing(place: &Place) -> Refusal {
    Refusal::new(codes::GROUP_MISSING, format!("Resource group '{}' could not be found.", place.group))
}
