//! The emulator inside the program: its store, and the pool that a fresh one holds.

use crate::clock::Clock;
use crate::disk::{self, Folders, Readers};
use crate::emulator::{Emulator, Forwarder, Options, Place, Seed};
use crate::error::Result;
use crate::model::definition::{Container, Definition, Identity};
use crate::model::{Kind, Lifecycle, PoolId, Scale};
use crate::net::{InProcess, Local, Route};
use crate::schedule::Stamp;
use crate::schedule::stamp::TAG;
use crate::wire;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The pool of a fresh store.
pub(super) const POOL: &str = "contestpool";
/// What its prices are kept under: no network has the name.
pub(super) const PRICES: &str = "local";
/// The resource group it lies in.
pub(super) const GROUP: &str = "local";
/// The subscription it lies in.
pub(super) const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000000";

/// Where the store of `--local` lies.
pub(super) fn store(folders: &Folders) -> PathBuf {
    folders.state.join("local.db")
}

/// A route to the emulator inside the program.
pub(super) fn route(folders: &Folders, clock: &Arc<dyn Clock>) -> Result<Route> {
    let path = store(folders);
    disk::make_folder(&folders.state, Readers::Owner)?;
    let emulator = Arc::new(Emulator::open(Place::File(path), Arc::clone(clock), options(clock.as_ref()))?);
    Ok(Route::in_process(InProcess::new(move |request| {
        let emulator = Arc::clone(&emulator);
        Box::pin(async move { emulator.answer(request).await })
    })))
}

/// Hands requests on to a process of this machine.
pub(super) fn forwarder(target: &str) -> Result<Forwarder> {
    let local = Local::at(target)?;
    Ok(Forwarder::new(move |request| {
        let local = local.clone();
        Box::pin(async move { local.send(request).await })
    }))
}

/// The emulator's defaults, with the pool that a fresh store holds: idle, at the floor that Azure keeps instead of 0.
pub(super) fn options(clock: &dyn Clock) -> Options {
    let id = PoolId { subscription: SUBSCRIPTION.to_owned(), group: GROUP.to_owned(), name: POOL.to_owned() };
    let (scale, cooldown) = (Scale { max: 5, ready: Some(1) }, Duration::from_secs(300));
    let stamp = Stamp {
        scale: Scale { ready: Some(0), ..scale },
        lifecycle: Some(Lifecycle::Timed { cooldown }),
        floor: Some(1),
        claim: "idle".to_owned(),
        draining: None,
        asked: None,
        events: Vec::new(),
        by: "emulator".to_owned(),
        at: clock.now(),
        runner: None,
    }
    .as_written();
    let filling = wire::create::Filling {
        scale,
        lifecycle: Lifecycle::Timed { cooldown },
        tags: &[(TAG.to_owned(), stamp.to_string())].into(),
        secrets: &BTreeMap::new(),
    };
    let body = wire::create::encode(&id, &definition(), &filling);
    Options { seed: Some(Seed { id, body }), ..Options::default() }
}

fn definition() -> Definition {
    Definition {
        location: "eastus2".to_owned(),
        kind: Kind::CustomContainer,
        container: Some(Container {
            environment: "local-env".to_owned(),
            image: "registry.example/session-image:v1".to_owned(),
            command: vec![],
            args: vec![],
            cpu: 0.5,
            memory: "1Gi".to_owned(),
            target_port: 2000,
            registry: None,
            env: vec![],
            probes: vec![],
        }),
        identity: Identity::default(),
        egress: Some(crate::model::definition::Egress::Disabled),
        tags: BTreeMap::new(),
    }
}
