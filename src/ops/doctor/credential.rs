//! Who is signed in.

use super::from_error;
use crate::azure::{Failure, Login, Scope};
use crate::model::{Finding, Mark};
use crate::wire::Claims;

/// What came of signing in.
pub(super) fn finding(login: Result<Option<Login>, Failure>) -> Finding {
    match login {
        Ok(None) => Finding::new(Mark::Ok, "login", "none is needed: an emulator asks nobody who they are"),
        Ok(Some(login)) => Finding::new(Mark::Ok, "login", who(&login)),
        Err(failure) => from_error("login", &failure.into_error("sign in", &Scope::Subscription(String::new()))),
    }
}

/// "azure cli: ana@example.com, object id …, tenant …".
fn who(login: &Login) -> String {
    let who = login.claims.as_ref().map_or_else(String::new, described);
    let who = if who.is_empty() { "somebody; the token does not show who".to_owned() } else { who };
    match login.method {
        Some(method) => format!("{method}: {who}"),
        None => who,
    }
}

fn described(claims: &Claims) -> String {
    // A user's token names the application too: the tool that signed them in, which matters to nobody.
    let application = claims.application.as_ref().filter(|_| claims.user.is_none());
    let parts = [
        claims.user.clone(),
        application.map(|id| format!("application {id}")),
        claims.object.as_ref().map(|id| format!("object id {id}")),
        claims.tenant.as_ref().map(|id| format!("tenant {id}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::azure::{Attempt, NoCredential};

    #[test]
    fn it_says_who_that_is_and_by_which_way() {
        let some = |text: &str| Some(text.to_owned());
        let user = Claims { object: some("o"), user: some("ana@x"), application: some("a"), tenant: some("t") };
        let application = Claims { user: None, ..user.clone() };
        for (method, claims, expected) in [
            (Some("azure cli"), Some(user), "azure cli: ana@x, object id o, tenant t"),
            (Some("client secret"), Some(application), "client secret: application a, object id o, tenant t"),
            (None, Some(Claims::default()), "somebody; the token does not show who"),
            (None, None, "somebody; the token does not show who"),
        ] {
            assert_eq!(finding(Ok(Some(Login { method, claims }))).text, expected);
        }
    }

    #[test]
    fn where_nothing_works_every_way_is_told() {
        let attempt = Attempt { name: "azure cli", why: "`az` is not on the PATH".to_owned() };
        let finding = finding(Err(Failure::Credential(NoCredential(vec![attempt]))));
        assert_eq!(finding.mark, Mark::Fault);
        assert!(finding.text.contains("azure cli: `az` is not on the PATH"), "{}", finding.text);
        assert!(finding.todo.unwrap().contains("`az login`"));
    }
}
