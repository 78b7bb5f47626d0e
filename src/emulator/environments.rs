//! Managed environments, as much as pools and those who make them look at. Making one takes no time here; one that a
//! pool names and nobody made is there all the same, because pools can be made in it.

use super::answers::Reply;
use super::codes::{self, Refusal, Trouble};
use super::front::Desk;
use super::neighbours::{Place, content};
use super::shelf::{Home, Shelf};
use super::{regions, tags, view};
use http::Method;
use serde_json::{Value, json};

/// Answers a request to an environment.
pub(super) fn answer(desk: &Desk<'_>, place: &Place, name: &str) -> Result<Reply, Trouble> {
    let id = format!("{}/providers/Microsoft.App/managedEnvironments/{name}", place.id());
    match desk.call.method {
        Method::GET => match find(desk, place, name, &id)? {
            Some(environment) => Ok(Reply::json(200, environment).of_provider()),
            None => Err(missing(place, name).into()),
        },
        Method::PUT => put(desk, place, name, &id),
        Method::DELETE => {
            let there = desk.rows.take_off(Shelf::Environment, &id)?;
            Ok(Reply::empty(if there { 200 } else { 204 }).of_provider())
        }
        _ => Err(desk.no_method().into()),
    }
}

/// Answers the list of a subscription or group: those that were made.
pub(super) fn list(desk: &Desk<'_>, subscription: &str, group: Option<&str>) -> Result<Reply, Trouble> {
    let all = desk.rows.shelf(Shelf::Environment, subscription, group)?;
    Ok(Reply::json(200, json!({"value": all})).of_provider())
}

fn find(desk: &Desk<'_>, place: &Place, name: &str, id: &str) -> Result<Option<Value>, Trouble> {
    if let Some(environment) = desk.rows.kept(Shelf::Environment, id)? {
        return Ok(Some(environment));
    }
    let pools = desk.rows.pools(&place.subscription, None, 0, usize::MAX >> 1)?;
    let named = pools.iter().map(|(_, pool)| &pool.document).find(|document| {
        document["properties"]["environmentId"].as_str().is_some_and(|named| named.eq_ignore_ascii_case(id))
    });
    Ok(named.map(|document| {
        let location = document["location"].as_str().unwrap_or_default();
        described(name, id, location, &Value::Null)
    }))
}

fn described(name: &str, id: &str, location: &str, tags: &Value) -> Value {
    let domain = format!("{}.{}.azurecontainerapps.io", view::domain(id), regions::slug(location));
    let mut body = json!({
        "id": id,
        "name": name,
        "type": "Microsoft.App/managedEnvironments",
        "location": location,
        "properties": {
            "provisioningState": "Succeeded",
            "defaultDomain": domain,
            "staticIp": "192.0.2.1",
            "zoneRedundant": false,
            "workloadProfiles": [{"name": "Consumption", "workloadProfileType": "Consumption"}],
        },
    });
    if tags.is_object() {
        body["tags"] = tags.clone();
    }
    body
}

fn put(desk: &Desk<'_>, place: &Place, name: &str, id: &str) -> Result<Reply, Trouble> {
    let body = content(desk)?;
    let location = regions::display(body["location"].as_str().unwrap_or_default())?;
    tags::checked(body["tags"].as_object().cloned().unwrap_or_default())?;
    let document = described(name, id, location, &body["tags"]);
    let home = Home { subscription: &place.subscription, group: &place.group };
    desk.rows.put_on(Shelf::Environment, id, home, &document)?;
    Ok(Reply::json(200, document).of_provider())
}

fn missing(place: &Place, name: &str) -> Refusal {
    let text = format!(
        "The Resource 'Microsoft.App/managedEnvironments/{name}' under resource group '{}' was not found. \
         For more details please go to https://aka.ms/ARMResourceNotFoundFix",
        place.group
    );
    Refusal::new(codes::NOT_FOUND, text)
}
