//! `pool export`.

use super::context::Context;
use super::exported::{environment_of, id, material};
use super::target::unknown;
use crate::config::PoolEntry;
use crate::disk;
use crate::error::{Exit, Result};
use crate::ops::export::{self, Material};
use crate::output::export::systemd::Whose;
use crate::output::export::{
    Cadence, File, Image, Runner, bicep, containerapp, cron, github, kubernetes, systemd, terraform,
};
use crate::output::views::export::ExportView;
use crate::output::views::init::InitView;
use clap::Subcommand;
use std::path::PathBuf;
use std::time::Duration;

/// Write files for cron, systemd, pipelines, Terraform and Bicep
///
/// Prints to stdout, or writes into a folder with --write. Needs no network and nobody who is signed in.
#[derive(Debug, clap::Args)]
#[command(subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = "\
Examples:
  pool export cron
  pool export cron --allow-park                   with `base: parked`: delete and create, too
  pool export systemd --every 1m --write /etc/systemd/system
  pool export github-actions --source https://github.com/my/pool --write .
  pool export kubernetes-cronjob --image example.azurecr.io/pool:1 | kubectl apply -f -
  pool export terraform -n contestpool
  pool export bicep -o json --query \"files[].name\"")]
pub(super) struct ExportArgs {
    #[command(subcommand)]
    target: Target,
    /// Write the files into a folder instead of printing them
    #[arg(long, global = true, value_name = "FOLDER")]
    write: Option<PathBuf>,
    /// With --write: overwrite what is there
    #[arg(long, global = true, requires = "write")]
    force: bool,
}

#[derive(Debug, Subcommand)]
enum Target {
    /// Lines for a crontab
    Cron(Often),
    /// A service and a timer for systemd
    Systemd {
        #[command(flatten)]
        often: Often,
        /// Units of the user who is signed in with `az login`, instead of the machine's
        #[arg(long)]
        user: bool,
    },
    /// A workflow for GitHub Actions, signed in without a secret
    GithubActions {
        #[command(flatten)]
        often: Often,
        /// The Git repository with the source of pool, which has no releases yet
        #[arg(long, value_name = "URL")]
        source: String,
        /// A branch, tag or commit of it
        #[arg(long, value_name = "REVISION", default_value = "HEAD")]
        revision: String,
    },
    /// A CronJob for Kubernetes, with the pool file and its profiles in it
    KubernetesCronjob {
        #[command(flatten)]
        often: Often,
        #[command(flatten)]
        image: ImageArgs,
        /// The client id of the identity that signs in [default: to be filled in]
        #[arg(long, value_name = "ID")]
        client_id: Option<String>,
    },
    /// A scheduled job of Azure Container Apps, with the pool file and its profiles in it
    ContainerappJob {
        #[command(flatten)]
        often: Often,
        #[command(flatten)]
        image: ImageArgs,
        /// The resource id of a user-assigned identity [default: the job's own]
        #[arg(long, value_name = "ID", requires = "client_id")]
        identity: Option<String>,
        /// The client id of that identity
        #[arg(long, value_name = "ID", requires = "identity")]
        client_id: Option<String>,
        /// The resource id of the environment to run in [default: that of the first pool]
        #[arg(long, value_name = "ID")]
        environment: Option<String>,
    },
    /// What keeps Terraform from undoing what pool did: one snippet a pool
    Terraform(Which),
    /// What keeps Bicep from undoing what pool did: two files a pool
    Bicep(Which),
}

#[derive(Debug, clap::Args)]
struct Often {
    /// How often: a length that divides an hour or a day
    #[arg(long, value_name = "TIME", default_value = "5m", value_parser = super::global::duration)]
    every: Duration,
    /// Let it delete pools whose base is `parked` while nobody wants them, and create them when somebody does
    #[arg(long)]
    allow_park: bool,
}

#[derive(Debug, clap::Args)]
struct ImageArgs {
    /// The image; nobody publishes one, the file says how to build it
    #[arg(long, value_name = "IMAGE")]
    image: String,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The pool's name [default: every pool of the pool file]
    #[arg(short = 'n', long, value_name = "NAME")]
    name: Option<String>,
}

