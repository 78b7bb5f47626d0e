//! The only composition root: reads the environment once, and builds clients, folders and streams for the commands.

use super::global::{ColorArg, GlobalArgs};
use super::local;
use crate::azure::{self, Client, Cloud};
use crate::clock::{Clock, SystemClock};
use crate::config::az;
use crate::config::pool_file::PoolEntry;
use crate::disk::{self, Folders};
use crate::error::{Error, Kind, Result};
use crate::model::Profile;
use crate::net::Route;
use crate::ops::pool_files::{self, Loaded};
use crate::ops::{Ops, profiles};
use crate::output::{Call, ColorChoice, Format, Look, Printer, Progress, Query};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How often a pool of Azure is looked at while something is awaited.
const LOOK_EVERY: Duration = Duration::from_secs(3);
/// The same for an emulator, which costs nothing to ask.
const LOOK_AT_EMULATOR_EVERY: Duration = Duration::from_millis(200);

/// The variables of the process, read once.
#[derive(Debug, Clone)]
pub(super) struct Environment(BTreeMap<String, String>);

impl Environment {
    /// Reads them. What is no Unicode is left out.
    pub(super) fn of_process() -> Self {
        let pairs = std::env::vars_os();
        Self(pairs.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect())
    }

    /// A variable that is set and not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// `COLUMNS`.
    pub(super) fn columns(&self) -> Option<u16> {
        self.get("COLUMNS")?.parse().ok()
    }
}

/// What commands work with.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) printer: Arc<Printer>,
    pub(super) progress: Arc<Progress>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) global: GlobalArgs,
    environment: Environment,
    folders: OnceCell<Folders>,
    pool_file: OnceCell<Option<Loaded>>,
}

/// Where pools are looked for.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) subscription: String,
    pub(super) group: Option<String>,
}

impl Context {
    pub(super) fn new(global: GlobalArgs, environment: Environment) -> Result<Self> {
        // clap does not see a conflict when one stands before the command and the other behind it.
        if global.local && (global.endpoint.is_some() || global.cloud.is_some()) {
            return Err(Error::message(Kind::Usage, "--local cannot be used with --endpoint or --cloud"));
        }
        if let Some(endpoint) = &global.endpoint {
            crate::net::check_endpoint(endpoint)?;
        }
        let look = Look {
            format: global.output.into(),
            query: global.query.as_deref().map(Query::parse).transpose()?,
            quiet: global.quiet,
            color: global.color.into(),
            width: width(&environment, std::io::stdout().is_terminal()),
            talk_width: width(&environment, std::io::stderr().is_terminal()),
            call: Call { program: program(&global), target: Arc::default() },
        };
        watch_requests(&global);
        let printer = Arc::new(Printer::on_terminal(look));
        let progress = Arc::new(Progress::new(Arc::clone(&printer)));
        Ok(Self {
            printer,
            progress,
            clock: Arc::new(SystemClock),
            global,
            environment,
            folders: OnceCell::new(),
            pool_file: OnceCell::new(),
        })
    }

    /// Operations on the Azure that was chosen, with the deadline of this command.
    pub(super) fn ops(&self) -> Result<Ops> {
        let deadline = self
            .clock
            .now()
            .checked_add(self.global.timeout)
            .map_err(|error| Error::new(Kind::Usage, anyhow::Error::new(error).context("--timeout is too long")))?;
        let route = self.route()?;
        let cloud = self.cloud();
        let credential = route.signed.then(|| self.credential(cloud));
        let azure = Client::new(azure::Setup {
            route,
            api_version: self.global.api_version.clone(),
            credential,
            scope: cloud.scope.to_owned(),
            clock: Arc::clone(&self.clock),
            deadline: Some(deadline),
        })?;
        Ok(Ops {
            azure,
            clock: Arc::clone(&self.clock),
            observer: self.progress.clone(),
            deadline,
            look_every: if self.is_emulated() { LOOK_AT_EMULATOR_EVERY } else { LOOK_EVERY },
        })
    }

    /// Where tokens come from. Nothing is asked before the first one is needed.
    fn credential(&self, cloud: Cloud) -> Arc<dyn azure::TokenCredential> {
        let variables: azure::Environment = self.environment.0.clone().into_iter().collect();
        azure::credentials::chain(self.global.auth.into(), &variables, cloud, None, Arc::clone(&self.clock))
    }

