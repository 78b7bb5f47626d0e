//! The only composition root: reads the environment once, and builds clients, folders and streams for the commands.

use super::global::{ColorArg, GlobalArgs};
use super::local;
use super::target::Target;
use crate::azure::{self, Client, Cloud, Prices, Sessions};
use crate::clock::{Clock, SystemClock};
use crate::config::pool_file::DEFAULT_BASE;
use crate::config::{PoolEntry, az};
use crate::cost::Card;
use crate::cost::card::Listed;
use crate::disk::{self, Folders};
use crate::error::{Error, Kind, Result};
use crate::model::{Pool, PoolId, Profile};
use crate::net::{Route, is_loopback};
use crate::ops::declared::{Declared, declared};
use crate::ops::journal::Journal;
use crate::ops::pool_files::{self, Events, Loaded};
use crate::ops::prices::PriceCache;
use crate::ops::profiles::Source;
use crate::ops::runs::Runs;
use crate::ops::{Ops, Unawaited, profiles};
use crate::output::{self, Call, ColorChoice, Format, Here, Look, Printer, Progress, Query};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How often a pool of Azure is looked at while something is awaited.
const LOOK_EVERY: Duration = Duration::from_secs(3);
/// The same for an emulator, which costs nothing to ask.
const LOOK_AT_EMULATOR_EVERY: Duration = Duration::from_millis(200);

