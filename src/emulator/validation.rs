//! What the service refuses. The codes, and how sure they are, stand in `codes`.
//!
//! The numbers are the emulator's own and not `model::limits`: a double that shared the client's numbers would agree
//! with the client's mistakes.

use super::codes::{self, Code, Refusal};
use super::document::{self, is_on_exit};
use super::options::ReadyZero;
use super::reading::whole;
use super::records::Failure;
use super::regions;
use crate::model::Kind;
use serde_json::Value;

type Checked<T = ()> = Result<T, Refusal>;

/// Azure's session pool documentation, 2026-03-31.
const COOLDOWN_SECONDS: std::ops::RangeInclusive<i64> = 300..=3600;

/// Of a code interpreter pool; same source. For custom containers no number is published.
const MOST_SESSIONS: i64 = 600;

/// The measured text of 2026.
const READY_TEXT: &str = "Supported values should be greater than 0 and smaller than maxConcurrentSessions.";

/// Checks a pool as it would be, and the body that says so. A late failure is one that the operation meets.
pub(super) fn check(pool: &Value, sent: &Value, ready_zero: ReadyZero) -> Checked<Option<Failure>> {
    location(&pool["location"])?;
    let properties = &pool["properties"];
    management_type(&properties["poolManagementType"])?;
    let Some(kind) = document::kind(pool) else {
        let text = "The containerType should be one of CustomContainer, PythonLTS, NodeLTS and Shell.";
        return refuse(codes::CONTAINER_TYPE, text);
    };
    environment(kind, &properties["environmentId"])?;
    template(kind, &properties["customContainerTemplate"])?;
    lifecycle(kind, &properties["dynamicPoolConfiguration"], &sent["properties"]["dynamicPoolConfiguration"])?;
    let numbers = &properties["scaleConfiguration"];
    // Old pools keep 0 ready sessions (a third party, 2026), so what a PATCH does not mention is not looked at.
    if numbers.is_object() && sent["properties"].get("scaleConfiguration").is_none() {
        return Ok(None);
    }
    scale(kind, numbers, ready_zero)
}

/// Checks that a write leaves alone what cannot change.
pub(super) fn unchanged(before: &Value, after: &Value) -> Checked {
    if slug_of(&before["location"]) != slug_of(&after["location"]) {
        let (old, new) = (slug_of(&before["location"]), slug_of(&after["location"]));
        return refuse(
            codes::MOVED,
            format!(
                "The resource already exists in location '{old}'. A resource with the same name cannot be created in \
                 location '{new}'. Please select a new resource name."
            ),
        );
    }
    for name in ["environmentId", "containerType"] {
        let of = |pool: &Value| pool["properties"][name].as_str().unwrap_or_default().to_ascii_lowercase();
        if of(before) != of(after) {
            return refuse(codes::IMMUTABLE, format!("Changing property '{name}' is not allowed."));
        }
    }
    Ok(())
}

/// Checks that a PATCH leaves the pool management type alone. It is always Dynamic.
pub(super) fn same_management_type(sent: &Value) -> Checked {
    match sent["properties"]["poolManagementType"].as_str() {
        Some(name) if !name.eq_ignore_ascii_case("Dynamic") => {
            refuse(codes::IMMUTABLE, "Changing property 'poolManagementType' is not allowed.")
        }
        _ => Ok(()),
    }
}

fn refuse<T>(code: Code, text: impl std::fmt::Display) -> Checked<T> {
    Err(Refusal::new(code, text))
}

fn slug_of(location: &Value) -> String {
    regions::slug(location.as_str().unwrap_or_default())
}

fn location(given: &Value) -> Checked {
    match given.as_str().filter(|name| !name.trim().is_empty()) {
        Some(name) => regions::display(name).map(|_| ()),
        None => refuse(codes::NO_LOCATION, "The location property is required for this definition."),
    }
}

/// Only Dynamic creates (Terraform provider, 2026-08); whether it may be left out is not known, and it may here.
fn management_type(given: &Value) -> Checked {
    match given.as_str() {
        Some(name) if !name.eq_ignore_ascii_case("Dynamic") => {
            refuse(codes::MANAGEMENT_TYPE, format!("The poolManagementType '{name}' is not supported."))
        }
        _ => Ok(()),
    }
}

fn environment(kind: Kind, given: &Value) -> Checked {
    match (kind, given.as_str().filter(|id| !id.is_empty())) {
        (Kind::CustomContainer, None) => {
            refuse(codes::ENVIRONMENT, "The environmentId is required for the container type CustomContainer.")
        }
        (Kind::CustomContainer, Some(_)) | (_, None) => Ok(()),
        (kind, Some(_)) => {
            refuse(codes::ENVIRONMENT, format!("The environmentId is not supported for the container type {kind}."))
        }
    }
}

