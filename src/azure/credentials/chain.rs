//! Ways to sign in, one after the other until one works. That one is kept; when none works, one error says why each
//! did not.

use super::environment::Environment;
use super::method::AuthMethod;
use super::surroundings::Surroundings;
use super::{azure_cli, azure_developer_cli, client_secret, managed_identity, workload_identity};
use crate::azure::cloud::Cloud;
use crate::azure::exchange::in_words;
use crate::clock::Clock;
use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::{Error, ErrorKind};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long the machine's identity may take where nobody asked for it: it answers in a second or not at all.
const MACHINE_PATIENCE: Duration = Duration::from_secs(10);

/// Characters of a reason that are shown; the authority's go on for a paragraph.
const REASON_CHARACTERS: usize = 240;

/// A credential, or why there is none.
pub(super) type Built = Result<Arc<dyn TokenCredential>, String>;

/// A way to sign in that did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Which way.
    pub name: &'static str,
    /// Why it did not work.
    pub why: String,
}

/// No way to sign in worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoCredential(pub Vec<Attempt>);

/// Each way on a line of its own.
impl fmt::Display for NoCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no credential worked")?;
        self.0.iter().try_for_each(|Attempt { name, why }| write!(f, "\n  {name}: {why}"))
    }
}

impl std::error::Error for NoCredential {}

/// The credential of a way to sign in. Nothing is read, asked or started before the first token is needed.
#[must_use]
pub fn chain(
    method: AuthMethod,
    environment: &Environment,
    cloud: Cloud,
    tenant: Option<&str>,
    clock: Arc<dyn Clock>,
) -> Arc<dyn TokenCredential> {
    let around = Surroundings::new(environment.clone(), cloud, tenant.map(str::to_owned), clock);
    Arc::new(Chain::new(method, around))
}

/// The ways, and the one that worked. Its Debug shows no secret.
#[derive(Debug)]
struct Chain {
    method: AuthMethod,
    around: Surroundings,
    worked: Mutex<Option<Arc<dyn TokenCredential>>>,
}

impl Chain {
    fn new(method: AuthMethod, around: Surroundings) -> Self {
        Self { method, around, worked: Mutex::new(None) }
    }

    fn build(&self, method: AuthMethod) -> Built {
        match method {
            AuthMethod::ClientSecret => client_secret::build(&self.around),
            AuthMethod::WorkloadIdentity => workload_identity::build(&self.around),
            AuthMethod::ManagedIdentity => managed_identity::build(&self.around, self.method == method),
            AuthMethod::AzureCli => azure_cli::build(&self.around),
            AuthMethod::AzureDeveloperCli => azure_developer_cli::build(&self.around),
            AuthMethod::Auto => Err("it is no way of its own".to_owned()),
        }
    }

    async fn attempt(&self, method: AuthMethod, scopes: &[&str]) -> Result<AccessToken, String> {
        let credential = self.build(method)?;
        let asked = credential.get_token(scopes, None);
        let token = if method == AuthMethod::ManagedIdentity && self.method != method {
            tokio::select! {
                biased;
                token = asked => token,
                () = self.around.clock.sleep(MACHINE_PATIENCE) => return Err("the machine did not answer".to_owned()),
            }
        } else {
            asked.await
        };
        let token = token.map_err(|error| why(&error))?;
        *self.worked.lock().unwrap_or_else(PoisonError::into_inner) = Some(credential);
        Ok(token)
    }
}

#[async_trait]
impl TokenCredential for Chain {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let worked = self.worked.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(credential) = worked {
            return credential.get_token(scopes, options).await;
        }
        let mut attempts = Vec::new();
        for method in self.method.order() {
            let name = method.title();
            match self.attempt(method, scopes).await {
                Ok(token) => {
                    tracing::debug!(credential = name, "signed in");
                    return Ok(token);
                }
                Err(why) => attempts.push(Attempt { name, why }),
            }
            if method == AuthMethod::ClientSecret && self.around.has_principal() {
                // Somebody said who to be. Being somebody else instead, because a secret has run out, would be worse
                // than failing.
                break;
            }
        }
        Err(Error::new(ErrorKind::Credential, NoCredential(attempts)))
    }
}