/// The variables of the process, read once. Its Debug shows their names alone: some of them are secrets.
#[derive(Clone)]
pub(super) struct Environment(BTreeMap<String, String>);

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Environment").field(&self.0.keys()).finish()
    }
}

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

    /// The width that talk fits into.
    pub(super) fn talk_width(&self) -> Option<u16> {
        width(self, std::io::stderr().is_terminal())
    }

    /// Whether the locale is one of UTF-8: the first of these variables that is set says so. Windows has none of them,
    /// and its terminals show all characters.
    fn is_unicode(&self) -> bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| self.get(name));
        locale.map_or(cfg!(windows), |locale| locale.to_ascii_lowercase().replace('-', "").contains("utf8"))
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
    events: Cell<Events>,
    pool_file: OnceCell<Option<Loaded>>,
    listed: OnceCell<Vec<Listed>>,
    /// The files of the profiles that were read.
    profiles_read: RefCell<Vec<PathBuf>>,
    unawaited: Unawaited,
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
            detail: global.verbose > 0,
            color: global.color.into(),
            width: width(&environment, std::io::stdout().is_terminal()),
            talk_width: environment.talk_width(),
            is_terminal: std::io::stdout().is_terminal(),
            unicode: environment.is_unicode(),
            call: Call {
                program: program(&global),
                target: Arc::default(),
                has_emulated_prices: price_endpoint(&global) != azure::prices::ENDPOINT,
            },
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
            events: Cell::default(),
            pool_file: OnceCell::new(),
            listed: OnceCell::new(),
            profiles_read: RefCell::default(),
            unawaited: Unawaited::default(),
        })
    }

    /// The same with nothing read yet, for a command that goes round. What it has sent is remembered.
    pub(super) fn again(&self) -> Self {
        Self {
            printer: Arc::clone(&self.printer),
            progress: Arc::clone(&self.progress),
            clock: Arc::clone(&self.clock),
            global: self.global.clone(),
            environment: self.environment.clone(),
            folders: OnceCell::new(),
            events: self.events.clone(),
            pool_file: OnceCell::new(),
            listed: OnceCell::new(),
            profiles_read: RefCell::default(),
            unawaited: self.unawaited.clone(),
        }
    }

    /// From now on faults of events are warned of and no error: for commands that do not go by them, or that cannot do
    /// harm without them.
    pub(super) fn spare_events(&self) {
        self.events.set(Events::Spared);
    }

    /// Whether all that is needed of a pool can be read but for its events.
    pub(super) fn can_spare_events(&self, name: Option<&str>) -> bool {
        let Ok(Some(Loaded { file, .. })) = self.load(Events::Spared) else { return false };
        let entry = name.map_or(file.pools.first(), |name| file.pool(name));
        self.profile(entry.map_or(DEFAULT_BASE, |entry| entry.base.as_str())).is_ok()
    }

    fn load(&self, events: Events) -> Result<Option<Loaded>> {
        pool_files::load(self.global.file.as_deref(), &self.working_folder()?, self.folders()?, events)
    }

    /// Operations on the Azure that was chosen, with the deadline of this command.
    pub(super) fn ops(&self) -> Result<Ops> {
        let deadline = self.deadline()?;
        let azure = Client::new(self.setup(self.route()?, self.cloud().scope, Some(deadline)))?;
        Ok(Ops {
            azure,
            clock: Arc::clone(&self.clock),
            observer: self.progress.clone(),
            deadline,
            look_every: if self.is_emulated() { LOOK_AT_EMULATOR_EVERY } else { LOOK_EVERY },
            card: Arc::new(self.card()),
            journal: Some(self.journal()?),
            unawaited: self.unawaited.clone(),
        })
    }

    /// Tells what came of what an earlier round has sent and not waited for. What keeps it from being asked keeps the
    /// round as well, which says so.
    pub(super) async fn tell_ended(&self) {
        if self.unawaited.is_empty() {
            return;
        }
        let Ok(ops) = self.ops() else { return };
        for ended in ops.ended().await {
            match ended {
                Ok(text) => self.printer.say(&text),
                Err(error) => self.printer.error(&error),
            }
        }
    }

    /// When this command has to be over.
    fn deadline(&self) -> Result<Timestamp> {
        let deadline = self.clock.now().checked_add(self.global.timeout);
        deadline.map_err(|error| Error::new(Kind::Usage, anyhow::Error::new(error).context("--timeout is too long")))
    }

    /// The prices that are known. A pool file with faults is told by whoever goes by it; its prices count where they
    /// can be read.
    pub(super) fn card(&self) -> Card {
        let own = match self.pool_file() {
            Ok(loaded) => loaded.map(|loaded| loaded.file.rates.clone()),
            Err(_) => self.load(Events::Spared).ok().flatten().map(|loaded| loaded.file.rates),
        };
        let today = self.clock.now().to_zoned(TimeZone::UTC).date();
        Card { own: own.unwrap_or_default(), listed: self.listed().to_vec(), today, ..Card::default() }
    }

    /// The prices that were fetched before.
    fn listed(&self) -> &[Listed] {
        self.listed.get_or_init(|| {
            let (listed, broken) = self.price_cache().map(|cache| cache.read()).unwrap_or_default();
            self.printer.findings(&broken.into_iter().collect::<Vec<_>>());
            listed
        })
    }

    /// Where prices of the list are kept that is asked now. Those of an emulator stay with the emulator.
    pub(super) fn price_cache(&self) -> Result<PriceCache> {
        Ok(PriceCache::new(self.folders()?.cache.join("prices.json"), price_endpoint(&self.global)))
    }

    /// A client of the price list. Nobody need be signed in for it.
    pub(super) fn prices(&self) -> Result<Prices> {
        let route = if self.global.local { self.route()? } else { Route::to(&price_endpoint(&self.global))? };
        let setup = self.setup(Route { signed: false, ..route }, "", Some(self.deadline()?));
        Ok(Prices::new(&setup))
    }

    /// A client of a pool's own sessions. It has no deadline: what was opened is ended, however late it is.
    pub(super) fn sessions(&self, pool: &Pool) -> Result<Sessions> {
        let (Some(endpoint), Some(kind)) = (&pool.endpoint, pool.kind) else {
            let text = format!("pool {} shows no endpoint for its sessions", pool.id.name);
            return Err(Error::message(Kind::Rejected, text).about(pool.id.to_string()));
        };
        let route = self.route()?.onward(endpoint)?;
        Sessions::new(&self.setup(route, azure::SESSIONS_SCOPE, None), kind)
    }

    /// What a client is made of that asks for tokens of a scope.
    fn setup(&self, route: Route, scope: &str, deadline: Option<Timestamp>) -> azure::Setup {
        let worked = azure::Worked::default();
        let credential = route.signed.then(|| self.credential(self.cloud(), &worked));
        azure::Setup {
            route,
            api_version: self.global.api_version.clone(),
            credential,
            worked,
            scope: scope.to_owned(),
            clock: Arc::clone(&self.clock),
            deadline,
        }
    }

    /// Where tokens come from. Nothing is asked before the first one is needed.
    fn credential(&self, cloud: Cloud, worked: &azure::Worked) -> Arc<dyn azure::TokenCredential> {
        let variables: azure::Environment = self.environment.0.clone().into_iter().collect();
        let (method, clock) = (self.global.auth.into(), Arc::clone(&self.clock));
        azure::credentials::chain(method, &variables, cloud, None, clock, worked, self.token_cache())
    }

    /// Where tokens outlive a run. Nowhere, where the system has no folder that ends with the user's session.
    fn token_cache(&self) -> Option<azure::TokenCache> {
        let folders = self.folders().ok().filter(|_| !self.global.no_token_cache)?;
        Some(azure::TokenCache::new(folders.runtime.as_ref()?.join("tokens.json"), folders.home.clone()))
    }

    fn route(&self) -> Result<Route> {
        match &self.global.endpoint {
            _ if self.global.local => local::route(self.folders()?, &self.clock),
            Some(endpoint) => Route::to(endpoint),
            None => Route::to(self.cloud().endpoint),
        }
    }

    /// The cloud that is spoken to where no other endpoint is given.
    pub(super) fn cloud(&self) -> Cloud {
        self.global.cloud.map(Cloud::from).or_else(|| self.az_cloud()).unwrap_or_default()
    }

    /// The cloud that `az` uses.
    pub(super) fn az_cloud(&self) -> Option<Cloud> {
        Cloud::named(&az::defaults(&self.az_file("config")?).cloud?)
    }

    /// Whether an emulator is spoken to, inside the program or on loopback: then nothing need be named.
    pub(super) fn is_emulated(&self) -> bool {
        self.global.local || self.global.endpoint.as_deref().is_some_and(|endpoint| endpoint.starts_with("http://"))
    }

    /// A file that `az` left in its folder.
    pub(super) fn az_file(&self, name: &str) -> Option<String> {
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
        let found = self.load(self.events.get())?;
        if let Some(faults) = found.as_ref().and_then(|file| file.spared.as_ref()) {
            self.printer.findings(&[pool_files::spared_finding(faults, &self.check_command())]);
        }
        Ok(self.pool_file.get_or_init(|| found).as_ref())
    }

    /// The command that checks the pool file, as it was named.
    pub(super) fn check_command(&self) -> String {
        let given = self.global.file.as_ref().map(|file| format!(" {}", quoted(&file.display().to_string())));
        format!("pool profile check{}", given.unwrap_or_default())
    }

    /// Remembers which pool is meant, so that hints name it as the command line did.
    pub(super) fn set_target(&self, name: Option<&str>) {
        let file = self.global.file.as_ref().map(|file| file.display().to_string());
        let part = |(flag, value): (&str, Option<&str>)| Some(format!(" {flag} {}", quoted(value?)));
        let place = [
            ("-g", self.global.resource_group.as_deref()),
            ("--subscription", self.global.subscription.as_deref()),
            ("-f", file.as_deref()),
        ];
        let (name, place) = (part(("-n", name)).unwrap_or_default(), place.into_iter().filter_map(part).collect());
        // The first pool of a command is the one that its hints are about.
        let _ = self.printer.look().call.target.set(output::Target { name, place });
    }

    /// Where the name of a pool that is not there comes from, when nobody typed it.
    pub(super) fn say_who_named_it(&self, error: Error) -> Error {
        let typed = self.printer.look().call.target.get().is_some_and(|target| !target.name.is_empty());
        match self.pool_file() {
            Ok(Some(file)) if !typed => error.hint(format!("The name comes from {}.", file.path.display())),
            _ => error,
        }
    }

    /// That a pool which is not there can be made, where the pool file says of what. Who parked it is said already,
    /// where that is known.
    pub(super) fn say_unpark(&self, error: Error) -> Error {
        let id: Option<PoolId> = error.target().and_then(|target| target.parse().ok());
        let file = self.pool_file().ok().flatten();
        let entry = id.and_then(|id| file?.file.pool(&id.name)).filter(|entry| entry.definition.is_some());
        let says = |word: &str| error.hints().iter().any(|hint| hint.contains(word));
        match entry {
            // Of one that runs make and park there is more to say than who parked it.
            Some(entry) if entry.parks && !says("--allow-park") => error
                .with_hints(vec!["Its base is `parked`: `pool unpark` makes it; then give this command again.".into()]),
            Some(_) if !says("unpark") => error.hint("Where it is parked `pool unpark` makes it again."),
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

    /// The command line, as it can be typed again.
    pub(super) fn command_line(&self) -> String {
        let words = std::env::args_os().skip(1).map(|word| quoted(&word.to_string_lossy()));
        ["pool".to_owned()].into_iter().chain(words).collect::<Vec<_>>().join(" ")
    }

    /// The same for whoever runs it again: over the files that it wrote.
    pub(super) fn command_again(&self, writes: bool, forced: bool) -> String {
        self.command_line() + if writes && !forced { " --force" } else { "" }
    }

    /// This program.
    pub(super) fn program(&self) -> Result<PathBuf> {
        std::env::current_exe()
            .map_err(|error| Error::new(Kind::Failed, anyhow::Error::new(error).context("failed to find this program")))
    }

    /// Where the pool file stands, if there is one, whatever is in it.
    pub(super) fn pool_file_path(&self) -> Result<Option<PathBuf>> {
        Ok(pool_files::find(self.global.file.as_deref(), &self.working_folder()?, self.folders()?))
    }

    /// Where profiles of the user's own stand, the nearest first.
    pub(super) fn profile_folders(&self) -> Result<Vec<PathBuf>> {
        self.profile_folders_beside(self.pool_file_path()?.as_deref())
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
        let found = profiles::find(name, &self.profile_folders()?)?;
        if let Source::File(path) = found.source {
            self.profiles_read.borrow_mut().push(path);
        }
        Ok(found.profile)
    }

    /// Refuses to write over the pool file, or over a profile that was read, whatever it is called.
    pub(super) fn spare(&self, flag: &str, output: &Path) -> Result<()> {
        let pool_file = pool_files::find(self.global.file.as_deref(), &self.working_folder()?, self.folders()?);
        let is_output = |path: &PathBuf| disk::is_same(path, output);
        let what = match pool_file.is_some_and(|path| is_output(&path)) {
            true => "the pool file",
            false if self.profiles_read.borrow().iter().any(is_output) => "a profile that is read here",
            false => return Ok(()),
        };
        Err(Error::message(Kind::Usage, format!("{flag} would overwrite {}, {what}", output.display())))
    }

    /// What the files say of a pool.
    pub(super) fn declared(&self, target: &Target) -> Result<Declared> {
        self.declared_by(target.entry.as_ref(), &mut BTreeMap::new())
    }

    /// The same by the pool's own entry. `seen` has the profiles that were read for other pools.
    pub(super) fn declared_by(
        &self,
        entry: Option<&PoolEntry>,
        seen: &mut BTreeMap<String, Profile>,
    ) -> Result<Declared> {
        let file = self.pool_file()?;
        let path = file.map(|file| file.path.display().to_string()).unwrap_or_default();
        let base = entry.map_or(DEFAULT_BASE, |entry| entry.base.as_str());
        let mut profile = |name: &str| {
            if let Some(profile) = seen.get(name) {
                return Ok(profile.clone());
            }
            let profile = self.profile(name)?;
            seen.insert(name.to_owned(), profile.clone());
            Ok(profile)
        };
        let found = declared(file.map(|file| (path.as_str(), &file.file)), entry, base, &mut profile);
        match (found, file) {
            (Err(error), Some(file)) if self.events.get() == Events::Spared => {
                let rest = declared(Some((path.as_str(), &file.file.without_events())), entry, base, &mut profile)?;
                self.printer.findings(&[pool_files::left_out_finding(&path, &error, &self.check_command())]);
                Ok(rest)
            }
            (found, _) => found,
        }
    }

    /// The journal of this machine.
    pub(super) fn journal(&self) -> Result<Journal> {
        Ok(Journal::at(self.folders()?.state.join("journal.jsonl")))
    }

    /// The runs of this machine.
    pub(super) fn runs(&self) -> Result<Runs> {
        Ok(Runs::read(self.folders()?.state.join("runs.json")))
    }

    /// The zone of whoever reads.
    pub(super) fn zone(&self) -> Here {
        Here::found_by(TimeZone::system)
    }

    /// The same where a time that somebody typed depends on it.
    pub(super) fn known_zone(&self) -> Result<TimeZone> {
        TimeZone::try_system().map_err(|error| {
            Error::new(Kind::Usage, anyhow::Error::new(error).context("the time zone of this machine is not known"))
                .hint("Set TZ to a name of the IANA such as Europe/Berlin, or give the time with its offset.")
        })
    }

    /// A line that somebody types; empty where nobody does.
    pub(super) async fn line(&self) -> String {
        // On a thread of its own, which nobody joins: Ctrl-C must end the program while it waits for a line.
        let (sender, answer) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            let _ = sender.send(std::io::stdin().read_line(&mut line).map(|_| line));
        });
        answer.await.ok().and_then(Result::ok).unwrap_or_default()
    }

    /// Every profile without faults, for telling which one a pool matches.
    pub(super) fn profiles(&self) -> Result<Vec<Profile>> {
        let all = profiles::all(&self.profile_folders()?)?;
        Ok(all.into_iter().filter_map(|(_, found)| found.ok().map(|found| found.profile)).collect())
    }

    /// Whether somebody sits at a terminal.
    pub(super) fn is_typed(&self) -> bool {
        std::io::stdin().is_terminal()
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
pub(super) fn bare_printer(format: Format, talk_width: Option<u16>) -> Printer {
    Printer::on_terminal(Look {
        format,
        query: None,
        quiet: false,
        detail: false,
        color: ColorChoice::Auto,
        width: None,
        talk_width,
        is_terminal: false,
        unicode: false,
        call: Call { program: "pool".to_owned(), ..Call::default() },
    })
}

/// Where prices are asked for: an emulator where one is spoken to, Azure itself otherwise.
fn price_endpoint(global: &GlobalArgs) -> String {
    let emulated = |endpoint: &&String| crate::net::check_endpoint(endpoint).is_ok_and(|url| is_loopback(&url));
    match global.endpoint.as_ref().filter(emulated) {
        _ if global.local => local::PRICES.to_owned(),
        Some(endpoint) => endpoint.trim_end_matches('/').to_owned(),
        None => azure::prices::ENDPOINT.to_owned(),
    }
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
pub(super) fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-./:@%+=,".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', "'\\''"))
    }
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
