//! Ways to sign in: which are tried, which is kept, and what is told of those that did not work.

use super::*;
use crate::azure::script::{Line, Script, bare, pool_id, says};
use crate::azure::{Client, Progress, Started, cloud};
use azure_identity::Executor;
use serde_json::json;
use std::ffi::OsStr;
use std::process::Output;
use std::sync::atomic::{AtomicUsize, Ordering};

const SCOPE: &[&str] = &["https://management.azure.com/.default"];
const PRINCIPAL: [(&str, &str); 3] =
    [("AZURE_TENANT_ID", "8a7b"), ("AZURE_CLIENT_ID", "c1"), ("AZURE_CLIENT_SECRET", "hunter2")];

/// What `az` does: its exit code, and what it prints on its two streams.
type Says = (i32, &'static str, &'static str);

const SIGNED_IN: Says = (0, r#"{"accessToken": "from-az", "expires_on": 4102444800, "tokenType": "Bearer"}"#, "");

/// A shell in which `az` does something or nothing is installed, and in which it may never end.
#[derive(Debug, Default)]
struct Shell {
    az: Option<Says>,
    hangs: bool,
    runs: AtomicUsize,
}

#[async_trait]
impl Executor for Shell {
    #[cfg(unix)]
    async fn run(&self, _: &OsStr, args: &[&OsStr]) -> std::io::Result<Output> {
        use std::os::unix::process::ExitStatusExt;
        self.runs.fetch_add(1, Ordering::SeqCst);
        if self.hangs {
            std::future::pending::<()>().await;
        }
        let is_az = args[1].to_string_lossy().contains("az account");
        let (code, out, err) = self.az.filter(|_| is_az).unwrap_or((127, "", ""));
        Ok(Output { status: ExitStatusExt::from_raw(code << 8), stdout: out.into(), stderr: err.into() })
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
    let shell = Arc::new(Shell { az: Some(SIGNED_IN), ..Shell::default() });
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
    let shell = Arc::new(Shell { az: Some(SIGNED_IN), ..Shell::default() });
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

fn refused() -> TokenRequestOptions<'static> {
    let context = azure_core::http::Context::new().with_value(crate::azure::credentials::asking::Refused);
    TokenRequestOptions { method_options: azure_core::http::ClientMethodOptions { context } }
}

/// azure_identity keeps the token of a principal, and would give it again.
#[tokio::test(start_paused = true)]
async fn a_refused_token_of_a_principal_is_replaced() {
    let other = says(200, json!({"token_type": "Bearer", "expires_in": 3600, "access_token": "another"}));
    let (script, shell) = (Script::new([token(), other]), Arc::default());
    let chain = over(AuthMethod::Auto, &script, &PRINCIPAL, &shell);
    for (options, expected, asked) in
        [(None, "from-entra", 1), (None, "from-entra", 1), (Some(refused()), "another", 2), (None, "another", 2)]
    {
        assert_eq!(chain.get_token(SCOPE, options).await.unwrap().token.secret(), expected);
        assert_eq!(script.asked().len(), asked);
    }
}

/// The way that worked stays the way: nobody becomes somebody else in the middle of a run.
#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_way_that_stops_working_is_not_replaced_by_another() {
    let refusal = json!({"error": "invalid_client", "error_description": "AADSTS7000222: The secret has expired."});
    let script = Script::new([token(), says(401, refusal)]);
    let shell = Arc::new(Shell { az: Some(SIGNED_IN), ..Shell::default() });
    let chain = over(AuthMethod::Auto, &script, &PRINCIPAL, &shell);
    chain.get_token(SCOPE, None).await.unwrap();
    let error = chain.get_token(SCOPE, Some(refused())).await.unwrap_err();
    let attempts = &error.downcast_ref::<NoCredential>().unwrap().0;
    assert_eq!((attempts.len(), attempts[0].name), (1, "client secret"));
    assert_eq!(shell.runs.load(Ordering::SeqCst), 0);
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_tool_that_hangs_is_told_by_name() {
    let script = Script::new([]);
    let shell = Arc::new(Shell { hangs: true, ..Shell::default() });
    let chain = over(AuthMethod::Auto, &script, &[], &shell);
    let start = script.clock.now();
    let error = chain.get_token(SCOPE, None).await.unwrap_err();
    let attempts = &error.downcast_ref::<NoCredential>().unwrap().0;
    assert_eq!(attempts[3].why, "`az` gave no token in 30 s");
    assert_eq!(attempts[4].why, "`azd` gave no token in 30 s");
    assert_eq!(script.clock.now().duration_since(start).as_secs(), 60);
}

/// Whoever gives less time than the tool may take is told whom the program was waiting for.
#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_deadline_names_the_tool_that_hangs() {
    for (method, whom) in [(AuthMethod::AzureCli, "`az`"), (AuthMethod::AzureDeveloperCli, "`azd`")] {
        let script = Script::new([]);
        let shell = Arc::new(Shell { hangs: true, ..Shell::default() });
        let chain = Arc::new(over(method, &script, &[], &shell));
        let client = Client::new(script.setup("https://management.azure.com", Some(chain))).unwrap();
        let client = client.with_deadline(Some(script.clock.now() + Duration::from_secs(20)));
        let failure = client.patch_pool(&pool_id(), &json!({})).await.unwrap_err();
        assert_eq!(failure.to_string(), format!("the time is over: no token from {whom} yet"));
    }
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn what_az_says_is_told_and_no_token_in_it() {
    let no_token = "what came is no token";
    for (says, expected) in [
        ((1, "", "ERROR: Please run 'az login' to setup account.\n"), "Please run 'az login' to setup account."),
        ((0, "", ""), no_token),
        ((0, "\"canary\"", ""), no_token),
        ((0, "canary", ""), no_token),
        ((0, r#"{"accessToken": "canary", "expires_on": "canary", "tokenType": "Bearer"}"#, ""), no_token),
        ((0, r#"{"accessToken": "canary", "expires_on": 41024"#, ""), no_token),
        (
            (0, r#"{"accessToken": "canary", "expiresOn": "2026-12-05 15:00:00.0", "tokenType": "Bearer"}"#, ""),
            "expires_on field not found. Please use Azure CLI 2.54.0 or newer.",
        ),
    ] {
        let script = Script::new([]);
        let shell = Arc::new(Shell { az: Some(says), ..Shell::default() });
        let chain = over(AuthMethod::AzureCli, &script, &[], &shell);
        let error = chain.get_token(SCOPE, None).await.unwrap_err();
        assert_eq!(error.downcast_ref::<NoCredential>().unwrap().0[0].why, expected, "{says:?}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_authority_that_cannot_be_reached_is_told_by_what_broke() {
    let (script, shell) = (Script::new([Line::Break]), Arc::default());
    let chain = over(AuthMethod::ClientSecret, &script, &PRINCIPAL, &shell);
    let error = chain.get_token(SCOPE, None).await.unwrap_err();
    assert_eq!(error.downcast_ref::<NoCredential>().unwrap().0[0].why, "connection reset by peer");
    assert_eq!(script.asked().len(), 3);
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

/// An `az` whose tokens live ten minutes by the clock of the test.
#[cfg(unix)]
#[derive(Debug)]
struct Brief(crate::clock::TokioClock, AtomicUsize);

#[cfg(unix)]
#[async_trait]
impl Executor for Brief {
    async fn run(&self, _: &OsStr, _: &[&OsStr]) -> std::io::Result<Output> {
        let number = self.1.fetch_add(1, Ordering::SeqCst) + 1;
        let end = self.0.now().as_second() + 600;
        let token = json!({"accessToken": format!("from-az-{number}"), "expires_on": end, "tokenType": "Bearer"});
        Ok(Output { status: std::process::ExitStatus::default(), stdout: token.to_string().into(), stderr: Vec::new() })
    }
}

/// From `az` to the header, through the chain, the cache and the signature: twenty minutes of polling with tokens of ten.
#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn an_operation_that_outlives_the_token_of_az_calls_it_again() {
    const RESULT: &str = "https://management.azure.com/subscriptions/s/operationResults/b2Zm==";
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join(".azure/azureProfile.json");
    crate::disk::write(&profile, "{}", crate::disk::Readers::Owner).unwrap();
    let in_a_minute = bare(202, &[("location", RESULT), ("retry-after", "60")]);
    let script = Script::new(std::iter::repeat_n(in_a_minute, 20).chain([says(200, json!({"id": "p"}))]));
    let az = Arc::new(Brief(script.clock.clone(), AtomicUsize::new(0)));
    let client = || {
        let cache = TokenCache::new(folder.path().join("run/tokens.json"), folder.path().to_owned());
        let plain = over(AuthMethod::AzureCli, &script, &[], &Arc::default());
        let around = Surroundings { processes: az.clone(), cache: Some(cache), ..plain.around };
        let chain = Arc::new(Chain::new(AuthMethod::AzureCli, around));
        Client::new(script.setup("https://management.azure.com", Some(chain))).unwrap()
    };
    let first = client();
    let Ok(Started::Running(mut operation)) = first.patch_pool(&pool_id(), &json!({})).await else { panic!() };
    let mut progress = Progress::Running { word: None };
    while matches!(progress, Progress::Running { .. }) {
        script.clock.sleep(operation.wait).await;
        progress = first.poll(&mut operation).await.unwrap();
    }
    let expected: Vec<_> = (0..=20).map(|minute| Some(format!("Bearer from-az-{}", minute / 5 + 1))).collect();
    assert_eq!(script.headers("authorization"), expected);
    client().get_pool(&pool_id()).await.unwrap();
    assert_eq!(script.headers("authorization").last(), expected.last(), "the next run begins with the last one");
    assert_eq!(az.1.load(Ordering::SeqCst), 5);
}
