//! The ways to sign in.

/// A way to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AuthMethod {
    /// Each of the others, in order, until one works.
    #[default]
    Auto,
    /// A service principal with a secret, from the environment.
    ClientSecret,
    /// A federated token in a file, as Kubernetes has it.
    WorkloadIdentity,
    /// The identity of the machine that this runs on.
    ManagedIdentity,
    /// Whoever ran `az login`.
    AzureCli,
    /// Whoever ran `azd auth login`.
    AzureDeveloperCli,
}

impl AuthMethod {
    /// Every way; after `Auto`, in the order in which `Auto` tries them.
    pub const ALL: [Self; 6] = [
        Self::Auto,
        Self::ClientSecret,
        Self::WorkloadIdentity,
        Self::ManagedIdentity,
        Self::AzureCli,
        Self::AzureDeveloperCli,
    ];

    /// The name that the command line knows it by.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::ClientSecret => "client-secret",
            Self::WorkloadIdentity => "workload-identity",
            Self::ManagedIdentity => "managed-identity",
            Self::AzureCli => "azure-cli",
            Self::AzureDeveloperCli => "azure-developer-cli",
        }
    }

    /// The way of that name, compared without case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name().eq_ignore_ascii_case(name))
    }

    /// The name that messages use.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::ClientSecret => "client secret",
            Self::WorkloadIdentity => "workload identity",
            Self::ManagedIdentity => "managed identity",
            Self::AzureCli => "azure cli",
            Self::AzureDeveloperCli => "azure developer cli",
        }
    }

    /// Whom it asks for a token, in the words of messages.
    pub(super) fn whom(self) -> &'static str {
        match self {
            Self::Auto | Self::ClientSecret | Self::WorkloadIdentity => "the authority",
            Self::ManagedIdentity => "the machine's identity",
            Self::AzureCli => "`az`",
            Self::AzureDeveloperCli => "`azd`",
        }
    }

    /// The ways to try, in order.
    pub(super) fn order(self) -> Vec<Self> {
        match self {
            Self::Auto => Self::ALL.into_iter().skip(1).collect(),
            one => vec![one],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_is_found_by_its_name() {
        for method in AuthMethod::ALL {
            assert_eq!(AuthMethod::named(&method.name().to_uppercase()), Some(method));
        }
        assert_eq!(AuthMethod::named("device-code"), None);
    }

    #[test]
    fn auto_is_all_others_and_one_is_itself() {
        assert_eq!(AuthMethod::Auto.order(), AuthMethod::ALL[1..]);
        assert_eq!(AuthMethod::AzureCli.order(), [AuthMethod::AzureCli]);
    }
}
