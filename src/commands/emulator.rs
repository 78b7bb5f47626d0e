//! `pool emulator`.

use super::authority;
use super::context::Context;
use super::local;
use super::signals::stopped;
use crate::disk::{self, Readers};
use crate::emulator::{self, CodeRunner, Emulator, FullPool, Options, PatchAnswer, Place, Python};
use crate::emulator::{ReadyZero, Switches, TagRule, Times, Tls};
use crate::error::{Error, Exit, Kind, Result};
use crate::model::{Finding, Mark};
use clap::ValueEnum;
use std::ffi::{OsStr, OsString};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Serve an emulator of Azure's API for session pools
///
/// The same emulator that --local uses, over HTTP, for other clients and for tests. Pools survive a restart: they lie in
/// ~/.local/state/pool/local.db on Linux, or where --state says; delete the file to start over. It asks nobody who they
/// are: it is for this machine.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool emulator                                 then: pool --endpoint http://127.0.0.1:8787 show
  pool emulator --realistic                     operations take as long as Azure's did when recorded
  pool emulator --state :memory: --ready-zero accepted
  pool emulator --tls                           for az: see --print-az-setup
  pool emulator --exec python3                  sessions of PythonLTS pools run code
  pool emulator --forward http://127.0.0.1:2000 sessions of custom containers are that process
  pool emulator --fault '{\"on\": \"patch\", \"fault\": \"locked\"}'
  pool emulator --fault '{\"on\": \"any\", \"probability\": 0.1, \"seed\": 7, \"fault\": \"resetAfter\"}'

A fault meets requests `on` get, list, put, patch, delete, poll, tags or any, `count` times (1; 0 is always) or with a
`probability` and a `seed`. What happens is its `fault`: status (with status, code, message), notJson, resetBefore,
resetAfter, cut, slow and skew (with seconds), failLate, never, loseRecord, or a refusal in Azure's words: throttled,
busy, locked, policy, forbidden, quota, cores. `retryAfter` is a number of seconds, said as `retryAfterAs` wants it:
seconds, date, retry-after-ms, x-ms-retry-after-ms.

A pool's poolManagementEndpoint is the emulator's own, and sessions are used there as they are at Azure, without a
token: try curl 'ENDPOINT/anything?identifier=user-1'. They live in the memory of the process that serves them: two
emulators on one file share its pools, but each has sessions of its own and counts those alone.

--exec is no sandbox. What code starts in a process session of its own outlives it; and where the emulator is killed
(kill -9), code that never lets go of Python's lock runs on until its limit of processor time.
--forward hands on whole requests of at most 4 MiB, and whole answers of at most 128 MiB once they have ended: nothing
streams through.")]
pub(super) struct EmulatorArgs {
    /// The address to serve on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// The file that pools are kept in, or :memory: [default: the one that --local uses]
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Operations take as long as Azure's did when recorded, instead of seconds
    #[arg(long, conflicts_with = "instant")]
    realistic: bool,
    /// Operations take no time, for tests
    #[arg(long)]
    instant: bool,
    /// Speak TLS, which `az` insists on, with a certificate authority made for this machine
    #[arg(long)]
    tls: bool,
    /// Print the lines that point `az` at `pool emulator --tls`, and end
    #[arg(long)]
    print_az_setup: bool,
    /// Start without a pool
    #[arg(long)]
    empty: bool,
    /// The clock stands still until `POST /_emulator/tick` moves it: {"seconds": 60}, or {"to": "2026-12-05T14:00:00Z"}
    #[arg(long)]
    manual: bool,
    /// A fault that waits from the start, as `POST /_emulator/faults` takes them; may be given again
    #[arg(long = "fault", value_name = "JSON", value_parser = fault)]
    faults: Vec<serde_json::Value>,
    /// Really run the code of PythonLTS sessions, with this Python; it is no sandbox, and runs as you
    #[arg(long, value_name = "PYTHON")]
    exec: Option<OsString>,
    /// Hand requests to custom-container sessions on to this process of this machine: http://127.0.0.1:PORT
    #[arg(long, value_name = "URL")]
    forward: Option<String>,
    #[command(flatten)]
    switches: SwitchArgs,
}

