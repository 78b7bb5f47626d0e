//! Arguments that every command takes.

use crate::azure;
use crate::cost::Decimal;
use crate::cost::money::MOST_TO_ALLOW;
use crate::output::{ColorChoice, Format};
use clap::ValueEnum;
use std::path::PathBuf;
use std::time::Duration;

/// What to do with output and where Azure is. What is seldom needed stands in `--help` alone, not in `-h`.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct GlobalArgs {
    /// The pool file [default: pool.yaml here or above, else in the config folder]
    #[arg(short = 'f', long, global = true, value_name = "FILE", help_heading = "Global options")]
    pub(super) file: Option<PathBuf>,

    /// Use the emulator inside the program; no Azure account is needed
    #[arg(long, global = true, help_heading = "Global options")]
    pub(super) local: bool,

    /// Output format
    #[arg(
        short = 'o',
        long,
        global = true,
        value_name = "FORMAT",
        default_value = "table",
        help_heading = "Global options"
    )]
    pub(super) output: FormatArg,

    /// Show what a JMESPath expression finds in the output (keys come in the order of their names)
    #[arg(long, global = true, value_name = "JMESPATH", help_heading = "Global options")]
    pub(super) query: Option<String>,

    /// Give up after this time
    #[arg(long, global = true, value_name = "TIME", default_value = "30m", value_parser = duration, help_heading = "Global options")]
    pub(super) timeout: Duration,

    /// Show requests; twice, also what the libraries say
    #[arg(short = 'v', long, global = true, action = clap::ArgAction::Count, help_heading = "Global options")]
    pub(super) verbose: u8,

    /// Leave out everything but results and errors
    #[arg(short = 'q', long, global = true, help_heading = "Global options")]
    pub(super) quiet: bool,

    /// Colour; NO_COLOR is honoured
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Global options"
    )]
    pub(super) color: ColorArg,

    /// The subscription's id [default: pool file, AZURE_SUBSCRIPTION_ID, az's own]
    #[arg(long, global = true, value_name = "ID", help_heading = "Azure options")]
    pub(super) subscription: Option<String>,

    /// The resource group [default: pool file, AZURE_DEFAULTS_GROUP, az's own]
    #[arg(short = 'g', long, global = true, value_name = "NAME", help_heading = "Azure options")]
    pub(super) resource_group: Option<String>,

    /// How to sign in
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        value_name = "HOW",
        default_value = "auto",
        help_heading = "Azure options"
    )]
    pub(super) auth: AuthArg,

    /// Neither use nor keep a token of `az` or `azd` from run to run
    #[arg(long, global = true, hide_short_help = true, help_heading = "Azure options")]
    pub(super) no_token_cache: bool,

    /// Which Azure [default: az's own, else public]
    #[arg(long, global = true, hide_short_help = true, value_name = "CLOUD", help_heading = "Azure options")]
    pub(super) cloud: Option<CloudArg>,

    /// Another endpoint of Azure Resource Manager, such as http://127.0.0.1:8787
    #[arg(long, global = true, hide_short_help = true, value_name = "URL", help_heading = "Azure options")]
    pub(super) endpoint: Option<String>,

    /// The version of Azure's API
    #[arg(long, global = true, hide_short_help = true, value_name = "VERSION", default_value = azure::API_VERSION, help_heading = "Azure options")]
    pub(super) api_version: String,
}

/// A time such as `90s`, `30m` or `1h30m`.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    crate::config::duration::parse(text).map_err(|error| format!("`{text}` {error}: {}", crate::config::duration::FORM))
}

/// An amount of money such as `20` or `0.75`.
pub(super) fn amount(text: &str) -> Result<Decimal, String> {
    let amount = text.parse().ok().filter(|amount: &Decimal| !amount.is_sign_negative());
    let amount =
        amount.ok_or_else(|| format!("`{text}` is no amount of money: digits and a point, such as `20` or `0.75`"))?;
    if amount > Decimal::from(MOST_TO_ALLOW) {
        return Err(format!("`{text}` is too much to be meant: at most {MOST_TO_ALLOW}"));
    }
    Ok(amount)
}

/// `-o`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum FormatArg {
    Table,
    Json,
    Yaml,
    Tsv,
}

impl From<FormatArg> for Format {
    fn from(arg: FormatArg) -> Self {
        match arg {
            FormatArg::Table => Self::Table,
            FormatArg::Json => Self::Json,
            FormatArg::Yaml => Self::Yaml,
            FormatArg::Tsv => Self::Tsv,
        }
    }
}

/// `--color`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum ColorArg {
    Auto,
    Always,
    Never,
}

impl From<ColorArg> for ColorChoice {
    fn from(arg: ColorArg) -> Self {
        match arg {
            ColorArg::Auto => Self::Auto,
            ColorArg::Always => Self::Always,
            ColorArg::Never => Self::Never,
        }
    }
}

/// `--auth`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum AuthArg {
    /// The first that works, in the order below
    Auto,
    /// AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET
    ClientSecret,
    /// AZURE_FEDERATED_TOKEN_FILE and its like, on Kubernetes
    WorkloadIdentity,
    /// The identity of the machine or container
    ManagedIdentity,
    /// `az login`
    AzureCli,
    /// `azd auth login`
    AzureDeveloperCli,
}

impl From<AuthArg> for azure::AuthMethod {
    fn from(arg: AuthArg) -> Self {
        match arg {
            AuthArg::Auto => Self::Auto,
            AuthArg::ClientSecret => Self::ClientSecret,
            AuthArg::WorkloadIdentity => Self::WorkloadIdentity,
            AuthArg::ManagedIdentity => Self::ManagedIdentity,
            AuthArg::AzureCli => Self::AzureCli,
            AuthArg::AzureDeveloperCli => Self::AzureDeveloperCli,
        }
    }
}

/// `--cloud`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum CloudArg {
    /// Azure
    Public,
    /// Azure US Government
    Usgov,
    /// Azure China
    China,
}

impl CloudArg {
    /// The word that chooses it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Usgov => "usgov",
            Self::China => "china",
        }
    }
}

impl From<CloudArg> for azure::Cloud {
    fn from(arg: CloudArg) -> Self {
        match arg {
            CloudArg::Public => azure::cloud::PUBLIC,
            CloudArg::Usgov => azure::cloud::US_GOVERNMENT,
            CloudArg::China => azure::cloud::CHINA,
        }
    }
}
