//! Regions: what requests call them, and what answers do.

use super::codes::{self, Refusal};

/// Every region that has session pools: the provider's listing of 2024-11 and 2025-10, and the table of the
/// documentation (read 2026-11), which is wider.
pub(super) const REGIONS: [&str; 40] = [
    "North Central US (Stage)",
    "West US 2",
    "North Europe",
    "East US",
    "East Asia",
    "North Central US",
    "Germany West Central",
    "Poland Central",
    "Italy North",
    "Switzerland North",
    "Sweden Central",
    "Norway East",
    "Japan East",
    "Australia East",
    "West Central US",
    "East US 2",
    "West US",
    "Brazil South",
    "Canada East",
    "France Central",
    "Korea Central",
    "South Africa North",
    "South Central US",
    "South India",
    "UAE North",
    "UK South",
    "West Europe",
    "West US 3",
    "Canada Central",
    "Central US EUAP",
    "East US 2 EUAP",
    "Central US",
    "France South",
    "Spain Central",
    "Switzerland West",
    "UK West",
    "Australia Southeast",
    "Central India",
    "Japan West",
    "Southeast Asia",
];

/// The region of that name in any dress (`eastus2`, `East US 2`), as answers show it.
pub(super) fn display(given: &str) -> Result<&'static str, Refusal> {
    REGIONS.into_iter().find(|region| slug(region) == slug(given)).ok_or_else(|| {
        let known = REGIONS.map(slug).join(",");
        Refusal::new(
            codes::LOCATION,
            format!(
                "The provided location '{given}' is not available for resource type 'Microsoft.App/sessionPools'. \
                 List of available regions for the resource type is '{known}'."
            ),
        )
    })
}

/// As URLs have it: lower case, letters and digits only.
pub(super) fn slug(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_as_people_read_them() {
        for (given, shown) in [
            ("eastus2", "East US 2"),
            ("East US 2", "East US 2"),
            ("EASTASIA", "East Asia"),
            ("northcentralusstage", "North Central US (Stage)"),
            ("eastus", "East US"),
        ] {
            assert_eq!(display(given), Ok(shown));
        }
        for given in ["", "moon", "eastus22"] {
            let refusal = display(given).unwrap_err();
            assert_eq!(refusal.code, codes::LOCATION);
            assert!(refusal.message.contains("westeurope"), "{}", refusal.message);
        }
    }

    #[test]
    fn every_region_is_there_once() {
        let mut slugs = REGIONS.map(slug);
        slugs.sort();
        assert!(slugs.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