fn template(kind: Kind, given: &Value) -> Checked {
    let containers = given["containers"].as_array().map_or(0, Vec::len);
    if kind == Kind::CustomContainer && containers == 0 {
        return refuse(codes::TEMPLATE, "The customContainerTemplate needs at least one container.");
    }
    Ok(())
}

fn lifecycle(kind: Kind, pool: &Value, sent: &Value) -> Checked {
    let lifecycle = &pool["lifecycleConfiguration"];
    if !lifecycle.is_object() {
        return refuse(codes::LIFECYCLE, "The dynamicPoolConfiguration needs a lifecycleConfiguration.");
    }
    match lifecycle["lifecycleType"].as_str() {
        Some(name) if !["timed", "oncontainerexit"].contains(&name.to_ascii_lowercase().as_str()) => {
            return refuse(codes::LIFECYCLE, format!("The lifecycleType '{name}' is not supported."));
        }
        _ => {}
    }
    let on_exit = is_on_exit(lifecycle);
    if on_exit && kind != Kind::CustomContainer {
        let text = format!("The lifecycleType OnContainerExit is not supported for the container type {kind}.");
        return refuse(codes::LIFECYCLE, text);
    }
    let sent = &sent["lifecycleConfiguration"];
    let (cooldown, max_alive) = (&sent["cooldownPeriodInSeconds"], &sent["maxAlivePeriodInSeconds"]);
    if !cooldown.is_null() && !max_alive.is_null() {
        let text = "Only one of cooldownPeriodInSeconds and maxAlivePeriodInSeconds can be set.";
        return refuse(codes::LIFECYCLE, text);
    }
    let stranger = if on_exit { cooldown } else { max_alive };
    if !stranger.is_null() {
        return refuse(codes::LIFECYCLE, "The period does not belong to the lifecycleType.");
    }
    if on_exit { max_alive_period(lifecycle) } else { cooldown_period(lifecycle) }
}

fn cooldown_period(lifecycle: &Value) -> Checked {
    match number(&lifecycle["cooldownPeriodInSeconds"], "cooldownPeriodInSeconds")? {
        Some(seconds) if !COOLDOWN_SECONDS.contains(&seconds) => {
            let (low, high) = (COOLDOWN_SECONDS.start(), COOLDOWN_SECONDS.end());
            refuse(codes::COOLDOWN, format!("The cooldownPeriodInSeconds should be between {low} and {high}."))
        }
        _ => Ok(()),
    }
}

/// No range is published; Terraform takes 1 and more.
fn max_alive_period(lifecycle: &Value) -> Checked {
    match number(&lifecycle["maxAlivePeriodInSeconds"], "maxAlivePeriodInSeconds")? {
        Some(seconds) if seconds < 1 => {
            refuse(codes::MAX_ALIVE, "The maxAlivePeriodInSeconds should be greater than 0.")
        }
        _ => Ok(()),
    }
}

fn scale(kind: Kind, scale: &Value, ready_zero: ReadyZero) -> Checked<Option<Failure>> {
    let max = number(&scale["maxConcurrentSessions"], "maxConcurrentSessions")?;
    let ready = number(&scale["readySessionInstances"], "readySessionInstances")?;
    let Some(max) = max.filter(|max| (1..=i64::from(u32::MAX)).contains(max)) else {
        return refuse(codes::MAX, "The maxConcurrentSessions should be greater than 0.");
    };
    if kind != Kind::CustomContainer {
        if max > MOST_SESSIONS {
            let text = format!("The maxConcurrentSessions should be at most {MOST_SESSIONS}.");
            return refuse(codes::MAX, text);
        }
        return Ok(None);
    }
    match (ready, ready_zero) {
        (Some(0), ReadyZero::Accepted) => Ok(None),
        (Some(0), ReadyZero::RefusedLate) => {
            Ok(Some(Failure { code: codes::READY.name.to_owned(), message: READY_TEXT.to_owned() }))
        }
        (Some(ready), _) if ready > 0 && ready < max => Ok(None),
        _ => refuse(codes::READY, READY_TEXT),
    }
}

/// A number, or nothing; anything else is no request.
fn number(value: &Value, name: &str) -> Checked<Option<i64>> {
    match whole(value) {
        None if !value.is_null() => {
            refuse(codes::INVALID_CONTENT, format!("The value of '{name}' cannot be read as a number."))
        }
        number => Ok(number),
    }
}
