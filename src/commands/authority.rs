//! The emulator's certificate authority in the user's state folder, and how `az` is told of it.

use super::context::Context;
use crate::disk::{self, Readers};
use crate::emulator::{Authority, Tls};
use crate::error::Result;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// The certificate that clients trust; made, with its key, where it is not there yet.
pub(super) fn certificate(context: &Context) -> Result<PathBuf> {
    let path = path(context)?;
    open(context, &path)?;
    Ok(path)
}

/// What `--tls` serves with.
pub(super) fn tls(context: &Context, address: IpAddr) -> Result<Tls> {
    open(context, &path(context)?)?.serve_as(address, context.clock.now())
}

fn path(context: &Context) -> Result<PathBuf> {
    Ok(context.folders()?.state.join("emulator-ca.pem"))
}

fn open(context: &Context, path: &Path) -> Result<Authority> {
    let key = path.with_extension("key");
    if let (Some(certificate), Some(key)) = (disk::read_if_there(path)?, disk::read_if_there(&key)?) {
        return Authority::read(certificate, &key)
            .map_err(|error| error.hint(format!("Delete {} to have a new one made.", key_name(path))));
    }
    let authority = Authority::new(context.clock.now())?;
    disk::write(&key, &authority.key(), Readers::Owner)?;
    disk::write(path, authority.certificate(), Readers::Anyone)?;
    Ok(authority)
}

fn key_name(path: &Path) -> String {
    path.with_extension("key").display().to_string()
}

/// The lines to paste into a shell. They leave the real login alone: `az` keeps this one in a folder of its own.
pub(super) fn az_setup(certificate: &Path, listen: SocketAddr) -> String {
    let here = format!("https://{listen}");
    format!(
        "\
# Start `pool emulator --tls --listen {listen}` elsewhere, then paste this. It holds for this shell alone.
export AZURE_CONFIG_DIR=\"$HOME/.azure-pool-emulator\"
export REQUESTS_CA_BUNDLE='{}'
export IDENTITY_ENDPOINT='{here}/msi/token' IDENTITY_HEADER=emulator
az cloud register --name PoolEmulator --endpoint-resource-manager {here}
az cloud set --name PoolEmulator
az login --identity
# For example: az resource list --resource-type Microsoft.App/sessionPools --output table
",
        certificate.display().to_string().replace('\'', "'\\''")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_for_az_survive_odd_folders() {
        let setup = az_setup(Path::new("/it's here/ca.pem"), "127.0.0.1:8787".parse().unwrap());
        assert!(setup.contains("BUNDLE='/it'\\''s here/ca.pem'\n"), "{setup}");
        assert!(setup.contains("ENDPOINT='https://127.0.0.1:8787/msi/token'"), "{setup}");
    }
}