/// Why a credential of azure_identity's did not work, on one line: without its type's name in front, the link behind,
/// and the ids of the authority's own records.
pub(super) fn why(error: &Error) -> String {
    let text = error.to_string();
    let text = text.split("\nTo troubleshoot").next().unwrap_or_default();
    let text = text.split_once("authentication failed.").map_or(text, |(_, rest)| rest);
    let text = text.split("Trace ID:").next().unwrap_or_default().trim();
    let text = text.strip_prefix("ERROR:").unwrap_or(text);
    if let Some(tool) = text.trim().strip_suffix(" not found on PATH") {
        return format!("`{tool}` is not on the PATH");
    }
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    // A failed request is told by what broke below it.
    let line = if line.is_empty() || line.contains("reqwest") { in_words(error) } else { line };
    match line.char_indices().nth(REASON_CHARACTERS) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::azure::cloud;
    use crate::azure::script::{Line, Script, bare, says};
    use azure_identity::Executor;
    use serde_json::json;
    use std::ffi::OsStr;
    use std::process::Output;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const SCOPE: &[&str] = &["https://management.azure.com/.default"];
    const PRINCIPAL: [(&str, &str); 3] =
        [("AZURE_TENANT_ID", "8a7b"), ("AZURE_CLIENT_ID", "c1"), ("AZURE_CLIENT_SECRET", "hunter2")];

    /// A shell in which `az` is signed in, or in which nothing is installed.
    #[derive(Debug, Default)]
    struct Shell {
        az: bool,
        runs: AtomicUsize,
    }

    #[async_trait]
    impl Executor for Shell {
        #[cfg(unix)]
        async fn run(&self, _: &OsStr, args: &[&OsStr]) -> std::io::Result<Output> {
            use std::os::unix::process::ExitStatusExt;
            self.runs.fetch_add(1, Ordering::SeqCst);
            let command = args[1].to_string_lossy().into_owned();
            let token = r#"{"accessToken": "from-az", "expires_on": 4102444800, "tokenType": "Bearer"}"#;
            let (code, out) = if self.az && command.contains("az account") { (0, token) } else { (127, "") };
            Ok(Output { status: ExitStatusExt::from_raw(code << 8), stdout: out.into(), stderr: Vec::new() })
        }

        #[cfg(not(unix))]
        async fn run(&self, _: &OsStr, _: &[&OsStr]) -> std::io::Result<Output> {
            Err(std::io::ErrorKind::NotFound.into())
        }
    }

    fn over(method: AuthMethod, script: &Script, variables: &[(&str, &str)], shell: &Arc<Shell>) -> Chain {
        let environment = variables.iter().copied().collect();
        let clock = Arc::new(script.clock.clone());
        let around = Surroundings {
            processes: shell.clone(),
            carrier: Some(script.carrier()),
            chassis: "/nowhere/at/all".into(),
            ..Surroundings::new(environment, cloud::PUBLIC, None, clock)
        };
        Chain::new(method, around)
    }

    fn token() -> Line {
        says(200, json!({"token_type": "Bearer", "expires_in": 3600, "access_token": "from-entra"}))
    }

    #[tokio::test(start_paused = true)]
    async fn every_way_that_did_not_work_is_listed() {
        let (script, shell) = (Script::new([]), Arc::default());
        let chain = over(AuthMethod::Auto, &script, &[], &shell);
        let error = chain.get_token(SCOPE, None).await.unwrap_err();
        let listed: Vec<_> = error.downcast_ref::<NoCredential>().unwrap().0.iter().map(|one| one.name).collect();
        let all = ["client secret", "workload identity", "managed identity", "azure cli", "azure developer cli"];
        assert_eq!(listed, all);
        let text = error.downcast_ref::<NoCredential>().unwrap().to_string();
        for part in [
            "client secret: AZURE_CLIENT_SECRET is not set",
            "workload identity: AZURE_FEDERATED_TOKEN_FILE is not set",
            "managed identity: this is no virtual machine of Azure",
            "azure cli: `az` is not on the PATH",
            "azure developer cli: `azd` is not on the PATH",
        ] {
            assert!(text.contains(part), "{text}");
        }
        assert!(script.asked().is_empty(), "nothing is sent to look for a managed identity");
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_happens_before_the_first_token() {
        let (script, shell) = (Script::new([]), Arc::<Shell>::default());
        let _chain = over(AuthMethod::Auto, &script, &PRINCIPAL, &shell);
        assert_eq!(shell.runs.load(Ordering::SeqCst), 0);
        assert!(script.asked().is_empty());
    }

    #[cfg(unix)]
    #[tokio::test(start_paused = true)]
    async fn the_one_that_worked_is_kept() {
        let script = Script::new([]);
        let shell = Arc::new(Shell { az: true, ..Shell::default() });
        let chain = over(AuthMethod::Auto, &script, &[], &shell);
        for runs in [1, 2] {
            assert_eq!(chain.get_token(SCOPE, None).await.unwrap().token.secret(), "from-az");
            assert_eq!(shell.runs.load(Ordering::SeqCst), runs);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_principal_asks_the_authority() {
        let (script, shell) = (Script::new([token()]), Arc::default());
        let chain = over(AuthMethod::Auto, &script, &PRINCIPAL, &shell);
        assert_eq!(chain.get_token(SCOPE, None).await.unwrap().token.secret(), "from-entra");
        assert_eq!(script.asked(), ["POST /8a7b/oauth2/v2.0/token"]);
        assert_eq!(script.hosts(), ["login.microsoftonline.com"]);

        let (script, shell) = (Script::new([token()]), Arc::default());
        let mut variables = PRINCIPAL.to_vec();
        variables.push(("AZURE_AUTHORITY_HOST", "login.example.com"));
        let chain = over(AuthMethod::ClientSecret, &script, &variables, &shell);
        chain.get_token(SCOPE, None).await.unwrap();
        assert_eq!(script.hosts(), ["login.example.com"]);
    }

    #[cfg(unix)]
    #[tokio::test(start_paused = true)]
    async fn a_principal_that_is_refused_is_not_replaced_by_somebody_else() {
        let refusal = json!({"error": "invalid_client", "error_description": "AADSTS7000222: The secret has expired."});
        let script = Script::new([says(401, refusal)]);
        let shell = Arc::new(Shell { az: true, ..Shell::default() });
        let chain = over(AuthMethod::Auto, &script, &PRINCIPAL, &shell);
        let error = chain.get_token(SCOPE, None).await.unwrap_err();
        assert!(error.downcast_ref::<NoCredential>().unwrap().to_string().contains("The secret has expired"));
        assert_eq!(shell.runs.load(Ordering::SeqCst), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn no_secret_shows_anywhere() {
        let refusal = json!({"error": "invalid_client", "error_codes": [7_000_215],
            "error_description": "AADSTS7000215: Invalid client secret provided. Trace ID: 1 Correlation ID: 2"});
        let (script, shell) = (Script::new([says(401, refusal)]), Arc::default());
        let chain = over(AuthMethod::ClientSecret, &script, &PRINCIPAL, &shell);
        let error = chain.get_token(SCOPE, None).await.unwrap_err();
        let text = error.downcast_ref::<NoCredential>().unwrap().to_string();
        assert_eq!(text, "no credential worked\n  client secret: AADSTS7000215: Invalid client secret provided.");
        for shown in [format!("{chain:?}"), format!("{error:?}"), format!("{error}")] {
            assert!(!shown.contains("hunter2"), "{shown}");
        }
        assert!(script.bodies()[0].contains("hunter2"), "it is sent, in the one place where it belongs");
    }

    #[tokio::test(start_paused = true)]
    async fn a_missing_token_file_is_named() {
        let (script, shell) = (Script::new([]), Arc::default());
        let variables =
            [("AZURE_TENANT_ID", "t"), ("AZURE_CLIENT_ID", "c"), ("AZURE_FEDERATED_TOKEN_FILE", "/nowhere/token")];
        let chain = over(AuthMethod::WorkloadIdentity, &script, &variables, &shell);
        let error = chain.get_token(SCOPE, None).await.unwrap_err();
        let text = error.downcast_ref::<NoCredential>().unwrap().to_string();
        assert!(text.contains("/nowhere/token"), "{text}");
    }

    /// The machine's own identity is asked on a machine of Azure, and not waited for if it does not answer.
    #[cfg(target_os = "linux")]
    #[tokio::test(start_paused = true)]
    async fn a_machine_of_azure_is_asked_briefly() {
        let folder = tempfile::tempdir().unwrap();
        let chassis = folder.path().join("chassis_asset_tag");
        crate::disk::write(&chassis, "7783-7084-3265-9085-8269-3286-77\n", crate::disk::Readers::Owner).unwrap();
        for line in [Line::Silence(Duration::from_secs(3600)), bare(500, &[])] {
            let (script, shell) = (Script::new([line]), Arc::default());
            let mut chain = over(AuthMethod::Auto, &script, &[], &shell);
            chain.around.chassis = chassis.clone();
            let start = script.clock.now();
            let error = chain.get_token(SCOPE, None).await.unwrap_err();
            let attempts = &error.downcast_ref::<NoCredential>().unwrap().0;
            assert_eq!(attempts[2].why, "the machine did not answer");
            assert!(script.clock.now().duration_since(start).as_secs() <= 10);
            assert_eq!(script.hosts()[0], "169.254.169.254");
        }
    }
}