    fn route(&self) -> Result<Route> {
        match &self.global.endpoint {
            _ if self.global.local => local::route(self.folders()?, &self.clock),
            Some(endpoint) => Route::to(endpoint),
            None => Route::to(self.cloud().endpoint),
        }
    }

    fn cloud(&self) -> Cloud {
        let chosen = self.global.cloud.map(Cloud::from);
        chosen
            .or_else(|| Cloud::named(&self.az_file("config").and_then(|text| az::defaults(&text).cloud)?))
            .unwrap_or_default()
    }

    /// Whether an emulator is spoken to, inside the program or on loopback: then nothing need be named.
    pub(super) fn is_emulated(&self) -> bool {
        self.global.local || self.global.endpoint.as_deref().is_some_and(|endpoint| endpoint.starts_with("http://"))
    }

    /// The subscription and the group that hold for a pool of the pool file, or for none.
    pub(super) fn place(&self, entry: Option<&PoolEntry>) -> Result<Place> {
        let defaults = self.pool_file()?.map(|file| &file.file.defaults);
        let first = |candidates: [Option<String>; 4]| candidates.into_iter().flatten().find(|value| !value.is_empty());
        // What is set for Azure does not name a place in an emulator.
        let variable = |name: &str| self.environment.get(name).filter(|_| !self.is_emulated()).map(str::to_owned);
        let emulated = |name: &str| self.is_emulated().then(|| name.to_owned());
        let subscription = first([
            self.global.subscription.clone(),
            entry.and_then(|entry| entry.subscription.clone()),
            defaults.and_then(|defaults| defaults.subscription.clone()),
            variable("AZURE_SUBSCRIPTION_ID"),
        ])
        .or_else(|| emulated(local::SUBSCRIPTION))
        .or_else(|| az::subscription(&self.az_file("azureProfile.json")?))
        .ok_or_else(no_subscription)?;
        let group = first([
            self.global.resource_group.clone(),
            entry.and_then(|entry| entry.resource_group.clone()),
            defaults.and_then(|defaults| defaults.resource_group.clone()),
            variable("AZURE_DEFAULTS_GROUP"),
        ])
        .or_else(|| emulated(local::GROUP))
        .or_else(|| az::defaults(&self.az_file("config")?).group);
        Ok(Place { subscription, group })
    }

    /// A file that `az` left in its folder.
    fn az_file(&self, name: &str) -> Option<String> {
        let folder = match self.environment.get("AZURE_CONFIG_DIR") {
            Some(folder) => PathBuf::from(folder),
            None => self.folders().ok()?.home.join(".azure"),
        };
        disk::read_if_there(&folder.join(name)).ok().flatten()
    }

    /// The pool file, if there is one.
    pub(super) fn pool_file(&self) -> Result<Option<&Loaded>> {
        if let Some(file) = self.pool_file.get() {
            return Ok(file.as_ref());
        }
        let found = pool_files::load(self.global.file.as_deref(), &self.working_folder()?, self.folders()?)?;
        Ok(self.pool_file.get_or_init(|| found).as_ref())
    }

    /// Remembers which pool is meant, so that hints name it as the command line did.
    pub(super) fn set_target(&self, name: Option<&str>) {
        let file = self.global.file.as_ref().map(|file| file.display().to_string());
        let given = [
            ("-n", name),
            ("-g", self.global.resource_group.as_deref()),
            ("--subscription", self.global.subscription.as_deref()),
            ("-f", file.as_deref()),
        ];
        let target = given.iter().filter_map(|(flag, value)| Some(format!(" {flag} {}", quoted((*value)?))));
        // The first pool of a command is the one that its hints are about.
        let _ = self.printer.look().call.target.set(target.collect());
    }

    /// Where the name of a pool that is not there comes from, when nobody typed it.
    pub(super) fn say_who_named_it(&self, error: Error) -> Error {
        let typed = self.printer.look().call.target.get().is_some_and(|target| target.contains("-n "));
        match self.pool_file() {
            Ok(Some(file)) if !typed => error.hint(format!("The name comes from {}.", file.path.display())),
            _ => error,
        }
    }

    /// The folders of the user.
    pub(super) fn folders(&self) -> Result<&Folders> {
        if let Some(folders) = self.folders.get() {
            return Ok(folders);
        }
        let found = Folders::find()?;
        Ok(self.folders.get_or_init(|| found))
    }