/// What nobody knows of Azure.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Where nobody knows what Azure does, a switch plays each answer")]
struct SwitchArgs {
    /// What comes of 0 ready sessions on a custom-container pool
    #[arg(long, value_name = "ANSWER", default_value = "refused")]
    ready_zero: ReadyZeroArg,
    /// What a PATCH does to tags that it does not name
    #[arg(long, value_name = "RULE", default_value = "merged")]
    tags: TagsArg,
    /// What answers a PATCH of a custom-container pool
    #[arg(long, value_name = "STATUS", default_value = "202")]
    custom_patch: PatchArg,
    /// What answers a PATCH of a code interpreter
    #[arg(long, value_name = "STATUS", default_value = "200")]
    interpreter_patch: PatchArg,
    /// What a request gets for which a full pool has no session
    #[arg(long, value_name = "STATUS", default_value = "429")]
    full_pool: FullArg,
    /// Leave out templateUpdateStatus
    #[arg(long)]
    no_template_status: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ReadyZeroArg {
    /// At once
    Refused,
    /// The operation fails
    RefusedLate,
    Accepted,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TagsArg {
    Merged,
    Replaced,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PatchArg {
    #[value(name = "200")]
    Done,
    #[value(name = "202")]
    Accepted,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FullArg {
    #[value(name = "429")]
    Refused,
    #[value(name = "404")]
    NotFound,
}

impl From<&SwitchArgs> for Switches {
    fn from(args: &SwitchArgs) -> Self {
        let answer = |patch: PatchArg| match patch {
            PatchArg::Done => PatchAnswer::Done200,
            PatchArg::Accepted => PatchAnswer::Accepted202,
        };
        Self {
            ready_zero: match args.ready_zero {
                ReadyZeroArg::Refused => ReadyZero::Refused,
                ReadyZeroArg::RefusedLate => ReadyZero::RefusedLate,
                ReadyZeroArg::Accepted => ReadyZero::Accepted,
            },
            tags: match args.tags {
                TagsArg::Merged => TagRule::Merged,
                TagsArg::Replaced => TagRule::Replaced,
            },
            custom_patch: answer(args.custom_patch),
            interpreter_patch: answer(args.interpreter_patch),
            template_status: !args.no_template_status,
            full_pool: match args.full_pool {
                FullArg::Refused => FullPool::Refused429,
                FullArg::NotFound => FullPool::NotFound404,
            },
        }
    }
}

pub(super) async fn run(context: &Context, args: EmulatorArgs) -> Result<Exit> {
    if args.print_az_setup {
        if args.listen.port() == 0 {
            let text = "--print-az-setup needs to know the port, and --listen asks for any";
            return Err(Error::message(Kind::Usage, text).hint("Name the port that the emulator serves on."));
        }
        let setup = authority::az_setup(&authority::certificate(context)?, args.listen);
        context.printer.raw(&setup)?;
        return Ok(Exit::Done);
    }
    if args.exec.is_some() && !args.listen.ip().is_loopback() {
        let text = format!("--exec runs code for whoever asks, and {} can be reached by other machines", args.listen);
        return Err(Error::message(Kind::Usage, text).hint("Listen on 127.0.0.1."));
    }
    let tls = args.tls.then(|| authority::tls(context, args.listen.ip())).transpose()?;
    let defaults = local::options(context.clock.as_ref());
    let options = Options {
        times: match (args.realistic, args.instant) {
            (true, _) => Times::Realistic,
            (_, true) => Times::Instant,
            _ => Times::Fast,
        },
        switches: Switches::from(&args.switches),
        seed: defaults.seed.filter(|_| !args.empty),
        faults: args.faults,
        manual: args.manual,
        forwarder: args.forward.as_deref().map(local::forwarder).transpose()?,
        runner: runner(args.exec.as_deref()).await?,
    };
    let place = place(context, args.state.as_deref())?;
    crate::emulator::sweep_scratch();
    let emulator = Arc::new(Emulator::open(place, Arc::clone(&context.clock), options)?);
    let listener = TcpListener::bind(args.listen).await.map_err(|error| cannot_listen(args.listen, error))?;
    let address = listener.local_addr().map_err(|error| cannot_listen(args.listen, error))?;
    if !address.ip().is_loopback() {
        let text = "other machines can reach it, and it asks nobody who they are";
        context.printer.findings(&[Finding::new(Mark::Warning, address.to_string(), text)]);
    }
    match &tls {
        Some(_) => {
            context.printer.raw(&format!("https://{address}\n"))?;
            let certificate = authority::certificate(context)?;
            context.printer.say(&format!(
                "Clients must trust {}: set REQUESTS_CA_BUNDLE, NODE_EXTRA_CA_CERTS or SSL_CERT_FILE to it. \
                 `pool emulator --print-az-setup` prints the lines for `az`; end with Ctrl-C.",
                certificate.display()
            ));
        }
        None => {
            context.printer.raw(&format!("http://{address}\n"))?;
            context.printer.say(&format!("Try `pool --endpoint http://{address} show`; end with Ctrl-C."));
        }
    }
    serve(emulator, listener, tls).await?;
    Ok(Exit::Done)
}

/// Serves until it is told to end; told twice, it ends at once.
async fn serve(emulator: Arc<Emulator>, listener: TcpListener, tls: Option<Tls>) -> Result<()> {
    let sessions = Arc::clone(&emulator);
    let (ending, ends) = tokio::sync::oneshot::channel();
    let stop = async move {
        stopped().await;
        // Nobody hears it where the serving has failed.
        let _ = ending.send(());
        // What runs in them would keep the emulator for minutes.
        sessions.end_sessions();
    };
    let at_once = async move {
        match ends.await {
            Ok(()) => stopped().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        served = emulator::serve(emulator, listener, tls, stop) => served,
        // Whoever asks twice waits for no client.
        () = at_once => Ok(()),
    }
}

/// What runs code: nothing, unless it was asked for.
async fn runner(program: Option<&OsStr>) -> Result<Option<Arc<dyn CodeRunner>>> {
    match program {
        Some(program) => Ok(Some(Arc::new(Python::find(program).await?))),
        None => Ok(None),
    }
}

fn fault(text: &str) -> Result<serde_json::Value, String> {
    serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))
}

fn place(context: &Context, state: Option<&std::path::Path>) -> Result<Place> {
    let path = match state {
        Some(path) if path.as_os_str() == ":memory:" => return Ok(Place::Memory),
        Some(path) => path.to_owned(),
        None => local::store(context.folders()?),
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        disk::make_folder(folder, Readers::Owner)?;
    }
    Ok(Place::File(path))
}

fn cannot_listen(address: SocketAddr, error: std::io::Error) -> Error {
    Error::new(Kind::Failed, anyhow::Error::new(error).context(format!("failed to listen on {address}")))
        .hint("Choose another with --listen; port 0 takes a free one.")
}
