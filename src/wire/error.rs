//! ARM's error envelope, read leniently: `{"error": {code, message, target, details[], additionalInfo[]}}`, the same
//! without the outer object, `{"Message"}`, and nulls anywhere.

use super::reading::text;
use serde_json::Value;

/// An error as ARM words it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArmError {
    /// The code, such as `AuthorizationFailed`; empty where there was none.
    pub code: String,
    /// The message, escapes resolved; empty where there was none.
    pub message: String,
    /// What it is about.
    pub target: Option<String>,
    /// Inner errors, which often say more than the outer one.
    pub details: Vec<ArmError>,
    /// Names of the policy assignments in `additionalInfo`.
    pub policies: Vec<String>,
}

impl ArmError {
    /// Reads an error from a body; `None` where the body has none.
    #[must_use]
    pub fn read(body: &Value) -> Option<Self> {
        let holder = if body["error"].is_object() { &body["error"] } else { body };
        let of = |names: [&str; 2]| names.iter().find_map(|name| text(&holder[*name]));
        let (code, message) = (of(["code", "Code"]), of(["message", "Message"]));
        if code.is_none() && message.is_none() {
            return None;
        }
        Some(Self {
            code: code.unwrap_or_default(),
            message: message.unwrap_or_default(),
            target: text(&holder["target"]),
            details: holder["details"].as_array().into_iter().flatten().filter_map(Self::read).collect(),
            policies: policies(&holder["additionalInfo"]),
        })
    }

    /// Whether this error or one inside it has the code, compared without case.
    #[must_use]
    pub fn has_code(&self, code: &str) -> bool {
        self.code.eq_ignore_ascii_case(code) || self.details.iter().any(|inner| inner.has_code(code))
    }

    /// Whether this error or one inside it mentions a text.
    #[must_use]
    pub fn mentions(&self, what: &str) -> bool {
        self.message.contains(what) || self.code.contains(what) || self.details.iter().any(|inner| inner.mentions(what))
    }
}

/// "Code: message", and the same of inner errors that say something new.
impl std::fmt::Display for ArmError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.code.is_empty(), self.message.is_empty()) {
            (false, false) => write!(f, "{}: {}", self.code, self.message.trim_end())?,
            (false, true) => f.write_str(&self.code)?,
            _ => f.write_str(self.message.trim_end())?,
        }
        for inner in self.details.iter().filter(|inner| !inner.message.is_empty() && inner.message != self.message) {
            write!(f, " ({inner})")?;
        }
        Ok(())
    }
}

fn policies(additional_info: &Value) -> Vec<String> {
    let infos = additional_info.as_array().into_iter().flatten();
    infos
        .filter_map(|info| {
            let info = &info["info"];
            text(&info["policyAssignmentDisplayName"]).or_else(|| text(&info["policyAssignmentName"]))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_envelope_is_read() {
        let cases = [
            (json!({"error": {"code": "A", "message": "b"}}), "A: b"),
            (json!({"error": {"code": "A", "message": "b", "details": null, "target": null}}), "A: b"),
            (json!({"code": "A", "message": "b\r\n"}), "A: b"),
            (json!({"Message": "b"}), "b"),
            (
                json!({"error": {"code": "A", "message": "b", "details": [{"code": "C", "message": "d"}]}}),
                "A: b (C: d)",
            ),
        ];
        for (body, expected) in cases {
            assert_eq!(ArmError::read(&body).unwrap().to_string(), expected, "{body}");
        }
        for body in [json!({}), json!([]), json!(null), json!({"error": "text"})] {
            assert_eq!(ArmError::read(&body), None, "{body}");
        }
    }

    #[test]
    fn inner_codes_are_found() {
        let error = ArmError::read(&json!({"error": {"code": "DeploymentFailed", "message": "",
            "details": [{"code": "quotaexceeded", "message": "x"}]}}));
        assert!(error.unwrap().has_code("QuotaExceeded"));
    }

    #[test]
    fn policies_are_named() {
        let body = json!({"error": {"code": "RequestDisallowedByPolicy", "message": "m",
            "additionalInfo": [{"type": "PolicyViolation", "info": {"policyAssignmentDisplayName": "no pools"}}]}});
        assert_eq!(ArmError::read(&body).unwrap().policies, ["no pools"]);
    }
}