pub(super) fn run(context: &Context, args: &ExportArgs) -> Result<Exit> {
    let material = material(context)?;
    let files = files(context, &material, &args.target)?;
    if matches!(args.target, Target::Cron(_) | Target::Systemd { .. })
        && let Some(text) = material.temporary()
    {
        context.printer.say(&format!("warning: {text}"));
    }
    if args.target.often().is_some_and(|often| !often.allow_park)
        && let Some(text) = material.left_standing()
    {
        context.printer.say(&format!("warning: {text}"));
    }
    match &args.write {
        Some(folder) => {
            let files: Vec<_> = files.iter().map(|file| (folder.join(&file.name), file.content.as_str())).collect();
            disk::write_all(&files, args.force)?;
            let written: Vec<String> = files.iter().map(|(path, _)| path.display().to_string()).collect();
            context.printer.show(&InitView { written: &written, kept: &[] })?;
        }
        None => {
            let comment = if matches!(args.target, Target::Bicep(_)) { "//" } else { "#" };
            context.printer.show(&ExportView { files: &files, comment })?;
        }
    }
    Ok(Exit::Done)
}

fn files(context: &Context, material: &Material, target: &Target) -> Result<Vec<File>> {
    let program = export::words(&context.program()?)?;
    let runner = |often: &Often, shortest, called| -> Result<Runner<'_>> {
        Ok(Runner {
            material,
            program: &program,
            cadence: Cadence::of(often.every, shortest, called)?,
            allow_park: often.allow_park,
        })
    };
    Ok(match target {
        Target::Cron(often) => cron::export(&runner(often, cron::SHORTEST, "cron")?)?,
        Target::Systemd { often, user } => {
            let whose = if *user { Whose::User } else { Whose::System };
            systemd::export(&runner(often, systemd::SHORTEST, "a timer")?, whose)
        }
        Target::GithubActions { often, source, revision } => {
            github::export(&runner(often, github::SHORTEST, "GitHub")?, &github::Origin { source, revision })
        }
        Target::KubernetesCronjob { often, image, client_id } => {
            kubernetes::export(&runner(often, kubernetes::SHORTEST, "a CronJob")?, &image.of(client_id.as_deref()))
        }
        Target::ContainerappJob { often, image, identity, client_id, environment } => {
            let runner = runner(often, containerapp::SHORTEST, "a job")?;
            let (own, location) = environment_of(context, material);
            let environment = environment.as_deref().or(own.as_deref());
            let home = containerapp::Home { environment, location, identity: identity.as_deref() };
            containerapp::export(&runner, &image.of(client_id.as_deref()), &home)
        }
        Target::Terraform(which) => {
            let pools = which.pools(material)?.into_iter();
            pools.map(|pool| terraform::export(&pool.name, id(context, pool).as_ref())).collect()
        }
        Target::Bicep(which) => {
            let pools = which.pools(material)?.into_iter();
            pools.flat_map(|pool| deployed(context, material, pool)).collect()
        }
    })
}

impl Target {
    /// How often `pool apply` is called, where the target calls it.
    fn often(&self) -> Option<&Often> {
        match self {
            Self::Cron(often)
            | Self::Systemd { often, .. }
            | Self::GithubActions { often, .. }
            | Self::KubernetesCronjob { often, .. }
            | Self::ContainerappJob { often, .. } => Some(often),
            Self::Terraform(_) | Self::Bicep(_) => None,
        }
    }
}

impl ImageArgs {
    fn of<'a>(&'a self, client_id: Option<&'a str>) -> Image<'a> {
        Image { image: &self.image, client_id }
    }
}

impl Which {
    fn pools<'a>(&self, material: &'a Material) -> Result<Vec<&'a PoolEntry>> {
        match &self.name {
            None => Ok(material.file.pools.iter().collect()),
            Some(name) => match material.file.pool(name) {
                Some(pool) => Ok(vec![pool]),
                None => Err(unknown(name, &material.path, &material.pools())),
            },
        }
    }
}

fn deployed(context: &Context, material: &Material, pool: &PoolEntry) -> Vec<File> {
    let id = id(context, pool);
    let kind = pool.definition.as_ref().map(|definition| definition.kind);
    let deployed = |base| bicep::Deployed {
        name: &pool.name,
        id: id.as_ref(),
        kind,
        base,
        api_version: &context.global.api_version,
    };
    // Every base was found when the material was gathered.
    material.base_of(pool).map(|base| bicep::export(&deployed(base))).unwrap_or_default()
}
