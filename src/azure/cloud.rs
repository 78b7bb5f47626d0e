//! The clouds that Azure is sold in: where Resource Manager answers, what a token is asked for, and who issues it.
//!
//! Source of every address below: azure-mgmt-core's `get_arm_endpoints` with its test, and for the authorities
//! azure_identity 1.0.0 (`get_authority_host`); both read on 2026-11-20.

/// A cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cloud {
    /// The name that `az cloud list` prints.
    pub name: &'static str,
    /// Where Azure Resource Manager answers.
    pub endpoint: &'static str,
    /// The scope of a token for it.
    pub scope: &'static str,
    /// Who issues the tokens.
    pub authority: &'static str,
}

/// Azure as most people know it.
pub const PUBLIC: Cloud = Cloud {
    name: "AzureCloud",
    endpoint: "https://management.azure.com",
    scope: "https://management.azure.com/.default",
    authority: "https://login.microsoftonline.com",
};

/// Azure for the government of the United States.
pub const US_GOVERNMENT: Cloud = Cloud {
    name: "AzureUSGovernment",
    endpoint: "https://management.usgovcloudapi.net",
    scope: "https://management.core.usgovcloudapi.net/.default",
    authority: "https://login.microsoftonline.us",
};

/// Azure in China, operated by 21Vianet.
pub const CHINA: Cloud = Cloud {
    name: "AzureChinaCloud",
    endpoint: "https://management.chinacloudapi.cn",
    scope: "https://management.chinacloudapi.cn/.default",
    authority: "https://login.chinacloudapi.cn",
};

impl Cloud {
    /// Every cloud.
    pub const ALL: [Self; 3] = [PUBLIC, US_GOVERNMENT, CHINA];

    /// The cloud of that name, compared without case: `az`'s names and the short ones.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "azurecloud" | "public" => Some(PUBLIC),
            "azureusgovernment" | "usgov" => Some(US_GOVERNMENT),
            "azurechinacloud" | "china" => Some(CHINA),
            _ => None,
        }
    }
}

impl Default for Cloud {
    fn default() -> Self {
        PUBLIC
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    #[test]
    fn clouds_are_found_by_either_name() {
        for (name, cloud) in [
            ("AzureCloud", Some(PUBLIC)),
            ("public", Some(PUBLIC)),
            ("azureusgovernment", Some(US_GOVERNMENT)),
            ("usgov", Some(US_GOVERNMENT)),
            ("AzureChinaCloud", Some(CHINA)),
            ("CHINA", Some(CHINA)),
            ("AzureGermanCloud", None),
            ("", None),
        ] {
            assert_eq!(Cloud::named(name), cloud, "{name}");
        }
    }

    #[test]
    fn every_address_is_https_and_bare() {
        for cloud in Cloud::ALL {
            for address in [cloud.endpoint, cloud.authority] {
                let url = Url::parse(address).unwrap();
                assert_eq!((url.scheme(), url.path()), ("https", "/"), "{address}");
            }
            assert!(cloud.scope.ends_with("/.default") && !cloud.scope.ends_with("//.default"), "{}", cloud.scope);
        }
    }
}