    /// The folder the program was started in.
    pub(super) fn working_folder(&self) -> Result<PathBuf> {
        std::env::current_dir()
            .map_err(|error| Error::new(Kind::Failed, anyhow::Error::new(error).context("the working folder is gone")))
    }

    /// Where the pool file stands, if there is one, whatever is in it.
    pub(super) fn pool_file_path(&self) -> Result<Option<PathBuf>> {
        Ok(pool_files::find(self.global.file.as_deref(), &self.working_folder()?, self.folders()?))
    }

    /// Where profiles of the user's own stand, the nearest first.
    pub(super) fn profile_folders(&self) -> Result<Vec<PathBuf>> {
        self.profile_folders_beside(self.pool_file()?.map(|file| file.path.as_path()))
    }

    /// The same, beside a pool file that need not be without faults.
    pub(super) fn profile_folders_beside(&self, pool_file: Option<&Path>) -> Result<Vec<PathBuf>> {
        let working = self.working_folder()?;
        let mut folders = vec![PathBuf::from("profiles")];
        if let Some(beside) = pool_file.and_then(Path::parent)
            && beside != working
            && !beside.as_os_str().is_empty()
        {
            folders.push(beside.join("profiles"));
        }
        folders.push(self.folders()?.config.join("profiles"));
        Ok(folders)
    }

    /// The profile of a name.
    pub(super) fn profile(&self, name: &str) -> Result<Profile> {
        profiles::find(name, &self.profile_folders()?).map(|found| found.profile)
    }

    /// Every profile without faults, for telling which one a pool matches.
    pub(super) fn profiles(&self) -> Result<Vec<Profile>> {
        let all = profiles::all(&self.profile_folders()?)?;
        Ok(all.into_iter().filter_map(|(_, found)| found.ok().map(|found| found.profile)).collect())
    }

    /// Who runs the program, and where: `ana@desk`.
    pub(super) fn runner(&self) -> String {
        let user = ["USER", "USERNAME", "LOGNAME"].into_iter().find_map(|name| self.environment.get(name));
        let host = gethostname::gethostname();
        format!("{}@{}", user.unwrap_or("unknown"), host.to_string_lossy())
    }

    /// A variable of the process, for secrets that the pool file points to.
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.environment.get(name)
    }
}

/// A printer for what goes wrong before there is a context.
pub(super) fn bare_printer(format: Format) -> Printer {
    Printer::on_terminal(Look {
        format,
        query: None,
        quiet: false,
        color: ColorChoice::Auto,
        width: None,
        talk_width: None,
        call: Call { program: "pool".to_owned(), target: Arc::default() },
    })
}

/// The width to fit into: `COLUMNS`, else the terminal's; piped output keeps its lines whole.
fn width(environment: &Environment, is_terminal: bool) -> Option<u16> {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| width.0);
    environment.columns().or_else(|| is_terminal.then(terminal).flatten())
}

/// How this program is called now, for the commands that hints name.
fn program(global: &GlobalArgs) -> String {
    match (&global.endpoint, global.local) {
        (_, true) => "pool --local".to_owned(),
        (Some(endpoint), false) => format!("pool --endpoint {endpoint}"),
        (None, false) => match global.cloud {
            Some(cloud) => format!("pool --cloud {}", cloud.name()),
            None => "pool".to_owned(),
        },
    }
}

/// A value as a shell takes it for one word.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-./:@%+=,".contains(c);
    if value.chars().all(plain) { value.to_owned() } else { format!("'{}'", value.replace('\'', "'\\''")) }
}

/// `-v` shows each request on stderr; `-vv` what the libraries say too. Nothing is set up without it.
fn watch_requests(global: &GlobalArgs) {
    let filter = match global.verbose {
        0 => return,
        1 => "pool=debug",
        _ => "pool=trace,azure_core=debug,azure_identity=debug,typespec_client_core=debug",
    };
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(filter))
        .with_writer(std::io::stderr)
        .with_ansi(matches!(global.color, ColorArg::Always | ColorArg::Auto) && std::io::stderr().is_terminal())
        .with_level(global.verbose > 1)
        .with_target(false)
        .without_time()
        .finish();
    // A second subscriber would be a second run in one process, which only tests do.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

fn no_subscription() -> Error {
    Error::message(Kind::NoSubscription, "no subscription is named")
        .hint("Give --subscription, write `defaults: subscription:` in the pool file, set AZURE_SUBSCRIPTION_ID, or run `az login`.")
        .hint("To try it without an Azure account: `pool --local show`.")
}
