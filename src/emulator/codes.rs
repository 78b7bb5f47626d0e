//! Every code and text with which the emulator refuses, in one place, with how sure each is.
//!
//! No refusal of a session pool was ever recorded. What is not measured or ARM's own is **assumed**: clients should
//! go by the status there.

use super::answers::Reply;
use serde_json::json;
use std::fmt::Display;

/// A code of the error envelope with the status it comes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) status: u16,
    pub(super) name: &'static str,
}

const fn code(status: u16, name: &'static str) -> Code {
    Code { status, name }
}

// Measured by third parties on the live service, 2026.
pub(super) const READY: Code = code(400, "SessionPoolInvalidReadySessionInstances");
pub(super) const MANAGEMENT_TYPE: Code = code(400, "SessionPoolInvalidPoolManagementType");
pub(super) const OPERATION: Code = code(500, "SessionPoolOperationError");

// ARM's own, from its troubleshooting pages and from errors that other resource types get.
pub(super) const NOT_FOUND: Code = code(404, "ResourceNotFound");
pub(super) const INVALID_CONTENT: Code = code(400, "InvalidRequestContent");
pub(super) const NO_LOCATION: Code = code(400, "LocationRequired");
pub(super) const LOCATION: Code = code(400, "LocationNotAvailableForResourceType");
pub(super) const MOVED: Code = code(409, "InvalidResourceLocation");
pub(super) const NO_VERSION: Code = code(400, "MissingApiVersionParameter");
pub(super) const VERSION_FORM: Code = code(400, "InvalidApiVersionParameter");
pub(super) const VERSION: Code = code(400, "NoRegisteredProviderFound");
pub(super) const TYPE: Code = code(404, "InvalidResourceType");
pub(super) const NO_SUBSCRIPTION: Code = code(404, "MissingSubscription");
pub(super) const TAGS: Code = code(400, "InvalidTags");
pub(super) const GROUP_MISSING: Code = code(404, "ResourceGroupNotFound");
pub(super) const GROUP_MOVED: Code = code(409, "InvalidResourceGroupLocation");
pub(super) const NAMESPACE: Code = code(404, "InvalidResourceNamespace");
pub(super) const FILTER: Code = code(400, "InvalidFilterInQueryString");
pub(super) const PRICES: Code = code(400, "BadRequest");
pub(super) const NO_ROLE: Code = code(404, "RoleAssignmentNotFound");
/// Its text was seen with Microsoft.App.
pub(super) const LOCKED: Code = code(409, "ScopeLocked");
pub(super) const NO_DEFINITION: Code = code(404, "RoleDefinitionDoesNotExist");

// The data plane's, measured by third parties, 2025-11 to 2026-07.
pub(super) const IDENTIFIER_LENGTH: Code = code(400, "InvalidLengthOfSessionIdentifier");
pub(super) const SESSION_REQUEST: Code = code(400, "SessionRequestValidationFailed");
pub(super) const NO_SESSION: Code = code(400, "SessionWithIdentifierNotFound");
pub(super) const PROPERTIES: Code = code(400, "SessionPropertiesMissing");
pub(super) const NOT_SUPPORTED: Code = code(400, "SessionRequestNotSupported");
pub(super) const NOT_DYNAMIC: Code = code(400, "DynamicApisNotAllowed");

// The data plane's too; the statuses of the first four are measured or documented, their codes are not.
pub(super) const FULL: Code = code(429, "SessionAllocationFailed");
pub(super) const FULL_NOT_FOUND: Code = code(404, "SessionAllocationFailed");
pub(super) const NO_FILE: Code = code(404, "FileNotFound");
pub(super) const TOO_LARGE: Code = code(413, "FileTooLarge");
pub(super) const NO_POOL: Code = code(404, "SessionPoolNotFound");
pub(super) const CUT: Code = code(409, "SessionEnded");
pub(super) const NO_DATA_VERSION: Code = code(400, "ApiVersionUnspecified");
pub(super) const DATA_VERSION: Code = code(400, "UnsupportedApiVersion");

// The emulator's own.
pub(super) const NO_RUNNER: Code = code(400, "EmulatorRunsNoCode");
pub(super) const FROM_A_PAGE: Code = code(403, "EmulatorRunsNoCodeOfPages");
pub(super) const NO_CONTAINER: Code = code(502, "EmulatorForwardFailed");

// Assumed: the refusals are known from the documentation, the Azure CLI or the Terraform provider, their codes are
// not. ARM answers 400 or 409 for a property that cannot change; 400 is taken.
pub(super) const BUSY: Code = code(409, "AnotherOperationInProgress");
pub(super) const IMMUTABLE: Code = code(400, "PropertyChangeNotAllowed");
pub(super) const CONTAINER_TYPE: Code = code(400, "SessionPoolInvalidContainerType");
pub(super) const ENVIRONMENT: Code = code(400, "SessionPoolInvalidEnvironment");
pub(super) const TEMPLATE: Code = code(400, "SessionPoolInvalidCustomContainerTemplate");
pub(super) const MAX: Code = code(400, "SessionPoolInvalidMaxConcurrentSessions");
pub(super) const LIFECYCLE: Code = code(400, "SessionPoolInvalidLifecycleConfiguration");
pub(super) const COOLDOWN: Code = code(400, "SessionPoolInvalidCooldownPeriod");
pub(super) const MAX_ALIVE: Code = code(400, "SessionPoolInvalidMaxAlivePeriod");
pub(super) const NO_OPERATION: Code = code(404, "OperationNotFound");
pub(super) const METRICS: Code = code(400, "BadRequest");
pub(super) const NO_LOCK: Code = code(404, "LockNotFound");
pub(super) const SKIP_TOKEN: Code = code(400, "InvalidSkipToken");
pub(super) const METHOD: Code = code(405, "HttpMethodNotAllowed");
pub(super) const STORE: Code = code(500, "InternalServerError");

/// Why a request is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: Code,
    pub(super) message: String,
}

impl Refusal {
    /// A refusal with its text.
    pub(super) fn new(code: Code, message: impl Display) -> Self {
        Self { code, message: message.to_string() }
    }

    /// ARM's envelope.
    pub(super) fn reply(&self) -> Reply {
        error(self.code.status, self.code.name, &self.message)
    }
}

/// ARM's envelope for any code.
pub(super) fn error(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, json!({"error": {"code": code, "message": message}}))
}

/// Why there is no answer yet: the request is refused, or the store failed under it.
#[derive(Debug)]
pub(super) enum Trouble {
    Refused(Refusal),
    Store(anyhow::Error),
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<anyhow::Error> for Trouble {
    fn from(error: anyhow::Error) -> Self {
        Self::Store(error)
    }
}
