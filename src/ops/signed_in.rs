//! Who is signed in, as a lease names them.

use super::Ops;
use crate::azure::{Failure, Scope};
use crate::error::Result;
use crate::model::PoolId;
use crate::schedule::Person;

impl Ops {
    /// The person behind the token; `local` where there is no token, or where it does not say. `alias` tells people
    /// apart who share a login.
    ///
    /// # Errors
    /// Where no way to sign in works.
    pub async fn person(&self, id: &PoolId, local: &str, alias: Option<&str>) -> Result<Person> {
        let login = self.azure.login().await;
        let login = login.map_err(|failure: Failure| failure.into_error("sign in", &Scope::Pool(id.clone())))?;
        let claims = login.and_then(|login| login.claims);
        Ok(match claims.as_ref().and_then(|claims| claims.object.as_deref()) {
            Some(object) => {
                let user = claims.as_ref().and_then(|claims| claims.user.as_deref());
                Person::with_token(user.unwrap_or(local), object, alias)
            }
            None => Person::named(alias.unwrap_or(local)),
        })
    }
}
