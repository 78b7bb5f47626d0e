//! Refusals in Azure's own words, so that nobody has to type them.
//!
//! Codes and texts are those of ARM's troubleshooting pages (common-deployment-errors, 2024-06-20;
//! error-resource-quota, error-policy-requestdisallowedbypolicy), the throttling page (2025-05-28), and of
//! Microsoft.App where it was seen (`ScopeLocked`). That of a busy pool is assumed: none was recorded.

use crate::emulator::codes;

/// A refusal with its name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Preset {
    name: &'static str,
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) message: &'static str,
}

const PRESETS: [Preset; 7] = [
    Preset {
        name: "throttled",
        status: 429,
        code: "SubscriptionRequestsThrottled",
        message: "Number of requests for subscription '00000000-0000-0000-0000-000000000000' and operation \
                  'PATCH/SessionPools' exceeded the backend storage limit. Please try again after '10' seconds.",
    },
    Preset {
        name: "busy",
        status: 409,
        code: codes::BUSY.name,
        message: "Another operation on the session pool is in progress. Try again later.",
    },
    Preset {
        name: "locked",
        status: 409,
        code: "ScopeLocked",
        message: "The scope '/subscriptions/s/resourceGroups/g' cannot perform write operation because following \
                  scope(s) are locked: '/subscriptions/s/resourceGroups/g'. Please remove the lock and try again.",
    },
    Preset {
        name: "policy",
        status: 403,
        code: "RequestDisallowedByPolicy",
        message: "Resource 'contestpool' was disallowed by policy. Reasons: 'only small pools'. See error details for \
                  policy resource IDs.",
    },
    Preset {
        name: "forbidden",
        status: 403,
        code: "AuthorizationFailed",
        message: "The client 'ana@example.com' with object id '00000000-0000-0000-0000-000000000000' does not have \
                  authorization to perform action 'Microsoft.App/sessionPools/write' over scope \
                  '/subscriptions/s/resourceGroups/g' or the scope is invalid. If access was recently granted, please \
                  refresh your credentials.",
    },
    Preset {
        name: "quota",
        status: 403,
        code: "QuotaExceeded",
        message: "Operation could not be completed as it results in exceeding approved quota.",
    },
    Preset {
        name: "cores",
        status: 400,
        code: "OperationNotAllowed",
        message: "Maximum Allowed Cores exceeded for the Managed Environment. Please check \
                  https://learn.microsoft.com/en-us/azure/container-apps/quotas for resource limits.",
    },
];

/// The refusal of a name.
pub(super) fn named(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

/// Every name.
pub(super) fn names() -> Vec<&'static str> {
    PRESETS.iter().map(|preset| preset.name).collect()
}

/// The code that goes with a bare status.
pub(super) fn code(status: Option<u16>) -> &'static str {
    match status {
        Some(408) => "RequestTimeout",
        Some(429) => "TooManyRequests",
        Some(500) => "InternalServerError",
        Some(502) => "BadGateway",
        Some(503) => "ServiceUnavailable",
        Some(504) => "GatewayTimeout",
        _ => "EmulatedFault",
    }
}
