//! Api-versions, and what differs between them.

use super::codes::{self, Refusal};
use serde_json::{Value, json};

/// What the provider takes: the list of `api-supported-versions` as recorded 2025-09, and the versions published
/// since. The published specifications of session pools begin with 2024-02-02-preview.
pub(super) const SUPPORTED: [&str; 12] = [
    "2023-08-01-preview",
    "2023-11-02-preview",
    "2024-02-02-preview",
    "2024-08-02-preview",
    "2024-10-02-preview",
    "2025-01-01",
    "2025-02-02-preview",
    "2025-07-01",
    "2025-10-02-preview",
    "2026-01-01",
    "2026-03-02-preview",
    "2026-07-01",
];

/// A version that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Version(&'static str);

impl Version {
    /// The version that a request names.
    ///
    /// ARM's texts for one that is missing or malformed are known; that an unknown one gets
    /// `NoRegisteredProviderFound` is known of other resource types, and its list of locations is left out here.
    pub(super) fn read(given: Option<&str>) -> Result<Self, Refusal> {
        let given = form(given)?;
        let known = SUPPORTED.into_iter().find(|version| version.eq_ignore_ascii_case(given));
        known.map(Self).ok_or_else(|| {
            let supported = SUPPORTED.join(", ");
            Refusal::new(
                codes::VERSION,
                format!(
                    "No registered resource provider found for API version '{given}' for type 'sessionPools'. \
                     The supported api-versions are '{supported}'."
                ),
            )
        })
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        self.0
    }

    /// Whether the lifecycle is an object of its own, `lifecycleConfiguration`. Before 2025-01-01 it is
    /// `executionType` with a cooldown beside it.
    pub(super) fn nests_lifecycle(self) -> bool {
        self.0 >= "2025-01-01"
    }

    /// Whether answers show `identity` and `managedIdentitySettings`: in the recordings of 2024-10-02-preview, not in
    /// those of 2024-02-02-preview; the documentation uses them with 2024-08-02-preview.
    pub(super) fn shows_identity(self) -> bool {
        self.0 >= "2024-08-02-preview"
    }

    /// Whether answers show `mcpServerSettings` and `templateUpdateStatus`: recorded with 2025-02-02-preview, whose
    /// specification has neither. For other versions nobody knows; taken from 2025-01-01 on.
    pub(super) fn shows_previews(self) -> bool {
        self.nests_lifecycle()
    }

    /// Turns what this version calls the lifecycle into the newest shape.
    pub(super) fn upgrade(self, body: &mut Value) {
        if self.nests_lifecycle() {
            return;
        }
        let Some(Value::Object(configuration)) = body.pointer_mut("/properties/dynamicPoolConfiguration") else {
            return;
        };
        let mut nested = serde_json::Map::new();
        for (old, new) in [("executionType", "lifecycleType"), ("cooldownPeriodInSeconds", "cooldownPeriodInSeconds")] {
            if let Some(value) = configuration.shift_remove(old) {
                nested.insert(new.to_owned(), value);
            }
        }
        *configuration = serde_json::Map::from_iter([("lifecycleConfiguration".to_owned(), Value::Object(nested))]);
    }

    /// `dynamicPoolConfiguration` as this version shows it. What it says of `OnContainerExit`, which it does not know,
    /// is assumed: the type by its name.
    pub(super) fn lifecycle(self, nested: &Value) -> Value {
        if self.nests_lifecycle() {
            return json!({"lifecycleConfiguration": nested});
        }
        let mut older = serde_json::Map::from_iter([("executionType".to_owned(), nested["lifecycleType"].clone())]);
        if let Some(cooldown) = nested.get("cooldownPeriodInSeconds") {
            older.insert("cooldownPeriodInSeconds".to_owned(), cooldown.clone());
        }
        Value::Object(older)
    }
}

/// Checks the form of a version, for resources of ARM's own that take many.
pub(super) fn form(given: Option<&str>) -> Result<&str, Refusal> {
    let Some(given) = given.filter(|given| !given.is_empty()) else {
        let text = "The api-version query parameter (?api-version=) is required for all requests.";
        return Err(Refusal::new(codes::NO_VERSION, text));
    };
    let date = given.strip_suffix("-preview").unwrap_or(given);
    if date.len() == 10 && date.parse::<jiff::civil::Date>().is_ok() {
        return Ok(given);
    }
    let supported = SUPPORTED.join(",");
    Err(Refusal::new(
        codes::VERSION_FORM,
        format!("The api-version '{given}' is invalid. The supported versions are '{supported}'."),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_taken_or_refused() {
        for version in SUPPORTED {
            assert_eq!(Version::read(Some(version)).unwrap().name(), version);
        }
        for (given, code) in [
            (None, codes::NO_VERSION),
            (Some(""), codes::NO_VERSION),
            (Some("latest"), codes::VERSION_FORM),
            (Some("2025-13-01"), codes::VERSION_FORM),
            (Some("2025-01-01-beta"), codes::VERSION_FORM),
            (Some("2030-01-01"), codes::VERSION),
            (Some("2025-01-01-preview"), codes::VERSION),
        ] {
            assert_eq!(Version::read(given).unwrap_err().code, code, "{given:?}");
        }
    }

    #[test]
    fn the_older_shape_goes_both_ways() {
        let old = Version::read(Some("2024-10-02-preview")).unwrap();
        let configuration = json!({"executionType": "Timed", "cooldownPeriodInSeconds": 300});
        let mut body = json!({"properties": {"dynamicPoolConfiguration": configuration.clone()}});
        old.upgrade(&mut body);
        let nested = &body["properties"]["dynamicPoolConfiguration"]["lifecycleConfiguration"];
        assert_eq!(nested, &json!({"lifecycleType": "Timed", "cooldownPeriodInSeconds": 300}));
        assert_eq!(old.lifecycle(nested), configuration);
    }

    #[test]
    fn versions_are_in_order() {
        assert!(SUPPORTED.is_sorted());
    }
}
