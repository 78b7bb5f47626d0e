//! What calls `pool apply`: how often, and with which words.

use super::cadence::Cadence;
use crate::ops::export::Material;

/// A call of `pool apply` that comes again.
#[derive(Debug, Clone)]
pub struct Runner<'a> {
    /// What is applied.
    pub material: &'a Material,
    /// This program, absolute.
    pub program: &'a str,
    /// How often.
    pub cadence: Cadence,
    /// Whether it may delete and create pools whose base is parked.
    pub allow_park: bool,
}

/// Where a runner that is a container comes from, and who it is.
#[derive(Debug, Clone, Copy)]
pub struct Image<'a> {
    /// The image, with its registry and tag.
    pub image: &'a str,
    /// The client id of the identity that signs in.
    pub client_id: Option<&'a str>,
}

/// The longest run, in seconds: what `--timeout` gives by default, and five minutes to end in.
pub(super) const LONGEST_RUN: u32 = 35 * 60;

/// Where the pool file stands in a container.
pub(super) const FILE_IN_CONTAINER: &str = "/etc/pool/pool.yaml";

/// Behind the value of a variable that nobody knows.
pub(super) const FILL_IN: &str = "   # the pool file does not say; fill it in";

/// How to come by an image.
pub(super) const BUILD: &str = "\
The image must have `pool` on its path; nobody publishes one. From the source of pool this builds it:
  FROM rust:1-slim-trixie AS build
  COPY . /src
  RUN cargo install --locked --path /src --root /out
  FROM debian:trixie-slim
  RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
  COPY --from=build /out/bin/pool /usr/local/bin/pool
  ENTRYPOINT [\"pool\"]";

impl Runner<'_> {
    /// The variables whose values it needs to make pools again.
    pub(super) fn secrets(&self) -> Vec<String> {
        if self.allow_park { self.material.secrets() } else { Vec::new() }
    }

    /// The words behind the program: `-q apply … -f FILE`. `auth` is for `--auth`.
    pub(super) fn words(&self, auth: Option<&str>, file: &str) -> Vec<String> {
        let auth = auth.map(|auth| ["--auth", auth]).into_iter().flatten();
        let cloud = self.material.cloud.as_deref().map(|cloud| ["--cloud", cloud]).into_iter().flatten();
        let leave = self.allow_park.then_some("--allow-park");
        ["-q", "apply"]
            .into_iter()
            .chain(leave)
            .chain(auth)
            .chain(cloud)
            .chain(["-f", file])
            .map(str::to_owned)
            .collect()
    }
}
